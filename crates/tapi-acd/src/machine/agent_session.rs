//! The agent session: one agent at work for one ACD group at one address.
//!
//! The first five states and the moves between them are documented (TAPI 3, *AGENT_SESSION_STATE enumeration*, which
//! lists all valid transitions); creation and release are our model.

use tapi_wire::consts::{AgentSessionState, LineErr};

use super::Basis::{Documented, Inferred};
use super::{Basis, machine};

const TABLE_PAGE: Basis = Documented("AGENT_SESSION_STATE enumeration");
const CREATION: Basis = Inferred("no page names a session's first state; ours begins not ready");
const SAME: Basis = Inferred("a state asked for that is the current one is granted and nothing is told");
const ONLY_CALLS: Basis = Inferred("the busy states follow calls, an application cannot ask for them");
const DURING_CALL: Basis = Inferred("a call is not cut short; a next state decides what follows it");
const NOT_LISTED: Basis = Inferred("the documented table of valid transitions has no such move");
const RELEASE: Basis = Inferred("a session that has ended, or whose agent goes, is released");
const GONE: Basis = Inferred("the handle names no session");
const ONE_CALL: Basis = Inferred("calls reach a session that is ready, and end in one that is on a call");

const INVALID_STATE: LineErr = LineErr::INVAL_AGENT_STATE;
const INVALID_HANDLE: LineErr = LineErr::INVAL_PARAM;

machine! {
    name: "agent session",
    /// Where an agent session stands.
    states {
        /// There is no such session yet.
        Absent,
        /// The agent takes no calls for it.
        NotReady,
        /// The agent takes ACD calls for it.
        Ready,
        /// The agent is on an ACD call of it.
        BusyOnCall,
        /// The agent does the after-call work of an ACD call of it.
        BusyWrapUp,
        /// It is over; its duration stands still.
        Ended,
        /// Its handle is given up.
        Released,
    }
    /// What can happen to an agent session.
    events {
        /// The handler created it.
        Created,
        /// An application asks for READY.
        SetReady,
        /// An application asks for NOTREADY.
        SetNotReady,
        /// An application asks for ENDED.
        SetEnded,
        /// An application asks for RELEASED.
        SetReleased,
        /// An application asks for a busy state.
        SetBusy,
        /// The agent answered an ACD call of the session.
        CallAnswered,
        /// The call ended; after-call work follows.
        CallEndedWithWrapUp,
        /// The call ended; the agent takes the next one.
        CallEndedReady,
        /// The call ended; the agent pauses.
        CallEndedNotReady,
        /// The call ended and the session with it.
        CallEndedForGood,
        /// The session's agent was released.
        AgentReleased,
    }
    rows {
        Absent, Created => Go(State::NotReady), CREATION;
        Absent, SetReady => Refuse(INVALID_HANDLE), GONE;
        Absent, SetNotReady => Refuse(INVALID_HANDLE), GONE;
        Absent, SetEnded => Refuse(INVALID_HANDLE), GONE;
        Absent, SetReleased => Refuse(INVALID_HANDLE), GONE;
        Absent, SetBusy => Refuse(INVALID_HANDLE), GONE;
        Absent, CallAnswered => Never, GONE;
        Absent, CallEndedWithWrapUp => Never, GONE;
        Absent, CallEndedReady => Never, GONE;
        Absent, CallEndedNotReady => Never, GONE;
        Absent, CallEndedForGood => Never, GONE;
        Absent, AgentReleased => Never, GONE;

        NotReady, Created => Never, CREATION;
        NotReady, SetReady => Go(State::Ready), TABLE_PAGE;
        NotReady, SetNotReady => Stay, SAME;
        NotReady, SetEnded => Go(State::Ended), TABLE_PAGE;
        NotReady, SetReleased => Refuse(INVALID_STATE), NOT_LISTED;
        NotReady, SetBusy => Refuse(INVALID_STATE), ONLY_CALLS;
        NotReady, CallAnswered => Never, ONE_CALL;
        NotReady, CallEndedWithWrapUp => Never, ONE_CALL;
        NotReady, CallEndedReady => Never, ONE_CALL;
        NotReady, CallEndedNotReady => Never, ONE_CALL;
        NotReady, CallEndedForGood => Never, ONE_CALL;
        NotReady, AgentReleased => Go(State::Released), RELEASE;

        Ready, Created => Never, CREATION;
        Ready, SetReady => Stay, SAME;
        Ready, SetNotReady => Go(State::NotReady), TABLE_PAGE;
        Ready, SetEnded => Go(State::Ended), TABLE_PAGE;
        Ready, SetReleased => Refuse(INVALID_STATE), NOT_LISTED;
        Ready, SetBusy => Refuse(INVALID_STATE), ONLY_CALLS;
        Ready, CallAnswered => Go(State::BusyOnCall), TABLE_PAGE;
        Ready, CallEndedWithWrapUp => Never, ONE_CALL;
        Ready, CallEndedReady => Never, ONE_CALL;
        Ready, CallEndedNotReady => Never, ONE_CALL;
        Ready, CallEndedForGood => Never, ONE_CALL;
        Ready, AgentReleased => Go(State::Released), RELEASE;

        BusyOnCall, Created => Never, CREATION;
        BusyOnCall, SetReady => Refuse(INVALID_STATE), DURING_CALL;
        BusyOnCall, SetNotReady => Refuse(INVALID_STATE), DURING_CALL;
        BusyOnCall, SetEnded => Refuse(INVALID_STATE), DURING_CALL;
        BusyOnCall, SetReleased => Refuse(INVALID_STATE), NOT_LISTED;
        BusyOnCall, SetBusy => Refuse(INVALID_STATE), ONLY_CALLS;
        BusyOnCall, CallAnswered => Never, ONE_CALL;
        BusyOnCall, CallEndedWithWrapUp => Go(State::BusyWrapUp), TABLE_PAGE;
        BusyOnCall, CallEndedReady => Go(State::Ready), TABLE_PAGE;
        BusyOnCall, CallEndedNotReady => Go(State::NotReady), TABLE_PAGE;
        BusyOnCall, CallEndedForGood => Go(State::Ended), TABLE_PAGE;
        BusyOnCall, AgentReleased => Go(State::Released), RELEASE;

        BusyWrapUp, Created => Never, CREATION;
        BusyWrapUp, SetReady => Go(State::Ready), TABLE_PAGE;
        BusyWrapUp, SetNotReady => Go(State::NotReady), TABLE_PAGE;
        BusyWrapUp, SetEnded => Go(State::Ended), TABLE_PAGE;
        BusyWrapUp, SetReleased => Refuse(INVALID_STATE), NOT_LISTED;
        BusyWrapUp, SetBusy => Refuse(INVALID_STATE), ONLY_CALLS;
        BusyWrapUp, CallAnswered => Never, ONE_CALL;
        BusyWrapUp, CallEndedWithWrapUp => Never, ONE_CALL;
        BusyWrapUp, CallEndedReady => Never, ONE_CALL;
        BusyWrapUp, CallEndedNotReady => Never, ONE_CALL;
        BusyWrapUp, CallEndedForGood => Never, ONE_CALL;
        BusyWrapUp, AgentReleased => Go(State::Released), RELEASE;

        Ended, Created => Never, CREATION;
        Ended, SetReady => Refuse(INVALID_STATE), NOT_LISTED;
        Ended, SetNotReady => Refuse(INVALID_STATE), NOT_LISTED;
        Ended, SetEnded => Stay, SAME;
        Ended, SetReleased => Go(State::Released), RELEASE;
        Ended, SetBusy => Refuse(INVALID_STATE), ONLY_CALLS;
        Ended, CallAnswered => Never, ONE_CALL;
        Ended, CallEndedWithWrapUp => Never, ONE_CALL;
        Ended, CallEndedReady => Never, ONE_CALL;
        Ended, CallEndedNotReady => Never, ONE_CALL;
        Ended, CallEndedForGood => Never, ONE_CALL;
        Ended, AgentReleased => Go(State::Released), RELEASE;

        Released, Created => Never, CREATION;
        Released, SetReady => Refuse(INVALID_HANDLE), GONE;
        Released, SetNotReady => Refuse(INVALID_HANDLE), GONE;
        Released, SetEnded => Refuse(INVALID_HANDLE), GONE;
        Released, SetReleased => Refuse(INVALID_HANDLE), GONE;
        Released, SetBusy => Refuse(INVALID_HANDLE), GONE;
        Released, CallAnswered => Never, GONE;
        Released, CallEndedWithWrapUp => Never, GONE;
        Released, CallEndedReady => Never, GONE;
        Released, CallEndedNotReady => Never, GONE;
        Released, CallEndedForGood => Never, GONE;
        Released, AgentReleased => Never, GONE;
    }
}

impl State {
    /// The state as a message carries it; 0 for a session that is not there yet.
    pub const fn wire(self) -> AgentSessionState {
        match self {
            State::Absent => AgentSessionState(0),
            State::NotReady => AgentSessionState::NOT_READY,
            State::Ready => AgentSessionState::READY,
            State::BusyOnCall => AgentSessionState::BUSY_ON_CALL,
            State::BusyWrapUp => AgentSessionState::BUSY_WRAP_UP,
            State::Ended => AgentSessionState::ENDED,
            State::Released => AgentSessionState::RELEASED,
        }
    }

    /// The state that a message carries, if it is exactly one that the documents define.
    pub fn from_wire(state: AgentSessionState) -> Option<Self> {
        STATES.iter().copied().find(|known| *known != State::Absent && known.wire() == state)
    }
}

impl Event {
    /// The event of an application that asks for `state`; `None` when that is not exactly one defined state.
    pub fn asking_for(state: AgentSessionState) -> Option<Self> {
        Some(match State::from_wire(state)? {
            State::NotReady => Event::SetNotReady,
            State::Ready => Event::SetReady,
            State::BusyOnCall | State::BusyWrapUp => Event::SetBusy,
            State::Ended => Event::SetEnded,
            State::Released => Event::SetReleased,
            State::Absent => return None,
        })
    }
}
