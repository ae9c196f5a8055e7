//! Where the records of a run go: into the trace, and into the digest that is shown.

use std::io::{self, Write};
use std::path::Path;

use tapi_acd::ids::SeatId;
use tapi_acd::{Event, Record};
use tapi_trace::{Header, Writer};

use super::super::output::Output;
use super::super::text::Lines;
use super::super::{Format, RunArgs, Trouble};
use crate::scenario::Scenario;
use crate::{GENERATOR, SUPERVISOR, Simulation};

/// How many messages are shown: more than a seat hears while everything starts.
const DIGEST: usize = 40;

pub(super) struct Sink {
    /// The only seat of the trace.
    seat: Option<SeatId>,
    trace: Trace,
    place: Place,
    digest: Option<Digest>,
}

/// The form of the trace.
enum Trace {
    None,
    Text(Lines, Output),
    Json(Writer<Output>),
}

/// Where the trace goes.
enum Place {
    Nowhere,
    Stdout,
    File(String),
}

impl Place {
    fn of(args: &RunArgs) -> Result<Self, Trouble> {
        match &args.out {
            Some(path) if path == Path::new("-") && args.json => {
                let tip = "the trace can go to a file: --out FILE";
                Err(Trouble::new(format!(
                    "--out - and --json: both would write to standard output\n\n  tip: {tip}"
                )))
            }
            Some(path) if path == Path::new("-") => Ok(Place::Stdout),
            Some(path) => Ok(Place::File(path.display().to_string())),
            None if args.format.is_some() && !args.json => Ok(Place::Stdout),
            None => Ok(Place::Nowhere),
        }
    }

    fn trouble(&self, error: &io::Error) -> Trouble {
        match self {
            Place::File(path) => Trouble::writing(path, error),
            Place::Stdout | Place::Nowhere => Trouble::writing("to standard output", error),
        }
    }
}

impl Sink {
    pub(super) fn open(
        args: &RunArgs,
        name: &str,
        scenario: &Scenario,
        simulation: &Simulation,
        seat: Option<SeatId>,
    ) -> Result<Self, Trouble> {
        let place = Place::of(args)?;
        let names = simulation.seat_names();
        let text = args.format == Some(Format::Text);
        let output = match (&place, &args.out) {
            (Place::File(_), Some(path)) => Some(Output::file(path).map_err(|error| place.trouble(&error))?),
            (Place::Stdout, _) if text => Some(Output::stdout(anstream::stdout())),
            (Place::Stdout, _) => Some(Output::stdout(io::stdout())),
            _ => None,
        };
        let trace = match output {
            None => Trace::None,
            Some(output @ Output::Stdout(_)) if text => {
                Trace::Text(Lines::coloured(scenario.start.clone(), names.clone()), output)
            }
            Some(output) if text => Trace::Text(Lines::plain(scenario.start.clone(), names.clone()), output),
            Some(output) => {
                let writer = Writer::new(output, &header(name, scenario, simulation));
                Trace::Json(writer.map_err(|error| place.trouble(&error))?)
            }
        };
        let shown = !args.json && !matches!(place, Place::Stdout);
        let digest = shown.then(|| {
            let seat = seat.unwrap_or(SUPERVISOR);
            Digest {
                seat,
                name: names.get(seat.0 as usize).cloned().unwrap_or_default(),
                trace: match &place {
                    Place::File(path) => Some(path.clone()),
                    Place::Stdout | Place::Nowhere => None,
                },
                lines: Lines::coloured(scenario.start.clone(), names),
                first: Vec::new(),
                messages: 0,
            }
        });
        Ok(Self { seat, trace, place, digest })
    }

    /// Whether the trace goes to standard output.
    pub(super) fn is_stdout(&self) -> bool {
        matches!(self.place, Place::Stdout)
    }

    pub(super) fn take(&mut self, record: &Record) -> Result<(), Trouble> {
        if let Some(digest) = &mut self.digest {
            digest.take(record);
        }
        // The closing record is every seat's.
        let ends = matches!(record.event, Event::End { .. });
        if !ends && self.seat.is_some_and(|seat| seat != record.seat) {
            return Ok(());
        }
        let written = match &mut self.trace {
            Trace::None => Ok(()),
            Trace::Text(lines, output) => lines.write(output, record),
            Trace::Json(writer) => writer.write(record),
        };
        written.map_err(|error| self.place.trouble(&error))
    }

    /// The trace is complete; what is left is to be shown.
    pub(super) fn finish(self) -> Result<Option<Digest>, Trouble> {
        let finished = match self.trace {
            Trace::None => Ok(()),
            Trace::Text(_, output) => output.finish(),
            Trace::Json(writer) => writer.finish().and_then(Output::finish),
        };
        finished.map_err(|error| self.place.trouble(&error))?;
        Ok(self.digest)
    }
}

fn header(name: &str, scenario: &Scenario, simulation: &Simulation) -> Header {
    Header {
        scenario: Some(name.to_owned()),
        scenario_sha256: Some(scenario.hash().to_owned()),
        day: Some(simulation.day().name.clone()),
        seed: Some(simulation.seed()),
        generator: Some(GENERATOR.to_owned()),
        epoch: Some(scenario.start.to_string()),
        ..Header::new(simulation.seat_names())
    }
}

/// The first messages of a seat, shown when the run is over.
pub(super) struct Digest {
    seat: SeatId,
    name: String,
    /// The file that has the trace.
    trace: Option<String>,
    lines: Lines,
    first: Vec<Record>,
    messages: usize,
}

impl Digest {
    fn take(&mut self, record: &Record) {
        if record.seat == self.seat && matches!(record.event, Event::Message { .. }) {
            self.messages += 1;
            if self.messages <= DIGEST {
                self.first.push(record.clone());
            }
        }
    }

    pub(super) fn print(&self, out: &mut impl Write) -> io::Result<()> {
        let Self { name, messages, .. } = self;
        self.first.iter().try_for_each(|record| self.lines.write(out, record))?;
        match *messages {
            0 => writeln!(out, "{name} got no message.")?,
            1..=DIGEST => writeln!(out, "These are all messages for {name}.")?,
            _ => writeln!(out, "… the first {DIGEST} of {messages} messages for {name}.")?,
        }
        match &self.trace {
            Some(path) => writeln!(out, "The trace is in {path}.\n"),
            None => writeln!(
                out,
                "To see the rest: --format text --seat {name}. To keep the trace: --out FILE.\n"
            ),
        }
    }
}
