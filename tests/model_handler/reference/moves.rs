//! How agents and sessions come, move and go, and what is told of it.

use std::mem::take;

use tapi_acd::Message;
use tapi_acd::ids::{ActivityId, AddressId, AgentHandle, AgentSessionHandle, DeviceId};
use tapi_acd::wire::consts::{AgentSessionState, AgentSessionStatus, AgentStateEx, AgentStatusEx};

use super::{Agent, Model, Session};

impl Model {
    fn new_name(&self) -> u32 {
        u32::try_from(self.agents.len() + self.sessions.len() + 1).expect("a short script")
    }

    pub(super) fn new_agent(&mut self, device: DeviceId, id: Option<&str>, by_address: bool) -> usize {
        let (at, name, state) = (self.agents.len(), AgentHandle(self.new_name()), AgentStateEx::NOT_READY);
        self.agents.push(Agent {
            name,
            there: true,
            device,
            state,
            ready_since: 0,
            id: id.map(Box::from),
            by_address,
            activity: ActivityId(0),
            has_news: false,
            created: self.now,
            period: None,
            events: vec![],
        });
        let changed = AgentStatusEx::NEW_AGENT | AgentStatusEx::STATE;
        self.say_of(at, Message::AgentStatusEx { agent: name, changed, state });
        self.follow(at);
        at
    }

    pub(super) fn new_session(&mut self, agent: usize, group: usize, address: AddressId) -> usize {
        let (at, state) = (self.sessions.len(), AgentSessionState::NOT_READY);
        let session = AgentSessionHandle(self.new_name());
        self.sessions.push(Session {
            name: session,
            agent,
            address,
            group,
            next: None,
            states: vec![(self.now, state)],
            waits: vec![],
        });
        let changed = AgentSessionStatus::NEW_SESSION | AgentSessionStatus::STATE;
        self.say_of(agent, Message::AgentSessionStatus { session, changed, state });
        at
    }

    /// The session comes to a state. Where a call or its after-call work begins or ends, there are new figures.
    pub(super) fn turn_session(&mut self, session: usize, state: AgentSessionState) {
        let before = self.sessions[session].state();
        if before == state {
            return;
        }
        let (name, agent) = (self.sessions[session].name, self.sessions[session].agent);
        self.sessions[session].states.push((self.now, state));
        let mut changed = AgentSessionStatus::STATE;
        let busy = [AgentSessionState::BUSY_ON_CALL, AgentSessionState::BUSY_WRAP_UP];
        if busy.contains(&before) || busy.contains(&state) {
            changed |= AgentSessionStatus::UPDATE_INFO;
            self.agents[agent].has_news = true;
        }
        self.say_of(agent, Message::AgentSessionStatus { session: name, changed, state });
    }

    /// The agent comes to a state; new figures are told with it.
    pub(super) fn turn_agent(&mut self, agent: usize, state: AgentStateEx) {
        let now = self.now;
        let a = &mut self.agents[agent];
        if a.state == state {
            return;
        }
        (a.state, a.ready_since) = (state, now);
        let mut changed = AgentStatusEx::STATE;
        changed.set(AgentStatusEx::UPDATE_INFO, take(&mut a.has_news));
        let name = a.name;
        self.say_of(agent, Message::AgentStatusEx { agent: name, changed, state });
    }

    /// The agent's state follows from what it is doing: an ACD call, another call, after-call work, being ready.
    pub(super) fn follow(&mut self, agent: usize) {
        let states: Vec<_> = self.live(agent).iter().map(|at| self.sessions[*at].state()).collect();
        let state = if self.link_lost {
            AgentStateEx::UNKNOWN
        } else if states.contains(&AgentSessionState::BUSY_ON_CALL) {
            AgentStateEx::BUSY_ACD
        } else if let Some(origin) = self.other_call(agent) {
            if origin.is_outgoing() { AgentStateEx::BUSY_OUTGOING } else { AgentStateEx::BUSY_INCOMING }
        } else if states.contains(&AgentSessionState::BUSY_WRAP_UP) {
            AgentStateEx::NOT_READY
        } else if states.contains(&AgentSessionState::READY) {
            AgentStateEx::READY
        } else {
            AgentStateEx::NOT_READY
        };
        self.turn_agent(agent, state);
        if take(&mut self.agents[agent].has_news) {
            self.tell_figures(agent);
        }
    }

    pub(super) fn tell_figures(&mut self, agent: usize) {
        let (name, changed) = (self.agents[agent].name, AgentStatusEx::UPDATE_INFO);
        self.say_of(agent, Message::AgentStatusEx { agent: name, changed, state: AgentStateEx(0) });
    }

    pub(super) fn all_follow(&mut self) {
        for agent in 0..self.agents.len() {
            if self.agents[agent].there {
                self.follow(agent);
            }
        }
    }

    /// Who came by address goes with the last session; who did not follows what is left.
    pub(super) fn settle(&mut self, agent: usize) {
        if self.agents[agent].by_address && self.live(agent).is_empty() {
            self.release(agent);
        } else {
            self.follow(agent);
        }
    }

    pub(super) fn release(&mut self, agent: usize) {
        for session in 0..self.sessions.len() {
            if self.sessions[session].agent == agent && self.sessions[session].is_there() {
                self.turn_session(session, AgentSessionState::RELEASED);
            }
        }
        self.turn_agent(agent, AgentStateEx::RELEASED);
        self.agents[agent].there = false;
    }
}
