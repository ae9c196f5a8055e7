//! The table of what sizes and offsets point to, against the fields that there are.

use std::collections::BTreeMap;

use tapi_wire::consts::FamilyKind;
use tapi_wire::layout::{Base, Content, LAYOUTS, TAILS, Tail};
use tapi_wire::{Abi, FieldKind};

use crate::{all_rows, assert_none};

/// Sizes of something that no offset points to.
fn stands_alone(structure: &str, field: &str) -> bool {
    matches!(field, "dwTotalSize" | "dwNeededSize" | "dwUsedSize")
        || matches!((structure, field), ("LINEPROXYREQUEST" | "LINEPROXYREQUEST.AgentSpecific", "dwSize"))
}

#[test]
fn every_pair_has_exactly_one_row() {
    let mut rows = BTreeMap::new();
    for tail in TAILS {
        let key = (tail.structure.name, tail.size.name, tail.offset.name);
        *rows.entry(key).or_insert(0) += 1;
    }
    let mut problems = Vec::new();
    let mut pairs = 0;
    for (layout, row) in all_rows() {
        let Some(stem) = row.name.strip_suffix("Size") else { continue };
        if stands_alone(layout.name, row.name) {
            continue;
        }
        pairs += 1;
        let Some(offset) = layout.field(&format!("{stem}Offset")) else {
            problems.push(format!("{}.{} has no offset", layout.name, row.name));
            continue;
        };
        if rows.remove(&(layout.name, row.name, offset.name)) != Some(1) {
            problems.push(format!("{}.{} has no row, or several", layout.name, row.name));
        }
    }
    problems.extend(rows.keys().map(|key| format!("{key:?}: no structure has such a pair")));
    assert_none(&problems);
    assert_eq!(pairs, TAILS.len());
}

/// An offset without a size would be found by no one else.
#[test]
fn every_offset_has_its_row() {
    let offsets = all_rows().filter(|(_, row)| row.name.ends_with("Offset"));
    assert_eq!(offsets.count(), TAILS.len());
}

#[test]
fn rows_are_in_the_order_of_the_structures() {
    let place = |tail: &Tail| {
        let structure = LAYOUTS.iter().position(|layout| layout == &tail.structure);
        (structure.expect("the structure is listed"), tail.offset.offset(Abi::Win32))
    };
    assert!(TAILS.iter().map(place).is_sorted());
}

/// Erratum E20: the meaning of the field and the table say the same.
#[test]
fn an_offset_of_an_entry_counts_from_the_holder() {
    for tail in TAILS {
        let meaning = tail.offset.meaning;
        let holder = meaning.contains("holds the array") || meaning.contains("that holds it");
        assert_eq!(holder, tail.base == Base::Holder, "{}: {meaning}", tail.structure.name);
    }
}

#[test]
fn an_array_has_a_field_that_counts_and_elements_that_the_field_names() {
    let mut arrays = 0;
    for tail in TAILS {
        let (count, element) = match tail.content {
            Content::Structures { count, element } => (count, element.name),
            Content::Numbers { count, .. } => (count, "DWORD"),
            _ => continue,
        };
        arrays += 1;
        assert_eq!(tail.structure.field(count.name), Some(count));
        assert!(count.meaning.contains(element), "{}: {}", tail.structure.name, count.meaning);
    }
    assert_eq!(arrays, 8);
}

#[test]
fn numbers_of_constants_name_their_family() {
    let mut problems = Vec::new();
    for (layout, row) in all_rows() {
        let Some(family) = row.family else { continue };
        let fits = match (family.kind, row.unit) {
            (FamilyKind::Flags, unit) => unit == Some("bits"),
            (FamilyKind::Value, unit) => !matches!(unit, Some("byte" | "count" | "id")),
        };
        if row.kind != FieldKind::Number || !fits {
            problems.push(format!("{}.{}: {:?} of {}", layout.name, row.name, row.unit, family.prefix));
        }
    }
    // The kinds of channel are the one set of bits whose constants are not part of this crate.
    for (layout, row) in all_rows().filter(|(_, row)| row.unit == Some("bits") && row.family.is_none()) {
        if (layout.name, row.name) != ("LINECALLPARAMS", "dwBearerMode") {
            problems.push(format!("{}.{}: bits of what?", layout.name, row.name));
        }
    }
    // A plain number says in its meaning which constants it is made of.
    for (layout, row) in all_rows() {
        let named =
            row.meaning.split_whitespace().find(|word| word.starts_with("LINE") && word.ends_with('_'));
        let Some(named) = named.filter(|_| row.name != "dwBearerMode") else { continue };
        if row.family.map(|family| family.prefix) != Some(named) {
            problems.push(format!("{}.{}: {}", layout.name, row.name, row.meaning));
        }
    }
    assert_none(&problems);
}
