//! The small worlds: who is there and what may happen.

use tapi_acd::answer::{ActivityEntry, GroupEntry, QueueEntry};
use tapi_acd::handler::{self, Group, Queue};
use tapi_acd::ids::{ActivityId, AddressId, QueueId};
use tapi_acd::server;
use tapi_acd::system::{self, System};
use tapi_acd::wire::Guid;
use tapi_acd::wire::consts::ProxyRequestType;

/// What may happen in a world, besides applications that come, open their lines and ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum May {
    /// Applications close their lines and shut down.
    Leave,
    /// The processes of applications die.
    Die,
    /// The processes of agent handlers die, and start again.
    HandlersDie,
    /// TAPI takes lines away, from applications and from agent handlers.
    ForceClose,
    /// Applications ask what they may know: groups, queues, capabilities.
    Read,
    /// Agents log in and sessions move, by handle.
    ByHandle,
    /// Next states are asked for.
    Plan,
    /// Agents log in and move, by address.
    ByAddress,
    /// Callers come, ring at agents, are answered and hang up.
    Calls,
    /// Calls outside the ACD come to agents, agents make calls, and a dialler makes calls for them.
    OtherCalls,
    /// The link between switch and agent handler is lost and found.
    LoseLink,
    /// Groups and queues come and go while the handler runs.
    Administer,
}

/// A small world.
#[derive(Clone, Copy, Debug)]
pub struct World {
    /// Its name.
    pub name: &'static str,
    /// What it is there to show.
    pub about: &'static str,
    /// For each application, the line devices it opens, in order: 0 is the ACD line, then one line an agent.
    pub applications: &'static [&'static [u32]],
    /// Requests that one application may have outstanding.
    pub requests: usize,
    /// For each agent handler, the request types that it serves.
    pub handlers: &'static [&'static [ProxyRequestType]],
    /// Lines of agents.
    pub agents: u32,
    /// Groups, each with a queue of its own.
    pub queues: u32,
    /// Callers at a time.
    pub calls: u32,
    /// How much may be under way before anything new happens; 0 where everything arrives at once.
    pub late: usize,
    /// What may happen.
    pub may: &'static [May],
}

/// A world in which nothing happens yet; the others say how they differ.
const EMPTY: World = World {
    name: "empty",
    about: "",
    applications: &[],
    requests: 1,
    handlers: &[&handler::SERVED],
    agents: 0,
    queues: 1,
    calls: 0,
    late: 0,
    may: &[],
};

/// The worlds that are explored in every run of the checks.
pub const WORLDS: &[World] = &[
    World {
        name: "registration",
        about: "two applications and two handlers come, ask, leave and die, and everything may be late",
        applications: &[&[0], &[0]],
        requests: 2,
        handlers: &[&[ProxyRequestType::GET_GROUP_LIST], &[ProxyRequestType::GET_AGENT_ACTIVITY_LIST]],
        late: 2,
        may: &[May::Leave, May::Die, May::HandlersDie, May::ForceClose, May::Read],
        queues: 0,
        ..EMPTY
    },
    World {
        name: "loss",
        about: "an application and a handler lose lines and lives with requests under way",
        applications: &[&[0]],
        requests: 2,
        handlers: &[&[ProxyRequestType::GET_GROUP_LIST]],
        late: 2,
        may: &[May::Leave, May::Die, May::HandlersDie, May::ForceClose, May::Read],
        queues: 0,
        ..EMPTY
    },
    World {
        name: "agents",
        about: "an agent works by handle while callers come",
        applications: &[&[1]],
        agents: 1,
        calls: 1,
        may: &[May::ByHandle, May::Plan, May::Calls],
        ..EMPTY
    },
    World {
        name: "late agent",
        about: "an agent works by handle while a caller comes, and everything may be late",
        applications: &[&[1]],
        handlers: &[&[
            ProxyRequestType::CREATE_AGENT,
            ProxyRequestType::CREATE_AGENT_SESSION,
            ProxyRequestType::SET_AGENT_SESSION_STATE,
        ]],
        agents: 1,
        calls: 1,
        late: 2,
        may: &[May::ByHandle, May::Calls],
        ..EMPTY
    },
    World {
        name: "address",
        about: "an agent works by address, with calls of every kind, and the link is lost and found",
        applications: &[&[1]],
        agents: 1,
        calls: 1,
        may: &[May::ByAddress, May::Calls, May::OtherCalls, May::LoseLink],
        ..EMPTY
    },
    World {
        name: "every call",
        about: "an agent works by handle with calls of every kind, and the link is lost and found",
        applications: &[&[1]],
        agents: 1,
        calls: 1,
        may: &[May::ByHandle, May::Calls, May::OtherCalls, May::LoseLink],
        ..EMPTY
    },
    World {
        name: "administration",
        about: "a group and a queue come and go under an agent at work",
        applications: &[&[1]],
        agents: 1,
        calls: 1,
        may: &[May::ByHandle, May::Calls, May::Administer],
        ..EMPTY
    },
];

impl World {
    /// Whether this may happen here.
    pub fn may(&self, what: May) -> bool {
        self.may.contains(&what)
    }

    /// The world before anything has happened.
    pub fn system(&self) -> System {
        let mut handlers = self.handlers.iter().map(|serves| self.handler(serves));
        System::new(system::Config {
            server: server::Config {
                devices: (0..=self.agents).map(|_| self.queues.max(1)).collect(),
                ..server::Config::default()
            },
            handler: handlers.next().expect("a world has an agent handler"),
            other_handlers: handlers.collect(),
            clients: u32::try_from(self.applications.len()).expect("a world is small"),
            ..system::Config::default()
        })
    }

    fn handler(&self, serves: &[ProxyRequestType]) -> handler::Config {
        let queues = 0..self.queues;
        handler::Config {
            devices: self.agents + 1,
            groups: queues.clone().map(group).collect(),
            queues: queues.map(queue).collect(),
            activities: vec![ActivityEntry { id: ActivityId(1), name: "paperwork".into() }],
            serves: serves.to_vec(),
            ..handler::Config::default()
        }
    }
}

/// The GUID of a world's group.
pub(super) fn group_id(at: u32) -> Guid {
    Guid([u8::try_from(at + 1).expect("a world is small"); 16])
}

pub(super) fn group(at: u32) -> Group {
    let entry = GroupEntry { id: group_id(at), name: format!("group {}", at + 1).into() };
    Group { entry, queues: vec![QueueId(at + 1)] }
}

pub(super) fn queue(at: u32) -> Queue {
    let entry = QueueEntry { id: QueueId(at + 1), name: format!("queue {}", at + 1).into() };
    Queue { entry, address: AddressId(at) }
}
