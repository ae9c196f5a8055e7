//! A telephony server of which a test calls every function itself, the agent handler's too.

use tapi_acd::ids::{AppHandle, CallSerial, DeviceId, LineHandle, SeatId};
use tapi_acd::provider::SwitchEvent;
use tapi_acd::server::{Config, Input, Output, Server};
use tapi_acd::wire::LineMessage;
use tapi_acd::wire::consts::{
    ApiVersion, CallPrivilege, InitializeExOptions, LineErr, MediaMode, OpenOptions, ProxyRequestType,
};
use tapi_acd::{
    Attached, Event, Function, Instant, Message, Out, Record, ResultCode, TypedMessage, contract,
};

/// The seat that plays the agent handler.
pub(crate) const HANDLER: SeatId = SeatId(0);
/// A seat that plays an application.
pub(crate) const CLIENT: SeatId = SeatId(1);

/// What a function returned.
pub(crate) type Returned = Result<(i32, Out), LineErr>;

pub(crate) struct Tapi {
    pub(crate) server: Server,
    serial: u64,
    pub(crate) records: Vec<Record>,
    pub(crate) monitor: contract::Monitor,
    /// What the switch was asked to do; it is as slow as the test wants.
    pub(crate) orders: Vec<Output>,
}

impl Tapi {
    /// A server with one address on each device.
    pub(crate) fn new(devices: usize) -> Self {
        let acd_types = vec![ProxyRequestType::GET_GROUP_LIST];
        Self::with(Config { devices: vec![1; devices], acd_types, ..Config::default() })
    }

    pub(crate) fn with(config: Config) -> Self {
        Self {
            server: Server::new(config),
            serial: 0,
            records: Vec::new(),
            monitor: contract::Monitor::new(),
            orders: Vec::new(),
        }
    }

    fn record(&mut self, seat: SeatId, event: Event) {
        let record = Record { at: Instant::ZERO, seat, event };
        self.monitor.observe(&record);
        self.records.push(record);
    }

    /// Calls a function; what it delivers is kept in the records.
    pub(crate) fn call(&mut self, seat: SeatId, function: Function) -> Returned {
        self.serial += 1;
        let serial = CallSerial(self.serial);
        self.record(seat, Event::Call { serial, function: Box::new(function.clone()) });
        self.feed(Input::Call { seat, serial, function });
        let returned = self.records.iter().rev().find_map(|record| match &record.event {
            Event::Return { serial: of, value, out } if *of == serial => Some((*value, out.clone())),
            _ => None,
        });
        let (value, out) = returned.expect("every call returns");
        ResultCode(value).error().map_or(Ok((value, out)), Err)
    }

    /// TAPI takes a line away from its application.
    pub(crate) fn force_close(&mut self, line: LineHandle) {
        self.feed(Input::ForceClose { line });
    }

    /// An application dies.
    pub(crate) fn crash(&mut self, seat: SeatId) {
        self.record(seat, Event::Gone);
        self.feed(Input::Crash { seat });
    }

    /// The service provider reports.
    pub(crate) fn switch(&mut self, event: SwitchEvent) {
        self.feed(Input::Switch(event));
    }

    fn feed(&mut self, input: Input) {
        self.server.handle_input(Instant::ZERO, input).expect("outputs are drained");
        while let Some(output) = self.server.poll_output() {
            match output {
                Output::Return { seat, serial, value, out } => {
                    self.record(seat, Event::Return { serial, value, out });
                }
                Output::Message { seat, message, attached } => {
                    self.record(seat, Event::Message { message, attached });
                }
                order => self.orders.push(order),
            }
        }
    }

    /// The messages since the record at `first`: to whom, what, and what came with it.
    pub(crate) fn heard_since(&self, first: usize) -> Vec<(SeatId, TypedMessage, &Attached)> {
        let records = self.records[first..].iter();
        records
            .filter_map(|record| match &record.event {
                Event::Message { message, attached } => {
                    Some((record.seat, TypedMessage::from_raw(message), attached))
                }
                _ => None,
            })
            .collect()
    }

    /// The messages that a seat got.
    pub(crate) fn heard(&self, seat: SeatId) -> Vec<TypedMessage> {
        let all = self.heard_since(0).into_iter();
        all.filter(|(to, ..)| *to == seat).map(|(_, typed, _)| typed).collect()
    }

    /// The last message that a seat got.
    pub(crate) fn last_heard(&self, seat: SeatId) -> LineMessage {
        self.heard(seat).last().expect("a message").to_raw()
    }

    /// The messages that came to a line.
    pub(crate) fn heard_on(&self, seat: SeatId, line: LineHandle) -> Vec<Message> {
        let all = self.heard(seat).into_iter();
        all.filter(|typed| typed.device == line.0).map(|typed| typed.message).collect()
    }

    pub(crate) fn try_initialise(&mut self, seat: SeatId) -> Returned {
        let (api_version, options) = (ApiVersion::V2_2, InitializeExOptions::USE_EVENT);
        self.call(seat, Function::InitializeEx { app_name: "test".into(), api_version, options })
    }

    pub(crate) fn initialise(&mut self, seat: SeatId) -> AppHandle {
        match self.try_initialise(seat) {
            Ok((0, Out::App { app, .. })) => app,
            other => panic!("{other:?}"),
        }
    }

    /// The registration that a seat made last.
    pub(crate) fn app_of(&self, seat: SeatId) -> AppHandle {
        let own = self.records.iter().rev().filter(|record| record.seat == seat);
        let mut apps = own.filter_map(|record| match &record.event {
            Event::Return { out: Out::App { app, .. }, .. } => Some(*app),
            _ => None,
        });
        apps.next().expect("a registration")
    }

    /// Opens a line as an application that may own calls.
    pub(crate) fn open(&mut self, seat: SeatId, device: u32, version: ApiVersion) -> LineHandle {
        let app = self.initialise(seat);
        opened(self.call(seat, open_as_client(app, device, version)))
    }

    /// Opens a line as the agent handler of these request types.
    pub(crate) fn serve(&mut self, seat: SeatId, device: u32, types: &[ProxyRequestType]) -> LineHandle {
        let app = self.initialise(seat);
        opened(self.call(seat, open_as_handler(app, device, types)))
    }
}

pub(crate) fn opened(returned: Returned) -> LineHandle {
    match returned {
        Ok((0, Out::Line(line))) => line,
        other => panic!("{other:?}"),
    }
}

/// The instance that comes back in every message of the device's lines; wider than 32 bits, as a pointer may be.
pub(crate) fn instance(device: u32) -> u64 {
    0x7FF6_0000_0000 + u64::from(device)
}

pub(crate) fn open_as_client(app: AppHandle, device: u32, api_version: ApiVersion) -> Function {
    Function::Open {
        app,
        device: DeviceId(device),
        api_version,
        callback_instance: instance(device),
        privileges: CallPrivilege::OWNER,
        options: OpenOptions::empty(),
        media_modes: MediaMode::INTERACTIVE_VOICE,
        proxy_types: vec![],
        address: None,
        ext_version: 0,
    }
}

pub(crate) fn open_as_handler(app: AppHandle, device: u32, types: &[ProxyRequestType]) -> Function {
    Function::Open {
        app,
        device: DeviceId(device),
        api_version: ApiVersion::V2_2,
        callback_instance: instance(device),
        privileges: CallPrivilege::NONE,
        options: OpenOptions::PROXY,
        media_modes: MediaMode::empty(),
        proxy_types: types.to_vec(),
        address: None,
        ext_version: 0,
    }
}
