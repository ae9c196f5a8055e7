//! The telephony server beside a slow and obvious reference: whatever it is told, it says what the reference says.

mod reference;
mod step;

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};
use tapi_acd::server::{Output, Server};
use tapi_acd::wire::consts::LineErr;
use tapi_acd::{Instant, ResultCode};

use crate::model::hold;
use reference::Model;
use step::{Names, Step};

impl ReferenceStateMachine for Model {
    type State = Model;
    type Transition = Step;

    fn init_state() -> BoxedStrategy<Model> {
        Just(Model::default()).boxed()
    }

    fn transitions(model: &Model) -> BoxedStrategy<Step> {
        step::steps(model)
    }

    fn apply(mut model: Model, step: &Step) -> Model {
        model.take(step);
        model
    }
}

/// The server, and what it calls what the reference knows by name.
struct Real {
    server: Server,
    names: Names,
}

struct SaysWhatTheReferenceSays;

impl StateMachineTest for SaysWhatTheReferenceSays {
    type SystemUnderTest = Real;
    type Reference = Model;

    fn init_test(_: &Model) -> Real {
        Real { server: Server::new(reference::config()), names: Names::default() }
    }

    fn apply(mut real: Real, model: &Model, step: Step) -> Real {
        let told = step.to_string();
        let crash = matches!(step, Step::Crash { .. });
        let input = real.names.input(step, model.functions_called);
        real.server.handle_input(Instant::ZERO, input).expect("outputs are drained");
        let mut actual: Vec<_> = std::iter::from_fn(|| real.server.poll_output()).collect();
        let mut expected = model.said();
        for (at, expected) in expected.iter_mut().enumerate() {
            real.names.handles(expected, actual.get(at));
        }
        in_no_order(&mut expected, crash);
        in_no_order(&mut actual, crash);
        assert_eq!(actual, expected, "{told}");
        real
    }

    fn check_invariants(real: &Real, model: &Model) {
        let view = real.server.view();
        assert_eq!(view.pending, model.pending());
        assert_eq!(view.applications, model.apps.iter().filter(|app| app.there).count());
        assert_eq!(view.open_lines, model.lines.iter().filter(|line| line.there).count());
        assert_eq!(view.call_handles, model.calls.iter().filter(|call| call.there).count());
    }
}

/// Calls that are dropped together, and what a dead process held, go in no order that a page tells.
fn in_no_order(outputs: &mut [Output], all: bool) {
    let dropped = |output: &Output| matches!(output, Output::DropLeg { .. });
    for together in outputs.chunk_by_mut(|one, other| all || (dropped(one) && dropped(other))) {
        if together.len() > 1 {
            together.sort_by_cached_key(|output| format!("{output:?}"));
        }
    }
}

#[test]
fn the_server_says_what_the_reference_says() {
    hold::<SaysWhatTheReferenceSays>(1_000, 80);
}

/// What the scripts never reach, they do not test.
#[test]
fn the_scripts_reach_every_error_and_every_message_of_the_reference() {
    let mut runner = TestRunner::deterministic();
    let scripts = Model::sequential_strategy(1..80);
    let (mut errors, mut messages) = (BTreeSet::new(), BTreeSet::new());
    for _ in 0..600 {
        let (mut model, steps, _) = scripts.new_tree(&mut runner).unwrap().current();
        for step in &steps {
            model.take(step);
            for output in model.said() {
                match output {
                    Output::Return { value, .. } => errors.extend(ResultCode(value).error()),
                    Output::Message { message, .. } => drop(messages.insert(message.message_id.0)),
                    Output::DropLeg { .. } | Output::AnswerLeg { .. } => {}
                }
            }
        }
    }
    let expected = [
        LineErr::BAD_DEVICE_ID,
        LineErr::INCOMPATIBLE_API_VERSION,
        LineErr::INCOMPATIBLE_EXT_VERSION,
        LineErr::INVAL_ADDRESS_ID,
        LineErr::INVAL_AGENT_STATE,
        LineErr::INVAL_APP_HANDLE,
        LineErr::INVAL_APP_NAME,
        LineErr::INVAL_CALL_HANDLE,
        LineErr::INVAL_CALL_STATE,
        LineErr::INVAL_LINE_HANDLE,
        LineErr::INVAL_MEDIA_MODE,
        LineErr::INVAL_PARAM,
        LineErr::INVAL_POINTER,
        LineErr::INVAL_PRIV_SELECT,
        LineErr::LINE_MAPPER_FAILED,
        LineErr::NO_MEM,
        LineErr::NOT_OWNER,
        LineErr::NOT_REGISTERED,
        LineErr::OPERATION_FAILED,
        LineErr::OPERATION_UNAVAIL,
        LineErr::RESOURCE_UNAVAIL,
        LineErr::UNINITIALIZED,
    ];
    assert_eq!(errors, BTreeSet::from(expected));
    // LINE_CALLINFO, CALLSTATE, CLOSE, REPLY, AGENTSPECIFIC to PROXYREQUEST, AGENTSESSIONSTATUS to PROXYSTATUS.
    assert_eq!(messages, BTreeSet::from([1, 2, 3, 12, 21, 22, 23, 24, 27, 28, 29, 30, 31]));
}
