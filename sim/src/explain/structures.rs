//! A structure: its fields on both systems, its size in every version, and who carries it.

use std::collections::BTreeSet;
use std::iter;

use serde::{Serialize, Serializer};
use tapi_acd::function::{FUNCTIONS, FunctionRow, ParamKind};
use tapi_acd::wire::consts::{ConstRow, Family, ProxyRequestType, Since};
use tapi_acd::wire::layout::{Base, Content, LAYOUTS, LineProxyRequest, PROXY_ARMS, Tail};
use tapi_acd::wire::{Abi, ApiVersion, FieldKind, FieldRow, Layout, Structure as _};

use super::functions::request_name;
use super::reading::{ConstantReading, ErratumReading, as_text};

/// A structure, or an arm of `LINEPROXYREQUEST`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StructureReading {
    /// The C name.
    pub name: &'static str,
    /// The first TAPI version that has it.
    #[serde(serialize_with = "as_text")]
    pub since: Since,
    /// Bytes of the fixed part: at first, then since each version that added fields.
    pub sizes: Vec<Size>,
    /// The fields, in header order.
    pub fields: Vec<FieldReading>,
    /// What its sizes and offsets point to.
    pub tails: Vec<TailReading>,
    /// The structures that hold it, as a field or in an array.
    pub held_by: Vec<&'static str>,
    /// The functions that take a pointer to it; for an arm the function that raises its request.
    pub functions: Vec<&'static str>,
    /// The request types whose arm it is, or whose arm holds it.
    pub requests: Vec<&'static str>,
    /// The errata that touch it.
    pub errata: Vec<ErratumReading>,
    /// The title of the Microsoft page.
    pub page: &'static str,
    /// The Rust type.
    pub rust: &'static str,
}

/// Bytes of a structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Size {
    /// The version that added fields, so that this is the size; none for the size before any did.
    #[serde(serialize_with = "as_text_if_any")]
    pub since: Option<ApiVersion>,
    /// On 32-bit Windows.
    pub win32: usize,
    /// On 64-bit Windows.
    pub win64: usize,
}

/// A field of a structure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldReading {
    /// The C name.
    pub name: &'static str,
    /// Where it lies on 32-bit Windows.
    pub win32: Span,
    /// Where it lies on 64-bit Windows.
    pub win64: Span,
    /// What it means, in one line.
    pub meaning: &'static str,
    /// What its number counts, where it counts something; `bits` where it is any set of the family's bits.
    pub unit: Option<&'static str>,
    /// The constants that it is made of.
    pub family: Option<&'static str>,
    /// The structure that it is.
    pub structure: Option<&'static str>,
    /// The TAPI version that added it to an older structure.
    #[serde(serialize_with = "as_text_if_any")]
    pub since: Option<ApiVersion>,
    /// Whether it is any set of the family's bits, not one of its constants.
    #[serde(skip)]
    pub(super) is_set: bool,
}

/// Where a field lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
    /// The byte of the structure where it starts.
    pub offset: usize,
    /// Its bytes.
    pub size: usize,
}

/// A size and an offset, and what they point to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TailReading {
    /// The C name of both, without `Size` and `Offset`.
    pub name: &'static str,
    /// What the bytes are, and what the offset counts from where that is not the structure itself.
    pub text: String,
}

/// A request type: who raises it, and its arm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RequestReading {
    /// The type as a constant.
    #[serde(flatten)]
    pub constant: ConstantReading,
    /// The function.
    pub raised_by: Option<&'static str>,
    /// The arm of `LINEPROXYREQUEST`.
    pub arm: Option<&'static str>,
}

impl RequestReading {
    pub(super) fn of(family: &Family, row: &ConstRow) -> Self {
        let request = ProxyRequestType(row.value);
        Self {
            constant: ConstantReading::of(family, row),
            raised_by: FunctionRow::raising(request).map(|function| function.name),
            arm: arm(request).map(|layout| layout.name),
        }
    }
}

impl StructureReading {
    pub(super) fn of(layout: &'static Layout) -> Self {
        Self {
            name: layout.name,
            since: layout.since,
            sizes: sizes(layout),
            fields: layout.fields.iter().map(FieldReading::of).collect(),
            tails: Tail::of(layout).map(TailReading::of).collect(),
            held_by: holders(layout),
            functions: functions(layout),
            requests: requests(layout),
            errata: ErratumReading::touching(&[layout.name]),
            page: layout.page,
            rust: layout.rust_name,
        }
    }

    /// Whether all fields lie where they lie on the other system.
    pub(super) fn is_same_on_both(&self) -> bool {
        self.fields.iter().all(|field| field.win32 == field.win64)
    }
}

impl FieldReading {
    fn of(row: &FieldRow) -> Self {
        let structure = match row.kind {
            FieldKind::Structure(layout) => Some(layout.name),
            _ => None,
        };
        Self {
            name: row.name,
            win32: Span::of(row, Abi::Win32),
            win64: Span::of(row, Abi::Win64),
            meaning: row.meaning,
            unit: row.unit,
            family: row.family.map(|family| family.prefix),
            structure,
            since: row.since,
            is_set: row.is_set(),
        }
    }
}

impl Span {
    pub(crate) fn of(row: &FieldRow, abi: Abi) -> Self {
        Self { offset: row.offset(abi), size: row.size(abi) }
    }
}

impl TailReading {
    fn of(tail: &Tail) -> Self {
        let from = match tail.base {
            Base::Own => String::new(),
            Base::Holder => format!(", counted from {}", tail.base),
        };
        Self { name: tail.name, text: format!("{}{from}", tail.content) }
    }
}

/// The arm that a request type chooses.
pub(crate) fn arm(request: ProxyRequestType) -> Option<&'static Layout> {
    PROXY_ARMS.iter().find(|arm| arm.request_type == request).map(|arm| arm.layout)
}

/// Bytes of the fixed part: at first, then since each version that added fields.
pub(crate) fn sizes(layout: &Layout) -> Vec<Size> {
    let later: BTreeSet<_> = layout.fields.iter().filter_map(|field| field.since).collect();
    let size = |since: Option<ApiVersion>| {
        // No field of a later version is in the oldest one.
        let version = since.unwrap_or(ApiVersion::V1_3);
        let [win32, win64] = [Abi::Win32, Abi::Win64].map(|abi| layout.size_in(abi, version));
        Size { since, win32, win64 }
    };
    iter::once(None).chain(later.into_iter().map(Some)).map(size).collect()
}

/// The structures that hold this one, as a field or in an array.
fn holders(layout: &Layout) -> Vec<&'static str> {
    let union = is_arm(layout).then_some(LineProxyRequest::LAYOUT);
    let lists = |holder: &'static Layout| {
        let mut tails = Tail::of(holder);
        tails.any(|tail| matches!(tail.content, Content::Structures { element, .. } if element == layout))
    };
    let others = LAYOUTS.iter().copied().filter(|holder| has_field(holder, layout) || lists(holder));
    union.into_iter().chain(others).map(|holder| holder.name).collect()
}

/// The functions that take a pointer to the structure; for an arm the one that raises its request.
fn functions(layout: &Layout) -> Vec<&'static str> {
    let takes = |function: &&FunctionRow| {
        let mut kinds = function.params.iter().map(|param| param.kind);
        kinds.any(|kind| matches!(kind, ParamKind::Structure(pointed) if pointed == layout))
    };
    let raises = |function: &&FunctionRow| function.raises.and_then(arm) == Some(layout);
    let all = FUNCTIONS.iter().filter(|function| takes(function) || raises(function));
    all.map(|function| function.name).collect()
}

/// The request types whose arm the structure is, or whose arm holds it.
fn requests(layout: &Layout) -> Vec<&'static str> {
    let arms = PROXY_ARMS.iter().filter(|arm| arm.layout == layout || has_field(arm.layout, layout));
    arms.filter_map(|arm| request_name(arm.request_type)).collect()
}

fn is_arm(layout: &Layout) -> bool {
    PROXY_ARMS.iter().any(|arm| arm.layout == layout)
}

fn has_field(holder: &Layout, held: &Layout) -> bool {
    holder.fields.iter().any(|field| matches!(field.kind, FieldKind::Structure(layout) if layout == held))
}

#[expect(clippy::ref_option, reason = "serde passes fields by reference")]
fn as_text_if_any<S: Serializer>(since: &Option<ApiVersion>, serializer: S) -> Result<S::Ok, S::Error> {
    match since {
        Some(since) => serializer.collect_str(since),
        None => serializer.serialize_none(),
    }
}
