//! Exactly once: returns, replies and proxy responses, seat by seat.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::vec::Vec;

use super::{
    Bench, LINE_CLOSED, REPLY_AFTER_CLOSE, REPLY_KNOWN, REPLY_MISSING, REQUEST_FRESH, RESPONSE_ONCE,
    RESPONSE_RESULT, RETURN_ASYNC, RETURN_ONCE, RETURN_SYNC, VERSION_MESSAGE, VERSION_PROXY_STATUS,
};
use tapi_wire::consts::{ApiVersion, MessageId};

use crate::function::{Function, Mode, Out, Owner};
use crate::ids::{AppHandle, BufferAddress, CallHandle, CallSerial, LineHandle, RequestId, SeatId};
use crate::message::{Message, TypedMessage};

/// What a call was for, as far as its return needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OpenCall {
    name: &'static str,
    mode: Mode,
    owner: Owner,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Open(AppHandle, ApiVersion),
    Close(LineHandle),
    Shutdown(AppHandle),
    Deallocate(CallHandle),
    Other,
}

/// What a successful return tells about lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lines {
    Opened(LineHandle),
    Closed(Vec<LineHandle>),
    Same,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct OpenLine {
    app: AppHandle,
    version: ApiVersion,
}

/// What is open at one seat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Seat {
    /// Whether the trace has this seat's calls; without them replies cannot be judged.
    calls_seen: bool,
    calls: BTreeMap<CallSerial, OpenCall>,
    /// Requests that no reply has met, with what they hang on.
    requests: BTreeMap<RequestId, Owner>,
    /// Replies that came while a call had not returned (erratum E19).
    early: BTreeSet<RequestId>,
    /// Requests whose line was closed.
    suppressed: BTreeSet<RequestId>,
    /// Proxy requests that wait for an answer.
    buffers: BTreeMap<BufferAddress, LineHandle>,
    /// Open lines.
    lines: BTreeMap<LineHandle, OpenLine>,
    /// Requests whose line TAPI closed by force: no page says whether LINE_REPLY comes.
    cut: BTreeSet<RequestId>,
    /// The handles, of lines and of calls, that LINE_CLOSE made invalid.
    dead: BTreeSet<u32>,
    /// The line of each call handle, as LINE_APPNEWCALL told it.
    call_lines: BTreeMap<CallHandle, LineHandle>,
}

impl Seat {
    pub(super) fn call(&mut self, serial: CallSerial, function: &Function, bench: &mut Bench<'_>) {
        self.calls_seen = true;
        let row = function.row();
        let kind = match function {
            Function::Open { app, api_version, .. } => Kind::Open(*app, *api_version),
            Function::Close { line } => Kind::Close(*line),
            Function::Shutdown { app } => Kind::Shutdown(*app),
            Function::DeallocateCall { call } => Kind::Deallocate(*call),
            _ => Kind::Other,
        };
        let owner = function.owner(|call| self.call_lines.get(&call).copied());
        let call = OpenCall { name: row.name, mode: row.mode, owner, kind };
        let fresh = self.calls.insert(serial, call).is_none();
        bench.expect(RETURN_ONCE, fresh, || format!("call {} is made twice", serial.0));
        if let Function::ProxyResponse { request, result, .. } = function {
            let pending = self.buffers.remove(request).is_some();
            bench.expect(RESPONSE_ONCE, pending, || format!("buffer {:#x} is not pending", request.0));
            bench.expect(RESPONSE_RESULT, result.0 <= 0, || format!("dwResult is {}", result.0));
        }
    }

    pub(super) fn returned(
        &mut self,
        serial: CallSerial,
        value: i32,
        out: &Out,
        bench: &mut Bench<'_>,
    ) -> Lines {
        let Some(call) = self.calls.remove(&serial) else {
            bench.broken(RETURN_ONCE, format!("a return of call {}, which is not open", serial.0));
            return Lines::Same;
        };
        match call.mode {
            Mode::Sync => {
                bench.expect(RETURN_SYNC, value <= 0, || format!("{} returned {value}", call.name));
                if value == 0 { self.lines_after(&call.kind, out) } else { Lines::Same }
            }
            Mode::Async => {
                bench.expect(RETURN_ASYNC, value != 0, || format!("{} returned 0", call.name));
                if let Some(id) = u32::try_from(value).ok().and_then(RequestId::new) {
                    self.requested(id, call.owner, bench);
                }
                Lines::Same
            }
        }
    }

    fn requested(&mut self, id: RequestId, owner: Owner, bench: &mut Bench<'_>) {
        // A number that comes again names a new request.
        self.suppressed.remove(&id);
        self.cut.remove(&id);
        if !self.early.remove(&id) {
            let fresh = self.requests.insert(id, owner).is_none();
            bench.expect(REPLY_KNOWN, fresh, || format!("request id {} is given out twice", id.get()));
        }
    }

    fn lines_after(&mut self, kind: &Kind, out: &Out) -> Lines {
        match (kind, out) {
            (Kind::Open(app, version), Out::Line(line)) => {
                self.lines.insert(*line, OpenLine { app: *app, version: *version });
                self.dead.remove(&line.0);
                Lines::Opened(*line)
            }
            (Kind::Close(line), _) => {
                self.close(*line);
                Lines::Closed([*line].into())
            }
            (Kind::Shutdown(app), _) => {
                let lines: Vec<_> =
                    self.lines.iter().filter(|(_, open)| open.app == *app).map(|(line, _)| *line).collect();
                for line in &lines {
                    self.close(*line);
                }
                self.suppress(Owner::App(*app));
                Lines::Closed(lines)
            }
            (Kind::Deallocate(call), _) => {
                self.call_lines.remove(call);
                Lines::Same
            }
            _ => Lines::Same,
        }
    }

    /// The line's requests will not be answered, and its handler answers no more.
    fn close(&mut self, line: LineHandle) {
        self.lines.remove(&line);
        self.suppress(Owner::Line(line));
        self.buffers.retain(|_, handler| *handler != line);
        self.call_lines.retain(|_, owner| *owner != line);
    }

    /// What hangs on a closed line or a registration that is over will not be answered.
    fn suppress(&mut self, closed: Owner) {
        let suppressed = &mut self.suppressed;
        self.requests.retain(|id, owner| {
            let gone = *owner == closed;
            if gone {
                suppressed.insert(*id);
            }
            !gone
        });
    }

    pub(super) fn message(&mut self, typed: &TypedMessage, bench: &mut Bench<'_>) -> Lines {
        let Message::Reply { request, .. } = typed.message else { return self.told(typed, bench) };
        if self.calls_seen {
            self.reply(request, bench);
        }
        Lines::Same
    }

    /// A message on a line or on a call.
    fn told(&mut self, typed: &TypedMessage, bench: &mut Bench<'_>) -> Lines {
        let (id, device) = (typed.message.id(), typed.device);
        bench.expect(LINE_CLOSED, !self.dead.contains(&device), || format!("{id} on {device:#x}"));
        self.check_version(id, device, bench);
        match typed.message {
            Message::Close => {
                let line = LineHandle(device);
                self.cut_off(line);
                return Lines::Closed([line].into());
            }
            Message::AppNewCall { call, .. } => {
                self.call_lines.insert(call, LineHandle(device));
                self.dead.remove(&call.0);
            }
            Message::ProxyRequest { buffer } => {
                let fresh = self.buffers.insert(buffer, LineHandle(typed.device)).is_none();
                bench.expect(REQUEST_FRESH, fresh, || format!("buffer {:#x} is pending already", buffer.0));
            }
            _ => {}
        }
        Lines::Same
    }

    fn check_version(&self, id: MessageId, device: u32, bench: &mut Bench<'_>) {
        let line = self.call_lines.get(&CallHandle(device)).copied().unwrap_or(LineHandle(device));
        let Some(&OpenLine { version, .. }) = self.lines.get(&line) else { return };
        let rule = if id == MessageId::PROXY_STATUS { VERSION_PROXY_STATUS } else { VERSION_MESSAGE };
        let known = Message::first_version(id) <= version;
        bench.expect(rule, known, || format!("{id} on {device:#x}, which is of TAPI {version}"));
    }

    /// LINE_CLOSE: what the line asked may be answered or not, and what it was asked as a handler shall be answered.
    fn cut_off(&mut self, line: LineHandle) {
        self.lines.remove(&line);
        self.dead.insert(line.0);
        let cut = &mut self.cut;
        self.requests.retain(|id, owner| {
            let gone = *owner == Owner::Line(line);
            if gone {
                cut.insert(*id);
            }
            !gone
        });
        let dead = &mut self.dead;
        self.call_lines.retain(|call, owner| {
            let gone = *owner == line;
            if gone {
                dead.insert(call.0);
            }
            !gone
        });
    }

    fn reply(&mut self, request: u32, bench: &mut Bench<'_>) {
        let Some(id) = RequestId::new(request) else {
            return bench.broken(REPLY_KNOWN, format!("{request:#x} is no request id"));
        };
        if self.requests.remove(&id).is_some() || self.cut.remove(&id) {
            return;
        }
        if self.suppressed.remove(&id) {
            return bench.broken(REPLY_AFTER_CLOSE, format!("request {request} was on a closed line"));
        }
        let may_be_early = self.calls.values().any(|call| call.mode == Mode::Async) && self.early.insert(id);
        bench.expect(REPLY_KNOWN, may_be_early, || format!("request {request} is not open"));
    }

    /// Nothing may be open at the end that the closing record does not list.
    pub(super) fn end(
        &self,
        seat: SeatId,
        pending: &[(SeatId, RequestId)],
        blocked: &[CallSerial],
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
