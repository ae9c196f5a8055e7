//! An address of a line: what the agent who is logged in there does, in the view of TAPI 2.0.
//!
//! Microsoft documents the states and no transition; the table is our model, conventional for an ACD. What may be asked
//! for is read from it: what it accepts in a state is what an application finds in `LINEAGENTSTATUS`. The moves that
//! nobody asks for follow from the agent and the sessions at the address, see [`views`](super::views).

use tapi_wire::consts::{AgentState, LineErr};

use super::Basis::Inferred;
use super::{Basis, Verdict, machine};

const NOBODY: Basis = Inferred("nobody is logged in at the address");
const FIRST: Basis = Inferred("who logs in begins not ready, as its sessions do");
const BUSY_LOG_IN: Basis = Inferred("an agent may join a group at the address while on a call of the line");
const LOG_OUT: Basis = Inferred("the last session at the address may end by handle at any time");
const AT_WILL: Basis =
    Inferred("an agent who is not on a call becomes ready and not ready, and logs out, at will");
const SAME: Basis = Inferred("a state asked for that is the current one is granted and nothing is told");
const ONLY_CALLS: Basis = Inferred("these states follow calls, an application cannot ask for them");
const DURING_CALL: Basis = Inferred("a call is not cut short; a next state decides what follows it");
const PLAN: Basis =
    Inferred("a next state is kept until the ACD call ends, told with NEXTSTATE, and serves once");
const NO_PLAN: Basis = Inferred(
    "only the end of an ACD call can be planned; what follows another call is what the sessions are",
);
const ACD_READY: Basis = Inferred("an ACD call reaches only an agent who is ready");
const ELSEWHERE: Basis = Inferred("the ACD call may be one of a session at another address of the line");
const PERSONAL: Basis =
    Inferred("calls outside the ACD may come at any time that the agent is not on a call");
const ONE_CALL: Basis = Inferred("the agent has one call at a time");
const CALL_ENDS: Basis = Inferred("what follows is what the sessions at the address are by then");
const SIGHT: Basis = Inferred("the handler may lose sight of an agent in any state");
const FOUND: Basis = Inferred("the handler may find any state again");
const UNSEEN: Basis = Inferred("what is not known cannot be changed by address");
const SEEN: Basis = Inferred("what this handler loses sight of it may find again, so it is never UNAVAIL");

const INVALID_STATE: LineErr = LineErr::INVAL_AGENT_STATE;
const NOBODY_THERE: LineErr = LineErr::INVAL_ADDRESS_STATE;

machine! {
    name: "agent (address)",
    /// What an address shows of the agent there.
    states {
        /// Nobody is logged in.
        LoggedOff,
        /// Logged in, takes no calls.
        NotReady,
        /// Takes calls.
        Ready,
        /// On an ACD call.
        BusyAcd,
        /// On an incoming call that is none of the agent's sessions'.
        BusyIncoming,
        /// On a call that a predictive dialler made.
        BusyOutbound,
        /// On another call, such as one that the agent made.
        BusyOther,
        /// Does the work after a call, takes no calls.
        WorkingAfterCall,
        /// The handler does not know at the moment.
        Unknown,
        /// The handler will never know.
        Unavail,
    }
    /// What can happen to an address.
    events {
        /// An application asks for LOGGEDOFF.
        SetLoggedOff,
        /// An application asks for NOTREADY, or the sessions there become so.
        SetNotReady,
        /// An application asks for READY, or the sessions there become so.
        SetReady,
        /// An application asks for WORKINGAFTERCALL.
        SetWorkingAfterCall,
        /// An application asks for a busy state, for UNKNOWN or for UNAVAIL.
        SetBusy,
        /// An application asks for NOTREADY after the call.
        NextNotReady,
        /// An application asks for READY after the call.
        NextReady,
        /// An application asks for WORKINGAFTERCALL after the call.
        NextWorkingAfterCall,
        /// An application asks for another state after the call.
        NextOther,
        /// The first session came to the address, of an agent who is not on a call.
        LoggedIn,
        /// The last session left the address.
        LoggedOut,
        /// The agent is on an ACD call.
        AcdCall,
        /// The agent is on an incoming call outside the ACD.
        IncomingCall,
        /// The agent is on a call that a predictive dialler made.
        OutboundCall,
        /// The agent makes a call.
        OtherCall,
        /// The call ended, or the agent is found again; no session there is ready.
        CallEndedNotReady,
        /// The call ended, or the agent is found again; a session there is ready.
        CallEndedReady,
        /// The call ended, or the agent is found again; after-call work is to do there.
        CallEndedWithWrapUp,
        /// The handler lost sight of the agent, or never had it when the agent came.
        SightLost,
    }
    rows {
        LoggedOff, SetLoggedOff => Refuse(NOBODY_THERE), NOBODY;
        LoggedOff, SetNotReady => Refuse(NOBODY_THERE), NOBODY;
        LoggedOff, SetReady => Refuse(NOBODY_THERE), NOBODY;
        LoggedOff, SetWorkingAfterCall => Refuse(NOBODY_THERE), NOBODY;
        LoggedOff, SetBusy => Refuse(NOBODY_THERE), NOBODY;
        LoggedOff, NextNotReady => Refuse(NOBODY_THERE), NOBODY;
        LoggedOff, NextReady => Refuse(NOBODY_THERE), NOBODY;
        LoggedOff, NextWorkingAfterCall => Refuse(NOBODY_THERE), NOBODY;
        LoggedOff, NextOther => Refuse(NOBODY_THERE), NOBODY;
        LoggedOff, LoggedIn => Go(State::NotReady), FIRST;
        LoggedOff, LoggedOut => Stay, SAME;
        LoggedOff, AcdCall => Go(State::BusyAcd), BUSY_LOG_IN;
        LoggedOff, IncomingCall => Go(State::BusyIncoming), BUSY_LOG_IN;
        LoggedOff, OutboundCall => Go(State::BusyOutbound), BUSY_LOG_IN;
        LoggedOff, OtherCall => Go(State::BusyOther), BUSY_LOG_IN;
        LoggedOff, CallEndedNotReady => Never, NOBODY;
        LoggedOff, CallEndedReady => Never, NOBODY;
        LoggedOff, CallEndedWithWrapUp => Never, NOBODY;
        LoggedOff, SightLost => Go(State::Unknown), SIGHT;

        NotReady, SetLoggedOff => Go(State::LoggedOff), AT_WILL;
        NotReady, SetNotReady => Stay, SAME;
        NotReady, SetReady => Go(State::Ready), AT_WILL;
        NotReady, SetWorkingAfterCall => Refuse(INVALID_STATE), ONLY_CALLS;
        NotReady, SetBusy => Refuse(INVALID_STATE), ONLY_CALLS;
        NotReady, NextNotReady => Refuse(INVALID_STATE), NO_PLAN;
        NotReady, NextReady => Refuse(INVALID_STATE), NO_PLAN;
        NotReady, NextWorkingAfterCall => Refuse(INVALID_STATE), NO_PLAN;
        NotReady, NextOther => Refuse(INVALID_STATE), NO_PLAN;
        NotReady, LoggedIn => Never, FIRST;
        NotReady, LoggedOut => Go(State::LoggedOff), LOG_OUT;
        NotReady, AcdCall => Go(State::BusyAcd), ELSEWHERE;
        NotReady, IncomingCall => Go(State::BusyIncoming), PERSONAL;
        NotReady, OutboundCall => Go(State::BusyOutbound), PERSONAL;
        NotReady, OtherCall => Go(State::BusyOther), PERSONAL;
        NotReady, CallEndedNotReady => Never, ONE_CALL;
        NotReady, CallEndedReady => Never, ONE_CALL;
        NotReady, CallEndedWithWrapUp => Never, ONE_CALL;
        NotReady, SightLost => Go(State::Unknown), SIGHT;

        Ready, SetLoggedOff => Go(State::LoggedOff), AT_WILL;
        Ready, SetNotReady => Go(State::NotReady), AT_WILL;
        Ready, SetReady => Stay, SAME;
        Ready, SetWorkingAfterCall => Refuse(INVALID_STATE), ONLY_CALLS;
        Ready, SetBusy => Refuse(INVALID_STATE), ONLY_CALLS;
        Ready, NextNotReady => Refuse(INVALID_STATE), NO_PLAN;
        Ready, NextReady => Refuse(INVALID_STATE), NO_PLAN;
        Ready, NextWorkingAfterCall => Refuse(INVALID_STATE), NO_PLAN;
        Ready, NextOther => Refuse(INVALID_STATE), NO_PLAN;
        Ready, LoggedIn => Never, FIRST;
        Ready, LoggedOut => Go(State::LoggedOff), LOG_OUT;
        Ready, AcdCall => Go(State::BusyAcd), ACD_READY;
        Ready, IncomingCall => Go(State::BusyIncoming), PERSONAL;
        Ready, OutboundCall => Go(State::BusyOutbound), PERSONAL;
        Ready, OtherCall => Go(State::BusyOther), PERSONAL;
        Ready, CallEndedNotReady => Never, ONE_CALL;
        Ready, CallEndedReady => Never, ONE_CALL;
        Ready, CallEndedWithWrapUp => Never, ONE_CALL;
        Ready, SightLost => Go(State::Unknown), SIGHT;

        BusyAcd, SetLoggedOff => Refuse(INVALID_STATE), DURING_CALL;
        BusyAcd, SetNotReady => Refuse(INVALID_STATE), DURING_CALL;
        BusyAcd, SetReady => Refuse(INVALID_STATE), DURING_CALL;
        BusyAcd, SetWorkingAfterCall => Refuse(INVALID_STATE), ONLY_CALLS;
        BusyAcd, SetBusy => Refuse(INVALID_STATE), ONLY_CALLS;
        BusyAcd, NextNotReady => Stay, PLAN;
        BusyAcd, NextReady => Stay, PLAN;
        BusyAcd, NextWorkingAfterCall => Stay, PLAN;
        BusyAcd, NextOther => Refuse(INVALID_STATE), NO_PLAN;
        BusyAcd, LoggedIn => Never, FIRST;
        BusyAcd, LoggedOut => Go(State::LoggedOff), LOG_OUT;
        BusyAcd, AcdCall => Never, ONE_CALL;
        BusyAcd, IncomingCall => Never, ONE_CALL;
        BusyAcd, OutboundCall => Never, ONE_CALL;
        BusyAcd, OtherCall => Never, ONE_CALL;
        BusyAcd, CallEndedNotReady => Go(State::NotReady), CALL_ENDS;
        BusyAcd, CallEndedReady => Go(State::Ready), CALL_ENDS;
        BusyAcd, CallEndedWithWrapUp => Go(State::WorkingAfterCall), CALL_ENDS;
        BusyAcd, SightLost => Go(State::Unknown), SIGHT;

        BusyIncoming, SetLoggedOff => Refuse(INVALID_STATE), DURING_CALL;
        BusyIncoming, SetNotReady => Refuse(INVALID_STATE), DURING_CALL;
        BusyIncoming, SetReady => Refuse(INVALID_STATE), DURING_CALL;
        BusyIncoming, SetWorkingAfterCall => Refuse(INVALID_STATE), ONLY_CALLS;
        BusyIncoming, SetBusy => Refuse(INVALID_STATE), ONLY_CALLS;
        BusyIncoming, NextNotReady => Refuse(INVALID_STATE), NO_PLAN;
        BusyIncoming, NextReady => Refuse(INVALID_STATE), NO_PLAN;
        BusyIncoming, NextWorkingAfterCall => Refuse(INVALID_STATE), NO_PLAN;
        BusyIncoming, NextOther => Refuse(INVALID_STATE), NO_PLAN;
        BusyIncoming, LoggedIn => Never, FIRST;
        BusyIncoming, LoggedOut => Go(State::LoggedOff), LOG_OUT;
        BusyIncoming, AcdCall => Never, ONE_CALL;
        BusyIncoming, IncomingCall => Never, ONE_CALL;
        BusyIncoming, OutboundCall => Never, ONE_CALL;
        BusyIncoming, OtherCall => Never, ONE_CALL;
        BusyIncoming, CallEndedNotReady => Go(State::NotReady), CALL_ENDS;
        BusyIncoming, CallEndedReady => Go(State::Ready), CALL_ENDS;
        BusyIncoming, CallEndedWithWrapUp => Go(State::WorkingAfterCall), CALL_ENDS;
        BusyIncoming, SightLost => Go(State::Unknown), SIGHT;

        BusyOutbound, SetLoggedOff => Refuse(INVALID_STATE), DURING_CALL;
        BusyOutbound, SetNotReady => Refuse(INVALID_STATE), DURING_CALL;
        BusyOutbound, SetReady => Refuse(INVALID_STATE), DURING_CALL;
        BusyOutbound, SetWorkingAfterCall => Refuse(INVALID_STATE), ONLY_CALLS;
        BusyOutbound, SetBusy => Refuse(INVALID_STATE), ONLY_CALLS;
        BusyOutbound, NextNotReady => Refuse(INVALID_STATE), NO_PLAN;
        BusyOutbound, NextReady => Refuse(INVALID_STATE), NO_PLAN;
        BusyOutbound, NextWorkingAfterCall => Refuse(INVALID_STATE), NO_PLAN;
        BusyOutbound, NextOther => Refuse(INVALID_STATE), NO_PLAN;
        BusyOutbound, LoggedIn => Never, FIRST;
        BusyOutbound, LoggedOut => Go(State::LoggedOff), LOG_OUT;
        BusyOutbound, AcdCall => Never, ONE_CALL;
        BusyOutbound, IncomingCall => Never, ONE_CALL;
        BusyOutbound, OutboundCall => Never, ONE_CALL;
        BusyOutbound, OtherCall => Never, ONE_CALL;
        BusyOutbound, CallEndedNotReady => Go(State::NotReady), CALL_ENDS;
        BusyOutbound, CallEndedReady => Go(State::Ready), CALL_ENDS;
        BusyOutbound, CallEndedWithWrapUp => Go(State::WorkingAfterCall), CALL_ENDS;
        BusyOutbound, SightLost => Go(State::Unknown), SIGHT;

        BusyOther, SetLoggedOff => Refuse(INVALID_STATE), DURING_CALL;
        BusyOther, SetNotReady => Refuse(INVALID_STATE), DURING_CALL;
        BusyOther, SetReady => Refuse(INVALID_STATE), DURING_CALL;
        BusyOther, SetWorkingAfterCall => Refuse(INVALID_STATE), ONLY_CALLS;
        BusyOther, SetBusy => Refuse(INVALID_STATE), ONLY_CALLS;
        BusyOther, NextNotReady => Refuse(INVALID_STATE), NO_PLAN;
        BusyOther, NextReady => Refuse(INVALID_STATE), NO_PLAN;
        BusyOther, NextWorkingAfterCall => Refuse(INVALID_STATE), NO_PLAN;
        BusyOther, NextOther => Refuse(INVALID_STATE), NO_PLAN;
        BusyOther, LoggedIn => Never, FIRST;
        BusyOther, LoggedOut => Go(State::LoggedOff), LOG_OUT;
        BusyOther, AcdCall => Never, ONE_CALL;
        BusyOther, IncomingCall => Never, ONE_CALL;
        BusyOther, OutboundCall => Never, ONE_CALL;
        BusyOther, OtherCall => Never, ONE_CALL;
        BusyOther, CallEndedNotReady => Go(State::NotReady), CALL_ENDS;
        BusyOther, CallEndedReady => Go(State::Ready), CALL_ENDS;
        BusyOther, CallEndedWithWrapUp => Go(State::WorkingAfterCall), CALL_ENDS;
        BusyOther, SightLost => Go(State::Unknown), SIGHT;

        WorkingAfterCall, SetLoggedOff => Go(State::LoggedOff), AT_WILL;
        WorkingAfterCall, SetNotReady => Go(State::NotReady), AT_WILL;
        WorkingAfterCall, SetReady => Go(State::Ready), AT_WILL;
        WorkingAfterCall, SetWorkingAfterCall => Refuse(INVALID_STATE), ONLY_CALLS;
        WorkingAfterCall, SetBusy => Refuse(INVALID_STATE), ONLY_CALLS;
        WorkingAfterCall, NextNotReady => Refuse(INVALID_STATE), NO_PLAN;
        WorkingAfterCall, NextReady => Refuse(INVALID_STATE), NO_PLAN;
        WorkingAfterCall, NextWorkingAfterCall => Refuse(INVALID_STATE), NO_PLAN;
        WorkingAfterCall, NextOther => Refuse(INVALID_STATE), NO_PLAN;
        WorkingAfterCall, LoggedIn => Never, FIRST;
        WorkingAfterCall, LoggedOut => Go(State::LoggedOff), LOG_OUT;
        WorkingAfterCall, AcdCall => Never, ACD_READY;
        WorkingAfterCall, IncomingCall => Go(State::BusyIncoming), PERSONAL;
        WorkingAfterCall, OutboundCall => Go(State::BusyOutbound), PERSONAL;
        WorkingAfterCall, OtherCall => Go(State::BusyOther), PERSONAL;
        WorkingAfterCall, CallEndedNotReady => Never, ONE_CALL;
        WorkingAfterCall, CallEndedReady => Never, ONE_CALL;
        WorkingAfterCall, CallEndedWithWrapUp => Never, ONE_CALL;
        WorkingAfterCall, SightLost => Go(State::Unknown), SIGHT;

        Unknown, SetLoggedOff => Refuse(INVALID_STATE), UNSEEN;
        Unknown, SetNotReady => Refuse(INVALID_STATE), UNSEEN;
        Unknown, SetReady => Refuse(INVALID_STATE), UNSEEN;
        Unknown, SetWorkingAfterCall => Refuse(INVALID_STATE), UNSEEN;
        Unknown, SetBusy => Refuse(INVALID_STATE), UNSEEN;
        Unknown, NextNotReady => Refuse(INVALID_STATE), UNSEEN;
        Unknown, NextReady => Refuse(INVALID_STATE), UNSEEN;
        Unknown, NextWorkingAfterCall => Refuse(INVALID_STATE), UNSEEN;
        Unknown, NextOther => Refuse(INVALID_STATE), UNSEEN;
        Unknown, LoggedIn => Never, FIRST;
        Unknown, LoggedOut => Go(State::LoggedOff), LOG_OUT;
        Unknown, AcdCall => Go(State::BusyAcd), FOUND;
        Unknown, IncomingCall => Go(State::BusyIncoming), FOUND;
        Unknown, OutboundCall => Go(State::BusyOutbound), FOUND;
        Unknown, OtherCall => Go(State::BusyOther), FOUND;
        Unknown, CallEndedNotReady => Go(State::NotReady), FOUND;
        Unknown, CallEndedReady => Go(State::Ready), FOUND;
        Unknown, CallEndedWithWrapUp => Go(State::WorkingAfterCall), FOUND;
        Unknown, SightLost => Stay, SAME;

        Unavail, SetLoggedOff => Refuse(INVALID_STATE), UNSEEN;
        Unavail, SetNotReady => Refuse(INVALID_STATE), UNSEEN;
        Unavail, SetReady => Refuse(INVALID_STATE), UNSEEN;
        Unavail, SetWorkingAfterCall => Refuse(INVALID_STATE), UNSEEN;
        Unavail, SetBusy => Refuse(INVALID_STATE), UNSEEN;
        Unavail, NextNotReady => Refuse(INVALID_STATE), UNSEEN;
        Unavail, NextReady => Refuse(INVALID_STATE), UNSEEN;
        Unavail, NextWorkingAfterCall => Refuse(INVALID_STATE), UNSEEN;
        Unavail, NextOther => Refuse(INVALID_STATE), UNSEEN;
        Unavail, LoggedIn => Never, SEEN;
        Unavail, LoggedOut => Never, SEEN;
        Unavail, AcdCall => Never, SEEN;
        Unavail, IncomingCall => Never, SEEN;
        Unavail, OutboundCall => Never, SEEN;
        Unavail, OtherCall => Never, SEEN;
        Unavail, CallEndedNotReady => Never, SEEN;
        Unavail, CallEndedReady => Never, SEEN;
        Unavail, CallEndedWithWrapUp => Never, SEEN;
        Unavail, SightLost => Never, SEEN;
    }
}

impl State {
    /// The state as a message carries it.
    pub const fn wire(self) -> AgentState {
        match self {
            State::LoggedOff => AgentState::LOGGED_OFF,
            State::NotReady => AgentState::NOT_READY,
            State::Ready => AgentState::READY,
            State::BusyAcd => AgentState::BUSY_ACD,
            State::BusyIncoming => AgentState::BUSY_INCOMING,
            State::BusyOutbound => AgentState::BUSY_OUTBOUND,
            State::BusyOther => AgentState::BUSY_OTHER,
            State::WorkingAfterCall => AgentState::WORKING_AFTER_CALL,
            State::Unknown => AgentState::UNKNOWN,
            State::Unavail => AgentState::UNAVAIL,
        }
    }

    /// The state that a message carries, if it is exactly one that the documents define.
    pub fn from_wire(state: AgentState) -> Option<Self> {
        STATES.iter().copied().find(|known| known.wire() == state)
    }

    /// Whether it is one of the kinds of call.
    pub const fn is_on_call(self) -> bool {
        matches!(self, State::BusyAcd | State::BusyIncoming | State::BusyOutbound | State::BusyOther)
    }

    /// The states that lineSetAgentState may ask for in this state, as `LINEAGENTSTATE_` bits: those to enter now
    /// (`dwValidStates`) and those to enter after the call (`dwValidNextStates`).
    pub const fn choices(self) -> (u32, u32) {
        CHOICES[self as usize]
    }

    const fn accepts(self, event: Event) -> bool {
        matches!(self.row(event).verdict, Verdict::Go(_) | Verdict::Stay)
    }

    /// The states that may ever be asked for (`LINEAGENTCAPS.dwStates`, `dwNextStates`).
    pub fn all_choices() -> (u32, u32) {
        let choices = STATES.iter().map(|state| state.choices());
        choices.fold((0, 0), |(now, next), more| (now | more.0, next | more.1))
    }
}

/// [`State::choices`], by state.
const CHOICES: [(u32, u32); STATES.len()] = {
    let mut choices = [(0, 0); STATES.len()];
    let mut at = 0;
    while at < STATES.len() * STATES.len() {
        let (from, to) = (at / STATES.len(), STATES[at % STATES.len()]);
        if STATES[from].accepts(Event::asking_for(to)) {
            choices[from].0 |= to.wire().0;
        }
        if STATES[from].accepts(Event::planning(to)) {
            choices[from].1 |= to.wire().0;
        }
        at += 1;
    }
    choices
};

impl Event {
    /// The event of an application that asks for `state`.
    pub const fn asking_for(state: State) -> Self {
        match state {
            State::LoggedOff => Event::SetLoggedOff,
            State::NotReady => Event::SetNotReady,
            State::Ready => Event::SetReady,
            State::WorkingAfterCall => Event::SetWorkingAfterCall,
            State::BusyAcd
            | State::BusyIncoming
            | State::BusyOutbound
            | State::BusyOther
            | State::Unknown
            | State::Unavail => Event::SetBusy,
        }
    }

    /// The event of an application that asks for `state` after the call.
    pub const fn planning(state: State) -> Self {
        match state {
            State::NotReady => Event::NextNotReady,
            State::Ready => Event::NextReady,
            State::WorkingAfterCall => Event::NextWorkingAfterCall,
            State::LoggedOff
            | State::BusyAcd
            | State::BusyIncoming
            | State::BusyOutbound
            | State::BusyOther
            | State::Unknown
            | State::Unavail => Event::NextOther,
        }
    }
}
