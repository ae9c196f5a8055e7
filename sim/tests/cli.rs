//! The real binary, as a user types it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// A directory of its own for each test, and the command in it.
struct Desk {
    directory: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { directory: tempfile::tempdir().unwrap() }
    }

    fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_acdsim"));
        command.args(line.split_whitespace()).current_dir(self.directory.path());
        command
    }

    fn run(&self, line: &str) -> Output {
        self.command(line).output().unwrap()
    }

    /// The standard output of a command that succeeds and has nothing to complain about.
    fn told(&self, line: &str) -> String {
        let output = self.run(line);
        assert_eq!((code(&output), text(&output.stderr)), (0, String::new()), "{line}");
        text(&output.stdout)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.directory.path()).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures").join(name)
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn list_names_the_scenarios_and_their_days() {
    let told = Desk::new().told("list");
    assert!(told.contains("bank-1999") && told.contains("sunday-to-thursday"), "{told}");
}

#[test]
fn the_schema_is_json_schema() {
    let schema: Value = serde_json::from_str(&Desk::new().told("schema scenario")).unwrap();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["properties"]["duration"]["title"], "duration");
    assert_eq!(code(&Desk::new().run("schema trace")), 2);
}

#[test]
fn a_run_shows_messages_and_figures() {
    let told = Desk::new().told("run bank-1999 --seed 7 --until 1h");
    for part in [
        "supervisor  LINE_PROXYSTATUS",
        "changed=LINEPROXYSTATUS_OPEN requestType=LINEPROXYREQUEST_CREATEAGENT",
        "To see the rest",
        "calls offered",
        "answered",
        "abandoned",
        "ASA",
        "service level",
        "answered within threshold 20 s / offered",
        "occupancy",
        "LINE_AGENTSESSIONSTATUS",
        "contract: no finding",
    ] {
        assert!(told.contains(part), "{part:?} is missing in\n{told}");
    }
    assert!(!told.contains('\x1b'), "colours are for terminals");
}

#[test]
fn the_seat_decides_what_is_shown() {
    let desk = Desk::new();
    let told = desk.told("run bank-1999 --seed 7 --until 1h --seat agent-01 --format text");
    assert!(
        told.lines().all(|line| line.contains("  agent-01 ") || line.contains("end of the run")),
        "{told}"
    );
    assert!(told.contains("lineAnswer"));
}

#[test]
fn the_lines_of_the_readme_are_true() {
    let told = Desk::new().told("run bank-1999 --seed 7 --until 5min --format text --seat supervisor");
    let readme = include_str!("../../README.md");
    let lines: Vec<_> = readme.lines().filter(|line| line.starts_with("07:00:")).collect();
    assert!(lines.len() >= 3);
    for line in lines {
        assert!(told.lines().any(|told| told == line), "{line:?} is not in the trace");
    }
}

#[test]
fn json_is_the_figures_and_nothing_else() {
    let desk = Desk::new();
    let figures: Value =
        serde_json::from_str(&desk.told("run bank-1999 --seed 7 --until 2h --json --out t.jsonl")).unwrap();
    assert_eq!(figures["seed"], 7);
    assert_eq!(figures["contract"]["must"], 0);
    let calls = &figures["figures"];
    let number = |key: &str| calls[key].as_u64().unwrap();
    assert!(number("offered") > 50);
    assert_eq!(number("offered"), number("answered") + number("abandoned") + number("in_system"));
    assert_eq!(desk.files(), ["t.jsonl"]);
}

#[test]
fn who_stops_in_the_warm_up_is_told_that_nothing_is_measured() {
    let desk = Desk::new();
    for (line, is_warned) in [
        ("run erlang-a --until 30min", true),
        ("run erlang-a --until 1h --json", true),
        ("run erlang-a --until 61min --json", false),
        // Whoever asks for the trace alone gets no figures.
        ("run erlang-a --until 1min --format jsonl", false),
    ] {
        let output = desk.run(line);
        let said = text(&output.stderr);
        assert_eq!(code(&output), 0, "{line}: {said}");
        assert_eq!(said.contains("nothing is measured"), is_warned, "{line}: {said}");
        assert_eq!(said.is_empty(), !is_warned, "{line}: {said}");
        assert!(!is_warned || said.contains("warm_up lasts until 2002-07-01 01:00:00"), "{said}");
        if line.contains("--json") {
            let figures: Value = serde_json::from_slice(&output.stdout).unwrap();
            assert_eq!(figures["figures"]["offered"] == 0, is_warned, "{line}");
        }
    }
}

#[test]
fn one_seed_gives_one_trace() {
    let desk = Desk::new();
    let trace = |seed: u64| {
        digest(desk.told(&format!("run bank-1999 --seed {seed} --until 1h --format jsonl")).as_bytes())
    };
    assert_eq!(trace(7), trace(7));
    assert_ne!(trace(7), trace(8));
    desk.told("run bank-1999 --seed 7 --until 1h --out t.jsonl");
    assert_eq!(
        digest(&std::fs::read(desk.path("t.jsonl")).unwrap()),
        trace(7),
        "the file and standard output"
    );
}

#[test]
fn the_golden_trace_is_what_the_scenario_gives() {
    let desk = Desk::new();
    desk.write("one-agent.toml", &std::fs::read_to_string(fixture("scenarios/one-agent.toml")).unwrap());
    let now = desk.told("run one-agent.toml --seed 4 --format jsonl");
    let golden = std::fs::read_to_string(fixture("traces/one-agent.jsonl")).unwrap();
    // The header names the file and the program; the records are what must not change unseen.
    let records = |trace: &str| trace.split_once('\n').map(|(_, records)| records.to_owned()).unwrap();
    assert!(records(&now) == records(&golden), "the records of one-agent.toml have changed");
}

#[test]
fn check_accepts_a_run() {
    let desk = Desk::new();
    desk.told("run bank-1999 --seed 7 --until 2h --out t.jsonl");
    assert!(desk.told("check t.jsonl").starts_with("holds"));
    let verdict: Value = serde_json::from_str(&desk.told("check t.jsonl --json")).unwrap();
    assert_eq!((&verdict["verdict"], &verdict["must"]), (&"holds".into(), &0.into()));
}

#[test]
fn check_finds_what_is_broken_and_where() {
    let golden = std::fs::read_to_string(fixture("traces/one-agent.jsonl")).unwrap();
    let line_of = |part: &str| golden.lines().position(|line| line.contains(part)).unwrap();
    // What is broken, in which line, and the rule that says so.
    let state = r#""dwParam3":2"#;
    let session = golden
        .lines()
        .position(|line| line.contains(r#""msg":"LINE_AGENTSESSIONSTATUS""#) && line.contains(state))
        .unwrap();
    let reply = line_of("LINE_REPLY");
    let response = line_of("lineProxyResponse");
    let replace = |at: usize, from: &str, to: &str| {
        let lines = golden.lines().enumerate();
        lines.map(|(n, line)| if n == at { line.replace(from, to) } else { line.to_owned() } + "\n").collect()
    };
    let twice = |at: usize| {
        let lines = golden.lines().enumerate();
        lines
            .map(|(n, line)| if n == at { format!("{line}\n{line}\n") } else { format!("{line}\n") })
            .collect()
    };
    let rows: [(&str, String, usize); 4] = [
        ("P03", replace(session, state, r#""dwParam3":3"#), session + 1),
        ("S02", replace(session, state, r#""dwParam3":8"#), session + 1),
        ("R04", twice(reply), reply + 2),
        ("R07", twice(response), response + 2),
    ];
    let desk = Desk::new();
    for (rule, trace, line) in rows {
        desk.write("broken.jsonl", &trace);
        let output = desk.run("check broken.jsonl");
        let told = text(&output.stdout);
        assert_eq!(code(&output), 1, "{rule}\n{told}");
        let place = format!("broken.jsonl:{line}");
        assert!(told.lines().any(|l| l.starts_with(rule) && l.contains(&place)), "{rule} {place}\n{told}");
        assert!(told.contains("basis: "), "{told}");
    }
}

/// Who looks for the call in the trace finds it.
#[test]
fn check_writes_a_handle_as_the_trace_has_it() {
    let desk = Desk::new();
    let trace = std::fs::read_to_string(fixture("traces/hand/bad/c01-call-leaves-idle.jsonl")).unwrap();
    desk.write("idle.jsonl", &trace);
    let told = text(&desk.run("check idle.jsonl").stdout);
    assert!(trace.contains("\"hDevice\":53,") && told.contains("call 0x35 (53) goes from"), "{told}");
}

#[test]
fn explain_puts_names_and_numbers_into_words() {
    let desk = Desk::new();
    let rows = [
        ("explain LINE_AGENTSESSIONSTATUS", "E02"),
        ("explain 0x1d", "LINE_AGENTSTATUSEX"),
        ("explain 0x6 --family LINEAGENTSTATUSEX_", "LINEAGENTSTATUSEX_STATE"),
        ("explain -2147483576", "LINEERR_OPERATIONFAILED"),
        ("explain S02", "must"),
        ("explain LINEAGENTSTATUS", "dwValidNextStates  52      4"),
        ("explain lineagentstatus", "LINEAGENTSTATUS: a structure of 14 fields"),
        ("explain LINEPROXYREQUEST.CreateAgent", "lineCreateAgent"),
        ("explain LINEPROXYREQUEST_GETQUEUEINFO", "raised by   lineGetQueueInfo"),
        ("explain lineGetAgentCaps", "LPLINEAGENTCAPS  lpAgentCaps      in/out"),
    ];
    for (line, part) in rows {
        let told = desk.told(line);
        assert!(told.contains(part), "{line}: {part:?} is missing in\n{told}");
    }
    let json: Value = serde_json::from_str(&desk.told("explain 0x1d --json")).unwrap();
    assert!(json["readings"].as_array().unwrap().len() > 5);
}

#[test]
fn bad_input_is_named_and_leaves_nothing_behind() {
    let desk = Desk::new();
    desk.write("broken.toml", "schema = 1\ntitle = 5\n");
    desk.write("words.jsonl", "once upon a time\n");
    let before = desk.files();
    let rows = [
        ("run bnk-1999 --seed 7", "did you mean `bank-1999`"),
        ("run broken.toml --seed 7 --out t.jsonl", "broken.toml:2:9"),
        ("run missing.toml --seed 7", "missing.toml"),
        ("run bank-1999 --seed x", "--seed"),
        ("run bank-1999 --seed -1", "-1"),
        ("run bank-1999 --seat nobody", "agent-01"),
        ("run bank-1999 --day sunday", "sunday-to-thursday"),
        ("run bank-1999 --until 99h --out t.jsonl", "17h"),
        ("run bank-1999 --until 0s", "--until"),
        ("run bank-1999 --until soon", "soon"),
        ("run bank-1999 --out missing/t.jsonl", "missing"),
        ("run bank-1999 --out .", "cannot write"),
        ("run bank-1999 --format xml", "jsonl"),
        ("check words.jsonl", "words.jsonl:1:1"),
        ("check missing.jsonl", "missing.jsonl"),
        ("explain LINE_AGENTSTATUZ", "LINE_AGENTSTATUS"),
        ("explain LINEAGENTSTATTUS", "LINEAGENTSTATUS"),
        ("explain 6 --family LINEAGENTZ", "LINEAGENT"),
        ("facts --xml", "--xml"),
        ("facts LINEAGENTSTATUS", "LINEAGENTSTATUS"),
        ("wonder", "wonder"),
    ];
    for (line, part) in rows {
        let output = desk.run(line);
        let said = text(&output.stderr);
        assert_eq!((code(&output), output.stdout.len()), (2, 0), "{line}\n{said}");
        assert!(said.contains(part), "{line}: {part:?} is missing in\n{said}");
        assert!(!said.contains("panicked"), "{line}\n{said}");
    }
    assert_eq!(desk.files(), before);
}

#[test]
fn help_teaches() {
    let desk = Desk::new();
    let told = desk.told("--help");
    for part in ["Examples:", "Exit codes:", "run", "check", "explain", "facts", "list"] {
        assert!(told.contains(part), "{part:?} is missing in\n{told}");
    }
    assert!(desk.told("run --help").contains("--until"));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let desk = Desk::new();
    for line in [
        "run bank-1999 --seed 7 --format jsonl",
        "run bank-1999 --seed 7",
        "explain 0x1d",
        "facts --json",
        "--help",
    ] {
        let mut child = desk.command(line).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((code(&output), text(&output.stderr)), (0, String::new()), "{line}");
    }
}

#[test]
fn check_reads_standard_input() {
    let desk = Desk::new();
    let mut child = desk.command("check -").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let golden = std::fs::read(fixture("traces/one-agent.jsonl")).unwrap();
    child.stdin.take().unwrap().write_all(&golden).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 0);
    assert!(text(&output.stdout).starts_with("holds"));
}
