//! Agents, their sessions and what is counted of them, and who is idle for which group.

use alloc::boxed::Box;
use alloc::vec::Vec;

use smallvec::SmallVec;

use super::IdleAgent;
use super::statistics::{AgentCounters, Measured, Work};
use crate::arena::{Arena, HandleShape, Stored};
use crate::ids::{ActivityId, AddressId, AgentHandle, AgentSessionHandle, DeviceId};
use crate::list::{Links, List, Nodes};
use crate::machine::{agent_ex, agent_session};
use crate::time::Instant;

impl Stored for Agent {
    const SHAPE: HandleShape = HandleShape {
        name: "AgentHandle",
        tag: 0x0A00_0000,
        index_bits: 16,
        generation_bits: 8,
        low_bits: 0,
    };
}
impl Stored for Session {
    const SHAPE: HandleShape = HandleShape {
        name: "AgentSessionHandle",
        tag: 0x0B00_0000,
        index_bits: 16,
        generation_bits: 8,
        low_bits: 0,
    };
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) struct Agent {
    pub(super) id: Option<Box<str>>,
    pub(super) device: DeviceId,
    /// Logged in by an address's groups: logging out of the last one logs the agent off.
    pub(super) by_address: bool,
    pub(super) state: agent_ex::State,
    pub(super) activity: ActivityId,
    pub(super) sessions: SmallVec<[AgentSessionHandle; 4]>,
    /// A call rings there: not idle, though ready.
    ringing: bool,
    /// Ready since then.
    ready_since: Option<(Instant, Turn)>,
    /// What the applications have not been told of yet.
    pub(super) figures_changed: bool,
    pub(super) measured: Measured<AgentCounters>,
    /// With at least one live session since then.
    active_since: Option<Instant>,
}

impl Agent {
    pub(super) fn new(id: Option<Box<str>>, device: DeviceId, state: agent_ex::State, now: Instant) -> Self {
        Self {
            id,
            device,
            by_address: false,
            state,
            activity: ActivityId(0),
            sessions: SmallVec::new(),
            ringing: false,
            ready_since: None,
            figures_changed: false,
            measured: Measured::since(now),
            active_since: None,
        }
    }

    fn is_idle(&self) -> bool {
        self.ready_since.is_some() && !self.ringing
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) struct Session {
    pub(super) agent: AgentHandle,
    /// The group's place in the directory.
    pub(super) group: u32,
    pub(super) address: AddressId,
    pub(super) state: agent_session::State,
    /// Whether its group has been told of at its address.
    pub(super) told: bool,
    /// What follows the current call; `None` leaves it to the default.
    pub(super) next: Option<agent_session::State>,
    /// In its state since then.
    pub(super) since: Instant,
    pub(super) created: Instant,
    pub(super) work: Work,
    /// How long its calls waited for the answer, from their arrival in the queue (inferred).
    pub(super) waited_micros: u64,
    pub(super) longest_wait_micros: u64,
    /// Its neighbours among the idle ones of its group, while it is one of them.
    idle: Option<Links<AgentSessionHandle>>,
}

impl Session {
    pub(super) fn new(
        agent: AgentHandle,
        group: u32,
        address: AddressId,
        state: agent_session::State,
        now: Instant,
    ) -> Self {
        Self {
            agent,
            group,
            address,
            state,
            told: false,
            next: None,
            since: now,
            created: now,
            work: Work::default(),
            waited_micros: 0,
            longest_wait_micros: 0,
            idle: None,
        }
    }

    /// Whether the agent works for it: it is neither over nor not there yet.
    pub(super) fn is_live(&self) -> bool {
        use agent_session::State;
        !matches!(self.state, State::Absent | State::Ended | State::Released)
    }
}

/// Orders agents who became ready at the same time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
struct Turn(u64);

impl Nodes<AgentSessionHandle> for Arena<Session> {
    fn links(&self, session: AgentSessionHandle) -> Option<Links<AgentSessionHandle>> {
        self.get(session.0)?.idle
    }

    fn set_links(&mut self, session: AgentSessionHandle, links: Option<Links<AgentSessionHandle>>) {
        if let Some(session) = self.get_mut(session.0) {
            session.idle = links;
        }
    }
}

/// Who is logged in, and who is idle for which group.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) struct Agents {
    agents: Arena<Agent>,
    sessions: Arena<Session>,
    /// By group: the ready sessions of idle agents, longest idle first.
    idle: Vec<List<AgentSessionHandle>>,
    /// By device: who is logged in there.
    devices: Vec<Option<AgentHandle>>,
    next_turn: Turn,
}

impl Agents {
    /// Where there are so many line devices, and as many agents before long.
    pub(super) fn new(devices: u32) -> Self {
        let devices = devices as usize;
        Self {
            agents: Arena::with_capacity(devices),
            sessions: Arena::with_capacity(devices),
            idle: Vec::new(),
            devices: Vec::with_capacity(devices),
            next_turn: Turn::default(),
        }
    }

    /// There is one more group.
    pub(super) fn add_group(&mut self) {
        self.idle.push(List::default());
    }

    #[inline]
    pub(super) fn agent(&self, agent: AgentHandle) -> Option<&Agent> {
        self.agents.get(agent.0)
    }

    #[inline]
    pub(super) fn session(&self, session: AgentSessionHandle) -> Option<&Session> {
        self.sessions.get(session.0)
    }

    #[inline]
    pub(super) fn session_mut(&mut self, session: AgentSessionHandle) -> Option<&mut Session> {
        self.sessions.get_mut(session.0)
    }

    pub(super) fn handles(&self) -> impl Iterator<Item = AgentHandle> {
        self.agents.iter().map(|(handle, _)| AgentHandle(handle))
    }

    #[inline]
    pub(super) fn at_device(&self, device: DeviceId) -> Option<AgentHandle> {
        self.devices.get(device.0 as usize).copied().flatten()
    }

    pub(super) fn is_logged_in(&self, id: &str) -> bool {
        self.agents.iter().any(|(_, agent)| agent.id.as_deref() == Some(id))
    }

    #[inline]
    pub(super) fn agent_mut(&mut self, agent: AgentHandle) -> Option<&mut Agent> {
        self.agents.get_mut(agent.0)
    }

    pub(super) fn all_mut(&mut self) -> impl Iterator<Item = &mut Agent> {
        self.agents.values_mut()
    }

    /// The agent's sessions that are not over.
    pub(super) fn live(
        &self,
        agent: AgentHandle,
    ) -> impl Iterator<Item = (AgentSessionHandle, &Session)> + Clone {
        let sessions = self.agent(agent).map_or(&[][..], |a| &a.sessions);
        let known = sessions.iter().filter_map(|handle| Some((*handle, self.session(*handle)?)));
        known.filter(|(_, session)| session.is_live())
    }

    /// The groups of the sessions that work at an address of the line have been told of.
    pub(super) fn groups_are_told(&mut self, device: DeviceId, address: AddressId) {
        let Some(agent) = self.at_device(device).and_then(|agent| self.agents.get(agent.0)) else { return };
        for session in &agent.sessions {
            if let Some(s) = self.sessions.get_mut(session.0)
                && s.is_live()
                && s.address == address
            {
                s.told = true;
            }
        }
    }

    /// Whether there are handles left for so many agents and sessions.
    pub(super) fn has_room(&self, agents: usize, sessions: usize) -> bool {
        self.agents.spare() >= agents && self.sessions.spare() >= sessions
    }

    pub(super) fn add_agent(&mut self, agent: Agent) -> Option<AgentHandle> {
        let at = agent.device.0 as usize;
        let handle = self.agents.insert(agent).map(AgentHandle)?;
        if self.devices.len() <= at {
            self.devices.resize(at + 1, None);
        }
        self.devices[at] = Some(handle);
        Some(handle)
    }

    pub(super) fn add_session(&mut self, session: Session) -> Option<AgentSessionHandle> {
        let handle = self.sessions.insert(session).map(AgentSessionHandle)?;
        self.agents.get_mut(session.agent.0)?.sessions.push(handle);
        self.count_activity(session.agent, session.created);
        Some(handle)
    }

    /// Takes a session to another state; the time in the old one counts for session and agent, whose figures may be
    /// news.
    pub(super) fn enter(
        &mut self,
        session: AgentSessionHandle,
        state: agent_session::State,
        tells_figures: bool,
        now: Instant,
    ) {
        let Some(s) = self.sessions.get_mut(session.0) else { return };
        let (agent, was_live, before, since) = (s.agent, s.is_live(), s.state, s.since);
        s.work.spend(before, now - since);
        (s.state, s.since) = (state, now);
        let is_live = s.is_live();
        let Some(a) = self.agents.get_mut(agent.0) else { return };
        a.measured.turn_to(now);
        let part = a.measured.part(since, now);
        a.measured.count(now).acd.spend(before, part);
        a.figures_changed |= tells_figures;
        if a.is_idle() {
            self.index(agent);
        }
        if is_live != was_live {
            self.count_activity(agent, now);
        }
    }

    /// The session's agent answered a call that had come to the queue at `arrived`.
    pub(super) fn count_answer(&mut self, session: AgentSessionHandle, arrived: Instant, now: Instant) {
        let Some(s) = self.sessions.get_mut(session.0) else { return };
        let waited = now - arrived;
        s.work.calls += 1;
        s.waited_micros += waited;
        s.longest_wait_micros = s.longest_wait_micros.max(waited);
        if let Some(a) = self.agents.get_mut(s.agent.0) {
            a.measured.count(now).acd.calls += 1;
        }
    }

    /// Looks whether the agent's first session has begun or the last one is over.
    fn count_activity(&mut self, agent: AgentHandle, now: Instant) {
        let is_active = self.live(agent).next().is_some();
        let Some(a) = self.agents.get_mut(agent.0) else { return };
        match a.active_since {
            None if is_active => a.active_since = Some(now),
            Some(since) if !is_active => {
                let part = a.measured.at(now).part(since, now);
                a.measured.count(now).active_micros += part;
                a.active_since = None;
            }
            _ => {}
        }
    }

    /// The agent's counters as they would be read now, with what is still going on.
    pub(super) fn counted(&self, agent: &Agent, now: Instant) -> AgentCounters {
        let measured = agent.measured.at(now);
        let mut counters = measured.counters();
        for session in agent.sessions.iter().filter_map(|session| self.session(*session)) {
            counters.acd.spend(session.state, measured.part(session.since, now));
        }
        if let Some(since) = agent.active_since {
            counters.active_micros += measured.part(since, now);
        }
        counters
    }

    /// Takes the agent to another state; who becomes ready comes after all who are.
    pub(super) fn set_agent_state(&mut self, agent: AgentHandle, state: agent_ex::State, now: Instant) {
        let turn = self.next_turn;
        self.next_turn.0 += 1;
        self.change(agent, |a| {
            a.state = state;
            a.ready_since = (state == agent_ex::State::Ready).then_some((now, turn));
        });
    }

    /// Changes what may make the agent idle, or no longer so.
    fn change(&mut self, agent: AgentHandle, change: impl FnOnce(&mut Agent)) {
        let Some(a) = self.agents.get_mut(agent.0) else { return };
        let was_idle = a.is_idle();
        change(a);
        if was_idle || a.is_idle() {
            self.index(agent);
        }
    }

    pub(super) fn remove_session(&mut self, session: AgentSessionHandle) {
        if let Some(gone) = self.sessions.remove(session.0)
            && let Some(agent) = self.agents.get_mut(gone.agent.0)
        {
            agent.sessions.retain(|own| *own != session);
        }
    }

    pub(super) fn remove_agent(&mut self, agent: AgentHandle) -> Option<Agent> {
        let gone = self.agents.remove(agent.0)?;
        self.devices[gone.device.0 as usize] = None;
        Some(gone)
    }

    /// The agent's session for one of the groups, given by place, if agent and session are ready.
    pub(super) fn ready_session(
        &self,
        agent: AgentHandle,
        serves: impl Fn(u32) -> bool,
    ) -> Option<AgentSessionHandle> {
        let agent = self.agent(agent).filter(|a| a.state == agent_ex::State::Ready)?;
        let ready = |session: &&AgentSessionHandle| {
            self.session(**session).is_some_and(|s| serves(s.group) && s.state == agent_session::State::Ready)
        };
        agent.sessions.iter().find(ready).copied()
    }

    pub(super) fn idle(&self, group: u32) -> impl Iterator<Item = IdleAgent> + use<'_> {
        self.idle[group as usize].iter(&self.sessions).filter_map(|session| {
            let s = self.session(session)?;
            let agent = self.agent(s.agent)?;
            let (device, (since, _)) = (agent.device, agent.ready_since?);
            Some(IdleAgent { agent: s.agent, session, device, address: s.address, since })
        })
    }

    /// How many agents are idle for a group.
    pub(super) fn count_idle(&self, group: u32) -> usize {
        self.idle[group as usize].len() as usize
    }

    /// Whether a call rings at the agent, who is not idle until it stops.
    pub(super) fn set_ringing(&mut self, agent: AgentHandle, rings: bool) {
        self.change(agent, |a| a.ringing = rings);
    }

    /// Puts the agent's sessions among the idle ones where they belong, and takes out those that do not. Of an agent
    /// who is not idle none belongs there.
    fn index(&mut self, agent: AgentHandle) {
        let Self { agents, sessions, idle, .. } = self;
        let Some(agent) = agents.get(agent.0) else { return };
        let ready = agent.ready_since.filter(|_| !agent.ringing);
        for session in &agent.sessions {
            let Some(s) = sessions.get(session.0) else { continue };
            let wanted = ready.filter(|_| s.state == agent_session::State::Ready);
            match (s.idle.is_some(), wanted) {
                (false, Some((_, turn))) => {
                    let came = |session: &Session| agents.get(session.agent.0)?.ready_since;
                    idle[s.group as usize].insert(sessions, *session, |sessions: &Arena<Session>, other| {
                        sessions.get(other.0).and_then(came).is_some_and(|(_, other)| other < turn)
                    });
                }
                (true, None) => idle[s.group as usize].remove(sessions, *session),
                (false, None) | (true, Some(_)) => {}
            }
        }
    }
}
