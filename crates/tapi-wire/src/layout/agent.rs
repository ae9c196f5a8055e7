//! The agent: capabilities, state and statistics, activities.

use crate::consts::{AgentFeatures, AgentState, AgentStateEx, AgentStatus, ApiVersion};
use crate::scalar::{Currency, Guid};

layout! {
    /// What the agent handler of a line can do.
    ///
    /// The fixed part takes 72 bytes where TAPI 2.2 or later was negotiated and 56 bytes below. Erratum
    /// E12: no extension ids means that extensions are not supported.
    LineAgentCaps, "LINEAGENTCAPS", Documented(V2_0), "LINEAGENTCAPS structure";
    "Bytes the caller provides for the structure and its variable part; the callee never changes it."
    total_size: u32, "dwTotalSize", "byte";
    "Bytes that everything would take, this fixed part included; may exceed dwTotalSize."
    needed_size: u32, "dwNeededSize", "byte";
    "Bytes filled with meaningful data."
    used_size: u32, "dwUsedSize", "byte";
    "Size of the name and version of the handler, its terminator included."
    agent_handler_info_size: u32, "dwAgentHandlerInfoSize", "byte";
    "Where the name and version of the handler starts in this structure."
    agent_handler_info_offset: u32, "dwAgentHandlerInfoOffset", "byte";
    "TAPI version by which the handler filled this structure; not above the one asked for."
    caps_version: ApiVersion, "dwCapsVersion", "version word";
    "What an application may ever do with the agent."
    features: AgentFeatures, "dwFeatures", "bits";
    "LINEAGENTSTATE_ bits that lineSetAgentState may ever accept as the state."
    states: u32, "dwStates", "bits" [of AgentState];
    "LINEAGENTSTATE_ bits that lineSetAgentState may ever accept as the next state."
    next_states: u32, "dwNextStates", "bits" [of AgentState];
    "The most groups that lineSetAgentGroup accepts."
    max_num_group_entries: u32, "dwMaxNumGroupEntries", "count";
    "What LINE_AGENTSTATUS can report."
    agent_status_messages: AgentStatus, "dwAgentStatusMessages", "bits";
    "Number of LINEEXTENSIONID elements; 0 where the handler has no extensions."
    num_agent_extension_ids: u32, "dwNumAgentExtensionIDs", "count";
    "Bytes of the extension ids: 16 times their number."
    agent_extension_id_list_size: u32, "dwAgentExtensionIDListSize", "byte";
    "Where the extension ids start in this structure; the place of one is its index in lineAgentSpecific."
    agent_extension_id_list_offset: u32, "dwAgentExtensionIDListOffset", "byte";
    "Which agent handler serves the line."
    proxy_guid: Guid, "ProxyGUID", "GUID" [since V2_2];
}

layout! {
    /// What the agent on an address does: state, groups, activity.
    LineAgentStatus, "LINEAGENTSTATUS", Documented(V2_0), "LINEAGENTSTATUS structure";
    "Bytes the caller provides for the structure and its variable part; the callee never changes it."
    total_size: u32, "dwTotalSize", "byte";
    "Bytes that everything would take, this fixed part included; may exceed dwTotalSize."
    needed_size: u32, "dwNeededSize", "byte";
    "Bytes filled with meaningful data."
    used_size: u32, "dwUsedSize", "byte";
    "Number of LINEAGENTGROUPENTRY elements; 0 where no agent is logged in."
    num_entries: u32, "dwNumEntries", "count";
    "Bytes of the groups: 24 times their number."
    group_list_size: u32, "dwGroupListSize", "byte";
    "Where the groups that the agent is logged in to start in this structure."
    group_list_offset: u32, "dwGroupListOffset", "byte";
    "The state now; 0 is another way to say LINEAGENTSTATE_UNAVAIL."
    state: AgentState, "dwState", "one-hot, or 0 = LINEAGENTSTATE_UNAVAIL";
    "The state that follows by itself when the call is over."
    next_state: AgentState, "dwNextState", "one-hot";
    "The activity now."
    activity_id: u32, "dwActivityID", "id";
    "Size of the name of the activity, its terminator included."
    activity_size: u32, "dwActivitySize", "byte";
    "Where the name of the activity starts in this structure."
    activity_offset: u32, "dwActivityOffset", "byte";
    "What an application may do with the agent now."
    agent_features: AgentFeatures, "dwAgentFeatures", "bits";
    "LINEAGENTSTATE_ bits that can be chosen now."
    valid_states: u32, "dwValidStates", "bits" [of AgentState];
    "LINEAGENTSTATE_ bits that can be chosen as the next state now."
    valid_next_states: u32, "dwValidNextStates", "bits" [of AgentState];
}

layout! {
    /// Statistics of an agent over all sessions.
    LineAgentInfo, "LINEAGENTINFO", Documented(V2_2), "LINEAGENTINFO structure";
    "Bytes the caller provides for the structure and its variable part; the callee never changes it."
    total_size: u32, "dwTotalSize", "byte";
    "Bytes that everything would take, this fixed part included; may exceed dwTotalSize."
    needed_size: u32, "dwNeededSize", "byte";
    "Bytes filled with meaningful data."
    used_size: u32, "dwUsedSize", "byte";
    "The state now."
    agent_state: AgentStateEx, "dwAgentState", "one-hot";
    "The state that follows."
    next_agent_state: AgentStateEx, "dwNextAgentState", "one-hot";
    "The period that the statistics cover."
    measurement_period: u32, "dwMeasurementPeriod", "second";
    "Calls per hour in which the agent was active in a session; overlapping sessions count once."
    overall_call_rate: Currency, "cyOverallCallRate", "calls per hour";
    "ACD calls handled."
    number_of_acd_calls: u32, "dwNumberOfACDCalls", "count";
    "Incoming calls handled that are no ACD calls."
    number_of_incoming_calls: u32, "dwNumberOfIncomingCalls", "count";
    "Outgoing calls handled that are no ACD calls."
    number_of_outgoing_calls: u32, "dwNumberOfOutgoingCalls", "count";
    "Talk time of ACD calls."
    total_acd_talk_time: u32, "dwTotalACDTalkTime", "second";
    "Talk and wrap-up time of ACD calls."
    total_acd_call_time: u32, "dwTotalACDCallTime", "second";
    "Wrap-up time of ACD calls."
    total_acd_wrap_up_time: u32, "dwTotalACDWrapUpTime", "second";
}

layout! {
    /// An agent in a list of agents.
    ///
    /// Erratum E18: no function returns it.
    LineAgentEntry, "LINEAGENTENTRY", Documented(V2_2), "LINEAGENTENTRY structure";
    "The agent."
    agent: u32, "hAgent", "handle";
    "Size of the agent's name, which is that of the user, its terminator included."
    name_size: u32, "dwNameSize", "byte";
    "Where the agent's name, which is that of the user starts in the structure that holds the array."
    name_offset: u32, "dwNameOffset", "byte";
    "Size of the agent's id in older systems, its terminator included."
    id_size: u32, "dwIDSize", "byte";
    "Where the agent's id in older systems starts in the structure that holds the array."
    id_offset: u32, "dwIDOffset", "byte";
    "Size of the agent's PIN in older systems, its terminator included."
    pin_size: u32, "dwPINSize", "byte";
    "Where the agent's PIN in older systems starts in the structure that holds the array."
    pin_offset: u32, "dwPINOffset", "byte";
}

layout! {
    /// A list of agents.
    ///
    /// Erratum E18: no function returns it.
    LineAgentList, "LINEAGENTLIST", Documented(V2_2), "LINEAGENTLIST structure";
    "Bytes the caller provides for the structure and its variable part; the callee never changes it."
    total_size: u32, "dwTotalSize", "byte";
    "Bytes that everything would take, this fixed part included; may exceed dwTotalSize."
    needed_size: u32, "dwNeededSize", "byte";
    "Bytes filled with meaningful data."
    used_size: u32, "dwUsedSize", "byte";
    "Number of LINEAGENTENTRY elements."
    num_entries: u32, "dwNumEntries", "count";
    "Bytes of the array: the number of elements times the size of one."
    list_size: u32, "dwListSize", "byte";
    "Where the array of agents starts in this structure; 0 where it is empty."
    list_offset: u32, "dwListOffset", "byte";
}

layout! {
    /// An activity that an agent can choose.
    LineAgentActivityEntry, "LINEAGENTACTIVITYENTRY", Documented(V2_0), "LINEAGENTACTIVITYENTRY structure";
    "The activity; unique within the handler."
    id: u32, "dwID", "id";
    "Size of the name of the activity, its terminator included."
    name_size: u32, "dwNameSize", "byte";
    "Where the name of the activity starts in the structure that holds the array."
    name_offset: u32, "dwNameOffset", "byte";
}

layout! {
    /// The activities that an agent can choose.
    LineAgentActivityList, "LINEAGENTACTIVITYLIST", Documented(V2_0), "LINEAGENTACTIVITYLIST structure";
    "Bytes the caller provides for the structure and its variable part; the callee never changes it."
    total_size: u32, "dwTotalSize", "byte";
    "Bytes that everything would take, this fixed part included; may exceed dwTotalSize."
    needed_size: u32, "dwNeededSize", "byte";
    "Bytes filled with meaningful data."
    used_size: u32, "dwUsedSize", "byte";
    "Number of LINEAGENTACTIVITYENTRY elements."
    num_entries: u32, "dwNumEntries", "count";
    "Bytes of the array: the number of elements times the size of one."
    list_size: u32, "dwListSize", "byte";
    "Where the array of activities starts in this structure; 0 where it is empty."
    list_offset: u32, "dwListOffset", "byte";
}
