//! The calls of a recount: what their legs say about them.
//!
//! A call is at one address after the other, and at each of them it is a new call to the application: a leg. Where a
//! call goes on, its leg has a new redirection id, goes IDLE, and the next leg appears at once: nothing comes between.

use std::collections::BTreeMap;

use tapi_acd::Instant;
use tapi_acd::ids::{AddressId, CallHandle, DeviceId};
use tapi_acd::provider::ACD_LINE;
use tapi_acd::wire::consts::{CallState, DisconnectMode};

use super::reading::{Reading, Stop};
use super::sums::{Of, Sums};

/// Where a leg is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// On the ACD line.
    At(Stop),
    /// At the line of an agent of this team, and since when they talk.
    Desk(usize, Option<Instant>),
    /// At an address or a line that does not count.
    Elsewhere,
}

/// A leg.
#[derive(Clone, Copy, Debug)]
struct Leg {
    place: Place,
    since: Instant,
    /// The call goes on elsewhere.
    redirected: bool,
    call: Call,
}

/// A call of the ACD.
#[derive(Clone, Copy, Debug)]
struct Call {
    /// Of its arrival; none if it does not count.
    period: Option<usize>,
    /// When it came to its first queue.
    joined: Option<Instant>,
    /// The queue that it came to last, and when.
    queue: Option<usize>,
    came: Instant,
    /// Had to wait at all, and in this queue.
    queued: bool,
    queued_here: bool,
    /// The time in queue when it rang last, in microseconds.
    in_queue_us: u64,
}

/// The live legs of all calls.
#[derive(Clone, Debug, Default)]
pub(super) struct Calls {
    legs: BTreeMap<CallHandle, Leg>,
    /// The call that has left a leg and is about to appear elsewhere, and where it was.
    moving: Option<(Call, Place)>,
}

impl Calls {
    /// A call appears.
    pub(super) fn appears(
        &mut self,
        handle: CallHandle,
        (device, address): (DeviceId, AddressId),
        now: Instant,
        reading: &Reading,
        sums: &mut Sums,
    ) {
        let place = match (device, reading.lines.get(&device)) {
            (ACD_LINE, _) => reading.stops.get(&address).map_or(Place::Elsewhere, |stop| Place::At(*stop)),
            (_, Some(team)) => Place::Desk(*team, None),
            (_, None) => Place::Elsewhere,
        };
        let call = match self.moving.take() {
            Some((mut call, from)) => {
                call.moves(from, place, now, sums);
                call
            }
            // What has not come by the ACD line is no call of the ACD.
            None if device != ACD_LINE => return,
            None => {
                let mut call = Call::new(sums.period_at(now), now);
                sums.count(call.period, None, |totals| totals.offered += 1);
                call.comes_to(place, now, sums);
                call
            }
        };
        self.legs.insert(handle, Leg { place, since: now, redirected: false, call });
    }

    /// The call goes on elsewhere as soon as this leg is idle.
    pub(super) fn redirected(&mut self, handle: CallHandle) {
        if let Some(leg) = self.legs.get_mut(&handle) {
            leg.redirected = true;
        }
    }

    /// A leg changes its state.
    pub(super) fn state(
        &mut self,
        handle: CallHandle,
        (state, mode): (CallState, u32),
        now: Instant,
        reading: &Reading,
        sums: &mut Sums,
    ) {
        let Some(leg) = self.legs.get_mut(&handle) else { return };
        match (state, leg.place) {
            (CallState::CONNECTED, Place::Desk(team, None)) => {
                leg.place = Place::Desk(team, Some(now));
                leg.call.answered(team, now, reading, sums);
            }
            (CallState::DISCONNECTED, place) => {
                leg.call.ends(place, DisconnectMode(mode), now, reading, sums);
            }
            (CallState::IDLE, _) => {
                let leg = *leg;
                leg.until(now, sums);
                self.legs.remove(&handle);
                self.moving = leg.redirected.then_some((leg.call, leg.place));
            }
            _ => {}
        }
    }

    /// What is not said at once after a call has left is of no call's move.
    pub(super) fn something_else(&mut self) {
        self.moving = None;
    }

    /// Adds up what is still open when the records end.
    pub(super) fn close(&self, now: Instant, sums: &mut Sums) {
        for leg in self.legs.values() {
            leg.until(now, sums);
            let mut call = leg.call;
            match leg.place {
                Place::Desk(_, Some(_)) | Place::Elsewhere => continue,
                Place::At(Stop::Queue(_)) => call.had_to_wait(sums),
                Place::At(Stop::Entry | Stop::Pilot(_)) | Place::Desk(_, None) => {}
            }
            sums.count(call.period, call.queue, |totals| {
                totals.in_system += 1;
                totals.in_ivr += u64::from(call.queue.is_none());
            });
        }
    }
}

impl Leg {
    /// Adds up the time that the call was there.
    fn until(&self, now: Instant, sums: &mut Sums) {
        match self.place {
            Place::At(Stop::Queue(queue)) => {
                sums.spend(self.since, now, Of::Queue(queue), |totals| &mut totals.queue_us);
            }
            Place::Desk(team, Some(since)) => {
                sums.spend(since, now, Of::Team(team), |totals| &mut totals.talking_us);
            }
            Place::At(Stop::Entry | Stop::Pilot(_)) | Place::Desk(_, None) | Place::Elsewhere => {}
        }
    }
}

impl Call {
    fn new(period: Option<usize>, now: Instant) -> Self {
        Self {
            period,
            joined: None,
            queue: None,
            came: now,
            queued: false,
            queued_here: false,
            in_queue_us: 0,
        }
    }

    /// The call comes to a place on the ACD line.
    fn comes_to(&mut self, place: Place, now: Instant, sums: &mut Sums) {
        let Place::At(Stop::Queue(queue) | Stop::Pilot(queue)) = place else { return };
        self.joined.get_or_insert(now);
        (self.queue, self.came, self.queued_here) = (Some(queue), now, false);
        sums.count_in(self.period, Some(Of::Queue(queue)), |totals| totals.offered += 1);
    }

    fn moves(&mut self, from: Place, to: Place, now: Instant, sums: &mut Sums) {
        match (from, to) {
            // Back to its queue: nobody answered.
            (Place::Desk(..), _) => {}
            (Place::At(Stop::Queue(_)), Place::Desk(..)) => {
                // Who got an agent within the microsecond did not have to wait.
                if now > self.came {
                    self.had_to_wait(sums);
                }
                self.in_queue_us = self.waited_us(now);
            }
            (_, Place::Desk(..)) => self.in_queue_us = self.waited_us(now),
            (Place::At(Stop::Queue(queue) | Stop::Pilot(queue)), _) => {
                if from == Place::At(Stop::Queue(queue)) {
                    self.had_to_wait(sums);
                }
                sums.count(self.period, Some(queue), |totals| totals.overflowed += 1);
                self.comes_to(to, now, sums);
            }
            (Place::At(Stop::Entry) | Place::Elsewhere, _) => self.comes_to(to, now, sums),
        }
    }

    fn had_to_wait(&mut self, sums: &mut Sums) {
        if !std::mem::replace(&mut self.queued, true) {
            sums.count(self.period, None, |totals| totals.queued += 1);
        }
        if !std::mem::replace(&mut self.queued_here, true) {
            sums.count_in(self.period, self.queue.map(Of::Queue), |totals| totals.queued += 1);
        }
    }

    fn waited_us(&self, now: Instant) -> u64 {
        self.joined.map_or(0, |joined| now - joined)
    }

    fn answered(&self, team: usize, now: Instant, reading: &Reading, sums: &mut Sums) {
        let to_answer_us = self.waited_us(now);
        let in_time = to_answer_us <= reading.threshold_us;
        let count = |totals: &mut crate::Totals| {
            totals.answered += 1;
            totals.to_answer_us += to_answer_us;
            totals.answered_in_time += u64::from(in_time);
        };
        sums.count(self.period, self.queue, count);
        sums.count_in(self.period, Some(Of::Team(team)), count);
        self.wait_is_over(self.in_queue_us, sums);
    }

    fn wait_is_over(&self, waited_us: u64, sums: &mut Sums) {
        sums.count(self.period, self.queue, |totals| {
            totals.waited_us += waited_us;
            totals.waits_over += u64::from(self.queued);
        });
        sums.wait(self.period, self.queue, waited_us);
    }

    /// The call is over.
    fn ends(&mut self, place: Place, why: DisconnectMode, now: Instant, reading: &Reading, sums: &mut Sums) {
        let (period, queue) = (self.period, self.queue);
        match (why, place) {
            (_, Place::Desk(_, Some(_)) | Place::Elsewhere) => {}
            (DisconnectMode::BUSY | DisconnectMode::CONGESTION, _) => {
                sums.count(period, queue, |totals| totals.blocked += 1);
            }
            (DisconnectMode::CANCELLED, _) => sums.count(period, queue, |totals| totals.balked += 1),
            (_, Place::At(Stop::Entry)) => sums.count(period, queue, |totals| totals.contained += 1),
            (_, Place::At(Stop::Queue(_) | Stop::Pilot(_))) => {
                self.had_to_wait(sums);
                self.abandoned(self.waited_us(now), now, reading, sums);
            }
            (_, Place::Desk(_, None)) => self.abandoned(self.in_queue_us, now, reading, sums),
        }
    }

    fn abandoned(&self, waited_us: u64, now: Instant, reading: &Reading, sums: &mut Sums) {
        let late = self.waited_us(now) > reading.threshold_us;
        sums.count(self.period, self.queue, |totals| {
            totals.abandoned += 1;
            totals.abandoned_late += u64::from(late);
            totals.queued_abandoned += u64::from(self.queued);
        });
        self.wait_is_over(waited_us, sums);
    }
}
