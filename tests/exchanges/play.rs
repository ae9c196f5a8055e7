//! The play: one office, in which every request type is asked for once.

use tapi_acd::answer::{ActivityEntry, Answer, GroupEntry, QueueEntry};
use tapi_acd::function::Charset;
use tapi_acd::handler::{self, Group, Queue};
use tapi_acd::ids::{
    ActivityId, AddressId, AppHandle, BufferAddress, CallHandle, CallSerial, DeviceId, LineHandle, QueueId,
    SeatId,
};
use tapi_acd::request::Requester;
use tapi_acd::server;
use tapi_acd::system::{self, HANDLER_SEAT, Input};
use tapi_acd::wire::consts::{
    AgentSessionState, AgentState, AgentStateEx, ApiVersion, CallPrivilege, CallState, InitializeExOptions,
    MediaMode, OpenOptions, ProxyRequestType,
};
use tapi_acd::wire::{Guid, LineMessage};
use tapi_acd::{Attached, Block, Event, Function, Message, Out, RawCall, ResultCode, TypedMessage, client};
use tapi_testkit::Office;

/// 6f1c2a30-7b4d-11d3-9c5a-00a0c9054129.
const SALES: Guid =
    Guid([0x30, 0x2A, 0x1C, 0x6F, 0x4D, 0x7B, 0xD3, 0x11, 0x9C, 0x5A, 0, 0xA0, 0xC9, 0x05, 0x41, 0x29]);
/// 8d2e1b00-0c4f-11d2-a1b2-00c04f8ef6e3.
const HANDLER: Guid =
    Guid([0, 0x1B, 0x2E, 0x8D, 0x4F, 0x0C, 0xD2, 0x11, 0xA1, 0xB2, 0, 0xC0, 0x4F, 0x8E, 0xF6, 0xE3]);
/// 1999-11-02 09:00.
const EPOCH_MICROS: i64 = 941_533_200_000_000;

/// A desktop of TAPI 2.2, a supervisor on the ACD line, a desktop of TAPI 2.0.
const DESKTOP: SeatId = SeatId(1);
const SUPERVISOR: SeatId = SeatId(2);
const OLD_DESKTOP: SeatId = SeatId(3);
/// The agents' address on their lines.
const ADDRESS: AddressId = AddressId(2);
const ORDERS: QueueId = QueueId(7);

/// One request, from the function to the last message.
pub(super) struct Exchange {
    pub(super) request: ProxyRequestType,
    /// Who asks.
    pub(super) seat: SeatId,
    pub(super) steps: Vec<Step>,
}

pub(super) enum Step {
    /// The application calls the function, which returns the request id.
    Call { call: RawCall, returned: i32 },
    /// LINE_PROXYREQUEST, and the buffer that it leads to; the application's structures are as the version has them.
    Request { message: LineMessage, client_version: ApiVersion, buffer: Vec<u8> },
    /// The handler calls lineProxyResponse, with the buffer as it is then.
    Response { line: LineHandle, address: BufferAddress, result: ResultCode, buffer: Vec<u8>, returned: i32 },
    /// LINE_REPLY, and what the application then finds in its memory.
    Reply { message: LineMessage, call: RawCall },
    /// A message that the request has caused, and who gets it.
    News { seat: SeatId, message: LineMessage },
}

/// What the pages call an application.
pub(super) fn name_of(seat: SeatId) -> &'static str {
    match seat {
        DESKTOP => "The desktop",
        SUPERVISOR => "The supervisor",
        OLD_DESKTOP => "The old desktop",
        _ => "The agent handler",
    }
}

/// The 20 exchanges, in the order in which they are played.
pub(super) fn all() -> Vec<Exchange> {
    let mut play = Play::new();
    play.an_agent_works();
    play.a_supervisor_looks_at_the_queues();
    play.an_older_desktop_works();
    play.exchanges
}

struct Play {
    office: Office,
    exchanges: Vec<Exchange>,
}

impl Play {
    fn new() -> Self {
        let devices = vec![3; 3];
        let queue = |id, name: &str, address| Queue {
            entry: QueueEntry { id, name: name.into() },
            address: AddressId(address),
        };
        let activity = |id, name: &str| ActivityEntry { id: ActivityId(id), name: name.into() };
        let handler = handler::Config {
            info: "AcmeACD 2.2".into(),
            guid: HANDLER,
            epoch_micros: EPOCH_MICROS,
            devices: 3,
            groups: vec![Group {
                entry: GroupEntry { id: SALES, name: "Sales".into() },
                queues: vec![ORDERS, QueueId(8)],
            }],
            queues: vec![queue(ORDERS, "Orders", 0), queue(QueueId(8), "Kündigung", 1)],
            activities: vec![activity(1, "Break"), activity(2, "Mail")],
            extensions: vec![
                [0xE25B_A130, 0x11D2_0CF4, 0xC000_B2A1, 0xE3F6_8E4F],
                [0xE25B_A131, 0x11D2_0CF4, 0xC000_B2A1, 0xE3F6_8E4F],
            ],
            ..handler::Config::default()
        };
        let server = server::Config { devices, ..server::Config::default() };
        let config = system::Config { server, handler, clients: 3, ..system::Config::default() };
        Self { office: Office::of(config), exchanges: Vec::new() }
    }

    /// 04, 09, 10, 12, 14, then a call; 11, 13, 15, 20.
    fn an_agent_works(&mut self) {
        let (app, line) = self.open(DESKTOP, 1, ApiVersion::V2_2, CallPrivilege::OWNER);
        let (device, address, app_api_version) = (DeviceId(1), AddressId(0), ApiVersion::V2_2);
        self.ask(DESKTOP, &Function::GetAgentCaps { app, device, address, app_api_version }, 128);
        let create =
            Function::CreateAgent { line, agent_id: Some("4711".into()), agent_pin: Some("0815".into()) };
        let Some(Answer::Agent(agent)) = self.ask(DESKTOP, &create, 0) else { panic!("an agent is created") };
        self.ask(DESKTOP, &Function::SetAgentMeasurementPeriod { line, agent, period: 3600 }, 0);
        let join = Function::CreateAgentSession {
            line,
            agent,
            agent_pin: Some("0815".into()),
            working_address: ADDRESS,
            group: SALES,
        };
        let Some(Answer::Session(session)) = self.ask(DESKTOP, &join, 0) else {
            panic!("a session is created")
        };
        let ready = Function::SetAgentSessionState {
            line,
            session,
            state: AgentSessionState::READY,
            next: AgentSessionState(0),
        };
        self.ask(DESKTOP, &ready, 0);
        self.one_call();
        self.ask(DESKTOP, &Function::GetAgentInfo { line, agent }, 56);
        self.ask(DESKTOP, &Function::GetAgentSessionList { line, agent }, 64);
        self.ask(DESKTOP, &Function::GetAgentSessionInfo { line, session }, 76);
        let wish = Function::SetAgentStateEx {
            line,
            agent,
            state: AgentStateEx::READY,
            next: AgentStateEx::NOT_READY,
        };
        self.ask(DESKTOP, &wish, 0);
    }

    /// 16, 18, 17, 19.
    fn a_supervisor_looks_at_the_queues(&mut self) {
        let (_, line) = self.open(SUPERVISOR, 0, ApiVersion::V2_2, CallPrivilege::MONITOR);
        self.ask(SUPERVISOR, &Function::GetQueueList { line, group: SALES }, 82);
        self.ask(SUPERVISOR, &Function::GetQueueInfo { line, queue: ORDERS }, 52);
        self.ask(SUPERVISOR, &Function::SetQueueMeasurementPeriod { line, queue: ORDERS, period: 1800 }, 0);
        self.ask(SUPERVISOR, &Function::GetGroupList { line }, 60);
    }

    /// 07, 08, 01, 02, 03, 05, 06.
    fn an_older_desktop_works(&mut self) {
        let (_, line) = self.open(OLD_DESKTOP, 2, ApiVersion::V2_0, CallPrivilege::OWNER);
        let address = ADDRESS;
        self.ask(OLD_DESKTOP, &Function::GetAgentActivityList { line, address }, 72);
        self.ask(OLD_DESKTOP, &Function::GetAgentGroupList { line, address }, 60);
        self.ask(OLD_DESKTOP, &Function::SetAgentGroup { line, address, groups: vec![SALES] }, 0);
        let ready = Function::SetAgentState { line, address, state: AgentState::READY, next: AgentState(0) };
        self.ask(OLD_DESKTOP, &ready, 0);
        self.ask(OLD_DESKTOP, &Function::SetAgentActivity { line, address, activity: ActivityId(2) }, 0);
        self.ask(OLD_DESKTOP, &Function::GetAgentStatus { line, address }, 104);
        let params = Block(vec![0x0A, 0x01, 0x00, 0xFF, 0x80, 0x7F]);
        self.ask(OLD_DESKTOP, &Function::AgentSpecific { line, address, extension: 1, params }, 0);
    }

    /// A caller waits 5 seconds in the queue, is answered after 3 and talks for a minute.
    fn one_call(&mut self) {
        let office = &mut self.office;
        let call = office.caller(AddressId(0));
        office.wait(4_000_000);
        office.ring(call, DeviceId(1), ADDRESS);
        office.wait(2_000_000);
        office.run(DESKTOP, |news| match news.message {
            Message::CallState { state: CallState::OFFERING, .. } => {
                Some(Function::Answer { call: CallHandle(news.device) })
            }
            _ => None,
        });
        office.wait(59_000_000);
        office.hang_up(call);
        office.wait(9_000_000);
    }

    fn open(
        &mut self,
        seat: SeatId,
        device: u32,
        api_version: ApiVersion,
        privileges: CallPrivilege,
    ) -> (AppHandle, LineHandle) {
        let options = InitializeExOptions::USE_EVENT;
        let initialise = Function::InitializeEx { app_name: "exchange".into(), api_version, options };
        let Ok((Out::App { app, .. }, _)) = self.office.call(seat, initialise) else {
            panic!("the application starts")
        };
        let open = Function::Open {
            app,
            device: DeviceId(device),
            api_version,
            ext_version: 0,
            callback_instance: 0x2C0 + u64::from(seat.0),
            privileges,
            options: OpenOptions::empty(),
            media_modes: MediaMode::INTERACTIVE_VOICE,
            proxy_types: vec![],
            address: None,
        };
        let Ok((Out::Line(line), _)) = self.office.call(seat, open) else { panic!("the line opens") };
        (app, line)
    }

    /// Calls a function with `room` bytes where a structure comes back, and writes down all that passes.
    fn ask(&mut self, seat: SeatId, function: &Function, room: u32) -> Option<Answer> {
        let request = function.request().expect("the function raises a request").request_type();
        let call = RawCall::of(function, Charset::Wide, room);
        let first = self.office.records.len();
        let done = self.office.feed(Input::Request { seat, function: Function::Raw(call) });
        let [(_, client::Event::Done { function, result: ResultCode::SUCCESS, answer, .. })] = &done[..]
        else {
            panic!("{request}: {done:?}");
        };
        let Function::Raw(finished) = &**function else { panic!("{request}: {function:?}") };
        let records = &self.office.records[first..];

        let returned = |asked: CallSerial| {
            let value = records.iter().find_map(|record| match record.event {
                Event::Return { serial, value, .. } if serial == asked => Some(value),
                _ => None,
            });
            value.expect("every function returns")
        };
        let mut steps = Vec::new();
        let mut buffer = Vec::new();
        for record in records {
            match &record.event {
                Event::Call { serial, function } => match &**function {
                    Function::Raw(call) => {
                        steps.push(Step::Call { call: call.clone(), returned: returned(*serial) });
                    }
                    Function::ProxyResponse { line, request: address, result, answer } => {
                        if let Some(answer) = answer {
                            answer.write_to_buffer(&mut buffer).expect("the answer has room");
                        }
                        let (buffer, returned) = (buffer.clone(), returned(*serial));
                        steps.push(Step::Response {
                            line: *line,
                            address: *address,
                            result: *result,
                            buffer,
                            returned,
                        });
                    }
                    _ => {}
                },
                Event::Message { message, attached: Attached::Request { client_version, request } } => {
                    let (message, client_version) = (*message, *client_version);
                    let requester = Requester {
                        machine_name: "DESK-07",
                        user_name: "anna",
                        app_api_version: client_version,
                        room,
                    };
                    buffer = request.to_buffer(&requester).expect("the structure has its fixed part");
                    steps.push(Step::Request { message, client_version, buffer: buffer.clone() });
                }
                Event::Message { message, .. } if record.seat != HANDLER_SEAT => {
                    steps.push(match TypedMessage::from_raw(message).message {
                        Message::Reply { .. } => Step::Reply { message: *message, call: finished.clone() },
                        _ => Step::News { seat: record.seat, message: *message },
                    });
                }
                _ => {}
            }
        }
        self.exchanges.push(Exchange { request, seat, steps });
        answer.clone()
    }
}
