//! Bytes whose meaning the model does not know.

use alloc::vec::Vec;
use core::fmt;

/// Bytes that go through as they are; text shows them in hexadecimal.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Block(pub Vec<u8>);

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Block({self})")
    }
}

#[cfg(feature = "serde")]
mod text {
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;

    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Block;

    impl Serialize for Block {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_str(self)
        }
    }

    impl<'de> Deserialize<'de> for Block {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let text = String::deserialize(deserializer)?;
            let digits: Option<Vec<u8>> = text.chars().map(digit).collect();
            let pairs = digits.filter(|digits| digits.len().is_multiple_of(2)).ok_or_else(|| {
                D::Error::custom(format!("expected pairs of hexadecimal digits, found {text:?}"))
            })?;
            Ok(Self(pairs.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect()))
        }
    }

    fn digit(character: char) -> Option<u8> {
        character.to_digit(16).and_then(|digit| u8::try_from(digit).ok())
    }
}
