//! What an address shows (TAPI 2.0), and what is told about it.

use tapi_acd::Message;
use tapi_acd::answer::{AgentStatus as Status, Answer};
use tapi_acd::ids::{ActivityId, AddressId, DeviceId};
use tapi_acd::provider::Origin;
use tapi_acd::wire::consts::{
    AgentFeatures, AgentSessionState as SessionState, AgentState, AgentStateEx, AgentStatus,
};

use super::{Model, places};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    /// By place in the list.
    groups: Vec<usize>,
    pub(super) state: AgentState,
    next: AgentState,
    activity: ActivityId,
}

impl Seen {
    fn nobody() -> Self {
        let (state, next) = (AgentState::LOGGED_OFF, AgentState::LOGGED_OFF);
        Self { groups: vec![], state, next, activity: ActivityId(0) }
    }
}

/// What can be asked for in a state: now, and for after the call.
pub(super) fn choices(state: AgentState) -> (Vec<AgentState>, Vec<AgentState>) {
    match state {
        AgentState::NOT_READY | AgentState::READY | AgentState::WORKING_AFTER_CALL => {
            (vec![AgentState::LOGGED_OFF, AgentState::NOT_READY, AgentState::READY], vec![])
        }
        AgentState::BUSY_ACD => {
            (vec![], vec![AgentState::NOT_READY, AgentState::READY, AgentState::WORKING_AFTER_CALL])
        }
        _ => (vec![], vec![]),
    }
}

fn bits(states: &[AgentState]) -> u32 {
    states.iter().map(|state| state.0).sum()
}

impl Model {
    /// The live sessions at an address.
    pub(super) fn here(&self, device: DeviceId, address: AddressId) -> Vec<usize> {
        let live = self.agent_at(device).map(|agent| self.live(agent)).unwrap_or_default();
        live.into_iter().filter(|at| self.sessions[*at].address == address).collect()
    }

    /// What a session will be after its call.
    pub(super) fn planned(&self, session: usize) -> SessionState {
        let s = &self.sessions[session];
        match s.next {
            _ if !self.groups[s.group].there => SessionState::ENDED,
            Some(next) => next,
            None => SessionState::BUSY_WRAP_UP,
        }
    }

    /// What a session will be after the agent's call, whose ever it is.
    pub(super) fn afterwards(&self, session: usize) -> SessionState {
        let (agent, state) = (&self.agents[self.sessions[session].agent], self.sessions[session].state());
        let on_call = [AgentStateEx::BUSY_ACD, AgentStateEx::BUSY_INCOMING, AgentStateEx::BUSY_OUTGOING];
        if on_call.contains(&agent.state) && state != SessionState::BUSY_ON_CALL {
            return state;
        }
        self.planned(session)
    }

    pub(super) fn look(&self, device: DeviceId, address: AddressId) -> Seen {
        let here = self.here(device, address);
        let Some(agent) = self.agent_at(device).filter(|_| !here.is_empty()) else { return Seen::nobody() };
        let work = |states: Vec<SessionState>| {
            if states.contains(&SessionState::BUSY_WRAP_UP) {
                AgentState::WORKING_AFTER_CALL
            } else if states.contains(&SessionState::READY) {
                AgentState::READY
            } else if states.contains(&SessionState::NOT_READY) {
                AgentState::NOT_READY
            } else {
                AgentState::LOGGED_OFF
            }
        };
        let state = match self.agents[agent].state {
            AgentStateEx::UNKNOWN => AgentState::UNKNOWN,
            AgentStateEx::BUSY_ACD => AgentState::BUSY_ACD,
            AgentStateEx::BUSY_INCOMING => AgentState::BUSY_INCOMING,
            AgentStateEx::BUSY_OUTGOING if self.other_call(agent) == Some(Origin::Dialler) => {
                AgentState::BUSY_OUTBOUND
            }
            AgentStateEx::BUSY_OUTGOING => AgentState::BUSY_OTHER,
            _ => work(here.iter().map(|at| self.sessions[*at].state()).collect()),
        };
        let mut groups: Vec<_> = here.iter().map(|at| self.sessions[*at].group).collect();
        groups.sort_unstable();
        let next = work(here.iter().map(|at| self.afterwards(*at)).collect());
        Seen { groups, state, next, activity: self.agents[agent].activity }
    }

    /// Whatever an address shows otherwise than it was told is told now, after what it follows from.
    pub(super) fn tell_addresses(&mut self) {
        self.said.push(vec![]);
        let news = std::mem::replace(&mut self.news, AgentStatus::empty());
        for place @ (device, address) in places() {
            let seen = self.look(device, address);
            let before = self.told.iter().find(|(known, _)| *known == place);
            let before = before.map_or_else(Seen::nobody, |(_, seen)| seen.clone());
            let (valid, valid_next) = choices(seen.state);
            let (was_valid, was_valid_next) = choices(before.state);
            let mut changed = AgentStatus::empty();
            changed.set(AgentStatus::GROUP, seen.groups != before.groups);
            changed.set(AgentStatus::STATE, seen.state != before.state);
            changed.set(AgentStatus::NEXT_STATE, seen.next != before.next);
            changed.set(AgentStatus::ACTIVITY, seen.activity != before.activity);
            changed.set(AgentStatus::VALID_STATES, valid != was_valid);
            changed.set(AgentStatus::VALID_NEXT_STATES, valid_next != was_valid_next);
            if !seen.groups.is_empty() {
                changed |= news;
            }
            if !changed.is_empty() {
                let is_new = changed.contains(AgentStatus::STATE);
                let state = if is_new { seen.state } else { AgentState(0) };
                self.say(device, Message::AgentStatus { address, changed, state });
                self.told.retain(|(known, _)| *known != place);
                self.told.push((place, seen));
            }
        }
        self.said.push(vec![]);
    }

    /// What may be done with the handler, with an agent or without one.
    pub(super) fn features(&self, logged_in: bool) -> AgentFeatures {
        let mut features = AgentFeatures::SET_AGENT_GROUP
            | AgentFeatures::GET_AGENT_ACTIVITY_LIST
            | AgentFeatures::GET_AGENT_GROUP;
        features.set(AgentFeatures::SET_AGENT_STATE | AgentFeatures::SET_AGENT_ACTIVITY, logged_in);
        features.set(AgentFeatures::AGENT_SPECIFIC, !self.extensions.is_empty());
        features
    }

    pub(crate) fn status(&self, device: DeviceId, address: AddressId) -> Answer {
        let Seen { groups, state, next, activity } = self.look(device, address);
        let (valid, valid_next) = choices(state);
        let named = self.activities.iter().find(|known| known.id == activity);
        Answer::Status(Box::new(Status {
            features: self.features(!groups.is_empty()),
            groups: groups.iter().map(|at| self.groups[*at].what.entry.clone()).collect(),
            state,
            next_state: next,
            activity,
            activity_name: named.map(|known| known.name.clone()).unwrap_or_default(),
            valid_states: bits(&valid),
            valid_next_states: bits(&valid_next),
        }))
    }
}
