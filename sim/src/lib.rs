//! A contact centre in virtual time that speaks TAPI's call-center protocol.
//!
//! A [`Scenario`](scenario::Scenario) says who calls, who answers and for how long; a [`Simulation`] plays it and is an
//! iterator over everything that crosses an application's border. The same scenario and seed give the same records,
//! byte for byte, on every platform.
//!
//! ```
//! use tapi_acd::wire::consts::MessageId;
//! use tapi_acd::Event;
//! use tapi_sim::{Simulation, scenario};
//!
//! let (_, scenario) = scenario::load("bank-1999")?;
//! let mut day = Simulation::new(&scenario, 7).until_us(3_600_000_000);
//! let announced = day.by_ref().filter(|record| match &record.event {
//!     Event::Message { message, .. } => message.message_id == MessageId::AGENT_STATUS_EX,
//!     _ => false,
//! });
//! assert!(announced.count() > 100);
//! assert!(day.summary().run.totals.answered > 10);
//! # Ok::<(), tapi_sim::scenario::LoadError>(())
//! ```

pub mod compare;
pub mod decode;
pub mod explain;
pub mod facts;
pub mod random;
pub mod recount;
pub mod replicate;
pub mod scenario;
pub mod statistics;
mod summary;
pub mod theory;
pub mod units;
mod world;

#[cfg(feature = "cli")]
pub mod cli;

pub use summary::{FIGURES, Figure, Messages, Named, Of, Part, Period, Quotient, Summary, Totals, Unit};
pub use world::{House, SUPERVISOR, Simulation};

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

/// The version of everything that decides which records a seed gives; in the header of every trace.
pub const GENERATOR: &str = concat!("tapi-sim ", env!("CARGO_PKG_VERSION"), ", world/5, xoshiro256++/1");
