//! The bounds that the JSON Schema states, held against the reader: what lies at a bound is read, what lies just beyond
//! it is refused where it stands.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use toml::Value as Said;

use super::schema::{Judge, Step, examples, json};
use crate::scenario::{HALF_HOURS, Scenario, ScenarioError, schema};

/// Words of a schema that bound a value.
const BOUNDS: [&str; 8] =
    ["minimum", "maximum", "exclusiveMinimum", "enum", "const", "minItems", "prefixItems", "pattern"];

/// Bounds that no value of the examples can be at, and what the reader says of one that is: it is judged together with
/// others, which a schema cannot. Beyond them the reader refuses what the schema does.
const NARROWER: [(&str, &str, &str); 14] = [
    ("#/$defs/Activity/properties/id", "minimum", "a second activity with this id"),
    ("#/$defs/CallType/properties/share", "maximum", "the shares of the call types sum to"),
    ("#/$defs/CallType/properties/share", "minimum", "the shares of the call types sum to"),
    ("#/$defs/Day/properties/agents_per_30min/items", "maximum", "of all teams"),
    ("#/$defs/Day/properties/factor", "maximum", "a factor that makes at most 1000000"),
    ("#/$defs/Lognormal/properties/sigma", "maximum", "the mean of this distribution is too large"),
    ("#/$defs/Part/properties/share", "maximum", "the shares of the mixture sum to"),
    ("#/$defs/Part/properties/share", "minimum", "the shares of the mixture sum to"),
    ("#/$defs/Phase/properties/share", "maximum", "the shares of the hyperexponential distribution sum to"),
    ("#/$defs/Phase/properties/share", "minimum", "the shares of the hyperexponential distribution sum to"),
    ("#/$defs/Priority/properties/share", "minimum", "the shares of the priorities sum to"),
    ("#/$defs/Shift/properties/agents", "maximum", "which the earlier shifts leave of the team"),
    ("#/$defs/Team/properties/reserve/additionalProperties", "maximum", "less than the 10 of the team"),
    ("#/$defs/Team/properties/size", "maximum", "at most 1000000 in all teams"),
];

/// A place in the schema, and the bound that it states.
type Bound = (String, &'static str);

/// A value of an example, and what the schema says of it.
struct Site {
    pointer: String,
    schema: Value,
    path: Vec<Step>,
    value: Said,
}

/// Finds the values of a file that a schema bounds.
struct Sites {
    judge: Judge,
    found: Vec<Site>,
}

impl Sites {
    fn of(file: &toml::Table) -> Vec<Site> {
        let mut sites = Self { judge: Judge::new(), found: Vec::new() };
        sites.visit(&schema(), "#", &Said::Table(file.clone()), &[]);
        sites.found
    }

    fn visit(&mut self, schema: &Value, pointer: &str, value: &Said, path: &[Step]) {
        let Value::Object(words) = schema else { return };
        if words.keys().any(|word| BOUNDS.contains(&word.as_str())) {
            let (pointer, schema) = (pointer.to_owned(), schema.clone());
            self.found.push(Site { pointer, schema, path: path.to_vec(), value: value.clone() });
        }
        let further = |step| [path, &[step]].concat();
        for (word, rule) in words {
            let pointer = format!("{pointer}/{word}");
            match (word.as_str(), rule, value) {
                ("$ref", Value::String(name), _) => {
                    let named = self::schema().pointer(name.trim_start_matches('#')).unwrap().clone();
                    self.visit(&named, name, value, path);
                }
                ("oneOf" | "anyOf" | "allOf", Value::Array(ways), _) => {
                    for (place, way) in ways.iter().enumerate() {
                        if self.judge.value(way, &json(value), "", "").is_ok() {
                            self.visit(way, &format!("{pointer}/{place}"), value, path);
                        }
                    }
                }
                ("properties", Value::Object(known), Said::Table(table)) => {
                    for (key, value) in table {
                        let Some(schema) = known.get(key) else { continue };
                        self.visit(
                            schema,
                            &format!("{pointer}/{key}"),
                            value,
                            &further(Step::Key(key.clone())),
                        );
                    }
                }
                ("additionalProperties", Value::Object(_), Said::Table(table)) => {
                    let known = words.get("properties").and_then(Value::as_object);
                    for (key, value) in table {
                        if known.is_none_or(|known| !known.contains_key(key)) {
                            self.visit(rule, &pointer, value, &further(Step::Key(key.clone())));
                        }
                    }
                }
                ("items", _, Said::Array(list)) => {
                    let first = words.get("prefixItems").map_or(0, |items| items.as_array().unwrap().len());
                    // Of the numbers of all half hours, one speaks for all.
                    let most = if list.len() == HALF_HOURS { 1 } else { list.len() };
                    for (place, value) in list.iter().enumerate().skip(first).take(most) {
                        self.visit(rule, &pointer, value, &further(Step::Item(place)));
                    }
                }
                ("prefixItems", Value::Array(schemas), Said::Array(list)) => {
                    for (place, (schema, value)) in schemas.iter().zip(list).enumerate() {
                        self.visit(schema, &format!("{pointer}/{place}"), value, &further(Step::Item(place)));
                    }
                }
                _ => {}
            }
        }
    }
}

impl Site {
    /// The values at each bound, and those just beyond it.
    fn tries(&self) -> Vec<(Bound, Vec<Said>, Vec<Said>)> {
        let whole = self.schema["type"] == "integer";
        let number = |rule: &Value, steps: i64| {
            let number = rule.as_f64().unwrap();
            match steps {
                _ if whole => Said::Integer(rule.as_i64().unwrap() + steps),
                0 => Said::Float(number),
                // The next number after 0 has more digits than an error shows.
                _ if number == 0.0 => Said::Float(f64::EPSILON.copysign(steps as f64)),
                1 => Said::Float(number.next_up()),
                _ => Said::Float(number.next_down()),
            }
        };
        let said = |rule: &Value| Said::try_from(rule).unwrap();
        let of = |word: &'static str| {
            let rule = self.schema.get(word)?;
            let (at, beyond) = match word {
                "minimum" => (vec![number(rule, 0)], vec![number(rule, -1)]),
                "maximum" => (vec![number(rule, 0)], vec![number(rule, 1)]),
                "exclusiveMinimum" => (vec![number(rule, 1)], vec![number(rule, 0)]),
                "enum" => {
                    let words = rule.as_array().unwrap().iter().map(said).collect();
                    (words, vec![Said::String("no such word".to_owned())])
                }
                "const" => (vec![said(rule)], vec![number(rule, -1), number(rule, 1)]),
                "minItems" | "prefixItems" => {
                    let list = self.value.as_array().unwrap();
                    let beyond = match word {
                        "minItems" => list[1..].to_vec(),
                        _ => [list.as_slice(), &list[..1]].concat(),
                    };
                    (vec![self.value.clone()], vec![Said::Array(beyond)])
                }
                "pattern" => {
                    let examples = self.schema.get("examples").and_then(Value::as_array);
                    let examples = examples.into_iter().flatten().map(said);
                    let beyond = ["", "?"].map(|text| Said::String(text.to_owned()));
                    (examples.chain([self.value.clone()]).collect(), beyond.into())
                }
                _ => unreachable!("{word}"),
            };
            Some(((self.pointer.clone(), word), at, beyond))
        };
        BOUNDS.into_iter().filter_map(of).collect()
    }

    /// The key that has the value.
    fn key(&self) -> &str {
        let last = self.path.iter().rev().find_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Item(_) => None,
        });
        last.unwrap()
    }

    fn put(&self, file: &toml::Table, value: Said) -> toml::Table {
        let mut file = Said::Table(file.clone());
        let place = self.path.iter().fold(&mut file, |inside, step| match step {
            Step::Key(key) => &mut inside[key.as_str()],
            Step::Item(place) => &mut inside[*place],
        });
        *place = value;
        let Said::Table(file) = file else { unreachable!() };
        file
    }
}

/// All bounds of a schema.
fn bounds(schema: &Value, pointer: &str, all: &mut BTreeSet<Bound>) {
    match schema {
        Value::Object(words) => {
            for (word, rule) in words {
                if let Some(bound) = BOUNDS.iter().find(|bound| *bound == word) {
                    all.insert((pointer.to_owned(), bound));
                }
                if !matches!(word.as_str(), "default" | "examples" | "enum" | "const") {
                    bounds(rule, &format!("{pointer}/{word}"), all);
                }
            }
        }
        Value::Array(ways) => {
            for (place, way) in ways.iter().enumerate() {
                bounds(way, &format!("{pointer}/{place}"), all);
            }
        }
        _ => {}
    }
}

#[test]
fn the_reader_has_the_bounds_that_the_schema_states() {
    let mut read = BTreeSet::new();
    let mut refused: BTreeMap<Bound, Vec<String>> = BTreeMap::new();
    let mut lax = Vec::new();
    for (name, file) in examples() {
        if !["every-key", "bank-1999", "small"].contains(&name) {
            continue;
        }
        for site in Sites::of(&file) {
            // Whether the schema takes the file, and what the reader says of it: of this key or of another one.
            let reads = |value: Said| {
                let file = site.put(&file, value);
                let text = toml::to_string(&file).unwrap();
                let judge_error = |error: ScenarioError| {
                    let line = text.lines().nth(error.line() - 1).unwrap_or_default();
                    let is_here = line.starts_with(&format!("{} = ", site.key()));
                    (is_here, [error.message(), error.expected().unwrap_or_default()].join(" | "))
                };
                let outcome = Scenario::from_toml(name, &text).map(|_| ()).map_err(judge_error);
                (Judge::new().judge(&file).is_ok(), outcome)
            };
            for (bound, at, beyond) in site.tries() {
                for value in at {
                    match reads(value) {
                        // Another word of the same schema is narrower.
                        (false, _) | (_, Ok(())) => drop(read.insert(bound.clone())),
                        (true, Err(error)) => refused.entry(bound.clone()).or_default().push(error.1),
                    }
                }
                for value in beyond {
                    let (fits, outcome) = reads(value.clone());
                    // The judge knows no patterns.
                    assert!(!fits || bound.1 == "pattern", "{name} {bound:?}: {value}");
                    if !matches!(outcome, Err((true, _))) {
                        lax.push(format!("{name} {bound:?}: {value}: {outcome:?}"));
                    }
                }
            }
        }
    }
    assert!(lax.is_empty(), "{}", lax.join("\n"));
    let mut stated = BTreeSet::new();
    bounds(&schema(), "#", &mut stated);
    let tried = refused.keys().chain(&read).cloned().collect();
    assert_eq!(stated.difference(&tried).collect::<Vec<_>>(), <[&Bound; 0]>::default(), "no example");
    refused.retain(|bound, _| !read.contains(bound));
    for (pointer, word, why) in NARROWER {
        let said = refused.remove(&(pointer.to_owned(), word)).unwrap_or_default();
        assert!(said.iter().any(|said| said.contains(why)), "{pointer} {word}: {said:?}");
    }
    let strict: Vec<_> = refused.iter().map(|(bound, said)| format!("{bound:?}: {}", said[0])).collect();
    assert!(strict.is_empty(), "{}", strict.join("\n"));
}
