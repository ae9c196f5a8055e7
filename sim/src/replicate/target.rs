//! How precisely a figure is to be known.

use std::fmt;
use std::str::FromStr;

use crate::summary::Summary;

/// A figure and the half width that its interval is to stay below: `service_level<0.005`.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The figure's name, such as `asa` or `queues.sales.asa`.
    pub figure: String,
    /// In the unit of the figure: a share, seconds, calls.
    pub half_width: f64,
}

/// Why a text is no target.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// It has another form.
    #[error("`{0}` is no target; expected a figure and a half width, such as `service_level<0.005`")]
    Form(String),
    /// The half width is not above 0.
    #[error("`{0}` is no half width; expected a number above 0")]
    HalfWidth(String),
}

impl FromStr for Target {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        let (figure, half_width) = text.split_once('<').ok_or_else(|| TargetError::Form(text.to_owned()))?;
        let number =
            half_width.trim().parse().ok().filter(|number: &f64| *number > 0.0 && number.is_finite());
        let half_width = number.ok_or_else(|| TargetError::HalfWidth(half_width.trim().to_owned()))?;
        Ok(Self { figure: figure.trim().to_owned(), half_width })
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}<{}", self.figure, self.half_width)
    }
}

impl Target {
    /// Whether a summary has the figure.
    #[must_use]
    pub fn is_of(&self, summary: &Summary) -> bool {
        summary.named().iter().any(|named| named.name == self.figure)
    }
}
