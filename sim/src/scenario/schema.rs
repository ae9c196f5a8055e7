//! What the single values look like in the JSON Schema of the format.
//!
//! Whatever a pattern here refuses, the reader refuses as well; a few unusual spellings of a duration are read and not
//! offered.

use std::borrow::Cow;

use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use super::file::{File, Time};
use super::place::At;
use super::value::{
    AllOrAcd, Amount, Clock, GroupGuid, Length, Lines, Moment, Number, Pair, Rate, Seconds, Share, Whole,
};
use super::words::Word;

/// The JSON Schema (draft 2020-12) of a scenario file.
///
/// It knows every key, what kind of value it takes, its default and what it means, so that an editor can complete and
/// check a file while it is written. What values must meet together, such as shares that sum to 1, only
/// [`Scenario::from_toml`](super::Scenario::from_toml) knows.
#[must_use]
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(File);
    RecursiveTransform(without_null).transform(&mut schema);
    schema.to_value()
}

/// TOML has no null: a key that may be left out is simply not required.
fn without_null(schema: &mut Schema) {
    let Some(object) = schema.as_object_mut() else { return };
    if let Some(Value::Array(types)) = object.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = &types[..] {
            let only = only.clone();
            object.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(words)) = object.get_mut("enum") {
        words.retain(|word| !word.is_null());
    }
    if let Some(Value::Array(ways)) = object.get_mut("anyOf") {
        ways.retain(|way| way["type"] != "null");
        if let [Value::Object(only)] = &ways[..] {
            let only = only.clone();
            object.remove("anyOf");
            object.extend(only);
        }
    }
}

/// A value with its place looks like the value.
impl<T: JsonSchema> JsonSchema for At<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// One row per kind of value: its name for readers, and its schema.
macro_rules! values {
    ($($Type:ty, $title:literal, { $($schema:tt)* };)*) => {$(
        impl JsonSchema for $Type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                $title.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "title": $title, $($schema)* })
            }
        }
    )*};
}

values! {
    Seconds, "duration", { "type": "string", "pattern": r"^ *[0-9.]+ *[a-zµ]", "examples": ["90 s", "8h30"] };
    Rate, "rate", { "type": "string", "pattern": r"^ *[0-9.]+[0-9.e+]* */", "examples": ["12/min", "2000/h"] };
    Clock, "time of day", {
        "type": "string",
        "pattern": r"^([01][0-9]|2[0-4]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?$",
        "examples": ["08:30", "24:00"]
    };
    Moment, "date and time", {
        "type": "string",
        "pattern": r"^.*[0-9].*\[.+\]$",
        "examples": ["1999-02-01T07:00:00[Asia/Jerusalem]"]
    };
    GroupGuid, "GUID", { "type": "string", "pattern": r"^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$" };
    Amount, "number", { "type": "number", "minimum": 0, "maximum": 1e9 };
    Number, "any number", { "type": "number" };
    Whole, "whole number", { "type": "integer", "minimum": 0, "maximum": u32::MAX };
    Share, "share", { "type": "number", "minimum": 0, "maximum": 1 };
}

impl<A: JsonSchema, B: JsonSchema> JsonSchema for Pair<A, B> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{} and {}", A::schema_name(), B::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let both = [generator.subschema_for::<A>(), generator.subschema_for::<B>()];
        json_schema!({ "type": "array", "prefixItems": both, "items": false, "minItems": 2 })
    }
}

impl JsonSchema for Length {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "length".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [generator.subschema_for::<Seconds>(), generator.subschema_for::<Time>()] })
    }
}

impl JsonSchema for Lines {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "lines".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let teams = json_schema!({ "type": "array", "items": { "type": "string" } });
        json_schema!({ "anyOf": [generator.subschema_for::<Word<AllOrAcd>>(), teams] })
    }
}
