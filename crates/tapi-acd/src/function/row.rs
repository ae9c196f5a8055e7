//! What a row of the table of functions says.

use alloc::borrow::ToOwned as _;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::char::{REPLACEMENT_CHARACTER, decode_utf16};
use core::fmt;

use tapi_wire::Layout;
use tapi_wire::consts::{ApiVersion, LineErr, ProxyRequestType};
use tapi_wire::varpart::wide_bytes;

use super::errors::ErrorRow;
use super::rows::FUNCTIONS;

/// A function as its Microsoft page has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FunctionRow {
    /// The C name, without the A or W of its variants.
    pub name: &'static str,
    /// What it is for, in one line.
    pub purpose: &'static str,
    /// Whether the name ends in A or W when it is exported.
    pub strings: Strings,
    /// How it completes.
    pub mode: Mode,
    /// The first TAPI version that has it.
    pub since: ApiVersion,
    /// What it asks of the agent handler, for a function that goes there.
    pub raises: Option<ProxyRequestType>,
    /// The parameters, in C order.
    pub params: &'static [ParamRow],
    /// The errors that its page lists, in the order of their names; none where the page is not among the facts.
    pub errors: &'static [ErrorRow],
    /// Errors that its page does not list although they must be expected (erratum E22); our reasoning.
    pub unlisted: &'static [ErrorRow],
}

impl FunctionRow {
    /// The name under which a variant is exported.
    pub fn exported(&self, charset: Charset) -> String {
        match (self.strings, charset) {
            (Strings::Single, _) => self.name.to_owned(),
            (Strings::Pair, Charset::Ansi) => format!("{}A", self.name),
            (Strings::Pair, Charset::Wide) => format!("{}W", self.name),
        }
    }

    /// Every name under which it is exported.
    pub fn exported_names(&self) -> impl Iterator<Item = String> {
        let charsets: &[Charset] = match self.strings {
            Strings::Single => &[Charset::Wide],
            Strings::Pair => &[Charset::Ansi, Charset::Wide],
        };
        charsets.iter().map(|charset| self.exported(*charset))
    }

    /// The variant that is exported under this name, if one is; a function without variants counts as wide.
    pub fn charset_of(&self, exported: &str) -> Option<Charset> {
        [Charset::Wide, Charset::Ansi].into_iter().find(|charset| self.exported(*charset) == exported)
    }

    /// The function that raises a request.
    pub fn raising(request: ProxyRequestType) -> Option<&'static Self> {
        FUNCTIONS.iter().find(|function| function.raises == Some(request))
    }

    /// Whether its page lists the error.
    pub fn lists(&self, error: LineErr) -> bool {
        self.errors.iter().any(|row| row.error == error)
    }

    /// Every error to be expected, those of the page first.
    pub fn expected(&self) -> impl Iterator<Item = &'static ErrorRow> {
        self.errors.iter().chain(self.unlisted)
    }

    /// The parameter with this C name.
    pub fn param(&self, name: &str) -> Option<&'static ParamRow> {
        self.params.iter().find(|param| param.name == name)
    }
}

/// How a function is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strings {
    /// Under its own name.
    Single,
    /// As an ANSI variant with A and a wide variant with W.
    Pair,
}

/// How a variant of a function has its strings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Charset {
    /// One byte a character, in the code page of the machine; the model takes it for ISO 8859-1.
    Ansi,
    /// UTF-16, little-endian.
    #[default]
    Wide,
}

impl Charset {
    /// The bytes of a text with its terminator; characters that the code page lacks become question marks.
    pub(crate) fn terminated(self, text: &str) -> Vec<u8> {
        let latin = |character| u8::try_from(u32::from(character)).unwrap_or(b'?');
        match self {
            Charset::Ansi => text.chars().map(latin).chain([0]).collect(),
            Charset::Wide => wide_bytes(text),
        }
    }

    /// The bytes of a name in a structure: none where it is empty.
    pub(crate) fn bytes(self, name: &str) -> Vec<u8> {
        if name.is_empty() { Vec::new() } else { self.terminated(name) }
    }

    /// The text before the terminator; [`None`] where there is no terminator.
    pub(crate) fn text(self, bytes: &[u8]) -> Option<Box<str>> {
        match self {
            Charset::Ansi => {
                let end = bytes.iter().position(|byte| *byte == 0)?;
                Some(bytes[..end].iter().copied().map(char::from).collect::<String>().into())
            }
            Charset::Wide => {
                let (units, _) = bytes.as_chunks::<2>();
                let end = units.iter().position(|unit| *unit == [0; 2])?;
                let units = units[..end].iter().copied().map(u16::from_le_bytes);
                let characters = decode_utf16(units).map(|one| one.unwrap_or(REPLACEMENT_CHARACTER));
                Some(characters.collect::<String>().into())
            }
        }
    }
}

/// How a function completes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// With its return value: 0, or a negative `LINEERR_` code.
    Sync,
    /// With LINE_REPLY, when it returned a positive request id.
    Async,
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Mode::Sync => "synchronous",
            Mode::Async => "asynchronous",
        })
    }
}

/// A parameter of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParamRow {
    /// The C name.
    pub name: &'static str,
    /// What it is in C.
    pub kind: ParamKind,
    /// Which way its value goes.
    pub direction: Direction,
    /// What it means, in one line.
    pub meaning: &'static str,
}

/// Which way the value of a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To TAPI.
    In,
    /// To TAPI, and NULL says something too.
    OptionalIn,
    /// To the caller.
    Out,
    /// Both ways.
    InOut,
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Direction::In => "in",
            Direction::OptionalIn => "in or NULL",
            Direction::Out => "out",
            Direction::InOut => "in/out",
        })
    }
}

/// What a parameter is in C.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamKind {
    /// 32 bits by value; the name of the type.
    Dword(&'static str),
    /// As wide as a pointer, by value; the name of the type.
    PointerSized(&'static str),
    /// A pointer to 32 bits; the name of the type it points to.
    DwordAt(&'static str),
    /// A pointer to a string that ends with zero.
    Text,
    /// A pointer to a `GUID`.
    Guid,
    /// A pointer to a structure.
    Structure(&'static Layout),
    /// A pointer to bytes that another parameter counts.
    Block,
}

impl ParamKind {
    /// Whether a buffer descriptor stands for it in a raw call.
    pub const fn is_pointer(self) -> bool {
        !matches!(self, ParamKind::Dword(_) | ParamKind::PointerSized(_))
    }
}

/// The name of the C type.
impl fmt::Display for ParamKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ParamKind::Dword(name) | ParamKind::PointerSized(name) => f.write_str(name),
            ParamKind::DwordAt(name) => write!(f, "LP{name}"),
            ParamKind::Text => f.write_str("LPCTSTR"),
            ParamKind::Guid => f.write_str("LPGUID"),
            ParamKind::Structure(layout) => write!(f, "LP{}", layout.name),
            ParamKind::Block => f.write_str("LPVOID"),
        }
    }
}
