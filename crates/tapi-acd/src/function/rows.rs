//! The functions as their Microsoft pages have them: parameters in C order, how they complete, what they may answer.

use tapi_wire::consts::{ApiVersion, LineErr, ProxyRequestType};
use tapi_wire::layout::{
    LineAgentActivityList, LineAgentCaps, LineAgentGroupList, LineAgentInfo, LineAgentSessionInfo,
    LineAgentSessionList, LineAgentStatus, LineCallParams, LineExtensionId, LineInitializeExParams,
    LineProxyRequest, LineProxyRequestList, LineQueueInfo, LineQueueList,
};
use tapi_wire::{LineMessage, Structure as _};

use super::errors::{Arises, ErrorRow, Layer};
use super::row::Direction::{In, InOut, OptionalIn, Out};
use super::row::{Charset, FunctionRow, Mode, ParamKind, ParamRow, Strings};

/// The C types of the parameters, under their own names.
macro_rules! c_types {
    ($($kind:ident: $($NAME:ident = $of:expr),*;)*) => {
        $($(const $NAME: ParamKind = ParamKind::$kind($of);)*)*
    };
}

c_types! {
    Dword: DWORD = "DWORD", HLINEAPP = "HLINEAPP", HLINE = "HLINE", HCALL = "HCALL", HAGENT = "HAGENT",
        HAGENTSESSION = "HAGENTSESSION";
    PointerSized: DWORD_PTR = "DWORD_PTR", HINSTANCE = "HINSTANCE", LINECALLBACK = "LINECALLBACK";
    DwordAt: LPDWORD = "DWORD", LPHLINEAPP = "HLINEAPP", LPHLINE = "HLINE", LPHAGENT = "HAGENT",
        LPHAGENTSESSION = "HAGENTSESSION";
    Structure: LPLINEAGENTACTIVITYLIST = LineAgentActivityList::LAYOUT, LPLINEAGENTCAPS = LineAgentCaps::LAYOUT,
        LPLINEAGENTGROUPLIST = LineAgentGroupList::LAYOUT, LPLINEAGENTINFO = LineAgentInfo::LAYOUT,
        LPLINEAGENTSESSIONINFO = LineAgentSessionInfo::LAYOUT,
        LPLINEAGENTSESSIONLIST = LineAgentSessionList::LAYOUT, LPLINEAGENTSTATUS = LineAgentStatus::LAYOUT,
        LPLINECALLPARAMS = LineCallParams::LAYOUT, LPLINEEXTENSIONID = LineExtensionId::LAYOUT,
        LPLINEINITIALIZEEXPARAMS = LineInitializeExParams::LAYOUT, LPLINEMESSAGE = LineMessage::LAYOUT,
        LPLINEPROXYREQUEST = LineProxyRequest::LAYOUT, LPLINEPROXYREQUESTLIST = LineProxyRequestList::LAYOUT,
        LPLINEQUEUEINFO = LineQueueInfo::LAYOUT, LPLINEQUEUELIST = LineQueueList::LAYOUT;
}

const LPCTSTR: ParamKind = ParamKind::Text;
const LPGUID: ParamKind = ParamKind::Guid;
const LPVOID: ParamKind = ParamKind::Block;

macro_rules! raises {
    (nothing) => {
        None
    };
    ($TYPE:ident) => {
        Some(ProxyRequestType::$TYPE)
    };
}

/// `ERROR: Layer + Layer` or `ERROR: Never(WHY)`, for each cell.
macro_rules! error_rows {
    ($($error:ident: $layer:ident $(($WHY:ident))? $(+ $more:ident)*),* $(,)?) => {
        &[$(ErrorRow { error: LineErr::$error, arises: error_rows!(@ $layer $(($WHY))? $(+ $more)*) }),*]
    };
    (@ Never($WHY:ident)) => { Arises::Never($WHY) };
    (@ $layer:ident $(+ $more:ident)*) => { Arises::In(&[Layer::$layer $(, Layer::$more)*]) };
}

// Why an error cannot arise.
const MEMORY: &str = "the model has memory without end";
const NOTHING_TAKEN: &str = "the function takes up nothing that could run out";
const OWN_ERROR: &str = "whatever can fail here has an error of its own";
const EVERY_VERSION: &str = "no version lacks the function, and TAPI does itself what it asks";
const OWN_VERSION: &str = "for a version that lacks the function there is LINEERR_INCOMPATIBLEAPIVERSION";
const NO_POINTER: &str = "the function takes no pointer";
const NO_NAME: &str = "the function names no agent, and the handler answers it at every address";
const BY_HANDLE: &str =
    "of a handle that names no agent the handler says LINEERR_INVALPARAM, which the page has";
const LISTED_STATE: &str = "the handler says LINEERR_INVALAGENTSTATE, which the page has (erratum E10)";
const DEVICES_STAY: &str = "no device leaves the machine while it runs";
const WHOLE: &str = "no part of the service provider is missing";
const PROVIDERS_STAY: &str = "no service provider comes or goes while the machine runs";
const SHARED: &str = "nothing outside TAPI holds a line device";
const NO_INI: &str = "the model has no Telephon.ini";

macro_rules! function_rows {
    ($(
        $purpose:literal
        $Name:ident = $name:literal, $strings:ident, $mode:ident, $since:ident, raises $raises:tt;
        $($param:literal, $kind:ident, $direction:ident, $meaning:literal;)*
        errors [$($errors:tt)*];
        unlisted [$($unlisted:tt)*];
    )*) => {
        /// The place of each function in [`FUNCTIONS`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(super) enum Place {
            $($Name,)*
        }

        impl Place {
            pub(super) const fn row(self) -> &'static FunctionRow {
                &FUNCTIONS[self as usize]
            }

            /// The function that is exported under this name, and whether it is the ANSI variant.
            pub(super) fn exported(name: &str) -> Option<(Self, Charset)> {
                let places = [$(Place::$Name,)*];
                places.into_iter().find_map(|place| Some((place, place.row().charset_of(name)?)))
            }
        }

        /// The functions of `fixtures/spec/functions.json`, then those of the model that stand for call control.
        pub const FUNCTIONS: &[FunctionRow] = &[
            $(FunctionRow {
                name: $name,
                purpose: $purpose,
                strings: Strings::$strings,
                mode: Mode::$mode,
                since: ApiVersion::$since,
                raises: raises!($raises),
                params: &[$(ParamRow {
                    name: $param,
                    kind: $kind,
                    direction: $direction,
                    meaning: $meaning,
                },)*],
                errors: error_rows![$($errors)*],
                unlisted: error_rows![$($unlisted)*],
            },)*
        ];
    };
}

function_rows! {
    "Sends the agent handler data of a format private to it."
    AgentSpecific = "lineAgentSpecific", Single, Async, V2_0, raises AGENT_SPECIFIC;
    "hLine", HLINE, In, "open line device";
    "dwAddressID", DWORD, In, "address on the line";
    "dwAgentExtensionIDIndex", DWORD, In, "0-based index into LINEAGENTCAPS extension id array";
    "lpParams", LPVOID, InOut, "handler-defined block, same block returns the answer";
    "dwSize", DWORD, In, "bytes of the block; if it is a string count the terminator";
    errors [
        INVAL_ADDRESS_ID: Server, INVAL_AGENT_ID: Handler, INVAL_LINE_HANDLE: Server,
        INVAL_PARAM: Handler, INVAL_POINTER: RawCall, NO_MEM: Never(MEMORY), OPERATION_FAILED: Lifecycle,
        OPERATION_UNAVAIL: Server, RESOURCE_UNAVAIL: Lifecycle, STRUCTURE_TOO_SMALL: Handler,
        UNINITIALIZED: Lifecycle,
    ];
    unlisted [];

    "Logs an agent in: asks for a new agent handle."
    CreateAgent = "lineCreateAgent", Pair, Async, V2_2, raises CREATE_AGENT;
    "hLine", HLINE, In, "open line device";
    "lpszAgentID", LPCTSTR, OptionalIn, "legacy ACD agent id; NULL when the OS login identifies the agent";
    "lpszAgentPIN", LPCTSTR, OptionalIn, "legacy PIN; NULL likewise";
    "lphAgent", LPHAGENT, Out, "agent handle made by the handler";
    errors [
        INVAL_LINE_HANDLE: Server, INVAL_PARAM: Never(OWN_ERROR), NO_MEM: Never(MEMORY),
        OPERATION_FAILED: Lifecycle, OPERATION_UNAVAIL: Server, RESOURCE_UNAVAIL: Handler + Lifecycle,
        UNINITIALIZED: Lifecycle,
    ];
    unlisted [INVAL_POINTER: RawCall, INVAL_AGENT_ID: Handler, INVAL_PASSWORD: Handler];

    "Lets an agent join a group: asks for a new session handle."
    CreateAgentSession = "lineCreateAgentSession", Pair, Async, V2_2, raises CREATE_AGENT_SESSION;
    "hLine", HLINE, In, "open line device";
    "hAgent", HAGENT, In, "agent handle from lineCreateAgent";
    "lpszAgentPIN", LPCTSTR, OptionalIn, "PIN per session for legacy systems, else NULL";
    "dwWorkingAddressID", DWORD, In, "address where calls of the session arrive";
    "lpGroupID", LPGUID, In, "ACD group joined";
    "lphAgentSession", LPHAGENTSESSION, Out, "session handle made by the handler";
    errors [
        INVAL_LINE_HANDLE: Server, INVAL_PARAM: Handler, NO_MEM: Never(MEMORY), OPERATION_FAILED: Lifecycle,
        OPERATION_UNAVAIL: Server, RESOURCE_UNAVAIL: Handler + Lifecycle, UNINITIALIZED: Lifecycle,
    ];
    unlisted [
        INVAL_POINTER: RawCall, INVAL_ADDRESS_ID: Server, INVAL_AGENT_ID: Handler,
        INVAL_AGENT_GROUP: Handler, INVAL_PASSWORD: Handler,
    ];

    "Reads which activities the agent on an address may choose."
    GetAgentActivityList = "lineGetAgentActivityList", Pair, Async, V2_0, raises GET_AGENT_ACTIVITY_LIST;
    "hLine", HLINE, In, "open line device";
    "dwAddressID", DWORD, In, "address on the line";
    "lpAgentActivityList", LPLINEAGENTACTIVITYLIST, InOut, "caller sets dwTotalSize; filled with LINE_REPLY";
    errors [
        INVAL_ADDRESS_ID: Server, INVAL_AGENT_ID: Never(NO_NAME), INVAL_LINE_HANDLE: Server,
        INVAL_POINTER: RawCall, NO_MEM: Never(MEMORY), OPERATION_FAILED: RawCall + Lifecycle,
        OPERATION_UNAVAIL: Server, RESOURCE_UNAVAIL: Lifecycle, STRUCTURE_TOO_SMALL: RawCall,
        UNINITIALIZED: Lifecycle,
    ];
    unlisted [];

    "Reads what the agent handler of an address can do."
    GetAgentCaps = "lineGetAgentCaps", Pair, Async, V2_0, raises GET_AGENT_CAPS;
    "hLineApp", HLINEAPP, In, "application registration";
    "dwDeviceID", DWORD, In, "line device id (the line need not be open)";
    "dwAddressID", DWORD, In, "address on the line";
    "dwAppAPIVersion", DWORD, In, "highest version the application supports, not the negotiated one";
    "lpAgentCaps", LPLINEAGENTCAPS, InOut, "caller sets dwTotalSize; filled with LINE_REPLY";
    errors [
        BAD_DEVICE_ID: Server, INCOMPATIBLE_API_VERSION: Server, INVAL_ADDRESS_ID: Server,
        INVAL_APP_HANDLE: Server, INVAL_POINTER: RawCall, NO_DEVICE: Never(DEVICES_STAY),
        NO_DRIVER: Never(WHOLE), NO_MEM: Never(MEMORY), OPERATION_FAILED: Lifecycle,
        OPERATION_UNAVAIL: Server, RESOURCE_UNAVAIL: Lifecycle, STRUCTURE_TOO_SMALL: RawCall,
        UNINITIALIZED: Lifecycle,
    ];
    unlisted [];

    "Reads which groups the agent on an address may log in to."
    GetAgentGroupList = "lineGetAgentGroupList", Pair, Async, V2_0, raises GET_AGENT_GROUP_LIST;
    "hLine", HLINE, In, "open line device";
    "dwAddressID", DWORD, In, "address on the line";
    "lpAgentGroupList", LPLINEAGENTGROUPLIST, InOut, "caller sets dwTotalSize; filled with LINE_REPLY";
    errors [
        INVAL_ADDRESS_ID: Server, INVAL_AGENT_ID: Never(NO_NAME), INVAL_LINE_HANDLE: Server,
        INVAL_POINTER: RawCall, NO_MEM: Never(MEMORY), OPERATION_FAILED: RawCall + Lifecycle,
        OPERATION_UNAVAIL: Server, RESOURCE_UNAVAIL: Lifecycle, STRUCTURE_TOO_SMALL: RawCall,
        UNINITIALIZED: Lifecycle,
    ];
    unlisted [];

    "Reads an agent's state and statistics."
    GetAgentInfo = "lineGetAgentInfo", Single, Async, V2_2, raises GET_AGENT_INFO;
    "hLine", HLINE, In, "open line device";
    "hAgent", HAGENT, In, "agent handle from lineCreateAgent";
    "lpAgentInfo", LPLINEAGENTINFO, InOut, "caller sets dwTotalSize; filled with LINE_REPLY";
    errors [
        INVAL_LINE_HANDLE: Server, INVAL_PARAM: Handler, NO_MEM: Never(MEMORY),
        OPERATION_FAILED: RawCall + Lifecycle, OPERATION_UNAVAIL: Server, RESOURCE_UNAVAIL: Lifecycle,
        UNINITIALIZED: Lifecycle,
    ];
    unlisted [INVAL_POINTER: RawCall, STRUCTURE_TOO_SMALL: RawCall, INVAL_AGENT_ID: Never(BY_HANDLE)];

    "Reads a session's state and statistics."
    GetAgentSessionInfo = "lineGetAgentSessionInfo", Single, Async, V2_2, raises GET_AGENT_SESSION_INFO;
    "hLine", HLINE, In, "open line device";
    "hAgentSession", HAGENTSESSION, In, "session handle from lineCreateAgentSession";
    "lpAgentSessionInfo", LPLINEAGENTSESSIONINFO, InOut, "caller sets dwTotalSize; filled with LINE_REPLY";
    errors [
        INVAL_LINE_HANDLE: Server, INVAL_PARAM: Handler, NO_MEM: Never(MEMORY),
        OPERATION_FAILED: RawCall + Lifecycle, OPERATION_UNAVAIL: Server, RESOURCE_UNAVAIL: Lifecycle,
        UNINITIALIZED: Lifecycle,
    ];
    unlisted [INVAL_POINTER: RawCall, STRUCTURE_TOO_SMALL: RawCall];

    "Reads the list of an agent's sessions."
    GetAgentSessionList = "lineGetAgentSessionList", Single, Async, V2_2, raises GET_AGENT_SESSION_LIST;
    "hLine", HLINE, In, "open line device";
    "hAgent", HAGENT, In, "agent handle from lineCreateAgent";
    "lpAgentSessionList", LPLINEAGENTSESSIONLIST, InOut, "caller sets dwTotalSize; filled with LINE_REPLY";
    errors [
        INVAL_LINE_HANDLE: Server, INVAL_PARAM: Handler, NO_MEM: Never(MEMORY),
        OPERATION_FAILED: RawCall + Lifecycle, OPERATION_UNAVAIL: Server, RESOURCE_UNAVAIL: Lifecycle,
        UNINITIALIZED: Lifecycle,
    ];
    unlisted [INVAL_POINTER: RawCall, STRUCTURE_TOO_SMALL: RawCall, INVAL_AGENT_ID: Never(BY_HANDLE)];

    "Reads the status of the agent on an address."
    GetAgentStatus = "lineGetAgentStatus", Pair, Async, V2_0, raises GET_AGENT_STATUS;
    "hLine", HLINE, In, "open line device";
    "dwAddressID", DWORD, In, "address on the line";
    "lpAgentStatus", LPLINEAGENTSTATUS, InOut, "caller sets dwTotalSize; filled with LINE_REPLY";
    errors [
        INVAL_ADDRESS_ID: Server, INVAL_LINE_HANDLE: Server, INVAL_POINTER: RawCall, NO_MEM: Never(MEMORY),
        OPERATION_FAILED: RawCall + Lifecycle, OPERATION_UNAVAIL: Server, RESOURCE_UNAVAIL: Lifecycle,
        STRUCTURE_TOO_SMALL: RawCall, UNINITIALIZED: Lifecycle,
    ];
    unlisted [];

    "Reads the list of ACD groups."
    GetGroupList = "lineGetGroupList", Pair, Async, V2_2, raises GET_GROUP_LIST;
    "hLine", HLINE, In, "open line device";
    "lpGroupList", LPLINEAGENTGROUPLIST, InOut, "caller sets dwTotalSize; filled with LINE_REPLY";
    errors [
        INVAL_LINE_HANDLE: Server, INVAL_PARAM: Never(OWN_ERROR), NO_MEM: Never(MEMORY),
        OPERATION_FAILED: RawCall + Lifecycle, OPERATION_UNAVAIL: Server, RESOURCE_UNAVAIL: Lifecycle,
        UNINITIALIZED: Lifecycle,
    ];
    unlisted [INVAL_POINTER: RawCall, STRUCTURE_TOO_SMALL: RawCall];

    "Reads a queue's statistics."
    GetQueueInfo = "lineGetQueueInfo", Single, Async, V2_2, raises GET_QUEUE_INFO;
    "hLine", HLINE, In, "open line device";
    "dwQueueID", DWORD, In, "queue id";
    "lpLineQueueInfo", LPLINEQUEUEINFO, InOut, "caller sets dwTotalSize; filled with LINE_REPLY";
    errors [
        INVAL_LINE_HANDLE: Server, INVAL_PARAM: Handler, NO_MEM: Never(MEMORY),
        OPERATION_FAILED: RawCall + Lifecycle, OPERATION_UNAVAIL: Server, RESOURCE_UNAVAIL: Lifecycle,
        UNINITIALIZED: Lifecycle,
    ];
    unlisted [INVAL_POINTER: RawCall, STRUCTURE_TOO_SMALL: RawCall];

    "Reads the list of a group's queues."
    GetQueueList = "lineGetQueueList", Pair, Async, V2_2, raises GET_QUEUE_LIST;
    "hLine", HLINE, In, "open line device";
    "lpGroupID", LPGUID, In, "ACD group";
    "lpQueueList", LPLINEQUEUELIST, InOut, "caller sets dwTotalSize; filled with LINE_REPLY";
    errors [
        INVAL_LINE_HANDLE: Server, INVAL_PARAM: Never(OWN_ERROR), NO_MEM: Never(MEMORY),
        OPERATION_FAILED: RawCall + Lifecycle, OPERATION_UNAVAIL: Server, RESOURCE_UNAVAIL: Lifecycle,
        UNINITIALIZED: Lifecycle,
    ];
    unlisted [INVAL_POINTER: RawCall, STRUCTURE_TOO_SMALL: RawCall, INVAL_AGENT_GROUP: Handler];

    "The agent handler tells the applications on its line something."
    ProxyMessage = "lineProxyMessage", Single, Sync, V2_0, raises nothing;
    "hLine", HLINE, In, "handler's own line; each receiver gets its own";
    "hCall", HCALL, In, "handler's call, for a message about a call, else NULL";
    "dwMsg", DWORD, In, "message allowed for proxy handlers";
    "dwParam1", DWORD, In, "as the message defines";
    "dwParam2", DWORD, In, "as the message defines";
    "dwParam3", DWORD, In, "as the message defines";
    errors [
        INVAL_CALL_HANDLE: Server, INVAL_LINE_HANDLE: Server, INVAL_PARAM: Server, NO_MEM: Never(MEMORY),
        NOT_REGISTERED: Server, OPERATION_FAILED: Never(OWN_ERROR), OPERATION_UNAVAIL: Server,
        RESOURCE_UNAVAIL: Never(NOTHING_TAKEN), UNINITIALIZED: Lifecycle,
    ];
    unlisted [];

    "The agent handler answers a request and gives its buffer back."
    ProxyResponse = "lineProxyResponse", Single, Sync, V2_0, raises nothing;
    "hLine", HLINE, In, "handler's line handle";
    "lpProxyRequest", LPLINEPROXYREQUEST, In, "buffer received in LINE_PROXYREQUEST, filled in place";
    "dwResult", DWORD, In, "0 or a LINEERR_ allowed for the original function";
    errors [
        INVAL_LINE_HANDLE: Server, INVAL_PARAM: RawCall + Server, INVAL_POINTER: RawCall + Server,
        NO_MEM: Never(MEMORY), NOT_REGISTERED: Server, OPERATION_FAILED: Never(OWN_ERROR),
        OPERATION_UNAVAIL: Server, RESOURCE_UNAVAIL: Never(NOTHING_TAKEN), UNINITIALIZED: Lifecycle,
    ];
    unlisted [];

    "Changes what the agent on an address is doing."
    SetAgentActivity = "lineSetAgentActivity", Single, Async, V2_0, raises SET_AGENT_ACTIVITY;
    "hLine", HLINE, In, "open line device";
    "dwAddressID", DWORD, In, "address on the line";
    "dwActivityID", DWORD, In, "activity id, meaning private to application and call centre";
    errors [
        INVAL_ADDRESS_ID: Server, INVAL_ADDRESS_STATE: Handler, INVAL_AGENT_ACTIVITY: Handler,
        INVAL_LINE_HANDLE: Server, INVAL_POINTER: Never(NO_POINTER), NO_MEM: Never(MEMORY),
        OPERATION_FAILED: Lifecycle, OPERATION_UNAVAIL: Server, RESOURCE_UNAVAIL: Lifecycle,
        UNINITIALIZED: Lifecycle,
    ];
    unlisted [];

    "Logs the agent on an address in to groups, or off."
    SetAgentGroup = "lineSetAgentGroup", Single, Async, V2_0, raises SET_AGENT_GROUP;
    "hLine", HLINE, In, "open line device";
    "dwAddressID", DWORD, In, "address on the line";
    "lpAgentGroupList", LPLINEAGENTGROUPLIST, OptionalIn, "groups to be logged into";
    errors [
        INVAL_ADDRESS_ID: Server, INVAL_ADDRESS_STATE: Handler, INVAL_AGENT_GROUP: Handler,
        INVAL_AGENT_ID: Handler, INVAL_LINE_HANDLE: Server, INVAL_PARAM: RawCall,
        INVAL_PASSWORD: Handler, INVAL_POINTER: RawCall, NO_MEM: Never(MEMORY),
        OPERATION_FAILED: RawCall + Lifecycle, OPERATION_UNAVAIL: Server,
        RESOURCE_UNAVAIL: Handler + Lifecycle, UNINITIALIZED: Lifecycle,
    ];
    unlisted [STRUCTURE_TOO_SMALL: RawCall];

    "Sets the period over which an agent's statistics are taken."
    SetAgentMeasurementPeriod = "lineSetAgentMeasurementPeriod", Single, Async, V2_2,
    raises SET_AGENT_MEASUREMENT_PERIOD;
    "hLine", HLINE, In, "open line device";
    "hAgent", HAGENT, In, "agent handle from lineCreateAgent";
    "dwMeasurementPeriod", DWORD, In, "seconds, must be > 0";
    errors [
        INVAL_LINE_HANDLE: Server, INVAL_PARAM: Server + Handler, NO_MEM: Never(MEMORY),
        OPERATION_FAILED: Lifecycle, OPERATION_UNAVAIL: Server, RESOURCE_UNAVAIL: Lifecycle,
        UNINITIALIZED: Lifecycle,
    ];
    unlisted [INVAL_AGENT_ID: Never(BY_HANDLE)];

    "Changes a session's state."
    SetAgentSessionState = "lineSetAgentSessionState", Single, Async, V2_2, raises SET_AGENT_SESSION_STATE;
    "hLine", HLINE, In, "open line device";
    "hAgentSession", HAGENTSESSION, In, "session handle from lineCreateAgentSession";
    "dwAgentSessionState", DWORD, In, "one LINEAGENTSESSIONSTATE_ or 0 = keep";
    "dwNextAgentSessionState", DWORD, In, "one LINEAGENTSESSIONSTATE_ or 0";
    errors [
        INVAL_AGENT_STATE: Server + Handler, INVAL_LINE_HANDLE: Server, INVAL_PARAM: Handler,
        NO_MEM: Never(MEMORY), OPERATION_FAILED: Lifecycle, OPERATION_UNAVAIL: Server,
        RESOURCE_UNAVAIL: Lifecycle, UNINITIALIZED: Lifecycle,
    ];
    unlisted [INVAL_AGENT_SESSION_STATE: Never(LISTED_STATE)];

    "Changes the state of the agent on an address."
    SetAgentState = "lineSetAgentState", Single, Async, V2_0, raises SET_AGENT_STATE;
    "hLine", HLINE, In, "open line device";
    "dwAddressID", DWORD, In, "address on the line";
    "dwAgentState", DWORD, In, "one LINEAGENTSTATE_ or 0 = keep current";
    "dwNextAgentState", DWORD, In, "one LINEAGENTSTATE_ for when the call goes idle, or 0 = default";
    errors [
        INVAL_ADDRESS_ID: Server, INVAL_ADDRESS_STATE: Handler, INVAL_AGENT_STATE: Server + Handler,
        INVAL_LINE_HANDLE: Server, INVAL_PARAM: Never(OWN_ERROR), NO_MEM: Never(MEMORY),
        OPERATION_FAILED: Lifecycle, OPERATION_UNAVAIL: Server, RESOURCE_UNAVAIL: Lifecycle,
        UNINITIALIZED: Lifecycle,
    ];
    unlisted [];

    "Changes an agent's state, by agent handle."
    SetAgentStateEx = "lineSetAgentStateEx", Single, Async, V2_2, raises SET_AGENT_STATE_EX;
    "hLine", HLINE, In, "open line device";
    "hAgent", HAGENT, In, "agent handle from lineCreateAgent";
    "dwAgentState", DWORD, In, "one LINEAGENTSTATEEX_ or 0 = keep";
    "dwNextAgentState", DWORD, In, "one LINEAGENTSTATEEX_ or 0";
    errors [
        INVAL_AGENT_STATE: Server + Handler, INVAL_LINE_HANDLE: Server, INVAL_PARAM: Handler,
        NO_MEM: Never(MEMORY), OPERATION_FAILED: Lifecycle, OPERATION_UNAVAIL: Server,
        RESOURCE_UNAVAIL: Lifecycle, UNINITIALIZED: Lifecycle,
    ];
    unlisted [INVAL_AGENT_ID: Never(BY_HANDLE)];

    "Sets the period over which a queue's statistics are taken."
    SetQueueMeasurementPeriod = "lineSetQueueMeasurementPeriod", Single, Async, V2_2,
    raises SET_QUEUE_MEASUREMENT_PERIOD;
    "hLine", HLINE, In, "open line device";
    "dwQueueID", DWORD, In, "queue id";
    "dwMeasurementPeriod", DWORD, In, "seconds, must be > 0";
    errors [
        INVAL_LINE_HANDLE: Server, INVAL_PARAM: Server + Handler, NO_MEM: Never(MEMORY),
        OPERATION_FAILED: Lifecycle, OPERATION_UNAVAIL: Server, RESOURCE_UNAVAIL: Lifecycle,
        UNINITIALIZED: Lifecycle,
    ];
    unlisted [];

    "Reads which request types of a line device have a handler."
    GetProxyStatus = "lineGetProxyStatus", Single, Sync, V2_2, raises nothing;
    "hLineApp", HLINEAPP, In, "application registration";
    "dwDeviceID", DWORD, In, "line device id";
    "dwAppAPIVersion", DWORD, In, "TAPI version to use";
    "lpLineProxyReqestList", LPLINEPROXYREQUESTLIST, InOut, "caller sets dwTotalSize; filled on return";
    errors [
        BAD_DEVICE_ID: Server, INCOMPATIBLE_API_VERSION: Server, INVAL_PARAM: Never(OWN_ERROR),
        NO_MEM: Never(MEMORY), OPERATION_FAILED: Never(OWN_ERROR), OPERATION_UNAVAIL: Never(OWN_VERSION),
        RESOURCE_UNAVAIL: Never(NOTHING_TAKEN), UNINITIALIZED: Lifecycle,
    ];
    unlisted [
        INVAL_APP_HANDLE: Server, INVAL_POINTER: RawCall, STRUCTURE_TOO_SMALL: RawCall,
        NO_DEVICE: Never(DEVICES_STAY),
    ];

    "Registers an application with TAPI."
    InitializeEx = "lineInitializeEx", Pair, Sync, V2_0, raises nothing;
    "lphLineApp", LPHLINEAPP, Out, "usage handle";
    "hInstance", HINSTANCE, OptionalIn, "module or NULL";
    "lpfnCallback", LINECALLBACK, OptionalIn, "hidden-window mode only, else NULL";
    "lpszFriendlyAppName", LPCTSTR, OptionalIn, "display name or NULL";
    "lpdwNumDevs", LPDWORD, Out, "number of line devices";
    "lpdwAPIVersion", LPDWORD, InOut, "in: highest version the application supports; out: highest of TAPI";
    "lpLineInitializeExParams", LPLINEINITIALIZEEXPARAMS, InOut, "notification mechanism";
    errors [
        INI_FILE_CORRUPT: Never(NO_INI), INVAL_APP_NAME: Server, INVAL_PARAM: Server, INVAL_POINTER: RawCall,
        NO_MEM: Lifecycle, OPERATION_FAILED: Never(OWN_ERROR), REINIT: Never(PROVIDERS_STAY),
    ];
    unlisted [STRUCTURE_TOO_SMALL: RawCall];

    "Agrees on a version for a line device."
    NegotiateApiVersion = "lineNegotiateAPIVersion", Single, Sync, V1_3, raises nothing;
    "hLineApp", HLINEAPP, In, "application registration";
    "dwDeviceID", DWORD, In, "device id";
    "dwAPILowVersion", DWORD, In, "lowest acceptable, high word major";
    "dwAPIHighVersion", DWORD, In, "highest acceptable";
    "lpdwAPIVersion", LPDWORD, Out, "agreed version";
    "lpExtensionID", LPLINEEXTENSIONID, Out, "provider extension id, zeros = none";
    errors [
        BAD_DEVICE_ID: Server, INCOMPATIBLE_API_VERSION: Server, INVAL_APP_HANDLE: Server,
        INVAL_POINTER: RawCall, NO_DEVICE: Never(DEVICES_STAY), NO_DRIVER: Never(WHOLE),
        NO_MEM: Never(MEMORY), OPERATION_FAILED: Never(OWN_ERROR), OPERATION_UNAVAIL: Never(EVERY_VERSION),
        RESOURCE_UNAVAIL: Never(NOTHING_TAKEN), UNINITIALIZED: Lifecycle,
    ];
    unlisted [];

    "Opens a line device, as an application or (with PROXY) as an agent handler."
    Open = "lineOpen", Pair, Sync, V1_3, raises nothing;
    "hLineApp", HLINEAPP, In, "application registration";
    "dwDeviceID", DWORD, In, "device id or LINEMAPPER 0xFFFFFFFF";
    "lphLine", LPHLINE, Out, "line handle";
    "dwAPIVersion", DWORD, In, "negotiated version";
    "dwExtVersion", DWORD, In, "negotiated extension version or 0";
    "dwCallbackInstance", DWORD_PTR, In, "echoed in every message of the line";
    "dwPrivileges", DWORD, In, "LINECALLPRIVILEGE_* | LINEOPENOPTION_*";
    "dwMediaModes", DWORD, In, "used only with OWNER";
    "lpCallParams", LPLINECALLPARAMS, OptionalIn, "for LINEMAPPER, PROXY and SINGLEADDRESS";
    errors [
        ALLOCATED: Never(SHARED), BAD_DEVICE_ID: Server, INCOMPATIBLE_API_VERSION: Server,
        INCOMPATIBLE_EXT_VERSION: Server, INVAL_APP_HANDLE: Server, INVAL_MEDIA_MODE: Server,
        INVAL_POINTER: RawCall, INVAL_PRIV_SELECT: Server, LINE_MAPPER_FAILED: Server,
        NO_DEVICE: Never(DEVICES_STAY), NO_DRIVER: Never(WHOLE), NO_MEM: Never(MEMORY),
        OPERATION_FAILED: Never(OWN_ERROR), OPERATION_UNAVAIL: Never(EVERY_VERSION),
        REINIT: Never(PROVIDERS_STAY), RESOURCE_UNAVAIL: Lifecycle, STRUCTURE_TOO_SMALL: RawCall,
        UNINITIALIZED: Lifecycle,
    ];
    unlisted [NOT_REGISTERED: Server, INVAL_ADDRESS_ID: RawCall + Server, INVAL_PARAM: RawCall + Server];

    "Closes a line."
    Close = "lineClose", Single, Sync, V1_3, raises nothing;
    "hLine", HLINE, In, "open line device";
    errors [
        INVAL_LINE_HANDLE: Server, NO_MEM: Never(MEMORY), OPERATION_FAILED: Never(OWN_ERROR),
        OPERATION_UNAVAIL: Never(EVERY_VERSION), RESOURCE_UNAVAIL: Never(NOTHING_TAKEN),
        UNINITIALIZED: Lifecycle,
    ];
    unlisted [];

    "Takes the next message from the event queue of an application."
    GetMessage = "lineGetMessage", Single, Sync, V2_0, raises nothing;
    "hLineApp", HLINEAPP, In, "application registration";
    "lpMessage", LPLINEMESSAGE, Out, "next message";
    "dwTimeout", DWORD, In, "milliseconds, 0 = poll, 0xFFFFFFFF = wait for ever";
    errors [
        INVAL_APP_HANDLE: Server, INVAL_POINTER: RawCall, NO_MEM: Never(MEMORY), OPERATION_FAILED: Server,
    ];
    unlisted [];

    "Ends an application's use of TAPI."
    Shutdown = "lineShutdown", Single, Sync, V1_3, raises nothing;
    "hLineApp", HLINEAPP, In, "application registration";
    errors [
        INVAL_APP_HANDLE: Server, NO_MEM: Never(MEMORY), RESOURCE_UNAVAIL: Never(NOTHING_TAKEN),
        UNINITIALIZED: Lifecycle,
    ];
    unlisted [];

    "Answers an offered call."
    Answer = "lineAnswer", Single, Async, V1_3, raises nothing;
    "hCall", HCALL, In, "call to answer; it must be offering";
    "lpsUserUserInfo", LPVOID, OptionalIn, "user-user information for the caller, or NULL";
    "dwSize", DWORD, In, "bytes of the user-user information";
    errors [];
    unlisted [];

    "Gives a call handle up."
    DeallocateCall = "lineDeallocateCall", Single, Sync, V1_3, raises nothing;
    "hCall", HCALL, In, "call handle to give up";
    errors [];
    unlisted [];
}
