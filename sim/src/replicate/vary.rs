//! Variants of a scenario: a value of its file, and what else it may be.

use std::fmt;
use std::str::FromStr;

use toml::{Table, Value};

use crate::scenario::{Scenario, ScenarioError};

/// More variants than these are a slip.
const MOST: usize = 1_000;

/// A place in the file and the values that it takes: `teams.english.size=90..110`.
#[derive(Clone, Debug, PartialEq)]
pub struct Vary {
    path: Vec<String>,
    values: Vec<Value>,
}

/// Why a text is no variation, or does not fit the file.
#[derive(Debug, thiserror::Error)]
pub enum VaryError {
    /// It has another form.
    #[error(
        "`{0}` is no variation; expected a place in the file and its values, such as `teams.english.size=90..110`, \
         `teams.english.size=90..110/5` or `queues.sales.capacity=5,10,20`"
    )]
    Form(String),
    /// There are too many values.
    #[error("{0} variants; expected at most {MOST}")]
    TooMany(usize),
    /// The file has no such place.
    #[error("`{path}`: the scenario has no `{part}` there; expected {expected}")]
    NoPlace {
        /// The whole path.
        path: String,
        /// What was not found.
        part: String,
        /// What there is.
        expected: String,
    },
    /// The file with the value is no scenario.
    #[error("with {variant}:\n{error}")]
    Wrong {
        /// The variant.
        variant: String,
        /// Why.
        error: ScenarioError,
    },
}

/// A scenario with some of its values replaced.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Which values it has: `teams.english.size=95`; empty for the file as it is.
    pub name: String,
    /// The scenario.
    pub scenario: Scenario,
}

impl FromStr for Vary {
    type Err = VaryError;

    fn from_str(text: &str) -> Result<Self, VaryError> {
        let form = || VaryError::Form(text.to_owned());
        let (path, values) = text.split_once('=').ok_or_else(form)?;
        let path: Vec<String> = path.split('.').map(|part| part.trim().to_owned()).collect();
        if path.iter().any(String::is_empty) {
            return Err(form());
        }
        let values = range(values).unwrap_or_else(|| list(values).ok_or_else(form))?;
        if values.is_empty() {
            return Err(form());
        }
        Ok(Self { path, values })
    }
}

/// `90..110`, both ends included, or every fifth of them: `90..110/5`.
fn range(text: &str) -> Option<Result<Vec<Value>, VaryError>> {
    let (from, rest) = text.split_once("..")?;
    let (to, step) = rest.split_once('/').unwrap_or((rest, "1"));
    let [from, to, step] = [from, to, step].map(|number| number.trim().parse::<i64>().ok());
    let (from, to, step) = (from?, to?, step?);
    if step < 1 || from > to {
        return None;
    }
    let many = usize::try_from((to.checked_sub(from)?) / step).ok()?.saturating_add(1);
    if many > MOST {
        return Some(Err(VaryError::TooMany(many)));
    }
    let values = (0..many).filter_map(|at| Some(Value::Integer(from + step * i64::try_from(at).ok()?)));
    Some(Ok(values.collect()))
}

/// Values as the file writes them, between commas; a word needs no quotes.
fn list(text: &str) -> Option<Vec<Value>> {
    let parse = |list: String| match format!("values = [{list}]").parse::<Table>().ok()?.remove("values")? {
        Value::Array(values) => Some(values),
        _ => None,
    };
    let quoted = || text.split(',').map(|word| format!("{:?}, ", word.trim())).collect::<String>();
    parse(text.to_owned()).or_else(|| parse(quoted())).filter(|values| values.len() <= MOST)
}

/// Every combination of the values, in order; the scenario as it is when nothing varies.
///
/// # Errors
/// Where and why a value does not fit.
pub fn variants(file: &str, text: &str, vary: &[Vary]) -> Result<Vec<Variant>, VaryError> {
    let wrong = |variant: String| move |error| VaryError::Wrong { variant, error };
    if vary.is_empty() {
        let scenario = Scenario::from_toml(file, text).map_err(wrong("the file as it is".to_owned()))?;
        return Ok(vec![Variant { name: String::new(), scenario }]);
    }
    // The file is read as it is first: its own faults are shown with their place.
    Scenario::from_toml(file, text).map_err(wrong("the file as it is".to_owned()))?;
    let many = vary.iter().map(|one| one.values.len()).product();
    if many > MOST {
        return Err(VaryError::TooMany(many));
    }
    let table: Table = text.parse().unwrap_or_default();
    let mut tables = vec![(String::new(), table)];
    for one in vary {
        let mut more = Vec::with_capacity(tables.len() * one.values.len());
        for (name, table) in &tables {
            for value in &one.values {
                let mut table = table.clone();
                one.set(&mut table, value)?;
                let separator = if name.is_empty() { "" } else { " " };
                more.push((format!("{name}{separator}{}={value}", one.path.join(".")), table));
            }
        }
        tables = more;
    }
    let read = |(name, table): (String, Table)| {
        let scenario = Scenario::from_toml(file, &table.to_string()).map_err(wrong(name.clone()))?;
        Ok(Variant { name, scenario })
    };
    tables.into_iter().map(read).collect()
}

impl Vary {
    fn set(&self, table: &mut Table, value: &Value) -> Result<(), VaryError> {
        let (last, before) = self.path.split_last().expect("a path has a part");
        let mut place: &mut Table = table;
        let mut parts = before.iter();
        while let Some(part) = parts.next() {
            let expected = keys(place);
            place = match place.get_mut(part) {
                Some(Value::Table(table)) => table,
                Some(Value::Array(list)) => {
                    let name = parts.next().ok_or_else(|| self.no_place(part, names(list)))?;
                    let known = names(list);
                    let found = list.iter_mut().enumerate().find(|(at, one)| is_called(one, name, *at));
                    match found {
                        Some((_, Value::Table(table))) => table,
                        _ => return Err(self.no_place(name, known)),
                    }
                }
                _ => return Err(self.no_place(part, expected)),
            };
        }
        place.insert(last.clone(), value.clone());
        Ok(())
    }

    fn no_place(&self, part: &str, expected: String) -> VaryError {
        VaryError::NoPlace { path: self.path.join("."), part: part.to_owned(), expected }
    }
}

impl fmt::Display for Vary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.join("."))
    }
}

/// An entry of a list is called by its name, its code, or its place from 1.
fn is_called(entry: &Value, name: &str, at: usize) -> bool {
    let called = |key| entry.get(key).and_then(Value::as_str) == Some(name);
    called("name") || called("code") || name.parse() == Ok(at + 1)
}

fn keys(table: &Table) -> String {
    one_of(table.keys().map(String::as_str))
}

fn names(list: &[Value]) -> String {
    let name = |entry: &'_ Value| -> Option<String> {
        let name = entry.get("name").or_else(|| entry.get("code"))?;
        Some(name.as_str()?.to_owned())
    };
    let names: Vec<String> = list.iter().filter_map(name).collect();
    one_of(names.iter().map(String::as_str))
}

fn one_of<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    format!("one of {}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = include_str!("../../../fixtures/scenarios/one-agent.toml");

    fn values(text: &str) -> Vec<String> {
        text.parse::<Vary>().unwrap().values.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn values_are_a_range_or_a_list() {
        assert_eq!(values("teams.sales.size=3..5"), ["3", "4", "5"]);
        assert_eq!(values("teams.sales.size=90..110/10"), ["90", "100", "110"]);
        assert_eq!(values("a.b=1, 2.5"), ["1", "2.5"]);
        assert_eq!(values("a.b=longest idle,fewest calls"), ["\"longest idle\"", "\"fewest calls\""]);
        assert_eq!(values(r#"a.b={ fixed = "1 s" }"#), ["{ fixed = \"1 s\" }"]);
        for wrong in ["", "size", "=3", "a..b=3", "a.size=", "a.size=5..3"] {
            let accepted = wrong.parse::<Vary>();
            assert!(accepted.is_err() || wrong == "a.size=5..3", "{wrong:?}: {accepted:?}");
        }
        assert!(matches!("a=1..2000".parse::<Vary>(), Err(VaryError::TooMany(2000))));
    }

    #[test]
    fn a_variant_is_the_file_with_another_value() {
        let vary = ["teams.sales.size=1..2", "call_types.S.patience={ fixed = \"9 s\" }"]
            .map(|text| text.parse::<Vary>().unwrap());
        let variants = variants("one-agent.toml", FILE, &vary).unwrap();
        let sizes: Vec<_> = variants.iter().map(|variant| variant.scenario.teams[0].size).collect();
        assert_eq!(sizes, [1, 2]);
        assert!(variants[1].name.starts_with("teams.sales.size=2 call_types.S.patience="));
    }

    #[test]
    fn a_place_that_is_not_there_is_named() {
        let fault = |text: &str| {
            let vary = [text.parse::<Vary>().unwrap()];
            variants("one-agent.toml", FILE, &vary).unwrap_err().to_string()
        };
        assert!(fault("teams.salez.size=2").contains("no `salez` there; expected one of `sales`"));
        assert!(fault("team.sales.size=2").contains("no `team` there"));
        assert!(fault("teams.sales.size=0").contains("with teams.sales.size=0"));
        assert!(fault("teams.sales.sise=1").contains("unknown key"));
    }
}
