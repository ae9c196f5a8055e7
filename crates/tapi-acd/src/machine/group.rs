//! An ACD group, as an administrator adds and removes it.
//!
//! The constants' page documents that a group is added and removed; who may name one, and when, is our model.

use tapi_wire::consts::LineErr;

use super::Basis::{Documented, Inferred};
use super::{Basis, machine};

const PAGE: Basis = Documented("LINEGROUPSTATUS_ Constants");
const TAKEN: Basis = Inferred("an id names one group at a time; who comes second changes nothing");
const NOTHING: Basis = Inferred("there is nothing to remove");
const NAMED: Basis = Inferred("a group that is there can be joined and asked about");
const ABSENT: Basis = Inferred("the id names no group");
const AGAIN: Basis = Inferred("the id of a group that is gone may name another one");
const GONE: Basis = Inferred("the id names no group any more");

const INVALID_GROUP: LineErr = LineErr::INVAL_AGENT_GROUP;

machine! {
    name: "group",
    /// Where a group stands.
    states {
        /// There is no such group yet.
        Absent,
        /// Agents can work for it.
        There,
        /// It is gone; a call of it that is still going on is its last.
        Removed,
    }
    /// What can happen to a group.
    events {
        /// The administrator adds it.
        Added,
        /// The administrator removes it.
        Taken,
        /// A request names it.
        Named,
    }
    rows {
        Absent, Added => Go(State::There), PAGE;
        Absent, Taken => Stay, NOTHING;
        Absent, Named => Refuse(INVALID_GROUP), ABSENT;

        There, Added => Stay, TAKEN;
        There, Taken => Go(State::Removed), PAGE;
        There, Named => Stay, NAMED;

        Removed, Added => Go(State::There), AGAIN;
        Removed, Taken => Stay, NOTHING;
        Removed, Named => Refuse(INVALID_GROUP), GONE;
    }
}
