//! A whole system whose parts are late, overtake each other, die and come back.
//!
//! The reference is a ledger: how many functions each process has called. Each of them is done, cancelled or
//! outstanding at any time, and none is outstanding when nothing is under way.

mod script;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};
use tapi_acd::client::Mirror;
use tapi_acd::contract::Monitor;
use tapi_acd::ids::{
    AddressId, AgentHandle, AgentSessionHandle, AppHandle, CallHandle, CallId, DeviceId, LineHandle, QueueId,
    SeatId,
};
use tapi_acd::system::{Input, Link, Output, System};
use tapi_acd::wire::consts::{
    AgentSessionState, AgentStateEx, ApiVersion, CallPrivilege, CallState, InitializeExOptions, MediaMode,
    OpenOptions,
};
use tapi_acd::{Function, Instant, ResultCode, client, provider};

use crate::desk::{Desk, GROUPS};
use crate::model::hold;
use script::{APPS, Ask, Step, step};

/// How many functions the processes have called, by seat.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger {
    called: BTreeMap<SeatId, usize>,
}

impl ReferenceStateMachine for Ledger {
    type State = Self;
    type Transition = Step;

    fn init_state() -> BoxedStrategy<Self> {
        Just(Self::default()).boxed()
    }

    fn transitions(_: &Self) -> BoxedStrategy<Step> {
        step().boxed()
    }

    fn apply(mut ledger: Self, step: &Step) -> Self {
        match step {
            Step::App(seat, _) => *ledger.called.entry(*seat).or_default() += 1,
            // The next process has called nothing.
            Step::Crash(seat) => drop(ledger.called.remove(seat)),
            _ => {}
        }
        ledger
    }
}

/// The system, and what its applications and the judge have seen.
pub(crate) struct Office {
    system: System,
    now: Instant,
    monitor: Monitor,
    /// Functions that are done or cancelled, by seat.
    finished: BTreeMap<SeatId, usize>,
    /// The functions that succeeded.
    succeeded: BTreeSet<&'static str>,
    cancelled: bool,
}

impl Office {
    pub(crate) fn new() -> Self {
        let Desk { system, now, monitor, .. } = Desk::new(APPS);
        Self { system, now, monitor, finished: BTreeMap::new(), succeeded: BTreeSet::new(), cancelled: false }
    }

    pub(crate) fn take(&mut self, step: Step) {
        match step {
            Step::App(seat, ask) => {
                let function = self.function(seat, ask);
                self.submit(Input::Request { seat, function });
            }
            Step::Crash(seat) => {
                self.finished.remove(&seat);
                self.submit(Input::Crash { seat });
            }
            Step::Start => self.submit(Input::StartHandler),
            Step::Force(seat) => {
                let line = self.first_line(seat);
                self.submit(Input::ForceClose { line });
            }
            Step::Arrive(call, address) => {
                let (call, address) = (CallId(call), AddressId(address));
                self.submit(Input::Switch(provider::Input::Arrive { call, address }));
            }
            Step::Ring(call, device) => {
                let (call, device, address) = (CallId(call), DeviceId(device), AddressId(0));
                self.submit(Input::Switch(provider::Input::Deliver { call, device, address }));
            }
            Step::HangUp(call) => self.submit(Input::Switch(provider::Input::HangUp { call: CallId(call) })),
            Step::Deliver(number) => self.deliver(number),
            Step::Settle => self.settle(),
            Step::Wait(millis) => self.now = self.now + u64::from(millis) * 1_000,
        }
    }

    fn submit(&mut self, input: Input) {
        self.system.submit(self.now, input).expect("time goes on and outputs are drained");
        self.drain();
    }

    fn deliver(&mut self, number: u32) {
        let links: Vec<_> = self.system.under_way().collect();
        if let Some(link) = links.get(number as usize % links.len().max(1)) {
            self.system.deliver(self.now, *link).expect("time goes on and outputs are drained");
            self.drain();
        }
    }

    fn settle(&mut self) {
        while let Some(link) = self.next_link() {
            self.system.deliver(self.now, link).expect("time goes on and outputs are drained");
            self.drain();
        }
    }

    fn next_link(&self) -> Option<Link> {
        self.system.under_way().next()
    }

    fn drain(&mut self) {
        while let Some(output) = self.system.poll_output() {
            match output {
                Output::Record(record) => self.monitor.observe(&record),
                Output::Client { seat, event: client::Event::Done { function, result, .. } } => {
                    *self.finished.entry(seat).or_default() += 1;
                    if result == ResultCode::SUCCESS {
                        self.succeeded.insert(function.row().name);
                    }
                }
                Output::Client { seat, event: client::Event::Cancelled { .. } } => {
                    *self.finished.entry(seat).or_default() += 1;
                    self.cancelled = true;
                }
                Output::Client { .. } => {}
            }
        }
    }

    fn first_line(&self, seat: SeatId) -> LineHandle {
        let handler = self.system.handler_of(seat);
        let of_handler = handler.and_then(|handler| handler.lines().iter().flatten().next().copied());
        let of_client = || self.system.client(seat)?.lines.keys().next().copied();
        of_handler.or_else(of_client).unwrap_or_default()
    }

    /// The function that a step calls, with the handles that the application heard of last.
    fn function(&self, seat: SeatId, ask: Ask) -> Function {
        let none = Mirror::default();
        let mirror = self.system.client(seat).unwrap_or(&none);
        let app = mirror.apps.last().copied().unwrap_or(AppHandle(0));
        let line = mirror.lines.keys().next_back().copied().unwrap_or_default();
        let agent = mirror.agents.keys().next_back().map_or(AgentHandle(0), |(_, agent)| *agent);
        let session =
            mirror.sessions.keys().next_back().map_or(AgentSessionHandle(0), |(_, session)| *session);
        let call = |state| {
            let there = mirror.calls.iter().rfind(|(_, call)| call.state == Some(state));
            there.map_or(CallHandle(0), |(handle, _)| *handle)
        };
        let address = AddressId(0);
        match ask {
            Ask::Initialise => Function::InitializeEx {
                app_name: "script".into(),
                api_version: ApiVersion::V2_2,
                options: InitializeExOptions::USE_EVENT,
            },
            Ask::Open(device) => Function::Open {
                app,
                device: DeviceId(device),
                api_version: ApiVersion::V2_2,
                ext_version: 0,
                callback_instance: u64::from(seat.0),
                privileges: CallPrivilege::OWNER | CallPrivilege::MONITOR,
                options: OpenOptions::empty(),
                media_modes: MediaMode::INTERACTIVE_VOICE,
                proxy_types: Vec::new(),
                address: None,
            },
            Ask::Close => Function::Close { line },
            Ask::Shutdown => Function::Shutdown { app },
            Ask::Groups => Function::GetGroupList { line },
            Ask::Capabilities => Function::GetAgentCaps {
                app,
                device: DeviceId(0),
                address,
                app_api_version: ApiVersion::V2_2,
            },
            Ask::Queue(queue) => Function::GetQueueInfo { line, queue: QueueId(queue) },
            Ask::CreateAgent => Function::CreateAgent { line, agent_id: None, agent_pin: None },
            Ask::CreateSession(group) => Function::CreateAgentSession {
                line,
                agent,
                agent_pin: None,
                working_address: address,
                group: GROUPS[group as usize % GROUPS.len()],
            },
            Ask::Session(state) => {
                let (state, next) = (AgentSessionState(state), AgentSessionState(0));
                Function::SetAgentSessionState { line, session, state, next }
            }
            Ask::Agent(state) => {
                let (state, next) = (AgentStateEx(state), AgentStateEx(0));
                Function::SetAgentStateEx { line, agent, state, next }
            }
            Ask::Join => Function::SetAgentGroup { line, address, groups: GROUPS.to_vec() },
            Ask::Answer => Function::Answer { call: call(CallState::OFFERING) },
            Ask::Deallocate => Function::DeallocateCall { call: call(CallState::IDLE) },
        }
    }

    fn outstanding(&self, seat: SeatId) -> usize {
        self.system.endpoints().clients[seat.0 as usize - 1].outstanding()
    }

    fn check(&self, ledger: &Ledger) {
        assert_eq!(self.monitor.findings(), [], "a rule of the contract is broken");
        let quiet = self.next_link().is_none();
        for seat in (1..=APPS).map(SeatId) {
            let called = ledger.called.get(&seat).copied().unwrap_or(0);
            let finished = self.finished.get(&seat).copied().unwrap_or(0);
            let outstanding = self.outstanding(seat);
            assert_eq!(called, finished + outstanding, "functions of seat {} are lost or done twice", seat.0);
            assert!(!quiet || outstanding == 0, "seat {} waits for what will not come", seat.0);
        }
        if quiet {
            self.check_lines();
        }
    }

    /// All agree on what is open.
    fn check_lines(&self) {
        let endpoints = self.system.endpoints();
        let of_clients: usize = endpoints.clients.iter().map(|client| client.view().lines.len()).sum();
        let of_handler = self.system.handler().lines().iter().flatten().count();
        assert_eq!(self.system.server().open_lines, of_clients + of_handler, "who holds which line");
        assert_eq!(self.system.server().pending, [], "a request waits for nobody");
    }
}

struct Late;

impl StateMachineTest for Late {
    type SystemUnderTest = Office;
    type Reference = Ledger;

    fn init_test(_: &Ledger) -> Office {
        Office::new()
    }

    fn apply(mut office: Office, _: &Ledger, step: Step) -> Office {
        office.take(step);
        office
    }

    fn check_invariants(office: &Office, ledger: &Ledger) {
        office.check(ledger);
    }

    fn teardown(mut office: Office, ledger: Ledger) {
        office.settle();
        office.check(&ledger);
    }
}

#[test]
fn whatever_is_late_the_protocol_holds() {
    hold::<Late>(400, 120);
}

/// The steps are of use only where they get somewhere.
#[test]
fn random_steps_reach_every_function_and_the_loss_of_a_line() {
    let mut runner = TestRunner::deterministic();
    let scripts = Ledger::sequential_strategy(100..160);
    let mut succeeded = BTreeSet::new();
    let mut cancelled = false;
    for _ in 0..400 {
        let (_, steps, _) = scripts.new_tree(&mut runner).unwrap().current();
        let mut office = Office::new();
        steps.into_iter().for_each(|step| office.take(step));
        succeeded.extend(office.succeeded);
        cancelled |= office.cancelled;
    }
    let expected = [
        "lineAnswer",
        "lineClose",
        "lineCreateAgent",
        "lineCreateAgentSession",
        "lineDeallocateCall",
        "lineGetAgentCaps",
        "lineGetGroupList",
        "lineGetQueueInfo",
        "lineInitializeEx",
        "lineOpen",
        "lineSetAgentGroup",
        "lineSetAgentSessionState",
        "lineSetAgentStateEx",
        "lineShutdown",
    ];
    assert_eq!(succeeded.into_iter().collect::<Vec<_>>(), expected);
    assert!(cancelled, "a function is cancelled");
}

/// Scripts that once failed, or show something that is easy to get wrong: `fixtures/scripts/*.script`.
#[test]
fn the_scripts_hold() {
    let scripts = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/scripts");
    let mut played = 0;
    for entry in std::fs::read_dir(scripts).expect("fixtures/scripts is there") {
        let path = entry.expect("a readable folder").path();
        let text = std::fs::read_to_string(&path).expect("a readable script");
        let mut office = Office::new();
        let mut ledger = Ledger::default();
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let step = line.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            ledger = Ledger::apply(ledger, &step);
            office.take(step);
            office.check(&ledger);
        }
        Late::teardown(office, ledger);
        played += 1;
    }
    assert!(played > 0, "there are scripts");
}
