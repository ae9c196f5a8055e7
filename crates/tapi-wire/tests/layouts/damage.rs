//! Bytes that somebody has spoilt.

use proptest::prelude::*;
use proptest::sample::Index;

/// Overwrites of whole `DWORD`s, and flipped bits.
#[derive(Clone, Debug)]
pub(crate) struct Damage(Vec<(Index, u32, bool)>);

impl Damage {
    pub(crate) fn apply(&self, bytes: &mut [u8]) {
        for (place, value, whole_number) in &self.0 {
            let at = place.index(bytes.len());
            if *whole_number {
                let at = at & !3;
                let end = bytes.len().min(at + 4);
                bytes[at..end].copy_from_slice(&value.to_le_bytes()[..end - at]);
            } else {
                bytes[at] ^= 1 << (value % 8);
            }
        }
    }

    /// Overwrites one `DWORD` after the other from the start.
    pub(crate) fn apply_to_header(&self, bytes: &mut [u8]) {
        for ((_, value, _), slot) in self.0.iter().zip(bytes.chunks_exact_mut(4)) {
            slot.copy_from_slice(&value.to_le_bytes());
        }
    }
}

/// Sizes and offsets that get past a first look, and those that cannot.
pub(crate) fn damage() -> impl Strategy<Value = Damage> {
    let number = prop_oneof![0..100_u32, any::<u32>(), Just(u32::MAX)];
    prop::collection::vec((any::<Index>(), number, any::<bool>()), 1..20).prop_map(Damage)
}
