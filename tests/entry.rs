//! Addresses of the ACD line that are no queue's: an entry, an announcement. Calls come there first, are turned away
//! there, or go on to a queue, which counts them from then on.

use tapi_acd::ids::{AddressId, CallId, DeviceId, LineHandle, SeatId};
use tapi_acd::provider::Input as Switch;
use tapi_acd::system::{self, Input};
use tapi_acd::wire::consts::{ApiVersion, CallState, DisconnectMode};
use tapi_acd::{Instant, Message, server};

use crate::desk::{Desk, config};
use crate::handler::SUPERVISOR;

const CALL: CallId = CallId(1);
const QUEUE_ADDRESS: AddressId = AddressId(0);
const ENTRY: AddressId = AddressId(2);
const SECOND: u64 = 1_000_000;

/// The ACD line has an address more than there are queues.
fn office() -> (Desk, LineHandle) {
    let config = config(1);
    let mut devices = config.server.devices.clone();
    devices[0] += 1;
    let server = server::Config { devices, ..config.server.clone() };
    let mut desk = Desk::with(system::Config { server, ..config });
    desk.pause = 0;
    desk.feed(Input::StartHandler);
    let line = desk.open(SUPERVISOR, 0, ApiVersion::V2_2);
    (desk, line)
}

/// What a seat hears of queues, and how calls end.
fn heard(desk: &Desk, seat: SeatId) -> (usize, Vec<u32>) {
    let heard = desk.heard(seat);
    let of_queues = heard.iter().filter(|message| matches!(message, Message::QueueStatus { .. })).count();
    let ends = heard.iter().filter_map(|message| match message {
        Message::CallState { state: CallState::DISCONNECTED, mode, .. } => Some(*mode),
        _ => None,
    });
    (of_queues, ends.collect())
}

/// LINEDISCONNECTMODE_ Constants.
#[test]
fn a_call_that_is_turned_away_hears_why_and_no_queue_hears_of_it() {
    for why in [DisconnectMode::BUSY, DisconnectMode::CONGESTION, DisconnectMode::CANCELLED] {
        let (mut desk, _) = office();
        desk.switch(Switch::Arrive { call: CALL, address: ENTRY });
        desk.switch(Switch::Refuse { call: CALL, why });
        assert_eq!(heard(&desk, SUPERVISOR), (0, vec![why.0]));
        assert!(!desk.system.provider().holds(CALL));
        desk.switch(Switch::Refuse { call: CALL, why });
        assert_eq!(heard(&desk, SUPERVISOR), (0, vec![why.0]), "there is no such call any more");
        assert_eq!(desk.monitor.findings(), []);
    }
}

#[test]
fn a_queue_counts_a_call_that_is_turned_away_as_abandoned() {
    let (mut desk, line) = office();
    desk.switch(Switch::Arrive { call: CALL, address: QUEUE_ADDRESS });
    desk.switch(Switch::Refuse { call: CALL, why: DisconnectMode::BUSY });
    let info = desk.queue(line);
    assert_eq!((info.total_calls_queued, info.total_calls_abandoned, info.current_calls_queued), (1, 1, 0));
    assert_eq!(heard(&desk, SUPERVISOR), (2, vec![DisconnectMode::BUSY.0]));
}

#[test]
fn a_call_that_rings_or_is_talked_on_is_not_turned_away() {
    let (mut desk, _) = office();
    let device = DeviceId(1);
    desk.switch(Switch::Arrive { call: CALL, address: QUEUE_ADDRESS });
    desk.switch(Switch::Deliver { call: CALL, device, address: QUEUE_ADDRESS });
    for input in [Switch::PickUp { call: CALL }, Switch::HangUp { call: CALL }] {
        desk.switch(Switch::Refuse { call: CALL, why: DisconnectMode::BUSY });
        assert!(desk.system.provider().holds(CALL));
        desk.switch(input);
    }
}

/// LINEQUEUEINFO structure: what flows in comes from another queue, and a wait is a wait in the queue.
#[test]
fn a_call_from_the_entry_is_new_to_the_queue_and_waits_from_then_on() {
    let (mut desk, line) = office();
    desk.switch(Switch::Arrive { call: CALL, address: ENTRY });
    desk.now = Instant::from_micros(20 * SECOND);
    desk.switch(Switch::Overflow { call: CALL, address: QUEUE_ADDRESS });
    desk.now = Instant::from_micros(27 * SECOND);
    let info = desk.queue(line);
    assert_eq!((info.total_calls_queued, info.total_calls_flowed_in, info.current_calls_queued), (1, 0, 1));
    assert_eq!(info.current_longest_wait_time, 7);
    desk.switch(Switch::HangUp { call: CALL });
    assert_eq!(desk.queue(line).average_wait_time, 7);
    assert_eq!(desk.monitor.findings(), []);
}
