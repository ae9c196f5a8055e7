//! Where Microsoft's documents contradict themselves or each other, and what this project decided.

mod rows;

pub use rows::ERRATA;

/// One contradiction, as `fixtures/spec/errata.md` has it at length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erratum {
    /// Its id, E01 and up.
    pub id: &'static str,
    /// The pages that are wrong, or that contradict each other.
    pub page: &'static str,
    /// What is wrong in the documents, in one line.
    pub defect: &'static str,
    /// What this project takes for right, in one sentence.
    pub decision: &'static str,
    /// What else there is to say: why, or how far the model goes.
    pub note: Option<&'static str>,
    /// How sure the decision is.
    pub confidence: &'static str,
    /// The messages, functions, structures, families and constants that it touches, by C name.
    pub touches: &'static [&'static str],
    /// Where the decision is made.
    pub code: &'static [Place],
    /// What fails when the decision is undone.
    pub pin: Pin,
}

/// An item of the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, from `crates/`.
    pub file: &'static str,
    /// Its name there.
    pub item: &'static str,
}

/// What fails when a decision is undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pin {
    /// Tests: `errata::…` lies in `tests/errata.rs`, and `tapi-wire layouts::spec::…` in the tests of that crate.
    Tests(&'static [&'static str]),
    /// Nothing, and why.
    Nothing(&'static str),
}

/// The errata that touch one of these names, in the order of the ids.
pub fn touching(names: &[&str]) -> impl Iterator<Item = &'static Erratum> {
    ERRATA.iter().filter(|erratum| erratum.touches.iter().any(|touched| names.contains(touched)))
}

/// The errata that a text refers to by id, in the order of the ids.
pub fn cited(text: &str) -> impl Iterator<Item = &'static Erratum> {
    ERRATA.iter().filter(|erratum| text.contains(erratum.id))
}
