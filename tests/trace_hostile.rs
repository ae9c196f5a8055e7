//! Traces that are none: every mistake is told with its line and column, and nothing makes a reader panic.

use std::io::{self, BufReader, Read};

use proptest::prelude::*;
use tapi_acd::contract::Monitor;
use tapi_acd::function::TYPED;
use tapi_acd::wire::consts::{Constants as _, ProxyRequestType};
use tapi_trace::{Reader, TraceError};

use crate::trace_format::read;

const HEADER: &str = r#"{"schema":"tapi-acd.trace","version":1,"seats":["handler"]}"#;
const GOLDEN: &str = include_str!("../fixtures/traces/one-agent.jsonl");

/// The place and the words of the first mistake.
fn mistake(trace: &[u8]) -> (u64, usize, String) {
    match read(trace) {
        Err(TraceError::Line { line, column, message }) => (line, column, message),
        other => panic!("{:?} gave {other:?}", String::from_utf8_lossy(trace)),
    }
}

#[test]
fn a_bad_header_is_told() {
    let rows: &[(&[u8], usize, &str)] = &[
        (b"", 1, "the trace is empty; expected a header"),
        (b"\n", 1, "expected a JSON object; a trace begins with HEAD"),
        (b"title = 3\n", 1, "expected a JSON object; a trace begins with HEAD"),
        (b"[\"tapi-acd.trace\",1]\n", 1, "expected a JSON object; a trace begins with HEAD"),
        (b"\xef\xbb\xbf{}", 1, "expected a JSON object; a trace begins with HEAD"),
        (b"{}", 2, "missing field `schema`; a trace begins with HEAD"),
        (br#"{"t_us":0,"seat":"a","kind":"end"}"#, 34, "missing field `schema`; a trace begins with HEAD"),
        (br#"{"schema":"tapi-acd.trace"}"#, 27, "missing field `version`; a trace begins with HEAD"),
        (
            br#"{"schema":"tapi-acd.trace","version":"1"}"#,
            40,
            "invalid type: string \"1\", expected u32; a trace begins with HEAD",
        ),
        (
            br#"{"schema":"tapi-acd.trace","version":1} {}"#,
            41,
            "trailing characters; a trace begins with HEAD",
        ),
        (br#"{"schema":"other","version":1}"#, 1, "schema is \"other\"; expected \"tapi-acd.trace\""),
        (br#"{"schema":"tapi-acd.trace","version":0}"#, 1, "version is 0; expected 1"),
        // What else changes with a version is not looked at.
        (br#"{"schema":"tapi-acd.trace","version":2,"seats":{}}"#, 1, "version is 2; expected 1"),
        (
            br#"{"schema":"tapi-acd.trace","version":1,"seats":["a","b","a"]}"#,
            1,
            "seat \"a\" is listed twice; expected each name once",
        ),
        (
            br#"{"schema":"tapi-acd.trace","version":1,"seats":["a",7]}"#,
            53,
            "invalid type: integer `7`, expected a string",
        ),
        (
            br#"{"schema":"tapi-acd.trace","version":1,"seed":-7}"#,
            48,
            "invalid value: integer `-7`, expected u64",
        ),
        (b"\xff\xfe{\0", 1, "this is no text; expected UTF-8"),
        (b"{\"schema\":\"\xe9\"}", 12, "this is no text; expected UTF-8"),
    ];
    for (trace, column, message) in rows {
        let message = message.replace("HEAD", r#"{"schema":"tapi-acd.trace","version":1"#);
        assert_eq!(mistake(trace), (1, *column, message), "{}", String::from_utf8_lossy(trace));
    }
}

/// Names as serde lists them.
fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// Asserts where each line goes wrong and with which words; the line is the third of a trace.
fn assert_mistakes(rows: &[(&str, usize, &str)]) {
    for (line, column, message) in rows {
        let trace = format!("{HEADER}\n\n{line}\n");
        assert_eq!(mistake(trace.as_bytes()), (3, *column, (*message).to_owned()), "{line}");
    }
}

#[test]
fn a_line_that_is_no_record_is_told() {
    assert_mistakes(&[
        ("null", 1, "expected a JSON object"),
        ("tapi", 1, "expected a JSON object"),
        ("}", 1, "expected a JSON object"),
        ("  [\"end\",\"handler\",0]", 3, "expected a JSON object"),
        ("{", 1, "EOF while parsing an object"),
        ("{}", 2, "missing field `kind`"),
        (r#"{"t_us":0,"kind":"end"}"#, 23, "missing field `seat`"),
        (r#"{"seat":"handler","kind":"end"}"#, 31, "missing field `t_us`"),
        (r#"{"t_us":-1,"seat":"handler","kind":"end"}"#, 10, "invalid value: integer `-1`, expected u64"),
        (
            r#"{"t_us":1.5,"seat":"handler","kind":"end"}"#,
            11,
            "invalid type: floating point `1.5`, expected u64",
        ),
        (
            r#"{"t_us":18446744073709551616,"seat":"handler","kind":"end"}"#,
            28,
            "invalid type: floating point `1.8446744073709552e+19`, expected u64",
        ),
        (r#"{"t_us":"0","seat":"handler","kind":"end"}"#, 11, "invalid type: string \"0\", expected u64"),
        (r#"{"t_us":0,"t_us":0,"seat":"handler","kind":"end"}"#, 16, "duplicate field `t_us`"),
        (r#"{"t_us":0,"seat":1,"kind":"end"}"#, 18, "invalid type: integer `1`, expected a string"),
        (r#"{"t_us":0,"seat":"handler","kind":4}"#, 35, "invalid type: integer `4`, expected a string"),
        (r#"{"t_us":0,"seat":"handler","kind":"end"} x"#, 42, "trailing characters"),
        // A kind that is not known keeps to the rules of every record.
        (r#"{"t_us":0,"kind":"weather"}"#, 27, "missing field `seat`"),
    ]);
}

#[test]
fn a_bad_call_is_told() {
    let functions = list(TYPED.iter().map(|(name, _)| *name).chain(["raw"]));
    assert_mistakes(&[
        (
            r#"{"t_us":0,"seat":"handler","kind":"call","function":"lineClose","args":{"hLine":1}}"#,
            83,
            "missing field `call`",
        ),
        (r#"{"t_us":0,"seat":"handler","kind":"call","call":1}"#, 50, "missing field `function`"),
        (
            r#"{"t_us":0,"seat":"handler","kind":"call","call":1,"function":"lineClose"}"#,
            73,
            "missing field `args`",
        ),
        (
            r#"{"t_us":0,"seat":"handler","kind":"call","call":1,"function":"lineClose","args":{}}"#,
            82,
            "missing field `hLine`",
        ),
        (
            r#"{"t_us":0,"seat":"handler","kind":"call","call":1,"function":"lineClose","args":{"hLine":"1"}}"#,
            92,
            "invalid type: string \"1\", expected u32",
        ),
        (
            concat!(
                r#"{"t_us":0,"seat":"handler","kind":"call","call":1,"function":"lineGetQueueList","#,
                r#""args":{"hLine":1,"lpGroupID":"1"}}"#
            ),
            114,
            "\"1\" is not a GUID; expected xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx in hexadecimal digits",
        ),
        (
            r#"{"t_us":0,"seat":"handler","kind":"call","call":1,"function":"lineFly","args":{"hLine":1}}"#,
            70,
            &format!("unknown name `lineFly`, expected one of {functions}"),
        ),
    ]);
}

#[test]
fn a_bad_return_is_told() {
    assert_mistakes(&[
        (r#"{"t_us":0,"seat":"handler","kind":"return"}"#, 43, "missing field `call`"),
        (r#"{"t_us":0,"seat":"handler","kind":"return","call":1}"#, 52, "missing field `value`"),
        (
            r#"{"t_us":0,"seat":"handler","kind":"return","call":1,"value":2147483648}"#,
            70,
            "invalid value: integer `2147483648`, expected i32",
        ),
        (
            r#"{"t_us":0,"seat":"handler","kind":"return","call":1,"value":0,"out":{"hLin":1}}"#,
            75,
            "unknown name `hLin`, expected one of `None`, `registration`, `dwAPIVersion`, `hLine`, `proxyRequestTypes`",
        ),
        (
            r#"{"t_us":0,"seat":"handler","kind":"return","call":1,"value":0,"out":{"hLine":1,"hLineApp":1}}"#,
            78,
            "expected value",
        ),
    ]);
}

#[test]
fn a_bad_end_is_told() {
    assert_mistakes(&[
        (
            r#"{"t_us":0,"seat":"handler","kind":"end","pending":[{"seat":"handler","request":0}]}"#,
            1,
            "0 is no request id; expected 1 to 2147483647",
        ),
        (
            r#"{"t_us":0,"seat":"handler","kind":"end","pending":[{"seat":"handler","request":2147483648}]}"#,
            1,
            "2147483648 is no request id; expected 1 to 2147483647",
        ),
        (
            r#"{"t_us":0,"seat":"handler","kind":"end","pending":[{"seat":"handler"}]}"#,
            69,
            "missing field `request`",
        ),
        (
            r#"{"t_us":0,"seat":"handler","kind":"end","pending":[7]}"#,
            52,
            "invalid type: integer `7`, expected an object",
        ),
        (
            r#"{"t_us":0,"seat":"handler","kind":"end","blocked":[-7]}"#,
            53,
            "invalid value: integer `-7`, expected u64",
        ),
    ]);
}

#[test]
fn a_bad_message_is_told() {
    // The fields that are right, before and behind the one that is not.
    let message = |msg: &str, device: &str, rest: &str| {
        let lead = r#""t_us":0,"seat":"handler","kind":"message""#;
        let params = r#""dwCallbackInstance":0,"dwParam1":0,"dwParam3":0"#;
        format!(r#"{{{lead},"msg":{msg},"hDevice":{device},{params}{rest}}}"#)
    };
    let attached = |rest: &str| message("29", "0", &format!(r#","dwParam2":0,{rest}"#));
    let types = list(ProxyRequestType::FAMILY.rows.iter().map(|row| row.name));
    let answers = list([
        "hAgent",
        "hAgentSession",
        "AgentCaps",
        "AgentStatus",
        "Params",
        "ActivityList",
        "GroupList",
        "AgentInfo",
        "SessionList",
        "SessionInfo",
        "QueueList",
        "QueueInfo",
    ]);
    let rows = [
        (
            message(r#""LINE_FAX""#, "0", ""),
            60,
            "\"LINE_FAX\" is neither a LINE_ constant nor a number".into(),
        ),
        (
            message("4294967296", "0", ""),
            60,
            "invalid value: integer `4294967296`, expected a LINE_ constant or its number".into(),
        ),
        (message("29", "4294967296", ""), 73, "invalid value: integer `4294967296`, expected u32".into()),
        (message("29", "0", ""), 114, "missing field `dwParam2`".into()),
        (
            attached(r#""answer":{"hAgent":1},"request":{"dwRequestType":"LINEPROXYREQUEST_GETGROUPLIST"}"#),
            1,
            "a request and an answer; expected at most one of them".to_owned(),
        ),
        (attached(r#""request":{}"#), 139, "missing field `dwRequestType`".into()),
        (
            attached(r#""request":{"dwRequestType":"LINEPROXYREQUEST_FLY"}"#),
            177,
            "\"LINEPROXYREQUEST_FLY\" is neither a LINEPROXYREQUEST_ constant nor a number".into(),
        ),
        (
            attached(r#""request":{"dwRequestType":77}"#),
            157,
            format!("unknown name `0x4d`, expected one of {types}"),
        ),
        (
            attached(r#""request":{"dwRequestType":"LINEPROXYREQUEST_GETQUEUEINFO"}"#),
            186,
            "missing field `dwQueueID`".into(),
        ),
        (attached(r#""request":7"#), 138, "invalid type: integer `7`, expected an object".into()),
        (
            attached(r#""request":{"dwClientAppAPIVersion":"2.2"}"#),
            167,
            "invalid type: string \"2.2\", expected u32".into(),
        ),
        (attached(r#""answer":{"fly":1}"#), 142, format!("unknown name `fly`, expected one of {answers}")),
        (attached(r#""answer":{"hAgent":1,"x":2}"#), 147, "expected value".into()),
    ];
    for (line, column, message) in &rows {
        assert_mistakes(&[(line, *column, message)]);
    }
}

#[test]
fn time_does_not_go_back_and_nothing_follows_the_end() {
    let record = |t_us: u64, kind: &str| format!(r#"{{"t_us":{t_us},"seat":"handler","kind":"{kind}"}}"#);
    let back = format!("{HEADER}\n{}\n{}\n", record(7, "weather"), record(6, "end"));
    let message = "t_us is 6 after 7; expected time not to go back";
    assert_eq!(mistake(back.as_bytes()), (3, 1, message.into()));

    let message = "a record after the closing one; expected the end of the trace";
    let twice = format!("{HEADER}\n{}\n{}", record(7, "end"), record(7, "end"));
    assert_eq!(mistake(twice.as_bytes()), (3, 1, message.into()));
    let joined = format!("{GOLDEN}{GOLDEN}");
    let lines = u64::try_from(GOLDEN.lines().count()).unwrap();
    let (line, _, message) = mistake(joined.as_bytes());
    assert_eq!((line, message.as_str()), (lines + 1, "missing field `kind`"));
}

#[test]
fn nesting_has_an_end() {
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let fields = r#""t_us":0,"seat":"handler""#;
    // What nobody looks at may be as deep as it likes.
    let ignored = format!(r#"{HEADER}{}{{{fields},"kind":"end","x":{}}}"#, "\n", deep(100_000));
    assert_eq!(read(ignored.as_bytes()).unwrap().1.len(), 1);
    let args = format!(
        r#"{HEADER}{}{{{fields},"kind":"call","call":1,"args":{},"function":"lineClose"}}"#,
        "\n",
        deep(100_000)
    );
    let (line, column, message) = mistake(args.as_bytes());
    assert_eq!((line, message.as_str()), (2, "recursion limit exceeded"));
    assert!(column > 50, "{column}");
}

#[test]
fn a_long_line_is_read_and_an_endless_one_is_not() {
    let seat = "x".repeat(2 << 20);
    let long = format!("{HEADER}\n{{\"t_us\":0,\"seat\":\"{seat}\",\"kind\":\"end\"}}\n");
    let mut reader = Reader::new(long.as_bytes()).unwrap();
    assert!(reader.read().unwrap().is_some());
    assert_eq!(reader.seats()[1], seat);

    let header = format!("{HEADER}\n");
    let endless = BufReader::new(header.as_bytes().chain(io::repeat(b'{')));
    let mut reader = Reader::new(endless).unwrap();
    let error = reader.read().unwrap_err();
    assert_eq!(error.to_string(), "line 2, column 67108865: expected a line of at most 67108864 bytes");
}

/// An input that fails.
#[derive(Debug)]
struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("the disk is gone"))
    }
}

#[test]
fn an_input_that_fails_is_told() {
    let header = format!("{HEADER}\n\n");
    let mut reader = Reader::new(BufReader::new(header.as_bytes().chain(Broken))).unwrap();
    assert_eq!(reader.read().unwrap_err().to_string(), "line 3: the disk is gone");
    assert_eq!(Reader::new(BufReader::new(Broken)).unwrap_err().to_string(), "line 1: the disk is gone");
}

#[test]
fn after_a_bad_line_the_next_one_is_read() {
    let trace = format!("{HEADER}\n{{\n{{\"t_us\":0,\"seat\":\"handler\",\"kind\":\"end\"}}");
    let results: Vec<_> = Reader::new(trace.as_bytes()).unwrap().map(|record| record.is_ok()).collect();
    assert_eq!(results, [false, true]);
}

/// Reads as far as it goes and judges what was read.
fn devour(bytes: &[u8]) {
    let Ok(reader) = Reader::new(bytes) else { return };
    let mut monitor = Monitor::new();
    reader.flatten().for_each(|record| monitor.observe(&record));
}

#[test]
fn a_trace_that_is_cut_anywhere_gives_the_records_before_the_cut() {
    let (_, records) = read(GOLDEN.as_bytes()).unwrap();
    let lines: Vec<_> = GOLDEN.lines().collect();
    let kept = lines.len() - 3;
    let start = lines[..kept].iter().map(|line| line.len() + 1).sum();
    for cut in start..GOLDEN.len() {
        let trace = &GOLDEN.as_bytes()[..cut];
        devour(trace);
        let whole = GOLDEN[..cut].lines().filter(|line| lines[kept..].contains(line)).count();
        let mut reader = Reader::new(trace).unwrap();
        let before: Vec<_> = reader.by_ref().map_while(Result::ok).collect();
        // The header is a line, too.
        assert_eq!(before, records[..kept - 1 + whole], "cut at byte {cut}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in any::<Vec<u8>>(), lines in "[{}\\[\\]\",:a-z0-9\\n]{0,60}") {
        devour(&bytes);
        for tail in [&bytes, lines.as_bytes()] {
            devour(&[HEADER.as_bytes(), b"\n", tail].concat());
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_slip_in_a_good_trace_makes_a_reader_panic(
        slips in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut bytes = GOLDEN.as_bytes().to_vec();
        for (place, byte) in slips {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        devour(&bytes);
    }
}
