//! The requests, one by one. A refused request changes nothing.

use alloc::boxed::Box;
use alloc::collections::VecDeque;

use tapi_wire::Guid;
use tapi_wire::consts::{
    AgentSessionState, AgentSessionStatus, AgentStateEx, AgentStatusEx, ApiVersion, LineErr,
};

use super::agents::{Agent, Session};
use super::policy::Policy;
use super::{AgentHandler, Said, Say};
use crate::answer::Answer;
use crate::function::Function;
use crate::ids::{AddressId, AgentHandle, AgentSessionHandle, BufferAddress, DeviceId, LineHandle};
use crate::machine::{agent_ex, agent_session};
use crate::message::ResultCode;
use crate::request::ProxyRequest;

/// A request's answer, or why it is refused.
pub(super) type Answered = Result<Option<Answer>, LineErr>;

impl<P: Policy> AgentHandler<P> {
    /// Answers a request with exactly one lineProxyResponse. The answer comes before the status messages that the
    /// request causes: who asked knows the new handle when the first message about it arrives.
    pub(super) fn answer(
        &mut self,
        (line, buffer): (LineHandle, BufferAddress),
        device: DeviceId,
        client_version: ApiVersion,
        request: &ProxyRequest,
        say: &mut impl Say,
    ) {
        let mut told = VecDeque::new();
        let answered = self.serve(device, client_version, request, &mut told);
        let (result, answer) = match answered {
            Ok(answer) => (ResultCode::SUCCESS, answer),
            Err(error) => (error.into(), None),
        };
        self.note_start(false);
        say.function(Box::new(Function::ProxyResponse { line, request: buffer, result, answer }));
        for said in told {
            match said {
                Said::Message(said) => say.message(said),
                Said::Function(function) => say.function(function),
            }
        }
    }

    pub(super) fn serve(
        &mut self,
        device: DeviceId,
        client_version: ApiVersion,
        request: &ProxyRequest,
        say: &mut impl Say,
    ) -> Answered {
        match *request {
            ProxyRequest::SetAgentGroup { address, ref groups } => {
                self.set_groups(device, address, groups, say)
            }
            ProxyRequest::SetAgentState { address, state, next } => {
                self.set_state(device, address, state, next, say)
            }
            ProxyRequest::SetAgentActivity { address, activity } => {
                self.set_activity(device, address, activity)
            }
            ProxyRequest::GetAgentCaps { .. } => Ok(Some(self.capabilities(client_version))),
            ProxyRequest::GetAgentStatus { address } => Ok(Some(self.agent_status(device, address))),
            ProxyRequest::AgentSpecific { extension, ref params, .. } => self.specific(extension, params),
            ProxyRequest::GetAgentActivityList { .. } => Ok(Some(self.activities(device))),
            ProxyRequest::GetAgentGroupList { .. } => Ok(Some(self.offered_groups(device))),
            ProxyRequest::GetGroupList {} => Ok(Some(self.groups())),
            ProxyRequest::CreateAgent { ref agent_id, ref agent_pin } => {
                self.create_agent(device, agent_id.as_deref(), agent_pin.as_deref(), say)
            }
            ProxyRequest::SetAgentMeasurementPeriod { agent, period } => {
                self.measure_agent(agent, period, say)
            }
            ProxyRequest::GetAgentInfo { agent } => self.agent_info(agent),
            ProxyRequest::CreateAgentSession { agent, ref agent_pin, group, working_address } => {
                self.create_session(device, agent, agent_pin.as_deref(), group, working_address, say)
            }
            ProxyRequest::GetAgentSessionList { agent } => self.session_list(agent),
            ProxyRequest::SetAgentSessionState { session, state, next } => {
                self.set_session_state(session, state, next, say)
            }
            ProxyRequest::GetAgentSessionInfo { session } => self.session_info(session),
            ProxyRequest::GetQueueList { group } => self.queue_list(group),
            ProxyRequest::SetQueueMeasurementPeriod { queue, period } => {
                self.measure_queue(queue, period, say)
            }
            ProxyRequest::GetQueueInfo { queue } => {
                let at = self.directory.named_queue(queue)?;
                Ok(Some(Answer::Queue(Box::new(self.queue_info(at)))))
            }
            ProxyRequest::SetAgentStateEx { agent, state, next } => {
                self.set_agent_state(agent, state, next, say)
            }
        }
    }

    /// One agent a line (inferred: a call that rings there must be somebody's).
    pub(super) fn create_agent(
        &mut self,
        device: DeviceId,
        id: Option<&str>,
        pin: Option<&str>,
        say: &mut impl Say,
    ) -> Answered {
        self.policy.log_in(&self.config.agents, id, pin)?;
        if id.is_some_and(|id| self.agents.is_logged_in(id) && !self.policy.may_log_in_twice(id)) {
            return Err(LineErr::INVAL_AGENT_ID);
        }
        if self.agents.at_device(device).is_some() {
            return Err(LineErr::RESOURCE_UNAVAIL);
        }
        self.log_in(device, id, say).map(|agent| Some(Answer::Agent(agent)))
    }

    /// Adds an agent at a line where none is.
    pub(super) fn log_in(
        &mut self,
        device: DeviceId,
        id: Option<&str>,
        say: &mut impl Say,
    ) -> Result<AgentHandle, LineErr> {
        let first = agent_ex::State::Absent.after(agent_ex::Event::Created);
        let agent = Agent::new(id.map(Box::from), device, first, self.now);
        let agent = self.agents.add_agent(agent).ok_or(LineErr::RESOURCE_UNAVAIL)?;
        self.tell_agent(agent, AgentStatusEx::NEW_AGENT | AgentStatusEx::STATE, first.wire(), say);
        // The line may be busy, or out of sight.
        self.agents.set_ringing(agent, self.calls.rings_at(device));
        self.agent_follows(agent, say);
        Ok(agent)
    }

    pub(super) fn create_session(
        &mut self,
        device: DeviceId,
        agent: AgentHandle,
        pin: Option<&str>,
        group: Guid,
        address: AddressId,
        say: &mut impl Say,
    ) -> Answered {
        self.agents.agent(agent).filter(|a| a.device == device).ok_or(LineErr::INVAL_PARAM)?;
        let place = self.directory.named_group(group)?;
        let who = self.who(agent);
        self.policy.join(&self.config.agents, who, pin, group)?;
        let has_joined = self.agents.live(agent).any(|(_, session)| session.group == place);
        if has_joined || !self.policy.offers_group(who, group) {
            return Err(LineErr::INVAL_AGENT_GROUP);
        }
        let session = self.join(agent, place, address, say)?;
        self.agent_follows(agent, say);
        Ok(Some(Answer::Session(session)))
    }

    /// Adds a session; the agent follows with [`AgentHandler::agent_follows`].
    pub(super) fn join(
        &mut self,
        agent: AgentHandle,
        group: u32,
        address: AddressId,
        say: &mut impl Say,
    ) -> Result<AgentSessionHandle, LineErr> {
        let first = agent_session::State::Absent.after(agent_session::Event::Created);
        let session = Session::new(agent, group, address, first, self.now);
        let session = self.agents.add_session(session).ok_or(LineErr::RESOURCE_UNAVAIL)?;
        let changed = AgentSessionStatus::NEW_SESSION | AgentSessionStatus::STATE;
        self.tell_session(agent, session, changed, first.wire(), say);
        Ok(session)
    }

    fn set_session_state(
        &mut self,
        session: AgentSessionHandle,
        state: AgentSessionState,
        next: AgentSessionState,
        say: &mut impl Say,
    ) -> Answered {
        let &Session { agent, group, state: current, .. } =
            self.agents.session(session).ok_or(LineErr::INVAL_PARAM)?;
        let event = wish(state.0, agent_session::Event::asking_for(state))?;
        let next = planned(next)?;
        // A session whose group is gone ends with its call.
        if next.is_some_and(|next| next != agent_session::State::Ended) && !self.directory.has_group(group) {
            return Err(LineErr::INVAL_AGENT_STATE);
        }
        if let Some(event) = event {
            current.step(event).accepted()?;
            self.move_session(session, event, say);
        }
        if let Some(s) = self.agents.session_mut(session) {
            s.next = next;
        }
        self.touch(agent);
        self.settle(agent, say);
        Ok(None)
    }

    pub(super) fn set_agent_state(
        &mut self,
        agent: AgentHandle,
        state: AgentStateEx,
        next: AgentStateEx,
        say: &mut impl Say,
    ) -> Answered {
        let current = self.agents.agent(agent).ok_or(LineErr::INVAL_PARAM)?.state;
        let event = wish(state.0, agent_ex::Event::asking_for(state))?;
        let next = planned(match next {
            AgentStateEx::READY => AgentSessionState::READY,
            AgentStateEx::NOT_READY => AgentSessionState::NOT_READY,
            AgentStateEx(0) => AgentSessionState(0),
            _ => return Err(LineErr::INVAL_AGENT_STATE),
        })?;
        if let Some(event) = event {
            current.step(event).accepted()?;
        }
        match event {
            Some(agent_ex::Event::SetReleased) => self.release_agent(agent, say),
            Some(agent_ex::Event::SetReady) => self.move_all(agent, agent_session::Event::SetReady, say),
            Some(agent_ex::Event::SetNotReady) => {
                self.move_all(agent, agent_session::Event::SetNotReady, say);
            }
            _ => {}
        }
        self.plan_all(agent, next);
        Ok(None)
    }

    /// The agent's wish becomes that of every live session, and the agent follows; without a live session the wish
    /// itself counts.
    pub(super) fn move_all(&mut self, agent: AgentHandle, event: agent_session::Event, say: &mut impl Say) {
        let mut live = 0;
        // None of these wishes releases a session.
        for at in 0.. {
            let Some(session) = self.agents.agent(agent).and_then(|a| a.sessions.get(at).copied()) else {
                break;
            };
            let state = self.agents.session(session).map(|s| s.state);
            if state.is_some_and(|s| s.step(event).accepted().is_ok()) {
                live += 1;
                self.move_session(session, event, say);
            }
        }
        if live > 0 {
            self.agent_follows(agent, say);
        } else if !self.link_lost {
            let ready = event == agent_session::Event::SetReady;
            self.move_agent(
                agent,
                if ready { agent_ex::State::Ready } else { agent_ex::State::NotReady },
                say,
            );
        }
    }

    /// What shall follow the current call, for the session that is on it.
    pub(super) fn plan_all(&mut self, agent: AgentHandle, next: Option<agent_session::State>) {
        for at in 0.. {
            let Some(session) = self.agents.agent(agent).and_then(|a| a.sessions.get(at).copied()) else {
                break;
            };
            if let Some(s) = self.agents.session_mut(session)
                && s.state == agent_session::State::BusyOnCall
            {
                s.next = next;
            }
        }
        self.touch(agent);
    }

    fn queue_list(&self, group: Guid) -> Answered {
        let group = self.directory.group(self.directory.named_group(group)?);
        let queues = self.directory.queues().filter(|queue| group.queues.contains(&queue.entry.id));
        Ok(Some(Answer::Queues(queues.map(|queue| queue.entry.clone()).collect())))
    }
}

/// The event that a requested state stands for; 0 asks for none.
fn wish<E>(state: u32, event: Option<E>) -> Result<Option<E>, LineErr> {
    if state == 0 {
        return Ok(None);
    }
    event.map(Some).ok_or(LineErr::INVAL_AGENT_STATE)
}

/// The state that may follow a call: 0 is the default, the busy states cannot be planned.
fn planned(next: AgentSessionState) -> Result<Option<agent_session::State>, LineErr> {
    use agent_session::State;
    match State::from_wire(next) {
        None if next.0 == 0 => Ok(None),
        Some(state @ (State::Ready | State::NotReady | State::Ended)) => Ok(Some(state)),
        _ => Err(LineErr::INVAL_AGENT_STATE),
    }
}
