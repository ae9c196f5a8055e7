//! TAPI's call-center part as a model: what its messages mean and what may happen next.
//!
//! To a user this is the one core crate; [`wire`] re-exports the bytes, names and values beneath it.
//!
//! * [`message`]: the eight call-center messages and their companions, typed without loss.
//! * [`machine`]: the state machines as total tables.
//! * [`provider`], [`server`], [`handler`], [`client`]: the four endpoints, sans-IO, with the same verbs:
//!   one input, then drain the outputs.
//! * [`system`]: the one pump that joins the endpoints and emits [`record`]s.
//! * [`tapi3`]: the event that each message becomes for an application of TAPI 3.
//! * [`contract`]: the protocol's rules as data, and the monitor that judges records.
//! * [`errata`]: where the documents are wrong, what was decided, and which test holds it.
//!
//! The crate knows no clock, no randomness and no IO.
#![no_std]

extern crate alloc;

pub use tapi_wire as wire;

pub mod answer;
mod arena;
mod block;
pub mod client;
pub mod contract;
pub mod errata;
pub mod function;

pub mod handler;
mod id_map;
pub mod ids;
mod line_map;
mod list;
pub mod machine;
mod memory;
pub mod message;
pub mod provider;
pub mod record;
pub mod request;
pub mod server;
pub mod system;
pub mod tapi3;
mod time;

pub use block::Block;
pub use function::{Function, Mode, Out, RawCall};
pub use id_map::{Id, IdMap};
pub use message::{Message, ResultCode, TypedMessage};
pub use record::{Attached, Event, Record};
pub use system::System;

pub use time::Instant;

/// A driver broke the contract of an endpoint; the endpoint did not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Misuse {
    /// Time went backwards.
    #[error("time went back from {from:?} to {to:?}")]
    TimeWentBack {
        /// The latest time the endpoint was told.
        from: Instant,
        /// The earlier time it is told now.
        to: Instant,
    },
    /// An input came before the outputs of the last one were drained.
    #[error("an input came before the outputs of the last one were drained")]
    NotDrained,
}

impl Misuse {
    /// What every endpoint holds its driver to before it takes an input: time does not go back, and what the last input
    /// gave has been drained.
    fn check(from: Instant, to: Instant, is_drained: bool) -> Result<(), Self> {
        if to < from {
            return Err(Misuse::TimeWentBack { from, to });
        }
        if is_drained { Ok(()) } else { Err(Misuse::NotDrained) }
    }
}
