//! One agent, three views: which state by address (TAPI 2.0) goes with which agent state (Ex) and session states.
//!
//! An address shows the agent of its line and the sessions that work at it; of several sessions the one that weighs
//! most counts: on a call, after-call work, ready, not ready, none. Microsoft describes each family of states and says
//! nothing about how they go together, so most rows are inferred from the descriptions.

use super::Basis::{self, Documented, Inferred};
use super::agent_address::State as Address;
use super::agent_ex::State as Agent;
use super::agent_session::State as Session;

const NOBODY: Basis = Documented("LINEAGENTSTATUS structure: no group where no agent is logged in");
const CALL: Basis =
    Inferred("the same words describe the busy states of both families; the agent has one call at a time");
const OUTBOUND: Basis = Inferred(
    "BUSYOUTBOUND names calls of a predictive dialler; the state (Ex) tells no kinds of outgoing calls",
);
const PERSONAL: Basis = Inferred("BUSYOTHER names outgoing personal calls that no predictive dialler made");
const AFTER_CALL: Basis =
    Inferred("the descriptions agree; there is no such agent state (Ex), so that one is not ready");
const IDLE: Basis = Inferred("an agent who has no call is at an address what the sessions there are");
const UNKNOWN: Basis = Inferred("the same words describe UNKNOWN in both families");
const GONE: Basis = Inferred("no session outlives its agent");
const WEIGHT: Basis = Inferred("the agent (Ex) follows the session that weighs more");

/// Who made an outgoing call; by address, but not by handle, this makes two states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MadeBy {
    /// The agent.
    Agent,
    /// A predictive dialler.
    Dialler,
}

/// What goes together with what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The agent's state (Ex).
    pub agent: Agent,
    /// Who made the call that the agent is busy with, if it is an outgoing one.
    pub made_by: Option<MadeBy>,
    /// The state of the session at the address that weighs most; `Absent` when none works there.
    pub session: Session,
    /// The state by address; `None` where the two never meet.
    pub address: Option<Address>,
    /// On whose word.
    pub basis: Basis,
}

/// Defines the rows: for an agent state, the state by address for each session state.
macro_rules! rows {
    ($($agent:ident $(by $made_by:ident)? { $($session:ident => $address:ident, $basis:ident;)* })*) => {
        /// Every row, by agent state, then by session state.
        pub const ROWS: &[Row] = &[$(rows!(@ $agent [$($made_by)?] { $($session => $address, $basis;)* }),)*]
            .as_flattened();
    };
    (@ $agent:ident $made_by:tt { $($session:ident => $address:ident, $basis:ident;)* }) => {
        [$(Row {
            agent: Agent::$agent,
            made_by: rows!(@ maker $made_by),
            session: Session::$session,
            address: rows!(@ address $address),
            basis: $basis,
        },)*]
    };
    (@ maker []) => { None };
    (@ maker [$made_by:ident]) => { Some(MadeBy::$made_by) };
    (@ address NEVER) => { None };
    (@ address $address:ident) => { Some(Address::$address) };
}

rows! {
    Absent {
        Absent => LoggedOff, NOBODY;
        NotReady => NEVER, GONE;
        Ready => NEVER, GONE;
        BusyWrapUp => NEVER, GONE;
        BusyOnCall => NEVER, GONE;
    }
    NotReady {
        Absent => LoggedOff, NOBODY;
        NotReady => NotReady, IDLE;
        Ready => Ready, IDLE;
        BusyWrapUp => WorkingAfterCall, AFTER_CALL;
        BusyOnCall => NEVER, WEIGHT;
    }
    Ready {
        Absent => LoggedOff, NOBODY;
        NotReady => NotReady, IDLE;
        Ready => Ready, IDLE;
        BusyWrapUp => NEVER, WEIGHT;
        BusyOnCall => NEVER, WEIGHT;
    }
    BusyAcd {
        Absent => LoggedOff, NOBODY;
        NotReady => BusyAcd, CALL;
        Ready => BusyAcd, CALL;
        BusyWrapUp => BusyAcd, CALL;
        BusyOnCall => BusyAcd, CALL;
    }
    BusyIncoming {
        Absent => LoggedOff, NOBODY;
        NotReady => BusyIncoming, CALL;
        Ready => BusyIncoming, CALL;
        BusyWrapUp => BusyIncoming, CALL;
        BusyOnCall => NEVER, WEIGHT;
    }
    BusyOutgoing by Agent {
        Absent => LoggedOff, NOBODY;
        NotReady => BusyOther, PERSONAL;
        Ready => BusyOther, PERSONAL;
        BusyWrapUp => BusyOther, PERSONAL;
        BusyOnCall => NEVER, WEIGHT;
    }
    BusyOutgoing by Dialler {
        Absent => LoggedOff, NOBODY;
        NotReady => BusyOutbound, OUTBOUND;
        Ready => BusyOutbound, OUTBOUND;
        BusyWrapUp => BusyOutbound, OUTBOUND;
        BusyOnCall => NEVER, WEIGHT;
    }
    Unknown {
        Absent => LoggedOff, NOBODY;
        NotReady => Unknown, UNKNOWN;
        Ready => Unknown, UNKNOWN;
        BusyWrapUp => Unknown, UNKNOWN;
        BusyOnCall => Unknown, UNKNOWN;
    }
    Released {
        Absent => LoggedOff, NOBODY;
        NotReady => NEVER, GONE;
        Ready => NEVER, GONE;
        BusyWrapUp => NEVER, GONE;
        BusyOnCall => NEVER, GONE;
    }
}

/// The session states that count at an address, lightest first.
pub const WEIGHTS: [Session; 5] =
    [Session::Absent, Session::NotReady, Session::Ready, Session::BusyWrapUp, Session::BusyOnCall];

// Every pair has its row: all sessions, lightest first, for each agent state in order, of which one is there twice.
const _: () = {
    let mut at = 0;
    while at < ROWS.len() {
        let block = at / WEIGHTS.len();
        let twice = block > Agent::BusyOutgoing as usize;
        assert!(ROWS[at].agent as usize == block - twice as usize);
        assert!(ROWS[at].session as usize == WEIGHTS[at % WEIGHTS.len()] as usize);
        at += 1;
    }
    assert!(ROWS.len() == (Agent::Released as usize + 2) * WEIGHTS.len());
};

/// How much each session state weighs: its place in [`WEIGHTS`], from 1 on; 0 where the session is over.
const WEIGHT_OF: [usize; Session::Released as usize + 1] = {
    let mut weights = [0; Session::Released as usize + 1];
    let mut at = 0;
    while at < WEIGHTS.len() {
        weights[WEIGHTS[at] as usize] = at + 1;
        at += 1;
    }
    weights
};

/// The session state that counts at an address where these sessions work; sessions that are over do not.
pub fn heaviest(sessions: impl Iterator<Item = Session>) -> Session {
    sessions.fold(Session::Absent, heavier)
}

/// The one of two session states that counts at an address; one that is over does not.
#[inline]
pub fn heavier(one: Session, other: Session) -> Session {
    match (WEIGHT_OF[one as usize], WEIGHT_OF[other as usize]) {
        (0, 0) => Session::Absent,
        (weight, of_other) if of_other > weight => other,
        _ => one,
    }
}

/// What an agent is at an address where the session that weighs most is in this state. `made_by` counts where the agent
/// is on an outgoing call.
///
/// # Panics
/// On an agent and sessions that never meet, and on an outgoing call that nobody made.
pub fn at_address(agent: Agent, made_by: Option<MadeBy>, heaviest: Session) -> Address {
    let made_by = made_by.filter(|_| agent == Agent::BusyOutgoing);
    // The rows stand by agent state, of which one is there twice, and by weight.
    let twice = agent > Agent::BusyOutgoing || made_by == Some(MadeBy::Dialler);
    let block = agent as usize + usize::from(twice);
    let weight = WEIGHT_OF[heaviest as usize].checked_sub(1);
    let row = weight.map(|weight| &ROWS[block * WEIGHTS.len() + weight]);
    let Some(address) = row.filter(|row| row.made_by == made_by).and_then(|row| row.address) else {
        unreachable!("{agent:?} with {heaviest:?} at an address, a call made by {made_by:?}")
    };
    address
}
