//! Bytes written by hand from Microsoft's pages, in `fixtures/bytes`: nothing of ours made them, so they show whether
//! the decoders read, and the encoders write, what the documents say.
//!
//! * [`case`]: a file, read strictly.
//! * [`value`]: what an annotation says, as bytes and as our types print it.
//! * [`plan`]: where everything stands, concluded from the layouts and the annotated sizes and offsets.
//! * [`fixed`]: fixed parts, each structure by its own decoder and encoder.
//! * [`views`]: lists, capabilities, status and statistics with their variable parts.
//! * [`requests`]: whole buffers of an agent handler.
//! * [`coverage`]: what must have a file.

mod case;
mod coverage;
mod fixed;
mod plan;
mod requests;
mod value;
mod views;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use case::{Case, Purpose};

/// Every file of `fixtures/bytes`, sorted by name.
static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/bytes");
    let entries = fs::read_dir(&directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
    let paths = entries.map(|entry| entry.expect("the directory can be read").path());
    let mut paths: Vec<_> = paths.filter(|path| path.extension().is_some_and(|end| end == "hex")).collect();
    paths.sort();
    let read = |path: &Path| {
        let name = path.file_stem().and_then(|name| name.to_str()).expect("the names are plain");
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{name}: {error}"));
        Case::parse(name, &text).unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    paths.iter().map(|path| read(path)).collect()
});

/// The files whose bytes are what the documents ask for.
fn good() -> impl Iterator<Item = &'static Case> {
    CASES.iter().filter(|case| !matches!(case.purpose, Purpose::Error(_)))
}

fn case(name: &str) -> &'static Case {
    CASES.iter().find(|case| case.name == name).unwrap_or_else(|| panic!("there is no {name}.hex"))
}

#[test]
fn every_field_is_annotated_where_it_stands() {
    for case in good() {
        let annotated: Vec<_> =
            case.items.iter().filter(|item| !item.is_unused()).map(plan::Place::of).collect();
        assert_eq!(annotated, plan::Plan::of(case).places, "{}", case.name);
    }
}

/// Fixed parts from the annotated types, strings from the annotated texts: together they are the whole file.
#[test]
fn the_encoders_write_every_byte() {
    for case in good() {
        for abi in case.abis() {
            let mut bytes = case.unwritten(0..case.bytes.len());
            for instance in plan::Plan::of(case).instances {
                let (_, written) = fixed::recode(case, abi, &instance).expect("the file is good");
                bytes[instance.at..][..written.len()].copy_from_slice(&written);
            }
            for item in case.items.iter().filter(|item| item.is_tail()) {
                bytes[item.offset..][..item.bytes.len()].copy_from_slice(&item.value.written(&item.bytes));
            }
            assert_eq!(bytes, case.bytes, "{}", case.name);
        }
    }
}

#[test]
fn bad_bytes_give_the_stated_error() {
    for case in CASES.iter() {
        let Purpose::Error(stated) = &case.purpose else { continue };
        plan::check_fixed_part(case);
        for abi in case.abis() {
            let error = views::read(case.layout, abi, case.version, &case.bytes).expect_err(&case.name);
            assert_eq!(error.to_string(), *stated, "{}", case.name);
        }
    }
}
