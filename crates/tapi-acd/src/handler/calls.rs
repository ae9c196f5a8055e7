//! The calls that the handler knows of, as the switch reports them over the CTI link.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::mem::discriminant;

use super::policy::Policy;
use super::queues::Left;
use super::{AgentHandler, Say};
use crate::id_map::IdMap;
use crate::ids::{AddressId, AgentSessionHandle, CallId, DeviceId};
use crate::line_map::LineMap;
use crate::machine::agent_session;
use crate::machine::views::MadeBy;
use crate::provider::{CtiEvent, LiveCall, Origin, Stage};
use crate::time::Instant;

/// Where a call stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
enum Place {
    /// In its queue, given by its place in the directory, since then.
    Waiting(u32, Instant),
    /// It rings at a line; with the queue that it left.
    Ringing(DeviceId, Option<u32>),
    /// It is being made at a line.
    Dialling(DeviceId),
    /// Somebody talks at a line, for a session unless none was ready for the call.
    Talking(DeviceId, Option<AgentSessionHandle>),
}

impl Place {
    fn line(self) -> Option<DeviceId> {
        match self {
            Place::Waiting(..) => None,
            Place::Ringing(device, _) | Place::Dialling(device) | Place::Talking(device, _) => Some(device),
        }
    }

    /// Whether who is at the line is busy with the call, and no session is.
    const fn is_other(self) -> bool {
        matches!(self, Place::Dialling(_) | Place::Talking(_, None))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
struct Call {
    origin: Origin,
    /// When it came; what a caller waits for the answer counts from here, whatever queues the call went through.
    arrived: Instant,
    place: Place,
}

/// A call outside the ACD that an agent is busy with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum OtherCall {
    Incoming,
    Outgoing(MadeBy),
}

/// All calls, which of them is at which line, and how many wait in which queue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) struct Calls {
    known: IdMap<CallId, Call>,
    lines: LineMap<CallId>,
    /// By queue; follows from `known`.
    #[cfg_attr(feature = "serde", serde(skip))]
    waiting: Vec<u32>,
    /// How many of `known` somebody is busy with for no session; mostly there is none.
    #[cfg_attr(feature = "serde", serde(skip))]
    others: usize,
}

impl Calls {
    /// Of an office with so many lines.
    pub(super) fn with_lines(lines: u32) -> Self {
        Self { lines: LineMap::with_lines(lines), ..Self::default() }
    }

    /// There is one more queue.
    pub(super) fn add_queue(&mut self) {
        self.waiting.push(0);
    }

    fn get(&self, call: CallId) -> Option<Call> {
        self.known.get(call).copied()
    }

    fn at_line(&self, device: DeviceId) -> Option<Call> {
        self.get(self.lines.get(device)?)
    }

    /// A call comes; false, and nothing, when it is known already or its line is busy with another one.
    fn add(&mut self, call: CallId, known: Call) -> bool {
        let is_new = !is_taken(&self.lines, known.place, call) && self.known.add(call, known);
        if is_new {
            self.enter(call, known.place);
        }
        is_new
    }

    /// Puts a known call to its place, and out of the one where it was; false, and nothing, when the line is busy with
    /// another one.
    fn put(&mut self, call: CallId, place: Place) -> bool {
        let Some(known) = self.known.get_mut(call) else { return false };
        if is_taken(&self.lines, place, call) {
            return false;
        }
        let before = core::mem::replace(&mut known.place, place);
        self.leave(before);
        self.enter(call, place);
        true
    }

    fn remove(&mut self, call: CallId) -> Option<Call> {
        let gone = self.known.remove(call)?;
        self.leave(gone.place);
        Some(gone)
    }

    fn enter(&mut self, call: CallId, place: Place) {
        self.others += usize::from(place.is_other());
        match place {
            Place::Waiting(queue, _) => self.waiting[queue as usize] += 1,
            Place::Ringing(line, _) | Place::Dialling(line) | Place::Talking(line, _) => {
                self.lines.insert(line, call);
            }
        }
    }

    fn leave(&mut self, place: Place) {
        self.others -= usize::from(place.is_other());
        match place {
            Place::Waiting(queue, _) => self.waiting[queue as usize] -= 1,
            Place::Ringing(line, _) | Place::Dialling(line) | Place::Talking(line, _) => {
                self.lines.remove(line);
            }
        }
    }

    /// How many calls wait in a queue.
    pub(super) fn count_waiting(&self, queue: u32) -> u32 {
        self.waiting[queue as usize]
    }

    /// Since when the call waits that has waited longest in a queue. It is looked for: applications ask now and then,
    /// and calls come and go all the time.
    pub(super) fn longest_waiting(&self, queue: u32) -> Option<Instant> {
        if self.waiting[queue as usize] == 0 {
            return None;
        }
        let since = |known: &Call| match known.place {
            Place::Waiting(of, since) if of == queue => Some(since),
            _ => None,
        };
        self.known.values().filter_map(since).min()
    }

    /// Whether a call rings at a line.
    pub(super) fn rings_at(&self, device: DeviceId) -> bool {
        self.at_line(device).is_some_and(|call| matches!(call.place, Place::Ringing(..)))
    }

    /// The call at a line goes on, but no more for a session: its agent is gone.
    pub(super) fn forget_session(&mut self, device: DeviceId) {
        let call = self.lines.get(device).and_then(|call| self.known.get_mut(call));
        if let Some(Call { place: Place::Talking(_, session), .. }) = call {
            self.others += usize::from(session.take().is_some());
        }
    }

    /// The call at a line, if who is there is busy with it and no session is.
    pub(super) fn other(&self, device: DeviceId) -> Option<OtherCall> {
        if self.others == 0 {
            return None;
        }
        let call = self.at_line(device).filter(|call| call.place.is_other())?;
        Some(match call.origin {
            Origin::Queue(_) | Origin::Outside => OtherCall::Incoming,
            Origin::Agent => OtherCall::Outgoing(MadeBy::Agent),
            Origin::Dialler => OtherCall::Outgoing(MadeBy::Dialler),
        })
    }
}

/// Whether the line of a place is busy with another call than this one.
fn is_taken(lines: &LineMap<CallId>, place: Place, call: CallId) -> bool {
    place.line().and_then(|line| lines.get(line)).is_some_and(|other| other != call)
}

impl<P: Policy> AgentHandler<P> {
    /// The switch reports; what it reports about an unknown call, or about one that is not where it would have to be,
    /// is ignored.
    pub(super) fn cti(&mut self, event: CtiEvent, say: &mut impl Say) {
        match event {
            CtiEvent::Queued { call, address } => self.queued(call, address, say),
            CtiEvent::Overflowed { call, address } => self.overflowed(call, address, say),
            CtiEvent::GuideEnded { call } => self.wait_is_over(call, Left::Unanswered, say),
            CtiEvent::Delivered { call, device } => self.delivered(call, device, say),
            CtiEvent::Returned { call } => self.waits_again(call, say),
            CtiEvent::Rings { call, origin, device } => self.rings(call, origin, device),
            CtiEvent::Dials { call, device } => self.dials(call, device, say),
            CtiEvent::Answered { call } => self.answered(call, say),
            CtiEvent::Abandoned { call } => self.abandoned(call, say),
            CtiEvent::Released { call } => self.released(call, say),
            CtiEvent::Key { device, key } => self.key_pressed(device, key, say),
            CtiEvent::LinkLost => self.set_link(true, say),
            CtiEvent::LinkFound { calls } => self.catch_up(&calls, say),
        }
    }

    fn queued(&mut self, call: CallId, address: AddressId, say: &mut impl Say) {
        let Some(queue) = self.directory.queue_at(address) else { return };
        let (origin, arrived, place) = (Origin::Queue(address), self.now, Place::Waiting(queue, self.now));
        if self.calls.add(call, Call { origin, arrived, place }) {
            self.queues.enter(queue, self.now);
            self.queue_changed(queue, say);
        }
    }

    /// The other queue may be none of this handler's: the call is lost from sight then. Where it comes from may be none
    /// either, but an entry or an announcement: it is a new call of the queue then, and waits from now on.
    fn overflowed(&mut self, call: CallId, address: AddressId, say: &mut impl Say) {
        let Some(known) = self.calls.get(call) else { return self.queued(call, address, say) };
        let Place::Waiting(queue, since) = known.place else { return };
        self.queues.leave(queue, since, self.now, Left::FlowedOut);
        self.queue_changed(queue, say);
        self.calls.remove(call);
        if let Some(queue) = self.directory.queue_at(address) {
            let (origin, arrived) = (Origin::Queue(address), known.arrived);
            self.calls.add(call, Call { origin, arrived, place: Place::Waiting(queue, self.now) });
            self.queues.flow_in(queue, self.now);
            self.queue_changed(queue, say);
        }
    }

    /// A call that waits is gone.
    fn wait_is_over(&mut self, call: CallId, why: Left, say: &mut impl Say) {
        let Some(Call { place: Place::Waiting(queue, since), .. }) = self.calls.get(call) else { return };
        self.calls.remove(call);
        self.queues.leave(queue, since, self.now, why);
        self.queue_changed(queue, say);
    }

    fn delivered(&mut self, call: CallId, device: DeviceId, say: &mut impl Say) {
        let Some(Call { place: Place::Waiting(queue, since), .. }) = self.calls.get(call) else { return };
        if self.calls.put(call, Place::Ringing(device, Some(queue))) {
            self.queues.leave(queue, since, self.now, Left::Delivered);
            self.set_ringing(device, true);
            self.queue_changed(queue, say);
        }
    }

    /// The call waits anew, and who let it ring is not there (inferred: the switch would offer the next call to the
    /// same agent).
    fn waits_again(&mut self, call: CallId, say: &mut impl Say) {
        let Some(Call { place: Place::Ringing(device, Some(queue)), .. }) = self.calls.get(call) else {
            return;
        };
        self.calls.put(call, Place::Waiting(queue, self.now));
        self.queues.enter(queue, self.now);
        self.set_ringing(device, false);
        if let Some(agent) = self.agents.at_device(device) {
            self.move_all(agent, agent_session::Event::SetNotReady, say);
        }
        self.queue_changed(queue, say);
    }

    fn rings(&mut self, call: CallId, origin: Origin, device: DeviceId) {
        if self.calls.add(call, Call { origin, arrived: self.now, place: Place::Ringing(device, None) }) {
            self.set_ringing(device, true);
        }
    }

    fn dials(&mut self, call: CallId, device: DeviceId, say: &mut impl Say) {
        let (origin, arrived) = (Origin::Agent, self.now);
        if self.calls.add(call, Call { origin, arrived, place: Place::Dialling(device) }) {
            self.follow_line(device, say);
        }
    }

    fn answered(&mut self, call: CallId, say: &mut impl Say) {
        let Some(known) = self.calls.get(call) else { return };
        let (device, queue) = match known.place {
            Place::Ringing(device, queue) => (device, queue),
            Place::Dialling(device) => (device, None),
            Place::Waiting(..) | Place::Talking(..) => return,
        };
        let agent = self.agents.at_device(device);
        let session = agent.zip(queue).and_then(|(agent, queue)| {
            self.agents.ready_session(agent, |group| self.directory.serves(group, queue))
        });
        self.calls.put(call, Place::Talking(device, session));
        match (agent, session) {
            (_, Some(session)) => self.call_answered(session, known.arrived, say),
            (Some(agent), None) => self.other_call_answered(agent, known.origin),
            (None, None) => {}
        }
        self.follow_line(device, say);
        // Not before: nobody is idle for a moment only.
        self.set_ringing(device, false);
    }

    fn abandoned(&mut self, call: CallId, say: &mut impl Say) {
        match self.calls.get(call).map(|known| known.place) {
            Some(Place::Waiting(..)) => self.wait_is_over(call, Left::Abandoned, say),
            Some(Place::Ringing(device, queue)) => {
                self.calls.remove(call);
                self.set_ringing(device, false);
                if let Some(queue) = queue {
                    self.queues.abandon(queue, self.now);
                    self.queue_changed(queue, say);
                }
            }
            Some(Place::Dialling(_) | Place::Talking(..)) | None => {}
        }
    }

    fn released(&mut self, call: CallId, say: &mut impl Say) {
        let (device, session) = match self.calls.get(call).map(|known| known.place) {
            Some(Place::Dialling(device)) => (device, None),
            Some(Place::Talking(device, session)) => (device, session),
            Some(Place::Waiting(..) | Place::Ringing(..)) | None => return,
        };
        self.calls.remove(call);
        if let Some(session) = session {
            self.call_ended(session, say);
        }
        self.follow_line(device, say);
    }

    fn set_ringing(&mut self, device: DeviceId, rings: bool) {
        if let Some(agent) = self.agents.at_device(device) {
            self.agents.set_ringing(agent, rings);
        }
    }

    /// The agent at the line follows its call.
    fn follow_line(&mut self, device: DeviceId, say: &mut impl Say) {
        if let Some(agent) = self.agents.at_device(device) {
            self.settle(agent, say);
        }
    }

    /// Without the link the handler does not know what its agents do.
    fn set_link(&mut self, lost: bool, say: &mut impl Say) {
        self.link_lost = lost;
        for agent in self.agents.handles().collect::<Vec<_>>() {
            self.agent_follows(agent, say);
        }
    }

    /// The link is there again. First the handler gives up what has gone, then it sees its agents, then it learns what
    /// has come. What has happened counts from now: nobody tells when it did.
    fn catch_up(&mut self, live: &[LiveCall], say: &mut impl Say) {
        // A link that is found was lost, even where nobody could say so.
        if !self.link_lost {
            self.set_link(true, say);
            self.tell_addresses(say);
        }
        let found: BTreeMap<_, _> = live.iter().map(|live| (live.call, live)).collect();
        let stage = |call: CallId, known: &Call| {
            let found = found.get(&call)?;
            (discriminant(&found.origin) == discriminant(&known.origin)).then_some(found.stage)
        };
        let known = self.calls.known.sorted().into_iter();
        let known: Vec<_> = known.map(|(call, known)| (*call, known.place, stage(*call, known))).collect();
        for (call, place, stage) in known {
            match (place, stage) {
                (Place::Waiting(..), Some(_)) => {}
                (Place::Ringing(at, _), Some(Stage::Ringing(now) | Stage::Talking(now)))
                | (Place::Dialling(at), Some(Stage::Dialling(now) | Stage::Talking(now)))
                | (Place::Talking(at, _), Some(Stage::Talking(now)))
                    if at == now => {}
                (Place::Ringing(_, Some(_)), Some(_)) => self.waits_again(call, say),
                (Place::Waiting(..), None) => self.wait_is_over(call, Left::Unseen, say),
                (Place::Ringing(device, _), _) => {
                    self.calls.remove(call);
                    self.set_ringing(device, false);
                }
                (Place::Dialling(_) | Place::Talking(..), _) => self.released(call, say),
            }
        }
        self.set_link(false, say);
        for live in live {
            self.learn(*live, say);
        }
    }

    /// Takes a call to where it stands, through what must have happened to it.
    fn learn(&mut self, LiveCall { call, origin, stage }: LiveCall, say: &mut impl Say) {
        if let Origin::Queue(address) = origin {
            self.queued(call, address, say);
            if self.calls.get(call).is_some_and(|known| known.origin != origin) {
                self.overflowed(call, address, say);
            }
        }
        let Some(device) = stage.line() else { return };
        match origin {
            Origin::Queue(_) => self.delivered(call, device, say),
            Origin::Outside | Origin::Dialler => self.rings(call, origin, device),
            Origin::Agent => self.dials(call, device, say),
        }
        if matches!(stage, Stage::Talking(_)) {
            self.answered(call, say);
        }
    }
}
