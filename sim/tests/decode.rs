//! `acdsim decode`, as a user types it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A LINEQUEUELIST with one queue, as hex text.
const QUEUES: &str =
    "28000000 28000000 28000000 01000000 0c000000 18000000  07000000 04000000 24000000  5100 0000";

/// A directory of its own for each test, and the command in it.
struct Desk {
    directory: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { directory: tempfile::tempdir().unwrap() }
    }

    fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.directory.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_acdsim"));
        command.arg("decode").args(args).current_dir(self.directory.path());
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Runs with these bytes on standard input.
    fn pipe(&self, args: &[&str], input: &[u8]) -> Output {
        let mut command = self.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        child.wait_with_output().unwrap()
    }
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Bytes of hex digits and blanks.
fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<char> = hex.chars().filter(char::is_ascii_hexdigit).collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(&pair.iter().collect::<String>(), 16).unwrap()).collect()
}

/// The output is exactly this, apart from blanks at the end of lines, which an editor would take away.
#[track_caller]
fn assert_golden(output: &Output, expected_code: i32, golden: &str) {
    let told = text(&output.stdout);
    assert_eq!((code(output), text(&output.stderr)), (expected_code, String::new()));
    let lines = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    assert_eq!(lines(&told), lines(golden), "\n{told}");
}

#[test]
fn a_list_is_a_table() {
    assert_golden(
        &Desk::new().run(&["linequeuelist", "--hex", QUEUES]),
        0,
        include_str!("../../fixtures/decode/queue-list.txt"),
    );
}

#[test]
fn what_is_wrong_is_marked_where_it_is_wrong() {
    let lying = "30000000 28000000 28000000 02000000 0c000000 18000000\n\
                 07000000 04000000 26000000\n5100 0000 68690000";
    assert_golden(
        &Desk::new().run(&["LINEQUEUELIST", "--hex", lying]),
        1,
        include_str!("../../fixtures/decode/lying-queue-list.txt"),
    );
}

#[test]
fn a_stream_of_messages_names_their_parameters() {
    let desk = Desk::new();
    desk.write("trace.bin", &bytes("a3020100 1d000000 05000000 07000000 02000000 04000000  a3020100 0c"));
    assert_golden(
        &desk.run(&["LINEMESSAGE", "trace.bin", "--abi", "win32"]),
        1,
        include_str!("../../fixtures/decode/messages.txt"),
    );
}

#[test]
fn a_file_may_be_bytes_or_hex_text() {
    let desk = Desk::new();
    let raw = bytes(QUEUES);
    let told = text(&desk.run(&["LINEQUEUELIST", "--hex", QUEUES]).stdout);
    desk.write("queues.bin", &raw);
    desk.write("queues.hex", QUEUES.as_bytes());
    desk.write("commented", format!("# one queue\n{QUEUES} # its name is Q\n").as_bytes());
    for (file, format) in [
        ("queues.bin", "auto"),
        ("queues.bin", "raw"),
        ("queues.hex", "auto"),
        ("queues.hex", "hex"),
        ("commented", "auto"),
    ] {
        let output = desk.run(&["LINEQUEUELIST", file, "--format", format]);
        assert_eq!((code(&output), text(&output.stdout)), (0, told.clone()), "{file} as {format}");
    }
    for input in [raw.as_slice(), QUEUES.as_bytes()] {
        assert_eq!(text(&desk.pipe(&["LINEQUEUELIST", "-"], input).stdout), told);
    }
    // As bytes, the digits are a structure too, and a wrong one.
    assert_eq!(code(&desk.run(&["LINEQUEUELIST", "queues.hex", "--format", "raw"])), 1);
}

#[test]
fn json_is_the_tree() {
    let desk = Desk::new();
    let tree: Value =
        serde_json::from_slice(&desk.run(&["LINEQUEUELIST", "--hex", QUEUES, "--json"]).stdout).unwrap();
    assert_eq!((&tree["structure"], &tree["children"][3]["number"]), (&"LINEQUEUELIST".into(), &1.into()));
    let entry = &tree["children"][6]["children"][0];
    assert_eq!((&entry["structure"], &entry["offset"]), (&"LINEQUEUEENTRY".into(), &24.into()));
    assert_eq!(
        (&entry["children"][3]["value"], &entry["children"][3]["bytes"]),
        (&"\"Q\"".into(), &"51000000".into())
    );
    let messages = desk.pipe(&["LINEMESSAGE", "-", "--json", "--format", "raw"], &[0; 100]);
    let lines: Vec<Value> =
        text(&messages.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((lines.len(), code(&messages)), (3, 1));
    assert!(lines[2]["children"].to_string().contains("expected 24 bytes, found 20"), "{}", lines[2]);
}

#[test]
fn the_version_decides_the_fixed_part() {
    let caps = "38000000".repeat(3) + &"00".repeat(44);
    for (version, expected) in [("2.0", 0), ("2.1", 0), ("2.2", 1), ("3.1", 1)] {
        let output = Desk::new().run(&["LINEAGENTCAPS", "--hex", &caps, "--tapi", version]);
        assert_eq!(code(&output), expected, "{version}");
    }
}

#[test]
fn bad_input_is_named() {
    let desk = Desk::new();
    desk.write("words", b"40 00 00 00\nonce upon a time\n");
    let rows: [(&[&str], &str); 12] = [
        (&["LINEAGENTSTATUZ", "--hex", "00"], "did you mean `LINEAGENTSTATUS`"),
        (&["QUEUELST", "--hex", "00"], "no structure `QUEUELST`"),
        (&["LINEQUEUELIST", "--hex", "00 0g"], "--hex: line 1, column 5: expected a hex digit, found 'g'"),
        (&["LINEQUEUELIST", "words"], "words: line 2, column 1: expected a hex digit, found 'o'"),
        (&["LINEQUEUELIST", "words"], "--format raw"),
        (&["LINEQUEUELIST", "missing.bin"], "cannot read missing.bin"),
        (&["LINEQUEUELIST", "."], "cannot read ."),
        (&["LINEQUEUELIST"], "FILE"),
        (&["LINEQUEUELIST", "words", "--hex", "00"], "--hex"),
        (&["LINEQUEUELIST", "words", "--abi", "win16"], "win32"),
        (&["LINEQUEUELIST", "words", "--tapi", "1.4"], "2.0"),
        (&[], "STRUCTURE"),
    ];
    for (args, part) in rows {
        let output = desk.run(args);
        let said = text(&output.stderr);
        assert_eq!((code(&output), output.stdout.len()), (2, 0), "{args:?}\n{said}");
        assert!(said.contains(part), "{args:?}: {part:?} is missing in\n{said}");
    }
}

#[test]
fn no_bytes_are_a_cut_structure_and_an_empty_stream() {
    let desk = Desk::new();
    assert_eq!(code(&desk.pipe(&["LINEQUEUELIST", "-"], b"")), 1);
    let empty = desk.pipe(&["LINEMESSAGE", "-"], b"");
    assert_eq!((code(&empty), text(&empty.stdout).contains("0 messages")), (0, true));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let desk = Desk::new();
    // Far more than a pipe holds.
    desk.write("zeros", &vec![0; 40 * 10_000]);
    for args in [&["LINEMESSAGE", "zeros"][..], &["LINEMESSAGE", "zeros", "--json"]] {
        let mut child = desk.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((code(&output), text(&output.stderr)), (0, String::new()), "{args:?}");
    }
}

#[test]
fn help_teaches() {
    let told = text(&Desk::new().run(&["--help"]).stdout);
    for part in ["LINEPROXYREQUEST.CreateAgent", "hexdump -C", "Exit codes:", "--tapi"] {
        assert!(told.contains(part), "{part:?} is missing in\n{told}");
    }
}
