//! Errors that point at the place in the file.

use std::fmt;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::names::nearest;

/// A scenario file is wrong: where, why, and what was expected there.
///
/// It displays as a message with the line of the file below and a caret under the value, as rustc does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioError(Box<Details>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Details {
    file: String,
    line: usize,
    column: usize,
    /// The text of that line with its end, and where in it the fault is, in bytes.
    source: String,
    at: Range<usize>,
    message: String,
    expected: Option<String>,
    help: Option<String>,
}

/// What is wrong with a text, before its file has a name: bytes `at`, and why.
#[derive(Debug)]
pub(super) struct Fault {
    at: Range<usize>,
    message: String,
    expected: Option<String>,
    help: Option<String>,
}

impl Fault {
    pub(super) fn new(at: Range<usize>, message: impl Into<String>) -> Self {
        Self { at, message: message.into(), expected: None, help: None }
    }

    pub(super) fn expected(self, expected: impl Into<String>) -> Self {
        Self { expected: Some(expected.into()), ..self }
    }

    /// Points to the name that was probably meant, if one of `names` is near.
    pub(super) fn did_you_mean<'n>(self, name: &str, names: impl IntoIterator<Item = &'n str>) -> Self {
        let help = nearest(name, names).map(|near| format!("did you mean `{near}`?"));
        Self { help, ..self }
    }
}

/// How the parser's messages begin, and how they read better in a scenario. Only distributions have variants.
const WORDING: [(&str, &str); 6] = [
    ("unknown field", "unknown key"),
    ("missing field", "missing key"),
    ("unknown variant", "unknown distribution"),
    (
        "wanted exactly 1 element, found 0 elements",
        "a distribution without a key, expected one, such as `exponential`",
    ),
    ("invalid type: map, expected enum", "a distribution without a key, expected one, such as `exponential`"),
    ("wanted exactly 1 element, more than 1 element", "a distribution with several keys, expected only one"),
];

impl From<toml::de::Error> for Fault {
    /// The parser says "what is wrong, expected something else" in one sentence; here the two are apart.
    fn from(error: toml::de::Error) -> Self {
        let said = reword(error.message());
        let (message, expected) = match said.split_once(", expected ") {
            Some((message, expected)) => (message, Some(expected)),
            None => (said.as_str(), None),
        };
        let fault = Self {
            at: error.span().unwrap_or_default(),
            message: message.to_owned(),
            expected: expected.map(str::to_owned),
            help: None,
        };
        // Names stand between backquotes: the stranger in the message, the known ones in what was expected.
        match (message.strip_prefix("unknown"), message.split('`').nth(1), expected) {
            (Some(_), Some(stranger), Some(known)) => {
                fault.did_you_mean(stranger, known.split('`').skip(1).step_by(2))
            }
            _ => fault,
        }
    }
}

fn reword(message: &str) -> String {
    WORDING
        .iter()
        .find_map(|(theirs, ours)| message.strip_prefix(theirs).map(|rest| format!("{ours}{rest}")))
        .unwrap_or_else(|| message.to_owned())
}

impl ScenarioError {
    pub(super) fn new(file: &str, text: &str, fault: Fault) -> Self {
        let start = floor_char(text, fault.at.start);
        let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline + 1);
        // A fault may span lines; its caret stays on the first.
        let end = floor_char(text, fault.at.end).clamp(start, line_end);
        Self(Box::new(Details {
            file: file.to_owned(),
            line: text[..start].matches('\n').count() + 1,
            column: text[line_start..start].chars().count() + 1,
            source: text[line_start..line_end].to_owned(),
            at: start - line_start..end - line_start,
            message: fault.message,
            expected: fault.expected,
            help: fault.help,
        }))
    }

    /// The name of the file.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.0.file
    }

    /// The line, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.0.line
    }

    /// The column in characters, from 1.
    #[must_use]
    pub fn column(&self) -> usize {
        self.0.column
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What should be there instead.
    #[must_use]
    pub fn expected(&self) -> Option<&str> {
        self.0.expected.as_deref()
    }

    /// A way out, such as the name that was probably meant.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.0.help.as_deref()
    }

    /// The error with colours for a terminal; `to_string` gives it without.
    #[must_use]
    pub fn to_coloured(&self) -> String {
        self.render(&Renderer::styled())
    }

    fn render(&self, renderer: &Renderer) -> String {
        let error = &*self.0;
        let label = error.expected.as_ref().map(|expected| format!("expected {expected}"));
        let caret = AnnotationKind::Primary.span(error.at.clone()).label(label);
        let snippet =
            Snippet::source(&error.source).line_start(error.line).path(&error.file).annotation(caret);
        let help = error.help.as_ref().map(|help| Level::HELP.message(help));
        renderer.render(&[Level::ERROR.primary_title(&error.message).element(snippet).elements(help)])
    }
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(&Renderer::plain()))
    }
}

impl std::error::Error for ScenarioError {}

/// The nearest place at or before `at` where a character begins.
fn floor_char(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
