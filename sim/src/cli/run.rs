//! `acdsim run`.

mod figures;

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use tapi_acd::contract::Monitor;
use tapi_acd::ids::SeatId;
use tapi_acd::{Event, Record};
use tapi_trace::{Header, Writer};

use super::output::Output;
use super::text::Lines;
use super::{Format, RunArgs, Trouble, Verdict, stdout_trouble};
use crate::scenario::{Scenario, Source, UnknownName, duration_us, load};
use crate::{GENERATOR, SUPERVISOR, Simulation};
use figures::Figures;

/// How many messages are shown when nobody asks for a trace.
const DIGEST: usize = 24;
/// A run that takes longer than this shows its progress.
const PATIENCE: Duration = Duration::from_secs(1);
/// Records between two looks at the clock.
const PROGRESS_EVERY: u64 = 4096;

pub(super) fn run(args: &RunArgs) -> Result<Verdict, Trouble> {
    let (source, scenario) = load(&args.scenario).map_err(Trouble::new)?;
    let name = match &source {
        Source::Embedded(name) => (*name).to_owned(),
        Source::File(path) => path.display().to_string(),
    };
    let mut simulation = prepare(args, &scenario)?;
    let seat = args.seat.as_deref().map(|seat| seat_number(&simulation, seat)).transpose()?;
    let mut sink = Sink::open(args, &name, &scenario, &simulation, seat)?;
    let mut monitor = Monitor::new();
    play(&mut simulation, &mut monitor, &mut sink)?;
    let verdict = if monitor.holds() { Verdict::Ok } else { Verdict::Failed };
    let digest = sink.finish()?;
    let figures = Figures::new(&name, &scenario, &simulation, &monitor);
    if args.json {
        figures.print_json(&mut anstream::stdout().lock()).map_err(stdout_trouble)?;
    } else if let Some(digest) = digest {
        let out = &mut anstream::stdout().lock();
        digest.print(out, args).and_then(|()| figures.print(out)).map_err(stdout_trouble)?;
    }
    Ok(verdict)
}

fn prepare(args: &RunArgs, scenario: &Scenario) -> Result<Simulation, Trouble> {
    let day = match &args.day {
        Some(name) => scenario.day(name).map_err(Trouble::new)?,
        None => &scenario.days[scenario.default_day],
    };
    let simulation = Simulation::on_day(scenario, day, args.seed);
    let Some(text) = &args.until else { return Ok(simulation) };
    let until = duration_us(text).filter(|until| (1..=scenario.duration_us).contains(until));
    let Some(until) = until else {
        let longest =
            jiff::SignedDuration::from_micros(i64::try_from(scenario.duration_us).unwrap_or(i64::MAX));
        let expected =
            format!("a duration from the scenario's start, such as 8h or 90min, up to {longest:#}");
        return Err(Trouble::new(format!("--until {text:?}: expected {expected}")));
    };
    Ok(simulation.until_us(until))
}

fn seat_number(simulation: &Simulation, name: &str) -> Result<SeatId, Trouble> {
    let names = simulation.seat_names();
    let number = names.iter().zip(0..).find(|(known, _)| *known == name).map(|(_, number)| SeatId(number));
    number.ok_or_else(|| Trouble::new(UnknownName::new("seat", name, names.iter().map(String::as_str))))
}

fn play(simulation: &mut Simulation, monitor: &mut Monitor, sink: &mut Sink) -> Result<(), Trouble> {
    let mut progress = Progress::new(simulation);
    for (record, number) in simulation.by_ref().zip(1u64..) {
        monitor.observe(&record);
        sink.take(&record)?;
        if number.is_multiple_of(PROGRESS_EVERY) {
            progress.at(record.at.as_micros());
        }
    }
    progress.bar.finish_and_clear();
    Ok(())
}

/// A bar on a terminal, once the run has taken longer than a second.
struct Progress {
    bar: ProgressBar,
    started: std::time::Instant,
    length: u64,
}

impl Progress {
    fn new(simulation: &Simulation) -> Self {
        let length = simulation.end().as_micros();
        Self { bar: ProgressBar::hidden(), started: std::time::Instant::now(), length }
    }

    fn at(&mut self, micros: u64) {
        if self.bar.is_hidden() && self.started.elapsed() > PATIENCE && std::io::stderr().is_terminal() {
            let template = "{bar:40} {percent:>3} %  {eta} left";
            let style =
                ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
            self.bar = ProgressBar::new(self.length).with_style(style).with_elapsed(self.started.elapsed());
        }
        self.bar.set_position(micros);
    }
}

/// Where the records go.
struct Sink {
    /// The only seat of the trace.
    seat: Option<SeatId>,
    trace: Trace,
    /// The trace's place, for errors.
    place: String,
    digest: Option<Digest>,
}

/// The form of the trace.
enum Trace {
    None,
    Text(Lines, Output),
    Json(Box<Writer<Output>>),
}

/// The first messages of a seat, shown when the run is over.
struct Digest {
    seat: SeatId,
    lines: Lines,
    text: Vec<u8>,
    messages: usize,
}

impl Sink {
    fn open(
        args: &RunArgs,
        name: &str,
        scenario: &Scenario,
        simulation: &Simulation,
        seat: Option<SeatId>,
    ) -> Result<Self, Trouble> {
        let lines = || Lines::new(scenario.start.clone(), simulation.seat_names());
        let to_stdout = args.out.is_none() && args.format.is_some() && !args.json;
        let (place, output) = match &args.out {
            Some(path) => (path.display().to_string(), Some(Output::file(path)?)),
            None => ("to standard output".to_owned(), to_stdout.then(Output::stdout)),
        };
        let trace = match (args.format, output) {
            (_, None) => Trace::None,
            (Some(Format::Text), Some(output)) => Trace::Text(lines(), output),
            (Some(Format::Jsonl) | None, Some(output)) => {
                let writer = Writer::new(output, &header(name, scenario, simulation));
                Trace::Json(Box::new(writer.map_err(|error| Trouble::writing(&place, &error))?))
            }
        };
        let digest = (!args.json && !to_stdout).then(|| Digest {
            seat: seat.unwrap_or(SUPERVISOR),
            lines: lines(),
            text: Vec::new(),
            messages: 0,
        });
        Ok(Self { seat, trace, place, digest })
    }

    fn take(&mut self, record: &Record) -> Result<(), Trouble> {
        if let Some(digest) = &mut self.digest {
            digest.take(record).map_err(stdout_trouble)?;
        }
        let ends = matches!(record.event, Event::End { .. });
        if !ends && self.seat.is_some_and(|seat| seat != record.seat) {
            return Ok(());
        }
        let written = match &mut self.trace {
            Trace::None => Ok(()),
            Trace::Text(lines, output) => lines.write(output, record),
            Trace::Json(writer) => writer.write(record),
        };
        written.map_err(|error| Trouble::writing(&self.place, &error))
    }

    /// The trace is complete; what is left is to be shown.
    fn finish(self) -> Result<Option<Digest>, Trouble> {
        match self.trace {
            Trace::None => {}
            Trace::Text(_, output) => output.finish()?,
            Trace::Json(writer) => {
                let output = writer.finish().map_err(|error| Trouble::writing(&self.place, &error))?;
                output.finish()?;
            }
        }
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

impl Digest {
    fn take(&mut self, record: &Record) -> std::io::Result<()> {
        if record.seat != self.seat || !matches!(record.event, Event::Message { .. }) {
            return Ok(());
        }
        self.messages += 1;
        if self.messages <= DIGEST {
            self.lines.write(&mut self.text, record)?;
        }
        Ok(())
    }

    fn print(&self, out: &mut impl std::io::Write, args: &RunArgs) -> std::io::Result<()> {
        out.write_all(&self.text)?;
        let more = self.messages.saturating_sub(DIGEST);
        let seat = args.seat.as_deref().unwrap_or("supervisor");
        match &args.out {
            Some(path) => writeln!(out, "… {more} more; the trace is in {}\n", path.display()),
            None => {
                writeln!(
                    out,
                    "… {more} more for {seat}: --format text --seat {seat} shows them, --out FILE keeps all\n"
                )
            }
        }
    }
}
