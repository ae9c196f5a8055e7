//! The one macro behind every structure, and what a row is.

use crate::consts::{ApiVersion, Constants, Family, FamilyKind, Since};
use crate::error::{DecodeError, EncodeError, Reason};
use crate::message::Abi;
use crate::scalar::{Currency, Guid, OleDate};

/// A number of bytes on 32-bit and on 64-bit Windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bytes {
    pub(crate) win32: usize,
    pub(crate) win64: usize,
}

impl Bytes {
    pub(crate) const fn both(bytes: usize) -> Self {
        Self { win32: bytes, win64: bytes }
    }

    const fn plus(self, other: Self) -> Self {
        Self { win32: self.win32 + other.win32, win64: self.win64 + other.win64 }
    }

    const fn of(self, abi: Abi) -> usize {
        match abi {
            Abi::Win32 => self.win32,
            Abi::Win64 => self.win64,
        }
    }
}

/// What the bytes of a field are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A `DWORD`.
    Number,
    /// A `DWORD_PTR`: as wide as a pointer.
    PointerSized,
    /// A TAPI version in a `DWORD`.
    Version,
    /// Bytes without a meaning of their own.
    Bytes,
    /// A `GUID`, or the four `DWORD`s of an ACD group's id.
    Guid,
    /// A `CURRENCY`: ten-thousandths in 64 bits.
    Currency,
    /// A `DATE`: days as a `double`.
    Date,
    /// Another structure.
    Structure(&'static Layout),
}

/// One field of a structure: what the header and the documents say about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldRow {
    /// The C name.
    pub name: &'static str,
    /// The name of the Rust field.
    pub rust_name: &'static str,
    /// What it means, in one line.
    pub meaning: &'static str,
    /// What its number counts, where it counts something.
    pub unit: Option<&'static str>,
    /// What its bytes are.
    pub kind: FieldKind,
    /// The constants that its number is made of: one of them, or any set of their bits where the unit is `bits`.
    pub family: Option<&'static Family>,
    /// The TAPI version that added the field to a structure older than it.
    pub since: Option<ApiVersion>,
    pub(crate) size: Bytes,
    pub(crate) offset: Bytes,
}

impl FieldRow {
    /// The byte of the structure where the field starts.
    pub const fn offset(&self, abi: Abi) -> usize {
        self.offset.of(abi)
    }

    /// Bytes of the field.
    pub const fn size(&self, abi: Abi) -> usize {
        self.size.of(abi)
    }

    /// Whether its number is any set of its family's bits, not one of its constants.
    pub fn is_set(&self) -> bool {
        let of_flags = |family: &Family| family.kind == FamilyKind::Flags || self.unit == Some("bits");
        self.family.is_some_and(of_flags)
    }

    /// Whether a structure of this version has the field.
    pub const fn exists_in(&self, version: ApiVersion) -> bool {
        match self.since {
            Some(since) => since.0 <= version.0,
            None => true,
        }
    }
}

/// The fixed part of a structure: its name, its Microsoft page and its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The C name; for an arm of a union the name of the structure, a point and the name of the arm.
    pub name: &'static str,
    /// The name of the Rust type.
    pub rust_name: &'static str,
    /// The first TAPI version that has it.
    pub since: Since,
    /// The title of the Microsoft page that defines it.
    pub page: &'static str,
    /// The fields, in header order.
    pub fields: &'static [FieldRow],
}

impl Layout {
    /// Bytes of the fixed part, with every field that any version has.
    pub const fn size(&self, abi: Abi) -> usize {
        self.size_in(abi, ApiVersion::V3_1)
    }

    /// Bytes of the fixed part where `version` was negotiated: fields that came later are not there.
    pub const fn size_in(&self, abi: Abi, version: ApiVersion) -> usize {
        let mut size = 0;
        let mut index = 0;
        while index < self.fields.len() {
            if self.fields[index].exists_in(version) {
                size += self.fields[index].size(abi);
            }
            index += 1;
        }
        size
    }

    /// The row whose C name is `stem` and `suffix` together.
    ///
    /// # Panics
    /// When there is none; in a constant that is an error of the compiler.
    pub(crate) const fn row(&'static self, stem: &str, suffix: &str) -> &'static FieldRow {
        let mut index = 0;
        while index < self.fields.len() {
            let row = &self.fields[index];
            if is_concat(row.name, stem, suffix) {
                return row;
            }
            index += 1;
        }
        panic!("the structure has no field of this name")
    }

    /// The row with this C name.
    pub fn field(&self, name: &str) -> Option<&'static FieldRow> {
        self.fields.iter().find(|row| row.name == name)
    }
}

/// Whether `text` is `stem` and `suffix` together; `==` does not exist in constants.
const fn is_concat(text: &str, stem: &str, suffix: &str) -> bool {
    let (text, stem, suffix) = (text.as_bytes(), stem.as_bytes(), suffix.as_bytes());
    let mut index = 0;
    while index < text.len() && index < stem.len() + suffix.len() {
        let expected = if index < stem.len() { stem[index] } else { suffix[index - stem.len()] };
        if text[index] != expected {
            return false;
        }
        index += 1;
    }
    text.len() == stem.len() + suffix.len()
}

/// Gives every row its offset: all structures are packed, so a field starts where the one before it ends.
pub(crate) const fn place<const N: usize>(mut rows: [FieldRow; N]) -> [FieldRow; N] {
    let mut offset = Bytes::both(0);
    let mut index = 0;
    while index < N {
        rows[index].offset = offset;
        offset = offset.plus(rows[index].size);
        index += 1;
    }
    rows
}

/// The size of rows that [`place`] has put in order.
pub(crate) const fn total(rows: &[FieldRow]) -> Bytes {
    match rows {
        [.., last] => last.offset.plus(last.size),
        [] => Bytes::both(0),
    }
}

/// The fixed part of a TAPI structure as a Rust value.
///
/// All numbers are little-endian, and nothing is aligned. What a field's number means is not checked here: every
/// bit pattern is a value, and it becomes the same bytes again.
pub trait Structure: Copy + Default {
    /// The table.
    const LAYOUT: &'static Layout;

    /// Reads the fixed part as `version` has it from the start of `bytes`; what follows is left alone.
    ///
    /// A field that `version` does not have yet is 0.
    ///
    /// # Errors
    /// The first field that `bytes` is too short for.
    fn decode_fixed_in(abi: Abi, version: ApiVersion, bytes: &[u8]) -> Result<Self, DecodeError>;

    /// Writes the fixed part as `version` has it to the start of `out` and returns the number of bytes written.
    ///
    /// # Errors
    /// `out` is shorter than the fixed part, or a pointer-sized field does not fit into 32 bits when `abi` is
    /// [`Abi::Win32`]. Part of `out` may be written then.
    fn encode_fixed_in(&self, abi: Abi, version: ApiVersion, out: &mut [u8]) -> Result<usize, EncodeError>;

    /// [`Structure::decode_fixed_in`] with every field that any version has.
    ///
    /// # Errors
    /// The same.
    fn decode_fixed(abi: Abi, bytes: &[u8]) -> Result<Self, DecodeError> {
        Self::decode_fixed_in(abi, ApiVersion::V3_1, bytes)
    }

    /// [`Structure::encode_fixed_in`] with every field that any version has.
    ///
    /// # Errors
    /// The same.
    fn encode_fixed(&self, abi: Abi, out: &mut [u8]) -> Result<usize, EncodeError> {
        self.encode_fixed_in(abi, ApiVersion::V3_1, out)
    }
}

/// Reads the fields of a structure one after the other, each from where its row places it.
pub(crate) struct Reader<'a> {
    layout: &'static Layout,
    abi: Abi,
    version: ApiVersion,
    bytes: &'a [u8],
    next: usize,
}

impl<'a> Reader<'a> {
    #[inline]
    pub(crate) fn new(layout: &'static Layout, abi: Abi, version: ApiVersion, bytes: &'a [u8]) -> Self {
        Self { layout, abi, version, bytes, next: 0 }
    }

    #[inline]
    pub(crate) fn field<T: Scalar>(&mut self) -> Result<T, DecodeError> {
        let row = &self.layout.fields[self.next];
        self.next += 1;
        if !row.exists_in(self.version) {
            return Ok(T::ZERO);
        }
        let offset = row.offset(self.abi);
        let needed = offset + row.size(self.abi);
        let Some(found) = self.bytes.get(offset..needed) else {
            let reason = Reason::Truncated { needed, available: self.bytes.len() };
            return Err(DecodeError { structure: self.layout.name, field: row.name, offset, reason });
        };
        T::read(self.abi, found)
    }

    /// Everything from the next field on.
    pub(crate) fn rest(self) -> &'a [u8] {
        let offset = self.layout.fields[self.next].offset(self.abi);
        self.bytes.get(offset..).unwrap_or_default()
    }
}

/// Writes the fields of a structure one after the other, each to where its row places it.
pub(crate) struct Writer<'a> {
    layout: &'static Layout,
    abi: Abi,
    version: ApiVersion,
    out: &'a mut [u8],
    next: usize,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(
        layout: &'static Layout,
        abi: Abi,
        version: ApiVersion,
        out: &'a mut [u8],
    ) -> Result<Self, EncodeError> {
        let needed = layout.size_in(abi, version);
        if out.len() < needed {
            return Err(EncodeError::TooSmall { structure: layout.name, needed, available: out.len() });
        }
        Ok(Self { layout, abi, version, out, next: 0 })
    }

    pub(crate) fn field<T: Scalar>(&mut self, value: T) -> Result<(), EncodeError> {
        let row = &self.layout.fields[self.next];
        self.next += 1;
        if !row.exists_in(self.version) {
            return Ok(());
        }
        let offset = row.offset(self.abi);
        let out = &mut self.out[offset..offset + row.size(self.abi)];
        value.write(Field { structure: self.layout.name, name: row.name, abi: self.abi }, out)
    }
}

/// Where a value is being written.
#[derive(Clone, Copy)]
pub(crate) struct Field {
    pub(crate) structure: &'static str,
    pub(crate) name: &'static str,
    pub(crate) abi: Abi,
}

/// What a field can be.
pub(crate) trait Scalar: Copy {
    const SIZE: Bytes;
    const KIND: FieldKind;
    /// The constants that the type has.
    const FAMILY: Option<&'static Family> = None;
    /// The value whose bytes are all 0.
    const ZERO: Self;
    /// Reads from exactly the bytes of the field.
    fn read(abi: Abi, bytes: &[u8]) -> Result<Self, DecodeError>;
    /// Writes to exactly the bytes of the field.
    fn write(self, field: Field, out: &mut [u8]) -> Result<(), EncodeError>;
}

/// `DWORD`.
impl Scalar for u32 {
    const SIZE: Bytes = Bytes::both(4);
    const KIND: FieldKind = FieldKind::Number;
    const ZERO: Self = 0;

    #[inline]
    fn read(_: Abi, bytes: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self::from_le_bytes(array(bytes)))
    }

    fn write(self, _: Field, out: &mut [u8]) -> Result<(), EncodeError> {
        out.copy_from_slice(&self.to_le_bytes());
        Ok(())
    }
}

/// `DWORD_PTR`: no field is a 64-bit number on both systems, so in the tables `u64` always is pointer sized.
impl Scalar for u64 {
    const SIZE: Bytes = Bytes { win32: Abi::Win32.pointer_size(), win64: Abi::Win64.pointer_size() };
    const KIND: FieldKind = FieldKind::PointerSized;
    const ZERO: Self = 0;

    #[inline]
    fn read(abi: Abi, bytes: &[u8]) -> Result<Self, DecodeError> {
        match abi {
            Abi::Win32 => u32::read(abi, bytes).map(Self::from),
            Abi::Win64 => Ok(Self::from_le_bytes(array(bytes))),
        }
    }

    fn write(self, field: Field, out: &mut [u8]) -> Result<(), EncodeError> {
        if field.abi == Abi::Win64 {
            out.copy_from_slice(&self.to_le_bytes());
            return Ok(());
        }
        match u32::try_from(self) {
            Ok(narrow) => narrow.write(field, out),
            Err(_) => {
                let Field { structure, name, .. } = field;
                Err(EncodeError::TooWide { structure, field: name, value: self, bits: u32::BITS })
            }
        }
    }
}

/// `BYTE`s, `GUID`, `CURRENCY` and `DATE`: the same bytes on both systems.
macro_rules! plain_bytes {
    ($($T:ty, $bytes:literal, $kind:ident, $from:expr, $to:expr;)*) => {$(
        impl Scalar for $T {
            const SIZE: Bytes = Bytes::both($bytes);
            const KIND: FieldKind = FieldKind::$kind;
            const ZERO: Self = $from([0; $bytes]);

            fn read(_: Abi, bytes: &[u8]) -> Result<Self, DecodeError> {
                Ok($from(array(bytes)))
            }

            fn write(self, _: Field, out: &mut [u8]) -> Result<(), EncodeError> {
                out.copy_from_slice(&$to(self));
                Ok(())
            }
        }
    )*};
}

plain_bytes! {
    [u8; 1], 1, Bytes, core::convert::identity, core::convert::identity::<[u8; 1]>;
    Guid, 16, Guid, Guid, |guid: Guid| guid.0;
    Currency, 8, Currency, Currency::from_le_bytes, Currency::to_le_bytes;
    OleDate, 8, Date, OleDate::from_le_bytes, OleDate::to_le_bytes;
}

/// A version is a `DWORD`, but no constant of a family.
impl Scalar for ApiVersion {
    const SIZE: Bytes = u32::SIZE;
    const KIND: FieldKind = FieldKind::Version;
    const ZERO: Self = Self(0);

    fn read(abi: Abi, bytes: &[u8]) -> Result<Self, DecodeError> {
        u32::read(abi, bytes).map(Self)
    }

    fn write(self, field: Field, out: &mut [u8]) -> Result<(), EncodeError> {
        self.0.write(field, out)
    }
}

/// `DWORD`s that are constants.
macro_rules! number {
    ($($T:ident $from:expr, $to:expr;)*) => {$(
        impl Scalar for crate::consts::$T {
            const SIZE: Bytes = u32::SIZE;
            const KIND: FieldKind = FieldKind::Number;
            const FAMILY: Option<&'static Family> = Some(&<Self as Constants>::FAMILY);
            const ZERO: Self = $from(0);

            #[inline]
            fn read(abi: Abi, bytes: &[u8]) -> Result<Self, DecodeError> {
                u32::read(abi, bytes).map($from)
            }

            fn write(self, field: Field, out: &mut [u8]) -> Result<(), EncodeError> {
                $to(self).write(field, out)
            }
        }
    )*};
    (values $($T:ident)*) => {
        number! { $($T crate::consts::$T, |value: Self| value.0;)* }
    };
    (flags $($T:ident)*) => {
        number! { $($T crate::consts::$T::from_bits_retain, |value: Self| value.bits();)* }
    };
}

number! { values AddressMode AgentSessionState AgentState AgentStateEx MessageId ProxyRequestType }
number! { flags AgentFeatures AgentStatus CallParamFlags InitializeExOptions MediaMode }

/// The bytes of a field; a row's size is that of its type.
#[inline]
pub(crate) fn array<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut array = [0; N];
    array.copy_from_slice(bytes);
    array
}

/// Defines the fixed part of a structure: type, table, decoder, encoder and serde, from one row per C field in header
/// order.
///
/// `layout! { /// what it is  Type, "C_NAME", since, "page"; "meaning" rust_name: Type, "cName", "unit" [since V]; }`
///
/// A field of the type of its constants needs no more; a plain number that is made of constants says so: `[of Type]`.
macro_rules! layout {
    ($(#[$doc:meta])* $Type:ident, $c:literal, $since:ident($version:ident), $page:literal;
     $($meaning:literal $field:ident: $T:ty, $name:literal $(, $unit:literal)?
        $([of $Family:ident])? $([since $later:ident])?;)*) => {
        $(#[$doc])*
        #[doc = ""]
        #[doc = concat!("C name: `", $c, "`; TAPI: ", stringify!($since($version)), ".")]
        #[doc = concat!("Microsoft page: *", $page, "*.")]
        #[doc(alias = $c)]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        pub struct $Type {
            $(
                #[cfg_attr(feature = "serde", serde(rename = $name))]
                #[doc = $meaning]
                #[doc = ""]
                #[doc = concat!("C name: `", $name, "`", $("; unit: ", $unit,)? $("; TAPI: ", stringify!($later),)?)]
                #[doc(alias = $name)]
                pub $field: $T,
            )*
        }

        const _: () = {
            use $crate::layout::table::{Field, FieldKind, FieldRow, Layout, Reader, Scalar, Structure, Writer};

            const ROWS: &[FieldRow] = &$crate::layout::table::place([$(FieldRow {
                name: $name,
                rust_name: stringify!($field),
                meaning: $meaning,
                unit: layout!(@option $($unit)?),
                kind: <$T as Scalar>::KIND,
                family: layout!(@family $T $(, $Family)?),
                since: layout!(@option $($crate::consts::ApiVersion::$later)?),
                size: <$T as Scalar>::SIZE,
                offset: $crate::layout::table::Bytes::both(0),
            }),*]);

            impl Structure for $Type {
                const LAYOUT: &'static Layout = &Layout {
                    name: $c,
                    rust_name: stringify!($Type),
                    since: $crate::consts::Since::$since($crate::consts::ApiVersion::$version),
                    page: $page,
                    fields: ROWS,
                };

                #[inline]
                fn decode_fixed_in(
                    abi: $crate::Abi,
                    version: $crate::ApiVersion,
                    bytes: &[u8],
                ) -> Result<Self, $crate::DecodeError> {
                    // A struct expression evaluates its fields in the order written, which is that of the rows.
                    let mut reader = Reader::new(Self::LAYOUT, abi, version, bytes);
                    Ok(Self { $($field: reader.field()?),* })
                }

                fn encode_fixed_in(
                    &self,
                    abi: $crate::Abi,
                    version: $crate::ApiVersion,
                    out: &mut [u8],
                ) -> Result<usize, $crate::EncodeError> {
                    let mut writer = Writer::new(Self::LAYOUT, abi, version, out)?;
                    $(writer.field(self.$field)?;)*
                    Ok(Self::LAYOUT.size_in(abi, version))
                }
            }

            impl Default for $Type {
                fn default() -> Self {
                    <Self as Scalar>::ZERO
                }
            }

            // A structure can be a field of another.
            impl Scalar for $Type {
                const SIZE: $crate::layout::table::Bytes = $crate::layout::table::total(ROWS);
                const KIND: FieldKind = FieldKind::Structure(<Self as Structure>::LAYOUT);
                const ZERO: Self = Self { $($field: <$T as Scalar>::ZERO),* };

                fn read(abi: $crate::Abi, bytes: &[u8]) -> Result<Self, $crate::DecodeError> {
                    Self::decode_fixed(abi, bytes)
                }

                fn write(self, field: Field, out: &mut [u8]) -> Result<(), $crate::EncodeError> {
                    self.encode_fixed(field.abi, out).map(drop)
                }
            }
        };
    };
    (@family $T:ty) => { <$T as Scalar>::FAMILY };
    (@family $T:ty, $Family:ident) => {
        Some(&<$crate::consts::$Family as $crate::consts::Constants>::FAMILY)
    };
    (@option) => { None };
    (@option $value:expr) => { Some($value) };
}
