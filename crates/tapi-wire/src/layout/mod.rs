//! The structures: their fixed parts as tables, one row per C field.
//!
//! From a table come the Rust struct, its size and the offset of every field on 32-bit and 64-bit Windows, a decoder
//! and an encoder. A size and an offset that stand in a fixed part are plain numbers here; what they point to is the
//! business of [`varpart`](crate::varpart).

#[macro_use]
pub(crate) mod table;

mod agent;
mod call_params;
mod filled;
mod group;
mod inner;
mod line;
mod list;
mod proxy;
mod proxy_arm_view;
mod proxy_arms;
mod proxy_buffer;
mod queue;
mod session;
mod tails;
mod views;
mod whole;

pub use agent::{
    LineAgentActivityEntry, LineAgentActivityList, LineAgentCaps, LineAgentEntry, LineAgentInfo,
    LineAgentList, LineAgentStatus,
};
pub use call_params::{CallParams, LineCallParams, LineDialParams};
pub use filled::{Filled, Filler};
pub use group::{LineAgentGroupEntry, LineAgentGroupList};
pub use inner::{Inner, InnerView};
pub use line::{LineAppInfo, LineExtensionId, LineInitializeExParams};
pub use list::{
    ActivityEntry, ActivityList, AgentEntry, AgentList, Entries, Entry, GroupEntry, GroupList, List,
    ListStructure, QueueEntry, QueueList, RequestTypeList, SessionList,
};
pub use proxy::{LineProxyRequest, LineProxyRequestList};
pub use proxy_arm_view::ProxyArmView;
pub use proxy_arms::*;
pub use proxy_buffer::ProxyBuffer;
pub use queue::{LineQueueEntry, LineQueueInfo, LineQueueList};
pub use session::{LineAgentSessionEntry, LineAgentSessionInfo, LineAgentSessionList};
pub use table::{FieldKind, FieldRow, Layout, Structure};
pub use tails::{Base, Content, TAILS, Tail};
pub use views::{AgentCaps, AgentStatus};

use crate::message::LineMessage;

/// Every structure of this crate, in the order of the source files; the arms of `LINEPROXYREQUEST` come last.
pub const LAYOUTS: &[&Layout] = &[
    LineMessage::LAYOUT,
    LineExtensionId::LAYOUT,
    LineAppInfo::LAYOUT,
    LineInitializeExParams::LAYOUT,
    LineDialParams::LAYOUT,
    LineCallParams::LAYOUT,
    LineAgentCaps::LAYOUT,
    LineAgentStatus::LAYOUT,
    LineAgentInfo::LAYOUT,
    LineAgentEntry::LAYOUT,
    LineAgentList::LAYOUT,
    LineAgentActivityEntry::LAYOUT,
    LineAgentActivityList::LAYOUT,
    LineAgentSessionEntry::LAYOUT,
    LineAgentSessionList::LAYOUT,
    LineAgentSessionInfo::LAYOUT,
    LineAgentGroupEntry::LAYOUT,
    LineAgentGroupList::LAYOUT,
    LineQueueEntry::LAYOUT,
    LineQueueList::LAYOUT,
    LineQueueInfo::LAYOUT,
    LineProxyRequest::LAYOUT,
    LineProxyRequestList::LAYOUT,
    LineProxySetAgentGroup::LAYOUT,
    LineProxySetAgentState::LAYOUT,
    LineProxySetAgentActivity::LAYOUT,
    LineProxyGetAgentCaps::LAYOUT,
    LineProxyGetAgentStatus::LAYOUT,
    LineProxyAgentSpecific::LAYOUT,
    LineProxyGetAgentActivityList::LAYOUT,
    LineProxyGetAgentGroupList::LAYOUT,
    LineProxyCreateAgent::LAYOUT,
    LineProxySetAgentMeasurementPeriod::LAYOUT,
    LineProxyGetAgentInfo::LAYOUT,
    LineProxyCreateAgentSession::LAYOUT,
    LineProxyGetAgentSessionList::LAYOUT,
    LineProxySetAgentSessionState::LAYOUT,
    LineProxyGetAgentSessionInfo::LAYOUT,
    LineProxyGetQueueList::LAYOUT,
    LineProxySetQueueMeasurementPeriod::LAYOUT,
    LineProxyGetQueueInfo::LAYOUT,
    LineProxyGetGroupList::LAYOUT,
    LineProxySetAgentStateEx::LAYOUT,
];
