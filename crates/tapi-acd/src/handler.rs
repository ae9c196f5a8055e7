//! The agent handler (ACD proxy): agents, sessions, groups and queues, and all that is told about them.
//!
//! The handler is an application like any other, opened with LINEOPENOPTION_PROXY on every line. It learns of calls
//! over the CTI link, answers LINE_PROXYREQUEST from its own model with lineProxyResponse, and speaks to the
//! applications through lineProxyMessage: about an agent or a session on the agent's line and on the ACD line, about
//! an address on its line, about groups and queues on the ACD line.
//!
//! The same agents are seen by handle (TAPI 2.2) and by address (TAPI 2.0). Agents and sessions are the truth; what
//! stands at an address follows from them by [`views`](crate::machine::views).
//!
//! What the pages leave open is a [`Policy`], with [`Conventional`] as the default; what an administrator can change
//! while the handler runs is a [`Change`].
//!
//! # What counts
//! Calls and times of an agent or a queue are those of the measurement period; times are in whole seconds, truncated
//! once. A call counts for the agent from its answer on: for a session of its group that is ready (an ACD call), else
//! as an incoming or an outgoing one. In a queue a call counts each time that it begins to wait there. What happens
//! while the CTI link is lost counts from when the link is found again, for nobody tells when it happened (all
//! inferred).
//!
//! # Which error for which wrong request
//! The first that applies; a refused request changes nothing (the order is inferred).
//! 1. What is named is not there: `INVALPARAM` for an agent, session, queue or extension, `INVALAGENTGROUP` for a
//!    group, `INVALADDRESSSTATE` where nobody is logged in at the address.
//! 2. Who asks is not let in: `INVALAGENTID` for an id that nobody has, then `INVALPASSWORD` for a wrong PIN.
//! 3. The value is none that may be asked for: `INVALAGENTSTATE`, `INVALAGENTACTIVITY`, `INVALAGENTGROUP` for a group
//!    that the agent cannot choose or has joined already, `INVALAGENTID` for an agent who is logged in already.
//! 4. What is named is not in a state for it: `INVALAGENTSTATE` by handle, `INVALADDRESSSTATE` by address.
//! 5. There is no room: `RESOURCEUNAVAIL`.
//!
//! # When the handler loses a line
//! A handler that cannot open all its lines shuts down, and what it had opened is closed; it serves nothing until its
//! process is started anew. Of a line that LINE_CLOSE takes later it lets go for good (whether it can be opened again
//! at once is the device's affair) and goes on with the others: the agents there stay logged in, their calls are still
//! in the switch, and what becomes of them is told on the ACD line.

mod address;
mod administration;
mod agents;
mod calls;
mod capabilities;
mod config;
mod directory;
mod figures;
mod moves;
mod phones;
mod policy;
mod queues;
mod requests;
mod statistics;
mod view;

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::vec::Vec;

use tapi_wire::consts::{
    AgentStatus, ApiVersion, CallPrivilege, GroupStatus, InitializeExOptions, MediaMode, OpenOptions,
    QueueStatus,
};
use tapi_wire::{Guid, LineMessage};

use crate::Misuse;
use crate::function::{Function, Out, ProxyMessage};
use crate::ids::{AddressId, AgentHandle, AgentSessionHandle, AppHandle, CallHandle, DeviceId, LineHandle};
use crate::machine::{agent_ex, agent_session};
use crate::memory::make_room;
#[cfg(feature = "serde")]
use crate::message::in_flight;
use crate::message::{Message, TypedMessage};
use crate::provider::{ACD_LINE, CtiEvent};
use crate::record::Attached;
use crate::time::Instant;
use address::Addresses;
use agents::Agents;
use calls::Calls;
use directory::Directory;
use queues::Queues;

pub use administration::Change;
pub use config::{Account, Config, Group, Phone, Queue, SERVED};
pub use policy::{AfterCall, Conventional, Policy, Refusal};

/// The version the handler asks for.
const VERSION: ApiVersion = ApiVersion::V2_2;

/// What the handler is told.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Input {
    /// Its process starts.
    Start,
    /// A function of its own returned.
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
    /// The switch reports.
    Cti(CtiEvent),
    /// An administrator changes what the handler administers; its next process starts with that.
    Administer(Change),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
enum Stage {
    Off,
    Initializing,
    Negotiating(AppHandle),
    Opening(AppHandle),
    Up,
    /// A function failed at the start; the handler serves nothing.
    Failed,
}

/// A message of a line whose lineOpen has not returned yet: it may overtake that.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
struct Early {
    #[cfg_attr(feature = "serde", serde(serialize_with = "in_flight::message"))]
    message: LineMessage,
    attached: Attached,
}

/// The agent handler.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AgentHandler<P: Policy = Conventional> {
    now: Instant,
    policy: P,
    /// Without the groups and queues: the directory has them.
    config: Config,
    directory: Directory,
    stage: Stage,
    /// Functions under way during the start, oldest first: whether the start waits for it.
    under_way: VecDeque<bool>,
    early: Vec<Early>,
    /// The handler's line on each device, in order; none where TAPI has closed it by force.
    lines: Vec<Option<LineHandle>>,
    agents: Agents,
    calls: Calls,
    queues: Queues,
    /// Whether the CTI link is lost.
    link_lost: bool,
    /// What the applications know of the addresses.
    addresses: Addresses,
    /// Lines whose agent may look different by address since the last input.
    touched: Vec<DeviceId>,
    /// What has changed for every agent since the last input.
    news: AgentStatus,
    #[cfg_attr(feature = "serde", serde(skip))]
    outbox: VecDeque<Said>,
}

/// Hears what the handler calls, the moment it does.
pub(crate) trait Say {
    /// lineProxyMessage, as most calls are.
    fn message(&mut self, said: ProxyMessage);

    /// Another function.
    fn function(&mut self, function: Box<Function>);
}

/// A function that the handler calls.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Said {
    /// lineProxyMessage.
    Message(ProxyMessage),
    /// Another one.
    Function(Box<Function>),
}

/// Keeps it in order.
impl Say for VecDeque<Said> {
    fn message(&mut self, said: ProxyMessage) {
        self.push_back(Said::Message(said));
    }

    fn function(&mut self, function: Box<Function>) {
        self.push_back(Said::Function(function));
    }
}

/// An agent who can take a call now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdleAgent {
    /// The agent.
    pub agent: AgentHandle,
    /// The session for the group that was asked for.
    pub session: AgentSessionHandle,
    /// The agent's line.
    pub device: DeviceId,
    /// The address where the session's calls arrive.
    pub address: AddressId,
    /// Ready since then.
    pub since: Instant,
}

/// What the handler shows to monitors and to the routing; equal when the handlers are, unseen counters included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View<'a, P: Policy = Conventional> {
    handler: &'a AgentHandler<P>,
}

impl<'a, P: Policy> View<'a, P> {
    /// Whether the handler has opened its lines and announced its groups and queues.
    pub fn is_up(&self) -> bool {
        self.handler.stage == Stage::Up
    }

    /// The handler's line on each device; none where TAPI has closed it by force.
    pub fn lines(&self) -> &'a [Option<LineHandle>] {
        &self.handler.lines
    }

    /// The place of a group among all that there ever were, to ask about it often; `None` where there is no such group.
    ///
    /// It stays the group's for good: one of the same id that comes after the group is gone has another.
    pub fn group_place(&self, group: Guid) -> Option<u32> {
        self.handler.directory.named_group(group).ok()
    }

    /// The agents who can take a call of the group's queues, longest idle first.
    pub fn idle(&self, group: Guid) -> impl Iterator<Item = IdleAgent> + use<'a, P> {
        let place = self.group_place(group);
        let agents = &self.handler.agents;
        place.into_iter().flat_map(|place| agents.idle(place))
    }

    /// The agents who can take a call of the queues of the group at the place, longest idle first.
    ///
    /// # Panics
    /// At a place that [`View::group_place`] has not named.
    pub fn idle_in(&self, place: u32) -> impl Iterator<Item = IdleAgent> + use<'a, P> {
        self.handler.agents.idle(place)
    }

    /// How many agents those are.
    ///
    /// # Panics
    /// At a place that [`View::group_place`] has not named.
    pub fn count_idle_in(&self, place: u32) -> usize {
        self.handler.agents.count_idle(place)
    }

    /// An agent's state.
    pub fn agent_state(&self, agent: AgentHandle) -> Option<agent_ex::State> {
        self.handler.agents.agent(agent).map(|a| a.state)
    }

    /// An agent's live sessions, in the order of their creation.
    pub fn sessions(&self, agent: AgentHandle) -> &'a [AgentSessionHandle] {
        self.handler.agents.agent(agent).map_or(&[], |a| &a.sessions)
    }

    /// A session's state.
    pub fn session_state(&self, session: AgentSessionHandle) -> Option<agent_session::State> {
        self.handler.agents.session(session).map(|s| s.state)
    }

    /// The agent at a line.
    pub fn agent_at(&self, device: DeviceId) -> Option<AgentHandle> {
        self.handler.agents.at_device(device)
    }

    /// Agents who are logged in.
    pub fn agents(&self) -> impl Iterator<Item = AgentHandle> + use<'a, P> {
        self.handler.agents.handles()
    }
}

impl AgentHandler {
    /// A handler that has not started and decides by convention.
    pub fn new(config: Config) -> Self {
        Self::with_policy(config, Conventional)
    }
}

impl<P: Policy> AgentHandler<P> {
    /// A handler that has not started and decides by `policy`.
    pub fn with_policy(mut config: Config, policy: P) -> Self {
        let groups = core::mem::take(&mut config.groups);
        let queues = core::mem::take(&mut config.queues);
        let devices = config.devices;
        let mut handler = Self {
            now: Instant::ZERO,
            policy,
            config,
            directory: Directory::default(),
            stage: Stage::Off,
            under_way: VecDeque::new(),
            early: Vec::new(),
            lines: Vec::new(),
            agents: Agents::new(devices),
            calls: Calls::with_lines(devices),
            queues: Queues::default(),
            link_lost: false,
            addresses: Addresses::new(devices),
            touched: Vec::new(),
            news: AgentStatus::empty(),
            outbox: VecDeque::new(),
        };
        for group in groups {
            handler.add_group(group);
        }
        for queue in queues {
            handler.add_queue(queue);
        }
        handler
    }

    /// The handler's next process, which has not started: it knows what was administered and nothing else of what this
    /// one knew.
    #[must_use]
    pub fn successor(&self) -> Self {
        let groups = self.directory.groups().cloned().collect();
        let queues = self.directory.queues().cloned().collect();
        Self::with_policy(Config { groups, queues, ..self.config.clone() }, self.policy.clone())
    }

    /// Takes one input; drain [`AgentHandler::poll_output`] before the next.
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
            Input::Start => self.start(say),
            Input::Return { value, out } => self.returned(value, out, say),
            Input::Message { message, attached } => self.message(message, attached, say),
            Input::Cti(event) => return self.take_cti(now, event, say),
            Input::Administer(change) => self.administer(change, say),
        }
        self.tell_addresses(say);
    }

    /// Takes a report of the switch, as most inputs are, and says what comes of it at once.
    pub(crate) fn take_cti(&mut self, now: Instant, event: CtiEvent, say: &mut impl Say) {
        self.now = now;
        self.cti(event, say);
        self.tell_addresses(say);
    }

    /// The next function the handler calls, in order.
    #[inline]
    pub fn poll_output(&mut self) -> Option<Function> {
        Some(match self.outbox.pop_front()? {
            Said::Message(said) => said.into(),
            Said::Function(function) => *function,
        })
    }

    /// Calls a step of the start, which waits for it; or, where the start is over, anything else.
    fn call(&mut self, function: Function, say: &mut impl Say) {
        self.note_start(true);
        say.function(Box::new(function));
    }

    /// Notes a function that is called during the start, and whether the start waits for it.
    #[inline]
    fn note_start(&mut self, waits: bool) {
        if self.is_starting() {
            self.under_way.push_back(waits);
        }
    }

    /// The handler waits for nothing.
    pub fn next_deadline(&self) -> Option<Instant> {
        None
    }

    /// What monitors and the routing may see.
    pub fn view(&self) -> View<'_, P> {
        View { handler: self }
    }

    fn start(&mut self, say: &mut impl Say) {
        if self.stage != Stage::Off {
            return;
        }
        self.stage = Stage::Initializing;
        let app_name = "agent handler".into();
        self.call(
            Function::InitializeEx {
                app_name,
                api_version: VERSION,
                options: InitializeExOptions::USE_EVENT,
            },
            say,
        );
    }

    fn is_starting(&self) -> bool {
        matches!(self.stage, Stage::Initializing | Stage::Negotiating(_) | Stage::Opening(_))
    }

    /// One step of the start: initialise, then negotiate and open each line, then announce.
    fn returned(&mut self, value: i32, out: Out, say: &mut impl Say) {
        // Functions return in the order in which they were called; an answer to a request is no step of the start.
        if !self.is_starting() || self.under_way.pop_front() != Some(true) {
            return;
        }
        match (self.stage, value, out) {
            (Stage::Initializing, 0, Out::App { app, .. }) => self.open_next(app, say),
            (Stage::Negotiating(app), 0, Out::ApiVersion(api_version)) => self.open(app, api_version, say),
            (Stage::Opening(app), 0, Out::Line(line)) => {
                make_room(&mut self.lines);
                self.lines.push(Some(line));
                for Early { message, attached } in core::mem::take(&mut self.early) {
                    self.message(message, attached, say);
                }
                self.open_next(app, say);
            }
            (Stage::Negotiating(app) | Stage::Opening(app), ..) => self.give_up(app, say),
            _ => self.end_start(Stage::Failed),
        }
    }

    fn end_start(&mut self, stage: Stage) {
        self.stage = stage;
        self.under_way.clear();
        self.early.clear();
    }

    /// The handler serves all its lines or none: what it has opened is closed.
    fn give_up(&mut self, app: AppHandle, say: &mut impl Say) {
        self.end_start(Stage::Failed);
        self.lines.clear();
        self.call(Function::Shutdown { app }, say);
    }

    fn next_device(&self) -> DeviceId {
        DeviceId(u32::try_from(self.lines.len()).unwrap_or(u32::MAX))
    }

    fn open_next(&mut self, app: AppHandle, say: &mut impl Say) {
        let device = self.next_device();
        if device.0 >= self.config.devices {
            self.end_start(Stage::Up);
            return self.announce(say);
        }
        self.stage = Stage::Negotiating(app);
        self.call(Function::NegotiateApiVersion { app, device, low: VERSION, high: VERSION }, say);
    }

    fn open(&mut self, app: AppHandle, api_version: ApiVersion, say: &mut impl Say) {
        self.stage = Stage::Opening(app);
        let device = self.next_device();
        self.call(
            Function::Open {
                app,
                device,
                api_version,
                callback_instance: u64::from(device.0),
                privileges: CallPrivilege::NONE,
                options: OpenOptions::PROXY,
                media_modes: MediaMode::empty(),
                proxy_types: self.config.serves.clone(),
                address: None,
                ext_version: 0,
            },
            say,
        );
    }

    /// Tells the applications on the ACD line which groups and queues there are.
    fn announce(&mut self, say: &mut impl Say) {
        for _ in 0..self.directory.groups().count() {
            self.tell_acd_line(Message::GroupStatus { changed: GroupStatus::NEW_GROUP }, say);
        }
        let queues: Vec<_> = self.directory.queues().map(|queue| queue.entry.id).collect();
        for queue in queues {
            self.tell_acd_line(Message::QueueStatus { queue, changed: QueueStatus::NEW_QUEUE }, say);
        }
    }

    /// Tells the applications on the ACD line.
    #[inline(always)]
    fn tell_acd_line(&mut self, message: Message, say: &mut impl Say) {
        self.tell_line(ACD_LINE, message, say);
    }

    /// Tells the applications on the agent's line and on the ACD line.
    #[inline(always)]
    fn tell_agent_line(&mut self, device: DeviceId, message: Message, say: &mut impl Say) {
        if device != ACD_LINE {
            self.tell_line(device, message, say);
        }
        self.tell_acd_line(message, say);
    }

    /// Tells the applications on a device, while the handler has its line there.
    #[inline(always)]
    fn tell_line(&mut self, device: DeviceId, message: Message, say: &mut impl Say) {
        if let Some(line) = self.lines.get(device.0 as usize).copied().flatten() {
            self.tell(line, message, say);
        }
    }

    /// Which message it is, is known where it is told.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "status messages carry 32 bits in each parameter")]
    fn tell(&mut self, line: LineHandle, message: Message, say: &mut impl Say) {
        let params = message.params().map(|param| param as u32);
        self.say(ProxyMessage { line, call: CallHandle(0), message: message.id(), params }, say);
    }

    fn say(&mut self, said: ProxyMessage, say: &mut impl Say) {
        self.note_start(false);
        say.message(said);
    }

    fn message(&mut self, message: LineMessage, attached: Attached, say: &mut impl Say) {
        let line = LineHandle(message.device);
        // Each line was opened with its device as the instance.
        let device = usize::try_from(message.callback_instance).ok();
        let Some(device) = device.filter(|device| self.lines.get(*device) == Some(&Some(line))) else {
            if self.is_starting() {
                self.early.push(Early { message, attached });
            }
            return;
        };
        match (TypedMessage::from_raw(&message).message, attached) {
            (Message::ProxyRequest { buffer }, Attached::Request { client_version, request }) => {
                let device = DeviceId(u32::try_from(device).unwrap_or(u32::MAX));
                self.answer((line, buffer), device, client_version, &request, say);
            }
            // It goes on with its other lines: whether one can be opened again at once is the device's affair.
            (Message::Close, _) => self.lines[device] = None,
            // The handler asks for nothing that is answered later, and its lines carry nothing else for it.
            _ => {}
        }
    }
}
