//! A small call centre that a user's own application is tried out in.

use std::collections::{BTreeMap, VecDeque};

use tapi_acd::answer::{Answer, GroupEntry, QueueEntry};
use tapi_acd::contract::Monitor;
use tapi_acd::handler::{self, Group, Queue};
use tapi_acd::ids::{
    AddressId, AgentHandle, AgentSessionHandle, CallId, DeviceId, LineHandle, QueueId, SeatId,
};
use tapi_acd::machine::agent_session;
use tapi_acd::server;
use tapi_acd::system::{self, Input, Output};
use tapi_acd::wire::Guid;
use tapi_acd::wire::consts::{
    AgentSessionState, ApiVersion, CallPrivilege, InitializeExOptions, MediaMode, OpenOptions,
};
use tapi_acd::{Function, Instant, Out, Record, ResultCode, System, TypedMessage, client, provider};

/// Microseconds from one input to the next.
const PAUSE: u64 = 1_000_000;

/// Switch, telephony server, agent handler and applications, joined and running.
///
/// A test plays the callers and the users; every step is judged by the [contract](tapi_acd::contract). Applications sit
/// at the seats from 1 on. A second passes from one input to the next.
///
/// The [crate's page](crate) has a test of a desktop.
#[derive(Clone, Debug)]
pub struct Office {
    /// The endpoints, and what they show to monitors.
    pub system: System,
    /// What crossed an application's border so far.
    pub records: Vec<Record>,
    now: Instant,
    monitor: Monitor,
    /// Messages that no application has looked at.
    unread: BTreeMap<SeatId, VecDeque<TypedMessage>>,
    calls: u32,
}

/// An agent who is logged in, with a session for one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoggedIn {
    /// The desktop's seat.
    pub seat: SeatId,
    /// The agent's line device.
    pub device: DeviceId,
    /// The desktop's line.
    pub line: LineHandle,
    /// The agent.
    pub agent: AgentHandle,
    /// The session.
    pub session: AgentSessionHandle,
}

impl Office {
    /// The group of the agents.
    pub const GROUP: Guid = Guid([1; 16]);
    /// The group's queue.
    pub const QUEUE: QueueId = QueueId(1);
    /// Where the queue's calls wait on the ACD line, device 0.
    pub const QUEUE_ADDRESS: AddressId = AddressId(0);
    /// The one address of an agent's line.
    pub const AGENT_ADDRESS: AddressId = AddressId(0);

    /// An office of one group and one queue, with so many applications and for each a line besides the ACD line.
    pub fn new(applications: u32) -> Self {
        let devices = applications + 1;
        Self::of(system::Config {
            server: server::Config { devices: vec![1; devices as usize], ..server::Config::default() },
            handler: handler::Config {
                devices,
                groups: vec![Group {
                    entry: GroupEntry { id: Self::GROUP, name: "Sales".into() },
                    queues: vec![Self::QUEUE],
                }],
                queues: vec![Queue {
                    entry: QueueEntry { id: Self::QUEUE, name: "Orders".into() },
                    address: Self::QUEUE_ADDRESS,
                }],
                ..handler::Config::default()
            },
            clients: applications,
            ..system::Config::default()
        })
    }

    /// An office made to measure, whose agent handlers are up.
    pub fn of(config: system::Config) -> Self {
        let mut office = Self {
            system: System::new(config),
            records: Vec::new(),
            now: Instant::ZERO,
            monitor: Monitor::new(),
            unread: BTreeMap::new(),
            calls: 0,
        };
        office.feed(Input::StartHandler);
        office
    }

    /// Lets time pass, in microseconds.
    pub fn wait(&mut self, micros: u64) {
        self.now = self.now + micros;
    }

    /// Feeds one input; returns what it let the applications know of their functions.
    ///
    /// # Panics
    /// When something that followed breaks a rule of the contract.
    #[track_caller]
    pub fn feed(&mut self, input: Input) -> Vec<(SeatId, client::Event)> {
        self.wait(PAUSE);
        self.system.handle_input(self.now, input).expect("time goes on and outputs are drained");
        let mut events = Vec::new();
        while let Some(output) = self.system.poll_output() {
            match output {
                Output::Record(record) => {
                    self.monitor.observe(&record);
                    self.records.push(record);
                }
                Output::Client { seat, event: client::Event::Message(message) } => {
                    self.unread.entry(seat).or_default().push_back(message);
                }
                Output::Client { seat, event } => events.push((seat, event)),
            }
        }
        assert_eq!(self.monitor.findings(), [], "the contract holds");
        events
    }

    /// Calls a function for an application, and waits for LINE_REPLY where one comes.
    ///
    /// ```
    /// use tapi_acd::Function;
    /// use tapi_acd::ids::{AgentHandle, DeviceId, SeatId};
    /// use tapi_acd::wire::consts::{ApiVersion, CallPrivilege, LineErr};
    /// use tapi_testkit::Office;
    ///
    /// let mut office = Office::new(1);
    /// let line = office.open(SeatId(1), DeviceId(0), ApiVersion::V2_2, CallPrivilege::MONITOR);
    /// let nobody = Function::GetAgentInfo { line, agent: AgentHandle(7) };
    /// assert_eq!(office.call(SeatId(1), nobody), Err(LineErr::INVAL_PARAM.into()));
    /// ```
    ///
    /// # Errors
    /// What the function came to, when that is not success.
    ///
    /// # Panics
    /// As [`Office::feed`], and when the seat is no application's.
    #[track_caller]
    pub fn call(&mut self, seat: SeatId, function: Function) -> Result<(Out, Option<Answer>), ResultCode> {
        let events = self.feed(Input::Request { seat, function });
        let done = events.into_iter().find_map(|(of, event)| match event {
            client::Event::Done { result, out, answer, .. } if of == seat => Some((result, out, answer)),
            _ => None,
        });
        match done.expect("an office answers at once, where an application sits") {
            (ResultCode::SUCCESS, out, answer) => Ok((out, answer)),
            (refused, ..) => Err(refused),
        }
    }

    /// Starts an application and opens a line for it.
    ///
    /// # Panics
    /// When TAPI refuses one of the two.
    #[track_caller]
    pub fn open(
        &mut self,
        seat: SeatId,
        device: DeviceId,
        api_version: ApiVersion,
        privileges: CallPrivilege,
    ) -> LineHandle {
        let (app_name, options) = ("application".into(), InitializeExOptions::USE_EVENT);
        let app = match self.call(seat, Function::InitializeEx { app_name, api_version, options }) {
            Ok((Out::App { app, .. }, _)) => app,
            other => panic!("lineInitializeEx: {other:?}"),
        };
        let open = Function::Open {
            app,
            device,
            api_version,
            ext_version: 0,
            callback_instance: u64::from(seat.0),
            privileges,
            options: OpenOptions::empty(),
            media_modes: MediaMode::INTERACTIVE_VOICE,
            proxy_types: Vec::new(),
            address: None,
        };
        match self.call(seat, open) {
            Ok((Out::Line(line), _)) => line,
            other => panic!("lineOpen: {other:?}"),
        }
    }

    /// Starts a desktop on the agent's line, logs an agent in to [`Office::GROUP`] and makes the agent ready.
    ///
    /// # Panics
    /// When one of the functions is refused, as where an agent is logged in already.
    #[track_caller]
    pub fn log_in(&mut self, seat: SeatId, device: DeviceId) -> LoggedIn {
        let line = self.open(seat, device, ApiVersion::V2_2, CallPrivilege::OWNER);
        let create = Function::CreateAgent { line, agent_id: None, agent_pin: None };
        let agent = match self.call(seat, create) {
            Ok((_, Some(Answer::Agent(agent)))) => agent,
            other => panic!("lineCreateAgent: {other:?}"),
        };
        let join = Function::CreateAgentSession {
            line,
            agent,
            agent_pin: None,
            working_address: Self::AGENT_ADDRESS,
            group: Self::GROUP,
        };
        let session = match self.call(seat, join) {
            Ok((_, Some(Answer::Session(session)))) => session,
            other => panic!("lineCreateAgentSession: {other:?}"),
        };
        let (state, next) = (AgentSessionState::READY, AgentSessionState(0));
        let ready = Function::SetAgentSessionState { line, session, state, next };
        self.call(seat, ready).expect("a new session can be ready");
        LoggedIn { seat, device, line, agent, session }
    }

    /// Lets an application hear the messages that it has not heard, and call what it calls then, until it has heard
    /// all.
    ///
    /// # Panics
    /// When a function that it calls is refused.
    #[track_caller]
    pub fn run(&mut self, seat: SeatId, mut application: impl FnMut(&TypedMessage) -> Option<Function>) {
        while let Some(message) = self.unread.get_mut(&seat).and_then(VecDeque::pop_front) {
            if let Some(function) = application(&message) {
                let called = format!("{function:?}");
                self.call(seat, function).unwrap_or_else(|refused| panic!("{called}: {refused:?}"));
            }
        }
    }

    /// A caller comes in and waits on a queue's address.
    #[track_caller]
    pub fn caller(&mut self, address: AddressId) -> CallId {
        self.calls += 1;
        let call = CallId(self.calls);
        self.feed(Input::Switch(provider::Input::Arrive { call, address }));
        call
    }

    /// A waiting call leaves its queue and rings at an agent's address.
    #[track_caller]
    pub fn ring(&mut self, call: CallId, device: DeviceId, address: AddressId) {
        self.feed(Input::Switch(provider::Input::Deliver { call, device, address }));
    }

    /// The caller hangs up.
    #[track_caller]
    pub fn hang_up(&mut self, call: CallId) {
        self.feed(Input::Switch(provider::Input::HangUp { call }));
    }

    /// The state of a session; [`None`] for one that is not there.
    pub fn session_state(&self, session: AgentSessionHandle) -> Option<AgentSessionState> {
        self.system.handler().session_state(session).map(agent_session::State::wire)
    }
}
