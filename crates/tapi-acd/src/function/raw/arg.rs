//! How each typed parameter stands in the arguments of a raw call.

use alloc::boxed::Box;
use alloc::vec::Vec;

use tapi_wire::Guid;
use tapi_wire::consts::{
    AddressMode, AgentSessionState, AgentState, AgentStateEx, ApiVersion, CallPrivilege, Constants,
    InitializeExOptions, LineErr, MediaMode, MessageId, OpenOptions, ProxyRequestType,
};
use tapi_wire::layout::{CallParams, GroupList, LineAgentGroupList, LineInitializeExParams, Structure as _};

use super::{ABI, Arg, Block, Pointer, RawCall, total_size};
use crate::answer::Answer;
use crate::ids::{
    ActivityId, AddressId, AgentHandle, AgentSessionHandle, AppHandle, BufferAddress, CallHandle, DeviceId,
    LineHandle, QueueId,
};
use crate::message::ResultCode;
use crate::request::group_structure;

/// A typed parameter. Some share an argument or stand in a structure that an argument points to.
pub(in crate::function) trait Argument: Sized {
    /// Takes the value of the parameter `name` out of a call whose pointers have been checked.
    fn take(call: &RawCall, name: &str) -> Result<Self, LineErr>;

    /// Puts the value into a call that says nothing yet.
    fn pass(&self, call: &mut RawCall, name: &str);
}

impl RawCall {
    /// Where the typed parameter stands; what goes in by value there goes in through a pointer in lineInitializeEx.
    fn place_of(&self, name: &str) -> Option<usize> {
        self.position(name).or_else(|| self.position(&["lp", name].concat()))
    }

    fn find(&self, name: &str) -> Option<&Arg> {
        self.args.get(self.place_of(name)?)
    }

    fn find_mut(&mut self, name: &str) -> Option<&mut Arg> {
        let at = self.place_of(name)?;
        self.args.get_mut(at)
    }

    /// A number; 0 where the parameter does not exist.
    fn dword(&self, name: &str) -> u32 {
        match self.find(name) {
            Some(Arg::Dword(value)) => *value,
            Some(Arg::Pointer(Pointer::To { bytes, .. })) => total_size(&bytes.0).unwrap_or(0),
            _ => 0,
        }
    }

    fn set_dword(&mut self, name: &str, number: u32) {
        match self.find_mut(name) {
            Some(Arg::Dword(value)) => *value |= number,
            Some(arg) => *arg = Arg::Pointer(Pointer::to(number.to_le_bytes())),
            None => {}
        }
    }

    fn memory(&self, name: &str) -> Option<&[u8]> {
        match self.find(name) {
            Some(Arg::Pointer(Pointer::To { bytes, .. })) => Some(&bytes.0),
            _ => None,
        }
    }

    fn set_memory(&mut self, name: &str, bytes: Vec<u8>) {
        if let Some(arg) = self.find_mut(name) {
            *arg = Arg::Pointer(Pointer::to(bytes));
        }
    }

    /// `LINECALLPARAMS` of lineOpen, where an option makes TAPI look at it.
    fn call_params(&self, wanted: OpenOptions, error: LineErr) -> Result<Option<CallParams<'_>>, LineErr> {
        if !OpenOptions::from_bits_retain(self.dword("dwPrivileges")).contains(wanted) {
            return Ok(None);
        }
        let bytes = self.memory("lpCallParams").ok_or(LineErr::INVAL_POINTER)?;
        let version = ApiVersion(self.dword("dwAPIVersion"));
        CallParams::decode(version, bytes).map(Some).map_err(|_| error)
    }

    /// Adds to `LINECALLPARAMS` what one of the options needs.
    fn add_to_call_params(&mut self, dev_specific: &[u8], address: Option<AddressId>) {
        let version = ApiVersion(self.dword("dwAPIVersion"));
        let old = self.memory("lpCallParams").map(<[u8]>::to_vec).unwrap_or_default();
        let mut params = CallParams::decode(version, &old).unwrap_or_default();
        if !dev_specific.is_empty() {
            params.dev_specific = dev_specific;
        }
        if let Some(AddressId(id)) = address {
            (params.fixed.address_mode, params.fixed.address_id) = (AddressMode::ADDRESS_ID, id);
        }
        if let Ok(bytes) = params.encode(version) {
            self.set_memory("lpCallParams", bytes);
        }
    }
}

/// Handles, identifiers and versions.
macro_rules! handles {
    ($($Type:ident)*) => {$(
        impl Argument for $Type {
            fn take(call: &RawCall, name: &str) -> Result<Self, LineErr> {
                Ok(Self(call.dword(name)))
            }

            fn pass(&self, call: &mut RawCall, name: &str) {
                call.set_dword(name, self.0);
            }
        }
    )*};
}

handles! {
    ActivityId AddressId AgentHandle AgentSessionHandle ApiVersion AppHandle CallHandle DeviceId LineHandle
    QueueId
}

/// Constants that are a parameter of their own.
macro_rules! constants {
    ($($Type:ident)*) => {$(
        impl Argument for $Type {
            fn take(call: &RawCall, name: &str) -> Result<Self, LineErr> {
                Ok(Self::from_u32(call.dword(name)))
            }

            fn pass(&self, call: &mut RawCall, name: &str) {
                call.set_dword(name, self.to_u32());
            }
        }
    )*};
}

constants! { AgentSessionState AgentState AgentStateEx MediaMode MessageId }

impl Argument for u32 {
    fn take(call: &RawCall, name: &str) -> Result<Self, LineErr> {
        Ok(call.dword(name))
    }

    fn pass(&self, call: &mut RawCall, name: &str) {
        call.set_dword(name, *self);
    }
}

impl Argument for u64 {
    fn take(call: &RawCall, name: &str) -> Result<Self, LineErr> {
        match call.arg(name) {
            Some(Arg::PointerSized(value)) => Ok(*value),
            _ => Ok(0),
        }
    }

    fn pass(&self, call: &mut RawCall, name: &str) {
        if let Some(Arg::PointerSized(value)) = call.find_mut(name) {
            *value = *self;
        }
    }
}

impl Argument for ResultCode {
    fn take(call: &RawCall, name: &str) -> Result<Self, LineErr> {
        Ok(Self(call.dword(name).cast_signed()))
    }

    fn pass(&self, call: &mut RawCall, name: &str) {
        call.set_dword(name, self.0.cast_unsigned());
    }
}

impl Argument for Option<Box<str>> {
    fn take(call: &RawCall, name: &str) -> Result<Self, LineErr> {
        Ok(call.memory(name).and_then(|bytes| call.charset.text(bytes)))
    }

    fn pass(&self, call: &mut RawCall, name: &str) {
        if let Some(text) = self {
            let bytes = call.charset.terminated(text);
            call.set_memory(name, bytes);
        }
    }
}

/// A name that may be missing and is empty then.
impl Argument for Box<str> {
    fn take(call: &RawCall, name: &str) -> Result<Self, LineErr> {
        <Option<Self> as Argument>::take(call, name).map(Option::unwrap_or_default)
    }

    fn pass(&self, call: &mut RawCall, name: &str) {
        let bytes = call.charset.terminated(self);
        call.set_memory(name, bytes);
    }
}

impl Argument for Guid {
    fn take(call: &RawCall, name: &str) -> Result<Self, LineErr> {
        let guid = call.memory(name).and_then(|bytes| bytes.first_chunk());
        guid.map(|guid| Self(*guid)).ok_or(LineErr::INVAL_POINTER)
    }

    fn pass(&self, call: &mut RawCall, name: &str) {
        call.set_memory(name, self.0.to_vec());
    }
}

/// `dwSize` bytes.
impl Argument for Block {
    fn take(call: &RawCall, name: &str) -> Result<Self, LineErr> {
        let bytes = call.memory(name).zip(call.block_size()).and_then(|(bytes, size)| bytes.get(..size));
        bytes.map(|bytes| Self(bytes.to_vec())).ok_or(LineErr::INVAL_POINTER)
    }

    fn pass(&self, call: &mut RawCall, name: &str) {
        call.set_dword("dwSize", u32::try_from(self.0.len()).unwrap_or(u32::MAX));
        call.set_memory(name, self.0.clone());
    }
}

/// `lpAgentGroupList`: NULL is no group, and of an entry only the id counts (lineSetAgentGroup function).
impl Argument for Vec<Guid> {
    fn take(call: &RawCall, name: &str) -> Result<Self, LineErr> {
        let Some(bytes) = call.memory(name) else { return Ok(Self::new()) };
        // Nothing says that the caller sets dwUsedSize: all that dwTotalSize counts may be pointed to.
        let fixed = LineAgentGroupList::decode_fixed(ABI, bytes).map_err(|_| LineErr::INVAL_POINTER)?;
        let mut bytes = bytes.to_vec();
        let fixed = LineAgentGroupList { used_size: fixed.total_size, ..fixed };
        fixed.encode_fixed(ABI, &mut bytes).map_err(|_| LineErr::INVAL_POINTER)?;
        let list = GroupList::decode(&bytes).map_err(|_| LineErr::INVAL_PARAM)?;
        let groups = list.entries.iter().map(|group| group.map(|group| group.group_id));
        groups.collect::<Result<_, _>>().map_err(|_| LineErr::INVAL_PARAM)
    }

    fn pass(&self, call: &mut RawCall, name: &str) {
        if !self.is_empty()
            && let Ok(bytes) = group_structure(self)
        {
            call.set_memory(name, bytes);
        }
    }
}

/// The bits of `dwPrivileges` that are options.
const OPTIONS: u32 = OpenOptions::PROXY.union(OpenOptions::SINGLE_ADDRESS).bits();

impl Argument for CallPrivilege {
    fn take(call: &RawCall, name: &str) -> Result<Self, LineErr> {
        Ok(Self::from_bits_retain(call.dword(name) & !OPTIONS))
    }

    fn pass(&self, call: &mut RawCall, name: &str) {
        call.set_dword(name, self.bits());
    }
}

impl Argument for OpenOptions {
    fn take(call: &RawCall, _: &str) -> Result<Self, LineErr> {
        Ok(Self::from_bits_retain(call.dword("dwPrivileges") & OPTIONS))
    }

    fn pass(&self, call: &mut RawCall, _: &str) {
        call.set_dword("dwPrivileges", self.bits());
    }
}

/// The request types of an agent handler, in `LINECALLPARAMS` (errata E04, E05).
impl Argument for Vec<ProxyRequestType> {
    fn take(call: &RawCall, _: &str) -> Result<Self, LineErr> {
        let Some(params) = call.call_params(OpenOptions::PROXY, LineErr::INVAL_PARAM)? else {
            return Ok(Self::new());
        };
        let types = params.proxy_request_types().map_err(|_| LineErr::INVAL_PARAM)?;
        Ok(types.collect())
    }

    fn pass(&self, call: &mut RawCall, _: &str) {
        let bytes: Vec<_> = self.iter().flat_map(|kind| kind.0.to_le_bytes()).collect();
        if !bytes.is_empty() {
            call.add_to_call_params(&bytes, None);
        }
    }
}

/// The one address of LINEOPENOPTION_SINGLEADDRESS, in `LINECALLPARAMS` (erratum E30).
impl Argument for Option<AddressId> {
    fn take(call: &RawCall, _: &str) -> Result<Self, LineErr> {
        let params = call.call_params(OpenOptions::SINGLE_ADDRESS, LineErr::INVAL_ADDRESS_ID)?;
        Ok(params.and_then(|params| params.single_address()).map(AddressId))
    }

    fn pass(&self, call: &mut RawCall, _: &str) {
        if self.is_some() {
            call.add_to_call_params(&[], *self);
        }
    }
}

/// `dwOptions` of `LINEINITIALIZEEXPARAMS`.
impl Argument for InitializeExOptions {
    fn take(call: &RawCall, _: &str) -> Result<Self, LineErr> {
        let bytes = call.memory("lpLineInitializeExParams").ok_or(LineErr::INVAL_POINTER)?;
        let params = LineInitializeExParams::decode_fixed(ABI, bytes).map_err(|_| LineErr::INVAL_POINTER)?;
        Ok(params.options)
    }

    fn pass(&self, call: &mut RawCall, _: &str) {
        let size = LineInitializeExParams::LAYOUT.size(ABI);
        let total_size = u32::try_from(size).unwrap_or(u32::MAX);
        let params = LineInitializeExParams { total_size, options: *self, ..Default::default() };
        let mut bytes = alloc::vec![0; size];
        if params.encode_fixed(ABI, &mut bytes).is_ok() {
            call.set_memory("lpLineInitializeExParams", bytes);
        }
    }
}

/// The buffer of a request is known by its address.
impl Argument for BufferAddress {
    fn take(call: &RawCall, name: &str) -> Result<Self, LineErr> {
        match call.arg(name) {
            Some(Arg::Pointer(Pointer::To { address, .. })) => Ok(Self(*address)),
            _ => Err(LineErr::INVAL_POINTER),
        }
    }

    fn pass(&self, call: &mut RawCall, name: &str) {
        if let Some(arg) = call.find_mut(name) {
            *arg = Arg::Pointer(Pointer::To { address: self.0, bytes: Block::default() });
        }
    }
}

/// What the handler wrote into the buffer; a buffer without bytes stands for one whose content nobody looks at.
impl Argument for Option<Answer> {
    fn take(call: &RawCall, _: &str) -> Result<Self, LineErr> {
        match call.memory("lpProxyRequest") {
            None | Some([]) => Ok(None),
            Some(buffer) => Answer::from_buffer(buffer).map_err(|_| LineErr::INVAL_PARAM),
        }
    }

    /// The answer alone does not tell the request whose buffer it fills.
    fn pass(&self, _: &mut RawCall, _: &str) {}
}
