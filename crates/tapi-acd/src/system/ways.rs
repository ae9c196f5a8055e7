//! Whose borders are recorded, and the ways between the endpoints.
//!
//! They go one way: the switch reports to the server and to the agent handlers, a handler calls the server, the server
//! tells the applications. Each part speaks to the next one as long as nothing else is under way; what comes back is
//! under way until it is its turn.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::vec::Vec;

use tapi_wire::LineMessage;

use super::work::Work;
use super::{Observer, client_index, handler_seats};
use crate::client::{self, Client};
use crate::function::{Function, Out, ProxyMessage};
use crate::handler::{self, AgentHandler, Policy};
use crate::ids::{CallSerial, LegId, RequestId, SeatId};
use crate::message::TypedMessage;
use crate::provider::{self, CtiEvent, SwitchEvent};
use crate::record::{Attached, Event, Record};
use crate::server::{self, Server};
use crate::time::Instant;

/// The seats whose borders are recorded.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) enum Recorded {
    All,
    /// By seat.
    Only(Vec<bool>),
}

impl Recorded {
    /// Of so many seats.
    pub(super) fn only(recorded: impl IntoIterator<Item = SeatId>, seats: usize) -> Self {
        let mut only = alloc::vec![false; seats];
        for SeatId(seat) in recorded {
            if let Some(recorded) = only.get_mut(seat as usize) {
                *recorded = true;
            }
        }
        Self::Only(only)
    }

    #[inline]
    pub(super) fn has(&self, SeatId(seat): SeatId) -> bool {
        match self {
            Recorded::All => true,
            Recorded::Only(only) => only.get(seat as usize).is_some_and(|recorded| *recorded),
        }
    }
}

/// Something crosses a border; it is recorded where that one is.
#[inline]
pub(super) fn record(
    at: Instant,
    recorded: &Recorded,
    seat: SeatId,
    event: impl FnOnce() -> Event,
    observer: &mut impl Observer,
) {
    if recorded.has(seat) {
        observer.record(Record { at, seat, event: event() });
    }
}

/// Who calls a function.
#[derive(Clone, Copy, Debug)]
pub(super) struct Caller {
    pub(super) seat: SeatId,
    pub(super) is_recorded: bool,
    /// Whether anything comes of what the function returns: an agent handler at work takes no notice of it. Where
    /// things are late it is under way nevertheless.
    pub(super) notices: bool,
}

/// What lies beyond the server: the applications, and what is under way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) struct Beyond {
    pub(super) now: Instant,
    pub(super) clients: Vec<Client>,
    /// The number of the last call.
    pub(super) serial: u64,
    /// Whose borders are recorded.
    pub(super) recorded: Recorded,
    /// Whether everything arrives at once.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(super) at_once: bool,
    pub(super) work: VecDeque<Work>,
}

impl Beyond {
    pub(super) fn new(clients: Vec<Client>) -> Self {
        let (recorded, work) = (Recorded::All, VecDeque::new());
        Self { now: Instant::ZERO, clients, serial: 0, recorded, at_once: false, work }
    }

    /// Whether what an endpoint says arrives before anything else: nothing is under way before it.
    #[inline]
    pub(super) fn is_next(&self) -> bool {
        self.at_once && self.work.is_empty()
    }

    fn next_serial(&mut self) -> CallSerial {
        self.serial += 1;
        CallSerial(self.serial)
    }
}

/// The ways from the server to the others.
pub(super) struct Ways<'a, O> {
    pub(super) beyond: &'a mut Beyond,
    pub(super) caller: Caller,
    /// Whether the applications hear at once what they are told.
    pub(super) is_heard_at_once: bool,
    pub(super) observer: &'a mut O,
}

/// Records what the server does, and lets it be under way.
impl<O: Observer> server::Say for Ways<'_, O> {
    #[inline(always)]
    fn returned(&mut self, seat: SeatId, serial: CallSerial, value: i32, out: Out) {
        if self.caller.is_recorded {
            let event = Event::Return { serial, value, out: out.clone() };
            self.observer.record(Record { at: self.beyond.now, seat, event });
        }
        if self.caller.notices {
            self.beyond.work.push_back(Work::Return { seat, value, out });
        }
    }

    #[inline]
    fn message(&mut self, seat: SeatId, message: LineMessage, attached: Attached) {
        let Beyond { now, clients, recorded, work, .. } = &mut *self.beyond;
        let event = || Event::Message { message, attached: attached.clone() };
        record(*now, recorded, seat, event, self.observer);
        let heard = client_index(seat).filter(|_| self.is_heard_at_once);
        match heard.and_then(|at| clients.get_mut(at)) {
            Some(client) => {
                let mut ears = Ears { seat, work, observer: self.observer };
                client.take_message(*now, &message, attached, &mut ears);
            }
            None => work.push_back(Work::Message { seat, message, attached }),
        }
    }

    fn drop_leg(&mut self, leg: LegId) {
        self.beyond.work.push_back(Work::ToSwitch(provider::Input::DropLeg { leg }));
    }

    fn answer_leg(&mut self, leg: LegId, request: RequestId) {
        self.beyond.work.push_back(Work::ToSwitch(provider::Input::AnswerLeg { leg, request }));
    }
}

/// What an application calls is under way, what it tells its user is heard.
pub(super) struct Ears<'a, O> {
    pub(super) seat: SeatId,
    pub(super) work: &'a mut VecDeque<Work>,
    pub(super) observer: &'a mut O,
}

impl<O: Observer> client::Say for Ears<'_, O> {
    fn call(&mut self, function: Function) {
        self.work.push_back(Work::Call { seat: self.seat, function: Box::new(function) });
    }

    fn event(&mut self, event: client::Event) {
        self.observer.heard(self.seat, event);
    }

    #[inline]
    fn message(&mut self, message: &TypedMessage) {
        self.observer.heard_message(self.seat, message);
    }
}

/// The way from an agent handler to the server, and on.
pub(super) struct Voice<'a, O> {
    pub(super) server: &'a mut Server,
    /// Whether what is called arrives before anything else.
    pub(super) is_next: bool,
    pub(super) ways: Ways<'a, O>,
}

impl<O: Observer> Voice<'_, O> {
    /// A function is called.
    pub(super) fn call(&mut self, function: Function) {
        let (seat, serial) = self.next_call(|| function.clone());
        self.server.call(seat, serial, function, &mut self.ways);
    }

    /// lineProxyMessage is called.
    #[inline(always)]
    pub(super) fn say(&mut self, said: ProxyMessage) {
        let (seat, serial) = self.next_call(|| said.into());
        self.server.proxy_message(seat, serial, said, &mut self.ways);
    }

    /// Who calls, and the call's number; it is recorded.
    #[inline(always)]
    fn next_call(&mut self, function: impl FnOnce() -> Function) -> (SeatId, CallSerial) {
        let Ways { beyond, caller, observer, .. } = &mut self.ways;
        let (seat, serial) = (caller.seat, beyond.next_serial());
        if caller.is_recorded {
            let event = Event::Call { serial, function: Box::new(function()) };
            observer.record(Record { at: beyond.now, seat, event });
        }
        (seat, serial)
    }
}

/// Where nothing else is under way that could be overtaken, the applications hear a message at once: what they call
/// comes after all that the handler says now.
impl<O: Observer> handler::Say for Voice<'_, O> {
    #[inline(always)]
    fn message(&mut self, said: ProxyMessage) {
        if self.is_next {
            self.ways.is_heard_at_once = true;
            self.say(said);
        } else {
            self.ways.beyond.work.push_back(Work::Say { seat: self.ways.caller.seat, said });
        }
    }

    fn function(&mut self, function: Box<Function>) {
        if self.is_next {
            self.ways.is_heard_at_once = false;
            self.call(*function);
        } else {
            self.ways.beyond.work.push_back(Work::Call { seat: self.ways.caller.seat, function });
        }
    }
}

/// The ways from the switch: to the server and to every agent handler.
pub(super) struct Reports<'a, P: Policy, O> {
    pub(super) handlers: &'a mut [AgentHandler<P>],
    /// The first handler's.
    pub(super) voice: Voice<'a, O>,
}

impl<P: Policy, O: Observer> provider::Say for Reports<'_, P, O> {
    #[inline]
    fn to_server(&mut self, event: SwitchEvent) {
        let Voice { server, is_next, ways, .. } = &mut self.voice;
        if *is_next {
            server.switch_event(event, ways);
        } else {
            ways.beyond.work.push_back(Work::FromSwitch(event));
        }
    }

    /// The switch says nothing after that.
    #[inline]
    fn to_handler(&mut self, event: CtiEvent) {
        let Ways { beyond, .. } = &mut self.voice.ways;
        match self.handlers {
            [only] if beyond.is_next() => only.take_cti(beyond.now, event, &mut self.voice),
            _ => {
                for seat in handler_seats(beyond.clients.len(), self.handlers.len()) {
                    beyond.work.push_back(Work::Cti { seat, event: event.clone() });
                }
            }
        }
    }
}
