//! An open line of one application.
//!
//! Whose a line is depends on more than the state: to any other process it is closed. The server keeps the lines that
//! are open, and finds every other handle closed, whoever closed it. A handler may still answer by the handle of a line
//! that TAPI has taken away; that is a matter of each request that it owes ([`proxy_request`](super::proxy_request)).

use tapi_wire::consts::LineErr;

use super::Basis::{Documented, Inferred};
use super::{Basis, machine};

const OPENING: Basis = Documented("lineOpen function");
const CLOSING: Basis = Documented("lineClose function");
const SHUTDOWN: Basis = Documented("lineShutdown function");
const FORCE: Basis = Documented("LINE_CLOSE message");
const DEAD_HANDLE: Basis = Documented("LINEERR_ Constants");
const USE: Basis = Inferred("a line stays open, whatever is done with it");
const HANDLERS: Basis = Inferred("the pages list NOTREGISTERED without saying when: for who serves nothing");
const ONCE: Basis = Inferred("each lineOpen gives a handle of its own");
const NOT_YET: Basis = Inferred("nobody has the handle of what is not open yet");
const OVER: Basis = Inferred("a closed line is not closed again");

const INVALID_HANDLE: LineErr = LineErr::INVAL_LINE_HANDLE;
const NOT_REGISTERED: LineErr = LineErr::NOT_REGISTERED;

machine! {
    name: "line",
    /// Where an application's line stands.
    states {
        /// It has not been opened.
        Absent,
        /// It is open.
        Open,
        /// It is open and serves request types (LINEOPENOPTION_PROXY).
        Serving,
        /// Its handle names nothing any more.
        Closed,
    }
    /// What can happen to an application's line.
    events {
        /// lineOpen without LINEOPENOPTION_PROXY.
        Opened,
        /// lineOpen with LINEOPENOPTION_PROXY.
        OpenedToServe,
        /// A function names it that any application may call.
        Named,
        /// A function of agent handlers names it: lineProxyMessage or lineProxyResponse.
        NamedByHandler,
        /// lineClose.
        AskedToClose,
        /// The registration ends under which it was opened; how, the table of applications says.
        ApplicationGone,
        /// TAPI closes it by force.
        TakenAway,
    }
    rows {
        Absent, Opened => Go(State::Open), OPENING;
        Absent, OpenedToServe => Go(State::Serving), OPENING;
        Absent, Named => Never, NOT_YET;
        Absent, NamedByHandler => Never, NOT_YET;
        Absent, AskedToClose => Never, NOT_YET;
        Absent, ApplicationGone => Never, NOT_YET;
        Absent, TakenAway => Never, NOT_YET;

        Open, Opened => Never, ONCE;
        Open, OpenedToServe => Never, ONCE;
        Open, Named => Stay, USE;
        Open, NamedByHandler => Refuse(NOT_REGISTERED), HANDLERS;
        Open, AskedToClose => Go(State::Closed), CLOSING;
        Open, ApplicationGone => Go(State::Closed), SHUTDOWN;
        Open, TakenAway => Go(State::Closed), FORCE;

        Serving, Opened => Never, ONCE;
        Serving, OpenedToServe => Never, ONCE;
        Serving, Named => Stay, USE;
        Serving, NamedByHandler => Stay, USE;
        Serving, AskedToClose => Go(State::Closed), CLOSING;
        Serving, ApplicationGone => Go(State::Closed), SHUTDOWN;
        Serving, TakenAway => Go(State::Closed), FORCE;

        Closed, Opened => Never, ONCE;
        Closed, OpenedToServe => Never, ONCE;
        Closed, Named => Refuse(INVALID_HANDLE), DEAD_HANDLE;
        Closed, NamedByHandler => Refuse(INVALID_HANDLE), DEAD_HANDLE;
        Closed, AskedToClose => Refuse(INVALID_HANDLE), CLOSING;
        Closed, ApplicationGone => Stay, OVER;
        Closed, TakenAway => Stay, OVER;
    }
}
