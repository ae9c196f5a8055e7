//! The values that everything is made of.

use std::fmt::Debug;

use proptest::collection::vec;
use proptest::prelude::*;
use tapi_acd::wire::consts::Constants;
use tapi_acd::wire::{Currency, Guid, OleDate};

/// A handle or an identifier: often small, sometimes any number.
pub fn id<T: Debug>(of: fn(u32) -> T) -> impl Strategy<Value = T> {
    prop_oneof![2 => 0u32..8, 1 => any::<u32>()].prop_map(of)
}

/// A constant: often one that has a name, sometimes any number.
pub fn constant<T: Constants + Debug>() -> impl Strategy<Value = T> {
    let named = (0..T::FAMILY.rows.len()).prop_map(|row| T::FAMILY.rows[row].value);
    prop_oneof![2 => named, 1 => any::<u32>()].prop_map(T::from_u32)
}

/// A short text of any characters but the one that ends a C string.
pub fn text() -> impl Strategy<Value = Box<str>> {
    let character = any::<char>().prop_filter("a C string ends here", |character| *character != '\0');
    vec(character, 0..8).prop_map(|chars| chars.into_iter().collect::<String>().into())
}

/// A group or an agent handler: one of a few, or any.
pub fn guid() -> impl Strategy<Value = Guid> {
    prop_oneof![2 => (0u8..4).prop_map(|byte| Guid([byte; 16])), 1 => any::<[u8; 16]>().prop_map(Guid)]
}

/// A rate.
pub fn currency() -> impl Strategy<Value = Currency> {
    prop_oneof![2 => (0..1_000_000i64).prop_map(Currency), 1 => any::<i64>().prop_map(Currency)]
}

/// A date, or a number of days that is none.
pub fn ole_date() -> impl Strategy<Value = OleDate> {
    prop_oneof![
        2 => (36_526.0..54_789.0).prop_map(OleDate::from_days),
        1 => any::<u64>().prop_map(|bits| OleDate::from_days(f64::from_bits(bits))),
    ]
}
