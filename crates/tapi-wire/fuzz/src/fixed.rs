//! Fixed parts: any bytes are a value, and the value is the same bytes again.

use tapi_acd::wire::layout::*;
use tapi_acd::wire::{Abi, ApiVersion, LineMessage, Structure};

const ABIS: [Abi; 2] = [Abi::Win32, Abi::Win64];
const VERSIONS: [ApiVersion; 3] = [ApiVersion::V2_0, ApiVersion::V2_2, ApiVersion::V3_1];

/// Which structure, which system and version, then its bytes.
pub fn fixed(input: &[u8]) -> bool {
    let Some((&[structure, flavour], bytes)) = input.split_first_chunk() else { return false };
    let [structure, flavour] = [structure, flavour].map(usize::from);
    let (_, survives) = STRUCTURES[structure % STRUCTURES.len()];
    survives(ABIS[flavour % ABIS.len()], VERSIONS[flavour / ABIS.len() % VERSIONS.len()], bytes)
}

type Survives = fn(Abi, ApiVersion, &[u8]) -> bool;

fn survives<T: Structure>(abi: Abi, version: ApiVersion, bytes: &[u8]) -> bool {
    let size = T::LAYOUT.size_in(abi, version);
    let Ok(value) = T::decode_fixed_in(abi, version, bytes) else {
        assert!(bytes.len() < size, "bytes that are enough were refused");
        return false;
    };
    let mut again = vec![0; size];
    assert_eq!(value.encode_fixed_in(abi, version, &mut again), Ok(size));
    assert_eq!(again, bytes[..size]);
    true
}

macro_rules! structures {
    ($($Type:ident)*) => {
        /// Every structure by its C name.
        pub const STRUCTURES: &[(&str, Survives)] = &[$(($Type::LAYOUT.name, survives::<$Type>)),*];
    };
}

structures! {
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
