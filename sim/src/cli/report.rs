//! `acdsim report`.

use tapi_acd::contract::Monitor;
use tapi_acd::ids::SeatId;
use tapi_acd::{Event, Instant, Record};

use super::figures::{Figures, Played, warn_of_warm_up};
use super::run::name;
use super::text::harmless;
use super::trace::Trace;
use super::{ReportArgs, Trouble, Verdict, shown, warn};
use crate::recount::{Reading, Recount};
use crate::scenario::{Scenario, Seat, UnknownName, Watched, load};
use crate::{Messages, Summary};

/// What to do where no seat saw enough.
const RECORD_ALL: &str = "\
give the scenario a seat that does, and record the trace anew

    [[seats]]
    name = \"recorder\"
    lines = \"all\"";

pub(super) fn report(args: &ReportArgs) -> Result<Verdict, Trouble> {
    let (source, scenario) = load(&args.scenario)?;
    let mut trace = Trace::open(&args.trace)?;
    let header = trace.reader().header().clone();
    if header.scenario_sha256.as_ref().is_some_and(|known| known != scenario.hash()) {
        let other = header.scenario.as_deref().map(harmless).unwrap_or_default();
        warn(&format!("{} was recorded with another scenario than this one: {other}", trace.name()));
    }
    let seat = seat(args.seat.as_deref(), &scenario, &header.seats)?;
    let mut recount = Recount::new(Reading::of(&scenario), seat.1);
    let mut monitor = Monitor::new();
    let mut messages = Messages::default();
    let mut end = Instant::ZERO;
    while let Some(record) = trace.read()? {
        monitor.observe(&record);
        recount.observe(&record);
        count(&mut messages, &record);
        end = record.at;
    }
    if let Some(blind) = recount.blind() {
        let name = seat.0;
        let tip = match sees_all(&scenario).filter(|other| *other != name) {
            Some(other) => format!("another one sees it: --seat {other}"),
            None => RECORD_ALL.to_owned(),
        };
        return Err(Trouble::new(format!(
            "the seat '{name}' does not see what the figures are counted from: {blind}\n\n  tip: {tip}"
        )));
    }
    if !trace.reader().ended() {
        warn(&format!("{} has no closing record: the figures go up to its last one", trace.name()));
    }
    let played = Played {
        day: header.day,
        seed: header.seed,
        generator: header.generator,
        ..Played::new(name(&source), &scenario, end)
    };
    let figures = Figures::new(played, Summary { messages, ..recount.summary() }, &monitor);
    let out = &mut anstream::stdout().lock();
    shown(if args.json { figures.print_json(out) } else { figures.print(out) })?;
    warn_of_warm_up(&scenario, end);
    Ok(if monitor.holds() { Verdict::Ok } else { Verdict::Failed })
}

/// The seat to believe: the one that is named, or the first one that the scenario lets watch everything.
fn seat(named: Option<&str>, scenario: &Scenario, seats: &[String]) -> Result<(String, SeatId), Trouble> {
    let name = named.or_else(|| sees_all(scenario)).ok_or_else(|| {
        Trouble::new(format!(
            "no seat of the scenario sees all that the figures are counted from: every line and its calls\n\n  \
             tip: {RECORD_ALL}"
        ))
    })?;
    let number = seats.iter().zip(0..).find(|(known, _)| *known == name).map(|(_, number)| SeatId(number));
    let unknown = || Trouble::new(UnknownName::new("seat", name, seats.iter().map(String::as_str)));
    Ok((name.to_owned(), number.ok_or_else(unknown)?))
}

/// The first seat of the scenario that watches everything.
fn sees_all(scenario: &Scenario) -> Option<&str> {
    let sees_all = |seat: &&Seat| seat.lines == Watched::All && seat.calls;
    scenario.seats.iter().find(sees_all).map(|seat| seat.name.as_str())
}

/// What is told of the whole trace, whoever saw it.
fn count(messages: &mut Messages, record: &Record) {
    match &record.event {
        Event::Call { .. } => messages.function_calls += 1,
        Event::Message { message, .. } => {
            messages.delivered += 1;
            *messages.by_name.entry(message.message_id.to_string()).or_default() += 1;
        }
        Event::Return { .. } | Event::Gone | Event::End { .. } => {}
    }
}
