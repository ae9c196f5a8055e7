//! Messages: read without loss, and judged without panic, whatever they say and in whatever order they come.

use tapi_acd::contract::{Monitor, check_message};
use tapi_acd::ids::SeatId;
use tapi_acd::message::shape;
use tapi_acd::wire::{Abi, LineMessage};
use tapi_acd::{Attached, Event, Instant, Record, TypedMessage};

/// Which system, then records one behind the other.
pub fn messages(input: &[u8]) -> bool {
    let Some((system, bytes)) = input.split_first() else { return false };
    let abi = if system % 2 == 0 { Abi::Win32 } else { Abi::Win64 };
    let mut monitor = Monitor::new();
    let mut faults = Vec::new();
    let records = bytes.chunks_exact(LineMessage::size(abi));
    let whole = records.remainder().is_empty() && !bytes.is_empty();
    for (bytes, at) in records.zip(0..) {
        let message = LineMessage::decode(abi, bytes).expect("a record is long enough");
        survives(&message, abi, bytes);
        faults.extend(check_message(&message).map(|fault| (fault.rule.id, fault.to_string())));
        let event = Event::Message { message, attached: Attached::None };
        monitor.observe(&Record { at: Instant::from_micros(at), seat: SeatId(message.device % 3), event });
    }
    let judged = monitor.findings().iter().filter(|finding| finding.rule.id.starts_with('P'));
    assert!(judged.map(|finding| (finding.rule.id, finding.detail.clone())).eq(faults));
    whole
}

fn survives(message: &LineMessage, abi: Abi, bytes: &[u8]) {
    assert_eq!(TypedMessage::from_raw(message).to_raw(), *message);
    let mut again = vec![0; bytes.len()];
    assert_eq!(message.encode(abi, &mut again), Ok(bytes.len()));
    assert_eq!(again, bytes);
    let fields = shape(message.message_id).map_or(0, |shape| {
        shape.fields(message).inspect(|field| assert!(!field.value.to_string().is_empty())).count()
    });
    assert!(fields <= 3);
}
