//! What an application asks for when it makes a call or opens a line.

use crate::consts::{AddressMode, CallParamFlags, MediaMode};

layout! {
    /// How digits are dialled.
    LineDialParams, "LINEDIALPARAMS", Inferred(V1_3), "LINEDIALPARAMS structure";
    "Duration of a comma in a dialable address."
    dial_pause: u32, "dwDialPause", "millisecond";
    "Time between two digits."
    dial_speed: u32, "dwDialSpeed", "millisecond";
    "Duration of a digit."
    digit_duration: u32, "dwDigitDuration", "millisecond";
    "The longest wait for a dial tone."
    wait_for_dialtone: u32, "dwWaitForDialtone", "millisecond";
}

layout! {
    /// Parameters of a new call, and of `lineOpen`.
    ///
    /// Erratum E16: the fixed part takes 176 bytes in TAPI 2.x and 180 bytes from 3.0 on. Erratum E05: with
    /// `LINEOPENOPTION_PROXY` the device-specific data is an array of `LINEPROXYREQUEST_` values.
    LineCallParams, "LINECALLPARAMS", Inferred(V1_3), "LINECALLPARAMS structure";
    "Bytes the caller provides for the structure and its variable part."
    total_size: u32, "dwTotalSize", "byte";
    "The kind of channel: LINEBEARERMODE_ bits."
    bearer_mode: u32, "dwBearerMode", "bits";
    "The lowest data rate that is enough; 0 for the default."
    min_rate: u32, "dwMinRate", "bit per second";
    "The highest data rate that is of use."
    max_rate: u32, "dwMaxRate", "bit per second";
    "What the call will carry."
    media_mode: MediaMode, "dwMediaMode", "bits";
    "How the call is to be set up."
    call_param_flags: CallParamFlags, "dwCallParamFlags", "bits";
    "How the originating address is named."
    address_mode: AddressMode, "dwAddressMode", "one-hot";
    "The address where dwAddressMode says that the id names it."
    address_id: u32, "dwAddressID", "id";
    "How digits are dialled."
    dial_params: LineDialParams, "DialParams";
    "Size of the originating address where dwAddressMode says that its text names it."
    orig_address_size: u32, "dwOrigAddressSize", "byte";
    "Where the originating address where dwAddressMode says that its text names it starts in this structure."
    orig_address_offset: u32, "dwOrigAddressOffset", "byte";
    "Size of the address to show to people."
    displayable_address_size: u32, "dwDisplayableAddressSize", "byte";
    "Where the address to show to people starts in this structure."
    displayable_address_offset: u32, "dwDisplayableAddressOffset", "byte";
    "Size of the description of the called party."
    called_party_size: u32, "dwCalledPartySize", "byte";
    "Where the description of the called party starts in this structure."
    called_party_offset: u32, "dwCalledPartyOffset", "byte";
    "Size of the comment."
    comment_size: u32, "dwCommentSize", "byte";
    "Where the comment starts in this structure."
    comment_offset: u32, "dwCommentOffset", "byte";
    "Size of the user-to-user information."
    user_user_info_size: u32, "dwUserUserInfoSize", "byte";
    "Where the user-to-user information starts in this structure."
    user_user_info_offset: u32, "dwUserUserInfoOffset", "byte";
    "Size of the high-level compatibility information."
    high_level_comp_size: u32, "dwHighLevelCompSize", "byte";
    "Where the high-level compatibility information starts in this structure."
    high_level_comp_offset: u32, "dwHighLevelCompOffset", "byte";
    "Size of the low-level compatibility information."
    low_level_comp_size: u32, "dwLowLevelCompSize", "byte";
    "Where the low-level compatibility information starts in this structure."
    low_level_comp_offset: u32, "dwLowLevelCompOffset", "byte";
    "Size of the device-specific data, for lineOpen with PROXY the request types."
    dev_specific_size: u32, "dwDevSpecificSize", "byte";
    "Where the device-specific data, for lineOpen with PROXY the request types starts in this structure."
    dev_specific_offset: u32, "dwDevSpecificOffset", "byte";
    "LINECALLSTATE_ bits: entering one of them starts the predictive transfer."
    predictive_auto_transfer_states: u32, "dwPredictiveAutoTransferStates", "bits";
    "Size of the address to which a predictive call goes."
    target_address_size: u32, "dwTargetAddressSize", "byte";
    "Where the address to which a predictive call goes starts in this structure."
    target_address_offset: u32, "dwTargetAddressOffset", "byte";
    "Size of the quality of service to send with."
    sending_flowspec_size: u32, "dwSendingFlowspecSize", "byte";
    "Where the quality of service to send with starts in this structure."
    sending_flowspec_offset: u32, "dwSendingFlowspecOffset", "byte";
    "Size of the quality of service to receive with."
    receiving_flowspec_size: u32, "dwReceivingFlowspecSize", "byte";
    "Where the quality of service to receive with starts in this structure."
    receiving_flowspec_offset: u32, "dwReceivingFlowspecOffset", "byte";
    "Size of the device class to which dwDeviceConfig belongs."
    device_class_size: u32, "dwDeviceClassSize", "byte";
    "Where the device class to which dwDeviceConfig belongs starts in this structure."
    device_class_offset: u32, "dwDeviceClassOffset", "byte";
    "Size of the configuration of the device class."
    device_config_size: u32, "dwDeviceConfigSize", "byte";
    "Where the configuration of the device class starts in this structure."
    device_config_offset: u32, "dwDeviceConfigOffset", "byte";
    "Size of the data that travels with the call."
    call_data_size: u32, "dwCallDataSize", "byte";
    "Where the data that travels with the call starts in this structure."
    call_data_offset: u32, "dwCallDataOffset", "byte";
    "How long the called party may leave the call unanswered; 0 for no limit."
    no_answer_timeout: u32, "dwNoAnswerTimeout", "second";
    "Size of the identity of the calling party."
    calling_party_id_size: u32, "dwCallingPartyIDSize", "byte";
    "Where the identity of the calling party starts in this structure."
    calling_party_id_offset: u32, "dwCallingPartyIDOffset", "byte";
    "The kind of address."
    address_type: u32, "dwAddressType" [since V3_0];
}
