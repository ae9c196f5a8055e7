//! The calls that the switch knows, as applications see them, and what they make of agents and of figures.

use tapi_acd::answer::{AgentInfo, AgentSessionInfo, QueueInfo};
use tapi_acd::ids::{AddressId, CallId, DeviceId, QueueId, SeatId};
use tapi_acd::machine::agent_ex;
use tapi_acd::provider::Input as Switch;
use tapi_acd::system::Input;
use tapi_acd::wire::consts::{
    AgentSessionState, AgentState, AgentStateEx, AgentStatusEx, ApiVersion, CallPrivilege, CallState,
    ConnectedMode, DialtoneMode, DisconnectMode, OfferingMode, QueueStatus,
};
use tapi_acd::{Function, Message, ResultCode};

use crate::desk::{Desk, GROUPS};
use crate::handler::{Desktop, NONE, SUPERVISOR, two_agents};
use crate::handler_figures::{Day, QUEUE, QUEUE_ADDRESS};

const CALL: CallId = CallId(1);
const FIRST: AddressId = AddressId(0);
/// The first group's queue.
const OTHER_QUEUE: QueueId = QueueId(11);

/// The states of calls that a seat has heard of since so many messages.
fn states(desk: &Desk, seat: SeatId, since: usize) -> Vec<(CallState, u32)> {
    let heard = desk.heard(seat).into_iter().skip(since);
    heard
        .filter_map(|message| match message {
            Message::CallState { state, mode, .. } => Some((state, mode)),
            _ => None,
        })
        .collect()
}

/// What the first desktop's line shows by address, as last told.
fn shown(desk: &Desk, who: Desktop) -> AgentState {
    let told = desk.heard(who.seat).into_iter().rev().find_map(|message| match message {
        Message::AgentStatus { address: FIRST, state, .. } if state.0 != 0 => Some(state),
        _ => None,
    });
    told.unwrap_or(AgentState::LOGGED_OFF)
}

fn state(desk: &Desk, who: Desktop) -> AgentStateEx {
    desk.system.handler().agent_state(who.agent).expect("an agent").wire()
}

const OFFERED: (CallState, u32) = (CallState::OFFERING, OfferingMode::ACTIVE.0);
const CONNECTED: (CallState, u32) = (CallState::CONNECTED, ConnectedMode::ACTIVE.0);
const OVER: [(CallState, u32); 2] =
    [(CallState::DISCONNECTED, DisconnectMode::NORMAL.0), (CallState::IDLE, 0)];
const UNANSWERED: [(CallState, u32); 2] =
    [(CallState::DISCONNECTED, DisconnectMode::NO_ANSWER.0), (CallState::IDLE, 0)];

/// LINECALLSTATE_ Constants; lineOpen function: an application owns inbound calls, and monitors those of both ways.
#[test]
fn a_call_that_an_agent_makes_is_seen_by_who_monitors_the_line() {
    let mut desk = Desk::new(2);
    let [owner, monitor] = [SeatId(1), SeatId(2)];
    desk.open_with(owner, 1, ApiVersion::V2_2, CallPrivilege::OWNER);
    let line = desk.open_with(monitor, 1, ApiVersion::V2_2, CallPrivilege::MONITOR);
    let first = desk.heard(monitor).len();
    desk.switch(Switch::Dial { call: CALL, device: DeviceId(1), address: AddressId(1) });
    let heard = desk.heard(monitor);
    let [Message::AppNewCall { address: AddressId(1), call, privilege: CallPrivilege::MONITOR }, _] =
        heard[first..]
    else {
        panic!("{heard:?}")
    };
    for _ in 0..4 {
        desk.switch(Switch::Proceed { call: CALL });
    }
    desk.switch(Switch::HangUp { call: CALL });
    let expected = [
        (CallState::DIALTONE, DialtoneMode::NORMAL.0),
        (CallState::DIALING, 0),
        (CallState::PROCEEDING, 0),
        (CallState::RINGBACK, 0),
        CONNECTED,
        OVER[0],
        OVER[1],
    ];
    assert_eq!(states(&desk, monitor, first), expected);
    assert_eq!(states(&desk, owner, 0), [], "nobody owns it");
    assert_eq!(desk.call(monitor, Function::DeallocateCall { call }).0, ResultCode::SUCCESS);
    assert_eq!(desk.call(monitor, Function::Close { line }).0, ResultCode::SUCCESS);
    assert_eq!(desk.monitor.findings(), []);
}

/// LINEDISCONNECTMODE_ Constants: what nobody answers.
#[test]
fn a_call_that_nobody_answers_says_so() {
    let at = (DeviceId(1), FIRST);
    let ring = |dialler| Switch::Ring { call: CALL, dialler, device: at.0, address: at.1 };
    let dial = Switch::Dial { call: CALL, device: at.0, address: at.1 };
    for (input, first) in [(ring(false), OFFERED), (ring(true), OFFERED), (dial, (CallState::DIALTONE, 1))] {
        let (mut desk, _, [one, _]) = two_agents();
        desk.open_with(SUPERVISOR, 1, ApiVersion::V2_2, CallPrivilege::MONITOR);
        let since = desk.heard(SUPERVISOR).len();
        desk.switch(input);
        desk.switch(Switch::GiveUp { call: CALL });
        assert_eq!(states(&desk, SUPERVISOR, since), [[first].as_slice(), &UNANSWERED].concat(), "{input:?}");
        assert_eq!(state(&desk, one), AgentStateEx::NOT_READY);
        desk.switch(Switch::GiveUp { call: CALL });
        assert!(!desk.system.provider().holds(CALL));
        assert_eq!(desk.monitor.findings(), []);
    }
}

/// LINECALLINFOSTATE_ Constants: a call that goes elsewhere is IDLE where it was. The agent takes no calls then.
#[test]
fn a_call_of_the_acd_that_nobody_answers_waits_again() {
    let mut day = Day::new();
    day.sets(0, AgentSessionState::READY, NONE);
    day.arrives(10_000, 1);
    day.rings(14_000, 1);
    let since = day.desk.heard(day.one.seat).len();
    day.at(20_000).switch(Switch::GiveUp { call: CALL });
    assert_eq!(states(&day.desk, day.one.seat, since), [(CallState::IDLE, 0)]);
    assert_eq!(state(&day.desk, day.one), AgentStateEx::NOT_READY);
    assert_eq!(day.desk.system.handler().idle(GROUPS[1]).count(), 0);
    let counted = day.queue(25_000);
    let waits = QueueInfo {
        measurement_period: counted.measurement_period,
        total_calls_queued: 2,
        current_calls_queued: 1,
        longest_ever_wait_time: 5,
        current_longest_wait_time: 5,
        average_wait_time: 4,
        ..QueueInfo::default()
    };
    assert_eq!(counted, waits);
    // The whole time since its arrival is what the caller waited for an answer.
    day.sets(26_000, AgentSessionState::READY, NONE);
    day.rings(26_000, 1);
    day.answers(30_999);
    let AgentSessionInfo { number_of_calls, longest_time_to_answer, .. } = day.session(30_999);
    assert_eq!((number_of_calls, longest_time_to_answer), (1, 20));
    assert_eq!(day.desk.monitor.findings(), []);
}

/// LINEAGENTSTATE_ and LINEAGENTSTATEEX_ Constants, LINEAGENTINFO structure: a call counts from its answer on.
#[test]
fn calls_outside_the_acd_are_told_apart_and_counted() {
    let at = (DeviceId(1), FIRST);
    let ring = |dialler| Switch::Ring { call: CALL, dialler, device: at.0, address: at.1 };
    let dial = Switch::Dial { call: CALL, device: at.0, address: at.1 };
    let none = AgentStateEx::READY;
    for (input, begun, ex, address, counted) in [
        (ring(false), none, AgentStateEx::BUSY_INCOMING, AgentState::BUSY_INCOMING, (1, 0)),
        (ring(true), none, AgentStateEx::BUSY_OUTGOING, AgentState::BUSY_OUTBOUND, (0, 1)),
        (dial, AgentStateEx::BUSY_OUTGOING, AgentStateEx::BUSY_OUTGOING, AgentState::BUSY_OTHER, (0, 1)),
    ] {
        let mut day = Day::new();
        let one = day.one;
        day.sets(0, AgentSessionState::READY, NONE);
        let calls = |info: &AgentInfo| (info.number_of_incoming_calls, info.number_of_outgoing_calls);
        day.at(1_000).switch(input);
        assert_eq!(state(&day.desk, one), begun, "{input:?}");
        assert_eq!(day.desk.system.handler().idle(GROUPS[1]).count(), 0, "a line that is busy");
        assert_eq!(calls(&day.agent(1_000)), (0, 0));
        if input == dial {
            (0..4).for_each(|_| day.at(2_000).switch(Switch::Proceed { call: CALL }));
        } else {
            day.answers(2_000);
        }
        assert_eq!((state(&day.desk, one), shown(&day.desk, one)), (ex, address), "{input:?}");
        // The answer is news of the figures; the state is news where the agent was not busy before.
        let new_state = AgentStatusEx::STATE | AgentStatusEx::UPDATE_INFO;
        let (changed, state) =
            if input == dial { (AgentStatusEx::UPDATE_INFO, AgentStateEx(0)) } else { (new_state, ex) };
        let news = day.desk.heard(SUPERVISOR).into_iter().rev();
        let mut news = news.filter(|message| matches!(message, Message::AgentStatusEx { .. }));
        assert_eq!(news.next(), Some(Message::AgentStatusEx { agent: one.agent, changed, state }));
        let busy = day.agent(10_000);
        assert_eq!((busy.next_state, calls(&busy)), (AgentStateEx::READY, counted));
        day.hangs_up(20_000, CALL.0);
        let after = day.agent(20_000);
        assert_eq!((after.state, calls(&after)), (AgentStateEx::READY, counted));
        // None of it is the ACD's.
        assert_eq!((after.number_of_acd_calls, after.total_acd_talk_time), (0, 0));
        assert_eq!(shown(&day.desk, one), AgentState::READY);
        assert_eq!(day.desk.monitor.findings(), []);
    }
}

/// Who logs in where the line is busy is busy.
#[test]
fn a_call_is_there_before_the_agent() {
    for (answered, expected) in [(false, AgentStateEx::NOT_READY), (true, AgentStateEx::BUSY_INCOMING)] {
        let mut desk = Desk::new(1);
        desk.feed(Input::StartHandler);
        let seat = SeatId(1);
        let line = desk.open_with(seat, 1, ApiVersion::V2_2, CallPrivilege::OWNER);
        desk.switch(Switch::Ring { call: CALL, dialler: false, device: DeviceId(1), address: FIRST });
        if answered {
            let call = desk.offered(seat);
            assert_eq!(desk.call(seat, Function::Answer { call }).0, ResultCode::SUCCESS);
        }
        let agent = desk.agent(seat, line);
        let session = desk.join(seat, line, agent, GROUPS[0]).expect("a session");
        let one = Desktop { seat, device: DeviceId(1), line, agent, session };
        assert_eq!(state(&desk, one), expected);
        desk.ready(one);
        assert_eq!(desk.idle(), []);
        desk.switch(Switch::HangUp { call: CALL });
        assert_eq!(state(&desk, one), AgentStateEx::READY);
        assert_eq!(desk.idle(), [agent]);
        assert_eq!(desk.monitor.findings(), []);
    }
}

/// LINEQUEUEINFO structure: flow, final disposition, and waits to the microsecond, truncated once.
#[test]
fn a_call_flows_from_queue_to_queue() {
    let mut day = Day::new();
    day.sets(0, AgentSessionState::READY, NONE);
    let told = |day: &Day, since: usize| {
        let heard = day.desk.heard(SUPERVISOR).into_iter().skip(since);
        let queues = heard.filter_map(|message| match message {
            Message::QueueStatus { queue, changed: QueueStatus::UPDATE_INFO } => Some(queue),
            _ => None,
        });
        queues.collect::<Vec<_>>()
    };
    // Three calls leave the queue after 1.6 s each, together 4.8 s.
    let overflow = |call| Switch::Overflow { call: CallId(call), address: FIRST };
    for call in 1..4 {
        day.arrives(u64::from(call) * 1_000, call);
    }
    let since = day.desk.heard(SUPERVISOR).len();
    day.at(3_000).switch(Switch::Overflow { call: CallId(1), address: QUEUE_ADDRESS });
    assert_eq!(told(&day, since), [], "it waits there already");
    for call in 1..4 {
        day.at(u64::from(call) * 1_000 + 2_600).switch(overflow(call));
    }
    assert_eq!(told(&day, since), [QUEUE, OTHER_QUEUE].repeat(3));
    let left = day.queue(6_000);
    let expected = QueueInfo {
        measurement_period: left.measurement_period,
        total_calls_queued: 3,
        total_calls_flowed_out: 3,
        longest_ever_wait_time: 2,
        // 2.6 s each.
        average_wait_time: 2,
        ..QueueInfo::default()
    };
    assert_eq!(left, expected);
    // One comes to the end of its guide after 4 s, one hangs up after 4.4 s, one flows back after 3.4 s.
    let since = day.desk.heard(SUPERVISOR).len();
    let calls = states(&day.desk, SUPERVISOR, 0).len();
    day.at(7_600).switch(Switch::EndGuide { call: CallId(1) });
    day.at(9_000).switch(Switch::HangUp { call: CallId(2) });
    assert_eq!(states(&day.desk, SUPERVISOR, 0)[calls..], [OVER, OVER].concat());
    day.at(9_000).switch(Switch::Overflow { call: CallId(3), address: QUEUE_ADDRESS });
    assert_eq!(told(&day, since), [OTHER_QUEUE, OTHER_QUEUE, OTHER_QUEUE, QUEUE]);
    let counted = day.queue_of(9_000, OTHER_QUEUE);
    let expected = QueueInfo {
        measurement_period: counted.measurement_period,
        total_calls_queued: 3,
        total_calls_abandoned: 1,
        total_calls_flowed_in: 3,
        total_calls_flowed_out: 1,
        final_disposition: 1,
        longest_ever_wait_time: 4,
        // 4.0, 4.4 and 3.4 s.
        average_wait_time: 3,
        ..QueueInfo::default()
    };
    assert_eq!(counted, expected);
    let back = day.queue(9_000);
    assert_eq!((back.total_calls_queued, back.total_calls_flowed_in, back.current_calls_queued), (4, 1, 1));
    // It came at 3 s.
    day.rings(10_000, 3);
    day.answers(12_000);
    assert_eq!(day.session(12_000).longest_time_to_answer, 9);
    assert_eq!(day.desk.monitor.findings(), []);
}

/// LINEAGENTSTATEEX_UNKNOWN, LINEAGENTSTATE_UNKNOWN: the handler sees nothing, then finds what has become of the calls.
#[test]
fn what_happened_without_the_link_is_found_with_it() {
    let device = DeviceId(1);
    let arrive = |call| Switch::Arrive { call: CallId(call), address: FIRST };
    let deliver = |call| Switch::Deliver { call: CallId(call), device, address: FIRST };
    let hang_up = |call| Switch::HangUp { call: CallId(call) };
    let dial = Switch::Dial { call: CallId(2), device, address: FIRST };
    let ring = Switch::Ring { call: CallId(2), dialler: true, device, address: FIRST };
    let give_up = Switch::GiveUp { call: CallId(1) };
    let overflow = Switch::Overflow { call: CallId(1), address: AddressId(1) };
    let answer = None;
    // Before the link is lost, while it is; then the agent, and what the queue counts: queued, waiting, abandoned.
    for (before, meanwhile, expected, queue) in [
        (vec![], vec![], AgentStateEx::READY, (0, 0, 0)),
        (vec![], vec![Some(arrive(1))], AgentStateEx::READY, (1, 1, 0)),
        (vec![], vec![Some(arrive(1)), Some(hang_up(1))], AgentStateEx::READY, (0, 0, 0)),
        (vec![], vec![Some(arrive(1)), Some(deliver(1))], AgentStateEx::READY, (1, 0, 0)),
        (vec![], vec![Some(arrive(1)), Some(deliver(1)), answer], AgentStateEx::BUSY_ACD, (1, 0, 0)),
        (vec![], vec![Some(dial)], AgentStateEx::BUSY_OUTGOING, (0, 0, 0)),
        (vec![], vec![Some(ring)], AgentStateEx::READY, (0, 0, 0)),
        (vec![], vec![Some(ring), answer], AgentStateEx::BUSY_OUTGOING, (0, 0, 0)),
        (vec![Some(arrive(1))], vec![Some(hang_up(1))], AgentStateEx::READY, (1, 0, 0)),
        (vec![Some(arrive(1))], vec![Some(overflow)], AgentStateEx::READY, (1, 0, 0)),
        (vec![Some(arrive(1))], vec![Some(deliver(1)), answer], AgentStateEx::BUSY_ACD, (1, 0, 0)),
        (vec![Some(arrive(1)), Some(deliver(1))], vec![answer], AgentStateEx::BUSY_ACD, (1, 0, 0)),
        (vec![Some(arrive(1)), Some(deliver(1))], vec![Some(give_up)], AgentStateEx::NOT_READY, (2, 1, 0)),
        (vec![Some(arrive(1)), Some(deliver(1))], vec![Some(hang_up(1))], AgentStateEx::READY, (1, 0, 0)),
        (
            vec![Some(arrive(1)), Some(deliver(1))],
            vec![Some(hang_up(1)), Some(dial)],
            AgentStateEx::BUSY_OUTGOING,
            (1, 0, 0),
        ),
        (vec![Some(arrive(1)), Some(deliver(1)), answer], vec![], AgentStateEx::BUSY_ACD, (1, 0, 0)),
        (
            vec![Some(arrive(1)), Some(deliver(1)), answer],
            vec![Some(hang_up(1))],
            AgentStateEx::NOT_READY,
            (1, 0, 0),
        ),
        (vec![Some(dial)], vec![Some(hang_up(2))], AgentStateEx::READY, (0, 0, 0)),
        (
            vec![Some(dial)],
            vec![Some(Switch::Proceed { call: CallId(2) })],
            AgentStateEx::BUSY_OUTGOING,
            (0, 0, 0),
        ),
    ] {
        let case = format!("{before:?} {meanwhile:?}");
        let (mut desk, acd, [one, _]) = two_agents();
        desk.ready(one);
        let happens = |desk: &mut Desk, inputs: &[Option<Switch>]| {
            for input in inputs {
                match *input {
                    Some(input) => desk.switch(input),
                    None => {
                        let call = desk.offered(one.seat);
                        assert_eq!(desk.call(one.seat, Function::Answer { call }).0, ResultCode::SUCCESS);
                    }
                }
            }
        };
        happens(&mut desk, &before);
        let first = desk.heard(one.seat).len();
        desk.switch(Switch::LoseLink);
        let lost = Message::AgentStatusEx {
            agent: one.agent,
            changed: AgentStatusEx::STATE,
            state: AgentStateEx::UNKNOWN,
        };
        assert_eq!(desk.heard(one.seat)[first], lost, "{case}");
        assert_eq!(shown(&desk, one), AgentState::UNKNOWN);
        assert_eq!(desk.idle(), []);
        let figures = desk.queue(acd);
        happens(&mut desk, &meanwhile);
        assert_eq!(state(&desk, one), AgentStateEx::UNKNOWN, "{case}");
        let unseen = desk.queue(acd);
        assert_eq!(unseen.total_calls_queued, figures.total_calls_queued, "{case}");
        desk.switch(Switch::FindLink);
        assert_eq!(state(&desk, one), expected, "{case}");
        let info = desk.queue(acd);
        let counted = (info.total_calls_queued, info.current_calls_queued, info.total_calls_abandoned);
        assert_eq!(counted, queue, "{case}");
        assert_eq!(desk.system.handler().agents().count(), 2);
        assert_eq!(desk.monitor.findings(), [], "{case}");
    }
}

/// What an application asks for while the handler sees nothing goes to the sessions, and shows later.
#[test]
fn what_is_asked_for_without_the_link_is_granted() {
    let (mut desk, _, [one, two]) = two_agents();
    desk.switch(Switch::LoseLink);
    desk.switch(Switch::LoseLink);
    desk.ready(one);
    assert_eq!(desk.set_agent(two, AgentStateEx::READY, AgentStateEx(0)), ResultCode::SUCCESS);
    assert_eq!([one, two].map(|who| state(&desk, who)), [AgentStateEx::UNKNOWN; 2]);
    assert_eq!(desk.idle(), []);
    desk.switch(Switch::FindLink);
    assert_eq!([one, two].map(|who| state(&desk, who)), [AgentStateEx::READY; 2]);
    assert_eq!(desk.idle(), [one.agent, two.agent]);
    let known = desk.heard(one.seat).len();
    desk.switch(Switch::FindLink);
    assert_eq!(desk.heard(one.seat).len(), known, "it is not lost");
    // Who has no session has nothing to be ready for.
    assert_eq!(desk.set(one, AgentSessionState::ENDED, NONE), ResultCode::SUCCESS);
    desk.switch(Switch::LoseLink);
    assert_eq!(desk.set_agent(one, AgentStateEx::READY, AgentStateEx(0)), ResultCode::SUCCESS);
    assert_eq!(state(&desk, one), agent_ex::State::Unknown.wire());
    desk.switch(Switch::FindLink);
    assert_eq!(state(&desk, one), AgentStateEx::NOT_READY);
    assert_eq!(desk.monitor.findings(), []);
}
