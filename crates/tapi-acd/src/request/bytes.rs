//! A request as the bytes of `LINEPROXYREQUEST`.

use alloc::boxed::Box;
use alloc::string::ToString as _;
use alloc::vec;
use alloc::vec::Vec;

use tapi_wire::layout::{
    self as wire, Entries, Entry, GroupList, Inner, LineAgentGroupList, LineProxyCreateAgent,
    LineProxyCreateAgentSession, LineProxySetAgentActivity, LineProxySetAgentMeasurementPeriod,
    LineProxySetAgentSessionState, LineProxySetAgentState, LineProxySetAgentStateEx,
    LineProxySetQueueMeasurementPeriod, ProxyArmView, ProxyBuffer, Structure as _,
};
use tapi_wire::varpart::{Place, WideStr, wide_bytes};
use tapi_wire::{Abi, ApiVersion, DecodeError, EncodeError, Guid};

use super::ProxyRequest;
use crate::block::Block;
use crate::function::Charset;
use crate::ids::{ActivityId, AddressId, AgentHandle, AgentSessionHandle, QueueId};

/// What TAPI tells the agent handler about who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requester<'a> {
    /// The name of the client's computer; empty for none.
    pub machine_name: &'a str,
    /// The name of the client's user; empty for none.
    pub user_name: &'a str,
    /// The highest TAPI version that the client knows (`dwClientAppAPIVersion`).
    pub app_api_version: ApiVersion,
    /// `dwTotalSize` of the structure that the client wants filled; without meaning for a request that has none.
    pub room: u32,
}

impl ProxyRequest {
    /// The buffer that TAPI makes for the agent handler.
    ///
    /// # Errors
    /// The client's structure has no room for its fixed part, or everything together takes more than 4 GiB.
    pub fn to_buffer(&self, requester: &Requester<'_>) -> Result<Vec<u8>, EncodeError> {
        let tails = Tails::of(self)?;
        ProxyBuffer {
            client_machine_name: &Charset::Wide.bytes(requester.machine_name),
            client_user_name: &Charset::Wide.bytes(requester.user_name),
            client_app_api_version: requester.app_api_version,
            arm: self.arm(requester.room, &tails),
        }
        .encode()
    }

    /// The request in the buffer that LINE_PROXYREQUEST names; [`None`] for a request type without a name.
    ///
    /// # Errors
    /// Those of [`ProxyBuffer::decode`], and an id or a PIN that is no string.
    pub fn from_buffer(buffer: &[u8]) -> Result<Option<Self>, DecodeError> {
        Self::from_arm(&ProxyBuffer::decode(buffer)?.arm)
    }

    fn arm<'a>(&'a self, room: u32, tails: &'a Tails) -> ProxyArmView<'a> {
        match *self {
            Self::SetAgentGroup { address, .. } => {
                ProxyArmView::SetAgentGroup { address_id: address.0, group_list: tails.groups() }
            }
            Self::SetAgentState { address, state, next } => {
                ProxyArmView::SetAgentState(LineProxySetAgentState {
                    address_id: address.0,
                    agent_state: state,
                    next_agent_state: next,
                })
            }
            Self::SetAgentActivity { address, activity } => {
                let (address_id, activity_id) = (address.0, activity.0);
                ProxyArmView::SetAgentActivity(LineProxySetAgentActivity { address_id, activity_id })
            }
            Self::GetAgentCaps { address } => {
                ProxyArmView::GetAgentCaps { address_id: address.0, agent_caps: Inner::room(room) }
            }
            Self::GetAgentStatus { address } => {
                ProxyArmView::GetAgentStatus { address_id: address.0, agent_status: Inner::room(room) }
            }
            Self::AgentSpecific { address, extension, ref params } => ProxyArmView::AgentSpecific {
                address_id: address.0,
                agent_extension_id_index: extension,
                params: &params.0,
            },
            Self::GetAgentActivityList { address } => {
                ProxyArmView::GetAgentActivityList { address_id: address.0, activity_list: Inner::room(room) }
            }
            Self::GetAgentGroupList { address } => {
                ProxyArmView::GetAgentGroupList { address_id: address.0, group_list: Inner::room(room) }
            }
            Self::CreateAgent { .. } => {
                ProxyArmView::CreateAgent { agent: 0, agent_id: &tails.id, agent_pin: &tails.pin }
            }
            Self::SetAgentMeasurementPeriod { agent, period } => {
                ProxyArmView::SetAgentMeasurementPeriod(LineProxySetAgentMeasurementPeriod {
                    agent: agent.0,
                    measurement_period: period,
                })
            }
            Self::GetAgentInfo { agent } => {
                ProxyArmView::GetAgentInfo { agent: agent.0, agent_info: Inner::room(room) }
            }
            Self::CreateAgentSession { agent, group, working_address, .. } => {
                ProxyArmView::CreateAgentSession {
                    agent_session: 0,
                    agent_pin: &tails.pin,
                    agent: agent.0,
                    group_id: group,
                    working_address_id: working_address.0,
                }
            }
            Self::GetAgentSessionList { agent } => {
                ProxyArmView::GetAgentSessionList { agent: agent.0, session_list: Inner::room(room) }
            }
            Self::SetAgentSessionState { session, state, next } => {
                ProxyArmView::SetAgentSessionState(LineProxySetAgentSessionState {
                    agent_session: session.0,
                    agent_session_state: state,
                    next_agent_session_state: next,
                })
            }
            Self::GetAgentSessionInfo { session } => ProxyArmView::GetAgentSessionInfo {
                agent_session: session.0,
                session_info: Inner::room(room),
            },
            Self::GetQueueList { group } => {
                ProxyArmView::GetQueueList { group_id: group, queue_list: Inner::room(room) }
            }
            Self::SetQueueMeasurementPeriod { queue, period } => {
                ProxyArmView::SetQueueMeasurementPeriod(LineProxySetQueueMeasurementPeriod {
                    queue_id: queue.0,
                    measurement_period: period,
                })
            }
            Self::GetQueueInfo { queue } => {
                ProxyArmView::GetQueueInfo { queue_id: queue.0, queue_info: Inner::room(room) }
            }
            Self::GetGroupList {} => ProxyArmView::GetGroupList { group_list: Inner::room(room) },
            Self::SetAgentStateEx { agent, state, next } => {
                ProxyArmView::SetAgentStateEx(LineProxySetAgentStateEx {
                    agent: agent.0,
                    agent_state: state,
                    next_agent_state: next,
                })
            }
        }
    }

    fn from_arm(arm: &ProxyArmView<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(Some(match *arm {
            ProxyArmView::SetAgentGroup { address_id, group_list } => {
                let entries = group_list.view().map(|list| list.entries);
                let groups = entries.iter().flat_map(Entries::iter).map(|group| Ok(group?.group_id));
                let groups = groups.collect::<Result<_, _>>()?;
                Self::SetAgentGroup { address: AddressId(address_id), groups }
            }
            ProxyArmView::SetAgentState(arm) => Self::SetAgentState {
                address: AddressId(arm.address_id),
                state: arm.agent_state,
                next: arm.next_agent_state,
            },
            ProxyArmView::SetAgentActivity(arm) => Self::SetAgentActivity {
                address: AddressId(arm.address_id),
                activity: ActivityId(arm.activity_id),
            },
            ProxyArmView::GetAgentCaps { address_id, .. } => {
                Self::GetAgentCaps { address: AddressId(address_id) }
            }
            ProxyArmView::GetAgentStatus { address_id, .. } => {
                Self::GetAgentStatus { address: AddressId(address_id) }
            }
            ProxyArmView::AgentSpecific { address_id, agent_extension_id_index: extension, params } => {
                let params = Block(params.to_vec());
                Self::AgentSpecific { address: AddressId(address_id), extension, params }
            }
            ProxyArmView::GetAgentActivityList { address_id, .. } => {
                Self::GetAgentActivityList { address: AddressId(address_id) }
            }
            ProxyArmView::GetAgentGroupList { address_id, .. } => {
                Self::GetAgentGroupList { address: AddressId(address_id) }
            }
            ProxyArmView::CreateAgent { agent_id, agent_pin, .. } => Self::CreateAgent {
                agent_id: string(
                    const { Place::of(LineProxyCreateAgent::LAYOUT, "dwAgentIDOffset") },
                    agent_id,
                )?,
                agent_pin: string(
                    const { Place::of(LineProxyCreateAgent::LAYOUT, "dwAgentPINOffset") },
                    agent_pin,
                )?,
            },
            ProxyArmView::SetAgentMeasurementPeriod(arm) => Self::SetAgentMeasurementPeriod {
                agent: AgentHandle(arm.agent),
                period: arm.measurement_period,
            },
            ProxyArmView::GetAgentInfo { agent, .. } => Self::GetAgentInfo { agent: AgentHandle(agent) },
            ProxyArmView::CreateAgentSession { agent_pin, agent, group_id, working_address_id, .. } => {
                const PIN: Place = Place::of(LineProxyCreateAgentSession::LAYOUT, "dwAgentPINOffset");
                Self::CreateAgentSession {
                    agent_pin: string(PIN, agent_pin)?,
                    agent: AgentHandle(agent),
                    group: group_id,
                    working_address: AddressId(working_address_id),
                }
            }
            ProxyArmView::GetAgentSessionList { agent, .. } => {
                Self::GetAgentSessionList { agent: AgentHandle(agent) }
            }
            ProxyArmView::SetAgentSessionState(arm) => Self::SetAgentSessionState {
                session: AgentSessionHandle(arm.agent_session),
                state: arm.agent_session_state,
                next: arm.next_agent_session_state,
            },
            ProxyArmView::GetAgentSessionInfo { agent_session, .. } => {
                Self::GetAgentSessionInfo { session: AgentSessionHandle(agent_session) }
            }
            ProxyArmView::GetQueueList { group_id, .. } => Self::GetQueueList { group: group_id },
            ProxyArmView::SetQueueMeasurementPeriod(arm) => Self::SetQueueMeasurementPeriod {
                queue: QueueId(arm.queue_id),
                period: arm.measurement_period,
            },
            ProxyArmView::GetQueueInfo { queue_id, .. } => Self::GetQueueInfo { queue: QueueId(queue_id) },
            ProxyArmView::GetGroupList { .. } => Self::GetGroupList {},
            ProxyArmView::SetAgentStateEx(arm) => Self::SetAgentStateEx {
                agent: AgentHandle(arm.agent),
                state: arm.agent_state,
                next: arm.next_agent_state,
            },
            ProxyArmView::Unknown { .. } => return Ok(None),
        }))
    }
}

/// What an arm points to, in its bytes.
#[derive(Default)]
struct Tails {
    id: Vec<u8>,
    pin: Vec<u8>,
    groups: Vec<u8>,
}

impl Tails {
    fn of(request: &ProxyRequest) -> Result<Self, EncodeError> {
        let string = |text: &Option<Box<str>>| text.as_deref().map_or(Vec::new(), wide_bytes);
        Ok(match request {
            ProxyRequest::CreateAgent { agent_id, agent_pin } => {
                Self { id: string(agent_id), pin: string(agent_pin), ..Self::default() }
            }
            ProxyRequest::CreateAgentSession { agent_pin, .. } => {
                Self { pin: string(agent_pin), ..Self::default() }
            }
            ProxyRequest::SetAgentGroup { groups, .. } => {
                Self { groups: group_structure(groups)?, ..Self::default() }
            }
            _ => Self::default(),
        })
    }

    /// The list of groups that [`Tails::of`] has made; room for nothing where the request has none.
    fn groups(&self) -> Inner<'_, GroupList<'_>> {
        Inner::decode(ApiVersion::V3_1, &self.groups).unwrap_or(Inner::room(0))
    }
}

/// A `LINEAGENTGROUPLIST` of groups without names.
pub(crate) fn group_structure(groups: &[Guid]) -> Result<Vec<u8>, EncodeError> {
    let entries = groups.iter().map(|&group_id| wire::GroupEntry { group_id, name: &[] });
    let fixed = LineAgentGroupList::LAYOUT.size(Abi::Win32);
    let mut structure = vec![0; fixed + groups.len() * <wire::GroupEntry<'_> as Entry<'_>>::SIZE];
    GroupList::encode_into(entries, &mut structure)?;
    Ok(structure)
}

/// A string of an arm: absent where it has no bytes; half a surrogate pair becomes U+FFFD.
fn string(place: Place, bytes: &[u8]) -> Result<Option<Box<str>>, DecodeError> {
    if bytes.is_empty() {
        return Ok(None);
    }
    Ok(Some(WideStr::at(place, bytes)?.to_string().into()))
}
