//! `acdsim replicate` as a user types it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::{Command, Output};

use serde_json::Value;

/// A small office in the steady state: two erlangs, three agents, callers with two minutes of patience.
const OFFICE: &str = r#"
schema = 1
title = "A small office"
duration = "5h"
warm_up = "1h"

[[queues]]
name = "calls"

[[call_types]]
code = "call"
queue = "calls"
arrivals = { rate = "40/h" }
service = { exponential = "3 min" }
patience = { exponential = "2 min" }

[[teams]]
name = "office"
size = 3
groups = ["calls"]

[agents]
works_at = "phone"
"#;

struct Office {
    directory: tempfile::TempDir,
}

impl Office {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join("office.toml"), OFFICE).unwrap();
        Self { directory }
    }

    fn run(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_acdsim"));
        command.args(args).current_dir(self.directory.path()).output().unwrap()
    }

    /// The standard output of a command that succeeds and has nothing to complain about.
    fn told(&self, args: &[&str]) -> String {
        let output = self.run(args);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), said.as_str()), (Some(0), ""), "{args:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn json(&self, args: &[&str]) -> Value {
        let args = [&["replicate", "office.toml", "--json"], args].concat();
        serde_json::from_str(&self.told(&args)).unwrap()
    }
}

fn figure(document: &Value, name: &str, key: &str) -> f64 {
    document["figures"][name][key].as_f64().unwrap_or_else(|| panic!("{name}.{key} in {document}"))
}

#[test]
fn theory_stands_beside_the_figures_and_agrees() {
    let document = Office::new().json(&["--replications", "60"]);
    assert_eq!(document["replications"], 60);
    assert_eq!(
        (&document["theory"]["model"], &document["theory"]["exact"]),
        (&"Erlang A".into(), &true.into())
    );
    for name in ["p_wait", "p_abandon", "asa", "occupancy", "queue_length", "service_level"] {
        let exact = document["theory"]["figures"][name].as_f64().unwrap();
        let [mean, half_width] = ["mean", "half_width"].map(|key| figure(&document, name, key));
        // Twice the half of a 95 % interval is four standard errors.
        assert!((mean - exact).abs() < 2.0 * half_width, "{name}: {mean} ± {half_width}, exactly {exact}");
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let office = Office::new();
    let with = |jobs| office.json(&["--replications", "30", "--jobs", jobs, "--until-halfwidth", "asa<20"]);
    assert_eq!(with("1"), with("3"));
}

#[test]
fn a_replication_is_the_run_with_its_seed() {
    let office = Office::new();
    let both = office.json(&["--replications", "2", "--seed", "7"]);
    let answered = |seed: &str| {
        let told = office.told(&["run", "office.toml", "--json", "--seed", seed]);
        let run: Value = serde_json::from_str(&told).unwrap();
        run["figures"]["answered"].as_f64().unwrap()
    };
    let mean = figure(&both, "answered", "mean");
    assert!((mean - f64::midpoint(answered("7"), answered("8"))).abs() < 1e-9);
}

#[test]
fn variants_meet_the_same_callers() {
    let document = Office::new().json(&["--replications", "20", "--vary", "teams.office.size=3..4"]);
    let variants = document["variants"].as_array().unwrap();
    let names: Vec<_> = variants.iter().map(|variant| variant["variant"].as_str().unwrap()).collect();
    assert_eq!(names, ["teams.office.size=3", "teams.office.size=4"]);
    let offered = |variant: &Value| figure(variant, "offered", "mean");
    assert_eq!(offered(&variants[0]), offered(&variants[1]));
    let above = &variants[1]["figures"]["p_wait"]["above_first"];
    assert!(above["mean"].as_f64().unwrap() < 0.0, "one more agent, fewer waits: {above}");
    // What both suffer cancels out of the difference.
    let alone = figure(&variants[1], "p_wait", "half_width") + figure(&variants[0], "p_wait", "half_width");
    assert!(above["half_width"].as_f64().unwrap() < alone);
}

#[test]
fn the_runs_end_when_a_figure_is_known_well_enough() {
    let office = Office::new();
    let document = office.json(&["--replications", "500", "--until-halfwidth", "p_wait<0.05"]);
    let played = document["replications"].as_u64().unwrap();
    assert!((10..500).contains(&played), "{played}");
    assert_eq!(document["reached"], true);
    assert!(figure(&document, "p_wait", "half_width") < 0.05);

    let output =
        office.run(&["replicate", "office.toml", "--replications", "12", "--until-halfwidth", "asa<0.001"]);
    let told = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("asa<0.001: not reached after 12 replications"), "{told}");
}

#[test]
fn one_run_is_cut_into_batches() {
    let document = Office::new().json(&["--batches", "12"]);
    assert_eq!(
        (&document["batches"], &document["figures"]["asa"]["estimate"]["n"]),
        (&12.into(), &12.into())
    );
    assert!(document["figures"]["asa"]["lag_1"].is_number());
}

#[test]
fn a_table_names_the_model_and_why_it_differs() {
    let office = Office::new();
    let told = office.told(&["replicate", "office.toml", "--replications", "12"]);
    for part in ["A small office", "12 replications, seeds 1 to 12", "± half", "Erlang A", "in the long run"]
    {
        assert!(told.contains(part), "{part:?} is missing in\n{told}");
    }
    let told = office.told(&[
        "replicate",
        "office.toml",
        "--replications",
        "12",
        "--vary",
        r#"call_types.call.service={ fixed = "3 min" }"#,
    ]);
    assert!(told.contains("differs: the time an agent is busy with a call is not one exponential"), "{told}");
}

#[test]
fn bad_input_is_named() {
    let office = Office::new();
    let rows: [(&[&str], &str); 10] = [
        (&["--until-halfwidth", "service_lvl<0.1"], "did you mean `service_level`?"),
        (&["--until-halfwidth", "asa"], "service_level<0.005"),
        (&["--until-halfwidth", "asa<0"], "expected a number above 0"),
        (&["--vary", "teams.ofice.size=3..4"], "expected one of `office`"),
        (&["--vary", "teams.office.size=0..1"], "with teams.office.size=0"),
        (&["--vary", "teams.office.size"], "teams.english.size=90..110"),
        (&["--vary", "teams.office.size=1..5000"], "at most 1000"),
        (&["--batches", "5", "--vary", "teams.office.size=3..4"], "--batches and --vary"),
        (&["--level", "2"], "0.5 to 0.9999"),
        (&["--replications", "0"], "--replications"),
    ];
    for (args, part) in rows {
        let output = office.run(&[&["replicate", "office.toml"], args].concat());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{args:?}\n{said}");
        assert!(said.contains(part), "{args:?}: {part:?} is missing in\n{said}");
    }
}
