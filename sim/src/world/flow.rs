//! The way of a call: in, through the IVR and the queues, to an agent, out.

use tapi_acd::handler::IdleAgent;
use tapi_acd::ids::AddressId;
use tapi_acd::provider;
use tapi_acd::wire::consts::DisconnectMode;

use super::callers::Caller;
use super::calls::{CallKey, FOR_EVER, Live, Stage};
use super::waiting::Place;
use super::{Occurrence, Simulation, places};

impl Simulation {
    pub(super) fn schedule_arrival(&mut self, source: usize) {
        let at = self.callers.next_arrival(source, &self.scenario, &self.calendar, self.now, self.closing);
        if let Some(at) = at {
            self.events.schedule(at, Occurrence::Arrival { source: places::number(source) });
        }
    }

    /// A caller comes in: past the trunks, into the IVR or straight to the queue.
    pub(super) fn arrive(&mut self, source: usize) {
        let caller = self.callers.draw(source, &self.scenario);
        self.schedule_arrival(source);
        let tag = self.tally.offered(caller.call_type, self.now);
        let trunks_busy = self.scenario.trunks.is_some_and(|trunks| self.calls.len() >= trunks as usize);
        self.arrivals += 1;
        let Caller { hasty, boldness, .. } = caller;
        let contained = caller.ivr.is_some_and(|(_, contained)| contained);
        let call = self.calls.insert(Live {
            tag,
            number: self.arrivals,
            joined: self.now,
            came: self.now,
            stage: Stage::Entry { hasty, contained, boldness },
            patience_us: caller.patience_us.unwrap_or(FOR_EVER),
            service_us: caller.service_us,
            queue: places::number(self.scenario.call_types[caller.call_type].queue),
            priority: places::number(caller.priority),
            in_switch: false,
            overflow_due: false,
            queued: false,
            queued_here: false,
        });
        if trunks_busy {
            self.tally.blocked(tag, None);
            return self.refuse(call, places::entry(&self.scenario), DisconnectMode::CONGESTION);
        }
        match caller.ivr {
            Some((time_us, _)) => {
                self.stand_at(call, places::entry(&self.scenario));
                self.events.schedule(self.now + time_us, Occurrence::IvrEnds(call));
            }
            None => self.come_to_first_queue(call),
        }
    }

    /// The IVR has served the caller, or passes the call on.
    pub(super) fn ivr_ends(&mut self, call: CallKey) {
        let Some(live) = self.calls.get(call) else { return };
        if let Stage::Entry { contained: true, .. } = live.stage {
            self.tally.contained(live.tag);
            self.calls.remove(call);
            self.switch(provider::Input::HangUp { call: call.id() });
        } else {
            self.come_to_first_queue(call);
        }
    }

    fn come_to_first_queue(&mut self, call: CallKey) {
        let now = self.now;
        let Some(live) = self.calls.get_mut(call) else { return };
        live.joined = now;
        let Stage::Entry { hasty, boldness, .. } = live.stage else { return };
        let queue = live.queue();
        if self.come_to(call, queue, boldness) && hasty && self.calls.get(call).is_some_and(Live::waits) {
            self.give_up(call);
        }
    }

    /// A call comes to a queue, or to the one behind it if the queue is full; false if it finds no place anywhere.
    fn come_to(&mut self, call: CallKey, first: usize, boldness: f64) -> bool {
        let mut queue = first;
        loop {
            let Some(tag) = self.calls.get(call).map(|live| live.tag) else { return false };
            let pilot = places::pilot(&self.scenario, queue);
            self.tally.came_to(tag, queue);
            let kind = &self.scenario.call_types[tag.call_type()];
            let waiting = self.waiting.in_queue(queue);
            let balks = kind.balking.iter().rev().find(|step| waiting >= step.waiting as usize);
            let balks = balks.is_some_and(|step| boldness < step.share);
            let full = self.scenario.queues[queue].capacity.is_some_and(|most| waiting >= most as usize);
            // Whoever is served at once neither balks nor needs a place.
            let served = (balks || full) && self.agent_for(queue).is_some();
            if balks && !served {
                self.tally.balked(tag, queue);
                self.refuse(call, pilot, DisconnectMode::CANCELLED);
                return false;
            }
            if served || !full {
                self.wait_in(call, queue);
                return true;
            }
            match self.scenario.queues[queue].when_full {
                Some(behind) => {
                    self.stand_at(call, pilot);
                    self.tally.overflowed(tag, queue);
                    queue = behind;
                }
                None => {
                    self.tally.blocked(tag, Some(queue));
                    self.refuse(call, pilot, DisconnectMode::BUSY);
                    return false;
                }
            }
        }
    }

    /// The call stands in the queue; whoever is idle for it gets it at once.
    fn wait_in(&mut self, call: CallKey, queue: usize) {
        let now = self.now;
        let Some(live) = self.calls.get_mut(call) else { return };
        (live.queue, live.came) = (places::number(queue), now);
        (live.queued_here, live.overflow_due) = (false, false);
        self.stand_in_line(call);
        self.stand_at(call, places::address(queue));
        self.settle();
        self.route();
        if self.calls.get(call).is_some_and(Live::waits) {
            self.be_impatient(call);
            self.is_to_overflow(call);
        }
    }

    /// The moment to overflow counts from the call's coming to the queue; where it has passed, it is now.
    fn is_to_overflow(&mut self, call: CallKey) {
        let Some(live) = self.calls.get_mut(call).filter(|live| !live.overflow_due) else { return };
        let Some(overflow) = self.scenario.queues[live.queue()].overflow else { return };
        live.overflow_due = true;
        let at = (live.came + overflow.after_us).max(self.now);
        self.events.schedule(at, Occurrence::Overflows(call));
    }

    /// The caller's patience begins in the first queue, and lasts however the call goes on.
    fn be_impatient(&mut self, call: CallKey) {
        let Some(live) = self.calls.get_mut(call).filter(|live| live.patience_us != FOR_EVER) else { return };
        let patience_us = std::mem::replace(&mut live.patience_us, FOR_EVER);
        self.events.schedule(live.joined + patience_us, Occurrence::GivesUp(call));
    }

    /// The call has had to wait in its queue: unlike one that left it to an agent within the microsecond.
    fn has_queued(&mut self, call: CallKey) {
        let Some(live) = self.calls.get_mut(call).filter(|live| !live.queued_here) else { return };
        let first = !live.queued;
        (live.queued, live.queued_here) = (true, true);
        self.tally.queued(live.tag, live.queue(), first);
    }

    /// The caller's place in the order of the queue.
    fn stand_in_line(&mut self, call: CallKey) {
        let Some(live) = self.calls.get_mut(call) else { return };
        let queue = live.queue();
        let credit_us = self.scenario.call_types[live.tag.call_type()].credit_us
            + self.scenario.priorities[live.priority as usize].credit_us;
        let place = self.waiting.join(queue, live.joined, credit_us, live.number, call);
        live.stage = Stage::Waiting { since_us: place.since_us };
        self.tally.waiting(self.now, queue, true);
    }

    fn leave_line(&mut self, queue: usize, place: Option<Place>) {
        if let Some(place) = place {
            self.waiting.leave(queue, place);
            self.tally.waiting(self.now, queue, false);
        }
    }

    /// The call has waited long enough in its queue.
    pub(super) fn overflow(&mut self, call: CallKey) {
        let Some(live) = self.calls.get_mut(call) else { return };
        let (from, tag, place) = (live.queue(), live.tag, live.place());
        if let Stage::Ringing { .. } = live.stage {
            // The agent may answer yet; if not, the moment is when the call is back.
            live.overflow_due = false;
        }
        let (Some(_), Some(overflow)) = (place, self.scenario.queues[from].overflow) else { return };
        let full = self.scenario.queues[overflow.to].capacity;
        let has_room = full.is_none_or(|most| self.waiting.in_queue(overflow.to) < most as usize);
        if !has_room && self.agent_for(overflow.to).is_none() {
            // It stays where it is: a place in one queue is better than none in the other.
            return;
        }
        self.has_queued(call);
        self.leave_line(from, place);
        self.tally.overflowed(tag, from);
        self.tally.came_to(tag, overflow.to);
        self.wait_in(call, overflow.to);
    }

    /// The caller's patience is over; whoever talks to an agent by now has forgotten it.
    pub(super) fn give_up(&mut self, call: CallKey) {
        match self.calls.get(call).map(|live| live.stage) {
            None | Some(Stage::Talking { .. } | Stage::Entry { .. }) => return,
            Some(Stage::Waiting { .. }) => self.has_queued(call),
            Some(Stage::Ringing { .. }) => {}
        }
        let Some(live) = self.calls.remove(call) else { return };
        self.leave_line(live.queue(), live.place());
        self.tally.abandoned(live.tag, live.queue(), live.wait(self.now));
        self.switch(provider::Input::HangUp { call: call.id() });
        if let Stage::Ringing { desk, .. } = live.stage {
            self.settle();
            self.call_is_over(desk as usize, false);
        }
    }

    /// The switch takes a call from its queue to an agent, where it rings.
    pub(super) fn deliver(&mut self, call: CallKey, idle: IdleAgent) {
        let IdleAgent { device, address, .. } = idle;
        let desk = places::desk_at(device);
        let now = self.now;
        if self.calls.get(call).is_some_and(|live| live.came < now) {
            self.has_queued(call);
        }
        let Some(live) = self.calls.get_mut(call) else { return };
        let (queue, place) = (live.queue(), live.place());
        live.stage = Stage::Ringing { desk: places::number(desk), in_queue_us: now - live.joined };
        self.leave_line(queue, place);
        self.workers[desk].caller = Some(call);
        self.switch(provider::Input::Deliver { call: call.id(), device, address });
        self.starts_to_ring(desk);
        self.settle();
        let rings_still =
            self.calls.get(call).is_some_and(|live| matches!(live.stage, Stage::Ringing { .. }));
        if rings_still {
            self.be_impatient(call);
        }
    }

    /// Nobody answers: the call waits again, and the agent is away.
    pub(super) fn not_answered(&mut self, call: CallKey) {
        let Some(Stage::Ringing { desk, .. }) = self.calls.get(call).map(|live| live.stage) else { return };
        self.stand_in_line(call);
        self.switch(provider::Input::GiveUp { call: call.id() });
        self.settle();
        self.goes_away(desk as usize);
        // Not at once: whoever is idle for this queue is asked before.
        self.is_to_overflow(call);
    }

    /// The agent has answered.
    pub(super) fn talk_begins(&mut self, call: CallKey, desk: usize, team: usize) {
        let now = self.now;
        let Some(live) = self.calls.get_mut(call) else { return };
        let (wait, service_us) = (live.wait(now), live.service_us);
        live.stage = Stage::Talking { desk: places::number(desk) };
        self.tally.answered(live.tag, live.queue(), team, wait);
        self.events.schedule(now + service_us, Occurrence::TalkEnds(call));
    }

    pub(super) fn talk_ends(&mut self, call: CallKey) {
        let Some(Live { stage: Stage::Talking { desk }, tag, .. }) = self.calls.remove(call) else { return };
        self.switch(provider::Input::HangUp { call: call.id() });
        self.settle();
        self.talk_is_over(desk as usize, tag.call_type());
    }

    /// The call stands at an address of the ACD line: it comes in there, or from another one.
    fn stand_at(&mut self, call: CallKey, address: AddressId) {
        let Some(live) = self.calls.get_mut(call) else { return };
        let moves = std::mem::replace(&mut live.in_switch, true);
        let call = call.id();
        self.switch(if moves {
            provider::Input::Overflow { call, address }
        } else {
            provider::Input::Arrive { call, address }
        });
    }

    /// The call is turned away, at this address, before it waits.
    fn refuse(&mut self, call: CallKey, address: AddressId, why: DisconnectMode) {
        self.stand_at(call, address);
        self.calls.remove(call);
        self.switch(provider::Input::Refuse { call: call.id(), why });
    }
}
