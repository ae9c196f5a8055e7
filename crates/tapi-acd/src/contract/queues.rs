//! Which queues there are, as each line hears of it. A group cannot be followed: no message says which (erratum E24).

use alloc::collections::BTreeMap;
use alloc::format;

use tapi_wire::consts::QueueStatus;

use super::lines::Owned;
use super::{Bench, QUEUE_ANNOUNCED_ONCE, QUEUE_REMOVED};
use crate::ids::{LineHandle, QueueId, SeatId};

/// Whether a queue is there, by what a line heard of it last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Queues {
    there: BTreeMap<(SeatId, LineHandle, QueueId), bool>,
}

impl Queues {
    pub(super) fn observe(
        &mut self,
        line: LineHandle,
        queue: QueueId,
        changed: QueueStatus,
        bench: &mut Bench<'_>,
    ) {
        let before = self.there.get(&(bench.seat, line, queue)).copied();
        let (new, removed) =
            (changed.contains(QueueStatus::NEW_QUEUE), changed.contains(QueueStatus::QUEUE_REMOVED));
        let detail = || format!("queue {}", queue.0);
        bench.expect(QUEUE_REMOVED, before != Some(false) || new, detail);
        bench.expect(QUEUE_ANNOUNCED_ONCE, before != Some(true) || !new || removed, detail);
        self.there.insert((bench.seat, line, queue), !removed);
    }

    /// What a line was told is void.
    pub(super) fn forget(&mut self, (seat, line): Owned) {
        self.there.retain(|(owner, open, _), _| (*owner, *open) != (seat, line));
    }
}
