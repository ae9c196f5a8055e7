//! An application: requests out, and a mirror of what it can know.
//!
//! The mirror holds what messages and replies have told: its lines, the calls it has handles of, the agents and
//! sessions that were spoken of, each with the time of the news. It never holds what an application cannot know.

use alloc::collections::{BTreeMap, BTreeSet, VecDeque};
use alloc::vec::Vec;

use tapi_wire::LineMessage;
use tapi_wire::consts::{
    AgentSessionState, AgentSessionStatus, AgentStateEx, AgentStatusEx, CallPrivilege, CallState,
    ProxyRequestType, ProxyStatus,
};

use crate::Misuse;
use crate::answer::Answer;
use crate::function::{Function, Mode, Out, Owner};
use crate::ids::{
    AddressId, AgentHandle, AgentSessionHandle, AppHandle, CallHandle, DeviceId, LineHandle, RequestId,
};
use crate::message::{Message, ResultCode, TypedMessage};
use crate::record::Attached;
use crate::time::Instant;

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
        function: Function,
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
        function: Function,
    },
    /// A message other than LINE_REPLY arrived; the mirror already knows it.
    Message(TypedMessage),
}

/// A value and the time of the news.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Known<T> {
    /// The value.
    pub value: T,
    /// When the application learned it.
    pub as_of: Instant,
}

/// A line as the application knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct KnownLine {
    /// The registration it was opened with.
    pub app: AppHandle,
    /// The line device.
    pub device: DeviceId,
}

/// A call as the application knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct KnownCall {
    /// On which line.
    pub line: LineHandle,
    /// At which address.
    pub address: AddressId,
    /// What the application may do with it.
    pub privilege: CallPrivilege,
    /// Its state, once the first LINE_CALLSTATE has come.
    pub state: Option<CallState>,
}

/// An application at work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Client {
    now: Instant,
    mirror: Mirror,
    /// Functions that have not returned, in the order of calling.
    calling: VecDeque<Function>,
    /// Functions that LINE_REPLY has not met.
    waiting: BTreeMap<RequestId, Waiting>,
    /// Replies that came before their function had returned (erratum E19).
    early: BTreeMap<RequestId, (ResultCode, Option<Answer>)>,
    #[cfg_attr(feature = "serde", serde(skip))]
    outbox: VecDeque<Output>,
}

/// A function that waits for LINE_REPLY, and what it goes with.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
struct Waiting {
    function: Function,
    owner: Owner,
}

/// What the application knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Mirror {
    /// Its registrations; most applications have one.
    pub apps: BTreeSet<AppHandle>,
    /// Its lines.
    pub lines: BTreeMap<LineHandle, KnownLine>,
    /// The calls it has handles of.
    pub calls: BTreeMap<CallHandle, KnownCall>,
    /// The agents it has heard of.
    pub agents: BTreeMap<AgentHandle, Known<AgentStateEx>>,
    /// The sessions it has heard of.
    pub sessions: BTreeMap<AgentSessionHandle, Known<AgentSessionState>>,
}

impl Client {
    /// An application that has not called anything.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes one input; drain [`Client::poll_output`] before the next.
    ///
    /// # Errors
    /// [`Misuse`] when the driver breaks the order of calls; then nothing changed.
    pub fn handle_input(&mut self, now: Instant, input: Input) -> Result<(), Misuse> {
        if now < self.now {
            return Err(Misuse::TimeWentBack { from: self.now, to: now });
        }
        if !self.outbox.is_empty() {
            return Err(Misuse::NotDrained);
        }
        self.now = now;
        match input {
            Input::Request(function) => {
                self.calling.push_back(function.clone());
                self.outbox.push_back(Output::Call(function));
            }
            Input::Return { value, out } => self.returned(value, out),
            Input::Message { message, attached } => self.message(&message, attached),
        }
        Ok(())
    }

    /// The next output, in order.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outbox.pop_front()
    }

    /// The client waits for nothing.
    pub fn next_deadline(&self) -> Option<Instant> {
        None
    }

    /// How many functions have been called and are not done.
    pub fn outstanding(&self) -> usize {
        self.calling.len() + self.waiting.len()
    }

    /// What the application knows.
    pub fn view(&self) -> &Mirror {
        &self.mirror
    }

    fn returned(&mut self, value: i32, out: Out) {
        let Some(function) = self.calling.pop_front() else { return };
        let id = u32::try_from(value).ok().and_then(RequestId::new);
        match id.filter(|_| function.row().mode == Mode::Async) {
            None => self.done(function, ResultCode(value), out, None),
            Some(id) => match self.early.remove(&id) {
                Some((result, answer)) => self.done(function, result, out, answer),
                None => {
                    let waiting = self.mirror.waiting(function);
                    self.waiting.insert(id, waiting);
                }
            },
        }
    }

    fn done(&mut self, mut function: Function, result: ResultCode, out: Out, answer: Option<Answer>) {
        if result == ResultCode::SUCCESS {
            if let Some(meant) = function.meant() {
                self.mirror.function_succeeded(&meant, &out);
                self.cancel();
            }
            if let Function::Raw(call) = &mut function {
                call.complete(&out, answer.as_ref());
            }
        }
        self.outbox.push_back(Output::Event(Event::Done { function, result, out, answer }));
    }

    fn message(&mut self, raw: &LineMessage, attached: Attached) {
        let typed = TypedMessage::from_raw(raw);
        if let Message::Reply { request, result } = typed.message {
            let answer = match attached {
                Attached::Answer(answer) => Some(answer),
                Attached::None | Attached::Request { .. } => None,
            };
            return self.replied(request, result, answer);
        }
        self.mirror.message(self.now, &typed);
        if typed.message == Message::Close {
            self.cancel();
        }
        self.outbox.push_back(Output::Event(Event::Message(typed)));
    }

    fn replied(&mut self, request: u32, result: ResultCode, answer: Option<Answer>) {
        let Some(id) = RequestId::new(request) else { return };
        match self.waiting.remove(&id) {
            Some(waiting) => self.done(waiting.function, result, Out::None, answer),
            // A reply to nothing, where no function is under way.
            None if self.calling.is_empty() => {}
            None => {
                self.early.insert(id, (result, answer));
            }
        }
    }

    /// Gives up what waits for LINE_REPLY on a line or a registration that is no more.
    fn cancel(&mut self) {
        let Mirror { apps, lines, .. } = &self.mirror;
        let gone = self.waiting.iter().filter(|(_, waiting)| match waiting.owner {
            Owner::Line(line) => !lines.contains_key(&line),
            Owner::App(app) => !apps.contains(&app),
            Owner::Unknown => false,
        });
        let gone: Vec<_> = gone.map(|(id, _)| *id).collect();
        for Waiting { function, .. } in gone.iter().filter_map(|id| self.waiting.remove(id)) {
            self.outbox.push_back(Output::Event(Event::Cancelled { function }));
        }
    }
}

impl Mirror {
    fn function_succeeded(&mut self, function: &Function, out: &Out) {
        match (function, out) {
            (Function::InitializeEx { .. }, Out::App { app, .. }) => {
                self.apps.insert(*app);
            }
            (Function::Open { app, device, .. }, Out::Line(line)) => {
                self.lines.insert(*line, KnownLine { app: *app, device: *device });
            }
            (Function::Close { line }, _) => self.line_gone(*line),
            (Function::Shutdown { app }, _) => self.registration_gone(*app),
            (Function::DeallocateCall { call }, _) => {
                self.calls.remove(call);
            }
            _ => {}
        }
    }

    /// What a function that waits for LINE_REPLY goes with; a call handle tells its line while it lives.
    fn waiting(&self, function: Function) -> Waiting {
        let line_of = |call| self.calls.get(&call).map(|call| call.line);
        let owner = function.meant().map_or(Owner::Unknown, |meant| meant.owner(line_of));
        Waiting { function, owner }
    }

    /// The lines go with their registration; without any line left there is nothing to know.
    fn registration_gone(&mut self, app: AppHandle) {
        self.apps.remove(&app);
        self.lines.retain(|_, line| line.app != app);
        let lines = &self.lines;
        self.calls.retain(|_, call| lines.contains_key(&call.line));
        self.forget_without_lines();
    }

    fn line_gone(&mut self, line: LineHandle) {
        self.lines.remove(&line);
        self.calls.retain(|_, call| call.line != line);
        self.forget_without_lines();
    }

    fn forget_without_lines(&mut self) {
        if self.lines.is_empty() {
            self.agents.clear();
            self.sessions.clear();
        }
    }

    fn message(&mut self, now: Instant, typed: &TypedMessage) {
        match typed.message {
            Message::AppNewCall { address, call, privilege } => {
                let line = LineHandle(typed.device);
                self.calls.insert(call, KnownCall { line, address, privilege, state: None });
            }
            Message::CallState { state, .. } => {
                if let Some(call) = self.calls.get_mut(&CallHandle(typed.device)) {
                    call.state = Some(state);
                }
            }
            Message::AgentStatusEx { agent, changed, state } if changed.contains(AgentStatusEx::STATE) => {
                if state == AgentStateEx::RELEASED {
                    self.agents.remove(&agent);
                } else {
                    self.agents.insert(agent, Known { value: state, as_of: now });
                }
            }
            Message::AgentSessionStatus { session, changed, state }
                if changed.contains(AgentSessionStatus::STATE) =>
            {
                if state == AgentSessionState::RELEASED {
                    self.sessions.remove(&session);
                } else {
                    self.sessions.insert(session, Known { value: state, as_of: now });
                }
            }
            // The handles are the handler's that is gone; the next one mints its own.
            Message::ProxyStatus { changed, request_type } if changed.contains(ProxyStatus::CLOSE) => {
                match request_type {
                    ProxyRequestType::CREATE_AGENT => self.agents.clear(),
                    ProxyRequestType::CREATE_AGENT_SESSION => self.sessions.clear(),
                    _ => {}
                }
            }
            Message::Close => self.line_gone(LineHandle(typed.device)),
            _ => {}
        }
    }
}
