//! What an application can read: one topic for each function that only asks, and one subject for each thing it asks of.

use tapi_wire::Guid;
use tapi_wire::consts::{ApiVersion, ProxyRequestType};

use super::KnownLine;
use crate::answer::Answer;
use crate::function::{Function, FunctionRow};
use crate::ids::{AddressId, AgentHandle, AgentSessionHandle, LineHandle, QueueId};

/// What can be read, one for each function that only asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Which request types are served on a device (`lineGetProxyStatus`).
    ProxyStatus,
    /// What the handler of an address can do (`lineGetAgentCaps`).
    Caps,
    /// What the agent on an address does (`lineGetAgentStatus`).
    Status,
    /// The activities that the agent on an address can choose (`lineGetAgentActivityList`).
    ActivityList,
    /// The groups that the agent on an address can log in to (`lineGetAgentGroupList`).
    AgentGroupList,
    /// An agent's state and statistics (`lineGetAgentInfo`).
    AgentInfo,
    /// An agent's sessions (`lineGetAgentSessionList`).
    SessionList,
    /// A session's state and statistics (`lineGetAgentSessionInfo`).
    SessionInfo,
    /// The ACD groups (`lineGetGroupList`).
    GroupList,
    /// A group's queues (`lineGetQueueList`).
    QueueList,
    /// A queue's statistics (`lineGetQueueInfo`).
    QueueInfo,
}

impl Topic {
    /// All there are.
    pub const ALL: [Self; 11] = [
        Topic::ProxyStatus,
        Topic::Caps,
        Topic::Status,
        Topic::ActivityList,
        Topic::AgentGroupList,
        Topic::AgentInfo,
        Topic::SessionList,
        Topic::SessionInfo,
        Topic::GroupList,
        Topic::QueueList,
        Topic::QueueInfo,
    ];

    /// The request that it raises; none where TAPI answers by itself.
    pub const fn request(self) -> Option<ProxyRequestType> {
        Some(match self {
            Topic::ProxyStatus => return None,
            Topic::Caps => ProxyRequestType::GET_AGENT_CAPS,
            Topic::Status => ProxyRequestType::GET_AGENT_STATUS,
            Topic::ActivityList => ProxyRequestType::GET_AGENT_ACTIVITY_LIST,
            Topic::AgentGroupList => ProxyRequestType::GET_AGENT_GROUP_LIST,
            Topic::AgentInfo => ProxyRequestType::GET_AGENT_INFO,
            Topic::SessionList => ProxyRequestType::GET_AGENT_SESSION_LIST,
            Topic::SessionInfo => ProxyRequestType::GET_AGENT_SESSION_INFO,
            Topic::GroupList => ProxyRequestType::GET_GROUP_LIST,
            Topic::QueueList => ProxyRequestType::GET_QUEUE_LIST,
            Topic::QueueInfo => ProxyRequestType::GET_QUEUE_INFO,
        })
    }

    /// The name of the function that reads it.
    pub fn function(self) -> &'static str {
        let row = self.request().and_then(FunctionRow::raising);
        row.map_or("lineGetProxyStatus", |row| row.name)
    }

    /// The version of TAPI that brought the function, and with it the messages that tell of changes.
    pub const fn since(self) -> ApiVersion {
        match self {
            Topic::Caps | Topic::Status | Topic::ActivityList | Topic::AgentGroupList => ApiVersion::V2_0,
            _ => ApiVersion::V2_2,
        }
    }
}

/// Something on a line device that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub enum Subject {
    /// The request types that are served there.
    ProxyStatus,
    /// The handler of an address.
    Caps(AddressId),
    /// The agent on an address.
    Status(AddressId),
    /// The activities of the agent on an address.
    ActivityList(AddressId),
    /// The groups open to the agent on an address.
    AgentGroupList(AddressId),
    /// An agent.
    AgentInfo(AgentHandle),
    /// An agent's sessions.
    SessionList(AgentHandle),
    /// A session.
    SessionInfo(AgentSessionHandle),
    /// The groups.
    GroupList,
    /// A group's queues.
    QueueList(Guid),
    /// A queue.
    QueueInfo(QueueId),
}

impl Subject {
    /// What kind of thing it is.
    pub const fn topic(self) -> Topic {
        match self {
            Subject::ProxyStatus => Topic::ProxyStatus,
            Subject::Caps(_) => Topic::Caps,
            Subject::Status(_) => Topic::Status,
            Subject::ActivityList(_) => Topic::ActivityList,
            Subject::AgentGroupList(_) => Topic::AgentGroupList,
            Subject::AgentInfo(_) => Topic::AgentInfo,
            Subject::SessionList(_) => Topic::SessionList,
            Subject::SessionInfo(_) => Topic::SessionInfo,
            Subject::GroupList => Topic::GroupList,
            Subject::QueueList(_) => Topic::QueueList,
            Subject::QueueInfo(_) => Topic::QueueInfo,
        }
    }

    /// What a function reads; none for a function that does something.
    pub(super) const fn of(function: &Function) -> Option<Self> {
        Some(match *function {
            Function::GetProxyStatus { .. } => Subject::ProxyStatus,
            Function::GetAgentCaps { address, .. } => Subject::Caps(address),
            Function::GetAgentStatus { address, .. } => Subject::Status(address),
            Function::GetAgentActivityList { address, .. } => Subject::ActivityList(address),
            Function::GetAgentGroupList { address, .. } => Subject::AgentGroupList(address),
            Function::GetAgentInfo { agent, .. } => Subject::AgentInfo(agent),
            Function::GetAgentSessionList { agent, .. } => Subject::SessionList(agent),
            Function::GetAgentSessionInfo { session, .. } => Subject::SessionInfo(session),
            Function::GetGroupList { .. } => Subject::GroupList,
            Function::GetQueueList { group, .. } => Subject::QueueList(group),
            Function::GetQueueInfo { queue, .. } => Subject::QueueInfo(queue),
            _ => return None,
        })
    }

    /// The function that reads it by way of an open line.
    pub(super) const fn function(self, line: LineHandle, open: &KnownLine) -> Function {
        let KnownLine { app, device, version: app_api_version } = *open;
        match self {
            Subject::ProxyStatus => Function::GetProxyStatus { app, device, app_api_version },
            Subject::Caps(address) => Function::GetAgentCaps { app, device, address, app_api_version },
            Subject::Status(address) => Function::GetAgentStatus { line, address },
            Subject::ActivityList(address) => Function::GetAgentActivityList { line, address },
            Subject::AgentGroupList(address) => Function::GetAgentGroupList { line, address },
            Subject::AgentInfo(agent) => Function::GetAgentInfo { line, agent },
            Subject::SessionList(agent) => Function::GetAgentSessionList { line, agent },
            Subject::SessionInfo(session) => Function::GetAgentSessionInfo { line, session },
            Subject::GroupList => Function::GetGroupList { line },
            Subject::QueueList(group) => Function::GetQueueList { line, group },
            Subject::QueueInfo(queue) => Function::GetQueueInfo { line, queue },
        }
    }

    /// Whether an answer is of the kind that answers it: a handler may answer what it likes.
    pub(super) const fn fits(self, answer: &Answer) -> bool {
        matches!(
            (self.topic(), answer),
            (Topic::Caps, Answer::Caps(_))
                | (Topic::Status, Answer::Status(_))
                | (Topic::ActivityList, Answer::Activities(_))
                | (Topic::AgentGroupList | Topic::GroupList, Answer::Groups(_))
                | (Topic::AgentInfo, Answer::AgentInfo(_))
                | (Topic::SessionList, Answer::Sessions(_))
                | (Topic::SessionInfo, Answer::SessionInfo(_))
                | (Topic::QueueList, Answer::Queues(_))
                | (Topic::QueueInfo, Answer::Queue(_))
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::function::FUNCTIONS;

    #[test]
    fn a_topic_is_as_old_as_its_function() {
        for topic in Topic::ALL {
            let row = FUNCTIONS.iter().find(|row| row.name == topic.function()).expect("a function");
            assert_eq!((row.raises, row.since), (topic.request(), topic.since()), "{topic:?}");
        }
    }
}
