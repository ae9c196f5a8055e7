//! What the agent handler answers, and the things that answers are made of.

mod bytes;

use alloc::boxed::Box;
use alloc::vec::Vec;

use tapi_wire::consts::{
    AgentFeatures, AgentSessionState, AgentState, AgentStateEx, AgentStatus as AgentStatusBits, ApiVersion,
};
use tapi_wire::{Currency, Guid, OleDate};

use crate::block::Block;
use crate::ids::{ActivityId, AddressId, AgentHandle, AgentSessionHandle, QueueId};

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
    /// What the handler can do.
    #[cfg_attr(feature = "serde", serde(rename = "AgentCaps"))]
    Caps(Box<AgentCaps>),
    /// What the agent on the address does.
    #[cfg_attr(feature = "serde", serde(rename = "AgentStatus"))]
    Status(Box<AgentStatus>),
    /// What the handler made of the bytes it was sent; as many as came.
    #[cfg_attr(feature = "serde", serde(rename = "Params"))]
    Specific(Block),
    /// The activities that the agent can choose.
    #[cfg_attr(feature = "serde", serde(rename = "ActivityList"))]
    Activities(Vec<ActivityEntry>),
    /// The groups that the agent can log in to, or every group of the ACD.
    #[cfg_attr(feature = "serde", serde(rename = "GroupList"))]
    Groups(Vec<GroupEntry>),
    /// The agent's state and statistics.
    #[cfg_attr(feature = "serde", serde(rename = "AgentInfo"))]
    AgentInfo(Box<AgentInfo>),
    /// The agent's sessions.
    #[cfg_attr(feature = "serde", serde(rename = "SessionList"))]
    Sessions(Vec<AgentSessionEntry>),
    /// The session's state and statistics.
    #[cfg_attr(feature = "serde", serde(rename = "SessionInfo"))]
    SessionInfo(Box<AgentSessionInfo>),
    /// The queues of the group.
    #[cfg_attr(feature = "serde", serde(rename = "QueueList"))]
    Queues(Vec<QueueEntry>),
    /// The queue's statistics.
    #[cfg_attr(feature = "serde", serde(rename = "QueueInfo"))]
    Queue(Box<QueueInfo>),
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

/// An activity that an agent can choose. C name: `LINEAGENTACTIVITYENTRY`; TAPI 2.0.
#[doc(alias = "LINEAGENTACTIVITYENTRY")]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ActivityEntry {
    /// Its number (`dwID`).
    #[cfg_attr(feature = "serde", serde(rename = "dwID"))]
    pub id: ActivityId,
    /// Its name, for people.
    pub name: Box<str>,
}

/// An agent session in a list. C name: `LINEAGENTSESSIONENTRY`; TAPI 2.2.
#[doc(alias = "LINEAGENTSESSIONENTRY")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AgentSessionEntry {
    /// The session (`hAgentSession`).
    #[cfg_attr(feature = "serde", serde(rename = "hAgentSession"))]
    pub session: AgentSessionHandle,
    /// Whose it is (`hAgent`).
    #[cfg_attr(feature = "serde", serde(rename = "hAgent"))]
    pub agent: AgentHandle,
    /// The group it serves (`GroupID`).
    #[cfg_attr(feature = "serde", serde(rename = "GroupID"))]
    pub group: Guid,
    /// Where its calls arrive (`dwWorkingAddressID`).
    #[cfg_attr(feature = "serde", serde(rename = "dwWorkingAddressID"))]
    pub working_address: AddressId,
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
/// The measurement period is the time since the handler started until `lineSetQueueMeasurementPeriod` sets one.
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

/// What the agent handler of a line can do.
///
/// C name: `LINEAGENTCAPS`; TAPI 2.0. Microsoft page: *LINEAGENTCAPS structure*.
#[doc(alias = "LINEAGENTCAPS")]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AgentCaps {
    /// The handler's name and version, for people; empty where it has none (`agentHandlerInfo`).
    #[cfg_attr(feature = "serde", serde(rename = "agentHandlerInfo"))]
    pub handler_info: Box<str>,
    /// The TAPI version by which the handler answers (`dwCapsVersion`).
    #[cfg_attr(feature = "serde", serde(rename = "dwCapsVersion"))]
    pub caps_version: ApiVersion,
    /// What an application may ever do with the agent (`dwFeatures`).
    #[cfg_attr(feature = "serde", serde(rename = "dwFeatures"))]
    pub features: AgentFeatures,
    /// The states that lineSetAgentState may ever accept, as `LINEAGENTSTATE_` bits (`dwStates`).
    #[cfg_attr(feature = "serde", serde(rename = "dwStates"))]
    pub states: u32,
    /// The states that lineSetAgentState may ever accept as the next one, as bits (`dwNextStates`).
    #[cfg_attr(feature = "serde", serde(rename = "dwNextStates"))]
    pub next_states: u32,
    /// The most groups that lineSetAgentGroup accepts (`dwMaxNumGroupEntries`).
    #[cfg_attr(feature = "serde", serde(rename = "dwMaxNumGroupEntries"))]
    pub max_num_group_entries: u32,
    /// What LINE_AGENTSTATUS can report (`dwAgentStatusMessages`).
    #[cfg_attr(feature = "serde", serde(rename = "dwAgentStatusMessages"))]
    pub status_messages: AgentStatusBits,
    /// The extensions; the place of one is its index in lineAgentSpecific (erratum E12) (`agentExtensionIDs`).
    #[cfg_attr(feature = "serde", serde(rename = "agentExtensionIDs"))]
    pub extensions: Vec<[u32; 4]>,
    /// Which agent handler serves the line; told from TAPI 2.2 on (`ProxyGUID`).
    #[cfg_attr(feature = "serde", serde(rename = "ProxyGUID"))]
    pub proxy_guid: Guid,
}

/// What the agent on an address does.
///
/// C name: `LINEAGENTSTATUS`; TAPI 2.0. Microsoft page: *LINEAGENTSTATUS structure*.
#[doc(alias = "LINEAGENTSTATUS")]
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AgentStatus {
    /// The groups that the agent is logged in to; none where nobody is (`GroupList`).
    #[cfg_attr(feature = "serde", serde(rename = "GroupList"))]
    pub groups: Vec<GroupEntry>,
    /// The state now; 0 is another way to say UNAVAIL (erratum E32) (`dwState`).
    #[cfg_attr(feature = "serde", serde(rename = "dwState"))]
    pub state: AgentState,
    /// The state that follows the current call (`dwNextState`).
    #[cfg_attr(feature = "serde", serde(rename = "dwNextState"))]
    pub next_state: AgentState,
    /// The activity now (`dwActivityID`).
    #[cfg_attr(feature = "serde", serde(rename = "dwActivityID"))]
    pub activity: ActivityId,
    /// The activity's name, for people; empty where it has none (`activityName`).
    #[cfg_attr(feature = "serde", serde(rename = "activityName"))]
    pub activity_name: Box<str>,
    /// What an application may do with the agent now (`dwAgentFeatures`).
    #[cfg_attr(feature = "serde", serde(rename = "dwAgentFeatures"))]
    pub features: AgentFeatures,
    /// The states that can be chosen now, as `LINEAGENTSTATE_` bits (`dwValidStates`).
    #[cfg_attr(feature = "serde", serde(rename = "dwValidStates"))]
    pub valid_states: u32,
    /// The next states that can be chosen now, as bits (`dwValidNextStates`).
    #[cfg_attr(feature = "serde", serde(rename = "dwValidNextStates"))]
    pub valid_next_states: u32,
}

/// An agent's state and statistics over all sessions; times in whole seconds.
///
/// C name: `LINEAGENTINFO`; TAPI 2.2. Microsoft page: *LINEAGENTINFO structure*.
#[doc(alias = "LINEAGENTINFO")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AgentInfo {
    /// The state now (`dwAgentState`).
    #[cfg_attr(feature = "serde", serde(rename = "dwAgentState"))]
    pub state: AgentStateEx,
    /// The state that follows the current call (`dwNextAgentState`).
    #[cfg_attr(feature = "serde", serde(rename = "dwNextAgentState"))]
    pub next_state: AgentStateEx,
    /// The period that the statistics cover, in seconds (`dwMeasurementPeriod`).
    #[cfg_attr(feature = "serde", serde(rename = "dwMeasurementPeriod"))]
    pub measurement_period: u32,
    /// Calls per hour in which the agent had a session; overlapping sessions count once (`cyOverallCallRate`).
    #[cfg_attr(feature = "serde", serde(rename = "cyOverallCallRate"))]
    pub overall_call_rate: Currency,
    /// ACD calls handled (`dwNumberOfACDCalls`).
    #[cfg_attr(feature = "serde", serde(rename = "dwNumberOfACDCalls"))]
    pub number_of_acd_calls: u32,
    /// Incoming calls handled that are no ACD calls (`dwNumberOfIncomingCalls`).
    #[cfg_attr(feature = "serde", serde(rename = "dwNumberOfIncomingCalls"))]
    pub number_of_incoming_calls: u32,
    /// Outgoing calls handled (`dwNumberOfOutgoingCalls`).
    #[cfg_attr(feature = "serde", serde(rename = "dwNumberOfOutgoingCalls"))]
    pub number_of_outgoing_calls: u32,
    /// Talk time of ACD calls, in seconds (`dwTotalACDTalkTime`).
    #[cfg_attr(feature = "serde", serde(rename = "dwTotalACDTalkTime"))]
    pub total_acd_talk_time: u32,
    /// Talk and wrap-up time of ACD calls, in seconds (`dwTotalACDCallTime`).
    #[cfg_attr(feature = "serde", serde(rename = "dwTotalACDCallTime"))]
    pub total_acd_call_time: u32,
    /// Wrap-up time of ACD calls, in seconds (`dwTotalACDWrapUpTime`).
    #[cfg_attr(feature = "serde", serde(rename = "dwTotalACDWrapUpTime"))]
    pub total_acd_wrap_up_time: u32,
}

/// A session's state and statistics; times in whole seconds.
///
/// C name: `LINEAGENTSESSIONINFO`; TAPI 2.2. Microsoft page: *LINEAGENTSESSIONINFO structure*.
#[doc(alias = "LINEAGENTSESSIONINFO")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AgentSessionInfo {
    /// The state now (`dwAgentSessionState`).
    #[cfg_attr(feature = "serde", serde(rename = "dwAgentSessionState"))]
    pub state: AgentSessionState,
    /// The state that follows the current call (`dwNextAgentSessionState`).
    #[cfg_attr(feature = "serde", serde(rename = "dwNextAgentSessionState"))]
    pub next_state: AgentSessionState,
    /// When the session was created (`dateSessionStartTime`).
    #[cfg_attr(feature = "serde", serde(rename = "dateSessionStartTime"))]
    pub start_time: OleDate,
    /// How long it has been active; stops when it has ended (`dwSessionDuration`).
    #[cfg_attr(feature = "serde", serde(rename = "dwSessionDuration"))]
    pub duration: u32,
    /// ACD calls (`dwNumberOfCalls`).
    #[cfg_attr(feature = "serde", serde(rename = "dwNumberOfCalls"))]
    pub number_of_calls: u32,
    /// Talk time (`dwTotalTalkTime`).
    #[cfg_attr(feature = "serde", serde(rename = "dwTotalTalkTime"))]
    pub total_talk_time: u32,
    /// Talk time per call (`dwAverageTalkTime`).
    #[cfg_attr(feature = "serde", serde(rename = "dwAverageTalkTime"))]
    pub average_talk_time: u32,
    /// Talk and wrap-up time (`dwTotalCallTime`).
    #[cfg_attr(feature = "serde", serde(rename = "dwTotalCallTime"))]
    pub total_call_time: u32,
    /// Talk and wrap-up time per call (`dwAverageCallTime`).
    #[cfg_attr(feature = "serde", serde(rename = "dwAverageCallTime"))]
    pub average_call_time: u32,
    /// Wrap-up time (`dwTotalWrapUpTime`).
    #[cfg_attr(feature = "serde", serde(rename = "dwTotalWrapUpTime"))]
    pub total_wrap_up_time: u32,
    /// Wrap-up time per call (`dwAverageWrapUpTime`).
    #[cfg_attr(feature = "serde", serde(rename = "dwAverageWrapUpTime"))]
    pub average_wrap_up_time: u32,
    /// Calls per hour (`cyACDCallRate`).
    #[cfg_attr(feature = "serde", serde(rename = "cyACDCallRate"))]
    pub acd_call_rate: Currency,
    /// The longest time that a call waited for an answer (`dwLongestTimeToAnswer`).
    #[cfg_attr(feature = "serde", serde(rename = "dwLongestTimeToAnswer"))]
    pub longest_time_to_answer: u32,
    /// The mean time that calls waited for an answer (`dwAverageTimeToAnswer`).
    #[cfg_attr(feature = "serde", serde(rename = "dwAverageTimeToAnswer"))]
    pub average_time_to_answer: u32,
}
