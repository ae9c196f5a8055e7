//! Exactly once: returns, replies and proxy responses, seat by seat.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::calls::Calls;
use super::lines::{Change, OpenLine, OpenLines};
use super::views::Joined;
use super::{
    Bench, LINE_CLOSED, LINE_HANDLE, Number, PROXY_MESSAGE, PROXY_ONLY, REPLY_AFTER_CLOSE, REPLY_KNOWN,
    REPLY_MISSING, REQUEST_FRESH, RESPONSE_ONCE, RESPONSE_RESULT, RETURN_ASYNC, RETURN_ONCE, RETURN_SYNC,
    Rule, VERSION_FUNCTION, VERSION_MESSAGE, VERSION_OPTION, VERSION_PROXY_STATUS,
};
use tapi_wire::consts::{ApiVersion, MessageId};

use crate::answer::Answer;
use crate::function::{Function, Mode, Out, Owner};
use crate::ids::{
    AgentSessionHandle, AppHandle, BufferAddress, CallHandle, CallSerial, DeviceId, LineHandle, RequestId,
    SeatId,
};
use crate::message::{Message, ResultCode, TypedMessage};
use crate::record::Attached;

/// What a call was for, as far as its return needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OpenCall {
    name: &'static str,
    mode: Mode,
    owner: Owner,
    kind: Kind,
    if_succeeds: Option<Doubt>,
}

/// A rule that is broken should the call succeed, and how.
type Doubt = (&'static Rule, String);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Initialize,
    Open(OpenLine),
    Close(LineHandle),
    Shutdown(AppHandle),
    Deallocate(CallHandle),
    Join(Joined),
    Listed(DeviceId),
    Tell,
    Other,
}

/// A request that no reply has met.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Request {
    owner: Owner,
    joined: Option<Joined>,
    if_succeeds: Option<Doubt>,
}

/// What a return or a message tells beyond its seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum News {
    Lines(Change),
    /// lineGetProxyStatus has answered.
    Listed(DeviceId),
    /// lineProxyMessage was refused.
    NotTold,
    Joined(AgentSessionHandle, Joined),
}

/// What is open at one seat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Seat {
    /// Whether the trace has this seat's calls; without them replies cannot be judged.
    calls_seen: bool,
    calls: BTreeMap<CallSerial, OpenCall>,
    /// Whether the trace has this seat from its first registration on.
    whole: bool,
    requests: BTreeMap<RequestId, Request>,
    /// Replies that came while a call had not returned (erratum E19).
    early: BTreeSet<RequestId>,
    /// Requests whose line was closed.
    suppressed: BTreeSet<RequestId>,
    /// Proxy requests that wait for an answer.
    buffers: BTreeMap<BufferAddress, LineHandle>,
    /// Requests whose line TAPI closed by force: no page says whether LINE_REPLY comes.
    cut: BTreeSet<RequestId>,
    /// The handles, of lines and of calls, that LINE_CLOSE made invalid.
    dead: BTreeSet<u32>,
    telephone_calls: Calls,
}

impl Seat {
    pub(super) fn call(
        &mut self,
        serial: CallSerial,
        function: &Function,
        lines: &OpenLines,
        bench: &mut Bench<'_>,
    ) {
        self.calls_seen = true;
        let row = function.row();
        let kind = match function {
            Function::InitializeEx { .. } => Kind::Initialize,
            Function::Close { line } => Kind::Close(*line),
            Function::Shutdown { app } => Kind::Shutdown(*app),
            Function::DeallocateCall { call } => Kind::Deallocate(*call),
            Function::CreateAgentSession { line, agent, working_address: address, .. } => {
                let open = lines.get(bench.seat, *line);
                let joined =
                    open.map(|open| Joined { device: open.device, agent: *agent, address: *address });
                joined.map_or(Kind::Other, Kind::Join)
            }
            Function::GetProxyStatus { device, .. } => Kind::Listed(*device),
            Function::ProxyMessage { .. } => Kind::Tell,
            _ => OpenLine::asked_by(function).map_or(Kind::Other, Kind::Open),
        };
        let owner = function.owner(|call| self.telephone_calls.line_of(call));
        let if_succeeds = self.doubt(function, lines, bench.seat);
        let call = OpenCall { name: row.name, mode: row.mode, owner, kind, if_succeeds };
        let fresh = self.calls.insert(serial, call).is_none();
        bench.expect(RETURN_ONCE, fresh, || format!("call {} is made twice", serial.0));
        if let Function::ProxyResponse { request, result, .. } = function {
            let pending = self.buffers.remove(request).is_some();
            bench.expect(RESPONSE_ONCE, pending, || format!("buffer {} is not pending", Number(request.0)));
            bench.expect(RESPONSE_RESULT, result.0 <= 0, || format!("dwResult is {}", result.0));
        }
    }

    /// Why the call cannot succeed, if it cannot.
    fn doubt(&self, function: &Function, lines: &OpenLines, seat: SeatId) -> Option<Doubt> {
        let name = function.row().name;
        if let Function::Open { api_version, options, .. } = function {
            let too_new = *api_version < ApiVersion::V2_0 && !options.is_empty();
            return too_new
                .then(|| (VERSION_OPTION, format!("lineOpen with {options} in TAPI {api_version}")));
        }
        let line = function.line()?;
        let Some(open) = lines.get(seat, line) else {
            // What a handler was asked it answers by a dead handle too (erratum E07).
            let dead = self.whole && !matches!(function, Function::ProxyResponse { .. });
            return dead.then(|| (LINE_HANDLE, format!("{name} on {}", Number::of(line.0))));
        };
        let since = function.row().since;
        if open.version < since {
            let (line, version) = (Number::of(line.0), open.version);
            return Some((VERSION_FUNCTION, format!("{name} on {line}, which is of TAPI {version}")));
        }
        let Function::ProxyMessage { message, .. } = function else { return None };
        if !open.is_proxy() {
            return Some((PROXY_ONLY, format!("line {} is no handler's", Number::of(line.0))));
        }
        (!Message::is_from_handlers(*message))
            .then(|| (PROXY_MESSAGE, format!("{message} by line {}", Number::of(line.0))))
    }

    /// The calls that have not returned.
    pub(super) fn open_calls(&self) -> impl Iterator<Item = CallSerial> {
        self.calls.keys().copied()
    }

    /// Whether the application is closing the line, or its registration.
    pub(super) fn is_closing(&self, line: LineHandle, open: &OpenLine) -> bool {
        self.calls.values().any(|call| match call.kind {
            Kind::Close(closing) => closing == line,
            Kind::Shutdown(app) => app == open.app,
            _ => false,
        })
    }

    pub(super) fn returned(
        &mut self,
        serial: CallSerial,
        value: i32,
        out: &Out,
        lines: &OpenLines,
        bench: &mut Bench<'_>,
    ) -> Option<News> {
        let Some(call) = self.calls.remove(&serial) else {
            bench.broken(RETURN_ONCE, format!("a return of call {}, which is not open", serial.0));
            return None;
        };
        match call.mode {
            Mode::Sync => {
                bench.expect(RETURN_SYNC, value <= 0, || format!("{} returned {value}", call.name));
                if value != 0 {
                    return (call.kind == Kind::Tell).then_some(News::NotTold);
                }
                if let Some((rule, detail)) = call.if_succeeds {
                    bench.broken(rule, detail);
                }
                self.news(call.kind, out, lines, bench.seat)
            }
            Mode::Async => {
                bench.expect(RETURN_ASYNC, value != 0, || format!("{} returned 0", call.name));
                if let Some(id) = u32::try_from(value).ok().and_then(RequestId::new) {
                    self.requested(id, call, bench);
                }
                None
            }
        }
    }

    fn requested(&mut self, id: RequestId, call: OpenCall, bench: &mut Bench<'_>) {
        // A number that comes again names a new request.
        self.suppressed.remove(&id);
        self.cut.remove(&id);
        if !self.early.remove(&id) {
            let joined = if let Kind::Join(joined) = call.kind { Some(joined) } else { None };
            let request = Request { owner: call.owner, joined, if_succeeds: call.if_succeeds };
            let fresh = self.requests.insert(id, request).is_none();
            bench.expect(REPLY_KNOWN, fresh, || format!("request id {} is given out twice", id.get()));
        }
    }

    /// What the success of a synchronous function tells.
    fn news(&mut self, kind: Kind, out: &Out, lines: &OpenLines, seat: SeatId) -> Option<News> {
        match (kind, out) {
            (Kind::Initialize, _) => {
                self.whole = true;
                None
            }
            (Kind::Open(open), Out::Line(line)) => {
                self.dead.remove(&line.0);
                Some(News::Lines(Change::Opened(*line, open)))
            }
            (Kind::Close(line), _) => {
                self.close(line);
                Some(News::Lines(Change::Closed([line].into())))
            }
            (Kind::Shutdown(app), _) => {
                let own = lines.of_seat(seat).filter(|(_, open)| open.app == app);
                let own: Vec<_> = own.map(|(line, _)| line).collect();
                for line in &own {
                    self.close(*line);
                }
                self.suppress(Owner::App(app));
                Some(News::Lines(Change::Closed(own)))
            }
            (Kind::Deallocate(call), _) => {
                self.telephone_calls.give_up(call);
                None
            }
            (Kind::Listed(device), _) => Some(News::Listed(device)),
            _ => None,
        }
    }

    /// The line's requests will not be answered, and its handler answers no more.
    fn close(&mut self, line: LineHandle) {
        self.suppress(Owner::Line(line));
        self.buffers.retain(|_, handler| *handler != line);
        self.telephone_calls.close(line);
    }

    /// What hangs on a closed line or a registration that is over will not be answered.
    fn suppress(&mut self, closed: Owner) {
        let suppressed = &mut self.suppressed;
        self.requests.retain(|id, request| {
            let gone = request.owner == closed;
            if gone {
                suppressed.insert(*id);
            }
            !gone
        });
    }

    pub(super) fn message(
        &mut self,
        typed: &TypedMessage,
        attached: &Attached,
        lines: &OpenLines,
        bench: &mut Bench<'_>,
    ) -> Option<News> {
        let Message::Reply { request, result } = typed.message else { return self.told(typed, lines, bench) };
        if !self.calls_seen {
            return None;
        }
        let request = self.reply(request, bench)?;
        if result != ResultCode::SUCCESS {
            return None;
        }
        if let Some((rule, detail)) = request.if_succeeds {
            bench.broken(rule, detail);
        }
        let (Some(joined), Attached::Answer(answer)) = (request.joined, attached) else { return None };
        match **answer {
            Answer::Session(session) => Some(News::Joined(session, joined)),
            _ => None,
        }
    }

    /// A message on a line or on a call.
    fn told(&mut self, typed: &TypedMessage, lines: &OpenLines, bench: &mut Bench<'_>) -> Option<News> {
        let (id, device) = (typed.message.id(), typed.device);
        bench.expect(LINE_CLOSED, !self.dead.contains(&device), || format!("{id} on {}", Number::of(device)));
        self.check_version(id, device, lines, bench);
        match typed.message {
            Message::Close => {
                let line = LineHandle(device);
                self.cut_off(line);
                return Some(News::Lines(Change::Closed([line].into())));
            }
            Message::AppNewCall { call, .. } => {
                self.telephone_calls.appears(call, LineHandle(device));
                self.dead.remove(&call.0);
            }
            Message::CallState { state, privilege, .. } => {
                let announced = self.announces_calls(lines, bench.seat);
                self.telephone_calls.state(CallHandle(device), state, privilege, announced, bench);
            }
            Message::CallInfo { .. } | Message::AgentSpecific { .. } => {
                self.telephone_calls.other(CallHandle(device), bench);
            }
            Message::ProxyRequest { buffer } => {
                let fresh = self.buffers.insert(buffer, LineHandle(typed.device)).is_none();
                bench.expect(REQUEST_FRESH, fresh, || {
                    format!("buffer {} is pending already", Number(buffer.0))
                });
            }
            _ => {}
        }
        None
    }

    /// Whether every new call of the seat comes with LINE_APPNEWCALL: no line is too old for it.
    fn announces_calls(&self, lines: &OpenLines, seat: SeatId) -> bool {
        let known = Message::first_version(MessageId::APP_NEW_CALL);
        self.whole && lines.of_seat(seat).all(|(_, open)| known <= open.version)
    }

    fn check_version(&self, id: MessageId, device: u32, lines: &OpenLines, bench: &mut Bench<'_>) {
        let line = self.telephone_calls.line_of(CallHandle(device)).unwrap_or(LineHandle(device));
        let Some(version) = lines.get(bench.seat, line).map(|open| open.version) else { return };
        let rule = if id == MessageId::PROXY_STATUS { VERSION_PROXY_STATUS } else { VERSION_MESSAGE };
        let known = Message::first_version(id) <= version;
        bench.expect(rule, known, || format!("{id} on {}, which is of TAPI {version}", Number::of(device)));
    }

    /// LINE_CLOSE: what the line asked may be answered or not, and what it was asked as a handler shall be answered.
    fn cut_off(&mut self, line: LineHandle) {
        self.dead.insert(line.0);
        let cut = &mut self.cut;
        self.requests.retain(|id, request| {
            let gone = request.owner == Owner::Line(line);
            if gone {
                cut.insert(*id);
            }
            !gone
        });
        self.dead.extend(self.telephone_calls.close(line).into_iter().map(|call| call.0));
    }

    /// The request that the reply meets, unless it is one of which nothing is known but its id.
    fn reply(&mut self, request: u32, bench: &mut Bench<'_>) -> Option<Request> {
        let Some(id) = RequestId::new(request) else {
            bench.broken(REPLY_KNOWN, format!("{} is no request id", Number::of(request)));
            return None;
        };
        let met = self.requests.remove(&id);
        if met.is_some() || self.cut.remove(&id) {
            return met;
        }
        if self.suppressed.remove(&id) {
            bench.broken(REPLY_AFTER_CLOSE, format!("request {request} was on a closed line"));
            return None;
        }
        let may_be_early = self.calls.values().any(|call| call.mode == Mode::Async) && self.early.insert(id);
        bench.expect(REPLY_KNOWN, may_be_early, || format!("request {request} is not open"));
        None
    }

    /// Nothing may be open at the end that the closing record does not list.
    pub(super) fn end(
        &self,
        seat: SeatId,
        pending: &BTreeSet<(SeatId, RequestId)>,
        blocked: &BTreeSet<CallSerial>,
        bench: &mut Bench<'_>,
    ) {
        for id in self.requests.keys().filter(|id| !pending.contains(&(seat, **id))) {
            bench.broken(REPLY_MISSING, format!("request {} is not listed as pending", id.get()));
        }
        for id in &self.early {
            bench.broken(REPLY_KNOWN, format!("no function returned request {}", id.get()));
        }
        for serial in self.calls.keys().filter(|serial| !blocked.contains(serial)) {
            bench.broken(RETURN_ONCE, format!("call {} has not returned", serial.0));
        }
    }
}
