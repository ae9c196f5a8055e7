//! Open lines: what lineOpen asks for, and which line serves a request type.

use alloc::vec::Vec;

use tapi_wire::consts::{
    ApiVersion, CallPrivilege, Constants as _, LineErr, MediaMode, OpenOptions, ProxyRequestType, ProxyStatus,
};

use super::functions::VERSIONS;
use super::{Device, Line, Server, has_address};
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
    pub(super) fn open(&mut self, seat: SeatId, serial: CallSerial, call: OpenCall) {
        if let Err(error) = self.check_open(seat, &call) {
            return self.returns(seat, serial, Err(error));
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
            proxy_types: call.proxy_types,
            requests: 0,
        };
        let types = line.proxy_types.clone();
        let Some(handle) = self.lines.insert(line).map(LineHandle) else {
            return self.returns(seat, serial, Err(LineErr::RESOURCE_UNAVAIL));
        };
        if let Some(app) = self.apps.get_mut(call.app.0) {
            app.lines.push(handle);
        }
        let complete_before = self.all_open_for_acd(call.device);
        if let Some(device) = self.device_mut(call.device) {
            device.lines.push(handle);
            device.proxies.extend(types.iter().map(|kind| (*kind, handle)));
        }
        // LINE_PROXYSTATUS is sent while lineOpen runs, and not to the opener itself (inferred).
        for kind in types {
            self.proxy_status(call.device, ProxyStatus::OPEN, kind, handle);
        }
        if !complete_before && self.all_open_for_acd(call.device) {
            self.proxy_status(call.device, ProxyStatus::ALL_OPEN_FOR_ACD, ProxyRequestType(0), handle);
        }
        self.returns(seat, serial, Ok(Out::Line(handle)));
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
            let state = device.registration(*kind);
            let state = if call.proxy_types[..at].contains(kind) { state.after(event) } else { state };
            state.step(event).accepted()
        })
    }

    fn all_open_for_acd(&self, device: DeviceId) -> bool {
        let device = self.device(device);
        self.acd_types.iter().all(|kind| device.is_some_and(|d| d.server_of(*kind).is_some()))
    }

    /// One bit and one type a message (erratum E03).
    pub(super) fn proxy_status(
        &mut self,
        device: DeviceId,
        bit: ProxyStatus,
        kind: ProxyRequestType,
        opener: LineHandle,
    ) {
        let message = Message::ProxyStatus { changed: bit, request_type: kind };
        self.outbox.post_device(&self.devices, device, message.into(), Some(opener));
    }
}

/// The version that brought a request type, and TAPI 2.0, which brought the first ones, for what is none.
fn first_version(kind: ProxyRequestType) -> ApiVersion {
    let row = ProxyRequestType::FAMILY.row(kind.0);
    row.and_then(|row| row.since.version()).unwrap_or(ApiVersion::V2_0)
}
