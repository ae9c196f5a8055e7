//! What the agent handler checks: it answers with an error, and nothing has changed.

use std::sync::LazyLock;

use tapi_acd::answer::{Answer, GroupEntry};
use tapi_acd::handler::{self, Account, Change, Group};
use tapi_acd::ids::{
    ActivityId, AddressId, AgentHandle, AgentSessionHandle, CallId, DeviceId, LineHandle, SeatId,
};
use tapi_acd::system::{self, System};
use tapi_acd::wire::Guid;
use tapi_acd::wire::consts::{
    AgentSessionState, AgentState, AgentStateEx, ApiVersion, CallPrivilege, LineErr, MessageId,
};
use tapi_acd::{Block, Event, Function, Instant, ResultCode, server};

use super::{Row, with};
use crate::desk::{Desk, GROUPS};
use crate::gates::on_line;
use crate::handler::{Desktop, SUPERVISOR, two_agents};

cells! {
    inval_param {
        for_no_extension => line_agent_specific;
        of_no_agent =>
            line_create_agent_session line_get_agent_info line_get_agent_session_list
            line_set_agent_measurement_period line_set_agent_state_ex;
        of_no_session => line_get_agent_session_info line_set_agent_session_state;
        of_no_queue => line_get_queue_info line_set_queue_measurement_period;
    }
    inval_agent_id {
        as_somebody_who_is_logged_in => line_create_agent;
        without_an_account => line_create_agent_session line_set_agent_group;
    }
    inval_password {
        with_a_wrong_pin => line_create_agent line_create_agent_session;
    }
    inval_agent_group {
        of_no_group => line_create_agent_session line_get_queue_list line_set_agent_group;
    }
    inval_agent_state {
        to_a_state_that_cannot_be_had =>
            line_set_agent_session_state line_set_agent_state line_set_agent_state_ex;
    }
    inval_agent_activity {
        with_no_activity => line_set_agent_activity;
    }
    inval_address_state {
        where_nobody_is_logged_in => line_set_agent_activity line_set_agent_state;
        in_the_middle_of_a_call => line_set_agent_group;
    }
    resource_unavail {
        where_somebody_is_logged_in => line_create_agent;
        as_one_session_too_many => line_create_agent_session line_set_agent_group;
    }
}

/// The first address of every line, where the sessions of [`two_agents`] work.
const HERE: AddressId = AddressId(0);

/// A sound call of the function on the line; what it names is not there.
fn sound(function: Row, line: LineHandle) -> Function {
    on_line(line).into_iter().find(|sound| sound.row() == function).expect(function.name)
}

/// The handler refuses, and but for its answer nobody hears of it.
#[track_caller]
fn refuses(desk: &mut Desk, seat: SeatId, function: &Function, error: LineErr) {
    desk.pause = 0;
    // The handler learns what time it is.
    let line = function.line().expect("a line");
    assert_eq!(desk.call(seat, Function::GetGroupList { line }).0, ResultCode::SUCCESS);
    let (before, first) = (desk.system.clone(), desk.records.len());
    let (result, _, answer) = desk.call(seat, function.clone());
    assert_eq!((result, answer), (error.into(), None), "{function:?}");
    assert!(desk.system.handler() == before.handler(), "{function:?} is refused and changes the handler");
    assert_eq!(desk.system.server(), before.server(), "{function:?}");
    assert_eq!(desk.system.client(seat), before.client(seat), "{function:?}");
    let mut crossed = desk.records[first..].iter().filter_map(|record| match &record.event {
        Event::Message { message, .. } => Some((record.seat, message.message_id)),
        _ => None,
    });
    assert!(
        crossed.by_ref().eq([(system::HANDLER_SEAT, MessageId::PROXY_REQUEST), (seat, MessageId::REPLY)])
    );
}

/// The agents of the desk, and one of them who is not there any more.
fn agents() -> (Desk, Desktop, [AgentHandle; 2]) {
    let (mut desk, _, [one, two]) = two_agents();
    let gone = desk.set_agent(two, AgentStateEx::RELEASED, AgentStateEx(0));
    assert_eq!(gone, ResultCode::SUCCESS);
    (desk, one, [two.agent, AgentHandle(0)])
}

// What is named is not there

fn for_no_extension(function: Row, error: LineErr) {
    let (mut desk, _, [one, _]) = two_agents();
    let (line, address, params) = (one.line, HERE, Block(vec![1]));
    let specific = Function::AgentSpecific { line, address, extension: 1, params };
    assert_eq!(specific.row(), function);
    refuses(&mut desk, one.seat, &specific, error);
}

fn of_no_agent(function: Row, error: LineErr) {
    let (mut desk, one, strangers) = agents();
    for agent in strangers {
        refuses(&mut desk, one.seat, &with(&sound(function, one.line), "hAgent", agent.0), error);
    }
}

fn of_no_session(function: Row, error: LineErr) {
    let (mut desk, _, [one, two]) = two_agents();
    assert_eq!(desk.set(two, AgentSessionState::ENDED, AgentSessionState(0)), ResultCode::SUCCESS);
    assert_eq!(desk.set(two, AgentSessionState::RELEASED, AgentSessionState(0)), ResultCode::SUCCESS);
    for session in [two.session, AgentSessionHandle(0)] {
        refuses(&mut desk, one.seat, &with(&sound(function, one.line), "hAgentSession", session.0), error);
    }
}

fn of_no_queue(function: Row, error: LineErr) {
    let (mut desk, acd, _) = two_agents();
    refuses(&mut desk, SUPERVISOR, &with(&sound(function, acd), "dwQueueID", 13), error);
}

/// The group of the sound calls is none of the desk's.
fn of_no_group(function: Row, error: LineErr) {
    let (mut desk, _, [one, _]) = two_agents();
    let mut call = sound(function, one.line);
    if function.param("hAgent").is_some() {
        call = with(&call, "hAgent", one.agent.0);
        let joined = Function::CreateAgentSession {
            line: one.line,
            agent: one.agent,
            agent_pin: None,
            working_address: HERE,
            group: GROUPS[0],
        };
        refuses(&mut desk, one.seat, &joined, error);
    }
    refuses(&mut desk, one.seat, &call, error);
}

fn where_nobody_is_logged_in(function: Row, error: LineErr) {
    let (mut desk, acd, _) = two_agents();
    refuses(&mut desk, SUPERVISOR, &sound(function, acd), error);
}

// Who asks is not let in

/// A desk where one person has an account, and that person at the first line.
fn known_person() -> (Desk, LineHandle, AgentHandle) {
    let (mut desk, one, _) = agents();
    let account = Account { id: "1001".into(), pin: Some("0815".into()) };
    accounts(&mut desk, vec![account]);
    let line = desk.open(one.seat, 2, ApiVersion::V2_2);
    let create = log_in(line, "0815");
    match desk.call(one.seat, create) {
        (ResultCode::SUCCESS, _, Some(Answer::Agent(agent))) => (desk, line, agent),
        other => panic!("{other:?}"),
    }
}

/// Who sits at the line of [`known_person`].
const PERSON: SeatId = SeatId(2);

fn accounts(desk: &mut Desk, agents: Vec<Account>) {
    let change = Change::Agents(agents);
    assert_eq!(desk.feed(system::Input::Administer { seat: system::HANDLER_SEAT, change }), []);
}

fn log_in(line: LineHandle, pin: &str) -> Function {
    Function::CreateAgent { line, agent_id: Some("1001".into()), agent_pin: Some(pin.into()) }
}

fn join(line: LineHandle, agent: AgentHandle, pin: Option<&str>) -> Function {
    let agent_pin = pin.map(Into::into);
    Function::CreateAgentSession { line, agent, agent_pin, working_address: HERE, group: GROUPS[0] }
}

fn without_an_account(function: Row, error: LineErr) {
    let (mut desk, line, agent) = known_person();
    accounts(&mut desk, vec![Account { id: "1002".into(), pin: None }]);
    let by_address = Function::SetAgentGroup { line, address: HERE, groups: vec![GROUPS[0]] };
    let calls = [join(line, agent, None), by_address];
    let call = calls.into_iter().find(|call| call.row() == function).expect(function.name);
    refuses(&mut desk, PERSON, &call, error);
}

fn with_a_wrong_pin(function: Row, error: LineErr) {
    let (mut desk, line, agent) = known_person();
    let calls = [log_in(line, "4711"), join(line, agent, Some("4711"))];
    let call = calls.into_iter().find(|call| call.row() == function).expect(function.name);
    refuses(&mut desk, PERSON, &call, error);
}

// The value is none that may be asked for

fn as_somebody_who_is_logged_in(function: Row, error: LineErr) {
    let (mut desk, one, _) = agents();
    let named = |line| Function::CreateAgent { line, agent_id: Some("1001".into()), agent_pin: None };
    let line = desk.open(SeatId(3), 2, ApiVersion::V2_2);
    assert_eq!(desk.call(SeatId(3), named(line)).0, ResultCode::SUCCESS);
    let acd = desk.open(one.seat, 0, ApiVersion::V2_2);
    assert_eq!(named(acd).row(), function);
    refuses(&mut desk, one.seat, &named(acd), error);
}

/// The busy states follow calls.
fn to_a_state_that_cannot_be_had(function: Row, error: LineErr) {
    let (mut desk, _, [Desktop { seat, line, agent, session, .. }, _]) = two_agents();
    let address = HERE;
    let busy = [
        Function::SetAgentState { line, address, state: AgentState::BUSY_ACD, next: AgentState(0) },
        Function::SetAgentStateEx { line, agent, state: AgentStateEx::BUSY_ACD, next: AgentStateEx(0) },
        Function::SetAgentSessionState {
            line,
            session,
            state: AgentSessionState::BUSY_ON_CALL,
            next: AgentSessionState(0),
        },
    ];
    let busy = busy.into_iter().find(|call| call.row() == function).expect(function.name);
    refuses(&mut desk, seat, &busy, error);
}

fn with_no_activity(function: Row, error: LineErr) {
    let (mut desk, _, [one, _]) = two_agents();
    let activity = Function::SetAgentActivity { line: one.line, address: HERE, activity: ActivityId(3) };
    assert_eq!(activity.row(), function);
    refuses(&mut desk, one.seat, &activity, error);
}

// What is named is not in a state for it

fn in_the_middle_of_a_call(function: Row, error: LineErr) {
    let (mut desk, _, [one, _]) = two_agents();
    desk.ready(one);
    desk.talk(one, CallId(1));
    let leave = Function::SetAgentGroup { line: one.line, address: HERE, groups: vec![] };
    assert_eq!(leave.row(), function);
    refuses(&mut desk, one.seat, &leave, error);
}

// There is no room

fn where_somebody_is_logged_in(function: Row, error: LineErr) {
    let (mut desk, _, [one, _]) = two_agents();
    refuses(&mut desk, one.seat, &sound(function, one.line), error);
}

/// As many groups as lines, and one session too many for the handler if every agent joined every group.
const MANY: u8 = 255;

fn many_groups() -> Vec<Guid> {
    (0..=MANY).map(|group| Guid([group; 16])).collect()
}

/// A desk where all agents but the last have joined every group, and the last one all but one.
static FULL: LazyLock<(System, Instant, LineHandle)> = LazyLock::new(|| {
    let groups = many_groups();
    let lines = u32::from(MANY) + 1;
    let mut desk = Desk::new(1);
    desk.system = System::new(system::Config {
        server: server::Config { devices: vec![1; lines as usize], ..server::Config::default() },
        handler: handler::Config {
            devices: lines,
            groups: groups
                .iter()
                .map(|id| Group { entry: GroupEntry { id: *id, name: "group".into() }, queues: vec![] })
                .collect(),
            ..handler::Config::default()
        },
        clients: 1,
        ..system::Config::default()
    });
    desk.feed(system::Input::StartHandler);
    let mut last = LineHandle(0);
    for device in 0..lines {
        last = desk.open_with(SUPERVISOR, device, ApiVersion::V2_2, CallPrivilege::NONE);
        let joined = if device < u32::from(MANY) { &groups[..] } else { &groups[1..] };
        let join = Function::SetAgentGroup { line: last, address: HERE, groups: joined.to_vec() };
        assert_eq!(desk.call(SUPERVISOR, join).0, ResultCode::SUCCESS);
        desk.records.clear();
    }
    (desk.system, desk.now, last)
});

fn as_one_session_too_many(function: Row, error: LineErr) {
    let (system, now, line) = &*FULL;
    let mut desk = Desk::new(1);
    (desk.system, desk.now) = (system.clone(), *now);
    let device = DeviceId(u32::from(MANY));
    let agent = desk.system.handler().agent_at(device).expect("the last agent");
    let calls = [
        Function::SetAgentGroup { line: *line, address: HERE, groups: many_groups() },
        Function::CreateAgentSession {
            line: *line,
            agent,
            agent_pin: None,
            working_address: HERE,
            group: many_groups()[0],
        },
    ];
    let call = calls.into_iter().find(|call| call.row() == function).expect(function.name);
    refuses(&mut desk, SUPERVISOR, &call, error);
}
