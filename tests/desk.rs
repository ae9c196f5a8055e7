//! Switch, server, agent handler and applications, joined: two groups, two queues and three line devices.

use std::collections::BTreeMap;

use tapi_acd::answer::{ActivityEntry, Answer, GroupEntry, QueueEntry};
use tapi_acd::client::{self, Reading};
use tapi_acd::contract::Monitor;
use tapi_acd::handler::{self, Account, Conventional, Group, Phone, Policy, Queue};
use tapi_acd::ids::{
    ActivityId, AddressId, AgentHandle, AgentSessionHandle, AppHandle, DeviceId, LineHandle, QueueId, SeatId,
};
use tapi_acd::server;
use tapi_acd::system::{self, Input, Output, System};
use tapi_acd::wire::Guid;
use tapi_acd::wire::consts::{ApiVersion, CallPrivilege, InitializeExOptions, MediaMode, OpenOptions};
use tapi_acd::{Event, Function, Instant, Message, Out, Record, ResultCode, TypedMessage};

pub(crate) const GROUPS: [Guid; 2] = [Guid([1; 16]), Guid([2; 16])];
/// The agent handler's ProxyGUID, its only extension, and its time 0: 2000-01-03 09:00.
pub(crate) const HANDLER: Guid = Guid([7; 16]);
pub(crate) const EXTENSION: [u32; 4] = [1, 2, 3, 4];
pub(crate) const EPOCH_MICROS: i64 = 946_890_000_000_000;
/// The ACD line has an address for each queue, as has every other line.
pub(crate) const ADDRESSES: u32 = 2;
pub(crate) const DEVICES: u32 = 3;

/// What a function came to: its return value or LINE_REPLY, what it handed out, what the handler answered.
pub(crate) type Done = (ResultCode, Out, Option<Answer>);

pub(crate) struct Desk<P: Policy = Conventional> {
    pub(crate) system: System<P>,
    pub(crate) now: Instant,
    /// Microseconds from one input to the next.
    pub(crate) pause: u64,
    pub(crate) monitor: Monitor,
    pub(crate) records: Vec<Record>,
}

/// Two groups, two queues, and an agent handler that serves everything.
pub(crate) fn config(clients: u32) -> system::Config {
    let queue = |id, name: &str, address| Queue {
        entry: QueueEntry { id: QueueId(id), name: name.into() },
        address: AddressId(address),
    };
    let group = |id, name: &str, queue| Group {
        entry: GroupEntry { id, name: name.into() },
        queues: vec![QueueId(queue)],
    };
    let activity = |id, name: &str| ActivityEntry { id: ActivityId(id), name: name.into() };
    let agent = Account { id: "1009".into(), pin: None };
    let phone = Phone { agent, groups: GROUPS.into(), address: AddressId(0) };
    system::Config {
        server: server::Config {
            devices: vec![ADDRESSES; DEVICES as usize],
            acd_types: handler::SERVED.to_vec(),
            ..server::Config::default()
        },
        handler: handler::Config {
            devices: DEVICES,
            groups: vec![group(GROUPS[0], "Banking", 11), group(GROUPS[1], "Cards", 12)],
            queues: vec![queue(11, "regular", 0), queue(12, "lost cards", 1)],
            phones: BTreeMap::from([(DeviceId(1), phone)]),
            activities: vec![activity(1, "training"), activity(2, "paperwork")],
            extensions: vec![EXTENSION],
            info: "test handler 1.0".into(),
            guid: HANDLER,
            epoch_micros: EPOCH_MICROS,
            ..handler::Config::default()
        },
        clients,
        ..system::Config::default()
    }
}

impl Desk {
    pub(crate) fn new(clients: u32) -> Self {
        Self::with(config(clients))
    }

    /// With applications that follow these hints by asking.
    pub(crate) fn reading(clients: u32, reading: Reading) -> Self {
        Self::with(system::Config { reading, ..config(clients) })
    }

    pub(crate) fn with(config: system::Config) -> Self {
        Self::with_policy(config, Conventional)
    }
}

impl<P: Policy> Desk<P> {
    pub(crate) fn with_policy(config: system::Config, policy: P) -> Self {
        let system = System::with_policy(config, policy);
        Self { system, now: Instant::ZERO, pause: 1_000_000, monitor: Monitor::new(), records: Vec::new() }
    }

    /// Feeds one input; returns the functions that are done.
    pub(crate) fn feed(&mut self, input: Input) -> Vec<Done> {
        self.now = self.now + self.pause;
        self.system.handle_input(self.now, input).expect("time goes on and outputs are drained");
        let mut finished = Vec::new();
        while let Some(output) = self.system.poll_output() {
            match output {
                Output::Record(record) => {
                    self.monitor.observe(&record);
                    self.records.push(record);
                }
                Output::Client { event: client::Event::Done { result, out, answer, .. }, .. } => {
                    finished.push((result, out, answer));
                }
                Output::Client {
                    event:
                        client::Event::Message(_) | client::Event::Cancelled { .. } | client::Event::Read { .. },
                    ..
                } => {}
            }
        }
        finished
    }

    /// Calls a function for an application; in this system every function is done when the input is.
    pub(crate) fn call(&mut self, seat: SeatId, function: Function) -> Done {
        let mut done = self.feed(Input::Request { seat, function });
        assert_eq!(done.len(), 1, "a function is done once");
        done.remove(0)
    }

    pub(crate) fn initialise(&mut self, seat: SeatId) -> AppHandle {
        let api_version = ApiVersion::V2_2;
        match self.call(
            seat,
            Function::InitializeEx {
                app_name: "test".into(),
                api_version,
                options: InitializeExOptions::USE_EVENT,
            },
        ) {
            (ResultCode::SUCCESS, Out::App { app, .. }, None) => app,
            other => panic!("{other:?}"),
        }
    }

    /// Opens a line for an application that watches its calls.
    pub(crate) fn open(&mut self, seat: SeatId, device: u32, api_version: ApiVersion) -> LineHandle {
        self.open_with(seat, device, api_version, CallPrivilege::MONITOR)
    }

    /// Opens a line for an application.
    pub(crate) fn open_with(
        &mut self,
        seat: SeatId,
        device: u32,
        api_version: ApiVersion,
        privileges: CallPrivilege,
    ) -> LineHandle {
        let app = self.initialise(seat);
        let opened = self.call(
            seat,
            Function::Open {
                app,
                device: DeviceId(device),
                api_version,
                callback_instance: u64::from(device),
                privileges,
                options: OpenOptions::empty(),
                media_modes: MediaMode::INTERACTIVE_VOICE,
                proxy_types: vec![],
                address: None,
                ext_version: 0,
            },
        );
        match opened {
            (ResultCode::SUCCESS, Out::Line(line), None) => line,
            other => panic!("{other:?}"),
        }
    }

    /// Logs an agent in on the line.
    pub(crate) fn agent(&mut self, seat: SeatId, line: LineHandle) -> AgentHandle {
        let created = self.call(seat, Function::CreateAgent { line, agent_id: None, agent_pin: None });
        match created {
            (ResultCode::SUCCESS, _, Some(Answer::Agent(agent))) => agent,
            other => panic!("{other:?}"),
        }
    }

    /// Lets an agent join a group, at the line's first address.
    pub(crate) fn join(
        &mut self,
        seat: SeatId,
        line: LineHandle,
        agent: AgentHandle,
        group: Guid,
    ) -> Result<AgentSessionHandle, ResultCode> {
        let working_address = AddressId(0);
        let create = Function::CreateAgentSession { line, agent, agent_pin: None, working_address, group };
        match self.call(seat, create) {
            (ResultCode::SUCCESS, _, Some(Answer::Session(session))) => Ok(session),
            (result, ..) => Err(result),
        }
    }

    /// The messages that a seat got.
    pub(crate) fn heard(&self, seat: SeatId) -> Vec<Message> {
        let mine = self.records.iter().filter(|record| record.seat == seat);
        mine.filter_map(|record| match &record.event {
            Event::Message { message, .. } => Some(TypedMessage::from_raw(message).message),
            _ => None,
        })
        .collect()
    }
}
