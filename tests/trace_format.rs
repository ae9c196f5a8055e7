//! The format of traces: what is written is read back, and what `format.md` says is so.

use std::collections::BTreeSet;
use std::io::ErrorKind;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use tapi_acd::contract::Monitor;
use tapi_acd::function::{FUNCTIONS, Out};
use tapi_acd::ids::{AgentHandle, CallSerial, LineHandle, RequestId, SeatId};
use tapi_acd::wire::LineMessage;
use tapi_acd::wire::consts::{AgentStateEx, ApiVersion, MessageId};
use tapi_acd::{Attached, Event, Function, Instant, Record};
use tapi_testkit::strategies::{answer, function, line_message, out, raw_call, request};
use tapi_trace::{Header, Reader, TraceError, Writer};

/// The seats of every trace here.
pub(crate) const SEATS: [&str; 3] = ["handler", "supervisor", "agent \"01\"\n\u{1b}é"];

pub(crate) fn header() -> Header {
    Header::new(SEATS.map(String::from).to_vec())
}

pub(crate) fn write(header: &Header, records: &[Record]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), header).unwrap();
    for record in records {
        writer.write(record).unwrap();
    }
    writer.finish().unwrap()
}

pub(crate) fn read(bytes: &[u8]) -> Result<(Header, Vec<Record>), TraceError> {
    let mut reader = Reader::new(bytes)?;
    let records = reader.by_ref().collect::<Result<_, _>>()?;
    Ok((reader.header().clone(), records))
}

// What is written is read back

fn request_id() -> impl Strategy<Value = RequestId> {
    (1..=RequestId::MAX).prop_map(|number| RequestId::new(number).unwrap())
}

/// Typed or raw.
fn any_function() -> impl Strategy<Value = Function> {
    prop_oneof![4 => function(), 1 => raw_call().prop_map(Function::Raw)]
}

fn event() -> impl Strategy<Value = Event> {
    let serial = || any::<u64>().prop_map(CallSerial);
    let attached = prop_oneof![
        3 => Just(Attached::None),
        1 => (any::<u32>().prop_map(ApiVersion), request().prop_map(Box::new))
            .prop_map(|(client_version, request)| Attached::Request { client_version, request }),
        1 => answer().prop_map(Box::new).prop_map(Attached::Answer),
    ];
    prop_oneof![
        (serial(), any_function().prop_map(Box::new))
            .prop_map(|(serial, function)| Event::Call { serial, function }),
        (serial(), any::<i32>(), out()).prop_map(|(serial, value, out)| Event::Return { serial, value, out }),
        (line_message(), attached).prop_map(|(message, attached)| Event::Message { message, attached }),
        Just(Event::Gone),
    ]
}

fn seat() -> impl Strategy<Value = SeatId> {
    (0..SEATS.len()).prop_map(|seat| SeatId(u32::try_from(seat).unwrap()))
}

/// A trace whose time does not go back, with or without a closing record.
fn trace() -> impl Strategy<Value = Vec<Record>> {
    let pending = vec((seat(), request_id()), 0..3);
    let blocked = vec(any::<u64>().prop_map(CallSerial), 0..3);
    let end = (pending, blocked).prop_map(|(pending, blocked)| Event::End { pending, blocked });
    let step = || prop_oneof![Just(0), any::<u64>().prop_map(|us| us / 16)];
    let events = (vec((step(), seat(), event()), 0..8), option::of((step(), seat(), end)));
    events.prop_map(|(events, end)| {
        let mut now = Instant::ZERO;
        let record = |(step, seat, event)| {
            now = now + step;
            Record { at: now, seat, event }
        };
        events.into_iter().chain(end).map(record).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_record_that_is_written_is_read_back(records in trace()) {
        let bytes = write(&header(), &records);
        let (header_read, records_read) = read(&bytes).unwrap();
        prop_assert_eq!(&header_read, &header());
        prop_assert_eq!(&records_read, &records);
        // The same records are the same bytes.
        prop_assert_eq!(write(&header_read, &records_read), bytes);
        // No trace makes the judge panic.
        let mut monitor = Monitor::new();
        records.iter().for_each(|record| monitor.observe(record));
    }

    #[test]
    fn every_header_that_is_written_is_read_back(
        words in any::<[Option<String>; 5]>(),
        seed in any::<Option<u64>>(),
        seats in proptest::collection::btree_set(any::<String>(), 0..5),
    ) {
        let [scenario, scenario_sha256, day, generator, epoch] = words;
        let header = Header {
            scenario,
            scenario_sha256,
            day,
            seed,
            generator,
            epoch,
            ..Header::new(seats.into_iter().collect())
        };
        let bytes = write(&header, &[]);
        prop_assert_eq!(read(&bytes).unwrap(), (header, vec![]));
    }
}

#[test]
fn the_traces_above_have_every_function() {
    let mut runner = TestRunner::deterministic();
    let mut names = BTreeSet::new();
    for _ in 0..1000 {
        names.insert(function().new_tree(&mut runner).unwrap().current().row().name);
    }
    assert_eq!(names, FUNCTIONS.iter().map(|row| row.name).collect());
}

// What a writer refuses

fn record(t_us: u64, seat: u32, event: Event) -> Record {
    Record { at: Instant::from_micros(t_us), seat: SeatId(seat), event }
}

fn returned() -> Event {
    Event::Return { serial: CallSerial(1), value: 0, out: Out::None }
}

#[test]
fn a_writer_refuses_what_no_reader_would_take() {
    let end = |seat| Event::End { pending: vec![(SeatId(seat), RequestId::FIRST)], blocked: vec![] };
    let rows = [
        ([record(0, 0, returned()), record(0, 3, returned())], "the header does not list seat 3"),
        ([record(5, 0, returned()), record(4, 0, returned())], "time goes back"),
        ([record(0, 0, end(0)), record(0, 0, returned())], "a record after the closing one"),
        ([record(0, 0, returned()), record(0, 0, end(3))], "the header does not list seat 3"),
    ];
    for ([good, bad], message) in rows {
        let mut out = Vec::new();
        let mut writer = Writer::new(&mut out, &header()).unwrap();
        writer.write(&good).unwrap();
        let error = writer.write(&bad).unwrap_err();
        assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::InvalidInput, message));
        // Not a byte of it was written.
        assert_eq!(out, write(&header(), &[good]), "{message}");
    }

    let twins = Header::new(vec!["a".into(), "b".into(), "a".into()]);
    let error = Writer::new(Vec::new(), &twins).unwrap_err();
    assert_eq!(error.to_string(), "the header lists seat \"a\" twice");
}

// What a reader takes beside what our writer writes

const LINE: &str = "{\"schema\":\"tapi-acd.trace\",\"version\":1,\"seats\":[\"handler\"]}\n";

/// The only record of a trace.
fn only(line: &str) -> Record {
    let (_, mut records) =
        read(format!("{LINE}{line}").as_bytes()).unwrap_or_else(|error| panic!("{line}: {error}"));
    assert_eq!(records.len(), 1, "{line}");
    records.remove(0)
}

#[test]
fn constants_are_names_or_numbers_and_the_raw_fields_are_the_truth() {
    let rest = r#""hDevice":1,"dwCallbackInstance":2,"dwParam1":3,"dwParam2":2,"dwParam3":4"#;
    let lead = r#""t_us":7,"seat":"handler","kind":"message""#;
    let written =
        only(&format!(r#"{{{lead},"msg":"LINE_AGENTSTATUSEX",{rest},"decoded":{{"hAgent":"0x3"}}}}"#));
    let raw = LineMessage {
        device: 1,
        message_id: MessageId::AGENT_STATUS_EX,
        callback_instance: 2,
        param1: 3,
        param2: 2,
        param3: 4,
    };
    assert_eq!(written, record(7, 0, Event::Message { message: raw, attached: Attached::None }));
    let others = [
        format!(r#"{{{lead},"msg":"LINE_AGENTSTATUSEX",{rest}}}"#),
        format!(r#"{{{lead},"msg":29,{rest}}}"#),
        format!(r#"{{{lead},"msg":"29",{rest}}}"#),
        format!(r#"{{{lead},"msg":"0x1d",{rest}}}"#),
        // What is decoded may be wrong, or anything.
        format!(r#"{{{lead},"msg":29,{rest},"decoded":{{"hAgent":"0x9"}}}}"#),
        format!(r#"{{{lead},"msg":29,{rest},"decoded":[1,[2]]}}"#),
        // Any order, unknown fields, spaces, an escape, a carriage return.
        format!(r#"{{ {rest} , "msg" : 29, "note": {{"by":["hand"]}}, {lead} }}"#),
        format!("{{\"kind\":\"message\",\"seat\":\"hand\\u006cer\",\"t_us\":7,\"msg\":29,{rest}}}\r\n"),
        // Nothing attached, said aloud.
        format!(r#"{{{lead},"msg":29,{rest},"request":null,"answer":null}}"#),
    ];
    for line in others {
        assert_eq!(only(&line), written, "{line}");
    }
}

#[test]
fn calls_and_requests_may_be_written_by_hand() {
    let call = Function::SetAgentStateEx {
        line: LineHandle(1),
        agent: AgentHandle(2),
        state: AgentStateEx::READY,
        next: AgentStateEx(0),
    };
    let request = call.request().unwrap();
    let called = record(0, 0, Event::Call { serial: CallSerial(9), function: Box::new(call) });
    let lead = r#""t_us":0,"seat":"handler","kind":"call","call":9"#;
    let name = r#""function":"lineSetAgentStateEx""#;
    for line in [
        format!(r#"{{{lead},{name},"args":{{"hLine":1,"hAgent":2,"dwAgentState":2,"dwNextAgentState":0}}}}"#),
        format!(
            r#"{{"args":{{"dwNextAgentState":"0","x":[],"dwAgentState":"LINEAGENTSTATEEX_READY","hAgent":2,"hLine":1}},
                {name},"x":0,{lead}}}"#
        )
        .replace('\n', " "),
    ] {
        assert_eq!(only(&line), called, "{line}");
    }

    let lead = concat!(
        r#""t_us":0,"seat":"handler","kind":"message","msg":"LINE_PROXYREQUEST","hDevice":0,"#,
        r#""dwCallbackInstance":0,"dwParam1":1,"dwParam2":0,"dwParam3":0"#
    );
    for kind in [r#""LINEPROXYREQUEST_SETAGENTSTATEEX""#, "20", r#""20""#, r#""0x14""#] {
        let line = format!(
            r#"{{{lead},"request":{{"hAgent":2,"dwAgentState":2,"x":1,"dwNextAgentState":0,"dwRequestType":{kind}}}}}"#
        );
        let Event::Message { attached, .. } = only(&line).event else { panic!("{line}") };
        // Traces that do not say who asks are of a handler that took everybody for a client of 2.2.
        let client_version = ApiVersion::V2_2;
        let expected = Attached::Request { client_version, request: Box::new(request.clone()) };
        assert_eq!(attached, expected, "{line}");
    }
}

#[test]
fn what_may_be_absent_is_nothing() {
    let nothing = Event::End { pending: vec![], blocked: vec![] };
    assert_eq!(only(r#"{"t_us":0,"seat":"handler","kind":"end"}"#), record(0, 0, nothing));
    assert_eq!(
        only(r#"{"t_us":0,"seat":"handler","kind":"return","call":1,"value":0}"#),
        record(0, 0, returned())
    );
    let (header, records) = read(br#"{"version":1,"schema":"tapi-acd.trace","x":1}"#).unwrap();
    assert_eq!((header, records), (Header::new(vec![]), vec![]));
}

#[test]
fn unknown_kinds_are_skipped_and_counted_and_new_seats_get_numbers() {
    let text = format!(
        "{LINE}{}",
        r#"
{"t_us":1,"seat":"elsewhere","kind":"weather","call":[]}
{"t_us":2,"seat":"desk","kind":"return","call":1,"value":0}

{"t_us":3,"seat":"handler","kind":"Return"}
{"t_us":4,"seat":"desk","kind":"end","pending":[{"seat":"other","request":5}]}
{"t_us":4,"seat":"desk","kind":"checksum","x":1}

"#
    );
    let mut reader = Reader::new(text.as_bytes()).unwrap();
    assert_eq!(reader.read().unwrap(), Some(record(2, 1, returned())));
    assert_eq!((reader.line(), reader.skipped(), reader.ended()), (4, 1, false));
    let pending = vec![(SeatId(2), RequestId::new(5).unwrap())];
    assert_eq!(reader.read().unwrap(), Some(record(4, 1, Event::End { pending, blocked: vec![] })));
    assert_eq!((reader.line(), reader.skipped(), reader.ended()), (7, 2, true));
    assert_eq!(reader.read().unwrap(), None);
    assert_eq!((reader.line(), reader.skipped()), (9, 3));
    assert_eq!(reader.seats(), ["handler", "desk", "other"]);
}

// The document

/// The examples of `format.md`, in order.
fn examples() -> String {
    let text = include_str!("../crates/tapi-trace/docs/format.md");
    let blocks = text.split("```json\n").skip(1);
    blocks.map(|block| block.split("```").next().unwrap()).collect()
}

#[test]
fn the_examples_of_the_document_are_a_trace_as_it_is_written() {
    let examples = examples();
    let (header, records) = read(examples.as_bytes()).unwrap();
    assert_eq!(String::from_utf8(write(&header, &records)).unwrap(), examples);
    assert!(matches!(records.last().map(|record| &record.event), Some(Event::End { .. })));
}

#[test]
fn the_document_names_every_field_that_is_written() {
    let text = include_str!("../crates/tapi-trace/docs/format.md");
    let trace = include_str!("../fixtures/traces/one-agent.jsonl");
    let examples = examples();
    let first_cells = text.lines().filter_map(|line| line.strip_prefix("| `")?.split('|').next());
    let described: BTreeSet<_> = first_cells.flat_map(|cell| cell.split(['`', ',', ' '])).collect();
    let answers = [
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
    ];
    let answers = answers.map(String::from);
    let fields = trace.lines().chain(examples.lines()).flat_map(|line| {
        let fields: serde_json::Map<_, _> = serde_json::from_str(line).unwrap();
        fields.into_iter().map(|(field, _)| field).collect::<Vec<_>>()
    });
    for field in fields.chain(answers) {
        assert!(described.contains(field.as_str()), "{field}");
    }
}
