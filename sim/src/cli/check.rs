//! `acdsim check`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use tapi_acd::contract::{Finding, Monitor, Severity};

use super::text::{BAD, GOOD, HEADING, harmless};
use super::trace::Trace;
use super::{CheckArgs, Trouble, Verdict, shown};

/// How many findings of one rule are shown to a person.
const SHOWN_PER_RULE: usize = 5;

#[derive(Serialize)]
struct Report {
    verdict: &'static str,
    records: u64,
    skipped_lines: u64,
    /// Whether the trace has its closing record; what is open at the end is judged there.
    complete: bool,
    must: usize,
    hint: usize,
    findings: Vec<FindingLine>,
}

#[derive(Serialize)]
struct FindingLine {
    rule: &'static str,
    severity: String,
    line: u64,
    t_us: u64,
    seat: String,
    detail: String,
    expected: &'static str,
    basis: &'static str,
}

/// A judged trace.
struct Judged {
    monitor: Monitor,
    /// The line of each record that has a finding.
    lines: BTreeMap<u64, u64>,
    seats: Vec<String>,
    skipped: u64,
    complete: bool,
}

pub(super) fn check(args: &CheckArgs) -> Result<Verdict, Trouble> {
    let mut trace = Trace::open(&args.trace)?;
    let judged = judge(&mut trace)?;
    let name = trace.name();
    let out = &mut anstream::stdout().lock();
    shown(if args.json { judged.print_json(out) } else { judged.print(out, name) })?;
    Ok(if judged.monitor.holds() { Verdict::Ok } else { Verdict::Failed })
}

fn judge(trace: &mut Trace) -> Result<Judged, Trouble> {
    let mut monitor = Monitor::new();
    let mut lines = BTreeMap::new();
    while let Some(record) = trace.read()? {
        let before = monitor.findings().len();
        monitor.observe(&record);
        if monitor.findings().len() > before {
            lines.insert(monitor.records(), trace.reader().line());
        }
    }
    let reader = trace.reader();
    let (skipped, complete) = (reader.skipped(), reader.ended());
    Ok(Judged { monitor, lines, seats: reader.seats().to_vec(), skipped, complete })
}

impl Judged {
    fn count(&self, severity: Severity) -> usize {
        self.monitor.findings().iter().filter(|finding| finding.rule.severity == severity).count()
    }

    fn line(&self, finding: &Finding) -> FindingLine {
        FindingLine {
            rule: finding.rule.id,
            severity: finding.rule.severity.to_string(),
            line: self.lines.get(&finding.record).copied().unwrap_or(0),
            t_us: finding.at.as_micros(),
            seat: self.seats.get(finding.seat.0 as usize).cloned().unwrap_or_default(),
            detail: finding.detail.clone(),
            expected: finding.rule.text,
            basis: finding.rule.basis,
        }
    }

    fn verdict(&self) -> &'static str {
        if self.monitor.holds() { "holds" } else { "broken" }
    }

    fn print_json(&self, out: &mut impl Write) -> io::Result<()> {
        let report = Report {
            verdict: self.verdict(),
            records: self.monitor.records(),
            skipped_lines: self.skipped,
            complete: self.complete,
            must: self.count(Severity::Must),
            hint: self.count(Severity::Hint),
            findings: self.monitor.findings().iter().map(|finding| self.line(finding)).collect(),
        };
        serde_json::to_writer_pretty(&mut *out, &report)?;
        writeln!(out)
    }

    fn print(&self, out: &mut impl Write, name: &str) -> io::Result<()> {
        let mut times_by_rule: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in self.monitor.findings() {
            let times = times_by_rule.entry(finding.rule.id).or_default();
            *times += 1;
            if *times <= SHOWN_PER_RULE {
                self.print_finding(out, name, finding)?;
            }
        }
        for (rule, times) in times_by_rule.iter().filter(|(_, times)| **times > SHOWN_PER_RULE) {
            writeln!(out, "{rule}: {} more; --json lists all", times - SHOWN_PER_RULE)?;
        }
        if self.skipped > 0 {
            writeln!(out, "lines of an unknown kind, skipped: {}", self.skipped)?;
        }
        if !self.complete {
            writeln!(out, "no closing record: what was open at the end is not judged")?;
        }
        let style = if self.monitor.holds() { GOOD } else { BAD };
        let (must, hint) = (self.count(Severity::Must), self.count(Severity::Hint));
        let records = self.monitor.records();
        writeln!(
            out,
            "{style}{}{style:#}: {must} must, {hint} hint; records judged: {records}",
            self.verdict()
        )
    }

    fn print_finding(&self, out: &mut impl Write, name: &str, finding: &Finding) -> io::Result<()> {
        let style = if finding.rule.severity == Severity::Must { BAD } else { HEADING };
        let FindingLine { rule, severity, line, seat, detail, expected, basis, .. } = self.line(finding);
        writeln!(out, "{style}{rule} {severity}{style:#}  {name}:{line}  {}: {detail}", harmless(&seat))?;
        writeln!(out, "          expected: {expected}")?;
        writeln!(out, "          basis: {basis}")
    }
}
