//! `acdsim run`.

mod sink;

use std::io::{self, IsTerminal as _};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressFinish, ProgressStyle};
use tapi_acd::contract::Monitor;
use tapi_acd::ids::SeatId;

use super::figures::{Figures, Played, warn_of_warm_up};
use super::{RunArgs, Trouble, Verdict, shown};
use crate::scenario::{Origin, Scenario, UnknownName, duration_us, load};
use crate::{GENERATOR, Simulation};
use sink::Sink;

/// A run that takes longer than this shows its progress.
const PATIENCE: Duration = Duration::from_secs(1);
/// Records between two looks at the clock.
const PROGRESS_EVERY: u64 = 4096;

pub(super) fn run(args: &RunArgs) -> Result<Verdict, Trouble> {
    let (source, scenario) = load(&args.scenario)?;
    let name = name(&source);
    let mut simulation = prepare(args, &scenario)?;
    let seat = args.seat.as_deref().map(|seat| seat_number(&simulation, seat)).transpose()?;
    let mut sink = Sink::open(args, &name, &scenario, &simulation, seat)?;
    let mut monitor = Monitor::new();
    play(&mut simulation, &mut monitor, &mut sink)?;
    let digest = sink.finish()?;
    let out = &mut anstream::stdout().lock();
    let played = Played {
        day: Some(simulation.day().name.clone()),
        seed: Some(simulation.seed()),
        generator: Some(GENERATOR.to_owned()),
        ..Played::new(name, &scenario, simulation.end())
    };
    let figures = Figures::new(played, simulation.summary(), &monitor);
    if args.json {
        shown(figures.print_json(out))?;
        warn_of_warm_up(&scenario, simulation.end());
    } else if let Some(digest) = digest {
        shown(digest.print(out).and_then(|()| figures.print(out)))?;
        warn_of_warm_up(&scenario, simulation.end());
    }
    Ok(if monitor.holds() { Verdict::Ok } else { Verdict::Failed })
}

/// What a trace calls its scenario: where the file lies must not change a byte.
pub(super) fn name(source: &Origin) -> String {
    match source {
        Origin::Embedded(name) => (*name).to_owned(),
        Origin::File(path) => path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
    }
}

fn prepare(args: &RunArgs, scenario: &Scenario) -> Result<Simulation, Trouble> {
    let day = match &args.day {
        Some(name) => scenario.day(name).map_err(Trouble::new)?,
        None => &scenario.days[scenario.calendar[0]],
    };
    let simulation = Simulation::on_day(scenario, day, args.seed);
    match &args.until {
        Some(text) => Ok(simulation.until_us(until(text, scenario.duration_us)?)),
        None => Ok(simulation),
    }
}

fn until(text: &str, longest: u64) -> Result<u64, Trouble> {
    duration_us(text).filter(|until| (1..=longest).contains(until)).ok_or_else(|| {
        let longest = jiff::SignedDuration::from_micros(i64::try_from(longest).unwrap_or(i64::MAX));
        let expected =
            format!("a duration such as 8h or 90min, above 0 and up to the scenario's {longest:#}");
        Trouble::new(format!("invalid value '{text}' for '--until <DURATION>': expected {expected}"))
    })
}

fn seat_number(simulation: &Simulation, name: &str) -> Result<SeatId, Trouble> {
    let names = simulation.seat_names();
    let number = names.iter().zip(0..).find(|(known, _)| *known == name).map(|(_, number)| SeatId(number));
    number.ok_or_else(|| Trouble::new(UnknownName::new("seat", name, names.iter().map(String::as_str))))
}

fn play(simulation: &mut Simulation, monitor: &mut Monitor, sink: &mut Sink) -> Result<(), Trouble> {
    // A bar between the lines of a trace would help nobody.
    let visible = io::stderr().is_terminal() && !(sink.is_stdout() && io::stdout().is_terminal());
    let mut progress = visible.then(|| Progress::new(simulation));
    for (record, number) in simulation.zip(1u64..) {
        monitor.observe(&record);
        sink.take(&record)?;
        if let Some(progress) = progress.as_mut().filter(|_| number.is_multiple_of(PROGRESS_EVERY)) {
            progress.at(record.at.as_micros());
        }
    }
    Ok(())
}

/// A bar, once the run has taken longer than a second; it goes when the run is over.
struct Progress {
    bar: Option<ProgressBar>,
    started: std::time::Instant,
    length: u64,
}

impl Progress {
    fn new(simulation: &Simulation) -> Self {
        Self { bar: None, started: std::time::Instant::now(), length: simulation.end().as_micros() }
    }

    fn at(&mut self, micros: u64) {
        if self.bar.is_none() && self.started.elapsed() > PATIENCE {
            let template = "{bar:40} {percent:>3} %  {eta} left";
            let style =
                ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
            let bar = ProgressBar::new(self.length).with_style(style).with_elapsed(self.started.elapsed());
            self.bar = Some(bar.with_finish(ProgressFinish::AndClear));
        }
        if let Some(bar) = &self.bar {
            bar.set_position(micros);
        }
    }
}
