//! A recorded trace, from a file or standard input.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use tapi_acd::Record;
use tapi_trace::{Reader, TraceError};

use super::Trouble;
use super::text::harmless;

/// A trace that is being read.
pub(super) struct Trace {
    name: String,
    reader: Reader<Box<dyn BufRead>>,
}

impl Trace {
    /// Opens a file, or standard input for `-`.
    pub(super) fn open(path: &Path) -> Result<Self, Trouble> {
        let (name, input): (_, Box<dyn BufRead>) = if path == Path::new("-") {
            ("standard input".to_owned(), Box::new(io::stdin().lock()))
        } else {
            let name = path.display().to_string();
            let file = File::open(path).map_err(|error| unreadable(&name, &error))?;
            (name, Box::new(BufReader::new(file)))
        };
        let reader = Reader::new(input).map_err(|error| trouble(&name, error))?;
        Ok(Self { name, reader })
    }

    /// The next record.
    pub(super) fn read(&mut self) -> Result<Option<Record>, Trouble> {
        self.reader.read().map_err(|error| trouble(&self.name, error))
    }

    /// What messages call it.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn reader(&self) -> &Reader<impl BufRead + use<>> {
        &self.reader
    }
}

fn unreadable(name: &str, error: &io::Error) -> Trouble {
    Trouble::new(format!("cannot read {name}: {error}"))
}

fn trouble(name: &str, error: TraceError) -> Trouble {
    match error {
        TraceError::Io { source, .. } => unreadable(name, &source),
        TraceError::Line { line, column, message } => {
            Trouble::new(format!("{name}:{line}:{column}: {}", harmless(&message)))
        }
        other => Trouble::new(format!("{name}: {other}")),
    }
}
