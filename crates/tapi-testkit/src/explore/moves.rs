//! Everything that may happen next in a state.

use std::fmt;

use tapi_acd::client::Mirror;
use tapi_acd::handler::Change;
use tapi_acd::ids::{ActivityId, AddressId, CallId, DeviceId, LineHandle, SeatId};
use tapi_acd::system::{HANDLER_SEAT, Input, Link, System};
use tapi_acd::wire::consts::{
    AgentSessionState, AgentState, AgentStateEx, ApiVersion, CallPrivilege, CallState, InitializeExOptions,
    MediaMode, OpenOptions,
};
use tapi_acd::{Function, provider};

use super::world::{May, World, group, group_id, queue};

/// What happens next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Move {
    /// The oldest thing on a link arrives.
    Deliver(Link),
    /// Something happens; what follows from it is under way.
    Late(Box<Input>),
    /// Something happens, and all that follows from it.
    AtOnce(Box<Input>),
}

impl fmt::Display for Move {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Move::Deliver(link) => write!(f, "arrives: {link:?}"),
            Move::Late(input) | Move::AtOnce(input) => write!(f, "{input:?}"),
        }
    }
}

/// The moves of a state, always in the same order.
pub(super) fn of(world: &World, system: &System) -> Vec<Move> {
    if world.late == 0 {
        return inputs(world, system).into_iter().map(|input| Move::AtOnce(Box::new(input))).collect();
    }
    let mut moves: Vec<_> = system.under_way().map(Move::Deliver).collect();
    if system.count_under_way() < world.late {
        moves.extend(inputs(world, system).into_iter().map(|input| Move::Late(Box::new(input))));
    }
    moves
}

fn inputs(world: &World, system: &System) -> Vec<Input> {
    let mut inputs = vec![Input::StartHandler];
    for (at, devices) in world.applications.iter().enumerate() {
        let seat = SeatId(u32::try_from(at + 1).expect("a world is small"));
        if let Some(mirror) = system.client(seat) {
            let outstanding = system.endpoints().clients[at].outstanding();
            let functions = functions(world, mirror, devices, outstanding);
            inputs.extend(functions.into_iter().map(|function| Input::Request { seat, function }));
            let lines = mirror.lines.keys().filter(|_| world.may(May::ForceClose));
            inputs.extend(lines.map(|line| Input::ForceClose { line: *line }));
            if world.may(May::Die) && (!mirror.apps.is_empty() || outstanding > 0) {
                inputs.push(Input::Crash { seat });
            }
        }
    }
    for seat in system.handler_seats() {
        let lines = system.handler_of(seat).map(|handler| handler.lines()).unwrap_or_default();
        let lines = lines.iter().flatten().filter(|_| world.may(May::ForceClose));
        inputs.extend(lines.map(|line| Input::ForceClose { line: *line }));
        if world.may(May::HandlersDie) {
            inputs.push(Input::Crash { seat });
        }
    }
    if world.may(May::Calls) {
        inputs.extend(callers(world, system).into_iter().map(Input::Switch));
    }
    if world.may(May::OtherCalls) {
        inputs.extend(other_calls(world, system).into_iter().map(Input::Switch));
    }
    if world.may(May::LoseLink) {
        inputs.extend([provider::Input::LoseLink, provider::Input::FindLink].map(Input::Switch));
    }
    if world.may(May::Administer) {
        let seat = HANDLER_SEAT;
        inputs.extend(changes().map(|change| Input::Administer { seat, change }));
    }
    inputs
}

/// The first group and the first queue, which are there at the beginning, go and come again.
fn changes() -> impl Iterator<Item = Change> {
    let (group, queue) = (group(0), queue(0));
    let gone = [Change::RemoveGroup(group.entry.id), Change::RemoveQueue(queue.entry.id)];
    gone.into_iter().chain([Change::AddGroup(group), Change::AddQueue(queue)])
}

/// What an application may ask now.
fn functions(world: &World, mirror: &Mirror, devices: &[u32], outstanding: usize) -> Vec<Function> {
    let Some(app) = mirror.apps.first().copied() else {
        return if outstanding == 0 { vec![initialize()] } else { Vec::new() };
    };
    let mut functions = Vec::new();
    if outstanding >= world.requests {
        return functions;
    }
    let opened = |device: &&u32| mirror.lines.values().any(|line| line.device.0 == **device);
    match devices.iter().find(|device| !opened(device)) {
        Some(device) if outstanding == 0 => functions.push(Function::Open {
            app,
            device: DeviceId(*device),
            api_version: ApiVersion::V2_2,
            ext_version: 0,
            callback_instance: 0,
            privileges: CallPrivilege::OWNER | CallPrivilege::MONITOR,
            options: OpenOptions::empty(),
            media_modes: MediaMode::INTERACTIVE_VOICE,
            proxy_types: Vec::new(),
            address: None,
        }),
        _ => {}
    }
    if world.may(May::Leave) {
        functions.push(Function::Shutdown { app });
        functions.extend(mirror.lines.keys().map(|line| Function::Close { line: *line }));
    }
    for line in mirror.lines.keys() {
        functions.extend(requests(world, mirror, *line));
    }
    for (call, known) in &mirror.calls {
        match known.state {
            Some(CallState::OFFERING) if known.privilege == CallPrivilege::OWNER => {
                functions.push(Function::Answer { call: *call });
            }
            Some(CallState::IDLE) => functions.push(Function::DeallocateCall { call: *call }),
            _ => {}
        }
    }
    functions
}

fn initialize() -> Function {
    Function::InitializeEx {
        app_name: "explorer".into(),
        api_version: ApiVersion::V2_2,
        options: InitializeExOptions::USE_EVENT,
    }
}

/// What the handlers may be asked on a line.
fn requests(world: &World, mirror: &Mirror, line: LineHandle) -> Vec<Function> {
    let mut functions = Vec::new();
    if world.may(May::Read) {
        functions.push(Function::GetGroupList { line });
        functions.push(Function::GetAgentActivityList { line, address: AddressId(0) });
    }
    if world.may(May::ByHandle) {
        by_handle(world, mirror, line, &mut functions);
    }
    if world.may(May::ByAddress) {
        by_address(world, line, &mut functions);
    }
    functions
}

fn by_handle(world: &World, mirror: &Mirror, line: LineHandle, functions: &mut Vec<Function>) {
    functions.push(Function::CreateAgent { line, agent_id: None, agent_pin: None });
    for (_, agent) in mirror.agents.keys().copied() {
        // A session that is over stays until it is given up: without a bound they would become ever more.
        let room = mirror.sessions.len() < world.queues as usize;
        let groups = (0..world.queues).filter(|_| room).map(group_id);
        functions.extend(groups.map(|group| Function::CreateAgentSession {
            line,
            agent,
            agent_pin: None,
            working_address: AddressId(0),
            group,
        }));
        let states = [AgentStateEx::READY, AgentStateEx::NOT_READY, AgentStateEx::RELEASED];
        let next = AgentStateEx(0);
        functions.extend(states.map(|state| Function::SetAgentStateEx { line, agent, state, next }));
        if world.may(May::Plan) {
            let state = AgentStateEx(0);
            let planned = [AgentStateEx::READY, AgentStateEx::NOT_READY];
            functions.extend(planned.map(|next| Function::SetAgentStateEx { line, agent, state, next }));
        }
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
        if world.may(May::Plan) {
            let state = AgentSessionState(0);
            let planned = [AgentSessionState::READY, AgentSessionState::NOT_READY, AgentSessionState::ENDED];
            functions.extend(planned.map(|next| Function::SetAgentSessionState {
                line,
                session,
                state,
                next,
            }));
        }
    }
}

fn by_address(world: &World, line: LineHandle, functions: &mut Vec<Function>) {
    let address = AddressId(0);
    let all: Vec<_> = (0..world.queues).map(group_id).collect();
    functions.push(Function::SetAgentGroup { line, address, groups: Vec::new() });
    functions.push(Function::SetAgentGroup { line, address, groups: all });
    let states = [
        (AgentState::READY, AgentState(0)),
        (AgentState::NOT_READY, AgentState(0)),
        (AgentState::LOGGED_OFF, AgentState(0)),
        (AgentState::WORKING_AFTER_CALL, AgentState(0)),
        (AgentState::BUSY_ACD, AgentState(0)),
        (AgentState(0), AgentState::READY),
        (AgentState(0), AgentState::NOT_READY),
    ];
    functions.extend(states.map(|(state, next)| Function::SetAgentState { line, address, state, next }));
    functions.push(Function::SetAgentActivity { line, address, activity: ActivityId(1) });
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
    // A call that is over is still somebody's until the handle is given up.
    let tidy = system.server().call_handles <= live.len() * world.applications.len();
    (free.first().copied().filter(|_| tidy), live)
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
