//! What must have a file.

use std::collections::BTreeSet;

use tapi_wire::consts::MessageId;
use tapi_wire::layout::{LAYOUTS, PROXY_ARMS};
use tapi_wire::{Abi, LineMessage, Structure as _};

use crate::case::Case;
use crate::plan::Plan;
use crate::{CASES, good};

/// Fails with everything in `all` that `found` lacks.
#[track_caller]
fn assert_all<T: Ord + std::fmt::Debug>(
    all: impl IntoIterator<Item = T>,
    found: impl IntoIterator<Item = T>,
) {
    let found: BTreeSet<_> = found.into_iter().collect();
    let missing: Vec<_> = all.into_iter().filter(|one| !found.contains(one)).collect();
    assert!(missing.is_empty(), "no file has {missing:?}");
}

#[test]
fn every_structure_and_every_arm_has_bytes() {
    let instances = good().flat_map(|case| Plan::of(case).instances);
    assert_all(LAYOUTS.iter().map(|layout| layout.name), instances.map(|instance| instance.layout.name));
    let files = || good().map(|case| case.layout.name);
    assert_all(PROXY_ARMS.iter().map(|arm| arm.layout.name), files());
}

#[test]
fn every_call_center_message_has_bytes() {
    let messages: Vec<_> = good().filter(|case| case.layout == LineMessage::LAYOUT).collect();
    let all = [
        MessageId::AGENT_SPECIFIC,
        MessageId::AGENT_STATUS,
        MessageId::PROXY_REQUEST,
        MessageId::AGENT_SESSION_STATUS,
        MessageId::QUEUE_STATUS,
        MessageId::AGENT_STATUS_EX,
        MessageId::GROUP_STATUS,
        MessageId::PROXY_STATUS,
    ];
    assert_all(all.map(|id| id.0), messages.iter().map(|case| case.number("dwMessageID")));
}

/// Where the two systems differ there are bytes of each.
#[test]
fn what_depends_on_the_system_has_bytes_of_both() {
    for case in CASES.iter() {
        let abi_matters = case.layout.size(Abi::Win32) != case.layout.size(Abi::Win64);
        assert_eq!(abi_matters, case.abi.is_some(), "{}", case.name);
    }
    for layout in LAYOUTS.iter().filter(|layout| layout.size(Abi::Win32) != layout.size(Abi::Win64)) {
        let of = |abi| good().any(|case| case.layout == *layout && case.abi == Some(abi));
        assert!(of(Abi::Win32) && of(Abi::Win64), "{}", layout.name);
    }
}

#[test]
fn every_file_names_the_page_of_its_structure() {
    let page = |case: &Case| match case.layout.name {
        "LINEMESSAGE" => format!("{} message", MessageId(case.number("dwMessageID"))),
        _ => case.layout.page.to_owned(),
    };
    for case in CASES.iter() {
        assert_eq!(case.page, page(case), "{}", case.name);
        assert!(case.layout.since.version().is_some_and(|since| since <= case.version), "{}", case.name);
    }
}
