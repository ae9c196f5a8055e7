//! The message ids: `LINE_` and `PHONE_` share one number space, so the two families never overlap.

family! {
    /// The id of a line message.
    value MessageId, "LINE_", "Line Device Messages and Call Center Messages";
    "Sent when a status item of an address on an open line changes."
    ADDRESS_STATE = 0, "LINE_ADDRESSSTATE", Inferred(V1_3);
    "Sent when members of a call's LINECALLINFO change."
    CALL_INFO = 1, "LINE_CALLINFO", Inferred(V1_3);
    "Sent when a call changes state, is first made known, or changes hands."
    CALL_STATE = 2, "LINE_CALLSTATE", Inferred(V1_3);
    "Sent when a line was closed by force; its handle and those of its calls are void."
    CLOSE = 3, "LINE_CLOSE", Inferred(V1_3);
    "Sent on a device-specific event of a line, address or call; pairs with lineDevSpecific."
    DEV_SPECIFIC = 4, "LINE_DEVSPECIFIC", Inferred(V1_3);
    "Sent on a device-specific event; pairs with lineDevSpecificFeature."
    DEV_SPECIFIC_FEATURE = 5, "LINE_DEVSPECIFICFEATURE", Inferred(V1_3);
    "Sent when a request to gather digits ended or was cancelled."
    GATHER_DIGITS = 6, "LINE_GATHERDIGITS", Inferred(V1_3);
    "Sent when generating digits or a tone ended or was cancelled."
    GENERATE = 7, "LINE_GENERATE", Inferred(V1_3);
    "Sent when a status item of a line device changes."
    LINE_DEV_STATE = 8, "LINE_LINEDEVSTATE", Inferred(V1_3);
    "Sent when a monitored digit is detected on a call."
    MONITOR_DIGITS = 9, "LINE_MONITORDIGITS", Inferred(V1_3);
    "Sent when a monitored change of a call's media mode is detected."
    MONITOR_MEDIA = 10, "LINE_MONITORMEDIA", Inferred(V1_3);
    "Sent when a monitored tone is detected on a call."
    MONITOR_TONE = 11, "LINE_MONITORTONE", Inferred(V1_3);
    "Sent when an asynchronous function completes; carries its request id and result."
    REPLY = 12, "LINE_REPLY", Inferred(V1_3);
    "Sent when an Assisted Telephony request of another application arrives."
    REQUEST = 13, "LINE_REQUEST", Inferred(V1_3);
    "Sent when a line device is added while TAPI runs."
    CREATE = 19, "LINE_CREATE", Documented(V1_4);
    "Sent when an agent handler reports something in a format of its own."
    AGENT_SPECIFIC = 21, "LINE_AGENTSPECIFIC", Documented(V2_0);
    "Sent when the status of the agent on an address changes."
    AGENT_STATUS = 22, "LINE_AGENTSTATUS", Documented(V2_0);
    "Sent when the application receives a call handle that it did not ask for."
    APP_NEW_CALL = 23, "LINE_APPNEWCALL", Documented(V2_0);
    "Sent to the registered handler when a client calls a function that the handler serves."
    PROXY_REQUEST = 24, "LINE_PROXYREQUEST", Documented(V2_0);
    "Sent when a line device is removed for good."
    REMOVE = 25, "LINE_REMOVE", Documented(V2_0);
    "Sent when a session is created, or when its state or statistics change."
    AGENT_SESSION_STATUS = 27, "LINE_AGENTSESSIONSTATUS", Documented(V2_2);
    "Sent when a queue is added or removed, or when its statistics change."
    QUEUE_STATUS = 28, "LINE_QUEUESTATUS", Documented(V2_2);
    "Sent when an agent is created, or when its state or statistics change."
    AGENT_STATUS_EX = 29, "LINE_AGENTSTATUSEX", Documented(V2_2);
    "Sent when an ACD group is added or removed."
    GROUP_STATUS = 30, "LINE_GROUPSTATUS", Documented(V2_2);
    "Sent when a request type of an open line gains or loses its handler."
    PROXY_STATUS = 31, "LINE_PROXYSTATUS", Documented(V2_2);
    "Sent when a call hub was created."
    APP_NEW_CALL_HUB = 32, "LINE_APPNEWCALLHUB", Inferred(V3_0);
    "Sent when a call hub was closed."
    CALL_HUB_CLOSE = 33, "LINE_CALLHUBCLOSE", Inferred(V3_0);
    "Sent on a device-specific event of a line, address or call."
    DEV_SPECIFIC_EX = 34, "LINE_DEVSPECIFICEX", Inferred(V3_0);
}

family! {
    /// The id of a phone message; listed so that a number from the shared space is never taken for a line message.
    value PhoneMessageId, "PHONE_", "Phone Device Messages";
    "Sent when a button of the phone is pressed or released."
    BUTTON = 14, "PHONE_BUTTON", Inferred(V1_3);
    "Sent when an open phone was closed by force."
    CLOSE = 15, "PHONE_CLOSE", Inferred(V1_3);
    "Sent on a device-specific event of a phone."
    DEV_SPECIFIC = 16, "PHONE_DEVSPECIFIC", Inferred(V1_3);
    "Sent when an asynchronous phone function completes."
    REPLY = 17, "PHONE_REPLY", Inferred(V1_3);
    "Sent when a status item of a phone changes."
    STATE = 18, "PHONE_STATE", Inferred(V1_3);
    "Sent when a phone device is added while TAPI runs."
    CREATE = 20, "PHONE_CREATE", Documented(V1_4);
    "Sent when a phone device is removed for good."
    REMOVE = 26, "PHONE_REMOVE", Documented(V2_0);
}
