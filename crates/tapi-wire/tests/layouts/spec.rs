//! The tables against `fixtures/spec/structures.json`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;
use tapi_wire::layout::{LAYOUTS, LineProxyRequest, PROXY_ARMS};
use tapi_wire::{Abi, ApiVersion, FieldRow, Layout, Since};

use crate::assert_none;

/// Offset and size on 32-bit, then on 64-bit Windows.
type Place = [usize; 4];

/// What the file says about one structure.
#[derive(Debug, PartialEq)]
struct Entry {
    since: Since,
    sizes: [usize; 2],
    fields: Vec<Field>,
}

#[derive(Debug, PartialEq)]
struct Field {
    name: String,
    place: Place,
    /// The file names versions only where a field is younger than its structure.
    since: Option<ApiVersion>,
    /// [`None`]: the file does not say.
    unit: Option<String>,
}

fn read() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/spec/structures.json");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn text(json: &Value) -> &str {
    json.as_str().unwrap_or_else(|| panic!("{json} is not a text"))
}

fn number(json: &Value) -> usize {
    let number = json.as_u64().and_then(|number| usize::try_from(number).ok());
    number.unwrap_or_else(|| panic!("{json} is not a number"))
}

fn list(json: &Value) -> &[Value] {
    json.as_array().unwrap_or_else(|| panic!("{json} is not a list"))
}

fn version(text: &str) -> ApiVersion {
    let part = |part: &str| part.parse().expect("a version has two numbers");
    let (major, minor) = text.split_once('.').expect("a version has a point");
    ApiVersion::new(part(major), part(minor))
}

fn since(text: &str) -> Since {
    match text.split_once(" (inferred") {
        Some((since, _)) => Since::Inferred(version(since)),
        None => Since::Documented(version(text)),
    }
}

fn field(json: &Value) -> Field {
    let place = ["offset_32", "size_32", "offset_64", "size_64"].map(|key| number(&json[key]));
    // What follows in parentheses is a remark.
    let unit = json["unit"].as_str().map(|unit| unit.split(" (").next().unwrap_or(unit).into());
    let since = json["since_tapi"].as_str().map(version);
    Field { name: text(&json["name"]).into(), place, since, unit }
}

fn structure(json: &Value) -> Entry {
    let mut sizes = [number(&json["size_32"]), number(&json["size_64"])];
    if json["arms"].is_array() {
        // The file counts the union; the table is the header alone.
        assert_eq!(sizes, [LineProxyRequest::SIZE; 2]);
        assert_eq!(number(&json["union_size"]), LineProxyRequest::SIZE - LineProxyRequest::ARM_OFFSET);
        sizes = [number(&json["union_offset"]); 2];
    }
    Entry {
        since: since(text(&json["since_tapi"])),
        sizes,
        fields: list(&json["fields"]).iter().map(field).collect(),
    }
}

fn arm_field(json: &Value) -> Field {
    let (offset, size) = (number(&json["offset_in_arm"]), number(&json["size"]));
    assert_eq!(number(&json["offset_from_request"]), LineProxyRequest::ARM_OFFSET + offset, "{json}");
    Field { name: text(&json["name"]).into(), place: [offset, size, offset, size], since: None, unit: None }
}

/// All entries by C name, with the request types of the arms.
fn entries() -> (BTreeMap<String, Entry>, BTreeMap<String, usize>) {
    let (mut entries, mut request_types) = (BTreeMap::new(), BTreeMap::new());
    let file = read();
    for json in list(&file["structures"]) {
        let name = text(&json["name"]);
        assert_eq!(number(&json["pack"]), 1, "{name}");
        assert!(entries.insert(name.into(), structure(json)).is_none(), "{name} is listed twice");
        for arm in json["arms"].as_array().into_iter().flatten() {
            let name = format!("{name}.{}", text(&arm["arm"]));
            assert_eq!(number(&arm["offset"]), LineProxyRequest::ARM_OFFSET, "{name}");
            let fields = list(&arm["fields"]).iter().map(arm_field).collect();
            let sizes = [number(&arm["size"]); 2];
            let entry = Entry { since: since(text(&arm["since_tapi"])), sizes, fields };
            assert!(entries.insert(name.clone(), entry).is_none(), "{name} is listed twice");
            request_types.insert(name, number(&arm["request_type"]));
        }
    }
    (entries, request_types)
}

fn our_field(row: &FieldRow, theirs: Option<&Field>) -> Field {
    let place = [Abi::Win32, Abi::Win64].map(|abi| [row.offset(abi), row.size(abi)]);
    let place = [place[0][0], place[0][1], place[1][0], place[1][1]];
    // A unit that the file leaves out is ours alone.
    let stated = theirs.is_some_and(|field| field.unit.is_some());
    let unit = row.unit.filter(|_| stated).map(String::from);
    Field { name: row.name.into(), place, since: row.since, unit }
}

fn ours(layout: &Layout, theirs: &Entry) -> Entry {
    let rows = layout.fields.iter().enumerate();
    Entry {
        since: layout.since,
        sizes: [layout.size(Abi::Win32), layout.size(Abi::Win64)],
        fields: rows.map(|(index, row)| our_field(row, theirs.fields.get(index))).collect(),
    }
}

#[test]
fn every_structure_has_a_table_and_every_table_a_structure() {
    let (mut entries, _) = entries();
    let mut problems = Vec::new();
    for layout in LAYOUTS {
        let Some(theirs) = entries.remove(layout.name) else {
            problems.push(format!("{}: the file does not have it", layout.name));
            continue;
        };
        let ours = ours(layout, &theirs);
        if (ours.since, ours.sizes, ours.fields.len()) != (theirs.since, theirs.sizes, theirs.fields.len()) {
            problems.push(format!("{}: the table has {ours:?}, the file {theirs:?}", layout.name));
        }
        for (ours, theirs) in ours.fields.iter().zip(&theirs.fields).filter(|(ours, theirs)| ours != theirs) {
            problems.push(format!("{}: the table has {ours:?}, the file {theirs:?}", layout.name));
        }
    }
    problems.extend(entries.keys().map(|name| format!("{name}: no table has it")));
    assert_none(&problems);
}

#[test]
fn every_arm_belongs_to_the_request_type_of_the_file() {
    let (_, request_types) = entries();
    let ours = PROXY_ARMS.iter().map(|arm| (arm.layout.name.to_owned(), arm.request_type.0 as usize));
    assert_eq!(ours.collect::<BTreeMap<_, _>>(), request_types);
}

#[test]
fn older_versions_have_the_sizes_of_the_file() {
    let file = read();
    let mut seen = 0;
    for json in list(&file["structures"]) {
        let name = text(&json["name"]);
        let layout = LAYOUTS.iter().find(|layout| layout.name == name).expect("the test above finds it");
        let older = [
            ("size_tapi20_21", ApiVersion::V2_0),
            ("size_tapi20_21", ApiVersion::V2_1),
            ("size_tapi2", ApiVersion::V2_0),
            ("size_tapi2", ApiVersion::V2_2),
            ("size_tapi3", ApiVersion::V3_0),
        ];
        for (key, version) in older.into_iter().filter(|(key, _)| !json[*key].is_null()) {
            seen += 1;
            assert_eq!(layout.size_in(Abi::Win64, version), number(&json[key]), "{name} in {version}");
        }
    }
    assert_eq!(seen, 5);
}
