//! The agents by address (TAPI 2.0).
//!
//! Agents and sessions are kept by handle; an address shows the live sessions that work at it and their agent, so the
//! two views cannot disagree. Logging in by address creates an agent and sessions (inferred), and an agent who joined a
//! group by handle is logged in at the session's working address.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use smallvec::SmallVec;
use tapi_wire::Guid;
use tapi_wire::consts::{AgentState, AgentStatus as Changed, LineErr};

use super::agents::Session;
use super::calls::OtherCall;
use super::moves::weigh;
use super::policy::Policy;
use super::requests::Answered;
use super::{AgentHandler, Say};
use crate::answer::{AgentStatus, Answer};
use crate::ids::{ActivityId, AddressId, AgentHandle, AgentSessionHandle, DeviceId};
use crate::machine::agent_session::{Event, State};
use crate::machine::{agent_address, agent_ex, views};
use crate::message::Message;

/// Where an address stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
struct Standing {
    state: agent_address::State,
    next: agent_address::State,
    activity: ActivityId,
}

const NOBODY: Standing = Standing {
    state: agent_address::State::LoggedOff,
    next: agent_address::State::LoggedOff,
    activity: ActivityId(0),
};

impl Standing {
    /// What an application that knows `before` has to hear of.
    fn changed_since(&self, before: &Self) -> Changed {
        let mut changed = Changed::empty();
        changed.set(Changed::NEXT_STATE, self.next != before.next);
        changed.set(Changed::ACTIVITY, self.activity != before.activity);
        if self.state != before.state {
            let (states, next_states) = self.state.choices();
            let (states_before, next_states_before) = before.state.choices();
            changed |= Changed::STATE;
            changed.set(Changed::VALID_STATES, states != states_before);
            changed.set(Changed::VALID_NEXT_STATES, next_states != next_states_before);
        }
        changed
    }
}

/// A look at an address.
#[derive(Clone, Copy, Debug)]
struct Look {
    /// How many live sessions work there.
    sessions: u32,
    /// Whether one of them is for a group that was not told of.
    has_new_group: bool,
    /// What was told, if somebody was logged in.
    told: Option<Told>,
    standing: Standing,
    /// The next address of the line where somebody works.
    behind: Option<AddressId>,
}

impl Look {
    /// Passes another address of the line on the way from this one to the next.
    fn pass(&mut self, address: AddressId, other: AddressId) {
        if other > address && self.behind.is_none_or(|behind| other < behind) {
            self.behind = Some(other);
        }
    }
}

/// What was told about an address where somebody is logged in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
struct Told {
    address: AddressId,
    /// For how many groups.
    groups: u32,
    standing: Standing,
}

/// What was told about the addresses where somebody is logged in: by device, then by address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) struct Addresses {
    /// On most lines there is one.
    told: Vec<SmallVec<[Told; 1]>>,
}

impl Addresses {
    /// For so many line devices.
    pub(super) fn new(devices: u32) -> Self {
        Self { told: alloc::vec![SmallVec::new(); devices as usize] }
    }

    fn of(&self, device: DeviceId) -> &[Told] {
        self.told.get(device.0 as usize).map_or(&[], |told| told)
    }

    /// Notes what is told of an address from now on.
    fn set(&mut self, device: DeviceId, now: Told) {
        let Some(of_line) = self.told.get_mut(device.0 as usize) else { return };
        match of_line.iter().position(|told| told.address >= now.address) {
            Some(at) if of_line[at].address == now.address => of_line[at] = now,
            Some(at) => of_line.insert(at, now),
            None => of_line.push(now),
        }
    }

    fn remove(&mut self, device: DeviceId, address: AddressId) {
        if let Some(of_line) = self.told.get_mut(device.0 as usize) {
            of_line.retain(|told| told.address != address);
        }
    }

    /// The devices where somebody is logged in.
    pub(super) fn devices(&self) -> impl Iterator<Item = DeviceId> {
        let devices = (0..).map(DeviceId).zip(&self.told);
        devices.filter(|(_, told)| !told.is_empty()).map(|(device, _)| device)
    }
}

impl<P: Policy> AgentHandler<P> {
    /// The agent at the line, if live sessions work at the address.
    fn agent_at(&self, device: DeviceId, address: AddressId) -> Option<AgentHandle> {
        self.agents.at_device(device).filter(|_| self.sessions_at(device, address).next().is_some())
    }

    /// The live sessions that work at the address.
    fn sessions_at(
        &self,
        device: DeviceId,
        address: AddressId,
    ) -> impl Iterator<Item = (AgentSessionHandle, &Session)> + Clone {
        let live = self.agents.at_device(device).into_iter().flat_map(|agent| self.agents.live(agent));
        live.filter(move |(_, session)| session.address == address)
    }

    /// What stands at an address of the line.
    fn look(&self, device: DeviceId, address: AddressId) -> Look {
        let mut look = Look { sessions: 0, has_new_group: false, told: None, standing: NOBODY, behind: None };
        for told in self.addresses.of(device) {
            look.pass(address, told.address);
            if told.address == address {
                look.told = Some(*told);
            }
        }
        let Some(agent) = self.agents.at_device(device).and_then(|agent| self.agents.agent(agent)) else {
            return look;
        };
        // The session there that weighs most, now and after the call; and what the agent will be then.
        let (mut heaviest, mut heaviest_after, mut agent_after) = (State::Absent, State::Absent, None);
        for session in &agent.sessions {
            let Some(session) = self.agents.session(*session).filter(|session| session.is_live()) else {
                continue;
            };
            let after = self.session_state_after_call(agent, session);
            agent_after = agent_after.max(weigh(after));
            look.pass(address, session.address);
            if session.address == address {
                look.sessions += 1;
                look.has_new_group |= !session.told;
                heaviest = views::heavier(heaviest, session.state);
                heaviest_after = views::heavier(heaviest_after, after);
            }
        }
        if look.sessions > 0 {
            let made_by = match self.calls.other(device) {
                Some(OtherCall::Outgoing(made_by)) => Some(made_by),
                Some(OtherCall::Incoming) | None => None,
            };
            let agent_after = agent_after.map_or(agent_ex::State::NotReady, |(_, state)| state);
            look.standing = Standing {
                state: views::at_address(agent.state, made_by, heaviest),
                next: views::at_address(agent_after, None, heaviest_after),
                activity: agent.activity,
            };
        }
        look
    }

    /// The first address of the line where somebody works, or did when it was last told of.
    fn first_address(&self, device: DeviceId) -> Option<AddressId> {
        let told = self.addresses.of(device).first().map(|told| told.address);
        let live = self.agents.at_device(device).into_iter().flat_map(|agent| self.agents.live(agent));
        live.fold(told, |first, (_, session)| {
            Some(first.map_or(session.address, |first| first.min(session.address)))
        })
    }

    /// The groups that the address's agent works for there, by their places.
    fn groups_at(&self, device: DeviceId, address: AddressId) -> SmallVec<[u32; 4]> {
        let mut groups: SmallVec<_> =
            self.sessions_at(device, address).map(|(_, session)| session.group).collect();
        groups.sort_unstable();
        groups
    }

    /// Tells what has changed at the addresses of the lines that were touched, on those lines: an address is one of its
    /// line's.
    pub(super) fn tell_addresses(&mut self, say: &mut impl Say) {
        let news = core::mem::take(&mut self.news);
        if self.touched.is_empty() {
            return;
        }
        let mut touched = core::mem::take(&mut self.touched);
        if touched.len() > 1 {
            touched.sort_unstable();
            touched.dedup();
        }
        for device in touched.drain(..) {
            let mut next = self.first_address(device);
            while let Some(address) = next {
                let look = self.look(device, address);
                next = look.behind;
                self.tell_address((device, address), &look, news, say);
            }
        }
        // Its memory is for the next time.
        self.touched = touched;
    }

    /// Tells what has changed at the address and, where somebody is logged in, the news for every agent.
    fn tell_address(
        &mut self,
        (device, address): (DeviceId, AddressId),
        look: &Look,
        news: Changed,
        say: &mut impl Say,
    ) {
        let now = look.standing;
        let (before, groups) = look.told.map_or((NOBODY, 0), |told| (told.standing, told.groups));
        let mut changed = now.changed_since(&before);
        // Each group has one live session at most.
        changed.set(Changed::GROUP, look.has_new_group || look.sessions != groups);
        if now != NOBODY {
            changed |= news;
        }
        if changed.is_empty() {
            return;
        }
        debug_assert!(
            before.state == now.state || before.state.rows_to(now.state).next().is_some(),
            "the address goes from {:?} to {:?}",
            before.state,
            now.state
        );
        let state = if changed.contains(Changed::STATE) { now.state.wire() } else { AgentState(0) };
        if now == NOBODY {
            self.addresses.remove(device, address);
        } else {
            if look.has_new_group {
                self.agents.groups_are_told(device, address);
            }
            self.addresses.set(device, Told { address, groups: look.sessions, standing: now });
        }
        self.tell_line(device, Message::AgentStatus { address, changed, state }, say);
    }

    pub(super) fn agent_status(&self, device: DeviceId, address: AddressId) -> Answer {
        let Standing { state, next, activity } = self.look(device, address).standing;
        let groups = self.groups_at(device, address);
        let (valid_states, valid_next_states) = state.choices();
        let named = self.config.activities.iter().find(|known| known.id == activity);
        Answer::Status(alloc::boxed::Box::new(AgentStatus {
            features: self.features(!groups.is_empty()),
            groups: groups.into_iter().map(|group| self.directory.group(group).entry.clone()).collect(),
            state: state.wire(),
            next_state: next.wire(),
            activity,
            activity_name: named.map(|known| known.name.clone()).unwrap_or_default(),
            valid_states,
            valid_next_states,
        }))
    }

    /// Logs the address's agent in to exactly these groups.
    pub(super) fn set_groups(
        &mut self,
        device: DeviceId,
        address: AddressId,
        groups: &[Guid],
        say: &mut impl Say,
    ) -> Answered {
        // LINEAGENTCAPS has said how many may be named (`dwMaxNumGroupEntries`); one that is named twice counts twice.
        if groups.len() > self.directory.groups().count() {
            return Err(LineErr::INVAL_AGENT_GROUP);
        }
        let known = groups.iter().map(|group| self.directory.named_group(*group));
        let mut joining = known.collect::<Result<BTreeSet<_>, _>>()?;
        let agent = self.agents.at_device(device);
        let mut leaving = Vec::new();
        let (mut is_elsewhere, mut is_on_call) = (false, false);
        for (handle, session) in agent.into_iter().flat_map(|agent| self.agents.live(agent)) {
            let is_joined = joining.remove(&session.group);
            is_elsewhere |= is_joined && session.address != address;
            // A session whose group is gone ends with its call, by itself.
            if !is_joined && session.address == address && self.directory.has_group(session.group) {
                is_on_call |= session.state == State::BusyOnCall;
                leaving.push(handle);
            }
        }
        let who = self.who_at(device);
        let ids = joining.iter().map(|group| self.group_id(*group));
        for group in ids.clone() {
            self.policy.join(&self.config.agents, who, None, group)?;
        }
        if is_elsewhere || ids.into_iter().any(|group| !self.policy.offers_group(who, group)) {
            return Err(LineErr::INVAL_AGENT_GROUP);
        }
        if is_on_call {
            return Err(LineErr::INVAL_ADDRESS_STATE);
        }
        if !self.agents.has_room(agent.is_none().into(), joining.len()) {
            return Err(LineErr::RESOURCE_UNAVAIL);
        }
        let agent = match agent {
            Some(agent) => agent,
            None if joining.is_empty() => return Ok(None),
            None => {
                let agent = self.log_in(device, None, say)?;
                if let Some(a) = self.agents.agent_mut(agent) {
                    a.by_address = true;
                }
                agent
            }
        };
        for group in joining {
            self.join(agent, group, address, say)?;
        }
        for session in leaving {
            self.move_session(session, Event::SetEnded, say);
            self.move_session(session, Event::SetReleased, say);
        }
        self.settle(agent, say);
        Ok(None)
    }

    /// The state is entered by every session at the address. The next state is that of the session on the call, which
    /// may work at another address of the line; 0 plans the policy's default.
    pub(super) fn set_state(
        &mut self,
        device: DeviceId,
        address: AddressId,
        state: AgentState,
        next: AgentState,
        say: &mut impl Say,
    ) -> Answered {
        let now = self.look(device, address).standing.state;
        let state = granted(now, state, agent_address::Event::asking_for)?;
        let next = granted(now, next, agent_address::Event::planning)?;
        let agent = self.agent_at(device, address).ok_or(LineErr::INVAL_ADDRESS_STATE)?;
        let event = match state {
            Some(agent_address::State::LoggedOff) => return self.set_groups(device, address, &[], say),
            Some(agent_address::State::Ready) => Some(Event::SetReady),
            Some(agent_address::State::NotReady) => Some(Event::SetNotReady),
            _ => None,
        };
        if let Some(event) = event {
            let sessions: Vec<_> = self.sessions_at(device, address).map(|(session, _)| session).collect();
            for session in sessions {
                self.move_session(session, event, say);
            }
            self.agent_follows(agent, say);
        }
        self.plan_all(
            agent,
            match next {
                Some(agent_address::State::Ready) => Some(State::Ready),
                Some(agent_address::State::NotReady) => Some(State::NotReady),
                Some(agent_address::State::WorkingAfterCall) => Some(State::BusyWrapUp),
                _ => None,
            },
        );
        Ok(None)
    }

    /// An activity is the agent's, so it shows at every address of the line.
    pub(super) fn set_activity(
        &mut self,
        device: DeviceId,
        address: AddressId,
        activity: ActivityId,
    ) -> Answered {
        let agent = self.agent_at(device, address).ok_or(LineErr::INVAL_ADDRESS_STATE)?;
        let is_offered = self.policy.offers_activity(self.who(agent), activity);
        if !is_offered || !self.config.activities.iter().any(|known| known.id == activity) {
            return Err(LineErr::INVAL_AGENT_ACTIVITY);
        }
        if let Some(a) = self.agents.agent_mut(agent) {
            a.activity = activity;
        }
        self.touch_line(device);
        Ok(None)
    }
}

/// The state that an application asks for, where the table accepts it; `None` for 0, which asks for none.
fn granted(
    now: agent_address::State,
    wanted: AgentState,
    event: fn(agent_address::State) -> agent_address::Event,
) -> Result<Option<agent_address::State>, LineErr> {
    if wanted.0 == 0 {
        return Ok(None);
    }
    let wanted = agent_address::State::from_wire(wanted);
    // What is no single state is refused like those that nobody can ask for.
    now.step(event(wanted.unwrap_or(agent_address::State::Unavail))).accepted()?;
    Ok(wanted)
}
