//! No request is lost, whoever dies: each id that a function returned meets one LINE_REPLY, or went with what it hung
//! on, or is pending; and each function that a user asked for is done, cancelled or pending.
//!
//! The applications serve each other too, and slowly: a request waits until somebody answers it, or nobody can.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use tapi_acd::contract::Monitor;
use tapi_acd::function::Mode;
use tapi_acd::ids::{
    AddressId, AppHandle, BufferAddress, CallSerial, DeviceId, LineHandle, RequestId, SeatId,
};
use tapi_acd::system::{HANDLER_SEAT, Input, Output, System};
use tapi_acd::wire::consts::{
    ApiVersion, CallPrivilege, InitializeExOptions, LineErr, MediaMode, OpenOptions, ProxyRequestType,
};
use tapi_acd::{Event, Function, Instant, Message, Out, Record, ResultCode, TypedMessage, client};

use crate::desk::{DEVICES, Desk};

const CLIENTS: u32 = 3;
const TYPES: [ProxyRequestType; 3] =
    [ProxyRequestType::GET_AGENT_CAPS, ProxyRequestType::CREATE_AGENT, ProxyRequestType::GET_GROUP_LIST];

#[derive(Clone, Debug)]
enum Step {
    StartHandler,
    Initialise(u32),
    Open { app: usize, device: u32, serves: Option<ProxyRequestType> },
    Ask { line: usize, kind: ProxyRequestType },
    AskCaps { app: usize, device: u32 },
    Respond { buffer: usize, result: ResultCode },
    Close(usize),
    Shutdown(usize),
    ForceClose(usize),
    Crash(u32),
}

fn step() -> impl Strategy<Value = Step> {
    let at = || 0..8_usize;
    let device = || 0..DEVICES;
    let kind = || select(&TYPES[..]);
    let result = select(vec![ResultCode::SUCCESS, LineErr::OPERATION_FAILED.into()]);
    prop_oneof![
        1 => Just(Step::StartHandler),
        3 => (1..=CLIENTS).prop_map(Step::Initialise),
        8 => (at(), device(), prop::option::of(kind()))
            .prop_map(|(app, device, serves)| Step::Open { app, device, serves }),
        10 => (at(), kind()).prop_map(|(line, kind)| Step::Ask { line, kind }),
        3 => (at(), device()).prop_map(|(app, device)| Step::AskCaps { app, device }),
        5 => (at(), result).prop_map(|(buffer, result)| Step::Respond { buffer, result }),
        2 => at().prop_map(Step::Close),
        1 => at().prop_map(Step::Shutdown),
        2 => at().prop_map(Step::ForceClose),
        1 => (0..=CLIENTS).prop_map(Step::Crash),
    ]
}

/// What a request hangs on.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Owner {
    Line(LineHandle),
    App(AppHandle),
}

/// How the requests ended.
#[derive(Clone, Copy, Debug, Default)]
struct Fates {
    replied: usize,
    suppressed: usize,
    pending: usize,
    cancelled: usize,
}

/// A request in the hands of who serves it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Buffer {
    seat: SeatId,
    app: AppHandle,
    line: LineHandle,
    address: BufferAddress,
}

/// What the records say, read without the help of the contract.
#[derive(Default)]
struct Ledger {
    calls: BTreeMap<CallSerial, Function>,
    apps: Vec<(SeatId, AppHandle)>,
    lines: Vec<(SeatId, LineHandle, AppHandle)>,
    open: BTreeMap<(SeatId, RequestId), Owner>,
    buffers: Vec<Buffer>,
    used: BTreeSet<(SeatId, RequestId)>,
    fates: Fates,
}

impl Ledger {
    fn take(&mut self, record: &Record) {
        let seat = record.seat;
        match &record.event {
            Event::Call { serial, function } => drop(self.calls.insert(*serial, (**function).clone())),
            Event::Return { serial, value, out } => {
                let function = self.calls.remove(serial).expect("a call returns once");
                self.returned(seat, &function, *value, out);
            }
            Event::Message { message, .. } => self.heard(seat, &TypedMessage::from_raw(message)),
            Event::Gone => {
                self.apps.retain(|(owner, _)| *owner != seat);
                self.lines.retain(|(owner, ..)| *owner != seat);
                self.buffers.retain(|buffer| buffer.seat != seat);
                self.suppress(|of, _| of == seat);
            }
            Event::End { pending, .. } => {
                assert_eq!(
                    self.open.keys().copied().collect::<BTreeSet<_>>(),
                    pending.iter().copied().collect()
                );
                self.fates.pending = pending.len();
            }
        }
    }

    fn returned(&mut self, seat: SeatId, function: &Function, value: i32, out: &Out) {
        if let Function::ProxyResponse { line, request, .. } = function {
            let asked =
                |buffer: &Buffer| (buffer.seat, buffer.line, buffer.address) == (seat, *line, *request);
            let due = self.buffers.iter().position(asked);
            assert_eq!(value == 0, due.is_some(), "a buffer is taken back once");
            due.map(|at| self.buffers.remove(at));
        }
        match (function, out) {
            _ if function.row().mode == Mode::Async => {
                let Some(id) = u32::try_from(value).ok().and_then(RequestId::new) else { return };
                let owner = match function {
                    Function::GetAgentCaps { app, .. } => Owner::App(*app),
                    _ => Owner::Line(function.line().expect("a line")),
                };
                // The reply cannot have come before: in this system the function returns first.
                assert!(self.used.insert((seat, id)), "an id names one request");
                self.open.insert((seat, id), owner);
            }
            _ if value != 0 => {}
            (Function::InitializeEx { .. }, Out::App { app, .. }) => self.apps.push((seat, *app)),
            (Function::Open { app, .. }, Out::Line(line)) => self.lines.push((seat, *line, *app)),
            (Function::Close { line }, _) => self.closed(*line, true),
            (Function::Shutdown { app }, _) => {
                let lines = self.lines.iter().filter(|(.., of)| of == app).map(|(_, line, _)| *line);
                lines.collect::<Vec<_>>().into_iter().for_each(|line| self.closed(line, true));
                self.apps.retain(|(_, of)| of != app);
                self.suppress(|_, owner| owner == Owner::App(*app));
                // Also what lines that were closed by force have been asked.
                self.buffers.retain(|buffer| buffer.app != *app);
            }
            _ => {}
        }
    }

    fn heard(&mut self, seat: SeatId, typed: &TypedMessage) {
        match typed.message {
            Message::Reply { request, .. } => {
                let id = RequestId::new(request).expect("an id");
                assert!(self.open.remove(&(seat, id)).is_some(), "nothing to reply to: {id:?}");
                self.fates.replied += 1;
            }
            Message::ProxyRequest { buffer: address } => {
                let line = LineHandle(typed.device);
                let open = self.lines.iter().find(|(_, open, _)| *open == line);
                let app = open.expect("who is asked has the line open").2;
                self.buffers.push(Buffer { seat, app, line, address });
            }
            Message::Close => self.closed(LineHandle(typed.device), false),
            _ => {}
        }
    }

    fn closed(&mut self, line: LineHandle, at_will: bool) {
        self.lines.retain(|(_, open, _)| *open != line);
        self.suppress(|_, owner| owner == Owner::Line(line));
        if at_will {
            self.buffers.retain(|buffer| buffer.line != line);
        }
    }

    fn suppress(&mut self, gone: impl Fn(SeatId, Owner) -> bool) {
        let before = self.open.len();
        self.open.retain(|(seat, _), owner| !gone(*seat, *owner));
        self.fates.suppressed += before - self.open.len();
    }
}

/// A system with what its records and its applications' users say.
struct Losses {
    system: System,
    monitor: Monitor,
    ledger: Ledger,
    /// Functions that a user asked for and has not heard of again, seat by seat.
    waiting: BTreeMap<SeatId, usize>,
}

fn pick<T: Copy>(of: &[T], at: usize) -> Option<T> {
    of.get(at % of.len().max(1)).copied()
}

impl Losses {
    fn new() -> Self {
        let system = Desk::new(CLIENTS).system;
        Self { system, monitor: Monitor::new(), ledger: Ledger::default(), waiting: BTreeMap::new() }
    }

    fn feed(&mut self, input: Input) {
        match &input {
            Input::Request { seat, .. } => *self.waiting.entry(*seat).or_default() += 1,
            Input::Crash { seat } => drop(self.waiting.remove(seat)),
            _ => {}
        }
        self.system.handle_input(Instant::ZERO, input).expect("outputs are drained");
        while let Some(output) = self.system.poll_output() {
            match output {
                Output::Record(record) => {
                    self.monitor.observe(&record);
                    self.ledger.take(&record);
                }
                Output::Client { event: client::Event::Message(_) | client::Event::Read { .. }, .. } => {}
                Output::Client { seat, event } => {
                    self.ledger.fates.cancelled +=
                        usize::from(matches!(event, client::Event::Cancelled { .. }));
                    *self.waiting.get_mut(&seat).expect("somebody waits") -= 1;
                }
            }
        }
        self.check();
    }

    /// A user asks, unless the agent handler sits there: it asks by itself.
    fn ask(&mut self, seat: SeatId, function: Function) {
        if seat != HANDLER_SEAT {
            self.feed(Input::Request { seat, function });
        }
    }

    fn take(&mut self, step: &Step) {
        let Ledger { apps, lines, buffers, .. } = &self.ledger;
        match *step {
            Step::StartHandler => self.feed(Input::StartHandler),
            Step::Initialise(seat) => {
                let (app_name, options) = ("test".into(), InitializeExOptions::USE_EVENT);
                self.ask(
                    SeatId(seat),
                    Function::InitializeEx { app_name, api_version: ApiVersion::V2_2, options },
                );
            }
            Step::Open { app, device, serves } => {
                let Some((seat, app)) = pick(apps, app) else { return };
                self.ask(seat, open(app, DeviceId(device), serves));
            }
            Step::Ask { line, kind } => {
                let Some((seat, line, _)) = pick(lines, line) else { return };
                let function = match kind {
                    ProxyRequestType::CREATE_AGENT => {
                        Function::CreateAgent { line, agent_id: None, agent_pin: None }
                    }
                    _ => Function::GetGroupList { line },
                };
                self.ask(seat, function);
            }
            Step::AskCaps { app, device } => {
                let Some((seat, app)) = pick(apps, app) else { return };
                let (device, address, app_api_version) = (DeviceId(device), AddressId(0), ApiVersion::V2_2);
                self.ask(seat, Function::GetAgentCaps { app, device, address, app_api_version });
            }
            Step::Respond { buffer, result } => {
                let Some(Buffer { seat, line, address: request, .. }) = pick(buffers, buffer) else { return };
                self.ask(seat, Function::ProxyResponse { line, request, result, answer: None });
            }
            Step::Close(line) => {
                let Some((seat, line, _)) = pick(lines, line) else { return };
                self.ask(seat, Function::Close { line });
            }
            Step::Shutdown(app) => {
                let Some((seat, app)) = pick(apps, app) else { return };
                self.ask(seat, Function::Shutdown { app });
            }
            Step::ForceClose(line) => {
                let Some((_, line, _)) = pick(lines, line) else { return };
                self.feed(Input::ForceClose { line });
            }
            Step::Crash(seat) => self.feed(Input::Crash { seat: SeatId(seat) }),
        }
    }

    fn check(&self) {
        assert_eq!(self.monitor.findings(), []);
        let pending: Vec<_> = self.ledger.open.keys().copied().collect();
        let mut view = self.system.server().pending;
        view.sort_unstable();
        assert_eq!(view, pending);
        let server = self.system.server();
        assert_eq!(
            (server.applications, server.open_lines),
            (self.ledger.apps.len(), self.ledger.lines.len())
        );
        for seat in (1..=CLIENTS).map(SeatId) {
            let open = pending.iter().filter(|(of, _)| *of == seat).count();
            assert_eq!(
                self.waiting.get(&seat).copied().unwrap_or(0),
                open,
                "{seat:?} waits for what is pending"
            );
            let mirror = self.system.client(seat).expect("an application");
            let own = |lines: &[(SeatId, LineHandle, AppHandle)]| -> BTreeSet<_> {
                lines.iter().filter(|(of, ..)| *of == seat).map(|(_, line, _)| *line).collect()
            };
            assert_eq!(mirror.lines.keys().copied().collect::<BTreeSet<_>>(), own(&self.ledger.lines));
        }
    }

    fn end(&mut self) -> Fates {
        let end = self.system.end(Instant::ZERO);
        self.monitor.observe(&end);
        self.ledger.take(&end);
        self.check();
        let Fates { replied, suppressed, pending, .. } = self.ledger.fates;
        assert_eq!(replied + suppressed + pending, self.ledger.used.len(), "each id has one fate");
        self.ledger.fates
    }
}

fn open(app: AppHandle, device: DeviceId, serves: Option<ProxyRequestType>) -> Function {
    Function::Open {
        app,
        device,
        api_version: ApiVersion::V2_2,
        callback_instance: 0,
        privileges: CallPrivilege::NONE,
        options: if serves.is_some() { OpenOptions::PROXY } else { OpenOptions::empty() },
        media_modes: MediaMode::empty(),
        proxy_types: serves.into_iter().collect(),
        address: None,
        ext_version: 0,
    }
}

fn play(steps: &[Step]) -> Fates {
    let mut losses = Losses::new();
    for step in steps {
        losses.take(step);
    }
    losses.end()
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(), 1..120)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_request_is_lost(steps in steps()) {
        play(&steps);
    }
}

/// What the random losses have to show, or their rule would hold for want of a case.
#[test]
fn random_losses_show_every_fate_of_a_request() {
    let mut runner = TestRunner::deterministic();
    let mut sum = Fates::default();
    for _ in 0..200 {
        let Fates { replied, suppressed, pending, cancelled } =
            play(&steps().new_tree(&mut runner).expect("steps").current());
        sum.replied += replied;
        sum.suppressed += suppressed;
        sum.pending += pending;
        sum.cancelled += cancelled;
    }
    let least = [sum.replied, sum.suppressed, sum.pending, sum.cancelled].into_iter().min();
    assert!(least > Some(50), "{sum:?}");
}
