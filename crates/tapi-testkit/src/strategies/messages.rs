//! Messages.

use proptest::prelude::*;
use tapi_acd::message::SHAPES;
use tapi_acd::wire::LineMessage;
use tapi_acd::wire::consts::MessageId;

/// Any `LINEMESSAGE`: mostly a message that the crate types, mostly with small parameters, sometimes anything at all.
pub fn line_message() -> impl Strategy<Value = LineMessage> {
    let params = (parameter(), parameter(), parameter());
    (any::<u32>(), message_id(), parameter(), params).prop_map(
        |(device, message_id, callback_instance, params)| {
            let (param1, param2, param3) = params;
            LineMessage { device, message_id, callback_instance, param1, param2, param3 }
        },
    )
}

/// Any message id: mostly one that the crate types.
pub fn message_id() -> impl Strategy<Value = MessageId> {
    let typed: Vec<_> = SHAPES.iter().map(|shape| shape.id).collect();
    prop_oneof![
        6 => proptest::sample::select(typed),
        2 => (0u32..40).prop_map(MessageId),
        1 => any::<u32>().prop_map(MessageId),
    ]
}

/// A parameter: nothing, one bit, a few bits, 32 bits, or more than 32 bits.
pub fn parameter() -> impl Strategy<Value = u64> {
    prop_oneof![
        2 => Just(0),
        3 => (0u32..32).prop_map(|bit| 1 << bit),
        3 => 0u64..0x40,
        2 => any::<u32>().prop_map(u64::from),
        1 => any::<u64>(),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::TestRunner;

    use super::*;

    #[test]
    fn every_typed_message_comes_up_and_so_do_wide_parameters() {
        let mut runner = TestRunner::deterministic();
        let drawn: Vec<_> =
            (0..2000).map(|_| line_message().new_tree(&mut runner).unwrap().current()).collect();
        let ids: BTreeSet<_> = drawn.iter().map(|message| message.message_id).collect();
        assert!(SHAPES.iter().all(|shape| ids.contains(&shape.id)));
        assert!(drawn.iter().any(|message| message.param1 > u64::from(u32::MAX)));
        assert!(drawn.iter().any(|message| message.param2 == 0));
    }
}
