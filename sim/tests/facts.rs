//! `acdsim facts` against the facts that were gathered without it, in both directions.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// The standard output of a command that succeeds and has nothing to complain about.
fn told(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_acdsim")).args(args).output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{args:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn printed() -> Value {
    serde_json::from_str(&told(&["facts", "--json"])).unwrap()
}

fn spec(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/spec").join(file);
    std::fs::read_to_string(path).unwrap()
}

fn json(file: &str) -> Value {
    serde_json::from_str(&spec(file)).unwrap()
}

fn list(json: &Value) -> &[Value] {
    json.as_array().unwrap_or_else(|| panic!("{json} is not a list"))
}

fn text(json: &Value) -> &str {
    json.as_str().unwrap_or_else(|| panic!("{json} is not a text"))
}

/// The entries of a list by name; no name is there twice.
fn by_name(json: &Value) -> BTreeMap<&str, &Value> {
    let names: BTreeMap<_, _> = list(json).iter().map(|one| (text(&one["name"]), one)).collect();
    assert_eq!(names.len(), list(json).len(), "a name is there twice");
    names
}

/// The version and its basis: `1.3`, or what a document states beside it.
fn age<'a>(since: &'a str, basis: &str) -> (Option<&'a str>, Option<&'static str>) {
    match (since, basis) {
        ("unknown", _) => (None, None),
        (since, "inferred") => (Some(since), Some("inferred")),
        (since, _) => (Some(since), Some("documented")),
    }
}

fn printed_age(one: &Value) -> (Option<&str>, Option<&str>) {
    (one["since"].as_str(), one["since_basis"].as_str())
}

#[test]
fn every_constant_is_printed_with_its_value_and_version() {
    let printed = printed();
    let mut left = by_name(&printed["constants"]);
    for group in list(&json("constants.json")["groups"]) {
        for fact in list(&group["constants"]) {
            let name = text(&fact["name"]);
            let ours = left.remove(name).unwrap_or_else(|| panic!("{name} is missing"));
            assert_eq!((&ours["family"], &ours["value"]), (&group["group"], &fact["value"]), "{name}");
            let expected = age(text(&fact["since_tapi"]), text(&fact["since_basis"]));
            assert_eq!(printed_age(ours), expected, "{name}");
        }
    }
    for (family, constants) in json("constants-call-control.json")["families"].as_object().unwrap() {
        for fact in list(constants) {
            let name = text(&fact["name"]);
            let ours = left.remove(name).unwrap_or_else(|| panic!("{name} is missing"));
            assert_eq!((text(&ours["family"]), &ours["value"]), (family.as_str(), &fact["value"]), "{name}");
        }
    }
    // Messages are constants too.
    for fact in list(&json("messages.json")["messages"]) {
        let name = text(&fact["name"]);
        let ours = left.remove(name).unwrap_or_else(|| panic!("{name} is missing"));
        assert_eq!((&ours["value"], &ours["since"]), (&fact["id"], &fact["since_tapi"]), "{name}");
    }
    assert_eq!(left.into_keys().collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn every_line_message_is_printed_with_its_id() {
    let printed = printed();
    let mut left = by_name(&printed["messages"]);
    let file = json("messages.json");
    for fact in list(&file["messages"]).iter().filter(|fact| text(&fact["name"]).starts_with("LINE_")) {
        let ours = left.remove(text(&fact["name"])).unwrap_or_else(|| panic!("{fact} is missing"));
        assert_eq!((&ours["id"], &ours["since"]), (&fact["id"], &fact["since_tapi"]));
        let positions: Vec<_> = list(&ours["params"]).iter().map(|param| text(&param["position"])).collect();
        if ["call center", "companion"].contains(&text(&fact["category"])) {
            assert_eq!(positions, ["dwParam1", "dwParam2", "dwParam3"], "{fact}");
        }
    }
    assert_eq!(left.into_keys().collect::<Vec<_>>(), [""; 0]);
}

/// Name, offset and size of each field.
fn fields(json: &Value, offset: &str, size: &str) -> Vec<(String, u64, u64)> {
    let number = |field: &Value, key: &str| field[key].as_u64().unwrap();
    let field = |field: &Value| (text(&field["name"]).into(), number(field, offset), number(field, size));
    list(json).iter().map(field).collect()
}

#[test]
fn every_structure_is_printed_with_its_offsets_and_sizes() {
    let printed = printed();
    let mut left = by_name(&printed["structures"]);
    let file = json("structures.json");
    for fact in list(&file["structures"]) {
        let name = text(&fact["name"]);
        let ours = left.remove(name).unwrap_or_else(|| panic!("{name} is missing"));
        let since = text(&fact["since_tapi"]);
        let expected = match since.split_once(" (inferred") {
            Some((since, _)) => age(since, "inferred"),
            None => age(since, "the page"),
        };
        assert_eq!(printed_age(ours), expected, "{name}");
        for (system, bits) in [("win32", "32"), ("win64", "64")] {
            let [offset, size] = ["offset", "size"].map(|what| format!("{what}_{bits}"));
            assert_eq!(
                fields(&ours[system]["fields"], "offset", "size"),
                fields(&fact["fields"], &offset, &size),
                "{name} on {system}"
            );
            // The file counts the union of LINEPROXYREQUEST, whose arms are structures of their own here.
            let whole = if fact["arms"].is_array() { &fact["union_offset"] } else { &fact[&size] };
            assert_eq!(&ours[system]["size"], whole, "{name} on {system}");
        }
        for arm in fact["arms"].as_array().into_iter().flatten() {
            let name = format!("{name}.{}", text(&arm["arm"]));
            let ours = left.remove(name.as_str()).unwrap_or_else(|| panic!("{name} is missing"));
            assert_eq!(ours["since"], arm["since_tapi"], "{name}");
            for system in ["win32", "win64"] {
                assert_eq!(
                    fields(&ours[system]["fields"], "offset", "size"),
                    fields(&arm["fields"], "offset_in_arm", "size"),
                    "{name}"
                );
                assert_eq!(ours[system]["size"], arm["size"], "{name}");
            }
        }
    }
    assert_eq!(left.into_keys().collect::<Vec<_>>(), [""; 0]);

    let all = by_name(&printed["structures"]);
    let theirs = by_name(&file["structures"]);
    let sizes = |name: &str| -> Vec<_> {
        let sizes = list(&all[name]["sizes"]).iter();
        sizes.map(|size| (size["since"].as_str(), size["win64"].clone())).collect()
    };
    let [caps, params] = ["LINEAGENTCAPS", "LINECALLPARAMS"].map(|name| theirs[name]);
    assert_eq!(
        sizes("LINEAGENTCAPS"),
        [(None, caps["size_tapi20_21"].clone()), (Some("2.2"), caps["size_64"].clone())]
    );
    assert_eq!(
        sizes("LINECALLPARAMS"),
        [(None, params["size_tapi2"].clone()), (Some("3.0"), params["size_tapi3"].clone())]
    );
}

#[test]
fn every_function_is_printed_with_what_its_page_says() {
    let printed = printed();
    let mut left = by_name(&printed["functions"]);
    let file = json("functions.json");
    let none = Value::Array(Vec::new());
    for fact in list(&file["functions"]) {
        let name = text(&fact["name"]);
        let ours = left.remove(name).unwrap_or_else(|| panic!("{name} is missing"));
        let pairs =
            [("exported", &fact["variants"]), ("since", &fact["since_tapi"]), ("raises", &fact["raises"])];
        for (key, expected) in pairs {
            assert_eq!(&ours[key], expected, "{name}: {key}");
        }
        assert!(text(&ours["mode"]).starts_with(text(&fact["mode"])), "{name}");
        let names = |list: &Value| -> Vec<Value> {
            list.as_array().unwrap().iter().map(|param| param["name"].clone()).collect()
        };
        let unlisted = &fact["expected_but_undocumented_errors"];
        let unlisted = if unlisted.is_null() { &none } else { unlisted };
        for (key, expected) in [("errors", &fact["documented_errors"]), ("unlisted", unlisted)] {
            assert_eq!(names(&ours[key]), *list(expected), "{name}: {key}");
            // Each arises somewhere, or cannot for a reason.
            for error in list(&ours[key]) {
                assert_eq!(list(&error["arises"]).is_empty(), error["never"].is_string(), "{name}: {error}");
            }
        }
        assert_eq!(names(&ours["params"]), names(&fact["params"]), "{name}");
    }
    assert_eq!(left.into_keys().collect::<Vec<_>>(), ["lineAnswer", "lineDeallocateCall"], "call control");
}

#[test]
fn every_request_is_printed_with_its_function_and_arm() {
    let printed = printed();
    let (functions, structures) = (json("functions.json"), json("structures.json"));
    let request = list(&structures["structures"]).iter().find(|one| one["arms"].is_array()).unwrap();
    let arms = list(&request["arms"]);
    let requests = list(&printed["requests"]);
    assert_eq!(requests.len(), arms.len());
    for ours in requests {
        let arm = arms.iter().find(|arm| arm["request_type"] == ours["type"]).unwrap();
        assert_eq!(text(&ours["arm"]), format!("LINEPROXYREQUEST.{}", text(&arm["arm"])));
        assert_eq!(ours["since"], arm["since_tapi"]);
        let raised = list(&functions["functions"]).iter().find(|function| function["raises"] == ours["name"]);
        assert_eq!(ours["raised_by"], raised.unwrap()["name"]);
    }
}

#[test]
fn errata_machines_and_rules_are_printed() {
    let printed = printed();
    let file = spec("errata.md");
    let rows: Vec<_> =
        file.lines().filter_map(|line| line.strip_prefix("| E")).map(|row| &row[..2]).collect();
    let ids: Vec<_> = list(&printed["errata"]).iter().map(|one| &text(&one["id"])[1..]).collect();
    assert_eq!(ids, rows);
    for erratum in list(&printed["errata"]) {
        for key in ["page", "defect", "decision", "confidence"] {
            assert!(!text(&erratum[key]).is_empty(), "{erratum}");
        }
    }
    let machine = by_name(&printed["machines"])["agent session"];
    let facts = &json("states.json")["agent_session_ex"]["transitions"];
    let moves: BTreeSet<_> = list(&machine["rows"])
        .iter()
        .filter(|step| step["verdict"] == "go" && step["from"] != "Absent")
        .map(|step| [&step["from"], &step["to"]].map(|state| text(state).to_uppercase()))
        .collect();
    let expected: BTreeSet<_> = facts
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(from, to)| list(to).iter().map(|to| [from.clone(), text(to).to_owned()]))
        .collect();
    assert!(expected.is_subset(&moves), "{:?}", expected.difference(&moves).collect::<Vec<_>>());
    let rule = list(&printed["rules"]).iter().find(|rule| rule["id"] == "S02").unwrap();
    assert_eq!(rule["severity"], "must");
}

#[test]
fn the_overview_counts_what_is_printed() {
    let overview = told(&["facts"]);
    for (key, entries) in printed().as_object().unwrap() {
        let count = list(entries).len().to_string();
        let line = overview.lines().find(|line| line.starts_with(key)).unwrap_or_else(|| panic!("{key}"));
        assert_eq!(line.split_whitespace().nth(1), Some(count.as_str()), "{line}");
    }
    assert!(overview.contains("acdsim facts --json"), "{overview}");
}
