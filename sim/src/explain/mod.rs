//! What a name or a number of the protocol means, in words: the library behind `acdsim explain`.
//!
//! [`explain`] takes what a person finds in a trace, in a header or in a finding, and gives back every reading that it
//! has. Everything comes from tables: the constant families, the structures, the functions, the shapes of the messages,
//! the machines, the rules of the contract and the errata.
//!
//! A [`Reading`] is plain data, for `--json`; [`Explanation`] displays as text.

mod functions;
mod messages;
mod names;
mod not_found;
mod numbers;
mod query;
mod reading;
mod sets;
mod structures;
mod text;
mod views;

#[cfg(test)]
mod tests;

use serde::Serialize;

pub use functions::{ErrorLine, FunctionReading, ParamReading};
pub use not_found::NotFound;
pub use reading::{
    ApiVersionReading, BitSetReading, ConstantLine, ConstantReading, ErratumReading, ErrorReading,
    FamilyLine, FamilyReading, MachineReading, MachineRow, MessageReading, ParameterReading, Place, Reading,
    RequestIdReading, RuleReading,
};
pub use structures::{FieldReading, RequestReading, Size, Span, StructureReading, TailReading};
pub use views::{ViewRow, ViewsReading};

pub(crate) use functions::request_name;
pub(crate) use messages::{parameters, shape};
pub(crate) use reading::as_text;
pub(crate) use structures::{arm, sizes};

use query::Query;

/// What a query means.
///
/// As text: a line that does not begin with a blank is a heading, all others are indented. No line is longer than 100
/// characters, unless a single word is. The text ends with a line break.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The query, without blanks around it.
    pub query: String,
    /// The number that was asked about, if it was one.
    pub number: Option<u32>,
    /// Every reading, at least one: messages and other single constants first, then families, sets of bits, the rest.
    pub readings: Vec<Reading>,
}

/// Explains a name, a number, or names of bits joined by `|`; `family` restricts it to one family of constants.
///
/// # Errors
/// Nothing has this name, there is no such family, or the family has no such constant.
pub fn explain(query: &str, family: Option<&str>) -> Result<Explanation, NotFound> {
    let query = query.trim();
    let family = family.map(names::family).transpose()?;
    let asked = Query::parse(query)?;
    let mut readings = match (&asked, family) {
        (Query::Number(value), None) => numbers::readings(*value),
        (Query::Number(value), Some(family)) => vec![numbers::in_family(*value, family)?],
        (Query::Name(name), None) => names::readings(name)?,
        (Query::Name(name), Some(family)) => names::in_family(name, family)?,
        (Query::Set(parts), family) => sets::readings(query, parts, family)?,
    };
    readings.sort_by_key(|reading| (reading.group(), !matches!(reading, Reading::Message(_))));
    let number = match asked {
        Query::Number(value) => Some(value),
        Query::Name(_) | Query::Set(_) => None,
    };
    Ok(Explanation { query: query.to_owned(), number, readings })
}
