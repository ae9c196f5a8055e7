//! One agent, three views: what a line is told of an agent, of its sessions and of its address goes together.

use alloc::collections::{BTreeMap, VecDeque};
use alloc::format;

use tapi_wire::consts::{
    AgentSessionState, AgentSessionStatus, AgentState, AgentStateEx, AgentStatus, AgentStatusEx,
};

use super::lines::{OpenLines, Owned};
use super::{ADDRESS_TRANSITION, Bench, Number, VIEWS_AGREE};
use crate::ids::{AddressId, AgentHandle, AgentSessionHandle, DeviceId, LineHandle};
use crate::machine::agent_address::State as Address;
use crate::machine::{agent_ex, agent_session, views};
use crate::message::{Message, TypedMessage};
use crate::time::Instant;

/// The three views are told by messages of their own, in an order that no page fixes. They are compared once nothing
/// new has come for this long, in microseconds.
const SETTLED: u64 = 5_000_000;

/// Whose a session is and where it works, as lineCreateAgentSession asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Joined {
    pub(super) device: DeviceId,
    pub(super) agent: AgentHandle,
    pub(super) address: AddressId,
}

/// What a line was told last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Told {
    /// When something was told last.
    at: Option<Instant>,
    /// Those that were announced to the line: it has heard of all their sessions.
    agents: BTreeMap<AgentHandle, Option<agent_ex::State>>,
    sessions: BTreeMap<AgentSessionHandle, agent_session::State>,
    addresses: BTreeMap<AddressId, AgentState>,
}

/// The views of every line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Views {
    joined: BTreeMap<(DeviceId, AgentSessionHandle), Joined>,
    told: BTreeMap<Owned, Told>,
    /// When something was told, in the order of time; once for a line and a time.
    changes: VecDeque<(Instant, Owned)>,
}

impl Views {
    /// lineCreateAgentSession succeeded.
    pub(super) fn joined(&mut self, session: AgentSessionHandle, joined: Joined) {
        self.joined.insert((joined.device, session), joined);
    }

    pub(super) fn observe(&mut self, typed: &TypedMessage, lines: &OpenLines, bench: &mut Bench<'_>) {
        let owned = (bench.seat, LineHandle(typed.device));
        let told = match typed.message {
            Message::AgentStatusEx { agent, changed, state }
                if changed.intersects(AgentStatusEx::STATE | AgentStatusEx::NEW_AGENT) =>
            {
                let told = self.told.entry(owned).or_default();
                if changed.contains(AgentStatusEx::NEW_AGENT) {
                    told.agents.insert(agent, None);
                }
                if let Some(known) = told.agents.get_mut(&agent) {
                    *known = agent_ex::State::from_wire(state);
                }
                if state == AgentStateEx::RELEASED {
                    told.agents.remove(&agent);
                }
                told
            }
            Message::AgentSessionStatus { session, changed, state }
                if changed.contains(AgentSessionStatus::STATE) =>
            {
                if let (AgentSessionState::RELEASED, Some(open)) = (state, lines.get(owned.0, owned.1)) {
                    self.joined.remove(&(open.device, session));
                }
                let told = self.told.entry(owned).or_default();
                match agent_session::State::from_wire(state) {
                    Some(state) if views::WEIGHTS.contains(&state) => told.sessions.insert(session, state),
                    _ => told.sessions.remove(&session),
                };
                told
            }
            Message::AgentStatus { address, changed, state } if changed.contains(AgentStatus::STATE) => {
                let told = self.told.entry(owned).or_default();
                let before = told.addresses.insert(address, state).unwrap_or(state);
                if let (Some(from), Some(to)) = (Address::from_wire(before), Address::from_wire(state)) {
                    let leads = from == to || from.rows_to(to).next().is_some();
                    bench.expect(ADDRESS_TRANSITION, leads, || {
                        format!("address {} goes from {before} to {state}", address.0)
                    });
                }
                told
            }
            _ => return,
        };
        if told.at.replace(bench.at) != Some(bench.at) {
            self.changes.push_back((bench.at, owned));
        }
    }

    /// Compares what has settled by now; at the end of a trace everything has.
    pub(super) fn settle(&mut self, ended: bool, lines: &OpenLines, bench: &mut Bench<'_>) {
        while let Some((at, owned)) = self.changes.front().copied() {
            if !ended && bench.at.micros_since(at) < SETTLED {
                return;
            }
            self.changes.pop_front();
            if let Some(told) = self.told.get(&owned).filter(|told| told.at == Some(at)) {
                let seat = core::mem::replace(&mut bench.seat, owned.0);
                self.compare(owned, told, lines, bench);
                bench.seat = seat;
            }
        }
    }

    fn compare(&self, owned: Owned, told: &Told, lines: &OpenLines, bench: &mut Bench<'_>) {
        let Some(open) = lines.get(owned.0, owned.1) else { return };
        let whose = |session: &AgentSessionHandle| self.joined.get(&(open.device, *session));
        // A session that is nobody's may work anywhere.
        if !told.sessions.keys().all(|session| whose(session).is_some()) {
            return;
        }
        for (address, state) in &told.addresses {
            let here = || {
                let here =
                    told.sessions.iter().filter_map(|(session, state)| Some((whose(session)?, *state)));
                here.filter(|(joined, _)| joined.address == *address)
            };
            let Some((Joined { agent, .. }, _)) = here().next() else { continue };
            let Some(agent_state) = told.agents.get(agent).copied().flatten() else { continue };
            if here().any(|(joined, _)| joined.agent != *agent) {
                continue;
            }
            let session = views::heaviest(here().map(|(_, state)| state));
            let fits = |shown: Address| {
                // BUSYOTHER is for calls of which the kind is not known, too.
                shown.wire() == *state || (*state == AgentState::BUSY_OTHER && shown.is_on_call())
            };
            let mut rows =
                views::ROWS.iter().filter(|row| (row.agent, row.session) == (agent_state, session));
            bench.expect(VIEWS_AGREE, rows.any(|row| row.address.is_some_and(fits)), || {
                let (line, address, agent) = (Number::of(owned.1.0), address.0, Number::of(agent.0));
                let (agent_state, session) = (agent_state.wire(), session.wire());
                format!("line {line}, address {address}: {state}, agent {agent} {agent_state}, {session}")
            });
        }
    }

    /// What a line was told is void.
    pub(super) fn forget(&mut self, owned: Owned) {
        self.told.remove(&owned);
    }

    /// The handles of a device's handler are void.
    pub(super) fn begin_again(&mut self, device: DeviceId) {
        self.joined.retain(|(other, _), _| *other != device);
    }
}
