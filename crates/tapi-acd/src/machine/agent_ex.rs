//! The agent handle: one logged-in agent, in the view of TAPI 2.2 and later.
//!
//! Microsoft documents the states and no transition; the table is our model, conventional for an ACD. After-call work
//! has no state of its own here: it lives in the session (BUSYWRAPUP), and the agent is NOTREADY meanwhile.

use tapi_wire::consts::{AgentStateEx, LineErr};

use super::Basis::Inferred;
use super::{Basis, machine};

const CREATION: Basis = Inferred("no page names an agent's first state; ours begins not ready");
const FREE: Basis = Inferred("an agent who is not busy becomes ready and not ready at will");
const SAME: Basis = Inferred("a state asked for that is the current one is granted and nothing is told");
const ONLY_CALLS: Basis = Inferred("the busy states follow calls, an application cannot ask for them");
const DURING_CALL: Basis =
    Inferred("a call is not cut short by a state asked for; the sessions decide afterwards");
const ACD_READY: Basis = Inferred("an ACD call reaches only an agent who is ready");
const PERSONAL: Basis =
    Inferred("calls outside the ACD may come at any time that the agent is not on a call");
const LOG_OFF: Basis =
    Inferred("RELEASED is how an application logs its agent off; no function page names it");
const UNKNOWN: Basis =
    Inferred("the handler may lose sight of an agent in any state, and find any state again");
const UNSEEN: Basis =
    Inferred("what is asked for goes to the sessions; where the agent stands shows when it is found again");
const GONE: Basis = Inferred("the handle names no agent");
const ONE_CALL: Basis = Inferred("the agent has one call at a time");

const INVALID_STATE: LineErr = LineErr::INVAL_AGENT_STATE;
const INVALID_HANDLE: LineErr = LineErr::INVAL_PARAM;

machine! {
    name: "agent (Ex)",
    /// Where an agent stands.
    states {
        /// There is no such agent yet.
        Absent,
        /// Logged in, takes no calls.
        NotReady,
        /// Takes calls.
        Ready,
        /// On an ACD call.
        BusyAcd,
        /// On an incoming call outside the ACD.
        BusyIncoming,
        /// On an outgoing call.
        BusyOutgoing,
        /// The handler does not know at the moment.
        Unknown,
        /// The handle is given up.
        Released,
    }
    /// What can happen to an agent.
    events {
        /// The handler created it.
        Created,
        /// An application asks for READY, or the sessions make the agent ready.
        SetReady,
        /// An application asks for NOTREADY, or the sessions make the agent not ready.
        SetNotReady,
        /// An application asks for RELEASED.
        SetReleased,
        /// An application asks for a busy state or for UNKNOWN.
        SetBusy,
        /// An ACD call was answered.
        AcdCallAnswered,
        /// A call outside the ACD came in.
        IncomingCall,
        /// The agent makes a call.
        OutgoingCall,
        /// The call ended, or the agent is found again, and some session is ready.
        CallEndedReady,
        /// The call ended, or the agent is found again, and no session is ready, or after-call work follows.
        CallEndedNotReady,
        /// The handler lost sight of the agent.
        SightLost,
    }
    rows {
        Absent, Created => Go(State::NotReady), CREATION;
        Absent, SetReady => Refuse(INVALID_HANDLE), GONE;
        Absent, SetNotReady => Refuse(INVALID_HANDLE), GONE;
        Absent, SetReleased => Refuse(INVALID_HANDLE), GONE;
        Absent, SetBusy => Refuse(INVALID_HANDLE), GONE;
        Absent, AcdCallAnswered => Never, GONE;
        Absent, IncomingCall => Never, GONE;
        Absent, OutgoingCall => Never, GONE;
        Absent, CallEndedReady => Never, GONE;
        Absent, CallEndedNotReady => Never, GONE;
        Absent, SightLost => Never, GONE;

        NotReady, Created => Never, CREATION;
        NotReady, SetReady => Go(State::Ready), FREE;
        NotReady, SetNotReady => Stay, SAME;
        NotReady, SetReleased => Go(State::Released), LOG_OFF;
        NotReady, SetBusy => Refuse(INVALID_STATE), ONLY_CALLS;
        NotReady, AcdCallAnswered => Never, ACD_READY;
        NotReady, IncomingCall => Go(State::BusyIncoming), PERSONAL;
        NotReady, OutgoingCall => Go(State::BusyOutgoing), PERSONAL;
        NotReady, CallEndedReady => Never, ONE_CALL;
        NotReady, CallEndedNotReady => Never, ONE_CALL;
        NotReady, SightLost => Go(State::Unknown), UNKNOWN;

        Ready, Created => Never, CREATION;
        Ready, SetReady => Stay, SAME;
        Ready, SetNotReady => Go(State::NotReady), FREE;
        Ready, SetReleased => Go(State::Released), LOG_OFF;
        Ready, SetBusy => Refuse(INVALID_STATE), ONLY_CALLS;
        Ready, AcdCallAnswered => Go(State::BusyAcd), ACD_READY;
        Ready, IncomingCall => Go(State::BusyIncoming), PERSONAL;
        Ready, OutgoingCall => Go(State::BusyOutgoing), PERSONAL;
        Ready, CallEndedReady => Never, ONE_CALL;
        Ready, CallEndedNotReady => Never, ONE_CALL;
        Ready, SightLost => Go(State::Unknown), UNKNOWN;

        BusyAcd, Created => Never, CREATION;
        BusyAcd, SetReady => Refuse(INVALID_STATE), DURING_CALL;
        BusyAcd, SetNotReady => Refuse(INVALID_STATE), DURING_CALL;
        BusyAcd, SetReleased => Go(State::Released), LOG_OFF;
        BusyAcd, SetBusy => Refuse(INVALID_STATE), ONLY_CALLS;
        BusyAcd, AcdCallAnswered => Never, ONE_CALL;
        BusyAcd, IncomingCall => Never, ONE_CALL;
        BusyAcd, OutgoingCall => Never, ONE_CALL;
        BusyAcd, CallEndedReady => Go(State::Ready), FREE;
        BusyAcd, CallEndedNotReady => Go(State::NotReady), FREE;
        BusyAcd, SightLost => Go(State::Unknown), UNKNOWN;

        BusyIncoming, Created => Never, CREATION;
        BusyIncoming, SetReady => Refuse(INVALID_STATE), DURING_CALL;
        BusyIncoming, SetNotReady => Refuse(INVALID_STATE), DURING_CALL;
        BusyIncoming, SetReleased => Go(State::Released), LOG_OFF;
        BusyIncoming, SetBusy => Refuse(INVALID_STATE), ONLY_CALLS;
        BusyIncoming, AcdCallAnswered => Never, ONE_CALL;
        BusyIncoming, IncomingCall => Never, ONE_CALL;
        BusyIncoming, OutgoingCall => Never, ONE_CALL;
        BusyIncoming, CallEndedReady => Go(State::Ready), FREE;
        BusyIncoming, CallEndedNotReady => Go(State::NotReady), FREE;
        BusyIncoming, SightLost => Go(State::Unknown), UNKNOWN;

        BusyOutgoing, Created => Never, CREATION;
        BusyOutgoing, SetReady => Refuse(INVALID_STATE), DURING_CALL;
        BusyOutgoing, SetNotReady => Refuse(INVALID_STATE), DURING_CALL;
        BusyOutgoing, SetReleased => Go(State::Released), LOG_OFF;
        BusyOutgoing, SetBusy => Refuse(INVALID_STATE), ONLY_CALLS;
        BusyOutgoing, AcdCallAnswered => Never, ONE_CALL;
        BusyOutgoing, IncomingCall => Never, ONE_CALL;
        BusyOutgoing, OutgoingCall => Never, ONE_CALL;
        BusyOutgoing, CallEndedReady => Go(State::Ready), FREE;
        BusyOutgoing, CallEndedNotReady => Go(State::NotReady), FREE;
        BusyOutgoing, SightLost => Go(State::Unknown), UNKNOWN;

        Unknown, Created => Never, CREATION;
        Unknown, SetReady => Stay, UNSEEN;
        Unknown, SetNotReady => Stay, UNSEEN;
        Unknown, SetReleased => Go(State::Released), LOG_OFF;
        Unknown, SetBusy => Refuse(INVALID_STATE), ONLY_CALLS;
        Unknown, AcdCallAnswered => Go(State::BusyAcd), UNKNOWN;
        Unknown, IncomingCall => Go(State::BusyIncoming), UNKNOWN;
        Unknown, OutgoingCall => Go(State::BusyOutgoing), UNKNOWN;
        Unknown, CallEndedReady => Go(State::Ready), UNKNOWN;
        Unknown, CallEndedNotReady => Go(State::NotReady), UNKNOWN;
        Unknown, SightLost => Stay, SAME;

        Released, Created => Never, CREATION;
        Released, SetReady => Refuse(INVALID_HANDLE), GONE;
        Released, SetNotReady => Refuse(INVALID_HANDLE), GONE;
        Released, SetReleased => Refuse(INVALID_HANDLE), GONE;
        Released, SetBusy => Refuse(INVALID_HANDLE), GONE;
        Released, AcdCallAnswered => Never, GONE;
        Released, IncomingCall => Never, GONE;
        Released, OutgoingCall => Never, GONE;
        Released, CallEndedReady => Never, GONE;
        Released, CallEndedNotReady => Never, GONE;
        Released, SightLost => Never, GONE;
    }
}

impl State {
    /// The state as a message carries it; 0 for an agent who is not there yet.
    pub const fn wire(self) -> AgentStateEx {
        match self {
            State::Absent => AgentStateEx(0),
            State::NotReady => AgentStateEx::NOT_READY,
            State::Ready => AgentStateEx::READY,
            State::BusyAcd => AgentStateEx::BUSY_ACD,
            State::BusyIncoming => AgentStateEx::BUSY_INCOMING,
            State::BusyOutgoing => AgentStateEx::BUSY_OUTGOING,
            State::Unknown => AgentStateEx::UNKNOWN,
            State::Released => AgentStateEx::RELEASED,
        }
    }

    /// Whether it is one of the three kinds of call.
    pub const fn is_on_call(self) -> bool {
        matches!(self, State::BusyAcd | State::BusyIncoming | State::BusyOutgoing)
    }

    /// The state that a message carries, if it is exactly one that the documents define.
    pub fn from_wire(state: AgentStateEx) -> Option<Self> {
        STATES.iter().copied().find(|known| *known != State::Absent && known.wire() == state)
    }
}

impl Event {
    /// The event of an application that asks for `state`; `None` when that is not exactly one defined state.
    pub fn asking_for(state: AgentStateEx) -> Option<Self> {
        Some(match State::from_wire(state)? {
            State::NotReady => Event::SetNotReady,
            State::Ready => Event::SetReady,
            State::Released => Event::SetReleased,
            State::BusyAcd | State::BusyIncoming | State::BusyOutgoing | State::Unknown => Event::SetBusy,
            State::Absent => return None,
        })
    }
}
