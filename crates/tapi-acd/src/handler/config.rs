//! What a handler administers and serves.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;

use tapi_wire::Guid;
use tapi_wire::consts::ProxyRequestType;
use tapi_wire::layout::PROXY_ARMS;

use crate::answer::{ActivityEntry, GroupEntry, QueueEntry};
use crate::ids::{AddressId, DeviceId, QueueId};

/// The request types that a handler can serve: all there are.
pub const SERVED: [ProxyRequestType; PROXY_ARMS.len()] = {
    let mut types = [ProxyRequestType(0); PROXY_ARMS.len()];
    let mut at = 0;
    while at < types.len() {
        types[at] = PROXY_ARMS[at].request_type;
        at += 1;
    }
    types
};

/// An ACD group and the queues it serves.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Group {
    /// The group.
    pub entry: GroupEntry,
    /// Its queues; it serves one that is not there yet from the moment it is.
    pub queues: Vec<QueueId>,
}

/// A queue and its address on the ACD line.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Queue {
    /// The queue.
    pub entry: QueueEntry,
    /// Where its calls wait.
    pub address: AddressId,
}

/// Somebody who may log in by an id of the ACD's own, as agents of a legacy ACD do (*lineCreateAgent function*).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Account {
    /// The agent's id (`lpszAgentID`).
    pub id: Box<str>,
    /// The agent's PIN (`lpszAgentPIN`); `None` asks for none.
    pub pin: Option<Box<str>>,
}

/// A phone with keys for its agent: who logs on there is this agent.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Phone {
    /// What is keyed in: the agent's id and PIN.
    pub agent: Account,
    /// The groups that the agent works for; many phones may share the list.
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::memory::shared"))]
    pub groups: Arc<[Guid]>,
    /// The address where their calls arrive.
    pub address: AddressId,
}

/// What the handler administers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Config {
    /// The handler's name and version, for people; empty for none (`LINEAGENTCAPS.dwAgentHandlerInfoOffset`).
    pub info: Box<str>,
    /// Tells this handler from others (`LINEAGENTCAPS.ProxyGUID`).
    pub guid: Guid,
    /// [`Instant::ZERO`](crate::Instant::ZERO) as microseconds since 1970-01-01 00:00, in the time zone in which
    /// session start times shall be read; Microsoft names none.
    pub epoch_micros: i64,
    /// The number of line devices; the first one is the ACD line.
    pub devices: u32,
    /// The request types that the handler registers for on each line, [`SERVED`] by default. The others are another
    /// handler's, or nobody's: TAPI asks this one for none of them.
    pub serves: Vec<ProxyRequestType>,
    /// Who may log in by id; none at all leaves it to anybody, under any id.
    pub agents: Vec<Account>,
    /// The phones that have keys for their agents, by line device.
    pub phones: BTreeMap<DeviceId, Phone>,
    /// The groups, in the order in which they are announced.
    pub groups: Vec<Group>,
    /// The queues, in the order in which they are announced.
    pub queues: Vec<Queue>,
    /// What an agent can choose to do, besides taking calls.
    pub activities: Vec<ActivityEntry>,
    /// The ids of the extensions that lineAgentSpecific names by their place; what one does is the policy's.
    pub extensions: Vec<[u32; 4]>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            info: Box::default(),
            guid: Guid::default(),
            epoch_micros: 0,
            devices: 0,
            serves: SERVED.to_vec(),
            agents: Vec::new(),
            phones: BTreeMap::new(),
            groups: Vec::new(),
            queues: Vec::new(),
            activities: Vec::new(),
            extensions: Vec::new(),
        }
    }
}
