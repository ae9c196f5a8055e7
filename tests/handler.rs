//! The agent handler at work: who is next for a call, what follows a call, what queues count, what is refused.

use tapi_acd::answer::{Answer, QueueInfo};
use tapi_acd::ids::{
    AddressId, AgentHandle, AgentSessionHandle, CallHandle, CallId, DeviceId, LineHandle, QueueId, SeatId,
};
use tapi_acd::machine::{agent_ex, agent_session};
use tapi_acd::system::Input;
use tapi_acd::wire::consts::{
    AgentSessionState, AgentSessionStatus, AgentStateEx, ApiVersion, CallPrivilege, LineErr,
};
use tapi_acd::{Function, Message, ResultCode, provider};

use crate::desk::{Desk, GROUPS};

pub(crate) const SUPERVISOR: SeatId = SeatId(1);

/// An agent's desktop: its seat, its line, its agent and the session for the first group.
#[derive(Clone, Copy)]
pub(crate) struct Desktop {
    pub(crate) seat: SeatId,
    pub(crate) device: DeviceId,
    pub(crate) line: LineHandle,
    pub(crate) agent: AgentHandle,
    pub(crate) session: AgentSessionHandle,
}

/// A supervisor on the ACD line and two agents who are not ready.
pub(crate) fn two_agents() -> (Desk, LineHandle, [Desktop; 2]) {
    let mut desk = Desk::new(3);
    desk.feed(Input::StartHandler);
    let acd = desk.open(SUPERVISOR, 0, ApiVersion::V2_2);
    let desktops = [(SeatId(2), DeviceId(1)), (SeatId(3), DeviceId(2))].map(|(seat, device)| {
        let line = desk.open_with(seat, device.0, ApiVersion::V2_2, CallPrivilege::OWNER);
        let agent = desk.agent(seat, line);
        let session = desk.join(seat, line, agent, GROUPS[0]).expect("a session");
        Desktop { seat, device, line, agent, session }
    });
    (desk, acd, desktops)
}

pub(crate) const NONE: AgentSessionState = AgentSessionState(0);

impl Desk {
    pub(crate) fn set(
        &mut self,
        who: Desktop,
        state: AgentSessionState,
        next: AgentSessionState,
    ) -> ResultCode {
        let Desktop { seat, line, session, .. } = who;
        self.call(seat, Function::SetAgentSessionState { line, session, state, next }).0
    }

    pub(crate) fn set_agent(&mut self, who: Desktop, state: AgentStateEx, next: AgentStateEx) -> ResultCode {
        let Desktop { seat, line, agent, .. } = who;
        self.call(seat, Function::SetAgentStateEx { line, agent, state, next }).0
    }

    pub(crate) fn ready(&mut self, who: Desktop) {
        assert_eq!(self.set(who, AgentSessionState::READY, NONE), ResultCode::SUCCESS);
    }

    pub(crate) fn idle(&self) -> Vec<AgentHandle> {
        self.system.handler().idle(GROUPS[0]).map(|idle| idle.agent).collect()
    }

    pub(crate) fn switch(&mut self, input: provider::Input) {
        assert_eq!(self.feed(Input::Switch(input)), []);
    }

    /// A call comes in, rings at the agent and is answered.
    pub(crate) fn talk(&mut self, who: Desktop, call: CallId) {
        self.switch(provider::Input::Arrive { call, address: AddressId(0) });
        self.switch(provider::Input::Deliver { call, device: who.device, address: AddressId(0) });
        let call = self.offered(who.seat);
        assert_eq!(self.call(who.seat, Function::Answer { call }).0, ResultCode::SUCCESS);
    }

    pub(crate) fn offered(&self, seat: SeatId) -> CallHandle {
        let mut news = self.heard(seat).into_iter().filter_map(|message| match message {
            Message::AppNewCall { call, .. } => Some(call),
            _ => None,
        });
        news.next_back().expect("a call")
    }

    pub(crate) fn session_state(&self, who: Desktop) -> Option<AgentSessionState> {
        self.system.handler().session_state(who.session).map(agent_session::State::wire)
    }

    pub(crate) fn queue(&mut self, line: LineHandle) -> QueueInfo {
        let queue = QueueId(11);
        match self.call(SUPERVISOR, Function::GetQueueInfo { line, queue }) {
            (ResultCode::SUCCESS, _, Some(Answer::Queue(info))) => *info,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn who_has_been_idle_longest_comes_first() {
    let (mut desk, _, [one, two]) = two_agents();
    desk.ready(two);
    desk.ready(one);
    assert_eq!(desk.idle(), [two.agent, one.agent]);
    // A pause puts an agent at the end.
    assert_eq!(desk.set(two, AgentSessionState::NOT_READY, NONE), ResultCode::SUCCESS);
    assert_eq!(desk.idle(), [one.agent]);
    desk.ready(two);
    assert_eq!(desk.idle(), [one.agent, two.agent]);
}

#[test]
fn at_one_moment_who_was_ready_first_comes_first() {
    let (mut desk, _, [one, two]) = two_agents();
    desk.pause = 0;
    desk.ready(two);
    desk.ready(one);
    assert_eq!(desk.idle(), [two.agent, one.agent]);
}

/// lineCreateAgentSession function: who asked knows the handle when the first message about it comes.
#[test]
fn the_reply_comes_before_the_news_it_causes() {
    let (mut desk, _, [one, _]) = two_agents();
    let first = desk.heard(one.seat).len();
    let session = desk.join(one.seat, one.line, one.agent, GROUPS[1]).expect("a session");
    let changed = AgentSessionStatus::NEW_SESSION | AgentSessionStatus::STATE;
    let news = Message::AgentSessionStatus { session, changed, state: AgentSessionState::NOT_READY };
    let heard = &desk.heard(one.seat)[first..];
    assert!(matches!(heard[0], Message::Reply { .. }), "{heard:?}");
    assert_eq!(heard[1], news);
}

/// LINEAGENTSESSIONSTATE_ Constants, AGENT_SESSION_STATE enumeration: a next state is entered when the call ends;
/// without one after-call work follows.
#[test]
fn what_was_asked_for_follows_the_call() {
    use AgentSessionState as S;
    use AgentStateEx as A;
    for (session_next, agent_next, expected) in [
        (None, None, S::BUSY_WRAP_UP),
        (Some(S::READY), None, S::READY),
        (Some(S::NOT_READY), None, S::NOT_READY),
        (Some(S::ENDED), None, S::ENDED),
        (None, Some(A::READY), S::READY),
        (None, Some(A::NOT_READY), S::NOT_READY),
        (Some(S::READY), Some(A::NOT_READY), S::NOT_READY),
    ] {
        let (mut desk, _, [one, _]) = two_agents();
        desk.ready(one);
        desk.talk(one, CallId(1));
        assert_eq!(desk.session_state(one), Some(S::BUSY_ON_CALL));
        if let Some(next) = session_next {
            assert_eq!(desk.set(one, NONE, next), ResultCode::SUCCESS);
        }
        if let Some(next) = agent_next {
            assert_eq!(desk.set_agent(one, A(0), next), ResultCode::SUCCESS);
        }
        assert_eq!(desk.session_state(one), Some(S::BUSY_ON_CALL), "nothing is entered yet");
        desk.switch(provider::Input::HangUp { call: CallId(1) });
        assert_eq!(desk.session_state(one), Some(expected), "{session_next:?} {agent_next:?}");
        assert_eq!(desk.monitor.findings(), []);
    }
}

/// A next state serves one call.
#[test]
fn a_next_state_is_used_up() {
    use AgentSessionState as S;
    let (mut desk, _, [one, _]) = two_agents();
    desk.ready(one);
    for (call, next, expected) in [(1, S::READY, S::READY), (2, NONE, S::BUSY_WRAP_UP)] {
        desk.talk(one, CallId(call));
        if next != NONE {
            assert_eq!(desk.set(one, NONE, next), ResultCode::SUCCESS);
        }
        desk.switch(provider::Input::HangUp { call: CallId(call) });
        assert_eq!(desk.session_state(one), Some(expected));
    }
}

/// After-call work has no state of its own in LINEAGENTSTATEEX_; the agent is not ready, whatever other groups wait.
#[test]
fn after_call_work_for_one_group_keeps_the_agent_from_the_other() {
    use AgentSessionState as S;
    let (mut desk, _, [one, _]) = two_agents();
    let other =
        Desktop { session: desk.join(one.seat, one.line, one.agent, GROUPS[1]).expect("a session"), ..one };
    let state = |desk: &Desk| desk.system.handler().agent_state(one.agent).map(agent_ex::State::wire);
    desk.ready(one);
    desk.ready(other);
    desk.talk(one, CallId(1));
    assert_eq!(state(&desk), Some(AgentStateEx::BUSY_ACD));
    desk.switch(provider::Input::HangUp { call: CallId(1) });
    assert_eq!([one, other].map(|who| desk.session_state(who)), [Some(S::BUSY_WRAP_UP), Some(S::READY)]);
    assert_eq!(state(&desk), Some(AgentStateEx::NOT_READY));
    assert_eq!(desk.system.handler().idle(GROUPS[1]).count(), 0);
    assert_eq!(desk.set(one, S::NOT_READY, NONE), ResultCode::SUCCESS);
    assert_eq!(state(&desk), Some(AgentStateEx::READY));
    assert_eq!(desk.system.handler().idle(GROUPS[1]).count(), 1);
}

#[test]
fn an_agent_joins_a_group_once_and_logs_in_once() {
    let (mut desk, acd, [one, two]) = two_agents();
    let refused = |error: LineErr| Err(error.into());
    // A group: one session at a time, of an agent who sits at the line.
    assert_eq!(desk.join(one.seat, one.line, one.agent, GROUPS[0]), refused(LineErr::INVAL_AGENT_GROUP));
    assert_eq!(desk.join(two.seat, two.line, one.agent, GROUPS[1]), refused(LineErr::INVAL_PARAM));
    assert_eq!(desk.set(one, AgentSessionState::ENDED, NONE), ResultCode::SUCCESS);
    assert!(desk.join(one.seat, one.line, one.agent, GROUPS[0]).is_ok(), "the first session is over");

    // A line: one agent; an agent: one line.
    let named = |line, id: &str| Function::CreateAgent { line, agent_id: Some(id.into()), agent_pin: None };
    let mut create = |line: LineHandle, seat, id| desk.call(seat, named(line, id)).0;
    assert_eq!(create(one.line, one.seat, "1003"), LineErr::RESOURCE_UNAVAIL.into());
    assert_eq!(create(acd, SUPERVISOR, "1001"), ResultCode::SUCCESS);
    let gone = desk.set_agent(two, AgentStateEx::RELEASED, AgentStateEx(0));
    assert_eq!(gone, ResultCode::SUCCESS);
    let mut create = |line: LineHandle, seat, id| desk.call(seat, named(line, id)).0;
    assert_eq!(create(two.line, two.seat, "1001"), LineErr::INVAL_AGENT_ID.into());
    assert_eq!(create(two.line, two.seat, "1002"), ResultCode::SUCCESS);
}

/// LINEQUEUEINFO structure: what the members count, in whole seconds.
#[test]
fn a_queue_counts_its_calls() {
    let (mut desk, acd, [one, _]) = two_agents();
    desk.ready(one);
    let begin = desk.now;
    let address = AddressId(0);
    let arrive = |call| provider::Input::Arrive { call: CallId(call), address };
    // One input a second: call 1 waits 3 s, call 2 gives up after 3 s, call 3 waits on, call 4 gives up while it rings.
    desk.switch(arrive(1));
    desk.switch(arrive(2));
    desk.switch(arrive(3));
    desk.switch(provider::Input::Deliver { call: CallId(1), device: one.device, address });
    desk.switch(provider::Input::HangUp { call: CallId(2) });
    let call = desk.offered(one.seat);
    assert_eq!(desk.call(one.seat, Function::Answer { call }).0, ResultCode::SUCCESS);
    let seconds = |from| u32::try_from((from) / 1_000_000).expect("a short test");
    let info = desk.queue(acd);
    let expected = QueueInfo {
        measurement_period: seconds(desk.now.as_micros()),
        total_calls_queued: 3,
        current_calls_queued: 1,
        total_calls_abandoned: 1,
        longest_ever_wait_time: 4,
        current_longest_wait_time: 4,
        average_wait_time: 3,
        ..QueueInfo::default()
    };
    assert_eq!(info, expected);
    assert_eq!(seconds(desk.now - begin), 7);

    desk.switch(provider::Input::HangUp { call: CallId(1) });
    desk.ready(one);
    desk.switch(provider::Input::Deliver { call: CallId(3), device: one.device, address });
    desk.switch(provider::Input::HangUp { call: CallId(3) });
    let info = desk.queue(acd);
    let expected = QueueInfo {
        measurement_period: seconds(desk.now.as_micros()),
        current_calls_queued: 0,
        total_calls_abandoned: 2,
        longest_ever_wait_time: 7,
        current_longest_wait_time: 0,
        // 3, 3 and 7 seconds.
        average_wait_time: 4,
        ..expected
    };
    assert_eq!(info, expected);
    assert_eq!(desk.monitor.findings(), []);
}
