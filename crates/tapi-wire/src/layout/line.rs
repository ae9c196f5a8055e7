//! Structures that other parts of TAPI share.

use crate::consts::{InitializeExOptions, MediaMode};

layout! {
    /// An extension of the interface that a vendor defined.
    LineExtensionId, "LINEEXTENSIONID", Inferred(V1_3), "LINEEXTENSIONID structure";
    "Part 0 of the id; all four are 0 where there is no extension."
    extension_id0: u32, "dwExtensionID0", "id";
    "Part 1 of the id; all four are 0 where there is no extension."
    extension_id1: u32, "dwExtensionID1", "id";
    "Part 2 of the id; all four are 0 where there is no extension."
    extension_id2: u32, "dwExtensionID2", "id";
    "Part 3 of the id; all four are 0 where there is no extension."
    extension_id3: u32, "dwExtensionID3", "id";
}

layout! {
    /// An application that has a line open.
    LineAppInfo, "LINEAPPINFO", Documented(V2_0), "LINEAPPINFO structure";
    "Size of the name of the computer, its terminator included."
    machine_name_size: u32, "dwMachineNameSize", "byte";
    "Where the name of the computer starts in the LINEDEVSTATUS that holds it."
    machine_name_offset: u32, "dwMachineNameOffset", "byte";
    "Size of the name of the user, its terminator included."
    user_name_size: u32, "dwUserNameSize", "byte";
    "Where the name of the user starts in the LINEDEVSTATUS that holds it."
    user_name_offset: u32, "dwUserNameOffset", "byte";
    "Size of the module name that lineHandoff takes, its terminator included."
    module_filename_size: u32, "dwModuleFilenameSize", "byte";
    "Where the module name that lineHandoff takes starts in the LINEDEVSTATUS that holds it."
    module_filename_offset: u32, "dwModuleFilenameOffset", "byte";
    "Size of the name given to lineInitializeEx, its terminator included."
    friendly_name_size: u32, "dwFriendlyNameSize", "byte";
    "Where the name given to lineInitializeEx starts in the LINEDEVSTATUS that holds it."
    friendly_name_offset: u32, "dwFriendlyNameOffset", "byte";
    "Media modes for which the application asked to own calls; none where it did not."
    media_modes: MediaMode, "dwMediaModes", "bits";
    "The address of LINEOPENOPTION_SINGLEADDRESS, otherwise 0xFFFFFFFF."
    address_id: u32, "dwAddressID", "id";
}

layout! {
    /// How an application wants to be told of messages.
    LineInitializeExParams, "LINEINITIALIZEEXPARAMS", Documented(V2_0), "LINEINITIALIZEEXPARAMS structure";
    "Bytes the caller provides for the structure and its variable part; the callee never changes it."
    total_size: u32, "dwTotalSize", "byte";
    "Bytes that everything would take, this fixed part included; may exceed dwTotalSize."
    needed_size: u32, "dwNeededSize", "byte";
    "Bytes filled with meaningful data."
    used_size: u32, "dwUsedSize", "byte";
    "Which way of telling it is, and whether it counts as a call-center application."
    options: InitializeExOptions, "dwOptions", "bits";
    "The event or the completion port; in C a union of the two."
    handles: u64, "Handles", "handle";
    "What the completion port returns with each message."
    completion_key: u32, "dwCompletionKey";
}
