//! The queues' calls and counters. Times are summed in microseconds and truncated to seconds once, on reading.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use tapi_wire::consts::QueueStatus;

use super::AgentHandler;
use crate::answer::QueueInfo;
use crate::ids::{AddressId, AgentHandle, AgentSessionHandle, CallId, DeviceId, QueueId};
use crate::message::Message;
use crate::provider::CtiEvent;
use crate::time::Instant;

const MICROS_PER_SECOND: u64 = 1_000_000;

/// Where a call of the ACD stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Place {
    /// In its queue, since then.
    Waiting(Instant),
    /// Ringing at an agent, or at a line where none is logged in any more.
    Ringing(Option<AgentHandle>),
    /// With an agent, for a session unless the agent turned not ready while it rang.
    Talking(AgentHandle, Option<AgentSessionHandle>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct AcdCall {
    /// The queue's position in the configuration.
    pub(super) queue: usize,
    pub(super) place: Place,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Counters {
    queued: u32,
    abandoned: u32,
    left: u32,
    waited_micros: u64,
    longest_micros: u64,
}

/// The calls of the ACD and the counters of its queues.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Queues {
    pub(super) calls: BTreeMap<CallId, AcdCall>,
    counters: Vec<Counters>,
}

impl Queues {
    pub(super) fn new(queues: usize) -> Self {
        Self { calls: BTreeMap::new(), counters: alloc::vec![Counters::default(); queues] }
    }

    fn enter(&mut self, call: CallId, queue: usize, now: Instant) {
        self.calls.insert(call, AcdCall { queue, place: Place::Waiting(now) });
        self.counters[queue].queued += 1;
    }

    /// Counts the end of a wait.
    fn leave(&mut self, queue: usize, since: Instant, now: Instant) {
        let counters = &mut self.counters[queue];
        let waited = now - since;
        counters.left += 1;
        counters.waited_micros += waited;
        counters.longest_micros = counters.longest_micros.max(waited);
    }

    fn waiting(&self, queue: usize) -> impl Iterator<Item = Instant> {
        self.calls.values().filter(move |call| call.queue == queue).filter_map(|call| match call.place {
            Place::Waiting(since) => Some(since),
            Place::Ringing(_) | Place::Talking(..) => None,
        })
    }

    pub(super) fn info(&self, queue: usize, now: Instant) -> QueueInfo {
        let counters = &self.counters[queue];
        let oldest = self.waiting(queue).min().map_or(0, |since| now - since);
        QueueInfo {
            measurement_period: seconds(now.as_micros()),
            total_calls_queued: counters.queued,
            current_calls_queued: u32::try_from(self.waiting(queue).count()).unwrap_or(u32::MAX),
            total_calls_abandoned: counters.abandoned,
            longest_ever_wait_time: seconds(counters.longest_micros.max(oldest)),
            current_longest_wait_time: seconds(oldest),
            average_wait_time: seconds(counters.waited_micros.checked_div(counters.left.into()).unwrap_or(0)),
            // Calls neither overflow nor come to the end of a call guide in this handler.
            total_calls_flowed_in: 0,
            total_calls_flowed_out: 0,
            final_disposition: 0,
        }
    }
}

fn seconds(micros: u64) -> u32 {
    u32::try_from(micros / MICROS_PER_SECOND).unwrap_or(u32::MAX)
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

    fn queue_changed(&mut self, queue: usize) {
        let queue = self.config.queues[queue].entry.id;
        self.tell_acd_line(Message::QueueStatus { queue, changed: QueueStatus::UPDATE_INFO });
    }

    fn delivered(&mut self, call: CallId, device: DeviceId) {
        let Some(AcdCall { queue, place: Place::Waiting(since) }) = self.queues.calls.get(&call).copied()
        else {
            return;
        };
        let agent = self.agents.at_device(device);
        self.queues.leave(queue, since, self.now);
        self.queues.calls.insert(call, AcdCall { queue, place: Place::Ringing(agent) });
        if let Some(agent) = agent {
            self.agents.rings(agent);
        }
        self.queue_changed(queue);
    }

    fn answered(&mut self, call: CallId) {
        let Some(AcdCall { queue, place: Place::Ringing(Some(agent)) }) =
            self.queues.calls.get(&call).copied()
        else {
            return;
        };
        let queue_id = self.config.queues[queue].entry.id;
        let serves = |group: usize| self.config.groups[group].queues.contains(&queue_id);
        let session = self.agents.ready_session(agent, serves);
        self.queues.calls.insert(call, AcdCall { queue, place: Place::Talking(agent, session) });
        self.agents.rings_no_more(agent);
        self.call_answered(agent, session);
    }

    fn abandoned(&mut self, call: CallId) {
        let Some(AcdCall { queue, place }) = self.queues.calls.remove(&call) else { return };
        match place {
            Place::Waiting(since) => self.queues.leave(queue, since, self.now),
            Place::Ringing(Some(agent)) => self.agents.rings_no_more(agent),
            Place::Ringing(None) | Place::Talking(..) => {}
        }
        self.queues.counters[queue].abandoned += 1;
        self.queue_changed(queue);
    }

    fn released(&mut self, call: CallId) {
        if let Some(AcdCall { place: Place::Talking(agent, session), .. }) = self.queues.calls.remove(&call) {
            self.call_ended(agent, session);
        }
    }
}
