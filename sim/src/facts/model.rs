//! What they mean: messages, functions, requests, and the tables of the model.

use serde::Serialize;
use tapi_acd::Mode;
use tapi_acd::contract::{RULES, Severity};
use tapi_acd::errata::ERRATA;
use tapi_acd::function::{FUNCTIONS, FunctionRow};
use tapi_acd::machine::MACHINES;
use tapi_acd::wire::consts::{Constants as _, MessageId, ProxyRequestType};

use super::Age;
use crate::explain::{
    ErratumReading, ErrorLine, MachineReading, ParamReading, ParameterReading, arm, as_text, parameters,
    request_name, shape,
};

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Message {
    /// Its id.
    pub id: u32,
    /// The C name.
    pub name: &'static str,
    /// The first TAPI version that has it.
    #[serde(flatten)]
    pub age: Age,
    /// The three parameters; none for messages outside the call-center protocol and its companions.
    pub params: Vec<ParameterReading>,
}

/// A function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Function {
    /// The C name, without A or W.
    pub name: &'static str,
    /// The names under which it is exported.
    pub exported: Vec<String>,
    /// The first TAPI version that has it.
    #[serde(flatten)]
    pub age: Age,
    /// How it completes.
    #[serde(serialize_with = "as_text")]
    pub mode: Mode,
    /// The request that it raises at the agent handler.
    pub raises: Option<&'static str>,
    /// The parameters, in C order.
    pub params: Vec<ParamReading>,
    /// The errors on its page, and where each arises.
    pub errors: Vec<ErrorLine>,
    /// Errors that its page does not list and that must be expected all the same (erratum E22).
    pub unlisted: Vec<ErrorLine>,
}

/// A request type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Request {
    /// Its number.
    #[serde(rename = "type")]
    pub number: u32,
    /// The C name.
    pub name: &'static str,
    /// The first TAPI version that has it.
    #[serde(flatten)]
    pub age: Age,
    /// The function that raises it.
    pub raised_by: Option<&'static str>,
    /// The arm of `LINEPROXYREQUEST`.
    pub arm: Option<&'static str>,
}

/// A rule of the contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Its id.
    pub id: &'static str,
    /// How much it weighs: `must` or `hint`.
    #[serde(serialize_with = "as_text")]
    pub severity: Severity,
    /// What it asks.
    pub text: &'static str,
    /// The Microsoft page that says so, or why we think so.
    pub basis: &'static str,
}

pub(super) fn messages() -> Vec<Message> {
    let messages = MessageId::FAMILY.rows.iter().map(|row| Message {
        id: row.value,
        name: row.name,
        age: Age::of(row.since),
        params: shape(row.value).map(parameters).unwrap_or_default(),
    });
    messages.collect()
}

pub(super) fn functions() -> Vec<Function> {
    let functions = FUNCTIONS.iter().map(|row| Function {
        name: row.name,
        exported: row.exported_names().collect(),
        // The table of functions has versions without their basis.
        age: Age { since: Some(row.since.to_string()), since_basis: None },
        mode: row.mode,
        raises: row.raises.and_then(request_name),
        params: row.params.iter().map(ParamReading::of).collect(),
        errors: ErrorLine::all(row.errors),
        unlisted: ErrorLine::all(row.unlisted),
    });
    functions.collect()
}

pub(super) fn requests() -> Vec<Request> {
    let requests = ProxyRequestType::FAMILY.rows.iter().map(|row| {
        let request = ProxyRequestType(row.value);
        Request {
            number: row.value,
            name: row.name,
            age: Age::of(row.since),
            raised_by: FunctionRow::raising(request).map(|function| function.name),
            arm: arm(request).map(|layout| layout.name),
        }
    });
    requests.collect()
}

pub(super) fn errata() -> Vec<ErratumReading> {
    ERRATA.iter().map(ErratumReading::of).collect()
}

pub(super) fn machines() -> Vec<MachineReading> {
    MACHINES.iter().copied().map(MachineReading::of).collect()
}

pub(super) fn rules() -> Vec<Rule> {
    let rules = RULES.iter().map(|rule| Rule {
        id: rule.id,
        severity: rule.severity,
        text: rule.text,
        basis: rule.basis,
    });
    rules.collect()
}
