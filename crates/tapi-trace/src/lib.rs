//! Traces outside memory: a header, then one record a line, as JSON.
//!
//! [`Writer`] writes [`Record`](tapi_acd::Record)s, [`Reader`] reads them back for the contract to judge. On reading,
//! the raw numbers are the truth; what is decoded beside them is for people. What a `Writer` accepts, a `Reader` reads
//! back as the same records.

mod header;
mod line;
mod reader;
mod writer;

pub use header::{Header, SCHEMA, VERSION};
pub use reader::{Reader, TraceError};
pub use writer::Writer;

#[doc = include_str!("../docs/format.md")]
pub mod format {}
