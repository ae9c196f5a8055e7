//! The agent handler beside a slow and obvious reference: whatever it is asked and told, it answers and tells what the
//! reference does, and its three views of an agent go together.

mod reference;
mod step;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};
use tapi_acd::answer::Answer;
use tapi_acd::handler::{AgentHandler, Input, SERVED};
use tapi_acd::ids::{AddressId, AppHandle, CallHandle, DeviceId};
use tapi_acd::machine::{agent_address, agent_ex, agent_session, views};
use tapi_acd::request::ProxyRequest;
use tapi_acd::wire::consts::{ApiVersion, LineErr, MessageId, ProxyRequestType};
use tapi_acd::{Function, Instant, Message, Out, ResultCode};

use crate::model::hold;
use reference::{Model, config, places};
use step::{BUFFER, Link, Names, Step, line};

impl ReferenceStateMachine for Model {
    type State = Model;
    type Transition = Step;

    fn init_state() -> BoxedStrategy<Model> {
        Just(Model::default()).boxed()
    }

    fn transitions(model: &Model) -> BoxedStrategy<Step> {
        step::steps(model)
    }

    /// What happens in the switch is what can happen there, also in a script that was shortened.
    fn preconditions(model: &Model, step: &Step) -> bool {
        match step {
            Step::Cti(event) => model.possible().contains(event),
            Step::Link(link) => model.comes_through || *link == Link::Found,
            _ => true,
        }
    }

    fn apply(mut model: Model, step: &Step) -> Model {
        model.take(step);
        model
    }
}

/// The handler, and what it calls what the reference knows by name.
struct Real {
    handler: AgentHandler,
    names: Names,
}

impl Real {
    fn tell(&mut self, now: u64, input: Input) -> Vec<Function> {
        self.handler.handle_input(Instant::from_micros(now), input).expect("outputs are drained");
        std::iter::from_fn(|| self.handler.poll_output()).collect()
    }

    fn returns(&mut self, out: Out) -> Vec<Function> {
        self.tell(0, Input::Return { value: 0, out })
    }

    /// Initialises TAPI, negotiates and opens every line; says what there is when it has the last one.
    fn start(model: &Model) -> Self {
        let mut real = Self { handler: AgentHandler::new(config()), names: Names::default() };
        real.tell(0, Input::Start);
        let api_version = ApiVersion::V2_2;
        let mut said =
            real.returns(Out::App { app: AppHandle(1), num_devs: reference::DEVICES, api_version });
        for device in (0..reference::DEVICES).map(DeviceId) {
            real.returns(Out::ApiVersion(api_version));
            said = real.returns(Out::Line(line(device)));
        }
        assert!(real.handler.view().is_up());
        real.compare(&said, model);
        real
    }

    /// The handles of what is new, as the view has them.
    fn learn(&mut self, model: &Model) {
        let view = self.handler.view();
        for (at, agent) in model.agents.iter().enumerate().filter(|(_, agent)| agent.there) {
            let handle = view.agent_at(agent.device).expect("an agent at the line");
            self.names.learn(agent.name.0, handle.0);
            let there = model.sessions.iter().filter(|session| session.agent == at && session.is_there());
            let names: Vec<_> = there.map(|session| session.name.0).collect();
            assert_eq!(view.sessions(handle).len(), names.len(), "sessions of {:?}", agent.name);
            for (name, session) in names.into_iter().zip(view.sessions(handle)) {
                self.names.learn(name, session.0);
            }
        }
    }

    /// First the answer, then part by part what is told; in a part only what is about one thing on one line has an
    /// order.
    fn compare(&self, actual: &[Function], model: &Model) {
        let mut actual = actual;
        if let Some(answered) = &model.answered {
            let (first, rest) = actual.split_first().expect("an answer");
            let Function::ProxyResponse { request: BUFFER, result, answer, .. } = first else {
                panic!("{first:?} before the answer")
            };
            let expected = match answered.clone() {
                Ok(answer) => (ResultCode::SUCCESS, answer.map(|answer| self.names.answer(answer))),
                Err(error) => (error.into(), None),
            };
            assert_eq!((*result, answer.clone()), expected);
            actual = rest;
        }
        for part in &model.said {
            let mut expected: Vec<_> = part.iter().map(|(on, message)| self.told(*on, *message)).collect();
            let (here, rest) = actual.split_at(expected.len().min(actual.len()));
            let mut here = here.to_vec();
            here.sort_by_key(subject);
            expected.sort_by_key(subject);
            assert_eq!(here, expected);
            actual = rest;
        }
        assert_eq!(actual, [], "more than the reference tells");
    }

    /// Whatever can be asked is answered as the reference answers it.
    fn read_all(&self, model: &Model) {
        let (now, version, view) = (Instant::from_micros(model.now), ApiVersion::V2_2, self.handler.view());
        let mut copy = model.clone();
        for question in questions(model) {
            let answer = view.answer(now, DeviceId(0), version, &self.names.request(question.clone()));
            let expected = copy.serve(DeviceId(0), version, &question).expect("it is there");
            assert_eq!(answer, expected.map(|answer| self.names.answer(answer)), "{question:?}");
        }
    }

    fn told(&self, device: DeviceId, message: Message) -> Function {
        let message = self.names.message(message);
        let [param1, param2, param3] =
            message.params().map(|param| u32::try_from(param).expect("32 bits in each parameter"));
        let (line, call, message) = (line(device), CallHandle(0), message.id());
        Function::ProxyMessage { line, call, message, param1, param2, param3 }
    }
}

/// What a message is about: a line, and a thing there.
fn subject(function: &Function) -> (u32, u32, u32) {
    match function {
        Function::ProxyMessage { line, message, param1, .. } => (line.0, message.0, *param1),
        other => panic!("{other:?} among the messages"),
    }
}

struct TellsWhatTheReferenceTells;

impl StateMachineTest for TellsWhatTheReferenceTells {
    type SystemUnderTest = Real;
    type Reference = Model;

    fn init_test(model: &Model) -> Real {
        Real::start(model)
    }

    fn apply(mut real: Real, model: &Model, step: Step) -> Real {
        let Some(input) = real.names.input(step, model) else {
            real.read_all(model);
            return real;
        };
        let said = real.tell(model.now, input);
        real.learn(model);
        real.compare(&said, model);
        real
    }

    fn check_invariants(real: &Real, model: &Model) {
        let view = real.handler.view();
        let agents: Vec<_> = model.agents.iter().filter(|agent| agent.there).collect();
        assert_eq!(view.agents().count(), agents.len());
        for agent in agents {
            let state = agent_ex::State::from_wire(agent.state);
            assert_eq!(view.agent_state(real.names.agent(agent.name)), state);
        }
        for session in model.sessions.iter().filter(|session| session.is_there()) {
            let state = agent_session::State::from_wire(session.state());
            assert_eq!(view.session_state(real.names.session(session.name)), state);
        }
        for (device, address) in places() {
            the_views_agree(real, model, (device, address));
        }
        for group in model.group_ids() {
            let idle = view
                .idle(group)
                .map(|idle| (idle.since, idle.agent, idle.session, idle.device, idle.address));
            let idle: Vec<_> = idle.collect();
            assert!(idle.is_sorted_by_key(|(since, ..)| *since), "longest idle first");
            let expected = model.idle(group).into_iter().map(|(since, agent, session, device, address)| {
                (since, real.names.agent(agent), real.names.session(session), device, address)
            });
            assert_eq!(BTreeSet::from_iter(idle), expected.collect());
        }
    }
}

/// Everything that can be asked about what is there.
fn questions(model: &Model) -> Vec<ProxyRequest> {
    let agents = model.agents.iter().filter(|agent| agent.there).map(|agent| agent.name);
    let sessions = model.sessions.iter().filter(|session| session.is_there()).map(|session| session.name);
    let mut questions =
        vec![ProxyRequest::GetGroupList {}, ProxyRequest::GetAgentCaps { address: AddressId(0) }];
    questions.extend(sessions.map(|session| ProxyRequest::GetAgentSessionInfo { session }));
    for agent in agents {
        questions.extend([ProxyRequest::GetAgentInfo { agent }, ProxyRequest::GetAgentSessionList { agent }]);
    }
    questions.extend(model.queue_ids().into_iter().map(|queue| ProxyRequest::GetQueueInfo { queue }));
    questions.extend(model.group_ids().into_iter().map(|group| ProxyRequest::GetQueueList { group }));
    questions
}

/// A state by address, the agent's state and those of the sessions that work there stand in one row of the table.
fn the_views_agree(real: &Real, model: &Model, (device, address): (DeviceId, AddressId)) {
    let view = real.handler.view();
    let request = ProxyRequest::GetAgentStatus { address };
    let status = view.answer(Instant::from_micros(model.now), device, ApiVersion::V2_2, &request);
    assert_eq!(status, Some(model.status(device, address)));
    let Some(Answer::Status(status)) = status else { panic!("{status:?} for a status") };
    let by_address = agent_address::State::from_wire(status.state);
    let agent = view.agent_at(device);
    let working = model.sessions.iter().filter(|session| session.is_there() && session.address == address);
    let working = working.filter(|session| model.agents[session.agent].device == device);
    let sessions = working.filter_map(|session| view.session_state(real.names.session(session.name)));
    let heaviest = views::heaviest(sessions);
    let agent = agent.and_then(|agent| view.agent_state(agent)).unwrap_or(agent_ex::State::Absent);
    let together = |row: &&views::Row| (row.agent, row.session, row.address) == (agent, heaviest, by_address);
    assert!(
        views::ROWS.iter().any(|row| together(&row)),
        "{agent:?} and {heaviest:?} show {by_address:?} at {address:?} of {device:?}"
    );
}

#[test]
fn the_handler_tells_what_the_reference_tells() {
    hold::<TellsWhatTheReferenceTells>(1_500, 100);
}

/// What the scripts never reach, they do not test.
#[test]
fn the_scripts_reach_every_request_error_bit_and_state() {
    let mut runner = TestRunner::deterministic();
    let scripts = Model::sequential_strategy(1..100);
    let (mut granted, mut refused, mut errors) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut told: BTreeMap<MessageId, (u32, u32)> = BTreeMap::new();
    for _ in 0..400 {
        let (mut model, steps, _) = scripts.new_tree(&mut runner).unwrap().current();
        for step in &steps {
            model.take(step);
            if let (Step::Request { request, .. }, Some(answered)) = (step, &model.answered) {
                let kind = request.request_type();
                match answered {
                    Ok(_) => drop(granted.insert(kind)),
                    Err(error) => drop((refused.insert(kind), errors.insert(*error))),
                }
            }
            for (_, message) in model.said.iter().flatten() {
                let [_, param2, param3] = message.params().map(|param| u32::try_from(param).unwrap());
                let (bits, states) = told.entry(message.id()).or_default();
                (*bits, *states) = (*bits | param2, *states | param3);
            }
        }
    }
    let all = BTreeSet::from(SERVED);
    assert_eq!(granted, all);
    // Nothing can be wrong with what these ask for.
    let harmless = [
        ProxyRequestType::GET_AGENT_CAPS,
        ProxyRequestType::GET_AGENT_STATUS,
        ProxyRequestType::GET_AGENT_ACTIVITY_LIST,
        ProxyRequestType::GET_AGENT_GROUP_LIST,
        ProxyRequestType::GET_GROUP_LIST,
    ];
    assert_eq!(refused, &all - &BTreeSet::from(harmless));
    assert_eq!(
        errors,
        BTreeSet::from([
            LineErr::INVAL_ADDRESS_STATE,
            LineErr::INVAL_AGENT_ACTIVITY,
            LineErr::INVAL_AGENT_GROUP,
            LineErr::INVAL_AGENT_ID,
            LineErr::INVAL_AGENT_STATE,
            LineErr::INVAL_PARAM,
            LineErr::INVAL_PASSWORD,
            LineErr::RESOURCE_UNAVAIL,
        ])
    );
    // Every bit that is defined; every state too, but UNAVAIL by address, which this handler never is in.
    assert_eq!(
        told,
        BTreeMap::from([
            (MessageId::AGENT_STATUS, (0x1FF, 0x1FF)),
            (MessageId::AGENT_STATUS_EX, (0x7, 0x7F)),
            (MessageId::AGENT_SESSION_STATUS, (0x7, 0x3F)),
            (MessageId::QUEUE_STATUS, (0x7, 0)),
            (MessageId::GROUP_STATUS, (0x3, 0)),
        ])
    );
}
