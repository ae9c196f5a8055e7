//! Where scenarios are found: in the program, or in a file.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::error::Fault;
use super::file::LARGEST_BYTES;
use super::names::UnknownName;
use super::{Scenario, ScenarioError};

/// A scenario that is part of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Embedded {
    /// The name by which it is chosen.
    pub name: &'static str,
    /// The file, as a user could have written it.
    pub text: &'static str,
}

/// Where a scenario was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In the program, under this name.
    Embedded(&'static str),
    /// In this file.
    File(PathBuf),
}

/// Why there is no scenario.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The program has none of this name.
    #[error(transparent)]
    Unknown(#[from] UnknownName),
    /// The file cannot be read.
    #[error("cannot read {}: {error}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The file is wrong.
    #[error(transparent)]
    Wrong(#[from] ScenarioError),
}

/// The scenarios that are part of the program.
#[must_use]
pub fn embedded() -> &'static [Embedded] {
    &[
        Embedded { name: "bank-1999", text: include_str!("../../scenarios/bank-1999.toml") },
        Embedded { name: "erlang-c", text: include_str!("../../scenarios/erlang-c.toml") },
        Embedded { name: "erlang-a", text: include_str!("../../scenarios/erlang-a.toml") },
        Embedded { name: "skills", text: include_str!("../../scenarios/skills.toml") },
        Embedded { name: "bilingual", text: include_str!("../../scenarios/bilingual.toml") },
        Embedded { name: "overflow", text: include_str!("../../scenarios/overflow.toml") },
        Embedded { name: "storm-day", text: include_str!("../../scenarios/storm-day.toml") },
    ]
}

/// Finds and reads a scenario.
///
/// An argument that ends in `.toml` or has a path separator in it is a file; any other one is the name of a scenario
/// in the program. So what lies in the working directory never changes what a name means.
///
/// # Errors
///
/// There is no such scenario, the file cannot be read, or what it says is wrong.
pub fn load(name_or_path: &str) -> Result<(Origin, Scenario), LoadError> {
    let (origin, text) = text_of(name_or_path)?;
    let scenario = Scenario::from_toml(&origin.file_name(), &text)?;
    Ok((origin, scenario))
}

/// Finds a scenario and reads its text, which may be wrong yet; see [`load`].
///
/// # Errors
///
/// There is no such scenario, or the file cannot be read or is no text.
pub fn text_of(name_or_path: &str) -> Result<(Origin, String), LoadError> {
    if name_or_path.ends_with(".toml") || name_or_path.contains(std::path::is_separator) {
        let path = PathBuf::from(name_or_path);
        let text = read(&path)?;
        return Ok((Origin::File(path), text));
    }
    let scenario = embedded()
        .iter()
        .find(|scenario| scenario.name == name_or_path)
        .ok_or_else(|| UnknownName::new("scenario", name_or_path, embedded().iter().map(|one| one.name)))?;
    Ok((Origin::Embedded(scenario.name), scenario.text.to_owned()))
}

impl Origin {
    /// What errors call the file.
    #[must_use]
    pub fn file_name(&self) -> String {
        match self {
            Origin::Embedded(name) => (*name).to_owned(),
            Origin::File(path) => path.to_string_lossy().into_owned(),
        }
    }
}

fn read(path: &Path) -> Result<String, LoadError> {
    let bytes = first_bytes(path).map_err(|error| LoadError::Unreadable { path: path.to_owned(), error })?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes());
        let fault = Fault::new(at..at + 1, "this is not text").expected("UTF-8");
        ScenarioError::new(&path.to_string_lossy(), &text, fault).into()
    })
}

/// One byte more than may be, so that a file too large is seen to be so without being read.
fn first_bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
