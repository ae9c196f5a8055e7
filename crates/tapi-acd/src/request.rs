//! What a proxied function asks of the agent handler, and what the handler answers.
//!
//! These are the meanings of the `LINEPROXYREQUEST` union's arms; an arm's request and answer stand in the same buffer.

use alloc::boxed::Box;
use alloc::vec::Vec;

use tapi_wire::Guid;
use tapi_wire::consts::{AgentSessionState, AgentStateEx, ProxyRequestType};

use crate::ids::{AddressId, AgentHandle, AgentSessionHandle, QueueId};

/// A request as the handler finds it in the buffer that LINE_PROXYREQUEST names.
///
/// C name: `LINEPROXYREQUEST`; TAPI 2.0. Microsoft page: *LINEPROXYREQUEST structure*.
#[doc(alias = "LINEPROXYREQUEST")]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(tag = "dwRequestType"))]
#[non_exhaustive]
pub enum ProxyRequest {
    /// An agent logs in.
    #[cfg_attr(feature = "serde", serde(rename = "LINEPROXYREQUEST_CREATEAGENT"))]
    CreateAgent {
        /// The agent's id in the ACD, if the client gave one.
        #[cfg_attr(feature = "serde", serde(rename = "agentID"))]
        agent_id: Option<Box<str>>,
        /// The agent's PIN, if the client gave one.
        #[cfg_attr(feature = "serde", serde(rename = "agentPIN"))]
        agent_pin: Option<Box<str>>,
    },
    /// An agent joins a group at an address.
    #[cfg_attr(feature = "serde", serde(rename = "LINEPROXYREQUEST_CREATEAGENTSESSION"))]
    CreateAgentSession {
        /// The PIN for this session, if the client gave one.
        #[cfg_attr(feature = "serde", serde(rename = "agentPIN"))]
        agent_pin: Option<Box<str>>,
        /// The agent.
        #[cfg_attr(feature = "serde", serde(rename = "hAgent"))]
        agent: AgentHandle,
        /// The group.
        #[cfg_attr(feature = "serde", serde(rename = "GroupID"))]
        group: Guid,
        /// Where the session's calls arrive.
        #[cfg_attr(feature = "serde", serde(rename = "dwWorkingAddressID"))]
        working_address: AddressId,
    },
    /// A session shall change state.
    #[cfg_attr(feature = "serde", serde(rename = "LINEPROXYREQUEST_SETAGENTSESSIONSTATE"))]
    SetAgentSessionState {
        /// The session.
        #[cfg_attr(feature = "serde", serde(rename = "hAgentSession"))]
        session: AgentSessionHandle,
        /// The state to enter now, or 0 to keep the current one (erratum E36).
        #[cfg_attr(feature = "serde", serde(rename = "dwAgentSessionState"))]
        state: AgentSessionState,
        /// The state to enter after the current call, or 0.
        #[cfg_attr(feature = "serde", serde(rename = "dwNextAgentSessionState"))]
        next: AgentSessionState,
    },
    /// An agent shall change state.
    #[cfg_attr(feature = "serde", serde(rename = "LINEPROXYREQUEST_SETAGENTSTATEEX"))]
    SetAgentStateEx {
        /// The agent.
        #[cfg_attr(feature = "serde", serde(rename = "hAgent"))]
        agent: AgentHandle,
        /// The state to enter now, or 0 to keep the current one (erratum E36).
        #[cfg_attr(feature = "serde", serde(rename = "dwAgentState"))]
        state: AgentStateEx,
        /// The state to enter after the current call, or 0.
        #[cfg_attr(feature = "serde", serde(rename = "dwNextAgentState"))]
        next: AgentStateEx,
    },
    /// Which groups are there?
    #[cfg_attr(feature = "serde", serde(rename = "LINEPROXYREQUEST_GETGROUPLIST"))]
    GetGroupList,
    /// Which queues does a group serve?
    #[cfg_attr(feature = "serde", serde(rename = "LINEPROXYREQUEST_GETQUEUELIST"))]
    GetQueueList {
        /// The group.
        #[cfg_attr(feature = "serde", serde(rename = "GroupID"))]
        group: Guid,
    },
    /// How does a queue stand?
    #[cfg_attr(feature = "serde", serde(rename = "LINEPROXYREQUEST_GETQUEUEINFO"))]
    GetQueueInfo {
        /// The queue.
        #[cfg_attr(feature = "serde", serde(rename = "dwQueueID"))]
        queue: QueueId,
    },
}

impl ProxyRequest {
    /// The request's type.
    pub const fn request_type(&self) -> ProxyRequestType {
        match self {
            ProxyRequest::CreateAgent { .. } => ProxyRequestType::CREATE_AGENT,
            ProxyRequest::CreateAgentSession { .. } => ProxyRequestType::CREATE_AGENT_SESSION,
            ProxyRequest::SetAgentSessionState { .. } => ProxyRequestType::SET_AGENT_SESSION_STATE,
            ProxyRequest::SetAgentStateEx { .. } => ProxyRequestType::SET_AGENT_STATE_EX,
            ProxyRequest::GetGroupList => ProxyRequestType::GET_GROUP_LIST,
            ProxyRequest::GetQueueList { .. } => ProxyRequestType::GET_QUEUE_LIST,
            ProxyRequest::GetQueueInfo { .. } => ProxyRequestType::GET_QUEUE_INFO,
        }
    }
}

/// What the handler puts into the buffer; the client has it when LINE_REPLY reports success.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Answer {
    /// The new agent's handle, unique in the handler.
    #[cfg_attr(feature = "serde", serde(rename = "hAgent"))]
    Agent(AgentHandle),
    /// The new session's handle, unique in the handler.
    #[cfg_attr(feature = "serde", serde(rename = "hAgentSession"))]
    Session(AgentSessionHandle),
    /// Every group of the ACD.
    #[cfg_attr(feature = "serde", serde(rename = "GroupList"))]
    Groups(Vec<GroupEntry>),
    /// The queues of the group.
    #[cfg_attr(feature = "serde", serde(rename = "QueueList"))]
    Queues(Vec<QueueEntry>),
    /// The queue's statistics.
    #[cfg_attr(feature = "serde", serde(rename = "QueueInfo"))]
    Queue(QueueInfo),
}

/// An ACD group. C name: `LINEAGENTGROUPENTRY`; TAPI 2.0.
#[doc(alias = "LINEAGENTGROUPENTRY")]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct GroupEntry {
    /// Its id (`GroupID`).
    #[cfg_attr(feature = "serde", serde(rename = "GroupID"))]
    pub id: Guid,
    /// Its name, for people.
    pub name: Box<str>,
}

/// A queue. C name: `LINEQUEUEENTRY`; TAPI 2.2 (erratum E14).
#[doc(alias = "LINEQUEUEENTRY")]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct QueueEntry {
    /// Its number (`dwQueueID`).
    #[cfg_attr(feature = "serde", serde(rename = "dwQueueID"))]
    pub id: QueueId,
    /// Its name, for people.
    pub name: Box<str>,
}

/// How a queue stands; times in whole seconds. C name: `LINEQUEUEINFO`; TAPI 2.2 (errata E14, E15).
///
/// The measurement period is the time since the handler started: `lineSetQueueMeasurementPeriod` is not served yet.
#[doc(alias = "LINEQUEUEINFO")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct QueueInfo {
    /// Length of the measurement period in seconds.
    #[cfg_attr(feature = "serde", serde(rename = "dwMeasurementPeriod"))]
    pub measurement_period: u32,
    /// Calls that entered the queue in the period.
    #[cfg_attr(feature = "serde", serde(rename = "dwTotalCallsQueued"))]
    pub total_calls_queued: u32,
    /// Calls in the queue now.
    #[cfg_attr(feature = "serde", serde(rename = "dwCurrentCallsQueued"))]
    pub current_calls_queued: u32,
    /// Calls whose caller gave up, in the period.
    #[cfg_attr(feature = "serde", serde(rename = "dwTotalCallsAbandoned"))]
    pub total_calls_abandoned: u32,
    /// Calls that came from another queue or group, in the period.
    #[cfg_attr(feature = "serde", serde(rename = "dwTotalCallsFlowedIn"))]
    pub total_calls_flowed_in: u32,
    /// Calls that went to another queue or group, in the period.
    #[cfg_attr(feature = "serde", serde(rename = "dwTotalCallsFlowedOut"))]
    pub total_calls_flowed_out: u32,
    /// The longest wait of any call, in seconds.
    #[cfg_attr(feature = "serde", serde(rename = "dwLongestEverWaitTime"))]
    pub longest_ever_wait_time: u32,
    /// The longest wait of a call that is still in the queue, in seconds.
    #[cfg_attr(feature = "serde", serde(rename = "dwCurrentLongestWaitTime"))]
    pub current_longest_wait_time: u32,
    /// The mean wait of the calls that have left the queue, in seconds.
    #[cfg_attr(feature = "serde", serde(rename = "dwAverageWaitTime"))]
    pub average_wait_time: u32,
    /// Calls that came to the end of the call guide unanswered, in the period.
    #[cfg_attr(feature = "serde", serde(rename = "dwFinalDisposition"))]
    pub final_disposition: u32,
}
