//! An agent's desktop and the agent in front of it.
//!
//! The desktop logs its agent in at the start of the shift, answers what is offered, and says when the after-call work
//! is done. It decides on what its application can know: returns, replies and messages.

use tapi_acd::answer::Answer;
use tapi_acd::client::{self, Mirror};
use tapi_acd::function::{Function, Out};
use tapi_acd::ids::{
    AddressId, AgentHandle, AgentSessionHandle, AppHandle, CallHandle, DeviceId, LineHandle,
};
use tapi_acd::message::{Message, ResultCode};
use tapi_acd::wire::Guid;
use tapi_acd::wire::consts::{
    AgentSessionState, AgentStateEx, ApiVersion, CallPrivilege, CallState, InitializeExOptions, MediaMode,
    OpenOptions,
};

/// The version that the desktops ask for.
const VERSION: ApiVersion = ApiVersion::V2_2;
/// The only address of an agent's line.
const ADDRESS: AddressId = AddressId(0);

/// What the agent and the desktop want to happen.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Act {
    /// The desktop calls a function.
    Call(Function),
    /// The agent will answer the ringing call.
    WillAnswer(CallHandle),
    /// The talk begins.
    TalkBegins,
    /// The agent has after-call work to do.
    WillWrapUp,
    /// The agent is on duty and has a session in every group.
    LoggedIn,
    /// The agent is off duty.
    LoggedOff,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Duty {
    Off,
    LoggingIn,
    On,
    LoggingOff,
}

/// A desktop and its agent.
#[derive(Clone, Debug)]
pub(super) struct Desk {
    name: Box<str>,
    device: DeviceId,
    groups: Vec<Guid>,
    duty: Duty,
    /// Whether the shift wants the agent there.
    wanted: bool,
    app: Option<AppHandle>,
    line: Option<LineHandle>,
    agent: Option<AgentHandle>,
    sessions: Vec<AgentSessionHandle>,
    /// The call at the desk, from its offer until it is given back.
    call: Option<CallHandle>,
    talking: bool,
    wrapping_up: bool,
}

impl Desk {
    /// A desk at `device` where nobody sits; `name` is the agent's id in the ACD.
    pub(super) fn new(name: Box<str>, device: DeviceId, groups: Vec<Guid>) -> Self {
        Self {
            name,
            device,
            groups,
            duty: Duty::Off,
            wanted: false,
            app: None,
            line: None,
            agent: None,
            sessions: Vec::new(),
            call: None,
            talking: false,
            wrapping_up: false,
        }
    }

    /// The shift begins or ends. Whoever is busy finishes first.
    pub(super) fn shift(&mut self, wanted: bool, acts: &mut Vec<Act>) {
        self.wanted = wanted;
        match (wanted, self.duty) {
            (true, Duty::Off) => {
                self.duty = Duty::LoggingIn;
                acts.push(Act::Call(Function::InitializeEx {
                    app_name: "desktop".into(),
                    api_version: VERSION,
                    options: InitializeExOptions::USE_EVENT,
                }));
            }
            (false, Duty::On) if self.call.is_none() && !self.wrapping_up => self.log_off(acts),
            _ => {}
        }
    }

    /// The agent picks up; not if the caller was faster.
    pub(super) fn answer(&mut self, call: CallHandle, acts: &mut Vec<Act>) {
        if self.call == Some(call) && !self.talking {
            acts.push(Act::Call(Function::Answer { call }));
        }
    }

    /// The after-call work is done.
    pub(super) fn wrapped_up(&mut self, mirror: &Mirror, acts: &mut Vec<Act>) {
        self.wrapping_up = false;
        if !self.wanted {
            return self.log_off(acts);
        }
        let Some(line) = self.line else { return };
        let busy = |session: &&AgentSessionHandle| {
            let state = mirror.session_state(line, **session);
            state.is_some_and(|known| known.value == AgentSessionState::BUSY_WRAP_UP)
        };
        if let Some(session) = self.sessions.iter().find(busy) {
            acts.push(Act::Call(set_session(line, *session, AgentSessionState::READY)));
        }
    }

    /// The application tells its user.
    pub(super) fn hear(&mut self, event: &client::Event, acts: &mut Vec<Act>) {
        match event {
            client::Event::Done { function, result, out, answer } => {
                if *result == ResultCode::SUCCESS {
                    self.done(function, out, answer.as_ref(), acts);
                }
            }
            client::Event::Cancelled { .. } | client::Event::Read { .. } => {}
            client::Event::Message(typed) => match typed.message {
                Message::AppNewCall { call, .. } => self.call = Some(call),
                Message::CallState { state, .. } if self.call == Some(CallHandle(typed.device)) => {
                    self.call_state(state, acts);
                }
                _ => {}
            },
        }
    }

    /// The next step of logging in or off.
    fn done(&mut self, function: &Function, out: &Out, answer: Option<&Answer>, acts: &mut Vec<Act>) {
        match (function, out, answer) {
            (Function::InitializeEx { .. }, &Out::App { app, .. }, _) => {
                self.app = Some(app);
                let (device, low, high) = (self.device, VERSION, VERSION);
                acts.push(Act::Call(Function::NegotiateApiVersion { app, device, low, high }));
            }
            (Function::NegotiateApiVersion { app, .. }, &Out::ApiVersion(version), _) => {
                acts.push(Act::Call(self.open(*app, version)));
            }
            (Function::Open { .. }, &Out::Line(line), _) => {
                self.line = Some(line);
                let agent_id = Some(self.name.clone());
                acts.push(Act::Call(Function::CreateAgent { line, agent_id, agent_pin: None }));
            }
            (Function::CreateAgent { line, .. }, _, Some(Answer::Agent(agent))) => {
                self.agent = Some(*agent);
                self.next_session(*line, *agent, acts);
            }
            (Function::CreateAgentSession { line, agent, .. }, _, Some(Answer::Session(session))) => {
                self.sessions.push(*session);
                acts.push(Act::Call(set_session(*line, *session, AgentSessionState::READY)));
                self.next_session(*line, *agent, acts);
            }
            (Function::Shutdown { .. }, ..) => self.logged_off(acts),
            _ => {}
        }
    }

    fn open(&self, app: AppHandle, api_version: ApiVersion) -> Function {
        Function::Open {
            app,
            device: self.device,
            api_version,
            callback_instance: u64::from(self.device.0),
            privileges: CallPrivilege::OWNER,
            options: OpenOptions::empty(),
            media_modes: MediaMode::INTERACTIVE_VOICE,
            proxy_types: Vec::new(),
            address: None,
            ext_version: 0,
        }
    }

    /// Joins the next group, or is on duty when all are joined.
    fn next_session(&mut self, line: LineHandle, agent: AgentHandle, acts: &mut Vec<Act>) {
        if let Some(group) = self.groups.get(self.sessions.len()).copied() {
            let agent_pin = None;
            let working_address = ADDRESS;
            acts.push(Act::Call(Function::CreateAgentSession {
                line,
                agent,
                agent_pin,
                working_address,
                group,
            }));
        } else {
            self.duty = Duty::On;
            acts.push(Act::LoggedIn);
        }
    }

    fn call_state(&mut self, state: CallState, acts: &mut Vec<Act>) {
        let Some(call) = self.call else { return };
        match state {
            CallState::OFFERING => acts.push(Act::WillAnswer(call)),
            CallState::CONNECTED => {
                self.talking = true;
                acts.push(Act::TalkBegins);
            }
            CallState::IDLE => self.call_over(call, acts),
            _ => {}
        }
    }

    fn call_over(&mut self, call: CallHandle, acts: &mut Vec<Act>) {
        acts.push(Act::Call(Function::DeallocateCall { call }));
        self.call = None;
        if std::mem::take(&mut self.talking) {
            self.wrapping_up = true;
            acts.push(Act::WillWrapUp);
        } else if !self.wanted {
            self.log_off(acts);
        }
    }

    /// Ends the sessions, releases the agent, closes the line, leaves TAPI.
    fn log_off(&mut self, acts: &mut Vec<Act>) {
        let (Some(app), Some(line), Some(agent)) = (self.app, self.line, self.agent) else { return };
        self.duty = Duty::LoggingOff;
        let ended =
            self.sessions.drain(..).map(|session| set_session(line, session, AgentSessionState::ENDED));
        acts.extend(ended.map(Act::Call));
        let (state, next) = (AgentStateEx::RELEASED, AgentStateEx(0));
        acts.push(Act::Call(Function::SetAgentStateEx { line, agent, state, next }));
        acts.push(Act::Call(Function::Close { line }));
        acts.push(Act::Call(Function::Shutdown { app }));
    }

    fn logged_off(&mut self, acts: &mut Vec<Act>) {
        self.duty = Duty::Off;
        (self.app, self.line, self.agent) = (None, None, None);
        acts.push(Act::LoggedOff);
        if self.wanted {
            self.shift(true, acts);
        }
    }
}

fn set_session(line: LineHandle, session: AgentSessionHandle, state: AgentSessionState) -> Function {
    Function::SetAgentSessionState { line, session, state, next: AgentSessionState(0) }
}
