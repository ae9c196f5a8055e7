//! The calls in the contact centre.

use std::num::NonZeroU32;

use tapi_acd::Instant;
use tapi_acd::ids::CallId;

use super::make_room;
use super::tally::{Open, Tag, Wait};
use super::waiting::Place;

/// Which call; the key of a call that is over is never that of another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CallKey {
    /// From 1 on.
    slot: NonZeroU32,
    serial: u32,
}

impl CallKey {
    /// The number by which the switch knows the call: no other live call has it.
    pub(super) fn id(self) -> CallId {
        CallId(self.slot.get())
    }

    fn index(self) -> usize {
        self.slot.get() as usize - 1
    }
}

/// No end of a caller's patience is to be laid out.
pub(super) const FOR_EVER: u64 = u64::MAX;

/// Where a call stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Stage {
    /// In the IVR, or just come in.
    Entry {
        /// Hangs up at once when there is nobody to talk to.
        hasty: bool,
        /// The IVR is all that the caller wants.
        contained: bool,
        /// From 0 to 1: balks when more than this share does.
        boldness: f64,
    },
    /// In its queue, in an order that counts from then.
    Waiting {
        since_us: i64,
    },
    Ringing {
        desk: u32,
        /// The time in queue, in microseconds.
        in_queue_us: u64,
    },
    Talking {
        desk: u32,
    },
}

/// A call, and what the world knows of its caller. There are as many as callers wait, so it is kept small.
#[derive(Clone, Copy, Debug)]
pub(super) struct Live {
    pub(super) tag: Tag,
    /// The number of the arrival.
    pub(super) number: u64,
    /// When the call came to its first queue.
    pub(super) joined: Instant,
    /// When it came to the queue where it is or was last.
    pub(super) came: Instant,
    pub(super) stage: Stage,
    /// How long the caller waits before hanging up, in microseconds: [`FOR_EVER`] also when the end is laid out.
    pub(super) patience_us: u64,
    /// How long the talk lasts, in microseconds.
    pub(super) service_us: u64,
    /// The queue where it is or was last.
    pub(super) queue: u32,
    /// Index into the scenario's priorities.
    pub(super) priority: u32,
    /// Whether the switch knows it.
    pub(super) in_switch: bool,
    /// Whether the moment to overflow from this queue is laid out, or has come and gone.
    pub(super) overflow_due: bool,
    /// Had to wait at all, and in this queue.
    pub(super) queued: bool,
    pub(super) queued_here: bool,
}

impl Live {
    pub(super) fn queue(&self) -> usize {
        self.queue as usize
    }

    /// Its place in its queue, if it waits there.
    pub(super) fn place(&self) -> Option<Place> {
        match self.stage {
            Stage::Waiting { since_us } => Some(Place { since_us, number: self.number }),
            Stage::Entry { .. } | Stage::Ringing { .. } | Stage::Talking { .. } => None,
        }
    }

    pub(super) fn waits(&self) -> bool {
        matches!(self.stage, Stage::Waiting { .. })
    }

    /// The call as one that is open, unless somebody has answered it.
    pub(super) fn open(&self) -> Option<Open> {
        let waits_anew = self.waits() && !self.queued_here;
        let queue = match self.stage {
            Stage::Entry { .. } => None,
            Stage::Waiting { .. } | Stage::Ringing { .. } => Some(self.queue()),
            Stage::Talking { .. } => return None,
        };
        Some(Open { tag: self.tag, queue, waits_anew: waits_anew.then_some(!self.queued) })
    }

    /// How long the caller has waited, if the wait is over now.
    pub(super) fn wait(&self, now: Instant) -> Wait {
        let in_all_us = now - self.joined;
        let in_queue_us = match self.stage {
            Stage::Ringing { in_queue_us, .. } => in_queue_us,
            Stage::Entry { .. } | Stage::Waiting { .. } | Stage::Talking { .. } => in_all_us,
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
    free: Vec<NonZeroU32>,
}

impl Calls {
    pub(super) fn insert(&mut self, live: Live) -> CallKey {
        if let Some(slot) = self.free.pop() {
            let place = &mut self.slots[slot.get() as usize - 1];
            place.live = Some(live);
            return CallKey { slot, serial: place.serial };
        }
        make_room(&mut self.slots);
        self.slots.push(Slot { serial: 0, live: Some(live) });
        let slot = u32::try_from(self.slots.len()).ok().and_then(NonZeroU32::new);
        CallKey { slot: slot.unwrap_or(NonZeroU32::MAX), serial: 0 }
    }

    pub(super) fn get(&self, key: CallKey) -> Option<&Live> {
        self.slots.get(key.index()).filter(|slot| slot.serial == key.serial)?.live.as_ref()
    }

    pub(super) fn get_mut(&mut self, key: CallKey) -> Option<&mut Live> {
        self.slots.get_mut(key.index()).filter(|slot| slot.serial == key.serial)?.live.as_mut()
    }

    pub(super) fn remove(&mut self, key: CallKey) -> Option<Live> {
        let slot = self.slots.get_mut(key.index()).filter(|slot| slot.serial == key.serial)?;
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
