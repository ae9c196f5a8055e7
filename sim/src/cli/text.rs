//! Records as aligned lines for people.

use std::fmt::{self, Write as _};
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use jiff::{Span, Zoned};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use tapi_acd::message::shape;
use tapi_acd::wire::LineMessage;
use tapi_acd::{Attached, Event, Function, Instant, Out, Record, ResultCode};

/// The longest message name of the call-center part, so that columns align.
const NAME_WIDTH: usize = "LINE_AGENTSESSIONSTATUS".len();

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
    styles: Styles,
}

/// How the parts of a line look.
#[derive(Default)]
struct Styles {
    time: Style,
    message: Style,
    function: Style,
    error: Style,
}

const COLOURED: Styles = Styles {
    time: Style::new().dimmed(),
    message: AnsiColor::Cyan.on_default(),
    function: AnsiColor::Green.on_default(),
    error: AnsiColor::Red.on_default(),
};

impl Lines {
    /// Lines for a file.
    pub(super) fn plain(start: Zoned, seats: Vec<String>) -> Self {
        Self::styled(start, seats, Styles::default())
    }

    /// Lines for a stream that removes the colours where nobody would see them.
    pub(super) fn coloured(start: Zoned, seats: Vec<String>) -> Self {
        Self::styled(start, seats, COLOURED)
    }

    fn styled(start: Zoned, seats: Vec<String>, styles: Styles) -> Self {
        let seat_width = seats.iter().map(String::len).max().unwrap_or(0);
        Self { start, seats, seat_width, styles }
    }

    pub(super) fn write(&self, out: &mut impl Write, record: &Record) -> io::Result<()> {
        let Styles { time, function: function_style, error: error_style, .. } = self.styles;
        let clock = self.local(record.at, "%H:%M:%S%.3f");
        let seat = self.seats.get(record.seat.0 as usize).map_or("", String::as_str);
        let width = self.seat_width;
        write!(out, "{time}{clock}{time:#}  {seat:width$}  ")?;
        match &record.event {
            Event::Message { message, attached } => writeln!(out, "{}", self.message(message, attached)),
            Event::Call { serial, function } => {
                let style = function_style;
                let name = function.row().name;
                writeln!(
                    out,
                    "{style}{name:NAME_WIDTH$}{style:#}  call={}{}",
                    serial.0,
                    Arguments::of(function)
                )
            }
            Event::Return { serial, value, out: handed_out } => {
                write!(out, "{:NAME_WIDTH$}  call={} value={value}", "  returns", serial.0)?;
                if let Some(error) = ResultCode(*value).error() {
                    write!(out, " {error_style}{error}{error_style:#}")?;
                }
                match handed_out {
                    Out::None => writeln!(out),
                    Out::App { app, .. } => writeln!(out, " hLineApp={:#x}", app.0),
                    Out::ApiVersion(version) => writeln!(out, " dwAPIVersion={:#x}", version.0),
                    Out::Line(line) => writeln!(out, " hLine={:#x}", line.0),
                    Out::RequestTypes(types) => {
                        let types: Vec<_> = types.iter().map(ToString::to_string).collect();
                        writeln!(out, " proxyRequestTypes={}", types.join(","))
                    }
                }
            }
            Event::Gone => writeln!(out, "{:NAME_WIDTH$}", "gone without a word"),
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

    /// The local time in a format of `strftime`.
    pub(super) fn local(&self, at: Instant, format: &str) -> String {
        let micros = i64::try_from(at.as_micros()).unwrap_or(i64::MAX);
        match self.start.checked_add(Span::new().microseconds(micros)) {
            Ok(time) => time.strftime(format).to_string(),
            Err(_) => format!("+{micros} us"),
        }
    }

    fn message(&self, message: &LineMessage, attached: &Attached) -> String {
        let style = self.styles.message;
        let name = message.message_id.to_string();
        let mut text = format!("{style}{name:NAME_WIDTH$}{style:#} ");
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
        match attached {
            Attached::None => {}
            Attached::Request { request, .. } => {
                let _ = write!(text, " dwRequestType={}", request.request_type());
            }
            Attached::Answer(answer) => {
                let _ = write!(text, " answer={}", serde_json::to_string(answer).unwrap_or_default());
            }
        }
        text
    }
}

/// A call's parameters under their C names and in their order, as a trace has them.
#[derive(Default)]
struct Arguments(Vec<(String, serde_json::Value)>);

impl Arguments {
    fn of(function: &Function) -> Self {
        #[derive(serde::Deserialize)]
        struct Call {
            args: Arguments,
        }
        let call = serde_json::to_string(function).and_then(|text| serde_json::from_str(&text));
        call.map(|Call { args }| args).unwrap_or_default()
    }
}

impl<'de> Deserialize<'de> for Arguments {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// A map of serde_json would sort the names.
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Arguments;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("parameters by name")
            }
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Arguments, M::Error> {
                std::iter::from_fn(|| map.next_entry().transpose()).collect::<Result<_, _>>().map(Arguments)
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

impl fmt::Display for Arguments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(name, value)| match value {
            serde_json::Value::String(words) => write!(f, " {name}={words}"),
            serde_json::Value::Number(number) if is_hex(name) => {
                write!(f, " {name}={:#x}", number.as_u64().unwrap_or_default())
            }
            other => write!(f, " {name}={other}"),
        })
    }
}

/// Handles, addresses and versions read better in hexadecimal digits.
fn is_hex(name: &str) -> bool {
    name.starts_with('h') || name.starts_with("lp") || name.starts_with("dwAPI")
}

/// Text from outside without control characters, which could do anything to a terminal.
pub(super) fn harmless(text: &str) -> String {
    let mut harmless = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() {
            harmless.extend(c.escape_default());
        } else {
            harmless.push(c);
        }
    }
    harmless
}
