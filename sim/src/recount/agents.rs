//! The agents of a recount: who is logged in, and what each one does.

use std::collections::BTreeMap;

use tapi_acd::Instant;
use tapi_acd::ids::{AgentSessionHandle, DeviceId};
use tapi_acd::wire::consts::{AgentSessionState, AgentStateEx};

use super::reading::Reading;
use super::sums::{Of, Sum, Sums};

/// An agent at a line.
#[derive(Clone, Copy, Debug)]
struct Agent {
    team: usize,
    logged_in: Instant,
    state: AgentStateEx,
    /// The session in after-call work.
    wrapping_up: Option<AgentSessionHandle>,
    /// Does the same since then.
    since: Instant,
}

/// Who is logged in, by line.
#[derive(Clone, Debug, Default)]
pub(super) struct Agents(BTreeMap<DeviceId, Agent>);

impl Agents {
    /// The agent at the line is in this state.
    pub(super) fn state(
        &mut self,
        device: DeviceId,
        state: AgentStateEx,
        now: Instant,
        reading: &Reading,
        sums: &mut Sums,
    ) {
        if state == AgentStateEx::RELEASED {
            if let Some(agent) = self.0.remove(&device) {
                agent.until(now, sums);
                agent.log_off(now, sums);
            }
            return;
        }
        let Some(team) = reading.lines.get(&device).copied() else { return };
        let agent = Agent { team, logged_in: now, state, wrapping_up: None, since: now };
        self.0.entry(device).or_insert(agent).change(now, sums, |agent| agent.state = state);
    }

    /// A session of the agent at the line is in this state.
    pub(super) fn session(
        &mut self,
        device: DeviceId,
        (session, state): (AgentSessionHandle, AgentSessionState),
        now: Instant,
        sums: &mut Sums,
    ) {
        let Some(agent) = self.0.get_mut(&device) else { return };
        if state == AgentSessionState::BUSY_WRAP_UP {
            agent.change(now, sums, |agent| agent.wrapping_up = Some(session));
        } else if agent.wrapping_up == Some(session) {
            agent.change(now, sums, |agent| agent.wrapping_up = None);
        }
    }

    /// Adds up what is still open when the records end.
    pub(super) fn close(&self, now: Instant, sums: &mut Sums) {
        for agent in self.0.values() {
            agent.until(now, sums);
            agent.log_off(now, sums);
        }
    }
}

impl Agent {
    fn change(&mut self, now: Instant, sums: &mut Sums, change: impl FnOnce(&mut Self)) {
        self.until(now, sums);
        self.since = now;
        change(self);
    }

    /// Adds up the time of what the agent does.
    fn until(&self, now: Instant, sums: &mut Sums) {
        let sum: Sum = match (self.wrapping_up, self.state) {
            // An agent in after-call work is not ready, too, but busy.
            (Some(_), _) => |totals| &mut totals.wrapping_up_us,
            (None, AgentStateEx::NOT_READY) => |totals| &mut totals.not_ready_us,
            _ => return,
        };
        sums.spend(self.since, now, Of::Team(self.team), sum);
    }

    fn log_off(&self, now: Instant, sums: &mut Sums) {
        sums.spend(self.logged_in, now, Of::Team(self.team), |totals| &mut totals.agents_us);
    }
}
