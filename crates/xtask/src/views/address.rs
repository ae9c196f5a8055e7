//! How an agent by handle and by address go together, and what can be asked for by address, as Markdown.

use tapi_acd::machine::agent_address::{self, State};
use tapi_acd::machine::views::{MadeBy, ROWS, Row};
use tapi_acd::machine::{agent_ex, agent_session};
use tapi_acd::wire::consts::{AgentState, Constants as _};

use super::machines::footnote;
use crate::text::markdown_table;

pub(super) fn render() -> String {
    let rows: Vec<_> = ROWS.iter().map(cells).collect();
    let header = ["agent (Ex)", "session", "address", "basis"];
    let states = AgentState::FAMILY.rows.iter().filter_map(|row| State::from_wire(AgentState(row.value)));
    let choices: Vec<_> = states.map(choices).collect();
    format!(
        "# One agent, three views\n\nAn agent has a state by handle (Ex) and a state at each address where sessions of \
         it work. Of several sessions at an address the one that weighs most counts: on a call, after-call work, \
         ready, not ready; *Absent* is an address without one. *never* are the pairs that do not meet.\n\n{}\n## What \
         can be asked for by address\n\nThese are the requests that the machine *agent (address)* accepts: \
         `dwValidStates` and `dwValidNextStates` of `LINEAGENTSTATUS`.\n\n{}",
        markdown_table(header, &rows),
        markdown_table(["address", "now", "after the call"], &choices),
    )
}

fn cells(row: &Row) -> [String; 4] {
    let maker = match row.made_by {
        None => "",
        Some(MadeBy::Agent) => ", made by the agent",
        Some(MadeBy::Dialler) => ", made by the dialler",
    };
    [
        format!("{}{maker}", agent_ex::MACHINE.states[row.agent as usize]),
        agent_session::MACHINE.states[row.session as usize].into(),
        row.address.map_or("never", |address| agent_address::MACHINE.states[address as usize]).into(),
        footnote(&row.basis),
    ]
}

fn choices(state: State) -> [String; 3] {
    let named = |bits| match AgentState(bits) {
        AgentState(0) => "nothing".into(),
        bits => {
            let rows = AgentState::FAMILY.rows.iter().filter(|row| bits.0 & row.value != 0);
            rows.map(|row| format!("`{}`", row.name)).collect::<Vec<_>>().join(", ")
        }
    };
    let (now, next) = state.choices();
    [agent_address::MACHINE.states[state as usize].into(), named(now), named(next)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_and_every_state_has_its_line() {
        let text = render();
        let lines = text.lines().filter(|line| line.starts_with("| "));
        // Each table has a header and a rule.
        assert_eq!(lines.count(), ROWS.len() + 2 + agent_address::MACHINE.states.len() + 2);
    }
}
