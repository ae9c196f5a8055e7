//! The first line of a trace: what it is and how it came about.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// The name of the format; the header's `schema`.
pub const SCHEMA: &str = "tapi-acd.trace";
/// The version of the format; the header's `version`. It changes when an old reader would misread a new trace.
pub const VERSION: u32 = 1;

/// What a trace is and how it came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// The format's version.
    pub version: u32,
    /// The scenario's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<String>,
    /// SHA-256 of the scenario's text, in hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario_sha256: Option<String>,
    /// The kind of day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    /// The seed of all randomness.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// The program that made the trace, and the version of its random numbers: equal generators make equal bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generator: Option<String>,
    /// The date and time at `t_us` 0, with its zone (RFC 9557).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<String>,
    /// The seats in the order of their numbers, none twice; a seat that is not listed gets the next number.
    #[serde(default)]
    pub seats: Vec<String>,
}

impl Header {
    /// A header that says nothing but the format and the seats.
    pub fn new(seats: Vec<String>) -> Self {
        Self {
            schema: SCHEMA.into(),
            version: VERSION,
            scenario: None,
            scenario_sha256: None,
            day: None,
            seed: None,
            generator: None,
            epoch: None,
            seats,
        }
    }

    /// A seat that is listed twice: its name would stand for two numbers.
    pub(crate) fn twin(&self) -> Option<&str> {
        let mut known = BTreeSet::new();
        self.seats.iter().map(String::as_str).find(|seat| !known.insert(*seat))
    }
}
