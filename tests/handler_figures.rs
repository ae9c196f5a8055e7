//! The agent handler's statistics by handle against small days that were added up by hand, and the lists.

use tapi_acd::answer::{AgentInfo, AgentSessionEntry, AgentSessionInfo, Answer, QueueInfo};
use tapi_acd::ids::{AddressId, AgentHandle, AgentSessionHandle, CallId, LineHandle, QueueId};
use tapi_acd::wire::consts::{
    AgentSessionState, AgentSessionStatus, AgentStateEx, AgentStatusEx, LineErr, QueueStatus,
};
use tapi_acd::wire::{Currency, OleDate};
use tapi_acd::{Function, Message, ResultCode, provider};

use crate::desk::{Desk, EPOCH_MICROS, GROUPS};
use crate::handler::{Desktop, NONE, SUPERVISOR, two_agents};

/// The second group's queue and its address on the ACD line.
pub(crate) const QUEUE: QueueId = QueueId(12);
pub(crate) const QUEUE_ADDRESS: AddressId = AddressId(1);

/// One agent with a fresh session for the second group; from now on time goes only where a test says so.
pub(crate) struct Day {
    pub(crate) desk: Desk,
    pub(crate) acd: LineHandle,
    pub(crate) one: Desktop,
    /// The time of the fresh session.
    begin: u64,
}

impl Day {
    pub(crate) fn new() -> Self {
        let (mut desk, acd, [one, _]) = two_agents();
        desk.pause = 0;
        let begin = desk.now.as_micros();
        let session = desk.join(one.seat, one.line, one.agent, GROUPS[1]).expect("a session");
        Self { desk, acd, one: Desktop { session, ..one }, begin }
    }

    /// Goes on to so many milliseconds after the beginning.
    pub(crate) fn at(&mut self, millis: u64) -> &mut Desk {
        let now = tapi_acd::Instant::from_micros(self.begin + millis * 1000);
        assert!(now >= self.desk.now, "a day goes forward");
        self.desk.now = now;
        &mut self.desk
    }

    pub(crate) fn arrives(&mut self, millis: u64, call: u32) {
        self.at(millis).switch(provider::Input::Arrive { call: CallId(call), address: QUEUE_ADDRESS });
    }

    pub(crate) fn rings(&mut self, millis: u64, call: u32) {
        let device = self.one.device;
        let address = AddressId(0);
        self.at(millis).switch(provider::Input::Deliver { call: CallId(call), device, address });
    }

    pub(crate) fn answers(&mut self, millis: u64) {
        let seat = self.one.seat;
        let desk = self.at(millis);
        let call = desk.offered(seat);
        assert_eq!(desk.call(seat, Function::Answer { call }).0, ResultCode::SUCCESS);
    }

    pub(crate) fn hangs_up(&mut self, millis: u64, call: u32) {
        self.at(millis).switch(provider::Input::HangUp { call: CallId(call) });
    }

    pub(crate) fn sets(&mut self, millis: u64, state: AgentSessionState, next: AgentSessionState) {
        let one = self.one;
        assert_eq!(self.at(millis).set(one, state, next), ResultCode::SUCCESS);
    }

    pub(crate) fn ask(&mut self, millis: u64, function: Function) -> Result<Option<Answer>, ResultCode> {
        match self.at(millis).call(SUPERVISOR, function) {
            (ResultCode::SUCCESS, _, answer) => Ok(answer),
            (refused, ..) => Err(refused),
        }
    }

    pub(crate) fn session(&mut self, millis: u64) -> AgentSessionInfo {
        let (line, session) = (self.acd, self.one.session);
        match self.ask(millis, Function::GetAgentSessionInfo { line, session }) {
            Ok(Some(Answer::SessionInfo(info))) => *info,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn agent(&mut self, millis: u64) -> AgentInfo {
        let (line, agent) = (self.acd, self.one.agent);
        match self.ask(millis, Function::GetAgentInfo { line, agent }) {
            Ok(Some(Answer::AgentInfo(info))) => *info,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn queue(&mut self, millis: u64) -> QueueInfo {
        self.queue_of(millis, QUEUE)
    }

    pub(crate) fn queue_of(&mut self, millis: u64, queue: QueueId) -> QueueInfo {
        match self.ask(millis, Function::GetQueueInfo { line: self.acd, queue }) {
            Ok(Some(Answer::Queue(info))) => *info,
            other => panic!("{other:?}"),
        }
    }

    fn measure_agent(&mut self, millis: u64, period: u32) {
        let (line, agent) = (self.acd, self.one.agent);
        let set = Function::SetAgentMeasurementPeriod { line, agent, period };
        assert_eq!(self.ask(millis, set), Ok(None));
    }

    /// Two calls: 6 s and 3 s to the answer, 30.5 s and 20 s of talk, 10 s of after-call work for the first alone.
    fn two_calls(&mut self) {
        self.sets(0, AgentSessionState::READY, NONE);
        self.arrives(10_000, 1);
        self.rings(14_000, 1);
        self.answers(16_000);
        self.hangs_up(46_500, 1);
        self.sets(56_500, AgentSessionState::READY, NONE);
        self.arrives(60_000, 2);
        self.rings(60_000, 2);
        self.answers(63_000);
        self.sets(73_000, NONE, AgentSessionState::READY);
        self.hangs_up(83_000, 2);
    }
}

fn rate(text: &str) -> Currency {
    text.parse().expect("an amount")
}

/// LINEAGENTSESSIONINFO structure.
#[test]
fn a_session_counts_its_calls() {
    let mut day = Day::new();
    let begin = i64::try_from(day.begin).expect("a short test");
    let new = day.session(0);
    assert_eq!(
        new,
        AgentSessionInfo {
            state: AgentSessionState::NOT_READY,
            next_state: AgentSessionState::BUSY_WRAP_UP,
            start_time: OleDate::from_unix_micros(EPOCH_MICROS + begin).expect("a date"),
            ..AgentSessionInfo::default()
        }
    );
    day.two_calls();
    let counted = AgentSessionInfo {
        state: AgentSessionState::READY,
        duration: 100,
        number_of_calls: 2,
        total_talk_time: 50,
        average_talk_time: 25,
        total_call_time: 60,
        average_call_time: 30,
        total_wrap_up_time: 10,
        average_wrap_up_time: 5,
        acd_call_rate: rate("72"),
        longest_time_to_answer: 6,
        average_time_to_answer: 4,
        ..new
    };
    assert_eq!(day.session(100_000), counted);
    // The duration stands still when the session has ended.
    day.sets(100_000, AgentSessionState::ENDED, NONE);
    assert_eq!(day.session(150_000), AgentSessionInfo { state: AgentSessionState::ENDED, ..counted });
    assert_eq!(day.desk.monitor.findings(), []);
}

/// What is going on counts: talk and after-call work are read while they last.
#[test]
fn a_session_counts_what_is_going_on() {
    let mut day = Day::new();
    day.sets(0, AgentSessionState::READY, NONE);
    day.arrives(0, 1);
    day.rings(0, 1);
    day.answers(2_000);
    let talking = day.session(7_999);
    let read = |info: &AgentSessionInfo| (info.state, info.number_of_calls, info.total_talk_time);
    assert_eq!(read(&talking), (AgentSessionState::BUSY_ON_CALL, 1, 5));
    day.hangs_up(12_000, 1);
    let working = day.session(15_000);
    assert_eq!(read(&working), (AgentSessionState::BUSY_WRAP_UP, 1, 10));
    assert_eq!((working.total_wrap_up_time, working.total_call_time), (3, 13));
}

/// LINEAGENTINFO structure.
#[test]
fn an_agent_counts_the_calls_of_every_session() {
    let mut day = Day::new();
    day.measure_agent(0, 1000);
    day.two_calls();
    let counted = AgentInfo {
        state: AgentStateEx::READY,
        next_state: AgentStateEx::NOT_READY,
        measurement_period: 1000,
        overall_call_rate: rate("72"),
        number_of_acd_calls: 2,
        number_of_incoming_calls: 0,
        number_of_outgoing_calls: 0,
        total_acd_talk_time: 50,
        total_acd_call_time: 60,
        total_acd_wrap_up_time: 10,
    };
    assert_eq!(day.agent(100_000), counted);
    // A call that no session is ready for is none of the ACD's; what follows it is what the sessions are.
    day.arrives(100_000, 3);
    day.rings(100_000, 3);
    day.sets(100_000, AgentSessionState::NOT_READY, NONE);
    day.answers(100_000);
    let busy = AgentInfo {
        state: AgentStateEx::BUSY_INCOMING,
        overall_call_rate: rate("36"),
        number_of_incoming_calls: 1,
        ..counted
    };
    assert_eq!(day.agent(200_000), busy);
    // No session, no agent hour: the rate stands still.
    day.hangs_up(200_000, 3);
    for session in [day.one.session, two_sessions(&mut day)] {
        let one = Desktop { session, ..day.one };
        assert_eq!(day.desk.set(one, AgentSessionState::ENDED, NONE), ResultCode::SUCCESS);
    }
    let idle = AgentInfo { state: AgentStateEx::NOT_READY, ..busy };
    assert_eq!(day.agent(900_000), idle);
    // The period is over at 1000 s.
    let over = AgentInfo {
        state: AgentStateEx::NOT_READY,
        next_state: AgentStateEx::NOT_READY,
        measurement_period: 1000,
        ..AgentInfo::default()
    };
    assert_eq!(day.agent(1_000_000), over);
}

/// The agent's session for the first group.
fn two_sessions(day: &mut Day) -> AgentSessionHandle {
    let (line, agent) = (day.acd, day.one.agent);
    let millis = (day.desk.now.as_micros() - day.begin) / 1000;
    let Ok(Some(Answer::Sessions(list))) = day.ask(millis, Function::GetAgentSessionList { line, agent })
    else {
        panic!("no list")
    };
    let entry = |session, group| AgentSessionEntry { session, agent, group, working_address: AddressId(0) };
    assert_eq!(list, [entry(list[0].session, GROUPS[0]), entry(day.one.session, GROUPS[1])]);
    list[0].session
}

/// lineSetAgentMeasurementPeriod function: a call that lasts beyond the end counts in both periods, each its part.
#[test]
fn an_agents_periods_follow_each_other() {
    let mut day = Day::new();
    day.sets(0, AgentSessionState::READY, NONE);
    let read = |info: AgentInfo| {
        let AgentInfo { measurement_period, number_of_acd_calls, total_acd_talk_time, .. } = info;
        (measurement_period, number_of_acd_calls, total_acd_talk_time, info.overall_call_rate)
    };
    day.measure_agent(10_000, 60);
    day.arrives(60_000, 1);
    day.rings(60_000, 1);
    day.answers(60_000);
    assert_eq!(read(day.agent(69_000)), (60, 1, 9, rate("61.0169")));
    assert_eq!(read(day.agent(70_000)), (60, 0, 0, rate("0")));
    day.hangs_up(80_000, 1);
    assert_eq!(read(day.agent(90_000)), (60, 0, 10, rate("0")));
    assert_eq!(read(day.agent(200_000)), (60, 0, 0, rate("0")));
    // Setting it again begins anew.
    day.measure_agent(200_000, 30);
    assert_eq!(read(day.agent(229_999)), (30, 0, 0, rate("0")));
}

/// LINEQUEUEINFO structure, lineSetQueueMeasurementPeriod function: the longest wait is that of ever.
#[test]
fn a_queues_periods_follow_each_other() {
    let mut day = Day::new();
    let set = Function::SetQueueMeasurementPeriod { line: day.acd, queue: QUEUE, period: 60 };
    assert_eq!(day.ask(0, set), Ok(None));
    let news = Message::QueueStatus { queue: QUEUE, changed: QueueStatus::UPDATE_INFO };
    assert_eq!(day.desk.heard(SUPERVISOR).last(), Some(&news));
    day.arrives(10_000, 1);
    day.arrives(20_000, 2);
    day.rings(30_000, 1);
    day.hangs_up(50_000, 2);
    let counted = QueueInfo {
        measurement_period: 60,
        total_calls_queued: 2,
        total_calls_abandoned: 1,
        longest_ever_wait_time: 30,
        average_wait_time: 25,
        ..QueueInfo::default()
    };
    assert_eq!(day.queue(59_000), counted);
    let over = QueueInfo { measurement_period: 60, longest_ever_wait_time: 30, ..QueueInfo::default() };
    assert_eq!(day.queue(60_000), over);
    // Who came in one period and leaves in the next waited all the time.
    day.arrives(110_000, 3);
    day.hangs_up(130_000, 3);
    let counted = QueueInfo { total_calls_abandoned: 1, average_wait_time: 20, ..over };
    assert_eq!(day.queue(130_000), counted);
}

/// LINEAGENTSTATUSEX_ and LINEAGENTSESSIONSTATUS_ Constants: UPDATEINFO comes where calls, talk and after-call work
/// begin and end, with the state if that changes too.
#[test]
fn new_figures_are_told() {
    let mut day = Day::new();
    day.sets(0, AgentSessionState::READY, NONE);
    let first = day.desk.heard(SUPERVISOR).len();
    day.arrives(0, 1);
    day.rings(0, 1);
    day.answers(0);
    day.hangs_up(1_000, 1);
    day.sets(2_000, AgentSessionState::NOT_READY, NONE);
    day.measure_agent(3_000, 60);
    let Desktop { agent, session, .. } = day.one;
    let told: Vec<_> = day.desk.heard(SUPERVISOR)[first..]
        .iter()
        .filter(|m| matches!(m, Message::AgentStatusEx { .. } | Message::AgentSessionStatus { .. }))
        .copied()
        .collect();
    let of_session = |state| {
        let changed = AgentSessionStatus::STATE | AgentSessionStatus::UPDATE_INFO;
        Message::AgentSessionStatus { session, changed, state }
    };
    let of_agent = |changed, state| Message::AgentStatusEx { agent, changed, state };
    let both = AgentStatusEx::STATE | AgentStatusEx::UPDATE_INFO;
    assert_eq!(
        told,
        [
            of_session(AgentSessionState::BUSY_ON_CALL),
            of_agent(both, AgentStateEx::BUSY_ACD),
            of_session(AgentSessionState::BUSY_WRAP_UP),
            of_agent(both, AgentStateEx::NOT_READY),
            of_session(AgentSessionState::NOT_READY),
            of_agent(AgentStatusEx::UPDATE_INFO, AgentStateEx(0)),
            of_agent(AgentStatusEx::UPDATE_INFO, AgentStateEx(0)),
        ]
    );
}

/// The functions' pages: INVALPARAM for a handle that names nothing and for a period of 0.
#[test]
fn what_is_not_there_has_no_figures() {
    let mut day = Day::new();
    let line = day.acd;
    let (agent, session, queue) = (day.one.agent, day.one.session, QUEUE);
    let (no_agent, no_session) = (AgentHandle(session.0), AgentSessionHandle(agent.0));
    for function in [
        Function::GetAgentInfo { line, agent: no_agent },
        Function::GetAgentSessionList { line, agent: no_agent },
        Function::GetAgentSessionInfo { line, session: no_session },
        Function::GetQueueInfo { line, queue: QueueId(0) },
        Function::SetAgentMeasurementPeriod { line, agent: no_agent, period: 60 },
        Function::SetAgentMeasurementPeriod { line, agent, period: 0 },
        Function::SetQueueMeasurementPeriod { line, queue: QueueId(0), period: 60 },
        Function::SetQueueMeasurementPeriod { line, queue, period: 0 },
    ] {
        let asked = format!("{function:?}");
        assert_eq!(day.ask(0, function), Err(LineErr::INVAL_PARAM.into()), "{asked}");
    }
}
