//! One stream of random bits for each purpose.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;
use sha2::{Digest, Sha256};

use super::Rng;

/// Keeps these hashes apart from every other use of SHA-256.
const DOMAIN: &[u8] = b"tapi-sim stream 1\0";

/// All random streams of one run, by name.
///
/// A stream depends on the seed, its name and its index, and on nothing else: not on how many streams there are, nor
/// on the order in which they are asked for. The 256 bits of a stream's first state are
///
/// ```text
/// SHA-256("tapi-sim stream 1\0" · seed · length of name · name · index)
/// ```
///
/// where seed and length are little-endian 64-bit numbers, and index is the byte 0 for a stream without one, and the
/// byte 1 and a little-endian 64-bit number for a stream with one. The length before the name and the byte before the
/// index make the text unambiguous: different streams never hash the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Streams {
    seed: u64,
}

impl Streams {
    /// The streams of the run with this seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// The seed of the run.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// The stream for a purpose that exists once, such as `"arrivals"`.
    #[must_use]
    pub fn stream(&self, name: &str) -> Rng {
        start(self.hash(name).chain_update([0]))
    }

    /// The stream for one of many things with the same purpose, such as the wrap-up of agent 7.
    #[must_use]
    pub fn stream_of(&self, name: &str, index: u64) -> Rng {
        start(self.hash(name).chain_update([1]).chain_update(index.to_le_bytes()))
    }

    fn hash(&self, name: &str) -> Sha256 {
        Sha256::new()
            .chain_update(DOMAIN)
            .chain_update(self.seed.to_le_bytes())
            .chain_update((name.len() as u64).to_le_bytes())
            .chain_update(name)
    }
}

fn start(hash: Sha256) -> Rng {
    Rng::new(Xoshiro256PlusPlus::from_seed(hash.finalize().into()))
}
