//! The twenty requests. What is wrong is looked for in the order that the handler states, before anything changes.

use tapi_acd::answer::{AgentCaps, AgentSessionEntry, Answer};
use tapi_acd::handler::Account;
use tapi_acd::ids::{ActivityId, AddressId, AgentHandle, AgentSessionHandle, DeviceId, QueueId};
use tapi_acd::request::ProxyRequest;
use tapi_acd::wire::Guid;
use tapi_acd::wire::consts::{
    AgentSessionState as State, AgentState, AgentStateEx, AgentStatus, ApiVersion, LineErr, QueueStatus,
};
use tapi_acd::{Instant, Message};

use super::addresses::choices;
use super::figures::Period;
use super::{Answered, Model, group_id};

/// What stands ready for the next call, longest ready first by time alone.
pub(crate) type Idle = Vec<(Instant, AgentHandle, AgentSessionHandle, DeviceId, AddressId)>;

impl Model {
    pub(crate) fn serve(
        &mut self,
        device: DeviceId,
        client_version: ApiVersion,
        request: &ProxyRequest,
    ) -> Answered {
        match request {
            ProxyRequest::SetAgentGroup { address, groups } => self.set_groups(device, *address, groups),
            ProxyRequest::SetAgentState { address, state, next } => {
                self.set_state(device, *address, *state, *next)
            }
            ProxyRequest::SetAgentActivity { address, activity } => {
                self.set_activity(device, *address, *activity)
            }
            ProxyRequest::GetAgentCaps { .. } => Ok(Some(self.capabilities(client_version))),
            ProxyRequest::GetAgentStatus { address } => Ok(Some(self.status(device, *address))),
            ProxyRequest::AgentSpecific { extension, params, .. } => {
                let known = (*extension as usize) < self.extensions.len();
                if known { Ok(Some(Answer::Specific(params.clone()))) } else { Err(LineErr::INVAL_PARAM) }
            }
            ProxyRequest::GetAgentActivityList { .. } => {
                Ok(Some(Answer::Activities(self.activities.clone())))
            }
            ProxyRequest::GetAgentGroupList { .. } | ProxyRequest::GetGroupList {} => {
                let there = self.groups.iter().filter(|group| group.there);
                Ok(Some(Answer::Groups(there.map(|group| group.what.entry.clone()).collect())))
            }
            ProxyRequest::CreateAgent { agent_id, agent_pin } => {
                self.create_agent(device, agent_id.as_deref(), agent_pin.as_deref())
            }
            ProxyRequest::SetAgentMeasurementPeriod { agent, period } => {
                let agent = self.named_agent(*agent)?;
                let a = &mut self.agents[agent];
                a.period = Some(since(*period, self.now, a.events.len())?);
                self.tell_figures(agent);
                Ok(None)
            }
            ProxyRequest::GetAgentInfo { agent } => {
                Ok(Some(Answer::AgentInfo(Box::new(self.agent_info(self.named_agent(*agent)?)))))
            }
            ProxyRequest::CreateAgentSession { agent, agent_pin, group, working_address } => {
                self.create_session(device, *agent, agent_pin.as_deref(), *group, *working_address)
            }
            ProxyRequest::GetAgentSessionList { agent } => self.session_list(*agent),
            ProxyRequest::SetAgentSessionState { session, state, next } => {
                self.set_session_state(*session, *state, *next)
            }
            ProxyRequest::GetAgentSessionInfo { session } => {
                Ok(Some(Answer::SessionInfo(self.session_info(self.named_session(*session)?).into())))
            }
            ProxyRequest::GetQueueList { group } => {
                let group = self.group(*group).ok_or(LineErr::INVAL_AGENT_GROUP)?;
                let queues = &self.groups[group].what.queues;
                let there = self.queues.iter().filter(|queue| queue.there);
                let served = there.filter(|queue| queues.contains(&queue.what.entry.id));
                Ok(Some(Answer::Queues(served.map(|queue| queue.what.entry.clone()).collect())))
            }
            ProxyRequest::SetQueueMeasurementPeriod { queue, period } => self.measure_queue(*queue, *period),
            ProxyRequest::GetQueueInfo { queue } => {
                let queue = self.queue(*queue).ok_or(LineErr::INVAL_PARAM)?;
                Ok(Some(Answer::Queue(Box::new(self.queue_info(queue)))))
            }
            ProxyRequest::SetAgentStateEx { agent, state, next } => {
                self.set_agent_state(*agent, *state, *next)
            }
        }
    }

    fn named_agent(&self, name: AgentHandle) -> Result<usize, LineErr> {
        let named = self.agents.iter().position(|agent| agent.there && agent.name == name);
        named.ok_or(LineErr::INVAL_PARAM)
    }

    fn named_session(&self, name: AgentSessionHandle) -> Result<usize, LineErr> {
        let named = self.sessions.iter().position(|session| session.is_there() && session.name == name);
        named.ok_or(LineErr::INVAL_PARAM)
    }

    /// The account of an id; none is asked for without an id, or where there are no accounts at all.
    fn account(&self, id: Option<&str>) -> Result<Option<&Account>, LineErr> {
        let Some(id) = id.filter(|_| !self.accounts.is_empty()) else { return Ok(None) };
        let account = self.accounts.iter().find(|account| &*account.id == id);
        account.map(Some).ok_or(LineErr::INVAL_AGENT_ID)
    }

    fn set_groups(&mut self, device: DeviceId, address: AddressId, wanted: &[Guid]) -> Answered {
        let there = self.groups.iter().filter(|group| group.there).count();
        let known: Option<Vec<_>> = wanted.iter().map(|group| self.group(*group)).collect();
        let mut wanted = known.filter(|_| wanted.len() <= there).ok_or(LineErr::INVAL_AGENT_GROUP)?;
        wanted.sort_unstable();
        wanted.dedup();
        let agent = self.agent_at(device);
        let live = agent.map(|agent| self.live(agent)).unwrap_or_default();
        let group_of = |at: &usize| self.sessions[*at].group;
        let joining: Vec<_> =
            wanted.iter().copied().filter(|group| !live.iter().any(|at| group_of(at) == *group)).collect();
        let (here, elsewhere): (Vec<_>, Vec<_>) =
            live.into_iter().partition(|at| self.sessions[*at].address == address);
        if !joining.is_empty() {
            self.account(agent.and_then(|agent| self.agents[agent].id.as_deref()))?;
        }
        if elsewhere.iter().any(|at| wanted.contains(&group_of(at))) {
            return Err(LineErr::INVAL_AGENT_GROUP);
        }
        // A group that is gone goes by itself, with the call that it is waiting for.
        let leaves = |at: &usize| !wanted.contains(&group_of(at)) && self.groups[group_of(at)].there;
        let leaving: Vec<_> = here.into_iter().filter(leaves).collect();
        if leaving.iter().any(|at| self.sessions[*at].state() == State::BUSY_ON_CALL) {
            return Err(LineErr::INVAL_ADDRESS_STATE);
        }
        let agent = match agent {
            None if joining.is_empty() => return Ok(None),
            None => self.new_agent(device, None, true),
            Some(agent) => agent,
        };
        for group in joining {
            self.new_session(agent, group, address);
        }
        for session in leaving {
            self.turn_session(session, State::ENDED);
            self.turn_session(session, State::RELEASED);
        }
        self.settle(agent);
        Ok(None)
    }

    fn set_state(
        &mut self,
        device: DeviceId,
        address: AddressId,
        state: AgentState,
        next: AgentState,
    ) -> Answered {
        let here = self.here(device, address);
        let agent = self.agent_at(device).filter(|_| !here.is_empty()).ok_or(LineErr::INVAL_ADDRESS_STATE)?;
        let (valid, valid_next) = choices(self.look(device, address).state);
        if state.0 != 0 && !valid.contains(&state) || next.0 != 0 && !valid_next.contains(&next) {
            return Err(LineErr::INVAL_AGENT_STATE);
        }
        match state {
            AgentState::LOGGED_OFF => return self.set_groups(device, address, &[]),
            AgentState::READY => here.iter().for_each(|at| self.turn_session(*at, State::READY)),
            AgentState::NOT_READY => here.iter().for_each(|at| self.turn_session(*at, State::NOT_READY)),
            _ => {}
        }
        if state.0 != 0 {
            self.follow(agent);
        }
        self.plan(
            agent,
            match next {
                AgentState::READY => Some(State::READY),
                AgentState::NOT_READY => Some(State::NOT_READY),
                _ => None,
            },
        );
        Ok(None)
    }

    fn set_activity(&mut self, device: DeviceId, address: AddressId, activity: ActivityId) -> Answered {
        let here = self.here(device, address);
        let agent = self.agent_at(device).filter(|_| !here.is_empty()).ok_or(LineErr::INVAL_ADDRESS_STATE)?;
        if !self.activities.iter().any(|known| known.id == activity) {
            return Err(LineErr::INVAL_AGENT_ACTIVITY);
        }
        self.agents[agent].activity = activity;
        Ok(None)
    }

    fn capabilities(&self, client_version: ApiVersion) -> Answer {
        let caps_version = client_version.min(ApiVersion::V2_2);
        let states = [AgentState::LOGGED_OFF, AgentState::NOT_READY, AgentState::READY];
        let next = [AgentState::NOT_READY, AgentState::READY, AgentState::WORKING_AFTER_CALL];
        let there = self.groups.iter().filter(|group| group.there).count();
        Answer::Caps(Box::new(AgentCaps {
            handler_info: "handler under test".into(),
            caps_version,
            features: self.features(true),
            states: states.iter().map(|state| state.0).sum(),
            next_states: next.iter().map(|state| state.0).sum(),
            max_num_group_entries: u32::try_from(there).expect("a short list"),
            status_messages: AgentStatus::from_bits_retain(0x1FF),
            extensions: self.extensions.clone(),
            proxy_guid: if caps_version == ApiVersion::V2_2 { group_id(99) } else { Guid::default() },
        }))
    }

    pub(super) fn create_agent(&mut self, device: DeviceId, id: Option<&str>, pin: Option<&str>) -> Answered {
        if let Some(needed) = self.account(id)?.and_then(|account| account.pin.as_deref())
            && pin != Some(needed)
        {
            return Err(LineErr::INVAL_PASSWORD);
        }
        if id.is_some() && self.agents.iter().any(|agent| agent.there && agent.id.as_deref() == id) {
            return Err(LineErr::INVAL_AGENT_ID);
        }
        if self.agent_at(device).is_some() {
            return Err(LineErr::RESOURCE_UNAVAIL);
        }
        let agent = self.new_agent(device, id, false);
        Ok(Some(Answer::Agent(self.agents[agent].name)))
    }

    pub(super) fn create_session(
        &mut self,
        device: DeviceId,
        agent: AgentHandle,
        pin: Option<&str>,
        group: Guid,
        address: AddressId,
    ) -> Answered {
        let agent = self.named_agent(agent)?;
        if self.agents[agent].device != device {
            return Err(LineErr::INVAL_PARAM);
        }
        let group = self.group(group).ok_or(LineErr::INVAL_AGENT_GROUP)?;
        let account = self.account(self.agents[agent].id.as_deref())?;
        if let (Some(needed), Some(pin)) = (account.and_then(|account| account.pin.as_deref()), pin)
            && needed != pin
        {
            return Err(LineErr::INVAL_PASSWORD);
        }
        if self.live(agent).iter().any(|at| self.sessions[*at].group == group) {
            return Err(LineErr::INVAL_AGENT_GROUP);
        }
        let session = self.new_session(agent, group, address);
        self.follow(agent);
        Ok(Some(Answer::Session(self.sessions[session].name)))
    }

    fn session_list(&self, agent: AgentHandle) -> Answered {
        let of = self.named_agent(agent)?;
        let own = self.sessions.iter().filter(|session| session.agent == of && session.is_there());
        let entry = |session: &super::Session| AgentSessionEntry {
            session: session.name,
            agent,
            group: self.groups[session.group].what.entry.id,
            working_address: session.address,
        };
        Ok(Some(Answer::Sessions(own.map(entry).collect())))
    }

    fn set_session_state(&mut self, session: AgentSessionHandle, state: State, next: State) -> Answered {
        let session = self.named_session(session)?;
        let s = &self.sessions[session];
        let goes_on = self.groups[s.group].there;
        let allowed_next = match next {
            State(0) | State::ENDED => true,
            State::READY | State::NOT_READY => goes_on,
            _ => false,
        };
        let allowed = match (s.state(), state) {
            (_, State(0)) => true,
            (State::NOT_READY | State::READY | State::BUSY_WRAP_UP, wanted) => {
                matches!(wanted, State::NOT_READY | State::READY | State::ENDED)
            }
            (State::ENDED, wanted) => matches!(wanted, State::ENDED | State::RELEASED),
            _ => false,
        };
        if !allowed || !allowed_next {
            return Err(LineErr::INVAL_AGENT_STATE);
        }
        let agent = s.agent;
        if state.0 != 0 {
            self.turn_session(session, state);
        }
        self.sessions[session].next = (next.0 != 0).then_some(next);
        self.settle(agent);
        Ok(None)
    }

    pub(super) fn set_agent_state(
        &mut self,
        agent: AgentHandle,
        state: AgentStateEx,
        next: AgentStateEx,
    ) -> Answered {
        let agent = self.named_agent(agent)?;
        let may_choose = [AgentStateEx::NOT_READY, AgentStateEx::READY, AgentStateEx::UNKNOWN]
            .contains(&self.agents[agent].state);
        let allowed = match state {
            AgentStateEx(0) | AgentStateEx::RELEASED => true,
            AgentStateEx::READY | AgentStateEx::NOT_READY => may_choose,
            _ => false,
        };
        let next = match next {
            AgentStateEx(0) => None,
            AgentStateEx::READY => Some(State::READY),
            AgentStateEx::NOT_READY => Some(State::NOT_READY),
            _ => return Err(LineErr::INVAL_AGENT_STATE),
        };
        if !allowed {
            return Err(LineErr::INVAL_AGENT_STATE);
        }
        match state {
            AgentStateEx::RELEASED => self.release(agent),
            AgentStateEx::READY => self.want(agent, State::READY),
            AgentStateEx::NOT_READY => self.want(agent, State::NOT_READY),
            _ => {}
        }
        self.plan(agent, next);
        Ok(None)
    }

    /// Every session that is not on a call does what the agent wants; without any the agent does it alone.
    pub(super) fn want(&mut self, agent: usize, state: State) {
        let mut live = self.live(agent);
        live.retain(|at| self.sessions[*at].state() != State::BUSY_ON_CALL);
        for session in &live {
            self.turn_session(*session, state);
        }
        if !live.is_empty() {
            self.follow(agent);
        } else if !self.link_lost {
            let is_ready = state == State::READY;
            self.turn_agent(agent, if is_ready { AgentStateEx::READY } else { AgentStateEx::NOT_READY });
        }
    }

    /// What shall follow the call that the agent is on.
    fn plan(&mut self, agent: usize, next: Option<State>) {
        for at in self.live(agent) {
            if self.sessions[at].state() == State::BUSY_ON_CALL {
                self.sessions[at].next = next;
            }
        }
    }

    fn measure_queue(&mut self, queue: QueueId, period: u32) -> Answered {
        let at = self.queue(queue).ok_or(LineErr::INVAL_PARAM)?;
        let q = &mut self.queues[at];
        q.period = Some(since(period, self.now, q.events.len())?);
        self.say_acd(Message::QueueStatus { queue, changed: QueueStatus::UPDATE_INFO });
        Ok(None)
    }

    /// Who can take a call of a group.
    pub(crate) fn idle(&self, group: Guid) -> Idle {
        let Some(group) = self.group(group) else { return vec![] };
        let ready = self.sessions.iter().filter(|s| s.group == group && s.state() == State::READY);
        let idle = ready.filter_map(|s| {
            let a = &self.agents[s.agent];
            let is_idle = a.state == AgentStateEx::READY && !self.rings_at(a.device);
            is_idle.then_some((Instant::from_micros(a.ready_since), a.name, s.name, a.device, s.address))
        });
        idle.collect()
    }

    /// The ids of the groups that are there.
    pub(crate) fn group_ids(&self) -> Vec<Guid> {
        self.groups.iter().filter(|group| group.there).map(|group| group.what.entry.id).collect()
    }

    /// The ids of the queues that are there.
    pub(crate) fn queue_ids(&self) -> Vec<QueueId> {
        self.queues.iter().filter(|queue| queue.there).map(|queue| queue.what.entry.id).collect()
    }
}

fn since(seconds: u32, set: u64, happened: usize) -> Result<Period, LineErr> {
    if seconds == 0 { Err(LineErr::INVAL_PARAM) } else { Ok(Period { seconds, set, happened }) }
}
