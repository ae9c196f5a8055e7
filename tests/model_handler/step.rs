//! What may happen to a handler, how it is drawn, and how it is told.

use std::collections::BTreeMap;
use std::fmt;

use proptest::prelude::*;
use proptest::strategy::Union;
use proptest::{collection::vec, option, sample::select};
use tapi_acd::answer::Answer;
use tapi_acd::handler::{Change, Input};
use tapi_acd::ids::{
    ActivityId, AddressId, AgentHandle, AgentSessionHandle, BufferAddress, DeviceId, LineHandle, QueueId,
};
use tapi_acd::provider::{CtiEvent, Key};
use tapi_acd::request::ProxyRequest;
use tapi_acd::wire::Guid;
use tapi_acd::wire::consts::{AgentSessionState, AgentState, AgentStateEx, ApiVersion};
use tapi_acd::{Attached, Block, Message, TypedMessage};

use super::reference::{ADDRESSES, DEVICES, Model, account, activity, group, group_id, queue};

/// Every request has the same buffer: one is answered before the next comes.
pub(crate) const BUFFER: BufferAddress = BufferAddress(0x5000);
const SECOND: u64 = 1_000_000;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    Lost,
    /// Nothing comes through, and nobody says so.
    LostUnsaid,
    Found,
}

#[derive(Clone)]
pub(crate) enum Step {
    Pass { micros: u64 },
    Request { device: DeviceId, client_version: ApiVersion, request: ProxyRequest },
    Cti(CtiEvent),
    Key { device: DeviceId, key: Key },
    Link(Link),
    Administer(Change),
    ForceClose { device: DeviceId },
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Pass { micros } => write!(f, "{micros} microseconds pass"),
            Step::Request { device, client_version, request } => {
                let request = serde_json::to_string(request).map_err(|_| fmt::Error)?;
                write!(f, "line {}, a client of {client_version}: {request}", device.0)
            }
            Step::Cti(event) => write!(f, "switch: {event:?}"),
            Step::Key { device, key } => write!(f, "phone {}: {key:?}", device.0),
            Step::Link(link) => write!(f, "link: {link:?}"),
            Step::Administer(change) => write!(f, "administrator: {change:?}"),
            Step::ForceClose { device } => write!(f, "TAPI closes line {}", device.0),
        }
    }
}

/// One line, so that a script is one line a step.
impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Steps that often make sense, and sometimes do not.
pub(crate) fn steps(model: &Model) -> BoxedStrategy<Step> {
    let micros = vec![1, 400_000, 999_999, SECOND, 7_300_000, 61 * SECOND, 1_800 * SECOND];
    let versions = vec![ApiVersion::V2_0, ApiVersion::V2_1, ApiVersion::V2_2, ApiVersion::V3_0];
    let request = requests(model).prop_flat_map(move |(device, request)| {
        select(versions.clone()).prop_map(move |client_version| Step::Request {
            device,
            client_version,
            request: request.clone(),
        })
    });
    let links =
        if model.comes_through { vec![Link::Lost, Link::LostUnsaid, Link::Found] } else { vec![Link::Found] };
    prop_oneof![
        150 => request,
        70 => calls(model).prop_map(Step::Cti),
        30 => select(micros).prop_map(|micros| Step::Pass { micros }),
        25 => keys(model),
        9 => select(links).prop_map(Step::Link),
        14 => changes().prop_map(Step::Administer),
        1 => (0..DEVICES).prop_map(|device| Step::ForceClose { device: DeviceId(device) }),
    ]
    .boxed()
}

/// What happens to a call that is there, more often than that one comes; a queue's calls go to who is idle.
fn calls(model: &Model) -> BoxedStrategy<CtiEvent> {
    let is_there = |event: &CtiEvent| {
        !matches!(event, CtiEvent::Queued { .. } | CtiEvent::Rings { .. } | CtiEvent::Dials { .. })
    };
    let (goes_on, comes): (Vec<_>, Vec<_>) = model.possible().into_iter().partition(is_there);
    let idle: Vec<_> = model.group_ids().into_iter().flat_map(|group| model.idle(group)).collect();
    let is_routed = |event: &&CtiEvent| match event {
        CtiEvent::Delivered { device, .. } => idle.iter().any(|(.., at, _)| at == device),
        _ => false,
    };
    let routed: Vec<_> = goes_on.iter().filter(is_routed).cloned().collect();
    let queued: Vec<_> = comes.iter().filter(|e| matches!(e, CtiEvent::Queued { .. })).cloned().collect();
    let choices = [(2, routed), (4, goes_on), (1, comes), (1, queued)];
    let choices = choices.into_iter().filter(|(_, events)| !events.is_empty());
    Union::new_weighted(choices.map(|(weight, events)| (weight, select(events))).collect()).boxed()
}

/// Any key at any line, though not all have such a phone; more often one at a phone where it means something.
fn keys(model: &Model) -> BoxedStrategy<Step> {
    let any =
        ((0..DEVICES).prop_map(DeviceId), select(vec![Key::LogOn, Key::Ready, Key::NotReady, Key::LogOff]));
    let at_phone = |device: &DeviceId| match model.agents.iter().any(|a| a.there && a.device == *device) {
        true => (*device, Key::Ready),
        false => (*device, Key::LogOn),
    };
    let useful: Vec<_> = model.phones.keys().map(at_phone).collect();
    prop_oneof![1 => any, 1 => select(useful)].prop_map(|(device, key)| Step::Key { device, key }).boxed()
}

fn groups() -> impl Strategy<Value = u8> + Clone {
    prop_oneof![8 => 0..2_u8, 3 => Just(2), 1 => Just(9)]
}

fn group_ids() -> impl Strategy<Value = Guid> + Clone {
    groups().prop_map(group_id)
}

fn addresses() -> impl Strategy<Value = AddressId> + Clone {
    (0..ADDRESSES).prop_map(AddressId)
}

fn changes() -> impl Strategy<Value = Change> {
    let served = || select(vec![vec![0], vec![1], vec![0, 1], vec![0, 1, 2], vec![]]);
    let served_ids = served().prop_map(|queues: Vec<_>| queues.into_iter().map(QueueId).collect());
    let queues = (0..3_u32).prop_map(QueueId);
    let activities = vec![vec![1, 2], vec![1], vec![2, 3], vec![]];
    let accounts = vec![
        vec![],
        vec![account("ann", Some("1234")), account("bob", None)],
        vec![account("ann", Some("5678")), account("cat", Some("9"))],
    ];
    prop_oneof![
        4 => (0..3_u8, served()).prop_map(|(number, queues)| Change::AddGroup(group(number, &queues))),
        2 => (0..3_u8).prop_map(|number| Change::RemoveGroup(group_id(number))),
        1 => (group_ids(), served_ids).prop_map(|(group, queues)| Change::Serve { group, queues }),
        3 => (0..3_u32, 0..3_u32).prop_map(|(number, address)| Change::AddQueue(queue(number, address))),
        1 => queues.prop_map(Change::RemoveQueue),
        2 => select(activities)
            .prop_map(|numbers| Change::Activities(numbers.into_iter().map(activity).collect())),
        2 => select(vec![vec![], vec![[1, 2, 3, 4]], vec![[1, 2, 3, 4], [5; 4]]]).prop_map(Change::Extensions),
        1 => select(accounts).prop_map(Change::Agents),
    ]
}

/// A line, and what is asked for there.
fn requests(model: &Model) -> BoxedStrategy<(DeviceId, ProxyRequest)> {
    // Who is there with its line, who was, and who never was; a session is no agent, and an agent no session.
    let there: Vec<_> = model.agents.iter().filter(|a| a.there).map(|a| (a.device, a.name)).collect();
    let ever = model.agents.iter().map(|a| a.name.0).chain(model.sessions.iter().map(|s| s.name.0));
    let ever: Vec<_> = ever.chain([0, 999]).collect();
    let working = model.sessions.iter().filter(|s| s.is_there());
    let working: Vec<_> = working.map(|s| (model.agents[s.agent].device, s.name)).collect();
    let (agent, session) = (
        held(there, ever.iter().copied().map(AgentHandle).collect()),
        held(working.clone(), ever.into_iter().map(AgentSessionHandle).collect()),
    );
    let occupied = model.sessions.iter().filter(|s| s.is_live());
    let occupied = occupied.map(|s| (model.agents[s.agent].device, s.address)).collect();
    let lines = || prop_oneof![9 => 1..DEVICES, 1 => Just(0)].prop_map(DeviceId);
    let place = held_at(occupied);
    let periods = || select(vec![0, 1, 10, 60, 3_600]);
    let queues = || prop_oneof![8 => 0..2_u32, 2 => Just(2), 1 => Just(9)].prop_map(QueueId);
    let pins = || select(vec![None, Some("1234"), Some("1234"), Some("wrong")]);
    let boxed = |text: Option<&str>| text.map(Box::from);

    let by_address = prop_oneof![
        8 => (place.clone(), vec(group_ids(), 0..4))
            .prop_map(|((device, address), groups)| (device, ProxyRequest::SetAgentGroup { address, groups })),
        6 => (place.clone(), address_states(), address_states()).prop_map(|((device, address), state, next)| {
            (device, ProxyRequest::SetAgentState { address, state, next })
        }),
        3 => (place.clone(), (1..5_u32).prop_map(ActivityId)).prop_map(|((device, address), activity)| {
            (device, ProxyRequest::SetAgentActivity { address, activity })
        }),
        1 => place.clone().prop_map(|(device, address)| (device, ProxyRequest::GetAgentCaps { address })),
        1 => place.clone().prop_map(|(device, address)| (device, ProxyRequest::GetAgentStatus { address })),
        1 => (place.clone(), 0..3_u32).prop_map(|((device, address), extension)| {
            (device, ProxyRequest::AgentSpecific { address, extension, params: Block(vec![1, 2]) })
        }),
        1 => place.clone().prop_map(|(device, address)| (device, ProxyRequest::GetAgentActivityList { address })),
        1 => place.prop_map(|(device, address)| (device, ProxyRequest::GetAgentGroupList { address })),
    ];
    let of_agents = prop_oneof![
        8 => (lines(), option::of(select(vec!["ann", "ann", "bob", "cat", "dan"])), pins()).prop_map(
            move |(device, id, pin)| {
                (device, ProxyRequest::CreateAgent { agent_id: boxed(id), agent_pin: boxed(pin) })
            }
        ),
        2 => (agent.clone(), periods()).prop_map(|((device, agent), period)| {
            (device, ProxyRequest::SetAgentMeasurementPeriod { agent, period })
        }),
        4 => agent.clone().prop_map(|(device, agent)| (device, ProxyRequest::GetAgentInfo { agent })),
        10 => (agent.clone(), option::weighted(0.1, lines()), pins(), group_ids(), addresses()).prop_map(
            move |((device, agent), other, pin, group, working_address)| {
                let agent_pin = boxed(pin);
                let request = ProxyRequest::CreateAgentSession { agent, agent_pin, group, working_address };
                (other.unwrap_or(device), request)
            }
        ),
        2 => agent.clone().prop_map(|(device, agent)| (device, ProxyRequest::GetAgentSessionList { agent })),
        6 => (agent, agent_states(), agent_states()).prop_map(|((device, agent), state, next)| {
            (device, ProxyRequest::SetAgentStateEx { agent, state, next })
        }),
    ];
    let of_sessions = prop_oneof![
        10 => (session.clone(), session_states(), session_states()).prop_map(
            |((device, session), state, next)| {
                (device, ProxyRequest::SetAgentSessionState { session, state, next })
            }
        ),
        3 => session.prop_map(|(device, session)| (device, ProxyRequest::GetAgentSessionInfo { session })),
    ];
    let of_queues = prop_oneof![
        1 => (lines(), group_ids()).prop_map(|(device, group)| (device, ProxyRequest::GetQueueList { group })),
        1 => (lines(), queues(), periods()).prop_map(|(device, queue, period)| {
            (device, ProxyRequest::SetQueueMeasurementPeriod { queue, period })
        }),
        2 => (lines(), queues()).prop_map(|(device, queue)| (device, ProxyRequest::GetQueueInfo { queue })),
        1 => lines().prop_map(|device| (device, ProxyRequest::GetGroupList {})),
    ];
    // Without a session most of what is asked for is refused.
    let sessions = if working.is_empty() { 1 } else { 12 };
    prop_oneof![15 => by_address, 25 => of_agents, sessions => of_sessions, 5 => of_queues].boxed()
}

/// What is there, with its line; now and then what is not, on some line.
fn held<T: Copy + fmt::Debug + 'static>(
    there: Vec<(DeviceId, T)>,
    ever: Vec<T>,
) -> BoxedStrategy<(DeviceId, T)> {
    let wrong = ((1..DEVICES).prop_map(DeviceId), select(ever));
    if there.is_empty() { wrong.boxed() } else { prop_oneof![12 => select(there), 1 => wrong].boxed() }
}

/// An address where somebody is logged in, or any.
fn held_at(occupied: Vec<(DeviceId, AddressId)>) -> BoxedStrategy<(DeviceId, AddressId)> {
    let any = ((0..DEVICES).prop_map(DeviceId), addresses());
    if occupied.is_empty() { any.boxed() } else { prop_oneof![3 => select(occupied), 1 => any].boxed() }
}

fn address_states() -> impl Strategy<Value = AgentState> {
    let usual = vec![AgentState(0), AgentState::READY, AgentState::NOT_READY, AgentState::WORKING_AFTER_CALL];
    let any = prop_oneof![
        (0..10).prop_map(|bit| AgentState(1_u32 << bit)),
        Just(AgentState(6)),
        any::<u32>().prop_map(AgentState)
    ];
    prop_oneof![2 => Just(AgentState(0)), 3 => select(usual), 1 => any]
}

fn agent_states() -> impl Strategy<Value = AgentStateEx> {
    let usual = vec![AgentStateEx(0), AgentStateEx::READY, AgentStateEx::READY, AgentStateEx::NOT_READY];
    let any = prop_oneof![(0..8).prop_map(|bit| AgentStateEx(1_u32 << bit)), Just(AgentStateEx(3))];
    prop_oneof![1 => Just(AgentStateEx(0)), 4 => select(usual), 1 => any]
}

fn session_states() -> impl Strategy<Value = AgentSessionState> {
    let (ready, not_ready) = (AgentSessionState::READY, AgentSessionState::NOT_READY);
    let usual = vec![AgentSessionState(0), ready, ready, ready, not_ready];
    let any = prop_oneof![(0..7).prop_map(|bit| AgentSessionState(1_u32 << bit)), Just(AgentSessionState(3))];
    prop_oneof![1 => Just(AgentSessionState(0)), 4 => select(usual), 2 => any]
}

/// The handler's line on a device.
pub(crate) fn line(device: DeviceId) -> LineHandle {
    LineHandle(0x100 + device.0)
}

/// The handle that the handler gave to each name of the reference.
#[derive(Default)]
pub(crate) struct Names(BTreeMap<u32, u32>);

impl Names {
    /// What never was has a name that stands for no handle; 0 stays 0.
    fn handle(&self, name: u32) -> u32 {
        if name == 0 { 0 } else { self.0.get(&name).copied().unwrap_or(0x0FFF_FFF0) }
    }

    pub(crate) fn agent(&self, name: AgentHandle) -> AgentHandle {
        AgentHandle(self.handle(name.0))
    }

    pub(crate) fn session(&self, name: AgentSessionHandle) -> AgentSessionHandle {
        AgentSessionHandle(self.handle(name.0))
    }

    /// A name stands for the handle that it was learned with, for good.
    pub(crate) fn learn(&mut self, name: u32, handle: u32) {
        assert_eq!(*self.0.entry(name).or_insert(handle), handle, "the handle of name {name}");
    }

    /// The step as the handler is told; nothing where it hears of nothing.
    pub(crate) fn input(&self, step: Step, model: &Model) -> Option<Input> {
        Some(match step {
            Step::Pass { .. } => return None,
            Step::Request { device, client_version, request } => {
                let attached = Attached::Request { client_version, request: Box::new(self.request(request)) };
                message(device, Message::ProxyRequest { buffer: BUFFER }, attached)
            }
            Step::Cti(_) | Step::Key { .. } | Step::Link(Link::LostUnsaid) if !model.comes_through => {
                return None;
            }
            Step::Key { device, key } => Input::Cti(CtiEvent::Key { device, key }),
            Step::Cti(event) => Input::Cti(event),
            Step::Link(Link::Found) => Input::Cti(CtiEvent::LinkFound { calls: model.switch.clone().into() }),
            Step::Link(Link::Lost | Link::LostUnsaid) => Input::Cti(CtiEvent::LinkLost),
            Step::Administer(change) => Input::Administer(change),
            Step::ForceClose { device } => message(device, Message::Close, Attached::None),
        })
    }

    pub(crate) fn request(&self, mut request: ProxyRequest) -> ProxyRequest {
        match &mut request {
            ProxyRequest::SetAgentMeasurementPeriod { agent, .. }
            | ProxyRequest::GetAgentInfo { agent }
            | ProxyRequest::CreateAgentSession { agent, .. }
            | ProxyRequest::GetAgentSessionList { agent }
            | ProxyRequest::SetAgentStateEx { agent, .. } => *agent = self.agent(*agent),
            ProxyRequest::SetAgentSessionState { session, .. }
            | ProxyRequest::GetAgentSessionInfo { session } => {
                *session = self.session(*session);
            }
            _ => {}
        }
        request
    }

    pub(crate) fn answer(&self, mut answer: Answer) -> Answer {
        match &mut answer {
            Answer::Agent(agent) => *agent = self.agent(*agent),
            Answer::Session(session) => *session = self.session(*session),
            Answer::Sessions(entries) => {
                for entry in entries {
                    (entry.agent, entry.session) = (self.agent(entry.agent), self.session(entry.session));
                }
            }
            _ => {}
        }
        answer
    }

    pub(crate) fn message(&self, mut message: Message) -> Message {
        match &mut message {
            Message::AgentStatusEx { agent, .. } => *agent = self.agent(*agent),
            Message::AgentSessionStatus { session, .. } => *session = self.session(*session),
            _ => {}
        }
        message
    }
}

fn message(on: DeviceId, message: Message, attached: Attached) -> Input {
    let (device, callback_instance) = (line(on).0, u64::from(on.0));
    let message = TypedMessage { device, callback_instance, message, residue: [0; 3] };
    Input::Message { message: message.to_raw(), attached }
}
