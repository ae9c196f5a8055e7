//! Raw bits, and the few questions that every sampler asks of them.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::Rng as _;

/// The distance between neighbouring answers of [`Rng::open01`] is twice this: 2⁻⁵³.
const HALF_STEP: f64 = 1.0 / (1_u64 << 53) as f64;

/// One stream of random bits. [`Streams`](super::Streams) makes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rng(Xoshiro256PlusPlus);

impl Rng {
    pub(super) const fn new(generator: Xoshiro256PlusPlus) -> Self {
        Self(generator)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number between 0 and 1, and never one of them: its logarithm, and that of 1 minus it, are always finite.
    ///
    /// It is an odd multiple of 2⁻⁵³. So all 53 bits of the significand are in use, every answer is exact, and the
    /// answers lie symmetrically about ½.
    pub fn open01(&mut self) -> f64 {
        ((self.bits() >> 11) | 1) as f64 * HALF_STEP
    }

    /// One of the numbers 0 to `n` − 1, each as likely as the others (Lemire 2019).
    ///
    /// # Panics
    ///
    /// When `n` is 0: there is nothing to choose from.
    pub fn below(&mut self, n: u64) -> u64 {
        assert!(n > 0, "one of no numbers was asked for");
        // The high half of bits × n is the answer. The low half tells where in the answer's share the bits fell; the
        // first 2⁶⁴ mod n places are one too many, and are drawn again.
        let surplus = n.wrapping_neg() % n;
        loop {
            let product = u128::from(self.bits()) * u128::from(n);
            if low_half(product) >= surplus {
                return high_half(product);
            }
        }
    }

    /// True with probability `p`. It costs one draw whatever `p` is; at 0 or less it is never true, at 1 or more
    /// always.
    pub fn chance(&mut self, p: f64) -> bool {
        self.open01() < p
    }
}

fn high_half(product: u128) -> u64 {
    (product >> 64) as u64
}

#[expect(clippy::cast_possible_truncation, reason = "the low half is what is wanted")]
fn low_half(product: u128) -> u64 {
    product as u64
}
