//! `LINEMESSAGE` as bytes.

use proptest::prelude::*;
use tapi_wire::consts::MessageId;
use tapi_wire::{Abi, LineMessage};

fn abi() -> impl Strategy<Value = Abi> {
    prop_oneof![Just(Abi::Win32), Just(Abi::Win64)]
}

/// A number that fits into a pointer.
fn pointer(abi: Abi) -> BoxedStrategy<u64> {
    let narrow = any::<u32>().prop_map(u64::from);
    match abi {
        Abi::Win32 => narrow.boxed(),
        Abi::Win64 => prop_oneof![narrow, any::<u64>()].boxed(),
    }
}

fn message(abi: Abi) -> impl Strategy<Value = LineMessage> {
    let pointers = [pointer(abi), pointer(abi), pointer(abi), pointer(abi)];
    (any::<u32>(), any::<u32>(), pointers).prop_map(|(device, id, pointers)| {
        let [callback_instance, param1, param2, param3] = pointers;
        LineMessage { device, message_id: MessageId(id), callback_instance, param1, param2, param3 }
    })
}

fn abi_and_message() -> impl Strategy<Value = (Abi, LineMessage)> {
    abi().prop_flat_map(|abi| (Just(abi), message(abi)))
}

fn abi_and_bytes() -> impl Strategy<Value = (Abi, Vec<u8>)> {
    abi().prop_flat_map(|abi| (Just(abi), prop::collection::vec(any::<u8>(), LineMessage::size(abi))))
}

proptest! {
    #[test]
    fn a_message_survives_the_bytes((abi, message) in abi_and_message()) {
        let mut bytes = vec![0xEE; LineMessage::size(abi) + 3];
        prop_assert_eq!(message.encode(abi, &mut bytes), Ok(LineMessage::size(abi)));
        prop_assert_eq!(&bytes[LineMessage::size(abi)..], [0xEE; 3]);
        prop_assert_eq!(LineMessage::decode(abi, &bytes), Ok(message));
    }

    #[test]
    fn bytes_survive_the_message((abi, bytes) in abi_and_bytes()) {
        let message = LineMessage::decode(abi, &bytes).unwrap();
        let mut again = vec![0xEE; bytes.len()];
        prop_assert_eq!(message.encode(abi, &mut again), Ok(bytes.len()));
        prop_assert_eq!(again, bytes);
    }

    #[test]
    fn a_message_of_64_bits_is_refused_at_32_unless_it_fits(message in message(Abi::Win64)) {
        let pointers = [message.callback_instance, message.param1, message.param2, message.param3];
        let fits = pointers.iter().all(|&pointer| pointer <= u64::from(u32::MAX));
        prop_assert_eq!(message.encode(Abi::Win32, &mut [0; 24]).is_ok(), fits);
    }
}
