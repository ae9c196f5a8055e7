//! Names, and the ones that were probably meant.

use std::collections::BTreeMap;
use std::fmt;

use super::error::Fault;
use super::place::At;

/// Lists are no longer than this: what they are combined into must not cost what no file is worth.
const MOST_NAMES: usize = 10_000;

/// The names of one list of the file, each with its index.
pub(super) struct Names<'f> {
    what: &'static str,
    index: BTreeMap<&'f str, usize>,
}

impl<'f> Names<'f> {
    /// Takes the names in order; each one must be new and not empty.
    pub(super) fn of(
        what: &'static str,
        names: impl IntoIterator<Item = &'f At<String>>,
    ) -> Result<Self, Fault> {
        let mut index = BTreeMap::new();
        for (place, name) in names.into_iter().enumerate() {
            if name.trim().is_empty() {
                return Err(name.fault(format!("the {what} has no name")));
            }
            if place >= MOST_NAMES {
                let message = format!("this is one {what} too many");
                return Err(name.fault(message).expected(format!("at most {MOST_NAMES}")));
            }
            if index.insert(name.as_str(), place).is_some() {
                return Err(name.fault(format!("a second {what} `{}`", **name)).expected("another name"));
            }
        }
        Ok(Self { what, index })
    }

    /// The index of a name that the file refers to.
    pub(super) fn find(&self, name: &At<String>) -> Result<usize, Fault> {
        self.index.get(name.as_str()).copied().ok_or_else(|| {
            let fault = name.fault(format!("there is no {} `{}`", self.what, **name));
            if self.index.is_empty() {
                return fault;
            }
            fault.expected(one_of(self.index.keys().copied())).did_you_mean(name, self.index.keys().copied())
        })
    }

    /// The indices of a list of names; it must hold one, and none twice.
    pub(super) fn find_all(&self, names: &At<Vec<At<String>>>) -> Result<Vec<usize>, Fault> {
        if names.is_empty() {
            return Err(names.fault("the list is empty").expected(format!("at least one {}", self.what)));
        }
        Names::of(self.what, names.iter())?;
        names.iter().map(|name| self.find(name)).collect()
    }
}

/// A name that nothing has, and the names there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    what: &'static str,
    name: String,
    known: Vec<String>,
}

impl UnknownName {
    pub(crate) fn new<'n>(what: &'static str, name: &str, known: impl IntoIterator<Item = &'n str>) -> Self {
        Self { what, name: name.to_owned(), known: known.into_iter().map(str::to_owned).collect() }
    }

    /// The names there are.
    #[must_use]
    pub fn known(&self) -> &[String] {
        &self.known
    }

    /// The name that was probably meant, if one is near.
    #[must_use]
    pub fn nearest(&self) -> Option<&str> {
        nearest(&self.name, self.known.iter().map(String::as_str))
    }
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = one_of(self.known.iter().map(String::as_str));
        write!(f, "there is no {} `{}`; expected {known}", self.what, self.name)?;
        match self.nearest() {
            Some(near) => write!(f, " (did you mean `{near}`?)"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for UnknownName {}

/// Longer names are not compared: the cost grows with the product of their lengths.
const LONGEST_COMPARED: usize = 64;
/// More names than these are not listed; nobody would read them.
const MOST_LISTED: usize = 20;

/// The known name that `name` is the beginning of, or that a slip of the hand explains.
pub(super) fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let name = name.to_lowercase();
    let slips = |other: &str| match other.to_lowercase() {
        other if name.len() >= 3 && other.starts_with(&name) => 0,
        other => strsim::damerau_levenshtein(&name, &other),
    };
    let comparable = known.into_iter().filter(|other| name.len().max(other.len()) <= LONGEST_COMPARED);
    let (slips, near) = comparable.map(|other| (slips(other), other)).min()?;
    (slips <= 1 + name.chars().count() / 4).then_some(near)
}

fn one_of<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> String {
    let others = names.len().saturating_sub(MOST_LISTED);
    let listed: Vec<String> = names.take(MOST_LISTED).map(|name| format!("`{name}`")).collect();
    match (listed.as_slice(), others) {
        ([only], _) => only.clone(),
        (several, 0) => format!("one of {}", several.join(", ")),
        (several, _) => format!("one of {} and {others} others", several.join(", ")),
    }
}
