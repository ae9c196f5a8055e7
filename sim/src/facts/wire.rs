//! What the bytes are: constants and structures.

use serde::Serialize;
use tapi_acd::wire::consts::FAMILIES;
use tapi_acd::wire::layout::LAYOUTS;
use tapi_acd::wire::{Abi, Layout};

use super::Age;
use crate::explain::{Size, Span, sizes};

/// A constant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Constant {
    /// The common start of the family's C names.
    pub family: &'static str,
    /// The C name.
    pub name: &'static str,
    /// The value.
    pub value: u32,
    /// The first TAPI version that has it.
    #[serde(flatten)]
    pub age: Age,
}

/// The fixed part of a structure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Structure {
    /// The C name; for an arm the name of the structure, a point and the name of the arm.
    pub name: &'static str,
    /// The first TAPI version that has it.
    #[serde(flatten)]
    pub age: Age,
    /// On 32-bit Windows, with every field that any version has.
    pub win32: Places,
    /// On 64-bit Windows, with every field that any version has.
    pub win64: Places,
    /// The bytes at first, then since each version that added fields.
    pub sizes: Vec<Size>,
}

/// Where everything lies on one system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Places {
    /// Bytes of the fixed part.
    pub size: usize,
    /// The fields, in header order.
    pub fields: Vec<Field>,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Field {
    /// The C name.
    pub name: &'static str,
    /// Where it lies.
    #[serde(flatten)]
    pub span: Span,
}

pub(super) fn constants() -> Vec<Constant> {
    let rows = FAMILIES.iter().flat_map(|family| family.rows.iter().map(move |row| (family, row)));
    let constant = rows.map(|(family, row)| Constant {
        family: family.prefix,
        name: row.name,
        value: row.value,
        age: Age::of(row.since),
    });
    constant.collect()
}

pub(super) fn structures() -> Vec<Structure> {
    let structures = LAYOUTS.iter().map(|layout| Structure {
        name: layout.name,
        age: Age::of(layout.since),
        win32: Places::of(layout, Abi::Win32),
        win64: Places::of(layout, Abi::Win64),
        sizes: sizes(layout),
    });
    structures.collect()
}

impl Places {
    fn of(layout: &Layout, abi: Abi) -> Self {
        let fields = layout.fields.iter().map(|row| Field { name: row.name, span: Span::of(row, abi) });
        Self { size: layout.size(abi), fields: fields.collect() }
    }
}
