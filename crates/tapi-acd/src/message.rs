//! The eight call-center messages and their companions, typed.
//!
//! [`TypedMessage::from_raw`] and [`TypedMessage::to_raw`] lose nothing: what the typed value cannot carry (reserved
//! parameters, high halves) travels beside it as the *residue*. [`shape`] is the same knowledge as a table: what each
//! parameter of each message is.

#[cfg(feature = "serde")]
pub(crate) mod in_flight;
mod shape;

pub use shape::{Field, FieldValue, Param, SHAPES, Shape, shape};

use tapi_wire::LineMessage;
use tapi_wire::consts::{
    AgentSessionState, AgentSessionStatus, AgentState, AgentStateEx, AgentStatus, AgentStatusEx, ApiVersion,
    CallInfoState, CallPrivilege, CallState, Constants as _, GroupStatus, LineErr, MessageId,
    ProxyRequestType, ProxyStatus, QueueStatus,
};

use crate::ids::{AddressId, AgentHandle, AgentSessionHandle, BufferAddress, CallHandle, QueueId};

/// What an asynchronous function came to: the `LONG` in LINE_REPLY and `lineProxyResponse`.
///
/// Range: 0 for success, otherwise a `LINEERR_` code; other numbers are kept as they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct ResultCode(pub i32);

impl ResultCode {
    /// The function succeeded.
    pub const SUCCESS: Self = Self(0);

    /// The error, unless the number is 0 or positive.
    pub fn error(self) -> Option<LineErr> {
        (self.0 < 0).then_some(LineErr(self.0.cast_unsigned()))
    }
}

impl From<LineErr> for ResultCode {
    fn from(error: LineErr) -> Self {
        Self(error.0.cast_signed())
    }
}

/// A message and its parameters, under their own names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Message {
    /// LINE_AGENTSPECIFIC: an indication that only handler and application understand (TAPI 2.0; errata E09, E34).
    AgentSpecific {
        /// Position in the extension id array of `LINEAGENTCAPS`, from 0.
        extension_index: u32,
        /// Meaning set by the extension.
        param2: u32,
        /// Meaning set by the extension.
        param3: u32,
    },
    /// LINE_AGENTSTATUS: something about the agent on an address changed (TAPI 2.0).
    AgentStatus {
        /// The address.
        address: AddressId,
        /// What changed.
        changed: AgentStatus,
        /// The new state when `changed` has `STATE`, else 0.
        state: AgentState,
    },
    /// LINE_AGENTSTATUSEX: something about an agent handle changed (TAPI 2.2; erratum E01).
    AgentStatusEx {
        /// The agent.
        agent: AgentHandle,
        /// What changed.
        changed: AgentStatusEx,
        /// The new state when `changed` has `STATE`, else 0.
        state: AgentStateEx,
    },
    /// LINE_AGENTSESSIONSTATUS: something about an agent session changed (TAPI 2.2; erratum E02).
    AgentSessionStatus {
        /// The session.
        session: AgentSessionHandle,
        /// What changed.
        changed: AgentSessionStatus,
        /// The new state when `changed` has `STATE`, else 0.
        state: AgentSessionState,
    },
    /// LINE_GROUPSTATUS: a group was added or removed; the message does not say which (TAPI 2.2; erratum E24).
    GroupStatus {
        /// What changed.
        changed: GroupStatus,
    },
    /// LINE_QUEUESTATUS: a queue was added, removed or has new statistics (TAPI 2.2).
    QueueStatus {
        /// The queue.
        queue: QueueId,
        /// What changed.
        changed: QueueStatus,
    },
    /// LINE_PROXYREQUEST: the agent handler shall answer a request (TAPI 2.0; erratum E07).
    ProxyRequest {
        /// Where the request stands.
        buffer: BufferAddress,
    },
    /// LINE_PROXYSTATUS: a request type is served, or no longer (TAPI 2.2; erratum E03).
    ProxyStatus {
        /// What changed; more than one bit is accepted on receipt.
        changed: ProxyStatus,
        /// The request type for `OPEN` and `CLOSE`, else 0.
        request_type: ProxyRequestType,
    },
    /// LINE_REPLY: an asynchronous function has completed (TAPI 1.3).
    Reply {
        /// The id that the function returned.
        request: u32,
        /// What it came to.
        result: ResultCode,
    },
    /// LINE_CLOSE: the line was closed by force; its handles are gone (TAPI 1.3).
    Close,
    /// LINE_APPNEWCALL: the application has a handle to a new call (TAPI 2.0).
    AppNewCall {
        /// The address on which the call appears.
        address: AddressId,
        /// The handle.
        call: CallHandle,
        /// What the application may do with it.
        privilege: CallPrivilege,
    },
    /// LINE_CALLSTATE: a call changed state (TAPI 1.3).
    CallState {
        /// The new state.
        state: CallState,
        /// More about the state; which family depends on the state.
        mode: u32,
        /// The privilege just granted, or 0 when it did not change.
        privilege: CallPrivilege,
    },
    /// LINE_CALLINFO: members of `LINECALLINFO` changed (TAPI 1.3).
    CallInfo {
        /// Which ones.
        changed: CallInfoState,
    },
    /// Any other message, known by its number only.
    Other {
        /// The message.
        id: MessageId,
    },
}

impl Message {
    /// The message's id.
    pub const fn id(&self) -> MessageId {
        match self {
            Message::AgentSpecific { .. } => MessageId::AGENT_SPECIFIC,
            Message::AgentStatus { .. } => MessageId::AGENT_STATUS,
            Message::AgentStatusEx { .. } => MessageId::AGENT_STATUS_EX,
            Message::AgentSessionStatus { .. } => MessageId::AGENT_SESSION_STATUS,
            Message::GroupStatus { .. } => MessageId::GROUP_STATUS,
            Message::QueueStatus { .. } => MessageId::QUEUE_STATUS,
            Message::ProxyRequest { .. } => MessageId::PROXY_REQUEST,
            Message::ProxyStatus { .. } => MessageId::PROXY_STATUS,
            Message::Reply { .. } => MessageId::REPLY,
            Message::Close => MessageId::CLOSE,
            Message::AppNewCall { .. } => MessageId::APP_NEW_CALL,
            Message::CallState { .. } => MessageId::CALL_STATE,
            Message::CallInfo { .. } => MessageId::CALL_INFO,
            Message::Other { id } => *id,
        }
    }

    /// Whether it is one of the six that agent handlers send with lineProxyMessage; a closed list (inferred: their
    /// pages have a handler send them, no other page does).
    pub(crate) fn is_from_handlers(id: MessageId) -> bool {
        matches!(
            id,
            MessageId::AGENT_SPECIFIC
                | MessageId::AGENT_STATUS
                | MessageId::AGENT_SESSION_STATUS
                | MessageId::QUEUE_STATUS
                | MessageId::AGENT_STATUS_EX
                | MessageId::GROUP_STATUS
        )
    }

    /// The TAPI version that brought the message; TAPI 1.3 where none is known.
    #[inline]
    pub(crate) fn first_version(id: MessageId) -> ApiVersion {
        FIRST_VERSIONS.get(id.0 as usize).copied().unwrap_or(ApiVersion::V1_3)
    }

    /// The three parameters, as the documents place them.
    pub const fn params(&self) -> [u64; 3] {
        const fn wide(a: u32, b: u32, c: u32) -> [u64; 3] {
            [a as u64, b as u64, c as u64]
        }
        match *self {
            Message::AgentSpecific { extension_index, param2, param3 } => {
                wide(extension_index, param2, param3)
            }
            Message::AgentStatus { address, changed, state } => wide(address.0, changed.bits(), state.0),
            Message::AgentStatusEx { agent, changed, state } => wide(agent.0, changed.bits(), state.0),
            Message::AgentSessionStatus { session, changed, state } => {
                wide(session.0, changed.bits(), state.0)
            }
            Message::GroupStatus { changed } => wide(0, changed.bits(), 0),
            Message::QueueStatus { queue, changed } => wide(queue.0, changed.bits(), 0),
            Message::ProxyRequest { buffer } => [buffer.0, 0, 0],
            Message::ProxyStatus { changed, request_type } => wide(changed.bits(), request_type.0, 0),
            Message::Reply { request, result } => wide(request, result.0.cast_unsigned(), 0),
            Message::AppNewCall { address, call, privilege } => wide(address.0, call.0, privilege.bits()),
            Message::CallState { state, mode, privilege } => wide(state.0, mode, privilege.bits()),
            Message::CallInfo { changed } => wide(changed.bits(), 0, 0),
            Message::Close | Message::Other { .. } => [0; 3],
        }
    }

    /// The typed reading of a message's low halves; total, because every family keeps unknown values.
    #[expect(clippy::cast_possible_truncation, reason = "the high halves are the residue's")]
    #[inline]
    const fn read(raw: &LineMessage) -> Self {
        let [p1, p2, p3] = [raw.param1 as u32, raw.param2 as u32, raw.param3 as u32];
        match raw.message_id {
            MessageId::AGENT_SPECIFIC => {
                Message::AgentSpecific { extension_index: p1, param2: p2, param3: p3 }
            }
            MessageId::AGENT_STATUS => Message::AgentStatus {
                address: AddressId(p1),
                changed: AgentStatus::from_bits_retain(p2),
                state: AgentState(p3),
            },
            MessageId::AGENT_STATUS_EX => Message::AgentStatusEx {
                agent: AgentHandle(p1),
                changed: AgentStatusEx::from_bits_retain(p2),
                state: AgentStateEx(p3),
            },
            MessageId::AGENT_SESSION_STATUS => Message::AgentSessionStatus {
                session: AgentSessionHandle(p1),
                changed: AgentSessionStatus::from_bits_retain(p2),
                state: AgentSessionState(p3),
            },
            MessageId::GROUP_STATUS => Message::GroupStatus { changed: GroupStatus::from_bits_retain(p2) },
            MessageId::QUEUE_STATUS => {
                Message::QueueStatus { queue: QueueId(p1), changed: QueueStatus::from_bits_retain(p2) }
            }
            MessageId::PROXY_REQUEST => Message::ProxyRequest { buffer: BufferAddress(raw.param1) },
            MessageId::PROXY_STATUS => Message::ProxyStatus {
                changed: ProxyStatus::from_bits_retain(p1),
                request_type: ProxyRequestType(p2),
            },
            MessageId::REPLY => Message::Reply { request: p1, result: ResultCode(p2.cast_signed()) },
            MessageId::CLOSE => Message::Close,
            MessageId::APP_NEW_CALL => Message::AppNewCall {
                address: AddressId(p1),
                call: CallHandle(p2),
                privilege: CallPrivilege::from_bits_retain(p3),
            },
            MessageId::CALL_STATE => Message::CallState {
                state: CallState(p1),
                mode: p2,
                privilege: CallPrivilege::from_bits_retain(p3),
            },
            MessageId::CALL_INFO => Message::CallInfo { changed: CallInfoState::from_bits_retain(p1) },
            id => Message::Other { id },
        }
    }
}

/// The TAPI version that brought each message, by number.
const FIRST_VERSIONS: [ApiVersion; 64] = {
    let mut versions = [ApiVersion::V1_3; 64];
    let rows = MessageId::FAMILY.rows;
    let mut at = 0;
    while at < rows.len() {
        if let Some(version) = rows[at].since.version() {
            versions[rows[at].value as usize] = version;
        }
        at += 1;
    }
    versions
};

/// Which bits of its parameters each message carries in its typed reading, by number: what is left is the residue.
const CARRIED: [[u64; 3]; 64] = {
    let mut carried = [[0; 3]; 64];
    let mut id: u32 = 0;
    while (id as usize) < carried.len() {
        let (message_id, [param1, param2, param3]) = (MessageId(id), [u64::MAX; 3]);
        let all = LineMessage { device: 0, message_id, callback_instance: 0, param1, param2, param3 };
        carried[id as usize] = Message::read(&all).params();
        id += 1;
    }
    carried
};

/// A message with everything that came with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TypedMessage {
    /// The line handle, or the call handle for call messages; 0 for LINE_REPLY (`hDevice`).
    pub device: u32,
    /// The value that the application gave to `lineOpen` (`dwCallbackInstance`).
    pub callback_instance: u64,
    /// The message.
    pub message: Message,
    /// What the parameters hold beyond the typed message; all zero in a message that keeps to its page.
    pub residue: [u64; 3],
}

impl TypedMessage {
    /// Reads a raw message; every raw message has exactly one typed reading.
    #[inline(always)]
    pub fn from_raw(raw: &LineMessage) -> Self {
        let [p1, p2, p3] = CARRIED.get(raw.message_id.0 as usize).copied().unwrap_or_default();
        Self {
            device: raw.device,
            callback_instance: raw.callback_instance,
            message: Message::read(raw),
            residue: [raw.param1 & !p1, raw.param2 & !p2, raw.param3 & !p3],
        }
    }

    /// The raw message; the inverse of [`TypedMessage::from_raw`].
    pub const fn to_raw(&self) -> LineMessage {
        let [p1, p2, p3] = self.message.params();
        let [r1, r2, r3] = self.residue;
        LineMessage {
            device: self.device,
            message_id: self.message.id(),
            callback_instance: self.callback_instance,
            param1: p1 ^ r1,
            param2: p2 ^ r2,
            param3: p3 ^ r3,
        }
    }
}
