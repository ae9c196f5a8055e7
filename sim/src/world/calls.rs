//! The calls in the contact centre.

use tapi_acd::Instant;
use tapi_acd::ids::CallId;

use super::callers::Caller;
use super::tally::{Open, Tag, Wait};
use super::waiting::Place;

/// Which call; the key of a call that is over is never that of another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct CallKey {
    slot: u32,
    serial: u32,
}

impl CallKey {
    /// The number by which the switch knows the call: no other live call has it.
    pub(super) fn id(self) -> CallId {
        CallId(self.slot + 1)
    }
}

/// Where a call stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// In the IVR, or just come in.
    Entry,
    Waiting(Place),
    Ringing {
        desk: usize,
    },
    Talking {
        desk: usize,
    },
}

/// A call, and what the world knows of its caller.
#[derive(Clone, Copy, Debug)]
pub(super) struct Live {
    pub(super) caller: Caller,
    pub(super) tag: Tag,
    /// The number of the arrival.
    pub(super) number: u64,
    /// When the call came to its first queue.
    pub(super) joined: Instant,
    /// The queue where it is or was last, and when it came there.
    pub(super) queue: usize,
    pub(super) came: Instant,
    pub(super) stage: Stage,
    /// Whether the switch knows it.
    pub(super) in_switch: bool,
    /// Whether the end of the caller's patience is laid out.
    pub(super) impatient: bool,
    /// Whether the moment to overflow from this queue is laid out, or has come and gone.
    pub(super) overflow_due: bool,
    /// Had to wait at all, and in this queue.
    pub(super) queued: bool,
    pub(super) queued_here: bool,
    /// The time in queue when it rang last, in microseconds.
    pub(super) in_queue_us: u64,
}

impl Live {
    /// The call as one that is open, unless somebody has answered it.
    pub(super) fn open(&self) -> Option<Open> {
        let waits_anew = matches!(self.stage, Stage::Waiting(_)) && !self.queued_here;
        let queue = match self.stage {
            Stage::Entry => None,
            Stage::Waiting(_) | Stage::Ringing { .. } => Some(self.queue),
            Stage::Talking { .. } => return None,
        };
        Some(Open { tag: self.tag, queue, waits_anew: waits_anew.then_some(!self.queued) })
    }

    /// How long the caller has waited, if the wait is over now.
    pub(super) fn wait(&self, now: Instant) -> Wait {
        let in_all_us = now - self.joined;
        let in_queue_us = match self.stage {
            Stage::Waiting(_) => in_all_us,
            Stage::Entry | Stage::Ringing { .. } | Stage::Talking { .. } => self.in_queue_us,
        };
        Wait { queued: self.queued, in_queue_us, in_all_us }
    }
}

#[derive(Clone, Debug)]
struct Slot {
    serial: u32,
    live: Option<Live>,
}

/// All live calls; a slot is used again, so memory does not grow with the number of calls.
#[derive(Clone, Debug, Default)]
pub(super) struct Calls {
    slots: Vec<Slot>,
    free: Vec<u32>,
}

impl Calls {
    pub(super) fn insert(&mut self, live: Live) -> CallKey {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(Slot { serial: 0, live: None });
            u32::try_from(self.slots.len() - 1).unwrap_or(u32::MAX)
        });
        let place = &mut self.slots[slot as usize];
        place.live = Some(live);
        CallKey { slot, serial: place.serial }
    }

    pub(super) fn get(&self, key: CallKey) -> Option<&Live> {
        self.slots.get(key.slot as usize).filter(|slot| slot.serial == key.serial)?.live.as_ref()
    }

    pub(super) fn get_mut(&mut self, key: CallKey) -> Option<&mut Live> {
        self.slots.get_mut(key.slot as usize).filter(|slot| slot.serial == key.serial)?.live.as_mut()
    }

    pub(super) fn remove(&mut self, key: CallKey) -> Option<Live> {
        let slot = self.slots.get_mut(key.slot as usize).filter(|slot| slot.serial == key.serial)?;
        let live = slot.live.take()?;
        slot.serial = slot.serial.wrapping_add(1);
        self.free.push(key.slot);
        Some(live)
    }

    pub(super) fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Live> {
        self.slots.iter().filter_map(|slot| slot.live.as_ref())
    }
}
