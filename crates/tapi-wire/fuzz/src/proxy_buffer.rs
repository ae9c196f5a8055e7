//! Buffers that carry everything in one piece: requests to an agent handler, and call parameters.

use std::fmt::{self, Write as _};

use tapi_acd::wire::layout::{CallParams, ProxyBuffer};
use tapi_acd::wire::{ApiVersion, DecodeError};

/// Which buffer, then its bytes.
pub fn proxy_buffer(input: &[u8]) -> bool {
    let Some((kind, bytes)) = input.split_first() else { return false };
    let read = match kind % 3 {
        0 => request(bytes),
        1 => call_params(ApiVersion::V2_2, bytes),
        _ => call_params(ApiVersion::V3_1, bytes),
    };
    match read {
        Ok(()) => true,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            false
        }
    }
}

fn request(bytes: &[u8]) -> Result<(), DecodeError> {
    let request = ProxyBuffer::decode(bytes)?;
    // Debug shows every entry of every list.
    write!(Nowhere, "{request:?}").expect("nowhere has room");
    let mut canonical = request.encode().expect("what was read has room");
    let again = ProxyBuffer::decode(&canonical).expect("a request that was just written");
    assert_eq!(again, request);
    assert_eq!(again.encode().as_ref(), Ok(&canonical));

    let before = canonical.clone();
    let answer = ProxyBuffer::answer_mut(&mut canonical).expect("a request that was just written");
    let size = answer.len();
    answer.fill(0xFF);
    let changed = canonical.iter().zip(&before).filter(|(one, other)| one != other).count();
    assert!(changed <= size && canonical.len() == before.len());
    if let Ok(spoilt) = ProxyBuffer::decode(&canonical) {
        assert_eq!(spoilt.client_user_name, request.client_user_name);
        assert_eq!(spoilt.client_machine_name, request.client_machine_name);
    }
    Ok(())
}

fn call_params(version: ApiVersion, bytes: &[u8]) -> Result<(), DecodeError> {
    let params = CallParams::decode(version, bytes)?;
    let canonical = params.encode(version).expect("what was read has room");
    let again = CallParams::decode(version, &canonical).expect("parameters that were just written");
    assert_eq!(again, CallParams { fixed: again.fixed, ..params });
    assert_eq!(again.encode(version), Ok(canonical.clone()));
    // Without tails every size and offset is 0, so what is left of the fixed parts can be compared.
    let bare = |one: CallParams<'_>| CallParams { fixed: one.fixed, ..CallParams::default() }.encode(version);
    assert_eq!(bare(again), bare(params));
    assert_eq!(again.single_address(), params.single_address());
    let types = params.proxy_request_types()?;
    assert_eq!(types.len() * 4, params.dev_specific.len());
    Ok(())
}

/// Takes any text and keeps none.
struct Nowhere;

impl fmt::Write for Nowhere {
    fn write_str(&mut self, _: &str) -> fmt::Result {
        Ok(())
    }
}
