//! The tables against `fixtures/spec/`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;
use tapi_wire::{ApiVersion, Since};

use crate::{all_rows, assert_none};

/// What a file says about one constant.
#[derive(Debug, PartialEq)]
struct Entry {
    /// The family's prefix.
    family: String,
    value: u32,
    /// [`None`]: the file states no versions.
    since: Option<Since>,
}

/// By C name.
type Entries = BTreeMap<String, Entry>;

fn read(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/spec").join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn text(json: &Value) -> &str {
    json.as_str().unwrap_or_else(|| panic!("{json} is not a text"))
}

fn number(json: &Value) -> u32 {
    let number = json.as_u64().and_then(|number| u32::try_from(number).ok());
    number.unwrap_or_else(|| panic!("{json} is not a 32-bit number"))
}

fn list(json: &Value) -> &[Value] {
    json.as_array().unwrap_or_else(|| panic!("{json} is not a list"))
}

fn hex(json: &Value) -> u32 {
    let digits = text(json).strip_prefix("0x").expect("a hex number starts with 0x");
    u32::from_str_radix(digits, 16).expect("a hex number has hex digits")
}

fn version(text: &str) -> ApiVersion {
    let part = |part: &str| part.parse().expect("a version has two numbers");
    let (major, minor) = text.split_once('.').expect("a version has a point");
    ApiVersion::new(part(major), part(minor))
}

fn add(entries: &mut Entries, name: &str, entry: Entry) {
    let twice = entries.insert(name.into(), entry);
    assert_eq!(twice, None, "{name} is listed twice");
}

/// constants.json gives the basis of each version: `inferred`, or where a document states it.
fn constants(entries: &mut Entries) {
    let file = read("constants.json");
    for group in list(&file["groups"]) {
        for constant in list(&group["constants"]) {
            let name = text(&constant["name"]);
            let value = number(&constant["value"]);
            assert_eq!(hex(&constant["hex"]), value, "{name}: `hex` and `value` differ");
            if let Some(long) = constant["as_long"].as_i64() {
                assert_eq!(long, i64::from(value.cast_signed()), "{name}: `as_long` and `value` differ");
            }
            let since = match (text(&constant["since_tapi"]), text(&constant["since_basis"])) {
                ("unknown", _) => Since::Unknown,
                (since, "inferred") => Since::Inferred(version(since)),
                (since, _) => Since::Documented(version(since)),
            };
            let family = text(&group["group"]).into();
            add(entries, name, Entry { family, value, since: Some(since) });
        }
    }
    assert_eq!(entries.len(), number(&file["total"]) as usize, "`total` is not the number of constants");
}

/// constants-call-control.json states names and values only.
fn call_control(entries: &mut Entries) {
    let file = read("constants-call-control.json");
    for (family, constants) in file["families"].as_object().expect("`families` is an object") {
        for constant in list(constants) {
            let (family, value) = (family.clone(), number(&constant["value"]));
            add(entries, text(&constant["name"]), Entry { family, value, since: None });
        }
    }
}

/// messages.json gives the basis once for all: 1.3 and 3.0 are inferred, what lies between is documented.
fn messages(entries: &mut Entries) {
    let file = read("messages.json");
    let basis = text(&file["meta"]["since_basis"]);
    assert!(basis.contains("1.3 is inferred") && basis.contains("3.0 for ids 32..34 is inferred"), "{basis}");
    for message in list(&file["messages"]) {
        let name = text(&message["name"]);
        let family = if name.starts_with("PHONE_") { "PHONE_" } else { "LINE_" }.into();
        let since = match text(&message["since_tapi"]) {
            since @ ("1.3" | "3.0") => Since::Inferred(version(since)),
            since => Since::Documented(version(since)),
        };
        add(entries, name, Entry { family, value: number(&message["id"]), since: Some(since) });
    }
}

fn entries() -> Entries {
    let mut entries = Entries::new();
    constants(&mut entries);
    call_control(&mut entries);
    messages(&mut entries);
    entries
}

#[test]
fn every_entry_has_a_row_and_every_row_an_entry() {
    let mut entries = entries();
    let mut problems = Vec::new();
    for (family, row) in all_rows() {
        let Some(entry) = entries.remove(row.name) else {
            problems.push(format!("{}: no file under fixtures/spec has it", row.name));
            continue;
        };
        let since = entry.since.map(|_| row.since);
        let ours = Entry { family: family.prefix.into(), value: row.value, since };
        if ours != entry {
            problems.push(format!("{}: the row has {ours:?}, the file {entry:?}", row.name));
        }
    }
    problems.extend(entries.keys().map(|name| format!("{name}: no row has it")));
    assert_none(&problems);
}

#[test]
fn versions_are_encoded_as_the_file_says() {
    let file = read("constants.json");
    for (name, encoding) in file["version_encoding"].as_object().expect("`version_encoding` is an object") {
        assert_eq!(version(name).0, hex(encoding), "TAPI {name}");
        assert_eq!(&version(name).to_string(), name);
    }
}
