//! Who hears a message: one line, every line of a device, every handle of a call.

use tapi_wire::LineMessage;
use tapi_wire::consts::{ApiVersion, MessageId};

use super::calls::Calls;
use super::{Line, Say, Server};
use crate::arena::Arena;
use crate::ids::{AppHandle, CallHandle, DeviceId, LineHandle, SeatId};
use crate::message::Message;
use crate::record::Attached;

/// A message before it has a receiver: no handle, no instance.
#[derive(Clone, Copy, Debug)]
pub(super) struct Body {
    pub(super) id: MessageId,
    pub(super) params: [u64; 3],
}

impl From<Message> for Body {
    fn from(message: Message) -> Self {
        Self { id: message.id(), params: message.params() }
    }
}

impl Body {
    #[inline]
    pub(super) fn raw(self, device: u32, callback_instance: u64) -> LineMessage {
        let [param1, param2, param3] = self.params;
        LineMessage { device, message_id: self.id, callback_instance, param1, param2, param3 }
    }

    /// For a line, or for a call of the line, by this handle.
    #[inline(always)]
    pub(super) fn tell(self, handle: u32, line: &Line, say: &mut impl Say) {
        say.message(line.seat, self.raw(handle, line.callback_instance), Attached::None);
    }
}

/// Whose lines do not hear of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Except {
    /// The line that did it.
    Line(LineHandle),
    /// A registration that ends, and its other lines with it.
    App(AppHandle),
    /// A process that died, and all that it held with it.
    Seat(SeatId),
}

impl Except {
    #[inline]
    fn spares(self, line: &Line) -> bool {
        match self {
            Except::Line(_) => false,
            Except::App(app) => app == line.app,
            Except::Seat(seat) => seat == line.seat,
        }
    }
}

impl Server {
    /// A message for every open line of the device whose version knows it, in the order of opening, but not for those
    /// that are excepted.
    #[inline(always)]
    pub(super) fn tell_device(&self, device: DeviceId, body: Body, except: Except, say: &mut impl Say) {
        let lines = self.device(device).map_or(&[][..], |device| &device.lines);
        for handle in lines {
            if Except::Line(*handle) != except
                && let Some(line) = self.lines.get(handle.0)
                && !except.spares(line)
                && line.version >= Message::first_version(body.id)
            {
                body.tell(handle.0, line, say);
            }
        }
    }
}

/// A message for every handle of a call, from the first one on, where the version of its line knows it, but not for
/// those of `except`.
pub(super) fn tell_call(
    (calls, lines): (&Calls, &Arena<Line>),
    first: Option<CallHandle>,
    body: Body,
    except: Option<LineHandle>,
    say: &mut impl Say,
) {
    let since = Message::first_version(body.id);
    let mut next = first;
    while let Some((handle, call)) = next.and_then(|handle| Some((handle, calls.get(handle.0)?))) {
        next = call.next;
        if let Some(line) = lines.get(call.line.0)
            && Some(call.line) != except
            && line.version >= since
        {
            body.tell(handle.0, line, say);
        }
    }
}

/// LINE_APPNEWCALL and the first LINE_CALLSTATE for a new handle; before TAPI 2.0 only the latter.
pub(super) fn announce(calls: &Calls, handle: CallHandle, line: &Line, say: &mut impl Say) {
    let Some([new, state]) = calls.announcement(handle) else { return };
    let to_line = calls.get(handle.0).map(|call| call.line.0);
    if let Some(to_line) = to_line.filter(|_| line.version >= ApiVersion::V2_0) {
        Body::from(new).tell(to_line, line, say);
    }
    Body::from(state).tell(handle.0, line, say);
}
