//! Traces outside memory: a header, then one record a line, as JSON.
//!
//! `docs/format.md` beside this crate describes the format and what may change in it. [`Writer`] writes it, [`Reader`]
//! reads it back into the [`Record`](tapi_acd::Record)s that the contract judges. On reading, the raw numbers are the
//! truth; what is decoded beside them is for people.

mod header;
mod line;
mod reader;
mod writer;

pub use header::{Header, SCHEMA, VERSION};
pub use reader::{Reader, TraceError};
pub use writer::Writer;
