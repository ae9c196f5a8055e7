//! The telephony server (TAPISRV): applications, open lines, proxy registration, request ids and delivery.
//!
//! It answers every function call with exactly one [`Output::Return`]. What takes longer gets a positive request id,
//! which at most one LINE_REPLY meets. Proxied functions become LINE_PROXYREQUEST for the handler that registered the
//! type on that line; what TAPI itself refuses never reaches a handler.
//!
//! # Which error for which wrong call
//! The first that applies; a refused call changes nothing (the order is inferred). Where each error of each function
//! arises stands in [`FUNCTIONS`](crate::function::FUNCTIONS).
//! 1. The application is not registered: `UNINITIALIZED`, but `INVALAPPHANDLE` from lineGetMessage, whose page has no
//!    other; lineInitializeEx is how to register.
//! 2. A pointer or a size of a raw call is wrong ([`RawCall::lower`](crate::function::RawCall::lower)).
//! 3. What the call names is not there: `INVALAPPHANDLE`, `INVALLINEHANDLE`, `INVALCALLHANDLE`, `BADDEVICEID`;
//!    `LINEMAPPERFAILED` for a line that TAPI shall choose.
//! 4. The version is not one for it: `INCOMPATIBLEAPIVERSION` and `INCOMPATIBLEEXTVERSION` where the call says one,
//!    `OPERATIONUNAVAIL` where its line has one.
//! 5. The caller is no agent handler: `NOTREGISTERED`.
//! 6. A value is none that may be passed: `INVALAPPNAME`, `INVALPRIVSELECT`, `INVALMEDIAMODE`, `INVALADDRESSID`,
//!    `INVALAGENTSTATE`, `INVALPARAM`, and then `INCOMPATIBLEAPIVERSION` for a request type that is newer than the line
//!    that would serve it; `INVALPOINTER` for a buffer that is not in the caller's hands.
//! 7. A handler is missing: `OPERATIONUNAVAIL`; or there is one already: `NOTREGISTERED` from lineOpen. A call is
//!    another's: `NOTOWNER`; or not in a state for it: `INVALCALLSTATE`. No message waits: `OPERATIONFAILED` from
//!    lineGetMessage.
//! 8. There is no room: `NOMEM` for an application, `RESOURCEUNAVAIL` for a line or a request.
#![doc = include_str!("server/own_handler.md")]

mod calls;
mod delivery;
mod functions;
mod leaving;
mod lines;
mod requests;
mod switch;

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, VecDeque};
use alloc::sync::Arc;
use alloc::vec::Vec;

use tapi_wire::consts::{ApiVersion, CallPrivilege, LineErr, MediaMode, ProxyRequestType};

use crate::Misuse;
use crate::answer::Answer;
use crate::arena::{Arena, HandleShape, Stored};
use crate::function::{Function, Out};
use crate::ids::{AddressId, AppHandle, CallSerial, DeviceId, LegId, LineHandle, RequestId, SeatId};
use crate::machine::{application, line, proxy_request};
use crate::message::{Message, ResultCode};
use crate::provider::SwitchEvent;
use crate::record::Attached;
use crate::time::Instant;
use calls::Calls;
use delivery::Body;
use smallvec::SmallVec;
use tapi_wire::LineMessage;

/// What the server is told.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Input {
    /// An application calls a function.
    Call {
        /// Whose application.
        seat: SeatId,
        /// The call's number in this run.
        serial: CallSerial,
        /// The function and its parameters.
        function: Function,
    },
    /// The service provider reports.
    Switch(SwitchEvent),
    /// TAPI takes an open line away from its application, as when its server or hardware fails (LINE_CLOSE message).
    /// A line that is not open stays so.
    ForceClose {
        /// The line.
        line: LineHandle,
    },
    /// An application's process dies; all that it held goes.
    Crash {
        /// Whose application.
        seat: SeatId,
    },
}

/// What the server does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Output {
    /// A function returns.
    Return {
        /// To whom.
        seat: SeatId,
        /// Which call.
        serial: CallSerial,
        /// 0, a positive request id, or a negative `LINEERR_` code.
        value: i32,
        /// What it hands out.
        out: Out,
    },
    /// A message is delivered.
    Message {
        /// To whom.
        seat: SeatId,
        /// The message.
        message: LineMessage,
        /// What can be read through it.
        attached: Attached,
    },
    /// The service provider shall drop a call: its only owner has closed the line.
    DropLeg {
        /// Which leg.
        leg: LegId,
    },
    /// The service provider shall answer a call, and say so with [`SwitchEvent::Completed`].
    AnswerLeg {
        /// Which leg.
        leg: LegId,
        /// For which request.
        request: RequestId,
    },
}

/// What the server is made of at the start.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Config {
    /// The line devices: the number of addresses of each.
    pub devices: Vec<u32>,
    /// The request types that make LINEPROXYSTATUS_ALLOPENFORACD (erratum E28: no page lists them).
    pub acd_types: Vec<ProxyRequestType>,
    /// How much applications may hold at once.
    pub limits: Limits,
}

/// No devices, the types of [`Config::ACD_TYPES`] and generous limits.
impl Default for Config {
    fn default() -> Self {
        Self { devices: Vec::new(), acd_types: Self::ACD_TYPES.to_vec(), limits: Limits::default() }
    }
}

/// How much applications may hold at once. The pages list the codes for a lack and no numbers: these are ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Limits {
    /// Registrations in all; lineInitializeEx refuses one more with LINEERR_NOMEM. Range: at most 65535 count.
    pub applications: usize,
    /// Open lines in all; lineOpen refuses one more with LINEERR_RESOURCEUNAVAIL. Range: at most 65535 count.
    pub lines: usize,
    /// Open lines of one registration; lineOpen refuses one more with LINEERR_RESOURCEUNAVAIL.
    pub lines_per_application: usize,
    /// Requests that LINE_REPLY has not met: of one open line, and of one registration for those that name no line.
    /// The function that makes one more is refused with LINEERR_RESOURCEUNAVAIL. All requests in the hands of agent
    /// handlers together are at most 16383.
    pub requests_per_line: usize,
}

/// More than any office of 1999 has.
impl Default for Limits {
    fn default() -> Self {
        Self { applications: 50_000, lines: 50_000, lines_per_application: 50_000, requests_per_line: 1_000 }
    }
}

impl Config {
    /// The request types that TAPI 3 needs for its ACD objects; inferred from what its methods wrap (erratum E28).
    pub const ACD_TYPES: [ProxyRequestType; 13] = [
        ProxyRequestType::GET_AGENT_CAPS,
        ProxyRequestType::CREATE_AGENT,
        ProxyRequestType::SET_AGENT_MEASUREMENT_PERIOD,
        ProxyRequestType::GET_AGENT_INFO,
        ProxyRequestType::CREATE_AGENT_SESSION,
        ProxyRequestType::GET_AGENT_SESSION_LIST,
        ProxyRequestType::SET_AGENT_SESSION_STATE,
        ProxyRequestType::GET_AGENT_SESSION_INFO,
        ProxyRequestType::GET_QUEUE_LIST,
        ProxyRequestType::SET_QUEUE_MEASUREMENT_PERIOD,
        ProxyRequestType::GET_QUEUE_INFO,
        ProxyRequestType::GET_GROUP_LIST,
        ProxyRequestType::SET_AGENT_STATE_EX,
    ];
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
struct App {
    state: application::State,
    seat: SeatId,
    /// Its open lines, in the order of opening.
    lines: Vec<LineHandle>,
    /// Its unanswered requests that name no line.
    requests: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
struct Line {
    state: line::State,
    seat: SeatId,
    app: AppHandle,
    device: DeviceId,
    version: ApiVersion,
    callback_instance: u64,
    privileges: CallPrivilege,
    media_modes: MediaMode,
    /// The one address whose calls it gets, where it was opened so.
    address: Option<AddressId>,
    /// What it serves.
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::memory::shared"))]
    proxy_types: Arc<[ProxyRequestType]>,
    /// Its unanswered requests.
    requests: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
struct Device {
    addresses: u32,
    /// In the order of opening, which is the order of delivery. On most there is nobody but the agent handler.
    lines: SmallVec<[LineHandle; 4]>,
}

/// An asynchronous request that LINE_REPLY has not met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
struct Pending {
    seat: SeatId,
    app: AppHandle,
    /// The requester's line; its closing suppresses the reply. A request that names none goes with its registration.
    line: Option<LineHandle>,
    callback_instance: u64,
    request: RequestId,
}

/// A proxy request in the hands of a handler.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
struct ProxyPending {
    state: proxy_request::State,
    handler: Handler,
    /// Who asked, and waits as long as the state says so.
    requester: Pending,
}

/// Who was asked; it stands when the line is gone, because LINE_CLOSE does not end the duty to answer (erratum E07).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
struct Handler {
    seat: SeatId,
    app: AppHandle,
    line: LineHandle,
}

impl Stored for App {
    const SHAPE: HandleShape =
        HandleShape { name: "AppHandle", tag: 0x0100_0000, index_bits: 16, generation_bits: 8, low_bits: 0 };
}

impl Stored for Line {
    const SHAPE: HandleShape =
        HandleShape { name: "LineHandle", tag: 0x0200_0000, index_bits: 16, generation_bits: 8, low_bits: 0 };
}

/// A buffer is named by its address, 16 bytes aligned and inside 32 bits, so that it fits both ABIs.
impl Stored for ProxyPending {
    const SHAPE: HandleShape = HandleShape {
        name: "BufferAddress",
        tag: 0x0100_0000,
        index_bits: 14,
        generation_bits: 10,
        low_bits: 4,
    };
}

/// The telephony server.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Server {
    now: Instant,
    acd_types: Vec<ProxyRequestType>,
    limits: Limits,
    apps: Arena<App>,
    /// How many of them are whose; a seat with none has not initialised TAPI.
    registrations: BTreeMap<SeatId, usize>,
    lines: Arena<Line>,
    devices: Vec<Device>,
    calls: Calls,
    proxy_pending: Arena<ProxyPending>,
    switch_pending: Vec<Pending>,
    next_request: RequestId,
    #[cfg_attr(feature = "serde", serde(skip))]
    outbox: VecDeque<Output>,
}

/// Hears what the server does, the moment it does it.
pub(crate) trait Say {
    /// A function returns.
    fn returned(&mut self, seat: SeatId, serial: CallSerial, value: i32, out: Out);

    /// A message is delivered.
    fn message(&mut self, seat: SeatId, message: LineMessage, attached: Attached);

    /// The service provider shall drop a call.
    fn drop_leg(&mut self, leg: LegId);

    /// The service provider shall answer a call.
    fn answer_leg(&mut self, leg: LegId, request: RequestId);
}

/// Keeps it in order.
impl Say for VecDeque<Output> {
    fn returned(&mut self, seat: SeatId, serial: CallSerial, value: i32, out: Out) {
        self.push_back(Output::Return { seat, serial, value, out });
    }

    fn message(&mut self, seat: SeatId, message: LineMessage, attached: Attached) {
        self.push_back(Output::Message { seat, message, attached });
    }

    fn drop_leg(&mut self, leg: LegId) {
        self.push_back(Output::DropLeg { leg });
    }

    fn answer_leg(&mut self, leg: LegId, request: RequestId) {
        self.push_back(Output::AnswerLeg { leg, request });
    }
}

/// What the server shows to monitors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Requests that no LINE_REPLY has met, in the order of their ids.
    pub pending: Vec<(SeatId, RequestId)>,
    /// Registered applications.
    pub applications: usize,
    /// Open lines.
    pub open_lines: usize,
    /// Live call handles.
    pub call_handles: usize,
}

impl Server {
    /// A server with its line devices and no application.
    pub fn new(config: Config) -> Self {
        let device = |addresses| Device { addresses, ..Device::default() };
        Self {
            now: Instant::ZERO,
            acd_types: config.acd_types,
            limits: config.limits,
            apps: Arena::new(),
            registrations: BTreeMap::new(),
            // An agent handler opens them all.
            lines: Arena::with_capacity(config.devices.len()),
            devices: config.devices.into_iter().map(device).collect(),
            calls: Calls::new(),
            proxy_pending: Arena::new(),
            switch_pending: Vec::new(),
            next_request: RequestId::FIRST,
            outbox: VecDeque::new(),
        }
    }

    /// Takes one input; drain [`Server::poll_output`] before the next.
    ///
    /// # Errors
    /// [`Misuse`] when the driver breaks the order of calls; then nothing changed.
    pub fn handle_input(&mut self, now: Instant, input: Input) -> Result<(), Misuse> {
        Misuse::check(self.now, now, self.outbox.is_empty())?;
        self.now = now;
        let mut outbox = core::mem::take(&mut self.outbox);
        self.take(input, &mut outbox);
        self.outbox = outbox;
        Ok(())
    }

    /// Takes one input and says what comes of it at once.
    pub(crate) fn take(&mut self, input: Input, say: &mut impl Say) {
        match input {
            Input::Call { seat, serial, function } => self.call(seat, serial, function, say),
            Input::Switch(event) => self.switch_event(event, say),
            Input::ForceClose { line } => self.force_close(line, say),
            Input::Crash { seat } => self.crash(seat, say),
        }
    }

    /// The next output, in order; `None` when there is none left.
    #[inline]
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outbox.pop_front()
    }

    /// The server waits for nothing.
    pub fn next_deadline(&self) -> Option<Instant> {
        None
    }

    /// What monitors may see.
    pub fn view(&self) -> View {
        let awaited = self.proxy_pending.iter().filter(|(_, pending)| pending.state.is_awaited());
        let proxied = awaited.map(|(_, pending)| pending.requester);
        let mut pending: Vec<_> =
            proxied.chain(self.switch_pending.iter().copied()).map(|p| (p.seat, p.request)).collect();
        pending.sort_unstable_by_key(|(_, request)| *request);
        View {
            pending,
            applications: self.apps.len(),
            open_lines: self.lines.len(),
            call_handles: self.calls.handles(),
        }
    }

    /// The seat's line, if the handle is live and belongs to the seat.
    fn line_of(&self, seat: SeatId, line: LineHandle) -> Option<&Line> {
        self.lines.get(line.0).filter(|l| l.seat == seat)
    }

    /// The seat's line, if the line's state lets the function pass that names it.
    fn line_for(&self, seat: SeatId, line: LineHandle, event: line::Event) -> Result<&Line, LineErr> {
        let line = self.line_of(seat, line);
        line.map_or(line::State::Closed, |line| line.state).step(event).grant(line)
    }

    /// The registration that a function names, if its state lets the function pass.
    fn app_for(&self, seat: SeatId, app: AppHandle, event: application::Event) -> Result<&App, LineErr> {
        let app = self.apps.get(app.0).filter(|app| app.seat == seat);
        app.map_or(application::State::Over, |app| app.state).step(event).grant(app)
    }

    fn device(&self, device: DeviceId) -> Option<&Device> {
        self.devices.get(device.0 as usize)
    }

    fn device_mut(&mut self, device: DeviceId) -> Option<&mut Device> {
        self.devices.get_mut(device.0 as usize)
    }

    /// The count that a request is held against: its line's, or its registration's where it names no line.
    fn requests_of(&mut self, pending: &Pending) -> Option<&mut u32> {
        match pending.line {
            Some(line) => self.lines.get_mut(line.0).map(|line| &mut line.requests),
            None => self.apps.get_mut(pending.app.0).map(|app| &mut app.requests),
        }
    }

    /// Whether one more request is within the limits.
    fn check_requests(&self, pending: &Pending) -> Result<(), LineErr> {
        let open = match pending.line {
            Some(line) => self.lines.get(line.0).map(|line| line.requests),
            None => self.apps.get(pending.app.0).map(|app| app.requests),
        };
        let room = open.is_some_and(|open| (open as usize) < self.limits.requests_per_line);
        room.then_some(()).ok_or(LineErr::RESOURCE_UNAVAIL)
    }

    /// The request is made: the next one gets another id.
    fn asked(&mut self, pending: &Pending) {
        self.next_request = pending.request.next();
        if let Some(requests) = self.requests_of(pending) {
            *requests += 1;
        }
    }

    /// LINE_REPLY to the requester.
    fn reply(&mut self, pending: Pending, result: ResultCode, answer: Option<Answer>, say: &mut impl Say) {
        let attached = match answer {
            Some(answer) if result == ResultCode::SUCCESS => Attached::Answer(Box::new(answer)),
            _ => Attached::None,
        };
        if let Some(requests) = self.requests_of(&pending) {
            *requests -= 1;
        }
        let message = Message::Reply { request: pending.request.get(), result };
        let message = Body::from(message).raw(0, pending.callback_instance);
        say.message(pending.seat, message, attached);
    }
}

/// Whether an address exists on a device.
fn has_address(device: &Device, address: AddressId) -> bool {
    address.0 < device.addresses
}
