//! What the server is told, in the names of the reference, and how names become handles.

use std::collections::BTreeMap;
use std::fmt;

use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use tapi_acd::answer::Answer;
use tapi_acd::ids::{
    AddressId, AppHandle, BufferAddress, CallHandle, CallSerial, DeviceId, LegId, LineHandle, RequestId,
    SeatId,
};
use tapi_acd::provider::SwitchEvent;
use tapi_acd::server::{Input, Output};
use tapi_acd::wire::consts::{
    ApiVersion, CallInfoState, CallPrivilege, CallState, InitializeExOptions, LineErr, MediaMode, MessageId,
    OpenOptions, ProxyRequestType,
};
use tapi_acd::{Function, Out, ResultCode};
use tapi_testkit::strategies;

use super::reference::Model;

const SEATS: u32 = 3;
const LINE_MAPPER: u32 = u32::MAX;
/// What handlers serve here; two of them make a device complete.
const TYPES: [ProxyRequestType; 5] = [
    ProxyRequestType::GET_AGENT_CAPS,
    ProxyRequestType::SET_AGENT_STATE,
    ProxyRequestType::CREATE_AGENT,
    ProxyRequestType::GET_GROUP_LIST,
    ProxyRequestType::SET_AGENT_STATE_EX,
];

#[derive(Clone)]
pub(crate) enum Step {
    Call { seat: SeatId, function: Function },
    Switch(SwitchEvent),
    ForceClose { line: LineHandle },
    Crash { seat: SeatId },
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Call { seat, function } => {
                write!(f, "seat {}: {}", seat.0, serde_json::to_string(function).map_err(|_| fmt::Error)?)
            }
            Step::Switch(event) => write!(f, "switch: {event:?}"),
            Step::ForceClose { line } => write!(f, "TAPI closes {line:?}"),
            Step::Crash { seat } => write!(f, "seat {} dies", seat.0),
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
    let seats = || (0..SEATS).prop_map(SeatId);
    let lines: Vec<_> = model.lines.iter().filter(|l| l.there).map(|l| (l.seat, l.name)).collect();
    let apps: Vec<_> = model.apps.iter().filter(|a| a.there).map(|a| (a.seat, a.name)).collect();
    let calls = model.calls.iter().filter(|c| c.there).filter_map(|call| {
        let owner = lines.iter().find(|(_, line)| *line == call.line)?.0;
        Some((owner, call.name))
    });
    let calls: Vec<_> = calls.collect();
    let dead_lines = model.lines.iter().map(|line| line.name).chain([LineHandle(0)]).collect();
    let dead_apps = model.apps.iter().map(|app| app.name).chain([AppHandle(0)]).collect();
    let dead_calls = model.calls.iter().map(|call| call.name).chain([CallHandle(0)]).collect();
    let (line, app, call) = (held(lines, dead_lines), held(apps, dead_apps), held(calls.clone(), dead_calls));
    let legs = (0..=model.legs_made).prop_map(LegId);
    let requests = (1..=model.requests_made + 1).prop_map(|id| RequestId::new(id).unwrap());

    let aimed = (strategies::function(), line.clone(), app.clone(), call.clone())
        .prop_map(|(function, line, app, call)| aim(function, line, app, call));
    prop_oneof![
        2 => seats().prop_map(|seat| Step::Call { seat, function: initialize() }),
        6 => (app, open()).prop_map(|((seat, app), function)| call_with_app(seat, app, function)),
        4 => line.clone().prop_map(|(seat, line)| Step::Call { seat, function: Function::GetGroupList { line } }),
        12 => aimed,
        6 => respond(model),
        4 => (line.clone(), prop_oneof![3 => Just(CallHandle(0)), 1 => call.clone().prop_map(|c| c.1)], message())
            .prop_map(|((seat, line), call, (message, [param1, param2, param3]))| Step::Call {
                seat,
                function: Function::ProxyMessage { line, call, message, param1, param2, param3 },
            }),
        3 => call.prop_map(|(seat, call)| Step::Call { seat, function: Function::Answer { call } }),
        1 => line.prop_map(|(_, line)| Step::ForceClose { line }),
        1 => seats().prop_map(|seat| Step::Crash { seat }),
        2 => (0..3_u32, 0..2_u32, media()).prop_map({
            let leg = LegId(model.legs_made);
            move |(device, address, media_modes)| Step::Switch(SwitchEvent::LegAppears {
                leg,
                device: DeviceId(device),
                address: AddressId(address),
                media_modes,
                state: CallState::OFFERING,
                mode: 1,
            })
        }),
        2 => (legs.clone(), select(vec![CallState::CONNECTED, CallState::DISCONNECTED, CallState::IDLE]))
            .prop_map(|(leg, state)| Step::Switch(SwitchEvent::LegState { leg, state, mode: 1 })),
        1 => legs.prop_map(|leg| Step::Switch(SwitchEvent::LegInfo { leg, changed: CallInfoState::CALLER_ID })),
        2 => (requests, result()).prop_map(|(request, result)| {
            Step::Switch(SwitchEvent::Completed { request, result })
        }),
    ]
    .boxed()
}

/// A thing with who holds it; now and then somebody else, or a thing that is gone or never was.
fn held<T: Copy + fmt::Debug + 'static>(live: Vec<(SeatId, T)>, any: Vec<T>) -> BoxedStrategy<(SeatId, T)> {
    let wrong = ((0..SEATS).prop_map(SeatId), select(any));
    if live.is_empty() { wrong.boxed() } else { prop_oneof![9 => select(live), 1 => wrong].boxed() }
}

fn initialize() -> Function {
    let options = InitializeExOptions::USE_EVENT;
    Function::InitializeEx { app_name: "model".into(), api_version: ApiVersion::V2_2, options }
}

fn media() -> impl Strategy<Value = MediaMode> {
    select(vec![MediaMode::INTERACTIVE_VOICE, MediaMode::DATA_MODEM])
}

fn message() -> impl Strategy<Value = (MessageId, [u32; 3])> {
    (select(vec![21, 22, 24, 27, 28, 29, 30]).prop_map(MessageId), any::<[u32; 3]>())
}

fn result() -> impl Strategy<Value = ResultCode> {
    let refused = Just(ResultCode::from(LineErr::INVAL_AGENT_ID));
    prop_oneof![3 => Just(ResultCode::SUCCESS), 2 => refused, 1 => any::<i32>().prop_map(ResultCode)]
}

/// lineOpen as somebody means it, as a handler or not; the application comes later.
fn open() -> impl Strategy<Value = Function> {
    let versions =
        vec![ApiVersion::V1_3, ApiVersion::V2_0, ApiVersion::V2_2, ApiVersion::V2_2, ApiVersion::V3_1];
    let privileges = select(vec![1, 2, 2, 4, 4, 6, 6, 0, 3]).prop_map(CallPrivilege::from_bits_retain);
    let types = prop_oneof![1 => Just(vec![]), 1 => subsequence(&TYPES[..], 1..=3)];
    let address = option::weighted(0.2, (0..2_u32).prop_map(AddressId));
    let instance = any::<u64>();
    let ext_version = prop_oneof![20 => Just(0), 1 => Just(7_u32)];
    let media_modes = prop_oneof![9 => media(), 1 => Just(MediaMode::empty())];
    let device = prop_oneof![20 => 0..2_u32, 1 => Just(LINE_MAPPER)];
    ((device, select(versions), ext_version), instance, privileges, media_modes, types, address).prop_map(
        |(
            (device, api_version, ext_version),
            callback_instance,
            privileges,
            media_modes,
            proxy_types,
            address,
        )| {
            let mut options = OpenOptions::empty();
            options.set(OpenOptions::PROXY, !proxy_types.is_empty());
            options.set(OpenOptions::SINGLE_ADDRESS, address.is_some());
            Function::Open {
                app: AppHandle(0),
                device: DeviceId(device),
                api_version,
                ext_version,
                callback_instance,
                privileges,
                options,
                media_modes,
                proxy_types,
                address,
            }
        },
    )
}

fn call_with_app(seat: SeatId, to: AppHandle, mut function: Function) -> Step {
    if let Some(app) = app_of(&mut function) {
        *app = to;
    }
    Step::Call { seat, function }
}

/// lineProxyResponse for what was asked: mostly by who was asked, mostly what is due.
fn respond(model: &Model) -> BoxedStrategy<Step> {
    let due: Vec<_> = model.asked.iter().filter(|a| a.there).map(|a| (a.seat, a.line, a.buffer)).collect();
    let ever = model.asked.iter().map(|a| (a.seat, a.line, a.buffer));
    let ever: Vec<_> = ever.chain([(SeatId(0), LineHandle(0), BufferAddress(0))]).collect();
    let lines: Vec<_> = model.lines.iter().map(|l| l.name).chain([LineHandle(0)]).collect();
    let foreign = ((0..SEATS).prop_map(SeatId), select(lines), select(ever.clone()))
        .prop_map(|(seat, line, (.., buffer))| (seat, line, buffer));
    let stale = select(ever);
    let which = match due.is_empty() {
        true => prop_oneof![stale, foreign].boxed(),
        false => prop_oneof![8 => select(due), 1 => stale, 1 => foreign].boxed(),
    };
    let answer = option::of(Just(Answer::Groups(vec![])));
    (which, result(), answer)
        .prop_map(|((seat, line, request), result, answer)| Step::Call {
            seat,
            function: Function::ProxyResponse { line, request, result, answer },
        })
        .boxed()
}

/// Any function, with handles that somebody has.
fn aim(
    mut function: Function,
    (holder, line): (SeatId, LineHandle),
    (user, app): (SeatId, AppHandle),
    (caller, call): (SeatId, CallHandle),
) -> Step {
    let mut seat = user;
    if let Some(place) = app_of(&mut function) {
        *place = app;
    } else if let Some(place) = line_of(&mut function) {
        (*place, seat) = (line, holder);
    } else if let Some(place) = call_of(&mut function) {
        (*place, seat) = (call, caller);
    }
    Step::Call { seat, function }
}

fn app_of(function: &mut Function) -> Option<&mut AppHandle> {
    match function {
        Function::NegotiateApiVersion { app, .. }
        | Function::Open { app, .. }
        | Function::Shutdown { app }
        | Function::GetMessage { app, .. }
        | Function::GetProxyStatus { app, .. }
        | Function::GetAgentCaps { app, .. } => Some(app),
        _ => None,
    }
}

fn line_of(function: &mut Function) -> Option<&mut LineHandle> {
    match function {
        Function::Close { line }
        | Function::SetAgentGroup { line, .. }
        | Function::SetAgentState { line, .. }
        | Function::SetAgentActivity { line, .. }
        | Function::GetAgentStatus { line, .. }
        | Function::AgentSpecific { line, .. }
        | Function::GetAgentActivityList { line, .. }
        | Function::GetAgentGroupList { line, .. }
        | Function::CreateAgent { line, .. }
        | Function::CreateAgentSession { line, .. }
        | Function::SetAgentSessionState { line, .. }
        | Function::SetAgentStateEx { line, .. }
        | Function::SetAgentMeasurementPeriod { line, .. }
        | Function::GetAgentInfo { line, .. }
        | Function::GetAgentSessionList { line, .. }
        | Function::GetAgentSessionInfo { line, .. }
        | Function::GetGroupList { line }
        | Function::GetQueueList { line, .. }
        | Function::SetQueueMeasurementPeriod { line, .. }
        | Function::GetQueueInfo { line, .. }
        | Function::ProxyMessage { line, .. }
        | Function::ProxyResponse { line, .. } => Some(line),
        _ => None,
    }
}

fn call_of(function: &mut Function) -> Option<&mut CallHandle> {
    match function {
        Function::Answer { call }
        | Function::DeallocateCall { call }
        | Function::ProxyMessage { call, .. } => Some(call),
        _ => None,
    }
}

/// The handle that the server gave to each name of the reference.
#[derive(Default)]
pub(crate) struct Names(BTreeMap<u64, u64>);

impl Names {
    /// What never was has a name that stands for no handle; 0 stays 0.
    fn handle(&self, name: u64) -> u64 {
        if name == 0 { 0 } else { self.0.get(&name).copied().unwrap_or(0x0FFF_FFF0) }
    }

    fn handle32(&self, name: u32) -> u32 {
        u32::try_from(self.handle(name.into())).unwrap()
    }

    /// The step as the server is told.
    pub(crate) fn input(&self, step: Step, serial: u64) -> Input {
        match step {
            Step::Call { seat, mut function } => {
                if let Some(app) = app_of(&mut function) {
                    app.0 = self.handle32(app.0);
                }
                if let Some(line) = line_of(&mut function) {
                    line.0 = self.handle32(line.0);
                }
                if let Some(call) = call_of(&mut function) {
                    call.0 = self.handle32(call.0);
                }
                if let Function::ProxyResponse { request, .. } = &mut function {
                    request.0 = self.handle(request.0);
                }
                Input::Call { seat, serial: CallSerial(serial), function }
            }
            Step::Switch(event) => Input::Switch(event),
            Step::ForceClose { line } => Input::ForceClose { line: LineHandle(self.handle32(line.0)) },
            Step::Crash { seat } => Input::Crash { seat },
        }
    }

    /// Puts handles for the names in what the reference says; learns them where it gives a new one.
    pub(crate) fn handles(&mut self, expected: &mut Output, actual: Option<&Output>) {
        match expected {
            Output::Return { out, .. } => match (out, actual) {
                (Out::App { app: name, .. }, Some(Output::Return { out: Out::App { app, .. }, .. })) => {
                    name.0 = self.learn(name.0.into(), app.0.into());
                }
                (Out::Line(name), Some(Output::Return { out: Out::Line(line), .. })) => {
                    name.0 = self.learn(name.0.into(), line.0.into());
                }
                _ => {}
            },
            Output::Message { message, .. } => {
                let named = |device| self.0.contains_key(&u64::from(device)) || device == 0;
                match (message.message_id, actual) {
                    // Before TAPI 2.0 a call is new with its first state.
                    (MessageId::CALL_STATE, Some(Output::Message { message: actual, .. }))
                        if !named(message.device) =>
                    {
                        message.device = self.learn(message.device.into(), actual.device.into());
                        return;
                    }
                    (MessageId::PROXY_REQUEST, Some(Output::Message { message: actual, .. })) => {
                        message.param1 = self.learn(message.param1, actual.param1);
                    }
                    (MessageId::APP_NEW_CALL, Some(Output::Message { message: actual, .. })) => {
                        message.param2 = self.learn(message.param2, actual.param2);
                    }
                    _ => {}
                }
                message.device = self.handle32(message.device);
            }
            Output::DropLeg { .. } | Output::AnswerLeg { .. } => {}
        }
    }

    /// From now on the name stands for this handle.
    fn learn<T: TryFrom<u64, Error: fmt::Debug>>(&mut self, name: u64, handle: u64) -> T {
        assert_eq!(self.0.insert(name, handle), None, "a name is new once");
        handle.try_into().unwrap()
    }
}
