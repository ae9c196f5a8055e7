//! The sums behind every figure: counts of calls and microseconds, divided once, on reading.

use std::ops::AddAssign;

use serde::Serialize;

/// What a run, a period of it, a queue, a call type or a team came to.
///
/// Of the run, a call type or a period: the calls that arrived in it, whenever they end. Of a queue: the calls that
/// came to it, from outside or from another queue. Of a team: the calls that it answered. Each sum is exact, and sums
/// of disjoint parts add up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Calls that came in.
    pub offered: u64,
    /// Of these, calls that an agent answered.
    pub answered: u64,
    /// Callers who hung up while they waited or while it rang.
    pub abandoned: u64,
    /// Calls that found no trunk or no place in the queue.
    pub blocked: u64,
    /// Callers who would have had to wait, and did not begin to.
    pub balked: u64,
    /// Callers whom the IVR served.
    pub contained: u64,
    /// Times that a call left a queue for another one, because it had waited too long or the queue was full.
    pub overflowed: u64,
    /// Calls that had to wait: they found no agent within the microsecond of their coming.
    pub queued: u64,
    /// Of these, callers who hung up.
    pub queued_abandoned: u64,
    /// Calls in the IVR at the end.
    pub in_ivr: u64,
    /// Calls neither answered nor gone at the end: in the IVR, waiting, or ringing.
    pub in_system: u64,
    /// Calls answered within the threshold of the service level.
    pub answered_in_time: u64,
    /// Callers who hung up later than that.
    pub abandoned_late: u64,
    /// Time in queue of all who were answered or gave up, in microseconds; 0 for those who did not wait.
    pub waited_us: u64,
    /// Calls that began to wait and have left their queue, to an agent or for good.
    pub waits_over: u64,
    /// From the queue's beginning to the answer, of the answered, ringing included, in microseconds.
    pub to_answer_us: u64,
    /// The time over which the following ones are taken.
    pub span_us: u64,
    /// Waiting calls, times how long.
    pub queue_us: u64,
    /// Agents logged in, times how long.
    pub agents_us: u64,
    /// Agents who talk, times how long.
    pub talking_us: u64,
    /// Agents in after-call work, times how long.
    pub wrapping_up_us: u64,
    /// Agents who are not ready, on a break or a pause, times how long.
    pub not_ready_us: u64,
}

impl AddAssign for Totals {
    fn add_assign(&mut self, other: Self) {
        self.offered += other.offered;
        self.answered += other.answered;
        self.abandoned += other.abandoned;
        self.blocked += other.blocked;
        self.balked += other.balked;
        self.contained += other.contained;
        self.overflowed += other.overflowed;
        self.queued += other.queued;
        self.queued_abandoned += other.queued_abandoned;
        self.in_ivr += other.in_ivr;
        self.in_system += other.in_system;
        self.answered_in_time += other.answered_in_time;
        self.abandoned_late += other.abandoned_late;
        self.waited_us += other.waited_us;
        self.waits_over += other.waits_over;
        self.to_answer_us += other.to_answer_us;
        self.span_us += other.span_us;
        self.queue_us += other.queue_us;
        self.agents_us += other.agents_us;
        self.talking_us += other.talking_us;
        self.wrapping_up_us += other.wrapping_up_us;
        self.not_ready_us += other.not_ready_us;
    }
}
