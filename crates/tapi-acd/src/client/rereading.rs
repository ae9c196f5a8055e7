//! What a message only hints at, and the function that reads it, as a table.

use tapi_wire::consts::{
    AgentSessionStatus, AgentStatus, AgentStatusEx, GroupStatus, MessageId, ProxyStatus, QueueStatus,
};

use super::subject::{Subject, Topic};
use crate::machine::Basis::{self, Documented, Inferred};
use crate::message::Message;

/// Which hints an application follows by asking; none unless it chooses to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Reading(u16);

impl Reading {
    /// Every hint.
    pub const ALL: Self = Self((1 << Topic::ALL.len()) - 1);

    /// Whether hints at such things are followed.
    pub const fn contains(self, topic: Topic) -> bool {
        self.0 & 1 << topic as u16 != 0
    }

    pub(super) const fn insert(&mut self, topic: Topic) {
        self.0 |= 1 << topic as u16;
    }

    pub(super) const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl FromIterator<Topic> for Reading {
    fn from_iter<I: IntoIterator<Item = Topic>>(topics: I) -> Self {
        Self(topics.into_iter().fold(0, |set, topic| set | 1 << topic as u16))
    }
}

/// What makes something worth reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// Any of these bits in a message's parameter that says what changed.
    Message(MessageId, u32),
    /// A list that names it for the first time.
    List(Topic),
}

/// A hint and what it hints at.
#[derive(Clone, Copy, Debug)]
pub struct Rereading {
    /// The hint.
    pub hint: Hint,
    /// What is to be read.
    pub reads: Topic,
    /// On whose word.
    pub basis: Basis,
}

const fn after(message: MessageId, bits: u32, reads: Topic, basis: Basis) -> Rereading {
    Rereading { hint: Hint::Message(message, bits), reads, basis }
}

const fn named(list: Topic, reads: Topic) -> Rereading {
    let basis = Inferred("a list names things and says nothing of them");
    Rereading { hint: Hint::List(list), reads, basis }
}

const STATUS: Basis = Documented("LINE_AGENTSTATUS message");
const STATUS_BITS: Basis = Documented("LINEAGENTSTATUS_ Constants");

/// Every hint there is.
///
/// A state is in its message and in no row here. No message says whose session is new or which group's queue, so these
/// concern the list of every agent and of every group that is known on the line.
pub const REREADINGS: &[Rereading] = &[
    after(
        MessageId::AGENT_STATUS,
        AgentStatus::GROUP
            .union(AgentStatus::NEXT_STATE)
            .union(AgentStatus::ACTIVITY)
            .union(AgentStatus::VALID_STATES)
            .union(AgentStatus::VALID_NEXT_STATES)
            .bits(),
        Topic::Status,
        STATUS,
    ),
    after(MessageId::AGENT_STATUS, AgentStatus::ACTIVITY_LIST.bits(), Topic::ActivityList, STATUS_BITS),
    after(MessageId::AGENT_STATUS, AgentStatus::GROUP_LIST.bits(), Topic::AgentGroupList, STATUS_BITS),
    after(MessageId::AGENT_STATUS, AgentStatus::CAPS_CHANGE.bits(), Topic::Caps, STATUS_BITS),
    after(
        MessageId::AGENT_STATUS_EX,
        AgentStatusEx::NEW_AGENT.union(AgentStatusEx::UPDATE_INFO).bits(),
        Topic::AgentInfo,
        Documented("LINE_AGENTSTATUSEX message"),
    ),
    after(
        MessageId::AGENT_SESSION_STATUS,
        AgentSessionStatus::NEW_SESSION.union(AgentSessionStatus::UPDATE_INFO).bits(),
        Topic::SessionInfo,
        Documented("LINE_AGENTSESSIONSTATUS message"),
    ),
    after(
        MessageId::AGENT_SESSION_STATUS,
        AgentSessionStatus::NEW_SESSION.bits(),
        Topic::SessionList,
        Inferred("a new session is in its agent's list, and the message does not say whose it is"),
    ),
    after(
        MessageId::GROUP_STATUS,
        GroupStatus::NEW_GROUP.union(GroupStatus::GROUP_REMOVED).bits(),
        Topic::GroupList,
        Documented("LINE_GROUPSTATUS message"),
    ),
    after(
        MessageId::QUEUE_STATUS,
        QueueStatus::NEW_QUEUE.union(QueueStatus::QUEUE_REMOVED).bits(),
        Topic::QueueList,
        Inferred("the message does not say which group's queue it is"),
    ),
    after(
        MessageId::QUEUE_STATUS,
        QueueStatus::NEW_QUEUE.union(QueueStatus::UPDATE_INFO).bits(),
        Topic::QueueInfo,
        Inferred("the statistics that changed are those of LINEQUEUEINFO"),
    ),
    after(
        MessageId::PROXY_STATUS,
        ProxyStatus::OPEN.union(ProxyStatus::CLOSE).union(ProxyStatus::ALL_OPEN_FOR_ACD).bits(),
        Topic::ProxyStatus,
        Inferred("a message tells of one type, lineGetProxyStatus of all"),
    ),
    named(Topic::GroupList, Topic::QueueList),
    named(Topic::QueueList, Topic::QueueInfo),
    named(Topic::SessionList, Topic::SessionInfo),
];

/// What a message hints at, of the topics that are heeded: a subject, or every known one of the topic where the message
/// does not say which.
#[inline]
pub(super) fn hinted(message: &Message, heeded: Reading) -> impl Iterator<Item = (Topic, Option<Subject>)> {
    let (id, changed) = (message.id(), changed(message));
    let (from, until) = PLACES.get(id.0 as usize).copied().unwrap_or_default();
    let is_hint = move |hint| matches!(hint, Hint::Message(_, bits) if bits & changed != 0);
    let rows =
        REREADINGS[from..until].iter().filter(move |row| is_hint(row.hint) && heeded.contains(row.reads));
    rows.map(move |row| (row.reads, which(row.reads, message)))
}

/// Where the rows of each message stand in [`REREADINGS`], by the message's number: they stand together.
const PLACES: [(usize, usize); 64] = {
    let mut places = [(0, 0); 64];
    let mut at = 0;
    while at < REREADINGS.len() {
        if let Hint::Message(id, _) = REREADINGS[at].hint {
            let place = &mut places[id.0 as usize];
            assert!(place.1 == 0 || place.1 == at, "the rows of a message stand together");
            if place.1 == 0 {
                place.0 = at;
            }
            place.1 = at + 1;
        }
        at += 1;
    }
    places
};

/// The topics that each message can hint at, by the message's number.
const HINTED: [Reading; 64] = {
    let mut hinted = [Reading(0); 64];
    let mut at = 0;
    while at < REREADINGS.len() {
        if let Hint::Message(id, _) = REREADINGS[at].hint {
            hinted[id.0 as usize].insert(REREADINGS[at].reads);
        }
        at += 1;
    }
    hinted
};

/// The topics that a message can hint at, whatever it says has changed.
pub(super) fn may_hint_at(id: MessageId) -> Reading {
    HINTED.get(id.0 as usize).copied().unwrap_or_default()
}

/// The topic that a list of this topic hints at.
pub(super) fn named_by(list: Topic) -> Option<Topic> {
    REREADINGS.iter().find(|row| row.hint == Hint::List(list)).map(|row| row.reads)
}

/// The subject whose state the message carries.
pub(super) const fn carried(message: &Message) -> Option<Subject> {
    match *message {
        Message::AgentStatus { address, .. } => Some(Subject::Status(address)),
        Message::AgentStatusEx { agent, .. } => Some(Subject::AgentInfo(agent)),
        Message::AgentSessionStatus { session, .. } => Some(Subject::SessionInfo(session)),
        _ => None,
    }
}

/// The subject of a topic that a message names, where it names one.
const fn which(topic: Topic, message: &Message) -> Option<Subject> {
    Some(match (topic, *message) {
        (Topic::ProxyStatus, _) => Subject::ProxyStatus,
        (Topic::GroupList, _) => Subject::GroupList,
        (Topic::Status, Message::AgentStatus { address, .. }) => Subject::Status(address),
        (Topic::ActivityList, Message::AgentStatus { address, .. }) => Subject::ActivityList(address),
        (Topic::AgentGroupList, Message::AgentStatus { address, .. }) => Subject::AgentGroupList(address),
        (Topic::Caps, Message::AgentStatus { address, .. }) => Subject::Caps(address),
        (Topic::AgentInfo, Message::AgentStatusEx { agent, .. }) => Subject::AgentInfo(agent),
        (Topic::SessionInfo, Message::AgentSessionStatus { session, .. }) => Subject::SessionInfo(session),
        (Topic::QueueInfo, Message::QueueStatus { queue, .. }) => Subject::QueueInfo(queue),
        _ => return None,
    })
}

/// The bits that say what changed.
const fn changed(message: &Message) -> u32 {
    match *message {
        Message::AgentStatus { changed, .. } => changed.bits(),
        Message::AgentStatusEx { changed, .. } => changed.bits(),
        Message::AgentSessionStatus { changed, .. } => changed.bits(),
        Message::GroupStatus { changed } => changed.bits(),
        Message::QueueStatus { changed, .. } => changed.bits(),
        Message::ProxyStatus { changed, .. } => changed.bits(),
        _ => 0,
    }
}
