//! The agents by address (TAPI 2.0).
//!
//! Agents and sessions are kept by handle; an address shows the live sessions that work at it and their agent, so the
//! two views cannot disagree. Logging in by address creates an agent and sessions (inferred), and an agent who joined a
//! group by handle is logged in at the session's working address.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use tapi_wire::Guid;
use tapi_wire::consts::{AgentState, AgentStatus as Changed, LineErr};

use super::AgentHandler;
use super::agents::Session;
use super::calls::OtherCall;
use super::policy::Policy;
use super::requests::Answered;
use crate::answer::{AgentStatus, Answer};
use crate::ids::{ActivityId, AddressId, AgentHandle, AgentSessionHandle, DeviceId};
use crate::machine::agent_session::{Event, State};
use crate::machine::{agent_address, views};
use crate::message::Message;

/// What stands at an address.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) struct Seen {
    /// The groups' places in the directory.
    groups: BTreeSet<usize>,
    state: agent_address::State,
    next: agent_address::State,
    activity: ActivityId,
}

const NOBODY: Seen = Seen {
    groups: BTreeSet::new(),
    state: agent_address::State::LoggedOff,
    next: agent_address::State::LoggedOff,
    activity: ActivityId(0),
};

/// What was told about the addresses where somebody is logged in.
pub(super) type Addresses = BTreeMap<(DeviceId, AddressId), Seen>;

impl Seen {
    /// What an application that knows `before` has to hear of.
    fn changed_since(&self, before: &Self) -> Changed {
        let (states, next_states) = self.state.choices();
        let (states_before, next_states_before) = before.state.choices();
        [
            (Changed::GROUP, self.groups != before.groups),
            (Changed::STATE, self.state != before.state),
            (Changed::NEXT_STATE, self.next != before.next),
            (Changed::ACTIVITY, self.activity != before.activity),
            (Changed::VALID_STATES, states != states_before),
            (Changed::VALID_NEXT_STATES, next_states != next_states_before),
        ]
        .into_iter()
        .filter_map(|(bit, changed)| changed.then_some(bit))
        .collect()
    }
}

impl<P: Policy> AgentHandler<P> {
    /// The agent at the line and the live sessions that work at the address.
    fn at_address(
        &self,
        device: DeviceId,
        address: AddressId,
    ) -> Option<(AgentHandle, Vec<(AgentSessionHandle, Session)>)> {
        let agent = self.agents.at_device(device)?;
        let here = self.agents.live(agent).filter(|(_, session)| session.address == address);
        let here: Vec<_> = here.map(|(handle, session)| (handle, *session)).collect();
        (!here.is_empty()).then_some((agent, here))
    }

    fn look(&self, device: DeviceId, address: AddressId) -> Seen {
        let Some((agent, sessions)) = self.at_address(device, address) else { return NOBODY };
        let Some(a) = self.agents.agent(agent) else { return NOBODY };
        let made_by = match self.calls.other(device) {
            Some(OtherCall::Outgoing(made_by)) => Some(made_by),
            Some(OtherCall::Incoming) | None => None,
        };
        let state = views::at_address(a.state, made_by, sessions.iter().map(|(_, session)| session.state));
        let after = sessions.iter().map(|(_, session)| self.session_state_after_call(a, session));
        let next = views::at_address(self.state_after_call(a), None, after);
        let groups = sessions.iter().map(|(_, session)| session.group).collect();
        Seen { groups, state, next, activity: a.activity }
    }

    /// Tells what has changed at the addresses of the lines that were touched, on those lines: an address is one of its
    /// line's.
    pub(super) fn tell_addresses(&mut self) {
        let news = core::mem::take(&mut self.news);
        for device in core::mem::take(&mut self.touched) {
            let agent = self.agents.at_device(device);
            let here = agent.into_iter().flat_map(|agent| self.agents.live(agent));
            let mut addresses: BTreeSet<_> = here.map(|(_, session)| session.address).collect();
            let told = self.addresses.range((device, AddressId(0))..=(device, AddressId(u32::MAX)));
            addresses.extend(told.map(|((_, address), _)| *address));
            for address in addresses {
                self.tell_address(device, address, news);
            }
        }
    }

    /// Tells what has changed at the address and, where somebody is logged in, the news for every agent.
    fn tell_address(&mut self, device: DeviceId, address: AddressId, news: Changed) {
        let (seen, nobody) = (self.look(device, address), NOBODY);
        let before = self.addresses.get(&(device, address));
        let mut changed = seen.changed_since(before.unwrap_or(&nobody));
        if seen != nobody {
            changed |= news;
        }
        if changed.is_empty() {
            return;
        }
        let told = before.unwrap_or(&nobody).state;
        debug_assert!(
            told == seen.state || told.rows_to(seen.state).next().is_some(),
            "the address goes from {told:?} to {:?}",
            seen.state
        );
        let state = if changed.contains(Changed::STATE) { seen.state.wire() } else { AgentState(0) };
        if seen == nobody {
            self.addresses.remove(&(device, address));
        } else {
            self.addresses.insert((device, address), seen);
        }
        self.tell_line(device, Message::AgentStatus { address, changed, state });
    }

    pub(super) fn agent_status(&self, device: DeviceId, address: AddressId) -> Answer {
        let Seen { groups, state, next, activity } = self.look(device, address);
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
    pub(super) fn set_groups(&mut self, device: DeviceId, address: AddressId, groups: &[Guid]) -> Answered {
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
                let agent = self.log_in(device, None)?;
                if let Some(a) = self.agents.agent_mut(agent) {
                    a.by_address = true;
                }
                agent
            }
        };
        for group in joining {
            self.join(agent, group, address)?;
        }
        for session in leaving {
            self.move_session(session, Event::SetEnded);
            self.move_session(session, Event::SetReleased);
        }
        self.settle(agent);
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
    ) -> Answered {
        let now = self.look(device, address).state;
        let state = granted(now, state, agent_address::Event::asking_for)?;
        let next = granted(now, next, agent_address::Event::planning)?;
        let (agent, sessions) = self.at_address(device, address).ok_or(LineErr::INVAL_ADDRESS_STATE)?;
        let event = match state {
            Some(agent_address::State::LoggedOff) => return self.set_groups(device, address, &[]),
            Some(agent_address::State::Ready) => Some(Event::SetReady),
            Some(agent_address::State::NotReady) => Some(Event::SetNotReady),
            _ => None,
        };
        if let Some(event) = event {
            for (session, _) in sessions {
                self.move_session(session, event);
            }
            self.agent_follows(agent);
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
        let (agent, _) = self.at_address(device, address).ok_or(LineErr::INVAL_ADDRESS_STATE)?;
        let is_offered = self.policy.offers_activity(self.who(agent), activity);
        if !is_offered || !self.config.activities.iter().any(|known| known.id == activity) {
            return Err(LineErr::INVAL_AGENT_ACTIVITY);
        }
        if let Some(a) = self.agents.agent_mut(agent) {
            a.activity = activity;
        }
        self.touched.insert(device);
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
