//! What an application asks for when it makes a call or opens a line.

use alloc::vec::Vec;

use super::Structure as _;
use super::filled::ABI;
use super::whole::Whole;
use crate::consts::{AddressMode, ApiVersion, CallParamFlags, MediaMode, ProxyRequestType};
use crate::error::{DecodeError, EncodeError, Reason};
use crate::varpart::{Place, Unverified};

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
    predictive_auto_transfer_states: u32, "dwPredictiveAutoTransferStates", "bits" [of CallState];
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

/// Defines the view from one row per tail, in the order in which the encoder puts them.
macro_rules! call_params {
    ($($meaning:literal $tail:ident $size:ident $offset:ident $c:literal;)*) => {
        /// Parameters of a new call, and of `lineOpen`, with all that they point to.
        ///
        /// C name: `LINECALLPARAMS`; TAPI 1.3. Microsoft page: *LINECALLPARAMS structure*. `dwTotalSize` counts
        /// everything: there is neither a needed nor a used size.
        ///
        /// ```
        /// use tapi_wire::ApiVersion;
        /// use tapi_wire::consts::ProxyRequestType;
        /// use tapi_wire::layout::CallParams;
        ///
        /// let types = [ProxyRequestType::GET_GROUP_LIST, ProxyRequestType::GET_QUEUE_LIST];
        /// let bytes: Vec<u8> = types.iter().flat_map(|one| one.0.to_le_bytes()).collect();
        /// let params = CallParams { dev_specific: &bytes, ..CallParams::default() };
        /// let bytes = params.encode(ApiVersion::V2_2).expect("184 bytes are less than 4 GiB");
        /// let params = CallParams::decode(ApiVersion::V2_2, &bytes).expect("it is canonical");
        /// assert!(params.proxy_request_types().expect("8 bytes are two DWORDs").eq(types));
        /// ```
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct CallParams<'a> {
            /// The fixed part.
            pub fixed: LineCallParams,
            $(#[doc = $meaning] pub $tail: &'a [u8],)*
        }

        impl<'a> CallParams<'a> {
            /// Reads the parameters at the start of `bytes`; nothing is copied.
            ///
            /// `version` may be 3.0 or later and the structure that of TAPI 2.x, which ends before `dwAddressType`
            /// (erratum E16): `dwTotalSize` tells, and a tail that stands where `dwAddressType` would be.
            ///
            /// # Errors
            /// `bytes` is too short for the fixed part or for `dwTotalSize`, `dwTotalSize` for the fixed part, or a
            /// tail leaves it.
            pub fn decode(version: ApiVersion, bytes: &'a [u8]) -> Result<Self, DecodeError> {
                let (mut fixed, total) = Self::older_part(bytes)?;
                let size = LineCallParams::LAYOUT.size_in(ABI, version);
                // Where a tail starts before the newer fixed part would end, there is no newer fixed part.
                let tails = [$((fixed.$size, fixed.$offset)),*];
                let first = tails.iter().filter(|(size, _)| *size > 0).map(|(_, offset)| *offset).min();
                let tail_within = first.is_some_and(|first| usize::try_from(first).is_ok_and(|at| at < size));
                if total.len() >= size && !tail_within {
                    fixed = LineCallParams::decode_fixed_in(ABI, version, total)?;
                }
                $(
                    let place = const { Place::of(LineCallParams::LAYOUT, $c) };
                    let $tail = Unverified { size: fixed.$size, offset: fixed.$offset, place }.verify(total)?;
                )*
                Ok(Self { fixed, $($tail),* })
            }

            /// The bytes as `version` has them: the fixed part, then the tails without gap.
            ///
            /// Sizes and offsets in [`CallParams::fixed`] are replaced. The device-specific data comes first, so that
            /// its `DWORD`s are aligned.
            ///
            /// # Errors
            /// Everything together takes more than 4 GiB.
            pub fn encode(&self, version: ApiVersion) -> Result<Vec<u8>, EncodeError> {
                let mut whole = Whole::new(TOTAL_SIZE);
                whole.reserve(LineCallParams::LAYOUT.size_in(ABI, version))?;
                let mut fixed = self.fixed;
                $((fixed.$size, fixed.$offset) = whole.put(0, self.$tail)?;)*
                fixed.total_size = whole.len();
                whole.write(version, 0, &fixed)?;
                Ok(whole.finish())
            }
        }
    };
}

call_params! {
    "The device-specific data, for lineOpen with PROXY the request types (erratum E05)."
    dev_specific dev_specific_size dev_specific_offset "dwDevSpecificOffset";
    "The originating address, as bytes with the terminator."
    orig_address orig_address_size orig_address_offset "dwOrigAddressOffset";
    "The address to show to people, as bytes with the terminator."
    displayable_address displayable_address_size displayable_address_offset "dwDisplayableAddressOffset";
    "The description of the called party, as bytes with the terminator."
    called_party called_party_size called_party_offset "dwCalledPartyOffset";
    "The comment, as bytes with the terminator."
    comment comment_size comment_offset "dwCommentOffset";
    "The user-to-user information."
    user_user_info user_user_info_size user_user_info_offset "dwUserUserInfoOffset";
    "The high-level compatibility information."
    high_level_comp high_level_comp_size high_level_comp_offset "dwHighLevelCompOffset";
    "The low-level compatibility information."
    low_level_comp low_level_comp_size low_level_comp_offset "dwLowLevelCompOffset";
    "The address to which a predictive call goes, as bytes with the terminator."
    target_address target_address_size target_address_offset "dwTargetAddressOffset";
    "The quality of service to send with."
    sending_flowspec sending_flowspec_size sending_flowspec_offset "dwSendingFlowspecOffset";
    "The quality of service to receive with."
    receiving_flowspec receiving_flowspec_size receiving_flowspec_offset "dwReceivingFlowspecOffset";
    "The device class to which the configuration belongs, as bytes with the terminator."
    device_class device_class_size device_class_offset "dwDeviceClassOffset";
    "The configuration of the device class."
    device_config device_config_size device_config_offset "dwDeviceConfigOffset";
    "The data that travels with the call."
    call_data call_data_size call_data_offset "dwCallDataOffset";
    "The identity of the calling party, as bytes with the terminator."
    calling_party_id calling_party_id_size calling_party_id_offset "dwCallingPartyIDOffset";
}

const TOTAL_SIZE: Place = Place::of(LineCallParams::LAYOUT, "dwTotalSize");

impl<'a> CallParams<'a> {
    /// The fixed part that every version has, and the bytes that `dwTotalSize` counts.
    fn older_part(bytes: &'a [u8]) -> Result<(LineCallParams, &'a [u8]), DecodeError> {
        const VERSION: ApiVersion = ApiVersion::V2_0;
        let fixed = LineCallParams::decode_fixed_in(ABI, VERSION, bytes)?;
        let size = LineCallParams::LAYOUT.size_in(ABI, VERSION);
        Ok((fixed, TOTAL_SIZE.total_part(fixed.total_size, size, bytes)?))
    }

    /// The request types that an agent handler registers with `LINEOPENOPTION_PROXY` (errata E04, E05).
    ///
    /// # Errors
    /// [`Reason::PartOfEntry`]: the device-specific data is no whole number of `DWORD`s.
    pub fn proxy_request_types(
        &self,
    ) -> Result<impl ExactSizeIterator<Item = ProxyRequestType> + Clone + use<'a>, DecodeError> {
        const PLACE: Place = Place::of(LineCallParams::LAYOUT, "dwDevSpecificSize");
        let (numbers, rest) = self.dev_specific.as_chunks();
        if !rest.is_empty() {
            let (entry_size, size) = (size_of::<u32>(), self.dev_specific.len());
            return Err(PLACE.error(Reason::PartOfEntry { entry_size, size }));
        }
        Ok(numbers.iter().map(|&number| ProxyRequestType(u32::from_le_bytes(number))))
    }

    /// The address that `LINEOPENOPTION_SINGLEADDRESS` opens; [`None`] where `dwAddressMode` does not say that the id
    /// names it (erratum E30).
    pub fn single_address(&self) -> Option<u32> {
        (self.fixed.address_mode == AddressMode::ADDRESS_ID).then_some(self.fixed.address_id)
    }
}
