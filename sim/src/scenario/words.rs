//! Choices between a few words.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, Visitor};

use super::{AgentChoice, CallChoice, Closing, Equipment};

/// Something that the file names by a word.
pub(super) trait Words: Copy + 'static {
    /// Each word, and what it means.
    const WORDS: &'static [(&'static str, Self)];
}

impl Words for Closing {
    const WORDS: &'static [(&'static str, Self)] = &[("cut", Self::Cut), ("drain", Self::Drain)];
}

impl Words for Equipment {
    const WORDS: &'static [(&'static str, Self)] = &[("desktop", Self::Desktop), ("phone", Self::Phone)];
}

impl Words for AgentChoice {
    const WORDS: &'static [(&'static str, Self)] =
        &[("longest idle", Self::LongestIdle), ("fewest calls", Self::FewestCalls)];
}

impl Words for CallChoice {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("skill first", Self::SkillFirst),
        ("priority first", Self::PriorityFirst),
        ("longest waiting", Self::LongestWaiting),
    ];
}

/// What one of the words means.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word<T>(pub(super) T);

impl<T: Words> Word<T> {
    /// The meaning of a word; an error names the known ones.
    pub(super) fn from_text<E: de::Error>(text: &str) -> Result<Self, E> {
        let known = T::WORDS.iter().find(|(word, _)| *word == text);
        known.map(|(_, meaning)| Self(*meaning)).ok_or_else(|| {
            let words: Vec<_> = T::WORDS.iter().map(|(word, _)| format!("`{word}`")).collect();
            E::custom(format!("unknown word `{text}`, expected one of {}", words.join(", ")))
        })
    }
}

impl<'de, T: Words> Deserialize<'de> for Word<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct WordVisitor<T>(std::marker::PhantomData<T>);

        impl<T: Words> Visitor<'_> for WordVisitor<T> {
            type Value = Word<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let words: Vec<_> = T::WORDS.iter().map(|(word, _)| format!("\"{word}\"")).collect();
                write!(f, "one of {}", words.join(", "))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Word<T>, E> {
                Word::from_text(text)
            }
        }

        deserializer.deserialize_str(WordVisitor(std::marker::PhantomData))
    }
}

impl<T: Words> JsonSchema for Word<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "word".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let words: Vec<_> = T::WORDS.iter().map(|(word, _)| *word).collect();
        json_schema!({ "type": "string", "enum": words })
    }
}
