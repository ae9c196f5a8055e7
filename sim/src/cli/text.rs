//! Records as aligned lines for people.

use std::fmt::Write as _;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use jiff::{Span, Zoned};
use tapi_acd::message::shape;
use tapi_acd::wire::LineMessage;
use tapi_acd::{Event, Function, Instant, Record, ResultCode};

/// The longest message name of the call-center part, so that columns align.
const NAME_WIDTH: usize = "LINE_AGENTSESSIONSTATUS".len();

const TIME: Style = Style::new().dimmed();
const MESSAGE: Style = AnsiColor::Cyan.on_default();
const FUNCTION: Style = AnsiColor::Green.on_default();
const ERROR: Style = AnsiColor::Red.on_default();

/// Headings of reports.
pub(super) const HEADING: Style = Style::new().bold();
/// What went wrong.
pub(super) const BAD: Style = AnsiColor::Red.on_default().bold();
/// What went well.
pub(super) const GOOD: Style = AnsiColor::Green.on_default().bold();

/// Turns records into lines.
pub(super) struct Lines {
    start: Zoned,
    seats: Vec<String>,
    seat_width: usize,
}

impl Lines {
    pub(super) fn new(start: Zoned, seats: Vec<String>) -> Self {
        let seat_width = seats.iter().map(String::len).max().unwrap_or(0);
        Self { start, seats, seat_width }
    }

    pub(super) fn write(&self, out: &mut impl Write, record: &Record) -> io::Result<()> {
        let time = self.clock(record.at);
        let seat = self.seats.get(record.seat.0 as usize).map_or("", String::as_str);
        let width = self.seat_width;
        write!(out, "{TIME}{time}{TIME:#}  {seat:width$}  ")?;
        match &record.event {
            Event::Message { message, .. } => writeln!(out, "{}", message_text(message)),
            Event::Call { serial, function } => {
                let name = function.row().name;
                writeln!(
                    out,
                    "{FUNCTION}{name:NAME_WIDTH$}{FUNCTION:#}  call={}{}",
                    serial.0,
                    arguments(function)
                )
            }
            Event::Return { serial, value, .. } => {
                write!(out, "{:NAME_WIDTH$}  call={} value={value}", "  returns", serial.0)?;
                match ResultCode(*value).error() {
                    Some(error) => writeln!(out, " {ERROR}{error}{ERROR:#}"),
                    None => writeln!(out),
                }
            }
            Event::End { pending, blocked } => {
                let (pending, blocked) = (pending.len(), blocked.len());
                writeln!(
                    out,
                    "{:NAME_WIDTH$}  pending requests={pending} blocked calls={blocked}",
                    "end of the run"
                )
            }
        }
    }

    /// The local time of day, to the millisecond.
    pub(super) fn clock(&self, at: Instant) -> String {
        let micros = i64::try_from(at.as_micros()).unwrap_or(i64::MAX);
        match self.start.checked_add(Span::new().microseconds(micros)) {
            Ok(time) => time.strftime("%H:%M:%S%.3f").to_string(),
            Err(_) => format!("+{micros} us"),
        }
    }
}

fn message_text(message: &LineMessage) -> String {
    let name = message.message_id.to_string();
    let mut text = format!("{MESSAGE}{name:NAME_WIDTH$}{MESSAGE:#} ");
    match shape(message.message_id) {
        Some(shape) => {
            if shape.device.starts_with("hCall") {
                let _ = write!(text, " hCall={:#x}", message.device);
            }
            for field in shape.fields(message) {
                let _ = write!(text, " {}={}", field.name, field.value);
            }
        }
        None => {
            let [a, b, c] = [message.param1, message.param2, message.param3];
            let _ = write!(text, " hDevice={:#x} {a:#x} {b:#x} {c:#x}", message.device);
        }
    }
    text
}

/// A call's parameters under their C names, as a trace has them.
fn arguments(function: &Function) -> String {
    let value = serde_json::to_value(function).unwrap_or_default();
    let args = value.get("args").and_then(serde_json::Value::as_object);
    args.into_iter().flatten().fold(String::new(), |mut text, (name, value)| {
        let shown = match value {
            serde_json::Value::String(words) => words.clone(),
            serde_json::Value::Number(number) if name.starts_with('h') || name.starts_with("lp") => {
                format!("{:#x}", number.as_u64().unwrap_or_default())
            }
            other => other.to_string(),
        };
        let _ = write!(text, " {name}={shown}");
        text
    })
}
