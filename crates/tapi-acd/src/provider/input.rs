//! What happens in the switch.

use tapi_wire::consts::DisconnectMode;

use crate::ids::{AddressId, CallId, DeviceId, LegId, RequestId};

/// What the provider is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub enum Input {
    /// A caller comes in and waits on a queue's address.
    Arrive {
        /// A number that no live call has.
        call: CallId,
        /// The queue's address on the ACD line.
        address: AddressId,
    },
    /// A waiting call goes to another queue.
    Overflow {
        /// The call.
        call: CallId,
        /// The other queue's address on the ACD line.
        address: AddressId,
    },
    /// A waiting call's guide has come to its end, and nobody has answered: the switch ends the call.
    EndGuide {
        /// The call.
        call: CallId,
    },
    /// A waiting call goes to an agent's line and rings there.
    Deliver {
        /// The call.
        call: CallId,
        /// The agent's line.
        device: DeviceId,
        /// The address on it.
        address: AddressId,
    },
    /// A caller, or a dialler with somebody who has answered it, comes straight to an agent's line and rings there.
    Ring {
        /// A number that no live call has.
        call: CallId,
        /// Whether a predictive dialler made the call.
        dialler: bool,
        /// The agent's line.
        device: DeviceId,
        /// The address on it.
        address: AddressId,
    },
    /// An agent lifts the receiver to make a call.
    Dial {
        /// A number that no live call has.
        call: CallId,
        /// The agent's line.
        device: DeviceId,
        /// The address on it.
        address: AddressId,
    },
    /// A call that an agent makes goes one step further: dialling, proceeding, ringing, answered.
    Proceed {
        /// The call.
        call: CallId,
    },
    /// A call that rings, here or where an agent calls, is not answered in time.
    GiveUp {
        /// The call.
        call: CallId,
    },
    /// Who sits at the line answers a ringing call at the phone; no application asks for it.
    PickUp {
        /// The call.
        call: CallId,
    },
    /// The switch ends a waiting call, for which it has no room. The handler of a queue where it waits takes it for a
    /// call that was abandoned (inferred: a queue's figures have no other place for it).
    Refuse {
        /// The call.
        call: CallId,
        /// What the caller is told: `BUSY` by a queue that is full, `CONGESTION` where no trunk is free, `CANCELLED`
        /// where the caller does not begin to wait.
        why: DisconnectMode,
    },
    /// The server asks to answer a leg.
    AnswerLeg {
        /// The leg.
        leg: LegId,
        /// The request to complete.
        request: RequestId,
    },
    /// The server drops a leg, and the call with it.
    DropLeg {
        /// The leg.
        leg: LegId,
    },
    /// One who is on the call hangs up.
    HangUp {
        /// The call.
        call: CallId,
    },
    /// An agent presses a key at the phone.
    Key {
        /// The agent's line.
        device: DeviceId,
        /// The key.
        key: Key,
    },
    /// The CTI link is lost.
    LoseLink,
    /// The CTI link is found again.
    FindLink,
}

/// The keys that an ACD's phone has for its agent (inferred: TAPI's pages know no such keys).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub enum Key {
    /// Who sits there begins to work; not ready at first.
    LogOn,
    /// Takes calls; after-call work is over.
    Ready,
    /// Takes no calls.
    NotReady,
    /// Goes; a call that is going on goes on as none of the ACD's.
    LogOff,
}
