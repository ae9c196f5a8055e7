//! The constant tables and the message layout, entered twice: every row is compared with a source that was written
//! independently of it.
//!
//! * [`spec`]: the facts under `fixtures/spec/`, in both directions.
//! * [`windows`]: the `windows-sys` crate, made from Microsoft's metadata.
//! * [`rows`]: what every row must obey, whatever its value.
//! * [`text`]: names and numbers as text, and through serde.
//! * [`message`]: `LINEMESSAGE` as bytes.

mod message;
mod rows;
mod spec;
mod text;
mod windows;

use tapi_wire::consts::FAMILIES;
use tapi_wire::{ConstRow, Family};

/// Every row of every family, with its family.
fn all_rows() -> impl Iterator<Item = (&'static Family, &'static ConstRow)> {
    FAMILIES.iter().flat_map(|family| family.rows.iter().map(move |row| (family, row)))
}

/// Fails with all problems at once, so that one run shows the whole extent.
#[track_caller]
fn assert_none(problems: &[String]) {
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}
