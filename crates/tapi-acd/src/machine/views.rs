//! One agent, three views: which state by address (TAPI 2.0) goes with which agent state (Ex) and session states.
//!
//! An address shows the agent of its line and the sessions that work at it; of several sessions the one that weighs
//! most counts: on a call, after-call work, ready, not ready, none. Microsoft describes each family of states and says
//! nothing about how they go together, so most rows are inferred from the descriptions.

use tapi_wire::consts::AgentState;

use super::Basis::{self, Documented, Inferred};
use super::agent_ex::State as Agent;
use super::agent_session::State as Session;

const NOBODY: Basis = Documented("LINEAGENTSTATUS structure: no group where no agent is logged in");
const CALL: Basis =
    Inferred("the same words describe the busy states of both families; the agent has one call at a time");
const OUTBOUND: Basis = Inferred("both descriptions name calls that a predictive dialler placed");
const AFTER_CALL: Basis =
    Inferred("the descriptions agree; there is no such agent state (Ex), so that one is not ready");
const IDLE: Basis = Inferred("an agent who has no call is at an address what the sessions there are");
const UNKNOWN: Basis = Inferred("the same words describe UNKNOWN in both families");
const GONE: Basis = Inferred("no session outlives its agent");
const WEIGHT: Basis = Inferred("the agent (Ex) follows the session that weighs more");

/// What goes together with what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The agent's state (Ex).
    pub agent: Agent,
    /// The state of the session at the address that weighs most; `Absent` when none works there.
    pub session: Session,
    /// The state by address; `None` where the two never meet.
    pub address: Option<AgentState>,
    /// On whose word.
    pub basis: Basis,
}

/// Defines the rows: for an agent state, the state by address for each session state.
macro_rules! rows {
    ($($agent:ident { $($session:ident => $address:ident, $basis:ident;)* })*) => {
        /// Every row, by agent state, then by session state.
        pub const ROWS: &[Row] = &[$($(Row {
            agent: Agent::$agent,
            session: Session::$session,
            address: rows!(@ $address),
            basis: $basis,
        },)*)*];
    };
    (@ NEVER) => { None };
    (@ $address:ident) => { Some(AgentState::$address) };
}

rows! {
    Absent {
        Absent => LOGGED_OFF, NOBODY;
        NotReady => NEVER, GONE;
        Ready => NEVER, GONE;
        BusyWrapUp => NEVER, GONE;
        BusyOnCall => NEVER, GONE;
    }
    NotReady {
        Absent => LOGGED_OFF, NOBODY;
        NotReady => NOT_READY, IDLE;
        Ready => READY, IDLE;
        BusyWrapUp => WORKING_AFTER_CALL, AFTER_CALL;
        BusyOnCall => NEVER, WEIGHT;
    }
    Ready {
        Absent => LOGGED_OFF, NOBODY;
        NotReady => NOT_READY, IDLE;
        Ready => READY, IDLE;
        BusyWrapUp => NEVER, WEIGHT;
        BusyOnCall => NEVER, WEIGHT;
    }
    BusyAcd {
        Absent => LOGGED_OFF, NOBODY;
        NotReady => BUSY_ACD, CALL;
        Ready => BUSY_ACD, CALL;
        BusyWrapUp => BUSY_ACD, CALL;
        BusyOnCall => BUSY_ACD, CALL;
    }
    BusyIncoming {
        Absent => LOGGED_OFF, NOBODY;
        NotReady => BUSY_INCOMING, CALL;
        Ready => BUSY_INCOMING, CALL;
        BusyWrapUp => BUSY_INCOMING, CALL;
        BusyOnCall => NEVER, WEIGHT;
    }
    BusyOutgoing {
        Absent => LOGGED_OFF, NOBODY;
        NotReady => BUSY_OUTBOUND, OUTBOUND;
        Ready => BUSY_OUTBOUND, OUTBOUND;
        BusyWrapUp => BUSY_OUTBOUND, OUTBOUND;
        BusyOnCall => NEVER, WEIGHT;
    }
    Unknown {
        Absent => LOGGED_OFF, NOBODY;
        NotReady => UNKNOWN, UNKNOWN;
        Ready => UNKNOWN, UNKNOWN;
        BusyWrapUp => UNKNOWN, UNKNOWN;
        BusyOnCall => UNKNOWN, UNKNOWN;
    }
    Released {
        Absent => LOGGED_OFF, NOBODY;
        NotReady => NEVER, GONE;
        Ready => NEVER, GONE;
        BusyWrapUp => NEVER, GONE;
        BusyOnCall => NEVER, GONE;
    }
}

/// The session states that count at an address, lightest first.
pub const WEIGHTS: [Session; 5] =
    [Session::Absent, Session::NotReady, Session::Ready, Session::BusyWrapUp, Session::BusyOnCall];

// Every pair has its row, in the order in which it is looked up.
const _: () = {
    let mut at = 0;
    while at < ROWS.len() {
        assert!(ROWS[at].agent as usize == at / WEIGHTS.len());
        assert!(ROWS[at].session as usize == WEIGHTS[at % WEIGHTS.len()] as usize);
        at += 1;
    }
    assert!(ROWS.len() == (Agent::Released as usize + 1) * WEIGHTS.len());
};

/// What an agent is at an address where these sessions work; sessions that are over do not.
///
/// # Panics
/// On an agent and sessions that never meet.
pub fn at_address(agent: Agent, sessions: impl Iterator<Item = Session>) -> AgentState {
    let weight = |session| WEIGHTS.iter().position(|known| *known == session);
    let heaviest = sessions.filter_map(weight).max().unwrap_or(0);
    let row = &ROWS[agent as usize * WEIGHTS.len() + heaviest];
    let Some(address) = row.address else {
        unreachable!("{agent:?} with {:?} at an address: {}", row.session, row.basis)
    };
    address
}

/// What lineSetAgentState may ask for while an address is in a state, as `LINEAGENTSTATE_` bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The state.
    pub state: AgentState,
    /// States to enter now (`dwValidStates`).
    pub states: u32,
    /// States to enter after the call (`dwValidNextStates`).
    pub next_states: u32,
}

const AT_WILL: u32 = AgentState::READY.0 | AgentState::NOT_READY.0 | AgentState::LOGGED_OFF.0;
const AFTER_AN_ACD_CALL: u32 =
    AgentState::READY.0 | AgentState::NOT_READY.0 | AgentState::WORKING_AFTER_CALL.0;

/// The choices; in a state without a row there is none (inferred: the handler publishes them, Microsoft names none).
///
/// A call is not cut short, and only the end of an ACD call can be planned.
pub const CHOICES: &[Choice] = &[
    Choice { state: AgentState::NOT_READY, states: AT_WILL, next_states: 0 },
    Choice { state: AgentState::READY, states: AT_WILL, next_states: 0 },
    Choice { state: AgentState::BUSY_ACD, states: 0, next_states: AFTER_AN_ACD_CALL },
    Choice { state: AgentState::WORKING_AFTER_CALL, states: AT_WILL, next_states: 0 },
];

/// What may be asked for in a state, now and for after the call.
pub fn settable(state: AgentState) -> (u32, u32) {
    let choice = CHOICES.iter().find(|choice| choice.state == state);
    choice.map_or((0, 0), |choice| (choice.states, choice.next_states))
}

/// What may ever be asked for, now and for after the call (`LINEAGENTCAPS.dwStates`, `dwNextStates`).
pub fn ever_settable() -> (u32, u32) {
    CHOICES.iter().fold((0, 0), |(now, next), choice| (now | choice.states, next | choice.next_states))
}
