//! What the fuzzer does with an input; the tests of the repository do the same with each seed.
//!
//! A target panics where the library breaks a promise. It tells whether the input was taken as a whole, so that a seed
//! that no longer reaches what it was made for is noticed.

mod filled;
mod fixed;
mod messages;
mod proxy_buffer;
mod trace;

pub use filled::filled;
pub use fixed::{STRUCTURES, fixed};
pub use messages::messages;
pub use proxy_buffer::proxy_buffer;
pub use trace::trace;

/// What a target does with an input; whether it was taken as a whole.
pub type Target = fn(&[u8]) -> bool;

/// Every target by its name.
pub const TARGETS: [(&str, Target); 5] = [
    ("filled", filled),
    ("fixed", fixed),
    ("messages", messages),
    ("proxy_buffer", proxy_buffer),
    ("trace", trace),
];
