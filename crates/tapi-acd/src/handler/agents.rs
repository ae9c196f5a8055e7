//! Agents and their sessions, and the one rule that holds the two views together.
//!
//! An agent's state (Ex) follows from the sessions; [`follow`] is that rule. Microsoft documents no relation between
//! the two, so every row of it is inferred.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use tapi_wire::Guid;
use tapi_wire::consts::{AgentSessionState, AgentSessionStatus, AgentStateEx, AgentStatusEx};

use super::{AgentHandler, IdleAgent};
use crate::arena::{Arena, HandleShape};
use crate::ids::{AddressId, AgentHandle, AgentSessionHandle, DeviceId};
use crate::machine::{Verdict, agent_ex, agent_session};
use crate::message::Message;
use crate::time::Instant;

const AGENTS: HandleShape = HandleShape { tag: 0x0A00_0000, index_bits: 16, generation_bits: 8 };
const SESSIONS: HandleShape = HandleShape { tag: 0x0B00_0000, index_bits: 16, generation_bits: 8 };

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Agent {
    pub(super) id: Option<alloc::boxed::Box<str>>,
    pub(super) device: DeviceId,
    pub(super) state: agent_ex::State,
    pub(super) sessions: Vec<AgentSessionHandle>,
    /// Answered calls that belong to no session.
    pub(super) other_calls: u32,
    /// Calls that ring there: not idle, though ready.
    ringing: u32,
    /// Ready since then; the number orders agents who became ready at the same time.
    ready_since: Option<(Instant, u64)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Session {
    pub(super) agent: AgentHandle,
    pub(super) group: usize,
    pub(super) address: AddressId,
    pub(super) state: agent_session::State,
    /// What follows the current call; `None` leaves it to the default, after-call work.
    pub(super) next: Option<agent_session::State>,
}

type IdleKey = (Instant, u64, AgentSessionHandle);

/// Who is logged in, and who is idle for which group.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Agents {
    agents: Arena<Agent>,
    sessions: Arena<Session>,
    groups: Vec<Guid>,
    /// By group: the ready sessions of idle agents, longest idle first.
    idle: Vec<BTreeSet<IdleKey>>,
    /// By device: who is logged in there.
    devices: Vec<Option<AgentHandle>>,
    next_ready: u64,
}

impl Agents {
    pub(super) fn new(groups: Vec<Guid>) -> Self {
        let idle = groups.iter().map(|_| BTreeSet::new()).collect();
        Self {
            agents: Arena::new(AGENTS),
            sessions: Arena::new(SESSIONS),
            groups,
            idle,
            devices: Vec::new(),
            next_ready: 0,
        }
    }

    pub(super) fn agent(&self, agent: AgentHandle) -> Option<&Agent> {
        self.agents.get(agent.0)
    }

    pub(super) fn session(&self, session: AgentSessionHandle) -> Option<&Session> {
        self.sessions.get(session.0)
    }

    pub(super) fn session_mut(&mut self, session: AgentSessionHandle) -> Option<&mut Session> {
        self.sessions.get_mut(session.0)
    }

    pub(super) fn handles(&self) -> impl Iterator<Item = AgentHandle> {
        self.agents.iter().map(|(handle, _)| AgentHandle(handle))
    }

    pub(super) fn at_device(&self, device: DeviceId) -> Option<AgentHandle> {
        self.devices.get(device.0 as usize).copied().flatten()
    }

    pub(super) fn is_logged_in(&self, id: &str) -> bool {
        self.agents.iter().any(|(_, agent)| agent.id.as_deref() == Some(id))
    }

    pub(super) fn group_at(&self, group: Guid) -> Option<usize> {
        self.groups.iter().position(|known| *known == group)
    }

    pub(super) fn add_agent(
        &mut self,
        id: Option<alloc::boxed::Box<str>>,
        device: DeviceId,
        state: agent_ex::State,
    ) -> Option<AgentHandle> {
        let agent =
            Agent { id, device, state, sessions: Vec::new(), other_calls: 0, ringing: 0, ready_since: None };
        let handle = self.agents.insert(agent).map(AgentHandle)?;
        let at = device.0 as usize;
        if self.devices.len() <= at {
            self.devices.resize(at + 1, None);
        }
        self.devices[at] = Some(handle);
        Some(handle)
    }

    pub(super) fn add_session(&mut self, session: Session) -> Option<AgentSessionHandle> {
        let handle = self.sessions.insert(session).map(AgentSessionHandle)?;
        self.agents.get_mut(session.agent.0)?.sessions.push(handle);
        Some(handle)
    }

    fn remove_session(&mut self, session: AgentSessionHandle) {
        if let Some(gone) = self.sessions.remove(session.0)
            && let Some(agent) = self.agents.get_mut(gone.agent.0)
        {
            agent.sessions.retain(|own| *own != session);
        }
    }

    fn remove_agent(&mut self, agent: AgentHandle) {
        if let Some(gone) = self.agents.remove(agent.0) {
            self.devices[gone.device.0 as usize] = None;
        }
    }

    /// The agent's session for one of the groups, given by position, if agent and session are ready.
    pub(super) fn ready_session(
        &self,
        agent: AgentHandle,
        serves: impl Fn(usize) -> bool,
    ) -> Option<AgentSessionHandle> {
        let agent = self.agent(agent).filter(|a| a.state == agent_ex::State::Ready)?;
        let ready = |session: &&AgentSessionHandle| {
            self.session(**session).is_some_and(|s| serves(s.group) && s.state == agent_session::State::Ready)
        };
        agent.sessions.iter().find(ready).copied()
    }

    pub(super) fn idle(&self, group: Guid) -> impl Iterator<Item = IdleAgent> + use<'_> {
        let sessions = self.group_at(group).into_iter().flat_map(|at| &self.idle[at]);
        sessions.filter_map(|&(since, _, session)| {
            let s = self.session(session)?;
            let device = self.agent(s.agent)?.device;
            Some(IdleAgent { agent: s.agent, session, device, address: s.address, since })
        })
    }

    /// A call rings at the agent, who is not idle until it stops.
    pub(super) fn rings(&mut self, agent: AgentHandle) {
        self.set_ringing(agent, |calls| calls.saturating_add(1));
    }

    /// A call rings no more.
    pub(super) fn rings_no_more(&mut self, agent: AgentHandle) {
        self.set_ringing(agent, |calls| calls.saturating_sub(1));
    }

    fn set_ringing(&mut self, agent: AgentHandle, change: impl FnOnce(u32) -> u32) {
        self.unindex(agent);
        if let Some(agent) = self.agents.get_mut(agent.0) {
            agent.ringing = change(agent.ringing);
        }
        self.index(agent);
    }

    /// Takes the agent's sessions out of the idle sets; call before anything that decides about them changes.
    fn unindex(&mut self, agent: AgentHandle) {
        self.each_idle_key(agent, |idle, group, key| {
            idle[group].remove(&key);
        });
    }

    /// Puts the agent's sessions into the idle sets where they belong.
    fn index(&mut self, agent: AgentHandle) {
        self.each_idle_key(agent, |idle, group, key| {
            idle[group].insert(key);
        });
    }

    fn each_idle_key(
        &mut self,
        agent: AgentHandle,
        mut act: impl FnMut(&mut [BTreeSet<IdleKey>], usize, IdleKey),
    ) {
        let Some(agent) = self.agents.get(agent.0) else { return };
        let Some((since, order)) = agent.ready_since.filter(|_| agent.ringing == 0) else { return };
        for session in &agent.sessions {
            if let Some(s) = self.sessions.get(session.0)
                && s.state == agent_session::State::Ready
            {
                act(&mut self.idle, s.group, (since, order, *session));
            }
        }
    }
}

/// The agent's state that goes with its sessions; `None` when none is live.
fn follow(
    on_other_call: bool,
    sessions: impl Iterator<Item = agent_session::State>,
) -> Option<agent_ex::State> {
    use agent_session::State as Session;
    // What weighs most decides: an ACD call, another call, after-call work, readiness.
    let weigh = |state| match state {
        Session::BusyOnCall => Some((4, agent_ex::State::BusyAcd)),
        Session::BusyWrapUp => Some((2, agent_ex::State::NotReady)),
        Session::Ready => Some((1, agent_ex::State::Ready)),
        Session::NotReady => Some((0, agent_ex::State::NotReady)),
        Session::Absent | Session::Ended | Session::Released => None,
    };
    let other = on_other_call.then_some((3, agent_ex::State::BusyIncoming));
    sessions.filter_map(weigh).chain(other).max().map(|(_, state)| state)
}

/// Whether the state is one of the three kinds of call.
const fn is_on_call(state: agent_ex::State) -> bool {
    use agent_ex::State;
    matches!(state, State::BusyAcd | State::BusyIncoming | State::BusyOutgoing)
}

/// The event that takes an agent from one state to the other.
fn event_to(from: agent_ex::State, to: agent_ex::State) -> Option<agent_ex::Event> {
    use agent_ex::{Event, State};
    let on_call = is_on_call(from);
    Some(match to {
        State::Ready if on_call => Event::CallEndedReady,
        State::NotReady if on_call => Event::CallEndedNotReady,
        State::Ready => Event::SetReady,
        State::NotReady => Event::SetNotReady,
        State::BusyAcd => Event::AcdCallAnswered,
        State::BusyIncoming => Event::IncomingCall,
        State::BusyOutgoing => Event::OutgoingCall,
        State::Released => Event::SetReleased,
        State::Absent | State::Unknown => return None,
    })
}

impl AgentHandler {
    /// Moves a session and tells so; the agent follows with [`AgentHandler::agent_follows`].
    pub(super) fn move_session(&mut self, session: AgentSessionHandle, event: agent_session::Event) {
        let Some(&Session { agent, state, .. }) = self.agents.session(session) else { return };
        match state.step(event) {
            Verdict::Go(to) => {
                self.agents.unindex(agent);
                if let Some(s) = self.agents.session_mut(session) {
                    s.state = to;
                }
                self.agents.index(agent);
                self.tell_session(agent, session, AgentSessionStatus::STATE, to.wire());
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

    pub(super) fn tell_session(
        &mut self,
        agent: AgentHandle,
        session: AgentSessionHandle,
        changed: AgentSessionStatus,
        state: AgentSessionState,
    ) {
        if let Some(device) = self.agents.agent(agent).map(|a| a.device) {
            self.tell_agent_line(device, Message::AgentSessionStatus { session, changed, state });
        }
    }

    pub(super) fn tell_agent(&mut self, agent: AgentHandle, changed: AgentStatusEx, state: AgentStateEx) {
        if let Some(device) = self.agents.agent(agent).map(|a| a.device) {
            self.tell_agent_line(device, Message::AgentStatusEx { agent, changed, state });
        }
    }

    /// Brings the agent's state in line with its sessions, and tells so if it changed.
    pub(super) fn agent_follows(&mut self, agent: AgentHandle) {
        let Some(a) = self.agents.agent(agent) else { return };
        let sessions = a.sessions.iter().filter_map(|session| self.agents.session(*session).map(|s| s.state));
        match follow(a.other_calls > 0, sessions) {
            Some(wanted) => self.move_agent(agent, wanted),
            // Without a live session the agent has nothing to be ready for.
            None => self.move_agent(agent, agent_ex::State::NotReady),
        }
    }

    /// Takes the agent to another state. From a call of one kind to one of another kind the way leads through NOTREADY:
    /// the machine has no direct move.
    pub(super) fn move_agent(&mut self, agent: AgentHandle, wanted: agent_ex::State) {
        let Some(state) = self.agents.agent(agent).map(|a| a.state) else { return };
        if state == wanted {
            return;
        }
        if is_on_call(state) && is_on_call(wanted) {
            self.move_agent(agent, agent_ex::State::NotReady);
            return self.move_agent(agent, wanted);
        }
        let step = event_to(state, wanted).map(|event| state.step(event));
        let Some(Verdict::Go(to)) = step else {
            unreachable!("an agent cannot go from {state:?} to {wanted:?}")
        };
        self.agents.unindex(agent);
        let order = self.agents.next_ready;
        if let Some(a) = self.agents.agents.get_mut(agent.0) {
            a.state = to;
            a.ready_since = (to == agent_ex::State::Ready).then_some((self.now, order));
        }
        self.agents.next_ready += 1;
        self.agents.index(agent);
        self.tell_agent(agent, AgentStatusEx::STATE, to.wire());
    }

    /// The agent answered; for a session, unless none of the call's group is ready any more.
    pub(super) fn call_answered(&mut self, agent: AgentHandle, session: Option<AgentSessionHandle>) {
        match session {
            Some(session) => self.move_session(session, agent_session::Event::CallAnswered),
            None => self.set_other_calls(agent, |calls| calls.saturating_add(1)),
        }
        self.agent_follows(agent);
    }

    /// The agent's call is over; what follows was asked for, or is after-call work.
    pub(super) fn call_ended(&mut self, agent: AgentHandle, session: Option<AgentSessionHandle>) {
        match session {
            Some(session) => {
                let next = self.agents.session_mut(session).and_then(|s| s.next.take());
                self.move_session(
                    session,
                    match next {
                        Some(agent_session::State::Ready) => agent_session::Event::CallEndedReady,
                        Some(agent_session::State::NotReady) => agent_session::Event::CallEndedNotReady,
                        Some(agent_session::State::Ended) => agent_session::Event::CallEndedForGood,
                        _ => agent_session::Event::CallEndedWithWrapUp,
                    },
                );
            }
            None => self.set_other_calls(agent, |calls| calls.saturating_sub(1)),
        }
        self.agent_follows(agent);
    }

    fn set_other_calls(&mut self, agent: AgentHandle, change: impl FnOnce(u32) -> u32) {
        if let Some(agent) = self.agents.agents.get_mut(agent.0) {
            agent.other_calls = change(agent.other_calls);
        }
    }

    /// Logs an agent off: every session is released, then the agent.
    pub(super) fn release_agent(&mut self, agent: AgentHandle) {
        let sessions = self.agents.agent(agent).map(|a| a.sessions.clone()).unwrap_or_default();
        for session in sessions {
            self.move_session(session, agent_session::Event::AgentReleased);
        }
        self.move_agent(agent, agent_ex::State::Released);
        self.agents.remove_agent(agent);
    }
}
