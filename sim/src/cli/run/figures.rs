//! The figures of a run, for people and as JSON.

use std::io::{self, Write};

use serde::Serialize;
use tapi_acd::Instant;
use tapi_acd::contract::{Monitor, RULES, Severity};

use super::super::text::{BAD, GOOD, HEADING, Lines};
use crate::scenario::Scenario;
use crate::{GENERATOR, Simulation, Summary};

/// How many findings are shown to a person.
const SHOWN_FINDINGS: usize = 10;

/// The figures and what they are of.
#[derive(Serialize)]
pub(super) struct Figures {
    scenario: String,
    scenario_sha256: String,
    title: String,
    day: String,
    seed: u64,
    generator: &'static str,
    epoch: String,
    #[serde(skip)]
    hours: String,
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
    pub(super) fn new(name: String, scenario: &Scenario, simulation: &Simulation, monitor: &Monitor) -> Self {
        let lines = Lines::plain(scenario.start.clone(), Vec::new());
        let local = |at| lines.local(at, "%F %H:%M");
        let of = |severity| monitor.findings().iter().filter(|f| f.rule.severity == severity).count();
        Self {
            scenario: name,
            scenario_sha256: scenario.hash().to_owned(),
            title: scenario.title.clone(),
            day: simulation.day().name.clone(),
            seed: simulation.seed(),
            generator: GENERATOR,
            epoch: scenario.start.to_string(),
            hours: format!("{} to {}", local(Instant::ZERO), local(simulation.end())),
            summary: simulation.summary(),
            contract: Contract {
                rules: RULES.len(),
                records: monitor.records(),
                must: of(Severity::Must),
                hint: of(Severity::Hint),
                findings: monitor.findings().iter().map(ToString::to_string).collect(),
            },
        }
    }

    pub(super) fn print_json(&self, out: &mut impl Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, self)?;
        writeln!(out)
    }

    pub(super) fn print(&self, out: &mut impl Write) -> io::Result<()> {
        let Self { title, day, seed, hours, .. } = self;
        writeln!(out, "{HEADING}{title}{HEADING:#}")?;
        writeln!(out, "{day}, {hours}, seed {seed}\n")?;
        self.print_calls(out)?;
        self.print_agents(out)?;
        self.print_messages(out)?;
        self.print_contract(out)
    }

    fn print_calls(&self, out: &mut impl Write) -> io::Result<()> {
        let Summary { calls, service_level, .. } = &self.summary;
        let threshold = service_level.threshold_s;
        let definition = format!("{}, threshold {threshold} s", service_level.definition);
        let shares = [calls.answered, calls.abandoned, calls.queued].map(|part| share(part, calls.offered));
        print_rows(
            out,
            &[
                ("calls offered", calls.offered.to_string(), ""),
                ("  answered", calls.answered.to_string(), &shares[0]),
                ("  abandoned", calls.abandoned.to_string(), &shares[1]),
                ("  in system at the end", calls.in_system.to_string(), "waiting or ringing"),
                ("queued", calls.queued.to_string(), &shares[2]),
                (
                    "  mean wait",
                    seconds(self.summary.mean_wait_of_queued_s),
                    "of the queued, abandoned ones included",
                ),
                ("  abandoned", percent(self.summary.share_of_queued_abandoned), "of the queued"),
                ("ASA", seconds(self.summary.asa_s), "average speed of answer: from arrival to answer"),
                ("service level", percent(service_level.value), &definition),
            ],
        )
    }

    fn print_agents(&self, out: &mut impl Write) -> io::Result<()> {
        let summary = &self.summary;
        let hours = format!("{:.1} h", summary.agent_hours);
        let note = format!("{:.1} h talk, {:.1} h wrap-up", summary.talk_hours, summary.wrap_up_hours);
        print_rows(
            out,
            &[
                ("occupancy", percent(summary.occupancy), "(talk + wrap-up) / logged in"),
                ("agents logged in", hours, &note),
            ],
        )?;
        writeln!(out)
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
fn print_rows(out: &mut impl Write, rows: &[(&str, String, &str)]) -> io::Result<()> {
    rows.iter().try_for_each(|(name, value, remark)| {
        let row = format!("{name:22}  {value:>8}  {remark}");
        writeln!(out, "{}", row.trim_end())
    })
}

fn share(part: u64, whole: u64) -> String {
    percent(crate::summary::ratio(crate::summary::count(part), whole))
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| format!("{:.1} %", share * 100.0))
}

fn seconds(seconds: Option<f64>) -> String {
    seconds.map_or_else(|| "-".to_owned(), |seconds| format!("{seconds:.1} s"))
}
