//! What the bytes of one field say.

use std::borrow::Cow;

use tapi_acd::wire::consts::Family;
use tapi_acd::wire::{ApiVersion, Currency, FieldKind, FieldRow, Guid, OleDate};

use super::node::Node;

/// Puts the value of a field into its node, whose bytes are complete.
pub(super) fn fill(node: &mut Node, row: &'static FieldRow) {
    // The trivial is left out: that a size counts bytes, and an offset from where.
    let trivial = row.name.ends_with("Size") || row.name.ends_with("Offset");
    node.meaning = (!trivial).then_some(Cow::Borrowed(row.meaning));
    if let (FieldKind::Guid, Ok(guid)) = (row.kind, node.bytes.as_slice().try_into()) {
        node.value = Some(Guid(guid).to_string());
        return;
    }
    let number = number(&node.bytes);
    node.value = Some(match row.kind {
        FieldKind::Currency => amount(Currency(number.cast_signed()), row.unit),
        FieldKind::Date => OleDate::from_days(f64::from_bits(number)).to_string(),
        _ => {
            node.number = Some(number);
            plain(number, row)
        }
    });
    let constants = row.family.zip(u32::try_from(number).ok());
    if let Some((family, value)) = constants.filter(|(_, value)| *value != 0) {
        node.meaning = Some(constant(family, value, row.is_set()).into());
    }
    if row.kind == FieldKind::Version
        && let Some(version) = u32::try_from(number).ok().filter(|&version| version != 0)
    {
        node.meaning = Some(format!("TAPI {}", ApiVersion(version)).into());
    }
}

/// A little-endian number of up to 64 bits.
pub(super) fn number(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// A value, or a set of bits, in C names.
pub(super) fn constant(family: &Family, value: u32, bits: bool) -> String {
    let mut names = String::new();
    // Writing to a String does not fail.
    let _ = match bits {
        true => family.write_bits(value, &mut names),
        false if family.row(value).is_none() => {
            return format!("no {} constant has this value", family.prefix);
        }
        false => family.write(value, &mut names),
    };
    names
}

fn plain(number: u64, row: &FieldRow) -> String {
    let hex = row.family.is_some()
        || matches!(row.kind, FieldKind::PointerSized | FieldKind::Version)
        || matches!(row.unit, Some("bits" | "handle"))
        || row.name.starts_with('h');
    match hex {
        true => format!("{number:#x}"),
        // The table counts in hexadecimal digits, the errors in decimal ones.
        false if row.name.ends_with("Offset") => format!("{number:#x} ({number})"),
        false if row.name.ends_with("Size") => amount(number, Some("byte")),
        false => amount(number, row.unit),
    }
}

/// A number with the unit that the table names, where that is a unit and not a remark.
fn amount(number: impl std::fmt::Display, unit: Option<&str>) -> String {
    let number = number.to_string();
    let plural = if number == "1" { "" } else { "s" };
    match unit {
        Some(unit @ ("byte" | "second" | "millisecond")) => format!("{number} {unit}{plural}"),
        Some("bit per second") => format!("{number} bit{plural} per second"),
        Some("calls per hour") => format!("{number} calls per hour"),
        _ => number,
    }
}
