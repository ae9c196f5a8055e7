//! A call in the switch: where it comes from and where it stands.

use tapi_wire::consts::{CallState, DialtoneMode};

use super::report::LiveCall;
use crate::ids::{AddressId, CallId, DeviceId, LegId};

/// Where a call comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub enum Origin {
    /// From outside through a queue of the ACD: the one at this address, the last of several.
    Queue(AddressId),
    /// From outside straight to an agent's line.
    Outside,
    /// The agent made it.
    Agent,
    /// A predictive dialler made it, and passes it to an agent once somebody has answered there.
    Dialler,
}

impl Origin {
    /// Whether somebody of the call center made the call.
    pub const fn is_outgoing(self) -> bool {
        matches!(self, Origin::Agent | Origin::Dialler)
    }
}

/// Where a call stands. Away from the queues a line has one call at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub enum Stage {
    /// In its queue.
    Waiting,
    /// It rings at this line.
    Ringing(DeviceId),
    /// It is being made at this line.
    Dialling(DeviceId),
    /// The agent at this line talks with somebody.
    Talking(DeviceId),
}

impl Stage {
    /// The line that is busy with the call.
    pub const fn line(self) -> Option<DeviceId> {
        match self {
            Stage::Waiting => None,
            Stage::Ringing(device) | Stage::Dialling(device) | Stage::Talking(device) => Some(device),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) struct Call {
    pub(super) origin: Origin,
    pub(super) stage: Stage,
    /// Where it is now.
    pub(super) leg: LegId,
    /// The leg's state.
    pub(super) state: CallState,
}

impl Call {
    /// What the handler is shown of it.
    pub(super) const fn shown(self, call: CallId) -> LiveCall {
        LiveCall { call, origin: self.origin, stage: self.stage }
    }
}

/// The states of a call that an agent makes, up to the answer, with the mode of each.
const OUTGOING: [(CallState, u32); 4] = [
    (CallState::DIALTONE, DialtoneMode::NORMAL.0),
    (CallState::DIALING, 0),
    (CallState::PROCEEDING, 0),
    (CallState::RINGBACK, 0),
];

/// How a call that an agent makes begins.
pub(super) const RECEIVER_LIFTED: (CallState, u32) = OUTGOING[0];

/// The state that follows on the way out; `None` when only the answer does.
pub(super) fn next_outgoing(state: CallState) -> Option<(CallState, u32)> {
    let at = OUTGOING.iter().position(|(known, _)| *known == state)?;
    OUTGOING.get(at + 1).copied()
}
