//! Agent sessions: an agent who serves a group on an address.

use crate::consts::AgentSessionState;
use crate::scalar::{Currency, Guid, OleDate};

layout! {
    /// An agent session in a list.
    LineAgentSessionEntry, "LINEAGENTSESSIONENTRY", Documented(V2_2), "LINEAGENTSESSIONENTRY structure";
    "The session."
    agent_session: u32, "hAgentSession", "handle";
    "The agent whose session it is."
    agent: u32, "hAgent", "handle";
    "The ACD group it serves."
    group_id: Guid, "GroupID", "GUID";
    "The address on which the agent takes the calls."
    working_address_id: u32, "dwWorkingAddressID", "id";
}

layout! {
    /// The sessions of an agent.
    LineAgentSessionList, "LINEAGENTSESSIONLIST", Documented(V2_2), "LINEAGENTSESSIONLIST structure";
    "Bytes the caller provides for the structure and its variable part; the callee never changes it."
    total_size: u32, "dwTotalSize", "byte";
    "Bytes that everything would take, this fixed part included; may exceed dwTotalSize."
    needed_size: u32, "dwNeededSize", "byte";
    "Bytes filled with meaningful data."
    used_size: u32, "dwUsedSize", "byte";
    "Number of LINEAGENTSESSIONENTRY elements."
    num_entries: u32, "dwNumEntries", "count";
    "Bytes of the array: the number of elements times the size of one."
    list_size: u32, "dwListSize", "byte";
    "Where the array of sessions starts in this structure; 0 where it is empty."
    list_offset: u32, "dwListOffset", "byte";
}

layout! {
    /// State and statistics of an agent session.
    LineAgentSessionInfo, "LINEAGENTSESSIONINFO", Documented(V2_2), "LINEAGENTSESSIONINFO structure";
    "Bytes the caller provides for the structure and its variable part; the callee never changes it."
    total_size: u32, "dwTotalSize", "byte";
    "Bytes that everything would take, this fixed part included; may exceed dwTotalSize."
    needed_size: u32, "dwNeededSize", "byte";
    "Bytes filled with meaningful data."
    used_size: u32, "dwUsedSize", "byte";
    "The state now."
    agent_session_state: AgentSessionState, "dwAgentSessionState", "one-hot";
    "The state that follows."
    next_agent_session_state: AgentSessionState, "dwNextAgentSessionState", "one-hot";
    "When the session was created; the documents do not say in which time zone."
    session_start_time: OleDate, "dateSessionStartTime", "day";
    "How long the session has been active; stops when it has ended."
    session_duration: u32, "dwSessionDuration", "second";
    "ACD calls in this session."
    number_of_calls: u32, "dwNumberOfCalls", "count";
    "Talk time."
    total_talk_time: u32, "dwTotalTalkTime", "second";
    "Talk time per ACD call."
    average_talk_time: u32, "dwAverageTalkTime", "second";
    "Talk and wrap-up time."
    total_call_time: u32, "dwTotalCallTime", "second";
    "Talk and wrap-up time per ACD call."
    average_call_time: u32, "dwAverageCallTime", "second";
    "Wrap-up time."
    total_wrap_up_time: u32, "dwTotalWrapUpTime", "second";
    "Wrap-up time per ACD call."
    average_wrap_up_time: u32, "dwAverageWrapUpTime", "second";
    "ACD calls per hour; the page gives no unit, LINEAGENTINFO does."
    acd_call_rate: Currency, "cyACDCallRate", "calls per hour";
    "The longest time that a call waited for an answer."
    longest_time_to_answer: u32, "dwLongestTimeToAnswer", "second";
    "The mean time that calls waited for an answer."
    average_time_to_answer: u32, "dwAverageTimeToAnswer", "second";
}
