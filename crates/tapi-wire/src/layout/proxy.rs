//! Requests to an agent handler: the header, which starts every one, and the request types served on a line.

use super::Structure as _;
use super::proxy_arms::PROXY_ARMS;
use crate::consts::{ApiVersion, ProxyRequestType};
use crate::message::Abi;

layout! {
    /// The start of a request to an agent handler; an arm follows, chosen by the request type.
    ///
    /// In C the arms are a union, so the structure always takes at least [`LineProxyRequest::SIZE`] bytes.
    LineProxyRequest, "LINEPROXYREQUEST", Documented(V2_0), "LINEPROXYREQUEST structure";
    "Bytes of the whole buffer: this header, the arm and all variable data."
    size: u32, "dwSize", "byte";
    "Size of the name of the client's computer, its terminator included."
    client_machine_name_size: u32, "dwClientMachineNameSize", "byte";
    "Where the name of the client's computer starts in this structure."
    client_machine_name_offset: u32, "dwClientMachineNameOffset", "byte";
    "Size of the name of the client's user, its terminator included."
    client_user_name_size: u32, "dwClientUserNameSize", "byte";
    "Where the name of the client's user starts in this structure."
    client_user_name_offset: u32, "dwClientUserNameOffset", "byte";
    "The highest TAPI version that the client knows; the handler must not return anything newer."
    client_app_api_version: ApiVersion, "dwClientAppAPIVersion", "version word";
    "What is asked for; it chooses the arm."
    request_type: ProxyRequestType, "dwRequestType";
}

layout! {
    /// The request types that agent handlers serve on a line.
    ///
    /// The elements are `DWORD`s with `LINEPROXYREQUEST_` values.
    LineProxyRequestList, "LINEPROXYREQUESTLIST", Documented(V2_2), "LINEPROXYREQUESTLIST structure";
    "Bytes the caller provides for the structure and its variable part; the callee never changes it."
    total_size: u32, "dwTotalSize", "byte";
    "Bytes that everything would take, this fixed part included; may exceed dwTotalSize."
    needed_size: u32, "dwNeededSize", "byte";
    "Bytes filled with meaningful data."
    used_size: u32, "dwUsedSize", "byte";
    "Number of DWORD elements."
    num_entries: u32, "dwNumEntries", "count";
    "Bytes of the array: the number of elements times the size of one."
    list_size: u32, "dwListSize", "byte";
    "Where the array of request types starts in this structure; 0 where it is empty."
    list_offset: u32, "dwListOffset", "byte";
}

impl LineProxyRequest {
    /// Where every arm starts.
    pub const ARM_OFFSET: usize = Self::LAYOUT.size(Abi::Win64);

    /// Bytes of the structure with the largest arm, as C counts it.
    pub const SIZE: usize = Self::ARM_OFFSET + largest_arm();
}

const fn largest_arm() -> usize {
    let mut largest = 0;
    let mut index = 0;
    while index < PROXY_ARMS.len() {
        let size = PROXY_ARMS[index].layout.size(Abi::Win64);
        if size > largest {
            largest = size;
        }
        index += 1;
    }
    largest
}
