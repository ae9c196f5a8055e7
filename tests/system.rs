//! The pump, step by step: on one link nothing overtakes, between links anything may.

use tapi_acd::ids::{AddressId, CallId, DeviceId, SeatId};
use tapi_acd::provider::{Input as Switch, Key};
use tapi_acd::system::{HANDLER_SEAT, Input, Link, Output};
use tapi_acd::wire::consts::ApiVersion;
use tapi_acd::{Event, Function, Record, ResultCode, client};

use crate::desk::Desk;

const SEAT: SeatId = SeatId(1);

fn drained(desk: &mut Desk) -> Vec<Output> {
    std::iter::from_fn(|| desk.system.poll_output()).collect()
}

/// An office whose handler is up, and an application with a line that has asked for the groups.
fn asked() -> Desk {
    let mut desk = Desk::new(1);
    desk.feed(Input::StartHandler);
    let line = desk.open(SEAT, 0, ApiVersion::V2_2);
    let function = Function::GetGroupList { line };
    desk.system.submit(desk.now, Input::Request { seat: SEAT, function }).unwrap();
    desk
}

fn deliver(desk: &mut Desk, links: &[Link]) -> Vec<Output> {
    links.iter().fold(Vec::new(), |mut outputs, link| {
        desk.system.deliver(desk.now, *link).unwrap();
        outputs.extend(drained(desk));
        outputs
    })
}

#[test]
fn a_reply_that_overtakes_the_return_is_for_its_function() {
    let mut desk = asked();
    assert_eq!(desk.system.under_way().collect::<Vec<_>>(), [Link::Calls(SEAT)]);
    let handler = [Link::Messages(HANDLER_SEAT), Link::Calls(HANDLER_SEAT)];
    deliver(&mut desk, &[Link::Calls(SEAT), handler[0], handler[1]]);
    let under_way = [Link::Returns(SEAT), Link::Returns(HANDLER_SEAT), Link::Messages(SEAT)];
    assert_eq!(desk.system.under_way().collect::<Vec<_>>(), under_way);
    // The reply first: nobody can tell yet what it is for (erratum E19).
    assert_eq!(deliver(&mut desk, &[Link::Messages(SEAT)]), []);
    let done = deliver(&mut desk, &[Link::Returns(SEAT)]);
    let [Output::Client { event: client::Event::Done { function, result, answer, .. }, .. }] = &done[..]
    else {
        panic!("{done:?}")
    };
    assert!(matches!(**function, Function::GetGroupList { .. }));
    assert_eq!((*result, answer.is_some()), (ResultCode::SUCCESS, true));
}

#[test]
fn what_a_process_was_about_to_call_dies_with_it() {
    let mut desk = asked();
    desk.system.submit(desk.now, Input::Crash { seat: SEAT }).unwrap();
    let records = drained(&mut desk);
    assert!(matches!(&records[..], [Output::Record(record)] if record.event == Event::Gone), "{records:?}");
    assert_eq!(desk.system.under_way().count(), 0);
}

#[test]
fn a_link_with_nothing_under_way_delivers_nothing() {
    let mut desk = asked();
    let before = desk.system.clone();
    assert_eq!(deliver(&mut desk, &[Link::Returns(SEAT), Link::ToSwitch, Link::Cti(HANDLER_SEAT)]), []);
    assert_eq!(desk.system, before);
}

/// An agent at a phone takes a call while an application watches.
fn watched(mut desk: Desk) -> Vec<Record> {
    let (call, device, address) = (CallId(1), DeviceId(1), AddressId(0));
    desk.feed(Input::StartHandler);
    desk.open(SEAT, 0, ApiVersion::V2_2);
    for input in [
        Switch::Key { device, key: Key::LogOn },
        Switch::Key { device, key: Key::Ready },
        Switch::Arrive { call, address },
        Switch::Deliver { call, device, address },
        Switch::PickUp { call },
        Switch::HangUp { call },
    ] {
        desk.switch(input);
    }
    desk.records
}

#[test]
fn where_few_borders_are_recorded_the_same_happens_there() {
    let mut all = watched(Desk::new(1));
    let count = all.len();
    all.retain(|record| record.seat == SEAT);
    let mut few = Desk::new(1);
    few.system.record_only([SEAT]);
    assert!(all.len() < count);
    assert_eq!(watched(few), all);
}
