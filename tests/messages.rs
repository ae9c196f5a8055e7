//! The messages: typed without loss, against vectors written by hand, and against `fixtures/spec/messages.json`.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::Value;
use tapi_acd::answer::Answer;
use tapi_acd::contract::Monitor;
use tapi_acd::ids::{
    AddressId, AgentHandle, AgentSessionHandle, BufferAddress, CallHandle, DeviceId, LegId, QueueId, SeatId,
};
use tapi_acd::message::{Param, SHAPES, Shape, shape};
use tapi_acd::provider::SwitchEvent;
use tapi_acd::system::Input;
use tapi_acd::wire::consts::{
    AgentSessionState, AgentSessionStatus, AgentState, AgentStateEx, AgentStatus, AgentStatusEx, ApiVersion,
    CallState, Constants, GroupStatus, LineErr, MediaMode, MessageId, ProxyRequestType, ProxyStatus,
    QueueStatus,
};
use tapi_acd::wire::{Family, LineMessage};
use tapi_acd::{Attached, Event, Function, Instant, Message, Record, ResultCode, TypedMessage};

use crate::desk::{Desk, GROUPS};
use crate::spec::{MESSAGES, assert_none, named, strings};
use crate::tapi::{CLIENT, HANDLER, Tapi, instance};

// Typed without loss

/// Numbers as they come in messages: nothing, one bit, small, a handle, a high half, anything.
fn number() -> impl Strategy<Value = u64> {
    prop_oneof![
        Just(0),
        (0..64_u32).prop_map(|bit| 1 << bit),
        0..40_u64,
        any::<u32>().prop_map(u64::from),
        any::<u32>().prop_map(|high| u64::from(high) << 32),
        any::<u64>(),
    ]
}

fn raw_message() -> impl Strategy<Value = LineMessage> {
    let id = prop_oneof![9 => 0..40_u32, 1 => any::<u32>()];
    (any::<u32>(), id, number(), [number(), number(), number()]).prop_map(|(device, id, instance, params)| {
        let [param1, param2, param3] = params;
        let message_id = MessageId(id);
        LineMessage { device, message_id, callback_instance: instance, param1, param2, param3 }
    })
}

/// What of a parameter the typed message cannot carry, by the table.
fn residue(param: Param, value: u64) -> u64 {
    match param {
        Param::Zero | Param::Unused => value,
        Param::Pointer(_) => 0,
        _ => value >> 32 << 32,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn a_raw_message_survives_its_typed_reading(raw in raw_message()) {
        let typed = TypedMessage::from_raw(&raw);
        prop_assert_eq!(typed.to_raw(), raw);
        prop_assert_eq!(typed.message.id(), raw.message_id);
    }

    #[test]
    fn the_residue_is_what_the_table_calls_reserved_or_too_wide(raw in raw_message()) {
        let values = raw.params();
        let params = shape(raw.message_id).map_or([Param::Unused; 3], |shape| shape.params);
        let expected = [0, 1, 2].map(|at| residue(params[at], values[at]));
        prop_assert_eq!(TypedMessage::from_raw(&raw).residue, expected);
    }
}

#[test]
fn a_row_is_found_by_its_id_and_no_other_id_has_one() {
    for id in (0..64).chain([u32::MAX, 1 << 31]).map(MessageId) {
        let found = SHAPES.iter().find(|shape| shape.id == id);
        assert_eq!(shape(id).map(|shape| shape.page), found.map(|shape| shape.page), "{id}");
    }
}

// The eight messages by hand

fn raw(id: u32, [param1, param2, param3]: [u64; 3]) -> LineMessage {
    let device = 0x0200_0001;
    LineMessage { device, message_id: MessageId(id), callback_instance: 0xC0DE, param1, param2, param3 }
}

fn text(message: &LineMessage) -> String {
    let shape = shape(message.message_id).expect("a message with a row");
    let fields = shape.fields(message).map(|field| format!("{}={}", field.name, field.value));
    fields.collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(id: u32, params: [u64; 3], message: Message, shown: &str) {
    let raw = raw(id, params);
    let typed = TypedMessage::from_raw(&raw);
    assert_eq!(typed.message, message);
    assert_eq!((typed.device, typed.callback_instance, typed.residue), (0x0200_0001, 0xC0DE, [0; 3]));
    assert_eq!(TypedMessage { message, ..typed }.to_raw(), raw);
    assert_eq!(text(&raw), shown);
}

#[test]
fn the_eight_messages_mean_what_their_pages_say() {
    // LINE_AGENTSPECIFIC message
    check(
        21,
        [1, 0xFFFF_FFFF, 7],
        Message::AgentSpecific { extension_index: 1, param2: u32::MAX, param3: 7 },
        "dwAgentExtensionIDIndex=1 extensionParam2=4294967295 extensionParam3=7",
    );
    // LINE_AGENTSTATUS message
    check(
        22,
        [3, 0x2, 0x4],
        Message::AgentStatus { address: AddressId(3), changed: AgentStatus::STATE, state: AgentState::READY },
        "dwAddressID=3 changed=LINEAGENTSTATUS_STATE state=LINEAGENTSTATE_READY",
    );
    check(
        22,
        [0, 0x5, 0],
        Message::AgentStatus {
            address: AddressId(0),
            changed: AgentStatus::GROUP | AgentStatus::NEXT_STATE,
            state: AgentState(0),
        },
        "dwAddressID=0 changed=LINEAGENTSTATUS_GROUP | LINEAGENTSTATUS_NEXTSTATE state=0",
    );
    // LINE_PROXYREQUEST message
    check(
        24,
        [0x7FF6_1234_5670, 0, 0],
        Message::ProxyRequest { buffer: BufferAddress(0x7FF6_1234_5670) },
        "lpProxyRequest=0x7ff612345670",
    );
    // LINE_AGENTSESSIONSTATUS message
    check(
        27,
        [0xB1, 0x3, 0x1],
        Message::AgentSessionStatus {
            session: AgentSessionHandle(0xB1),
            changed: AgentSessionStatus::NEW_SESSION | AgentSessionStatus::STATE,
            state: AgentSessionState::NOT_READY,
        },
        "hAgentSession=0xb1 changed=LINEAGENTSESSIONSTATUS_NEWSESSION | LINEAGENTSESSIONSTATUS_STATE \
         state=LINEAGENTSESSIONSTATE_NOTREADY",
    );
    // LINE_QUEUESTATUS message
    check(
        28,
        [11, 0x1, 0],
        Message::QueueStatus { queue: QueueId(11), changed: QueueStatus::UPDATE_INFO },
        "dwQueueID=11 changed=LINEQUEUESTATUS_UPDATEINFO",
    );
    // LINE_AGENTSTATUSEX message
    check(
        29,
        [0xA1, 0x4, 0],
        Message::AgentStatusEx {
            agent: AgentHandle(0xA1),
            changed: AgentStatusEx::UPDATE_INFO,
            state: AgentStateEx(0),
        },
        "hAgent=0xa1 changed=LINEAGENTSTATUSEX_UPDATEINFO state=0",
    );
    // LINE_GROUPSTATUS message
    check(
        30,
        [0, 0x2, 0],
        Message::GroupStatus { changed: GroupStatus::GROUP_REMOVED },
        "changed=LINEGROUPSTATUS_GROUPREMOVED",
    );
    // LINE_PROXYSTATUS message
    check(
        31,
        [0x2, 0x13, 0],
        Message::ProxyStatus { changed: ProxyStatus::CLOSE, request_type: ProxyRequestType::GET_GROUP_LIST },
        "changed=LINEPROXYSTATUS_CLOSE requestType=LINEPROXYREQUEST_GETGROUPLIST",
    );
}

/// LINE_REPLY message: dwParam2 is a LONG, so an error is a negative number in 32 bits and not in 64.
#[test]
fn a_reply_carries_its_result_in_32_bits() {
    let failed = ResultCode::from(LineErr::OPERATION_FAILED);
    check(
        12,
        [9, 0x8000_0048, 0],
        Message::Reply { request: 9, result: failed },
        "dwRequestID=9 result=LINEERR_OPERATIONFAILED",
    );
    assert_eq!((failed.0, failed.error()), (-0x7FFF_FFB8, Some(LineErr::OPERATION_FAILED)));
    check(
        12,
        [9, 0, 0],
        Message::Reply { request: 9, result: ResultCode::SUCCESS },
        "dwRequestID=9 result=0",
    );
}

#[test]
fn a_reserved_parameter_is_shown_when_it_is_not_zero() {
    assert_eq!(
        text(&raw(30, [5, 0x1, 1 << 32])),
        "dwParam1=0x5 changed=LINEGROUPSTATUS_NEWGROUP dwParam3=0x100000000"
    );
}

// The errata that touch the eight messages

/// The findings of a monitor that sees this message alone, by id, and whether no documented rule was broken.
fn judged(message: LineMessage) -> (Vec<&'static str>, bool) {
    let mut monitor = Monitor::new();
    let event = Event::Message { message, attached: Attached::None };
    monitor.observe(&Record { at: Instant::ZERO, seat: SeatId(1), event });
    (monitor.findings().iter().map(|finding| finding.rule.id).collect(), monitor.holds())
}

/// LINE_AGENTSTATUSEX message: the page says LINEQUEUESTATUS_ of dwParam2, where 2 would be NEWQUEUE.
#[test]
fn e01_an_agents_changes_are_of_their_own_family() {
    let message = raw(29, [0xA1, 2, 2]);
    assert_eq!(text(&message), "hAgent=0xa1 changed=LINEAGENTSTATUSEX_STATE state=LINEAGENTSTATEEX_READY");
    assert_eq!(judged(message), (vec![], true));
    assert_eq!(judged(raw(29, [0xA1, 2, 0])), (vec!["P03"], false), "a state is told");
    assert_eq!(judged(raw(29, [0xA1, 4, 2])), (vec!["P03"], false), "no state is told");
}

/// LINE_AGENTSESSIONSTATUS message: the page ties dwParam3 to LINEAGENTSTATEEX_, where the same numbers differ.
#[test]
fn e02_a_sessions_states_are_of_their_own_family() {
    for (value, session, agent) in [
        (1, "NOTREADY", "NOTREADY"),
        (2, "READY", "READY"),
        (4, "BUSYONCALL", "BUSYACD"),
        (8, "BUSYWRAPUP", "BUSYINCOMING"),
        (16, "ENDED", "BUSYOUTGOING"),
        (32, "RELEASED", "UNKNOWN"),
    ] {
        let message = raw(27, [0xB1, 2, value]);
        let expected = "hAgentSession=0xb1 changed=LINEAGENTSESSIONSTATUS_STATE state=LINEAGENTSESSIONSTATE_";
        assert_eq!(text(&message), format!("{expected}{session}"));
        assert_eq!(judged(message), (vec![], true));
        let other = text(&raw(29, [0xA1, 2, value]));
        assert!(other.ends_with(&format!("LINEAGENTSTATEEX_{agent}")), "{other}");
    }
    // An agent has a seventh state, a session has not.
    assert_eq!(judged(raw(29, [0xA1, 2, 64])), (vec![], true));
    assert_eq!(judged(raw(27, [0xB1, 2, 64])), (vec!["P03"], false));
}

/// LINE_PROXYSTATUS message: "one or more" bits, and room for one request type.
#[test]
fn e03_the_server_tells_one_bit_and_one_type_at_a_time() {
    let mut tapi = Tapi::new(1);
    let line = tapi.open(CLIENT, 0, ApiVersion::V2_2);
    let types = [ProxyRequestType::GET_QUEUE_LIST, ProxyRequestType::GET_GROUP_LIST];
    let handler = tapi.serve(HANDLER, 0, &types);
    // The set for ACD, which is GETGROUPLIST here, was complete before this one came.
    tapi.serve(HANDLER, 0, &[ProxyRequestType::GET_AGENT_CAPS]);
    tapi.call(HANDLER, Function::Close { line: handler }).expect("the handler closes");
    tapi.serve(HANDLER, 0, &types[1..]);
    let status = |changed, request_type| Message::ProxyStatus { changed, request_type };
    let complete = status(ProxyStatus::ALL_OPEN_FOR_ACD, ProxyRequestType(0));
    let expected = [
        status(ProxyStatus::OPEN, types[0]),
        status(ProxyStatus::OPEN, types[1]),
        complete,
        status(ProxyStatus::OPEN, ProxyRequestType::GET_AGENT_CAPS),
        status(ProxyStatus::CLOSE, types[0]),
        status(ProxyStatus::CLOSE, types[1]),
        status(ProxyStatus::OPEN, types[1]),
        complete,
    ];
    assert_eq!(tapi.heard_on(CLIENT, line), expected);
    assert_eq!(tapi.monitor.findings(), []);
}

#[test]
fn e03_a_receiver_accepts_two_bits() {
    let message = raw(31, [0x5, 0x13, 0]);
    let both = ProxyStatus::OPEN | ProxyStatus::ALL_OPEN_FOR_ACD;
    let group_list = ProxyRequestType::GET_GROUP_LIST;
    assert_eq!(
        TypedMessage::from_raw(&message).message,
        Message::ProxyStatus { changed: both, request_type: group_list }
    );
    assert_eq!(judged(message), (vec!["P07"], true), "worth a hint, no more");
    assert_eq!(judged(raw(31, [0x4, 0x13, 0])), (vec!["P03"], false), "ALLOPENFORACD has no type");
}

/// LINE_AGENTSPECIFIC message: the page's description is that of LINE_AGENTSTATUS; its parameters are its own.
#[test]
fn e09_agent_specific_is_no_agent_status() {
    for params in [[0, 0, 0], [1, 2, 4], [9, 0xFFFF_FFFF, 0x8000_0000]] {
        let message = raw(21, params);
        assert_eq!(judged(message), (vec![], true), "any two values are good");
        let Message::AgentSpecific { extension_index, param2, param3 } =
            TypedMessage::from_raw(&message).message
        else {
            panic!("{params:?}");
        };
        assert_eq!([extension_index, param2, param3].map(u64::from), params);
    }
}

/// LINE_GROUPSTATUS message: no group is named, so the list is read again.
#[test]
fn e24_a_group_is_found_by_reading_the_list_again() {
    let mut desk = Desk::new(1);
    let line = desk.open(CLIENT, 0, ApiVersion::V2_2);
    desk.feed(Input::StartHandler);
    let heard = desk.heard(CLIENT);
    let news = heard.iter().filter(|message| matches!(message, Message::GroupStatus { .. }));
    let expected = Message::GroupStatus { changed: GroupStatus::NEW_GROUP };
    assert_eq!(news.collect::<Vec<_>>(), [&expected; GROUPS.len()]);

    let (result, _, answer) = desk.call(CLIENT, Function::GetGroupList { line });
    let Some(Answer::Groups(groups)) = answer else { panic!("{result:?} {answer:?}") };
    assert_eq!(groups.iter().map(|group| group.id).collect::<Vec<_>>(), GROUPS);
    for params in [[1, 1, 0], [0, 1, 1]] {
        assert_eq!(judged(raw(30, params)), (vec!["P01"], false), "{params:?}");
    }
}

// The table against the facts

fn fact(shape: &Shape) -> &'static Value {
    named(&MESSAGES["messages"], &shape.id.to_string())
}

#[test]
fn the_eight_call_center_messages_have_their_rows() {
    let messages = MESSAGES["messages"].as_array().expect("an array");
    let ids: BTreeSet<_> = messages
        .iter()
        .filter(|message| message["category"] == "call center")
        .map(|message| message["id"].as_u64())
        .collect();
    let rows: BTreeSet<_> =
        SHAPES.iter().filter(|shape| shape.call_center).map(|shape| Some(shape.id.0.into())).collect();
    assert_eq!((rows.len(), &rows), (8, &ids));
    let all: BTreeSet<_> = SHAPES.iter().map(|shape| shape.id).collect();
    assert_eq!(all.len(), SHAPES.len(), "a message has two rows");
}

#[test]
fn every_parameter_is_what_the_facts_say() {
    let mut problems = Vec::new();
    for shape in SHAPES {
        let fact = fact(shape);
        for (param, name) in shape.params.iter().zip(["dwParam1", "dwParam2", "dwParam3"]) {
            let text = fact[name].as_str().expect("a description");
            if !agrees(param, text) {
                problems.push(format!("{}.{name}: {param:?} is not {text:?}", shape.id));
            }
        }
    }
    assert_none(problems);
}

/// Whether a row says of a parameter what the facts say in words.
fn agrees(param: &Param, text: &str) -> bool {
    let reserved = text.starts_with("reserved") || text.starts_with("unused");
    let asks_for_zero = text.starts_with("reserved, must be 0");
    let speaks_of = |family: &Family| text.contains(family.prefix);
    match param {
        Param::Zero => asks_for_zero,
        Param::Unused => reserved && !asks_for_zero,
        Param::Bits(_, family) => text.starts_with("bit set of ") && speaks_of(family),
        Param::One(_, family) => !text.starts_with("bit set of ") && speaks_of(family),
        Param::OneIf { family, .. } => text.contains("else 0") && speaks_of(family),
        Param::OneOrZero(_, family) => text.starts_with("0 = ") && speaks_of(family),
        Param::CallStateMode(_) => text.starts_with("state-dependent"),
        Param::Pointer(_) => text.starts_with("pointer-sized"),
        Param::Result(_) => text.contains("LINEERR_"),
        Param::Handle(_) | Param::Number(_) | Param::Free(_) => !reserved && !text.contains("bit set"),
    }
}

/// LINE_CALLSTATE message: the family of dwParam2 follows from the state.
#[test]
fn the_mode_of_a_call_state_is_of_the_family_that_the_facts_name() {
    let text = fact(shape(MessageId::CALL_STATE).expect("a row"))["dwParam2"].as_str().expect("text");
    let pairs = text.trim_start_matches("state-dependent: ").split(", ");
    let listed: BTreeSet<_> = pairs
        .filter_map(|pair| pair.split_once("->"))
        .filter(|(_, family)| family.ends_with('_'))
        .map(|(state, family)| (state.to_owned(), family.to_owned()))
        .collect();
    let mode = shape(MessageId::CALL_STATE).expect("a row").params[1];
    let rows = CallState::FAMILY.rows.iter();
    let ours: BTreeSet<_> = rows
        .filter_map(|row| {
            let family = mode.family(&[row.value.into(), 0, 0])?;
            let state = row.name.trim_start_matches("LINECALLSTATE_").to_owned();
            Some((state, family.prefix.to_owned()))
        })
        .collect();
    assert_eq!(ours, listed);
}

#[test]
fn a_row_names_the_errata_that_the_facts_name() {
    for shape in SHAPES {
        let text = fact(shape).to_string();
        let named = text.match_indices("errata E").map(|(at, word)| &text[at + word.len() - 1..][..3]);
        let missing: Vec<_> = named.filter(|erratum| !shape.errata.contains(erratum)).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", shape.id);
    }
}

// Since when

const VERSIONS: [ApiVersion; 7] = [
    ApiVersion::V1_3,
    ApiVersion::V1_4,
    ApiVersion::V2_0,
    ApiVersion::V2_1,
    ApiVersion::V2_2,
    ApiVersion::V3_0,
    ApiVersion::V3_1,
];

/// The versions whose applications know the message, by the facts.
fn versions_with(id: MessageId) -> Vec<ApiVersion> {
    let since = named(&MESSAGES["messages"], &id.to_string())["since_tapi"].as_str().expect("a version");
    VERSIONS.into_iter().filter(|version| version.to_string().as_str() >= since).collect()
}

/// lineInitializeEx function: an application gets no message that is newer than its version (erratum E37).
#[test]
fn a_message_is_withheld_from_lines_of_older_versions() {
    let whitelist = strings(&MESSAGES["meta"]["proxy_message_whitelist"]["messages"]);
    for name in whitelist {
        let mut tapi = Tapi::new(1);
        let lines = VERSIONS.map(|version| (version, tapi.open(CLIENT, 0, version)));
        let line = tapi.serve(HANDLER, 0, &[ProxyRequestType::GET_AGENT_CAPS]);
        let message: MessageId = name.parse().expect("a message");
        let call = CallHandle(0);
        let told = Function::ProxyMessage { line, call, message, param1: 0, param2: 1, param3: 0 };
        tapi.call(HANDLER, told).expect("a handler may tell it");
        let got = |id: MessageId| -> Vec<ApiVersion> {
            let heard = |line| tapi.heard_on(CLIENT, line).iter().any(|message| message.id() == id);
            lines.into_iter().filter(|(_, line)| heard(*line)).map(|(version, _)| version).collect()
        };
        assert_eq!(got(message), versions_with(message), "{name}");
        assert_eq!(got(MessageId::PROXY_STATUS), versions_with(MessageId::PROXY_STATUS));
    }
}

/// LINE_APPNEWCALL message: below TAPI 2.0 the LINE_CALLSTATE with its privilege is all that tells of a new call.
#[test]
fn a_new_call_is_announced_from_tapi_2_0_on() {
    let mut tapi = Tapi::new(VERSIONS.len());
    for (device, version) in (0..).zip(VERSIONS) {
        tapi.open(CLIENT, device, version);
        let first = tapi.records.len();
        tapi.switch(SwitchEvent::LegAppears {
            leg: LegId(device),
            device: DeviceId(device),
            address: AddressId(0),
            media_modes: MediaMode::INTERACTIVE_VOICE,
            state: CallState::OFFERING,
            mode: 1,
        });
        let heard: Vec<_> = tapi.heard_since(first).iter().map(|(_, typed, _)| typed.message.id()).collect();
        let announced = versions_with(MessageId::APP_NEW_CALL).contains(&version);
        let all = [MessageId::APP_NEW_CALL, MessageId::CALL_STATE];
        assert_eq!(heard, if announced { &all[..] } else { &all[1..] }, "{version}");
    }
}

/// The same through the whole system: an agent at work is not heard of at TAPI 2.0.
#[test]
fn a_line_of_tapi_2_0_hears_of_no_session() {
    let (old, new) = (SeatId(1), SeatId(2));
    let mut desk = Desk::new(2);
    desk.open(old, 0, ApiVersion::V2_0);
    let line = desk.open(new, 0, ApiVersion::V2_2);
    desk.feed(Input::StartHandler);
    let (result, _, answer) = desk.call(new, Function::CreateAgent { line, agent_id: None, agent_pin: None });
    let Some(Answer::Agent(agent)) = answer else { panic!("{result:?} {answer:?}") };
    let (working_address, group) = (AddressId(0), GROUPS[0]);
    desk.call(new, Function::CreateAgentSession { line, agent, agent_pin: None, working_address, group });
    let ids = |seat| desk.heard(seat).iter().map(Message::id).collect::<BTreeSet<_>>();
    // What a session is by handle, it hears of by address.
    assert_eq!(ids(old), BTreeSet::from([MessageId::AGENT_STATUS]));
    let expected = [
        MessageId::REPLY,
        MessageId::AGENT_STATUS,
        MessageId::AGENT_SESSION_STATUS,
        MessageId::QUEUE_STATUS,
        MessageId::AGENT_STATUS_EX,
        MessageId::GROUP_STATUS,
        MessageId::PROXY_STATUS,
    ];
    assert_eq!(ids(new), BTreeSet::from(expected));
}

/// lineProxyMessage function: only the six messages of the list are a handler's to tell.
#[test]
fn a_handler_tells_only_the_messages_of_the_list() {
    let whitelist = strings(&MESSAGES["meta"]["proxy_message_whitelist"]["messages"]);
    let mut tapi = Tapi::new(1);
    let client = tapi.open(CLIENT, 0, ApiVersion::V3_1);
    let line = tapi.serve(HANDLER, 0, &[ProxyRequestType::GET_AGENT_CAPS]);
    for id in (0..40).map(MessageId) {
        let call = CallHandle(0);
        let told = Function::ProxyMessage { line, call, message: id, param1: 1, param2: 1, param3: 1 };
        let before = tapi.records.len();
        match tapi.call(HANDLER, told) {
            Ok(_) => {
                assert!(whitelist.contains(&id.to_string().as_str()), "{id}");
                let last = tapi.last_heard(CLIENT);
                assert_eq!((last.message_id, last.device), (id, client.0));
                assert_eq!(last.callback_instance, instance(0));
            }
            Err(error) => {
                assert_eq!(error, LineErr::INVAL_PARAM, "{id}");
                assert!(!whitelist.contains(&id.to_string().as_str()), "{id}");
                assert_eq!(tapi.records.len(), before + 2, "{id}: only the call and its return");
            }
        }
    }
}
