//! One caller, end to end, without a simulator: what a user's own test of a desktop looks like.

use tapi_acd::answer::{Answer, GroupEntry, QueueEntry};
use tapi_acd::handler::{Group, Queue};
use tapi_acd::ids::{
    AddressId, AgentHandle, AgentSessionHandle, CallHandle, CallId, DeviceId, LineHandle, QueueId, SeatId,
};
use tapi_acd::system::{self, Output, System};
use tapi_acd::wire::Guid;
use tapi_acd::wire::consts::{
    AgentSessionState, AgentStateEx, ApiVersion, CallPrivilege, CallState, InitializeExOptions, LineErr,
    MediaMode, OpenOptions, ProxyRequestType,
};
use tapi_acd::{Event, Function, Instant, Message, Out, Record, ResultCode, TypedMessage, contract};
use tapi_acd::{client, handler, provider, server};

const SUPERVISOR: SeatId = SeatId(1);
const DESKTOP: SeatId = SeatId(2);
const GROUP: Guid = Guid([7; 16]);

/// A system, its clock and everything it said.
struct Desk {
    system: System,
    now: Instant,
    records: Vec<Record>,
    done: Vec<(Function, ResultCode, Out, Option<Answer>)>,
    monitor: contract::Monitor,
}

impl Desk {
    fn new() -> Self {
        let system = System::new(system::Config {
            server: server::Config {
                devices: vec![1, 1],
                acd_types: handler::SERVED.to_vec(),
                ..server::Config::default()
            },
            handler: handler::Config {
                devices: 2,
                groups: vec![Group {
                    entry: GroupEntry { id: GROUP, name: "Banking".into() },
                    queues: vec![QueueId(1)],
                }],
                queues: vec![Queue {
                    entry: QueueEntry { id: QueueId(1), name: "regular".into() },
                    address: AddressId(0),
                }],
                ..handler::Config::default()
            },
            clients: 2,
            ..system::Config::default()
        });
        let monitor = contract::Monitor::new();
        Self { system, now: Instant::ZERO, records: Vec::new(), done: Vec::new(), monitor }
    }

    fn feed(&mut self, input: system::Input) {
        self.now = self.now + 1_000_000;
        self.system.handle_input(self.now, input).expect("time goes on and outputs are drained");
        while let Some(output) = self.system.poll_output() {
            match output {
                Output::Record(record) => {
                    self.monitor.observe(&record);
                    self.records.push(record);
                }
                Output::Client { event: client::Event::Done { function, result, out, answer }, .. } => {
                    self.done.push((*function, result, out, answer));
                }
                Output::Client { .. } => {}
            }
        }
    }

    fn call(&mut self, seat: SeatId, function: Function) -> (ResultCode, Out, Option<Answer>) {
        self.feed(system::Input::Request { seat, function });
        let (_, result, out, answer) = self.done.pop().expect("the function is done");
        (result, out, answer)
    }

    fn open(&mut self, seat: SeatId, device: u32, privileges: CallPrivilege) -> LineHandle {
        let version = ApiVersion::V2_2;
        let name = "test".into();
        let initialised = self.call(
            seat,
            Function::InitializeEx {
                app_name: name,
                api_version: version,
                options: InitializeExOptions::USE_EVENT,
            },
        );
        let (ResultCode::SUCCESS, Out::App { app, .. }, None) = initialised else {
            panic!("{initialised:?}")
        };
        let opened = self.call(
            seat,
            Function::Open {
                app,
                device: DeviceId(device),
                api_version: version,
                callback_instance: 0xC0DE,
                privileges,
                options: OpenOptions::empty(),
                media_modes: MediaMode::INTERACTIVE_VOICE,
                proxy_types: vec![],
                address: None,
                ext_version: 0,
            },
        );
        let (ResultCode::SUCCESS, Out::Line(line), None) = opened else { panic!("{opened:?}") };
        line
    }

    fn log_in(&mut self, line: LineHandle) -> (AgentHandle, AgentSessionHandle) {
        let created = self
            .call(DESKTOP, Function::CreateAgent { line, agent_id: Some("1001".into()), agent_pin: None });
        let (ResultCode::SUCCESS, _, Some(Answer::Agent(agent))) = created else { panic!("{created:?}") };
        let joined = self.call(
            DESKTOP,
            Function::CreateAgentSession {
                line,
                agent,
                agent_pin: None,
                working_address: AddressId(0),
                group: GROUP,
            },
        );
        let (ResultCode::SUCCESS, _, Some(Answer::Session(session))) = joined else { panic!("{joined:?}") };
        let ready = self.set_session(line, session, AgentSessionState::READY);
        assert_eq!(ready, ResultCode::SUCCESS);
        (agent, session)
    }

    fn set_session(
        &mut self,
        line: LineHandle,
        session: AgentSessionHandle,
        state: AgentSessionState,
    ) -> ResultCode {
        let next = AgentSessionState(0);
        self.call(DESKTOP, Function::SetAgentSessionState { line, session, state, next }).0
    }

    /// The messages a seat got, typed.
    fn heard(&self, seat: SeatId) -> Vec<Message> {
        let mine = self.records.iter().filter(|record| record.seat == seat);
        mine.filter_map(|record| match &record.event {
            Event::Message { message, .. } => Some(TypedMessage::from_raw(message).message),
            _ => None,
        })
        .collect()
    }
}

/// A desk where supervisor, handler and one agent are at work.
fn desk() -> (Desk, LineHandle, AgentHandle, AgentSessionHandle) {
    let mut desk = Desk::new();
    desk.open(SUPERVISOR, 0, CallPrivilege::MONITOR);
    desk.feed(system::Input::StartHandler);
    assert!(desk.system.handler().is_up());
    let line = desk.open(DESKTOP, 1, CallPrivilege::OWNER);
    let (agent, session) = desk.log_in(line);
    (desk, line, agent, session)
}

fn ring(desk: &mut Desk) -> CallHandle {
    let call = CallId(1);
    desk.feed(system::Input::Switch(provider::Input::Arrive { call, address: AddressId(0) }));
    let idle = desk.system.handler().idle(GROUP).next().expect("the agent is idle");
    let (device, address) = (idle.device, idle.address);
    desk.feed(system::Input::Switch(provider::Input::Deliver { call, device, address }));
    let offered = desk.heard(DESKTOP).into_iter().find_map(|message| match message {
        Message::AppNewCall { call, .. } => Some(call),
        _ => None,
    });
    offered.expect("the call is offered")
}

fn session_states(desk: &Desk, seat: SeatId) -> Vec<AgentSessionState> {
    let states = desk.heard(seat).into_iter().filter_map(|message| match message {
        Message::AgentSessionStatus { state, .. } => Some(state),
        _ => None,
    });
    states.collect()
}

fn agent_states(desk: &Desk, seat: SeatId) -> Vec<AgentStateEx> {
    let states = desk.heard(seat).into_iter().filter_map(|message| match message {
        Message::AgentStatusEx { state, .. } => Some(state),
        _ => None,
    });
    states.collect()
}

#[test]
fn a_call_is_offered_answered_and_ended() {
    let (mut desk, line, agent, session) = desk();
    let call = ring(&mut desk);
    assert_eq!(desk.system.handler().idle(GROUP).count(), 0, "a ringing agent is not idle");
    assert_eq!(desk.call(DESKTOP, Function::Answer { call }).0, ResultCode::SUCCESS);
    desk.feed(system::Input::Switch(provider::Input::HangUp { call: CallId(1) }));
    assert_eq!(desk.call(DESKTOP, Function::DeallocateCall { call }).0, ResultCode::SUCCESS);
    assert_eq!(desk.set_session(line, session, AgentSessionState::READY), ResultCode::SUCCESS);
    let released =
        Function::SetAgentStateEx { line, agent, state: AgentStateEx::RELEASED, next: AgentStateEx(0) };
    assert_eq!(desk.set_session(line, session, AgentSessionState::ENDED), ResultCode::SUCCESS);
    assert_eq!(desk.call(DESKTOP, released).0, ResultCode::SUCCESS);

    for seat in [SUPERVISOR, DESKTOP] {
        use AgentSessionState as S;
        let expected =
            [S::NOT_READY, S::READY, S::BUSY_ON_CALL, S::BUSY_WRAP_UP, S::READY, S::ENDED, S::RELEASED];
        assert_eq!(session_states(&desk, seat), expected);
        use AgentStateEx as A;
        let expected =
            [A::NOT_READY, A::READY, A::BUSY_ACD, A::NOT_READY, A::READY, A::NOT_READY, A::RELEASED];
        assert_eq!(agent_states(&desk, seat), expected);
    }
    let call_states = |seat| -> Vec<CallState> {
        let states = desk.heard(seat).into_iter().filter_map(|message| match message {
            Message::CallState { state, .. } => Some(state),
            _ => None,
        });
        states.collect()
    };
    use CallState as C;
    assert_eq!(call_states(DESKTOP), [C::OFFERING, C::CONNECTED, C::DISCONNECTED, C::IDLE]);
    assert_eq!(
        call_states(SUPERVISOR),
        [C::OFFERING, C::IDLE],
        "the queue's leg ends when the call is delivered"
    );
    let end = desk.system.end(desk.now);
    desk.monitor.observe(&end);
    assert_eq!(desk.monitor.findings(), []);
    assert_eq!(desk.system.provider().calls(), 0);
}

#[test]
fn the_supervisor_hears_the_handler_come_up() {
    let (desk, ..) = desk();
    let heard = desk.heard(SUPERVISOR);
    let opened = heard
        .iter()
        .filter(|m| matches!(m, Message::ProxyStatus { request_type, .. } if request_type.0 != 0));
    assert_eq!(opened.count(), handler::SERVED.len());
    let complete = Message::ProxyStatus {
        changed: tapi_acd::wire::consts::ProxyStatus::ALL_OPEN_FOR_ACD,
        request_type: ProxyRequestType(0),
    };
    assert_eq!(heard.iter().filter(|m| **m == complete).count(), 1);
    assert!(heard.iter().any(|m| matches!(m, Message::GroupStatus { .. })));
    assert!(heard.iter().any(|m| matches!(m, Message::QueueStatus { .. })));
}

#[test]
fn a_caller_who_gives_up_while_it_rings_leaves_the_agent_idle() {
    let (mut desk, ..) = desk();
    let since = desk.system.handler().idle(GROUP).next().map(|idle| idle.since);
    let call = ring(&mut desk);
    desk.feed(system::Input::Switch(provider::Input::HangUp { call: CallId(1) }));
    assert_eq!(desk.system.handler().idle(GROUP).next().map(|idle| idle.since), since);
    assert_eq!(desk.call(DESKTOP, Function::Answer { call }).0, LineErr::INVAL_CALL_STATE.into());
    assert_eq!(desk.monitor.findings(), []);
}

#[test]
fn an_agent_who_turns_not_ready_while_it_rings_answers_outside_the_acd() {
    let (mut desk, line, _, session) = desk();
    let call = ring(&mut desk);
    desk.set_session(line, session, AgentSessionState::NOT_READY);
    assert_eq!(desk.call(DESKTOP, Function::Answer { call }).0, ResultCode::SUCCESS);
    assert_eq!(agent_states(&desk, DESKTOP).last(), Some(&AgentStateEx::BUSY_INCOMING));
    desk.feed(system::Input::Switch(provider::Input::HangUp { call: CallId(1) }));
    assert_eq!(agent_states(&desk, DESKTOP).last(), Some(&AgentStateEx::NOT_READY));
    assert_eq!(desk.monitor.findings(), []);
}

#[test]
fn what_tapi_refuses_reaches_no_handler() {
    let (mut desk, line, agent, session) = desk();
    let requests = |desk: &Desk| {
        desk.heard(system::HANDLER_SEAT).iter().filter(|m| matches!(m, Message::ProxyRequest { .. })).count()
    };
    let before = requests(&desk);
    let none = AgentSessionState(0);
    let two = AgentSessionState(3);
    for (state, next) in [(none, none), (two, none), (none, two), (AgentSessionState(64), none)] {
        let function = Function::SetAgentSessionState { line, session, state, next };
        assert_eq!(desk.call(DESKTOP, function).0, LineErr::INVAL_AGENT_STATE.into());
    }
    let nowhere = Function::CreateAgentSession {
        line,
        agent,
        agent_pin: None,
        working_address: AddressId(9),
        group: GROUP,
    };
    assert_eq!(desk.call(DESKTOP, nowhere).0, LineErr::INVAL_ADDRESS_ID.into());
    assert_eq!(requests(&desk), before);
}

#[test]
fn a_call_is_dropped_when_its_owner_closes_the_line() {
    let (mut desk, line, ..) = desk();
    let call = ring(&mut desk);
    assert_eq!(desk.call(DESKTOP, Function::Answer { call }).0, ResultCode::SUCCESS);
    assert_eq!(desk.call(DESKTOP, Function::Close { line }).0, ResultCode::SUCCESS);
    assert_eq!(desk.system.provider().calls(), 0);
    assert_eq!(
        agent_states(&desk, SUPERVISOR).last(),
        Some(&AgentStateEx::NOT_READY),
        "after-call work follows"
    );
    assert_eq!(desk.monitor.findings(), []);
}

#[test]
fn a_closed_line_gets_no_reply_and_the_handler_still_answers() {
    let (mut desk, line, ..) = desk();
    assert_eq!(desk.call(DESKTOP, Function::Close { line }).0, ResultCode::SUCCESS);
    assert_eq!(desk.call(DESKTOP, Function::GetGroupList { line }).0, LineErr::INVAL_LINE_HANDLE.into());
    assert_eq!(desk.monitor.findings(), []);
}
