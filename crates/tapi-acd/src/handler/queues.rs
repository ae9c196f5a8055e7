//! The queues' calls and counters.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::num::NonZeroU32;

use tapi_wire::consts::QueueStatus;

use super::AgentHandler;
use super::statistics::{Measured, QueueCounters, mean, seconds};
use crate::answer::QueueInfo;
use crate::ids::{AddressId, AgentHandle, AgentSessionHandle, CallId, DeviceId, QueueId};
use crate::message::Message;
use crate::provider::CtiEvent;
use crate::time::Instant;

/// Where a call of the ACD stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) enum Place {
    /// In its queue.
    Waiting,
    /// Ringing at an agent, or at a line where none is logged in any more.
    Ringing(Option<AgentHandle>),
    /// With an agent, for a session unless the agent turned not ready while it rang.
    Talking(AgentHandle, Option<AgentSessionHandle>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) struct AcdCall {
    /// The queue's position in the configuration.
    pub(super) queue: usize,
    /// When it came to the queue.
    arrived: Instant,
    pub(super) place: Place,
}

/// What is counted of one queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
struct Figures {
    measured: Measured<QueueCounters>,
    /// The longest wait that has ended; of ever, not of a period.
    longest_micros: u64,
}

/// The calls of the ACD and the counters of its queues.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) struct Queues {
    pub(super) calls: BTreeMap<CallId, AcdCall>,
    figures: Vec<Figures>,
}

impl Queues {
    pub(super) fn new(queues: usize) -> Self {
        let figures = Figures { measured: Measured::since(Instant::ZERO), longest_micros: 0 };
        Self { calls: BTreeMap::new(), figures: alloc::vec![figures; queues] }
    }

    fn enter(&mut self, call: CallId, queue: usize, now: Instant) {
        self.calls.insert(call, AcdCall { queue, arrived: now, place: Place::Waiting });
        self.figures[queue].measured.count(now).queued += 1;
    }

    /// Counts the end of a wait.
    fn leave(&mut self, queue: usize, arrived: Instant, now: Instant) {
        let figures = &mut self.figures[queue];
        let waited = now - arrived;
        figures.longest_micros = figures.longest_micros.max(waited);
        let counters = figures.measured.count(now);
        counters.left += 1;
        counters.waited_micros += waited;
    }

    fn waiting(&self, queue: usize) -> impl Iterator<Item = Instant> {
        let here = move |call: &&AcdCall| call.queue == queue && call.place == Place::Waiting;
        self.calls.values().filter(here).map(|call| call.arrived)
    }

    /// Begins a measurement period of this length in seconds.
    pub(super) fn measure(&mut self, queue: usize, length: NonZeroU32, now: Instant) {
        self.figures[queue].measured = Measured::every(length, now);
    }

    pub(super) fn info(&self, queue: usize, now: Instant) -> QueueInfo {
        let figures = &self.figures[queue];
        let measured = figures.measured.at(now);
        let counters = measured.counters();
        let oldest = self.waiting(queue).min().map_or(0, |arrived| now - arrived);
        QueueInfo {
            measurement_period: measured.length(now),
            total_calls_queued: counters.queued,
            current_calls_queued: u32::try_from(self.waiting(queue).count()).unwrap_or(u32::MAX),
            total_calls_abandoned: counters.abandoned,
            longest_ever_wait_time: seconds(figures.longest_micros.max(oldest)),
            current_longest_wait_time: seconds(oldest),
            average_wait_time: mean(counters.waited_micros, counters.left),
            // Calls neither overflow nor come to the end of a call guide in this handler.
            total_calls_flowed_in: 0,
            total_calls_flowed_out: 0,
            final_disposition: 0,
        }
    }
}

impl AgentHandler {
    /// The switch reports; what it reports about an unknown call is ignored.
    pub(super) fn cti(&mut self, event: CtiEvent) {
        match event {
            CtiEvent::Queued { call, address } => self.queued(call, address),
            CtiEvent::Delivered { call, device } => self.delivered(call, device),
            CtiEvent::Answered { call } => self.answered(call),
            CtiEvent::Abandoned { call } => self.abandoned(call),
            CtiEvent::Released { call } => self.released(call),
        }
    }

    /// The queue's position in the configuration.
    pub(super) fn queue_at(&self, queue: QueueId) -> Option<usize> {
        self.config.queues.iter().position(|q| q.entry.id == queue)
    }

    fn queued(&mut self, call: CallId, address: AddressId) {
        let Some(queue) = self.config.queues.iter().position(|q| q.address == address) else { return };
        self.queues.enter(call, queue, self.now);
        self.queue_changed(queue);
    }

    pub(super) fn queue_changed(&mut self, queue: usize) {
        let queue = self.config.queues[queue].entry.id;
        self.tell_acd_line(Message::QueueStatus { queue, changed: QueueStatus::UPDATE_INFO });
    }

    fn delivered(&mut self, call: CallId, device: DeviceId) {
        let Some(known) = self.queues.calls.get(&call).copied().filter(|c| c.place == Place::Waiting) else {
            return;
        };
        let agent = self.agents.at_device(device);
        self.queues.leave(known.queue, known.arrived, self.now);
        self.queues.calls.insert(call, AcdCall { place: Place::Ringing(agent), ..known });
        if let Some(agent) = agent {
            self.agents.rings(agent);
        }
        self.queue_changed(known.queue);
    }

    fn answered(&mut self, call: CallId) {
        let Some(known @ AcdCall { queue, arrived, place: Place::Ringing(Some(agent)) }) =
            self.queues.calls.get(&call).copied()
        else {
            return;
        };
        let queue_id = self.config.queues[queue].entry.id;
        let serves = |group: usize| self.config.groups[group].queues.contains(&queue_id);
        let session = self.agents.ready_session(agent, serves);
        self.queues.calls.insert(call, AcdCall { place: Place::Talking(agent, session), ..known });
        self.agents.rings_no_more(agent);
        self.call_answered(agent, session, arrived);
    }

    fn abandoned(&mut self, call: CallId) {
        let Some(AcdCall { queue, arrived, place }) = self.queues.calls.remove(&call) else { return };
        match place {
            Place::Waiting => self.queues.leave(queue, arrived, self.now),
            Place::Ringing(Some(agent)) => self.agents.rings_no_more(agent),
            Place::Ringing(None) | Place::Talking(..) => {}
        }
        self.queues.figures[queue].measured.count(self.now).abandoned += 1;
        self.queue_changed(queue);
    }

    fn released(&mut self, call: CallId) {
        if let Some(AcdCall { place: Place::Talking(agent, session), .. }) = self.queues.calls.remove(&call) {
            self.call_ended(agent, session);
        }
    }
}
