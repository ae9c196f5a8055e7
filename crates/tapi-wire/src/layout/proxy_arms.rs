//! The 20 arms of `LINEPROXYREQUEST`: what stands behind its header, by request type.

use super::Layout;
use super::Structure as _;
use super::agent::{LineAgentActivityList, LineAgentCaps, LineAgentInfo, LineAgentStatus};
use super::group::LineAgentGroupList;
use super::queue::{LineQueueInfo, LineQueueList};
use super::session::{LineAgentSessionInfo, LineAgentSessionList};
use crate::consts::{AgentSessionState, AgentState, AgentStateEx, ProxyRequestType};
use crate::scalar::Guid;

layout! {
    /// Log an agent in to groups, or out.
    LineProxySetAgentGroup, "LINEPROXYREQUEST.SetAgentGroup", Documented(V2_0), "LINEPROXYREQUEST structure";
    "The address concerned."
    address_id: u32, "dwAddressID";
    "In: the groups; its offsets count from its own start."
    group_list: LineAgentGroupList, "GroupList";
}

layout! {
    /// Set the state of the agent on an address.
    LineProxySetAgentState, "LINEPROXYREQUEST.SetAgentState", Documented(V2_0), "LINEPROXYREQUEST structure";
    "The address concerned."
    address_id: u32, "dwAddressID";
    "The new state; 0 leaves it as it is."
    agent_state: AgentState, "dwAgentState";
    "The next state; 0 for the default (erratum E31)."
    next_agent_state: AgentState, "dwNextAgentState";
}

layout! {
    /// Set the activity of the agent on an address.
    LineProxySetAgentActivity, "LINEPROXYREQUEST.SetAgentActivity", Documented(V2_0), "LINEPROXYREQUEST structure";
    "The address concerned."
    address_id: u32, "dwAddressID";
    "The activity."
    activity_id: u32, "dwActivityID";
}

layout! {
    /// Get what the handler can do.
    LineProxyGetAgentCaps, "LINEPROXYREQUEST.GetAgentCaps", Documented(V2_0), "LINEPROXYREQUEST structure";
    "The address concerned."
    address_id: u32, "dwAddressID";
    "Out: the capabilities; its offsets count from its own start."
    agent_caps: LineAgentCaps, "AgentCaps";
}

layout! {
    /// Get what the agent on an address does.
    LineProxyGetAgentStatus, "LINEPROXYREQUEST.GetAgentStatus", Documented(V2_0), "LINEPROXYREQUEST structure";
    "The address concerned."
    address_id: u32, "dwAddressID";
    "Out: the status; its offsets count from its own start."
    agent_status: LineAgentStatus, "AgentStatus";
}

layout! {
    /// Something that only the handler defines.
    LineProxyAgentSpecific, "LINEPROXYREQUEST.AgentSpecific", Documented(V2_0), "LINEPROXYREQUEST structure";
    "The address concerned."
    address_id: u32, "dwAddressID";
    "Which extension of LINEAGENTCAPS it is, counted from 0."
    agent_extension_id_index: u32, "dwAgentExtensionIDIndex";
    "Bytes of the parameters."
    size: u32, "dwSize";
    "The first byte of the parameters, which go both ways; the rest follows."
    params: [u8; 1], "Params";
}

layout! {
    /// Get the activities that the agent can choose.
    LineProxyGetAgentActivityList, "LINEPROXYREQUEST.GetAgentActivityList", Documented(V2_0),
    "LINEPROXYREQUEST structure";
    "The address concerned."
    address_id: u32, "dwAddressID";
    "Out: the activities; its offsets count from its own start."
    activity_list: LineAgentActivityList, "ActivityList";
}

layout! {
    /// Get the groups to which the agent can log in.
    LineProxyGetAgentGroupList, "LINEPROXYREQUEST.GetAgentGroupList", Documented(V2_0), "LINEPROXYREQUEST structure";
    "The address concerned."
    address_id: u32, "dwAddressID";
    "Out: the groups; its offsets count from its own start."
    group_list: LineAgentGroupList, "GroupList";
}

layout! {
    /// Create an agent.
    LineProxyCreateAgent, "LINEPROXYREQUEST.CreateAgent", Documented(V2_2), "LINEPROXYREQUEST structure";
    "The agent; the handler writes it."
    agent: u32, "hAgent";
    "Size of the agent's id, its terminator included; 0 where there is none."
    agent_id_size: u32, "dwAgentIDSize";
    "Where the agent's id starts, counted from the first field of the arm (erratum E21)."
    agent_id_offset: u32, "dwAgentIDOffset";
    "Size of the agent's PIN, its terminator included; 0 where there is none."
    agent_pin_size: u32, "dwAgentPINSize";
    "Where the agent's PIN starts, counted from the first field of the arm (erratum E21)."
    agent_pin_offset: u32, "dwAgentPINOffset";
}

layout! {
    /// Set the period of an agent's statistics.
    LineProxySetAgentMeasurementPeriod, "LINEPROXYREQUEST.SetAgentMeasurementPeriod", Documented(V2_2),
    "LINEPROXYREQUEST structure";
    "The agent."
    agent: u32, "hAgent";
    "The new period; above 0."
    measurement_period: u32, "dwMeasurementPeriod";
}

layout! {
    /// Get an agent's statistics.
    LineProxyGetAgentInfo, "LINEPROXYREQUEST.GetAgentInfo", Documented(V2_2), "LINEPROXYREQUEST structure";
    "The agent."
    agent: u32, "hAgent";
    "Out: the statistics; its offsets count from its own start."
    agent_info: LineAgentInfo, "AgentInfo";
}

layout! {
    /// Create an agent session.
    LineProxyCreateAgentSession, "LINEPROXYREQUEST.CreateAgentSession", Documented(V2_2), "LINEPROXYREQUEST structure";
    "The session; the handler writes it."
    agent_session: u32, "hAgentSession";
    "Size of the agent's PIN, its terminator included; 0 where there is none."
    agent_pin_size: u32, "dwAgentPINSize";
    "Where the agent's PIN starts, counted from the first field of the arm (erratum E21)."
    agent_pin_offset: u32, "dwAgentPINOffset";
    "The agent."
    agent: u32, "hAgent";
    "The ACD group."
    group_id: Guid, "GroupID";
    "The address on which the agent will take the calls."
    working_address_id: u32, "dwWorkingAddressID";
}

layout! {
    /// Get an agent's sessions.
    LineProxyGetAgentSessionList, "LINEPROXYREQUEST.GetAgentSessionList", Documented(V2_2),
    "LINEPROXYREQUEST structure";
    "The agent."
    agent: u32, "hAgent";
    "Out: the sessions; its offsets count from its own start."
    session_list: LineAgentSessionList, "SessionList";
}

layout! {
    /// Set the state of an agent session.
    LineProxySetAgentSessionState, "LINEPROXYREQUEST.SetAgentSessionState", Documented(V2_2),
    "LINEPROXYREQUEST structure";
    "The agent session."
    agent_session: u32, "hAgentSession";
    "The new state; 0 leaves it as it is."
    agent_session_state: AgentSessionState, "dwAgentSessionState";
    "The next state, or 0."
    next_agent_session_state: AgentSessionState, "dwNextAgentSessionState";
}

layout! {
    /// Get the statistics of an agent session.
    LineProxyGetAgentSessionInfo, "LINEPROXYREQUEST.GetAgentSessionInfo", Documented(V2_2),
    "LINEPROXYREQUEST structure";
    "The agent session."
    agent_session: u32, "hAgentSession";
    "Out: the statistics; its offsets count from its own start."
    session_info: LineAgentSessionInfo, "SessionInfo";
}

layout! {
    /// Get the queues of a group.
    LineProxyGetQueueList, "LINEPROXYREQUEST.GetQueueList", Documented(V2_2), "LINEPROXYREQUEST structure";
    "The ACD group."
    group_id: Guid, "GroupID";
    "Out: the queues; its offsets count from its own start."
    queue_list: LineQueueList, "QueueList";
}

layout! {
    /// Set the period of a queue's statistics.
    LineProxySetQueueMeasurementPeriod, "LINEPROXYREQUEST.SetQueueMeasurementPeriod", Documented(V2_2),
    "LINEPROXYREQUEST structure";
    "The queue."
    queue_id: u32, "dwQueueID";
    "The new period; above 0."
    measurement_period: u32, "dwMeasurementPeriod";
}

layout! {
    /// Get a queue's statistics.
    LineProxyGetQueueInfo, "LINEPROXYREQUEST.GetQueueInfo", Documented(V2_2), "LINEPROXYREQUEST structure";
    "The queue."
    queue_id: u32, "dwQueueID";
    "Out: the statistics; its offsets count from its own start."
    queue_info: LineQueueInfo, "QueueInfo";
}

layout! {
    /// Get all groups.
    LineProxyGetGroupList, "LINEPROXYREQUEST.GetGroupList", Documented(V2_2), "LINEPROXYREQUEST structure";
    "Out: the groups; its offsets count from its own start."
    group_list: LineAgentGroupList, "GroupList";
}

layout! {
    /// Set the state of an agent.
    LineProxySetAgentStateEx, "LINEPROXYREQUEST.SetAgentStateEx", Documented(V2_2), "LINEPROXYREQUEST structure";
    "The agent."
    agent: u32, "hAgent";
    "The new state; 0 leaves it as it is."
    agent_state: AgentStateEx, "dwAgentState";
    "The next state; 0 for the default."
    next_agent_state: AgentStateEx, "dwNextAgentState";
}

/// Which arm a request type chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProxyArm {
    /// The request type.
    pub request_type: ProxyRequestType,
    /// The arm.
    pub layout: &'static Layout,
}

/// The arms, in the order of their request types.
pub const PROXY_ARMS: &[ProxyArm] = &[
    arm(ProxyRequestType::SET_AGENT_GROUP, LineProxySetAgentGroup::LAYOUT),
    arm(ProxyRequestType::SET_AGENT_STATE, LineProxySetAgentState::LAYOUT),
    arm(ProxyRequestType::SET_AGENT_ACTIVITY, LineProxySetAgentActivity::LAYOUT),
    arm(ProxyRequestType::GET_AGENT_CAPS, LineProxyGetAgentCaps::LAYOUT),
    arm(ProxyRequestType::GET_AGENT_STATUS, LineProxyGetAgentStatus::LAYOUT),
    arm(ProxyRequestType::AGENT_SPECIFIC, LineProxyAgentSpecific::LAYOUT),
    arm(ProxyRequestType::GET_AGENT_ACTIVITY_LIST, LineProxyGetAgentActivityList::LAYOUT),
    arm(ProxyRequestType::GET_AGENT_GROUP_LIST, LineProxyGetAgentGroupList::LAYOUT),
    arm(ProxyRequestType::CREATE_AGENT, LineProxyCreateAgent::LAYOUT),
    arm(ProxyRequestType::SET_AGENT_MEASUREMENT_PERIOD, LineProxySetAgentMeasurementPeriod::LAYOUT),
    arm(ProxyRequestType::GET_AGENT_INFO, LineProxyGetAgentInfo::LAYOUT),
    arm(ProxyRequestType::CREATE_AGENT_SESSION, LineProxyCreateAgentSession::LAYOUT),
    arm(ProxyRequestType::GET_AGENT_SESSION_LIST, LineProxyGetAgentSessionList::LAYOUT),
    arm(ProxyRequestType::SET_AGENT_SESSION_STATE, LineProxySetAgentSessionState::LAYOUT),
    arm(ProxyRequestType::GET_AGENT_SESSION_INFO, LineProxyGetAgentSessionInfo::LAYOUT),
    arm(ProxyRequestType::GET_QUEUE_LIST, LineProxyGetQueueList::LAYOUT),
    arm(ProxyRequestType::SET_QUEUE_MEASUREMENT_PERIOD, LineProxySetQueueMeasurementPeriod::LAYOUT),
    arm(ProxyRequestType::GET_QUEUE_INFO, LineProxyGetQueueInfo::LAYOUT),
    arm(ProxyRequestType::GET_GROUP_LIST, LineProxyGetGroupList::LAYOUT),
    arm(ProxyRequestType::SET_AGENT_STATE_EX, LineProxySetAgentStateEx::LAYOUT),
];

const fn arm(request_type: ProxyRequestType, layout: &'static Layout) -> ProxyArm {
    ProxyArm { request_type, layout }
}
