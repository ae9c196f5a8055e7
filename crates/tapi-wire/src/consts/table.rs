//! The one macro behind every family, and what a row is.

use alloc::string::{String, ToString};
use core::fmt;

use super::ApiVersion;

/// Since which TAPI version a constant exists, and how sure that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// A Microsoft page states the version.
    Documented(ApiVersion),
    /// No page states it; concluded from the value's place in the sequence and from when the feature appeared.
    Inferred(ApiVersion),
    /// The constant is in the headers' metadata only; nothing tells its version.
    Unknown,
}

impl Since {
    /// The version, where one is known.
    pub const fn version(self) -> Option<ApiVersion> {
        match self {
            Since::Documented(v) | Since::Inferred(v) => Some(v),
            Since::Unknown => None,
        }
    }
}

impl fmt::Display for Since {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Since::Documented(v) => write!(f, "{v}"),
            Since::Inferred(v) => write!(f, "{v} (inferred)"),
            Since::Unknown => f.write_str("unknown"),
        }
    }
}

/// One constant: what the documents say about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConstRow {
    /// The C name, as in `tapi.h`.
    pub name: &'static str,
    /// The name of the Rust constant.
    pub rust_name: &'static str,
    /// The value.
    pub value: u32,
    /// The first TAPI version that has it.
    pub since: Since,
    /// What it means, in one line.
    pub meaning: &'static str,
}

/// How the values of a family combine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FamilyKind {
    /// Exactly one value at a time.
    Value,
    /// Any set of bits.
    Flags,
}

/// A constant family: its prefix, its Microsoft page and its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Family {
    /// The common start of the C names, for example `LINEAGENTSTATE_`.
    pub prefix: &'static str,
    /// The name of the Rust type.
    pub rust_name: &'static str,
    /// The title of the Microsoft page that defines the family.
    pub page: &'static str,
    /// How values combine.
    pub kind: FamilyKind,
    /// The rows, in the order of their values.
    pub rows: &'static [ConstRow],
    /// The values of the rows, for tests that need no row.
    pub(crate) values: ValueSet,
}

/// Which values and bits some rows define: numbers below 64 and single bits are found without a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ValueSet {
    /// Bit n stands for the value n.
    small: u64,
    /// The values that are one bit.
    single: u32,
    /// All bits of all values.
    bits: u32,
}

impl ValueSet {
    pub(crate) const fn of(rows: &[ConstRow]) -> Self {
        let mut set = Self { small: 0, single: 0, bits: 0 };
        let mut index = 0;
        while index < rows.len() {
            let value = rows[index].value;
            assert!(index == 0 || rows[index - 1].value < value, "the rows are in the order of their values");
            if value < u64::BITS {
                set.small |= 1 << value;
            }
            if value.is_power_of_two() {
                set.single |= value;
            }
            set.bits |= value;
            index += 1;
        }
        set
    }
}

impl Family {
    /// Whether a row has exactly this value.
    pub fn defines(&self, value: u32) -> bool {
        if value < u64::BITS {
            self.values.small >> value & 1 != 0
        } else if value.is_power_of_two() {
            self.values.single & value != 0
        } else {
            self.row(value).is_some()
        }
    }

    /// The row with exactly this value.
    pub fn row(&self, value: u32) -> Option<&'static ConstRow> {
        if value < u64::BITS {
            // In front of the row are as many as there are smaller values.
            let before = (self.values.small & ((1 << value) - 1)).count_ones() as usize;
            return self.rows.get(before).filter(|row| row.value == value);
        }
        self.rows.iter().find(|row| row.value == value)
    }

    /// The row with this C name.
    pub fn row_named(&self, name: &str) -> Option<&'static ConstRow> {
        self.rows.iter().find(|row| row.name == name)
    }

    /// All bits that some row defines.
    pub const fn defined_bits(&self) -> u32 {
        self.values.bits
    }

    /// Writes `value` in C names: one name, or names joined by ` | ` for flags; what has no name stays a hex number.
    pub fn write(&self, value: u32, f: &mut dyn fmt::Write) -> fmt::Result {
        match self.kind {
            FamilyKind::Value => match self.row(value) {
                Some(row) => f.write_str(row.name),
                None => write!(f, "{value:#x}"),
            },
            FamilyKind::Flags => self.write_bits(value, f),
        }
    }

    /// Writes `value` as a set of bits, for a field that allows several values where others take one.
    pub fn write_bits(&self, value: u32, f: &mut dyn fmt::Write) -> fmt::Result {
        let mut rest = value;
        let mut separator = "";
        let present = |row: &&ConstRow| row.value != 0 && value & row.value == row.value;
        // USECOMPLETIONPORT is 3; beside it the names of its two bits would say something else.
        let covered = |row: &ConstRow| {
            let mut wider = self.rows.iter().filter(present);
            wider.any(|other| other.value != row.value && other.value & row.value == row.value)
        };
        for row in self.rows.iter().filter(present).filter(|row| !covered(row)) {
            write!(f, "{separator}{}", row.name)?;
            separator = " | ";
            rest &= !row.value;
        }
        if rest != 0 || value == 0 {
            write!(f, "{separator}{rest:#x}")?;
        }
        Ok(())
    }

    /// Reads what [`Family::write`] wrote; decimal and hex numbers are accepted too.
    ///
    /// # Errors
    /// The part of the text that is neither a number nor a name of this family.
    pub fn parse(&self, text: &str) -> Result<u32, ParseConstError> {
        let most = match self.kind {
            FamilyKind::Value => 1,
            FamilyKind::Flags => usize::MAX,
        };
        text.splitn(most, '|').map(str::trim).try_fold(0, |bits, part| Ok(bits | self.parse_one(part)?))
    }

    fn parse_one(&self, part: &str) -> Result<u32, ParseConstError> {
        let number = match part.strip_prefix("0x").or_else(|| part.strip_prefix("0X")) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => part.parse().ok(),
        };
        self.row_named(part)
            .map(|row| row.value)
            .or(number)
            .ok_or_else(|| ParseConstError { prefix: self.prefix, text: part.to_string() })
    }
}

/// A text that names no constant of the family.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is neither a {prefix} constant nor a number")]
pub struct ParseConstError {
    /// The family that was expected.
    pub prefix: &'static str,
    /// What was found.
    pub text: String,
}

/// What every family type has: its table and its number.
pub trait Constants: Copy + Sized {
    /// The table.
    const FAMILY: Family;
    /// The value with this number; unknown numbers and bits are kept.
    fn from_u32(value: u32) -> Self;
    /// The number.
    fn to_u32(self) -> u32;
}

/// Defines constant families: type, constants, table, text and serde, from one row per constant.
///
/// `family! { /// what it is  value|flags Type: u32, "PREFIX_", "page"; "meaning" RUST = 0x1, "C_NAME", since; … }`
macro_rules! family {
    ($(#[$doc:meta])* value $Type:ident, $prefix:literal, $page:literal;
     $($meaning:literal $NAME:ident = $value:literal, $c:tt, $since:ident($($version:ident)?);)*) => {
        $(#[$doc])*
        #[doc = ""]
        #[doc = concat!("C family: `", $prefix, "`; one value at a time. Microsoft page: *", $page, "*.")]
        #[doc(alias = $prefix)]
        #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(transparent)]
        pub struct $Type(pub u32);

        impl $Type {
            $(
                #[doc = $meaning]
                #[doc = ""]
                #[doc = concat!("C name: `", $c, "`, TAPI: ", stringify!($since $($version)?), ".")]
                #[doc(alias = $c)]
                pub const $NAME: Self = Self($value);
            )*

            /// Whether the documents define this value.
            #[allow(clippy::manual_range_patterns, reason = "one pattern for each row")]
            pub const fn is_defined(self) -> bool {
                matches!(self.0, $($value)|*)
            }
        }

        impl $crate::consts::Constants for $Type {
            const FAMILY: $crate::consts::Family = family!(@family $Type, Value, $prefix, $page;
                $($meaning $NAME = $value, $c, $since($($version)?);)*);
            fn from_u32(value: u32) -> Self {
                Self(value)
            }
            fn to_u32(self) -> u32 {
                self.0
            }
        }
        family!(@text $Type);
    };
    ($(#[$doc:meta])* flags $Type:ident, $prefix:literal, $page:literal;
     $($meaning:literal $NAME:ident = $value:literal, $c:tt, $since:ident($($version:ident)?);)*) => {
        bitflags::bitflags! {
            $(#[$doc])*
            #[doc = ""]
            #[doc = concat!("C family: `", $prefix, "`; a set of bits. Microsoft page: *", $page, "*.")]
            #[doc(alias = $prefix)]
            #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $Type: u32 {
                $(
                    #[doc = $meaning]
                    #[doc = ""]
                    #[doc = concat!("C name: `", $c, "`, TAPI: ", stringify!($since $($version)?), ".")]
                    #[doc(alias = $c)]
                    const $NAME = $value;
                )*
                // Unknown bits survive every operation.
                const _ = !0;
            }
        }

        impl $Type {
            /// Whether every bit is one that the documents define.
            pub const fn is_defined(self) -> bool {
                Self::from_bits_retain($($value)|*).contains(self)
            }
        }

        impl $crate::consts::Constants for $Type {
            const FAMILY: $crate::consts::Family = family!(@family $Type, Flags, $prefix, $page;
                $($meaning $NAME = $value, $c, $since($($version)?);)*);
            fn from_u32(value: u32) -> Self {
                Self::from_bits_retain(value)
            }
            fn to_u32(self) -> u32 {
                self.bits()
            }
        }
        family!(@text $Type);
    };
    (@family $Type:ident, $kind:ident, $prefix:literal, $page:literal;
     $($meaning:literal $NAME:ident = $value:literal, $c:tt, $since:ident($($version:ident)?);)*) => {
        {
            const ROWS: &[$crate::consts::ConstRow] = &[$($crate::consts::ConstRow {
                name: $c,
                rust_name: stringify!($NAME),
                value: $value,
                since: $crate::consts::Since::$since$(($crate::consts::ApiVersion::$version))?,
                meaning: $meaning,
            },)*];
            $crate::consts::Family {
                prefix: $prefix,
                rust_name: stringify!($Type),
                page: $page,
                kind: $crate::consts::FamilyKind::$kind,
                rows: ROWS,
                values: $crate::consts::table::ValueSet::of(ROWS),
            }
        }
    };
    (@text $Type:ident) => {
        impl core::fmt::Display for $Type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                use $crate::consts::Constants as _;
                Self::FAMILY.write(self.to_u32(), f)
            }
        }

        impl core::fmt::Debug for $Type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                core::fmt::Display::fmt(self, f)
            }
        }

        impl core::str::FromStr for $Type {
            type Err = $crate::consts::ParseConstError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                use $crate::consts::Constants as _;
                Self::FAMILY.parse(text).map(Self::from_u32)
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $Type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $Type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any($crate::consts::table::ConstVisitor(core::marker::PhantomData))
            }
        }
    };
}

/// Reads a constant from its C name or its number.
#[cfg(feature = "serde")]
pub(crate) struct ConstVisitor<T>(pub(crate) core::marker::PhantomData<T>);

#[cfg(feature = "serde")]
impl<T: Constants> serde::de::Visitor<'_> for ConstVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a {} constant or its number", T::FAMILY.prefix)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        T::FAMILY.parse(text).map(T::from_u32).map_err(E::custom)
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<T, E> {
        u32::try_from(number)
            .map(T::from_u32)
            .map_err(|_| E::invalid_value(serde::de::Unexpected::Unsigned(number), &self))
    }
}
