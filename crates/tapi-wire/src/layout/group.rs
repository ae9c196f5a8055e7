//! ACD groups.

use crate::scalar::Guid;

layout! {
    /// An ACD group.
    ///
    /// In C the id is a structure of four `DWORD`s; its 16 bytes are those of the `GUID` that other structures have.
    LineAgentGroupEntry, "LINEAGENTGROUPENTRY", Documented(V2_0), "LINEAGENTGROUPENTRY structure";
    "The group."
    group_id: Guid, "GroupID", "id";
    "Size of the name of the group, its terminator included."
    name_size: u32, "dwNameSize", "byte";
    "Where the name of the group starts in the structure that holds the array."
    name_offset: u32, "dwNameOffset", "byte";
}

layout! {
    /// A list of ACD groups.
    LineAgentGroupList, "LINEAGENTGROUPLIST", Documented(V2_0), "LINEAGENTGROUPLIST structure";
    "Bytes the caller provides for the structure and its variable part; the callee never changes it."
    total_size: u32, "dwTotalSize", "byte";
    "Bytes that everything would take, this fixed part included; may exceed dwTotalSize."
    needed_size: u32, "dwNeededSize", "byte";
    "Bytes filled with meaningful data."
    used_size: u32, "dwUsedSize", "byte";
    "Number of LINEAGENTGROUPENTRY elements."
    num_entries: u32, "dwNumEntries", "count";
    "Bytes of the array: the number of elements times the size of one."
    list_size: u32, "dwListSize", "byte";
    "Where the array of groups starts in this structure; 0 where it is empty."
    list_offset: u32, "dwListOffset", "byte";
}
