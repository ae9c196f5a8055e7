//! Requests for an agent handler, and what the handler says.

use alloc::boxed::Box;

use tapi_wire::consts::{AgentSessionState, AgentState, AgentStateEx, ApiVersion, LineErr, MessageId};

use super::delivery::{Body, Except, tell_call};
use super::functions::{VERSIONS, returns};
use super::{Device, Handler, Pending, ProxyPending, Say, Server, has_address};
use crate::answer::Answer;
use crate::function::{Function, Out, ProxyMessage};
use crate::ids::{BufferAddress, CallHandle, CallSerial, DeviceId, LegId, LineHandle, SeatId};
use crate::machine::proxy_request::{Event, State};
use crate::machine::{line, proxy_registration};
use crate::message::{Message, ResultCode};
use crate::record::Attached;
use crate::request::ProxyRequest;

impl Server {
    /// A function for the agent handler: id to the client first, then the request to the handler.
    pub(super) fn proxied(
        &mut self,
        seat: SeatId,
        serial: CallSerial,
        function: &Function,
        request: ProxyRequest,
        say: &mut impl Say,
    ) {
        let (handler, requester, client_version) = match self.check_proxied(seat, function, &request) {
            Ok(found) => found,
            Err(error) => return returns(seat, serial, Err(error), say),
        };
        let Some(line) = self.lines.get(handler.0) else {
            return returns(seat, serial, Err(LineErr::OPERATION_UNAVAIL), say);
        };
        let to = Handler { seat: line.seat, app: line.app, line: handler };
        let state = State::Absent.after(Event::Asked);
        let pending = ProxyPending { state, handler: to, requester };
        let Some(buffer) = self.proxy_pending.insert(pending) else {
            return returns(seat, serial, Err(LineErr::RESOURCE_UNAVAIL), say);
        };
        say.returned(seat, serial, requester.request.as_long(), Out::None);
        let message = Body::from(Message::ProxyRequest { buffer: BufferAddress(buffer.into()) });
        let message = message.raw(handler.0, line.callback_instance);
        let attached = Attached::Request { client_version, request: Box::new(request) };
        say.message(line.seat, message, attached);
        self.asked(&requester);
    }

    /// The line that serves the request, who waits for the answer, and the version that the answer must keep to.
    fn check_proxied(
        &self,
        seat: SeatId,
        function: &Function,
        request: &ProxyRequest,
    ) -> Result<(LineHandle, Pending, ApiVersion), LineErr> {
        let (device, requester, client_version) = match *function {
            // The one request that names no line but a device: nothing need be open.
            Function::GetAgentCaps { app, device, app_api_version, .. } => {
                self.check_app(seat, app)?;
                self.device(device).ok_or(LineErr::BAD_DEVICE_ID)?;
                if !VERSIONS.contains(&app_api_version) || app_api_version < ApiVersion::V2_0 {
                    return Err(LineErr::INCOMPATIBLE_API_VERSION);
                }
                let request = self.next_request;
                let requester = Pending { seat, app, line: None, callback_instance: 0, request };
                (device, requester, app_api_version)
            }
            _ => {
                let line = function.line().ok_or(LineErr::INVAL_LINE_HANDLE)?;
                let open = self.line_for(seat, line, line::Event::Named)?;
                (open.device, self.pending(line, open), open.version)
            }
        };
        let device = self.device(device).ok_or(LineErr::BAD_DEVICE_ID)?;
        check_before_handler(device, request)?;
        let kind = request.request_type();
        let registration = self.registration(device, kind);
        let handler =
            registration.step(proxy_registration::Event::Requested).grant(self.server_of(device, kind))?;
        self.check_requests(&requester)?;
        Ok((handler, requester, client_version))
    }

    /// Most of all calls are of this function.
    #[inline(always)]
    pub(crate) fn proxy_message(
        &self,
        seat: SeatId,
        serial: CallSerial,
        said: ProxyMessage,
        say: &mut impl Say,
    ) {
        let ProxyMessage { line, call, message, params } = said;
        let (device, leg) = match self.check_proxy_message(seat, line, call, message) {
            Ok(found) => found,
            Err(error) => return returns(seat, serial, Err(error), say),
        };
        returns(seat, serial, Ok(Out::None), say);
        // 32 bits become pointer sized without a sign (erratum E27); not back to the hLine that the handler named.
        let body = Body { id: message, params: params.map(u64::from) };
        match leg {
            None => self.tell_device(device, body, Except::Line(line), say),
            // Who has no handle of the call could not be told which one it is (inferred).
            Some(leg) => {
                let first = self.calls.leg(leg).and_then(|l| l.first);
                tell_call((&self.calls, &self.lines), first, body, Some(line), say);
            }
        }
    }

    #[inline(always)]
    fn check_proxy_message(
        &self,
        seat: SeatId,
        line: LineHandle,
        call: CallHandle,
        id: MessageId,
    ) -> Result<(DeviceId, Option<LegId>), LineErr> {
        let handler = self.line_of(seat, line);
        self.check_caller(seat, ProxyMessage::row(), handler)?;
        let state = handler.map_or(line::State::Closed, |line| line.state);
        let handler = state.step(line::Event::NamedByHandler).grant(handler)?;
        if !Message::is_from_handlers(id) {
            return Err(LineErr::INVAL_PARAM);
        }
        if call == CallHandle(0) {
            return Ok((handler.device, None));
        }
        // LINE_AGENTSPECIFIC alone has a place for a call (erratum E34); the call is one of the line (inferred).
        let own = self.calls.get(call.0).filter(|own| own.line == line && id == MessageId::AGENT_SPECIFIC);
        own.map(|own| (handler.device, Some(own.leg))).ok_or(LineErr::INVAL_CALL_HANDLE)
    }

    pub(super) fn proxy_response(
        &mut self,
        seat: SeatId,
        serial: CallSerial,
        line: LineHandle,
        request: BufferAddress,
        (result, answer): (ResultCode, Option<Answer>),
        say: &mut impl Say,
    ) {
        let (buffer, event) = match self.check_proxy_response(seat, line, request, result) {
            Ok(found) => found,
            Err(error) => return returns(seat, serial, Err(error), say),
        };
        let waiting = self.settle(buffer, event);
        returns(seat, serial, Ok(Out::None), say);
        if let Some(requester) = waiting {
            self.reply(requester, result, answer, say);
        }
    }

    /// A buffer is answered once, by the line that got it, even after LINE_CLOSE (erratum E07).
    fn check_proxy_response(
        &self,
        seat: SeatId,
        line: LineHandle,
        request: BufferAddress,
        result: ResultCode,
    ) -> Result<(u32, Event), LineErr> {
        let event = match self.line_of(seat, line) {
            Some(_) => {
                self.line_for(seat, line, line::Event::NamedByHandler)?;
                Event::Response
            }
            None => Event::ResponseByDeadHandle,
        };
        let asked = |pending: &&ProxyPending| (pending.handler.seat, pending.handler.line) == (seat, line);
        let buffer = u32::try_from(request.0).ok();
        let pending = buffer.and_then(|buffer| self.proxy_pending.get(buffer)).filter(asked);
        let state = pending.map_or(State::Absent, |pending| pending.state);
        let buffer = state.step(event).grant(buffer)?;
        // The result is zero or an error (lineProxyResponse function; the code is inferred).
        if result.0 > 0 { Err(LineErr::INVAL_PARAM) } else { Ok((buffer, event)) }
    }

    /// Ends a request. Who waits for it now gets LINE_REPLY.
    pub(super) fn settle(&mut self, buffer: u32, event: Event) -> Option<Pending> {
        let pending = self.proxy_pending.get(buffer)?;
        let (awaited, requester) = (pending.state.is_awaited(), pending.requester);
        pending.state.step(event).accepted().ok()?;
        self.proxy_pending.remove(buffer);
        awaited.then_some(requester)
    }
}

/// What TAPI itself refuses, before a handler sees it (the codes are inferred).
fn check_before_handler(device: &Device, request: &ProxyRequest) -> Result<(), LineErr> {
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
