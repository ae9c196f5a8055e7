//! `LINEMESSAGE`: the record in which an application receives every message.

use crate::consts::MessageId;
use crate::error::{DecodeError, EncodeError};
use crate::layout::Structure;

/// The width of a pointer on the Windows that made or reads the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Abi {
    /// 32-bit Windows: `DWORD_PTR` has 4 bytes.
    Win32,
    /// 64-bit Windows: `DWORD_PTR` has 8 bytes.
    Win64,
}

impl Abi {
    /// Bytes of a `DWORD_PTR`.
    pub const fn pointer_size(self) -> usize {
        match self {
            Abi::Win32 => 4,
            Abi::Win64 => 8,
        }
    }
}

layout! {
    /// A telephony message as raw numbers, exactly as it stands in memory.
    ///
    /// 24 bytes on 32-bit Windows, 40 bytes on 64-bit Windows. Erratum E23: the callback instance is the value given
    /// to `lineOpen`, and it is pointer sized.
    LineMessage, "LINEMESSAGE", Documented(V2_0), "LINEMESSAGE structure";
    "A line or call handle, depending on the message."
    device: u32, "hDevice", "handle";
    "Which message this is."
    message_id: MessageId, "dwMessageID";
    "The value the application gave to lineOpen."
    callback_instance: u64, "dwCallbackInstance";
    "Depends on the message."
    param1: u64, "dwParam1";
    "Depends on the message."
    param2: u64, "dwParam2";
    "Depends on the message."
    param3: u64, "dwParam3";
}

impl LineMessage {
    /// Bytes of the structure under `abi`.
    pub const fn size(abi: Abi) -> usize {
        Self::LAYOUT.size(abi)
    }

    /// The three parameters, from `dwParam1` on.
    pub const fn params(&self) -> [u64; 3] {
        [self.param1, self.param2, self.param3]
    }

    /// Writes the structure to the start of `out` and returns the number of bytes written.
    ///
    /// # Errors
    /// A field that does not fit into 32 bits when `abi` is [`Abi::Win32`], or `out` is shorter than
    /// [`LineMessage::size`].
    pub fn encode(&self, abi: Abi, out: &mut [u8]) -> Result<usize, EncodeError> {
        self.encode_fixed(abi, out)
    }

    /// Reads the structure from the start of `bytes`; what follows it is left alone.
    ///
    /// # Errors
    /// The first field that `bytes` is too short for.
    #[inline]
    pub fn decode(abi: Abi, bytes: &[u8]) -> Result<Self, DecodeError> {
        Self::decode_fixed(abi, bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Reason;

    const MESSAGE: LineMessage = LineMessage {
        device: 0x0001_02A3,
        message_id: MessageId::AGENT_STATUS_EX,
        callback_instance: 0x1122_3344,
        param1: 7,
        param2: 2,
        param3: 4,
    };

    #[test]
    fn sizes_are_those_of_the_page() {
        assert_eq!(LineMessage::size(Abi::Win32), 24);
        assert_eq!(LineMessage::size(Abi::Win64), 40);
    }

    #[test]
    fn bytes_are_little_endian_in_header_order() {
        let mut bytes = [0xEE; 24];
        assert_eq!(MESSAGE.encode(Abi::Win32, &mut bytes), Ok(24));
        let expected = [
            0xA3, 0x02, 0x01, 0x00, 0x1D, 0, 0, 0, 0x44, 0x33, 0x22, 0x11, 7, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0,
        ];
        assert_eq!(bytes, expected);
        assert_eq!(LineMessage::decode(Abi::Win32, &bytes), Ok(MESSAGE));
    }

    #[test]
    fn truncation_at_every_length_names_the_field() {
        let mut bytes = [0; 40];
        MESSAGE.encode(Abi::Win64, &mut bytes).unwrap();
        for length in 0..40 {
            let error = LineMessage::decode(Abi::Win64, &bytes[..length]).unwrap_err();
            let Reason::Truncated { needed, available } = error.reason else { panic!("{error}") };
            assert!(error.offset <= length && length < needed && available == length, "{error}");
        }
        assert_eq!(LineMessage::decode(Abi::Win64, &bytes), Ok(MESSAGE));
    }

    #[test]
    fn a_wide_value_does_not_fit_32_bit_windows() {
        let wide = LineMessage { param1: 1 << 32, ..MESSAGE };
        let error = wide.encode(Abi::Win32, &mut [0; 24]).unwrap_err();
        let expected =
            EncodeError::TooWide { structure: "LINEMESSAGE", field: "dwParam1", value: 1 << 32, bits: 32 };
        assert_eq!(error, expected);
        assert_eq!(error.to_string(), "LINEMESSAGE.dwParam1: 0x100000000 does not fit into 32 bits");
    }

    extern crate std;
    use std::string::ToString;
}
