//! The table: message, bit and state, and the event that comes of it.

use tapi_wire::consts::{
    AgentSessionState, AgentSessionStatus, AgentStateEx, AgentStatusEx, GroupStatus, MessageId, ProxyStatus,
    QueueStatus,
};

use super::{AgentEvent, AgentHandlerEvent, AgentSessionEvent, Event, GroupEvent, QueueEvent};

/// What a bit of a message becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The message.
    pub message: MessageId,
    /// The bit of `dwParam2` (`dwParam1` of LINE_GROUPSTATUS and LINE_PROXYSTATUS); none for every such message.
    pub bit: Option<u32>,
    /// The state in `dwParam3`, where the event depends on it.
    pub state: Option<u32>,
    /// The event, if there is one.
    pub event: Option<Event>,
    /// How sure the row is.
    pub confidence: Confidence,
    /// What else must hold, or why there is no event; empty where there is nothing to say.
    pub note: &'static str,
}

/// How sure a row is; no page has the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Confidence {
    /// The names are the same, or the pages leave no other reading.
    High,
    /// It is the only plausible reading.
    Medium,
}

use AgentSessionState as SessionState;
use Confidence::{High, Medium};

const NO_MEMBER: &str = "no member of the enumeration says so";
const POLLED: &str = "statistics are asked for; no event tells of them";
const BY_DIFF: &str = "one event for each group; TAPI 3 finds out which by comparing lists (erratum E24)";

/// Every bit of the call-center messages, in the order of the pages.
#[rustfmt::skip] // One row a line.
pub const TAPI3: &[Row] = &[
    agent(AgentStatusEx::STATE, Some(AgentStateEx::NOT_READY), Some(AgentEvent::NotReady), High, ""),
    agent(AgentStatusEx::STATE, Some(AgentStateEx::READY), Some(AgentEvent::Ready), High, ""),
    agent(AgentStatusEx::STATE, Some(AgentStateEx::BUSY_ACD), Some(AgentEvent::BusyAcd), High, ""),
    agent(AgentStatusEx::STATE, Some(AgentStateEx::BUSY_INCOMING), Some(AgentEvent::BusyIncoming), High, ""),
    agent(AgentStatusEx::STATE, Some(AgentStateEx::BUSY_OUTGOING), Some(AgentEvent::BusyOutgoing), High, ""),
    agent(AgentStatusEx::STATE, Some(AgentStateEx::UNKNOWN), Some(AgentEvent::Unknown), High, ""),
    agent(AgentStatusEx::STATE, Some(AgentStateEx::RELEASED), None, Medium, NO_MEMBER),
    agent(AgentStatusEx::NEW_AGENT, None, None, Medium, NO_MEMBER),
    agent(AgentStatusEx::UPDATE_INFO, None, None, Medium, POLLED),
    session(AgentSessionStatus::NEW_SESSION, None, Some(AgentSessionEvent::NewSession), High, ""),
    session(AgentSessionStatus::STATE, Some(SessionState::NOT_READY), Some(AgentSessionEvent::NotReady), High, ""),
    session(AgentSessionStatus::STATE, Some(SessionState::READY), Some(AgentSessionEvent::Ready), High, ""),
    session(AgentSessionStatus::STATE, Some(SessionState::BUSY_ON_CALL), Some(AgentSessionEvent::Busy), High, ""),
    session(AgentSessionStatus::STATE, Some(SessionState::BUSY_WRAP_UP), Some(AgentSessionEvent::WrapUp), High, ""),
    session(AgentSessionStatus::STATE, Some(SessionState::ENDED), Some(AgentSessionEvent::End), High, ""),
    session(AgentSessionStatus::STATE, Some(SessionState::RELEASED), None, Medium, NO_MEMBER),
    session(AgentSessionStatus::UPDATE_INFO, None, None, Medium, POLLED),
    queue(QueueStatus::NEW_QUEUE, Some(QueueEvent::NewQueue), High, ""),
    queue(QueueStatus::QUEUE_REMOVED, Some(QueueEvent::QueueRemoved), High, ""),
    queue(QueueStatus::UPDATE_INFO, None, Medium, POLLED),
    group(GroupStatus::NEW_GROUP, GroupEvent::NewGroup),
    group(GroupStatus::GROUP_REMOVED, GroupEvent::GroupRemoved),
    handler(ProxyStatus::ALL_OPEN_FOR_ACD, Some(AgentHandlerEvent::NewAgentHandler), "the only plausible trigger"),
    handler(ProxyStatus::CLOSE, Some(AgentHandlerEvent::AgentHandlerRemoved),
            "where the type belongs to the ACD set and this was the handler's last line"),
    handler(ProxyStatus::OPEN, None, "no event until the set is complete"),
    nothing(MessageId::AGENT_STATUS, Medium, "TAPI 3 does not show the address view of TAPI 2.0"),
    nothing(MessageId::AGENT_SPECIFIC, Medium, "TAPI 3 does not show it"),
    nothing(MessageId::PROXY_REQUEST, High, "for the agent handler only; TAPI 3 has none"),
];

const fn agent(
    bit: AgentStatusEx,
    state: Option<AgentStateEx>,
    event: Option<AgentEvent>,
    confidence: Confidence,
    note: &'static str,
) -> Row {
    Row {
        message: MessageId::AGENT_STATUS_EX,
        bit: Some(bit.bits()),
        state: match state {
            Some(state) => Some(state.0),
            None => None,
        },
        event: match event {
            Some(event) => Some(Event::Agent(event)),
            None => None,
        },
        confidence,
        note,
    }
}

const fn session(
    bit: AgentSessionStatus,
    state: Option<AgentSessionState>,
    event: Option<AgentSessionEvent>,
    confidence: Confidence,
    note: &'static str,
) -> Row {
    Row {
        message: MessageId::AGENT_SESSION_STATUS,
        bit: Some(bit.bits()),
        state: match state {
            Some(state) => Some(state.0),
            None => None,
        },
        event: match event {
            Some(event) => Some(Event::AgentSession(event)),
            None => None,
        },
        confidence,
        note,
    }
}

const fn queue(
    bit: QueueStatus,
    event: Option<QueueEvent>,
    confidence: Confidence,
    note: &'static str,
) -> Row {
    let event = match event {
        Some(event) => Some(Event::Queue(event)),
        None => None,
    };
    Row { message: MessageId::QUEUE_STATUS, bit: Some(bit.bits()), state: None, event, confidence, note }
}

const fn group(bit: GroupStatus, event: GroupEvent) -> Row {
    Row {
        message: MessageId::GROUP_STATUS,
        bit: Some(bit.bits()),
        state: None,
        event: Some(Event::Group(event)),
        confidence: High,
        note: BY_DIFF,
    }
}

const fn handler(bit: ProxyStatus, event: Option<AgentHandlerEvent>, note: &'static str) -> Row {
    let event = match event {
        Some(event) => Some(Event::AgentHandler(event)),
        None => None,
    };
    Row {
        message: MessageId::PROXY_STATUS,
        bit: Some(bit.bits()),
        state: None,
        event,
        confidence: Medium,
        note,
    }
}

const fn nothing(message: MessageId, confidence: Confidence, note: &'static str) -> Row {
    Row { message, bit: None, state: None, event: None, confidence, note }
}
