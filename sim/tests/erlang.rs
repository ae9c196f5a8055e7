//! `acdsim erlang` as its users meet it: exact values, the answers to turned questions, errors, exit codes and help.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_acdsim")).arg("erlang").args(args).output().unwrap()
}

/// The standard output of a calculation that succeeds and has nothing to complain about.
fn told(args: &[&str]) -> String {
    let output = run(args);
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{args:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The words of a line, apart by single spaces.
fn json(args: &str) -> Value {
    let args: Vec<_> = args.split(' ').chain(["--json"]).collect();
    serde_json::from_str(&told(&args)).unwrap()
}

fn target(id: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/spec/validation.json");
    let file: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let target = file["targets"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap();
    target["computed_exact"].clone()
}

/// Whether a figure of the answer is the exact one, of which `unit` makes seconds.
#[track_caller]
fn check(ours: &Value, name: &str, exact: &Value, unit: f64) {
    let (value, exact) = (ours[name].as_f64(), exact.as_f64().unwrap() * unit);
    let value = value.unwrap_or_else(|| panic!("{name} is missing in {ours}"));
    assert!((value - exact).abs() <= 1e-9 * exact.abs(), "{name}: {value}, not {exact}");
}

/// Every figure of the row that is not a parameter; waits are in minutes.
fn check_all(ours: &Value, exact: &Value) {
    for (name, value) in exact.as_object().unwrap() {
        match name.as_str() {
            "n" | "lam" | "mu" | "theta" | "t" => {}
            // There is no limit, so nobody is blocked and the calculator does not speak of it.
            "p_block" => assert_eq!((value, ours.get("p_block")), (&Value::from(0.0), None)),
            "asa" | "asa_served" | "mean_wait_all_entered" => check(ours, name, value, 60.0),
            _ => check(ours, name, value, 1.0),
        }
    }
}

#[test]
fn erlang_b_and_c_are_exact() {
    for row in target("erlang-c-grid").as_array().unwrap() {
        let (load, n) = (&row["offered_load"], &row["n"]);
        let b = json(&format!("b --load {load} --agents {n}"));
        check(&b["rows"][0], "erlang_b", &row["erlang_b"], 1.0);

        let c = json(&format!("c --rate {load}/180s --service 3min --agents {n} --threshold 20s"));
        let c = &c["rows"][0];
        check(c, "erlang_b", &row["erlang_b"], 1.0);
        check(c, "p_wait", &row["p_wait"], 1.0);
        check(c, "asa", &row["asa_in_service_times"], 180.0);
        check(c, "service_level", &row["sl_20s_aht180"], 1.0);
    }
}

#[test]
fn erlang_a_is_exact() {
    for row in target("erlang-a-grid").as_array().unwrap() {
        let minutes = |name: &str| 60.0 / row[name].as_f64().unwrap();
        let args = format!(
            "a --rate {}/min --service {}s --patience {}s --agents {} --threshold {}s",
            row["lam"],
            minutes("mu"),
            minutes("theta"),
            row["n"],
            60.0 * row["t"].as_f64().unwrap(),
        );
        check_all(&json(&args)["rows"][0], row);
    }
}

#[test]
fn the_example_of_the_literature_is_exact() {
    let exact = target("gans-koole-mandelbaum-48x50");
    let traffic = "--rate 48/min --service 1min --agents 50 --threshold 20s";
    check_all(&json(&format!("c {traffic}"))["rows"][0], &exact["erlang_c"]);
    check_all(&json(&format!("a {traffic} --patience 2min"))["rows"][0], &exact["erlang_a"]);
}

#[test]
fn a_load_alone_gives_what_has_no_unit_of_time() {
    let row = json("c --load 48 --agents 50")["rows"][0].clone();
    let names: Vec<_> = row.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        names,
        ["agents", "erlang_b", "mean_queue", "offered_load", "p_wait", "stable", "utilisation"]
    );
    check_all(&json("c --load 48 --service 1min --agents 50 --threshold 20s")["rows"][0], &{
        target("gans-koole-mandelbaum-48x50")["erlang_c"].clone()
    });
}

#[test]
fn rows_come_in_order_and_say_where_there_is_no_steady_state() {
    let rows = json("c --load 48 --agents 47..50")["rows"].clone();
    let rows: Vec<_> = rows.as_array().unwrap().iter().map(|row| (&row["agents"], &row["stable"])).collect();
    let [no, yes] = [false, true].map(Value::from);
    let agents = [47, 48, 49, 50].map(Value::from);
    assert_eq!(rows, agents.iter().zip([&no, &no, &yes, &yes]).collect::<Vec<_>>());

    let table = told(&["c", "--load", "48", "--agents", "47..50"]);
    let lines: Vec<_> = table.lines().skip(2).collect();
    assert_eq!(lines[0], "agents    util %       B %    wait %     queue");
    assert_eq!(lines[2], "    48  unstable: the queue grows without end");
    assert_eq!(lines[4], "    50   96.0000    8.3337   69.4456   16.6669");
    assert_eq!(lines.len(), 5);
}

#[test]
fn a_number_of_agents_is_explained() {
    let list =
        told(&["c", "--rate", "48/min", "--service", "1 min", "--agents", "50", "--threshold", "20 s"]);
    let lines: Vec<_> = list.lines().collect();
    assert_eq!(lines[0], "Erlang C (M/M/50): 48 erlangs, services of 60 s, a threshold of 20 s");
    assert!(
        lines.contains(&"asa                       20.8337  s        mean wait of the answered"),
        "{list}"
    );
    assert!(
        lines.contains(&"service_level             64.3455  %        answered within the threshold"),
        "{list}"
    );

    let limited = told(&[
        "a",
        "--load",
        "8",
        "--service",
        "1h",
        "--patience",
        "90s",
        "--agents",
        "9",
        "--queue-capacity",
        "0",
    ]);
    assert!(limited.starts_with("Erlang A with a limited queue (M/M/9/9+0+M): 8 erlangs,"), "{limited}");
    assert!(limited.contains("p_abandon_given_wait              -  %"), "{limited}");
}

/// What is found meets the goal, and one agent fewer does not.
#[test]
fn the_fewest_agents_are_found() {
    let rows = [
        ("b --load 48", "erlang_b<=0.01", "erlang_b", 0.01),
        ("b --load 48", "p_block<=1%", "erlang_b", 0.01),
        ("c --load 48", "p_wait<=0.2", "p_wait", 0.2),
        ("c --rate 48/min --service 1min", "asa<=20s", "asa", 20.0),
        ("c --rate 48/min --service 1min --threshold 20s", "service_level>=0.8", "service_level", 0.8),
        ("c --rate 48/min --service 1min --queue-capacity 5", "p_block<=0.01", "p_block", 0.01),
        ("a --rate 48/min --service 1min --patience 2min", "p_abandon<=3%", "p_abandon", 0.03),
        ("a --rate 48/min --service 1min --patience 2min", "asa<=5s", "asa_served", 5.0),
        (
            "a --rate 48/min --service 1min --patience 2min --threshold 20s",
            "service_level>=80%",
            "sl_served_over_offered",
            0.8,
        ),
    ];
    for (args, goal, name, bound) in rows {
        let found = json(&format!("{args} --find {goal}"))["rows"][0].clone();
        let agents = found["agents"].as_u64().unwrap();
        let few = json(&format!("{args} --agents {}", agents - 1))["rows"][0].clone();
        let is_met = |row: &Value| match row[name].as_f64() {
            Some(value) if goal.contains('>') => value >= bound,
            Some(value) => value <= bound,
            None => false,
        };
        assert!(is_met(&found) && !is_met(&few), "{args} {goal}: {found}, {few}");
    }
    let said = told(&["c", "--rate", "48/min", "--service", "1min", "--find", "asa<=20s"]);
    assert_eq!(
        said.lines().nth(2),
        Some("51 agents are the fewest for asa <= 20s; with 50 asa is 20.8337 s.")
    );
    let said = told(&["c", "--load", "48", "--find", "p_wait<=0.99"]);
    assert_eq!(
        said.lines().nth(2),
        Some("49 agents are the fewest for p_wait <= 0.99; with 48 the queue grows without end.")
    );
}

#[test]
fn what_is_wrong_is_said() {
    let rows = [
        ("c --load 48 --agents 48", "unstable: 48 agents cannot carry 48 erlangs"),
        ("c --load 48 --agents 40..48", "unstable: 48 agents cannot carry 48 erlangs"),
        (
            "c --rate 48 --service 1min --agents 50",
            "'48' for '--rate <RATE>': expected a number of calls above 0 per time",
        ),
        ("c --rate 0/min --service 1min --agents 50", "expected a number of calls above 0 per time"),
        ("c --rate 48/min --agents 50", "--service <DURATION>"),
        (
            "c --rate 48/min --service 60 --agents 50",
            "'60' for '--service <DURATION>': expected a duration such as 20s",
        ),
        ("c --rate 48/min --service 0s --agents 50", "expected a duration above 0"),
        ("c --rate 48/min --load 3 --service 1min --agents 50", "cannot be used with '--load <ERLANGS>'"),
        ("c --load -3 --agents 5", "expected a number of erlangs above 0"),
        ("c --load 3 --agents 0", "expected a number from 1 to 10000000, or a range such as 45..55"),
        ("c --load 3 --agents 9..5", "the smaller end first"),
        ("c --load 3 --agents 1..100000", "a range of 1 to 10000 numbers"),
        ("c --load 3", "--agents <N|A..B>"),
        ("c --load 3 --agents 5 --threshold 20s", "--threshold needs --service beside --load"),
        ("a --load 3 --agents 5 --patience 60s", "--patience needs --service beside --load"),
        ("a --load 3 --agents 5 --service 60s", "--patience <DURATION>"),
        ("b --load 3 --agents 5 --threshold 20s", "unexpected argument '--threshold'"),
        ("c --load 3 --agents 5 --queue-capacity -1", "expected a whole number from 0 to 4294967295"),
        ("c --load 3 --find waits<=0.2", "not 'waits'"),
        ("c --load 3 --find asa=20s", "expected a figure, >= or <=, and a value"),
        ("c --load 3 --find asa<=20", "expected a duration such as 20s, not '20'"),
        ("c --load 3 --find p_wait<=20", "expected a share between 0 and 1, such as 0.8 or 80%, not '20'"),
        ("c --load 3 --find p_wait>=0.2", "expected p_wait <="),
        ("c --load 3 --find asa<=20s", "'asa' needs --service"),
        ("c --load 3 --service 1min --find service_level>=0.8", "'service_level' needs --threshold"),
        (
            "c --load 3 --find p_abandon<=0.2",
            "Erlang C has no goal 'p_abandon'; expected one of p_wait, asa, service_level",
        ),
        (
            "c --load 3 --queue-capacity 5 --find p_wait<=0.2",
            "expected one of p_block, service_level, sl_served_over_offered",
        ),
        ("b --load 1e9 --find p_block<=0.01", "not even 10000000 agents reach p_block <= 0.01"),
        ("a --load 9 --service 1min --agents 4 --patience 1000000h", "more than 20000000 callers would wait"),
    ];
    for (args, expected) in rows {
        let output = run(&args.split(' ').collect::<Vec<_>>());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(2), &b""[..]), "{args}: {said}");
        assert!(said.starts_with("error: ") && said.contains(expected), "{args}: {said}");
    }
}

/// Every example of the help is a calculation that works.
#[test]
fn the_help_has_examples_that_work() {
    let help = told(&["--help"]);
    let examples: Vec<_> =
        help.lines().filter_map(|line| line.trim().strip_prefix("acdsim erlang ")).collect();
    assert!(examples.len() >= 4, "{help}");
    for example in examples {
        told(&example.replace('\'', "").split(' ').collect::<Vec<_>>());
    }
    for formula in ["b", "c", "a"] {
        let help = told(&[formula, "--help"]);
        assert!(help.contains("--find <GOAL>") && help.contains("service_level>=0.8"), "{help}");
    }
}
