//! Two contact centres, each on three simulators: ours, simrs and nexosim.
//!
//! What the peers play is written once, as [`queueing::Model`]s; each peer brings its own clock, event queue and
//! dispatch. Ours plays the scenario itself, through provider, handler and server.

pub mod erlang_a;
pub mod on_nexosim;
pub mod on_simrs;
pub mod ours;
pub mod queueing;
pub mod scenarios;
pub mod skills;
