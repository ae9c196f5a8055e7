//! What the seat that watches every line is told of calls and agents, in plain steps.

use std::collections::BTreeMap;

use tapi_acd::ids::{AddressId, AgentSessionHandle, CallHandle, DeviceId, LineHandle, SeatId};
use tapi_acd::provider::ACD_LINE;
use tapi_acd::wire::consts::{
    AgentSessionState, AgentSessionStatus, AgentStateEx, AgentStatusEx, CallInfoState, CallState,
    DisconnectMode,
};
use tapi_acd::{Event, Function, Message, Out, Record, TypedMessage};
use tapi_sim::SUPERVISOR;

pub(super) const RECORDER: SeatId = SeatId(SUPERVISOR.0 + 1);

/// Where a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Queue(usize),
    /// At the number of a queue that it does not get into.
    Pilot(usize),
    /// In the IVR, or without a trunk.
    Entry,
    Desk(DeviceId),
}

/// A call, by the number of its arrival from 1 on.
pub(super) type CallNumber = u64;

/// What happens.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// A call comes in, or from where it was.
    Comes {
        call: CallNumber,
        from: Option<Place>,
        to: Place,
    },
    Connected {
        call: CallNumber,
        desk: DeviceId,
    },
    Ends {
        call: CallNumber,
        at: Place,
        why: DisconnectMode,
    },
    Agent {
        desk: DeviceId,
        state: AgentStateEx,
    },
    Session {
        desk: DeviceId,
        session: AgentSessionHandle,
        state: AgentSessionState,
    },
}

/// Reads records.
#[derive(Debug)]
pub(super) struct Steps {
    queues: usize,
    opening: Vec<DeviceId>,
    lines: BTreeMap<LineHandle, DeviceId>,
    legs: BTreeMap<CallHandle, (CallNumber, Place)>,
    /// The leg that is going to be idle because its call goes on, and then the call.
    leaving: Option<CallHandle>,
    moving: Option<(CallNumber, Place)>,
    arrivals: CallNumber,
}

impl Steps {
    pub(super) fn new(queues: usize) -> Self {
        Self {
            queues,
            opening: Vec::new(),
            lines: BTreeMap::new(),
            legs: BTreeMap::new(),
            leaving: None,
            moving: None,
            arrivals: 0,
        }
    }

    pub(super) fn take(&mut self, record: &Record) -> Option<Step> {
        match &record.event {
            _ if record.seat != RECORDER => None,
            Event::Call { function, .. } => {
                if let Function::Open { device, .. } = **function {
                    self.opening.push(device);
                }
                None
            }
            Event::Return { out: Out::Line(line), .. } => {
                self.lines.extend(self.opening.pop().map(|device| (*line, device)));
                None
            }
            Event::Message { message, .. } => self.hear(&TypedMessage::from_raw(message)),
            _ => None,
        }
    }

    fn place(&self, device: DeviceId, AddressId(address): AddressId) -> Place {
        let address = usize::try_from(address).expect("a small number");
        match address.checked_sub(self.queues) {
            _ if device != ACD_LINE => Place::Desk(device),
            None => Place::Queue(address),
            Some(0) => Place::Entry,
            Some(behind) => Place::Pilot(behind - 1),
        }
    }

    fn hear(&mut self, typed: &TypedMessage) -> Option<Step> {
        let handle = CallHandle(typed.device);
        let device = self.lines.get(&LineHandle(typed.device)).copied();
        let desk = || device.filter(|device| *device != ACD_LINE);
        match typed.message {
            Message::AppNewCall { address, call: handle, .. } => {
                let to = self.place(device.expect("an open line"), address);
                let (call, from) = match self.moving.take() {
                    Some((call, from)) => (call, Some(from)),
                    None => {
                        self.arrivals += 1;
                        (self.arrivals, None)
                    }
                };
                self.legs.insert(handle, (call, to));
                Some(Step::Comes { call, from, to })
            }
            Message::CallInfo { changed } => {
                assert_eq!(changed, CallInfoState::REDIRECTION_ID);
                self.leaving = Some(handle);
                None
            }
            Message::CallState { state: CallState::CONNECTED, .. } => match self.legs[&handle] {
                (call, Place::Desk(desk)) => Some(Step::Connected { call, desk }),
                leg => panic!("{leg:?} is answered"),
            },
            Message::CallState { state: CallState::DISCONNECTED, mode, .. } => {
                let (call, at) = self.legs[&handle];
                Some(Step::Ends { call, at, why: DisconnectMode(mode) })
            }
            Message::CallState { state: CallState::IDLE, .. } => {
                let leg = self.legs.remove(&handle).expect("a leg");
                if self.leaving.take() == Some(handle) {
                    self.moving = Some(leg);
                }
                None
            }
            Message::AgentStatusEx { changed, state, .. } if changed.contains(AgentStatusEx::STATE) => {
                desk().map(|desk| Step::Agent { desk, state })
            }
            Message::AgentSessionStatus { session, changed, state }
                if changed.contains(AgentSessionStatus::STATE) =>
            {
                desk().map(|desk| Step::Session { desk, session, state })
            }
            _ => None,
        }
    }
}
