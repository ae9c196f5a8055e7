//! What the handler makes of what it hears of the calls.

use tapi_acd::Message;
use tapi_acd::ids::{AddressId, CallId, DeviceId};
use tapi_acd::provider::{CtiEvent, LiveCall, Origin, Stage};
use tapi_acd::wire::consts::{AgentSessionState as State, AgentStateEx, QueueStatus};

use super::Model;
use super::figures::{AgentEvent, QueueEvent};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Waiting {
        queue: usize,
        since: u64,
    },
    /// With the queue that it came through.
    Ringing {
        device: DeviceId,
        queue: Option<usize>,
    },
    Dialling {
        device: DeviceId,
    },
    /// With the session whose call it is.
    Talking {
        device: DeviceId,
        session: Option<usize>,
    },
}

/// A call that the handler knows of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    id: CallId,
    origin: Origin,
    /// At the first queue, or at the line.
    arrived: u64,
    place: Place,
}

impl Call {
    fn line(&self) -> Option<DeviceId> {
        match self.place {
            Place::Waiting { .. } => None,
            Place::Ringing { device, .. } | Place::Dialling { device } | Place::Talking { device, .. } => {
                Some(device)
            }
        }
    }
}

impl Model {
    fn call(&self, id: CallId) -> Option<Call> {
        self.known.iter().find(|call| call.id == id).copied()
    }

    fn call_at(&self, device: DeviceId) -> Option<Call> {
        self.known.iter().find(|call| call.line() == Some(device)).copied()
    }

    pub(super) fn rings_at(&self, device: DeviceId) -> bool {
        self.call_at(device).is_some_and(|call| matches!(call.place, Place::Ringing { .. }))
    }

    /// Where the call comes from that the agent is on, if it is none of the agent's sessions'.
    pub(super) fn other_call(&self, agent: usize) -> Option<Origin> {
        let call = self.call_at(self.agents[agent].device)?;
        let own = |session: usize| self.sessions[session].agent == agent && self.sessions[session].is_there();
        match call.place {
            Place::Waiting { .. } | Place::Ringing { .. } => None,
            Place::Talking { session: Some(session), .. } if own(session) => None,
            Place::Dialling { .. } | Place::Talking { .. } => Some(call.origin),
        }
    }

    /// Since when calls wait in a queue.
    pub(super) fn waiting(&self, queue: usize) -> Vec<u64> {
        let since = |call: &Call| match call.place {
            Place::Waiting { queue: at, since } if at == queue => Some(since),
            _ => None,
        };
        self.known.iter().filter_map(since).collect()
    }

    fn queue_at(&self, address: AddressId) -> Option<usize> {
        self.queues.iter().position(|queue| queue.there && queue.what.address == address)
    }

    fn put(&mut self, call: Call) {
        self.forget(call.id);
        self.known.push(call);
    }

    fn forget(&mut self, id: CallId) {
        self.known.retain(|call| call.id != id);
    }

    /// Something happened to the calls of a queue; nobody hears of one that is gone.
    fn in_queue(&mut self, queue: usize, events: &[QueueEvent]) {
        let now = self.now;
        let q = &mut self.queues[queue];
        q.events.extend(events.iter().map(|event| (now, *event)));
        if q.there {
            let queue = q.what.entry.id;
            self.say_acd(Message::QueueStatus { queue, changed: QueueStatus::UPDATE_INFO });
        }
    }

    fn settle_at(&mut self, device: DeviceId) {
        if let Some(agent) = self.agent_at(device) {
            self.settle(agent);
        }
    }

    /// What does not fit what the handler knows is ignored.
    pub(super) fn hears(&mut self, event: &CtiEvent) {
        let now = self.now;
        match *event {
            CtiEvent::Queued { call, address } => self.is_queued(call, address),
            // From where no queue is.
            CtiEvent::Overflowed { call, address } if self.call(call).is_none() => {
                self.is_queued(call, address);
            }
            CtiEvent::Rings { call: id, origin, device } => {
                if self.call(id).is_none() {
                    let place = Place::Ringing { device, queue: None };
                    self.put(Call { id, origin, arrived: now, place });
                }
            }
            CtiEvent::Dials { call: id, device } => {
                if self.call(id).is_none() {
                    let place = Place::Dialling { device };
                    self.put(Call { id, origin: Origin::Agent, arrived: now, place });
                    self.settle_at(device);
                }
            }
            CtiEvent::Overflowed { call, .. }
            | CtiEvent::GuideEnded { call }
            | CtiEvent::Delivered { call, .. }
            | CtiEvent::Returned { call }
            | CtiEvent::Answered { call }
            | CtiEvent::Abandoned { call }
            | CtiEvent::Released { call } => {
                if let Some(known) = self.call(call) {
                    self.hears_of(known, event);
                }
            }
            CtiEvent::Key { .. } | CtiEvent::LinkLost | CtiEvent::LinkFound { .. } => {
                unreachable!("this is no call")
            }
        }
    }

    fn is_queued(&mut self, id: CallId, address: AddressId) {
        let now = self.now;
        if let (None, Some(queue)) = (self.call(id), self.queue_at(address)) {
            let place = Place::Waiting { queue, since: now };
            self.put(Call { id, origin: Origin::Queue(address), arrived: now, place });
            self.in_queue(queue, &[QueueEvent::Queued]);
        }
    }

    fn hears_of(&mut self, call: Call, event: &CtiEvent) {
        let now = self.now;
        match (event, call.place) {
            (CtiEvent::Overflowed { address, .. }, Place::Waiting { queue, since }) => {
                self.forget(call.id);
                self.in_queue(queue, &[QueueEvent::Left { waited: now - since }, QueueEvent::FlowedOut]);
                // What flows to nobody's queue is out of sight.
                if let Some(queue) = self.queue_at(*address) {
                    let place = Place::Waiting { queue, since: now };
                    self.put(Call { origin: Origin::Queue(*address), place, ..call });
                    self.in_queue(queue, &[QueueEvent::Queued, QueueEvent::FlowedIn]);
                }
            }
            (CtiEvent::GuideEnded { .. }, Place::Waiting { queue, since }) => {
                self.forget(call.id);
                self.in_queue(queue, &[QueueEvent::Left { waited: now - since }, QueueEvent::Unanswered]);
            }
            (CtiEvent::Abandoned { .. }, Place::Waiting { queue, since }) => {
                self.forget(call.id);
                self.in_queue(queue, &[QueueEvent::Left { waited: now - since }, QueueEvent::Abandoned]);
            }
            (CtiEvent::Abandoned { .. }, Place::Ringing { queue, .. }) => {
                self.forget(call.id);
                if let Some(queue) = queue {
                    self.in_queue(queue, &[QueueEvent::Abandoned]);
                }
            }
            (CtiEvent::Delivered { device, .. }, Place::Waiting { queue, since }) => {
                self.put(Call { place: Place::Ringing { device: *device, queue: Some(queue) }, ..call });
                self.in_queue(queue, &[QueueEvent::Left { waited: now - since }]);
            }
            (CtiEvent::Returned { .. }, Place::Ringing { device, queue: Some(queue) }) => {
                self.comes_back(call, device, queue);
            }
            (CtiEvent::Answered { .. }, Place::Ringing { device, queue }) => {
                self.answered(call, device, queue);
            }
            (CtiEvent::Answered { .. }, Place::Dialling { device }) => self.answered(call, device, None),
            (CtiEvent::Released { .. }, Place::Dialling { device }) => {
                self.forget(call.id);
                self.settle_at(device);
            }
            (CtiEvent::Released { .. }, Place::Talking { device, session }) => {
                self.forget(call.id);
                if let Some(session) = session.filter(|at| self.sessions[*at].is_there()) {
                    let state = self.planned(session);
                    self.sessions[session].next = None;
                    self.turn_session(session, state);
                }
                self.settle_at(device);
            }
            _ => {}
        }
    }

    /// Nobody answered: the call waits anew, and the agent takes no calls.
    fn comes_back(&mut self, call: Call, device: DeviceId, queue: usize) {
        self.put(Call { place: Place::Waiting { queue, since: self.now }, ..call });
        self.in_queue(queue, &[QueueEvent::Queued]);
        if let Some(agent) = self.agent_at(device) {
            self.want(agent, State::NOT_READY);
        }
    }

    /// The first session that is ready for the queue's calls takes the call, if its agent is ready.
    fn answered(&mut self, call: Call, device: DeviceId, queue: Option<usize>) {
        let now = self.now;
        let agent = self.agent_at(device);
        let ready = agent.filter(|agent| self.agents[*agent].state == AgentStateEx::READY);
        let session = ready.zip(queue).and_then(|(agent, queue)| {
            let queue = self.queues[queue].what.entry.id;
            let serves = |at: &usize| {
                let s = &self.sessions[*at];
                s.state() == State::READY && self.groups[s.group].what.queues.contains(&queue)
            };
            self.live(agent).into_iter().find(serves)
        });
        self.put(Call { place: Place::Talking { device, session }, ..call });
        let Some(agent) = agent else { return };
        let event = match (session, call.origin) {
            (Some(_), _) => AgentEvent::Acd,
            (None, Origin::Agent | Origin::Dialler) => AgentEvent::Outgoing,
            (None, Origin::Queue(_) | Origin::Outside) => AgentEvent::Incoming,
        };
        self.agents[agent].events.push((now, event));
        self.agents[agent].has_news = true;
        if let Some(session) = session {
            self.sessions[session].waits.push(now - call.arrived);
            self.turn_session(session, State::BUSY_ON_CALL);
        }
        self.settle(agent);
    }

    /// First what has gone is given up, then the agents are seen, then what has come is learned.
    pub(super) fn finds_the_link(&mut self) {
        self.comes_through = true;
        // A link that is found was lost, even where nobody could say so.
        if !self.link_lost {
            self.link_lost = true;
            self.all_follow();
            self.tell_addresses();
        }
        for call in self.known.clone() {
            let live = self.switch.iter().find(|live| live.call == call.id);
            let live = live.filter(|live| kind(live.origin) == kind(call.origin));
            self.compare(call, live.map(|live| live.stage));
        }
        self.link_lost = false;
        self.all_follow();
        for LiveCall { call, origin, stage } in self.switch.clone() {
            if let Origin::Queue(address) = origin {
                self.hears(&CtiEvent::Queued { call, address });
                if self.call(call).is_some_and(|known| known.origin != origin) {
                    self.hears(&CtiEvent::Overflowed { call, address });
                }
            }
            let Some(device) = stage.line() else { continue };
            self.hears(&match origin {
                Origin::Queue(_) => CtiEvent::Delivered { call, device },
                Origin::Outside | Origin::Dialler => CtiEvent::Rings { call, origin, device },
                Origin::Agent => CtiEvent::Dials { call, device },
            });
            if matches!(stage, Stage::Talking(_)) {
                self.hears(&CtiEvent::Answered { call });
            }
        }
    }

    /// Gives up what cannot have become what the switch shows.
    fn compare(&mut self, call: Call, shown: Option<Stage>) {
        let stays = match (call.place, shown) {
            (_, None) => false,
            (Place::Waiting { .. }, Some(_)) => true,
            (Place::Ringing { device, .. }, Some(Stage::Ringing(at) | Stage::Talking(at)))
            | (Place::Dialling { device }, Some(Stage::Dialling(at) | Stage::Talking(at)))
            | (Place::Talking { device, .. }, Some(Stage::Talking(at))) => device == at,
            _ => false,
        };
        if stays {
            return;
        }
        match call.place {
            Place::Ringing { device, queue: Some(queue) } if shown.is_some() => {
                self.comes_back(call, device, queue);
            }
            Place::Waiting { queue, since } => {
                self.forget(call.id);
                self.in_queue(queue, &[QueueEvent::Left { waited: self.now - since }]);
            }
            Place::Ringing { .. } => self.forget(call.id),
            Place::Dialling { .. } | Place::Talking { .. } => {
                self.hears_of(call, &CtiEvent::Released { call: call.id });
            }
        }
    }
}

/// Queues aside, where a call comes from.
fn kind(origin: Origin) -> u8 {
    match origin {
        Origin::Queue(_) => 0,
        Origin::Outside => 1,
        Origin::Agent => 2,
        Origin::Dialler => 3,
    }
}
