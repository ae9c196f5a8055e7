//! The switch beside a slow and obvious reference: whatever happens in it, it reports what the reference reports.
//!
//! The reference is a list of all calls there ever were. A leg's name is its number in the order of appearing.

use std::collections::BTreeMap;
use std::fmt;

use proptest::prelude::*;
use proptest::sample::select;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};
use tapi_acd::ids::{AddressId, CallId, DeviceId, LegId, RequestId};
use tapi_acd::provider::{CtiEvent, Input, Key, LiveCall, Origin, Output, Provider, Stage, SwitchEvent};
use tapi_acd::wire::consts::{CallInfoState, CallState, DisconnectMode, LineErr, MediaMode};
use tapi_acd::{Instant, ResultCode};

use crate::model::hold;

const CALLS: u32 = 5;
const DEVICES: u32 = 3;

/// How a call that an agent makes goes on until somebody answers, with LINEDIALTONEMODE_NORMAL at first.
const WAY_OUT: [(CallState, u32); 4] =
    [(CallState::DIALTONE, 1), (CallState::DIALING, 0), (CallState::PROCEEDING, 0), (CallState::RINGBACK, 0)];

const REFUSALS: [DisconnectMode; 3] =
    [DisconnectMode::BUSY, DisconnectMode::CONGESTION, DisconnectMode::CANCELLED];

const KEYS: [Key; 4] = [Key::LogOn, Key::Ready, Key::NotReady, Key::LogOff];

#[derive(Clone)]
struct Step(Input);

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[derive(Clone, Copy, Debug)]
struct Call {
    id: CallId,
    origin: Origin,
    stage: Stage,
    leg: LegId,
    /// How far a call is on its way out.
    steps_out: usize,
}

#[derive(Clone, Debug, Default)]
struct Model {
    calls: Vec<Call>,
    legs: u32,
    link_lost: bool,
    said: Vec<Output>,
}

impl Model {
    fn call(&self, id: CallId) -> Option<Call> {
        self.calls.iter().find(|call| call.id == id).copied()
    }

    fn busy(&self, line: DeviceId) -> bool {
        self.calls.iter().any(|call| match call.stage {
            Stage::Waiting => false,
            Stage::Ringing(at) | Stage::Dialling(at) | Stage::Talking(at) => at == line,
        })
    }

    fn state(&mut self, leg: LegId, state: CallState, mode: u32) {
        self.said.push(Output::Server(SwitchEvent::LegState { leg, state, mode }));
    }

    fn handler(&mut self, event: CtiEvent) {
        if !self.link_lost {
            self.said.push(Output::Handler(event));
        }
    }

    /// The call is at an address from now on, on a new leg.
    fn appear(&mut self, id: CallId, origin: Origin, stage: Stage, (device, address): (DeviceId, AddressId)) {
        let leg = LegId(self.legs);
        self.legs += 1;
        // LINEOFFERINGMODE_ACTIVE.
        let (state, mode) = if origin == Origin::Agent { WAY_OUT[0] } else { (CallState::OFFERING, 1) };
        let media_modes = MediaMode::INTERACTIVE_VOICE;
        self.said.push(Output::Server(SwitchEvent::LegAppears {
            leg,
            device,
            address,
            media_modes,
            state,
            mode,
        }));
        self.calls.push(Call { id, origin, stage, leg, steps_out: 0 });
    }

    /// The call leaves its address for another one.
    fn redirected(&mut self, call: Call) {
        let changed = CallInfoState::REDIRECTION_ID;
        self.said.push(Output::Server(SwitchEvent::LegInfo { leg: call.leg, changed }));
        self.state(call.leg, CallState::IDLE, 0);
        self.calls.retain(|other| other.id != call.id);
    }

    /// The call ends: LINEDISCONNECTMODE_NORMAL is 1, NOANSWER `0x40`.
    fn over(&mut self, call: Call, mode: u32) {
        self.state(call.leg, CallState::DISCONNECTED, mode);
        self.state(call.leg, CallState::IDLE, 0);
        self.calls.retain(|other| other.id != call.id);
    }

    fn hung_up(&mut self, call: Call, mode: u32) {
        self.over(call, mode);
        let id = call.id;
        self.handler(match call.stage {
            Stage::Waiting | Stage::Ringing(_) => CtiEvent::Abandoned { call: id },
            Stage::Dialling(_) | Stage::Talking(_) => CtiEvent::Released { call: id },
        });
    }

    /// LINECONNECTEDMODE_ACTIVE is 1.
    fn connected(&mut self, call: Call, line: DeviceId) {
        self.calls
            .iter_mut()
            .filter(|known| known.id == call.id)
            .for_each(|c| c.stage = Stage::Talking(line));
        self.state(call.leg, CallState::CONNECTED, 1);
        self.handler(CtiEvent::Answered { call: call.id });
    }

    fn take(&mut self, input: Input) {
        self.said.clear();
        match input {
            Input::Arrive { call, address } if self.call(call).is_none() => {
                self.appear(call, Origin::Queue(address), Stage::Waiting, (DeviceId(0), address));
                self.handler(CtiEvent::Queued { call, address });
            }
            Input::Ring { call, dialler, device, address }
                if self.call(call).is_none() && !self.busy(device) =>
            {
                let origin = if dialler { Origin::Dialler } else { Origin::Outside };
                self.appear(call, origin, Stage::Ringing(device), (device, address));
                self.handler(CtiEvent::Rings { call, origin, device });
            }
            Input::Dial { call, device, address } if self.call(call).is_none() && !self.busy(device) => {
                self.appear(call, Origin::Agent, Stage::Dialling(device), (device, address));
                self.handler(CtiEvent::Dials { call, device });
            }
            Input::Arrive { .. } | Input::Ring { .. } | Input::Dial { .. } => {}
            Input::Overflow { call, .. }
            | Input::EndGuide { call }
            | Input::Deliver { call, .. }
            | Input::Proceed { call }
            | Input::GiveUp { call }
            | Input::PickUp { call }
            | Input::Refuse { call, .. }
            | Input::HangUp { call } => {
                if let Some(known) = self.call(call) {
                    self.about(known, input);
                }
            }
            Input::Key { device, key } => self.handler(CtiEvent::Key { device, key }),
            Input::AnswerLeg { leg, request } => {
                let call = self.calls.iter().find(|call| call.leg == leg).copied();
                let ringing = call.and_then(|call| match call.stage {
                    Stage::Ringing(line) => Some((call, line)),
                    _ => None,
                });
                let result =
                    ringing.map_or(ResultCode::from(LineErr::INVAL_CALL_STATE), |_| ResultCode::SUCCESS);
                self.said.push(Output::Server(SwitchEvent::Completed { request, result }));
                if let Some((call, line)) = ringing {
                    self.connected(call, line);
                }
            }
            Input::DropLeg { leg } => {
                if let Some(call) = self.calls.iter().find(|call| call.leg == leg).copied() {
                    self.hung_up(call, 1);
                }
            }
            Input::LoseLink => {
                self.handler(CtiEvent::LinkLost);
                self.link_lost = true;
            }
            Input::FindLink if self.link_lost => {
                self.link_lost = false;
                let live = |call: &Call| LiveCall { call: call.id, origin: call.origin, stage: call.stage };
                let mut calls: Vec<_> = self.calls.iter().map(live).collect();
                calls.sort_by_key(|live| live.call);
                self.handler(CtiEvent::LinkFound { calls: calls.into() });
            }
            Input::FindLink => {}
        }
    }

    /// Something happens to a call that is there; what does not fit where it stands is ignored.
    fn about(&mut self, call: Call, input: Input) {
        let Call { id, origin, stage, leg, steps_out } = call;
        match (input, stage) {
            (Input::Overflow { address, .. }, Stage::Waiting) if origin != Origin::Queue(address) => {
                self.redirected(call);
                self.appear(id, Origin::Queue(address), Stage::Waiting, (DeviceId(0), address));
                self.handler(CtiEvent::Overflowed { call: id, address });
            }
            (Input::EndGuide { .. }, Stage::Waiting) => {
                self.over(call, 1);
                self.handler(CtiEvent::GuideEnded { call: id });
            }
            (Input::Deliver { device, address, .. }, Stage::Waiting) if !self.busy(device) => {
                self.redirected(call);
                self.appear(id, origin, Stage::Ringing(device), (device, address));
                self.handler(CtiEvent::Delivered { call: id, device });
            }
            (Input::Proceed { .. }, Stage::Dialling(line)) => match WAY_OUT.get(steps_out + 1) {
                Some((state, mode)) => {
                    self.calls.iter_mut().filter(|known| known.id == id).for_each(|c| c.steps_out += 1);
                    self.state(leg, *state, *mode);
                }
                None => self.connected(call, line),
            },
            (Input::GiveUp { .. }, Stage::Ringing(_)) => match origin {
                Origin::Queue(address) => {
                    self.redirected(call);
                    self.appear(id, origin, Stage::Waiting, (DeviceId(0), address));
                    self.handler(CtiEvent::Returned { call: id });
                }
                _ => self.hung_up(call, 0x40),
            },
            (Input::GiveUp { .. }, Stage::Dialling(_)) => self.hung_up(call, 0x40),
            (Input::PickUp { .. }, Stage::Ringing(line)) => self.connected(call, line),
            (Input::Refuse { why, .. }, Stage::Waiting) => self.hung_up(call, why.0),
            (Input::HangUp { .. }, _) => self.hung_up(call, 1),
            _ => {}
        }
    }
}

impl ReferenceStateMachine for Model {
    type State = Model;
    type Transition = Step;

    fn init_state() -> BoxedStrategy<Model> {
        Just(Model::default()).boxed()
    }

    fn transitions(model: &Model) -> BoxedStrategy<Step> {
        let call = || (0..CALLS).prop_map(CallId);
        // Line 0 has the queues.
        let place = || ((1..DEVICES).prop_map(DeviceId), (0..2_u32).prop_map(AddressId));
        let address = || (0..2_u32).prop_map(AddressId);
        let oldest = model.calls.iter().map(|call| call.leg.0).min().unwrap_or(0);
        let leg = || (oldest..=model.legs).prop_map(LegId);
        let request = (1..9_u32).prop_map(|id| RequestId::new(id).unwrap());
        prop_oneof![
            4 => (call(), address()).prop_map(|(call, address)| Input::Arrive { call, address }),
            2 => (call(), address()).prop_map(|(call, address)| Input::Overflow { call, address }),
            1 => call().prop_map(|call| Input::EndGuide { call }),
            4 => (call(), place())
                .prop_map(|(call, (device, address))| Input::Deliver { call, device, address }),
            2 => (call(), any::<bool>(), place()).prop_map(|(call, dialler, (device, address))| {
                Input::Ring { call, dialler, device, address }
            }),
            3 => (call(), place()).prop_map(|(call, (device, address))| Input::Dial { call, device, address }),
            6 => call().prop_map(|call| Input::Proceed { call }),
            2 => call().prop_map(|call| Input::GiveUp { call }),
            3 => call().prop_map(|call| Input::PickUp { call }),
            1 => (call(), select(&REFUSALS[..])).prop_map(|(call, why)| Input::Refuse { call, why }),
            1 => (place(), select(&KEYS[..])).prop_map(|((device, _), key)| Input::Key { device, key }),
            4 => (leg(), request).prop_map(|(leg, request)| Input::AnswerLeg { leg, request }),
            1 => leg().prop_map(|leg| Input::DropLeg { leg }),
            2 => call().prop_map(|call| Input::HangUp { call }),
            1 => Just(Input::LoseLink),
            1 => Just(Input::FindLink),
        ]
        .prop_map(Step)
        .boxed()
    }

    fn apply(mut model: Model, step: &Step) -> Model {
        model.take(step.0);
        model
    }
}

/// The switch, and what it calls the legs.
struct Real {
    provider: Provider,
    legs: BTreeMap<LegId, LegId>,
}

impl Real {
    /// What the switch calls a leg; no leg has the highest number.
    fn leg(&self, name: LegId) -> LegId {
        self.legs.get(&name).copied().unwrap_or(LegId(u32::MAX))
    }

    fn input(&self, mut input: Input) -> Input {
        if let Input::AnswerLeg { leg, .. } | Input::DropLeg { leg } = &mut input {
            *leg = self.leg(*leg);
        }
        input
    }

    /// Puts the switch's leg for the name; learns it where a leg appears.
    fn learn(&mut self, expected: &mut Output, actual: Option<&Output>) {
        match (expected, actual) {
            (
                Output::Server(SwitchEvent::LegAppears { leg: name, .. }),
                Some(Output::Server(SwitchEvent::LegAppears { leg, .. })),
            ) => {
                self.legs.insert(*name, *leg);
                *name = *leg;
            }
            (Output::Server(SwitchEvent::LegState { leg, .. } | SwitchEvent::LegInfo { leg, .. }), _) => {
                *leg = self.leg(*leg);
            }
            _ => {}
        }
    }
}

struct ReportsWhatTheReferenceReports;

impl StateMachineTest for ReportsWhatTheReferenceReports {
    type SystemUnderTest = Real;
    type Reference = Model;

    fn init_test(_: &Model) -> Real {
        Real { provider: Provider::new(), legs: BTreeMap::new() }
    }

    fn apply(mut real: Real, model: &Model, step: Step) -> Real {
        let input = real.input(step.0);
        real.provider.handle_input(Instant::ZERO, input).expect("outputs are drained");
        let actual: Vec<_> = std::iter::from_fn(|| real.provider.poll_output()).collect();
        let mut expected = model.said.clone();
        for (at, expected) in expected.iter_mut().enumerate() {
            real.learn(expected, actual.get(at));
        }
        assert_eq!(actual, expected, "{step}");
        real
    }

    fn check_invariants(real: &Real, model: &Model) {
        assert_eq!(real.provider.view().calls(), model.calls.len());
        for id in (0..CALLS).map(CallId) {
            let live = |call: Call| LiveCall { call: id, origin: call.origin, stage: call.stage };
            assert_eq!(real.provider.view().call(id), model.call(id).map(live));
        }
    }
}

#[test]
fn the_switch_reports_what_the_reference_reports() {
    hold::<ReportsWhatTheReferenceReports>(1_000, 80);
}
