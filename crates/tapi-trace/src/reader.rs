//! Lines to records. Every error says in which line and column, what was found and what was expected.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read as _};

use serde::de::DeserializeOwned;
use tapi_acd::ids::{RequestId, SeatId};
use tapi_acd::{Attached, Event, Instant, Record};

use crate::header::{Header, SCHEMA, VERSION};
use crate::line::{CallIn, EndIn, Head, Kind, MessageIn, ReturnIn};

/// The longest line that is read, in bytes; a longer one is no trace of ours and is not held in memory.
const LONGEST_LINE: u64 = 1 << 20;

/// Why a trace cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum TraceError {
    /// The input itself failed.
    #[error("line {line}: {source}")]
    Io {
        /// The line, from 1.
        line: u64,
        /// What the input reported.
        source: io::Error,
    },
    /// A line is not what the format asks for.
    #[error("line {line}, column {column}: {message}")]
    Line {
        /// The line, from 1.
        line: u64,
        /// The column, from 1.
        column: usize,
        /// What was found and what was expected.
        message: String,
    },
}

/// Reads a trace, record by record.
#[derive(Debug)]
pub struct Reader<R> {
    input: R,
    header: Header,
    seats: Vec<String>,
    numbers: BTreeMap<String, SeatId>,
    line: u64,
    latest: u64,
    skipped: u64,
    buffer: Vec<u8>,
}

impl<R: BufRead> Reader<R> {
    /// Opens a trace: reads the header.
    ///
    /// # Errors
    /// The first line is no header of a version that this reader knows.
    pub fn new(input: R) -> Result<Self, TraceError> {
        let mut reader = Self {
            input,
            header: Header::new(Vec::new()),
            seats: Vec::new(),
            numbers: BTreeMap::new(),
            line: 0,
            latest: 0,
            skipped: 0,
            buffer: Vec::new(),
        };
        if !reader.next_line()? {
            return Err(reader.error(1, "the trace is empty; expected a header line"));
        }
        reader.header = reader.parse().map_err(|error| reader.expected_header(error))?;
        let Header { schema, version, .. } = &reader.header;
        if schema != SCHEMA {
            return Err(reader.error(1, format!("schema is {schema:?}; expected {SCHEMA:?}")));
        }
        if *version != VERSION {
            return Err(
                reader.error(1, format!("version is {version}; this program reads version {VERSION}"))
            );
        }
        for seat in reader.header.seats.clone() {
            reader.seat(&seat);
        }
        Ok(reader)
    }

    /// What the trace says about itself.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The seats' names so far, by number.
    pub fn seats(&self) -> &[String] {
        &self.seats
    }

    /// The line read last, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Lines of a kind that this version does not know, skipped as the format's policy asks.
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// The next record; `None` at the end.
    ///
    /// # Errors
    /// A line that is not what the format asks for; time that goes back.
    pub fn read(&mut self) -> Result<Option<Record>, TraceError> {
        while self.next_line()? {
            if self.buffer.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            if let Some(record) = self.record()? {
                return Ok(Some(record));
            }
            self.skipped += 1;
        }
        Ok(None)
    }

    fn record(&mut self) -> Result<Option<Record>, TraceError> {
        let (kind, seat, t_us) = {
            let Head { kind, seat, t_us } =
                serde_json::from_slice(&self.buffer).map_err(|error| self.json_error(&error))?;
            (Kind::named(&kind), seat.into_owned(), t_us)
        };
        if t_us < self.latest {
            let message = format!("t_us is {t_us} after {}; expected time not to go back", self.latest);
            return Err(self.error(1, message));
        }
        self.latest = t_us;
        let seat = self.seat(&seat);
        let event = match kind {
            None => return Ok(None),
            Some(Kind::Call) => {
                let CallIn { call: serial, function } = self.parse()?;
                Event::Call { serial, function }
            }
            Some(Kind::Return) => {
                let ReturnIn { call: serial, value, out } = self.parse()?;
                Event::Return { serial, value, out }
            }
            Some(Kind::Message) => {
                let MessageIn { raw, request, answer } = self.parse()?;
                let attached = match (request, answer) {
                    (Some(request), _) => Attached::Request(request),
                    (None, Some(answer)) => Attached::Answer(answer),
                    (None, None) => Attached::None,
                };
                Event::Message { message: raw.into(), attached }
            }
            Some(Kind::End) => self.end()?,
        };
        Ok(Some(Record { at: Instant::from_micros(t_us), seat, event }))
    }

    fn end(&mut self) -> Result<Event, TraceError> {
        let EndIn { pending, blocked } = self.parse()?;
        let mut listed = Vec::with_capacity(pending.len());
        for entry in pending {
            let Some(request) = RequestId::new(entry.request) else {
                let message = format!("{} is no request id; expected 1 to {}", entry.request, RequestId::MAX);
                return Err(self.error(1, message));
            };
            listed.push((self.seat(&entry.seat), request));
        }
        Ok(Event::End { pending: listed, blocked })
    }

    /// The number of a seat; a new name gets the next one.
    fn seat(&mut self, name: &str) -> SeatId {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = SeatId(u32::try_from(self.seats.len()).unwrap_or(u32::MAX));
        self.seats.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    /// Reads a line into the buffer; false at the end of the input.
    fn next_line(&mut self) -> Result<bool, TraceError> {
        self.buffer.clear();
        self.line += 1;
        let mut limited = (&mut self.input).take(LONGEST_LINE);
        let read = limited.read_until(b'\n', &mut self.buffer);
        let line = self.line;
        let length = read.map_err(|source| TraceError::Io { line, source })?;
        if length as u64 == LONGEST_LINE && self.buffer.last() != Some(&b'\n') {
            return Err(self.error(1, format!("the line has more than {LONGEST_LINE} bytes")));
        }
        Ok(length > 0)
    }

    fn parse<T: DeserializeOwned>(&self) -> Result<T, TraceError> {
        serde_json::from_slice(&self.buffer).map_err(|error| self.json_error(&error))
    }

    fn expected_header(&self, error: TraceError) -> TraceError {
        match error {
            TraceError::Line { line, column, message } => {
                let message = format!("{message}; expected a header with \"schema\": {SCHEMA:?}");
                TraceError::Line { line, column, message }
            }
            io @ TraceError::Io { .. } => io,
        }
    }

    /// serde_json speaks of its own line 1 in the text; the column is ours.
    fn json_error(&self, error: &serde_json::Error) -> TraceError {
        let text = error.to_string();
        let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
        self.error(error.column().max(1), message)
    }

    fn error(&self, column: usize, message: impl Into<String>) -> TraceError {
        TraceError::Line { line: self.line, column, message: message.into() }
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Record, TraceError>;

    /// The next record, or the error; see [`Reader::read`].
    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}
