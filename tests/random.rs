//! Anything in any order: what must hold whatever applications ask and callers do.
//!
//! Applications 2 and 3 call what they like with handles of their own, of others and of nobody; calls come, ring and
//! end as they like. Application 1 only watches the ACD line, so it can know what the agent handler knows.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use tapi_acd::answer::Answer;
use tapi_acd::function::{FUNCTIONS, FunctionRow, Layer};
use tapi_acd::ids::{
    ActivityId, AddressId, AgentHandle, AgentSessionHandle, AppHandle, CallHandle, CallId, DeviceId,
    LineHandle, QueueId, SeatId,
};
use tapi_acd::machine::{agent_ex, agent_session};
use tapi_acd::provider::{Key, LiveCall, Stage};
use tapi_acd::system::Input;
use tapi_acd::wire::Guid;
use tapi_acd::wire::consts::{
    AgentSessionState, AgentState, AgentStateEx, ApiVersion, CallPrivilege, Constants, DisconnectMode,
    InitializeExOptions, LineErr, MediaMode, MessageId, OpenOptions,
};
use tapi_acd::{Block, Event, Function, Message, Out, Record, ResultCode, TypedMessage, provider};

use crate::desk::{ADDRESSES, DEVICES, Desk, GROUPS};

pub(crate) const WATCHER: SeatId = SeatId(1);
pub(crate) const CLIENTS: u32 = 3;
const CALLS: u32 = 4;

/// Which of the handles seen so far; `any` includes those of other applications.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pick {
    any: bool,
    back: usize,
}

/// What an application does.
#[derive(Clone, Debug)]
pub(crate) enum Ask {
    Initialise,
    Negotiate {
        app: Pick,
        device: u32,
        low: ApiVersion,
        high: ApiVersion,
    },
    Open {
        app: Pick,
        device: u32,
        version: ApiVersion,
        privileges: CallPrivilege,
        media: MediaMode,
    },
    Close(Pick),
    Shutdown(Pick),
    CreateAgent {
        line: Pick,
        id: Option<u8>,
    },
    CreateSession {
        line: Pick,
        agent: Pick,
        address: u32,
        group: Guid,
    },
    SetSession {
        line: Pick,
        session: Pick,
        state: u32,
        next: u32,
    },
    SetAgent {
        line: Pick,
        agent: Pick,
        state: u32,
        next: u32,
    },
    /// One of the functions that only read, set a period or act by address.
    More {
        line: Pick,
        whose: Pick,
        which: u8,
        number: u32,
    },
    Groups(Pick),
    Queues(Pick, Guid),
    Queue(Pick, u32),
    Tell(Pick, MessageId),
    Answer(Pick),
    Deallocate(Pick),
}

#[derive(Clone, Debug)]
pub(crate) enum Step {
    StartHandler,
    Ask(SeatId, Ask),
    /// To the line where the longest idle agent of a group sits.
    Route {
        call: u32,
        group: usize,
    },
    /// Anything in the switch, wherever the call stands and whoever sits there.
    Switch(provider::Input),
}

fn pick() -> impl Strategy<Value = Pick> {
    (prop::bool::weighted(0.1), 0..8_usize).prop_map(|(any, back)| Pick { any, back })
}

fn device() -> impl Strategy<Value = u32> {
    0..DEVICES + 1
}

fn version() -> impl Strategy<Value = ApiVersion> {
    use ApiVersion as V;
    prop_oneof![
        6 => Just(V::V2_2),
        2 => Just(V::V2_0),
        1 => select(vec![V::V1_4, V::V2_1, V::V3_0, V::V3_1, V(0), V(0x0009_0000)]),
    ]
}

fn privileges() -> impl Strategy<Value = CallPrivilege> {
    use CallPrivilege as P;
    prop_oneof![
        4 => Just(P::OWNER),
        2 => select(vec![P::MONITOR, P::OWNER | P::MONITOR]),
        1 => select(vec![P::NONE, P::empty(), P::NONE | P::OWNER, P::from_bits_retain(0x80)]),
    ]
}

fn media() -> impl Strategy<Value = MediaMode> {
    prop_oneof![
        5 => Just(MediaMode::INTERACTIVE_VOICE),
        1 => select(vec![MediaMode::empty(), MediaMode::DATA_MODEM]),
    ]
}

fn group() -> impl Strategy<Value = Guid> {
    prop_oneof![8 => select(&GROUPS[..]), 1 => Just(Guid([9; 16]))]
}

/// A state as an application may ask for it: those that exist, none, two at once, one that is none.
fn state() -> impl Strategy<Value = u32> {
    prop_oneof![
        4 => Just(AgentSessionState::READY.0),
        3 => (0..7_u32).prop_map(|bit| 1 << bit),
        1 => select(vec![0, 3, 0x80]),
    ]
}

/// The state that shall follow: mostly none.
fn next() -> impl Strategy<Value = u32> {
    prop_oneof![3 => Just(0), 1 => state()]
}

fn ask() -> impl Strategy<Value = Ask> {
    prop_oneof![
        2 => Just(Ask::Initialise),
        1 => (pick(), device(), version(), version())
            .prop_map(|(app, device, low, high)| Ask::Negotiate { app, device, low, high }),
        4 => (pick(), device(), version(), privileges(), media()).prop_map(
            |(app, device, version, privileges, media)| Ask::Open { app, device, version, privileges, media }
        ),
        1 => pick().prop_map(Ask::Close),
        1 => pick().prop_map(Ask::Shutdown),
        3 => (pick(), prop::option::of(0..4_u8)).prop_map(|(line, id)| Ask::CreateAgent { line, id }),
        4 => (pick(), pick(), 0..ADDRESSES + 1, group())
            .prop_map(|(line, agent, address, group)| Ask::CreateSession { line, agent, address, group }),
        8 => (pick(), pick(), state(), next())
            .prop_map(|(line, session, state, next)| Ask::SetSession { line, session, state, next }),
        4 => (pick(), pick(), state(), next())
            .prop_map(|(line, agent, state, next)| Ask::SetAgent { line, agent, state, next }),
        8 => (pick(), pick(), 0..15_u8, 0..64_u32)
            .prop_map(|(line, whose, which, number)| Ask::More { line, whose, which, number }),
        1 => pick().prop_map(Ask::Groups),
        1 => (pick(), group()).prop_map(|(line, group)| Ask::Queues(line, group)),
        1 => (pick(), 10..14_u32).prop_map(|(line, queue)| Ask::Queue(line, queue)),
        1 => (pick(), (19..32_u32).prop_map(MessageId)).prop_map(|(line, id)| Ask::Tell(line, id)),
        6 => pick().prop_map(Ask::Answer),
        3 => pick().prop_map(Ask::Deallocate),
    ]
}

fn input() -> impl Strategy<Value = provider::Input> {
    use provider::Input as I;
    let call = || (0..CALLS).prop_map(CallId);
    let at = || ((0..DEVICES).prop_map(DeviceId), (0..ADDRESSES).prop_map(AddressId));
    prop_oneof![
        6 => (call(), at()).prop_map(|(call, (_, address))| I::Arrive { call, address }),
        1 => (call(), at()).prop_map(|(call, (_, address))| I::Overflow { call, address }),
        1 => call().prop_map(|call| I::EndGuide { call }),
        2 => (call(), at()).prop_map(|(call, (device, address))| I::Deliver { call, device, address }),
        1 => (call(), any::<bool>(), at())
            .prop_map(|(call, dialler, (device, address))| I::Ring { call, dialler, device, address }),
        1 => (call(), at()).prop_map(|(call, (device, address))| I::Dial { call, device, address }),
        2 => call().prop_map(|call| I::Proceed { call }),
        1 => call().prop_map(|call| I::GiveUp { call }),
        2 => call().prop_map(|call| I::PickUp { call }),
        1 => call().prop_map(|call| I::Refuse { call, why: DisconnectMode::BUSY }),
        4 => (at(), select(vec![Key::LogOn, Key::Ready, Key::NotReady, Key::LogOff]))
            .prop_map(|((device, _), key)| I::Key { device, key }),
        4 => call().prop_map(|call| I::HangUp { call }),
        1 => Just(I::LoseLink),
        2 => Just(I::FindLink),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let call = || 0..CALLS;
    prop_oneof![
        1 => Just(Step::StartHandler),
        20 => (2..=CLIENTS, ask()).prop_map(|(seat, ask)| Step::Ask(SeatId(seat), ask)),
        4 => (call(), 0..GROUPS.len()).prop_map(|(call, group)| Step::Route { call, group }),
        10 => input().prop_map(Step::Switch),
    ]
}

/// What each application has got so far, newest last.
#[derive(Default)]
struct Seen {
    apps: Vec<(SeatId, AppHandle)>,
    lines: Vec<(SeatId, LineHandle)>,
    agents: Vec<(SeatId, AgentHandle)>,
    sessions: Vec<(SeatId, AgentSessionHandle)>,
    calls: Vec<(SeatId, CallHandle)>,
}

impl Pick {
    /// One of the newest, or a number that names nothing.
    fn of<H: Copy>(self, seen: &[(SeatId, H)], seat: SeatId, stranger: H) -> H {
        let own = seen.iter().rev().filter(|(owner, _)| self.any || *owner == seat);
        let newest: Vec<_> = own.take(3).collect();
        newest.get(self.back % 4).or(newest.first()).filter(|_| self.back < 7).map_or(stranger, |(_, h)| *h)
    }
}

impl Ask {
    fn function(&self, seat: SeatId, seen: &Seen) -> Function {
        const STRANGE: u32 = 0x0200_7777;
        let app = |pick: Pick| pick.of(&seen.apps, seat, AppHandle(STRANGE));
        let line = |pick: Pick| pick.of(&seen.lines, seat, LineHandle(STRANGE));
        let agent = |pick: Pick| pick.of(&seen.agents, seat, AgentHandle(STRANGE));
        let session = |pick: Pick| pick.of(&seen.sessions, seat, AgentSessionHandle(STRANGE));
        let call = |pick: Pick| pick.of(&seen.calls, seat, CallHandle(STRANGE));
        match *self {
            Ask::Initialise => Function::InitializeEx {
                app_name: "any".into(),
                api_version: ApiVersion::V2_2,
                options: InitializeExOptions::USE_EVENT,
            },
            Ask::Negotiate { app: of, device, low, high } => {
                Function::NegotiateApiVersion { app: app(of), device: DeviceId(device), low, high }
            }
            Ask::Open { app: of, device, version, privileges, media } => Function::Open {
                app: app(of),
                device: DeviceId(device),
                api_version: version,
                callback_instance: u64::from(seat.0) << 32 | u64::from(device),
                privileges,
                options: OpenOptions::empty(),
                media_modes: media,
                proxy_types: vec![],
                address: None,
                ext_version: 0,
            },
            Ask::Close(of) => Function::Close { line: line(of) },
            Ask::Shutdown(of) => Function::Shutdown { app: app(of) },
            Ask::CreateAgent { line: of, id } => Function::CreateAgent {
                line: line(of),
                agent_id: id.map(|id| format!("100{id}").into()),
                agent_pin: None,
            },
            Ask::CreateSession { line: of, agent: whose, address, group } => Function::CreateAgentSession {
                line: line(of),
                agent: agent(whose),
                agent_pin: None,
                working_address: AddressId(address),
                group,
            },
            Ask::SetSession { line: of, session: which, state, next } => Function::SetAgentSessionState {
                line: line(of),
                session: session(which),
                state: AgentSessionState(state),
                next: AgentSessionState(next),
            },
            Ask::SetAgent { line: of, agent: who, state, next } => Function::SetAgentStateEx {
                line: line(of),
                agent: agent(who),
                state: AgentStateEx(state),
                next: AgentStateEx(next),
            },
            Ask::More { line: of, whose, which, number } => {
                let (line, address) = (line(of), AddressId(number % (ADDRESSES + 1)));
                let (app, device, version) = (app(of), DeviceId(0), ApiVersion::V2_2);
                let (agent, session) = (agent(whose), session(whose));
                let queue = QueueId(10 + number % 4);
                match which {
                    0 => {
                        let groups = [GROUPS[0], GROUPS[1], Guid([9; 16])];
                        let named = groups.iter().enumerate().filter(|(bit, _)| number >> bit & 2 != 0);
                        Function::SetAgentGroup {
                            line,
                            address,
                            groups: named.map(|(_, group)| *group).collect(),
                        }
                    }
                    1 => Function::SetAgentState {
                        line,
                        address,
                        state: AgentState(1 << (number % 12) & 0x3FF),
                        next: AgentState(if number % 5 == 0 { AgentState::READY.0 } else { 0 }),
                    },
                    2 => Function::SetAgentActivity { line, address, activity: ActivityId(number % 5) },
                    3 => Function::GetAgentCaps { app, device, address, app_api_version: version },
                    4 => Function::GetAgentStatus { line, address },
                    5 => Function::AgentSpecific {
                        line,
                        address,
                        extension: number % 2,
                        params: Block(vec![1]),
                    },
                    6 => Function::GetAgentActivityList { line, address },
                    7 => Function::GetAgentGroupList { line, address },
                    8 => Function::SetAgentMeasurementPeriod { line, agent, period: number % 7 },
                    9 => Function::GetAgentInfo { line, agent },
                    10 => Function::GetAgentSessionList { line, agent },
                    11 => Function::GetAgentSessionInfo { line, session },
                    12 => Function::SetQueueMeasurementPeriod { line, queue, period: number % 7 },
                    13 => Function::GetMessage { app, timeout: 0 },
                    _ => Function::GetProxyStatus { app, device, app_api_version: version },
                }
            }
            Ask::Groups(of) => Function::GetGroupList { line: line(of) },
            Ask::Queues(of, group) => Function::GetQueueList { line: line(of), group },
            Ask::Queue(of, queue) => Function::GetQueueInfo { line: line(of), queue: QueueId(queue) },
            Ask::Tell(of, message) => Function::ProxyMessage {
                line: line(of),
                call: CallHandle(0),
                message,
                param1: 0,
                param2: 1,
                param3: 0,
            },
            Ask::Answer(of) => Function::Answer { call: call(of) },
            Ask::Deallocate(of) => Function::DeallocateCall { call: call(of) },
        }
    }
}

/// What the agent handler knows of agents and sessions.
#[derive(Debug, PartialEq)]
struct Truth {
    agents: BTreeMap<AgentHandle, agent_ex::State>,
    sessions: BTreeMap<AgentSessionHandle, agent_session::State>,
    /// By group.
    idle: Vec<Vec<(AgentHandle, AgentSessionHandle)>>,
}

pub(crate) struct World {
    pub(crate) desk: Desk,
    seen: Seen,
    /// The line that owns a call where it is now; when the line closes, the call is dropped.
    calls: BTreeMap<CallId, Option<LineHandle>>,
    /// Whose lines they are.
    lines: Vec<(AppHandle, LineHandle)>,
    /// Which functions succeeded, and which did not.
    results: BTreeSet<(&'static str, bool)>,
}

impl World {
    /// The watcher is there from the beginning.
    fn new() -> Self {
        Self::at(Desk::new(CLIENTS))
    }

    pub(crate) fn at(mut desk: Desk) -> Self {
        desk.open(WATCHER, 0, ApiVersion::V2_2);
        Self {
            desk,
            seen: Seen::default(),
            calls: BTreeMap::new(),
            lines: Vec::new(),
            results: BTreeSet::new(),
        }
    }

    fn truth(&self) -> Truth {
        let view = self.desk.system.handler();
        let agents: Vec<_> = view.agents().collect();
        let sessions = agents.iter().flat_map(|agent| view.sessions(*agent).iter().copied());
        Truth {
            sessions: sessions.map(|s| (s, view.session_state(s).expect("a live session"))).collect(),
            agents: agents.iter().map(|a| (*a, view.agent_state(*a).expect("a live agent"))).collect(),
            idle: GROUPS
                .iter()
                .map(|group| view.idle(*group).map(|idle| (idle.agent, idle.session)).collect())
                .collect(),
        }
    }

    fn take(&mut self, step: &Step) {
        self.act(step);
        self.check();
    }

    pub(crate) fn act(&mut self, step: &Step) {
        match step {
            Step::StartHandler => {
                self.happens(Input::StartHandler);
            }
            Step::Ask(seat, ask) => self.asks(*seat, &ask.function(*seat, &self.seen)),
            Step::Route { call, group } => {
                let idle = self.desk.system.handler().idle(GROUPS[*group]).next();
                if let Some(idle) = idle {
                    let (call, device, address) = (CallId(*call), idle.device, idle.address);
                    self.switch(provider::Input::Deliver { call, device, address });
                }
            }
            Step::Switch(input) => self.switch(*input),
        }
    }

    /// Feeds what nobody asked for; returns the line that owns the call that appears.
    pub(crate) fn happens(&mut self, input: Input) -> Option<LineHandle> {
        let first = self.desk.records.len();
        assert_eq!(self.desk.feed(input).len(), 0, "nobody asked");
        let records = &self.desk.records[first..];
        check_returns(records);
        let mut owner = None;
        for (seat, typed) in heard(records) {
            if let Message::AppNewCall { call, privilege, .. } = typed.message {
                self.seen.calls.push((seat, call));
                owner = owner.or((privilege == CallPrivilege::OWNER).then_some(LineHandle(typed.device)));
            }
        }
        owner
    }

    fn asks(&mut self, seat: SeatId, function: &Function) {
        let first = self.desk.records.len();
        let truth = self.truth();
        let (result, out, answer) = self.desk.call(seat, function.clone());
        self.results.insert((function.row().name, result == ResultCode::SUCCESS));
        let records = &self.desk.records[first..];
        check_returns(records);
        match result.error() {
            None => self.succeeded(function, &out),
            Some(error) => {
                let mut returns = records.iter().filter_map(|record| match record.event {
                    Event::Return { value, .. } if record.seat == seat => Some(value),
                    _ => None,
                });
                let at_once = returns.next().is_some_and(|value| value < 0);
                assert!(is_listed(function.row(), error, at_once), "{function:?}: {error}");
                assert_eq!(news(records), [], "a refused request is heard of");
                assert_eq!(self.truth(), truth, "a refused request changes something");
            }
        }
        self.seen.learn(seat, &out, answer.as_ref());
    }

    fn succeeded(&mut self, function: &Function, out: &Out) {
        let closed: Vec<_> = match (function, out) {
            (Function::Open { app, .. }, Out::Line(line)) => return self.lines.push((*app, *line)),
            (Function::Close { line }, _) => vec![*line],
            (Function::Shutdown { app }, _) => {
                self.lines.iter().filter(|(of, _)| of == app).map(|(_, line)| *line).collect()
            }
            _ => return,
        };
        self.calls.retain(|_, owner| owner.is_none_or(|line| !closed.contains(&line)));
        // An owner of before TAPI 2.0 is not told its line with the call, so the switch says which calls went with it.
        let switch = self.desk.system.provider();
        self.calls.retain(|call, owner| owner.is_some() || switch.holds(*call));
    }

    fn switch(&mut self, input: provider::Input) {
        let before = self.stands();
        let owner = self.happens(Input::Switch(input));
        let after = self.stands();
        self.calls.retain(|call, _| after.contains_key(call));
        for (call, now) in after {
            // A call that goes on at its line keeps its owner.
            let goes_on = matches!(input, provider::Input::Proceed { .. } | provider::Input::PickUp { .. });
            if !goes_on && before.get(&call) != Some(&now) {
                self.calls.insert(call, owner);
            }
        }
    }

    /// Where the calls stand.
    fn stands(&self) -> BTreeMap<CallId, LiveCall> {
        let switch = self.desk.system.provider();
        (0..CALLS).map(CallId).filter_map(|call| Some((call, switch.call(call)?))).collect()
    }

    fn has_call(&self, agent: AgentHandle) -> bool {
        let view = self.desk.system.handler();
        let mut lines = self.stands().into_values().filter_map(|call| call.stage.line());
        lines.any(|line| view.agent_at(line) == Some(agent))
    }

    /// What holds whenever the system is quiet.
    fn check(&self) {
        assert_eq!(self.desk.monitor.findings(), []);
        assert_eq!(self.desk.system.server().pending, [], "every request is answered");
        let truth = self.truth();
        for (agent, session) in truth.idle.iter().flatten() {
            assert_eq!(truth.agents.get(agent), Some(&agent_ex::State::Ready), "an idle agent is ready");
            assert_eq!(truth.sessions.get(session), Some(&agent_session::State::Ready));
            assert!(!self.has_call(*agent), "an agent with a call is idle");
        }
        for seat in (1..=CLIENTS).map(SeatId) {
            let mirror = self.desk.system.client(seat).expect("an application");
            let mut lines = mirror.calls.values().map(|call| call.line);
            assert!(lines.all(|line| mirror.lines.contains_key(&line)), "a call outlives its line");
        }
        let mirror = self.desk.system.client(WATCHER).expect("the watcher");
        let told: BTreeMap<_, _> =
            mirror.agents.iter().map(|((_, agent), state)| (*agent, state.map(|s| s.value))).collect();
        let known: BTreeMap<_, _> =
            truth.agents.iter().map(|(agent, state)| (*agent, Some(state.wire()))).collect();
        assert_eq!(told, known, "agents");
        let told: BTreeMap<_, _> =
            mirror.sessions.iter().map(|((_, s), state)| (*s, state.map(|s| s.value))).collect();
        let known: BTreeMap<_, _> =
            truth.sessions.iter().map(|(s, state)| (*s, Some(state.wire()))).collect();
        assert_eq!(told, known, "sessions");
    }
}

impl Seen {
    fn learn(&mut self, seat: SeatId, out: &Out, answer: Option<&Answer>) {
        match out {
            Out::App { app, .. } => self.apps.push((seat, *app)),
            Out::Line(line) => self.lines.push((seat, *line)),
            Out::ApiVersion(_) | Out::RequestTypes(_) | Out::None => {}
        }
        match answer {
            Some(Answer::Agent(agent)) => self.agents.push((seat, *agent)),
            Some(Answer::Session(session)) => self.sessions.push((seat, *session)),
            _ => {}
        }
    }
}

/// Each call of the input returned, and returned once.
fn check_returns(records: &[Record]) {
    let calls: BTreeSet<_> = records
        .iter()
        .filter_map(|record| match record.event {
            Event::Call { serial, .. } => Some(serial),
            _ => None,
        })
        .collect();
    let returns: Vec<_> = records
        .iter()
        .filter_map(|record| match record.event {
            Event::Return { serial, .. } => Some(serial),
            _ => None,
        })
        .collect();
    assert_eq!(returns.len(), calls.len());
    assert_eq!(returns.into_iter().collect::<BTreeSet<_>>(), calls);
}

/// The messages, with who got them.
fn heard(records: &[Record]) -> impl Iterator<Item = (SeatId, TypedMessage)> {
    records.iter().filter_map(|record| match &record.event {
        Event::Message { message, .. } => Some((record.seat, TypedMessage::from_raw(message))),
        _ => None,
    })
}

/// What somebody hears, but for the request's way to the handler and its reply.
fn news(records: &[Record]) -> Vec<Message> {
    let all = heard(records).map(|(_, typed)| typed.message);
    all.filter(|message| !matches!(message, Message::Reply { .. } | Message::ProxyRequest { .. })).collect()
}

/// Whether the matrix has the error in the layers from which it can have come: the handler's errors come with
/// LINE_REPLY.
fn is_listed(function: &FunctionRow, error: LineErr, at_once: bool) -> bool {
    let own = if at_once { Layer::Server } else { Layer::Handler };
    let mut expected = function.expected().filter(|cell| cell.error == error);
    // The pages of call control are not among the facts.
    function.errors.is_empty()
        || expected.any(|cell| cell.layers().iter().any(|of| [own, Layer::Lifecycle].contains(of)))
}

/// Handler and applications come up before anything else in most days, for most of what can happen needs them.
pub(crate) fn day() -> impl Strategy<Value = Vec<Step>> {
    let newest = Pick { any: false, back: 0 };
    let version = ApiVersion::V2_2;
    let media = MediaMode::INTERACTIVE_VOICE;
    let desktop = move |seat, device| {
        let privileges = CallPrivilege::OWNER;
        let asks = [
            Ask::Initialise,
            Ask::Open { app: newest, device, version, privileges, media },
            Ask::CreateAgent { line: newest, id: None },
            Ask::CreateSession { line: newest, agent: newest, address: 0, group: GROUPS[0] },
        ];
        asks.map(|ask| Step::Ask(SeatId(seat), ask))
    };
    let begin = move || [vec![Step::StartHandler], desktop(2, 1).into(), desktop(3, 2).into()].concat();
    let begin = prop_oneof![4 => Just(begin()), 1 => Just(Vec::new())];
    (begin, prop::collection::vec(step(), 1..120)).prop_map(|(begin, steps)| [begin, steps].concat())
}

fn live(steps: &[Step]) -> World {
    let mut world = World::new();
    for step in steps {
        world.take(step);
    }
    let end = world.desk.system.end(world.desk.now);
    world.desk.monitor.observe(&end);
    assert_eq!(world.desk.monitor.findings(), []);
    world
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_asked_the_protocol_holds(steps in day()) {
        live(&steps);
    }
}

/// The days above are not idle: every state is heard of, every function succeeds and is refused.
#[test]
fn a_few_hundred_days_see_everything() {
    let mut runner = TestRunner::deterministic();
    let mut states = BTreeSet::new();
    let mut results = BTreeSet::new();
    for _ in 0..400 {
        let world = live(&day().new_tree(&mut runner).expect("a day").current());
        states.extend(world.desk.heard(WATCHER).into_iter().filter_map(|message| match message {
            // New figures alone come without a state.
            Message::AgentStatusEx { state, .. } if state.0 != 0 => Some(state.to_string()),
            Message::AgentSessionStatus { state, .. } if state.0 != 0 => Some(state.to_string()),
            _ => None,
        }));
        results.extend(world.results);
    }
    let rows = AgentStateEx::FAMILY.rows.iter().chain(AgentSessionState::FAMILY.rows);
    assert_eq!(states, rows.map(|row| row.name.into()).collect());
    let asked = FUNCTIONS.iter().map(|row| row.name).filter(|name| *name != "lineProxyResponse");
    let expected: BTreeSet<_> = asked.flat_map(|name| [(name, false), (name, true)]).collect();
    // TAPI never refuses to initialise, no application here is an agent handler, and no message waits in a queue.
    let never = [("lineInitializeEx", false), ("lineProxyMessage", true), ("lineGetMessage", true)];
    let never: BTreeSet<_> = never.into_iter().collect();
    let missing: BTreeSet<_> = expected.difference(&results).copied().collect();
    assert_eq!(missing, never);
}

#[test]
fn a_client_that_ends_one_of_two_registrations_keeps_the_lines_of_the_other() {
    let mut desk = Desk::new(1);
    let line = desk.open(WATCHER, 0, ApiVersion::V2_2);
    let app = desk.initialise(WATCHER);
    desk.call(WATCHER, Function::Shutdown { app });
    assert!(desk.system.client(WATCHER).is_some_and(|mirror| mirror.lines.contains_key(&line)));
    assert_eq!(desk.system.server().open_lines, 1);
}

// A call where no call is looked for

/// Two groups' sessions of one agent at line 1, and a call in each queue.
struct TwoCalls {
    world: World,
}

const AGENT: SeatId = SeatId(2);

impl TwoCalls {
    fn new() -> Self {
        let mut world = World::new();
        world.happens(Input::StartHandler);
        let newest = Pick { any: false, back: 0 };
        let privileges = CallPrivilege::OWNER;
        let (version, media) = (ApiVersion::V2_2, MediaMode::INTERACTIVE_VOICE);
        for ask in [
            Ask::Initialise,
            Ask::Open { app: newest, device: 1, version, privileges, media },
            Ask::CreateAgent { line: newest, id: None },
            Ask::CreateSession { line: newest, agent: newest, address: 0, group: GROUPS[0] },
            Ask::CreateSession { line: newest, agent: newest, address: 1, group: GROUPS[1] },
        ] {
            world.take(&Step::Ask(AGENT, ask));
        }
        let mut two = Self { world };
        for call in 0..2 {
            two.switch(provider::Input::Arrive { call: CallId(call), address: AddressId(call) });
        }
        two
    }

    fn switch(&mut self, input: provider::Input) {
        self.world.take(&Step::Switch(input));
    }

    fn ready(&mut self, group: usize) {
        let (_, session) = self.world.seen.sessions[group];
        let (_, line) = self.world.seen.lines[0];
        let (state, next) = (AgentSessionState::READY, AgentSessionState(0));
        self.world.asks(AGENT, &Function::SetAgentSessionState { line, session, state, next });
    }

    fn rings(&mut self, call: u32) {
        let (call, device, address) = (CallId(call), DeviceId(1), AddressId(call));
        self.switch(provider::Input::Deliver { call, device, address });
    }

    fn answers(&mut self) {
        let (_, call) = *self.world.seen.calls.last().expect("a call rings");
        self.world.asks(AGENT, &Function::Answer { call });
        self.world.check();
    }

    fn stage(&self, call: u32) -> Option<Stage> {
        self.world.desk.system.provider().call(CallId(call)).map(|known| known.stage)
    }
}

#[test]
fn a_busy_line_takes_no_second_call() {
    let mut two = TwoCalls::new();
    two.ready(0);
    two.rings(0);
    for _ in ["while it rings", "while the agent talks"] {
        let (call, device, address) = (CallId(2), DeviceId(1), AddressId(1));
        two.rings(1);
        two.switch(provider::Input::Ring { call, dialler: true, device, address });
        two.switch(provider::Input::Dial { call, device, address });
        assert_eq!([1, 2].map(|call| two.stage(call)), [Some(Stage::Waiting), None]);
        two.answers();
    }
    assert_eq!(two.stage(0), Some(Stage::Talking(DeviceId(1))));
}

#[test]
fn an_agent_in_after_call_work_may_answer_for_another_group() {
    let mut two = TwoCalls::new();
    two.ready(0);
    two.ready(1);
    two.rings(0);
    two.answers();
    two.switch(provider::Input::HangUp { call: CallId(0) });
    two.rings(1);
    two.answers();
    assert_eq!(two.stage(1), Some(Stage::Talking(DeviceId(1))));
}
