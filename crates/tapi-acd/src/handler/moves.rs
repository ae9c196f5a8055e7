//! How agents and sessions move, and the one rule that holds their two machines together.
//!
//! An agent's state (Ex) follows from the sessions; [`follow`] is that rule. Microsoft documents no relation between
//! the two, so every row of it is inferred.

use tapi_wire::consts::{AgentSessionState, AgentSessionStatus, AgentStateEx, AgentStatusEx};

use super::agents::{Agent, Session};
use super::calls::OtherCall;
use super::policy::Policy;
use super::{AgentHandler, Say};
use crate::ids::{AgentHandle, AgentSessionHandle, DeviceId};
use crate::machine::{Verdict, agent_ex, agent_session};
use crate::message::Message;
use crate::provider::Origin;
use crate::time::Instant;

/// What a session makes of its agent, and how much that weighs: what weighs most decides. An ACD call, another call,
/// after-call work, readiness.
pub(super) const fn weigh(session: agent_session::State) -> Option<(u8, agent_ex::State)> {
    use agent_session::State as Session;
    match session {
        Session::BusyOnCall => Some((4, agent_ex::State::BusyAcd)),
        Session::BusyWrapUp => Some((2, agent_ex::State::NotReady)),
        Session::Ready => Some((1, agent_ex::State::Ready)),
        Session::NotReady => Some((0, agent_ex::State::NotReady)),
        Session::Absent | Session::Ended | Session::Released => None,
    }
}

/// The agent's state that goes with its sessions; `None` when none is live.
pub(super) fn follow(
    other_call: Option<OtherCall>,
    sessions: impl Iterator<Item = agent_session::State>,
) -> Option<agent_ex::State> {
    let other = other_call.map(|call| match call {
        OtherCall::Incoming => (3, agent_ex::State::BusyIncoming),
        OtherCall::Outgoing(_) => (3, agent_ex::State::BusyOutgoing),
    });
    sessions.filter_map(weigh).chain(other).max().map(|(_, state)| state)
}

/// Whether time in the state is counted: an ACD call or its after-call work.
const fn is_busy(state: agent_session::State) -> bool {
    use agent_session::State;
    matches!(state, State::BusyOnCall | State::BusyWrapUp)
}

/// The event that takes an agent from one state to the other.
fn event_to(from: agent_ex::State, to: agent_ex::State) -> Option<agent_ex::Event> {
    use agent_ex::{Event, State};
    let after_call = from.is_on_call() || from == State::Unknown;
    Some(match to {
        State::Ready if after_call => Event::CallEndedReady,
        State::NotReady if after_call => Event::CallEndedNotReady,
        State::Ready => Event::SetReady,
        State::NotReady => Event::SetNotReady,
        State::BusyAcd => Event::AcdCallAnswered,
        State::BusyIncoming => Event::IncomingCall,
        State::BusyOutgoing => Event::OutgoingCall,
        State::Released => Event::SetReleased,
        State::Unknown => Event::SightLost,
        State::Absent => return None,
    })
}

impl<P: Policy> AgentHandler<P> {
    /// Moves a session and tells so; the agent follows with [`AgentHandler::agent_follows`].
    pub(super) fn move_session(
        &mut self,
        session: AgentSessionHandle,
        event: agent_session::Event,
        say: &mut impl Say,
    ) {
        let Some(&Session { agent, state, .. }) = self.agents.session(session) else { return };
        match state.step(event) {
            Verdict::Go(to) => {
                let mut changed = AgentSessionStatus::STATE;
                // Calls, talk and after-call work are counted where they begin and end.
                changed.set(AgentSessionStatus::UPDATE_INFO, is_busy(state) || is_busy(to));
                let tells_figures = changed.contains(AgentSessionStatus::UPDATE_INFO);
                self.agents.enter(session, to, tells_figures, self.now);
                self.tell_session(agent, session, changed, to.wire(), say);
                if to == agent_session::State::Released {
                    self.agents.remove_session(session);
                }
            }
            Verdict::Stay => {}
            Verdict::Refuse(_) | Verdict::Never => {
                unreachable!("{state:?} refuses {event:?}: it was not checked")
            }
        }
    }

    /// What the agent looks like by address may change.
    pub(super) fn touch(&mut self, agent: AgentHandle) {
        if let Some(device) = self.agents.agent(agent).map(|a| a.device) {
            self.touch_line(device);
        }
    }

    /// What the line's agent looks like by address may change.
    pub(super) fn touch_line(&mut self, device: DeviceId) {
        if self.touched.last() != Some(&device) {
            self.touched.push(device);
        }
    }

    pub(super) fn tell_session(
        &mut self,
        agent: AgentHandle,
        session: AgentSessionHandle,
        changed: AgentSessionStatus,
        state: AgentSessionState,
        say: &mut impl Say,
    ) {
        if let Some(device) = self.agents.agent(agent).map(|a| a.device) {
            self.touch_line(device);
            self.tell_agent_line(device, Message::AgentSessionStatus { session, changed, state }, say);
        }
    }

    pub(super) fn tell_agent(
        &mut self,
        agent: AgentHandle,
        changed: AgentStatusEx,
        state: AgentStateEx,
        say: &mut impl Say,
    ) {
        if let Some(device) = self.agents.agent(agent).map(|a| a.device) {
            self.touch_line(device);
            self.tell_agent_line(device, Message::AgentStatusEx { agent, changed, state }, say);
        }
    }

    /// Brings the agent's state in line with its sessions and its other call, and tells so if it changed.
    pub(super) fn agent_follows(&mut self, agent: AgentHandle, say: &mut impl Say) {
        let Some(a) = self.agents.agent(agent) else { return };
        let sessions = a.sessions.iter().filter_map(|session| self.agents.session(*session).map(|s| s.state));
        let wanted = match follow(self.calls.other(a.device), sessions) {
            _ if self.link_lost => agent_ex::State::Unknown,
            Some(wanted) => wanted,
            // Without a live session the agent has nothing to be ready for.
            None => agent_ex::State::NotReady,
        };
        if a.state != wanted {
            self.move_agent(agent, wanted, say);
        } else if a.figures_changed {
            let news = self.take_figures_changed(agent);
            self.tell_agent(agent, news, AgentStateEx(0), say);
        }
    }

    /// The bit for figures that the applications have not been told of; told with the agent's state where that changes
    /// too.
    fn take_figures_changed(&mut self, agent: AgentHandle) -> AgentStatusEx {
        let changed = self.agents.agent_mut(agent).is_some_and(|a| core::mem::take(&mut a.figures_changed));
        if changed { AgentStatusEx::UPDATE_INFO } else { AgentStatusEx::empty() }
    }

    /// Takes the agent to another state.
    pub(super) fn move_agent(&mut self, agent: AgentHandle, wanted: agent_ex::State, say: &mut impl Say) {
        let Some(state) = self.agents.agent(agent).map(|a| a.state) else { return };
        if state == wanted {
            return;
        }
        let step = event_to(state, wanted).map(|event| state.step(event));
        let Some(Verdict::Go(to)) = step else {
            unreachable!("an agent cannot go from {state:?} to {wanted:?}")
        };
        self.agents.set_agent_state(agent, to, self.now);
        let changed = AgentStatusEx::STATE | self.take_figures_changed(agent);
        self.tell_agent(agent, changed, to.wire(), say);
    }

    /// A call of this arrival was answered for a session; the agent follows.
    pub(super) fn call_answered(
        &mut self,
        session: AgentSessionHandle,
        arrived: Instant,
        say: &mut impl Say,
    ) {
        self.agents.count_answer(session, arrived, self.now);
        self.move_session(session, agent_session::Event::CallAnswered, say);
    }

    /// A call that is none of the agent's sessions' was answered; the agent follows.
    pub(super) fn other_call_answered(&mut self, agent: AgentHandle, origin: Origin) {
        let now = self.now;
        if let Some(a) = self.agents.agent_mut(agent) {
            let counters = a.measured.count(now);
            *if origin.is_outgoing() { &mut counters.outgoing } else { &mut counters.incoming } += 1;
            a.figures_changed = true;
        }
    }

    /// The session's call is over. The agent follows.
    pub(super) fn call_ended(&mut self, session: AgentSessionHandle, say: &mut impl Say) {
        let of_agent = |s: &Session| Some(self.session_after_call(self.agents.agent(s.agent)?, s));
        let next = self.agents.session(session).and_then(of_agent);
        if let Some(s) = self.agents.session_mut(session) {
            s.next = None;
        }
        self.move_session(
            session,
            match next {
                Some(agent_session::State::Ready) => agent_session::Event::CallEndedReady,
                Some(agent_session::State::NotReady) => agent_session::Event::CallEndedNotReady,
                Some(agent_session::State::Ended) => agent_session::Event::CallEndedForGood,
                _ => agent_session::Event::CallEndedWithWrapUp,
            },
            say,
        );
    }

    /// What a session will be when its call is over: what was asked for, else what the policy says; a group that is
    /// gone ends it.
    pub(super) fn session_after_call(&self, agent: &Agent, session: &Session) -> agent_session::State {
        if !self.directory.has_group(session.group) {
            return agent_session::State::Ended;
        }
        let default = || self.policy.after_call(agent.id.as_deref(), self.group_id(session.group)).into();
        session.next.unwrap_or_else(default)
    }

    /// A session may be over: who has logged in by address and works for no group any more is logged off, else the
    /// agent follows.
    pub(super) fn settle(&mut self, agent: AgentHandle, say: &mut impl Say) {
        let by_address = self.agents.agent(agent).is_some_and(|a| a.by_address);
        if by_address && self.agents.live(agent).next().is_none() {
            self.release_agent(agent, say);
        } else {
            self.agent_follows(agent, say);
        }
    }

    /// Logs an agent off: every session is released, then the agent.
    pub(super) fn release_agent(&mut self, agent: AgentHandle, say: &mut impl Say) {
        let sessions = self.agents.agent(agent).map(|a| a.sessions.clone()).unwrap_or_default();
        for session in sessions {
            self.move_session(session, agent_session::Event::AgentReleased, say);
        }
        self.move_agent(agent, agent_ex::State::Released, say);
        if let Some(gone) = self.agents.remove_agent(agent) {
            self.calls.forget_session(gone.device);
        }
    }
}
