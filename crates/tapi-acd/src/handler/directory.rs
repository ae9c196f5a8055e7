//! The groups and queues, those that are gone included.
//!
//! A place is given once. Sessions and calls name their group and queue by place, so that a call which outlives the
//! queue it came to still knows it, and never takes a later one of the same id for it.

use alloc::vec::Vec;

use tapi_wire::Guid;
use tapi_wire::consts::LineErr;

use super::config::{Group, Queue};
use crate::ids::{AddressId, QueueId};
use crate::machine::{Verdict, group, queue};

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
struct Known<S, T> {
    state: S,
    what: T,
}

/// The groups and queues in the order in which they came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) struct Directory {
    groups: Vec<Known<group::State, Group>>,
    queues: Vec<Known<queue::State, Queue>>,
}

impl Directory {
    pub(super) fn group(&self, at: u32) -> &Group {
        &self.groups[at as usize].what
    }

    pub(super) fn queue(&self, at: u32) -> &Queue {
        &self.queues[at as usize].what
    }

    pub(super) fn groups(&self) -> impl Iterator<Item = &Group> {
        self.groups.iter().filter(|known| known.state == group::State::There).map(|known| &known.what)
    }

    pub(super) fn queues(&self) -> impl Iterator<Item = &Queue> {
        self.queues.iter().filter(|known| known.state == queue::State::There).map(|known| &known.what)
    }

    /// Whether agents can still work for the group at the place.
    pub(super) fn has_group(&self, at: u32) -> bool {
        self.groups[at as usize].state == group::State::There
    }

    /// The place of the group that a request names.
    pub(super) fn named_group(&self, id: Guid) -> Result<u32, LineErr> {
        let at = self.last_group(id);
        self.group_state(at).step(group::Event::Named).grant(at)
    }

    /// The place of the queue that a request names.
    pub(super) fn named_queue(&self, id: QueueId) -> Result<u32, LineErr> {
        let at = self.last_queue(id);
        self.queue_state(at).step(queue::Event::Named).grant(at)
    }

    /// The place of the queue whose calls come to the address.
    pub(super) fn queue_at(&self, address: AddressId) -> Option<u32> {
        let here =
            |known: &Known<_, Queue>| known.state == queue::State::There && known.what.address == address;
        place(self.queues.iter().position(here))
    }

    /// Whether new figures of the queue are told.
    pub(super) fn tells_figures(&self, at: u32) -> bool {
        matches!(self.queues[at as usize].state.step(queue::Event::Counted), Verdict::Go(_))
    }

    /// Adds a group; whether that is news.
    pub(super) fn add_group(&mut self, group: Group) -> bool {
        let state = self.group_state(self.last_group(group.entry.id));
        let Verdict::Go(state) = state.step(group::Event::Added) else { return false };
        self.groups.push(Known { state, what: group });
        true
    }

    /// Adds a queue; whether that is news.
    pub(super) fn add_queue(&mut self, queue: Queue) -> bool {
        let state = self.queue_state(self.last_queue(queue.entry.id));
        let Verdict::Go(state) = state.step(queue::Event::Added) else { return false };
        self.queues.push(Known { state, what: queue });
        true
    }

    /// Removes a group; the place it had, if it was there.
    pub(super) fn remove_group(&mut self, id: Guid) -> Option<u32> {
        let at = self.last_group(id);
        let Verdict::Go(state) = self.group_state(at).step(group::Event::Taken) else { return None };
        self.groups[at? as usize].state = state;
        at
    }

    /// Removes a queue; whether it was there.
    pub(super) fn remove_queue(&mut self, id: QueueId) -> bool {
        let at = self.last_queue(id);
        let (Some(at), Verdict::Go(state)) = (at, self.queue_state(at).step(queue::Event::Taken)) else {
            return false;
        };
        self.queues[at as usize].state = state;
        true
    }

    /// Lets a group serve exactly these queues.
    pub(super) fn serve(&mut self, id: Guid, queues: Vec<QueueId>) {
        if let Ok(at) = self.named_group(id) {
            self.groups[at as usize].what.queues = queues;
        }
    }

    /// Whether the group works off the queue, both given by place.
    pub(super) fn serves(&self, group: u32, queue: u32) -> bool {
        self.group(group).queues.contains(&self.queue(queue).entry.id)
    }

    fn last_group(&self, id: Guid) -> Option<u32> {
        place(self.groups.iter().rposition(|known| known.what.entry.id == id))
    }

    fn last_queue(&self, id: QueueId) -> Option<u32> {
        place(self.queues.iter().rposition(|known| known.what.entry.id == id))
    }

    fn group_state(&self, at: Option<u32>) -> group::State {
        at.map_or(group::State::Absent, |at| self.groups[at as usize].state)
    }

    fn queue_state(&self, at: Option<u32>) -> queue::State {
        at.map_or(queue::State::Absent, |at| self.queues[at as usize].state)
    }
}

/// A place in a list: every session and every call names one, so it is kept small.
fn place(at: Option<usize>) -> Option<u32> {
    at.and_then(|at| u32::try_from(at).ok())
}
