//! Traces outside memory: a header, then one record a line, as JSON.
//!
//! [`Writer`] writes [`Record`](tapi_acd::Record)s, [`Reader`] reads them back for the contract to judge. On reading,
//! the raw numbers are the truth; what is decoded beside them is for people. What a `Writer` accepts, a `Reader` reads
//! back as the same records.
//!
//! ```
//! use tapi_acd::ids::SeatId;
//! use tapi_acd::{Event, Instant, Record};
//! use tapi_trace::{Header, Reader, Writer};
//!
//! let event = Event::End { pending: vec![], blocked: vec![] };
//! let record = Record { at: Instant::from_micros(5), seat: SeatId(0), event };
//! let mut writer = Writer::new(Vec::new(), &Header::new(vec!["handler".into()]))?;
//! writer.write(&record)?;
//! let bytes = writer.finish()?;
//!
//! let mut reader = Reader::new(bytes.as_slice())?;
//! assert_eq!(reader.read()?, Some(record));
//! assert_eq!(reader.read()?, None);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod header;
mod line;
mod reader;
mod writer;

pub use header::{Header, SCHEMA, VERSION};
pub use reader::{Reader, TraceError};
pub use writer::Writer;

#[doc = include_str!("../docs/format.md")]
pub mod format {}
