//! The readings as plain data, each made from a row of a table.

use std::fmt::Display;

use serde::{Serialize, Serializer};

use tapi_acd::contract::{Rule, Severity};
use tapi_acd::errata::{self, Erratum};
use tapi_acd::function::{FUNCTIONS, FunctionRow};
use tapi_acd::machine::{Basis, MachineTable, Verdict};
use tapi_acd::message::FieldValue;
use tapi_acd::wire::ApiVersion;
use tapi_acd::wire::consts::{
    ConstRow, Constants, Family, FamilyKind, LineErr, MessageId, PhoneMessageId, ProxyRequestType, Since,
};

use super::functions::FunctionReading;
use super::messages;
use super::structures::{RequestReading, StructureReading};
use super::views::ViewsReading;

/// The versions that TAPI had.
pub(super) const VERSIONS: &[ApiVersion] = &[
    ApiVersion::V1_3,
    ApiVersion::V1_4,
    ApiVersion::V2_0,
    ApiVersion::V2_1,
    ApiVersion::V2_2,
    ApiVersion::V3_0,
    ApiVersion::V3_1,
];

/// One meaning of what was asked about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "reading", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reading {
    /// A message.
    Message(MessageReading),
    /// An error code.
    Error(ErrorReading),
    /// A request type.
    Request(RequestReading),
    /// Any other constant.
    Constant(ConstantReading),
    /// A family of constants.
    Family(FamilyReading),
    /// Several bits of one family, or none.
    BitSet(BitSetReading),
    /// A structure.
    Structure(StructureReading),
    /// A function.
    Function(FunctionReading),
    /// A state machine of the model.
    Machine(MachineReading),
    /// How an agent's states by handle and by address go together.
    Views(ViewsReading),
    /// A rule of the contract.
    Rule(RuleReading),
    /// A contradiction in Microsoft's documents.
    Erratum(ErratumReading),
    /// A TAPI version.
    ApiVersion(ApiVersionReading),
    /// The id of an asynchronous request.
    RequestId(RequestIdReading),
    /// The number 0, which says "nothing" nearly everywhere.
    Zero,
}

/// The heading that readings stand under, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    Constants,
    Families,
    BitSets,
    Structures,
    Functions,
    Machines,
    Rules,
    Errata,
    PlainNumbers,
}

impl Reading {
    pub(super) fn of_row(family: &'static Family, row: &'static ConstRow) -> Self {
        const MESSAGES: [&str; 2] = [MessageId::FAMILY.prefix, PhoneMessageId::FAMILY.prefix];
        match family.prefix {
            prefix if MESSAGES.contains(&prefix) => Reading::Message(MessageReading::of(family, row)),
            prefix if prefix == LineErr::FAMILY.prefix => Reading::Error(ErrorReading::of(family, row)),
            prefix if prefix == ProxyRequestType::FAMILY.prefix => {
                Reading::Request(RequestReading::of(family, row))
            }
            _ => Reading::Constant(ConstantReading::of(family, row)),
        }
    }

    pub(super) fn group(&self) -> Group {
        match self {
            Reading::Message(_) | Reading::Error(_) | Reading::Request(_) | Reading::Constant(_) => {
                Group::Constants
            }
            Reading::Family(_) => Group::Families,
            Reading::BitSet(_) => Group::BitSets,
            Reading::Structure(_) => Group::Structures,
            Reading::Function(_) => Group::Functions,
            Reading::Machine(_) | Reading::Views(_) => Group::Machines,
            Reading::Rule(_) => Group::Rules,
            Reading::Erratum(_) => Group::Errata,
            Reading::ApiVersion(_) | Reading::RequestId(_) | Reading::Zero => Group::PlainNumbers,
        }
    }
}

/// A constant, as a line of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConstantLine {
    /// The C name.
    pub name: &'static str,
    /// The value.
    pub value: u32,
    /// The first TAPI version that has it.
    #[serde(serialize_with = "as_text")]
    pub since: Since,
    /// What it means, in one line.
    pub meaning: &'static str,
}

impl ConstantLine {
    fn of(row: &ConstRow) -> Self {
        Self { name: row.name, value: row.value, since: row.since, meaning: row.meaning }
    }
}

/// A family, without its constants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FamilyLine {
    /// The common start of the C names.
    pub family: &'static str,
    /// How the values combine: `one value` or `bit set`.
    pub kind: &'static str,
    /// The messages that carry the family.
    pub carried_by: Vec<Place>,
    /// The title of the Microsoft page.
    pub page: &'static str,
    /// The Rust type.
    pub rust_type: &'static str,
}

impl FamilyLine {
    fn of(family: &Family) -> Self {
        let kind = match family.kind {
            FamilyKind::Value => "one value",
            FamilyKind::Flags => "bit set",
        };
        Self {
            family: family.prefix,
            kind,
            carried_by: messages::places(family),
            page: family.page,
            rust_type: family.rust_name,
        }
    }
}

/// A parameter of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The C name of the message.
    pub message: &'static str,
    /// The parameter, by position.
    pub parameter: &'static str,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MessageReading {
    /// The name; the value is the message's id.
    #[serde(flatten)]
    pub constant: ConstantLine,
    /// What kind of message it is.
    pub role: &'static str,
    /// What `hDevice` is, for the messages of the call-center protocol and their companions.
    pub device: Option<&'static str>,
    /// The three parameters; empty for other messages.
    pub parameters: Vec<ParameterReading>,
    /// The errata that touch it.
    pub errata: Vec<ErratumReading>,
    /// The title of the Microsoft page.
    pub page: String,
    /// The Rust constant.
    pub rust: String,
}

/// A parameter of a message, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ParameterReading {
    /// `dwParam1` to `dwParam3`.
    pub position: &'static str,
    /// What it is called; empty when it is reserved or unused.
    pub name: &'static str,
    /// The families whose values it holds.
    pub families: Vec<&'static str>,
    /// What it is, name included.
    pub text: String,
}

impl MessageReading {
    fn of(family: &Family, row: &ConstRow) -> Self {
        let phone = family.prefix == PhoneMessageId::FAMILY.prefix;
        let shape = messages::shape(row.value).filter(|_| !phone);
        let role = match shape {
            Some(shape) if shape.call_center => "call-center message",
            Some(_) => "companion of the call-center messages",
            None if phone => "phone message; its id comes from the number space of the line messages",
            None => "line message outside the call-center protocol",
        };
        Self {
            constant: ConstantLine::of(row),
            role,
            device: shape.map(|shape| shape.device),
            parameters: shape.map(messages::parameters).unwrap_or_default(),
            errata: ErratumReading::touching(&[row.name]),
            page: shape.map_or_else(|| format!("{} message", row.name), |shape| shape.page.to_owned()),
            rust: rust_path(family, row),
        }
    }
}

/// A constant of any family but messages and errors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConstantReading {
    /// The constant.
    #[serde(flatten)]
    pub constant: ConstantLine,
    /// Its family.
    #[serde(flatten)]
    pub family: FamilyLine,
    /// The errata that touch it or its family.
    pub errata: Vec<ErratumReading>,
    /// The Rust constant.
    pub rust: String,
}

impl ConstantReading {
    pub(super) fn of(family: &Family, row: &ConstRow) -> Self {
        Self {
            constant: ConstantLine::of(row),
            family: FamilyLine::of(family),
            errata: ErratumReading::touching(&[row.name, family.prefix]),
            rust: rust_path(family, row),
        }
    }
}

/// An error code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ErrorReading {
    /// The code as a constant.
    #[serde(flatten)]
    pub constant: ConstantReading,
    /// The code as functions return it.
    pub signed: i32,
    /// The functions whose pages list it.
    pub documented_by: Vec<&'static str>,
}

impl ErrorReading {
    fn of(family: &Family, row: &ConstRow) -> Self {
        let lists_it = |function: &&FunctionRow| function.lists(LineErr(row.value));
        Self {
            constant: ConstantReading::of(family, row),
            signed: row.value.cast_signed(),
            documented_by: FUNCTIONS.iter().filter(lists_it).map(|function| function.name).collect(),
        }
    }
}

/// A family and all its constants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FamilyReading {
    /// The family.
    #[serde(flatten)]
    pub family: FamilyLine,
    /// Its constants, in the order of their values.
    pub constants: Vec<ConstantLine>,
    /// The errata that touch the whole family.
    pub errata: Vec<ErratumReading>,
    /// The ids of the errata that touch single constants.
    pub errata_of_constants: Vec<&'static str>,
}

impl FamilyReading {
    pub(super) fn of(family: &Family) -> Self {
        let names: Vec<&str> = family.rows.iter().map(|row| row.name).collect();
        let whole: Vec<_> = errata::touching(&[family.prefix]).collect();
        Self {
            family: FamilyLine::of(family),
            constants: family.rows.iter().map(ConstantLine::of).collect(),
            errata_of_constants: errata::touching(&names)
                .filter(|one| !whole.contains(one))
                .map(|one| one.id)
                .collect(),
            errata: whole.into_iter().map(ErratumReading::of).collect(),
        }
    }
}

/// Several bits of one family, or none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BitSetReading {
    /// All bits.
    pub value: u32,
    /// The family.
    #[serde(flatten)]
    pub family: FamilyLine,
    /// The defined bits, as [`Family::write`] names them.
    pub bits: Vec<ConstantLine>,
    /// What the names leave over.
    pub undefined: u32,
    /// The errata that touch the family.
    pub errata: Vec<ErratumReading>,
}

impl BitSetReading {
    pub(super) fn of(family: &'static Family, value: u32) -> Self {
        let names = FieldValue::Named(value, family).to_string();
        let bits: Vec<_> = names.split(" | ").filter_map(|name| family.row_named(name)).collect();
        Self {
            value,
            family: FamilyLine::of(family),
            undefined: bits.iter().fold(value, |rest, row| rest & !row.value),
            bits: bits.into_iter().map(ConstantLine::of).collect(),
            errata: ErratumReading::touching(&[family.prefix]),
        }
    }
}

/// A state machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MachineReading {
    /// The machine's name.
    pub name: &'static str,
    /// The states, in order.
    pub states: &'static [&'static str],
    /// The events, in order.
    pub events: &'static [&'static str],
    /// What happens in every state on every event.
    pub rows: Vec<MachineRow>,
}

/// What happens in one state on one event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MachineRow {
    /// The state before.
    pub from: &'static str,
    /// The event.
    pub event: &'static str,
    /// `go`, `stay`, `refuse` or `never`.
    pub verdict: &'static str,
    /// The state after, of `go`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<&'static str>,
    /// The error, of `refuse`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<LineErr>,
    /// Whether a Microsoft page says so.
    pub documented: bool,
    /// The page, or why we think so.
    pub basis: &'static str,
}

impl MachineReading {
    pub(crate) fn of(machine: &'static MachineTable) -> Self {
        let cells =
            (0..machine.states.len()).flat_map(|from| (0..machine.events.len()).map(move |at| (from, at)));
        let rows = cells.map(|(from, event)| {
            let (verdict, basis) = (machine.cell)(from, event);
            let (verdict, to, error) = match verdict {
                Verdict::Go(to) => ("go", Some(machine.states[to]), None),
                Verdict::Stay => ("stay", None, None),
                Verdict::Refuse(error) => ("refuse", None, Some(error)),
                Verdict::Never => ("never", None, None),
            };
            let (documented, basis) = match basis {
                Basis::Documented(page) => (true, page),
                Basis::Inferred(why) => (false, why),
            };
            let (from, event) = (machine.states[from], machine.events[event]);
            MachineRow { from, event, verdict, to, error, documented, basis }
        });
        Self { name: machine.name, states: machine.states, events: machine.events, rows: rows.collect() }
    }
}

/// A rule of the contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleReading {
    /// Its id.
    pub id: &'static str,
    /// What it asks.
    pub text: &'static str,
    /// How much it weighs: `must` or `hint`.
    #[serde(serialize_with = "as_text")]
    pub severity: Severity,
    /// The Microsoft page that says so, or why we think so.
    pub basis: &'static str,
    /// The errata that the basis cites.
    pub errata: Vec<ErratumReading>,
}

impl RuleReading {
    pub(super) fn of(rule: &Rule) -> Self {
        Self {
            id: rule.id,
            text: rule.text,
            severity: rule.severity,
            basis: rule.basis,
            errata: errata::cited(rule.basis).map(ErratumReading::of).collect(),
        }
    }
}

/// A contradiction in the documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ErratumReading {
    /// Its id.
    pub id: &'static str,
    /// The pages that are wrong, or that contradict each other.
    pub page: &'static str,
    /// What is wrong in the documents.
    pub defect: &'static str,
    /// What this project takes for right.
    pub decision: &'static str,
    /// What else there is to say.
    pub note: Option<&'static str>,
    /// How sure the decision is.
    pub confidence: &'static str,
    /// What it touches, by C name.
    pub touches: &'static [&'static str],
}

impl ErratumReading {
    pub(crate) fn of(erratum: &Erratum) -> Self {
        let Erratum { id, page, defect, decision, note, confidence, touches, .. } = *erratum;
        Self { id, page, defect, decision, note, confidence, touches }
    }

    /// Those that touch one of these names.
    pub(super) fn touching(names: &[&str]) -> Vec<Self> {
        errata::touching(names).map(Self::of).collect()
    }
}

/// A TAPI version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ApiVersionReading {
    /// The number as functions carry it.
    pub value: u32,
    /// The version as people write it.
    #[serde(serialize_with = "as_text")]
    pub version: ApiVersion,
}

impl ApiVersionReading {
    pub(super) fn of(version: ApiVersion) -> Self {
        Self { value: version.0, version }
    }
}

/// The id of an asynchronous request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RequestIdReading {
    /// The id.
    pub value: u32,
}

fn rust_path(family: &Family, row: &ConstRow) -> String {
    format!("{}::{}", family.rust_name, row.rust_name)
}

pub(crate) fn as_text<T: Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

pub(crate) fn as_texts<T: ToString, S: Serializer>(values: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(values.iter().map(T::to_string))
}
