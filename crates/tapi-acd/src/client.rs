//! An application: requests out, and a mirror of what it can know.
//!
//! The mirror holds what messages and answers have told: its lines, the calls it has handles of, the agents and
//! sessions that were spoken of, which request types are served, and whatever was read, each with the time of the news.
//! It never holds what an application cannot know, and what may have changed since is stale.
//!
//! Many messages only hint: statistics have changed, a group is new. [`REREADINGS`] says which function reads what a
//! message hints at. An application made with [`Client::reading`] does so by itself.

mod mirror;
mod news;
mod requests;
mod rereading;
mod subject;

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, VecDeque};

use tapi_wire::LineMessage;

use crate::Misuse;
use crate::answer::Answer;
use crate::function::{Function, Mode, Out};
use crate::ids::{DeviceId, RequestId};
use crate::message::{Message, ResultCode, TypedMessage};
use crate::record::Attached;
use crate::time::Instant;
use news::Read;
use requests::{Asked, Reply, Requests};

pub use mirror::{Known, KnownCall, KnownLine, Mirror};
pub use rereading::{Hint, REREADINGS, Reading, Rereading};
pub use subject::{Subject, Topic};

/// What the client is told.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Input {
    /// Its user wants to call a function.
    Request(Function),
    /// The function called longest ago returned.
    Return {
        /// 0, a positive request id, or a negative `LINEERR_` code.
        value: i32,
        /// What it handed out.
        out: Out,
    },
    /// A message arrived.
    Message {
        /// The message.
        message: LineMessage,
        /// What can be read through it.
        attached: Attached,
    },
}

/// What the client does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Output {
    /// It calls a function.
    Call(Function),
    /// It tells its user.
    Event(Event),
}

/// What a client tells its user.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// A function is done: at once, or with LINE_REPLY when it returned a request id.
    Done {
        /// The function.
        function: Box<Function>,
        /// What it came to.
        result: ResultCode,
        /// What it handed out on return.
        out: Out,
        /// What the handler answered.
        answer: Option<Answer>,
    },
    /// A function that LINE_REPLY will not meet any more: its line was closed, or its registration ended.
    Cancelled {
        /// The function.
        function: Box<Function>,
    },
    /// A message other than LINE_REPLY arrived; the mirror already knows it.
    Message(TypedMessage),
    /// The client has read by itself what a message hinted at; the mirror has it.
    Read {
        /// On which line device.
        device: DeviceId,
        /// What.
        subject: Subject,
        /// What the function came to.
        result: ResultCode,
    },
}

/// Hears what the client does, the moment it does it.
pub(crate) trait Say {
    /// It calls a function.
    fn call(&mut self, function: Function);

    /// It tells its user.
    fn event(&mut self, event: Event);

    /// It tells its user of a message: [`Event::Message`], as most events are.
    fn message(&mut self, message: &TypedMessage);
}

/// Keeps it in order.
impl Say for VecDeque<Output> {
    fn call(&mut self, function: Function) {
        self.push_back(Output::Call(function));
    }

    fn event(&mut self, event: Event) {
        self.push_back(Output::Event(event));
    }

    fn message(&mut self, message: &TypedMessage) {
        self.event(Event::Message(*message));
    }
}

/// An application at work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Client {
    now: Instant,
    mirror: Mirror,
    /// Which hints it follows by itself.
    reading: Reading,
    requests: Requests,
    /// What it has to read by itself.
    reads: BTreeMap<(DeviceId, Subject), Read>,
    #[cfg_attr(feature = "serde", serde(skip))]
    outbox: VecDeque<Output>,
}

impl Client {
    /// An application that has not called anything, and calls only what its user asks for.
    pub fn new() -> Self {
        Self::default()
    }

    /// An application that also reads by itself what messages hint at.
    pub fn reading(reading: Reading) -> Self {
        Self { reading, ..Self::default() }
    }

    /// The application's next process, which has not called anything and knows nothing of what this one knew.
    #[must_use]
    pub fn successor(&self) -> Self {
        Self::reading(self.reading)
    }

    /// Takes one input; drain [`Client::poll_output`] before the next.
    ///
    /// # Errors
    /// [`Misuse`] when the driver breaks the order of calls; then nothing changed.
    pub fn handle_input(&mut self, now: Instant, input: Input) -> Result<(), Misuse> {
        Misuse::check(self.now, now, self.outbox.is_empty())?;
        let mut outbox = core::mem::take(&mut self.outbox);
        self.take(now, input, &mut outbox);
        self.outbox = outbox;
        Ok(())
    }

    /// Takes one input and says what comes of it at once.
    #[inline]
    pub(crate) fn take(&mut self, now: Instant, input: Input, say: &mut impl Say) {
        self.now = now;
        match input {
            Input::Request(function) => self.call(function, false, say),
            Input::Return { value, out } => self.returned(value, out, say),
            Input::Message { message, attached } => return self.take_message(now, &message, attached, say),
        }
        self.read_on(say);
    }

    /// Takes a message, as most inputs are, and says what comes of it at once.
    #[inline]
    pub(crate) fn take_message(
        &mut self,
        now: Instant,
        message: &LineMessage,
        attached: Attached,
        say: &mut impl Say,
    ) {
        self.now = now;
        self.message(message, attached, say);
        self.read_on(say);
    }

    /// The next output, in order.
    #[inline]
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outbox.pop_front()
    }

    /// The client waits for nothing.
    pub fn next_deadline(&self) -> Option<Instant> {
        None
    }

    /// How many functions have been called and are not done.
    pub fn outstanding(&self) -> usize {
        self.requests.len()
    }

    /// What the application knows.
    pub fn view(&self) -> &Mirror {
        &self.mirror
    }

    fn call(&mut self, function: Function, own: bool, say: &mut impl Say) {
        self.requests.call(function.clone(), own, &self.mirror);
        say.call(function);
    }

    fn returned(&mut self, value: i32, out: Out, say: &mut impl Say) {
        let Some(asked) = self.requests.returned() else { return };
        let id = u32::try_from(value).ok().and_then(RequestId::new);
        match id.filter(|_| asked.function.row().mode == Mode::Async) {
            None => {
                let reply = Reply { at: self.now, result: ResultCode(value), answer: None };
                self.refused(&asked, reply.result);
                self.done(asked, reply, out, say);
            }
            Some(id) => {
                match self.requests.wait(id, asked) {
                    Some((asked, reply)) => self.done(asked, reply, out, say),
                    // Its line may have gone while it was being called.
                    None => self.cancel(say),
                }
            }
        }
    }

    fn done(&mut self, mut asked: Asked, reply: Reply, out: Out, say: &mut impl Say) {
        let Reply { at, result, answer } = reply;
        let learned = result == ResultCode::SUCCESS && self.succeeded(at, &asked, &out, answer.as_ref(), say);
        if asked.own {
            return self.finish(&asked, result, learned, say);
        }
        if let Function::Raw(call) = &mut *asked.function
            && result == ResultCode::SUCCESS
        {
            call.complete(&out, answer.as_ref());
        }
        let function = asked.function;
        say.event(Event::Done { function, result, out, answer });
    }

    #[inline(always)]
    fn message(&mut self, raw: &LineMessage, attached: Attached, say: &mut impl Say) {
        let typed = TypedMessage::from_raw(raw);
        if let Message::Reply { request, result } = typed.message {
            let answer = match attached {
                Attached::Answer(answer) => Some(*answer),
                Attached::None | Attached::Request { .. } => None,
            };
            return self.replied(request, Reply { at: self.now, result, answer }, say);
        }
        let device = self.mirror.message(self.now, &typed);
        if typed.message == Message::Close {
            self.cancel(say);
        }
        if let Some(device) = device {
            self.hear(device, &typed.message);
        }
        say.message(&typed);
    }

    fn replied(&mut self, request: u32, reply: Reply, say: &mut impl Say) {
        let Some(id) = RequestId::new(request) else { return };
        if let Some((asked, reply)) = self.requests.replied(id, reply) {
            self.done(asked, reply, Out::None, say);
        }
    }
}
