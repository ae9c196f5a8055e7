//! What every row must obey, whatever its value.

use std::collections::BTreeSet;

use tapi_wire::FamilyKind;
use tapi_wire::consts::{Constants as _, FAMILIES, LineErr, MessageId, PhoneMessageId};

use crate::{all_rows, assert_none};

fn without_underscores(name: &str) -> String {
    name.replace('_', "")
}

#[test]
fn the_rust_name_is_the_c_name_without_its_prefix() {
    let mut problems = Vec::new();
    for (family, row) in all_rows() {
        let shouted = row.rust_name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
        let ours = format!("{}{}", family.prefix, row.rust_name);
        if !shouted
            || !row.name.starts_with(family.prefix)
            || without_underscores(&ours) != without_underscores(row.name)
        {
            problems.push(format!("{}: {} {}", row.name, family.prefix, row.rust_name));
        }
    }
    assert_none(&problems);
}

#[test]
fn names_are_unique() {
    let names: BTreeSet<_> = all_rows().map(|(_, row)| row.name).collect();
    assert_eq!(names.len(), all_rows().count(), "two rows have one C name");
    let prefixes: BTreeSet<_> = FAMILIES.iter().map(|family| family.prefix).collect();
    let types: BTreeSet<_> = FAMILIES.iter().map(|family| family.rust_name).collect();
    assert_eq!((prefixes.len(), types.len()), (FAMILIES.len(), FAMILIES.len()), "a family is listed twice");
    for family in FAMILIES {
        let names: BTreeSet<_> = family.rows.iter().map(|row| row.rust_name).collect();
        assert_eq!(names.len(), family.rows.len(), "{}: two rows have one Rust name", family.prefix);
    }
}

#[test]
fn rows_stand_in_the_order_of_their_values() {
    let mut problems = Vec::new();
    for family in FAMILIES {
        for pair in family.rows.windows(2) {
            // Strictly: so values are unique too.
            if pair[0].value >= pair[1].value {
                problems.push(format!("{} does not belong behind {}", pair[1].name, pair[0].name));
            }
        }
    }
    assert_none(&problems);
}

/// Families that count, and one value within a family of bits.
///
/// `LINEINITIALIZEEXOPTION_` holds an enumeration, 1 to 3, in its low bits beside a flag.
const NOT_ONE_BIT: [&str; 6] = [
    "LINEERR_",
    "LINE_",
    "PHONE_",
    "LINEPROXYREQUEST_",
    "LINECALLTREATMENT_",
    "LINEINITIALIZEEXOPTION_USECOMPLETIONPORT",
];

#[test]
fn values_are_single_bits() {
    let counted = |name| NOT_ONE_BIT.contains(&name);
    let mut problems = Vec::new();
    for (family, row) in all_rows() {
        if counted(family.prefix) && family.kind == FamilyKind::Flags {
            problems.push(format!("{} counts and is a family of flags", family.prefix));
        }
        if !counted(family.prefix) && !counted(row.name) && !row.value.is_power_of_two() {
            problems.push(format!("{} = {:#x} is not a single bit", row.name, row.value));
        }
    }
    assert_none(&problems);
}

#[test]
fn error_codes_fill_their_range_but_for_two() {
    let values: Vec<_> = LineErr::FAMILY.rows.iter().map(|row| row.value).collect();
    let unassigned = [0x8000_0004, 0x8000_0031];
    let expected: Vec<_> = (0x8000_0001..=0x8000_0061).filter(|value| !unassigned.contains(value)).collect();
    assert_eq!(values, expected);
}

#[test]
fn line_and_phone_messages_share_one_number_space_without_gap() {
    let rows = MessageId::FAMILY.rows.iter().chain(PhoneMessageId::FAMILY.rows);
    let mut values: Vec<_> = rows.map(|row| row.value).collect();
    values.sort_unstable();
    assert_eq!(values, Vec::from_iter(0..=34));
}

#[test]
fn meanings_are_short_sentences() {
    // Put together here, so that this file does not contain it.
    let placeholder = concat!("TO", "DO");
    let mut problems = Vec::new();
    for (_, row) in all_rows() {
        let meaning = row.meaning;
        let whole = meaning.len() > 1 && meaning.ends_with('.') && meaning.trim() == meaning;
        if !whole || meaning.chars().count() > 140 || meaning.contains(placeholder) {
            problems.push(format!("{}: {meaning:?}", row.name));
        }
    }
    assert_none(&problems);
}

#[test]
fn no_two_rows_of_a_family_mean_the_same() {
    let mut problems = Vec::new();
    for family in FAMILIES {
        let mut meanings = BTreeSet::new();
        let same = family.rows.iter().filter(|row| !meanings.insert(row.meaning));
        problems.extend(same.map(|row| format!("{}: {:?}", row.name, row.meaning)));
    }
    assert_none(&problems);
}

#[test]
fn every_family_names_its_page() {
    let mut problems = Vec::new();
    for family in FAMILIES {
        let page = match family.prefix {
            "LINE_" => "Line Device Messages and Call Center Messages".into(),
            "PHONE_" => "Phone Device Messages".into(),
            prefix => format!("{prefix} Constants"),
        };
        if family.page != page {
            problems.push(format!("{}: {:?} instead of {page:?}", family.prefix, family.page));
        }
    }
    assert_none(&problems);
}
