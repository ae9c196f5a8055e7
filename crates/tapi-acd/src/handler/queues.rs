//! The queues' counters.

use alloc::vec::Vec;
use core::num::NonZeroU32;

use tapi_wire::consts::QueueStatus;

use super::policy::Policy;
use super::statistics::{Measured, QueueCounters, mean, seconds};
use super::{AgentHandler, Say};
use crate::answer::QueueInfo;
use crate::message::Message;
use crate::time::Instant;

/// How a call left a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Left {
    /// To an agent's line.
    Delivered,
    /// To another queue.
    FlowedOut,
    /// The caller hung up.
    Abandoned,
    /// The call guide was over, and nobody had answered.
    Unanswered,
    /// While the handler could not see; it cannot tell how.
    Unseen,
}

/// What is counted of one queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
struct Figures {
    measured: Measured<QueueCounters>,
    /// The longest wait that has ended; of ever, not of a period.
    longest_micros: u64,
}

/// The counters of the queues.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) struct Queues {
    figures: Vec<Figures>,
}

impl Queues {
    /// There is one more queue.
    pub(super) fn add(&mut self, now: Instant) {
        self.figures.push(Figures { measured: Measured::since(now), longest_micros: 0 });
    }

    fn count(&mut self, queue: u32, now: Instant) -> &mut QueueCounters {
        self.figures[queue as usize].measured.count(now)
    }

    /// A call begins to wait; one that comes back waits anew, and counts again.
    pub(super) fn enter(&mut self, queue: u32, now: Instant) {
        self.count(queue, now).queued += 1;
    }

    /// A call begins to wait that has waited in another queue.
    pub(super) fn flow_in(&mut self, queue: u32, now: Instant) {
        self.enter(queue, now);
        self.count(queue, now).flowed_in += 1;
    }

    /// Counts the end of a wait.
    pub(super) fn leave(&mut self, queue: u32, since: Instant, now: Instant, how: Left) {
        let waited = now - since;
        let figures = &mut self.figures[queue as usize];
        figures.longest_micros = figures.longest_micros.max(waited);
        let counters = figures.measured.count(now);
        counters.left += 1;
        counters.waited_micros += waited;
        match how {
            Left::Delivered | Left::Unseen => {}
            Left::FlowedOut => counters.flowed_out += 1,
            Left::Abandoned => counters.abandoned += 1,
            Left::Unanswered => counters.unanswered += 1,
        }
    }

    /// The caller hung up where the call rang.
    pub(super) fn abandon(&mut self, queue: u32, now: Instant) {
        self.count(queue, now).abandoned += 1;
    }

    /// Begins a measurement period of this length in seconds.
    pub(super) fn measure(&mut self, queue: u32, length: NonZeroU32, now: Instant) {
        self.figures[queue as usize].measured = Measured::every(length, now);
    }
}

impl<P: Policy> AgentHandler<P> {
    pub(super) fn queue_info(&self, queue: u32) -> QueueInfo {
        let figures = &self.queues.figures[queue as usize];
        let measured = figures.measured.at(self.now);
        let counters = measured.counters();
        let oldest = self.calls.longest_waiting(queue).map_or(0, |since| self.now - since);
        QueueInfo {
            measurement_period: measured.length(self.now),
            total_calls_queued: counters.queued,
            current_calls_queued: self.calls.count_waiting(queue),
            total_calls_abandoned: counters.abandoned,
            total_calls_flowed_in: counters.flowed_in,
            total_calls_flowed_out: counters.flowed_out,
            longest_ever_wait_time: seconds(figures.longest_micros.max(oldest)),
            current_longest_wait_time: seconds(oldest),
            average_wait_time: mean(counters.waited_micros, counters.left),
            final_disposition: counters.unanswered,
        }
    }

    /// The queue has new figures; nobody hears of those of one that is gone, or not announced yet.
    pub(super) fn queue_changed(&mut self, queue: u32, say: &mut impl Say) {
        if self.directory.tells_figures(queue) {
            let queue = self.directory.queue(queue).entry.id;
            self.tell_if_up(Message::QueueStatus { queue, changed: QueueStatus::UPDATE_INFO }, say);
        }
    }
}
