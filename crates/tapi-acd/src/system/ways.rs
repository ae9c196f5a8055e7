//! Whose borders are recorded, who is told, and the ways from the server to the others.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::vec::Vec;

use tapi_wire::LineMessage;

use super::work::Work;
use super::{Observer, client_index};
use crate::client::{self, Client};
use crate::function::Out;
use crate::ids::{CallSerial, SeatId};
use crate::provider;
use crate::record::{Attached, Event, Record};
use crate::server;
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

/// The ways from the server to the others.
pub(super) struct Ways<'a> {
    pub(super) now: Instant,
    pub(super) recorded: &'a Recorded,
    pub(super) caller: Caller,
    /// The applications that hear at once what they are told.
    pub(super) clients: &'a mut [Client],
    pub(super) work: &'a mut VecDeque<Work>,
}

impl Ways<'_> {
    /// Records what the server does, and lets it be under way.
    #[inline]
    pub(super) fn pass(&mut self, output: server::Output, observer: &mut impl Observer) {
        match output {
            server::Output::Return { .. } if !self.caller.is_recorded && !self.caller.notices => {}
            server::Output::Return { seat, serial, value, out } => {
                self.pass_return(seat, serial, (value, out), observer);
            }
            server::Output::Message { seat, message, attached } => {
                self.pass_message(seat, message, attached, observer);
            }
            server::Output::DropLeg { leg } => {
                self.work.push_back(Work::ToSwitch(provider::Input::DropLeg { leg }));
            }
            server::Output::AnswerLeg { leg, request } => {
                self.work.push_back(Work::ToSwitch(provider::Input::AnswerLeg { leg, request }));
            }
        }
    }

    fn pass_return(
        &mut self,
        seat: SeatId,
        serial: CallSerial,
        (value, out): (i32, Out),
        observer: &mut impl Observer,
    ) {
        record(self.now, self.recorded, seat, || Event::Return { serial, value, out: out.clone() }, observer);
        if self.caller.notices {
            self.work.push_back(Work::Return { seat, value, out });
        }
    }

    fn pass_message(
        &mut self,
        seat: SeatId,
        message: LineMessage,
        attached: Attached,
        observer: &mut impl Observer,
    ) {
        let event = || Event::Message { message, attached: attached.clone() };
        record(self.now, self.recorded, seat, event, observer);
        match client_index(seat).and_then(|at| self.clients.get_mut(at)) {
            Some(client) => {
                let input = client::Input::Message { message, attached };
                tell_client((seat, client), self.now, input, self.work, observer);
            }
            None => self.work.push_back(Work::Message { seat, message, attached }),
        }
    }
}

/// An application is told something; what it calls is under way, what it tells its user is heard.
#[inline]
pub(super) fn tell_client(
    (seat, client): (SeatId, &mut Client),
    now: Instant,
    input: client::Input,
    work: &mut VecDeque<Work>,
    observer: &mut impl Observer,
) {
    client.take(now, input, &mut |output| match output {
        client::Output::Call(function) => {
            work.push_back(Work::Call { seat, function: Box::new(function) });
        }
        client::Output::Event(event) => observer.heard(seat, event),
    });
}
