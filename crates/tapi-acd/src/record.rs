//! What a trace is made of: everything that crosses the border between an application and TAPI, in order.

use alloc::boxed::Box;
use alloc::vec::Vec;

use tapi_wire::LineMessage;
use tapi_wire::consts::ApiVersion;

use crate::answer::Answer;
use crate::function::{Function, Out};
use crate::ids::{CallSerial, RequestId, SeatId};
use crate::request::ProxyRequest;
use crate::time::Instant;

/// One line of a trace.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Record {
    /// When.
    pub at: Instant,
    /// At whose border.
    pub seat: SeatId,
    /// What.
    pub event: Event,
}

/// What crossed the border.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// The application calls a function; `lineProxyMessage` and `lineProxyResponse` are the agent handler's calls.
    Call {
        /// The call's number in this run.
        serial: CallSerial,
        /// The function and its parameters.
        function: Box<Function>,
    },
    /// The function returns.
    Return {
        /// The call it answers.
        serial: CallSerial,
        /// 0, a positive request id, or a negative `LINEERR_` code.
        value: i32,
        /// What it hands out.
        out: Out,
    },
    /// A message is delivered to the application.
    Message {
        /// The message, raw.
        message: LineMessage,
        /// What can be read through it.
        attached: Attached,
    },
    /// The application's process has died, and TAPI takes back what it held; the seat may start afresh.
    Gone,
    /// The run is over; nothing follows.
    End {
        /// Requests that no LINE_REPLY has met.
        pending: Vec<(SeatId, RequestId)>,
        /// Calls that have not returned.
        blocked: Vec<CallSerial>,
    },
}

/// What an application can read through a message: memory that the message points to or releases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub enum Attached {
    /// Nothing.
    #[default]
    None,
    /// LINE_PROXYREQUEST: the buffer's content.
    Request {
        /// The highest TAPI version that the client knows; the answer must have nothing newer (LINEPROXYREQUEST
        /// structure). C name: `dwClientAppAPIVersion`.
        client_version: ApiVersion,
        /// What is asked.
        request: Box<ProxyRequest>,
    },
    /// LINE_REPLY with success: the function's output.
    Answer(Box<Answer>),
}
