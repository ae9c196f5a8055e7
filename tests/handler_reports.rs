//! Whatever the switch reports: the handler moves as its tables say, and agrees with the switch once the link is found.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use tapi_acd::answer::{GroupEntry, QueueEntry};
use tapi_acd::handler::{AgentHandler, Config, Group, Input, Queue};
use tapi_acd::ids::{AddressId, AppHandle, BufferAddress, CallId, DeviceId, LineHandle, QueueId};
use tapi_acd::machine::agent_ex;
use tapi_acd::provider::{CtiEvent, Key, LiveCall, Origin, Stage};
use tapi_acd::request::ProxyRequest;
use tapi_acd::wire::consts::{AgentState, ApiVersion};
use tapi_acd::{Attached, Function, Instant, Message, Out, TypedMessage};

use crate::desk::GROUPS;

const DEVICES: u32 = 3;
const ADDRESSES: u32 = 2;
const CALLS: u32 = 3;

/// What the handler hears.
#[derive(Clone, Debug)]
enum Step {
    Ask(DeviceId, ProxyRequest),
    Report(CtiEvent),
}

fn device() -> impl Strategy<Value = DeviceId> {
    (1..DEVICES).prop_map(DeviceId)
}

fn call() -> impl Strategy<Value = CallId> {
    (0..CALLS).prop_map(CallId)
}

fn address() -> impl Strategy<Value = AddressId> {
    (0..ADDRESSES).prop_map(AddressId)
}

fn origin() -> impl Strategy<Value = Origin> {
    prop_oneof![
        address().prop_map(Origin::Queue),
        select(vec![Origin::Outside, Origin::Agent, Origin::Dialler])
    ]
}

/// What a switch may show: only calls of a queue wait, only those of an agent are being made, none of them rings here.
fn live_call(call: u32) -> impl Strategy<Value = LiveCall> {
    let stage = (origin(), 0..3, device()).prop_map(|(origin, at, device)| {
        let stage = match (origin, at) {
            (_, 0) => Stage::Talking(device),
            (Origin::Queue(_), 1) => Stage::Waiting,
            (Origin::Agent, _) => Stage::Dialling(device),
            _ => Stage::Ringing(device),
        };
        (origin, stage)
    });
    stage.prop_map(move |(origin, stage)| LiveCall { call: CallId(call), origin, stage })
}

/// Calls of which no two are at one line.
fn live() -> impl Strategy<Value = Box<[LiveCall]>> {
    let calls: Vec<_> = (0..CALLS).map(|call| prop::option::of(live_call(call))).collect();
    calls.prop_map(|calls| {
        let mut shown: Vec<LiveCall> = Vec::new();
        for call in calls.into_iter().flatten() {
            let line = call.stage.line();
            if line.is_none() || shown.iter().all(|other| other.stage.line() != line) {
                shown.push(call);
            }
        }
        shown.into()
    })
}

fn report() -> impl Strategy<Value = CtiEvent> {
    prop_oneof![
        2 => (call(), address()).prop_map(|(call, address)| CtiEvent::Queued { call, address }),
        1 => (call(), address()).prop_map(|(call, address)| CtiEvent::Overflowed { call, address }),
        1 => call().prop_map(|call| CtiEvent::GuideEnded { call }),
        3 => (call(), device()).prop_map(|(call, device)| CtiEvent::Delivered { call, device }),
        1 => call().prop_map(|call| CtiEvent::Returned { call }),
        1 => (call(), origin(), device())
            .prop_map(|(call, origin, device)| CtiEvent::Rings { call, origin, device }),
        1 => (call(), device()).prop_map(|(call, device)| CtiEvent::Dials { call, device }),
        4 => call().prop_map(|call| CtiEvent::Answered { call }),
        1 => call().prop_map(|call| CtiEvent::Abandoned { call }),
        2 => call().prop_map(|call| CtiEvent::Released { call }),
        1 => (device(), select(vec![Key::LogOn, Key::Ready, Key::NotReady, Key::LogOff]))
            .prop_map(|(device, key)| CtiEvent::Key { device, key }),
        1 => Just(CtiEvent::LinkLost),
        1 => live().prop_map(|calls| CtiEvent::LinkFound { calls }),
    ]
}

fn request() -> impl Strategy<Value = ProxyRequest> {
    let groups = select(vec![vec![], vec![GROUPS[0]], vec![GROUPS[1]], GROUPS.to_vec()]);
    let state = select(vec![AgentState(0), AgentState::READY, AgentState::NOT_READY, AgentState::LOGGED_OFF]);
    prop_oneof![
        1 => (address(), groups).prop_map(|(address, groups)| ProxyRequest::SetAgentGroup { address, groups }),
        2 => (address(), state.clone(), state)
            .prop_map(|(address, state, next)| ProxyRequest::SetAgentState { address, state, next }),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => (device(), request()).prop_map(|(device, request)| Step::Ask(device, request)),
        3 => report().prop_map(Step::Report),
    ]
}

fn feed(handler: &mut AgentHandler, input: Input) -> Vec<Function> {
    handler.handle_input(Instant::ZERO, input).expect("time stands still and outputs are drained");
    std::iter::from_fn(|| handler.poll_output()).collect()
}

/// A handler whose lines are open; each has the number of its device, counted from 1.
fn up() -> AgentHandler {
    let named = |at: usize| (QueueId(u32::try_from(at).expect("few")), "one".into());
    let group = |at: usize| Group {
        entry: GroupEntry { id: GROUPS[at], name: "one".into() },
        queues: vec![named(at).0],
    };
    let queue = |at: usize| {
        let (id, name) = named(at);
        Queue { entry: QueueEntry { id, name }, address: AddressId(id.0) }
    };
    let (groups, queues) = ((0..2).map(group).collect(), (0..2).map(queue).collect());
    let mut handler = AgentHandler::new(Config { devices: DEVICES, groups, queues, ..Config::default() });
    let mut called = feed(&mut handler, Input::Start);
    while !handler.view().is_up() {
        let out = match called.pop() {
            Some(Function::InitializeEx { api_version, .. }) => {
                Out::App { app: AppHandle(1), num_devs: DEVICES, api_version }
            }
            Some(Function::NegotiateApiVersion { .. }) => Out::ApiVersion(ApiVersion::V2_2),
            Some(Function::Open { device, .. }) => Out::Line(line_of(device)),
            other => panic!("{other:?}"),
        };
        called = feed(&mut handler, Input::Return { value: 0, out });
    }
    handler
}

fn line_of(device: DeviceId) -> LineHandle {
    LineHandle(device.0 + 1)
}

fn take(handler: &mut AgentHandler, step: Step) {
    match step {
        Step::Report(event) => {
            feed(handler, Input::Cti(event));
        }
        Step::Ask(device, request) => {
            let message = TypedMessage {
                device: line_of(device).0,
                callback_instance: device.0.into(),
                message: Message::ProxyRequest { buffer: BufferAddress(1) },
                residue: [0; 3],
            };
            let attached = Attached::Request { client_version: ApiVersion::V2_2, request: Box::new(request) };
            let called = feed(handler, Input::Message { message: message.to_raw(), attached });
            assert!(matches!(called[0], Function::ProxyResponse { .. }), "{called:?}");
        }
    }
    let view = handler.view();
    for idle in GROUPS.iter().flat_map(|group| view.idle(*group)) {
        assert_eq!(view.agent_state(idle.agent), Some(agent_ex::State::Ready), "an idle agent is ready");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_handler_agrees_with_its_switch_when_the_link_is_found(
        steps in vec(step(), 0..60),
        calls in live(),
    ) {
        let mut handler = up();
        for device in (1..DEVICES).map(DeviceId) {
            let (address, groups) = (AddressId(0), GROUPS.to_vec());
            take(&mut handler, Step::Ask(device, ProxyRequest::SetAgentGroup { address, groups }));
            let (state, next) = (AgentState::READY, AgentState(0));
            take(&mut handler, Step::Ask(device, ProxyRequest::SetAgentState { address, state, next }));
        }
        for step in steps {
            take(&mut handler, step);
        }
        take(&mut handler, Step::Report(CtiEvent::LinkFound { calls: calls.clone() }));
        let view = handler.view();
        for agent in view.agents() {
            let state = view.agent_state(agent).expect("an agent");
            let at_line = calls.iter().find(|call| {
                call.stage.line().is_some_and(|line| view.agent_at(line) == Some(agent))
            });
            let busy = match at_line.map(|call| (call.origin, call.stage)) {
                None | Some((_, Stage::Waiting | Stage::Ringing(_))) => !state.is_on_call(),
                Some((Origin::Agent | Origin::Dialler, _)) => state == agent_ex::State::BusyOutgoing,
                Some((Origin::Outside, _)) => state == agent_ex::State::BusyIncoming,
                Some((Origin::Queue(_), _)) => {
                    matches!(state, agent_ex::State::BusyAcd | agent_ex::State::BusyIncoming)
                }
            };
            prop_assert!(busy && state != agent_ex::State::Unknown, "{state:?} with {at_line:?}");
            let idle = GROUPS.iter().flat_map(|group| view.idle(*group)).any(|idle| idle.agent == agent);
            prop_assert!(!(idle && at_line.is_some()), "an agent whose line is busy is idle");
        }
    }
}
