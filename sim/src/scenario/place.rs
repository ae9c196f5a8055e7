//! Values that remember where in the file they stand.

use std::ops::{Deref, Range};

use serde::Deserialize;
use toml::Spanned;

use super::error::Fault;

/// A value and its place, so that an error about it can point there. It is used as the value itself.
#[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(transparent)]
pub(super) struct At<T>(Spanned<T>);

impl<T> At<T> {
    /// Its bytes in the file.
    pub(super) fn span(&self) -> Range<usize> {
        self.0.span()
    }

    /// It is wrong, and why.
    pub(super) fn fault(&self, message: impl Into<String>) -> Fault {
        Fault::new(self.span(), message)
    }
}

impl<T> Deref for At<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.get_ref()
    }
}
