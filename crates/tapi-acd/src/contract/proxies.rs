//! Agent handlers: who serves which request type, what applications are told of it, and what handlers tell them.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;

use tapi_wire::consts::{MessageId, ProxyRequestType, ProxyStatus};

use super::lines::{OpenLine, OpenLines, Owned};
use super::{
    ACD_COMPLETE, Bench, Number, PROXY_ECHO, PROXY_FIRST, PROXY_REQUEST_TYPE, PROXY_STATUS_ALTERNATES,
    PROXY_STATUS_LIST, PROXY_TOLD,
};
use crate::function::Function;
use crate::ids::{CallHandle, CallSerial, DeviceId, LineHandle, SeatId};
use crate::message::{Message, TypedMessage};

/// What lineProxyMessage sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Sent {
    message: MessageId,
    params: [u64; 3],
}

/// What is known of handlers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Proxies {
    /// Whether a request type is served, by what a line was told last.
    told: BTreeMap<Owned, BTreeMap<ProxyRequestType, bool>>,
    /// Whether the latest LINE_PROXYSTATUS of a line told OPEN.
    completes: BTreeMap<Owned, bool>,
    /// What each handler's line has sent last.
    last: BTreeMap<Owned, (CallSerial, Sent)>,
    /// Lines of which another one took a type. Unless LINE_CLOSE is on its way to such a line, that is a fault.
    rivals: BTreeMap<Owned, String>,
    /// What was sent to a line and has not come yet.
    owed: BTreeMap<Owned, BTreeSet<(Sent, CallSerial)>>,
}

impl Proxies {
    /// A line was opened; a line that is being closed gives its types up at some time until lineClose returns.
    pub(super) fn opened(
        &mut self,
        opened: &OpenLine,
        lines: &OpenLines,
        closing: impl Fn(SeatId, LineHandle, &OpenLine) -> bool,
    ) {
        for ((seat, line), open) in lines.on_device(opened.device).filter(|(_, open)| open.is_proxy()) {
            let taken = open.types.iter().find(|kind| opened.types.contains(kind));
            if let Some(kind) = taken.filter(|_| opened.is_proxy() && !closing(seat, line, open)) {
                let text = format!("{kind}, which line {} serves, was given away", Number::of(line.0));
                self.rivals.insert((seat, line), text);
            }
        }
    }

    /// The line has proved to be open still.
    pub(super) fn lives(&mut self, line: LineHandle, bench: &mut Bench<'_>) {
        if let Some(text) = self.rivals.remove(&(bench.seat, line)) {
            bench.broken(PROXY_FIRST, text);
        }
    }

    /// LINE_PROXYSTATUS.
    pub(super) fn status(
        &mut self,
        line: LineHandle,
        changed: ProxyStatus,
        kind: ProxyRequestType,
        bench: &mut Bench<'_>,
    ) {
        let told = self.told.entry((bench.seat, line)).or_default();
        for (bit, open) in [(ProxyStatus::OPEN, true), (ProxyStatus::CLOSE, false)] {
            if changed.contains(bit) && kind.is_defined() {
                let before = told.insert(kind, open);
                bench.expect(PROXY_STATUS_ALTERNATES, before != Some(open), || format!("{bit} of {kind}"));
            }
        }
        let completes = changed.contains(ProxyStatus::OPEN);
        let before = self.completes.insert((bench.seat, line), completes);
        if changed.contains(ProxyStatus::ALL_OPEN_FOR_ACD) && !completes {
            bench.expect(ACD_COMPLETE, before != Some(false), || format!("line {}", Number::of(line.0)));
        }
    }

    /// What lineGetProxyStatus handed out.
    pub(super) fn listed(
        &self,
        device: DeviceId,
        types: &[ProxyRequestType],
        lines: &OpenLines,
        bench: &mut Bench<'_>,
    ) {
        let asker = bench.seat;
        let own = lines.on_device(device).filter(|((seat, _), _)| *seat == asker);
        for (kind, open) in own.filter_map(|(owned, _)| self.told.get(&owned)).flatten() {
            let words = if *open { "open, and is not listed" } else { "closed, and is listed" };
            bench.expect(PROXY_STATUS_LIST, types.contains(kind) == *open, || {
                format!("{kind} was told to be {words}")
            });
        }
    }

    /// LINE_PROXYREQUEST; `kind` is what the trace has of the buffer.
    pub(super) fn asked(
        line: LineHandle,
        kind: Option<ProxyRequestType>,
        lines: &OpenLines,
        bench: &mut Bench<'_>,
    ) {
        let Some(open) = lines.get(bench.seat, line) else { return };
        let number = Number::of(line.0);
        if !open.is_proxy() {
            bench.broken(PROXY_REQUEST_TYPE, format!("line {number} is no handler's"));
        } else if let Some(kind) = kind.filter(|kind| !open.types.contains(kind)) {
            bench.broken(PROXY_REQUEST_TYPE, format!("line {number} has not registered for {kind}"));
        }
    }

    /// lineProxyMessage is called: every other open line of the device that knows the message shall get it.
    pub(super) fn sends(&mut self, seat: SeatId, serial: CallSerial, function: &Function, lines: &OpenLines) {
        let Function::ProxyMessage { line, call, message, param1, param2, param3 } = *function else {
            return;
        };
        let Some(own) =
            lines.get(seat, line).filter(|own| own.is_proxy() && Message::is_from_handlers(message))
        else {
            return;
        };
        // Which line has a handle of the call, and which handle, the trace does not tell.
        if call != CallHandle(0) {
            return;
        }
        let sent = Sent { message, params: [param1, param2, param3].map(u64::from) };
        self.last.insert((seat, line), (serial, sent));
        for (owned, open) in lines.on_device(own.device) {
            if owned != (seat, line) && Message::first_version(message) <= open.version {
                self.owed.entry(owned).or_default().insert((sent, serial));
            }
        }
    }

    /// lineProxyMessage was refused.
    pub(super) fn refused(&mut self, serial: CallSerial) {
        self.last.retain(|_, (call, _)| *call != serial);
        for owed in self.owed.values_mut() {
            owed.retain(|(_, call)| *call != serial);
        }
    }

    /// A message on a line.
    pub(super) fn heard(&mut self, typed: &TypedMessage, bench: &mut Bench<'_>) {
        if !Message::is_from_handlers(typed.message.id()) {
            return;
        }
        let owned = (bench.seat, LineHandle(typed.device));
        let heard = Sent { message: typed.message.id(), params: typed.message.params() };
        let calls = (heard, CallSerial(0))..=(heard, CallSerial(u64::MAX));
        if let Some(owed) = self.owed.get_mut(&owned)
            && let Some(oldest) = owed.range(calls).next().copied()
        {
            owed.remove(&oldest);
        } else if let Some((call, _)) = self.last.get(&owned).filter(|(_, sent)| *sent == heard) {
            bench.broken(PROXY_ECHO, format!("{} of call {}", heard.message, call.0));
        }
    }

    pub(super) fn close(&mut self, owned: Owned) {
        self.told.remove(&owned);
        self.completes.remove(&owned);
        self.last.remove(&owned);
        self.rivals.remove(&owned);
        self.owed.remove(&owned);
    }

    /// Everything shall have come by the end.
    pub(super) fn end(&self, bench: &mut Bench<'_>) {
        for ((seat, _), text) in &self.rivals {
            bench.seat = *seat;
            bench.broken(PROXY_FIRST, text.clone());
        }
        for ((seat, line), owed) in &self.owed {
            let Some((first, call)) = owed.iter().min_by_key(|(_, call)| *call) else { continue };
            bench.seat = *seat;
            let (count, line, call) = (owed.len(), Number::of(line.0), call.0);
            bench.broken(
                PROXY_TOLD,
                format!("line {line} lacks {count}, the first of which is {} of call {call}", first.message),
            );
        }
    }
}
