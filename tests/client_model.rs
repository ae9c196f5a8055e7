//! What the client shall do, slowly and obviously: plain lists, and every rule written out.
//!
//! It does not look at the client's tables.

use std::collections::BTreeSet;

use tapi_acd::answer::{
    AgentInfo, AgentSessionEntry, AgentSessionInfo, AgentStatus, Answer, GroupEntry, QueueEntry, QueueInfo,
};
use tapi_acd::client::{Event, Input, Mirror, Output, Subject, Topic};
use tapi_acd::ids::{AddressId, AgentHandle, AgentSessionHandle, AppHandle, DeviceId, LineHandle, QueueId};
use tapi_acd::wire::Guid;
use tapi_acd::wire::consts::{
    AgentSessionState, AgentSessionStatus, AgentState, AgentStateEx, AgentStatus as AgentStatusBits,
    AgentStatusEx, ApiVersion, CallPrivilege, Constants as _, LineErr, MediaMode, OpenOptions,
    ProxyRequestType, ProxyStatus, QueueStatus,
};
use tapi_acd::{Attached, Function, Message, Out, ResultCode, TypedMessage};

use crate::client::{Outcome, Want};

pub(crate) const APP: AppHandle = AppHandle(1);
pub(crate) const GROUPS: [Guid; 2] = [Guid([1; 16]), Guid([2; 16])];
pub(crate) const TYPES: [ProxyRequestType; 6] = [
    ProxyRequestType::GET_QUEUE_INFO,
    ProxyRequestType::GET_AGENT_INFO,
    ProxyRequestType::GET_AGENT_STATUS,
    ProxyRequestType::GET_AGENT_SESSION_LIST,
    ProxyRequestType::CREATE_AGENT,
    ProxyRequestType::CREATE_AGENT_SESSION,
];

/// A function on its way.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    pub(crate) function: Function,
    pub(crate) own: bool,
    pub(crate) reads: Option<(DeviceId, Subject)>,
    pub(crate) overtaken: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Todo {
    Wanted,
    UnderWay,
    Failed,
}

pub(crate) type Told<S> = Option<(S, u64, bool)>;

#[derive(Clone, Debug, Default)]
pub(crate) struct Model {
    pub(crate) reading: bool,
    pub(crate) now: u64,
    pub(crate) lines: Vec<(LineHandle, DeviceId, ApiVersion)>,
    pub(crate) calling: Vec<Way>,
    pub(crate) waiting: Vec<(u32, Way)>,
    pub(crate) early: Option<(u64, ResultCode, Option<Answer>)>,
    pub(crate) ids: u32,
    pub(crate) handles: u32,
    pub(crate) answers: Vec<(DeviceId, Subject, Answer, u64, bool)>,
    pub(crate) agents: Vec<(DeviceId, AgentHandle, Told<AgentStateEx>)>,
    pub(crate) sessions: Vec<(DeviceId, AgentSessionHandle, Told<AgentSessionState>)>,
    pub(crate) addresses: Vec<(DeviceId, AddressId, AgentState, u64, bool)>,
    pub(crate) served: Vec<(DeviceId, ProxyRequestType, bool, u64, bool)>,
    pub(crate) todo: Vec<(DeviceId, Subject, Todo)>,
    /// What the client is told in this step, and what it says.
    pub(crate) input: Option<Input>,
    pub(crate) said: Vec<Output>,
}

fn since(subject: Subject) -> ApiVersion {
    match subject {
        Subject::Caps(_) | Subject::Status(_) | Subject::ActivityList(_) | Subject::AgentGroupList(_) => {
            ApiVersion::V2_0
        }
        _ => ApiVersion::V2_2,
    }
}

fn type_of(subject: Subject) -> ProxyRequestType {
    match subject {
        // TAPI answers by itself.
        Subject::ProxyStatus => ProxyRequestType(0),
        Subject::Caps(_) => ProxyRequestType::GET_AGENT_CAPS,
        Subject::Status(_) => ProxyRequestType::GET_AGENT_STATUS,
        Subject::ActivityList(_) => ProxyRequestType::GET_AGENT_ACTIVITY_LIST,
        Subject::AgentGroupList(_) => ProxyRequestType::GET_AGENT_GROUP_LIST,
        Subject::AgentInfo(_) => ProxyRequestType::GET_AGENT_INFO,
        Subject::SessionList(_) => ProxyRequestType::GET_AGENT_SESSION_LIST,
        Subject::SessionInfo(_) => ProxyRequestType::GET_AGENT_SESSION_INFO,
        Subject::GroupList => ProxyRequestType::GET_GROUP_LIST,
        Subject::QueueList(_) => ProxyRequestType::GET_QUEUE_LIST,
        Subject::QueueInfo(_) => ProxyRequestType::GET_QUEUE_INFO,
    }
}

fn read((line, device, app_api_version): (LineHandle, DeviceId, ApiVersion), subject: Subject) -> Function {
    match subject {
        Subject::ProxyStatus => Function::GetProxyStatus { app: APP, device, app_api_version },
        Subject::Caps(address) => Function::GetAgentCaps { app: APP, device, address, app_api_version },
        Subject::Status(address) => Function::GetAgentStatus { line, address },
        Subject::ActivityList(address) => Function::GetAgentActivityList { line, address },
        Subject::AgentGroupList(address) => Function::GetAgentGroupList { line, address },
        Subject::AgentInfo(agent) => Function::GetAgentInfo { line, agent },
        Subject::SessionList(agent) => Function::GetAgentSessionList { line, agent },
        Subject::SessionInfo(session) => Function::GetAgentSessionInfo { line, session },
        Subject::GroupList => Function::GetGroupList { line },
        Subject::QueueList(group) => Function::GetQueueList { line, group },
        Subject::QueueInfo(queue) => Function::GetQueueInfo { line, queue },
    }
}

fn open(device: DeviceId, api_version: ApiVersion) -> Function {
    Function::Open {
        app: APP,
        device,
        api_version,
        callback_instance: 0,
        privileges: CallPrivilege::MONITOR,
        options: OpenOptions::empty(),
        media_modes: MediaMode::empty(),
        proxy_types: vec![],
        address: None,
        ext_version: 0,
    }
}

/// What a function reads.
pub(crate) fn asks(function: &Function) -> Option<Subject> {
    Some(match *function {
        Function::GetAgentCaps { address, .. } => Subject::Caps(address),
        Function::GetAgentStatus { address, .. } => Subject::Status(address),
        Function::GetAgentActivityList { address, .. } => Subject::ActivityList(address),
        Function::GetAgentGroupList { address, .. } => Subject::AgentGroupList(address),
        Function::GetAgentInfo { agent, .. } => Subject::AgentInfo(agent),
        Function::GetAgentSessionList { agent, .. } => Subject::SessionList(agent),
        Function::GetAgentSessionInfo { session, .. } => Subject::SessionInfo(session),
        Function::GetGroupList { .. } => Subject::GroupList,
        Function::GetQueueList { group, .. } => Subject::QueueList(group),
        Function::GetQueueInfo { queue, .. } => Subject::QueueInfo(queue),
        _ => return None,
    })
}

/// An answer that a number makes; sometimes one to another question.
pub(crate) fn answer(subject: Option<Subject>, number: u32) -> Option<Answer> {
    let group = |at: usize| GroupEntry { id: GROUPS[at], name: "".into() };
    let queue = |id| QueueEntry { id: QueueId(id), name: "".into() };
    let chosen = |at: u32| number >> at & 1 == 1;
    Some(match subject? {
        _ if number == 7 => Answer::Agent(AgentHandle(9)),
        Subject::ProxyStatus => return None,
        Subject::Status(_) => Answer::Status(Box::new(AgentStatus {
            state: if chosen(0) { AgentState::READY } else { AgentState::NOT_READY },
            ..AgentStatus::default()
        })),
        Subject::ActivityList(_) => Answer::Activities(vec![]),
        Subject::AgentGroupList(_) => Answer::Groups(vec![group(0)]),
        Subject::AgentInfo(_) => Answer::AgentInfo(Box::new(AgentInfo {
            state: if chosen(0) { AgentStateEx::READY } else { AgentStateEx::NOT_READY },
            number_of_acd_calls: number,
            ..AgentInfo::default()
        })),
        Subject::SessionList(agent) => {
            let entry = |session| AgentSessionEntry {
                session: AgentSessionHandle(session),
                agent,
                group: GROUPS[0],
                working_address: AddressId(0),
            };
            Answer::Sessions((1..3).filter(|session| chosen(session - 1)).map(entry).collect())
        }
        Subject::SessionInfo(_) => Answer::SessionInfo(Box::new(AgentSessionInfo {
            state: if chosen(0) { AgentSessionState::READY } else { AgentSessionState::NOT_READY },
            ..AgentSessionInfo::default()
        })),
        Subject::GroupList => {
            Answer::Groups((0..2).filter(|at| chosen(*at)).map(|at| group(at as usize)).collect())
        }
        Subject::QueueList(_) => Answer::Queues((1..3).filter(|id| chosen(id - 1)).map(queue).collect()),
        Subject::QueueInfo(_) => {
            Answer::Queue(Box::new(QueueInfo { total_calls_queued: number, ..QueueInfo::default() }))
        }
        // Capabilities have no default; nobody answers.
        Subject::Caps(_) => return None,
    })
}

fn fits(subject: Subject, answer: &Answer) -> bool {
    match answer {
        Answer::Status(_) => matches!(subject, Subject::Status(_)),
        Answer::Activities(_) => matches!(subject, Subject::ActivityList(_)),
        Answer::Groups(_) => matches!(subject, Subject::GroupList | Subject::AgentGroupList(_)),
        Answer::AgentInfo(_) => matches!(subject, Subject::AgentInfo(_)),
        Answer::Sessions(_) => matches!(subject, Subject::SessionList(_)),
        Answer::SessionInfo(_) => matches!(subject, Subject::SessionInfo(_)),
        Answer::Queues(_) => matches!(subject, Subject::QueueList(_)),
        Answer::Queue(_) => matches!(subject, Subject::QueueInfo(_)),
        _ => false,
    }
}

impl Model {
    pub(crate) fn line(&self, at: usize) -> (LineHandle, DeviceId, ApiVersion) {
        self.lines[at % self.lines.len()]
    }

    /// A line that hears of changes of the subject; the oldest one.
    fn line_to(&self, device: DeviceId, subject: Subject) -> Option<(LineHandle, DeviceId, ApiVersion)> {
        self.lines.iter().copied().find(|(_, of, version)| *of == device && *version >= since(subject))
    }

    fn call(&mut self, function: Function, own: bool, reads: Option<(DeviceId, Subject)>) {
        self.calling.push(Way { function: function.clone(), own, reads, overtaken: false });
        self.said.push(Output::Call(function));
    }

    pub(crate) fn ask(&mut self, want: &Want) {
        let (function, reads) = match *want {
            Want::Open(device, version) => (open(device, version), None),
            Want::Close(at) => (Function::Close { line: self.line(at).0 }, None),
            Want::Read(at, subject) => {
                let line = self.line(at);
                (read(line, subject), Some((line.1, subject)))
            }
            Want::Measure(at) => {
                let (line, queue) = (self.line(at).0, QueueId(1));
                (Function::SetQueueMeasurementPeriod { line, queue, period: 1 }, None)
            }
        };
        self.input = Some(Input::Request(function.clone()));
        self.call(function, false, reads);
    }

    pub(crate) fn returns(&mut self, outcome: Outcome, bits: u8) {
        let way = self.calling.remove(0);
        // A function that was replied to has been taken.
        let outcome = if self.early.is_some() { Outcome::Good } else { outcome };
        let sync = matches!(
            way.function,
            Function::Open { .. } | Function::Close { .. } | Function::GetProxyStatus { .. }
        );
        let (value, out) = match outcome {
            Outcome::Unavailable => (code(LineErr::OPERATION_UNAVAIL).0, Out::None),
            Outcome::Failed => (code(LineErr::OPERATION_FAILED).0, Out::None),
            Outcome::Good if !sync => {
                self.ids += 1;
                (i32::try_from(self.ids).unwrap(), Out::None)
            }
            Outcome::Good => match way.function {
                Function::Open { .. } => {
                    self.handles += 1;
                    (0, Out::Line(LineHandle(self.handles)))
                }
                Function::GetProxyStatus { .. } => {
                    let types = TYPES.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1);
                    (0, Out::RequestTypes(types.map(|(_, kind)| *kind).collect()))
                }
                _ => (0, Out::None),
            },
        };
        self.input = Some(Input::Return { value, out: out.clone() });
        if outcome == Outcome::Good && !sync {
            match self.early.take() {
                Some((at, result, answer)) => self.done(way, at, result, Out::None, answer),
                None => {
                    self.waiting.push((self.ids, way));
                    self.cancel();
                }
            }
            return;
        }
        if outcome == Outcome::Unavailable
            && let Some((device, subject)) = way.reads
            && subject != Subject::ProxyStatus
        {
            let open =
                |line| self.lines.iter().any(|(of, _, version)| *of == line && *version >= since(subject));
            if way.function.line().is_none_or(open) {
                self.unserved(device, type_of(subject));
            }
        }
        self.done(way, self.now, ResultCode(value), out, None);
    }

    pub(crate) fn reply(
        &mut self,
        id: u32,
        outcome: Outcome,
        answer: Option<Answer>,
    ) -> (ResultCode, Option<Answer>) {
        let result = match outcome {
            Outcome::Good => ResultCode::SUCCESS,
            Outcome::Unavailable => code(LineErr::OPERATION_UNAVAIL),
            Outcome::Failed => code(LineErr::OPERATION_FAILED),
        };
        let answer = answer.filter(|_| outcome == Outcome::Good);
        let message = TypedMessage {
            device: 0,
            callback_instance: 0,
            message: Message::Reply { request: id, result },
            residue: [0; 3],
        };
        let attached = answer.clone().map_or(Attached::None, |answer| Attached::Answer(Box::new(answer)));
        self.input = Some(Input::Message { message: message.to_raw(), attached });
        (result, answer)
    }

    pub(crate) fn done(&mut self, way: Way, at: u64, result: ResultCode, out: Out, answer: Option<Answer>) {
        let mut learned = false;
        if result == ResultCode::SUCCESS {
            match (&way.function, &out) {
                (Function::Open { device, api_version, .. }, Out::Line(line)) => {
                    self.lines.push((*line, *device, *api_version));
                }
                (Function::Close { line }, _) => self.line_gone(*line),
                _ => {}
            }
            if let (Some((device, _)), Out::RequestTypes(types)) = (way.reads, &out) {
                learned = true;
                if !way.overtaken {
                    self.learn_types(device, types);
                }
            }
            if let (Some((device, subject)), Some(answer)) = (way.reads, &answer)
                && fits(subject, answer)
            {
                learned = true;
                self.learn(at, device, subject, answer.clone(), way.overtaken);
            }
        }
        if !way.own {
            let function = Box::new(way.function);
            return self.said.push(Output::Event(Event::Done { function, result, out, answer }));
        }
        let Some((device, subject)) = way.reads else { return };
        self.todo.retain(|(of, what, _)| (*of, *what) != (device, subject));
        if way.overtaken || !learned && self.is_unserved(device, subject) {
            self.todo.push((device, subject, Todo::Wanted));
        } else if !learned {
            self.todo.push((device, subject, Todo::Failed));
        }
        if !learned {
            self.stale(device, subject);
        }
        self.said.push(Output::Event(Event::Read { device, subject, result }));
    }

    fn learn_types(&mut self, device: DeviceId, types: &[ProxyRequestType]) {
        for row in ProxyRequestType::FAMILY.rows {
            let kind = ProxyRequestType(row.value);
            if types.contains(&kind) {
                self.set_served(device, kind, true);
            } else {
                self.unserved(device, kind);
            }
        }
    }

    fn learn(&mut self, at: u64, device: DeviceId, subject: Subject, mut answer: Answer, overtaken: bool) {
        match (subject, &mut answer) {
            (Subject::Status(address), Answer::Status(status)) => {
                let told = self.addresses.iter().find(|(of, a, ..)| (*of, *a) == (device, address)).copied();
                match told.filter(|_| overtaken) {
                    Some((_, _, state, ..)) => status.state = state,
                    None => {
                        self.addresses.retain(|(of, a, ..)| (*of, *a) != (device, address));
                        self.addresses.push((device, address, status.state, at, overtaken));
                    }
                }
            }
            (Subject::AgentInfo(agent), Answer::AgentInfo(info)) => {
                let told = self.agents.iter().find(|(of, a, _)| (*of, *a) == (device, agent)).copied();
                match told.and_then(|(.., told)| told).filter(|_| overtaken) {
                    Some((state, ..)) => info.state = state,
                    None => {
                        self.agents.retain(|(of, a, _)| (*of, *a) != (device, agent));
                        self.agents.push((device, agent, Some((info.state, at, overtaken))));
                    }
                }
            }
            (Subject::SessionInfo(session), Answer::SessionInfo(info)) => {
                let told = self.sessions.iter().find(|(of, s, _)| (*of, *s) == (device, session)).copied();
                match told.and_then(|(.., told)| told).filter(|_| overtaken) {
                    Some((state, ..)) => info.state = state,
                    None => {
                        self.sessions.retain(|(of, s, _)| (*of, *s) != (device, session));
                        self.sessions.push((device, session, Some((info.state, at, overtaken))));
                    }
                }
            }
            (Subject::SessionList(agent), Answer::Sessions(list)) if !overtaken => {
                self.add_agent(device, agent);
                for entry in list.iter() {
                    self.add_session(device, entry.session);
                }
            }
            _ => {}
        }
        let stale = overtaken || self.line_to(device, subject).is_none();
        self.answers.retain(|(of, what, ..)| (*of, *what) != (device, subject));
        self.answers.push((device, subject, answer.clone(), at, stale));
        if overtaken {
            return;
        }
        let named: Vec<_> = match (subject, &answer) {
            (Subject::GroupList, Answer::Groups(list)) => {
                let named: Vec<_> = list.iter().map(|group| Subject::QueueList(group.id)).collect();
                for group in GROUPS.map(Subject::QueueList) {
                    let is_known = self.answers.iter().any(|(of, what, ..)| (*of, *what) == (device, group))
                        || self.todo.iter().any(|(of, what, _)| (*of, *what) == (device, group));
                    if is_known && !named.contains(&group) {
                        self.forget(|of, what| of == device && what == group);
                    }
                }
                named
            }
            (_, Answer::Queues(list)) => list.iter().map(|queue| Subject::QueueInfo(queue.id)).collect(),
            (_, Answer::Sessions(list)) => list.iter().map(|s| Subject::SessionInfo(s.session)).collect(),
            _ => vec![],
        };
        for subject in named {
            if !self.answers.iter().any(|(of, what, ..)| (*of, *what) == (device, subject)) {
                self.want(device, subject);
            }
        }
    }

    fn add_agent(&mut self, device: DeviceId, agent: AgentHandle) {
        if !self.agents.iter().any(|(of, a, _)| (*of, *a) == (device, agent)) {
            self.agents.push((device, agent, None));
        }
    }

    fn add_session(&mut self, device: DeviceId, session: AgentSessionHandle) {
        if !self.sessions.iter().any(|(of, s, _)| (*of, *s) == (device, session)) {
            self.sessions.push((device, session, None));
        }
    }

    /// What is gone is not known, not to be read, and not learned from what is on its way.
    fn forget(&mut self, gone: impl Fn(DeviceId, Subject) -> bool) {
        self.answers.retain(|(device, subject, ..)| !gone(*device, *subject));
        self.todo.retain(|(device, subject, _)| !gone(*device, *subject));
        for way in self.calling.iter_mut().chain(self.waiting.iter_mut().map(|(_, way)| way)) {
            if way.reads.is_some_and(|(device, subject)| gone(device, subject)) {
                way.reads = None;
            }
        }
    }

    fn stale(&mut self, device: DeviceId, subject: Subject) {
        for (of, what, _, _, stale) in &mut self.answers {
            *stale |= (*of, *what) == (device, subject);
        }
    }

    fn overtake(&mut self, device: DeviceId, is: impl Fn(Subject) -> bool) {
        for way in self.calling.iter_mut().chain(self.waiting.iter_mut().map(|(_, way)| way)) {
            way.overtaken |= way.reads.is_some_and(|(of, subject)| of == device && is(subject));
        }
    }

    fn hint(&mut self, device: DeviceId, subject: Subject) {
        self.stale(device, subject);
        self.overtake(device, |what| what == subject);
        self.want(device, subject);
    }

    fn want(&mut self, device: DeviceId, subject: Subject) {
        if !self.reading || self.line_to(device, subject).is_none() {
            return;
        }
        match self.todo.iter_mut().find(|(of, what, _)| (*of, *what) == (device, subject)) {
            Some((.., todo @ Todo::Failed)) => *todo = Todo::Wanted,
            Some(_) => {}
            None => self.todo.push((device, subject, Todo::Wanted)),
        }
    }

    fn is_unserved(&self, device: DeviceId, subject: Subject) -> bool {
        self.served.iter().any(|(of, kind, served, ..)| (*of, *kind) == (device, type_of(subject)) && !served)
    }

    fn set_served(&mut self, device: DeviceId, kind: ProxyRequestType, served: bool) -> Option<bool> {
        let before = self.served.iter().find(|(of, k, ..)| (*of, *k) == (device, kind)).map(|known| known.2);
        let stale = self.line_to(device, Subject::ProxyStatus).is_none();
        self.served.retain(|(of, k, ..)| (*of, *k) != (device, kind));
        self.served.push((device, kind, served, self.now, stale));
        before
    }

    fn unserved(&mut self, device: DeviceId, kind: ProxyRequestType) {
        if self.set_served(device, kind, false) == Some(true) {
            self.lost(device, kind);
        }
    }

    fn lost(&mut self, device: DeviceId, kind: ProxyRequestType) {
        if kind == ProxyRequestType::CREATE_AGENT {
            self.agents.retain(|(of, ..)| *of != device);
            self.forget(|of, what| {
                of == device && matches!(what, Subject::AgentInfo(_) | Subject::SessionList(_))
            });
        }
        if kind == ProxyRequestType::CREATE_AGENT_SESSION {
            self.sessions.retain(|(of, ..)| *of != device);
            self.forget(|of, what| of == device && matches!(what, Subject::SessionInfo(_)));
        }
        if kind == ProxyRequestType::GET_AGENT_STATUS {
            for (of, _, _, _, stale) in &mut self.addresses {
                *stale |= *of == device;
            }
        }
        let known = self.answers.iter().map(|(of, what, ..)| (*of, *what));
        let known: Vec<_> = known.chain(self.todo.iter().map(|(of, what, _)| (*of, *what))).collect();
        for (of, what) in known {
            if of == device && type_of(what) == kind {
                self.hint(of, what);
            }
        }
    }

    pub(crate) fn line_gone(&mut self, line: LineHandle) {
        let Some(&(_, device, _)) = self.lines.iter().find(|(open, ..)| *open == line) else { return };
        self.lines.retain(|(open, ..)| *open != line);
        let heard = self.lines.iter().filter(|(_, of, _)| *of == device).map(|(.., version)| *version).max();
        if heard < Some(ApiVersion::V2_2) {
            self.agents.retain(|(of, ..)| *of != device);
            self.sessions.retain(|(of, ..)| *of != device);
            let topics = [Topic::AgentInfo, Topic::SessionList, Topic::SessionInfo];
            self.answers.retain(|(of, what, ..)| *of != device || !topics.contains(&what.topic()));
            for (of, _, _, _, stale) in &mut self.served {
                *stale |= *of == device;
            }
        }
        if heard < Some(ApiVersion::V2_0) {
            for (of, _, _, _, stale) in &mut self.addresses {
                *stale |= *of == device;
            }
        }
        for (of, what, _, _, stale) in &mut self.answers {
            *stale |= *of == device && heard < Some(since(*what));
        }
        self.cancel();
    }

    /// What waits on a line that is gone has come to nothing, and where nothing is heard nothing is to be read.
    fn cancel(&mut self) {
        for (id, way) in std::mem::take(&mut self.waiting) {
            let is_open = |line| self.lines.iter().any(|(open, ..)| *open == line);
            if way.function.line().is_none_or(is_open) {
                self.waiting.push((id, way));
            } else if !way.own {
                let function = Box::new(way.function);
                self.said.push(Output::Event(Event::Cancelled { function }));
            } else if let Some((device, subject)) = way.reads {
                self.todo.retain(|(of, what, _)| (*of, *what) != (device, subject));
                self.todo.push((device, subject, Todo::Wanted));
            }
        }
        let lines = self.lines.clone();
        let is_heard = |device: DeviceId, subject: Subject| {
            lines.iter().any(|(_, of, version)| *of == device && *version >= since(subject))
        };
        self.todo.retain(|(device, subject, _)| is_heard(*device, *subject));
        for way in self.calling.iter_mut().chain(self.waiting.iter_mut().map(|(_, way)| way)) {
            if way.own && way.reads.is_some_and(|(device, subject)| !is_heard(device, subject)) {
                way.reads = None;
            }
        }
    }

    pub(crate) fn tell(&mut self, device: DeviceId, message: &Message) {
        let now = self.now;
        match *message {
            Message::AgentStatus { address, changed, state } => {
                if changed.contains(AgentStatusBits::STATE) {
                    self.addresses.retain(|(of, a, ..)| (*of, *a) != (device, address));
                    self.addresses.push((device, address, state, now, false));
                    for (of, what, answer, ..) in &mut self.answers {
                        if let Answer::Status(status) = answer
                            && (*of, *what) == (device, Subject::Status(address))
                        {
                            status.state = state;
                        }
                    }
                }
                self.overtake(device, |what| what == Subject::Status(address));
                if changed.contains(AgentStatusBits::NEXT_STATE) {
                    self.hint(device, Subject::Status(address));
                }
                if changed.contains(AgentStatusBits::ACTIVITY_LIST) {
                    self.hint(device, Subject::ActivityList(address));
                }
                if changed.contains(AgentStatusBits::GROUP_LIST) {
                    self.hint(device, Subject::AgentGroupList(address));
                }
                if changed.contains(AgentStatusBits::CAPS_CHANGE) {
                    self.hint(device, Subject::Caps(address));
                }
            }
            Message::AgentStatusEx { agent, changed, state } => {
                let told = changed.contains(AgentStatusEx::STATE);
                if told && state == AgentStateEx::RELEASED {
                    self.agents.retain(|(of, a, _)| (*of, *a) != (device, agent));
                    let gone = [Subject::AgentInfo(agent), Subject::SessionList(agent)];
                    return self.forget(|of, what| of == device && gone.contains(&what));
                }
                self.add_agent(device, agent);
                if told {
                    self.agents.retain(|(of, a, _)| (*of, *a) != (device, agent));
                    self.agents.push((device, agent, Some((state, now, false))));
                    for (of, what, answer, ..) in &mut self.answers {
                        if let Answer::AgentInfo(info) = answer
                            && (*of, *what) == (device, Subject::AgentInfo(agent))
                        {
                            info.state = state;
                        }
                    }
                }
                self.overtake(device, |what| what == Subject::AgentInfo(agent));
                if changed.intersects(AgentStatusEx::NEW_AGENT | AgentStatusEx::UPDATE_INFO) {
                    self.hint(device, Subject::AgentInfo(agent));
                }
            }
            Message::AgentSessionStatus { session, changed, state } => {
                let told = changed.contains(AgentSessionStatus::STATE);
                let released = told && state == AgentSessionState::RELEASED;
                self.sessions.retain(|(of, s, _)| !told || (*of, *s) != (device, session));
                if released {
                    self.forget(|of, what| of == device && what == Subject::SessionInfo(session));
                    self.overtake(device, |what| matches!(what, Subject::SessionList(_)));
                    for (of, _, answer, ..) in &mut self.answers {
                        if let Answer::Sessions(list) = answer
                            && *of == device
                        {
                            list.retain(|entry| entry.session != session);
                        }
                    }
                } else if told {
                    self.sessions.push((device, session, Some((state, now, false))));
                    for (of, what, answer, ..) in &mut self.answers {
                        if let Answer::SessionInfo(info) = answer
                            && (*of, *what) == (device, Subject::SessionInfo(session))
                        {
                            info.state = state;
                        }
                    }
                } else {
                    self.add_session(device, session);
                }
                self.overtake(device, |what| what == Subject::SessionInfo(session));
                let new = changed.contains(AgentSessionStatus::NEW_SESSION);
                if !released && (new || changed.contains(AgentSessionStatus::UPDATE_INFO)) {
                    self.hint(device, Subject::SessionInfo(session));
                }
                if new {
                    let agents = self.agents.iter().filter(|(of, ..)| *of == device);
                    for agent in agents.map(|(_, agent, _)| *agent).collect::<Vec<_>>() {
                        self.hint(device, Subject::SessionList(agent));
                    }
                }
            }
            Message::GroupStatus { .. } => self.hint(device, Subject::GroupList),
            Message::QueueStatus { queue, changed } => {
                let removed = changed.contains(QueueStatus::QUEUE_REMOVED);
                if removed {
                    self.forget(|of, what| of == device && what == Subject::QueueInfo(queue));
                } else {
                    self.hint(device, Subject::QueueInfo(queue));
                }
                if removed || changed.contains(QueueStatus::NEW_QUEUE) {
                    let list = self
                        .answers
                        .iter()
                        .find(|(of, what, ..)| (*of, *what) == (device, Subject::GroupList));
                    if let Some((_, _, Answer::Groups(groups), ..)) = list.cloned() {
                        for group in groups {
                            self.hint(device, Subject::QueueList(group.id));
                        }
                    }
                }
            }
            Message::ProxyStatus { changed, request_type } => {
                if changed == ProxyStatus::OPEN {
                    self.set_served(device, request_type, true);
                } else {
                    self.set_served(device, request_type, false);
                    self.lost(device, request_type);
                }
                self.hint(device, Subject::ProxyStatus);
            }
            _ => unreachable!("{message:?} is not among the transitions"),
        }
    }

    /// What is to be read and can be, in the order of devices and subjects.
    pub(crate) fn read_on(&mut self) {
        let wanted = self.todo.iter().filter(|(.., todo)| *todo == Todo::Wanted);
        let wanted: BTreeSet<_> = wanted.map(|(device, subject, _)| (*device, *subject)).collect();
        for (device, subject) in wanted {
            if self.is_unserved(device, subject) {
                continue;
            }
            let Some(line) = self.line_to(device, subject) else { continue };
            self.todo.retain(|(of, what, _)| (*of, *what) != (device, subject));
            self.todo.push((device, subject, Todo::UnderWay));
            self.call(read(line, subject), true, Some((device, subject)));
        }
    }

    pub(crate) fn may_reply_early(&self) -> bool {
        let sync = |function: &Function| {
            matches!(
                function,
                Function::Open { .. } | Function::Close { .. } | Function::GetProxyStatus { .. }
            )
        };
        self.early.is_none() && self.calling.first().is_some_and(|way| !sync(&way.function))
    }

    /// Everything that the application knows, one line each.
    pub(crate) fn knows(&self) -> BTreeSet<String> {
        let lines = self.lines.iter().map(|line| format!("{line:?}"));
        let answers = self.answers.iter().map(|known| format!("{known:?}"));
        let agents = self.agents.iter().map(|known| format!("{known:?}"));
        let sessions = self.sessions.iter().map(|known| format!("{known:?}"));
        let addresses = self.addresses.iter().map(|known| format!("{known:?}"));
        let served = self.served.iter().map(|known| format!("{known:?}"));
        lines.chain(answers).chain(agents).chain(sessions).chain(addresses).chain(served).collect()
    }
}

/// The same of the client's mirror.
pub(crate) fn known(mirror: &Mirror) -> BTreeSet<String> {
    let lines =
        mirror.lines.iter().map(|(handle, line)| format!("{:?}", (handle, line.device, line.version)));
    let answers = mirror.answers.iter().map(|((device, subject), known)| {
        format!("{:?}", (device, subject, &known.value, known.as_of.as_micros(), known.stale))
    });
    let agents = mirror.agents.iter().map(|((device, agent), known)| {
        format!("{:?}", (device, agent, known.map(|k| (k.value, k.as_of.as_micros(), k.stale))))
    });
    let sessions = mirror.sessions.iter().map(|((device, session), known)| {
        format!("{:?}", (device, session, known.map(|k| (k.value, k.as_of.as_micros(), k.stale))))
    });
    let addresses = mirror.addresses.iter().map(|((device, address), known)| {
        format!("{:?}", (device, address, known.value, known.as_of.as_micros(), known.stale))
    });
    let served = mirror.served.iter().map(|((device, kind), known)| {
        format!("{:?}", (device, kind, known.value, known.as_of.as_micros(), known.stale))
    });
    lines.chain(answers).chain(agents).chain(sessions).chain(addresses).chain(served).collect()
}

fn code(error: LineErr) -> ResultCode {
    error.into()
}
