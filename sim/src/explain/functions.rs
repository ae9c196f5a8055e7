//! A function: what its page says, and what it raises.

use std::fmt;

use serde::Serialize;
use tapi_acd::Mode;
use tapi_acd::function::{Direction, ErrorRow, FunctionRow, Layer, ParamRow};
use tapi_acd::wire::ApiVersion;
use tapi_acd::wire::consts::{Constants as _, LineErr, ProxyRequestType};

use super::reading::{ErratumReading, as_text, as_texts};

/// A function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FunctionReading {
    /// The C name, without A or W.
    pub name: &'static str,
    /// The names under which it is exported.
    pub exported: Vec<String>,
    /// What it is for, in one line.
    pub purpose: &'static str,
    /// How it completes.
    #[serde(serialize_with = "as_text")]
    pub mode: Mode,
    /// The first TAPI version that has it.
    #[serde(serialize_with = "as_text")]
    pub since: ApiVersion,
    /// The request that it raises at the agent handler, if it goes there.
    pub raises: Option<&'static str>,
    /// The parameters, in C order.
    pub params: Vec<ParamReading>,
    /// The errors on its page; empty where the page is not among the project's facts.
    pub errors: Vec<ErrorLine>,
    /// Errors that its page does not list and that must be expected all the same (erratum E22): our reasoning.
    pub unlisted: Vec<ErrorLine>,
    /// The errata that touch it.
    pub errata: Vec<ErratumReading>,
    /// The title of the Microsoft page.
    pub page: String,
}

/// A parameter of a function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ParamReading {
    /// The C type.
    #[serde(rename = "type")]
    pub c_type: String,
    /// The C name.
    pub name: &'static str,
    /// Which way its value goes.
    #[serde(serialize_with = "as_text")]
    pub direction: Direction,
    /// What it means, in one line.
    pub meaning: &'static str,
}

/// An error of a function, and where it arises in the model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ErrorLine {
    /// The C name.
    pub name: &'static str,
    /// Who finds out; nobody where it cannot arise.
    #[serde(serialize_with = "as_texts")]
    pub arises: &'static [Layer],
    /// Why it cannot arise, if it cannot.
    pub never: Option<&'static str>,
}

impl ErrorLine {
    pub(crate) fn all(rows: &[ErrorRow]) -> Vec<Self> {
        let lines = rows.iter().filter_map(|row| {
            let name = LineErr::FAMILY.row(row.error.0)?.name;
            Some(Self { name, arises: row.layers(), never: row.never() })
        });
        lines.collect()
    }
}

impl fmt::Display for ErrorLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.never {
            Some(why) => write!(f, "{}: never, {why}", self.name),
            None => {
                let layers: Vec<_> = self.arises.iter().map(Layer::to_string).collect();
                write!(f, "{}: {}", self.name, layers.join(", "))
            }
        }
    }
}

impl FunctionReading {
    pub(super) fn of(function: &FunctionRow) -> Self {
        Self {
            name: function.name,
            exported: function.exported_names().collect(),
            purpose: function.purpose,
            mode: function.mode,
            since: function.since,
            raises: function.raises.and_then(request_name),
            params: function.params.iter().map(ParamReading::of).collect(),
            errors: ErrorLine::all(function.errors),
            unlisted: ErrorLine::all(function.unlisted),
            errata: ErratumReading::touching(&[function.name]),
            page: format!("{} function", function.name),
        }
    }
}

impl ParamReading {
    pub(crate) fn of(param: &ParamRow) -> Self {
        let ParamRow { name, kind, direction, meaning } = *param;
        Self { c_type: kind.to_string(), name, direction, meaning }
    }
}

/// The C name of a request type.
pub(crate) fn request_name(request: ProxyRequestType) -> Option<&'static str> {
    ProxyRequestType::FAMILY.row(request.0).map(|row| row.name)
}
