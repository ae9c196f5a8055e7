//! The figures of a run, played or recorded: for people and as JSON.

use std::io::{self, Write};

use serde::Serialize;
use tapi_acd::Instant;
use tapi_acd::contract::{Monitor, RULES, Severity};

use super::text::{BAD, GOOD, HEADING, Lines};
use super::warn;
use crate::scenario::Scenario;
use crate::summary::{count, ratio, seconds};
use crate::{Figure, Part, Summary, Unit};

/// The figures of waiting that a person is shown, and how they are called.
const WAITS: [(&str, &str); 7] = [
    ("  mean wait", "mean_wait_of_queued"),
    ("  abandoned", "p_abandon_given_wait"),
    ("ASA", "asa"),
    ("wait, 95 %", "wait_p95"),
    ("queue length", "queue_length"),
    ("service level", "service_level"),
    ("  of the answered", "service_level_of_answered"),
];
/// How many findings are shown to a person.
const SHOWN_FINDINGS: usize = 10;

/// What the figures are of.
#[derive(Serialize)]
pub(super) struct Played {
    pub(super) scenario: String,
    pub(super) scenario_sha256: String,
    pub(super) title: String,
    pub(super) day: Option<String>,
    pub(super) seed: Option<u64>,
    pub(super) generator: Option<String>,
    pub(super) epoch: String,
    #[serde(skip)]
    pub(super) hours: String,
}

impl Played {
    /// A run of the scenario with this name, up to `end`: which day, seed and generator is for others to say.
    pub(super) fn new(name: String, scenario: &Scenario, end: Instant) -> Self {
        let lines = Lines::plain(scenario.start.clone(), Vec::new());
        let local = |at| lines.local(at, "%F %H:%M");
        Self {
            scenario: name,
            scenario_sha256: scenario.hash().to_owned(),
            title: scenario.title.clone(),
            day: None,
            seed: None,
            generator: None,
            epoch: scenario.start.to_string(),
            hours: format!("{} to {}", local(Instant::ZERO), local(end)),
        }
    }
}

/// Says why there are no figures, if the run ended with the warm-up or before.
pub(super) fn warn_of_warm_up(scenario: &Scenario, end: Instant) {
    let until = Instant::from_micros(scenario.warm_up_us);
    if scenario.warm_up_us == 0 || end > until {
        return;
    }
    let lines = Lines::plain(scenario.start.clone(), Vec::new());
    let [until, end] = [until, end].map(|at| lines.local(at, "%F %T"));
    warn(&format!(
        "nothing is measured: the scenario's warm_up lasts until {until}, and the run ends at {end}"
    ));
}

/// The figures and what they are of.
#[derive(Serialize)]
pub(super) struct Figures {
    #[serde(flatten)]
    of: Played,
    #[serde(flatten)]
    summary: Summary,
    contract: Contract,
}

#[derive(Serialize)]
struct Contract {
    rules: usize,
    records: u64,
    must: usize,
    hint: usize,
    findings: Vec<String>,
}

impl Figures {
    pub(super) fn new(of: Played, summary: Summary, monitor: &Monitor) -> Self {
        let count = |severity| monitor.findings().iter().filter(|f| f.rule.severity == severity).count();
        Self {
            of,
            summary,
            contract: Contract {
                rules: RULES.len(),
                records: monitor.records(),
                must: count(Severity::Must),
                hint: count(Severity::Hint),
                findings: monitor.findings().iter().map(ToString::to_string).collect(),
            },
        }
    }

    pub(super) fn print_json(&self, out: &mut impl Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, self)?;
        writeln!(out)
    }

    pub(super) fn print(&self, out: &mut impl Write) -> io::Result<()> {
        let Played { title, day, seed, hours, .. } = &self.of;
        writeln!(out, "{HEADING}{title}{HEADING:#}")?;
        let day = day.as_ref().map(|day| format!("{day}, ")).unwrap_or_default();
        let seed = seed.map(|seed| format!(", seed {seed}")).unwrap_or_default();
        writeln!(out, "{day}{hours}{seed}\n")?;
        self.print_calls(out)?;
        self.print_agents(out)?;
        self.print_parts(out)?;
        self.print_messages(out)?;
        self.print_contract(out)
    }

    fn print_calls(&self, out: &mut impl Write) -> io::Result<()> {
        let run = &self.summary.run;
        let totals = &run.totals;
        let of = |part: u64| text(Unit::Share, ratio(count(part), totals.offered));
        let some = |name: &'static str, part: u64| (part > 0).then(|| (name, part.to_string(), of(part)));
        let mut rows = vec![("calls offered", totals.offered.to_string(), String::new())];
        rows.push(("  answered", totals.answered.to_string(), of(totals.answered)));
        rows.push(("  abandoned", totals.abandoned.to_string(), of(totals.abandoned)));
        rows.extend(some("  blocked", totals.blocked));
        rows.extend(some("  balked", totals.balked));
        rows.extend(some("  served by the IVR", totals.contained));
        rows.push((
            "  in system at the end",
            totals.in_system.to_string(),
            "in the IVR, waiting or ringing".into(),
        ));
        rows.push(("queued", totals.queued.to_string(), of(totals.queued)));
        rows.extend(some("overflowed", totals.overflowed));
        print_rows(out, &rows)?;
        let threshold = format!("threshold {} s", self.summary.threshold_s);
        let shown = WAITS.iter().filter_map(|(said, name)| Some((*said, Figure::find(name)?)));
        let rows = shown.map(|(said, figure)| {
            let meaning = figure.meaning.replace("the threshold", &threshold);
            (said, text(figure.unit, figure.value(run)), meaning)
        });
        print_rows(out, &rows.collect::<Vec<_>>())
    }

    fn print_agents(&self, out: &mut impl Write) -> io::Result<()> {
        let totals = &self.summary.run.totals;
        let hours = |us| format!("{:.1} h", seconds(us) / 3600.0);
        let [talk, wrap_up, not_ready] =
            [totals.talking_us, totals.wrapping_up_us, totals.not_ready_us].map(hours);
        let occupancy = ratio(count(totals.talking_us + totals.wrapping_up_us), totals.agents_us);
        let note = format!("{talk} talk, {wrap_up} wrap-up, {not_ready} not ready");
        print_rows(
            out,
            &[
                ("occupancy", text(Unit::Share, occupancy), "(talk + wrap-up) / logged in".to_owned()),
                ("agents logged in", hours(totals.agents_us), note),
            ],
        )?;
        writeln!(out)
    }

    /// A line for each queue, call type and team, where there are several.
    fn print_parts(&self, out: &mut impl Write) -> io::Result<()> {
        let summary = &self.summary;
        let columns = ["offered", "answered", "p_wait", "p_abandon", "service_level", "asa", "queue_length"];
        print_table(out, "queue", &summary.queues, &columns)?;
        print_table(out, "call type", &summary.call_types, &columns[..6])?;
        print_table(out, "team", &summary.teams, &["answered", "asa", "agents", "occupancy"])
    }

    fn print_messages(&self, out: &mut impl Write) -> io::Result<()> {
        let messages = &self.summary.messages;
        let calls = messages.function_calls;
        writeln!(out, "{HEADING}messages delivered to all seats{HEADING:#}  ({calls} function calls)")?;
        let width = messages.by_name.keys().map(String::len).max().unwrap_or(0);
        for (name, number) in &messages.by_name {
            writeln!(out, "  {name:width$}  {number:>8}")?;
        }
        writeln!(out, "  {:width$}  {:>8}\n", "total", messages.delivered)
    }

    fn print_contract(&self, out: &mut impl Write) -> io::Result<()> {
        let Contract { rules, records, must, hint, findings } = &self.contract;
        let (style, verdict) = match (must, hint) {
            (0, 0) => (GOOD, "no finding".to_owned()),
            (0, hint) => (HEADING, format!("{hint} hints")),
            (must, hint) => (BAD, format!("{must} documented rules broken, {hint} hints")),
        };
        writeln!(out, "contract: {style}{verdict}{style:#} ({rules} rules, {records} records)")?;
        findings.iter().take(SHOWN_FINDINGS).try_for_each(|finding| writeln!(out, "  {finding}"))?;
        match findings.len().saturating_sub(SHOWN_FINDINGS) {
            0 => Ok(()),
            more => writeln!(out, "  and {more} more; --json lists all"),
        }
    }
}

/// Rows of a name, a value and a remark.
fn print_rows(out: &mut impl Write, rows: &[(&str, String, String)]) -> io::Result<()> {
    rows.iter().try_for_each(|(name, value, remark)| {
        let row = format!("{name:22}  {value:>8}  {remark}");
        writeln!(out, "{}", row.trim_end())
    })
}

/// Some figures of several parts, a line each.
fn print_table(
    out: &mut impl Write,
    what: &str,
    parts: &[(String, Part)],
    columns: &[&str],
) -> io::Result<()> {
    if parts.len() < 2 {
        return Ok(());
    }
    let width = parts.iter().map(|(name, _)| name.chars().count()).chain([what.len(), 20]).max().unwrap_or(0);
    let heads: String = columns.iter().map(|name| format!("  {name:>13}")).collect();
    writeln!(out, "{HEADING}{what:width$}{heads}{HEADING:#}")?;
    for (name, part) in parts {
        let values = columns.iter().filter_map(|name| Figure::find(name));
        let values: String =
            values.map(|figure| format!("  {:>13}", text(figure.unit, figure.value(part)))).collect();
        writeln!(out, "{name:width$}{values}")?;
    }
    writeln!(out)
}

/// A figure as people read it.
fn text(unit: Unit, value: Option<f64>) -> String {
    let Some(value) = value else { return "-".to_owned() };
    match unit {
        Unit::Calls => format!("{value:.0}"),
        Unit::Share => format!("{:.1} %", value * 100.0),
        Unit::Seconds => format!("{value:.1} s"),
        Unit::Mean => format!("{value:.2}"),
        Unit::Hours => format!("{value:.1} h"),
    }
}
