//! The tables against the project's facts and against the tables of the model.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use tapi_acd::errata::ERRATA;
use tapi_acd::message::SHAPES;
use tapi_acd::wire::consts::{Constants, MessageId};

use super::super::messages::{UNTYPED, shape};
use super::super::{Reading, explain};
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

#[test]
fn functions_read_as_the_facts_have_them() {
    let file = json("functions.json");
    for fact in file["functions"].as_array().unwrap() {
        let name = fact["name"].as_str().unwrap();
        let reading = serde_json::to_value(&found(name).readings[0]).unwrap();
        assert_eq!(reading["reading"], "function", "{name}");
        let pairs = [("exported", "variants"), ("since", "since_tapi"), ("raises", "raises")];
        for (ours, theirs) in pairs {
            assert_eq!(reading[ours], fact[theirs], "{name}: {ours}");
        }
        let mode = fact["mode"].as_str().unwrap();
        assert!(reading["mode"].as_str().unwrap().starts_with(mode), "{name}");
        let names =
            |list: &Value| texts(&list.as_array().unwrap().iter().map(|one| one["name"].clone()).collect());
        let unlisted = fact["expected_but_undocumented_errors"].as_array().cloned().unwrap_or_default();
        assert_eq!(names(&reading["errors"]), texts(&fact["documented_errors"]), "{name}");
        assert_eq!(names(&reading["unlisted"]), texts(&Value::Array(unlisted)), "{name}");
        assert_eq!(names(&reading["params"]), names(&fact["params"]), "{name}");
    }
}

/// What the facts say of functions and structures, asked of the structure.
#[test]
fn a_structure_knows_who_carries_it() {
    let reading = |name: &str| match found(name).readings.remove(0) {
        Reading::Structure(structure) => structure,
        other => panic!("{name} is {other:?}"),
    };
    let mut pointers = 0;
    for fact in json("functions.json")["functions"].as_array().unwrap() {
        let name = fact["name"].as_str().unwrap();
        for param in fact["params"].as_array().unwrap() {
            let Some(structure) = param["type"].as_str().unwrap().strip_prefix("*LINE") else { continue };
            assert!(reading(&["LINE", structure].concat()).functions.contains(&name), "{name}: {structure}");
            pointers += 1;
        }
    }
    assert!(pointers > 10, "{pointers}");
    let structures = json("structures.json");
    let request =
        structures["structures"].as_array().unwrap().iter().find(|one| one["arms"].is_array()).unwrap();
    for fact in request["arms"].as_array().unwrap() {
        let number = fact["request_type"].as_u64().unwrap().to_string();
        let name = format!("LINEPROXYREQUEST.{}", fact["arm"].as_str().unwrap());
        let Reading::Request(request) =
            explain(&number, Some("LINEPROXYREQUEST_")).unwrap().readings.remove(0)
        else {
            panic!("{number} is a request type")
        };
        assert_eq!(request.arm, Some(name.as_str()));
        let arm = reading(&name);
        assert_eq!(arm.requests, [request.constant.constant.name], "{name}");
        assert_eq!(arm.functions, request.raised_by.into_iter().collect::<Vec<_>>(), "{name}");
        assert_eq!(arm.held_by, ["LINEPROXYREQUEST"], "{name}");
        for field in fact["fields"].as_array().unwrap() {
            let kind = field["type"].as_str().unwrap();
            if kind.starts_with("LINE") {
                let inner = reading(kind);
                assert!(inner.held_by.contains(&name.as_str()), "{kind} in {name}");
                assert!(inner.requests.contains(&request.constant.constant.name), "{kind} in {name}");
            }
        }
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
