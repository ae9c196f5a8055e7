//! One request type on one line device: whether somebody serves it.
//!
//! Which line serves it depends on more than the state. The types of one lineOpen are asked for in their order, and all
//! or none of them are served (inferred).

use tapi_wire::consts::LineErr;

use super::Basis::{Documented, Inferred};
use super::{Basis, machine};

const FIRST_COME: Basis = Documented("lineOpen function");
const CLOSING: Basis = Documented("lineClose function");
const ROUTING: Basis = Documented("LINE_PROXYREQUEST message");
const NOBODY: Basis = Inferred("what nobody serves is unavailable; no page names the code");
const NOT_SERVED: Basis = Inferred("only a line that serves the type can go as such");

machine! {
    name: "proxy registration",
    /// Where a request type of a line device stands.
    states {
        /// Nobody serves it.
        Free,
        /// An open line serves it.
        Served,
    }
    /// What can happen to a request type of a line device.
    events {
        /// lineOpen asks to serve it.
        Registered,
        /// A function raises a request of the type.
        Requested,
        /// The line that serves it closes; how, the table of lines says.
        ServerGone,
    }
    rows {
        Free, Registered => Go(State::Served), FIRST_COME;
        Free, Requested => Refuse(LineErr::OPERATION_UNAVAIL), NOBODY;
        Free, ServerGone => Never, NOT_SERVED;

        Served, Registered => Refuse(LineErr::NOT_REGISTERED), FIRST_COME;
        Served, Requested => Stay, ROUTING;
        Served, ServerGone => Go(State::Free), CLOSING;
    }
}
