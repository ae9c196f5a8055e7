//! What is under way between the endpoints, and on which way.

use alloc::boxed::Box;

use tapi_wire::LineMessage;

use crate::function::{Function, Out, ProxyMessage};
use crate::ids::SeatId;
#[cfg(feature = "serde")]
use crate::message::in_flight;
use crate::provider;
use crate::record::Attached;

/// A way from one endpoint to another, on which nothing overtakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub enum Link {
    /// Function calls of a seat, to the server.
    Calls(SeatId),
    /// What functions return to a seat.
    Returns(SeatId),
    /// Messages for a seat; a LINE_REPLY may overtake the return of its function (erratum E19).
    Messages(SeatId),
    /// What the switch reports to an agent handler.
    Cti(SeatId),
    /// What the server asks of the switch.
    ToSwitch,
    /// What the switch reports to the server.
    FromSwitch,
}

/// Something under way from one endpoint to another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) enum Work {
    Call {
        seat: SeatId,
        function: Box<Function>,
    },
    /// A call of lineProxyMessage.
    Say {
        seat: SeatId,
        said: ProxyMessage,
    },
    Return {
        seat: SeatId,
        #[cfg_attr(feature = "serde", serde(serialize_with = "in_flight::returned"))]
        value: i32,
        out: Out,
    },
    Message {
        seat: SeatId,
        #[cfg_attr(feature = "serde", serde(serialize_with = "in_flight::message"))]
        message: LineMessage,
        attached: Attached,
    },
    Cti {
        seat: SeatId,
        event: provider::CtiEvent,
    },
    ToSwitch(provider::Input),
    FromSwitch(provider::SwitchEvent),
}

impl Work {
    pub(super) fn link(&self) -> Link {
        match *self {
            Work::Call { seat, .. } | Work::Say { seat, .. } => Link::Calls(seat),
            Work::Return { seat, .. } => Link::Returns(seat),
            Work::Message { seat, .. } => Link::Messages(seat),
            Work::Cti { seat, .. } => Link::Cti(seat),
            Work::ToSwitch(_) => Link::ToSwitch,
            Work::FromSwitch(_) => Link::FromSwitch,
        }
    }

    /// Whether it comes from this seat or goes there.
    pub(super) fn is_of(&self, seat: SeatId) -> bool {
        match *self {
            Work::Call { seat: of, .. }
            | Work::Say { seat: of, .. }
            | Work::Return { seat: of, .. }
            | Work::Message { seat: of, .. }
            | Work::Cti { seat: of, .. } => of == seat,
            Work::ToSwitch(_) | Work::FromSwitch(_) => false,
        }
    }
}
