//! Agents who work at their phones: the keys do what an application could ask for, and the applications are told the
//! same.

use std::collections::BTreeMap;

use tapi_acd::answer::Answer;
use tapi_acd::handler::{Account, Config, Phone};
use tapi_acd::ids::{AddressId, AgentSessionHandle, CallId, DeviceId, LineHandle, SeatId};
use tapi_acd::machine::agent_session::State;
use tapi_acd::provider::{Input as Switch, Key, Stage};
use tapi_acd::system::{self, Input};
use tapi_acd::wire::consts::{
    AgentSessionState as Session, AgentStateEx as Agent, ApiVersion, CallPrivilege, CallState, ConnectedMode,
};
use tapi_acd::{Function, Message, ResultCode};

use crate::desk::{Desk, GROUPS, config};
use crate::handler::SUPERVISOR;

const CALL: CallId = CallId(1);
const QUEUE_ADDRESS: AddressId = AddressId(0);
const ADDRESS: AddressId = AddressId(1);
const LINE: DeviceId = DeviceId(1);
/// Opens the agent's line and asks for what the agent at the phone keys in.
const DESKTOP: SeatId = SeatId(2);

fn ann() -> Account {
    Account { id: "ann".into(), pin: Some("1234".into()) }
}

/// A system with one phone; the agent there works for both groups.
fn with_phone(agent: Account) -> system::Config {
    let config = config(2);
    let phone = Phone { agent, groups: GROUPS.into(), address: ADDRESS };
    let handler = Config { phones: BTreeMap::from([(LINE, phone)]), agents: vec![ann()], ..config.handler };
    system::Config { handler, ..config }
}

/// Both watch: the ACD line, and the agent's line.
fn office(config: system::Config) -> (Desk, LineHandle) {
    let mut desk = Desk::with(config);
    desk.pause = 0;
    desk.feed(Input::StartHandler);
    desk.open(SUPERVISOR, 0, ApiVersion::V2_2);
    let line = desk.open_with(DESKTOP, LINE.0, ApiVersion::V2_2, CallPrivilege::NONE);
    (desk, line)
}

fn press(desk: &mut Desk, key: Key) {
    desk.switch(Switch::Key { device: LINE, key });
}

/// A call comes and is answered at the phone.
fn talk(desk: &mut Desk) {
    desk.switch(Switch::Arrive { call: CALL, address: QUEUE_ADDRESS });
    desk.switch(Switch::Deliver { call: CALL, device: LINE, address: ADDRESS });
    desk.switch(Switch::PickUp { call: CALL });
}

/// What is told of agents and sessions at both seats.
fn told(desk: &Desk) -> [Vec<Message>; 2] {
    let about_agents = |message: &Message| {
        matches!(
            message,
            Message::AgentStatus { .. } | Message::AgentStatusEx { .. } | Message::AgentSessionStatus { .. }
        )
    };
    [SUPERVISOR, DESKTOP].map(|seat| desk.heard(seat).into_iter().filter(about_agents).collect())
}

/// What is told by address is told once for what one key does, and for one request after the other.
fn by_handle(mut told: Vec<Message>) -> Vec<Message> {
    told.retain(|message| !matches!(message, Message::AgentStatus { .. }));
    told
}

fn sessions(desk: &Desk) -> Vec<AgentSessionHandle> {
    let handler = desk.system.handler();
    handler.agent_at(LINE).map(|agent| handler.sessions(agent).to_vec()).unwrap_or_default()
}

/// Where the agent and the sessions stand.
fn stand(desk: &Desk) -> Option<(Agent, Vec<Session>)> {
    let handler = desk.system.handler();
    let agent = handler.agent_state(handler.agent_at(LINE)?)?.wire();
    let state = |session: &AgentSessionHandle| handler.session_state(*session).map(State::wire);
    Some((agent, sessions(desk).iter().filter_map(state).collect()))
}

/// What an application asks for in the place of a key.
fn ask(desk: &mut Desk, line: LineHandle, key: Key) {
    let mut done = |function| match desk.call(DESKTOP, function) {
        (ResultCode::SUCCESS, _, answer) => answer,
        refused => panic!("{refused:?}"),
    };
    let state = match key {
        Key::LogOn => {
            let (agent_id, pin) = (Some("ann".into()), Some(Box::from("1234")));
            let created = done(Function::CreateAgent { line, agent_id, agent_pin: pin.clone() });
            let Some(Answer::Agent(agent)) = created else { panic!("{created:?}") };
            for group in GROUPS {
                let (agent_pin, working_address) = (pin.clone(), ADDRESS);
                done(Function::CreateAgentSession { line, agent, agent_pin, working_address, group });
            }
            return;
        }
        Key::Ready => Agent::READY,
        Key::NotReady => Agent::NOT_READY,
        Key::LogOff => Agent::RELEASED,
    };
    let agent = desk.system.handler().agent_at(LINE).expect("an agent");
    desk.call(DESKTOP, Function::SetAgentStateEx { line, agent, state, next: Agent(0) });
}

#[test]
fn a_key_does_what_the_request_does_and_is_told_as_that_is() {
    let day = |desk: &mut Desk, deed: &mut dyn FnMut(&mut Desk, Key)| {
        let mut stood = Vec::new();
        for key in [Key::LogOn, Key::Ready, Key::NotReady, Key::Ready] {
            deed(desk, key);
            stood.push(stand(desk));
        }
        talk(desk);
        stood.push(stand(desk));
        desk.switch(Switch::HangUp { call: CALL });
        stood.push(stand(desk));
        for key in [Key::Ready, Key::LogOff] {
            deed(desk, key);
            stood.push(stand(desk));
        }
        assert_eq!(desk.monitor.findings(), []);
        stood
    };
    let (mut phone, _) = office(with_phone(ann()));
    let stood = day(&mut phone, &mut |desk, key| press(desk, key));
    let both = |agent, session| Some((agent, vec![session; 2]));
    assert_eq!(
        stood,
        [
            both(Agent::NOT_READY, Session::NOT_READY),
            both(Agent::READY, Session::READY),
            both(Agent::NOT_READY, Session::NOT_READY),
            both(Agent::READY, Session::READY),
            Some((Agent::BUSY_ACD, vec![Session::BUSY_ON_CALL, Session::READY])),
            Some((Agent::NOT_READY, vec![Session::BUSY_WRAP_UP, Session::READY])),
            both(Agent::READY, Session::READY),
            None,
        ]
    );
    let (mut desktop, line) = office(with_phone(ann()));
    assert_eq!(day(&mut desktop, &mut |desk, key| ask(desk, line, key)), stood);
    assert_eq!(told(&phone).map(|told| told.len()), [21, 29]);
    assert_eq!(told(&phone).map(by_handle), told(&desktop).map(by_handle));
}

#[test]
fn a_key_that_does_not_fit_changes_nothing() {
    use Key::{LogOff, LogOn, NotReady, Ready};
    let wrong = Account { pin: Some("4321".into()), ..ann() };
    let on_call = |desk: &mut Desk| {
        press(desk, LogOn);
        press(desk, Ready);
        talk(desk);
    };
    type Before<'a> = &'a dyn Fn(&mut Desk);
    let cases: [(Account, Before<'_>, &[Key]); 4] = [
        (ann(), &|_| {}, &[Ready, NotReady, LogOff]),
        (ann(), &|desk| press(desk, LogOn), &[LogOn]),
        (ann(), &on_call, &[LogOn, Ready, NotReady]),
        (wrong, &|_| {}, &[LogOn, Ready]),
    ];
    for (account, before, keys) in cases {
        let (mut desk, _) = office(with_phone(account));
        before(&mut desk);
        for key in keys {
            let (records, handler) = (desk.records.len(), format!("{:?}", desk.system.handler()));
            press(&mut desk, *key);
            assert_eq!(format!("{:?}", desk.system.handler()), handler, "{key:?}");
            assert_eq!(desk.records.len(), records, "{key:?}");
        }
    }
}

#[test]
fn only_a_phone_with_keys_has_them_and_only_a_handler_at_work_hears_them() {
    let (mut desk, _) = office(with_phone(ann()));
    desk.switch(Switch::Key { device: DeviceId(2), key: Key::LogOn });
    assert_eq!(desk.system.handler().agents().count(), 0);
    let mut early = Desk::with(with_phone(ann()));
    press(&mut early, Key::LogOn);
    assert_eq!(early.system.handler().agents().count(), 0);
    // The id is somebody's on another line.
    let line = desk.open(DESKTOP, 2, ApiVersion::V2_2);
    let (agent_id, agent_pin) = (Some("ann".into()), Some("1234".into()));
    let created = desk.call(DESKTOP, Function::CreateAgent { line, agent_id, agent_pin });
    assert_eq!(created.0, ResultCode::SUCCESS);
    press(&mut desk, Key::LogOn);
    assert_eq!(stand(&desk), None);
}

#[test]
fn while_the_link_is_lost_no_key_is_heard() {
    let (mut desk, _) = office(with_phone(ann()));
    press(&mut desk, Key::LogOn);
    desk.switch(Switch::LoseLink);
    press(&mut desk, Key::Ready);
    desk.switch(Switch::FindLink);
    assert_eq!(stand(&desk), Some((Agent::NOT_READY, vec![Session::NOT_READY; 2])));
    assert_eq!(desk.monitor.findings(), []);
}

#[test]
fn who_logs_off_during_a_call_leaves_it_to_nobody() {
    let (mut desk, _) = office(with_phone(ann()));
    press(&mut desk, Key::LogOn);
    press(&mut desk, Key::Ready);
    talk(&mut desk);
    press(&mut desk, Key::LogOff);
    assert_eq!(stand(&desk), None);
    assert_eq!(desk.system.provider().call(CALL).map(|call| call.stage), Some(Stage::Talking(LINE)));
    desk.switch(Switch::HangUp { call: CALL });
    assert_eq!(desk.monitor.findings(), []);
}

#[test]
fn a_call_is_answered_at_the_phone_where_it_rings_and_nowhere_else() {
    let (mut desk, _) = office(with_phone(ann()));
    desk.open_with(SUPERVISOR, LINE.0, ApiVersion::V2_2, CallPrivilege::MONITOR);
    desk.switch(Switch::Arrive { call: CALL, address: QUEUE_ADDRESS });
    let stage = |desk: &Desk| desk.system.provider().call(CALL).map(|call| call.stage);
    desk.switch(Switch::PickUp { call: CALL });
    assert_eq!(stage(&desk), Some(Stage::Waiting));
    desk.switch(Switch::Deliver { call: CALL, device: LINE, address: ADDRESS });
    let connected = |desk: &Desk| {
        let connected = |message: &Message| {
            let mode = ConnectedMode::ACTIVE.0;
            matches!(message, Message::CallState { state: CallState::CONNECTED, mode: m, .. } if *m == mode)
        };
        desk.heard(SUPERVISOR).iter().filter(|message| connected(message)).count()
    };
    for _ in ["it rings", "it was answered"] {
        desk.switch(Switch::PickUp { call: CALL });
        assert_eq!((stage(&desk), connected(&desk)), (Some(Stage::Talking(LINE)), 1));
    }
}
