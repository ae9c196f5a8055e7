//! What an agent handler does, written out longhand from the pages, the project's copy of the facts and what the
//! handler promises.
//!
//! Everything that ever was stands in a list, in the order of its making, and stays there when it is gone. Nothing is
//! counted: what a figure is comes from the lists of what happened, each time that somebody reads it. States are the
//! values that go over the wire, and names stand for the handles that the handler gives.

mod addresses;
mod administration;
mod calls;
mod figures;
mod hearing;
mod moves;
mod phones;
mod requests;

use std::collections::BTreeMap;

use tapi_acd::Message;
use tapi_acd::answer::{ActivityEntry, Answer, GroupEntry, QueueEntry};
use tapi_acd::handler::{Account, Change, Config, Group, Phone, Queue};
use tapi_acd::ids::{ActivityId, AddressId, AgentHandle, AgentSessionHandle, DeviceId, QueueId};
use tapi_acd::provider::LiveCall;
use tapi_acd::wire::Guid;
use tapi_acd::wire::consts::{AgentSessionState, AgentStateEx, AgentStatus, LineErr};

use super::step::{Link, Step};
use addresses::Seen;
use figures::{AgentEvent, Period, QueueEvent};
use hearing::Call;

/// The ACD line and three agents' lines, each with two addresses.
pub(crate) const DEVICES: u32 = 4;
pub(crate) const ADDRESSES: u32 = 2;
const ACD_LINE: DeviceId = DeviceId(0);
const EPOCH_MICROS: i64 = 1_700_000_000_000_000;

/// Every address of every line.
pub(crate) fn places() -> impl Iterator<Item = (DeviceId, AddressId)> {
    (0..DEVICES).flat_map(|device| (0..ADDRESSES).map(move |address| (DeviceId(device), AddressId(address))))
}

pub(crate) fn group_id(number: u8) -> Guid {
    Guid([number; 16])
}

pub(crate) fn group(number: u8, queues: &[u32]) -> Group {
    let entry = GroupEntry { id: group_id(number), name: format!("group {number}").into() };
    Group { entry, queues: queues.iter().copied().map(QueueId).collect() }
}

pub(crate) fn queue(number: u32, address: u32) -> Queue {
    let entry = QueueEntry { id: QueueId(number), name: format!("queue {number}").into() };
    Queue { entry, address: AddressId(address) }
}

pub(crate) fn activity(number: u32) -> ActivityEntry {
    ActivityEntry { id: ActivityId(number), name: format!("activity {number}").into() }
}

pub(crate) fn account(id: &str, pin: Option<&str>) -> Account {
    Account { id: id.into(), pin: pin.map(Box::from) }
}

/// A phone for two groups of which one is not there at first.
fn phone(agent: Account, groups: [u8; 2]) -> Phone {
    Phone { agent, groups: groups.map(group_id).into(), address: AddressId(1) }
}

pub(crate) fn config() -> Config {
    let phones = [
        (DeviceId(1), phone(account("ann", Some("1234")), [2, 0])),
        (DeviceId(2), phone(account("bob", None), [1, 2])),
    ];
    Config {
        info: "handler under test".into(),
        guid: group_id(99),
        epoch_micros: EPOCH_MICROS,
        devices: DEVICES,
        agents: vec![account("ann", Some("1234")), account("bob", None)],
        phones: BTreeMap::from(phones),
        groups: vec![group(0, &[0, 1]), group(1, &[1])],
        queues: vec![queue(0, 0), queue(1, 1)],
        activities: vec![activity(1), activity(2)],
        extensions: vec![[1, 2, 3, 4]],
        ..Config::default()
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Agent {
    pub(crate) name: AgentHandle,
    pub(crate) there: bool,
    pub(crate) device: DeviceId,
    pub(crate) state: AgentStateEx,
    /// Ready since then, if ready.
    ready_since: u64,
    id: Option<Box<str>>,
    /// Came by an address, and goes with the last session.
    by_address: bool,
    activity: ActivityId,
    /// There are figures that nobody was told of.
    has_news: bool,
    created: u64,
    period: Option<Period>,
    events: Vec<(u64, AgentEvent)>,
}

#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) name: AgentSessionHandle,
    pub(crate) agent: usize,
    pub(crate) address: AddressId,
    group: usize,
    /// What shall follow the call.
    next: Option<AgentSessionState>,
    /// Every state that it came to, and when.
    states: Vec<(u64, AgentSessionState)>,
    /// How long each of its calls waited for the answer.
    waits: Vec<u64>,
}

impl Session {
    pub(crate) fn state(&self) -> AgentSessionState {
        self.states.last().expect("a session begins in a state").1
    }

    pub(crate) fn is_there(&self) -> bool {
        self.state() != AgentSessionState::RELEASED
    }

    pub(crate) fn is_live(&self) -> bool {
        self.is_there() && self.state() != AgentSessionState::ENDED
    }
}

#[derive(Clone, Debug)]
struct KnownGroup {
    what: Group,
    there: bool,
}

#[derive(Clone, Debug)]
struct KnownQueue {
    what: Queue,
    there: bool,
    created: u64,
    period: Option<Period>,
    events: Vec<(u64, QueueEvent)>,
}

/// What a request came to.
pub(crate) type Answered = Result<Option<Answer>, LineErr>;

#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) now: u64,
    /// Which of its lines the handler still has.
    pub(crate) open: Vec<bool>,
    pub(crate) agents: Vec<Agent>,
    pub(crate) sessions: Vec<Session>,
    groups: Vec<KnownGroup>,
    queues: Vec<KnownQueue>,
    accounts: Vec<Account>,
    pub(crate) phones: BTreeMap<DeviceId, Phone>,
    activities: Vec<ActivityEntry>,
    extensions: Vec<[u32; 4]>,
    /// The calls in the switch.
    pub(crate) switch: Vec<LiveCall>,
    /// The calls that the handler knows of.
    known: Vec<Call>,
    /// Whether what happens in the switch comes through to the handler.
    pub(crate) comes_through: bool,
    /// Whether the handler knows that nothing does.
    link_lost: bool,
    /// What was told about each address where somebody is logged in.
    told: Vec<((DeviceId, AddressId), Seen)>,
    /// What is news wherever somebody is logged in.
    news: AgentStatus,
    /// What the last step was answered, if it was a request.
    pub(crate) answered: Option<Answered>,
    /// What was said about it: what stands together may be said in any order, as long as what is said about one thing
    /// on one line stays in order.
    pub(crate) said: Vec<Vec<(DeviceId, Message)>>,
}

impl Default for Model {
    fn default() -> Self {
        let Config { agents, phones, groups, queues, activities, extensions, .. } = config();
        let mut model = Self {
            now: 0,
            open: vec![true; DEVICES as usize],
            agents: vec![],
            sessions: vec![],
            groups: vec![],
            queues: vec![],
            accounts: agents,
            phones,
            activities,
            extensions,
            switch: vec![],
            known: vec![],
            comes_through: true,
            link_lost: false,
            told: vec![],
            news: AgentStatus::empty(),
            answered: None,
            said: vec![vec![]],
        };
        groups.into_iter().for_each(|group| model.administer(Change::AddGroup(group)));
        queues.into_iter().for_each(|queue| model.administer(Change::AddQueue(queue)));
        model.news = AgentStatus::empty();
        model
    }
}

impl Model {
    pub(crate) fn take(&mut self, step: &Step) {
        self.answered = None;
        self.said = vec![vec![]];
        match step {
            Step::Pass { micros } => self.now += micros,
            Step::Request { device, client_version, request } => {
                if self.open[device.0 as usize] {
                    self.answered = Some(self.serve(*device, *client_version, request));
                }
            }
            Step::Cti(event) => {
                self.happens(event);
                if self.comes_through {
                    self.hears(event);
                }
            }
            Step::Key { device, key } if self.comes_through => self.presses(*device, *key),
            Step::Key { .. } => {}
            Step::Link(Link::Lost) => {
                self.comes_through = false;
                self.link_lost = true;
                self.all_follow();
            }
            Step::Link(Link::LostUnsaid) => self.comes_through = false,
            Step::Link(Link::Found) => self.finds_the_link(),
            Step::Administer(change) => self.administer(change.clone()),
            Step::ForceClose { device } => self.open[device.0 as usize] = false,
        }
        self.tell_addresses();
    }

    /// On the ACD line; nobody hears of what is said on a line that is closed.
    fn say_acd(&mut self, message: Message) {
        self.say(ACD_LINE, message);
    }

    fn say(&mut self, device: DeviceId, message: Message) {
        if self.open[device.0 as usize] {
            self.said.last_mut().expect("there is always a last part").push((device, message));
        }
    }

    /// On the agent's line and on the ACD line, which may be the same.
    fn say_of(&mut self, agent: usize, message: Message) {
        let device = self.agents[agent].device;
        self.say(device, message);
        if device != ACD_LINE {
            self.say_acd(message);
        }
    }

    fn agent_at(&self, device: DeviceId) -> Option<usize> {
        self.agents.iter().position(|agent| agent.there && agent.device == device)
    }

    /// The agent's sessions that are neither over nor gone.
    fn live(&self, agent: usize) -> Vec<usize> {
        let live = |&at: &usize| self.sessions[at].agent == agent && self.sessions[at].is_live();
        (0..self.sessions.len()).filter(live).collect()
    }

    fn group(&self, id: Guid) -> Option<usize> {
        self.groups.iter().position(|group| group.there && group.what.entry.id == id)
    }

    fn queue(&self, id: QueueId) -> Option<usize> {
        self.queues.iter().position(|queue| queue.there && queue.what.entry.id == id)
    }
}
