//! A server with one line of a user's own agent handler, and any number of lines that hear it.

use tapi_acd::Instant;
use tapi_acd::function::{Function, Out};
use tapi_acd::ids::{AppHandle, CallHandle, CallSerial, DeviceId, LineHandle, SeatId};
use tapi_acd::server::{Config, Input, Limits, Output, Server};
use tapi_acd::wire::LineMessage;
use tapi_acd::wire::consts::{
    AgentStateEx, AgentStatusEx, ApiVersion, CallPrivilege, InitializeExOptions, MediaMode, MessageId,
    OpenOptions, ProxyRequestType,
};

/// Where the handler sits; applications follow.
pub(crate) const HANDLER: SeatId = SeatId(0);
/// The version of every line.
pub(crate) const VERSION: ApiVersion = ApiVersion::V2_2;

/// Registers with TAPI.
pub(crate) fn initialize() -> Function {
    Function::InitializeEx {
        app_name: "office".into(),
        api_version: VERSION,
        options: InitializeExOptions::USE_EVENT,
    }
}

/// Opens the one device, as a handler that serves `proxy_types` or as an application.
pub(crate) fn open(app: AppHandle, proxy_types: Vec<ProxyRequestType>) -> Function {
    let proxy = !proxy_types.is_empty();
    Function::Open {
        app,
        device: DeviceId(0),
        api_version: VERSION,
        ext_version: 0,
        callback_instance: 0xC0DE,
        privileges: CallPrivilege::NONE,
        options: if proxy { OpenOptions::PROXY } else { OpenOptions::empty() },
        media_modes: MediaMode::empty(),
        proxy_types,
        address: None,
    }
}

/// The handler says that an agent is ready.
pub(crate) fn agent_is_ready(line: LineHandle) -> Function {
    Function::ProxyMessage {
        line,
        call: CallHandle(0),
        message: MessageId::AGENT_STATUS_EX,
        param1: 7,
        param2: AgentStatusEx::STATE.bits(),
        param3: AgentStateEx::READY.0,
    }
}

/// A server, and the line that its handler speaks on.
pub(crate) struct Office {
    server: Server,
    serial: u64,
    line: LineHandle,
}

impl Office {
    /// An office where `lines` lines are open beside the handler's, all of one application.
    pub(crate) fn new(lines: usize) -> Self {
        let limits = Limits { applications: 20_000, ..Limits::default() };
        let server = Server::new(Config { devices: vec![1], limits, ..Config::default() });
        let mut office = Self { server, serial: 0, line: LineHandle(0) };
        let app = office.register(HANDLER);
        office.line = office.open(HANDLER, app, vec![ProxyRequestType::GET_GROUP_LIST]);
        let app = office.register(SeatId(1));
        for _ in 0..lines {
            office.open(SeatId(1), app, vec![]);
        }
        office
    }

    /// A new registration.
    pub(crate) fn register(&mut self, seat: SeatId) -> AppHandle {
        match self.call(seat, initialize()) {
            (0, Out::App { app, .. }) => app,
            refused => panic!("{refused:?}"),
        }
    }

    /// A new line.
    pub(crate) fn open(
        &mut self,
        seat: SeatId,
        app: AppHandle,
        proxy_types: Vec<ProxyRequestType>,
    ) -> LineHandle {
        match self.call(seat, open(app, proxy_types)) {
            (0, Out::Line(line)) => line,
            refused => panic!("{refused:?}"),
        }
    }

    /// Calls a function and drops the messages that it causes.
    pub(crate) fn call(&mut self, seat: SeatId, function: Function) -> (i32, Out) {
        let mut returned = None;
        self.input(seat, function);
        while let Some(output) = self.server.poll_output() {
            if let Output::Return { value, out, .. } = output {
                returned = Some((value, out));
            }
        }
        returned.expect("every call returns")
    }

    /// The handler sends one message; `hear` is told who gets it.
    pub(crate) fn speak(&mut self, mut hear: impl FnMut(SeatId, &LineMessage)) {
        self.input(HANDLER, agent_is_ready(self.line));
        while let Some(output) = self.server.poll_output() {
            if let Output::Message { seat, message, .. } = &output {
                hear(*seat, message);
            }
        }
    }

    fn input(&mut self, seat: SeatId, function: Function) {
        self.serial += 1;
        let call = Input::Call { seat, serial: CallSerial(self.serial), function };
        self.server.handle_input(Instant::ZERO, call).expect("outputs are drained");
    }
}
