//! The mirror: what messages and answers have told, each value with the time of the news.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use tapi_wire::Guid;
use tapi_wire::consts::{
    AgentSessionState, AgentSessionStatus, AgentState, AgentStateEx, AgentStatus, AgentStatusEx, ApiVersion,
    CallPrivilege, CallState, ProxyRequestType, QueueStatus,
};

use super::rereading::Reading;
use super::subject::{Subject, Topic};
use crate::answer::Answer;
use crate::function::{Function, Out};
use crate::id_map::IdMap;
use crate::ids::{
    AddressId, AgentHandle, AgentSessionHandle, AppHandle, CallHandle, DeviceId, LineHandle, QueueId,
};
use crate::message::{Message, TypedMessage};
use crate::time::Instant;

/// A value and the time of the news.
///
/// Statistics age: they were so then. A next state is never in a message, so what an answer says of it was so then too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Known<T> {
    /// The value.
    pub value: T,
    /// When the application learned it.
    pub as_of: Instant,
    /// It may have changed since: a message says so, or who would say so is gone.
    pub stale: bool,
}

impl<T> Known<T> {
    const fn fresh(value: T, as_of: Instant) -> Self {
        Self { value, as_of, stale: false }
    }
}

/// A line as the application knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct KnownLine {
    /// The registration it was opened with.
    pub app: AppHandle,
    /// The line device.
    pub device: DeviceId,
    /// The version agreed on; messages and functions that came later do not cross the line.
    pub version: ApiVersion,
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

/// What the application knows.
///
/// What is not here is unknown: no function lists agents, so an agent is here once a message or an answer speaks of it.
/// A handle means something on the line device where it was heard of; another device may have another agent handler.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Mirror {
    /// Its registrations; most applications have one.
    pub apps: BTreeSet<AppHandle>,
    /// Its lines.
    pub lines: BTreeMap<LineHandle, KnownLine>,
    /// The calls it has handles of.
    pub calls: BTreeMap<CallHandle, KnownCall>,
    /// Whether a request type is served on a device.
    pub served: BTreeMap<(DeviceId, ProxyRequestType), Known<bool>>,
    /// The agents it has heard of, and their states where something said so.
    pub agents: IdMap<(DeviceId, AgentHandle), Option<Known<AgentStateEx>>>,
    /// The sessions it has heard of, and their states where something said so.
    pub sessions: IdMap<(DeviceId, AgentSessionHandle), Option<Known<AgentSessionState>>>,
    /// The states of the agents on addresses.
    pub addresses: BTreeMap<(DeviceId, AddressId), Known<AgentState>>,
    /// What was read; a state in it is kept up with the messages.
    pub answers: BTreeMap<(DeviceId, Subject), Known<Answer>>,
    /// The topics that something was ever read of: of the others nothing can be stale.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(super) read: Reading,
}

/// What is no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gone {
    Agent(AgentHandle),
    Agents,
    Session(AgentSessionHandle),
    Sessions,
    Group(Guid),
    Queue(QueueId),
}

impl Gone {
    /// What a message takes away.
    pub(super) fn by(message: &Message) -> Option<Self> {
        match *message {
            Message::AgentStatusEx { agent, changed, state: AgentStateEx::RELEASED } => {
                changed.contains(AgentStatusEx::STATE).then_some(Gone::Agent(agent))
            }
            Message::AgentSessionStatus { session, changed, state: AgentSessionState::RELEASED } => {
                changed.contains(AgentSessionStatus::STATE).then_some(Gone::Session(session))
            }
            Message::QueueStatus { queue, changed } => {
                changed.contains(QueueStatus::QUEUE_REMOVED).then_some(Gone::Queue(queue))
            }
            _ => None,
        }
    }

    /// What a request type takes away when nothing serves it any more: the handles that were minted for it are the lost
    /// handler's, and the next one mints its own.
    pub(super) const fn with(request_type: ProxyRequestType) -> Option<Self> {
        match request_type {
            ProxyRequestType::CREATE_AGENT => Some(Gone::Agents),
            ProxyRequestType::CREATE_AGENT_SESSION => Some(Gone::Sessions),
            _ => None,
        }
    }

    /// Whether nothing can be read of the subject any more.
    pub(super) fn takes(self, subject: Subject) -> bool {
        match (self, subject) {
            (Gone::Agent(gone), Subject::AgentInfo(agent) | Subject::SessionList(agent)) => gone == agent,
            (Gone::Session(gone), Subject::SessionInfo(session)) => gone == session,
            (Gone::Group(gone), Subject::QueueList(group)) => gone == group,
            (Gone::Queue(gone), Subject::QueueInfo(queue)) => gone == queue,
            (Gone::Agents, Subject::AgentInfo(_) | Subject::SessionList(_))
            | (Gone::Sessions, Subject::SessionInfo(_)) => true,
            _ => false,
        }
    }
}

impl Mirror {
    /// An agent's state as the line's device tells it.
    pub fn agent_state(&self, line: LineHandle, agent: AgentHandle) -> Option<Known<AgentStateEx>> {
        *self.agents.get((self.lines.get(&line)?.device, agent))?
    }

    /// A session's state as the line's device tells it.
    pub fn session_state(
        &self,
        line: LineHandle,
        session: AgentSessionHandle,
    ) -> Option<Known<AgentSessionState>> {
        *self.sessions.get((self.lines.get(&line)?.device, session))?
    }

    pub(super) fn function_succeeded(&mut self, function: &Function, out: &Out) {
        match (function, out) {
            (Function::InitializeEx { .. }, Out::App { app, .. }) => {
                self.apps.insert(*app);
            }
            (Function::Open { app, device, api_version, .. }, Out::Line(line)) => {
                let open = KnownLine { app: *app, device: *device, version: *api_version };
                self.lines.insert(*line, open);
            }
            (Function::Close { line }, _) => self.line_gone(*line),
            (Function::Shutdown { app }, _) => self.registration_gone(*app),
            (Function::DeallocateCall { call }, _) => {
                self.calls.remove(call);
            }
            _ => {}
        }
    }

    /// What a message says by itself. Of a status message, the device that it is about.
    #[inline(always)]
    pub(super) fn message(&mut self, now: Instant, typed: &TypedMessage) -> Option<DeviceId> {
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
            Message::Close => self.line_gone(LineHandle(typed.device)),
            _ => {
                let device = self.lines.get(&LineHandle(typed.device))?.device;
                self.status(now, device, &typed.message);
                return Some(device);
            }
        }
        None
    }

    /// The state in a message, which is a member of what is read of the same thing.
    #[inline(always)]
    fn status(&mut self, now: Instant, device: DeviceId, message: &Message) {
        match *message {
            Message::AgentStatus { address, changed, state } if changed.contains(AgentStatus::STATE) => {
                self.addresses.insert((device, address), Known::fresh(state, now));
                if let Some(Answer::Status(status)) = self.answer_mut(device, Subject::Status(address)) {
                    status.state = state;
                }
            }
            Message::AgentStatusEx { agent, changed, state } => {
                let known = self.agents.entry((device, agent));
                if changed.contains(AgentStatusEx::STATE) {
                    *known = Some(Known::fresh(state, now));
                    if let Some(Answer::AgentInfo(info)) = self.answer_mut(device, Subject::AgentInfo(agent))
                    {
                        info.state = state;
                    }
                }
            }
            Message::AgentSessionStatus { session, changed, state } => {
                let known = self.sessions.entry((device, session));
                if changed.contains(AgentSessionStatus::STATE) {
                    *known = Some(Known::fresh(state, now));
                    let subject = Subject::SessionInfo(session);
                    if let Some(Answer::SessionInfo(info)) = self.answer_mut(device, subject) {
                        info.state = state;
                    }
                }
            }
            _ => {}
        }
    }

    fn answer_mut(&mut self, device: DeviceId, subject: Subject) -> Option<&mut Answer> {
        if !self.read.contains(subject.topic()) {
            return None;
        }
        self.answers.get_mut(&(device, subject)).map(|known| &mut known.value)
    }

    /// Takes an answer in. One that a message has overtaken may be older than the message: it is stale from the
    /// beginning, and the state that a message told stands.
    pub(super) fn learn(
        &mut self,
        as_of: Instant,
        (device, subject): (DeviceId, Subject),
        mut answer: Answer,
        overtaken: bool,
    ) {
        // Nothing tells of changes where no line is open.
        let stale = overtaken || self.line_to(device, subject.topic()).is_none();
        match (subject, &mut answer) {
            (Subject::Status(address), Answer::Status(status)) => {
                let mut told = self.addresses.get(&(device, address)).copied();
                let known = agree(&mut told, &mut status.state, as_of, overtaken);
                self.addresses.insert((device, address), known);
            }
            (Subject::AgentInfo(agent), Answer::AgentInfo(info)) => {
                let told = self.agents.entry((device, agent));
                agree(told, &mut info.state, as_of, overtaken);
            }
            (Subject::SessionInfo(session), Answer::SessionInfo(info)) => {
                let told = self.sessions.entry((device, session));
                agree(told, &mut info.state, as_of, overtaken);
            }
            (Subject::SessionList(agent), Answer::Sessions(list)) if !overtaken => {
                self.agents.entry((device, agent));
                for entry in list {
                    self.sessions.entry((device, entry.session));
                }
            }
            _ => {}
        }
        self.read.insert(subject.topic());
        self.answers.insert((device, subject), Known { value: answer, as_of, stale });
    }

    /// Takes in whether a request type is served; what was known of it.
    pub(super) fn set_served(
        &mut self,
        now: Instant,
        device: DeviceId,
        request_type: ProxyRequestType,
        served: bool,
    ) -> Option<bool> {
        let stale = self.line_to(device, Topic::ProxyStatus).is_none();
        let known = Known { value: served, as_of: now, stale };
        self.served.insert((device, request_type), known).map(|before| before.value)
    }

    /// Whether nothing serves a topic, as far as the application knows.
    pub(super) fn is_unserved(&self, device: DeviceId, topic: Topic) -> bool {
        let known = topic.request().and_then(|request_type| self.served.get(&(device, request_type)));
        known.is_some_and(|served| !served.value)
    }

    /// A line over which a topic can be read and its changes are heard of.
    pub(super) fn line_to(&self, device: DeviceId, topic: Topic) -> Option<(LineHandle, &KnownLine)> {
        let mut lines = self.lines.iter().map(|(handle, line)| (*handle, line));
        lines.find(|(_, line)| line.device == device && line.version >= topic.since())
    }

    /// Every subject of a topic that the application can name: the lists of all agents, of all groups.
    pub(super) fn every(&self, device: DeviceId, topic: Topic) -> Vec<Subject> {
        let here = |of: &DeviceId| *of == device;
        match topic {
            Topic::SessionList => {
                let agents = self.agents.keys().filter(|(of, _)| here(of));
                agents.map(|(_, agent)| Subject::SessionList(*agent)).collect()
            }
            Topic::QueueList => self.named(device, Subject::GroupList),
            _ => Vec::new(),
        }
    }

    /// What a list names, as subjects of the topic that it hints at.
    pub(super) fn named(&self, device: DeviceId, list: Subject) -> Vec<Subject> {
        match (list, self.answers.get(&(device, list)).map(|known| &known.value)) {
            (Subject::GroupList, Some(Answer::Groups(groups))) => {
                groups.iter().map(|group| Subject::QueueList(group.id)).collect()
            }
            (_, Some(Answer::Queues(queues))) => {
                queues.iter().map(|queue| Subject::QueueInfo(queue.id)).collect()
            }
            (_, Some(Answer::Sessions(sessions))) => {
                sessions.iter().map(|entry| Subject::SessionInfo(entry.session)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What is known of a subject may have changed.
    pub(super) fn outdate(&mut self, device: DeviceId, subject: Subject) {
        if let Some(known) = self.answers.get_mut(&(device, subject)) {
            known.stale = true;
        }
    }

    /// What is no more goes, also from the lists that name it.
    pub(super) fn remove(&mut self, device: DeviceId, gone: Gone) {
        match gone {
            Gone::Agent(agent) => drop(self.agents.remove((device, agent))),
            Gone::Agents => self.agents.retain(|(of, _)| of != device),
            Gone::Session(session) => {
                self.sessions.remove((device, session));
                for ((of, _), known) in &mut self.answers {
                    if let Answer::Sessions(list) = &mut known.value
                        && *of == device
                    {
                        list.retain(|entry| entry.session != session);
                    }
                }
            }
            Gone::Sessions => self.sessions.retain(|(of, _)| of != device),
            Gone::Group(_) | Gone::Queue(_) => {}
        }
        self.answers.retain(|(of, subject), _| *of != device || !gone.takes(*subject));
    }

    /// The lines go with their registration.
    fn registration_gone(&mut self, app: AppHandle) {
        self.apps.remove(&app);
        let lines: Vec<_> =
            self.lines.iter().filter(|(_, line)| line.app == app).map(|(handle, _)| *handle).collect();
        for line in lines {
            self.line_gone(line);
        }
    }

    /// Nobody tells any more what only this line told. The handles go, or those that are released now would stay for
    /// ever; the rest is stale.
    fn line_gone(&mut self, line: LineHandle) {
        let Some(KnownLine { device, .. }) = self.lines.remove(&line) else { return };
        self.calls.retain(|_, call| call.line != line);
        if self.line_to(device, Topic::AgentInfo).is_none() {
            self.remove(device, Gone::Agents);
            self.remove(device, Gone::Sessions);
        }
        let silent = |topic: Topic| self.line_to(device, topic).is_none();
        let [statuses, types] = [silent(Topic::Status), silent(Topic::ProxyStatus)];
        let silent: Vec<_> = Topic::ALL.into_iter().filter(|topic| silent(*topic)).collect();
        for ((of, subject), known) in &mut self.answers {
            known.stale |= *of == device && silent.contains(&subject.topic());
        }
        for ((of, _), known) in &mut self.addresses {
            known.stale |= *of == device && statuses;
        }
        for ((of, _), known) in &mut self.served {
            known.stale |= *of == device && types;
        }
    }

    /// Nobody tells the states on the addresses any more.
    pub(super) fn outdate_addresses(&mut self, device: DeviceId) {
        for (_, known) in self.addresses.range_mut((device, AddressId(0))..=(device, AddressId(u32::MAX))) {
            known.stale = true;
        }
    }
}

/// Brings the state in an answer and the state that was told together: the answer is the news, unless a message has
/// overtaken it.
fn agree<S: Copy>(told: &mut Option<Known<S>>, said: &mut S, as_of: Instant, overtaken: bool) -> Known<S> {
    let known = match *told {
        Some(known) if overtaken => known,
        _ => Known { value: *said, as_of, stale: overtaken },
    };
    *said = known.value;
    *told = Some(known);
    known
}
