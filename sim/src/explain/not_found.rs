//! A query without an answer.

use std::fmt;

/// Why a query has no answer, and what was probably meant.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotFound {
    /// Nothing has this name.
    Name {
        /// The name.
        name: String,
        /// Names that are near, the nearest first.
        near: Vec<&'static str>,
    },
    /// It begins like a number and is none of 32 bits.
    Number {
        /// The text.
        text: String,
    },
    /// There is no such family of constants.
    Family {
        /// The name.
        name: String,
        /// Families whose names are near, the nearest first.
        near: Vec<&'static str>,
    },
    /// The family has no constant of this name.
    NameInFamily {
        /// The name.
        name: String,
        /// The family's prefix.
        family: &'static str,
        /// Constants of the family whose names are near, the nearest first.
        near: Vec<&'static str>,
    },
    /// The family has no such value and none of these bits.
    Value {
        /// The number.
        value: u32,
        /// The family's prefix.
        family: &'static str,
    },
    /// Names were joined that exclude each other.
    OneValue {
        /// The family's prefix.
        family: &'static str,
    },
    /// Names were joined that belong to different families.
    NoCommonFamily {
        /// The names.
        query: String,
    },
}

/// What one can ask for, each with an example.
const KINDS: &str = "one can ask for
  a message          LINE_AGENTSTATUSEX
  a constant         LINEAGENTSTATEEX_READY
  a set of bits      0x6 --family LINEAGENTSTATUSEX_, or names joined by |
  a family           LINEAGENTSTATE_
  an error code      LINEERR_OPERATIONFAILED, 0x80000048 or -2147483576
  a number           0x1d
  a structure        LINEAGENTSTATUS, or an arm: LINEPROXYREQUEST.CreateAgent
  a request type     LINEPROXYREQUEST_GETQUEUEINFO
  a function         lineSetAgentStateEx
  a rule             S02
  a state machine    agent session
  an agent's views   views
  an erratum         E02";

impl NotFound {
    /// The names that were probably meant, the nearest first.
    #[must_use]
    pub fn near(&self) -> &[&'static str] {
        match self {
            NotFound::Name { near, .. }
            | NotFound::Family { near, .. }
            | NotFound::NameInFamily { near, .. } => near,
            NotFound::Number { .. }
            | NotFound::Value { .. }
            | NotFound::OneValue { .. }
            | NotFound::NoCommonFamily { .. } => &[],
        }
    }
}

impl fmt::Display for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotFound::Name { name, .. } => write!(f, "nothing is called `{}`", name.escape_debug())?,
            NotFound::Number { text } => write!(f, "`{}` is not a number of 32 bits", text.escape_debug())?,
            NotFound::Family { name, .. } => {
                write!(f, "there is no family of constants `{}`", name.escape_debug())?;
            }
            NotFound::NameInFamily { name, family, .. } => {
                write!(f, "{family} has no constant `{}`", name.escape_debug())?;
            }
            NotFound::Value { value, family } => {
                write!(f, "{value:#x} is not defined in {family}; `explain {family}` lists what is")?;
            }
            NotFound::OneValue { family } => {
                write!(f, "the values of {family} exclude each other, so they cannot be joined by |")?;
            }
            NotFound::NoCommonFamily { query } => {
                write!(f, "no family of bits has all of `{}`", query.escape_debug())?;
            }
        }
        if !self.near().is_empty() {
            write!(f, "\nnear names: {}", self.near().join(", "))?;
        }
        match self {
            NotFound::Name { .. } => write!(f, "\n{KINDS}"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for NotFound {}
