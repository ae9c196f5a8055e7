//! What the bytes of TAPI's call-center part are: Microsoft's names, values and layouts.
//!
//! This crate knows no meaning beyond a name and a number. What may happen with these values, and when, is the
//! business of `tapi-acd`, which re-exports this crate as `tapi_acd::wire`.
//!
//! * [`consts`]: every constant family as a row table; from one row come the constant, its name as text and its
//!   documentation. Unknown values are kept, never lost.
//! * [`layout`]: every structure as a row table: fixed parts for both ABIs, lists and figures decoded totally and
//!   encoded as the sizing rules ask.
//! * [`varpart`]: size and offset pairs, unverified until checked against the used size.
//! * [`LineMessage`]: the `LINEMESSAGE` structure, 24 bytes on 32-bit Windows and 40 bytes on 64-bit Windows.
#![no_std]

extern crate alloc;

pub mod consts;
mod error;
#[macro_use]
pub mod layout;
mod message;
mod scalar;
pub mod varpart;

pub use consts::{ApiVersion, ConstRow, Family, FamilyKind, Since};
pub use error::{DecodeError, EncodeError, Reason};
pub use layout::{FieldKind, FieldRow, Layout, Structure};
pub use message::{Abi, LineMessage};
pub use scalar::{Currency, Guid, OleDate, ParseCurrencyError, ParseGuidError};
