//! A registration with TAPI: what an application is between lineInitializeEx and lineShutdown.
//!
//! A process may hold several, each with a machine of its own; whose a registration is depends on more than the state:
//! to any other process it is over. The server keeps those that are registered, and finds every other handle over. A
//! process that holds none is refused with LINEERR_UNINITIALIZED, whatever it names.

use tapi_wire::consts::LineErr;

use super::Basis::{Documented, Inferred};
use super::{Basis, machine};

const BEGIN: Basis = Documented("lineInitializeEx function");
const END: Basis = Documented("lineShutdown function");
const DEATH: Basis = Inferred("what a dead process held, TAPI takes back; no page speaks of it");
const DEAD_HANDLE: Basis = Documented("LINEERR_ Constants");
const USE: Basis = Inferred("a registration lives on, whatever is done with it");
const ONCE: Basis = Inferred("each lineInitializeEx makes a registration of its own");
const NOT_YET: Basis = Inferred("nobody has the handle of what has not begun");
const OVER: Basis = Inferred("what is over hears of nothing");

const INVALID_HANDLE: LineErr = LineErr::INVAL_APP_HANDLE;

machine! {
    name: "application",
    /// Where a registration stands.
    states {
        /// It has not begun.
        Absent,
        /// Its handle names it.
        Registered,
        /// Its handle names nothing any more.
        Over,
    }
    /// What can happen to a registration.
    events {
        /// lineInitializeEx.
        Initialized,
        /// A function other than lineShutdown names it.
        Named,
        /// lineShutdown.
        ShutDown,
        /// Its process dies.
        Died,
    }
    rows {
        Absent, Initialized => Go(State::Registered), BEGIN;
        Absent, Named => Never, NOT_YET;
        Absent, ShutDown => Never, NOT_YET;
        Absent, Died => Never, NOT_YET;

        Registered, Initialized => Never, ONCE;
        Registered, Named => Stay, USE;
        Registered, ShutDown => Go(State::Over), END;
        Registered, Died => Go(State::Over), DEATH;

        Over, Initialized => Never, ONCE;
        Over, Named => Refuse(INVALID_HANDLE), DEAD_HANDLE;
        Over, ShutDown => Refuse(INVALID_HANDLE), END;
        Over, Died => Stay, OVER;
    }
}
