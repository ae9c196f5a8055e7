//! How the three views of one agent go together.

use serde::Serialize;
use tapi_acd::machine::views::{MadeBy, ROWS, Row};
use tapi_acd::machine::{Basis, agent_address, agent_ex, agent_session};

/// What the table is called.
pub(super) const VIEWS: &str = "views";

/// What an agent is by address, for what it is by handle and what its sessions at the address are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ViewsReading {
    /// Every pair that can meet.
    pub rows: Vec<ViewRow>,
}

/// One pair, by the names of the three machines' states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ViewRow {
    /// The agent's state (Ex).
    pub agent: &'static str,
    /// Who made the call that the agent is busy with, if it is an outgoing one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made_by: Option<&'static str>,
    /// The state of the session at the address that weighs most.
    pub session: &'static str,
    /// The state by address.
    pub address: &'static str,
    /// Whether a Microsoft page says so.
    pub documented: bool,
    /// The page, or why we think so.
    pub basis: &'static str,
}

impl ViewsReading {
    pub(super) fn new() -> Self {
        Self { rows: ROWS.iter().filter_map(ViewRow::of).collect() }
    }
}

impl ViewRow {
    fn of(row: &Row) -> Option<Self> {
        let (documented, basis) = match row.basis {
            Basis::Documented(page) => (true, page),
            Basis::Inferred(why) => (false, why),
        };
        Some(Self {
            agent: agent_ex::MACHINE.states[row.agent as usize],
            made_by: row.made_by.map(|maker| match maker {
                MadeBy::Agent => "agent",
                MadeBy::Dialler => "dialler",
            }),
            session: agent_session::MACHINE.states[row.session as usize],
            address: agent_address::MACHINE.states[row.address? as usize],
            documented,
            basis,
        })
    }

    /// The agent's state, and whose the call is where that matters.
    pub(super) fn agent_in_words(&self) -> String {
        let maker = self.made_by.map(|maker| format!(", made by the {maker}")).unwrap_or_default();
        format!("{}{maker}", self.agent)
    }
}
