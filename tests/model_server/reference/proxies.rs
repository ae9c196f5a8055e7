//! What goes to an agent handler, and what comes from it.

use tapi_acd::ids::{BufferAddress, CallHandle, DeviceId, LegId, LineHandle, RequestId, SeatId};
use tapi_acd::request::ProxyRequest;
use tapi_acd::wire::consts::{ApiVersion, LineErr, MessageId};
use tapi_acd::{Attached, Function, Out};

use super::{Asked, LIMITS, Line, Model, Say, Waiting, addresses, known_since, raw, since_request, states};

impl Model {
    /// A proxied function.
    pub(super) fn ask(&mut self, seat: SeatId, function: &Function) {
        let request = function.request().expect("every other function goes to the handler");
        let (device, to, client_version) = match self.check_asked(seat, function, &request) {
            Ok(found) => found,
            Err(error) => return self.returns(seat, Err(error)),
        };
        let handler = self.serves(device, request.request_type()).and_then(|line| self.line(line)).cloned();
        let Some(handler) = handler else { return self.returns(seat, Err(LineErr::OPERATION_UNAVAIL)) };
        if !self.has_room(&to) {
            return self.returns(seat, Err(LineErr::RESOURCE_UNAVAIL));
        }
        let buffer = BufferAddress(0x400 + self.asked.len() as u64);
        let Line { seat: server, name: line, app, instance, .. } = handler;
        self.asked.push(Asked { buffer, seat: server, line, there: true, app, waiting: Some(to) });
        self.returns_id(seat);
        let message = raw(line.0, instance, MessageId::PROXY_REQUEST, [buffer.0, 0, 0]);
        self.tell(server, message, Attached::Request { client_version, request: Box::new(request) });
    }

    /// The device that is asked, who asks, and in which version.
    fn check_asked(
        &self,
        seat: SeatId,
        function: &Function,
        request: &ProxyRequest,
    ) -> Result<(DeviceId, Waiting, ApiVersion), LineErr> {
        let id = RequestId::new(self.requests_made + 1).unwrap();
        let (device, to, version) = match *function {
            Function::GetAgentCaps { app, device, app_api_version, .. } => {
                self.own_app(seat, app)?;
                addresses(device)?;
                known_since(app_api_version, 0x2_0000)?;
                (device, Waiting { id, seat, app, line: None, instance: 0 }, app_api_version)
            }
            _ => {
                let name = function.line().expect("every other request names a line");
                let line = self.own_line(seat, name)?;
                if line.version.0 < since_request(request.request_type()) {
                    return Err(LineErr::OPERATION_UNAVAIL);
                }
                let Line { app, device, instance, version, .. } = *line;
                (device, Waiting { id, seat, app, line: Some(name), instance }, version)
            }
        };
        if request.address().is_some_and(|address| Ok(address.0) >= addresses(device)) {
            return Err(LineErr::INVAL_ADDRESS_ID);
        }
        let sound = match request {
            ProxyRequest::SetAgentState { state, next, .. } => states(state.0, next.0, 0x3FF),
            ProxyRequest::SetAgentSessionState { state, next, .. } => states(state.0, next.0, 0x3F),
            ProxyRequest::SetAgentStateEx { state, next, .. } => states(state.0, next.0, 0x7F),
            ProxyRequest::SetAgentMeasurementPeriod { period, .. }
            | ProxyRequest::SetQueueMeasurementPeriod { period, .. }
                if *period == 0 =>
            {
                return Err(LineErr::INVAL_PARAM);
            }
            _ => true,
        };
        if sound { Ok((device, to, version)) } else { Err(LineErr::INVAL_AGENT_STATE) }
    }

    /// Whether the line, or the registration of a request without a line, may wait for one reply more.
    pub(super) fn has_room(&self, to: &Waiting) -> bool {
        let same = self.waiting().filter(|other| match to.line {
            Some(_) => other.line == to.line,
            None => other.line.is_none() && other.app == to.app,
        });
        same.count() < LIMITS.requests_per_line
    }

    /// lineProxyMessage: at once to every other line of the device, or to the other handles of a call.
    pub(super) fn proxy_message(&mut self, seat: SeatId, function: &Function) {
        let Function::ProxyMessage { line, call, message: id, param1, param2, param3 } = *function else {
            panic!("{function:?}")
        };
        let params = [param1, param2, param3].map(u64::from);
        let checked = self.check_proxy_message(seat, line, call, id);
        self.returns(seat, checked.as_ref().map(|_| Out::None).map_err(|error| *error));
        match checked {
            Ok((device, None)) => self.said.push(Say::Device { device, not: line, id, params }),
            Ok((_, Some(leg))) => self.said.push(Say::Leg { leg, not: Some(line), id, params }),
            Err(_) => {}
        }
    }

    fn check_proxy_message(
        &self,
        seat: SeatId,
        line: LineHandle,
        call: CallHandle,
        id: MessageId,
    ) -> Result<(DeviceId, Option<LegId>), LineErr> {
        let handler = self.own_line(seat, line)?;
        if handler.version.0 < 0x2_0000 {
            return Err(LineErr::OPERATION_UNAVAIL);
        }
        if handler.types.is_empty() {
            return Err(LineErr::NOT_REGISTERED);
        }
        // AGENTSPECIFIC, AGENTSTATUS, AGENTSESSIONSTATUS, QUEUESTATUS, AGENTSTATUSEX, GROUPSTATUS.
        if ![21, 22, 27, 28, 29, 30].contains(&id.0) {
            return Err(LineErr::INVAL_PARAM);
        }
        if call.0 == 0 {
            return Ok((handler.device, None));
        }
        let own = self.own_call(seat, call)?;
        let may = own.line == line && id == MessageId::AGENT_SPECIFIC;
        may.then_some((handler.device, Some(own.leg))).ok_or(LineErr::INVAL_CALL_HANDLE)
    }

    /// lineProxyResponse: once, by who was asked, on the line where it was asked.
    pub(super) fn proxy_response(&mut self, seat: SeatId, function: &Function) {
        let Function::ProxyResponse { line, request, result, ref answer } = *function else {
            panic!("{function:?}")
        };
        let due =
            |asked: &Asked| asked.there && (asked.seat, asked.line, asked.buffer) == (seat, line, request);
        let due = self.asked.iter().position(due);
        let refused = match self.own_line(seat, line) {
            Ok(open) if open.version.0 < 0x2_0000 => Some(LineErr::OPERATION_UNAVAIL),
            Ok(open) if open.types.is_empty() => Some(LineErr::NOT_REGISTERED),
            Ok(_) if due.is_none() => Some(LineErr::INVAL_POINTER),
            Err(error) if due.is_none() => Some(error),
            _ if result.0 > 0 => Some(LineErr::INVAL_PARAM),
            _ => None,
        };
        let (Some(at), None) = (due, refused) else {
            return self.returns(seat, Err(refused.expect("what is not due is refused")));
        };
        self.asked[at].there = false;
        self.returns(seat, Ok(Out::None));
        if let Some(to) = self.asked[at].waiting {
            let answer = answer.clone().filter(|_| result.0 == 0);
            let attached = answer.map_or(Attached::None, |answer| Attached::Answer(Box::new(answer)));
            self.reply(to, result, attached);
        }
    }
}
