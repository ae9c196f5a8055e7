//! The service provider: the switch with its lines, addresses and calls.
//!
//! It makes calls happen and reports them twice: to the server as call states of a *leg* (a call at one address), and
//! to the agent handler over a named CTI link. A call of the ACD waits on its queue's address; when it is delivered to
//! an agent, the queue's leg goes IDLE and a new leg appears on the agent's line. Other calls are at an agent's line
//! from the beginning. Away from the queues a line has one call at a time.

mod call;
mod input;
mod report;

use alloc::collections::VecDeque;

use tapi_wire::consts::{
    CallInfoState, CallState, ConnectedMode, DisconnectMode, LineErr, MediaMode, OfferingMode,
};

use crate::Misuse;
use crate::arena::{Arena, HandleShape, Stored};
use crate::id_map::IdMap;
use crate::ids::{AddressId, CallId, DeviceId, LegId, RequestId};
use crate::line_map::LineMap;
use crate::message::ResultCode;
use crate::time::Instant;
use call::{Call, RECEIVER_LIFTED, next_outgoing};
pub use call::{Origin, Stage};
pub use input::{Input, Key};
pub use report::{CtiEvent, LiveCall, SwitchEvent};

/// What the provider reports.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Output {
    /// To the telephony server.
    Server(SwitchEvent),
    /// To the agent handler.
    Handler(CtiEvent),
}

/// Hears what the provider reports, the moment it does.
pub(crate) trait Say {
    /// To the telephony server.
    fn to_server(&mut self, event: SwitchEvent);

    /// To the agent handler.
    fn to_handler(&mut self, event: CtiEvent);
}

/// Keeps it in order.
impl Say for VecDeque<Output> {
    fn to_server(&mut self, event: SwitchEvent) {
        self.push_back(Output::Server(event));
    }

    fn to_handler(&mut self, event: CtiEvent) {
        self.push_back(Output::Handler(event));
    }
}

/// The line device that carries the queues' addresses.
pub const ACD_LINE: DeviceId = DeviceId(0);

impl Stored for CallId {
    const SHAPE: HandleShape =
        HandleShape { name: "LegId", tag: 0, index_bits: 18, generation_bits: 13, low_bits: 0 };
}

const OFFERED: (CallState, u32) = (CallState::OFFERING, OfferingMode::ACTIVE.0);

/// The switch.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Provider {
    now: Instant,
    calls: IdMap<CallId, Call>,
    legs: Arena<CallId>,
    /// The lines that have a call.
    busy: LineMap<()>,
    /// Whether the CTI link is lost.
    link_lost: bool,
    #[cfg_attr(feature = "serde", serde(skip))]
    outbox: VecDeque<Output>,
}

/// What the provider shows to monitors.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    provider: &'a Provider,
}

impl View<'_> {
    /// How many calls are in the switch.
    pub fn calls(&self) -> usize {
        self.provider.calls.len()
    }

    /// Whether this call is in the switch.
    pub fn holds(&self, call: CallId) -> bool {
        self.provider.calls.contains(call)
    }

    /// Where this call comes from and where it stands; `None` when it is not in the switch.
    pub fn call(&self, call: CallId) -> Option<LiveCall> {
        self.provider.calls.get(call).map(|known| known.shown(call))
    }
}

impl Default for Provider {
    fn default() -> Self {
        Self::new()
    }
}

impl Provider {
    /// A switch without calls.
    pub const fn new() -> Self {
        Self {
            now: Instant::ZERO,
            calls: IdMap::new(),
            legs: Arena::new(),
            busy: LineMap::new(),
            link_lost: false,
            outbox: VecDeque::new(),
        }
    }

    /// A switch without calls that has so many lines, and knows any other as well.
    pub(crate) fn with_lines(lines: u32) -> Self {
        Self { busy: LineMap::with_lines(lines), ..Self::new() }
    }

    /// Takes one input; drain [`Provider::poll_output`] before the next. An input about a call that is not there, or
    /// not where the input has it, is ignored: the caller was faster. So is a call to a line that is busy.
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
            Input::Arrive { call, address } => self.arrive(call, address, say),
            Input::Overflow { call, address } => self.overflow(call, address, say),
            Input::EndGuide { call } => self.end_guide(call, say),
            Input::Deliver { call, device, address } => self.deliver(call, device, address, say),
            Input::Ring { call, dialler, device, address } => {
                let origin = if dialler { Origin::Dialler } else { Origin::Outside };
                self.ring(call, origin, device, address, say);
            }
            Input::Dial { call, device, address } => self.dial(call, device, address, say),
            Input::Proceed { call } => self.proceed(call, say),
            Input::GiveUp { call } => self.give_up(call, say),
            Input::PickUp { call } => self.pick_up(call, say),
            Input::Refuse { call, why } => self.refuse(call, why, say),
            Input::AnswerLeg { leg, request } => self.answer(leg, request, say),
            Input::DropLeg { leg } => self.drop_leg(leg, say),
            Input::HangUp { call } => self.hang_up(call, DisconnectMode::NORMAL, say),
            Input::Key { device, key } => self.tell_handler(CtiEvent::Key { device, key }, say),
            Input::LoseLink => self.lose_link(say),
            Input::FindLink => self.find_link(say),
        }
    }

    /// The next output, in order.
    #[inline]
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outbox.pop_front()
    }

    /// The provider waits for nothing.
    pub fn next_deadline(&self) -> Option<Instant> {
        None
    }

    /// What monitors may see.
    pub fn view(&self) -> View<'_> {
        View { provider: self }
    }

    fn arrive(&mut self, call: CallId, address: AddressId, say: &mut impl Say) {
        if self.calls.contains(call) {
            return;
        }
        if self.appear(call, Origin::Queue(address), Stage::Waiting, (ACD_LINE, address), OFFERED, say) {
            self.tell_handler(CtiEvent::Queued { call, address }, say);
        }
    }

    fn overflow(&mut self, call: CallId, address: AddressId, say: &mut impl Say) {
        let Some(waiting) = self.at(call, Stage::Waiting) else { return };
        if waiting.origin == Origin::Queue(address) {
            return;
        }
        self.leave(waiting, say);
        if self.appear(call, Origin::Queue(address), Stage::Waiting, (ACD_LINE, address), OFFERED, say) {
            self.tell_handler(CtiEvent::Overflowed { call, address }, say);
        }
    }

    fn end_guide(&mut self, call: CallId, say: &mut impl Say) {
        if self.at(call, Stage::Waiting).is_some() {
            self.end(call, DisconnectMode::NORMAL, say);
            self.tell_handler(CtiEvent::GuideEnded { call }, say);
        }
    }

    fn deliver(&mut self, call: CallId, device: DeviceId, address: AddressId, say: &mut impl Say) {
        let Some(waiting) = self.at(call, Stage::Waiting).filter(|_| self.is_free(device)) else { return };
        self.leave(waiting, say);
        if self.appear(call, waiting.origin, Stage::Ringing(device), (device, address), OFFERED, say) {
            self.tell_handler(CtiEvent::Delivered { call, device }, say);
        }
    }

    fn ring(
        &mut self,
        call: CallId,
        origin: Origin,
        device: DeviceId,
        address: AddressId,
        say: &mut impl Say,
    ) {
        if self.calls.contains(call) || !self.is_free(device) {
            return;
        }
        if self.appear(call, origin, Stage::Ringing(device), (device, address), OFFERED, say) {
            self.tell_handler(CtiEvent::Rings { call, origin, device }, say);
        }
    }

    fn dial(&mut self, call: CallId, device: DeviceId, address: AddressId, say: &mut impl Say) {
        if self.calls.contains(call) || !self.is_free(device) {
            return;
        }
        if self.appear(call, Origin::Agent, Stage::Dialling(device), (device, address), RECEIVER_LIFTED, say)
        {
            self.tell_handler(CtiEvent::Dials { call, device }, say);
        }
    }

    fn proceed(&mut self, call: CallId, say: &mut impl Say) {
        let Some(Call { stage: Stage::Dialling(device), leg, state, .. }) = self.calls.get(call).copied()
        else {
            return;
        };
        match next_outgoing(state) {
            Some((state, mode)) => {
                self.set(call, Stage::Dialling(device), state);
                say.to_server(SwitchEvent::LegState { leg, state, mode });
            }
            None => self.connect(call, device, say),
        }
    }

    /// Nobody answers. A call of the ACD goes back to its queue, another one ends.
    fn give_up(&mut self, call: CallId, say: &mut impl Say) {
        let Some(known) = self.calls.get(call).copied() else { return };
        match (known.stage, known.origin) {
            (Stage::Ringing(_), Origin::Queue(address)) => {
                self.leave(known, say);
                if self.appear(call, known.origin, Stage::Waiting, (ACD_LINE, address), OFFERED, say) {
                    self.tell_handler(CtiEvent::Returned { call }, say);
                }
            }
            (Stage::Ringing(_) | Stage::Dialling(_), _) => self.hang_up(call, DisconnectMode::NO_ANSWER, say),
            (Stage::Waiting | Stage::Talking(_), _) => {}
        }
    }

    fn pick_up(&mut self, call: CallId, say: &mut impl Say) {
        if let Some(Call { stage: Stage::Ringing(device), .. }) = self.calls.get(call).copied() {
            self.connect(call, device, say);
        }
    }

    fn refuse(&mut self, call: CallId, why: DisconnectMode, say: &mut impl Say) {
        if self.at(call, Stage::Waiting).is_some() {
            self.hang_up(call, why, say);
        }
    }

    fn answer(&mut self, leg: LegId, request: RequestId, say: &mut impl Say) {
        let call = self.legs.get(leg.0).copied();
        let ringing = call.and_then(|call| match self.calls.get(call)?.stage {
            Stage::Ringing(device) => Some((call, device)),
            _ => None,
        });
        let Some((call, device)) = ringing else {
            let result = LineErr::INVAL_CALL_STATE.into();
            return say.to_server(SwitchEvent::Completed { request, result });
        };
        say.to_server(SwitchEvent::Completed { request, result: ResultCode::SUCCESS });
        self.connect(call, device, say);
    }

    fn connect(&mut self, call: CallId, device: DeviceId, say: &mut impl Say) {
        let Some(leg) = self.set(call, Stage::Talking(device), CallState::CONNECTED) else { return };
        let mode = ConnectedMode::ACTIVE.0;
        say.to_server(SwitchEvent::LegState { leg, state: CallState::CONNECTED, mode });
        self.tell_handler(CtiEvent::Answered { call }, say);
    }

    fn drop_leg(&mut self, leg: LegId, say: &mut impl Say) {
        if let Some(call) = self.legs.get(leg.0).copied() {
            self.hang_up(call, DisconnectMode::NORMAL, say);
        }
    }

    fn hang_up(&mut self, call: CallId, why: DisconnectMode, say: &mut impl Say) {
        let Some(Call { stage, .. }) = self.end(call, why, say) else { return };
        self.tell_handler(
            match stage {
                Stage::Waiting | Stage::Ringing(_) => CtiEvent::Abandoned { call },
                Stage::Dialling(_) | Stage::Talking(_) => CtiEvent::Released { call },
            },
            say,
        );
    }

    fn lose_link(&mut self, say: &mut impl Say) {
        self.tell_handler(CtiEvent::LinkLost, say);
        self.link_lost = true;
    }

    fn find_link(&mut self, say: &mut impl Say) {
        if core::mem::take(&mut self.link_lost) {
            let calls = self.calls.sorted().into_iter().map(|(call, known)| known.shown(*call)).collect();
            self.tell_handler(CtiEvent::LinkFound { calls }, say);
        }
    }

    /// The call, if it stands at `stage`.
    fn at(&self, call: CallId, stage: Stage) -> Option<Call> {
        self.calls.get(call).copied().filter(|known| known.stage == stage)
    }

    fn is_free(&self, device: DeviceId) -> bool {
        self.busy.get(device).is_none()
    }

    fn set(&mut self, call: CallId, stage: Stage, state: CallState) -> Option<LegId> {
        let known = self.calls.get_mut(call)?;
        (known.stage, known.state) = (stage, state);
        Some(known.leg)
    }

    /// A new leg of `call`; false when the switch is full, which it is not for a call that has just left one.
    fn appear(
        &mut self,
        call: CallId,
        origin: Origin,
        stage: Stage,
        (device, address): (DeviceId, AddressId),
        (state, mode): (CallState, u32),
        say: &mut impl Say,
    ) -> bool {
        let Some(leg) = self.legs.insert(call).map(LegId) else { return false };
        self.calls.insert(call, Call { origin, stage, leg, state });
        if let Some(line) = stage.line() {
            self.busy.insert(line, ());
        }
        let media_modes = MediaMode::INTERACTIVE_VOICE;
        say.to_server(SwitchEvent::LegAppears { leg, device, address, media_modes, state, mode });
        true
    }

    /// The call goes on elsewhere: where, is read from the redirection id.
    fn leave(&mut self, call: Call, say: &mut impl Say) {
        let (leg, changed) = (call.leg, CallInfoState::REDIRECTION_ID);
        say.to_server(SwitchEvent::LegInfo { leg, changed });
        self.idle(call, say);
    }

    /// The call is over.
    fn end(&mut self, call: CallId, why: DisconnectMode, say: &mut impl Say) -> Option<Call> {
        let known = self.calls.remove(call)?;
        let (leg, state) = (known.leg, CallState::DISCONNECTED);
        say.to_server(SwitchEvent::LegState { leg, state, mode: why.0 });
        self.idle(known, say);
        Some(known)
    }

    /// The call's leg is over, and its line is free.
    fn idle(&mut self, Call { leg, stage, .. }: Call, say: &mut impl Say) {
        self.legs.remove(leg.0);
        if let Some(line) = stage.line() {
            self.busy.remove(line);
        }
        say.to_server(SwitchEvent::LegState { leg, state: CallState::IDLE, mode: 0 });
    }

    /// Tells the handler, while there is a link.
    fn tell_handler(&self, event: CtiEvent, say: &mut impl Say) {
        if !self.link_lost {
            say.to_handler(event);
        }
    }
}
