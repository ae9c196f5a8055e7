//! A queue, as an administrator adds and removes it, and its figures.
//!
//! The constants' page documents that a queue is added, removed and has new figures; who may name one, and what becomes
//! of its calls, is our model: a queue object counts calls and controls none (*ITQueue interface*), so those that have
//! come to it go on without it.

use tapi_wire::consts::LineErr;

use super::Basis::{Documented, Inferred};
use super::{Basis, machine};

const PAGE: Basis = Documented("LINEQUEUESTATUS_ Constants");
const TAKEN: Basis = Inferred("an id names one queue at a time; who comes second changes nothing");
const NOTHING: Basis = Inferred("there is nothing to remove");
const NAMED: Basis = Inferred("a queue that is there can be asked about");
const ABSENT: Basis = Inferred("the id names no queue");
const AGAIN: Basis = Inferred("the id of a queue that is gone may name another one");
const GONE: Basis = Inferred("the id names no queue any more");
const LAST_CALLS: Basis = Inferred("the queue's last calls go on, and nobody can ask for its figures");

const INVALID_QUEUE: LineErr = LineErr::INVAL_PARAM;

machine! {
    name: "queue",
    /// Where a queue stands.
    states {
        /// There is no such queue yet.
        Absent,
        /// Calls can come to it.
        There,
        /// It is gone; calls that came before go on.
        Removed,
    }
    /// What can happen to a queue.
    events {
        /// The administrator adds it.
        Added,
        /// The administrator removes it.
        Taken,
        /// A request names it.
        Named,
        /// A call of it came, left or gave up, or its measurement period was set.
        Counted,
    }
    rows {
        Absent, Added => Go(State::There), PAGE;
        Absent, Taken => Stay, NOTHING;
        Absent, Named => Refuse(INVALID_QUEUE), ABSENT;
        Absent, Counted => Never, ABSENT;

        There, Added => Stay, TAKEN;
        There, Taken => Go(State::Removed), PAGE;
        There, Named => Stay, NAMED;
        There, Counted => Go(State::There), PAGE;

        Removed, Added => Go(State::There), AGAIN;
        Removed, Taken => Stay, NOTHING;
        Removed, Named => Refuse(INVALID_QUEUE), GONE;
        Removed, Counted => Stay, LAST_CALLS;
    }
}
