//! Names and numbers as text, and through serde.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use proptest::prelude::*;
use tapi_wire::FamilyKind;
use tapi_wire::consts::*;

/// Calls `$check::<Type>(Type::is_defined)` for each family type.
macro_rules! for_each_type {
    ($check:ident) => {
        for_each_type! { $check:
            AgentFeatures AgentSessionState AgentSessionStatus AgentState AgentStateEx AgentStatus AgentStatusEx
            GroupStatus QueueStatus ProxyRequestType ProxyStatus OpenOptions CallPrivilege MediaMode DeviceState
            AddressState AddressCapFlags AddressMode InitializeExOptions CallState BusyMode ConnectedMode
            DialtoneMode DisconnectMode OfferingMode SpecialInfo CallInfoState CallOrigin CallReason CallFeatures
            CallParamFlags TransferMode CallTreatment LineErr MessageId PhoneMessageId
        }
    };
    ($check:ident: $($Type:ident)*) => {
        [$($check::<$Type>(|value| value.is_defined())),*]
    };
}

/// What a family type can do.
trait Text: Constants + Debug + Display + FromStr<Err = ParseConstError> + PartialEq {}

impl<T: Constants + Debug + Display + FromStr<Err = ParseConstError> + PartialEq> Text for T {}

/// Numbers beside those of the rows: none, all bits, and bits that few families know.
const OTHERS: [u32; 6] = [0, 1, 0x35, 0x4000_0004, 0xDEAD_BEEF, u32::MAX];

fn prefix<T: Text>(_: fn(T) -> bool) -> &'static str {
    T::FAMILY.prefix
}

#[test]
fn every_family_is_checked() {
    let listed: Vec<_> = FAMILIES.iter().map(|family| family.prefix).collect();
    assert_eq!(for_each_type!(prefix).to_vec(), listed);
}

/// The value survives as a number and as text.
fn survives<T: Text>(number: u32) {
    let value = T::from_u32(number);
    assert_eq!(value.to_u32(), number);
    let text = value.to_string();
    assert_eq!(text.parse(), Ok(value), "{}: {text}", T::FAMILY.prefix);
    assert_eq!(format!("{value:?}"), text);
}

fn rows<T: Text>(is_defined: fn(T) -> bool) {
    for row in T::FAMILY.rows {
        survives::<T>(row.value);
        let value = T::from_u32(row.value);
        assert_eq!(value.to_string(), row.name);
        assert!(is_defined(value), "{}", row.name);
        assert_eq!(T::FAMILY.row(row.value), Some(row));
        assert_eq!(T::FAMILY.row_named(row.name), Some(row));
        assert_eq!(row.value.to_string().parse(), Ok(value), "decimal");
        assert_eq!(format!("{:#X}", row.value).parse(), Ok(value), "hex");
    }
}

#[test]
fn a_row_is_written_as_its_c_name_and_read_from_it() {
    for_each_type!(rows);
}

fn others<T: Text>(is_defined: fn(T) -> bool) {
    for number in OTHERS {
        survives::<T>(number);
        let defined = match T::FAMILY.kind {
            FamilyKind::Value => T::FAMILY.row(number).is_some(),
            FamilyKind::Flags => number & !T::FAMILY.defined_bits() == 0,
        };
        assert_eq!(is_defined(T::from_u32(number)), defined, "{} {number:#x}", T::FAMILY.prefix);
    }
    // What is found without a search is what a search finds.
    let near = T::FAMILY.rows.iter().flat_map(|row| [row.value ^ 1, row.value, row.value << 1]);
    for number in near.chain(0..130).chain((0..32).map(|bit| 1 << bit)).chain(OTHERS) {
        let found = T::FAMILY.row(number).is_some();
        assert_eq!(T::FAMILY.defines(number), found, "{} {number:#x}", T::FAMILY.prefix);
    }
}

#[test]
fn unknown_values_and_bits_survive() {
    for_each_type!(others);
}

proptest! {
    #[test]
    fn any_value_survives(number: u32) {
        fn check<T: Text>(_: fn(T) -> bool) -> fn(u32) {
            survives::<T>
        }
        for check in for_each_type!(check) {
            check(number);
        }
    }
}

fn junk<T: Text>(_: fn(T) -> bool) {
    let first = T::FAMILY.rows[0].name;
    let unprefixed = &first[T::FAMILY.prefix.len()..];
    let bad = ["", "|", "0x", "-1", "4294967296", "LINE_NOTHING", unprefixed];
    for text in bad.map(String::from).into_iter().chain([format!("{first} |"), first.to_lowercase()]) {
        let error = text.parse::<T>().expect_err("it is neither a name nor a number");
        assert_eq!(error.prefix, T::FAMILY.prefix, "{text:?}");
    }
    let joined = format!("{first} | {first}").parse::<T>();
    assert_eq!(joined.is_ok(), T::FAMILY.kind == FamilyKind::Flags, "{first}");
}

#[test]
fn what_is_no_name_and_no_number_is_refused() {
    for_each_type!(junk);
}

#[test]
fn an_error_names_the_family_and_the_text() {
    let error = "LINEAGENTSTATE_READY".parse::<AgentStateEx>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "\"LINEAGENTSTATE_READY\" is neither a LINEAGENTSTATEEX_ constant nor a number"
    );
}

#[test]
fn flags_are_joined_and_keep_unknown_bits() {
    let flags = AgentStatus::GROUP | AgentStatus::STATE | AgentStatus::from_bits_retain(0x8000_0000);
    assert_eq!(flags.to_string(), "LINEAGENTSTATUS_GROUP | LINEAGENTSTATUS_STATE | 0x80000000");
    assert_eq!((flags - AgentStatus::GROUP).bits(), 0x8000_0002);
    assert_eq!(AgentStatus::empty().to_string(), "0x0");
}

#[test]
fn a_value_of_two_bits_hides_the_names_of_its_bits() {
    let port = InitializeExOptions::USE_COMPLETION_PORT;
    let tracking = InitializeExOptions::CALL_HUB_TRACKING;
    assert_eq!(port, InitializeExOptions::USE_HIDDEN_WINDOW | InitializeExOptions::USE_EVENT);
    assert_eq!(port.to_string(), "LINEINITIALIZEEXOPTION_USECOMPLETIONPORT");
    assert_eq!(
        (port | tracking).to_string(),
        "LINEINITIALIZEEXOPTION_USECOMPLETIONPORT | LINEINITIALIZEEXOPTION_CALLHUBTRACKING"
    );
}

#[cfg(feature = "serde")]
mod serde {
    use serde_json::{from_str, to_string};
    use tapi_wire::consts::*;

    use super::Text;

    fn json<T: Text + ::serde::Serialize + ::serde::de::DeserializeOwned>(_: fn(T) -> bool) {
        let numbers = T::FAMILY.rows.iter().map(|row| row.value).chain(super::OTHERS);
        for number in numbers {
            let value = T::from_u32(number);
            let text = to_string(&value).expect("a value can be written");
            assert_eq!(text, format!("\"{value}\""));
            for text in [text, number.to_string()] {
                assert_eq!(from_str::<T>(&text).expect("it is a name or a number"), value, "{text}");
            }
        }
        for bad in ["\"LINE_NOTHING\"", "4294967296", "-1", "1.5", "null", "[1]"] {
            assert!(from_str::<T>(bad).is_err(), "{} {bad}", T::FAMILY.prefix);
        }
    }

    #[test]
    fn a_value_is_written_as_its_name_and_read_from_name_or_number() {
        for_each_type!(json);
    }
}
