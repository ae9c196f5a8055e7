//! Statistics and lists by handle (TAPI 2.2), and the periods that they cover.

use alloc::boxed::Box;
use core::num::NonZeroU32;

use tapi_wire::consts::{AgentStateEx, AgentStatusEx, LineErr};
use tapi_wire::{Guid, OleDate};

use super::agents::{Agent, Session};
use super::moves::follow;
use super::policy::Policy;
use super::requests::Answered;
use super::statistics::{Measured, mean, per_hour, seconds};
use super::{AgentHandler, Say};
use crate::answer::{AgentInfo, AgentSessionEntry, AgentSessionInfo, Answer};
use crate::ids::{AgentHandle, AgentSessionHandle, QueueId};
use crate::machine::{agent_ex, agent_session};

impl<P: Policy> AgentHandler<P> {
    pub(super) fn agent_info(&self, agent: AgentHandle) -> Answered {
        let a = self.agents.agent(agent).ok_or(LineErr::INVAL_PARAM)?;
        let counters = self.agents.counted(a, self.now);
        let acd = counters.acd;
        Ok(Some(Answer::AgentInfo(Box::new(AgentInfo {
            state: a.state.wire(),
            next_state: self.state_after_call(a).wire(),
            measurement_period: a.measured.length(self.now),
            overall_call_rate: per_hour(acd.calls, counters.active_micros),
            number_of_acd_calls: acd.calls,
            number_of_incoming_calls: counters.incoming,
            number_of_outgoing_calls: counters.outgoing,
            total_acd_talk_time: seconds(acd.talk_micros),
            total_acd_call_time: seconds(acd.call_micros()),
            total_acd_wrap_up_time: seconds(acd.wrap_up_micros),
        }))))
    }

    /// The agent's state when the call that is going on, or else the next one, is over.
    pub(super) fn state_after_call(&self, agent: &Agent) -> agent_ex::State {
        let sessions = agent.sessions.iter().filter_map(|session| self.agents.session(*session));
        let live = sessions.filter(|session| session.is_live());
        let after = live.map(|session| self.session_state_after_call(agent, session));
        follow(None, after).unwrap_or(agent_ex::State::NotReady)
    }

    /// A session's state then: the call is its own, if one is going on, and may be any session's, if it is the next
    /// one.
    pub(super) fn session_state_after_call(&self, agent: &Agent, session: &Session) -> agent_session::State {
        if agent.state.is_on_call() && session.state != agent_session::State::BusyOnCall {
            session.state
        } else {
            self.session_after_call(agent, session)
        }
    }

    pub(super) fn session_list(&self, agent: AgentHandle) -> Answered {
        let a = self.agents.agent(agent).ok_or(LineErr::INVAL_PARAM)?;
        let entry = |session: &AgentSessionHandle| {
            let s = self.agents.session(*session)?;
            let (group, working_address) = (self.group_id(s.group), s.address);
            Some(AgentSessionEntry { session: *session, agent, group, working_address })
        };
        Ok(Some(Answer::Sessions(a.sessions.iter().filter_map(entry).collect())))
    }

    pub(super) fn session_info(&self, session: AgentSessionHandle) -> Answered {
        let s = self.agents.session(session).ok_or(LineErr::INVAL_PARAM)?;
        let agent = self.agents.agent(s.agent).ok_or(LineErr::INVAL_PARAM)?;
        let in_state = self.now - s.since;
        let mut work = s.work;
        work.spend(s.state, in_state);
        // The duration stands still when the session has ended.
        let until = if s.is_live() { self.now } else { s.since };
        let duration = until - s.created;
        Ok(Some(Answer::SessionInfo(
            AgentSessionInfo {
                state: s.state.wire(),
                next_state: self.session_after_call(agent, s).wire(),
                start_time: self.date(s),
                duration: seconds(duration),
                number_of_calls: work.calls,
                total_talk_time: seconds(work.talk_micros),
                average_talk_time: mean(work.talk_micros, work.calls),
                total_call_time: seconds(work.call_micros()),
                average_call_time: mean(work.call_micros(), work.calls),
                total_wrap_up_time: seconds(work.wrap_up_micros),
                average_wrap_up_time: mean(work.wrap_up_micros, work.calls),
                acd_call_rate: per_hour(work.calls, duration),
                longest_time_to_answer: seconds(s.longest_wait_micros),
                average_time_to_answer: mean(s.waited_micros, work.calls),
            }
            .into(),
        )))
    }

    /// When the session was created; the day 0 for a time outside the years that a date can name.
    fn date(&self, session: &Session) -> OleDate {
        let micros = i64::try_from(session.created.as_micros()).unwrap_or(i64::MAX);
        OleDate::from_unix_micros(self.config.epoch_micros.saturating_add(micros)).unwrap_or_default()
    }

    pub(super) fn group_id(&self, group: u32) -> Guid {
        self.directory.group(group).entry.id
    }

    pub(super) fn measure_agent(&mut self, agent: AgentHandle, period: u32, say: &mut impl Say) -> Answered {
        let a = self.agents.agent_mut(agent).ok_or(LineErr::INVAL_PARAM)?;
        let period = NonZeroU32::new(period).ok_or(LineErr::INVAL_PARAM)?;
        a.measured = Measured::every(period, self.now);
        self.tell_agent(agent, AgentStatusEx::UPDATE_INFO, AgentStateEx(0), say);
        Ok(None)
    }

    pub(super) fn measure_queue(&mut self, queue: QueueId, period: u32, say: &mut impl Say) -> Answered {
        let at = self.directory.named_queue(queue)?;
        let period = NonZeroU32::new(period).ok_or(LineErr::INVAL_PARAM)?;
        self.queues.measure(at, period, self.now);
        self.queue_changed(at, say);
        Ok(None)
    }
}
