//! Line devices, addresses and how they are opened.

family! {
    /// The options of lineOpen, in dwPrivileges beside the privileges.
    flags OpenOptions, "LINEOPENOPTION_", "LINEOPENOPTION_ Constants";
    "Handle other applications' requests of the types listed in the DevSpecific area of LINECALLPARAMS."
    PROXY = 0x4000_0000, "LINEOPENOPTION_PROXY", Documented(V2_0);
    "Receive new calls only of the address in LINECALLPARAMS.dwAddressID."
    SINGLE_ADDRESS = 0x8000_0000, "LINEOPENOPTION_SINGLEADDRESS", Documented(V2_0);
}

family! {
    /// What an application may do with a call.
    flags CallPrivilege, "LINECALLPRIVILEGE_", "LINECALLPRIVILEGE_ Constants";
    "No right to the call; at lineOpen: only outgoing calls are wanted."
    NONE = 0x0000_0001, "LINECALLPRIVILEGE_NONE", Inferred(V1_3);
    "May watch the call and read its information and status."
    MONITOR = 0x0000_0002, "LINECALLPRIVILEGE_MONITOR", Inferred(V1_3);
    "May control the call and change its state."
    OWNER = 0x0000_0004, "LINECALLPRIVILEGE_OWNER", Inferred(V1_3);
}

family! {
    /// The media modes of a call.
    flags MediaMode, "LINEMEDIAMODE_", "LINEMEDIAMODE_ Constants";
    "There is a media stream, but its mode is not known yet; other bits then name likely modes."
    UNKNOWN = 0x0000_0002, "LINEMEDIAMODE_UNKNOWN", Inferred(V1_3);
    "Voice, with people at both ends."
    INTERACTIVE_VOICE = 0x0000_0004, "LINEMEDIAMODE_INTERACTIVEVOICE", Inferred(V1_3);
    "Voice, handled at this end by a machine such as an answering machine."
    AUTOMATED_VOICE = 0x0000_0008, "LINEMEDIAMODE_AUTOMATEDVOICE", Inferred(V1_3);
    "A data modem session."
    DATA_MODEM = 0x0000_0010, "LINEMEDIAMODE_DATAMODEM", Inferred(V1_3);
    "A group 3 fax."
    G3_FAX = 0x0000_0020, "LINEMEDIAMODE_G3FAX", Inferred(V1_3);
    "A session of telephony devices for the deaf (TDD)."
    TDD = 0x0000_0040, "LINEMEDIAMODE_TDD", Inferred(V1_3);
    "A group 4 fax."
    G4_FAX = 0x0000_0080, "LINEMEDIAMODE_G4FAX", Inferred(V1_3);
    "Digital data of a format that is not told."
    DIGITAL_DATA = 0x0000_0100, "LINEMEDIAMODE_DIGITALDATA", Inferred(V1_3);
    "A teletex session."
    TELETEX = 0x0000_0200, "LINEMEDIAMODE_TELETEX", Inferred(V1_3);
    "A videotex session."
    VIDEOTEX = 0x0000_0400, "LINEMEDIAMODE_VIDEOTEX", Inferred(V1_3);
    "A telex session."
    TELEX = 0x0000_0800, "LINEMEDIAMODE_TELEX", Inferred(V1_3);
    "A mixed session, one of the ISDN telematic services."
    MIXED = 0x0000_1000, "LINEMEDIAMODE_MIXED", Inferred(V1_3);
    "An ADSI session: voice with text and soft buttons on the phone."
    ADSI = 0x0000_2000, "LINEMEDIAMODE_ADSI", Inferred(V1_3);
    "A VoiceView session."
    VOICE_VIEW = 0x0000_4000, "LINEMEDIAMODE_VOICEVIEW", Documented(V1_4);
    "Video."
    VIDEO = 0x0000_8000, "LINEMEDIAMODE_VIDEO", Documented(V2_1);
}

family! {
    /// What changed about a line device, in LINE_LINEDEVSTATE.
    flags DeviceState, "LINEDEVSTATE_", "LINEDEVSTATE_ Constants";
    "Items without a bit of their own changed."
    OTHER = 0x0000_0001, "LINEDEVSTATE_OTHER", Inferred(V1_3);
    "The switch asks the line to alert the user; sent on every ring."
    RINGING = 0x0000_0002, "LINEDEVSTATE_RINGING", Inferred(V1_3);
    "The line was disconnected and is now connected to TAPI."
    CONNECTED = 0x0000_0004, "LINEDEVSTATE_CONNECTED", Inferred(V1_3);
    "The line was connected and is now disconnected from TAPI."
    DISCONNECTED = 0x0000_0008, "LINEDEVSTATE_DISCONNECTED", Inferred(V1_3);
    "The message-waiting indicator went on."
    MSG_WAIT_ON = 0x0000_0010, "LINEDEVSTATE_MSGWAITON", Inferred(V1_3);
    "The message-waiting indicator went off."
    MSG_WAIT_OFF = 0x0000_0020, "LINEDEVSTATE_MSGWAITOFF", Inferred(V1_3);
    "The line is in service and can be used."
    IN_SERVICE = 0x0000_0040, "LINEDEVSTATE_INSERVICE", Inferred(V1_3);
    "The line is out of service or unplugged and cannot be used."
    OUT_OF_SERVICE = 0x0000_0080, "LINEDEVSTATE_OUTOFSERVICE", Inferred(V1_3);
    "The switch is maintaining the line, which cannot be used meanwhile."
    MAINTENANCE = 0x0000_0100, "LINEDEVSTATE_MAINTENANCE", Inferred(V1_3);
    "Another application opened the line."
    OPEN = 0x0000_0200, "LINEDEVSTATE_OPEN", Inferred(V1_3);
    "Another application closed the line."
    CLOSE = 0x0000_0400, "LINEDEVSTATE_CLOSE", Inferred(V1_3);
    "The number of calls on the line changed."
    NUM_CALLS = 0x0000_0800, "LINEDEVSTATE_NUMCALLS", Inferred(V1_3);
    "The number of outstanding call completions changed."
    NUM_COMPLETIONS = 0x0000_1000, "LINEDEVSTATE_NUMCOMPLETIONS", Inferred(V1_3);
    "The terminal settings changed."
    TERMINALS = 0x0000_2000, "LINEDEVSTATE_TERMINALS", Inferred(V1_3);
    "The roam mode changed."
    ROAM_MODE = 0x0000_4000, "LINEDEVSTATE_ROAMMODE", Inferred(V1_3);
    "The battery level changed notably (mobile phones)."
    BATTERY = 0x0000_8000, "LINEDEVSTATE_BATTERY", Inferred(V1_3);
    "The signal level changed notably (mobile phones)."
    SIGNAL = 0x0001_0000, "LINEDEVSTATE_SIGNAL", Inferred(V1_3);
    "The device-specific data changed."
    DEV_SPECIFIC = 0x0002_0000, "LINEDEVSTATE_DEVSPECIFIC", Inferred(V1_3);
    "The set of line devices changed; initialise TAPI again to see it."
    REINIT = 0x0004_0000, "LINEDEVSTATE_REINIT", Inferred(V1_3);
    "The lock of the device changed."
    LOCK = 0x0008_0000, "LINEDEVSTATE_LOCK", Inferred(V1_3);
    "The capabilities in LINEDEVCAPS changed."
    CAPS_CHANGE = 0x0010_0000, "LINEDEVSTATE_CAPSCHANGE", Documented(V1_4);
    "The configuration of a media device of the line changed."
    CONFIG_CHANGE = 0x0020_0000, "LINEDEVSTATE_CONFIGCHANGE", Documented(V1_4);
    "The address translation data in LINETRANSLATECAPS changed."
    TRANSLATE_CHANGE = 0x0040_0000, "LINEDEVSTATE_TRANSLATECHANGE", Documented(V1_4);
    "The call completion named in dwParam2 was cancelled from outside."
    COMPL_CANCEL = 0x0080_0000, "LINEDEVSTATE_COMPLCANCEL", Documented(V1_4);
    "The device is being removed; LINE_CLOSE normally follows."
    REMOVED = 0x0100_0000, "LINEDEVSTATE_REMOVED", Documented(V1_4);
}

family! {
    /// What changed about an address, in LINE_ADDRESSSTATE.
    flags AddressState, "LINEADDRESSSTATE_", "LINEADDRESSSTATE_ Constants";
    "Items without a bit of their own changed."
    OTHER = 0x0000_0001, "LINEADDRESSSTATE_OTHER", Inferred(V1_3);
    "The device-specific data changed."
    DEV_SPECIFIC = 0x0000_0002, "LINEADDRESSSTATE_DEVSPECIFIC", Inferred(V1_3);
    "No station uses the address any longer."
    IN_USE_ZERO = 0x0000_0004, "LINEADDRESSSTATE_INUSEZERO", Inferred(V1_3);
    "Exactly one station now uses the address."
    IN_USE_ONE = 0x0000_0008, "LINEADDRESSSTATE_INUSEONE", Inferred(V1_3);
    "More than one station now uses the address."
    IN_USE_MANY = 0x0000_0010, "LINEADDRESSSTATE_INUSEMANY", Inferred(V1_3);
    "The number of active, held or pending calls on the address changed."
    NUM_CALLS = 0x0000_0020, "LINEADDRESSSTATE_NUMCALLS", Inferred(V1_3);
    "The forwarding of the address changed."
    FORWARD = 0x0000_0040, "LINEADDRESSSTATE_FORWARD", Inferred(V1_3);
    "The terminal settings of the address changed."
    TERMINALS = 0x0000_0080, "LINEADDRESSSTATE_TERMINALS", Inferred(V1_3);
    "The capabilities in LINEADDRESSCAPS changed."
    CAPS_CHANGE = 0x0000_0100, "LINEADDRESSSTATE_CAPSCHANGE", Documented(V1_4);
}

family! {
    /// The capabilities of an address.
    flags AddressCapFlags, "LINEADDRCAPFLAGS_", "LINEADDRCAPFLAGS_ Constants";
    "Forwarding on no answer can be given a number of rings."
    FWD_NUM_RINGS = 0x0000_0001, "LINEADDRCAPFLAGS_FWDNUMRINGS", Inferred(V1_3);
    "Picking up a call needs a group identifier."
    PICKUP_GROUP_ID = 0x0000_0002, "LINEADDRCAPFLAGS_PICKUPGROUPID", Inferred(V1_3);
    "Calls can be made secure when they are set up."
    SECURE = 0x0000_0004, "LINEADDRCAPFLAGS_SECURE", Inferred(V1_3);
    "The network hides the caller's identity unless told otherwise."
    BLOCK_ID_DEFAULT = 0x0000_0008, "LINEADDRCAPFLAGS_BLOCKIDDEFAULT", Inferred(V1_3);
    "Whether the caller's identity is hidden can be chosen for each call."
    BLOCK_ID_OVERRIDE = 0x0000_0010, "LINEADDRCAPFLAGS_BLOCKIDOVERRIDE", Inferred(V1_3);
    "A destination must be dialled; without the bit it is fixed, as with a hot line."
    DIALED = 0x0000_0020, "LINEADDRCAPFLAGS_DIALED", Inferred(V1_3);
    "The caller's phone can be taken off the hook automatically."
    ORIG_OFF_HOOK = 0x0000_0040, "LINEADDRCAPFLAGS_ORIGOFFHOOK", Inferred(V1_3);
    "The called party's phone can be forced off the hook."
    DEST_OFF_HOOK = 0x0000_0080, "LINEADDRCAPFLAGS_DESTOFFHOOK", Inferred(V1_3);
    "Forwarding involves a consultation call."
    FWD_CONSULT = 0x0000_0100, "LINEADDRCAPFLAGS_FWDCONSULT", Inferred(V1_3);
    "A conference is set up without a first call."
    SETUP_CONF_NULL = 0x0000_0200, "LINEADDRCAPFLAGS_SETUPCONFNULL", Inferred(V1_3);
    "Dropping a consultation call reconnects the call on consultation hold."
    AUTO_RECONNECT = 0x0000_0400, "LINEADDRCAPFLAGS_AUTORECONNECT", Inferred(V1_3);
    "The completion identifiers from lineCompleteCall are useful and unique."
    COMPLETION_ID = 0x0000_0800, "LINEADDRCAPFLAGS_COMPLETIONID", Inferred(V1_3);
    "A call on hard hold can be transferred, not only one on consultation hold."
    TRANSFER_HELD = 0x0000_1000, "LINEADDRCAPFLAGS_TRANSFERHELD", Inferred(V1_3);
    "A separate new call can serve as the consultation call of a transfer."
    TRANSFER_MAKE = 0x0000_2000, "LINEADDRCAPFLAGS_TRANSFERMAKE", Inferred(V1_3);
    "A call on hard hold can be added to a conference."
    CONFERENCE_HELD = 0x0000_4000, "LINEADDRCAPFLAGS_CONFERENCEHELD", Inferred(V1_3);
    "A separate new call can serve as the consultation call of a conference."
    CONFERENCE_MAKE = 0x0000_8000, "LINEADDRCAPFLAGS_CONFERENCEMAKE", Inferred(V1_3);
    "A number can be dialled in parts."
    PARTIAL_DIAL = 0x0001_0000, "LINEADDRCAPFLAGS_PARTIALDIAL", Inferred(V1_3);
    "The forwarding in LINEADDRESSSTATUS is certain, not a best guess."
    FWD_STATUS_VALID = 0x0002_0000, "LINEADDRCAPFLAGS_FWDSTATUSVALID", Inferred(V1_3);
    "Internal and external calls can be forwarded to different addresses."
    FWD_INT_EXT_ADDR = 0x0004_0000, "LINEADDRCAPFLAGS_FWDINTEXTADDR", Inferred(V1_3);
    "Forwarding on busy and on no answer can lead to different addresses."
    FWD_BUSY_NA_ADDR = 0x0008_0000, "LINEADDRCAPFLAGS_FWDBUSYNAADDR", Inferred(V1_3);
    "An offered call must be accepted before both ends are alerted; mostly ISDN."
    ACCEPT_TO_ALERT = 0x0010_0000, "LINEADDRCAPFLAGS_ACCEPTTOALERT", Inferred(V1_3);
    "Dropping the parent of a conference disconnects the other parties."
    CONF_DROP = 0x0020_0000, "LINEADDRCAPFLAGS_CONFDROP", Inferred(V1_3);
    "linePickup can take a waiting call that the user noticed."
    PICKUP_CALL_WAIT = 0x0040_0000, "LINEADDRCAPFLAGS_PICKUPCALLWAIT", Inferred(V1_3);
    "The address can watch outgoing calls as a predictive dialler, and may transfer them."
    PREDICTIVE_DIALER = 0x0080_0000, "LINEADDRCAPFLAGS_PREDICTIVEDIALER", Inferred(V1_3);
    "The address is a queue in which calls wait, not a station."
    QUEUE = 0x0100_0000, "LINEADDRCAPFLAGS_QUEUE", Inferred(V1_3);
    "The address is a place where calls wait for the application to route them."
    ROUTE_POINT = 0x0200_0000, "LINEADDRCAPFLAGS_ROUTEPOINT", Inferred(V1_3);
    "Putting a call on hold creates a new one, usually with dial tone."
    HOLD_MAKES_NEW = 0x0400_0000, "LINEADDRCAPFLAGS_HOLDMAKESNEW", Inferred(V1_3);
    "The address is a direct trunk and cannot make calls within the PBX."
    NO_INTERNAL_CALLS = 0x0800_0000, "LINEADDRCAPFLAGS_NOINTERNALCALLS", Inferred(V1_3);
    "The address cannot make calls to outside the switch."
    NO_EXTERNAL_CALLS = 0x1000_0000, "LINEADDRCAPFLAGS_NOEXTERNALCALLS", Inferred(V1_3);
    "The application may set CallingPartyID in LINECALLPARAMS."
    SET_CALLING_ID = 0x2000_0000, "LINEADDRCAPFLAGS_SETCALLINGID", Inferred(V1_3);
    "The address supports ACD groups."
    ACD_GROUP = 0x4000_0000, "LINEADDRCAPFLAGS_ACDGROUP", Inferred(V2_2);
    "The address does not support address translation for the public network."
    NO_PSTN_ADDRESS_TRANSLATION = 0x8000_0000, "LINEADDRCAPFLAGS_NOPSTNADDRESSTRANSLATION", Documented(V3_0);
}

family! {
    /// How an address is named in LINECALLPARAMS.
    value AddressMode, "LINEADDRESSMODE_", "LINEADDRESSMODE_ Constants";
    "By its address identifier, a small number below dwNumAddresses."
    ADDRESS_ID = 0x0000_0001, "LINEADDRESSMODE_ADDRESSID", Inferred(V1_3);
    "By its phone number."
    DIALABLE_ADDR = 0x0000_0002, "LINEADDRESSMODE_DIALABLEADDR", Inferred(V1_3);
}

family! {
    /// How an application wants its messages, in lineInitializeEx.
    flags InitializeExOptions, "LINEINITIALIZEEXOPTION_", "LINEINITIALIZEEXOPTION_ Constants";
    "Messages go to a callback through a hidden window."
    USE_HIDDEN_WINDOW = 0x0000_0001, "LINEINITIALIZEEXOPTION_USEHIDDENWINDOW", Documented(V2_0);
    "An event object is signalled, and the application fetches messages."
    USE_EVENT = 0x0000_0002, "LINEINITIALIZEEXOPTION_USEEVENT", Documented(V2_0);
    "Messages are posted to an I/O completion port."
    USE_COMPLETION_PORT = 0x0000_0003, "LINEINITIALIZEEXOPTION_USECOMPLETIONPORT", Documented(V2_0);
    "The application wants call hub tracking events."
    CALL_HUB_TRACKING = 0x8000_0000, "LINEINITIALIZEEXOPTION_CALLHUBTRACKING", Documented(V3_0);
}
