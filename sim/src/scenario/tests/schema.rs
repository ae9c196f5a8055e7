//! The JSON Schema beside the reader: they know the same keys and take the same files.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{EVERY_KEY, small};
use crate::scenario::{Scenario, embedded, schema};

/// The few words of JSON Schema that ours is written in, read longhand. Patterns are left to the reader.
pub(super) struct Judge {
    schema: Value,
    /// The keys met on the way, as table and key.
    met: BTreeSet<(String, String)>,
}

impl Judge {
    pub(super) fn new() -> Self {
        Self { schema: schema(), met: BTreeSet::new() }
    }

    pub(super) fn judge(&mut self, file: &toml::Table) -> Result<(), String> {
        let root = self.schema.clone();
        self.value(&root, &json(file), "Scenario", "")
    }

    pub(super) fn value(
        &mut self,
        schema: &Value,
        value: &Value,
        table: &str,
        at: &str,
    ) -> Result<(), String> {
        let Value::Object(words) = schema else {
            return if *schema == json!(false) { Err(format!("{at}: too many")) } else { Ok(()) };
        };
        let some_of = |judge: &mut Self, ways: &Value, exactly: bool| {
            let ways = ways.as_array().unwrap();
            let right: Vec<_> = ways.iter().map(|way| judge.value(way, value, table, at)).collect();
            let number = right.iter().filter(|way| way.is_ok()).count();
            if number == 1 || (number > 1 && !exactly) { Ok(()) } else { Err(format!("{at}: {right:?}")) }
        };
        // Words about lists and tables say nothing about other values.
        let items = value.as_array().map_or(&[][..], Vec::as_slice);
        for (word, rule) in words {
            let wrong = || Err(format!("{at}: {value} is not {word} {rule}"));
            let is_right = match word.as_str() {
                "$ref" => {
                    let name = rule.as_str().unwrap().trim_start_matches("#/$defs/").to_owned();
                    let named = self.schema["$defs"][&name].clone();
                    self.value(&named, value, &name, at)?;
                    true
                }
                "oneOf" => some_of(self, rule, true).map(|()| true)?,
                "anyOf" => some_of(self, rule, false).map(|()| true)?,
                "allOf" => {
                    for way in rule.as_array().unwrap() {
                        self.value(way, value, table, at)?;
                    }
                    true
                }
                "type" => match rule.as_str().unwrap() {
                    "integer" => value.is_u64() || value.is_i64(),
                    "number" => value.is_number(),
                    "string" => value.is_string(),
                    "boolean" => value.is_boolean(),
                    "array" => value.is_array(),
                    "object" => value.is_object(),
                    other => panic!("{other}"),
                },
                "const" => value == rule,
                "enum" => rule.as_array().unwrap().contains(value),
                "minimum" => !value.is_number() || value.as_f64() >= rule.as_f64(),
                "maximum" => !value.is_number() || value.as_f64() <= rule.as_f64(),
                "exclusiveMinimum" => !value.is_number() || value.as_f64() > rule.as_f64(),
                "required" => {
                    let keys = rule.as_array().unwrap();
                    !value.is_object() || keys.iter().all(|key| value.get(key.as_str().unwrap()).is_some())
                }
                "minItems" => !value.is_array() || items.len() as u64 >= rule.as_u64().unwrap(),
                "properties" | "additionalProperties" => {
                    self.table(words, value, table, at)?;
                    true
                }
                "prefixItems" => {
                    for (place, (schema, item)) in rule.as_array().unwrap().iter().zip(items).enumerate() {
                        self.value(schema, item, table, &format!("{at}[{place}]"))?;
                    }
                    true
                }
                "items" => {
                    let first = words.get("prefixItems").map_or(0, |items| items.as_array().unwrap().len());
                    for (place, item) in items.iter().enumerate().skip(first) {
                        self.value(rule, item, table, &format!("{at}[{place}]"))?;
                    }
                    true
                }
                "$schema" | "$defs" | "title" | "description" | "default" | "examples" | "pattern"
                | "format" => true,
                other => panic!("the schema uses a word that is not known here: {other}"),
            };
            if !is_right {
                return wrong();
            }
        }
        Ok(())
    }

    fn table(
        &mut self,
        words: &Map<String, Value>,
        value: &Value,
        table: &str,
        at: &str,
    ) -> Result<(), String> {
        let known = words.get("properties").and_then(Value::as_object);
        let others = words.get("additionalProperties");
        for (key, item) in value.as_object().into_iter().flatten() {
            let at = format!("{at}.{key}");
            match (known.and_then(|known| known.get(key)), others) {
                (Some(schema), _) => {
                    self.met.insert((table.to_owned(), key.clone()));
                    self.value(schema, item, table, &at)?;
                }
                (None, Some(Value::Bool(false))) => return Err(format!("{at}: unknown key")),
                (None, Some(schema)) => self.value(schema, item, table, &at)?,
                (None, None) => {}
            }
        }
        Ok(())
    }
}

pub(super) fn json(file: &impl serde::Serialize) -> Value {
    serde_json::to_value(file).unwrap()
}

pub(super) fn examples() -> Vec<(&'static str, toml::Table)> {
    let texts = embedded().iter().map(|one| (one.name, one.text.to_owned()));
    let others = [("every-key", EVERY_KEY.to_owned()), ("small", small())];
    texts.chain(others).map(|(name, text)| (name, text.parse().unwrap())).collect()
}

#[test]
fn every_example_fits_the_schema() {
    for (name, file) in examples() {
        let judged = Judge::new().judge(&file);
        assert!(judged.is_ok(), "{name}: {judged:?}");
    }
}

/// All keys that the schema knows, as table and key; inline tables belong to the one around them.
fn keys(schema: &Value, table: &str, keys: &mut BTreeSet<(String, String)>) {
    match schema {
        Value::Object(words) => {
            for (word, rule) in words {
                match (word.as_str(), rule) {
                    ("$defs", Value::Object(tables)) => {
                        tables.iter().for_each(|(name, table)| self::keys(table, name, keys));
                    }
                    ("properties", Value::Object(known)) => {
                        keys.extend(known.keys().map(|key| (table.to_owned(), key.clone())));
                        known.values().for_each(|schema| self::keys(schema, table, keys));
                    }
                    _ => self::keys(rule, table, keys),
                }
            }
        }
        Value::Array(ways) => ways.iter().for_each(|way| self::keys(way, table, keys)),
        _ => {}
    }
}

#[test]
fn every_key_of_the_schema_has_an_example() {
    let mut judge = Judge::new();
    for (_, file) in examples().iter().filter(|(name, _)| *name != "small") {
        judge.judge(file).unwrap();
    }
    let mut known = BTreeSet::new();
    keys(&schema(), "Scenario", &mut known);
    assert!(known.len() > 100, "{known:?}");
    assert_eq!(known.difference(&judge.met).collect::<Vec<_>>(), <[&(String, String); 0]>::default());
}

/// All tables of a file, each as the path to it.
fn tables(value: &toml::Value, path: &[Step], found: &mut Vec<Vec<Step>>) {
    let further = |step| [path, &[step]].concat();
    match value {
        toml::Value::Table(table) => {
            found.push(path.to_vec());
            table.iter().for_each(|(key, value)| tables(value, &further(Step::Key(key.clone())), found));
        }
        toml::Value::Array(list) => {
            list.iter()
                .enumerate()
                .for_each(|(place, value)| tables(value, &further(Step::Item(place)), found));
        }
        _ => {}
    }
}

#[derive(Clone, Debug)]
pub(super) enum Step {
    Key(String),
    Item(usize),
}

fn at<'v>(file: &'v mut toml::Value, path: &[Step]) -> &'v mut toml::Table {
    let found = path.iter().fold(file, |value, step| match step {
        Step::Key(key) => &mut value[key.as_str()],
        Step::Item(place) => &mut value[*place],
    });
    found.as_table_mut().unwrap()
}

#[test]
fn a_stranger_in_any_table_is_refused_by_both() {
    let file: toml::Table = EVERY_KEY.parse().unwrap();
    let mut paths = Vec::new();
    tables(&toml::Value::Table(file.clone()), &[], &mut paths);
    assert!(paths.len() > 50);
    for path in paths {
        // The names of these tables' keys are free: there a stranger is a group or a day that is none.
        let mut strange = toml::Value::Table(file.clone());
        at(&mut strange, &path).insert("stranger".to_owned(), toml::Value::Float(0.5));
        let toml::Value::Table(strange) = strange else { unreachable!() };
        assert!(Judge::new().judge(&strange).is_err(), "{path:?}");
        let read = Scenario::from_toml("strange.toml", &toml::to_string(&strange).unwrap());
        assert!(read.is_err(), "{path:?}");
    }
}

/// What the scenario would be if it stood in a file of the same bytes.
fn read(file: &toml::Value) -> Scenario {
    let text = toml::to_string(file).unwrap();
    let scenario = Scenario::from_toml("default.toml", &text).unwrap_or_else(|error| panic!("{error}"));
    Scenario { hash: String::new(), ..scenario }
}

#[test]
fn a_key_left_out_means_its_default() {
    let file: toml::Table = EVERY_KEY.parse().unwrap();
    let file = toml::Value::Table(file);
    let defs = schema();
    // The tables whose keys have defaults, and where the example has one.
    let key = |key: &str| Step::Key(key.to_owned());
    let rows: [(&Value, Vec<Step>); 10] = [
        (&defs, vec![]),
        (&defs["$defs"]["ServiceLevel"], vec![key("service_level")]),
        (&defs["$defs"]["Day"], vec![key("days"), key("saturday")]),
        (&defs["$defs"]["Queue"], vec![key("queues"), Step::Item(0)]),
        (&defs["$defs"]["CallType"], vec![key("call_types"), Step::Item(0)]),
        (&defs["$defs"]["Ivr"], vec![key("call_types"), Step::Item(1), key("ivr")]),
        (&defs["$defs"]["Priority"], vec![key("priorities"), Step::Item(0)]),
        (&defs["$defs"]["Agents"], vec![key("agents")]),
        (&defs["$defs"]["Routing"], vec![key("routing")]),
        (&defs["$defs"]["Seat"], vec![key("seats"), Step::Item(0)]),
    ];
    let mut tried = 0;
    for (schema, path) in rows {
        for (key, property) in schema["properties"].as_object().unwrap() {
            let Some(default) = property.get("default") else { continue };
            let default = toml::Value::try_from(default).unwrap();
            let (mut without, mut with) = (file.clone(), file.clone());
            at(&mut without, &path).remove(key);
            at(&mut with, &path).insert(key.clone(), default);
            assert_eq!(read(&without), read(&with), "{path:?} {key}");
            tried += 1;
        }
    }
    assert_eq!(tried, schema().to_string().matches("\"default\":").count(), "every default is tried");
}
