//! What the switch reports: to the server about legs, to the agent handler about calls.

use alloc::boxed::Box;

use tapi_wire::consts::{CallInfoState, CallState, MediaMode};

use super::call::{Origin, Stage};
use super::input::Key;
use crate::ids::{AddressId, CallId, DeviceId, LegId, RequestId};
use crate::message::ResultCode;

/// What the switch tells the telephony server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub enum SwitchEvent {
    /// A call appears at an address.
    LegAppears {
        /// The leg.
        leg: LegId,
        /// On which line.
        device: DeviceId,
        /// At which address.
        address: AddressId,
        /// The media modes of the call.
        media_modes: MediaMode,
        /// Its first state; a call that is not offered was made here, and nobody but its maker owns it.
        state: CallState,
        /// More about the state.
        mode: u32,
    },
    /// A leg changes state.
    LegState {
        /// The leg.
        leg: LegId,
        /// The new state.
        state: CallState,
        /// More about the state.
        mode: u32,
    },
    /// Something about a leg changes.
    LegInfo {
        /// The leg.
        leg: LegId,
        /// What.
        changed: CallInfoState,
    },
    /// A request to the switch is done.
    Completed {
        /// The request.
        request: RequestId,
        /// What it came to.
        result: ResultCode,
    },
}

/// What the switch tells the agent handler over the CTI link.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub enum CtiEvent {
    /// A call waits on a queue's address.
    Queued {
        /// The call.
        call: CallId,
        /// The address.
        address: AddressId,
    },
    /// A waiting call left its queue for another one.
    Overflowed {
        /// The call.
        call: CallId,
        /// The address where it waits now.
        address: AddressId,
    },
    /// A waiting call was played its call guide to the end, and is over.
    GuideEnded {
        /// The call.
        call: CallId,
    },
    /// A call left its queue and rings at an agent's line.
    Delivered {
        /// The call.
        call: CallId,
        /// The line.
        device: DeviceId,
    },
    /// A delivered call was not answered in time, and waits in its queue again.
    Returned {
        /// The call.
        call: CallId,
    },
    /// A call that came through no queue rings at an agent's line.
    Rings {
        /// The call.
        call: CallId,
        /// Where it comes from.
        origin: Origin,
        /// The line.
        device: DeviceId,
    },
    /// An agent begins to make a call.
    Dials {
        /// The call.
        call: CallId,
        /// The line.
        device: DeviceId,
    },
    /// The agent answered, at the desk or at the phone, or who was called by the agent.
    Answered {
        /// The call.
        call: CallId,
    },
    /// A call that waited or rang is over before an agent answered.
    Abandoned {
        /// The call.
        call: CallId,
    },
    /// A call that an agent answered or made is over.
    Released {
        /// The call.
        call: CallId,
    },
    /// An agent pressed a key at the phone.
    Key {
        /// The line.
        device: DeviceId,
        /// The key.
        key: Key,
    },
    /// The link is lost: nothing comes until it is found again.
    LinkLost,
    /// The link is found again, after what may have been missed.
    LinkFound {
        /// Every call that lives, by number.
        calls: Box<[LiveCall]>,
    },
}

/// A call, as the switch shows it to a handler that has missed what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LiveCall {
    /// The call.
    pub call: CallId,
    /// Where it comes from.
    pub origin: Origin,
    /// Where it stands.
    pub stage: Stage,
}
