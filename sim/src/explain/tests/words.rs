//! Names, and the text of the answers.

use tapi_acd::contract::RULES;
use tapi_acd::errata::ERRATA;
use tapi_acd::function::FUNCTIONS;
use tapi_acd::machine::MACHINES;
use tapi_acd::wire::consts::{FAMILIES, FamilyKind};
use tapi_acd::wire::layout::LAYOUTS;

use super::super::{NotFound, explain};
use super::{found, missing, names};

/// Every name that can be asked for.
fn all_names() -> impl Iterator<Item = &'static str> {
    let rows = FAMILIES.iter().flat_map(|family| family.rows).map(|row| row.name);
    rows.chain(FAMILIES.iter().map(|family| family.prefix))
        .chain(LAYOUTS.iter().map(|layout| layout.name))
        .chain(FUNCTIONS.iter().map(|function| function.name))
        .chain(MACHINES.iter().map(|machine| machine.name))
        .chain(["views"])
        .chain(RULES.iter().map(|rule| rule.id))
        .chain(ERRATA.iter().map(|erratum| erratum.id))
}

#[test]
fn every_name_explains_itself_alone() {
    for name in all_names() {
        assert_eq!(names(&found(name)), [name]);
    }
}

#[test]
fn every_name_explains_itself_in_another_case() {
    for name in all_names() {
        for query in [name.to_lowercase(), name.to_uppercase()] {
            assert!(names(&found(&query)).contains(&name.to_owned()), "{query}");
        }
    }
}

#[test]
fn lines_are_short_and_the_first_is_a_heading() {
    let numbers = (0..64).chain([0x8000_0048, u32::MAX]).map(|number| number.to_string());
    for query in all_names().map(str::to_owned).chain(numbers) {
        let text = found(&query).to_string();
        assert!(text.ends_with('\n') && !text.starts_with(' '), "{query}");
        for line in text.lines() {
            assert!(line.chars().count() <= 100, "{query}: {line}");
            assert_eq!(line.trim_end(), line, "{query}");
            assert!(!line.trim_start().starts_with('|'), "{query}: {line}");
        }
    }
}

/// A query and family, and lines that the text must have, in this order.
const TEXTS: &[(&str, Option<&str>, &[&str])] = &[
    (
        "LINE_AGENTSTATUSEX",
        None,
        &[
            "LINE_AGENTSTATUSEX: Sent when an agent is created, or when its state or statistics change.",
            "  message id  29 (0x1d)",
            "  kind        call-center message",
            "  since       TAPI 2.2",
            "  hDevice     hLine",
            "  dwParam1    hAgent: a handle",
            "  dwParam2    changed: one or more LINEAGENTSTATUSEX_ bits",
            "  dwParam3    state: one LINEAGENTSTATEEX_ value if dwParam2 has LINEAGENTSTATUSEX_STATE, else 0",
            "  errata      E01: dwParam2 of LINE_AGENTSTATUSEX holds LINEAGENTSTATUSEX_ bits, which the text for",
            "  page        LINE_AGENTSTATUSEX message",
        ],
    ),
    (
        "line_proxystatus",
        None,
        &["  dwParam1    changed: one or more LINEPROXYSTATUS_ bits", "  dwParam3    reserved, zero"],
    ),
    (
        "LINE_CALLSTATE",
        None,
        &["  dwParam2    mode: depends on dwParam1; LINEOFFERINGMODE_ with LINECALLSTATE_OFFERING,"],
    ),
    ("LINE_ADDRESSSTATE", None, &["  dwParam2    changed: one or more LINEADDRESSSTATE_ bits"]),
    (
        "LINE_MONITORTONE",
        None,
        &["  kind        line message outside the call-center protocol", "  since       TAPI 1.3 (inferred)"],
    ),
    (
        "LINEAGENTSTATEEX_READY",
        None,
        &[
            "  value       0x2 (2)",
            "  family      LINEAGENTSTATEEX_, one value",
            "  since       TAPI 2.2",
            "  carried by  LINE_AGENTSTATUSEX dwParam3",
            "  page        LINEAGENTSTATEEX_ Constants",
            "  Rust        AgentStateEx::READY",
        ],
    ),
    (
        "LINEERR_INVALAGENTACTIVITY",
        None,
        &[
            "LINEERR_INVALAGENTACTIVITY: The agent activity is not valid.",
            "  value       0x8000005b (2147483739, signed -2147483557)",
            "  listed by   lineSetAgentActivity",
            "  carried by  LINE_REPLY dwParam2",
        ],
    ),
    (
        "-2147483576",
        None,
        &["LINEERR_OPERATIONFAILED: The operation failed for a reason that is not told.", "sets of bits"],
    ),
    (
        "LINEAGENTSTATUSEX_",
        None,
        &[
            "LINEAGENTSTATUSEX_: 3 constants, bit set",
            "  carried by  LINE_AGENTSTATUSEX dwParam2",
            "  LINEAGENTSTATUSEX_NEWAGENT    0x1  2.2  An agent handle was created.",
            "  LINEAGENTSTATUSEX_STATE       0x2  2.2  The agent state changed; dwParam3 holds the new one.",
        ],
    ),
    (
        "AgentState",
        None,
        &[
            "LINEAGENTSTATE_: 10 constants, one value",
            "  carried by  LINE_AGENTSTATUS dwParam3",
            "              on single constants: E08",
            "  LINEAGENTSTATE_WORKINGAFTERCALL  0x80   2.0  The call is over, but work on it goes on; no new call",
            "                                               should come.",
        ],
    ),
    ("LineErr", None, &["  errata      on single constants: E04, E10, E11"]),
    (
        "0x6",
        Some("LINEAGENTSTATUSEX_"),
        &[
            "0x6 in LINEAGENTSTATUSEX_: STATE | UPDATEINFO",
            "  LINEAGENTSTATUSEX_UPDATEINFO  0x4  2.2  The statistics of the agent changed.",
        ],
    ),
    (
        "0x16",
        Some("AgentStatusEx"),
        &["0x16 in LINEAGENTSTATUSEX_: STATE | UPDATEINFO | 0x10", "  undefined   0x10"],
    ),
    ("0", Some("LINEAGENTSTATUSEX_"), &["0x0 in LINEAGENTSTATUSEX_: no bit"]),
    ("LINEAGENTSTATUSEX_STATE | UPDATEINFO", None, &["0x6 in LINEAGENTSTATUSEX_: STATE | UPDATEINFO"]),
    (
        "STATE|UPDATEINFO",
        None,
        &[
            "STATE|UPDATEINFO has 2 readings; a full C name picks one",
            "sets of bits",
            "  0x6 in LINEAGENTSESSIONSTATUS_  STATE | UPDATEINFO",
            "  0x6 in LINEAGENTSTATUSEX_       STATE | UPDATEINFO",
        ],
    ),
    ("STATE | 0x4", Some("LINEAGENTSTATUSEX_"), &["0x6 in LINEAGENTSTATUSEX_: STATE | UPDATEINFO"]),
    (
        "0x1d",
        None,
        &[
            "0x1d (29) has 10 readings; --family picks one",
            "LINE_AGENTSTATUSEX: Sent when an agent is created, or when its state or statistics change.",
            "  message id  29 (0x1d)",
            "sets of bits",
            "  0x1d in LINEAGENTSTATUS_     GROUP | NEXTSTATE | ACTIVITY | ACTIVITYLIST",
            "request id 29: an asynchronous function may return it, and LINE_REPLY may name it",
        ],
    ),
    ("0x0002_0002", None, &["other numbers", "  TAPI 2.2           the version 0x20002"]),
    (
        "0",
        None,
        &[
            "LINE_ADDRESSSTATE: Sent when a status item of an address on an open line changes.",
            "0: success as a result, no bit of any set of bits, and no handle",
        ],
    ),
    (
        "READY",
        None,
        &[
            "READY has 3 readings; a full C name picks one",
            "single constants",
            "  LINEAGENTSESSIONSTATE_READY  0x2  The agent accepts ACD calls of this session.",
            "  LINEAGENTSTATE_READY         0x4  Logged in and waiting for calls.",
            "  LINEAGENTSTATEEX_READY       0x2  Logged in and waiting for calls.",
        ],
    ),
    ("ready", Some("AgentStateEx"), &["LINEAGENTSTATEEX_READY: Logged in and waiting for calls."]),
    (
        "lineSetAgentStateEx",
        None,
        &[
            "lineSetAgentStateEx: Changes an agent's state, by agent handle.",
            "  mode         asynchronous: it returns a request id, and LINE_REPLY brings the result",
            "  since        TAPI 2.2",
            "  raises       LINEPROXYREQUEST_SETAGENTSTATEEX",
            "  errors       LINEERR_INVALAGENTSTATE: server, handler",
            "               LINEERR_NOMEM: never, the model has memory without end",
            "  unlisted     LINEERR_INVALAGENTID: never, of a handle that names no agent the handler says",
            "  page         lineSetAgentStateEx function",
            "  C type  parameter         way  meaning",
            "  HLINE   hLine             in   open line device",
            "  DWORD   dwAgentState      in   one LINEAGENTSTATEEX_ or 0 = keep",
        ],
    ),
    (
        "lineInitializeEx",
        None,
        &[
            "  mode         synchronous: what it returns is the result",
            "  exported as  lineInitializeExA, lineInitializeExW",
            "  LINECALLBACK              lpfnCallback              in or NULL  hidden-window mode only, else NULL",
            "  LPLINEINITIALIZEEXPARAMS  lpLineInitializeExParams  in/out      notification mechanism",
        ],
    ),
    (
        "lineagentstatus",
        None,
        &[
            "LINEAGENTSTATUS: a structure of 14 fields",
            "  size       56 bytes",
            "  since      TAPI 2.0",
            "  held by    LINEPROXYREQUEST.GetAgentStatus",
            "  functions  lineGetAgentStatus",
            "  requests   LINEPROXYREQUEST_GETAGENTSTATUS",
            "  points to  dwGroupListSize and Offset: LINEAGENTGROUPENTRY, as many as dwNumEntries",
            "  page       LINEAGENTSTATUS structure",
            "  field              offset  size  meaning",
            "  dwState            24      4     The state now; 0 is another way to say LINEAGENTSTATE_UNAVAIL.",
            "                                   [one LINEAGENTSTATE_]",
        ],
    ),
    (
        "LINECALLPARAMS",
        None,
        &["  size       176 bytes", "             180 bytes since TAPI 3.0", "  functions  lineOpen"],
    ),
    ("LINEAGENTCAPS", None, &["  size       56 bytes", "             72 bytes since TAPI 2.2"]),
    (
        "LINEMESSAGE",
        None,
        &[
            "  size       24 bytes on 32-bit Windows, 40 bytes on 64-bit Windows",
            "  field               offset 32  size 32  offset 64  size 64  meaning",
            "  dwParam1            12         4        16         8        Depends on the message.",
        ],
    ),
    (
        "LINEQUEUEENTRY",
        None,
        &["  points to  dwNameSize and Offset: a string with its terminator, counted from the start of the"],
    ),
    (
        "LINEPROXYREQUEST_GETQUEUEINFO",
        None,
        &[
            "  value       0x12 (18)",
            "  raised by   lineGetQueueInfo",
            "  arm         LINEPROXYREQUEST.GetQueueInfo",
        ],
    ),
    ("lineOpenW", None, &["  exported as  lineOpenA, lineOpenW"]),
    ("lineAnswer", None, &["  errors       the page is not among this project's facts"]),
    (
        "S02",
        None,
        &[
            "S02: a session moves only as the documented table of valid transitions says",
            "  severity  must",
            "  basis     AGENT_SESSION_STATE enumeration (TAPI 3): table of all valid transitions",
        ],
    ),
    (
        "P03",
        None,
        &[
            "  errata    E01: dwParam2 of LINE_AGENTSTATUSEX holds LINEAGENTSTATUSEX_ bits, which the text for",
        ],
    ),
    (
        "Agent Session",
        None,
        &[
            "agent session: a state machine of 7 states and 12 events",
            "         3  documented: AGENT_SESSION_STATE enumeration",
            "         5  inferred: the documented table of valid transitions has no such move",
            "  state       event                basis  what happens",
            "  NotReady    SetReady             3      go Ready",
            "  NotReady    SetNotReady          4      stay",
            "  NotReady    SetReleased          5      refuse LINEERR_INVALAGENTSTATE",
            "  NotReady    CallAnswered         7      never",
        ],
    ),
    (
        "line",
        None,
        &[
            "line: a state machine of 4 states and 7 events",
            "  basis  1   documented: lineOpen function",
            "  Open     NamedByHandler   5      refuse LINEERR_NOTREGISTERED",
        ],
    ),
    (
        "views",
        None,
        &[
            "  basis  1  documented: LINEAGENTSTATUS structure: no group where no agent is logged in",
            "  agent (Ex)                         session     basis  address",
            "  NotReady                           BusyWrapUp  3      WorkingAfterCall",
            "  BusyOutgoing, made by the dialler  Ready       6      BusyOutbound",
        ],
    ),
    (
        "e02",
        None,
        &[
            "E02: the page of LINE_AGENTSESSIONSTATUS ties dwParam2 and dwParam3 to the families of agents",
            "  confidence  certain",
            "  touches     LINE_AGENTSESSIONSTATUS, LINEAGENTSESSIONSTATUS_, LINEAGENTSESSIONSTATE_",
        ],
    ),
];

#[test]
fn texts_have_their_lines_in_order() {
    for (query, family, expected) in TEXTS {
        let text = explain(query, *family).unwrap_or_else(|error| panic!("{query}: {error}")).to_string();
        let mut lines = text.lines();
        for line in *expected {
            assert!(lines.any(|found| found == *line), "{query}: no line {line:?} in its place in\n{text}");
        }
    }
}

/// Forms that people write, and every reading that they have.
const FORMS: &[(&str, &[&str])] = &[
    ("AGENTSTATUSEX", &["LINE_AGENTSTATUSEX", "LINEAGENTSTATUSEX_"]),
    ("lineagentstatusex", &["LINE_AGENTSTATUSEX", "LINEAGENTSTATUSEX_"]),
    ("LINE_REPLY", &["LINE_REPLY"]),
    ("reply", &["LINE_REPLY", "PHONE_REPLY"]),
    ("LineAgentState", &["LINEAGENTSTATE_"]),
    ("AgentState", &["LINEAGENTSTATE_"]),
    ("LINEAGENTSTATE", &["LINEAGENTSTATE_"]),
    ("AgentStateEx::READY", &["LINEAGENTSTATEEX_READY"]),
    ("agentstateex_ready", &["LINEAGENTSTATEEX_READY"]),
    ("LINE_AGENT_STATUS_EX", &["LINE_AGENTSTATUSEX", "LINEAGENTSTATUSEX_"]),
    ("operation failed", &["LINEERR_OPERATIONFAILED"]),
    (
        "SetAgentStateEx",
        &["LINEPROXYREQUEST_SETAGENTSTATEEX", "LINEPROXYREQUEST.SetAgentStateEx", "lineSetAgentStateEx"],
    ),
    ("lineagentstatus", &["LINEAGENTSTATUS"]),
    ("agentstatus", &["LINE_AGENTSTATUS", "LINEAGENTSTATUS_", "LINEAGENTSTATUS"]),
    ("LineAgentSessionInfo", &["LINEAGENTSESSIONINFO"]),
    ("lineproxyrequest.createagent", &["LINEPROXYREQUEST.CreateAgent"]),
    ("LineProxyCreateAgent", &["LINEPROXYREQUEST.CreateAgent"]),
    ("LINEPROXYREQUEST", &["LINEPROXYREQUEST"]),
    ("close", &["LINE_CLOSE", "PHONE_CLOSE", "LINEPROXYSTATUS_CLOSE", "LINEDEVSTATE_CLOSE", "lineClose"]),
    ("lineClose", &["lineClose"]),
    ("agent ex", &["agent (Ex)"]),
    ("  E02 ", &["E02"]),
];

#[test]
fn other_forms_have_all_their_readings() {
    for (query, expected) in FORMS {
        assert_eq!(names(&found(query)), *expected, "{query}");
    }
}

#[test]
fn families_have_no_alias_in_common() {
    for family in FAMILIES {
        for form in [family.prefix, family.prefix.trim_end_matches('_'), family.rust_name] {
            let constant = family.rows[0].name;
            let explanation = explain(constant, Some(form)).unwrap_or_else(|error| panic!("{form}: {error}"));
            assert_eq!(names(&explanation), [constant], "{form}");
        }
    }
}

#[test]
fn sets_as_they_are_written_read_back() {
    for family in FAMILIES.iter().filter(|family| family.kind == FamilyKind::Flags) {
        let mut text = String::new();
        family.write(family.defined_bits(), &mut text).unwrap();
        let explanation = explain(&text, None).unwrap();
        let all = format!("{:#x} in {}", family.defined_bits(), family.prefix);
        assert_eq!(names(&explanation), [all], "{text}");
    }
}

#[test]
fn unknown_names_get_near_ones() {
    for (query, near) in [
        ("LINE_AGENTSTATUSX", "LINE_AGENTSTATUSEX"),
        ("lineSetAgentStatEx", "lineSetAgentStateEx"),
        ("LINEAGENTSESIONINFO", "LINEAGENTSESSIONINFO"),
        ("LINEPROXYREQUEST.CreateAgnt", "LINEPROXYREQUEST.CreateAgent"),
        ("LINEERR_OPERATIONFAIL", "LINEERR_OPERATIONFAILED"),
        ("agent sesion", "agent session"),
        ("redy", "LINEAGENTSTATEEX_READY"),
        ("LINEAGENTSTATUSEX_STATE | UPDATEINF", "LINEAGENTSTATUSEX_UPDATEINFO"),
    ] {
        let error = missing(query, None);
        assert!(error.near().contains(&near), "{query}: {error}");
        assert!(error.to_string().contains("\none can ask for\n  a message          LINE_"), "{error}");
    }
}

#[test]
fn misses_are_told_apart() {
    let plain = |query: &str, family| missing(query, family).to_string();
    assert_eq!(
        plain("1", Some("LINEAGENTSTATUSX_")),
        "there is no family of constants `LINEAGENTSTATUSX_`\n\
         near names: LINEAGENTSTATUS_, LINEAGENTSTATUSEX_, LINEAGENTSTATEEX_, LINEAGENTSTATE_"
    );
    assert_eq!(
        plain("0x10", Some("LINEAGENTSTATUSEX_")),
        "0x10 is not defined in LINEAGENTSTATUSEX_; `explain LINEAGENTSTATUSEX_` lists what is"
    );
    assert_eq!(
        plain("0", Some("AgentStateEx")),
        "0x0 is not defined in LINEAGENTSTATEEX_; `explain LINEAGENTSTATEEX_` lists what is"
    );
    assert_eq!(
        plain("REDY", Some("AgentStateEx")),
        "LINEAGENTSTATEEX_ has no constant `REDY`\nnear names: LINEAGENTSTATEEX_READY"
    );
    assert_eq!(
        plain("LINEAGENTSTATE_READY|NOTREADY", None),
        "the values of LINEAGENTSTATE_ exclude each other, so they cannot be joined by |"
    );
    assert_eq!(
        plain("LINEAGENTSTATUSEX_STATE|LINEQUEUESTATUS_NEWQUEUE", None),
        "no family of bits has all of `LINEAGENTSTATUSEX_STATE|LINEQUEUESTATUS_NEWQUEUE`"
    );
}

#[test]
fn what_begins_as_a_number_must_be_one() {
    for text in [
        "12x",
        "0x",
        "0xg",
        "0x100000000",
        "4294967296",
        "-2147483649",
        "--1",
        "-+1",
        "0x-1",
        "99999999999999999999",
    ] {
        assert_eq!(missing(text, None), NotFound::Number { text: text.to_owned() });
    }
}

#[test]
fn strange_names_are_refused() {
    for name in ["", "   ", "___", "|", "READY\u{1b}", "é", &"x".repeat(100_000)] {
        let error = missing(name, None);
        assert!(matches!(error, NotFound::Name { .. }), "{error:?}");
        assert!(!error.to_string().contains('\u{1b}'));
    }
}

#[test]
fn readings_are_plain_data() {
    let json = serde_json::to_value(found("0x80000048")).unwrap();
    assert_eq!(json["query"], "0x80000048");
    assert_eq!(json["number"], 0x8000_0048_u32);
    let error = &json["readings"][0];
    assert_eq!(error["reading"], "error");
    assert_eq!(error["name"], "LINEERR_OPERATIONFAILED");
    assert_eq!(error["value"], 0x8000_0048_u32);
    assert_eq!(error["signed"], -2_147_483_576);
    assert_eq!(error["since"], "1.3 (inferred)");
    assert_eq!(error["carried_by"][0]["message"], "LINE_REPLY");
    assert_eq!(error["documented_by"].as_array().unwrap().len(), 28);
    let message = &serde_json::to_value(found("LINE_AGENTSTATUSEX")).unwrap()["readings"][0];
    assert_eq!(message["parameters"][2]["families"][0], "LINEAGENTSTATEEX_");
    assert_eq!(message["errata"][0]["id"], "E01");
    let caps = &serde_json::to_value(found("LINEAGENTCAPS")).unwrap()["readings"][0];
    assert_eq!((&caps["reading"], &caps["since"]), (&"structure".into(), &"2.0".into()));
    assert_eq!(caps["sizes"][0]["since"], serde_json::Value::Null);
    assert_eq!((&caps["sizes"][1]["since"], &caps["sizes"][1]["win32"]), (&"2.2".into(), &72.into()));
    let guid = caps["fields"].as_array().unwrap().last().unwrap();
    assert_eq!((&guid["name"], &guid["since"]), (&"ProxyGUID".into(), &"2.2".into()));
    assert_eq!((&guid["win64"]["offset"], &guid["win64"]["size"]), (&56.into(), &16.into()));
}
