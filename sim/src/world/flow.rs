//! The way of a call: in, through the IVR and the queues, to an agent, out.

use tapi_acd::handler::IdleAgent;
use tapi_acd::ids::AddressId;
use tapi_acd::provider;
use tapi_acd::system;
use tapi_acd::wire::consts::DisconnectMode;

use super::calls::{CallKey, Live, Stage};
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
        let kind = &self.scenario.call_types[caller.call_type];
        self.arrivals += 1;
        let call = self.calls.insert(Live {
            caller,
            tag,
            number: self.arrivals,
            joined: self.now,
            queue: kind.queue,
            came: self.now,
            stage: Stage::Entry,
            in_switch: false,
            impatient: false,
            overflow_due: false,
            queued: false,
            queued_here: false,
            in_queue_us: 0,
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
        if live.caller.ivr.is_some_and(|(_, contained)| contained) {
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
        let queue = live.queue;
        if !self.come_to(call, queue) {
            return;
        }
        let waits = |live: &Live| matches!(live.stage, Stage::Waiting(_));
        if self.calls.get(call).is_some_and(|live| live.caller.hasty && waits(live)) {
            self.give_up(call);
        }
    }

    /// A call comes to a queue, or to the one behind it if the queue is full; false if it finds no place anywhere.
    fn come_to(&mut self, call: CallKey, first: usize) -> bool {
        let mut queue = first;
        loop {
            let Some(live) = self.calls.get(call) else { return false };
            let (tag, boldness) = (live.tag, live.caller.boldness);
            let pilot = places::pilot(&self.scenario, queue);
            self.tally.came_to(tag, queue);
            let kind = &self.scenario.call_types[live.caller.call_type];
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
        (live.queue, live.came, live.queued_here, live.overflow_due) = (queue, now, false, false);
        self.stand_in_line(call);
        self.stand_at(call, places::address(queue));
        self.settle();
        self.route();
        if self.calls.get(call).is_none_or(|live| !matches!(live.stage, Stage::Waiting(_))) {
            return;
        }
        self.be_impatient(call);
        self.is_to_overflow(call);
    }

    /// The moment to overflow counts from the call's coming to the queue; where it has passed, it is now.
    fn is_to_overflow(&mut self, call: CallKey) {
        let Some(live) = self.calls.get_mut(call).filter(|live| !live.overflow_due) else { return };
        let Some(overflow) = self.scenario.queues[live.queue].overflow else { return };
        live.overflow_due = true;
        let at = (live.came + overflow.after_us).max(self.now);
        self.events.schedule(at, Occurrence::Overflows(call));
    }

    /// The caller's patience begins in the first queue, and lasts however the call goes on.
    fn be_impatient(&mut self, call: CallKey) {
        let Some(live) = self.calls.get_mut(call).filter(|live| !live.impatient) else { return };
        live.impatient = true;
        if let Some(patience_us) = live.caller.patience_us {
            self.events.schedule(live.joined + patience_us, Occurrence::GivesUp(call));
        }
    }

    /// The call has had to wait in its queue: unlike one that left it to an agent within the microsecond.
    fn has_queued(&mut self, call: CallKey) {
        let Some(live) = self.calls.get_mut(call).filter(|live| !live.queued_here) else { return };
        let first = !live.queued;
        (live.queued, live.queued_here) = (true, true);
        self.tally.queued(live.tag, live.queue, first);
    }

    /// The caller's place in the order of the queue.
    fn stand_in_line(&mut self, call: CallKey) {
        let Some(live) = self.calls.get_mut(call) else { return };
        let queue = live.queue;
        let place = self.waiting.join(queue, live.joined, live.caller.credit_us, live.number, call);
        live.stage = Stage::Waiting(place);
        self.tally.waiting(self.now, queue, true);
    }

    fn leave_line(&mut self, queue: usize, stage: Stage) {
        if let Stage::Waiting(place) = stage {
            self.waiting.leave(queue, place);
            self.tally.waiting(self.now, queue, false);
        }
    }

    /// The call has waited long enough in its queue.
    pub(super) fn overflow(&mut self, call: CallKey) {
        let Some(live) = self.calls.get_mut(call) else { return };
        let (from, tag, stage) = (live.queue, live.tag, live.stage);
        if let Stage::Ringing { .. } = stage {
            // The agent may answer yet; if not, the moment is when the call is back.
            live.overflow_due = false;
        }
        let (Stage::Waiting(_), Some(overflow)) = (stage, self.scenario.queues[from].overflow) else {
            return;
        };
        let full = self.scenario.queues[overflow.to].capacity;
        let has_room = full.is_none_or(|most| self.waiting.in_queue(overflow.to) < most as usize);
        if !has_room && self.agent_for(overflow.to).is_none() {
            // It stays where it is: a place in one queue is better than none in the other.
            return;
        }
        self.has_queued(call);
        self.leave_line(from, stage);
        self.tally.overflowed(tag, from);
        self.tally.came_to(tag, overflow.to);
        self.wait_in(call, overflow.to);
    }

    /// The caller's patience is over; whoever talks to an agent by now has forgotten it.
    pub(super) fn give_up(&mut self, call: CallKey) {
        match self.calls.get(call).map(|live| live.stage) {
            None | Some(Stage::Talking { .. } | Stage::Entry) => return,
            Some(Stage::Waiting(_)) => self.has_queued(call),
            Some(Stage::Ringing { .. }) => {}
        }
        let Some(live) = self.calls.remove(call) else { return };
        self.leave_line(live.queue, live.stage);
        self.tally.abandoned(live.tag, live.queue, live.wait(self.now));
        self.switch(provider::Input::HangUp { call: call.id() });
        if let Stage::Ringing { desk } = live.stage {
            self.settle();
            self.call_is_over(desk, false);
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
        let (queue, stage) = (live.queue, live.stage);
        live.in_queue_us = now - live.joined;
        live.stage = Stage::Ringing { desk };
        self.leave_line(queue, stage);
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
        let Some(Stage::Ringing { desk }) = self.calls.get(call).map(|live| live.stage) else { return };
        self.stand_in_line(call);
        self.switch(provider::Input::GiveUp { call: call.id() });
        self.settle();
        self.goes_away(desk);
        // Not at once: whoever is idle for this queue is asked before.
        self.is_to_overflow(call);
    }

    /// The agent has answered.
    pub(super) fn talk_begins(&mut self, call: CallKey, desk: usize, team: usize) {
        let now = self.now;
        let Some(live) = self.calls.get_mut(call) else { return };
        live.stage = Stage::Talking { desk };
        let wait = live.wait(now);
        let service_us = live.caller.service_us;
        self.tally.answered(live.tag, live.queue, team, wait);
        self.events.schedule(now + service_us, Occurrence::TalkEnds(call));
    }

    pub(super) fn talk_ends(&mut self, call: CallKey) {
        let Some(Live { stage: Stage::Talking { desk }, caller, .. }) = self.calls.remove(call) else {
            return;
        };
        self.workers[desk].last_type = caller.call_type;
        self.switch(provider::Input::HangUp { call: call.id() });
        self.settle();
        self.call_is_over(desk, true);
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

    /// Something happens in the switch.
    pub(super) fn switch(&mut self, input: provider::Input) {
        self.feed(system::Input::Switch(input));
    }
}
