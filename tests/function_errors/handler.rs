//! What the agent handler checks: it answers with an error, and nothing has changed.

use std::sync::LazyLock;

use tapi_acd::answer::{Answer, GroupEntry};
use tapi_acd::handler::{self, Account, Change, Conventional, Group, Policy, Refusal};
use tapi_acd::ids::{
    ActivityId, AddressId, AgentHandle, AgentSessionHandle, CallId, DeviceId, LineHandle, SeatId,
};
use tapi_acd::system::{self, Input, System};
use tapi_acd::wire::Guid;
use tapi_acd::wire::consts::{
    AgentSessionState, AgentState, AgentStateEx, ApiVersion, CallPrivilege, LineErr, MessageId,
};
use tapi_acd::{Block, Event, Function, Instant, ResultCode, server};

use super::{Row, with};
use crate::desk::{Desk, GROUPS, config};
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
        as_nobody_known => line_create_agent;
        whose_account_is_gone => line_create_agent_session line_set_agent_group;
        about_nobody_known => line_agent_specific;
    }
    inval_password {
        with_a_wrong_pin => line_create_agent line_create_agent_session;
        without_the_pin_of_a_session => line_set_agent_group;
    }
    structure_too_small {
        without_room_for_the_answer => line_agent_specific;
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
/// Who sits at the line with the first agent.
const PHONE: SeatId = SeatId(2);

/// A sound call of the function on the line; what it names is not there.
fn sound(function: Row, line: LineHandle) -> Function {
    on_line(line).into_iter().find(|sound| sound.row() == function).expect(function.name)
}

/// The handler refuses, and but for its answer nobody hears of it.
#[track_caller]
fn refuses<P: Policy>(desk: &mut Desk<P>, seat: SeatId, function: &Function, error: LineErr) {
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

// The value is none that may be asked for

fn log_in(line: LineHandle, id: &str, pin: Option<&str>) -> Function {
    Function::CreateAgent { line, agent_id: Some(id.into()), agent_pin: pin.map(Into::into) }
}

fn account(id: &str, pin: &str) -> Account {
    Account { id: id.into(), pin: Some(pin.into()) }
}

/// A desk of people with an id and a PIN.
fn closed_desk<P: Policy>(policy: P) -> (Desk<P>, LineHandle) {
    let mut config = config(3);
    config.handler.agents = vec![account("1001", "0815"), account("1002", "4711")];
    let mut desk = Desk::with_policy(config, policy);
    desk.feed(Input::StartHandler);
    let line = desk.open(PHONE, 1, ApiVersion::V2_2);
    (desk, line)
}

/// An id that nobody has, and one that somebody else is logged in under.
fn as_nobody_known(function: Row, error: LineErr) {
    let (mut desk, line) = closed_desk(Conventional);
    assert_eq!(log_in(line, "1001", None).row(), function);
    refuses(&mut desk, PHONE, &log_in(line, "1003", Some("0815")), error);
    let acd = desk.open(SUPERVISOR, 0, ApiVersion::V2_2);
    assert_eq!(desk.call(SUPERVISOR, log_in(acd, "1001", Some("0815"))).0, ResultCode::SUCCESS);
    refuses(&mut desk, PHONE, &log_in(line, "1001", Some("0815")), error);
}

/// An agent who is logged in under this id, and what the agent may ask for.
fn logged_in<P: Policy>(desk: &mut Desk<P>, line: LineHandle, pin: Option<&str>) -> [Function; 3] {
    let name = log_in(line, "1001", Some("0815"));
    let (_, _, Some(Answer::Agent(agent))) = desk.call(PHONE, name.clone()) else { panic!("it has the PIN") };
    let join = Function::CreateAgentSession {
        line,
        agent,
        agent_pin: pin.map(Into::into),
        working_address: HERE,
        group: GROUPS[0],
    };
    [name, join, Function::SetAgentGroup { line, address: HERE, groups: GROUPS.to_vec() }]
}

/// An administrator takes the account away, and the agent is still there.
fn whose_account_is_gone(function: Row, error: LineErr) {
    let (mut desk, line) = closed_desk(Conventional);
    let asks = logged_in(&mut desk, line, None);
    let change = Change::Agents(vec![account("1002", "4711")]);
    desk.feed(Input::Administer { seat: system::HANDLER_SEAT, change });
    let join = asks.iter().find(|ask| ask.row() == function).expect(function.name);
    refuses(&mut desk, PHONE, join, error);
}

fn with_a_wrong_pin(function: Row, error: LineErr) {
    let (mut desk, line) = closed_desk(Conventional);
    if log_in(line, "1001", None).row() == function {
        for pin in [None, Some("4711")] {
            refuses(&mut desk, PHONE, &log_in(line, "1001", pin), error);
        }
        return;
    }
    let [_, join, _] = logged_in(&mut desk, line, Some("4711"));
    assert_eq!(join.row(), function);
    refuses(&mut desk, PHONE, &join, error);
}

/// What an old ACD may want: a PIN for each session, and an extension that tells the number of an agent's phone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Legacy;

impl Policy for Legacy {
    fn join(&self, _: &[Account], _: Option<&str>, pin: Option<&str>, _: Guid) -> Result<(), Refusal> {
        if pin == Some("0815") { Ok(()) } else { Err(Refusal::Pin) }
    }

    /// Four digits of the agent, and room for as many of the phone.
    fn specific(&self, _: [u32; 4], params: &mut [u8]) -> Result<(), LineErr> {
        let (agent, phone) = params.split_first_chunk_mut::<4>().ok_or(LineErr::STRUCTURE_TOO_SMALL)?;
        let phone = phone.first_chunk_mut::<4>().ok_or(LineErr::STRUCTURE_TOO_SMALL)?;
        if agent != b"1001" {
            return Err(LineErr::INVAL_AGENT_ID);
        }
        *phone = *b"7001";
        Ok(())
    }
}

/// lineSetAgentGroup has no PIN to pass, so the groups are joined by handle.
fn without_the_pin_of_a_session(function: Row, error: LineErr) {
    let (mut desk, line) = closed_desk(Legacy);
    let [_, join, set] = logged_in(&mut desk, line, Some("0815"));
    assert_eq!(set.row(), function);
    refuses(&mut desk, PHONE, &set, error);
    assert_eq!(desk.call(PHONE, join).0, ResultCode::SUCCESS);
}

fn phone_of(line: LineHandle, block: &[u8]) -> Function {
    Function::AgentSpecific { line, address: HERE, extension: 0, params: Block(block.to_vec()) }
}

fn about_nobody_known(function: Row, error: LineErr) {
    let (mut desk, line) = closed_desk(Legacy);
    let known = phone_of(line, b"1001....");
    assert_eq!(known.row(), function);
    assert_eq!(desk.call(PHONE, known).2, Some(Answer::Specific(Block(b"10017001".to_vec()))));
    refuses(&mut desk, PHONE, &phone_of(line, b"1003...."), error);
}

fn without_room_for_the_answer(function: Row, error: LineErr) {
    let (mut desk, line) = closed_desk(Legacy);
    for block in [&b""[..], b"1001", b"1001..."] {
        let ask = phone_of(line, block);
        assert_eq!(ask.row(), function);
        refuses(&mut desk, PHONE, &ask, error);
    }
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
    desk.feed(Input::StartHandler);
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
