//! The structures, and bytes that pretend to be one.

use std::fmt::Debug;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use tapi_acd::wire::layout::LAYOUTS;
use tapi_acd::wire::{Abi, Layout, Structure};

/// The fixed part of a structure with any number in every field.
pub fn fixed<T: Structure + Debug>(abi: Abi) -> impl Strategy<Value = T> {
    vec(byte(), T::LAYOUT.size(abi)).prop_map(move |bytes| {
        T::decode_fixed(abi, &bytes).expect("every bit pattern of the right length is a value")
    })
}

/// Any structure, with bytes that are long enough for its fixed part: a name, a system and what stands there.
pub fn structure_bytes() -> impl Strategy<Value = (&'static Layout, Abi, Vec<u8>)> {
    let abi = prop_oneof![Just(Abi::Win32), Just(Abi::Win64)];
    (proptest::sample::select(LAYOUTS), abi).prop_flat_map(|(layout, abi)| {
        let size = layout.size(abi);
        vec(byte(), size..size + 64).prop_map(move |bytes| (layout, abi, bytes))
    })
}

/// Mostly zeros and small numbers, so that sizes and offsets are sometimes right.
fn byte() -> impl Strategy<Value = u8> {
    prop_oneof![6 => Just(0), 2 => 0u8..64, 1 => any::<u8>()]
}

/// What can happen to bytes on their way.
#[derive(Clone, Debug)]
enum Damage {
    /// The end is missing.
    Cut(Index),
    /// A bit is the other way round.
    Flip(Index, u8),
    /// A number of 32 bits is another one: a size that lies, an offset that leads elsewhere.
    Number(Index, u32),
    /// A number of 32 bits is that of another place: two tails become one.
    Alias(Index, Index),
    /// There is more behind.
    Append(Vec<u8>),
}

/// Bytes with one to four things wrong in them: truncated, flipped bits, sizes and offsets that lie or alias.
pub fn damaged(bytes: impl Strategy<Value = Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    (bytes, vec(damage(), 1..5)).prop_map(|(mut bytes, damages)| {
        damages.iter().for_each(|damage| damage.apply(&mut bytes));
        bytes
    })
}

fn damage() -> impl Strategy<Value = Damage> {
    let number =
        prop_oneof![Just(0), Just(u32::MAX), Just(u32::MAX - 3), Just(0x8000_0000), 0u32..256, any::<u32>(),];
    prop_oneof![
        1 => any::<Index>().prop_map(Damage::Cut),
        2 => (any::<Index>(), 0u8..8).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        4 => (any::<Index>(), number).prop_map(|(at, number)| Damage::Number(at, number)),
        2 => (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Damage::Alias(from, to)),
        1 => vec(any::<u8>(), 1..16).prop_map(Damage::Append),
    ]
}

impl Damage {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Damage::Append(more) => bytes.extend(more),
            _ if bytes.is_empty() => {}
            Damage::Cut(at) => bytes.truncate(at.index(bytes.len())),
            Damage::Flip(at, bit) => {
                let at = at.index(bytes.len());
                bytes[at] ^= 1 << bit;
            }
            Damage::Number(..) | Damage::Alias(..) => self.renumber(bytes.as_chunks_mut().0),
        }
    }

    fn renumber(&self, numbers: &mut [[u8; 4]]) {
        match self {
            _ if numbers.is_empty() => {}
            Damage::Number(at, number) => numbers[at.index(numbers.len())] = number.to_le_bytes(),
            Damage::Alias(from, to) => numbers[to.index(numbers.len())] = numbers[from.index(numbers.len())],
            Damage::Cut(_) | Damage::Flip(..) | Damage::Append(_) => {}
        }
    }
}
