//! The functions, one by one: what TAPI refuses, what it answers itself, what it passes on.

use alloc::vec::Vec;

use tapi_wire::consts::{ApiVersion, CallPrivilege, CallState, InitializeExOptions, LineErr};

use super::lines::OpenCall;
use super::{App, Line, Pending, Say, Server};
use crate::function::{Function, FunctionRow, Out, ProxyMessage};
use crate::ids::{AppHandle, CallHandle, CallSerial, DeviceId, LegId, LineHandle, SeatId};
use crate::machine::application;
use crate::message::ResultCode;

/// The versions this server speaks, lowest first.
pub(super) const VERSIONS: [ApiVersion; 7] = [
    ApiVersion::V1_3,
    ApiVersion::V1_4,
    ApiVersion::V2_0,
    ApiVersion::V2_1,
    ApiVersion::V2_2,
    ApiVersion::V3_0,
    ApiVersion::V3_1,
];

/// The ways to hear of messages.
const MECHANISMS: [InitializeExOptions; 3] = [
    InitializeExOptions::USE_HIDDEN_WINDOW,
    InitializeExOptions::USE_EVENT,
    InitializeExOptions::USE_COMPLETION_PORT,
];

/// What a function comes to at once.
pub(super) type Returned = Result<Out, LineErr>;

impl Server {
    /// Every call comes through here and gets exactly one return.
    pub(crate) fn call(&mut self, seat: SeatId, serial: CallSerial, function: Function, say: &mut impl Say) {
        if let Function::ProxyMessage { line, call, message, param1, param2, param3 } = function {
            let said = ProxyMessage { line, call, message, params: [param1, param2, param3] };
            return self.proxy_message(seat, serial, said, say);
        }
        let line = function.line().and_then(|line| self.line_of(seat, line));
        if let Err(error) = self.check_caller(seat, function.row(), line) {
            return returns(seat, serial, Err(error), say);
        }
        if let Function::Raw(call) = function {
            return match call.lower() {
                Ok(function) => self.call(seat, serial, function, say),
                Err(error) => returns(seat, serial, Err(error), say),
            };
        }
        if let Some(request) = function.request() {
            return self.proxied(seat, serial, &function, request, say);
        }
        let returned = match function {
            Function::InitializeEx { app_name, options, .. } => self.initialize(seat, &app_name, options),
            Function::NegotiateApiVersion { app, device, low, high } => {
                self.negotiate(seat, app, device, low, high)
            }
            Function::Open {
                app,
                device,
                api_version: version,
                callback_instance,
                privileges,
                options,
                media_modes,
                proxy_types,
                address,
                ext_version,
            } => {
                let call = OpenCall {
                    app,
                    device,
                    version,
                    callback_instance,
                    privileges,
                    options,
                    media_modes,
                    proxy_types,
                    address,
                    ext_version,
                };
                return self.open(seat, serial, call, say);
            }
            Function::Close { line } => return self.close(seat, serial, line, say),
            Function::Shutdown { app } => return self.shutdown(seat, serial, app, say),
            Function::GetMessage { app, .. } => self.next_message(seat, app),
            Function::GetProxyStatus { app, device, app_api_version } => {
                self.proxy_types_served(seat, app, device, app_api_version)
            }
            Function::ProxyResponse { line, request, result, answer } => {
                return self.proxy_response(seat, serial, line, request, (result, answer), say);
            }
            Function::Answer { call } => return self.answer(seat, serial, call, say),
            Function::DeallocateCall { call } => self.deallocate(seat, call),
            // Every other function is proxied.
            _ => Err(LineErr::OPERATION_UNAVAIL),
        };
        returns(seat, serial, returned, say);
    }

    /// Whether the caller has initialised TAPI, and the version agreed on for its line has the function. The code of
    /// the latter is inferred: the pages of functions on a line list OPERATIONUNAVAIL, and INCOMPATIBLEAPIVERSION is
    /// of those that take a version.
    #[inline(always)]
    pub(super) fn check_caller(
        &self,
        seat: SeatId,
        function: &FunctionRow,
        line: Option<&Line>,
    ) -> Result<(), LineErr> {
        match line {
            // Who has a line is registered.
            Some(line) if line.version < function.since => Err(LineErr::OPERATION_UNAVAIL),
            Some(_) => Ok(()),
            None if !self.registrations.contains_key(&seat) && function.lists(LineErr::UNINITIALIZED) => {
                Err(LineErr::UNINITIALIZED)
            }
            None => Ok(()),
        }
    }

    fn initialize(&mut self, seat: SeatId, app_name: &str, options: InitializeExOptions) -> Returned {
        // LINEERR_ Constants: the name has no character that cannot be displayed.
        if app_name.chars().any(char::is_control) {
            return Err(LineErr::INVAL_APP_NAME);
        }
        // An application selects one of three mechanisms (lineInitializeEx function; the code is inferred).
        let mechanism = options - InitializeExOptions::CALL_HUB_TRACKING;
        if !MECHANISMS.contains(&mechanism) {
            return Err(LineErr::INVAL_PARAM);
        }
        if self.apps.len() >= self.limits.applications {
            return Err(LineErr::NO_MEM);
        }
        let state = application::State::Absent.after(application::Event::Initialized);
        let app = App { state, seat, lines: Vec::new(), requests: 0 };
        let app = self.apps.insert(app).ok_or(LineErr::NO_MEM)?;
        *self.registrations.entry(seat).or_default() += 1;
        let num_devs = u32::try_from(self.devices.len()).unwrap_or(u32::MAX);
        Ok(Out::App { app: AppHandle(app), num_devs, api_version: ApiVersion::V3_1 })
    }

    pub(super) fn check_app(&self, seat: SeatId, app: AppHandle) -> Result<(), LineErr> {
        self.app_for(seat, app, application::Event::Named).map(drop)
    }

    fn negotiate(
        &self,
        seat: SeatId,
        app: AppHandle,
        device: DeviceId,
        low: ApiVersion,
        high: ApiVersion,
    ) -> Returned {
        self.check_app(seat, app)?;
        self.device(device).ok_or(LineErr::BAD_DEVICE_ID)?;
        let agreed = VERSIONS.into_iter().rfind(|version| (low..=high).contains(version));
        agreed.map(Out::ApiVersion).ok_or(LineErr::INCOMPATIBLE_API_VERSION)
    }

    /// Every message has left with [`Output::Message`] already, however the application wants to hear of messages: the
    /// queue that the function looks into is empty.
    fn next_message(&self, seat: SeatId, app: AppHandle) -> Returned {
        self.check_app(seat, app)?;
        Err(LineErr::OPERATION_FAILED)
    }

    fn proxy_types_served(
        &self,
        seat: SeatId,
        app: AppHandle,
        device: DeviceId,
        version: ApiVersion,
    ) -> Returned {
        self.check_app(seat, app)?;
        let device = self.device(device).ok_or(LineErr::BAD_DEVICE_ID)?;
        if !VERSIONS.contains(&version) || version < ApiVersion::V2_2 {
            return Err(LineErr::INCOMPATIBLE_API_VERSION);
        }
        let mut types: Vec<_> = self.proxies(device).map(|(kind, _)| kind).collect();
        types.sort_unstable();
        Ok(Out::RequestTypes(types))
    }

    /// The next request, as one of this line.
    pub(super) fn pending(&self, line: LineHandle, open: &Line) -> Pending {
        let Line { seat, app, callback_instance, .. } = *open;
        Pending { seat, app, line: Some(line), callback_instance, request: self.next_request }
    }

    fn answer(&mut self, seat: SeatId, serial: CallSerial, call: CallHandle, say: &mut impl Say) {
        let (leg, pending) = match self.check_answer(seat, call) {
            Ok(found) => found,
            Err(error) => return returns(seat, serial, Err(error), say),
        };
        let request = pending.request;
        self.asked(&pending);
        self.switch_pending.push(pending);
        say.returned(seat, serial, request.as_long(), Out::None);
        say.answer_leg(leg, request);
    }

    fn check_answer(&self, seat: SeatId, handle: CallHandle) -> Result<(LegId, Pending), LineErr> {
        let call = self.calls.get(handle.0).ok_or(LineErr::INVAL_CALL_HANDLE)?;
        let line = self.line_of(seat, call.line).ok_or(LineErr::INVAL_CALL_HANDLE)?;
        if !call.privilege.contains(CallPrivilege::OWNER) {
            return Err(LineErr::NOT_OWNER);
        }
        let state = self.calls.leg(call.leg).map(|leg| leg.state);
        if state != Some(CallState::OFFERING) {
            return Err(LineErr::INVAL_CALL_STATE);
        }
        let pending = self.pending(call.line, line);
        self.check_requests(&pending)?;
        Ok((call.leg, pending))
    }

    fn deallocate(&mut self, seat: SeatId, handle: CallHandle) -> Returned {
        let call = self.calls.get(handle.0).ok_or(LineErr::INVAL_CALL_HANDLE)?;
        self.line_of(seat, call.line).ok_or(LineErr::INVAL_CALL_HANDLE)?;
        let idle = self.calls.leg(call.leg).is_none_or(|leg| leg.state == CallState::IDLE);
        // The owner of a call answers for it until it is idle.
        if call.privilege.contains(CallPrivilege::OWNER) && !idle {
            return Err(LineErr::INVAL_CALL_STATE);
        }
        self.calls.remove_handle(handle);
        Ok(Out::None)
    }
}

/// A function returns.
#[inline(always)]
pub(super) fn returns(seat: SeatId, serial: CallSerial, returned: Returned, say: &mut impl Say) {
    let (value, out) = match returned {
        Ok(out) => (0, out),
        Err(error) => (ResultCode::from(error).0, Out::None),
    };
    say.returned(seat, serial, value, out);
}
