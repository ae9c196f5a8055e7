//! Everything that may happen next in a state.

use std::fmt;

use tapi_acd::client::{KnownCall, Mirror};
use tapi_acd::handler::Change;
use tapi_acd::ids::{ActivityId, AddressId, AgentHandle, AppHandle, CallId, DeviceId, LineHandle, SeatId};
use tapi_acd::system::{HANDLER_SEAT, Input, Link, System};
use tapi_acd::wire::Guid;
use tapi_acd::wire::consts::{
    AgentSessionState, AgentState, AgentStateEx, ApiVersion, CallPrivilege, CallState, InitializeExOptions,
    MediaMode, OpenOptions, ProxyRequestType,
};
use tapi_acd::{Function, provider};

use super::world::{May, Spent, World, group, group_id, queue, queue_id};

/// What happens next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Move {
    /// The oldest thing on a link arrives.
    Deliver(Link),
    /// Something happens.
    Happen(Box<Input>),
}

impl fmt::Display for Move {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Move::Deliver(link) => write!(f, "arrives: {link:?}"),
            Move::Happen(input) => write!(f, "{input:?}"),
        }
    }
}

/// A move, and what allows it; nothing need allow what always happens.
pub(super) struct Choice {
    pub(super) step: Move,
    pub(super) allowed_by: Option<May>,
}

/// The moves of a state, always in the same order.
pub(super) fn of(world: &World, system: &System, spent: &Spent) -> Vec<Choice> {
    let deliver = |link| Choice { step: Move::Deliver(link), allowed_by: None };
    let mut moves: Vec<_> = system.under_way().map(deliver).collect();
    if system.count_under_way() <= world.under_way {
        let happens = |(allowed_by, input)| Choice { step: Move::Happen(Box::new(input)), allowed_by };
        moves.extend(inputs(world, system, spent).into_iter().map(happens));
    }
    moves
}

/// What may happen, as far as the world allows it still.
struct Inputs<'a> {
    world: &'a World,
    spent: &'a Spent,
    all: Vec<(Option<May>, Input)>,
}

impl Inputs<'_> {
    fn always(&mut self, input: Input) {
        self.all.push((None, input));
    }

    fn may(&mut self, what: May, inputs: impl IntoIterator<Item = Input>) {
        if self.world.still_may(what, self.spent) {
            self.all.extend(inputs.into_iter().map(|input| (Some(what), input)));
        }
    }
}

fn inputs(world: &World, system: &System, spent: &Spent) -> Vec<(Option<May>, Input)> {
    let mut inputs = Inputs { world, spent, all: Vec::new() };
    let applications = (1..).map(SeatId).zip(world.applications);
    let known = applications.filter_map(|(seat, lines)| Some((seat, lines, system.client(seat)?)));
    for (seat, _, mirror) in known.clone() {
        give_up_calls(seat, mirror, &mut inputs);
    }
    // A call that is over is given up before anything else happens: its handle could stay for ever.
    if !inputs.all.is_empty() {
        return inputs.all;
    }
    let close = |line: LineHandle| Input::ForceClose { line };
    inputs.always(Input::StartHandler);
    for (seat, devices, mirror) in known {
        let outstanding = system.endpoints().clients[seat.0 as usize - 1].outstanding();
        application(seat, mirror, devices, outstanding, &mut inputs);
        inputs.may(May::ForceClose, mirror.lines.keys().copied().map(close));
        if !mirror.apps.is_empty() || outstanding > 0 {
            inputs.may(May::Die, [Input::Crash { seat }]);
        }
    }
    for seat in system.handler_seats() {
        let lines = system.handler_of(seat).map(|handler| handler.lines()).unwrap_or_default();
        inputs.may(May::ForceClose, lines.iter().flatten().copied().map(close));
        inputs.may(May::HandlersDie, [Input::Crash { seat }]);
    }
    inputs.may(May::Calls, callers(world, system).into_iter().map(Input::Switch));
    inputs.may(May::OtherCalls, other_calls(world, system).into_iter().map(Input::Switch));
    inputs.may(May::LoseLink, [Input::Switch(provider::Input::LoseLink)]);
    if world.may(May::LoseLink) {
        inputs.always(Input::Switch(provider::Input::FindLink));
    }
    let seat = HANDLER_SEAT;
    inputs.may(May::Administer, changes().map(|change| Input::Administer { seat, change }));
    inputs.all
}

/// The first group and the first queue, which are there at the beginning, go and come again; of those that were never
/// there nothing goes.
fn changes() -> impl Iterator<Item = Change> {
    let (group, queue) = (group(0), queue(0));
    let gone = [0, NEVER].map(|at| [Change::RemoveGroup(group_id(at)), Change::RemoveQueue(queue_id(at))]);
    gone.into_iter().flatten().chain([Change::AddGroup(group), Change::AddQueue(queue)])
}

/// The place of a group and a queue that no world has.
const NEVER: u32 = 9;

/// Who has a call that is over gives its handle up.
fn give_up_calls(seat: SeatId, mirror: &Mirror, inputs: &mut Inputs<'_>) {
    for (call, known) in &mirror.calls {
        if known.state == Some(CallState::IDLE) {
            inputs.always(Input::Request { seat, function: Function::DeallocateCall { call: *call } });
        }
    }
}

/// What an application may call now.
fn application(seat: SeatId, mirror: &Mirror, devices: &[u32], outstanding: usize, inputs: &mut Inputs<'_>) {
    let world = inputs.world;
    let ask = |function| Input::Request { seat, function };
    let Some(app) = mirror.apps.first().copied() else {
        if outstanding == 0 {
            inputs.always(ask(initialize()));
        }
        return;
    };
    if outstanding >= world.requests {
        return;
    }
    let opened = |device: &&u32| mirror.lines.values().any(|line| line.device.0 == **device);
    if let Some(device) = devices.iter().find(|device| !opened(device))
        && outstanding == 0
    {
        let (options, device) = (OpenOptions::empty(), DeviceId(*device));
        inputs.always(ask(open(app, device, options, &[])));
        inputs.may(May::Serve, [ask(open(app, device, OpenOptions::PROXY, &[APPLICATION_SERVES]))]);
    }
    inputs.may(May::Leave, [ask(Function::Shutdown { app })]);
    inputs.may(May::Leave, mirror.lines.keys().map(|line| ask(Function::Close { line: *line })));
    for line in mirror.lines.keys().copied() {
        inputs.may(May::Read, reads(world, line).into_iter().map(ask));
        inputs.may(May::Work, work(mirror, line, outstanding).into_iter().map(ask));
        inputs.may(May::ByHandle, by_handle(world, mirror, line).into_iter().map(ask));
        inputs.may(May::Plan, plans(mirror, line).into_iter().map(ask));
        inputs.may(May::ByAddress, by_address(world, line).into_iter().map(ask));
        inputs.may(May::PlanByAddress, plans_by_address(line).into_iter().map(ask));
    }
    let rings = |known: &KnownCall| {
        known.state == Some(CallState::OFFERING) && known.privilege == CallPrivilege::OWNER
    };
    let ringing = mirror.calls.iter().filter(|(_, known)| rings(known));
    ringing.for_each(|(call, _)| inputs.always(ask(Function::Answer { call: *call })));
}

fn initialize() -> Function {
    Function::InitializeEx {
        app_name: "explorer".into(),
        api_version: ApiVersion::V2_2,
        options: InitializeExOptions::USE_EVENT,
    }
}

/// What an application may serve itself: a request type that nobody asks for, for it answers nothing.
const APPLICATION_SERVES: ProxyRequestType = ProxyRequestType::AGENT_SPECIFIC;

fn open(
    app: AppHandle,
    device: DeviceId,
    options: OpenOptions,
    proxy_types: &[ProxyRequestType],
) -> Function {
    Function::Open {
        app,
        device,
        api_version: ApiVersion::V2_2,
        ext_version: 0,
        callback_instance: 0,
        privileges: CallPrivilege::OWNER | CallPrivilege::MONITOR,
        options,
        media_modes: MediaMode::INTERACTIVE_VOICE,
        proxy_types: proxy_types.to_vec(),
        address: None,
    }
}

/// What may be asked of what the world's handlers serve; what nobody ever serves is refused, and that is all.
fn reads(world: &World, line: LineHandle) -> Vec<Function> {
    let address = AddressId(0);
    let lists = [Function::GetGroupList { line }, Function::GetAgentActivityList { line, address }];
    let queues = (0..world.queues).map(|at| Function::GetQueueInfo { line, queue: queue_id(at) });
    let served =
        |function: &Function| function.request().is_some_and(|request| world.serves(request.request_type()));
    lists.into_iter().chain(queues).filter(served).collect()
}

/// An agent logs in, one step after the other, and becomes ready whenever it is not.
fn work(mirror: &Mirror, line: LineHandle, outstanding: usize) -> Option<Function> {
    let Some((_, agent)) = mirror.agents.keys().next().copied() else {
        let log_in = Function::CreateAgent { line, agent_id: None, agent_pin: None };
        return (outstanding == 0).then_some(log_in);
    };
    let Some(((_, session), known)) = mirror.sessions.iter().next() else {
        return (outstanding == 0).then(|| create_session(line, agent, group_id(0)));
    };
    let (session, state, next) = (*session, AgentSessionState::READY, AgentSessionState(0));
    let is_ready = known.is_some_and(|known| known.value == state);
    (!is_ready).then_some(Function::SetAgentSessionState { line, session, state, next })
}

fn create_session(line: LineHandle, agent: AgentHandle, group: Guid) -> Function {
    Function::CreateAgentSession { line, agent, agent_pin: None, working_address: AddressId(0), group }
}

fn by_handle(world: &World, mirror: &Mirror, line: LineHandle) -> Vec<Function> {
    let mut functions = vec![Function::CreateAgent { line, agent_id: None, agent_pin: None }];
    for (_, agent) in mirror.agents.keys().copied() {
        // A session that is over stays until it is given up: without a bound they would become ever more.
        let room = mirror.sessions.len() < world.queues as usize;
        let groups = (0..world.queues).filter(|_| room).map(group_id);
        functions.extend(groups.map(|group| create_session(line, agent, group)));
        let states = [AgentStateEx::READY, AgentStateEx::NOT_READY, AgentStateEx::RELEASED];
        let next = AgentStateEx(0);
        functions.extend(states.map(|state| Function::SetAgentStateEx { line, agent, state, next }));
    }
    for (_, session) in mirror.sessions.keys().copied() {
        let next = AgentSessionState(0);
        let states = [
            AgentSessionState::READY,
            AgentSessionState::NOT_READY,
            AgentSessionState::ENDED,
            AgentSessionState::RELEASED,
            AgentSessionState::BUSY_ON_CALL,
        ];
        functions.extend(states.map(|state| Function::SetAgentSessionState { line, session, state, next }));
    }
    functions
}

fn plans(mirror: &Mirror, line: LineHandle) -> Vec<Function> {
    let mut functions = Vec::new();
    for (_, agent) in mirror.agents.keys().copied() {
        let state = AgentStateEx(0);
        let planned = [AgentStateEx::READY, AgentStateEx::NOT_READY];
        functions.extend(planned.map(|next| Function::SetAgentStateEx { line, agent, state, next }));
    }
    for (_, session) in mirror.sessions.keys().copied() {
        let state = AgentSessionState(0);
        let planned = [AgentSessionState::READY, AgentSessionState::NOT_READY, AgentSessionState::ENDED];
        let plan = |next| Function::SetAgentSessionState { line, session, state, next };
        functions.extend(planned.map(plan));
    }
    functions
}

/// What is asked at every address of the line, one for each queue.
fn by_address(world: &World, line: LineHandle) -> Vec<Function> {
    let mut functions = Vec::new();
    for address in (0..world.queues).map(AddressId) {
        functions.push(Function::SetAgentGroup { line, address, groups: Vec::new() });
        let groups = vec![group_id(address.0)];
        functions.push(Function::SetAgentGroup { line, address, groups });
        let states = [
            AgentState::READY,
            AgentState::NOT_READY,
            AgentState::LOGGED_OFF,
            AgentState::WORKING_AFTER_CALL,
            AgentState::BUSY_ACD,
        ];
        let next = AgentState(0);
        functions.extend(states.map(|state| Function::SetAgentState { line, address, state, next }));
    }
    functions
}

fn plans_by_address(line: LineHandle) -> Vec<Function> {
    let (address, state) = (AddressId(0), AgentState(0));
    let planned = [AgentState::READY, AgentState::NOT_READY, AgentState::WORKING_AFTER_CALL];
    let mut functions: Vec<_> =
        planned.map(|next| Function::SetAgentState { line, address, state, next }).into();
    functions.push(Function::SetAgentActivity { line, address, activity: ActivityId(1) });
    functions
}

/// What callers and the switch may do now.
fn callers(world: &World, system: &System) -> Vec<provider::Input> {
    let mut inputs = Vec::new();
    let (free, live) = free_and_live(world, system);
    if let Some(call) = free {
        inputs.extend(
            (0..world.queues).map(|queue| provider::Input::Arrive { call, address: AddressId(queue) }),
        );
    }
    for call in live {
        let devices = (1..=world.agents).map(DeviceId);
        inputs.extend(devices.map(|device| provider::Input::Deliver { call, device, address: AddressId(0) }));
        inputs.push(provider::Input::HangUp { call });
    }
    inputs
}

/// The calls that may be begun, and those that are there.
fn free_and_live(world: &World, system: &System) -> (Option<CallId>, Vec<CallId>) {
    let calls = (1..=world.calls).map(CallId);
    let (live, free): (Vec<_>, Vec<_>) = calls.partition(|call| system.provider().call(*call).is_some());
    (free.first().copied(), live)
}

/// What calls outside the ACD may do now.
fn other_calls(world: &World, system: &System) -> Vec<provider::Input> {
    let (free, live) = free_and_live(world, system);
    let address = AddressId(0);
    let mut inputs = Vec::new();
    for device in (1..=world.agents).map(DeviceId) {
        if let Some(call) = free {
            inputs.push(provider::Input::Ring { call, dialler: false, device, address });
            inputs.push(provider::Input::Ring { call, dialler: true, device, address });
            inputs.push(provider::Input::Dial { call, device, address });
        }
    }
    for call in live {
        inputs.push(provider::Input::Proceed { call });
        inputs.push(provider::Input::GiveUp { call });
        inputs.push(provider::Input::EndGuide { call });
        inputs.push(provider::Input::Overflow { call, address: AddressId(world.queues - 1) });
    }
    inputs
}
