//! Whatever the bytes are: no panic, every byte shown, and no more shown than there is.

use proptest::prelude::*;
use tapi_acd::wire::layout::{LAYOUTS, LineProxyRequest, PROXY_ARMS, QueueEntry, QueueList};
use tapi_acd::wire::{Abi, ApiVersion};

use super::super::{Dialect, Node, dissect, from_hex, message};
use super::{dwords, layout};

const DIALECTS: [Dialect; 3] = [
    Dialect { abi: Abi::Win64, version: ApiVersion::V3_1 },
    Dialect { abi: Abi::Win32, version: ApiVersion::V2_2 },
    Dialect { abi: Abi::Win64, version: ApiVersion::V2_0 },
];

/// Every byte of the input is in a node without children, and no node lies outside.
#[track_caller]
fn assert_complete(root: &Node, length: usize) {
    let mut shown = vec![false; length];
    for node in root.walk() {
        assert!(node.offset + node.size <= length, "{} leaves the input", node.name);
        if node.children.is_empty() {
            shown[node.offset..node.offset + node.size].fill(true);
        }
    }
    let hidden: Vec<_> = shown.iter().enumerate().filter(|(_, shown)| !**shown).map(|(at, _)| at).collect();
    assert!(hidden.is_empty(), "{}: nobody shows the bytes {hidden:?}", root.name);
}

/// How much a tree shows of `length` bytes stays within a fixed multiple of them.
#[track_caller]
fn assert_small(root: &Node, length: usize) {
    let json = serde_json::to_string(root).unwrap().len();
    assert!(json <= 200 * length + 20_000, "{}: {length} bytes became {json}", root.name);
}

/// Numbers that a structure could have, and some that it could not.
fn plausible() -> impl Strategy<Value = Vec<u8>> {
    let number = prop_oneof![4 => 0..300_u32, 2 => 0..24_u32, 1 => any::<u32>()];
    prop::collection::vec(number, 0..120).prop_map(|numbers| dwords(&numbers))
}

proptest! {
    #[test]
    fn any_bytes_are_taken_apart(
        bytes in prop_oneof![plausible(), prop::collection::vec(any::<u8>(), 0..300)],
        cut in 0..4_usize,
    ) {
        let bytes = &bytes[..bytes.len().saturating_sub(cut)];
        for layout in LAYOUTS {
            for dialect in DIALECTS {
                let root = dissect(layout, dialect, bytes);
                assert_complete(&root, bytes.len());
                assert_small(&root, bytes.len());
            }
        }
    }

    #[test]
    fn any_request_is_taken_apart(request_type in 0..22_u32, bytes in plausible()) {
        let mut bytes = [dwords(&[400, 8, 30, 8, 40, 0x20002, request_type]), bytes].concat();
        bytes[0] = u8::try_from(bytes.len() % 250).unwrap();
        let root = dissect(layout("LINEPROXYREQUEST"), Dialect::default(), &bytes);
        assert_complete(&root, bytes.len());
        assert_small(&root, bytes.len());
    }

    #[test]
    fn any_bytes_are_a_message(bytes in prop::collection::vec(any::<u8>(), 0..41), index in any::<u64>()) {
        for abi in [Abi::Win32, Abi::Win64] {
            let node = message(index, 1 << 20, &bytes, abi);
            prop_assert_eq!(node.offset, 1 << 20);
            let size = tapi_acd::wire::LineMessage::size(abi);
            prop_assert_eq!(node.problems().count(), usize::from(bytes.len() < size));
        }
    }

    #[test]
    fn any_text_is_hex_or_refused(text in r"[0-9a-fx:|#*, \n]{0,60}|\PC{0,40}") {
        if let Err(error) = from_hex(&text) {
            let line = text.lines().nth(error.line - 1).unwrap();
            prop_assert!(error.column <= line.chars().count() + 1, "{}", error);
        }
    }
}

#[test]
fn every_arm_is_taken_apart_at_every_length() {
    for arm in PROXY_ARMS {
        let mut bytes = [0; LineProxyRequest::SIZE + 40];
        let header = dwords(&[148, 8, 108, 8, 116, 0x20002, arm.request_type.0]);
        bytes[..28].copy_from_slice(&header);
        for length in 0..=bytes.len() {
            let root = dissect(layout("LINEPROXYREQUEST"), Dialect::default(), &bytes[..length]);
            assert_complete(&root, length);
            assert!(length == bytes.len() || root.problems().count() > 0, "{}: {length}", arm.layout.name);
        }
    }
}

#[test]
fn thousands_of_entries_that_share_a_name_show_it_once() {
    let name = vec![b'x'; 4000];
    let (count, fixed, entry): (u32, u32, u32) = (3000, 24, 12);
    let names = fixed + entry * count;
    let used = names + 4000;
    let mut bytes = dwords(&[used, used, used, count, entry * count, fixed]);
    (0..count).for_each(|id| bytes.extend(dwords(&[id, 4000, names])));
    bytes.extend(&name);
    let root = dissect(layout("LINEQUEUELIST"), Dialect::default(), &bytes);
    assert_eq!(root.problems().count(), 0);
    assert_complete(&root, bytes.len());
    assert_small(&root, bytes.len());
    let left_out = root.walk().filter(|node| node.meaning.as_deref() == Some("3968 more bytes")).count();
    assert!(left_out > 2900, "{left_out} names are shortened");
}

#[test]
fn where_nothing_overlaps_everything_is_shown() {
    let name: Vec<u8> = "n".repeat(500).encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut bytes = vec![0; 5000];
    let entries = (0..4).map(|queue_id| QueueEntry { queue_id, name: &name });
    QueueList::encode_into(entries, &mut bytes).unwrap();
    let root = dissect(layout("LINEQUEUELIST"), Dialect::default(), &bytes);
    let whole = root.walk().filter(|node| node.name == "dwName" && node.bytes.len() == node.size).count();
    assert_eq!(whole, 4);
}

#[test]
fn a_huge_count_shows_what_is_there() {
    let bytes = dwords(&[36, 36, 36, u32::MAX, 12, 24, 7, 0, 0]);
    let root = dissect(layout("LINEQUEUELIST"), Dialect::default(), &bytes);
    let list = super::node(&root, "dwList");
    assert_eq!((list.value.as_deref(), list.children.len()), (Some("1 LINEQUEUEENTRY"), 1));
    assert_eq!(list.meaning.as_deref(), Some("4294967294 of 4294967295 announced are not there"));
    assert_eq!(
        super::problems(&root),
        ["dwListOffset: 4294967295 entries of 12 bytes do not fit into 12 bytes"]
    );
}
