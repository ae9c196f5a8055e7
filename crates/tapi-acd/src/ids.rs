//! One newtype per handle and identifier, so that none is taken for another.

use core::fmt;
use core::num::NonZeroU32;

macro_rules! handle {
    ($($(#[$doc:meta])* $Name:ident = $c:literal;)*) => {$(
        $(#[$doc])*
        #[doc(alias = $c)]
        #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        pub struct $Name(pub u32);

        impl fmt::Debug for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($c, "({:#x})"), self.0)
            }
        }
    )*};
}

handle! {
    /// An application's use of TAPI, from `lineInitializeEx`. C type: `HLINEAPP`.
    AppHandle = "HLINEAPP";
    /// An open line, from `lineOpen`; it belongs to one application. C type: `HLINE`.
    LineHandle = "HLINE";
    /// A call as one application sees it. C type: `HCALL`.
    CallHandle = "HCALL";
    /// An agent, minted by the agent handler in `lineCreateAgent`. C type: `HAGENT`; since TAPI 2.2.
    AgentHandle = "HAGENT";
    /// An agent session, minted by the agent handler in `lineCreateAgentSession`. C type: `HAGENTSESSION`; TAPI 2.2.
    AgentSessionHandle = "HAGENTSESSION";
    /// A line device, 0 to one less than the number that `lineInitializeEx` returned. C name: `dwDeviceID`.
    DeviceId = "dwDeviceID";
    /// An address on a line device, counted from 0. C name: `dwAddressID`.
    AddressId = "dwAddressID";
    /// An activity that an agent can choose, numbered by the agent handler. C name: `dwActivityID`.
    ActivityId = "dwActivityID";
    /// A queue, numbered by the agent handler. C name: `dwQueueID`.
    QueueId = "dwQueueID";
    /// A seat: one application process and its view of the protocol. Not a TAPI identifier.
    SeatId = "seat";
    /// One leg of a call as the switch numbers it; every application has its own [`CallHandle`] for it.
    LegId = "leg";
    /// A call in the switch, from its arrival to its end. C name: `dwCallID`.
    CallId = "dwCallID";
}

impl DeviceId {
    /// Asks lineOpen to choose a line itself; no device has this number. C name: `LINEMAPPER`.
    #[doc(alias = "LINEMAPPER")]
    pub const LINE_MAPPER: Self = Self(0xFFFF_FFFF);
}

/// The id of an asynchronous request: a positive `LONG`. Range: 1 to `0x7FFFFFFF` (erratum E11: 0 is none).
#[doc(alias = "dwRequestID")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RequestId(NonZeroU32);

impl RequestId {
    /// The largest id.
    pub const MAX: u32 = 0x7FFF_FFFF;

    /// The id with this number, if the number is in range.
    pub fn new(number: u32) -> Option<Self> {
        NonZeroU32::new(number).filter(|n| n.get() <= Self::MAX).map(Self)
    }

    /// The id that follows; after the largest comes 1 again.
    #[must_use]
    pub fn next(self) -> Self {
        Self::new(self.get() + 1).unwrap_or(Self::FIRST)
    }

    /// The first id of a server.
    pub const FIRST: Self = Self(NonZeroU32::MIN);

    /// The number.
    pub const fn get(self) -> u32 {
        self.0.get()
    }

    /// The number as the function returns it.
    pub const fn as_long(self) -> i32 {
        self.0.get().cast_signed()
    }
}

/// The address of a `LINEPROXYREQUEST` buffer; the server owns it, `lineProxyResponse` gives it back.
#[doc(alias = "lpProxyRequest")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct BufferAddress(pub u64);

/// One function call in a run, numbered from 1 in the order of calling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CallSerial(pub u64);
