//! What every row must obey, whatever its structure.

use std::collections::BTreeSet;

use tapi_wire::layout::{LAYOUTS, LineProxyRequest, PROXY_ARMS};
use tapi_wire::{ApiVersion, Structure as _};

use crate::{ABIS, all_rows, assert_none};

fn plain(name: &str) -> String {
    name.replace('_', "").to_lowercase()
}

/// What Hungarian notation puts before a name.
const HUNGARIAN: [&str; 5] = ["dw", "h", "cy", "date", ""];

#[test]
fn the_rust_name_is_the_c_name_without_hungarian() {
    let mut problems = Vec::new();
    for (layout, row) in all_rows() {
        let snake = row.rust_name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        let prefix = HUNGARIAN.iter().find(|prefix| {
            let rest = row.name.strip_prefix(**prefix);
            rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
        });
        let ours = prefix.map(|prefix| plain(prefix) + &plain(row.rust_name));
        if !snake || ours != Some(plain(row.name)) {
            problems.push(format!("{}.{}: {}", layout.name, row.name, row.rust_name));
        }
    }
    for layout in LAYOUTS {
        let c_name = layout.name.replace("LINEPROXYREQUEST.", "LINEPROXY");
        if plain(layout.rust_name) != plain(&c_name) {
            problems.push(format!("{}: {}", layout.name, layout.rust_name));
        }
    }
    assert_none(&problems);
}

#[test]
fn names_are_unique() {
    let names: BTreeSet<_> = LAYOUTS.iter().map(|layout| layout.name).collect();
    assert_eq!(names.len(), LAYOUTS.len(), "a structure is listed twice");
    for layout in LAYOUTS {
        let names: BTreeSet<_> = layout.fields.iter().map(|row| row.name).collect();
        assert_eq!(names.len(), layout.fields.len(), "{}: two rows have one C name", layout.name);
    }
}

#[test]
fn fields_follow_each_other_without_gap() {
    for layout in LAYOUTS {
        for abi in ABIS {
            let end = layout.fields.iter().fold(0, |end, row| {
                assert_eq!(row.offset(abi), end, "{}.{}", layout.name, row.name);
                end + row.size(abi)
            });
            assert_eq!(layout.size(abi), end, "{}", layout.name);
        }
    }
}

#[test]
fn later_fields_stand_at_the_end() {
    for layout in LAYOUTS {
        let known = |row: &tapi_wire::FieldRow| row.since.or(layout.since.version());
        let versions: Vec<_> =
            layout.fields.iter().map(|row| known(row).expect("a structure has a version")).collect();
        assert!(versions.is_sorted(), "{}", layout.name);
    }
}

#[test]
fn a_size_is_followed_by_its_offset() {
    let mut problems = Vec::new();
    for layout in LAYOUTS {
        for (row, next) in layout.fields.iter().zip(layout.fields.iter().skip(1)) {
            let Some(stem) = next.name.strip_suffix("Offset") else { continue };
            if row.name.strip_suffix("Size") != Some(stem) {
                problems.push(format!("{}.{} stands behind {}", layout.name, next.name, row.name));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn meanings_are_short_sentences() {
    let mut problems = Vec::new();
    for (layout, row) in all_rows() {
        let meaning = row.meaning;
        let whole = meaning.len() > 1 && meaning.ends_with('.') && meaning.trim() == meaning;
        if !whole || meaning.chars().count() > 140 {
            problems.push(format!("{}.{}: {meaning:?}", layout.name, row.name));
        }
    }
    assert_none(&problems);
}

#[test]
fn every_structure_names_its_page() {
    for layout in LAYOUTS {
        let (name, _) = layout.name.split_once('.').unwrap_or((layout.name, ""));
        assert_eq!(layout.page, format!("{name} structure"));
    }
}

#[test]
fn every_request_type_has_its_arm() {
    let numbers: Vec<_> = PROXY_ARMS.iter().map(|arm| arm.request_type.0).collect();
    assert_eq!(numbers, Vec::from_iter(1..=20));
    for arm in PROXY_ARMS {
        let c_name = arm.request_type.to_string().replace("LINEPROXYREQUEST_", "LINEPROXYREQUEST.");
        assert_eq!(plain(arm.layout.name), plain(&c_name));
        assert!(LAYOUTS.contains(&arm.layout), "{}", arm.layout.name);
    }
    assert_eq!((LineProxyRequest::ARM_OFFSET, LineProxyRequest::SIZE), (28, 108));
}

#[test]
fn two_structures_grew() {
    let grown: Vec<_> =
        LAYOUTS.iter().filter(|layout| layout.fields.iter().any(|row| row.since.is_some())).collect();
    let sizes: Vec<_> = grown
        .iter()
        .map(|layout| {
            let size = |version| layout.size_in(tapi_wire::Abi::Win32, version);
            (layout.name, size(ApiVersion::V2_1), size(ApiVersion::V2_2), size(ApiVersion::V3_0))
        })
        .collect();
    assert_eq!(sizes, [("LINECALLPARAMS", 176, 176, 180), ("LINEAGENTCAPS", 56, 72, 72)]);
    assert_eq!(LineProxyRequest::LAYOUT.size(tapi_wire::Abi::Win32), 28);
}

/// Errors about sizes and offsets name a place without asking for the system.
#[test]
fn sizes_and_offsets_stand_at_one_place_on_both_systems() {
    for (layout, row) in
        all_rows().filter(|(_, row)| row.name.ends_with("Size") || row.name.ends_with("Offset"))
    {
        let [win32, win64] = ABIS.map(|abi| row.offset(abi));
        assert_eq!(win32, win64, "{}.{}", layout.name, row.name);
    }
}
