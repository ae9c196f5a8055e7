//! `LINECALLPARAMS` with what it points to.

use proptest::prelude::*;
use tapi_wire::consts::{AddressMode, ProxyRequestType};
use tapi_wire::layout::{CallParams, LineCallParams};
use tapi_wire::{Abi, ApiVersion, DecodeError, Reason, Structure as _};

use crate::damage::damage;
use crate::lists::{UNTOUCHED, name};

fn version() -> impl Strategy<Value = ApiVersion> {
    prop_oneof![
        Just(ApiVersion::V2_0),
        Just(ApiVersion::V2_2),
        Just(ApiVersion::V3_0),
        Just(ApiVersion::V3_1)
    ]
}

/// A fixed part of any numbers.
fn fixed() -> impl Strategy<Value = LineCallParams> {
    let bytes = prop::collection::vec(any::<u8>(), 180);
    bytes.prop_map(|bytes| LineCallParams::decode_fixed(Abi::Win32, &bytes).expect("any bytes are a value"))
}

fn all(fixed: LineCallParams, tails: &[Vec<u8>; 15]) -> CallParams<'_> {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o] = tails.each_ref().map(Vec::as_slice);
    CallParams {
        fixed,
        dev_specific: a,
        orig_address: b,
        displayable_address: c,
        called_party: d,
        comment: e,
        user_user_info: f,
        high_level_comp: g,
        low_level_comp: h,
        target_address: i,
        sending_flowspec: j,
        receiving_flowspec: k,
        device_class: l,
        device_config: m,
        call_data: n,
        calling_party_id: o,
    }
}

/// Bytes that are read have canonical bytes that say the same.
fn is_refused_or_survives(version: ApiVersion, bytes: &[u8]) -> Result<(), TestCaseError> {
    let Ok(params) = CallParams::decode(version, bytes) else { return Ok(()) };
    let canonical = params.encode(version).expect("what was read has room");
    let again = CallParams::decode(version, &canonical).expect("it is canonical");
    // Where the tails stand is another matter.
    prop_assert_eq!(CallParams { fixed: again.fixed, ..params }, again);
    prop_assert_eq!(again.encode(version), Ok(canonical.clone()));
    let _ = params.proxy_request_types().map(Iterator::count);
    Ok(())
}

proptest! {
    #[test]
    fn parameters_survive_their_bytes(
        version in version(),
        fixed in fixed(),
        tails in prop::array::uniform15(name()),
    ) {
        let params = all(fixed, &tails);
        let bytes = params.encode(version).unwrap();
        let decoded = CallParams::decode(version, &bytes).unwrap();
        prop_assert_eq!(decoded.fixed.total_size as usize, bytes.len());
        prop_assert_eq!(all(decoded.fixed, &tails), decoded);
        prop_assert_eq!(&decoded.encode(version).unwrap(), &bytes);
        for length in 0..bytes.len() {
            prop_assert!(CallParams::decode(version, &bytes[..length]).is_err());
        }
        let followed = [bytes.as_slice(), &[UNTOUCHED; 5]].concat();
        prop_assert_eq!(CallParams::decode(version, &followed), Ok(decoded));
    }

    #[test]
    fn damage_is_refused_or_survives(
        version in version(),
        tails in prop::array::uniform15(name()),
        damage in damage(),
    ) {
        let mut bytes = all(LineCallParams::default(), &tails).encode(version).unwrap();
        damage.apply(&mut bytes);
        is_refused_or_survives(version, &bytes)?;
    }

    #[test]
    fn any_bytes_are_refused_or_survive(
        version in version(),
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        sizes in damage(),
    ) {
        let mut bytes = bytes;
        sizes.apply_to_header(&mut bytes);
        is_refused_or_survives(version, &bytes)?;
    }

    #[test]
    fn a_total_size_is_accepted_from_176_to_the_end(
        version in version(),
        total in prop_oneof![0..200_u32, any::<u32>()],
    ) {
        let mut bytes = [0; 190];
        bytes[..4].copy_from_slice(&total.to_le_bytes());
        let reason = match total {
            0..176 => Some(Reason::TotalBelowFixed { total, fixed: 176 }),
            176..=190 => None,
            _ => Some(Reason::TotalBeyondBytes { total, available: 190 }),
        };
        let error = reason.map(|reason| DecodeError {
            structure: "LINECALLPARAMS",
            field: "dwTotalSize",
            offset: 0,
            reason,
        });
        prop_assert_eq!(CallParams::decode(version, &bytes).err(), error);
    }

    #[test]
    fn a_tail_is_accepted_exactly_within_the_total_size(
        size in prop_oneof![0..200_u32, any::<u32>()],
        offset in prop_oneof![0..200_u32, any::<u32>()],
    ) {
        let fixed = LineCallParams {
            total_size: 184,
            calling_party_id_size: size,
            calling_party_id_offset: offset,
            ..Default::default()
        };
        let mut bytes = [0; 200];
        fixed.encode_fixed_in(Abi::Win32, ApiVersion::V2_2, &mut bytes).unwrap();
        let inside = size == 0 || u64::from(size) + u64::from(offset) <= 184;
        let error = DecodeError {
            structure: "LINECALLPARAMS",
            field: "dwCallingPartyIDOffset",
            offset: 172,
            reason: Reason::TailOutside { offset, size, used: 184 },
        };
        let decoded = CallParams::decode(ApiVersion::V2_2, &bytes);
        prop_assert_eq!(decoded.err(), (!inside).then_some(error));
    }
}

/// Erratum E16: an application of TAPI 3 may have been built with the structure of TAPI 2.
#[test]
fn the_total_size_tells_whether_there_is_an_address_type() {
    for (version, length, address_type) in [
        (ApiVersion::V2_2, 180, 0),
        (ApiVersion::V3_0, 176, 0),
        (ApiVersion::V3_0, 179, 0),
        (ApiVersion::V3_0, 180, 9),
        (ApiVersion::V3_1, 180, 9),
    ] {
        let fixed = LineCallParams { total_size: length, address_type: 9, ..Default::default() };
        let mut bytes = [0; 180];
        fixed.encode_fixed(Abi::Win32, &mut bytes).unwrap();
        let params = CallParams::decode(version, &bytes[..length as usize]).unwrap();
        assert_eq!(params.fixed.address_type, address_type, "{version}, {length} bytes");
    }
    let lengths = [ApiVersion::V2_2, ApiVersion::V3_0].map(|version| CallParams::default().encode(version));
    assert_eq!(lengths.map(|bytes| bytes.unwrap().len()), [176, 180]);
}

/// What a handler passes to `lineOpen` with PROXY (errata E04, E05), byte by byte where it matters.
#[test]
fn request_types_are_an_array_of_dwords() {
    let types = [ProxyRequestType::CREATE_AGENT, ProxyRequestType::GET_QUEUE_INFO, ProxyRequestType(77)];
    let array: Vec<u8> = [9_u32, 18, 77].iter().flat_map(|number| number.to_le_bytes()).collect();
    let params = CallParams { dev_specific: &array, comment: b"\0", ..Default::default() };
    let bytes = params.encode(ApiVersion::V2_2).unwrap();
    assert_eq!(bytes[104..112], [12, 0, 0, 0, 176, 0, 0, 0]);
    assert_eq!(bytes[176..], [array.as_slice(), b"\0"].concat());
    let params = CallParams::decode(ApiVersion::V2_2, &bytes).unwrap();
    assert!(params.proxy_request_types().unwrap().eq(types));
    assert_eq!(CallParams::default().proxy_request_types().unwrap().len(), 0);
    let odd = CallParams { dev_specific: &array[..10], ..Default::default() };
    let error = odd.proxy_request_types().map(Iterator::count).unwrap_err();
    let text =
        "LINECALLPARAMS.dwDevSpecificSize at byte 104: 10 bytes are no whole number of entries of 4 bytes";
    assert_eq!(error.to_string(), text);
}

/// Erratum E30: only the id of an address opens it alone.
#[test]
fn a_single_address_is_named_by_its_id() {
    let single = |address_mode| {
        let fixed = LineCallParams { address_mode, address_id: 3, ..Default::default() };
        CallParams { fixed, ..Default::default() }.single_address()
    };
    assert_eq!(single(AddressMode::ADDRESS_ID), Some(3));
    assert_eq!(single(AddressMode::DIALABLE_ADDR), None);
    assert_eq!(single(AddressMode(0)), None);
}
