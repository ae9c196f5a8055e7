//! Fixed parts as bytes and back.

use std::fmt::Debug;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tapi_wire::layout::{LAYOUTS, *};
use tapi_wire::{Abi, ApiVersion, EncodeError, LineMessage, Reason, Structure};

use crate::ABIS;

const VERSIONS: [ApiVersion; 3] = [ApiVersion::V2_0, ApiVersion::V2_2, ApiVersion::V3_1];

/// Any bytes are a value, and the value is the bytes.
fn bytes_survive<T: Structure>(abi: Abi, version: ApiVersion, bytes: &[u8]) -> Result<(), TestCaseError> {
    let size = T::LAYOUT.size_in(abi, version);
    let value = T::decode_fixed_in(abi, version, &bytes[..size]).expect("any bytes are a value");
    let mut again = vec![0xEE; bytes.len()];
    prop_assert_eq!(value.encode_fixed_in(abi, version, &mut again), Ok(size));
    prop_assert_eq!(&again[..size], &bytes[..size]);
    prop_assert!(again[size..].iter().all(|&byte| byte == 0xEE), "bytes behind the structure changed");
    Ok(())
}

/// Each length that is too short is refused in both directions, with the field that is cut.
fn truncation_is_refused<T: Structure + Debug>(abi: Abi, version: ApiVersion) {
    let size = T::LAYOUT.size_in(abi, version);
    for length in 0..size {
        let error = T::decode_fixed_in(abi, version, &vec![0; length]).expect_err("too short");
        let row = T::LAYOUT.field(error.field).expect("the field is one of the structure");
        assert_eq!((error.structure, error.offset), (T::LAYOUT.name, row.offset(abi)));
        let needed = row.offset(abi) + row.size(abi);
        assert_eq!(error.reason, Reason::Truncated { needed, available: length });
        assert!(error.offset <= length && length < needed, "{error}");
        let error = T::default().encode_fixed_in(abi, version, &mut vec![0; length]).expect_err("too short");
        let structure = T::LAYOUT.name;
        assert_eq!(error, EncodeError::TooSmall { structure, needed: size, available: length });
    }
    assert_eq!(T::decode_fixed_in(abi, version, &vec![0; size]).map(|_| ()), Ok(()));
}

/// Runs both for a structure and returns its name.
fn check<T: Structure + PartialEq + Debug>() -> &'static str {
    assert_eq!(T::decode_fixed(Abi::Win64, &[0; 256]), Ok(T::default()), "{}", T::LAYOUT.name);
    for (abi, version) in ABIS.into_iter().flat_map(|abi| VERSIONS.map(|version| (abi, version))) {
        truncation_is_refused::<T>(abi, version);
        let bytes = prop::collection::vec(any::<u8>(), 256);
        let mut runner = TestRunner::new(ProptestConfig::with_cases(32));
        runner.run(&bytes, |bytes| bytes_survive::<T>(abi, version, &bytes)).expect("bytes survive");
    }
    T::LAYOUT.name
}

macro_rules! each {
    ($run:ident: $($Type:ident)*) => {
        [$($run::<$Type>()),*]
    };
}

/// Runs a function for every structure, in the order of `LAYOUTS`.
macro_rules! every_structure {
    ($run:ident) => {
        each! { $run:
            LineMessage
            LineExtensionId
            LineAppInfo
            LineInitializeExParams
            LineDialParams
            LineCallParams
            LineAgentCaps
            LineAgentStatus
            LineAgentInfo
            LineAgentEntry
            LineAgentList
            LineAgentActivityEntry
            LineAgentActivityList
            LineAgentSessionEntry
            LineAgentSessionList
            LineAgentSessionInfo
            LineAgentGroupEntry
            LineAgentGroupList
            LineQueueEntry
            LineQueueList
            LineQueueInfo
            LineProxyRequest
            LineProxyRequestList
            LineProxySetAgentGroup
            LineProxySetAgentState
            LineProxySetAgentActivity
            LineProxyGetAgentCaps
            LineProxyGetAgentStatus
            LineProxyAgentSpecific
            LineProxyGetAgentActivityList
            LineProxyGetAgentGroupList
            LineProxyCreateAgent
            LineProxySetAgentMeasurementPeriod
            LineProxyGetAgentInfo
            LineProxyCreateAgentSession
            LineProxyGetAgentSessionList
            LineProxySetAgentSessionState
            LineProxyGetAgentSessionInfo
            LineProxyGetQueueList
            LineProxySetQueueMeasurementPeriod
            LineProxyGetQueueInfo
            LineProxyGetGroupList
            LineProxySetAgentStateEx
        }
    };
}

#[test]
fn every_structure_survives_its_bytes() {
    let checked = every_structure!(check);
    assert_eq!(checked.to_vec(), LAYOUTS.iter().map(|layout| layout.name).collect::<Vec<_>>());
}

/// A field that the negotiated version does not have reads as 0, whatever stands behind the structure.
#[test]
fn younger_fields_are_not_read() {
    let bytes = [0xFF; 180];
    let params = LineCallParams::decode_fixed_in(Abi::Win32, ApiVersion::V2_2, &bytes).unwrap();
    assert_eq!((params.calling_party_id_offset, params.address_type), (u32::MAX, 0));
    let caps = LineAgentCaps::decode_fixed_in(Abi::Win32, ApiVersion::V2_1, &bytes).unwrap();
    assert_eq!((caps.agent_extension_id_list_offset, caps.proxy_guid.0), (u32::MAX, [0; 16]));
}

#[test]
fn a_wide_handle_does_not_fit_32_bit_windows() {
    let params = LineInitializeExParams { handles: 1 << 32, ..Default::default() };
    let error = params.encode_fixed(Abi::Win32, &mut [0; 24]).unwrap_err();
    assert_eq!(error.to_string(), "LINEINITIALIZEEXPARAMS.Handles: 0x100000000 does not fit into 32 bits");
    assert_eq!(params.encode_fixed(Abi::Win64, &mut [0; 28]), Ok(28));
}

/// One structure byte by byte, written out by hand.
#[test]
fn a_session_entry_is_28_known_bytes() {
    let entry = LineAgentSessionEntry {
        agent_session: 0x0A,
        agent: 0x0102_0304,
        group_id: "00112233-4455-6677-8899-aabbccddeeff".parse().unwrap(),
        working_address_id: 7,
    };
    let mut bytes = [0; 28];
    assert_eq!(entry.encode_fixed(Abi::Win32, &mut bytes), Ok(28));
    let expected = [
        0x0A, 0, 0, 0, 4, 3, 2, 1, 0x33, 0x22, 0x11, 0, 0x55, 0x44, 0x77, 0x66, 0x88, 0x99, 0xAA, 0xBB, 0xCC,
        0xDD, 0xEE, 0xFF, 7, 0, 0, 0,
    ];
    assert_eq!(bytes, expected);
}

#[cfg(feature = "serde")]
mod serde {
    use std::collections::BTreeSet;

    use serde_json::{Value, from_str, to_string, to_value};
    use tapi_wire::OleDate;

    use super::*;

    fn text_survives<T>()
    where
        T: Structure + PartialEq + Debug + ::serde::Serialize + ::serde::de::DeserializeOwned,
    {
        let Ok(Value::Object(object)) = to_value(T::default()) else { panic!("a structure is an object") };
        let names: BTreeSet<_> = T::LAYOUT.fields.iter().map(|row| row.name).collect();
        assert_eq!(object.keys().map(String::as_str).collect::<BTreeSet<_>>(), names);
        let bytes = prop::collection::vec(any::<u8>(), 256);
        let values =
            bytes.prop_map(|bytes| T::decode_fixed(Abi::Win64, &bytes).expect("any bytes are a value"));
        let mut runner = TestRunner::new(ProptestConfig::with_cases(32));
        let checked = runner.run(&values, |value| {
            let text = to_string(&value).expect("a value can be written");
            prop_assert_eq!(from_str::<T>(&text).ok(), Some(value), "{}", text);
            Ok(())
        });
        checked.expect("a value survives its text");
    }

    #[test]
    fn every_structure_survives_its_text_in_c_names() {
        every_structure!(text_survives);
    }

    #[test]
    fn a_date_is_its_number_of_days_and_loses_no_bit() {
        for (days, text) in [
            (46_083.333_333_333_336, "\"46083.333333333336\""),
            (-0.0, "\"-0\""),
            (f64::INFINITY, "\"0x7ff0000000000000\""),
            (f64::from_bits(0xFFF8_0000_0000_0007), "\"0xfff8000000000007\""),
        ] {
            let date = OleDate::from_days(days);
            assert_eq!(to_string(&date).ok().as_deref(), Some(text));
            assert_eq!(from_str::<OleDate>(text).ok(), Some(date), "{text}");
        }
        for bad in ["\"\"", "\"0x\"", "\"today\"", "1", "null"] {
            assert!(from_str::<OleDate>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_entry_is_an_object_of_c_names() {
        let entry = LineQueueEntry { queue_id: 1, name_size: 12, name_offset: 36 };
        let text = r#"{"dwQueueID":1,"dwNameSize":12,"dwNameOffset":36}"#;
        assert_eq!(to_string(&entry).ok().as_deref(), Some(text));
        assert!(from_str::<LineQueueEntry>(r#"{"dwQueueID":1,"dwNameSize":12}"#).is_err());
    }
}
