//! The structures: their tables entered twice, and their bytes.
//!
//! * [`spec`]: the facts in `fixtures/spec/structures.json`, in both directions.
//! * [`windows`]: the `windows-sys` crate, made from Microsoft's metadata.
//! * [`rows`]: what every row must obey, whatever its structure.
//! * [`fixed`]: fixed parts as bytes and back.
//! * [`tail_rows`]: the table of what sizes and offsets point to.
//! * [`tails`]: sizes and offsets from outside, and strings.
//! * [`lists`]: lists, capabilities and status with their variable parts.
//! * [`call_params`]: `LINECALLPARAMS` with what it points to.
//! * [`requests`]: whole requests to an agent handler, from TAPI's side and from the handler's.
//! * [`damage`]: bytes that somebody has spoilt, for all of them.

mod call_params;
mod damage;
mod fixed;
mod lists;
mod requests;
mod rows;
mod spec;
mod tail_rows;
mod tails;
mod windows;

use tapi_wire::layout::LAYOUTS;
use tapi_wire::{Abi, FieldRow, Layout};

const ABIS: [Abi; 2] = [Abi::Win32, Abi::Win64];

/// Every row of every structure, with its structure.
fn all_rows() -> impl Iterator<Item = (&'static Layout, &'static FieldRow)> {
    LAYOUTS.iter().flat_map(|layout| layout.fields.iter().map(move |row| (*layout, row)))
}

/// Fails with all problems at once, so that one run shows the whole extent.
#[track_caller]
fn assert_none(problems: &[String]) {
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}
