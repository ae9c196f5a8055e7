//! The functions an application calls, typed; C names in every trace.

use alloc::boxed::Box;
use alloc::vec::Vec;

use tapi_wire::Guid;
use tapi_wire::consts::{
    AgentSessionState, AgentStateEx, ApiVersion, CallPrivilege, MediaMode, MessageId, OpenOptions,
    ProxyRequestType,
};

use crate::ids::{
    AddressId, AgentHandle, AgentSessionHandle, AppHandle, BufferAddress, CallHandle, DeviceId, LineHandle,
    QueueId,
};
use crate::message::ResultCode;
use crate::request::{Answer, ProxyRequest};

/// Defines [`Function`] and its table from one row per function.
macro_rules! functions {
    ($(
        $(#[$doc:meta])*
        $Name:ident = $c:literal, $mode:ident, $since:ident {
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
                #[doc = concat!("C name: `", $c, "`, TAPI: ", stringify!($since), ".")]
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
        }

        impl Function {
            /// The function's row.
            pub const fn row(&self) -> FunctionRow {
                match self {
                    $(Function::$Name { .. } => FunctionRow {
                        name: $c,
                        mode: Mode::$mode,
                        since: ApiVersion::$since,
                    },)*
                }
            }
        }

        /// Every function that this crate models.
        pub const FUNCTIONS: &[FunctionRow] = &[
            $(FunctionRow { name: $c, mode: Mode::$mode, since: ApiVersion::$since },)*
        ];
    };
}

/// What the documents say about a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FunctionRow {
    /// The C name, without the A or W of its variants.
    pub name: &'static str,
    /// How it completes.
    pub mode: Mode,
    /// The first TAPI version that has it.
    pub since: ApiVersion,
}

/// How a function completes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// With its return value: 0, or a negative `LINEERR_` code.
    Sync,
    /// With LINE_REPLY, when it returned a positive request id.
    Async,
}

functions! {
    /// Registers an application with TAPI.
    InitializeEx = "lineInitializeEx", Sync, V2_0 {
        /// The application's name, for people.
        app_name: Box<str> = "lpszFriendlyAppName",
        /// The highest version the application knows.
        api_version: ApiVersion = "dwAPIVersion",
    }
    /// Agrees on a version for a line device.
    NegotiateApiVersion = "lineNegotiateAPIVersion", Sync, V1_3 {
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
    Open = "lineOpen", Sync, V1_3 {
        /// The application.
        app: AppHandle = "hLineApp",
        /// The line device.
        device: DeviceId = "dwDeviceID",
        /// The negotiated version.
        api_version: ApiVersion = "dwAPIVersion",
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
    }
    /// Closes a line.
    Close = "lineClose", Sync, V1_3 {
        /// The line.
        line: LineHandle = "hLine",
    }
    /// Ends an application's use of TAPI.
    Shutdown = "lineShutdown", Sync, V1_3 {
        /// The application.
        app: AppHandle = "hLineApp",
    }
    /// Logs an agent in.
    CreateAgent = "lineCreateAgent", Async, V2_2 {
        /// The line.
        line: LineHandle = "hLine",
        /// The agent's id in the ACD, or none.
        agent_id: Option<Box<str>> = "lpszAgentID",
        /// The agent's PIN, or none.
        agent_pin: Option<Box<str>> = "lpszAgentPIN",
    }
    /// Lets an agent join a group.
    CreateAgentSession = "lineCreateAgentSession", Async, V2_2 {
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
    SetAgentSessionState = "lineSetAgentSessionState", Async, V2_2 {
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
    SetAgentStateEx = "lineSetAgentStateEx", Async, V2_2 {
        /// The line.
        line: LineHandle = "hLine",
        /// The agent.
        agent: AgentHandle = "hAgent",
        /// The state to enter now, or 0.
        state: AgentStateEx = "dwAgentState",
        /// The state to enter after the current call, or 0.
        next: AgentStateEx = "dwNextAgentState",
    }
    /// Asks for the ACD groups.
    GetGroupList = "lineGetGroupList", Async, V2_2 {
        /// The line.
        line: LineHandle = "hLine",
    }
    /// Asks for the queues of a group.
    GetQueueList = "lineGetQueueList", Async, V2_2 {
        /// The line.
        line: LineHandle = "hLine",
        /// The group.
        group: Guid = "lpGroupID",
    }
    /// Asks how a queue stands.
    GetQueueInfo = "lineGetQueueInfo", Async, V2_2 {
        /// The line.
        line: LineHandle = "hLine",
        /// The queue.
        queue: QueueId = "dwQueueID",
    }
    /// The handler tells the applications on its line something.
    ProxyMessage = "lineProxyMessage", Sync, V2_0 {
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
    ProxyResponse = "lineProxyResponse", Sync, V2_0 {
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
    Answer = "lineAnswer", Async, V1_3 {
        /// The call.
        call: CallHandle = "hCall",
    }
    /// Gives a call handle up.
    DeallocateCall = "lineDeallocateCall", Sync, V1_3 {
        /// The call.
        call: CallHandle = "hCall",
    }
}

impl Function {
    /// The line that the function works on, for those that work on one; a call handle tells its line to TAPI only.
    pub const fn line(&self) -> Option<LineHandle> {
        match self {
            Function::Close { line }
            | Function::CreateAgent { line, .. }
            | Function::CreateAgentSession { line, .. }
            | Function::SetAgentSessionState { line, .. }
            | Function::SetAgentStateEx { line, .. }
            | Function::GetGroupList { line }
            | Function::GetQueueList { line, .. }
            | Function::GetQueueInfo { line, .. }
            | Function::ProxyMessage { line, .. }
            | Function::ProxyResponse { line, .. } => Some(*line),
            Function::InitializeEx { .. }
            | Function::NegotiateApiVersion { .. }
            | Function::Open { .. }
            | Function::Shutdown { .. }
            | Function::Answer { .. }
            | Function::DeallocateCall { .. } => None,
        }
    }

    /// For a function that goes to the agent handler: its line and the request it raises.
    pub fn proxied(&self) -> Option<(LineHandle, ProxyRequest)> {
        Some(match self {
            Function::CreateAgent { line, agent_id, agent_pin } => (
                *line,
                ProxyRequest::CreateAgent { agent_id: agent_id.clone(), agent_pin: agent_pin.clone() },
            ),
            Function::CreateAgentSession { line, agent, agent_pin, working_address, group } => (
                *line,
                ProxyRequest::CreateAgentSession {
                    agent_pin: agent_pin.clone(),
                    agent: *agent,
                    group: *group,
                    working_address: *working_address,
                },
            ),
            &Function::SetAgentSessionState { line, session, state, next } => {
                (line, ProxyRequest::SetAgentSessionState { session, state, next })
            }
            &Function::SetAgentStateEx { line, agent, state, next } => {
                (line, ProxyRequest::SetAgentStateEx { agent, state, next })
            }
            &Function::GetGroupList { line } => (line, ProxyRequest::GetGroupList),
            &Function::GetQueueList { line, group } => (line, ProxyRequest::GetQueueList { group }),
            &Function::GetQueueInfo { line, queue } => (line, ProxyRequest::GetQueueInfo { queue }),
            _ => return None,
        })
    }
}

/// What a synchronous function hands out beside its return value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Out {
    /// Nothing.
    #[default]
    None,
    /// `lineInitializeEx`: the application's handle and the number of line devices.
    #[cfg_attr(feature = "serde", serde(rename = "hLineApp"))]
    App(AppHandle),
    /// `lineNegotiateAPIVersion`: the version agreed on.
    #[cfg_attr(feature = "serde", serde(rename = "dwAPIVersion"))]
    ApiVersion(ApiVersion),
    /// `lineOpen`: the line.
    #[cfg_attr(feature = "serde", serde(rename = "hLine"))]
    Line(LineHandle),
}
