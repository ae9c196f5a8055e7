//! Open lines: what lineOpen asks for, and which line serves a request type.

use alloc::sync::Arc;
use alloc::vec::Vec;

use tapi_wire::consts::{
    ApiVersion, CallPrivilege, Constants as _, LineErr, MediaMode, OpenOptions, ProxyRequestType, ProxyStatus,
};

use super::delivery::Except;
use super::functions::{VERSIONS, returns};
use super::{Device, Line, Say, Server, has_address};
use crate::function::Out;
use crate::ids::{AddressId, AppHandle, CallSerial, DeviceId, LineHandle, SeatId};
use crate::machine::{line, proxy_registration};
use crate::message::Message;

/// The parameters of lineOpen.
pub(super) struct OpenCall {
    pub(super) app: AppHandle,
    pub(super) device: DeviceId,
    pub(super) version: ApiVersion,
    pub(super) callback_instance: u64,
    pub(super) privileges: CallPrivilege,
    pub(super) options: OpenOptions,
    pub(super) media_modes: MediaMode,
    pub(super) proxy_types: Vec<ProxyRequestType>,
    pub(super) address: Option<AddressId>,
    pub(super) ext_version: u32,
}

impl Server {
    pub(super) fn open(&mut self, seat: SeatId, serial: CallSerial, call: OpenCall, say: &mut impl Say) {
        if let Err(error) = self.check_open(seat, &call) {
            return returns(seat, serial, Err(error), say);
        }
        let serves = call.options.contains(OpenOptions::PROXY);
        let event = if serves { line::Event::OpenedToServe } else { line::Event::Opened };
        let line = Line {
            state: line::State::Absent.after(event),
            seat,
            app: call.app,
            device: call.device,
            version: call.version,
            callback_instance: call.callback_instance,
            privileges: call.privileges,
            media_modes: call.media_modes,
            address: call.address.filter(|_| call.options.contains(OpenOptions::SINGLE_ADDRESS)),
            proxy_types: self.proxy_types(call.app, call.proxy_types),
            requests: 0,
        };
        let types = line.proxy_types.clone();
        let Some(handle) = self.lines.insert(line).map(LineHandle) else {
            return returns(seat, serial, Err(LineErr::RESOURCE_UNAVAIL), say);
        };
        if let Some(app) = self.apps.get_mut(call.app.0) {
            app.lines.push(handle);
        }
        let complete_before = self.all_open_for_acd(call.device);
        if let Some(device) = self.device_mut(call.device) {
            device.lines.push(handle);
        }
        // LINE_PROXYSTATUS is sent while lineOpen runs, and not to the opener itself (inferred).
        let except = Except::Line(handle);
        for kind in types.iter() {
            self.proxy_status(call.device, ProxyStatus::OPEN, *kind, except, say);
        }
        if !complete_before && self.all_open_for_acd(call.device) {
            let none = ProxyRequestType(0);
            self.proxy_status(call.device, ProxyStatus::ALL_OPEN_FOR_ACD, none, except, say);
        }
        returns(seat, serial, Ok(Out::Line(handle)), say);
    }

    fn check_open(&self, seat: SeatId, call: &OpenCall) -> Result<(), LineErr> {
        self.check_app(seat, call.app)?;
        // TAPI chooses a line by what a call to be placed there needs, and no line of the model places calls.
        if call.device == DeviceId::LINE_MAPPER {
            return Err(LineErr::LINE_MAPPER_FAILED);
        }
        let device = self.device(call.device).ok_or(LineErr::BAD_DEVICE_ID)?;
        if !VERSIONS.contains(&call.version) {
            return Err(LineErr::INCOMPATIBLE_API_VERSION);
        }
        // No device has extensions.
        if call.ext_version != 0 {
            return Err(LineErr::INCOMPATIBLE_EXT_VERSION);
        }
        let privileges = call.privileges;
        let lone_none = privileges == CallPrivilege::NONE || !privileges.contains(CallPrivilege::NONE);
        if privileges.is_empty() || !privileges.is_defined() || !lone_none || !call.options.is_defined() {
            return Err(LineErr::INVAL_PRIV_SELECT);
        }
        if privileges.contains(CallPrivilege::OWNER) && call.media_modes.is_empty() {
            return Err(LineErr::INVAL_MEDIA_MODE);
        }
        let single = call.options.contains(OpenOptions::SINGLE_ADDRESS);
        if single && !call.address.is_some_and(|address| has_address(device, address)) {
            return Err(LineErr::INVAL_ADDRESS_ID);
        }
        self.check_proxy_types(device, call)?;
        self.check_lines(call.app)
    }

    /// Whether one more line is within the limits; the lack is not for good, so it is no LINEERR_ALLOCATED.
    fn check_lines(&self, app: AppHandle) -> Result<(), LineErr> {
        let own = self.apps.get(app.0).map_or(0, |app| app.lines.len());
        let room = own < self.limits.lines_per_application && self.lines.len() < self.limits.lines;
        room.then_some(()).ok_or(LineErr::RESOURCE_UNAVAIL)
    }

    /// All or nothing: one type that is taken refuses the whole open (erratum E04 on the code).
    fn check_proxy_types(&self, device: &Device, call: &OpenCall) -> Result<(), LineErr> {
        let proxy = call.options.contains(OpenOptions::PROXY);
        let well_formed = call.proxy_types.iter().all(|kind| kind.is_defined());
        if proxy == call.proxy_types.is_empty() || !well_formed {
            return Err(LineErr::INVAL_PARAM);
        }
        // A handler is not sent what its version does not know (inferred; the code too).
        if proxy && call.proxy_types.iter().any(|kind| call.version < first_version(*kind)) {
            return Err(LineErr::INCOMPATIBLE_API_VERSION);
        }
        let event = proxy_registration::Event::Registered;
        call.proxy_types.iter().enumerate().try_for_each(|(at, kind)| {
            let state = self.registration(device, *kind);
            let state = if call.proxy_types[..at].contains(kind) { state.after(event) } else { state };
            state.step(event).accepted()
        })
    }

    fn all_open_for_acd(&self, device: DeviceId) -> bool {
        let device = self.device(device);
        self.acd_types.iter().all(|kind| device.is_some_and(|d| self.server_of(d, *kind).is_some()))
    }

    /// What a line serves. An agent handler asks for the same on one line after the other; that is kept once.
    fn proxy_types(&self, app: AppHandle, asked: Vec<ProxyRequestType>) -> Arc<[ProxyRequestType]> {
        let last = self.apps.get(app.0).and_then(|app| self.lines.get(app.lines.last()?.0));
        match last.map(|line| &line.proxy_types).filter(|types| types[..] == asked[..]) {
            Some(same) => Arc::clone(same),
            None => asked.into(),
        }
    }

    /// The request types that are served on a device, and the line that serves each.
    pub(super) fn proxies(&self, device: &Device) -> impl Iterator<Item = (ProxyRequestType, LineHandle)> {
        let lines = device.lines.iter().filter_map(|handle| Some((*handle, self.lines.get(handle.0)?)));
        lines.flat_map(|(handle, line)| line.proxy_types.iter().map(move |kind| (*kind, handle)))
    }

    /// The line that serves a request type.
    pub(super) fn server_of(&self, device: &Device, kind: ProxyRequestType) -> Option<LineHandle> {
        self.proxies(device).find(|(served, _)| *served == kind).map(|(_, line)| line)
    }

    /// Where a request type stands.
    pub(super) fn registration(&self, device: &Device, kind: ProxyRequestType) -> proxy_registration::State {
        match self.server_of(device, kind) {
            Some(_) => proxy_registration::State::Served,
            None => proxy_registration::State::Free,
        }
    }

    /// One bit and one type a message (erratum E03).
    pub(super) fn proxy_status(
        &self,
        device: DeviceId,
        bit: ProxyStatus,
        kind: ProxyRequestType,
        except: Except,
        say: &mut impl Say,
    ) {
        let message = Message::ProxyStatus { changed: bit, request_type: kind };
        self.tell_device(device, message.into(), except, say);
    }
}

/// The version that brought a request type, and TAPI 2.0, which brought the first ones, for what is none.
fn first_version(kind: ProxyRequestType) -> ApiVersion {
    let row = ProxyRequestType::FAMILY.row(kind.0);
    row.and_then(|row| row.since.version()).unwrap_or(ApiVersion::V2_0)
}
