//! The functions, one by one: what TAPI refuses, what it answers itself, what it passes on.

use alloc::vec::Vec;

use tapi_wire::consts::{
    AgentSessionState, AgentState, AgentStateEx, ApiVersion, CallPrivilege, CallState, LineErr, MediaMode,
    MessageId, OpenOptions, ProxyRequestType, ProxyStatus,
};

use super::outbox::Body;
use super::{
    App, BUFFER_ALIGNMENT, Line, Output, Pending, ProxyPending, Server, buffer_address, buffer_handle,
    has_address,
};
use crate::answer::Answer;
use crate::function::{Function, Out};
use crate::ids::{AddressId, AppHandle, BufferAddress, CallHandle, CallSerial, DeviceId, LineHandle, SeatId};
use crate::message::{Message, ResultCode};
use crate::record::Attached;
use crate::request::ProxyRequest;

/// The versions this server speaks, lowest first.
const VERSIONS: [ApiVersion; 7] = [
    ApiVersion::V1_3,
    ApiVersion::V1_4,
    ApiVersion::V2_0,
    ApiVersion::V2_1,
    ApiVersion::V2_2,
    ApiVersion::V3_0,
    ApiVersion::V3_1,
];

/// What a handler may send with lineProxyMessage; a closed list (inferred from the message pages).
const PROXY_MESSAGES: [MessageId; 6] = [
    MessageId::AGENT_SPECIFIC,
    MessageId::AGENT_STATUS,
    MessageId::AGENT_SESSION_STATUS,
    MessageId::QUEUE_STATUS,
    MessageId::AGENT_STATUS_EX,
    MessageId::GROUP_STATUS,
];

/// What a function comes to at once.
type Returned = Result<Out, LineErr>;

/// The parameters of lineOpen.
struct OpenCall {
    app: AppHandle,
    device: DeviceId,
    version: ApiVersion,
    callback_instance: u64,
    privileges: CallPrivilege,
    options: OpenOptions,
    media_modes: MediaMode,
    proxy_types: Vec<ProxyRequestType>,
    address: Option<AddressId>,
    ext_version: u32,
}

impl Server {
    /// Every call comes through here and gets exactly one return.
    pub(super) fn call(&mut self, seat: SeatId, serial: CallSerial, function: Function) {
        if let Function::Raw(call) = function {
            return match call.lower() {
                Ok(function) => self.call(seat, serial, function),
                Err(error) => self.returns(seat, serial, Err(error)),
            };
        }
        if let Some(request) = function.request() {
            return self.proxied(seat, serial, &function, request);
        }
        let returned = match function {
            Function::InitializeEx { .. } => self.initialize(seat),
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
                return self.open(seat, serial, call);
            }
            Function::Close { line } => return self.close(seat, serial, line),
            Function::Shutdown { app } => return self.shutdown(seat, serial, app),
            Function::GetMessage { app, .. } => self.next_message(seat, app),
            Function::GetProxyStatus { app, device, app_api_version } => {
                self.proxy_types_served(seat, app, device, app_api_version)
            }
            Function::ProxyMessage { line, call, message, param1, param2, param3 } => {
                return self.proxy_message(seat, serial, line, call, (message, [param1, param2, param3]));
            }
            Function::ProxyResponse { line, request, result, answer } => {
                return self.proxy_response(seat, serial, line, request, (result, answer));
            }
            Function::Answer { call } => return self.answer(seat, serial, call),
            Function::DeallocateCall { call } => self.deallocate(seat, call),
            // Every other function is proxied.
            _ => Err(LineErr::OPERATION_UNAVAIL),
        };
        self.returns(seat, serial, returned);
    }

    fn returns(&mut self, seat: SeatId, serial: CallSerial, returned: Returned) {
        let (value, out) = match returned {
            Ok(out) => (0, out),
            Err(error) => (ResultCode::from(error).0, Out::None),
        };
        self.outbox.push(Output::Return { seat, serial, value, out });
    }

    fn initialize(&mut self, seat: SeatId) -> Returned {
        let app = self.apps.insert(App { seat }).ok_or(LineErr::NO_MEM)?;
        let num_devs = u32::try_from(self.devices.len()).unwrap_or(u32::MAX);
        Ok(Out::App { app: AppHandle(app), num_devs, api_version: ApiVersion::V3_1 })
    }

    fn check_app(&self, seat: SeatId, app: AppHandle) -> Result<(), LineErr> {
        let known = self.apps.get(app.0).is_some_and(|a| a.seat == seat);
        known.then_some(()).ok_or(LineErr::INVAL_APP_HANDLE)
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

    /// Every message has left with [`Output::Message`] already, so the queue that the function looks into is empty.
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
        let mut types: Vec<_> = device.proxies.iter().map(|(kind, _)| *kind).collect();
        types.sort_unstable();
        Ok(Out::RequestTypes(types))
    }

    fn open(&mut self, seat: SeatId, serial: CallSerial, call: OpenCall) {
        if let Err(error) = self.check_open(seat, &call) {
            return self.returns(seat, serial, Err(error));
        }
        let line = Line {
            seat,
            app: call.app,
            device: call.device,
            version: call.version,
            callback_instance: call.callback_instance,
            privileges: call.privileges,
            media_modes: call.media_modes,
            address: call.address.filter(|_| call.options.contains(OpenOptions::SINGLE_ADDRESS)),
            proxy_types: call.proxy_types,
        };
        let types = line.proxy_types.clone();
        let Some(handle) = self.lines.insert(line).map(LineHandle) else {
            return self.returns(seat, serial, Err(LineErr::RESOURCE_UNAVAIL));
        };
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
        self.check_proxy_types(device, call)
    }

    /// All or nothing: one type that is taken refuses the whole open (erratum E04 on the code).
    fn check_proxy_types(&self, device: &super::Device, call: &OpenCall) -> Result<(), LineErr> {
        let proxy = call.options.contains(OpenOptions::PROXY);
        let well_formed = call.proxy_types.iter().all(|kind| kind.is_defined());
        if proxy == call.proxy_types.is_empty() || !well_formed {
            return Err(LineErr::INVAL_PARAM);
        }
        if proxy && call.version < ApiVersion::V2_0 {
            return Err(LineErr::INCOMPATIBLE_API_VERSION);
        }
        let taken = |kind: &ProxyRequestType| device.proxies.iter().any(|(served, _)| served == kind);
        let twice = |(at, kind): (usize, &ProxyRequestType)| call.proxy_types[..at].contains(kind);
        if call.proxy_types.iter().any(taken) || call.proxy_types.iter().enumerate().any(twice) {
            return Err(LineErr::NOT_REGISTERED);
        }
        Ok(())
    }

    fn all_open_for_acd(&self, device: DeviceId) -> bool {
        let served = |kind: &ProxyRequestType| {
            self.device(device).is_some_and(|d| d.proxies.iter().any(|(served, _)| served == kind))
        };
        self.acd_types.iter().all(served)
    }

    /// One bit and one type a message (erratum E03).
    fn proxy_status(
        &mut self,
        device: DeviceId,
        bit: ProxyStatus,
        kind: ProxyRequestType,
        opener: LineHandle,
    ) {
        let message = Message::ProxyStatus { changed: bit, request_type: kind };
        self.outbox.post_device(device, message.into(), Some(opener));
    }

    fn close(&mut self, seat: SeatId, serial: CallSerial, line: LineHandle) {
        if self.line_of(seat, line).is_none() {
            return self.returns(seat, serial, Err(LineErr::INVAL_LINE_HANDLE));
        }
        self.close_line(line);
        self.returns(seat, serial, Ok(Out::None));
    }

    fn shutdown(&mut self, seat: SeatId, serial: CallSerial, app: AppHandle) {
        if let Err(error) = self.check_app(seat, app) {
            return self.returns(seat, serial, Err(error));
        }
        let open: Vec<_> =
            self.lines.iter().filter(|(_, l)| l.app == app).map(|(h, _)| LineHandle(h)).collect();
        // Every request of the application is cancelled before any of its lines can fail one as a handler.
        self.suppress_replies(|pending| pending.app == app);
        for line in open {
            self.close_line(line);
        }
        self.apps.remove(app.0);
        self.returns(seat, serial, Ok(Out::None));
    }

    /// Takes a line away with everything that hangs on it.
    fn close_line(&mut self, handle: LineHandle) {
        let handles: Vec<_> = self.calls.of_line(handle).collect();
        for call in handles {
            self.give_up_handle(call);
        }
        let Some(line) = self.lines.remove(handle.0) else { return };
        if let Some(device) = self.device_mut(line.device) {
            device.lines.retain(|open| *open != handle);
            device.proxies.retain(|(_, server)| *server != handle);
        }
        self.suppress_replies(|pending| pending.line == Some(handle));
        self.fail_requests_of(handle);
        for kind in line.proxy_types {
            self.proxy_status(line.device, ProxyStatus::CLOSE, kind, handle);
        }
    }

    /// A handle goes with its line. A call that loses its owner is dropped (lineClose function), unless it is over; a
    /// call has one owner in this model.
    fn give_up_handle(&mut self, handle: CallHandle) {
        let Some(leg) = self.calls.get(handle.0).map(|call| call.leg) else { return };
        let over = self.calls.leg(leg).is_none_or(|leg| leg.state == CallState::IDLE);
        let owned =
            self.calls.remove_handle(handle).is_some_and(|c| c.privilege.contains(CallPrivilege::OWNER));
        if owned && !over {
            self.outbox.push(Output::DropLeg { leg });
        }
    }

    /// The closer hears of its outstanding requests no more; their handlers still answer once.
    fn suppress_replies(&mut self, cancelled: impl Fn(&Pending) -> bool) {
        self.switch_pending.retain(|pending| !cancelled(pending));
        let buffers: Vec<_> = self.proxy_pending.iter().map(|(buffer, _)| buffer).collect();
        for buffer in buffers {
            if let Some(pending) = self.proxy_pending.get_mut(buffer)
                && pending.requester.as_ref().is_some_and(&cancelled)
            {
                pending.requester = None;
            }
        }
    }

    /// What a handler leaves unanswered fails, so that no client waits for ever (erratum E29).
    fn fail_requests_of(&mut self, handler: LineHandle) {
        let left = self.proxy_pending.iter().filter(|(_, p)| p.handler == handler);
        let left: Vec<_> = left.map(|(buffer, _)| buffer).collect();
        let mut waiting: Vec<_> =
            left.into_iter().filter_map(|buffer| self.proxy_pending.remove(buffer)?.requester).collect();
        waiting.sort_unstable_by_key(|requester| requester.request);
        for requester in waiting {
            self.reply(requester, LineErr::OPERATION_FAILED.into(), None);
        }
    }

    /// A function for the agent handler: id to the client first, then the request to the handler.
    fn proxied(&mut self, seat: SeatId, serial: CallSerial, function: &Function, request: ProxyRequest) {
        let (handler, requester) = match self.check_proxied(seat, function, &request) {
            Ok(found) => found,
            Err(error) => return self.returns(seat, serial, Err(error)),
        };
        let id = requester.request;
        let Some(buffer) = self.proxy_pending.insert(ProxyPending { handler, requester: Some(requester) })
        else {
            return self.returns(seat, serial, Err(LineErr::RESOURCE_UNAVAIL));
        };
        self.take_request();
        self.outbox.push(Output::Return { seat, serial, value: id.as_long(), out: Out::None });
        let message = Message::ProxyRequest { buffer: buffer_address(buffer) };
        if let Some(line) = self.lines.get(handler.0) {
            self.outbox.post_line(handler, line, message, Attached::Request(request));
        }
    }

    /// The line that serves the request, and who waits for the answer.
    fn check_proxied(
        &self,
        seat: SeatId,
        function: &Function,
        request: &ProxyRequest,
    ) -> Result<(LineHandle, Pending), LineErr> {
        let (device, requester) = match *function {
            // The one request that names no line but a device: nothing need be open.
            Function::GetAgentCaps { app, device, app_api_version, .. } => {
                self.check_app(seat, app)?;
                self.device(device).ok_or(LineErr::BAD_DEVICE_ID)?;
                if !VERSIONS.contains(&app_api_version) || app_api_version < ApiVersion::V2_0 {
                    return Err(LineErr::INCOMPATIBLE_API_VERSION);
                }
                let request = self.next_request;
                (device, Pending { seat, app, line: None, callback_instance: 0, request })
            }
            _ => {
                let line = function.line().ok_or(LineErr::INVAL_LINE_HANDLE)?;
                let open = self.line_of(seat, line).ok_or(LineErr::INVAL_LINE_HANDLE)?;
                (open.device, self.pending(line, open))
            }
        };
        let device = self.device(device).ok_or(LineErr::BAD_DEVICE_ID)?;
        check_before_handler(device, request)?;
        let kind = request.request_type();
        let handler = device.proxies.iter().find(|(served, _)| *served == kind).map(|(_, line)| *line);
        Ok((handler.ok_or(LineErr::OPERATION_UNAVAIL)?, requester))
    }

    /// The next request, as one of this line.
    fn pending(&self, line: LineHandle, open: &Line) -> Pending {
        let Line { seat, app, callback_instance, .. } = *open;
        Pending { seat, app, line: Some(line), callback_instance, request: self.next_request }
    }

    fn proxy_message(
        &mut self,
        seat: SeatId,
        serial: CallSerial,
        line: LineHandle,
        call: CallHandle,
        (id, params): (MessageId, [u32; 3]),
    ) {
        let device = match self.check_proxy_message(seat, line, call, id) {
            Ok(device) => device,
            Err(error) => return self.returns(seat, serial, Err(error)),
        };
        self.returns(seat, serial, Ok(Out::None));
        // 32 bits become pointer sized without a sign (erratum E27); not back to the hLine that the handler named.
        self.outbox.post_device(device, Body { id, params: params.map(u64::from) }, Some(line));
    }

    fn check_proxy_message(
        &self,
        seat: SeatId,
        line: LineHandle,
        call: CallHandle,
        id: MessageId,
    ) -> Result<DeviceId, LineErr> {
        let handler = self.line_of(seat, line).ok_or(LineErr::INVAL_LINE_HANDLE)?;
        if handler.proxy_types.is_empty() {
            return Err(LineErr::NOT_REGISTERED);
        }
        if !PROXY_MESSAGES.contains(&id) {
            return Err(LineErr::INVAL_PARAM);
        }
        // Messages about a call come with LINE_AGENTSPECIFIC (erratum E34), which no handler of ours sends yet.
        if call != CallHandle(0) {
            return Err(LineErr::INVAL_CALL_HANDLE);
        }
        Ok(handler.device)
    }

    fn proxy_response(
        &mut self,
        seat: SeatId,
        serial: CallSerial,
        line: LineHandle,
        request: BufferAddress,
        (result, answer): (ResultCode, Option<Answer>),
    ) {
        if let Err(error) = self.check_proxy_response(seat, line, request) {
            return self.returns(seat, serial, Err(error));
        }
        let pending = buffer_handle(request).and_then(|buffer| self.proxy_pending.remove(buffer));
        self.returns(seat, serial, Ok(Out::None));
        if let Some(requester) = pending.and_then(|p| p.requester) {
            self.reply(requester, result, answer);
        }
    }

    /// A buffer is answered once, by the line that got it.
    fn check_proxy_response(
        &self,
        seat: SeatId,
        line: LineHandle,
        request: BufferAddress,
    ) -> Result<(), LineErr> {
        let handler = self.line_of(seat, line).ok_or(LineErr::INVAL_LINE_HANDLE)?;
        if handler.proxy_types.is_empty() {
            return Err(LineErr::NOT_REGISTERED);
        }
        let pending = buffer_handle(request).and_then(|buffer| self.proxy_pending.get(buffer));
        pending.filter(|p| p.handler == line).map(|_| ()).ok_or(LineErr::INVAL_POINTER)
    }

    fn answer(&mut self, seat: SeatId, serial: CallSerial, call: CallHandle) {
        let (leg, pending) = match self.check_answer(seat, call) {
            Ok(found) => found,
            Err(error) => return self.returns(seat, serial, Err(error)),
        };
        let request = self.take_request();
        self.switch_pending.push(pending);
        self.outbox.push(Output::Return { seat, serial, value: request.as_long(), out: Out::None });
        self.outbox.push(Output::AnswerLeg { leg, request });
    }

    fn check_answer(
        &self,
        seat: SeatId,
        handle: CallHandle,
    ) -> Result<(crate::ids::LegId, Pending), LineErr> {
        let call = self.calls.get(handle.0).ok_or(LineErr::INVAL_CALL_HANDLE)?;
        let line = self.line_of(seat, call.line).ok_or(LineErr::INVAL_CALL_HANDLE)?;
        if !call.privilege.contains(CallPrivilege::OWNER) {
            return Err(LineErr::NOT_OWNER);
        }
        let state = self.calls.leg(call.leg).map(|leg| leg.state);
        if state != Some(CallState::OFFERING) {
            return Err(LineErr::INVAL_CALL_STATE);
        }
        Ok((call.leg, self.pending(call.line, line)))
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

/// What TAPI itself refuses, before a handler sees it (the codes are inferred).
fn check_before_handler(device: &super::Device, request: &ProxyRequest) -> Result<(), LineErr> {
    if request.address().is_some_and(|address| !has_address(device, address)) {
        return Err(LineErr::INVAL_ADDRESS_ID);
    }
    match request {
        ProxyRequest::SetAgentState { state, next, .. } => {
            check_states([state.0, next.0], |value| AgentState(value).is_defined())
        }
        ProxyRequest::SetAgentSessionState { state, next, .. } => {
            check_states([state.0, next.0], |value| AgentSessionState(value).is_defined())
        }
        ProxyRequest::SetAgentStateEx { state, next, .. } => {
            check_states([state.0, next.0], |value| AgentStateEx(value).is_defined())
        }
        ProxyRequest::SetAgentMeasurementPeriod { period: 0, .. }
        | ProxyRequest::SetQueueMeasurementPeriod { period: 0, .. } => Err(LineErr::INVAL_PARAM),
        _ => Ok(()),
    }
}

/// Not both zero, and each one zero or exactly one defined state.
fn check_states(states: [u32; 2], defined: impl Fn(u32) -> bool) -> Result<(), LineErr> {
    let sound = states != [0, 0] && states.into_iter().all(|state| state == 0 || defined(state));
    sound.then_some(()).ok_or(LineErr::INVAL_AGENT_STATE)
}

// The arena's handle bits and the alignment keep every address inside 32 bits, so that it fits both ABIs.
const _: () = assert!(super::BUFFERS.tag as u64 * 2 * BUFFER_ALIGNMENT <= 1 << 32);
