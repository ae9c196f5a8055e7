//! The events of TAPI 3 against the facts and the headers.

use tapi_acd::ids::{AgentHandle, AgentSessionHandle, QueueId};
use tapi_acd::message::SHAPES;
use tapi_acd::tapi3::{AgentEvent, AgentSessionEvent, Confidence, Event, TAPI3, events};
use tapi_acd::wire::consts::{
    AgentSessionState, AgentSessionStatus, AgentStateEx, AgentStatusEx, Constants as _, GroupStatus,
    ProxyRequestType, ProxyStatus, QueueStatus,
};
use tapi_acd::{Message, TypedMessage};
use windows_sys::Win32::Devices::Tapi;

use crate::spec::{STATES, assert_none};

#[test]
fn the_table_is_that_of_the_facts() {
    let rows = STATES["tapi3_map"]["rows"].as_array().unwrap();
    let mut problems = Vec::new();
    for (ours, fact) in TAPI3.iter().zip(rows) {
        let text = |key: &str| fact[key].as_str();
        let event = ours.event.map(|event| (event.tapi_event(), event.enumeration(), event.member()));
        let number = |key: &str| fact[key].as_i64().and_then(|value| i32::try_from(value).ok());
        let theirs = text("tapi_event").map(|name| {
            let member = (text("event").unwrap(), number("event_value").unwrap());
            ((name, number("tapi_event_value").unwrap()), text("enum").unwrap(), member)
        });
        let condition = text("condition").and_then(|condition| condition.strip_prefix("dwParam3="));
        let sure = text("confidence").unwrap().starts_with("high") == (ours.confidence == Confidence::High);
        let same = text("message") == Some(&ours.message.to_string())
            && text("bit") == Some(ours.bit_name())
            && condition == ours.state_name()
            && event == theirs
            && sure;
        if !same {
            problems.push(format!("{ours:?}, the facts say {fact}"));
        }
    }
    assert_none(problems);
    assert_eq!(TAPI3.len(), rows.len());
}

/// Both lists are written by hand: the events here, the names as the `windows-sys` crate has them there.
#[test]
fn names_and_values_are_those_of_the_header() {
    let header = [
        ("TE_AGENT", Tapi::TE_AGENT),
        ("TE_AGENTSESSION", Tapi::TE_AGENTSESSION),
        ("TE_ACDGROUP", Tapi::TE_ACDGROUP),
        ("TE_QUEUE", Tapi::TE_QUEUE),
        ("TE_AGENTHANDLER", Tapi::TE_AGENTHANDLER),
        ("AE_NOT_READY", Tapi::AE_NOT_READY),
        ("AE_READY", Tapi::AE_READY),
        ("AE_BUSY_ACD", Tapi::AE_BUSY_ACD),
        ("AE_BUSY_INCOMING", Tapi::AE_BUSY_INCOMING),
        ("AE_BUSY_OUTGOING", Tapi::AE_BUSY_OUTGOING),
        ("AE_UNKNOWN", Tapi::AE_UNKNOWN),
        ("ASE_NEW_SESSION", Tapi::ASE_NEW_SESSION),
        ("ASE_NOT_READY", Tapi::ASE_NOT_READY),
        ("ASE_READY", Tapi::ASE_READY),
        ("ASE_BUSY", Tapi::ASE_BUSY),
        ("ASE_WRAPUP", Tapi::ASE_WRAPUP),
        ("ASE_END", Tapi::ASE_END),
        ("ACDGE_NEW_GROUP", Tapi::ACDGE_NEW_GROUP),
        ("ACDGE_GROUP_REMOVED", Tapi::ACDGE_GROUP_REMOVED),
        ("ACDQE_NEW_QUEUE", Tapi::ACDQE_NEW_QUEUE),
        ("ACDQE_QUEUE_REMOVED", Tapi::ACDQE_QUEUE_REMOVED),
        ("AHE_NEW_AGENTHANDLER", Tapi::AHE_NEW_AGENTHANDLER),
        ("AHE_AGENTHANDLER_REMOVED", Tapi::AHE_AGENTHANDLER_REMOVED),
    ];
    let events = TAPI3.iter().filter_map(|row| row.event);
    let ours: std::collections::BTreeSet<_> =
        events.flat_map(|event| [event.tapi_event(), event.member()]).collect();
    assert_eq!(ours, header.into_iter().collect());
}

#[test]
fn a_message_becomes_one_event_for_each_bit() {
    let changed = AgentSessionStatus::NEW_SESSION | AgentSessionStatus::STATE;
    let session = AgentSessionHandle(1);
    let message = Message::AgentSessionStatus { session, changed, state: AgentSessionState::READY };
    let seen: Vec<_> = events(&message).filter_map(|row| row.event).collect();
    let expected = [AgentSessionEvent::NewSession, AgentSessionEvent::Ready].map(Event::AgentSession);
    assert_eq!(seen, expected);

    // The state counts only with its bit, and a stranger is nothing.
    let agent = |changed, state| {
        let message = Message::AgentStatusEx { agent: AgentHandle(1), changed, state };
        events(&message).map(|row| row.event).collect::<Vec<_>>()
    };
    assert_eq!(agent(AgentStatusEx::UPDATE_INFO, AgentStateEx::READY), [None]);
    assert_eq!(agent(AgentStatusEx::STATE, AgentStateEx::READY), [Some(Event::Agent(AgentEvent::Ready))]);
    assert_eq!(agent(AgentStatusEx::STATE, AgentStateEx::RELEASED), [None]);
    assert_eq!(agent(AgentStatusEx::STATE, AgentStateEx(0x80)), []);
    assert_eq!(agent(AgentStatusEx::from_bits_retain(0x100), AgentStateEx(0)), []);
}

/// Every defined bit of every call-center message has a row, so that nothing is passed over in silence.
#[test]
fn no_bit_is_forgotten() {
    let bits = |rows: &'static [tapi_acd::wire::ConstRow]| rows.iter().map(|row| row.value);
    let mut messages: Vec<Message> = Vec::new();
    for bit in bits(AgentStatusEx::FAMILY.rows) {
        let changed = AgentStatusEx::from_bits_retain(bit);
        messages.extend(AgentStateEx::FAMILY.rows.iter().map(|state| Message::AgentStatusEx {
            agent: AgentHandle(1),
            changed,
            state: AgentStateEx(state.value),
        }));
    }
    for bit in bits(AgentSessionStatus::FAMILY.rows) {
        let changed = AgentSessionStatus::from_bits_retain(bit);
        messages.extend(AgentSessionState::FAMILY.rows.iter().map(|state| Message::AgentSessionStatus {
            session: AgentSessionHandle(1),
            changed,
            state: AgentSessionState(state.value),
        }));
    }
    messages.extend(
        bits(GroupStatus::FAMILY.rows)
            .map(|bit| Message::GroupStatus { changed: GroupStatus::from_bits_retain(bit) }),
    );
    messages.extend(
        bits(QueueStatus::FAMILY.rows).map(|bit| Message::QueueStatus {
            queue: QueueId(1),
            changed: QueueStatus::from_bits_retain(bit),
        }),
    );
    messages.extend(bits(ProxyStatus::FAMILY.rows).map(|bit| Message::ProxyStatus {
        changed: ProxyStatus::from_bits_retain(bit),
        request_type: ProxyRequestType(0),
    }));
    for message in &messages {
        assert_eq!(events(message).count(), 1, "{message:?}");
    }
    // The other messages of the call center become nothing, and say so; the rest of TAPI is not asked.
    for shape in SHAPES {
        let raw = tapi_acd::wire::LineMessage { message_id: shape.id, ..Default::default() };
        let rows = events(&TypedMessage::from_raw(&raw).message).count();
        let whole = TAPI3.iter().any(|row| row.message == shape.id && row.bit.is_none());
        assert_eq!(rows, usize::from(whole), "{}", shape.id);
        let known = TAPI3.iter().any(|row| row.message == shape.id);
        assert_eq!(known, shape.call_center, "{}", shape.id);
    }
}
