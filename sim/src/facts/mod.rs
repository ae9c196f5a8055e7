//! Everything that the tables know, as one document: the library behind `acdsim facts`.
//!
//! [`Facts::all`] gathers the constants, messages, structures, functions, requests, errata, machines and rules of the
//! core for programs in other languages. Nothing is typed here twice; names are C names throughout.

mod model;
mod wire;

use std::fmt;

use serde::Serialize;
use tapi_acd::wire::consts::Since;

pub use model::{Function, Message, Request, Rule};
pub use wire::{Constant, Field, Places, Structure};

use crate::explain::{ErratumReading, MachineReading};

/// All tables.
///
/// Displays as an overview for people: how many of each there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Facts {
    /// The constants of every family, in the order of the families.
    pub constants: Vec<Constant>,
    /// The line messages, in the order of their ids.
    pub messages: Vec<Message>,
    /// The structures; the arms of `LINEPROXYREQUEST` come last.
    pub structures: Vec<Structure>,
    /// The functions.
    pub functions: Vec<Function>,
    /// The request types, in the order of their numbers.
    pub requests: Vec<Request>,
    /// Where Microsoft's documents are wrong, and what was decided.
    pub errata: Vec<ErratumReading>,
    /// The state machines of the model.
    pub machines: Vec<MachineReading>,
    /// The rules of the contract.
    pub rules: Vec<Rule>,
}

/// Since which TAPI version something exists, and how sure that is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Age {
    /// The version, such as `2.2`; none where nothing tells it.
    pub since: Option<String>,
    /// `documented` where a Microsoft page states it, or `inferred`; none where the table does not tell.
    pub since_basis: Option<&'static str>,
}

impl Age {
    fn of(since: Since) -> Self {
        let since_basis = match since {
            Since::Documented(_) => Some("documented"),
            Since::Inferred(_) => Some("inferred"),
            Since::Unknown => None,
        };
        Self { since: since.version().map(|version| version.to_string()), since_basis }
    }
}

impl Facts {
    /// Gathers all tables.
    #[must_use]
    pub fn all() -> Self {
        Self {
            constants: wire::constants(),
            messages: model::messages(),
            structures: wire::structures(),
            functions: model::functions(),
            requests: model::requests(),
            errata: model::errata(),
            machines: model::machines(),
            rules: model::rules(),
        }
    }
}

impl fmt::Display for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = self.structures.iter().map(|structure| structure.win64.fields.len()).sum::<usize>();
        let rows = [
            ("constants", self.constants.len(), "names, values and versions"),
            ("messages", self.messages.len(), "ids and parameters"),
            ("structures", self.structures.len(), "offsets and sizes on 32-bit and 64-bit Windows"),
            ("fields", fields, "of these structures"),
            ("functions", self.functions.len(), "parameters, errors and the requests they raise"),
            ("requests", self.requests.len(), "request types with their functions and arms"),
            ("errata", self.errata.len(), "defects of the documents, and what was decided"),
            ("machines", self.machines.len(), "states, events and what happens"),
            ("rules", self.rules.len(), "what a trace is judged by"),
        ];
        let width = rows.iter().map(|(name, ..)| name.len()).max().unwrap_or(0);
        rows.iter().try_for_each(|(name, count, what)| writeln!(f, "{name:width$}  {count:4}  {what}"))
    }
}
