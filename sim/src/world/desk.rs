//! An agent's desktop.
//!
//! The desktop does what its agent wants: it logs on and off, answers, and tells the ACD when the agent is ready. It
//! decides on what its application can know: returns, replies and messages.

use tapi_acd::answer::Answer;
use tapi_acd::client;
use tapi_acd::function::{Function, Out};
use tapi_acd::ids::{
    ActivityId, AddressId, AgentHandle, AgentSessionHandle, AppHandle, CallHandle, DeviceId, LineHandle,
};
use tapi_acd::message::{Message, ResultCode};
use tapi_acd::wire::Guid;
use tapi_acd::wire::consts::{
    AgentSessionState, AgentStateEx, ApiVersion, CallInfoState, CallPrivilege, CallState,
    InitializeExOptions, MediaMode, OpenOptions,
};

/// The version that the desktops ask for.
const VERSION: ApiVersion = ApiVersion::V2_2;
/// The only address of an agent's line.
const ADDRESS: AddressId = AddressId(0);

/// What the desktop does, and what it shows its agent.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Act {
    /// It calls a function.
    Call(Function),
    /// The talk begins.
    TalkBegins,
    /// The agent is logged on and has a session in every group.
    LoggedOn,
    /// The agent is logged off.
    LoggedOff,
}

/// An agent's application.
#[derive(Clone, Debug)]
pub(super) struct Desk {
    name: Box<str>,
    device: DeviceId,
    groups: Vec<Guid>,
    app: Option<AppHandle>,
    line: Option<LineHandle>,
    agent: Option<AgentHandle>,
    sessions: Vec<AgentSessionHandle>,
    /// The session in after-call work.
    wrapping_up: Option<AgentSessionHandle>,
    /// Whether calls were asked for last.
    ready: bool,
    /// What the agent is going to do when not ready.
    activity: Option<ActivityId>,
    /// The call at the desk, from its offer until it is given back.
    call: Option<CallHandle>,
}

impl Desk {
    /// A desk at `device` where nobody sits; `name` is the agent's id in the ACD.
    pub(super) fn new(name: Box<str>, device: DeviceId, groups: Vec<Guid>) -> Self {
        Self {
            name,
            device,
            groups,
            app: None,
            line: None,
            agent: None,
            sessions: Vec::new(),
            wrapping_up: None,
            ready: false,
            activity: None,
            call: None,
        }
    }

    /// The agent sits down.
    pub(super) fn log_on(&mut self, acts: &mut Vec<Act>) {
        acts.push(Act::Call(Function::InitializeEx {
            app_name: "desktop".into(),
            api_version: VERSION,
            options: InitializeExOptions::USE_EVENT,
        }));
    }

    /// Ends the sessions, releases the agent, closes the line, leaves TAPI.
    pub(super) fn log_off(&mut self, acts: &mut Vec<Act>) {
        let (Some(app), Some(line), Some(agent)) = (self.app, self.line, self.agent) else { return };
        let ended =
            self.sessions.drain(..).map(|session| set_session(line, session, AgentSessionState::ENDED));
        acts.extend(ended.map(Act::Call));
        let (state, next) = (AgentStateEx::RELEASED, AgentStateEx(0));
        acts.push(Act::Call(Function::SetAgentStateEx { line, agent, state, next }));
        acts.push(Act::Call(Function::Close { line }));
        acts.push(Act::Call(Function::Shutdown { app }));
    }

    /// The agent picks up the ringing call.
    pub(super) fn answer(&mut self, acts: &mut Vec<Act>) {
        acts.extend(self.call.map(|call| Act::Call(Function::Answer { call })));
    }

    /// The agent is going to do this when next not ready.
    pub(super) fn will_do(&mut self, activity: u32) {
        self.activity = Some(ActivityId(activity));
    }

    /// The agent asks for calls, or for none. After-call work is over with it.
    pub(super) fn set_ready(&mut self, ready: bool, acts: &mut Vec<Act>) {
        let Some(line) = self.line else { return };
        let state = if ready { AgentSessionState::READY } else { AgentSessionState::NOT_READY };
        let changes = std::mem::replace(&mut self.ready, ready) != ready;
        let wrapping_up = self.wrapping_up.take();
        let due = |session: &&AgentSessionHandle| changes || Some(**session) == wrapping_up;
        let sessions = self.sessions.iter().filter(due);
        acts.extend(sessions.map(|session| Act::Call(set_session(line, *session, state))));
        if let Some(activity) = self.activity.take_if(|_| !ready) {
            acts.push(Act::Call(Function::SetAgentActivity { line, address: ADDRESS, activity }));
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
                // The switch takes back a call that nobody answered, and the sessions are not ready any more.
                Message::CallInfo { changed }
                    if changed.contains(CallInfoState::REDIRECTION_ID)
                        && self.call == Some(CallHandle(typed.device)) =>
                {
                    self.ready = false;
                }
                Message::AgentSessionStatus { session, state, .. } => {
                    self.session_state(session, state);
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
            self.ready = true;
            acts.push(Act::LoggedOn);
        }
    }

    fn call_state(&mut self, state: CallState, acts: &mut Vec<Act>) {
        match state {
            CallState::CONNECTED => acts.push(Act::TalkBegins),
            CallState::IDLE => {
                let over = self.call.take();
                acts.extend(over.map(|call| Act::Call(Function::DeallocateCall { call })));
            }
            _ => {}
        }
    }

    fn session_state(&mut self, session: AgentSessionHandle, state: AgentSessionState) {
        if state == AgentSessionState::BUSY_WRAP_UP {
            self.wrapping_up = Some(session);
        }
    }

    fn logged_off(&mut self, acts: &mut Vec<Act>) {
        (self.app, self.line, self.agent, self.wrapping_up) = (None, None, None, None);
        acts.push(Act::LoggedOff);
    }
}

fn set_session(line: LineHandle, session: AgentSessionHandle, state: AgentSessionState) -> Function {
    Function::SetAgentSessionState { line, session, state, next: AgentSessionState(0) }
}
