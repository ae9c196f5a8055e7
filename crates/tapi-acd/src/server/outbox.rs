//! Outputs in order. A message for many receivers is stored once and read through a cursor.

use alloc::collections::VecDeque;

use tapi_wire::LineMessage;
use tapi_wire::consts::{ApiVersion, MessageId};

use super::calls::Calls;
use super::{Device, Line, Output, Pending};
use crate::arena::Arena;
use crate::ids::{CallHandle, DeviceId, LineHandle};
use crate::message::{Message, ResultCode};
use crate::record::Attached;

/// A message before it has a receiver: no handle, no instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    fn raw(self, device: u32, callback_instance: u64) -> LineMessage {
        let [param1, param2, param3] = self.params;
        LineMessage { device, message_id: self.id, callback_instance, param1, param2, param3 }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Post {
    /// One output, as it is.
    One(Output),
    /// A message for every line of a device.
    Device { device: DeviceId, body: Body, since: ApiVersion, except: Option<LineHandle>, next: usize },
    /// A message for every handle of a call.
    Call { body: Body, since: ApiVersion, except: Option<LineHandle>, next: Option<CallHandle> },
    /// The first two messages for one handle of a new call.
    NewCall { handle: CallHandle, step: u8 },
}

/// The queue of outputs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Outbox {
    posts: VecDeque<Post>,
}

impl Outbox {
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.posts.is_empty()
    }

    pub(super) fn push(&mut self, output: Output) {
        self.posts.push_back(Post::One(output));
    }

    /// A message for one line, with its handle and instance.
    pub(super) fn post_line(&mut self, line: LineHandle, l: &Line, message: Message, attached: Attached) {
        let message = Body::from(message).raw(line.0, l.callback_instance);
        self.push(Output::Message { seat: l.seat, message, attached });
    }

    pub(super) fn reply(&mut self, pending: Pending, result: ResultCode, attached: Attached) {
        let message = Message::Reply { request: pending.request.get(), result };
        let message = Body::from(message).raw(0, pending.callback_instance);
        self.push(Output::Message { seat: pending.seat, message, attached });
    }

    /// A message for every open line of `device` whose version knows it, but not for `except`.
    pub(super) fn post_device(
        &mut self,
        devices: &[Device],
        device: DeviceId,
        body: Body,
        except: Option<LineHandle>,
    ) {
        // On most lines there is nobody but the agent handler that speaks.
        let open = devices.get(device.0 as usize).map_or(&[][..], |d| &d.lines);
        if open.iter().all(|line| Some(*line) == except) {
            return;
        }
        let since = Message::first_version(body.id);
        self.posts.push_back(Post::Device { device, body, since, except, next: 0 });
    }

    /// A message for every handle of a call, from the first one on, where the version of its line knows it, but not for
    /// those of `except`.
    pub(super) fn post_call(&mut self, first: Option<CallHandle>, body: Body, except: Option<LineHandle>) {
        if first.is_some() {
            let since = Message::first_version(body.id);
            self.posts.push_back(Post::Call { body, since, except, next: first });
        }
    }

    /// LINE_APPNEWCALL and the first LINE_CALLSTATE for a new handle; before TAPI 2.0 only the latter.
    pub(super) fn new_call(&mut self, handle: CallHandle, version: ApiVersion) {
        let step = u8::from(version < Message::first_version(MessageId::APP_NEW_CALL));
        self.posts.push_back(Post::NewCall { handle, step });
    }

    pub(super) fn poll(&mut self, devices: &[Device], lines: &Arena<Line>, calls: &Calls) -> Option<Output> {
        loop {
            let output = match self.posts.front_mut()? {
                Post::One(_) => match self.posts.pop_front() {
                    Some(Post::One(output)) => return Some(output),
                    _ => None,
                },
                Post::Device { device, body, since, except, next } => {
                    let open = devices.get(device.0 as usize).map_or(&[][..], |d| &d.lines);
                    next_line(open, next, *except, *since, lines).map(|(handle, line)| Output::Message {
                        seat: line.seat,
                        message: body.raw(handle.0, line.callback_instance),
                        attached: Attached::None,
                    })
                }
                Post::Call { body, since, except, next } => next_call(next, *except, *since, calls, lines)
                    .map(|(handle, line)| Output::Message {
                        seat: line.seat,
                        message: body.raw(handle.0, line.callback_instance),
                        attached: Attached::None,
                    }),
                Post::NewCall { handle, step } => calls.announcement(*handle, *step).and_then(|message| {
                    let call = calls.get(handle.0)?;
                    let line = lines.get(call.line.0)?;
                    *step += 1;
                    let device = if message.id() == MessageId::APP_NEW_CALL { call.line.0 } else { handle.0 };
                    let message = Body::from(message).raw(device, line.callback_instance);
                    Some(Output::Message { seat: line.seat, message, attached: Attached::None })
                }),
            };
            match output {
                Some(output) => return Some(output),
                None => self.posts.pop_front(),
            };
        }
    }
}

/// The next line that gets the message; moves the cursor behind it.
fn next_line<'a>(
    open: &[LineHandle],
    next: &mut usize,
    except: Option<LineHandle>,
    since: ApiVersion,
    lines: &'a Arena<Line>,
) -> Option<(LineHandle, &'a Line)> {
    while let Some(handle) = open.get(*next).copied() {
        *next += 1;
        if let Some(line) = lines.get(handle.0)
            && Some(handle) != except
            && line.version >= since
        {
            return Some((handle, line));
        }
    }
    None
}

/// The next handle of a call that gets the message, and its line; moves the cursor behind it.
fn next_call<'a>(
    next: &mut Option<CallHandle>,
    except: Option<LineHandle>,
    since: ApiVersion,
    calls: &Calls,
    lines: &'a Arena<Line>,
) -> Option<(CallHandle, &'a Line)> {
    while let Some(handle) = *next {
        let call = calls.get(handle.0)?;
        *next = call.next;
        if let Some(line) = lines.get(call.line.0)
            && Some(call.line) != except
            && line.version >= since
        {
            return Some((handle, line));
        }
    }
    None
}
