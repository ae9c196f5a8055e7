//! The tables against the project's facts and against the tables of the model.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;
use tapi_acd::Mode;
use tapi_acd::function::FUNCTIONS;
use tapi_acd::message::SHAPES;
use tapi_acd::wire::consts::{Constants, LineErr, MessageId};

use super::super::functions::Strings;
use super::super::messages::{UNTYPED, shape};
use super::super::{ERRATA, FUNCTION_ERRORS, Reading};
use super::{found, names};

fn facts(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/spec").join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn json(file: &str) -> Value {
    serde_json::from_str(&facts(file)).unwrap()
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|item| item.as_str().unwrap().to_owned()).collect()
}

/// What both sides say about a function.
#[derive(Debug, PartialEq)]
struct Row {
    exported: Vec<String>,
    mode: Mode,
    since: String,
    raises: Option<String>,
    errors: Vec<String>,
}

#[test]
fn function_errors_are_those_of_the_facts_both_ways() {
    let file = json("functions.json");
    let listed = file["functions"].as_array().unwrap().iter().map(|function| {
        let mode = match function["mode"].as_str().unwrap() {
            "sync" => Mode::Sync,
            "async" => Mode::Async,
            other => panic!("mode {other}"),
        };
        let row = Row {
            exported: texts(&function["variants"]),
            mode,
            since: function["since_tapi"].as_str().unwrap().to_owned(),
            raises: function["raises"].as_str().map(str::to_owned),
            errors: texts(&function["documented_errors"]),
        };
        (function["name"].as_str().unwrap().to_owned(), row)
    });
    let listed: BTreeMap<String, Row> = listed.collect();

    let ours = FUNCTION_ERRORS.iter().filter(|function| !function.errors.is_empty()).map(|function| {
        let Reading::Function(reading) = &found(function.name).readings[0] else {
            panic!("{} is a function", function.name)
        };
        let row = Row {
            exported: reading.exported.clone(),
            mode: function.mode,
            since: function.since.to_string(),
            raises: reading.raises.map(str::to_owned),
            errors: function.errors.iter().map(LineErr::to_string).collect(),
        };
        (function.name.to_owned(), row)
    });
    let ours: BTreeMap<String, Row> = ours.collect();
    assert_eq!(listed.len(), 29);
    assert_eq!(ours, listed);
}

#[test]
fn every_function_of_the_model_has_a_row_that_agrees() {
    for function in FUNCTIONS {
        let row = FUNCTION_ERRORS.iter().find(|row| row.name == function.name);
        let row = row.unwrap_or_else(|| panic!("{} has no row in FUNCTION_ERRORS", function.name));
        assert_eq!((row.mode, row.since), (function.mode, function.since), "{}", function.name);
    }
    for row in FUNCTION_ERRORS.iter().filter(|row| row.errors.is_empty()) {
        assert!(FUNCTIONS.iter().any(|function| function.name == row.name), "{} is nowhere else", row.name);
        assert_eq!(row.strings, Strings::Single, "{}", row.name);
    }
}

#[test]
fn errata_are_those_of_the_facts() {
    let file = facts("errata.md");
    let rows = file.lines().filter(|line| line.starts_with("| E")).map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        (cells[0], *cells.last().unwrap())
    });
    let ours: Vec<_> = ERRATA.iter().map(|erratum| (erratum.id, erratum.confidence)).collect();
    assert_eq!(ours, rows.collect::<Vec<_>>());
    assert_eq!(ours.len(), 37);
}

#[test]
fn errata_are_single_lines_and_touch_what_exists() {
    for erratum in ERRATA {
        for text in [erratum.defect, erratum.decision] {
            assert!(!text.contains("  ") && !text.contains('\n'), "{}: {text}", erratum.id);
        }
        assert!(erratum.decision.ends_with('.'), "{} is decided in a sentence", erratum.id);
        for name in erratum.touches {
            assert_eq!(names(&found(name)), [*name], "{}", erratum.id);
        }
    }
}

#[test]
fn errata_of_the_shapes_touch_their_messages() {
    for shape in SHAPES {
        let name = shape.id.to_string();
        for id in shape.errata {
            let erratum = ERRATA.iter().find(|erratum| erratum.id == *id).unwrap();
            assert!(erratum.touches.contains(&name.as_str()), "{id} touches {name}");
        }
    }
}

#[test]
fn every_message_of_the_protocol_has_one_shape() {
    let file = json("messages.json");
    let of_protocol = file["messages"].as_array().unwrap().iter().filter_map(|message| {
        let call_center = match message["category"].as_str().unwrap() {
            "call center" => true,
            "companion" => false,
            _ => return None,
        };
        Some((message["name"].as_str().unwrap().to_owned(), call_center))
    });
    let shapes = SHAPES.iter().chain(UNTYPED);
    let ours: Vec<_> = shapes.map(|shape| (shape.id.to_string(), shape.call_center)).collect();
    let distinct: BTreeSet<_> = ours.iter().cloned().collect();
    assert_eq!(ours.len(), distinct.len(), "a message has two shapes");
    assert_eq!(distinct, of_protocol.collect());
}

#[test]
fn only_messages_of_the_protocol_have_parameters() {
    for row in MessageId::FAMILY.rows {
        let Reading::Message(message) = &found(row.name).readings[0] else {
            panic!("{} is a message", row.name)
        };
        let expected = if shape(row.value).is_some() { 3 } else { 0 };
        assert_eq!(message.parameters.len(), expected, "{}", row.name);
    }
}
