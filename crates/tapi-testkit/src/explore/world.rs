//! The small worlds: who is there and what may happen.

use tapi_acd::answer::{ActivityEntry, GroupEntry, QueueEntry};
use tapi_acd::handler::{self, Group, Queue};
use tapi_acd::ids::{ActivityId, AddressId, QueueId, SeatId};
use tapi_acd::server;
use tapi_acd::system::{self, Link, System};
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
    /// Applications open their lines as ones that serve a request type, too.
    Serve,
    /// Applications ask what they may know: groups, activities, queues.
    Read,
    /// Agents log in and become ready, by handle, and ask for nothing else.
    Work,
    /// Agents log in and sessions move, by handle.
    ByHandle,
    /// Next states are asked for.
    Plan,
    /// Agents log in and move, by address.
    ByAddress,
    /// Next states and activities are asked for, by address.
    PlanByAddress,
    /// Callers come, ring at agents, are answered and hang up.
    Calls,
    /// Calls outside the ACD come to agents, agents make calls, and a dialler makes calls for them.
    OtherCalls,
    /// The link between switch and agent handler is lost and found.
    LoseLink,
    /// Groups and queues come and go while the handler runs.
    Administer,
}

/// What may be late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Late {
    /// Function calls of applications.
    Calls,
    /// Messages for agent handlers, requests above all: a handler takes its time.
    Requests,
    /// What comes back to applications: returns and messages.
    Answers,
    /// All else: what agent handlers call, what returns to them, and what goes between switch, server and handlers.
    Others,
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
    /// Requests that one application may have outstanding at most.
    pub requests: usize,
    /// For each agent handler, the request types that it serves.
    pub handlers: &'static [&'static [ProxyRequestType]],
    /// Lines of agents.
    pub agents: u32,
    /// Groups, each with a queue of its own.
    pub queues: u32,
    /// Callers at a time.
    pub calls: u32,
    /// What is late; everything else arrives at once.
    pub late: &'static [Late],
    /// How much may be under way at most when something new happens.
    pub under_way: usize,
    /// What may happen.
    pub may: &'static [May],
    /// What may happen so many times and no more: without a bound there would be ever more states.
    pub at_most: &'static [(May, u8)],
}

/// How often it has happened what a world bounds, in the order of [`World::at_most`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Spent(Vec<u8>);

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
    late: &[],
    under_way: 0,
    may: &[],
    at_most: &[],
};

const EVERYTHING: &[Late] = &[Late::Calls, Late::Requests, Late::Answers, Late::Others];

const GROUPS: ProxyRequestType = ProxyRequestType::GET_GROUP_LIST;
const ACTIVITIES: ProxyRequestType = ProxyRequestType::GET_AGENT_ACTIVITY_LIST;
const QUEUE: ProxyRequestType = ProxyRequestType::GET_QUEUE_INFO;
const WORK: &[ProxyRequestType] = &[
    ProxyRequestType::CREATE_AGENT,
    ProxyRequestType::CREATE_AGENT_SESSION,
    ProxyRequestType::SET_AGENT_SESSION_STATE,
];
const BY_HANDLE: &[ProxyRequestType] = &[
    ProxyRequestType::CREATE_AGENT,
    ProxyRequestType::CREATE_AGENT_SESSION,
    ProxyRequestType::SET_AGENT_SESSION_STATE,
    ProxyRequestType::SET_AGENT_STATE_EX,
    QUEUE,
];
const BY_ADDRESS: &[ProxyRequestType] = &[
    ProxyRequestType::SET_AGENT_GROUP,
    ProxyRequestType::SET_AGENT_STATE,
    ProxyRequestType::SET_AGENT_ACTIVITY,
];

/// The worlds that are explored in every run of the checks, each to its end.
pub const WORLDS: &[World] = &[
    World {
        name: "loss",
        about: "an application and a handler lose lines and lives with requests under way, and everything may be late",
        applications: &[&[0]],
        requests: 2,
        handlers: &[&[GROUPS]],
        queues: 0,
        late: EVERYTHING,
        under_way: 1,
        may: &[May::Read],
        at_most: &[(May::Leave, 1), (May::Die, 1), (May::HandlersDie, 1), (May::ForceClose, 1)],
        ..EMPTY
    },
    World {
        name: "registration",
        about: "two applications and two handlers come and leave; the handlers take a type over from each other",
        applications: &[&[0], &[0]],
        handlers: &[&[GROUPS], &[GROUPS, ACTIVITIES]],
        queues: 0,
        may: &[May::Read],
        at_most: &[(May::Leave, 1), (May::HandlersDie, 2), (May::Serve, 1)],
        ..EMPTY
    },
    World {
        name: "slow handlers",
        about: "two applications ask two handlers, which let requests lie, lose lines and die",
        applications: &[&[0], &[0]],
        requests: 2,
        handlers: &[&[GROUPS], &[ACTIVITIES]],
        queues: 0,
        late: &[Late::Requests],
        under_way: 3,
        may: &[May::Read],
        at_most: &[(May::HandlersDie, 1), (May::ForceClose, 1)],
        ..EMPTY
    },
    World {
        name: "office",
        about: "two agents work through one handler and ask another one for the queue; both let requests lie",
        applications: &[&[1], &[2]],
        requests: 2,
        handlers: &[WORK, &[QUEUE]],
        agents: 2,
        late: &[Late::Requests],
        under_way: 3,
        may: &[May::Work, May::Read],
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
        about: "an agent works by handle while a caller comes; what follows from each arrives in any order",
        applications: &[&[1]],
        handlers: &[WORK],
        agents: 1,
        calls: 1,
        late: EVERYTHING,
        may: &[May::Work, May::Calls],
        ..EMPTY
    },
    World {
        name: "every call",
        about: "an agent works by handle with calls of every kind, and the link is lost and found",
        applications: &[&[1]],
        handlers: &[BY_HANDLE],
        agents: 1,
        calls: 1,
        may: &[May::ByHandle, May::Calls, May::OtherCalls, May::LoseLink],
        ..EMPTY
    },
    World {
        name: "address",
        about: "an agent works by address with calls of every kind, and the link is lost and found",
        applications: &[&[1]],
        handlers: &[BY_ADDRESS],
        agents: 1,
        calls: 1,
        may: &[May::ByAddress, May::PlanByAddress, May::Calls, May::OtherCalls, May::LoseLink],
        ..EMPTY
    },
    World {
        name: "two addresses",
        about: "an agent works by address for two groups, at an address for each",
        applications: &[&[1]],
        handlers: &[BY_ADDRESS],
        agents: 1,
        queues: 2,
        calls: 1,
        may: &[May::ByAddress, May::Calls],
        ..EMPTY
    },
    World {
        name: "administration",
        about: "a group and a queue come and go under an agent at work",
        applications: &[&[1]],
        handlers: &[BY_HANDLE],
        agents: 1,
        calls: 1,
        may: &[May::ByHandle, May::Calls, May::Read],
        at_most: &[(May::Administer, 3)],
        ..EMPTY
    },
];

/// Larger worlds, by hand: `cargo xtask explore NAME --limit STATES`. Nobody has seen the end of one yet.
pub const LARGER: &[World] = &[
    World {
        name: "large office",
        about: "the office with callers",
        applications: &[&[1], &[2]],
        requests: 2,
        handlers: &[WORK, &[QUEUE]],
        agents: 2,
        calls: 1,
        late: &[Late::Requests],
        under_way: 3,
        may: &[May::Work, May::Read, May::Calls],
        at_most: &[(May::HandlersDie, 1)],
        ..EMPTY
    },
    World {
        name: "large registration",
        about: "two applications and two handlers come, ask, leave and die, and everything may be late",
        applications: &[&[0], &[0]],
        requests: 2,
        handlers: &[&[GROUPS], &[GROUPS, ACTIVITIES]],
        queues: 0,
        late: EVERYTHING,
        under_way: 1,
        may: &[May::Read],
        at_most: &[(May::Leave, 1), (May::Die, 1), (May::HandlersDie, 1), (May::ForceClose, 1)],
        ..EMPTY
    },
    World {
        name: "later agent",
        about: "the late agent, who does not wait until all is quiet",
        applications: &[&[1]],
        handlers: &[WORK],
        agents: 1,
        calls: 1,
        late: EVERYTHING,
        under_way: 1,
        may: &[May::Work, May::Calls],
        ..EMPTY
    },
];

impl World {
    /// Whether this may happen here at all.
    pub fn may(&self, what: May) -> bool {
        self.may.contains(&what) || self.bound(what).is_some()
    }

    /// Whether one of its agent handlers serves a request type.
    pub(super) fn serves(&self, kind: ProxyRequestType) -> bool {
        self.handlers.iter().any(|serves| serves.contains(&kind))
    }

    /// Whether this may happen still.
    pub(super) fn still_may(&self, what: May, Spent(spent): &Spent) -> bool {
        let left = |at: usize| spent[at] < self.at_most[at].1;
        self.may.contains(&what) || self.bound(what).is_some_and(left)
    }

    /// It happens.
    pub(super) fn spend(&self, what: May, Spent(spent): &mut Spent) {
        if let Some(at) = self.bound(what) {
            spent[at] += 1;
        }
    }

    /// Nothing has happened yet.
    pub(super) fn unspent(&self) -> Spent {
        Spent(vec![0; self.at_most.len()])
    }

    fn bound(&self, what: May) -> Option<usize> {
        self.at_most.iter().position(|(bound, _)| *bound == what)
    }

    /// Whether what is on this link may be late.
    pub fn is_late(&self, link: Link) -> bool {
        let applications = 1..=self.applications.len();
        let is_application = |seat: SeatId| applications.contains(&(seat.0 as usize));
        self.late.contains(&match link {
            Link::Calls(seat) if is_application(seat) => Late::Calls,
            Link::Returns(seat) | Link::Messages(seat) if is_application(seat) => Late::Answers,
            Link::Messages(_) => Late::Requests,
            Link::Calls(_) | Link::Returns(_) | Link::Cti(_) | Link::ToSwitch | Link::FromSwitch => {
                Late::Others
            }
        })
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

/// The id of a world's queue.
pub(super) fn queue_id(at: u32) -> QueueId {
    QueueId(at + 1)
}

/// The GUID of a world's group.
pub(super) fn group_id(at: u32) -> Guid {
    Guid([u8::try_from(at + 1).expect("a world is small"); 16])
}

pub(super) fn group(at: u32) -> Group {
    let entry = GroupEntry { id: group_id(at), name: format!("group {}", at + 1).into() };
    Group { entry, queues: vec![queue_id(at)] }
}

pub(super) fn queue(at: u32) -> Queue {
    let entry = QueueEntry { id: queue_id(at), name: format!("queue {}", at + 1).into() };
    Queue { entry, address: AddressId(at) }
}
