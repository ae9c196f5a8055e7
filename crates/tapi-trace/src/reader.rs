//! Lines to records. Every error says in which line and column, what was found and what was expected.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read as _};

use serde::Deserialize;
use tapi_acd::ids::{RequestId, SeatId};
use tapi_acd::{Attached, Event, Instant, Record};

use crate::header::{Header, SCHEMA, VERSION};
use crate::line::{CallIn, EndIn, Head, Kind, LONGEST_LINE, MessageIn, RequestIn, ReturnIn};

/// Why a trace cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
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
        /// The column in bytes, from 1.
        column: usize,
        /// What was found and what was expected.
        message: String,
    },
}

/// Reads a trace, record by record.
#[derive(Debug)]
pub struct Reader<R> {
    lines: Lines<R>,
    header: Header,
    content: Content,
    skipped: u64,
}

impl<R: BufRead> Reader<R> {
    /// Opens a trace: reads the header.
    ///
    /// # Errors
    /// The first line is no header of a version that this reader knows.
    pub fn new(input: R) -> Result<Self, TraceError> {
        let mut lines = Lines { input, number: 0, buffer: Vec::new() };
        let Some(line) = lines.next()? else {
            return Err(Line { number: 1, text: "" }.error(1, "the trace is empty; expected a header"));
        };
        let header = line.header()?;
        let content = Content { seats: Seats::new(&header.seats), latest: 0, ended: false };
        Ok(Self { lines, header, content, skipped: 0 })
    }

    /// What the trace says about itself.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The seats' names so far, by number.
    pub fn seats(&self) -> &[String] {
        &self.content.seats.names
    }

    /// The line read last, from 1.
    pub fn line(&self) -> u64 {
        self.lines.number
    }

    /// Lines of a kind that this version does not know, skipped as the format's policy asks.
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// Whether the closing record was read: a trace without it was cut off.
    pub fn ended(&self) -> bool {
        self.content.ended
    }

    /// The next record; `None` at the end of the input. After a bad line the next call reads the line that follows.
    ///
    /// # Errors
    /// A line that is not what the format asks for; time that goes back.
    pub fn read(&mut self) -> Result<Option<Record>, TraceError> {
        while let Some(line) = self.lines.next()? {
            if line.text.trim_ascii().is_empty() {
                continue;
            }
            if let Some(record) = self.content.record(&line)? {
                return Ok(Some(record));
            }
            self.skipped += 1;
        }
        Ok(None)
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Record, TraceError>;

    /// The next record, or the error; see [`Reader::read`].
    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

/// The input, line by line.
#[derive(Debug)]
struct Lines<R> {
    input: R,
    number: u64,
    buffer: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    fn next(&mut self) -> Result<Option<Line<'_>>, TraceError> {
        self.buffer.clear();
        // One byte more than a line may have: its end, or the sign that it is too long.
        let mut limited = (&mut self.input).take(LONGEST_LINE as u64 + 1);
        let read = limited.read_until(b'\n', &mut self.buffer);
        let number = self.number + 1;
        if read.map_err(|source| TraceError::Io { line: number, source })? == 0 {
            return Ok(None);
        }
        self.number = number;
        let error = |column, message: &str| Line { number, text: "" }.error(column, message);
        if self.buffer.pop_if(|last| *last == b'\n').is_none() && self.buffer.len() > LONGEST_LINE {
            return Err(error(LONGEST_LINE + 1, &format!("expected a line of at most {LONGEST_LINE} bytes")));
        }
        match str::from_utf8(&self.buffer) {
            Ok(text) => Ok(Some(Line { number, text })),
            Err(wrong) => Err(error(wrong.valid_up_to() + 1, "this is no text; expected UTF-8")),
        }
    }
}

/// One line of the input.
struct Line<'a> {
    number: u64,
    text: &'a str,
}

impl<'a> Line<'a> {
    fn parse<T: Deserialize<'a>>(&self) -> Result<T, TraceError> {
        // serde would take an array of the right values for an object.
        let object = self.text.trim_ascii_start();
        if !object.starts_with('{') {
            return Err(self.error(self.text.len() - object.len() + 1, "expected a JSON object"));
        }
        serde_json::from_str(self.text).map_err(|error| {
            // serde_json speaks of a line 1 and of Rust's variants; here are many lines, and names.
            let place = format!(" at line {} column {}", error.line(), error.column());
            let message = error.to_string().replacen("unknown variant", "unknown name", 1);
            self.error(error.column().max(1), message.strip_suffix(&place).unwrap_or(&message))
        })
    }

    fn error(&self, column: usize, message: impl Into<String>) -> TraceError {
        TraceError::Line { line: self.number, column, message: message.into() }
    }

    fn header(&self) -> Result<Header, TraceError> {
        /// What no version changes.
        #[derive(Deserialize)]
        struct Format {
            schema: String,
            version: u32,
        }
        let Format { schema, version } = self.parse().map_err(expected_header)?;
        if schema != SCHEMA {
            return Err(self.error(1, format!("schema is {schema:?}; expected {SCHEMA:?}")));
        }
        if version != VERSION {
            return Err(self.error(1, format!("version is {version}; expected {VERSION}")));
        }
        let header: Header = self.parse()?;
        match header.twin() {
            Some(seat) => {
                Err(self.error(1, format!("seat {seat:?} is listed twice; expected each name once")))
            }
            None => Ok(header),
        }
    }
}

fn expected_header(error: TraceError) -> TraceError {
    match error {
        TraceError::Line { line, column, message } => {
            let message =
                format!("{message}; a trace begins with {{\"schema\":{SCHEMA:?},\"version\":{VERSION}");
            TraceError::Line { line, column, message }
        }
        io @ TraceError::Io { .. } => io,
    }
}

/// What is known of the records so far.
#[derive(Debug)]
struct Content {
    seats: Seats,
    latest: u64,
    ended: bool,
}

impl Content {
    /// The record of a line; `None` when its kind is not known.
    fn record(&mut self, line: &Line<'_>) -> Result<Option<Record>, TraceError> {
        let Head { kind, seat, t_us } = line.parse()?;
        if t_us < self.latest {
            let message = format!("t_us is {t_us} after {}; expected time not to go back", self.latest);
            return Err(line.error(1, message));
        }
        self.latest = t_us;
        let Some(kind) = Kind::named(&kind) else { return Ok(None) };
        if self.ended {
            return Err(line.error(1, "a record after the closing one; expected the end of the trace"));
        }
        let seat = self.seats.number(&seat);
        let event = match kind {
            Kind::Call => {
                let CallIn { call: serial } = line.parse()?;
                Event::Call { serial, function: Box::new(line.parse()?) }
            }
            Kind::Return => {
                let ReturnIn { call: serial, value, out } = line.parse()?;
                Event::Return { serial, value, out }
            }
            Kind::Message => message(line)?,
            Kind::Gone => Event::Gone,
            Kind::End => self.end(line)?,
        };
        Ok(Some(Record { at: Instant::from_micros(t_us), seat, event }))
    }

    fn end(&mut self, line: &Line<'_>) -> Result<Event, TraceError> {
        let EndIn { pending, blocked } = line.parse()?;
        let mut listed = Vec::with_capacity(pending.len());
        for entry in pending {
            let Some(request) = RequestId::new(entry.request) else {
                let message = format!("{} is no request id; expected 1 to {}", entry.request, RequestId::MAX);
                return Err(line.error(1, message));
            };
            listed.push((self.seats.number(&entry.seat), request));
        }
        self.ended = true;
        Ok(Event::End { pending: listed, blocked })
    }
}

fn message(line: &Line<'_>) -> Result<Event, TraceError> {
    let read: MessageIn = line.parse()?;
    let message = read.raw();
    let attached = match (read.request, read.answer) {
        (None, None) => Attached::None,
        (Some(RequestIn { dwClientAppAPIVersion: client_version, request }), None) => {
            Attached::Request { client_version, request: Box::new(request) }
        }
        (None, Some(answer)) => Attached::Answer(Box::new(answer)),
        (Some(_), Some(_)) => {
            return Err(line.error(1, "a request and an answer; expected at most one of them"));
        }
    };
    Ok(Event::Message { message, attached })
}

/// The seats by name and number.
#[derive(Debug)]
struct Seats {
    names: Vec<String>,
    numbers: BTreeMap<String, SeatId>,
}

impl Seats {
    fn new(names: &[String]) -> Self {
        let numbers = names.iter().cloned().zip((0..).map(SeatId)).collect();
        Self { names: names.to_vec(), numbers }
    }

    /// The number of a seat; a new name gets the next one.
    fn number(&mut self, name: &str) -> SeatId {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = SeatId(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }
}
