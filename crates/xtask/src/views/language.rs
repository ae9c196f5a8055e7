//! The reference of the scenario language as Markdown: every key, from the JSON Schema of the format.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use tapi_sim::scenario::{embedded, schema};

use crate::text::markdown_table;

/// A scenario that has nearly every key.
const EVERY_KEY: &str = include_str!("../../../../sim/docs/every-key.toml");

#[rustfmt::skip] // One row per table, in the order of the page: its definition, and how a file writes it.
const TABLES: &[(&str, &str)] = &[
    ("Scenario",     "The file"),
    ("ServiceLevel", "[service_level]"),
    ("Assumption",   "[[assumptions]]"),
    ("Day",          "[days.NAME]"),
    ("Arrivals",     "arrivals"),
    ("Peak",         "peaks"),
    ("Queue",        "[[queues]]"),
    ("Overflow",     "overflow"),
    ("Group",        "[[groups]]"),
    ("CallType",     "[[call_types]]"),
    ("Ivr",          "ivr"),
    ("Balking",      "balking"),
    ("Priority",     "[[priorities]]"),
    ("Team",         "[[teams]]"),
    ("Shift",        "[[teams.shifts]]"),
    ("Break",        "breaks"),
    ("Agents",       "[agents]"),
    ("Pauses",       "pauses"),
    ("Activity",     "[[activities]]"),
    ("Routing",      "[routing]"),
    ("Seat",         "[[seats]]"),
    ("Distribution", "Distributions"),
    ("Lognormal",    "lognormal"),
    ("Gamma",        "gamma"),
    ("Erlang",       "erlang"),
    ("Weibull",      "weibull"),
    ("Phase",        "hyperexponential"),
    ("Part",         "mixture"),
];

const INTRODUCTION: &str = "\
# The scenario language

A scenario is a TOML file of at most 4 MB: a contact centre, who calls it, and for how long. `acdsim run FILE.toml` \
plays it. The program has scenarios of its own (`acdsim list`); their files are in [`scenarios`](../scenarios), and \
[`every-key.toml`](every-key.toml) uses nearly every key of this page.

`acdsim schema scenario` prints the JSON Schema of the format, with which editors complete and check a file. A file \
that is wrong is met with the line, a caret and what was expected there.

How values are written:

- **duration**: a text with units: `\"90 s\"`, `\"15 min\"`, `\"8h30\"`, `\"250 ms\"`. Simulated time is counted in \
microseconds.
- **rate**: how often in how long: `\"12/min\"`, `\"2000/h\"`, `\"120/30min\"`; at most 1000000 a second.
- **time of day**: local time: `\"08:30\"`, `\"08:30:05.5\"`; `\"24:00\"` is the midnight at its end.
- **share**: a number from 0 to 1. Shares of a whole sum to 1, within 0.001.
- **distribution**: a table with one key, which names the family: `{ exponential = \"3 min\" }`; see \
[Distributions](#distributions).

Lists of things with names have at most 10000 entries.
";

pub(super) fn render() -> String {
    let page = Page { schema: schema(), examples: examples() };
    let sections = TABLES.iter().map(|(name, heading)| page.section(name, heading));
    std::iter::once(INTRODUCTION.to_owned()).chain(sections).collect::<Vec<_>>().join("\n")
}

struct Page {
    schema: Value,
    /// What an example file has at a key of a table.
    examples: BTreeMap<(String, String), String>,
}

impl Page {
    fn section(&self, name: &str, heading: &str) -> String {
        let table = definition(&self.schema, name);
        let rows: Vec<_> = match table["oneOf"].as_array().filter(|_| table["properties"].is_null()) {
            Some(families) => families.iter().map(|family| self.family(name, family)).collect(),
            None => self.keys(name, table),
        };
        let heading = if heading.contains(char::is_uppercase) && !heading.contains('[') {
            heading.to_owned()
        } else {
            format!("`{heading}`")
        };
        let header = ["key", "value", "default", "example", "meaning"];
        let meaning = table["description"].as_str().unwrap_or_default().replace('\n', " ");
        format!("## {heading}\n\n{meaning}\n\n{}", markdown_table(header, &rows))
    }

    /// One row per key: those that must be there first.
    fn keys(&self, name: &str, table: &Value) -> Vec<[String; 5]> {
        let required =
            |key: &str| table["required"].as_array().is_some_and(|keys| keys.iter().any(|one| one == key));
        let keys = table["properties"].as_object().into_iter().flatten();
        let (first, others): (Vec<_>, Vec<_>) = keys.partition(|(key, _)| required(key));
        let row = |(key, schema): (&String, &Value)| self.row(name, key, schema, required(key));
        first.into_iter().chain(others).map(row).collect()
    }

    /// A family of distributions: a table with one key.
    fn family(&self, name: &str, family: &Value) -> [String; 5] {
        let (key, schema) =
            family["properties"].as_object().and_then(|keys| keys.iter().next()).expect("one key");
        let [key, value, _, example, _] = self.row(name, key, schema, false);
        [key, value, String::new(), example, prose(family)]
    }

    fn row(&self, name: &str, key: &str, schema: &Value, required: bool) -> [String; 5] {
        let default = match &schema["default"] {
            Value::Null if required => "required".to_owned(),
            Value::Null => String::new(),
            default => code(&toml::Value::try_from(default).expect("TOML has such values")),
        };
        let example = self.examples.get(&(name.to_owned(), key.to_owned())).cloned().unwrap_or_default();
        [format!("`{key}`"), kind(schema), default, example, prose(schema)]
    }
}

fn prose(schema: &Value) -> String {
    schema["description"].as_str().unwrap_or_default().replace('\n', " ")
}

fn definition<'s>(schema: &'s Value, name: &str) -> &'s Value {
    if name == "Scenario" { schema } else { &schema["$defs"][name] }
}

/// What kind of value a key takes, with its range.
fn kind(schema: &Value) -> String {
    if let Some(name) = reference(schema) {
        let (_, heading) =
            TABLES.iter().find(|(table, _)| *table == name).expect("every table has its section");
        let anchor: String = heading.chars().filter(|c| c.is_alphanumeric() || "-_".contains(*c)).collect();
        return match name {
            "Distribution" => "[distribution](#distributions)".to_owned(),
            _ => format!("[table](#{})", anchor.to_lowercase()),
        };
    }
    if let Some(words) = schema["enum"].as_array() {
        return words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or ");
    }
    if let Some(number) = schema["const"].as_u64() {
        return number.to_string();
    }
    if let Some(ways) = schema["anyOf"].as_array() {
        return ways.iter().map(kind).collect::<Vec<_>>().join(" or ");
    }
    if let Some(both) = schema["prefixItems"].as_array() {
        return format!("[{}]", both.iter().map(kind).collect::<Vec<_>>().join(", "));
    }
    match schema["type"].as_str().unwrap_or_default() {
        "array" => format!("list of {}", kind(&schema["items"])),
        "object" => format!("by name: {}", kind(&schema["additionalProperties"])),
        "boolean" => "`true` or `false`".to_owned(),
        "string" => schema["title"].as_str().unwrap_or("text").to_owned(),
        _ => number(schema),
    }
}

/// A number and its range, where that is not what its kind says.
fn number(schema: &Value) -> String {
    let kind = schema["title"].as_str().unwrap_or("number");
    let bound = |word: &str, usual: f64| schema[word].as_f64().filter(|bound| *bound != usual);
    let most = if kind == "whole number" { f64::from(u32::MAX) } else { 1e9 };
    match (kind, bound("minimum", 0.0), bound("maximum", most)) {
        ("share", ..) | (_, None, None) => kind.to_owned(),
        (_, Some(least), None) => format!("{kind} from {least} on"),
        (_, least, Some(most)) => format!("{kind} from {} to {most}", least.unwrap_or(0.0)),
    }
}

fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.strip_prefix("#/$defs/")
}

/// The first value of every key in the example files, as TOML.
fn examples() -> BTreeMap<(String, String), String> {
    let schema = schema();
    let mut found = BTreeMap::new();
    for text in [EVERY_KEY].into_iter().chain(embedded().iter().map(|one| one.text)) {
        let file: toml::Table = text.parse().expect("the examples are TOML");
        collect(&schema, &schema, "Scenario", &toml::Value::Table(file), &mut found);
    }
    found
}

fn collect(
    root: &Value,
    schema: &Value,
    table: &str,
    value: &toml::Value,
    found: &mut BTreeMap<(String, String), String>,
) {
    if let Some(name) = reference(schema) {
        return collect(root, definition(root, name), name, value, found);
    }
    for word in ["oneOf", "anyOf"] {
        for way in schema[word].as_array().into_iter().flatten() {
            collect(root, way, table, value, found);
        }
    }
    match value {
        toml::Value::Array(items) => {
            let several = items.iter().filter(|_| schema["items"].is_object());
            several.for_each(|item| collect(root, &schema["items"], table, item, found));
        }
        toml::Value::Table(keys) => {
            let empty = Map::new();
            let known = schema["properties"].as_object().unwrap_or(&empty);
            for (key, value) in keys {
                if let Some(schema) = known.get(key) {
                    if !is_section(schema) {
                        found.entry((table.to_owned(), key.clone())).or_insert_with(|| code(value));
                    }
                    collect(root, schema, table, value, found);
                } else if schema["additionalProperties"].is_object() {
                    collect(root, &schema["additionalProperties"], table, value, found);
                }
            }
        }
        _ => {}
    }
}

/// Whether the value is written as tables with headers of their own, where an example would only be long.
fn is_section(schema: &Value) -> bool {
    let inner = [schema, &schema["items"], &schema["additionalProperties"]];
    let heading = |name| TABLES.iter().any(|(table, heading)| *table == name && heading.starts_with('['));
    inner.into_iter().filter_map(reference).any(heading)
}

fn code(value: &toml::Value) -> String {
    format!("`{}`", inline(value))
}

/// A value in one line; a long list is cut.
fn inline(value: &toml::Value) -> String {
    const SHOWN: usize = 4;
    match value {
        toml::Value::Array(items) => {
            let more = (items.len() > SHOWN).then(|| "…".to_owned());
            let shown: Vec<_> = items.iter().take(SHOWN).map(inline).chain(more).collect();
            format!("[{}]", shown.join(", "))
        }
        toml::Value::Table(keys) => {
            let keys: Vec<_> = keys.iter().map(|(key, value)| format!("{key} = {}", inline(value))).collect();
            format!("{{ {} }}", keys.join(", "))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_of_the_schema_has_a_section() {
        let schema = schema();
        let tables = schema["$defs"].as_object().unwrap().keys().map(String::as_str);
        let mut tables: Vec<_> = std::iter::once("Scenario").chain(tables).collect();
        let mut sections: Vec<_> = TABLES.iter().map(|(table, _)| *table).collect();
        tables.sort_unstable();
        sections.sort_unstable();
        assert_eq!(sections, tables);
    }

    #[test]
    fn a_key_has_its_row() {
        let page = render();
        assert!(page.lines().any(|line| line.starts_with("| `measurement_period` | duration")), "{page}");
        for line in page.lines().filter(|line| line.starts_with("| `")) {
            assert!(!line.ends_with("|  |"), "a key without a meaning: {line}");
        }
    }
}
