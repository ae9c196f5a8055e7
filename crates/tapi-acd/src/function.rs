//! The functions an application calls, typed; C names in every trace.
//!
//! [`Function`] is what a call means. [`FUNCTIONS`] is what the pages say about each function, and [`RawCall`] the
//! layer beneath: a call as C passes it, with pointers and sizes that may be wrong.

mod errors;
mod proxy_message;
mod raw;
mod row;
mod rows;

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec::Vec;

use tapi_wire::Guid;
use tapi_wire::consts::{
    AgentSessionState, AgentState, AgentStateEx, ApiVersion, CallPrivilege, InitializeExOptions, LineErr,
    MediaMode, MessageId, OpenOptions, ProxyRequestType,
};

use tapi_wire::layout::RequestTypeList;

use crate::answer::Answer;
use crate::block::Block;
use crate::ids::{
    ActivityId, AddressId, AgentHandle, AgentSessionHandle, AppHandle, BufferAddress, CallHandle, DeviceId,
    LineHandle, QueueId,
};
use crate::message::ResultCode;
use crate::request::ProxyRequest;

use raw::Argument;
use rows::Place;

pub use errors::{Arises, ErrorRow, Layer};
pub(crate) use proxy_message::ProxyMessage;
pub use raw::{Arg, ArgError, Pointer, RawCall};
pub use row::{Charset, Direction, FunctionRow, Mode, ParamKind, ParamRow, Strings};
pub use rows::FUNCTIONS;

/// Defines [`Function`] from one row per function; what its page says stands in [`FUNCTIONS`].
macro_rules! functions {
    ($(
        $(#[$doc:meta])*
        $Name:ident = $c:literal {
            $($(#[$fdoc:meta])* $field:ident: $Type:ty = $cfield:literal,)*
        }
    )*) => {
        /// A function call: the function and its input parameters.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(tag = "function", content = "args"))]
        #[non_exhaustive]
        pub enum Function {
            $(
                $(#[$doc])*
                #[doc = ""]
                #[doc = concat!("C name: `", $c, "`. Microsoft page: *", $c, " function*.")]
                #[doc(alias = $c)]
                #[cfg_attr(feature = "serde", serde(rename = $c))]
                $Name {
                    $(
                        $(#[$fdoc])*
                        #[doc = ""]
                        #[doc = concat!("C name: `", $cfield, "`.")]
                        #[cfg_attr(feature = "serde", serde(rename = $cfield))]
                        $field: $Type,
                    )*
                },
            )*
            /// Any of them as C passes it: pointers and sizes may be wrong.
            #[cfg_attr(feature = "serde", serde(rename = "raw"))]
            Raw(RawCall),
        }

        impl Function {
            /// What the function's page says.
            pub fn row(&self) -> &'static FunctionRow {
                match self {
                    $(Function::$Name { .. } => Place::$Name.row(),)*
                    Function::Raw(call) => call.row(),
                }
            }

            /// The function's place in the table; a raw call has its own.
            fn place(&self) -> Place {
                match self {
                    $(Function::$Name { .. } => Place::$Name,)*
                    Function::Raw(call) => call.place(),
                }
            }

            /// Takes the function out of a raw call whose pointers have been checked.
            fn taken_from(place: Place, call: &RawCall) -> Result<Self, LineErr> {
                Ok(match place {
                    $(Place::$Name => Function::$Name { $($field: Argument::take(call, $cfield)?,)* },)*
                })
            }

            /// Puts the parameters into a raw call.
            fn pass_to(&self, call: &mut RawCall) {
                match self {
                    $(Function::$Name { $($field,)* } => { $($field.pass(call, $cfield);)* })*
                    Function::Raw(_) => {}
                }
            }
        }

        /// The names of the input parameters as traces have them, function by function.
        pub const TYPED: &[(&str, &[&str])] = &[$(($c, &[$($cfield),*]),)*];
    };
}

functions! {
    /// Registers an application with TAPI.
    InitializeEx = "lineInitializeEx" {
        /// The application's name, for people.
        app_name: Box<str> = "lpszFriendlyAppName",
        /// The highest version the application knows.
        api_version: ApiVersion = "dwAPIVersion",
        /// How it wants to hear of messages; in C in `LINEINITIALIZEEXPARAMS`. A trace may leave it out.
        #[cfg_attr(feature = "serde", serde(default))]
        options: InitializeExOptions = "dwOptions",
    }
    /// Agrees on a version for a line device.
    NegotiateApiVersion = "lineNegotiateAPIVersion" {
        /// The application.
        app: AppHandle = "hLineApp",
        /// The line device.
        device: DeviceId = "dwDeviceID",
        /// The lowest version the application accepts.
        low: ApiVersion = "dwAPILowVersion",
        /// The highest version the application accepts.
        high: ApiVersion = "dwAPIHighVersion",
    }
    /// Opens a line device, as an application or (with PROXY) as an agent handler.
    Open = "lineOpen" {
        /// The application.
        app: AppHandle = "hLineApp",
        /// The line device.
        device: DeviceId = "dwDeviceID",
        /// The negotiated version.
        api_version: ApiVersion = "dwAPIVersion",
        /// The negotiated extension version, or 0; a trace may leave it out.
        #[cfg_attr(feature = "serde", serde(default))]
        ext_version: u32 = "dwExtVersion",
        /// Comes back in every message of the line.
        callback_instance: u64 = "dwCallbackInstance",
        /// The privileges; in C the low part of dwPrivileges.
        privileges: CallPrivilege = "dwPrivileges",
        /// The options; in C the high part of dwPrivileges.
        options: OpenOptions = "dwOpenOptions",
        /// The media modes of the calls to own.
        media_modes: MediaMode = "dwMediaModes",
        /// With PROXY: the request types to serve; in C an array in `LINECALLPARAMS`.
        proxy_types: Vec<ProxyRequestType> = "proxyRequestTypes",
        /// With SINGLEADDRESS: the one address to watch; in C in `LINECALLPARAMS`.
        address: Option<AddressId> = "dwAddressID",
    }
    /// Closes a line.
    Close = "lineClose" {
        /// The line.
        line: LineHandle = "hLine",
    }
    /// Takes the next message from the queue of an application that waits for an event.
    GetMessage = "lineGetMessage" {
        /// The application.
        app: AppHandle = "hLineApp",
        /// How long to wait, in milliseconds; 0 looks and returns, `0xFFFFFFFF` waits for ever.
        timeout: u32 = "dwTimeout",
    }
    /// Ends an application's use of TAPI.
    Shutdown = "lineShutdown" {
        /// The application.
        app: AppHandle = "hLineApp",
    }
    /// Asks TAPI which request types agent handlers serve on a line device.
    GetProxyStatus = "lineGetProxyStatus" {
        /// The application.
        app: AppHandle = "hLineApp",
        /// The line device; it need not be open.
        device: DeviceId = "dwDeviceID",
        /// The version to use.
        app_api_version: ApiVersion = "dwAppAPIVersion",
    }
    /// Logs the agent on an address in to groups, or out of all.
    SetAgentGroup = "lineSetAgentGroup" {
        /// The line.
        line: LineHandle = "hLine",
        /// The address.
        address: AddressId = "dwAddressID",
        /// The groups; none logs out. They replace the ones before (inferred).
        groups: Vec<Guid> = "lpAgentGroupList",
    }
    /// Sets the state of the agent on an address.
    SetAgentState = "lineSetAgentState" {
        /// The line.
        line: LineHandle = "hLine",
        /// The address.
        address: AddressId = "dwAddressID",
        /// The state to enter now, or 0.
        state: AgentState = "dwAgentState",
        /// The state to enter after the current call, or 0 for the default.
        next: AgentState = "dwNextAgentState",
    }
    /// Sets what the agent on an address is doing.
    SetAgentActivity = "lineSetAgentActivity" {
        /// The line.
        line: LineHandle = "hLine",
        /// The address.
        address: AddressId = "dwAddressID",
        /// The activity.
        activity: ActivityId = "dwActivityID",
    }
    /// Asks what the agent handler of an address can do.
    GetAgentCaps = "lineGetAgentCaps" {
        /// The application; the line need not be open.
        app: AppHandle = "hLineApp",
        /// The line device.
        device: DeviceId = "dwDeviceID",
        /// The address.
        address: AddressId = "dwAddressID",
        /// The highest version the application knows, not the negotiated one.
        app_api_version: ApiVersion = "dwAppAPIVersion",
    }
    /// Asks what the agent on an address does.
    GetAgentStatus = "lineGetAgentStatus" {
        /// The line.
        line: LineHandle = "hLine",
        /// The address.
        address: AddressId = "dwAddressID",
    }
    /// Sends the agent handler something that only the handler defines.
    AgentSpecific = "lineAgentSpecific" {
        /// The line.
        line: LineHandle = "hLine",
        /// The address.
        address: AddressId = "dwAddressID",
        /// Which extension of the handler, counted from 0.
        extension: u32 = "dwAgentExtensionIDIndex",
        /// What is sent; the answer comes back in the same bytes.
        params: Block = "lpParams",
    }
    /// Asks for the activities that the agent on an address can choose.
    GetAgentActivityList = "lineGetAgentActivityList" {
        /// The line.
        line: LineHandle = "hLine",
        /// The address.
        address: AddressId = "dwAddressID",
    }
    /// Asks for the groups that the agent on an address can log in to.
    GetAgentGroupList = "lineGetAgentGroupList" {
        /// The line.
        line: LineHandle = "hLine",
        /// The address.
        address: AddressId = "dwAddressID",
    }
    /// Logs an agent in.
    CreateAgent = "lineCreateAgent" {
        /// The line.
        line: LineHandle = "hLine",
        /// The agent's id in the ACD, or none.
        agent_id: Option<Box<str>> = "lpszAgentID",
        /// The agent's PIN, or none.
        agent_pin: Option<Box<str>> = "lpszAgentPIN",
    }
    /// Lets an agent join a group.
    CreateAgentSession = "lineCreateAgentSession" {
        /// The line.
        line: LineHandle = "hLine",
        /// The agent.
        agent: AgentHandle = "hAgent",
        /// The PIN for this session, or none.
        agent_pin: Option<Box<str>> = "lpszAgentPIN",
        /// Where the session's calls arrive.
        working_address: AddressId = "dwWorkingAddressID",
        /// The group.
        group: Guid = "lpGroupID",
    }
    /// Sets an agent session's state.
    SetAgentSessionState = "lineSetAgentSessionState" {
        /// The line.
        line: LineHandle = "hLine",
        /// The session.
        session: AgentSessionHandle = "hAgentSession",
        /// The state to enter now, or 0.
        state: AgentSessionState = "dwAgentSessionState",
        /// The state to enter after the current call, or 0.
        next: AgentSessionState = "dwNextAgentSessionState",
    }
    /// Sets an agent's state.
    SetAgentStateEx = "lineSetAgentStateEx" {
        /// The line.
        line: LineHandle = "hLine",
        /// The agent.
        agent: AgentHandle = "hAgent",
        /// The state to enter now, or 0.
        state: AgentStateEx = "dwAgentState",
        /// The state to enter after the current call, or 0.
        next: AgentStateEx = "dwNextAgentState",
    }
    /// Sets the period of an agent's statistics.
    SetAgentMeasurementPeriod = "lineSetAgentMeasurementPeriod" {
        /// The line.
        line: LineHandle = "hLine",
        /// The agent.
        agent: AgentHandle = "hAgent",
        /// The period in seconds; above 0.
        period: u32 = "dwMeasurementPeriod",
    }
    /// Asks for an agent's state and statistics.
    GetAgentInfo = "lineGetAgentInfo" {
        /// The line.
        line: LineHandle = "hLine",
        /// The agent.
        agent: AgentHandle = "hAgent",
    }
    /// Asks for an agent's sessions.
    GetAgentSessionList = "lineGetAgentSessionList" {
        /// The line.
        line: LineHandle = "hLine",
        /// The agent.
        agent: AgentHandle = "hAgent",
    }
    /// Asks for a session's state and statistics.
    GetAgentSessionInfo = "lineGetAgentSessionInfo" {
        /// The line.
        line: LineHandle = "hLine",
        /// The session.
        session: AgentSessionHandle = "hAgentSession",
    }
    /// Asks for the ACD groups.
    GetGroupList = "lineGetGroupList" {
        /// The line.
        line: LineHandle = "hLine",
    }
    /// Asks for the queues of a group.
    GetQueueList = "lineGetQueueList" {
        /// The line.
        line: LineHandle = "hLine",
        /// The group.
        group: Guid = "lpGroupID",
    }
    /// Sets the period of a queue's statistics.
    SetQueueMeasurementPeriod = "lineSetQueueMeasurementPeriod" {
        /// The line.
        line: LineHandle = "hLine",
        /// The queue.
        queue: QueueId = "dwQueueID",
        /// The period in seconds; above 0.
        period: u32 = "dwMeasurementPeriod",
    }
    /// Asks how a queue stands.
    GetQueueInfo = "lineGetQueueInfo" {
        /// The line.
        line: LineHandle = "hLine",
        /// The queue.
        queue: QueueId = "dwQueueID",
    }
    /// The handler tells the applications on its line something.
    ProxyMessage = "lineProxyMessage" {
        /// The handler's line.
        line: LineHandle = "hLine",
        /// The handler's call, for a message about a call; else 0.
        call: CallHandle = "hCall",
        /// Which message.
        message: MessageId = "dwMsg",
        /// As the message defines.
        param1: u32 = "dwParam1",
        /// As the message defines.
        param2: u32 = "dwParam2",
        /// As the message defines.
        param3: u32 = "dwParam3",
    }
    /// The handler answers a request and gives its buffer back.
    ProxyResponse = "lineProxyResponse" {
        /// The handler's line.
        line: LineHandle = "hLine",
        /// The buffer from LINE_PROXYREQUEST.
        request: BufferAddress = "lpProxyRequest",
        /// What the request came to.
        result: ResultCode = "dwResult",
        /// What the handler wrote into the buffer.
        answer: Option<Answer> = "answer",
    }
    /// Answers an offered call.
    Answer = "lineAnswer" {
        /// The call.
        call: CallHandle = "hCall",
    }
    /// Gives a call handle up.
    DeallocateCall = "lineDeallocateCall" {
        /// The call.
        call: CallHandle = "hCall",
    }
}

impl Function {
    /// What the call means: itself, or what a raw call comes to; [`None`] for one that TAPI refuses as it stands.
    pub fn meant(&self) -> Option<Cow<'_, Function>> {
        match self {
            Function::Raw(call) => call.lower().ok().map(Cow::Owned),
            typed => Some(Cow::Borrowed(typed)),
        }
    }

    /// The line that the function names; a call handle tells its line to TAPI only.
    pub const fn line(&self) -> Option<LineHandle> {
        match self {
            Function::Close { line }
            | Function::SetAgentGroup { line, .. }
            | Function::SetAgentState { line, .. }
            | Function::SetAgentActivity { line, .. }
            | Function::GetAgentStatus { line, .. }
            | Function::AgentSpecific { line, .. }
            | Function::GetAgentActivityList { line, .. }
            | Function::GetAgentGroupList { line, .. }
            | Function::CreateAgent { line, .. }
            | Function::CreateAgentSession { line, .. }
            | Function::SetAgentSessionState { line, .. }
            | Function::SetAgentStateEx { line, .. }
            | Function::SetAgentMeasurementPeriod { line, .. }
            | Function::GetAgentInfo { line, .. }
            | Function::GetAgentSessionList { line, .. }
            | Function::GetAgentSessionInfo { line, .. }
            | Function::GetGroupList { line }
            | Function::GetQueueList { line, .. }
            | Function::SetQueueMeasurementPeriod { line, .. }
            | Function::GetQueueInfo { line, .. }
            | Function::ProxyMessage { line, .. }
            | Function::ProxyResponse { line, .. } => Some(*line),
            Function::InitializeEx { .. }
            | Function::NegotiateApiVersion { .. }
            | Function::Open { .. }
            | Function::Shutdown { .. }
            | Function::GetMessage { .. }
            | Function::GetProxyStatus { .. }
            | Function::GetAgentCaps { .. }
            | Function::Answer { .. }
            | Function::DeallocateCall { .. }
            | Function::Raw(_) => None,
        }
    }

    /// What the function's request hangs on; `line_of` tells the line of a call handle.
    pub(crate) fn owner(&self, line_of: impl FnOnce(CallHandle) -> Option<LineHandle>) -> Owner {
        let line = match *self {
            Function::GetAgentCaps { app, .. } => return Owner::App(app),
            Function::Answer { call } => line_of(call),
            _ => self.line(),
        };
        line.map_or(Owner::Unknown, Owner::Line)
    }

    /// For a function that goes to the agent handler: the request it raises.
    pub fn request(&self) -> Option<ProxyRequest> {
        Some(match *self {
            Function::SetAgentGroup { address, ref groups, .. } => {
                ProxyRequest::SetAgentGroup { address, groups: groups.clone() }
            }
            Function::SetAgentState { address, state, next, .. } => {
                ProxyRequest::SetAgentState { address, state, next }
            }
            Function::SetAgentActivity { address, activity, .. } => {
                ProxyRequest::SetAgentActivity { address, activity }
            }
            Function::GetAgentCaps { address, .. } => ProxyRequest::GetAgentCaps { address },
            Function::GetAgentStatus { address, .. } => ProxyRequest::GetAgentStatus { address },
            Function::AgentSpecific { address, extension, ref params, .. } => {
                ProxyRequest::AgentSpecific { address, extension, params: params.clone() }
            }
            Function::GetAgentActivityList { address, .. } => ProxyRequest::GetAgentActivityList { address },
            Function::GetAgentGroupList { address, .. } => ProxyRequest::GetAgentGroupList { address },
            Function::CreateAgent { ref agent_id, ref agent_pin, .. } => {
                ProxyRequest::CreateAgent { agent_id: agent_id.clone(), agent_pin: agent_pin.clone() }
            }
            Function::SetAgentMeasurementPeriod { agent, period, .. } => {
                ProxyRequest::SetAgentMeasurementPeriod { agent, period }
            }
            Function::GetAgentInfo { agent, .. } => ProxyRequest::GetAgentInfo { agent },
            Function::CreateAgentSession { agent, ref agent_pin, working_address, group, .. } => {
                let agent_pin = agent_pin.clone();
                ProxyRequest::CreateAgentSession { agent_pin, agent, group, working_address }
            }
            Function::GetAgentSessionList { agent, .. } => ProxyRequest::GetAgentSessionList { agent },
            Function::SetAgentSessionState { session, state, next, .. } => {
                ProxyRequest::SetAgentSessionState { session, state, next }
            }
            Function::GetAgentSessionInfo { session, .. } => ProxyRequest::GetAgentSessionInfo { session },
            Function::GetQueueList { group, .. } => ProxyRequest::GetQueueList { group },
            Function::SetQueueMeasurementPeriod { queue, period, .. } => {
                ProxyRequest::SetQueueMeasurementPeriod { queue, period }
            }
            Function::GetQueueInfo { queue, .. } => ProxyRequest::GetQueueInfo { queue },
            Function::GetGroupList { .. } => ProxyRequest::GetGroupList {},
            Function::SetAgentStateEx { agent, state, next, .. } => {
                ProxyRequest::SetAgentStateEx { agent, state, next }
            }
            _ => return None,
        })
    }
}

/// What a request hangs on: LINE_REPLY does not meet it any more when that is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(crate) enum Owner {
    Line(LineHandle),
    /// The registration, for a function that names no line.
    App(AppHandle),
    Unknown,
}

/// What a synchronous function hands out beside its return value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Out {
    /// Nothing.
    #[default]
    None,
    /// `lineInitializeEx`: the registration.
    #[cfg_attr(feature = "serde", serde(rename = "registration"))]
    App {
        /// The application's handle (`hLineApp`).
        #[cfg_attr(feature = "serde", serde(rename = "hLineApp"))]
        app: AppHandle,
        /// The number of line devices (`dwNumDevs`).
        #[cfg_attr(feature = "serde", serde(rename = "dwNumDevs"))]
        num_devs: u32,
        /// The highest version of TAPI (`dwAPIVersion`).
        #[cfg_attr(feature = "serde", serde(rename = "dwAPIVersion"))]
        api_version: ApiVersion,
    },
    /// `lineNegotiateAPIVersion`: the version agreed on.
    #[cfg_attr(feature = "serde", serde(rename = "dwAPIVersion"))]
    ApiVersion(ApiVersion),
    /// `lineOpen`: the line.
    #[cfg_attr(feature = "serde", serde(rename = "hLine"))]
    Line(LineHandle),
    /// `lineGetProxyStatus`: the request types that are served.
    #[cfg_attr(feature = "serde", serde(rename = "proxyRequestTypes"))]
    RequestTypes(Vec<ProxyRequestType>),
}

impl Out {
    /// What a pointer to 32 bits leads to afterwards, by the C name of the parameter.
    fn dword(&self, param: &str) -> Option<u32> {
        match (self, param) {
            (Out::App { app, .. }, "lphLineApp") => Some(app.0),
            (Out::App { num_devs, .. }, "lpdwNumDevs") => Some(*num_devs),
            (Out::App { api_version, .. } | Out::ApiVersion(api_version), "lpdwAPIVersion") => {
                Some(api_version.0)
            }
            (Out::Line(line), "lphLine") => Some(line.0),
            _ => None,
        }
    }

    /// Fills the structure that a function without a request fills.
    fn fill(&self, room: &mut [u8]) {
        match self {
            Out::RequestTypes(types) => drop(RequestTypeList::encode_into(types.iter().copied(), room)),
            // The extension id of a provider without extensions.
            Out::ApiVersion(_) => room.fill(0),
            Out::None | Out::App { .. } | Out::Line(_) => {}
        }
    }
}
