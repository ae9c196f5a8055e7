//! A contact center of phones: one queue, one group, one supervisor who watches the ACD line, and callers one after the
//! other.

use std::hint::black_box;

use tapi_acd::answer::{GroupEntry, QueueEntry};
use tapi_acd::function::{Function, Out};
use tapi_acd::handler::{self, Account, AfterCall, Group, Phone, Policy, Queue};
use tapi_acd::ids::{AddressId, AppHandle, CallId, DeviceId, QueueId, SeatId};
use tapi_acd::provider::{self, Key};
use tapi_acd::system::{Config, Input, Output, System};
use tapi_acd::wire::Guid;
use tapi_acd::wire::consts::{ApiVersion, CallPrivilege, InitializeExOptions, MediaMode, OpenOptions};
use tapi_acd::{Event, Instant, Record, server};

const SUPERVISOR: SeatId = SeatId(1);
const GROUP: Guid = Guid([1; 16]);
const QUEUE: QueueId = QueueId(1);
const ADDRESS: AddressId = AddressId(0);

/// What follows a call, for everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Always(pub(crate) AfterCall);

impl Policy for Always {
    fn after_call(&self, _: Option<&str>, _: Guid) -> AfterCall {
        self.0
    }
}

/// A running system, and how many records have left it.
pub(crate) struct Office {
    system: System<Always>,
    now: Instant,
    place: u32,
    next_call: u32,
    talking: std::collections::VecDeque<(CallId, DeviceId)>,
    wrap_up: bool,
    pub(crate) records: u64,
}

impl Office {
    /// Everybody is ready.
    pub(crate) fn new(agents: u32, after: AfterCall) -> Self {
        let devices = agents + 1;
        let phone = |device: u32| {
            let agent = Account { id: format!("{device}").into(), pin: None };
            (DeviceId(device), Phone { agent, groups: [GROUP].into(), address: ADDRESS })
        };
        let handler = handler::Config {
            devices,
            phones: (1..devices).map(phone).collect(),
            groups: vec![Group {
                entry: GroupEntry { id: GROUP, name: "agents".into() },
                queues: vec![QUEUE],
            }],
            queues: vec![Queue { entry: QueueEntry { id: QUEUE, name: "callers".into() }, address: ADDRESS }],
            ..handler::Config::default()
        };
        let server = server::Config { devices: vec![1; devices as usize], ..server::Config::default() };
        let config = Config { server, handler, clients: 1, ..Config::default() };
        let mut office = Self {
            system: System::with_policy(config, Always(after)),
            now: Instant::ZERO,
            place: 0,
            next_call: 0,
            talking: std::collections::VecDeque::new(),
            wrap_up: after == AfterCall::WrapUp,
            records: 0,
        };
        office.system.record_only([SUPERVISOR]);
        office.feed(Input::StartHandler);
        office.place = office.system.handler().group_place(GROUP).expect("the group is there");
        office.watch();
        for device in (1..devices).map(DeviceId) {
            office.switch(provider::Input::Key { device, key: Key::LogOn });
            office.switch(provider::Input::Key { device, key: Key::Ready });
        }
        office
    }

    /// The supervisor opens the ACD line, and has no stake in the calls.
    fn watch(&mut self) {
        let out = self.ask(Function::InitializeEx {
            app_name: "supervisor".into(),
            api_version: ApiVersion::V2_2,
            options: InitializeExOptions::USE_EVENT,
        });
        let Some(Out::App { app, .. }) = out else { panic!("{out:?}") };
        self.open(app);
    }

    fn open(&mut self, app: AppHandle) {
        let out = self.ask(Function::Open {
            app,
            device: DeviceId(0),
            api_version: ApiVersion::V2_2,
            ext_version: 0,
            callback_instance: 0,
            privileges: CallPrivilege::NONE,
            options: OpenOptions::empty(),
            media_modes: MediaMode::empty(),
            proxy_types: Vec::new(),
            address: None,
        });
        assert!(matches!(out, Some(Out::Line(_))), "{out:?}");
    }

    fn ask(&mut self, function: Function) -> Option<Out> {
        let input = Input::Request { seat: SUPERVISOR, function };
        self.system.handle_input(self.now, input).expect("outputs are drained");
        let mut handed_out = None;
        while let Some(output) = self.system.poll_output() {
            if let Output::Record(Record { seat: SUPERVISOR, event: Event::Return { out, .. }, .. }) = output
            {
                handed_out = Some(out);
            }
        }
        handed_out
    }

    fn switch(&mut self, input: provider::Input) {
        self.feed(Input::Switch(input));
    }

    fn feed(&mut self, input: Input) {
        self.now = self.now + 1_000;
        self.system.handle_input(self.now, input).expect("outputs are drained");
        while let Some(output) = self.system.poll_output() {
            if let Output::Record(record) = output {
                black_box(record);
                self.records += 1;
            }
        }
    }

    /// A call comes and is answered by who has been idle longest; when `busy` agents talk, the first of them hangs up
    /// before.
    pub(crate) fn call(&mut self, busy: usize) {
        if self.talking.len() >= busy {
            self.hang_up();
        }
        self.next_call += 1;
        let call = CallId(self.next_call);
        self.switch(provider::Input::Arrive { call, address: ADDRESS });
        let idle = self.system.handler().idle_in(self.place).next().expect("somebody is idle");
        let (device, address) = (idle.device, idle.address);
        self.switch(provider::Input::Deliver { call, device, address });
        self.switch(provider::Input::PickUp { call });
        self.talking.push_back((call, device));
    }

    fn hang_up(&mut self) {
        let Some((call, device)) = self.talking.pop_front() else { return };
        self.switch(provider::Input::HangUp { call });
        if self.wrap_up {
            self.switch(provider::Input::Key { device, key: Key::Ready });
        }
    }

    /// A call comes and waits.
    pub(crate) fn wait(&mut self) {
        self.next_call += 1;
        self.switch(provider::Input::Arrive { call: CallId(self.next_call), address: ADDRESS });
    }
}
