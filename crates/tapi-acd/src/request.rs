//! What a proxied function asks of the agent handler.
//!
//! These are the meanings of the `LINEPROXYREQUEST` union's arms; the [answer](crate::answer) comes back in the same
//! buffer.

mod bytes;

use alloc::boxed::Box;
use alloc::vec::Vec;

use tapi_wire::Guid;
use tapi_wire::consts::{AgentSessionState, AgentState, AgentStateEx, ProxyRequestType};

use crate::block::Block;
use crate::ids::{ActivityId, AddressId, AgentHandle, AgentSessionHandle, QueueId};

pub use bytes::Requester;
pub(crate) use bytes::group_structure;

/// Defines [`ProxyRequest`] from one row per request type, in the order of their numbers.
macro_rules! requests {
    ($(
        $(#[$doc:meta])*
        $Name:ident = $TYPE:ident, $c:literal {
            $($(#[$fdoc:meta])* $field:ident: $Type:ty = $cfield:literal,)*
        }
    )*) => {
        /// A request as the handler finds it in the buffer that LINE_PROXYREQUEST names.
        ///
        /// C name: `LINEPROXYREQUEST`; TAPI 2.0. Microsoft page: *LINEPROXYREQUEST structure*.
        #[doc(alias = "LINEPROXYREQUEST")]
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(tag = "dwRequestType"))]
        pub enum ProxyRequest {
            $(
                $(#[$doc])*
                #[doc = ""]
                #[doc = concat!("C name: `", $c, "`.")]
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

        impl ProxyRequest {
            /// The request's type.
            pub const fn request_type(&self) -> ProxyRequestType {
                match self {
                    $(ProxyRequest::$Name { .. } => ProxyRequestType::$TYPE,)*
                }
            }
        }
    };
}

impl ProxyRequest {
    /// The address it is about, for a request that names one.
    pub const fn address(&self) -> Option<AddressId> {
        match *self {
            ProxyRequest::SetAgentGroup { address, .. }
            | ProxyRequest::SetAgentState { address, .. }
            | ProxyRequest::SetAgentActivity { address, .. }
            | ProxyRequest::GetAgentCaps { address }
            | ProxyRequest::GetAgentStatus { address }
            | ProxyRequest::AgentSpecific { address, .. }
            | ProxyRequest::GetAgentActivityList { address }
            | ProxyRequest::GetAgentGroupList { address } => Some(address),
            ProxyRequest::CreateAgentSession { working_address, .. } => Some(working_address),
            _ => None,
        }
    }
}

requests! {
    /// The agent on an address shall be logged in to exactly these groups.
    SetAgentGroup = SET_AGENT_GROUP, "LINEPROXYREQUEST_SETAGENTGROUP" {
        /// The address.
        address: AddressId = "dwAddressID",
        /// The groups; none logs out of all.
        groups: Vec<Guid> = "GroupList",
    }
    /// The agent on an address shall change state.
    SetAgentState = SET_AGENT_STATE, "LINEPROXYREQUEST_SETAGENTSTATE" {
        /// The address.
        address: AddressId = "dwAddressID",
        /// The state to enter now, or 0 to keep the current one.
        state: AgentState = "dwAgentState",
        /// The state to enter after the current call, or 0 for the default (erratum E31).
        next: AgentState = "dwNextAgentState",
    }
    /// The agent on an address does something else.
    SetAgentActivity = SET_AGENT_ACTIVITY, "LINEPROXYREQUEST_SETAGENTACTIVITY" {
        /// The address.
        address: AddressId = "dwAddressID",
        /// The activity.
        activity: ActivityId = "dwActivityID",
    }
    /// What can the handler do?
    GetAgentCaps = GET_AGENT_CAPS, "LINEPROXYREQUEST_GETAGENTCAPS" {
        /// The address.
        address: AddressId = "dwAddressID",
    }
    /// What does the agent on an address do?
    GetAgentStatus = GET_AGENT_STATUS, "LINEPROXYREQUEST_GETAGENTSTATUS" {
        /// The address.
        address: AddressId = "dwAddressID",
    }
    /// Something that only the handler defines.
    AgentSpecific = AGENT_SPECIFIC, "LINEPROXYREQUEST_AGENTSPECIFIC" {
        /// The address.
        address: AddressId = "dwAddressID",
        /// Which extension of the handler, counted from 0.
        extension: u32 = "dwAgentExtensionIDIndex",
        /// What is sent; the answer takes its place.
        params: Block = "Params",
    }
    /// Which activities can the agent on an address choose?
    GetAgentActivityList = GET_AGENT_ACTIVITY_LIST, "LINEPROXYREQUEST_GETAGENTACTIVITYLIST" {
        /// The address.
        address: AddressId = "dwAddressID",
    }
    /// Which groups can the agent on an address log in to?
    GetAgentGroupList = GET_AGENT_GROUP_LIST, "LINEPROXYREQUEST_GETAGENTGROUPLIST" {
        /// The address.
        address: AddressId = "dwAddressID",
    }
    /// An agent logs in.
    CreateAgent = CREATE_AGENT, "LINEPROXYREQUEST_CREATEAGENT" {
        /// The agent's id in the ACD, if the client gave one.
        agent_id: Option<Box<str>> = "agentID",
        /// The agent's PIN, if the client gave one.
        agent_pin: Option<Box<str>> = "agentPIN",
    }
    /// An agent's statistics shall cover another period.
    SetAgentMeasurementPeriod = SET_AGENT_MEASUREMENT_PERIOD, "LINEPROXYREQUEST_SETAGENTMEASUREMENTPERIOD" {
        /// The agent.
        agent: AgentHandle = "hAgent",
        /// The period in seconds; above 0.
        period: u32 = "dwMeasurementPeriod",
    }
    /// How does an agent do?
    GetAgentInfo = GET_AGENT_INFO, "LINEPROXYREQUEST_GETAGENTINFO" {
        /// The agent.
        agent: AgentHandle = "hAgent",
    }
    /// An agent joins a group at an address.
    CreateAgentSession = CREATE_AGENT_SESSION, "LINEPROXYREQUEST_CREATEAGENTSESSION" {
        /// The PIN for this session, if the client gave one.
        agent_pin: Option<Box<str>> = "agentPIN",
        /// The agent.
        agent: AgentHandle = "hAgent",
        /// The group.
        group: Guid = "GroupID",
        /// Where the session's calls arrive.
        working_address: AddressId = "dwWorkingAddressID",
    }
    /// Which sessions does an agent have?
    GetAgentSessionList = GET_AGENT_SESSION_LIST, "LINEPROXYREQUEST_GETAGENTSESSIONLIST" {
        /// The agent.
        agent: AgentHandle = "hAgent",
    }
    /// A session shall change state.
    SetAgentSessionState = SET_AGENT_SESSION_STATE, "LINEPROXYREQUEST_SETAGENTSESSIONSTATE" {
        /// The session.
        session: AgentSessionHandle = "hAgentSession",
        /// The state to enter now, or 0 to keep the current one (erratum E36).
        state: AgentSessionState = "dwAgentSessionState",
        /// The state to enter after the current call, or 0.
        next: AgentSessionState = "dwNextAgentSessionState",
    }
    /// How does a session do?
    GetAgentSessionInfo = GET_AGENT_SESSION_INFO, "LINEPROXYREQUEST_GETAGENTSESSIONINFO" {
        /// The session.
        session: AgentSessionHandle = "hAgentSession",
    }
    /// Which queues does a group have?
    GetQueueList = GET_QUEUE_LIST, "LINEPROXYREQUEST_GETQUEUELIST" {
        /// The group.
        group: Guid = "GroupID",
    }
    /// A queue's statistics shall cover another period.
    SetQueueMeasurementPeriod = SET_QUEUE_MEASUREMENT_PERIOD, "LINEPROXYREQUEST_SETQUEUEMEASUREMENTPERIOD" {
        /// The queue.
        queue: QueueId = "dwQueueID",
        /// The period in seconds; above 0.
        period: u32 = "dwMeasurementPeriod",
    }
    /// How does a queue stand?
    GetQueueInfo = GET_QUEUE_INFO, "LINEPROXYREQUEST_GETQUEUEINFO" {
        /// The queue.
        queue: QueueId = "dwQueueID",
    }
    /// Which groups does the ACD have?
    GetGroupList = GET_GROUP_LIST, "LINEPROXYREQUEST_GETGROUPLIST" {}
    /// An agent shall change state.
    SetAgentStateEx = SET_AGENT_STATE_EX, "LINEPROXYREQUEST_SETAGENTSTATEEX" {
        /// The agent.
        agent: AgentHandle = "hAgent",
        /// The state to enter now, or 0 to keep the current one (erratum E36).
        state: AgentStateEx = "dwAgentState",
        /// The state to enter after the current call, or 0 for the default.
        next: AgentStateEx = "dwNextAgentState",
    }
}
