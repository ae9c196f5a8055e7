//! The service provider: the switch with its lines, addresses and calls.
//!
//! It makes calls happen and reports them twice: to the server as call states of a *leg* (a call at one address), and
//! to the agent handler over a named CTI link. A call waits on its queue's address; when it is delivered to an agent,
//! the queue's leg goes IDLE and a new leg appears on the agent's line.

use alloc::collections::{BTreeMap, VecDeque};

use tapi_wire::consts::{
    CallInfoState, CallState, ConnectedMode, DisconnectMode, LineErr, MediaMode, OfferingMode,
};

use crate::Misuse;
use crate::arena::{Arena, HandleShape};
use crate::ids::{AddressId, CallId, DeviceId, LegId, RequestId};
use crate::message::ResultCode;
use crate::time::Instant;

/// What the provider is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub enum Input {
    /// A caller comes in and waits on a queue's address.
    Arrive {
        /// A number that no live call has.
        call: CallId,
        /// The queue's address on the ACD line.
        address: AddressId,
    },
    /// A waiting call goes to an agent's line and rings there.
    Deliver {
        /// The call.
        call: CallId,
        /// The agent's line.
        device: DeviceId,
        /// The address on it.
        address: AddressId,
    },
    /// The server asks to answer a leg.
    AnswerLeg {
        /// The leg.
        leg: LegId,
        /// The request to complete.
        request: RequestId,
    },
    /// The server drops a leg, and the call with it.
    DropLeg {
        /// The leg.
        leg: LegId,
    },
    /// The caller hangs up.
    HangUp {
        /// The call.
        call: CallId,
    },
}

/// What the provider reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Output {
    /// To the telephony server.
    Server(SwitchEvent),
    /// To the agent handler.
    Handler(CtiEvent),
}

/// What the switch tells the telephony server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub enum SwitchEvent {
    /// A call appears at an address.
    LegAppears {
        /// The leg.
        leg: LegId,
        /// On which line.
        device: DeviceId,
        /// At which address.
        address: AddressId,
        /// The media modes of the call.
        media_modes: MediaMode,
        /// Its first state.
        state: CallState,
        /// More about the state.
        mode: u32,
    },
    /// A leg changes state.
    LegState {
        /// The leg.
        leg: LegId,
        /// The new state.
        state: CallState,
        /// More about the state.
        mode: u32,
    },
    /// Something about a leg changes.
    LegInfo {
        /// The leg.
        leg: LegId,
        /// What.
        changed: CallInfoState,
    },
    /// A request to the switch is done.
    Completed {
        /// The request.
        request: RequestId,
        /// What it came to.
        result: ResultCode,
    },
}

/// What the switch tells the agent handler over the CTI link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub enum CtiEvent {
    /// A call waits on a queue's address.
    Queued {
        /// The call.
        call: CallId,
        /// The address.
        address: AddressId,
    },
    /// A call left its queue and rings at an agent's line.
    Delivered {
        /// The call.
        call: CallId,
        /// The line.
        device: DeviceId,
    },
    /// The agent answered.
    Answered {
        /// The call.
        call: CallId,
    },
    /// The caller hung up before an agent answered.
    Abandoned {
        /// The call.
        call: CallId,
    },
    /// An answered call is over.
    Released {
        /// The call.
        call: CallId,
    },
}

/// The line device that carries the queues' addresses.
pub const ACD_LINE: DeviceId = DeviceId(0);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
enum Stage {
    Queued,
    Ringing,
    Connected,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
struct Call {
    leg: LegId,
    stage: Stage,
}

const LEGS: HandleShape =
    HandleShape { name: "LegId", tag: 0, index_bits: 18, generation_bits: 13, low_bits: 0 };

/// The switch.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Provider {
    now: Instant,
    calls: BTreeMap<CallId, Call>,
    legs: Arena<CallId>,
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
        self.provider.calls.contains_key(&call)
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
        Self { now: Instant::ZERO, calls: BTreeMap::new(), legs: Arena::new(LEGS), outbox: VecDeque::new() }
    }

    /// Takes one input; drain [`Provider::poll_output`] before the next. An input about a call that is not there, or
    /// not where the input has it, is ignored: the caller was faster.
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
            Input::Arrive { call, address } => self.arrive(call, address),
            Input::Deliver { call, device, address } => self.deliver(call, device, address),
            Input::AnswerLeg { leg, request } => self.answer(leg, request),
            Input::DropLeg { leg } => self.drop_leg(leg),
            Input::HangUp { call } => self.hang_up(call),
        }
        Ok(())
    }

    /// The next output, in order.
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

    fn arrive(&mut self, call: CallId, address: AddressId) {
        if self.calls.contains_key(&call) {
            return;
        }
        if self.appear(call, ACD_LINE, address, Stage::Queued) {
            self.tell_handler(CtiEvent::Queued { call, address });
        }
    }

    fn deliver(&mut self, call: CallId, device: DeviceId, address: AddressId) {
        let Some(queued) = self.at(call, Stage::Queued) else { return };
        // Where the call went is read from the redirection id.
        self.tell_server(SwitchEvent::LegInfo { leg: queued, changed: CallInfoState::REDIRECTION_ID });
        self.idle(queued);
        if self.appear(call, device, address, Stage::Ringing) {
            self.tell_handler(CtiEvent::Delivered { call, device });
        }
    }

    fn answer(&mut self, leg: LegId, request: RequestId) {
        let call = self.legs.get(leg.0).copied();
        let ringing = call.filter(|call| self.at(*call, Stage::Ringing) == Some(leg));
        let Some(call) = ringing else {
            let result = LineErr::INVAL_CALL_STATE.into();
            return self.tell_server(SwitchEvent::Completed { request, result });
        };
        self.calls.insert(call, Call { leg, stage: Stage::Connected });
        self.tell_server(SwitchEvent::Completed { request, result: ResultCode::SUCCESS });
        let mode = ConnectedMode::ACTIVE.0;
        self.tell_server(SwitchEvent::LegState { leg, state: CallState::CONNECTED, mode });
        self.tell_handler(CtiEvent::Answered { call });
    }

    fn drop_leg(&mut self, leg: LegId) {
        if let Some(call) = self.legs.get(leg.0).copied() {
            self.hang_up(call);
        }
    }

    fn hang_up(&mut self, call: CallId) {
        let Some(Call { leg, stage }) = self.calls.remove(&call) else { return };
        let mode = DisconnectMode::NORMAL.0;
        self.tell_server(SwitchEvent::LegState { leg, state: CallState::DISCONNECTED, mode });
        self.idle(leg);
        self.tell_handler(match stage {
            Stage::Queued | Stage::Ringing => CtiEvent::Abandoned { call },
            Stage::Connected => CtiEvent::Released { call },
        });
    }

    /// The call's leg, if the call stands at `stage`.
    fn at(&self, call: CallId, stage: Stage) -> Option<LegId> {
        self.calls.get(&call).filter(|c| c.stage == stage).map(|c| c.leg)
    }

    /// A new leg of `call`; false when the switch is full and the call is lost.
    fn appear(&mut self, call: CallId, device: DeviceId, address: AddressId, stage: Stage) -> bool {
        let Some(leg) = self.legs.insert(call).map(LegId) else {
            self.calls.remove(&call);
            return false;
        };
        self.calls.insert(call, Call { leg, stage });
        self.tell_server(SwitchEvent::LegAppears {
            leg,
            device,
            address,
            media_modes: MediaMode::INTERACTIVE_VOICE,
            state: CallState::OFFERING,
            mode: OfferingMode::ACTIVE.0,
        });
        true
    }

    /// The leg is over.
    fn idle(&mut self, leg: LegId) {
        self.legs.remove(leg.0);
        self.tell_server(SwitchEvent::LegState { leg, state: CallState::IDLE, mode: 0 });
    }

    fn tell_server(&mut self, event: SwitchEvent) {
        self.outbox.push_back(Output::Server(event));
    }

    fn tell_handler(&mut self, event: CtiEvent) {
        self.outbox.push_back(Output::Handler(event));
    }
}
