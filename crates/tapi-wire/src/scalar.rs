//! Scalars that are more than a number.

use alloc::string::String;
use core::fmt;
use core::str::FromStr;

/// A globally unique identifier in its memory order: three little-endian numbers, then eight bytes.
///
/// C type: `GUID`, 16 bytes. Text form: `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`.
#[doc(alias = "GUID")]
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Guid(pub [u8; 16]);

/// Where the text form's byte pairs stand in memory.
const TEXT_ORDER: [usize; 16] = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
/// A hyphen stands before these byte pairs.
const HYPHEN_BEFORE: [usize; 4] = [4, 6, 8, 10];

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (pair, at) in TEXT_ORDER.into_iter().enumerate() {
            if HYPHEN_BEFORE.contains(&pair) {
                f.write_str("-")?;
            }
            write!(f, "{:02x}", self.0[at])?;
        }
        Ok(())
    }
}

impl fmt::Debug for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text that is no GUID.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a GUID; expected xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx in hexadecimal digits")]
pub struct ParseGuidError(pub String);

impl FromStr for Guid {
    type Err = ParseGuidError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text).ok_or_else(|| ParseGuidError(text.into()))
    }
}

impl Guid {
    fn parse(text: &str) -> Option<Self> {
        let mut digits = text.bytes();
        let mut guid = [0; 16];
        for (pair, at) in TEXT_ORDER.into_iter().enumerate() {
            if HYPHEN_BEFORE.contains(&pair) && digits.next()? != b'-' {
                return None;
            }
            guid[at] = hex(digits.next()?)? << 4 | hex(digits.next()?)?;
        }
        digits.next().is_none().then_some(Self(guid))
    }
}

fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Guid {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Guid {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = alloc::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;
    use std::string::ToString;

    #[test]
    fn text_and_memory_order_differ_in_the_first_three_groups() {
        let guid: Guid = "00112233-4455-6677-8899-aabbccddeeff".parse().unwrap();
        let memory =
            [0x33, 0x22, 0x11, 0x00, 0x55, 0x44, 0x77, 0x66, 0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF];
        assert_eq!(guid.0, memory);
        assert_eq!(guid.to_string(), "00112233-4455-6677-8899-aabbccddeeff");
    }

    #[test]
    fn anything_else_is_no_guid() {
        for text in ["", "0", "00112233445566778899aabbccddeeff", "00112233-4455-6677-8899-aabbccddeefg"] {
            assert!(text.parse::<Guid>().is_err(), "{text}");
        }
        assert!("00112233-4455-6677-8899-aabbccddeeff0".parse::<Guid>().is_err());
    }
}
