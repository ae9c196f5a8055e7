//! Sizes and offsets from outside, and strings.

use proptest::prelude::*;
use tapi_wire::layout::{LineQueueEntry, LineQueueInfo};
use tapi_wire::varpart::{Place, Sizes, Unverified, WideStr, wide_bytes};
use tapi_wire::{Abi, Reason, Structure as _};

const NAME: Place = Place::of(LineQueueEntry::LAYOUT, "dwNameOffset");

fn pair(size: u32, offset: u32) -> Unverified {
    Unverified { size, offset, place: NAME }
}

/// Numbers near 0, near the length and near the end of their range.
fn lying_number() -> impl Strategy<Value = u32> {
    prop_oneof![0..70_u32, any::<u32>(), (0..70_u32).prop_map(|less| u32::MAX - less)]
}

#[test]
fn a_pair_outside_says_where_and_why() {
    let error = pair(4, 30).verify(&[0; 32]).unwrap_err();
    let text = "LINEQUEUEENTRY.dwNameOffset at byte 8: 4 bytes at offset 30 leave the 32 used bytes";
    assert_eq!(error.to_string(), text);
    assert_eq!(pair(2, 30).verify(&[7; 32]), Ok(&[7, 7][..]));
}

#[test]
fn nothing_is_accepted_anywhere() {
    assert!(pair(0, 0).is_absent() && !pair(0, 24).is_absent());
    for offset in [0, 24, 32, 33, u32::MAX] {
        assert_eq!(pair(0, offset).verify(&[0; 32]), Ok(&[][..]), "{offset}");
    }
}

proptest! {
    #[test]
    fn a_pair_is_accepted_exactly_within_bounds(size in lying_number(), offset in lying_number(), used in 0..70_usize) {
        let bytes: Vec<u8> = (0..70).collect();
        let inside = size == 0 || u64::from(offset) + u64::from(size) <= used as u64;
        match pair(size, offset).verify(&bytes[..used]) {
            Ok(found) => {
                prop_assert!(inside);
                prop_assert_eq!(found.len(), size as usize);
                prop_assert!(found.first().is_none_or(|&first| u32::from(first) == offset));
            }
            Err(error) => {
                prop_assert!(!inside);
                prop_assert_eq!(error.reason, Reason::TailOutside { offset, size, used });
            }
        }
    }

    #[test]
    fn sizes_are_accepted_exactly_in_order(total in lying_number(), used in lying_number(), length in 0..70_usize) {
        let fixed = LineQueueInfo::LAYOUT.size(Abi::Win32);
        let bytes = vec![0; length];
        let part = Sizes { total, needed: 0, used }.used_part(LineQueueInfo::LAYOUT, fixed, &bytes);
        let ordered = fixed <= used as usize && used <= total && used as usize <= length;
        prop_assert_eq!(part.is_ok(), ordered);
        if let Ok(part) = part {
            prop_assert_eq!(part.len(), used as usize);
        }
    }

    #[test]
    fn a_text_survives_utf_16(text in "[^\0]{0,20}") {
        let bytes = wide_bytes(&text);
        let wide = WideStr::new(&bytes).unwrap();
        prop_assert_eq!(wide.to_text(), Some(text.clone()));
        prop_assert_eq!(wide.to_string(), text.clone());
        prop_assert_eq!(format!("{wide:?}").is_empty(), false);
        prop_assert_eq!(wide.as_bytes(), &bytes[..]);
    }

    #[test]
    fn any_bytes_are_a_text_or_odd(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        match WideStr::at(NAME, &bytes) {
            Ok(wide) => {
                let lossy = wide.to_string();
                prop_assert_eq!(wide.to_text().is_none_or(|strict| strict == lossy), true);
            }
            Err(error) => prop_assert_eq!(error.reason, Reason::OddUtf16 { size: bytes.len() }),
        }
    }
}

#[test]
fn each_wrong_size_has_its_reason() {
    let reason = |total, used| {
        let sizes = Sizes { total, needed: 0, used };
        sizes.used_part(LineQueueInfo::LAYOUT, 52, &[0; 60]).map_err(|error| (error.field, error.reason))
    };
    assert_eq!(reason(51, 51), Err(("dwTotalSize", Reason::TotalBelowFixed { total: 51, fixed: 52 })));
    assert_eq!(reason(52, 51), Err(("dwUsedSize", Reason::UsedBelowFixed { used: 51, fixed: 52 })));
    assert_eq!(reason(52, 53), Err(("dwUsedSize", Reason::UsedBeyondTotal { used: 53, total: 52 })));
    assert_eq!(
        reason(u32::MAX, 61),
        Err(("dwUsedSize", Reason::UsedBeyondBytes { used: 61, available: 60 }))
    );
    assert_eq!(reason(u32::MAX, 60).map(<[u8]>::len), Ok(60));
}

#[test]
fn half_a_surrogate_pair_is_lost_or_refused() {
    let bytes = [0x41, 0, 0x00, 0xD8, 0, 0, 0x42, 0];
    let wide = WideStr::new(&bytes).unwrap();
    assert_eq!((wide.to_string(), wide.to_text()), ("A\u{FFFD}".into(), None));
    assert_eq!(format!("{wide:?}"), "\"A\u{FFFD}\"");
}
