//! Calls: states, modes, information.

family! {
    /// The state of a call.
    value CallState, "LINECALLSTATE_", "LINECALLSTATE_ Constants";
    "Nothing goes on in the call; it never leaves this state."
    IDLE = 0x0000_0001, "LINECALLSTATE_IDLE", Inferred(V1_3);
    "A new call has arrived and is offered to the station; the phone need not ring yet."
    OFFERING = 0x0000_0002, "LINECALLSTATE_OFFERING", Inferred(V1_3);
    "The owner took responsibility for an offered call; in ISDN both ends are now alerted."
    ACCEPTED = 0x0000_0004, "LINECALLSTATE_ACCEPTED", Inferred(V1_3);
    "The switch sends dial tone and is ready for a number."
    DIALTONE = 0x0000_0008, "LINECALLSTATE_DIALTONE", Inferred(V1_3);
    "Digits are being dialled and the switch collects them."
    DIALING = 0x0000_0010, "LINECALLSTATE_DIALING", Inferred(V1_3);
    "The other station is reached and alerted; the caller hears ringing."
    RINGBACK = 0x0000_0020, "LINECALLSTATE_RINGBACK", Inferred(V1_3);
    "The call hears a busy tone, because the station or a trunk is in use."
    BUSY = 0x0000_0040, "LINECALLSTATE_BUSY", Inferred(V1_3);
    "The network sends the tone before an announcement of why the call cannot be completed."
    SPECIAL_INFO = 0x0000_0080, "LINECALLSTATE_SPECIALINFO", Inferred(V1_3);
    "Both ends are connected and information can flow."
    CONNECTED = 0x0000_0100, "LINECALLSTATE_CONNECTED", Inferred(V1_3);
    "Dialling is done and the network routes the call; there is no ringback, busy or answer yet."
    PROCEEDING = 0x0000_0200, "LINECALLSTATE_PROCEEDING", Inferred(V1_3);
    "The switch holds the call, so that the line is free for another."
    ON_HOLD = 0x0000_0400, "LINECALLSTATE_ONHOLD", Inferred(V1_3);
    "The call is part of a conference and is logically connected."
    CONFERENCED = 0x0000_0800, "LINECALLSTATE_CONFERENCED", Inferred(V1_3);
    "The call is on hold while it is being added to a conference."
    ON_HOLD_PEND_CONF = 0x0000_1000, "LINECALLSTATE_ONHOLDPENDCONF", Inferred(V1_3);
    "The call is on hold while it is being transferred."
    ON_HOLD_PEND_TRANSFER = 0x0000_2000, "LINECALLSTATE_ONHOLDPENDTRANSFER", Inferred(V1_3);
    "The remote party has left the call."
    DISCONNECTED = 0x0000_4000, "LINECALLSTATE_DISCONNECTED", Inferred(V1_3);
    "The call exists, but the provider cannot tell its state at present."
    UNKNOWN = 0x0000_8000, "LINECALLSTATE_UNKNOWN", Inferred(V1_3);
}

family! {
    /// Why a call is BUSY.
    value BusyMode, "LINEBUSYMODE_", "LINEBUSYMODE_ Constants";
    "The called station is busy; usually the normal busy tone."
    STATION = 0x0000_0001, "LINEBUSYMODE_STATION", Inferred(V1_3);
    "A trunk or circuit is busy; usually a fast busy tone."
    TRUNK = 0x0000_0002, "LINEBUSYMODE_TRUNK", Inferred(V1_3);
    "Not known at present; it may become known later."
    UNKNOWN = 0x0000_0004, "LINEBUSYMODE_UNKNOWN", Inferred(V1_3);
    "Not known and never will be."
    UNAVAIL = 0x0000_0008, "LINEBUSYMODE_UNAVAIL", Inferred(V1_3);
}

family! {
    /// How a call is CONNECTED.
    value ConnectedMode, "LINECONNECTEDMODE_", "LINECONNECTEDMODE_ Constants";
    "This station takes part in the call; mode 0 means the same."
    ACTIVE = 0x0000_0001, "LINECONNECTEDMODE_ACTIVE", Inferred(V1_3);
    "Other stations of a shared address are on the call; this one is not."
    INACTIVE = 0x0000_0002, "LINECONNECTEDMODE_INACTIVE", Inferred(V1_3);
    "This station takes part in the call, and the remote party has put it on hold."
    ACTIVE_HELD = 0x0000_0004, "LINECONNECTEDMODE_ACTIVEHELD", Documented(V2_0);
    "This station takes no part in the call, and the remote party has put it on hold."
    INACTIVE_HELD = 0x0000_0008, "LINECONNECTEDMODE_INACTIVEHELD", Documented(V2_0);
    "The provider received positive notice of the connection, such as answer supervision."
    CONFIRMED = 0x0000_0010, "LINECONNECTEDMODE_CONFIRMED", Documented(V2_0);
}

family! {
    /// Which dial tone a call hears.
    value DialtoneMode, "LINEDIALTONEMODE_", "LINEDIALTONEMODE_ Constants";
    "Ordinary dial tone, usually continuous."
    NORMAL = 0x0000_0001, "LINEDIALTONEMODE_NORMAL", Inferred(V1_3);
    "Special dial tone, usually interrupted, for some condition such as a waiting message."
    SPECIAL = 0x0000_0002, "LINEDIALTONEMODE_SPECIAL", Inferred(V1_3);
    "Dial tone of the PBX."
    INTERNAL = 0x0000_0004, "LINEDIALTONEMODE_INTERNAL", Inferred(V1_3);
    "Dial tone of the public network."
    EXTERNAL = 0x0000_0008, "LINEDIALTONEMODE_EXTERNAL", Inferred(V1_3);
    "Not known at present; it may become known later."
    UNKNOWN = 0x0000_0010, "LINEDIALTONEMODE_UNKNOWN", Inferred(V1_3);
    "Not known and never will be."
    UNAVAIL = 0x0000_0020, "LINEDIALTONEMODE_UNAVAIL", Inferred(V1_3);
}

family! {
    /// Why a call is DISCONNECTED.
    value DisconnectMode, "LINEDISCONNECTMODE_", "LINEDISCONNECTMODE_ Constants";
    "The remote party ended the call in the normal way."
    NORMAL = 0x0000_0001, "LINEDISCONNECTMODE_NORMAL", Inferred(V1_3);
    "Not known at present; it may become known later."
    UNKNOWN = 0x0000_0002, "LINEDISCONNECTMODE_UNKNOWN", Inferred(V1_3);
    "The remote user refused the call."
    REJECT = 0x0000_0004, "LINEDISCONNECTMODE_REJECT", Inferred(V1_3);
    "The call was picked up at another station."
    PICKUP = 0x0000_0008, "LINEDISCONNECTMODE_PICKUP", Inferred(V1_3);
    "The switch forwarded the call."
    FORWARDED = 0x0000_0010, "LINEDISCONNECTMODE_FORWARDED", Inferred(V1_3);
    "The remote station is busy."
    BUSY = 0x0000_0020, "LINEDISCONNECTMODE_BUSY", Inferred(V1_3);
    "Nobody answered at the remote station."
    NO_ANSWER = 0x0000_0040, "LINEDISCONNECTMODE_NOANSWER", Inferred(V1_3);
    "The destination address is wrong."
    BAD_ADDRESS = 0x0000_0080, "LINEDISCONNECTMODE_BADADDRESS", Inferred(V1_3);
    "The remote user could not be reached."
    UNREACHABLE = 0x0000_0100, "LINEDISCONNECTMODE_UNREACHABLE", Inferred(V1_3);
    "The network has no capacity left."
    CONGESTION = 0x0000_0200, "LINEDISCONNECTMODE_CONGESTION", Inferred(V1_3);
    "The remote equipment cannot take this type of call."
    INCOMPATIBLE = 0x0000_0400, "LINEDISCONNECTMODE_INCOMPATIBLE", Inferred(V1_3);
    "Not known and never will be."
    UNAVAIL = 0x0000_0800, "LINEDISCONNECTMODE_UNAVAIL", Inferred(V1_3);
    "No dial tone came where dialling needed one."
    NO_DIALTONE = 0x0000_1000, "LINEDISCONNECTMODE_NODIALTONE", Documented(V1_4);
    "The destination has a new number, and calls are not redirected to it."
    NUMBER_CHANGED = 0x0000_2000, "LINEDISCONNECTMODE_NUMBERCHANGED", Documented(V2_0);
    "The destination device is out of order."
    OUT_OF_ORDER = 0x0000_4000, "LINEDISCONNECTMODE_OUTOFORDER", Documented(V2_0);
    "The network failed for a while; the call may succeed later."
    TEMP_FAILURE = 0x0000_8000, "LINEDISCONNECTMODE_TEMPFAILURE", Documented(V2_0);
    "The least acceptable quality of service could not be reached or kept."
    QOS_UNAVAIL = 0x0001_0000, "LINEDISCONNECTMODE_QOSUNAVAIL", Documented(V2_0);
    "The network keeps calls from this origin away from the destination."
    BLOCKED = 0x0002_0000, "LINEDISCONNECTMODE_BLOCKED", Documented(V2_0);
    "The destination has Do Not Disturb switched on."
    DO_NOT_DISTURB = 0x0004_0000, "LINEDISCONNECTMODE_DONOTDISTURB", Documented(V2_0);
    "The call was cancelled."
    CANCELLED = 0x0008_0000, "LINEDISCONNECTMODE_CANCELLED", Documented(V2_0);
    "Calls to the destination are barred (undocumented; from the name)."
    DESTINATION_BARRED = 0x0010_0000, "LINEDISCONNECTMODE_DESTINATIONBARRED", Unknown();
    "Fixed dialling numbers do not allow the call (undocumented; from the name)."
    FDN_RESTRICT = 0x0020_0000, "LINEDISCONNECTMODE_FDNRESTRICT", Unknown();
}

family! {
    /// How a call is OFFERING.
    value OfferingMode, "LINEOFFERINGMODE_", "LINEOFFERINGMODE_ Constants";
    "The call alerts at this station, and software may answer it; mode 0 means the same."
    ACTIVE = 0x0000_0001, "LINEOFFERINGMODE_ACTIVE", Documented(V1_4);
    "The call is offered at several stations and does not alert at this one."
    INACTIVE = 0x0000_0002, "LINEOFFERINGMODE_INACTIVE", Documented(V1_4);
}

family! {
    /// Which special information tone a call hears.
    value SpecialInfo, "LINESPECIALINFO_", "LINESPECIALINFO_ Constants";
    "No circuit is free, or an emergency announcement follows."
    NO_CIRCUIT = 0x0000_0001, "LINESPECIALINFO_NOCIRCUIT", Inferred(V1_3);
    "A mistake on the customer's side, such as a vacant, changed or wrongly dialled number."
    CUST_IRREG = 0x0000_0002, "LINESPECIALINFO_CUSTIRREG", Inferred(V1_3);
    "Trouble in the equipment, or a telephone left off the hook for too long."
    REORDER = 0x0000_0004, "LINESPECIALINFO_REORDER", Inferred(V1_3);
    "Not known at present; it may become known later."
    UNKNOWN = 0x0000_0008, "LINESPECIALINFO_UNKNOWN", Inferred(V1_3);
    "Not known and never will be."
    UNAVAIL = 0x0000_0010, "LINESPECIALINFO_UNAVAIL", Inferred(V1_3);
}

family! {
    /// Which members of LINECALLINFO changed, in LINE_CALLINFO.
    flags CallInfoState, "LINECALLINFOSTATE_", "LINECALLINFOSTATE_ Constants";
    "Items without a bit of their own changed."
    OTHER = 0x0000_0001, "LINECALLINFOSTATE_OTHER", Inferred(V1_3);
    "The device-specific data changed."
    DEV_SPECIFIC = 0x0000_0002, "LINECALLINFOSTATE_DEVSPECIFIC", Inferred(V1_3);
    "The bearer mode changed."
    BEARER_MODE = 0x0000_0004, "LINECALLINFOSTATE_BEARERMODE", Inferred(V1_3);
    "The data rate changed."
    RATE = 0x0000_0008, "LINECALLINFOSTATE_RATE", Inferred(V1_3);
    "The media mode changed."
    MEDIA_MODE = 0x0000_0010, "LINECALLINFOSTATE_MEDIAMODE", Inferred(V1_3);
    "The application-specific data changed."
    APP_SPECIFIC = 0x0000_0020, "LINECALLINFOSTATE_APPSPECIFIC", Inferred(V1_3);
    "The call ID changed."
    CALL_ID = 0x0000_0040, "LINECALLINFOSTATE_CALLID", Inferred(V1_3);
    "The related call ID changed."
    RELATED_CALL_ID = 0x0000_0080, "LINECALLINFOSTATE_RELATEDCALLID", Inferred(V1_3);
    "The origin of the call changed."
    ORIGIN = 0x0000_0100, "LINECALLINFOSTATE_ORIGIN", Inferred(V1_3);
    "The reason for the call changed."
    REASON = 0x0000_0200, "LINECALLINFOSTATE_REASON", Inferred(V1_3);
    "The completion identifier changed."
    COMPLETION_ID = 0x0000_0400, "LINECALLINFOSTATE_COMPLETIONID", Inferred(V1_3);
    "The number of owners rose."
    NUM_OWNER_INCR = 0x0000_0800, "LINECALLINFOSTATE_NUMOWNERINCR", Inferred(V1_3);
    "The number of owners fell."
    NUM_OWNER_DECR = 0x0000_1000, "LINECALLINFOSTATE_NUMOWNERDECR", Inferred(V1_3);
    "The number of monitors changed."
    NUM_MONITORS = 0x0000_2000, "LINECALLINFOSTATE_NUMMONITORS", Inferred(V1_3);
    "The trunk changed."
    TRUNK = 0x0000_4000, "LINECALLINFOSTATE_TRUNK", Inferred(V1_3);
    "A member about the caller changed."
    CALLER_ID = 0x0000_8000, "LINECALLINFOSTATE_CALLERID", Inferred(V1_3);
    "A member about the called party changed."
    CALLED_ID = 0x0001_0000, "LINECALLINFOSTATE_CALLEDID", Inferred(V1_3);
    "A member about the connected party changed."
    CONNECTED_ID = 0x0002_0000, "LINECALLINFOSTATE_CONNECTEDID", Inferred(V1_3);
    "A member about the party the call was redirected to changed."
    REDIRECTION_ID = 0x0004_0000, "LINECALLINFOSTATE_REDIRECTIONID", Inferred(V1_3);
    "A member about the party that redirected the call changed."
    REDIRECTING_ID = 0x0008_0000, "LINECALLINFOSTATE_REDIRECTINGID", Inferred(V1_3);
    "The display data changed."
    DISPLAY = 0x0010_0000, "LINECALLINFOSTATE_DISPLAY", Inferred(V1_3);
    "The user-user information changed."
    USER_USER_INFO = 0x0020_0000, "LINECALLINFOSTATE_USERUSERINFO", Inferred(V1_3);
    "The high-level compatibility information changed."
    HIGH_LEVEL_COMP = 0x0040_0000, "LINECALLINFOSTATE_HIGHLEVELCOMP", Inferred(V1_3);
    "The low-level compatibility information changed."
    LOW_LEVEL_COMP = 0x0080_0000, "LINECALLINFOSTATE_LOWLEVELCOMP", Inferred(V1_3);
    "The charging information changed."
    CHARGING_INFO = 0x0100_0000, "LINECALLINFOSTATE_CHARGINGINFO", Inferred(V1_3);
    "The terminal modes changed."
    TERMINAL = 0x0200_0000, "LINECALLINFOSTATE_TERMINAL", Inferred(V1_3);
    "The dialling parameters changed."
    DIAL_PARAMS = 0x0400_0000, "LINECALLINFOSTATE_DIALPARAMS", Inferred(V1_3);
    "What is monitored (digits, tones or media) changed."
    MONITOR_MODES = 0x0800_0000, "LINECALLINFOSTATE_MONITORMODES", Inferred(V1_3);
    "The call treatment changed."
    TREATMENT = 0x1000_0000, "LINECALLINFOSTATE_TREATMENT", Inferred(V2_0);
    "The quality of service changed."
    QOS = 0x2000_0000, "LINECALLINFOSTATE_QOS", Inferred(V2_0);
    "The call data changed."
    CALL_DATA = 0x4000_0000, "LINECALLINFOSTATE_CALLDATA", Inferred(V2_0);
}

family! {
    /// Where a call comes from.
    value CallOrigin, "LINECALLORIGIN_", "LINECALLORIGIN_ Constants";
    "An outgoing call of this station."
    OUTBOUND = 0x0000_0001, "LINECALLORIGIN_OUTBOUND", Inferred(V1_3);
    "An incoming call from within the same switch."
    INTERNAL = 0x0000_0002, "LINECALLORIGIN_INTERNAL", Inferred(V1_3);
    "An incoming call from an external line."
    EXTERNAL = 0x0000_0004, "LINECALLORIGIN_EXTERNAL", Inferred(V1_3);
    "Not known at present; it may become known later."
    UNKNOWN = 0x0000_0010, "LINECALLORIGIN_UNKNOWN", Inferred(V1_3);
    "Not known and never will be."
    UNAVAIL = 0x0000_0020, "LINECALLORIGIN_UNAVAIL", Inferred(V1_3);
    "The application's connection to a conference bridge in the switch."
    CONFERENCE = 0x0000_0040, "LINECALLORIGIN_CONFERENCE", Inferred(V1_3);
    "An incoming call, internal or external; the provider cannot tell which."
    INBOUND = 0x0000_0080, "LINECALLORIGIN_INBOUND", Documented(V1_4);
}

family! {
    /// Why a call came to this address.
    value CallReason, "LINECALLREASON_", "LINECALLREASON_ Constants";
    "A direct call, incoming or outgoing."
    DIRECT = 0x0000_0001, "LINECALLREASON_DIRECT", Inferred(V1_3);
    "Forwarded here because another extension was busy."
    FWD_BUSY = 0x0000_0002, "LINECALLREASON_FWDBUSY", Inferred(V1_3);
    "Forwarded here because another extension did not answer."
    FWD_NO_ANSWER = 0x0000_0004, "LINECALLREASON_FWDNOANSWER", Inferred(V1_3);
    "Forwarded here from a number that forwards every call."
    FWD_UNCOND = 0x0000_0008, "LINECALLREASON_FWDUNCOND", Inferred(V1_3);
    "Picked up from another extension."
    PICKUP = 0x0000_0010, "LINECALLREASON_PICKUP", Inferred(V1_3);
    "Taken back from where it was parked."
    UNPARK = 0x0000_0020, "LINECALLREASON_UNPARK", Inferred(V1_3);
    "Redirected to this station."
    REDIRECT = 0x0000_0040, "LINECALLREASON_REDIRECT", Inferred(V1_3);
    "The result of a request for call completion."
    CALL_COMPLETION = 0x0000_0080, "LINECALLREASON_CALLCOMPLETION", Inferred(V1_3);
    "Transferred from another number."
    TRANSFER = 0x0000_0100, "LINECALLREASON_TRANSFER", Inferred(V1_3);
    "Reminds the user of a call long parked or on hold."
    REMINDER = 0x0000_0200, "LINECALLREASON_REMINDER", Inferred(V1_3);
    "Not known at present; it may become known later."
    UNKNOWN = 0x0000_0400, "LINECALLREASON_UNKNOWN", Inferred(V1_3);
    "Not known and never will be."
    UNAVAIL = 0x0000_0800, "LINECALLREASON_UNAVAIL", Inferred(V1_3);
    "Broke in on the line, by a call completion of another station or by an operator."
    INTRUDE = 0x0000_1000, "LINECALLREASON_INTRUDE", Inferred(V1_4);
    "Parked on this address; usually starts on hold."
    PARKED = 0x0000_2000, "LINECALLREASON_PARKED", Inferred(V1_4);
    "Camped on this address until it is free; usually starts on hold."
    CAMPED_ON = 0x0000_4000, "LINECALLREASON_CAMPEDON", Inferred(V2_0);
    "The switch wants the application to say where the call shall go."
    ROUTE_REQUEST = 0x0000_8000, "LINECALLREASON_ROUTEREQUEST", Inferred(V2_0);
}

family! {
    /// What may be done with a call now.
    flags CallFeatures, "LINECALLFEATURE_", "LINECALLFEATURE_ Constants";
    "lineAccept: accept the call."
    ACCEPT = 0x0000_0001, "LINECALLFEATURE_ACCEPT", Inferred(V1_3);
    "lineAddToConference: add the call to the conference."
    ADD_TO_CONF = 0x0000_0002, "LINECALLFEATURE_ADDTOCONF", Inferred(V1_3);
    "lineAnswer: answer the call."
    ANSWER = 0x0000_0004, "LINECALLFEATURE_ANSWER", Inferred(V1_3);
    "lineBlindTransfer: transfer the call without consulting anyone."
    BLIND_TRANSFER = 0x0000_0008, "LINECALLFEATURE_BLINDTRANSFER", Inferred(V1_3);
    "lineCompleteCall: ask for completion of a call that failed."
    COMPLETE_CALL = 0x0000_0010, "LINECALLFEATURE_COMPLETECALL", Inferred(V1_3);
    "lineCompleteTransfer: finish a transfer that was set up."
    COMPLETE_TRANSF = 0x0000_0020, "LINECALLFEATURE_COMPLETETRANSF", Inferred(V1_3);
    "lineDial: dial digits on the call."
    DIAL = 0x0000_0040, "LINECALLFEATURE_DIAL", Inferred(V1_3);
    "lineDrop: end the call."
    DROP = 0x0000_0080, "LINECALLFEATURE_DROP", Inferred(V1_3);
    "lineGatherDigits: collect digits from the call."
    GATHER_DIGITS = 0x0000_0100, "LINECALLFEATURE_GATHERDIGITS", Inferred(V1_3);
    "lineGenerateDigits: send digits on the call."
    GENERATE_DIGITS = 0x0000_0200, "LINECALLFEATURE_GENERATEDIGITS", Inferred(V1_3);
    "lineGenerateTone: send a tone on the call."
    GENERATE_TONE = 0x0000_0400, "LINECALLFEATURE_GENERATETONE", Inferred(V1_3);
    "lineHold: put the call on hold."
    HOLD = 0x0000_0800, "LINECALLFEATURE_HOLD", Inferred(V1_3);
    "lineMonitorDigits: watch the call for digits."
    MONITOR_DIGITS = 0x0000_1000, "LINECALLFEATURE_MONITORDIGITS", Inferred(V1_3);
    "lineMonitorMedia: watch the call for changes of its media mode."
    MONITOR_MEDIA = 0x0000_2000, "LINECALLFEATURE_MONITORMEDIA", Inferred(V1_3);
    "lineMonitorTones: watch the call for tones."
    MONITOR_TONES = 0x0000_4000, "LINECALLFEATURE_MONITORTONES", Inferred(V1_3);
    "linePark: park the call."
    PARK = 0x0000_8000, "LINECALLFEATURE_PARK", Inferred(V1_3);
    "linePrepareAddToConference: prepare to add a party to the conference."
    PREPARE_ADD_CONF = 0x0001_0000, "LINECALLFEATURE_PREPAREADDCONF", Inferred(V1_3);
    "lineRedirect: send an offered call elsewhere."
    REDIRECT = 0x0002_0000, "LINECALLFEATURE_REDIRECT", Inferred(V1_3);
    "lineRemoveFromConference: take the call out of the conference."
    REMOVE_FROM_CONF = 0x0004_0000, "LINECALLFEATURE_REMOVEFROMCONF", Inferred(V1_3);
    "lineSecureCall: protect the call from interruption."
    SECURE_CALL = 0x0008_0000, "LINECALLFEATURE_SECURECALL", Inferred(V1_3);
    "lineSendUserUserInfo: send user-user information."
    SEND_USER_USER = 0x0010_0000, "LINECALLFEATURE_SENDUSERUSER", Inferred(V1_3);
    "lineSetCallParams: change the parameters of the call."
    SET_CALL_PARAMS = 0x0020_0000, "LINECALLFEATURE_SETCALLPARAMS", Inferred(V1_3);
    "lineSetMediaControl: tie media control to events of the call."
    SET_MEDIA_CONTROL = 0x0040_0000, "LINECALLFEATURE_SETMEDIACONTROL", Inferred(V1_3);
    "lineSetTerminal: choose the terminal of the call."
    SET_TERMINAL = 0x0080_0000, "LINECALLFEATURE_SETTERMINAL", Inferred(V1_3);
    "lineSetupConference: start a conference with the call."
    SETUP_CONF = 0x0100_0000, "LINECALLFEATURE_SETUPCONF", Inferred(V1_3);
    "lineSetupTransfer: start a transfer of the call."
    SETUP_TRANSFER = 0x0200_0000, "LINECALLFEATURE_SETUPTRANSFER", Inferred(V1_3);
    "lineSwapHold: swap the call with one on hold."
    SWAP_HOLD = 0x0400_0000, "LINECALLFEATURE_SWAPHOLD", Inferred(V1_3);
    "lineUnhold: take the call off hold."
    UNHOLD = 0x0800_0000, "LINECALLFEATURE_UNHOLD", Inferred(V1_3);
    "lineReleaseUserUserInfo: discard the user-user information, so that more can come."
    RELEASE_USER_USER_INFO = 0x1000_0000, "LINECALLFEATURE_RELEASEUSERUSERINFO", Documented(V1_4);
    "lineSetCallTreatment: choose what a waiting or held party hears."
    SET_TREATMENT = 0x2000_0000, "LINECALLFEATURE_SETTREATMENT", Documented(V2_0);
    "lineSetCallQualityOfService: change the quality of service."
    SET_QOS = 0x4000_0000, "LINECALLFEATURE_SETQOS", Documented(V2_0);
    "lineSetCallData: change the data attached to the call."
    SET_CALL_DATA = 0x8000_0000, "LINECALLFEATURE_SETCALLDATA", Documented(V2_0);
}

family! {
    /// Options of a new call.
    flags CallParamFlags, "LINECALLPARAMFLAGS_", "LINECALLPARAMFLAGS_ Constants";
    "Set the call up as secure."
    SECURE = 0x0000_0001, "LINECALLPARAMFLAGS_SECURE", Inferred(V1_3);
    "Use an idle call appearance; do not join a call in progress."
    IDLE = 0x0000_0002, "LINECALLPARAMFLAGS_IDLE", Inferred(V1_3);
    "Hide the caller's identity."
    BLOCK_ID = 0x0000_0004, "LINECALLPARAMFLAGS_BLOCKID", Inferred(V1_3);
    "Take the caller's phone off the hook automatically."
    ORIG_OFF_HOOK = 0x0000_0008, "LINECALLPARAMFLAGS_ORIGOFFHOOK", Inferred(V1_3);
    "Take the called party's phone off the hook automatically."
    DEST_OFF_HOOK = 0x0000_0010, "LINECALLPARAMFLAGS_DESTOFFHOOK", Inferred(V1_3);
    "Add the third party to a conference without putting the first on hold."
    NO_HOLD_CONFERENCE = 0x0000_0020, "LINECALLPARAMFLAGS_NOHOLDCONFERENCE", Inferred(V1_3);
    "Use the call progress and media detection of a predictive dialler."
    PREDICTIVE_DIAL = 0x0000_0040, "LINECALLPARAMFLAGS_PREDICTIVEDIAL", Inferred(V1_3);
    "Let lineSetupTransfer also dial the consultation call."
    ONE_STEP_TRANSFER = 0x0000_0080, "LINECALLPARAMFLAGS_ONESTEPTRANSFER", Inferred(V1_3);
}

family! {
    /// How a consultation transfer is completed.
    value TransferMode, "LINETRANSFERMODE_", "LINETRANSFERMODE_ Constants";
    "The held party is connected to the consulted one; both calls go idle for the application."
    TRANSFER = 0x0000_0001, "LINETRANSFERMODE_TRANSFER", Inferred(V1_3);
    "All three parties are joined in a new conference."
    CONFERENCE = 0x0000_0002, "LINETRANSFERMODE_CONFERENCE", Inferred(V1_3);
}

family! {
    /// What the caller hears while waiting.
    value CallTreatment, "LINECALLTREATMENT_", "LINECALLTREATMENT_ Constants";
    "A waiting or held party hears nothing."
    SILENCE = 0x0000_0001, "LINECALLTREATMENT_SILENCE", Inferred(V1_3);
    "A waiting or held party hears ringing."
    RINGBACK = 0x0000_0002, "LINECALLTREATMENT_RINGBACK", Inferred(V1_3);
    "A waiting or held party hears a busy tone."
    BUSY = 0x0000_0003, "LINECALLTREATMENT_BUSY", Inferred(V1_3);
    "A waiting or held party hears music."
    MUSIC = 0x0000_0004, "LINECALLTREATMENT_MUSIC", Inferred(V1_3);
}
