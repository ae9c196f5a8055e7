//! Traces written by hand from Microsoft's pages, as a switch of the time would have left them; `fixtures/traces/hand`.
//!
//! The first line of each names its pages, says what it shows, and lists what the judge shall find: nothing in a good
//! one but a hint, one rule broken in a bad one. Notes beside a record are for people. The good ones have what a naive
//! judge would cry at, the bad ones what it would let pass.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use tapi_acd::contract::{Monitor, RULES, Severity, rule};
use tapi_trace::Reader;

/// What the first line says beside the format's own fields.
#[derive(Deserialize)]
struct About {
    pages: Vec<String>,
    shows: String,
    finds: Vec<Find>,
}

/// A rule that is broken, and the line.
#[derive(Debug, Deserialize, PartialEq)]
struct Find {
    rule: String,
    line: u64,
}

struct Trace {
    name: String,
    about: About,
    text: String,
}

/// The traces of a directory of `fixtures/traces/hand`.
fn traces(directory: &str) -> Vec<Trace> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests lies in the root");
    let files = fs::read_dir(root.join(directory)).expect("the directory is there");
    let mut traces: Vec<_> = files
        .map(|file| {
            let path = file.expect("it can be listed").path();
            let name = path.display().to_string();
            let text = fs::read_to_string(&path).expect("it can be read");
            let about = serde_json::from_str(text.lines().next().unwrap_or_default());
            Trace { about: about.unwrap_or_else(|error| panic!("{name}: {error}")), name, text }
        })
        .collect();
    traces.sort_by(|one, other| one.name.cmp(&other.name));
    traces
}

fn good() -> Vec<Trace> {
    traces("fixtures/traces/hand/good")
}

fn bad() -> Vec<Trace> {
    traces("fixtures/traces/hand/bad")
}

/// What the judge finds in a trace that it reads as anybody would.
fn findings(trace: &Trace) -> Vec<Find> {
    let mut reader = Reader::new(trace.text.as_bytes()).expect("it has a header");
    let mut monitor = Monitor::new();
    let mut findings = Vec::new();
    while let Some(record) = reader.read().unwrap_or_else(|error| panic!("{}: {error}", trace.name)) {
        let before = monitor.findings().len();
        monitor.observe(&record);
        let new = monitor.findings()[before..].iter();
        findings.extend(new.map(|finding| Find { rule: finding.rule.id.into(), line: reader.line() }));
    }
    findings
}

#[test]
fn the_judge_finds_in_each_trace_exactly_what_its_first_line_lists() {
    for trace in good().into_iter().chain(bad()) {
        assert_eq!(findings(&trace), trace.about.finds, "{}: {}", trace.name, trace.about.shows);
    }
}

#[test]
fn a_good_trace_breaks_no_must_and_a_bad_one_breaks_one_rule() {
    for trace in good() {
        let must = |find: &Find| rule(&find.rule).is_none_or(|rule| rule.severity == Severity::Must);
        assert!(!trace.about.finds.iter().any(must), "{}", trace.name);
    }
    for trace in bad() {
        let rules: BTreeSet<_> = trace.about.finds.iter().map(|find| find.rule.as_str()).collect();
        assert_eq!(rules.len(), 1, "{}", trace.name);
    }
}

#[test]
fn every_rule_has_a_trace_that_breaks_it() {
    let broken: BTreeSet<_> =
        bad().into_iter().flat_map(|trace| trace.about.finds).map(|find| find.rule).collect();
    assert_eq!(broken, RULES.iter().map(|rule| rule.id.to_owned()).collect());
}

#[test]
fn every_trace_names_its_pages() {
    for trace in good().into_iter().chain(bad()) {
        let kinds = ["message", "function", "enumeration", "Constants", "Functions", "Model", "negotiation"];
        let is_page = |page: &String| kinds.iter().any(|kind| page.ends_with(kind));
        assert!(!trace.about.pages.is_empty() && trace.about.pages.iter().all(is_page), "{}", trace.name);
    }
}
