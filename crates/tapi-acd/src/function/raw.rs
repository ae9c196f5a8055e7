//! A function call as C passes it, beneath [`Function`]: arguments that a compiler accepts and TAPI may not.

mod arg;
#[cfg(feature = "serde")]
mod text;

use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use tapi_wire::consts::{ApiVersion, LineErr};
use tapi_wire::layout::{LineAgentCaps, LineCallParams, Structure as _};
use tapi_wire::{Abi, Layout};

use super::row::{Charset, Direction, FunctionRow, ParamKind, ParamRow, Strings};
use super::rows::Place;
use super::{Function, Out};
use crate::answer::Answer;
use crate::block::Block;

pub(super) use arg::Argument;

/// The system whose structures the buffers hold.
const ABI: Abi = Abi::Win64;

/// The largest structure that TAPI takes for a list or for statistics ([MS-TRP] 3.1.4.2).
const LARGEST: u32 = 0x4_0000;

/// A call as C passes it: the exported name and the arguments in order, pointers as the memory behind them.
///
/// Number and kinds of the arguments are right, as a C compiler makes sure of; everything else may be wrong.
///
/// ```
/// use tapi_acd::function::{Arg, Charset, Function, Pointer, RawCall};
/// use tapi_acd::ids::LineHandle;
/// use tapi_acd::wire::consts::LineErr;
///
/// let good = Function::GetGroupList { line: LineHandle(1) };
/// let mut call = RawCall::of(&good, Charset::Wide, 256);
/// assert_eq!(call.lower(), Ok(good));
///
/// call.set("lpGroupList", Arg::Pointer(Pointer::Null)).expect("the function has this parameter");
/// assert_eq!(call.lower(), Err(LineErr::INVAL_POINTER));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RawCall {
    place: Place,
    charset: Charset,
    args: Vec<Arg>,
}

/// An argument.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Arg {
    /// 32 bits by value: a `DWORD` or a handle.
    Dword(u32),
    /// As wide as a pointer, by value.
    PointerSized(u64),
    /// A pointer.
    Pointer(Pointer),
}

/// Where a pointer leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Pointer {
    /// It is NULL.
    Null,
    /// To no memory of the application's.
    Wild(u64),
    /// To this much memory.
    To {
        /// The address; only `lineProxyResponse` asks where the memory is.
        address: u64,
        /// What stands there.
        bytes: Block,
    },
}

impl Pointer {
    /// To memory somewhere in the application.
    pub fn to(bytes: impl Into<Vec<u8>>) -> Self {
        Self::To { address: 0x0010_0000, bytes: Block(bytes.into()) }
    }
}

/// Arguments that a C compiler would refuse.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArgError {
    /// No function is exported under this name.
    #[error("no function is exported as {0:?}")]
    Function(String),
    /// Too many or too few arguments.
    #[error("{function} takes {expected} arguments, not {found}")]
    Count {
        /// The function.
        function: &'static str,
        /// How many it takes.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// An argument of another kind than the parameter.
    #[error("{function} takes {expected} as {param}")]
    Kind {
        /// The function.
        function: &'static str,
        /// The parameter.
        param: &'static str,
        /// Its C type.
        expected: ParamKind,
    },
    /// The function has no such parameter.
    #[error("{function} has no parameter {param:?}")]
    Param {
        /// The function.
        function: &'static str,
        /// What was asked for.
        param: String,
    },
}

impl RawCall {
    /// A call of the function that is exported under this name.
    ///
    /// # Errors
    /// [`ArgError`]: there is no such function, or the arguments are not of its kinds.
    pub fn new(exported: &str, args: Vec<Arg>) -> Result<Self, ArgError> {
        let (place, charset) =
            Place::exported(exported).ok_or_else(|| ArgError::Function(exported.to_owned()))?;
        let row = place.row();
        if args.len() != row.params.len() {
            let (expected, found) = (row.params.len(), args.len());
            return Err(ArgError::Count { function: row.name, expected, found });
        }
        for (param, arg) in row.params.iter().zip(&args) {
            check_kind(row, param, arg)?;
        }
        Ok(Self { place, charset, args })
    }

    /// The call that means `function`, with room for `room` bytes where a structure comes back.
    ///
    /// A raw call is itself, and a function without variants is wide.
    pub fn of(function: &Function, charset: Charset, room: u32) -> Self {
        if let Function::Raw(call) = function {
            return call.clone();
        }
        let place = function.place();
        let charset = match place.row().strings {
            Strings::Single => Charset::Wide,
            Strings::Pair => charset,
        };
        let args = place.row().params.iter().map(|param| blank(param, room)).collect();
        let mut call = Self { place, charset, args };
        function.pass_to(&mut call);
        call
    }

    pub(super) fn place(&self) -> Place {
        self.place
    }

    /// What the function's page says.
    pub fn row(&self) -> &'static FunctionRow {
        self.place.row()
    }

    /// The name under which the called variant is exported.
    pub fn exported(&self) -> String {
        self.row().exported(self.charset)
    }

    /// The arguments, in C order.
    pub fn args(&self) -> &[Arg] {
        &self.args
    }

    /// The argument with this C name.
    pub fn arg(&self, param: &str) -> Option<&Arg> {
        self.args.get(self.position(param)?)
    }

    fn position(&self, param: &str) -> Option<usize> {
        self.row().params.iter().position(|row| row.name == param)
    }

    /// Replaces an argument.
    ///
    /// # Errors
    /// [`ArgError`]: the function has no such parameter, or it is of another kind.
    pub fn set(&mut self, param: &str, arg: Arg) -> Result<(), ArgError> {
        let row = self.row();
        let missing = || ArgError::Param { function: row.name, param: param.to_owned() };
        let at = self.position(param).ok_or_else(missing)?;
        check_kind(row, &row.params[at], &arg)?;
        self.args[at] = arg;
        Ok(())
    }

    /// What the call means, once TAPI has looked at every pointer and every size, in C order.
    ///
    /// # Errors
    /// The first of:
    /// * `INVALPOINTER`: NULL where something must be, no memory, too little of it, a string without end;
    /// * `STRUCTURETOOSMALL`: `dwTotalSize` below the fixed part;
    /// * `OPERATIONFAILED` (inferred): a structure larger than [MS-TRP] lets through;
    /// * the error that the page has for a value, such as `INVALPRIVSELECT` or `INVALPARAM`, where its meaning cannot
    ///   be told.
    pub fn lower(&self) -> Result<Function, LineErr> {
        for (param, arg) in self.row().params.iter().zip(&self.args) {
            self.check(param, arg)?;
        }
        Function::taken_from(self.place, self)
    }

    /// Writes what came back to where the pointers lead; what has no room stays away, as an answer that is longer than
    /// the block of lineAgentSpecific.
    pub fn complete(&mut self, out: &Out, answer: Option<&Answer>) {
        let version = self.structure_version();
        let charset = self.charset;
        for (param, arg) in self.place.row().params.iter().zip(&mut self.args) {
            let Arg::Pointer(Pointer::To { bytes: Block(bytes), .. }) = arg else { continue };
            if !matches!(param.direction, Direction::Out | Direction::InOut) {
                continue;
            }
            match (param.kind, out, answer) {
                (ParamKind::DwordAt(_), Out::None, Some(answer)) => {
                    let _ = answer.fill(version, charset, bytes);
                }
                (ParamKind::DwordAt(_), out, _) => {
                    if let (Some(value), Some(room)) = (out.dword(param.name), bytes.get_mut(..4)) {
                        room.copy_from_slice(&value.to_le_bytes());
                    }
                }
                (ParamKind::Block, _, Some(answer)) => {
                    let _ = answer.fill(version, charset, bytes);
                }
                (ParamKind::Structure(layout), out, answer) => {
                    // Only dwTotalSize bytes belong to the structure, however much memory there is.
                    let total = match is_sized(layout) {
                        true => total_size(bytes).and_then(|total| usize::try_from(total).ok()),
                        false => Some(layout.size(ABI)),
                    };
                    let Some(room) = total.and_then(|total| bytes.get_mut(..total)) else { continue };
                    if let Some(answer) = answer {
                        let _ = answer.fill(version, charset, room);
                    } else {
                        out.fill(room);
                    }
                }
                _ => {}
            }
        }
    }

    /// The version that the caller's structures have: what the call says, where it says so.
    fn structure_version(&self) -> ApiVersion {
        match self.arg("dwAppAPIVersion") {
            Some(Arg::Dword(version)) => ApiVersion(*version),
            _ => ApiVersion::V2_2,
        }
    }

    fn check(&self, param: &ParamRow, arg: &Arg) -> Result<(), LineErr> {
        let bytes = match arg {
            Arg::Dword(_) | Arg::PointerSized(_) => return Ok(()),
            Arg::Pointer(Pointer::Null) if param.direction == Direction::OptionalIn => return Ok(()),
            Arg::Pointer(Pointer::Null | Pointer::Wild(_)) => return Err(LineErr::INVAL_POINTER),
            Arg::Pointer(Pointer::To { bytes, .. }) => &bytes.0,
        };
        let there = match param.kind {
            ParamKind::Dword(_) | ParamKind::PointerSized(_) => true,
            ParamKind::DwordAt(_) => bytes.len() >= size_of::<u32>(),
            ParamKind::Guid => bytes.len() >= size_of::<tapi_wire::Guid>(),
            ParamKind::Text => self.charset.text(bytes).is_some(),
            ParamKind::Block => self.block_size().is_some_and(|size| bytes.len() >= size),
            // The buffer is TAPI's own, and what it holds is looked at where it is taken.
            ParamKind::Structure(layout) if layout.name == "LINEPROXYREQUEST" => true,
            ParamKind::Structure(layout) => return self.check_structure(layout, bytes),
        };
        there.then_some(()).ok_or(LineErr::INVAL_POINTER)
    }

    fn check_structure(&self, layout: &Layout, bytes: &[u8]) -> Result<(), LineErr> {
        if !is_sized(layout) {
            let there = bytes.len() >= layout.size(ABI);
            return there.then_some(()).ok_or(LineErr::INVAL_POINTER);
        }
        let total = total_size(bytes).ok_or(LineErr::INVAL_POINTER)?;
        let version = match layout.name {
            // A structure of TAPI 2.x is good enough (erratum E16).
            name if name == LineCallParams::LAYOUT.name => ApiVersion::V2_0,
            name if name == LineAgentCaps::LAYOUT.name => self.structure_version(),
            _ => ApiVersion::V3_1,
        };
        let reach = |size: u32| usize::try_from(size).unwrap_or(usize::MAX);
        if reach(total) < layout.size_in(ABI, version) {
            return Err(LineErr::STRUCTURE_TOO_SMALL);
        }
        if reach(total) > bytes.len() {
            return Err(LineErr::INVAL_POINTER);
        }
        let limited = self.row().raises.is_some() && layout.name != LineAgentCaps::LAYOUT.name;
        if limited && total > LARGEST {
            return Err(LineErr::OPERATION_FAILED);
        }
        Ok(())
    }

    /// How many bytes the function's block has.
    fn block_size(&self) -> Option<usize> {
        match self.arg("dwSize") {
            Some(Arg::Dword(size)) => usize::try_from(*size).ok(),
            _ => None,
        }
    }
}

/// Whether the caller says how long the structure is.
fn is_sized(layout: &Layout) -> bool {
    layout.fields.first().is_some_and(|field| field.name == "dwTotalSize")
}

/// `dwTotalSize`, which comes first.
fn total_size(bytes: &[u8]) -> Option<u32> {
    bytes.first_chunk().map(|total| u32::from_le_bytes(*total))
}

fn check_kind(row: &FunctionRow, param: &'static ParamRow, arg: &Arg) -> Result<(), ArgError> {
    let fits = match arg {
        Arg::Dword(_) => matches!(param.kind, ParamKind::Dword(_)),
        Arg::PointerSized(_) => matches!(param.kind, ParamKind::PointerSized(_)),
        Arg::Pointer(_) => param.kind.is_pointer(),
    };
    let (function, expected) = (row.name, param.kind);
    fits.then_some(()).ok_or(ArgError::Kind { function, param: param.name, expected })
}

/// An argument that says nothing: zero, NULL, and memory where something comes back.
fn blank(param: &ParamRow, room: u32) -> Arg {
    let comes_back = matches!(param.direction, Direction::Out | Direction::InOut);
    match param.kind {
        ParamKind::Dword(_) => Arg::Dword(0),
        ParamKind::PointerSized(_) => Arg::PointerSized(0),
        ParamKind::DwordAt(_) => Arg::Pointer(Pointer::to([0; 4])),
        ParamKind::Structure(layout) if comes_back => {
            let sized = is_sized(layout);
            let size = if sized { usize::try_from(room).unwrap_or(0) } else { layout.size(ABI) };
            let mut bytes = vec![0; size];
            if let Some(total) = bytes.first_chunk_mut().filter(|_| sized) {
                *total = room.to_le_bytes();
            }
            Arg::Pointer(Pointer::to(bytes))
        }
        _ => Arg::Pointer(Pointer::Null),
    }
}
