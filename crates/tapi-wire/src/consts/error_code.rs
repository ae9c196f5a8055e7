//! The error codes.

family! {
    /// Why a TAPI line function failed.
    value LineErr, "LINEERR_", "LINEERR_ Constants";
    "The line cannot be opened for a lasting reason, such as a port another process holds."
    ALLOCATED = 0x8000_0001, "LINEERR_ALLOCATED", Inferred(V1_3);
    "The device identifier is wrong or out of range."
    BAD_DEVICE_ID = 0x8000_0002, "LINEERR_BADDEVICEID", Inferred(V1_3);
    "The bearer mode asked for is not available or cannot be changed to."
    BEARER_MODE_UNAVAIL = 0x8000_0003, "LINEERR_BEARERMODEUNAVAIL", Inferred(V1_3);
    "Every call appearance of the address is taken."
    CALL_UNAVAIL = 0x8000_0005, "LINEERR_CALLUNAVAIL", Inferred(V1_3);
    "Too many call completions are outstanding."
    COMPLETION_OVERRUN = 0x8000_0006, "LINEERR_COMPLETIONOVERRUN", Inferred(V1_3);
    "The conference cannot have as many parties as asked for."
    CONFERENCE_FULL = 0x8000_0007, "LINEERR_CONFERENCEFULL", Inferred(V1_3);
    "The address holds the dial modifier $ (billing tone), which the provider does not support."
    DIAL_BILLING = 0x8000_0008, "LINEERR_DIALBILLING", Inferred(V1_3);
    "The address holds the dial modifier W (dial tone), which the provider does not support."
    DIAL_DIALTONE = 0x8000_0009, "LINEERR_DIALDIALTONE", Inferred(V1_3);
    "The address holds the dial modifier ? (user prompt), which the provider does not support."
    DIAL_PROMPT = 0x8000_000A, "LINEERR_DIALPROMPT", Inferred(V1_3);
    "The address holds the dial modifier @ (quiet answer), which the provider does not support."
    DIAL_QUIET = 0x8000_000B, "LINEERR_DIALQUIET", Inferred(V1_3);
    "TAPI or the provider supports no version of the range asked for."
    INCOMPATIBLE_API_VERSION = 0x8000_000C, "LINEERR_INCOMPATIBLEAPIVERSION", Inferred(V1_3);
    "The provider supports no extension version of the range asked for."
    INCOMPATIBLE_EXT_VERSION = 0x8000_000D, "LINEERR_INCOMPATIBLEEXTVERSION", Inferred(V1_3);
    "The telephony settings (Telephon.ini) are unreadable or contradict themselves."
    INI_FILE_CORRUPT = 0x8000_000E, "LINEERR_INIFILECORRUPT", Inferred(V1_3);
    "The line device is busy with something that rules the operation out."
    IN_USE = 0x8000_000F, "LINEERR_INUSE", Inferred(V1_3);
    "The address is malformed, or is not allowed here."
    INVAL_ADDRESS = 0x8000_0010, "LINEERR_INVALADDRESS", Inferred(V1_3);
    "The address identifier is wrong or out of range."
    INVAL_ADDRESS_ID = 0x8000_0011, "LINEERR_INVALADDRESSID", Inferred(V1_3);
    "The address mode is not a LINEADDRESSMODE_ value that applies here."
    INVAL_ADDRESS_MODE = 0x8000_0012, "LINEERR_INVALADDRESSMODE", Inferred(V1_3);
    "Undefined LINEADDRESSSTATE_ bits; for agent functions: the address's state does not permit it."
    INVAL_ADDRESS_STATE = 0x8000_0013, "LINEERR_INVALADDRESSSTATE", Inferred(V1_3);
    "The application handle is not valid."
    INVAL_APP_HANDLE = 0x8000_0014, "LINEERR_INVALAPPHANDLE", Inferred(V1_3);
    "The application name is not valid."
    INVAL_APP_NAME = 0x8000_0015, "LINEERR_INVALAPPNAME", Inferred(V1_3);
    "The bearer mode is not valid."
    INVAL_BEARER_MODE = 0x8000_0016, "LINEERR_INVALBEARERMODE", Inferred(V1_3);
    "The call completion mode is not valid."
    INVAL_CALL_COMPL_MODE = 0x8000_0017, "LINEERR_INVALCALLCOMPLMODE", Inferred(V1_3);
    "The call handle is not valid, or belongs to another line."
    INVAL_CALL_HANDLE = 0x8000_0018, "LINEERR_INVALCALLHANDLE", Inferred(V1_3);
    "The call parameters are not valid."
    INVAL_CALL_PARAMS = 0x8000_0019, "LINEERR_INVALCALLPARAMS", Inferred(V1_3);
    "The call privilege is not valid."
    INVAL_CALL_PRIVILEGE = 0x8000_001A, "LINEERR_INVALCALLPRIVILEGE", Inferred(V1_3);
    "The select parameter (calls of a line, of an address, or one call) is not valid."
    INVAL_CALL_SELECT = 0x8000_001B, "LINEERR_INVALCALLSELECT", Inferred(V1_3);
    "The call is in a state that does not allow the operation."
    INVAL_CALL_STATE = 0x8000_001C, "LINEERR_INVALCALLSTATE", Inferred(V1_3);
    "The list of call states is not valid."
    INVAL_CALL_STATE_LIST = 0x8000_001D, "LINEERR_INVALCALLSTATELIST", Inferred(V1_3);
    "No calling card with this permanent identifier is configured."
    INVAL_CARD = 0x8000_001E, "LINEERR_INVALCARD", Inferred(V1_3);
    "The completion identifier is not valid."
    INVAL_COMPLETION_ID = 0x8000_001F, "LINEERR_INVALCOMPLETIONID", Inferred(V1_3);
    "The handle is not that of a conference call."
    INVAL_CONF_CALL_HANDLE = 0x8000_0020, "LINEERR_INVALCONFCALLHANDLE", Inferred(V1_3);
    "The handle of the consultation call is not valid."
    INVAL_CONSULT_CALL_HANDLE = 0x8000_0021, "LINEERR_INVALCONSULTCALLHANDLE", Inferred(V1_3);
    "The country or region code is not valid."
    INVAL_COUNTRY_CODE = 0x8000_0022, "LINEERR_INVALCOUNTRYCODE", Inferred(V1_3);
    "The line has no device of this class."
    INVAL_DEVICE_CLASS = 0x8000_0023, "LINEERR_INVALDEVICECLASS", Inferred(V1_3);
    "The line device handle is not valid."
    INVAL_DEVICE_HANDLE = 0x8000_0024, "LINEERR_INVALDEVICEHANDLE", Inferred(V1_3);
    "The dialling parameters are not valid."
    INVAL_DIAL_PARAMS = 0x8000_0025, "LINEERR_INVALDIALPARAMS", Inferred(V1_3);
    "The digit list is not valid."
    INVAL_DIGIT_LIST = 0x8000_0026, "LINEERR_INVALDIGITLIST", Inferred(V1_3);
    "The digit mode is not valid."
    INVAL_DIGIT_MODE = 0x8000_0027, "LINEERR_INVALDIGITMODE", Inferred(V1_3);
    "The terminating digits are not valid."
    INVAL_DIGITS = 0x8000_0028, "LINEERR_INVALDIGITS", Inferred(V1_3);
    "The extension version is not valid."
    INVAL_EXT_VERSION = 0x8000_0029, "LINEERR_INVALEXTVERSION", Inferred(V1_3);
    "The group identifier is not valid."
    INVAL_GROUP_ID = 0x8000_002A, "LINEERR_INVALGROUPID", Inferred(V1_3);
    "The line handle is not valid."
    INVAL_LINE_HANDLE = 0x8000_002B, "LINEERR_INVALLINEHANDLE", Inferred(V1_3);
    "The line's state forbids the operation, or the mask holds undefined LINEDEVSTATE_ bits."
    INVAL_LINE_STATE = 0x8000_002C, "LINEERR_INVALLINESTATE", Inferred(V1_3);
    "No location with this permanent identifier is configured."
    INVAL_LOCATION = 0x8000_002D, "LINEERR_INVALLOCATION", Inferred(V1_3);
    "The media list is not valid."
    INVAL_MEDIA_LIST = 0x8000_002E, "LINEERR_INVALMEDIALIST", Inferred(V1_3);
    "The media mode is not valid, or the provider does not support it."
    INVAL_MEDIA_MODE = 0x8000_002F, "LINEERR_INVALMEDIAMODE", Inferred(V1_3);
    "The number of the completion message exceeds what the address offers."
    INVAL_MESSAGE_ID = 0x8000_0030, "LINEERR_INVALMESSAGEID", Inferred(V1_3);
    "A parameter, or the structure it points to, holds something invalid."
    INVAL_PARAM = 0x8000_0032, "LINEERR_INVALPARAM", Inferred(V1_3);
    "The park identifier is not valid."
    INVAL_PARK_ID = 0x8000_0033, "LINEERR_INVALPARKID", Inferred(V1_3);
    "The park mode is not valid."
    INVAL_PARK_MODE = 0x8000_0034, "LINEERR_INVALPARKMODE", Inferred(V1_3);
    "A pointer parameter is invalid, or is null where a result must be written."
    INVAL_POINTER = 0x8000_0035, "LINEERR_INVALPOINTER", Inferred(V1_3);
    "The flags in dwPrivileges, or their combination, are not valid."
    INVAL_PRIV_SELECT = 0x8000_0036, "LINEERR_INVALPRIVSELECT", Inferred(V1_3);
    "The data rate is not valid."
    INVAL_RATE = 0x8000_0037, "LINEERR_INVALRATE", Inferred(V1_3);
    "The request mode of Assisted Telephony is not valid."
    INVAL_REQUEST_MODE = 0x8000_0038, "LINEERR_INVALREQUESTMODE", Inferred(V1_3);
    "The terminal identifier is not valid."
    INVAL_TERMINAL_ID = 0x8000_0039, "LINEERR_INVALTERMINALID", Inferred(V1_3);
    "The terminal modes are not valid."
    INVAL_TERMINAL_MODE = 0x8000_003A, "LINEERR_INVALTERMINALMODE", Inferred(V1_3);
    "Timeouts are not supported, or the value lies outside the range in LINEDEVCAPS."
    INVAL_TIMEOUT = 0x8000_003B, "LINEERR_INVALTIMEOUT", Inferred(V1_3);
    "The custom tone is not a valid tone or has too many frequencies."
    INVAL_TONE = 0x8000_003C, "LINEERR_INVALTONE", Inferred(V1_3);
    "The tone list is not valid."
    INVAL_TONE_LIST = 0x8000_003D, "LINEERR_INVALTONELIST", Inferred(V1_3);
    "The tone mode is not valid."
    INVAL_TONE_MODE = 0x8000_003E, "LINEERR_INVALTONEMODE", Inferred(V1_3);
    "The transfer mode is not valid."
    INVAL_TRANSFER_MODE = 0x8000_003F, "LINEERR_INVALTRANSFERMODE", Inferred(V1_3);
    "LINEMAPPER was given, but no line meets the requirements in lpCallParams."
    LINE_MAPPER_FAILED = 0x8000_0040, "LINEERR_LINEMAPPERFAILED", Inferred(V1_3);
    "The call is neither a conference nor part of one."
    NO_CONFERENCE = 0x8000_0041, "LINEERR_NOCONFERENCE", Inferred(V1_3);
    "The device has been removed, or the line has no device of the class."
    NO_DEVICE = 0x8000_0042, "LINEERR_NODEVICE", Inferred(V1_3);
    "A component of TAPI or of the service provider is missing or damaged."
    NO_DRIVER = 0x8000_0043, "LINEERR_NODRIVER", Inferred(V1_3);
    "Memory could not be allocated or locked."
    NO_MEM = 0x8000_0044, "LINEERR_NOMEM", Inferred(V1_3);
    "No request of this mode is pending, or it is no longer this application's to take."
    NO_REQUEST = 0x8000_0045, "LINEERR_NOREQUEST", Inferred(V1_3);
    "The application does not own the call."
    NOT_OWNER = 0x8000_0046, "LINEERR_NOTOWNER", Inferred(V1_3);
    "Not registered for this request mode; from lineOpen: another handler serves the request type."
    NOT_REGISTERED = 0x8000_0047, "LINEERR_NOTREGISTERED", Inferred(V1_3);
    "The operation failed for a reason that is not told."
    OPERATION_FAILED = 0x8000_0048, "LINEERR_OPERATIONFAILED", Inferred(V1_3);
    "The operation is not available here, for example on this line or device."
    OPERATION_UNAVAIL = 0x8000_0049, "LINEERR_OPERATIONUNAVAIL", Inferred(V1_3);
    "The bandwidth for this data rate is not free at present."
    RATE_UNAVAIL = 0x8000_004A, "LINEERR_RATEUNAVAIL", Inferred(V1_3);
    "Resources do not suffice at present."
    RESOURCE_UNAVAIL = 0x8000_004B, "LINEERR_RESOURCEUNAVAIL", Inferred(V1_3);
    "More requests are pending than the device can take."
    REQUEST_OVERRUN = 0x8000_004C, "LINEERR_REQUESTOVERRUN", Inferred(V1_3);
    "dwTotalSize is too small for the fixed part of the structure."
    STRUCTURE_TOO_SMALL = 0x8000_004D, "LINEERR_STRUCTURETOOSMALL", Inferred(V1_3);
    "No application was found to hand the call to."
    TARGET_NOT_FOUND = 0x8000_004E, "LINEERR_TARGETNOTFOUND", Inferred(V1_3);
    "The handoff would go to the application that asked for it."
    TARGET_SELF = 0x8000_004F, "LINEERR_TARGETSELF", Inferred(V1_3);
    "The function was called before TAPI was initialised."
    UNINITIALIZED = 0x8000_0050, "LINEERR_UNINITIALIZED", Inferred(V1_3);
    "The user-user information is longer than LINEDEVCAPS allows."
    USER_USER_INFO_TOO_BIG = 0x8000_0051, "LINEERR_USERUSERINFOTOOBIG", Inferred(V1_3);
    "TAPI waits for all applications to shut down before it takes new ones, or was initialised twice."
    REINIT = 0x8000_0052, "LINEERR_REINIT", Inferred(V1_3);
    "The address may not be dialled on this call, or it blocks calls."
    ADDRESS_BLOCKED = 0x8000_0053, "LINEERR_ADDRESSBLOCKED", Inferred(V1_4);
    "The billing mode of the call was refused."
    BILLING_REJECTED = 0x8000_0054, "LINEERR_BILLINGREJECTED", Inferred(V1_4);
    "The feature is not valid or not available on this line."
    INVAL_FEATURE = 0x8000_0055, "LINEERR_INVALFEATURE", Inferred(V1_4);
    "A service provider that may run only once is installed twice."
    NO_MULTIPLE_INSTANCE = 0x8000_0056, "LINEERR_NOMULTIPLEINSTANCE", Inferred(V1_4);
    "The agent identifier is not valid."
    INVAL_AGENT_ID = 0x8000_0057, "LINEERR_INVALAGENTID", Documented(V2_0);
    "The agent group information is not valid; nothing was changed."
    INVAL_AGENT_GROUP = 0x8000_0058, "LINEERR_INVALAGENTGROUP", Documented(V2_0);
    "The password is wrong; nothing was changed."
    INVAL_PASSWORD = 0x8000_0059, "LINEERR_INVALPASSWORD", Documented(V2_0);
    "The agent state is not valid; nothing was changed."
    INVAL_AGENT_STATE = 0x8000_005A, "LINEERR_INVALAGENTSTATE", Documented(V2_0);
    "The agent activity is not valid."
    INVAL_AGENT_ACTIVITY = 0x8000_005B, "LINEERR_INVALAGENTACTIVITY", Documented(V2_0);
    "The address holds the dial modifier : (voice detection), which is not supported."
    DIAL_VOICE_DETECT = 0x8000_005C, "LINEERR_DIALVOICEDETECT", Documented(V2_0);
    "The user cancelled the call."
    USER_CANCELLED = 0x8000_005D, "LINEERR_USERCANCELLED", Documented(V2_2);
    "The address type is not valid."
    INVAL_ADDRESS_TYPE = 0x8000_005E, "LINEERR_INVALADDRESSTYPE", Documented(V3_0);
    "The agent session state is not valid."
    INVAL_AGENT_SESSION_STATE = 0x8000_005F, "LINEERR_INVALAGENTSESSIONSTATE", Documented(V2_2);
    "The call has been disconnected."
    DISCONNECTED = 0x8000_0060, "LINEERR_DISCONNECTED", Documented(V2_2);
    "The telephony service does not run."
    SERVICE_NOT_RUNNING = 0x8000_0061, "LINEERR_SERVICE_NOT_RUNNING", Documented(V2_2);
}
