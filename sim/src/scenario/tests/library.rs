//! Where scenarios are found.

use std::fs;

use super::small;
use crate::scenario::{LoadError, Origin, Scenario, embedded, load};

#[test]
fn every_embedded_scenario_is_right_and_found_by_name() {
    for one in embedded() {
        let (source, scenario) = load(one.name).unwrap();
        assert_eq!(source, Origin::Embedded(one.name));
        assert_eq!(scenario, Scenario::from_toml(one.name, one.text).unwrap());
    }
}

#[test]
fn an_unknown_name_is_met_with_the_known_ones() {
    let error = load("bank-1998").unwrap_err().to_string();
    let known = "there is no scenario `bank-1998`; expected one of `bank-1999`, `erlang-c`, ";
    assert!(error.starts_with(known) && error.ends_with(" (did you mean `bank-1999`?)"), "{error}");
}

#[test]
fn a_path_is_a_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("small.toml");
    fs::write(&path, small()).unwrap();
    let (source, scenario) = load(path.to_str().unwrap()).unwrap();
    assert_eq!(source, Origin::File(path));
    assert_eq!(scenario.title, "Small");
}

#[test]
fn files_that_cannot_be_read() {
    assert!(matches!(load("no-such-file.toml"), Err(LoadError::Unreadable { .. })));
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("latin-1.toml");
    fs::write(&path, b"schema = 1\ntitle = \"gr\xF6\xDFer\"\n").unwrap();
    match load(path.to_str().unwrap()) {
        Err(LoadError::Wrong(error)) => assert_eq!((error.line(), error.column()), (2, 12), "{error}"),
        other => panic!("{other:?}"),
    }
}
