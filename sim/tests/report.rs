//! `acdsim report`, as a user types it: the figures of a recorded run are those of the run.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const SCENARIO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/scenarios/rings-in-vain.toml");

fn acdsim(directory: &Path, line: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_acdsim")).args(line).current_dir(directory).output().unwrap()
}

fn told(directory: &Path, line: &[&str]) -> String {
    let output = acdsim(directory, line);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()), "{line:?}");
    text(&output.stdout)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A directory with the trace of a run, and what was said of the run, in words and as JSON.
fn recorded() -> (tempfile::TempDir, String, Value) {
    let directory = tempfile::tempdir().unwrap();
    let said = told(directory.path(), &["run", SCENARIO, "--seed", "3", "--out", "t.jsonl"]);
    let json = told(directory.path(), &["run", SCENARIO, "--seed", "3", "--json"]);
    (directory, said, serde_json::from_str(&json).unwrap())
}

#[test]
fn a_report_is_what_the_run_said() {
    let (directory, said, mut json) = recorded();
    let report = told(directory.path(), &["report", "t.jsonl", "--scenario", SCENARIO]);
    // The run begins with the first messages of a seat.
    let figures = &said[said.find("Calls that ring in vain").unwrap()..];
    assert_eq!(report, figures);
    let report = told(directory.path(), &["report", "t.jsonl", "--scenario", SCENARIO, "--json"]);
    // What callers want is in no message.
    json["call_types"] = serde_json::json!({});
    assert_eq!(serde_json::from_str::<Value>(&report).unwrap(), json);
}

#[test]
fn who_cannot_tell_is_told_so() {
    let (directory, ..) = recorded();
    let said = |line: &[&str]| {
        let output = acdsim(directory.path(), line);
        assert_eq!(output.status.code(), Some(2), "{line:?}");
        text(&output.stderr)
    };
    let mut report = vec!["report", "t.jsonl", "--scenario", SCENARIO, "--seat"];
    for (seat, why) in [
        ("recordr", "no seat `recordr`"),
        ("agent-01", "it does not watch the ACD line"),
        ("supervisor", "it watches 0 of 2 agents' lines"),
        ("supervisor", "tip: another one sees it: --seat recorder"),
    ] {
        report.push(seat);
        let trouble = said(&report);
        assert!(trouble.contains(why), "{trouble}");
        report.pop();
    }
    let trouble = said(&["report", "t.jsonl", "--scenario", "erlang-c"]);
    assert!(trouble.contains("another scenario") && trouble.contains("lines = \"all\""), "{trouble}");
    assert!(trouble.contains("sees all that the figures are counted from"), "{trouble}");
    let trouble = said(&["report", "t.jsonl", "--scenario", "erlang-c", "--seat", "supervisor"]);
    assert!(trouble.contains("[[seats]]\n    name = \"recorder\"\n    lines = \"all\""), "{trouble}");
    let trouble = said(&["report", "none.jsonl", "--scenario", SCENARIO]);
    assert!(trouble.contains("cannot read none.jsonl"), "{trouble}");
}

#[test]
fn a_trace_that_was_cut_off_is_reported_as_far_as_it_goes() {
    let (directory, ..) = recorded();
    let trace = std::fs::read_to_string(directory.path().join("t.jsonl")).unwrap();
    let lines: Vec<_> = trace.lines().collect();
    std::fs::write(directory.path().join("cut.jsonl"), lines[..lines.len() / 2].join("\n")).unwrap();
    let output = acdsim(directory.path(), &["report", "cut.jsonl", "--scenario", SCENARIO]);
    assert!(text(&output.stderr).contains("no closing record"), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("calls offered"));
}
