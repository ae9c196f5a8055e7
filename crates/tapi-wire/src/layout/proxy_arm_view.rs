//! The arms of `LINEPROXYREQUEST` with everything that belongs to them.

use core::ops::Range;

use super::filled::ABI;
use super::inner::Inner;
use super::proxy_arms::*;
use super::table::{FieldRow, Layout, Reader, Structure};
use super::whole::Whole;
use super::{
    ActivityList, AgentCaps, AgentStatus, GroupList, LineAgentInfo, LineAgentSessionInfo, LineProxyRequest,
    LineQueueInfo, QueueList, SessionList,
};
use crate::consts::{ApiVersion, ProxyRequestType};
use crate::error::{DecodeError, EncodeError};
use crate::scalar::Guid;
use crate::varpart::{Place, Unverified};

/// Defines the enum from one row per arm; the arms that have bytes of their own are written out.
///
/// * `numbers`: the fixed part is everything.
/// * `structures`: whom the request concerns, and a structure that is its own base.
macro_rules! arms {
    (numbers { $($number_doc:literal $Number:ident $NumberArm:ident $NUMBER:ident;)* }
     structures {
        $($doc:literal $Arm:ident $Fixed:ident $TYPE:ident
          { $($meaning:literal $key:ident: $K:ty)? } $what:literal $inner:ident: $View:ty;)*
     }) => {
        /// An arm of `LINEPROXYREQUEST`, by the name that C gives it.
        ///
        /// Strings are bytes with their terminators, in Unicode; empty where there is none.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ProxyArmView<'a> {
            $(#[doc = $number_doc] $Number($NumberArm),)*
            $(
                #[doc = $doc]
                $Arm {
                    $(#[doc = $meaning] $key: $K,)?
                    #[doc = $what]
                    $inner: Inner<'a, $View>,
                },
            )*
            /// Something that only the handler defines.
            AgentSpecific {
                /// The address concerned.
                address_id: u32,
                /// Which extension of `LINEAGENTCAPS` it is, counted from 0.
                agent_extension_id_index: u32,
                /// The parameters, which go both ways.
                params: &'a [u8],
            },
            /// Create an agent.
            CreateAgent {
                /// The agent; the handler writes it.
                agent: u32,
                /// The agent's id.
                agent_id: &'a [u8],
                /// The agent's PIN.
                agent_pin: &'a [u8],
            },
            /// Create an agent session.
            CreateAgentSession {
                /// The session; the handler writes it.
                agent_session: u32,
                /// The agent's PIN.
                agent_pin: &'a [u8],
                /// The agent.
                agent: u32,
                /// The ACD group.
                group_id: Guid,
                /// The address on which the agent will take the calls.
                working_address_id: u32,
            },
            /// A request type without a name.
            Unknown {
                /// The request type.
                request_type: ProxyRequestType,
                /// What follows the header, up to the client's names where they stand behind it.
                bytes: &'a [u8],
            },
        }

        impl<'a> ProxyArmView<'a> {
            /// The request type that chooses the arm.
            pub const fn request_type(&self) -> ProxyRequestType {
                match self {
                    $(Self::$Number(_) => ProxyRequestType::$NUMBER,)*
                    $(Self::$Arm { .. } => ProxyRequestType::$TYPE,)*
                    Self::AgentSpecific { .. } => ProxyRequestType::AGENT_SPECIFIC,
                    Self::CreateAgent { .. } => ProxyRequestType::CREATE_AGENT,
                    Self::CreateAgentSession { .. } => ProxyRequestType::CREATE_AGENT_SESSION,
                    Self::Unknown { request_type, .. } => *request_type,
                }
            }

            /// Reads the arm from `bytes`: all from its first field to the end of the buffer.
            ///
            /// The client's names start at `names`; nothing else tells where an unknown arm ends.
            pub(super) fn decode(
                request_type: ProxyRequestType,
                version: ApiVersion,
                bytes: &'a [u8],
                names: usize,
            ) -> Result<Self, DecodeError> {
                match request_type {
                    $(ProxyRequestType::$NUMBER => $NumberArm::decode_fixed(ABI, bytes).map(Self::$Number),)*
                    $(ProxyRequestType::$TYPE => {
                        let reader = Reader::new($Fixed::LAYOUT, ABI, version, bytes);
                        $(
                            let mut reader = reader;
                            let $key = reader.field()?;
                        )?
                        Ok(Self::$Arm { $($key,)? $inner: Inner::decode(version, reader.rest())? })
                    })*
                    ProxyRequestType::AGENT_SPECIFIC => agent_specific(bytes),
                    ProxyRequestType::CREATE_AGENT => create_agent(bytes),
                    ProxyRequestType::CREATE_AGENT_SESSION => create_agent_session(bytes),
                    _ => Ok(Self::Unknown { request_type, bytes: bytes.get(..names).unwrap_or(bytes) }),
                }
            }

            /// Puts the arm, then what belongs to it.
            pub(super) fn put(&self, version: ApiVersion, whole: &mut Whole) -> Result<(), EncodeError> {
                match *self {
                    $(Self::$Number(fixed) => put_fixed(fixed, $NumberArm::LAYOUT.size(ABI), whole),)*
                    $(Self::$Arm { $($key,)? $inner } => {
                        let fixed = $Fixed { $($key,)? ..Default::default() };
                        put_fixed(fixed, last($Fixed::LAYOUT).offset(ABI), whole)?;
                        $inner.put(version, whole)
                    })*
                    Self::AgentSpecific { address_id, agent_extension_id_index, params } => {
                        // What is longer than a size can say has no place in the buffer either.
                        let size = u32::try_from(params.len()).unwrap_or(u32::MAX);
                        let fixed =
                            LineProxyAgentSpecific { address_id, agent_extension_id_index, size, params: [0] };
                        put_fixed(fixed, PARAMS, whole)?;
                        whole.put(ARM, params).map(drop)
                    }
                    Self::CreateAgent { agent, agent_id, agent_pin } => {
                        whole.reserve_to(LineProxyRequest::SIZE)?;
                        let (agent_id_size, agent_id_offset) = whole.put(ARM, agent_id)?;
                        let (agent_pin_size, agent_pin_offset) = whole.put(ARM, agent_pin)?;
                        let fixed = LineProxyCreateAgent {
                            agent,
                            agent_id_size,
                            agent_id_offset,
                            agent_pin_size,
                            agent_pin_offset,
                        };
                        whole.write(version, ARM, &fixed)
                    }
                    Self::CreateAgentSession {
                        agent_session,
                        agent_pin,
                        agent,
                        group_id,
                        working_address_id,
                    } => {
                        whole.reserve_to(LineProxyRequest::SIZE)?;
                        let (agent_pin_size, agent_pin_offset) = whole.put(ARM, agent_pin)?;
                        let fixed = LineProxyCreateAgentSession {
                            agent_session,
                            agent_pin_size,
                            agent_pin_offset,
                            agent,
                            group_id,
                            working_address_id,
                        };
                        whole.write(version, ARM, &fixed)
                    }
                    Self::Unknown { bytes, .. } => whole.put(ARM, bytes).map(drop),
                }
            }

            /// The bytes of the arm where its structure stands; empty for an arm that has none.
            fn structure(&self) -> Range<usize> {
                match self {
                    $(Self::$Arm { $inner, .. } => {
                        let start = last($Fixed::LAYOUT).offset(ABI);
                        start..start + usize::try_from($inner.total()).unwrap_or(usize::MAX)
                    })*
                    _ => 0..0,
                }
            }
        }
    };
}

arms! {
    numbers {
        "Set the state of the agent on an address."
        SetAgentState LineProxySetAgentState SET_AGENT_STATE;
        "Set the activity of the agent on an address."
        SetAgentActivity LineProxySetAgentActivity SET_AGENT_ACTIVITY;
        "Set the period of an agent's statistics."
        SetAgentMeasurementPeriod LineProxySetAgentMeasurementPeriod SET_AGENT_MEASUREMENT_PERIOD;
        "Set the state of an agent session."
        SetAgentSessionState LineProxySetAgentSessionState SET_AGENT_SESSION_STATE;
        "Set the period of a queue's statistics."
        SetQueueMeasurementPeriod LineProxySetQueueMeasurementPeriod SET_QUEUE_MEASUREMENT_PERIOD;
        "Set the state of an agent."
        SetAgentStateEx LineProxySetAgentStateEx SET_AGENT_STATE_EX;
    }
    structures {
        "Log an agent in to groups, or out."
        SetAgentGroup LineProxySetAgentGroup SET_AGENT_GROUP
        { "The address concerned." address_id: u32 } "In: the groups." group_list: GroupList<'a>;
        "Get what the handler can do."
        GetAgentCaps LineProxyGetAgentCaps GET_AGENT_CAPS
        { "The address concerned." address_id: u32 } "Out: the capabilities." agent_caps: AgentCaps<'a>;
        "Get what the agent on an address does."
        GetAgentStatus LineProxyGetAgentStatus GET_AGENT_STATUS
        { "The address concerned." address_id: u32 } "Out: the status." agent_status: AgentStatus<'a>;
        "Get the activities that the agent can choose."
        GetAgentActivityList LineProxyGetAgentActivityList GET_AGENT_ACTIVITY_LIST
        { "The address concerned." address_id: u32 } "Out: the activities." activity_list: ActivityList<'a>;
        "Get the groups to which the agent can log in."
        GetAgentGroupList LineProxyGetAgentGroupList GET_AGENT_GROUP_LIST
        { "The address concerned." address_id: u32 } "Out: the groups." group_list: GroupList<'a>;
        "Get an agent's statistics."
        GetAgentInfo LineProxyGetAgentInfo GET_AGENT_INFO
        { "The agent." agent: u32 } "Out: the statistics." agent_info: LineAgentInfo;
        "Get an agent's sessions."
        GetAgentSessionList LineProxyGetAgentSessionList GET_AGENT_SESSION_LIST
        { "The agent." agent: u32 } "Out: the sessions." session_list: SessionList<'a>;
        "Get the statistics of an agent session."
        GetAgentSessionInfo LineProxyGetAgentSessionInfo GET_AGENT_SESSION_INFO
        { "The agent session." agent_session: u32 } "Out: the statistics." session_info: LineAgentSessionInfo;
        "Get the queues of a group."
        GetQueueList LineProxyGetQueueList GET_QUEUE_LIST
        { "The ACD group." group_id: Guid } "Out: the queues." queue_list: QueueList<'a>;
        "Get a queue's statistics."
        GetQueueInfo LineProxyGetQueueInfo GET_QUEUE_INFO
        { "The queue." queue_id: u32 } "Out: the statistics." queue_info: LineQueueInfo;
        "Get all groups."
        GetGroupList LineProxyGetGroupList GET_GROUP_LIST
        {} "Out: the groups." group_list: GroupList<'a>;
    }
}

/// Where the arm starts.
const ARM: usize = LineProxyRequest::ARM_OFFSET;
/// Where the parameters start in the arm.
const PARAMS: usize = last(LineProxyAgentSpecific::LAYOUT).offset(ABI);

impl ProxyArmView<'_> {
    /// The bytes of the arm that the handler may write; none where the result is the whole answer.
    pub(super) fn answer(&self) -> Range<usize> {
        match self {
            Self::CreateAgent { .. } | Self::CreateAgentSession { .. } => 0..size_of::<u32>(),
            Self::AgentSpecific { params, .. } => PARAMS..PARAMS + params.len(),
            // The one structure that goes in.
            Self::SetAgentGroup { .. } => 0..0,
            _ => self.structure(),
        }
    }
}

/// What stands last in an arm: its structure, or the first of its parameters.
const fn last(layout: &Layout) -> &FieldRow {
    &layout.fields[layout.fields.len() - 1]
}

/// Puts the first `size` bytes of a fixed part.
fn put_fixed<T: Structure>(fixed: T, size: usize, whole: &mut Whole) -> Result<(), EncodeError> {
    let mut bytes = [0; LineProxyRequest::SIZE - ARM];
    fixed.encode_fixed(ABI, &mut bytes)?;
    whole.put(ARM, &bytes[..size]).map(drop)
}

fn agent_specific(bytes: &[u8]) -> Result<ProxyArmView<'_>, DecodeError> {
    const SIZE: Place = Place::of(LineProxyAgentSpecific::LAYOUT, "dwSize");
    let mut reader = Reader::new(LineProxyAgentSpecific::LAYOUT, ABI, ApiVersion::V3_1, bytes);
    let (address_id, agent_extension_id_index) = (reader.field()?, reader.field()?);
    let params = SIZE.total_part(reader.field()?, 0, reader.rest())?;
    Ok(ProxyArmView::AgentSpecific { address_id, agent_extension_id_index, params })
}

fn create_agent(bytes: &[u8]) -> Result<ProxyArmView<'_>, DecodeError> {
    const ID: Place = Place::of(LineProxyCreateAgent::LAYOUT, "dwAgentIDOffset");
    const PIN: Place = Place::of(LineProxyCreateAgent::LAYOUT, "dwAgentPINOffset");
    let fixed = LineProxyCreateAgent::decode_fixed(ABI, bytes)?;
    let id = Unverified { size: fixed.agent_id_size, offset: fixed.agent_id_offset, place: ID };
    let pin = Unverified { size: fixed.agent_pin_size, offset: fixed.agent_pin_offset, place: PIN };
    let (agent_id, agent_pin) = (id.verify(bytes)?, pin.verify(bytes)?);
    Ok(ProxyArmView::CreateAgent { agent: fixed.agent, agent_id, agent_pin })
}

fn create_agent_session(bytes: &[u8]) -> Result<ProxyArmView<'_>, DecodeError> {
    const PIN: Place = Place::of(LineProxyCreateAgentSession::LAYOUT, "dwAgentPINOffset");
    let fixed = LineProxyCreateAgentSession::decode_fixed(ABI, bytes)?;
    let pin = Unverified { size: fixed.agent_pin_size, offset: fixed.agent_pin_offset, place: PIN };
    let LineProxyCreateAgentSession { agent_session, agent, group_id, working_address_id, .. } = fixed;
    let agent_pin = pin.verify(bytes)?;
    Ok(ProxyArmView::CreateAgentSession { agent_session, agent_pin, agent, group_id, working_address_id })
}
