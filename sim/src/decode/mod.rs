//! The bytes of a structure, taken apart field by field: the library behind `acdsim decode`.
//!
//! [`dissect`] reads any structure of [`LAYOUTS`] by its table and gives back a tree of [`Node`]s. It is total: what
//! is wrong is marked at the field where it is wrong, and everything else is shown as well as it can be. The typed
//! decoders of `tapi-wire` stop at the first error; the dissector finds a problem exactly where they find one.
//!
//! The tree grows with the input and not with what the input claims: thousands of entries that share one long name
//! show most of it once.

mod find;
mod gaps;
mod hex;
mod message;
mod node;
mod value;
mod walk;

#[cfg(test)]
mod tests;

use tapi_acd::wire::layout::LAYOUTS;
use tapi_acd::wire::{Abi, ApiVersion, Layout};

pub use find::structure;
pub use hex::{HexError, from_hex};
pub use message::message;
pub use node::Node;

use walk::Walk;

/// Who made the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// 32-bit or 64-bit Windows; only `LINEMESSAGE` and `LINEINITIALIZEEXPARAMS` differ.
    pub abi: Abi,
    /// The negotiated version; only `LINECALLPARAMS` and `LINEAGENTCAPS` grew. A `LINEPROXYREQUEST` names its own.
    pub version: ApiVersion,
}

impl Default for Dialect {
    fn default() -> Self {
        Self { abi: Abi::Win64, version: ApiVersion::V3_1 }
    }
}

/// Takes the structure at the start of `bytes` apart; what follows it is shown as bytes.
#[must_use]
pub fn dissect(layout: &'static Layout, dialect: Dialect, bytes: &[u8]) -> Node {
    let mut walk = Walk::new(dialect, bytes);
    let mut root = walk.root(layout);
    root.children.extend(walk.gaps());
    root
}

/// The C names of all structures.
pub fn names() -> impl Iterator<Item = &'static str> + Clone {
    LAYOUTS.iter().map(|layout| layout.name)
}
