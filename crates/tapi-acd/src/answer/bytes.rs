//! An answer as bytes: what the handler writes into the structure that waits for it, and what is read from there.

use alloc::boxed::Box;
use alloc::string::ToString as _;
use alloc::vec::Vec;

use tapi_wire::layout::{
    self as wire, Filled as _, LineAgentCaps, LineAgentInfo, LineAgentSessionEntry, LineAgentSessionInfo,
    LineAgentStatus, LineExtensionId, LineQueueInfo, ProxyArmView, ProxyBuffer,
};
use tapi_wire::varpart::WideStr;
use tapi_wire::{ApiVersion, DecodeError, EncodeError};

use super::{
    ActivityEntry, AgentCaps, AgentInfo, AgentSessionEntry, AgentSessionInfo, AgentStatus, Answer,
    GroupEntry, QueueEntry, QueueInfo,
};
use crate::block::Block;
use crate::function::Charset;
use crate::ids::{ActivityId, AddressId, AgentHandle, AgentSessionHandle, QueueId};

impl Answer {
    /// Writes the answer into the buffer of the request, as the agent handler does before lineProxyResponse.
    ///
    /// What has no room in the client's structure is left out whole, and `dwNeededSize` says so.
    ///
    /// # Errors
    /// The structure has no room for its fixed part. The buffer is not one that TAPI made for this kind of answer:
    /// then the room is too small as well, since it is none.
    pub fn write_to_buffer(&self, buffer: &mut [u8]) -> Result<(), EncodeError> {
        let no_room = EncodeError::TooSmall { structure: "LINEPROXYREQUEST", needed: 1, available: 0 };
        let version = ProxyBuffer::decode(buffer).map_err(|_| no_room)?.client_app_api_version;
        let room = ProxyBuffer::answer_mut(buffer).map_err(|_| no_room)?;
        self.fill(version, Charset::Wide, room)
    }

    /// What the agent handler wrote into the buffer of a request; [`None`] where the result is the whole answer, and
    /// where the structure is as TAPI made it.
    ///
    /// # Errors
    /// Those of [`ProxyBuffer::decode`], and a name that is no string.
    pub fn from_buffer(buffer: &[u8]) -> Result<Option<Self>, DecodeError> {
        Self::from_arm(ProxyBuffer::decode(buffer)?.arm)
    }

    fn from_arm(arm: ProxyArmView<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(match arm {
            ProxyArmView::CreateAgent { agent, .. } => Some(Self::Agent(AgentHandle(agent))),
            ProxyArmView::CreateAgentSession { agent_session, .. } => {
                Some(Self::Session(AgentSessionHandle(agent_session)))
            }
            ProxyArmView::AgentSpecific { params, .. } => Some(Self::Specific(Block(params.to_vec()))),
            ProxyArmView::GetAgentCaps { agent_caps, .. } => match agent_caps.view() {
                Some(caps) => Some(Self::Caps(Box::new(AgentCaps::read(&caps)?))),
                None => None,
            },
            ProxyArmView::GetAgentStatus { agent_status, .. } => match agent_status.view() {
                Some(status) => Some(Self::Status(Box::new(AgentStatus::read(&status)?))),
                None => None,
            },
            ProxyArmView::GetAgentActivityList { activity_list, .. } => {
                list(activity_list.view(), ActivityEntry::read)?.map(Self::Activities)
            }
            ProxyArmView::GetAgentGroupList { group_list, .. }
            | ProxyArmView::GetGroupList { group_list } => {
                list(group_list.view(), GroupEntry::read)?.map(Self::Groups)
            }
            ProxyArmView::GetAgentInfo { agent_info, .. } => {
                agent_info.view().map(|info| Self::AgentInfo(Box::new(AgentInfo::read(&info))))
            }
            ProxyArmView::GetAgentSessionList { session_list, .. } => {
                list(session_list.view(), |entry| Ok(AgentSessionEntry::read(entry)))?.map(Self::Sessions)
            }
            ProxyArmView::GetAgentSessionInfo { session_info, .. } => {
                session_info.view().map(|info| Self::SessionInfo(Box::new(AgentSessionInfo::read(&info))))
            }
            ProxyArmView::GetQueueList { queue_list, .. } => {
                list(queue_list.view(), QueueEntry::read)?.map(Self::Queues)
            }
            ProxyArmView::GetQueueInfo { queue_info, .. } => {
                queue_info.view().map(|info| Self::Queue(Box::new(QueueInfo::read(&info))))
            }
            _ => None,
        })
    }

    /// Fills `room`: a structure that is `room` long, a handle, or the block of lineAgentSpecific.
    pub(crate) fn fill(
        &self,
        version: ApiVersion,
        charset: Charset,
        room: &mut [u8],
    ) -> Result<(), EncodeError> {
        match self {
            Self::Agent(AgentHandle(handle)) | Self::Session(AgentSessionHandle(handle)) => {
                put(&handle.to_le_bytes(), room)
            }
            Self::Specific(Block(bytes)) => put(bytes, room),
            Self::Caps(caps) => caps.fill(version, charset, room),
            Self::Status(status) => status.fill(charset, room),
            Self::Activities(entries) => {
                let names = Names::of(entries.iter().map(|entry| &*entry.name), charset);
                let entries = entries.iter().zip(names.iter());
                let entries = entries.map(|(entry, name)| wire::ActivityEntry { id: entry.id.0, name });
                wire::ActivityList::encode_into(entries, room).map(drop)
            }
            Self::Groups(entries) => {
                let names = Names::of(entries.iter().map(|entry| &*entry.name), charset);
                let entries = entries.iter().zip(names.iter());
                let entries = entries.map(|(entry, name)| wire::GroupEntry { group_id: entry.id, name });
                wire::GroupList::encode_into(entries, room).map(drop)
            }
            Self::Queues(entries) => {
                let names = Names::of(entries.iter().map(|entry| &*entry.name), charset);
                let entries = entries.iter().zip(names.iter());
                let entries = entries.map(|(entry, name)| wire::QueueEntry { queue_id: entry.id.0, name });
                wire::QueueList::encode_into(entries, room).map(drop)
            }
            Self::Sessions(entries) => {
                let entries = entries.iter().map(AgentSessionEntry::fixed);
                wire::SessionList::encode_into(entries, room).map(drop)
            }
            Self::AgentInfo(info) => info.fixed().encode_filled(version, room).map(drop),
            Self::SessionInfo(info) => info.fixed().encode_filled(version, room).map(drop),
            Self::Queue(info) => info.fixed().encode_filled(version, room).map(drop),
        }
    }
}

/// Bytes that must have room whole.
fn put(bytes: &[u8], room: &mut [u8]) -> Result<(), EncodeError> {
    let (needed, available) = (bytes.len(), room.len());
    let Some(room) = room.get_mut(..needed) else {
        return Err(EncodeError::TooSmall { structure: "LINEPROXYREQUEST", needed, available });
    };
    room.copy_from_slice(bytes);
    Ok(())
}

/// The entries of a list that somebody has filled.
fn list<'a, L, E, T>(
    list: Option<wire::List<'a, L, E>>,
    read: impl Fn(E) -> Result<T, DecodeError>,
) -> Result<Option<Vec<T>>, DecodeError>
where
    L: wire::ListStructure,
    E: wire::Entry<'a>,
{
    list.map(|list| list.entries.owned(read)).transpose()
}

/// A name; half a surrogate pair becomes U+FFFD.
fn text(name: WideStr<'_>) -> Box<str> {
    name.to_string().into()
}

/// The names of a list as bytes, one behind the other.
struct Names(Vec<Vec<u8>>);

impl Names {
    fn of<'a>(names: impl Iterator<Item = &'a str>, charset: Charset) -> Self {
        Self(names.map(|name| charset.bytes(name)).collect())
    }

    fn iter(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.0.iter().map(Vec::as_slice)
    }
}

impl GroupEntry {
    pub(crate) fn read(entry: wire::GroupEntry<'_>) -> Result<Self, DecodeError> {
        Ok(Self { id: entry.group_id, name: text(entry.wide_name()?) })
    }
}

impl ActivityEntry {
    fn read(entry: wire::ActivityEntry<'_>) -> Result<Self, DecodeError> {
        Ok(Self { id: ActivityId(entry.id), name: text(entry.wide_name()?) })
    }
}

impl QueueEntry {
    fn read(entry: wire::QueueEntry<'_>) -> Result<Self, DecodeError> {
        Ok(Self { id: QueueId(entry.queue_id), name: text(entry.wide_name()?) })
    }
}

impl AgentSessionEntry {
    fn read(entry: LineAgentSessionEntry) -> Self {
        Self {
            session: AgentSessionHandle(entry.agent_session),
            agent: AgentHandle(entry.agent),
            group: entry.group_id,
            working_address: AddressId(entry.working_address_id),
        }
    }

    fn fixed(&self) -> LineAgentSessionEntry {
        LineAgentSessionEntry {
            agent_session: self.session.0,
            agent: self.agent.0,
            group_id: self.group,
            working_address_id: self.working_address.0,
        }
    }
}

impl AgentCaps {
    fn read(caps: &wire::AgentCaps<'_>) -> Result<Self, DecodeError> {
        let fixed = &caps.fixed;
        let extension =
            |id: LineExtensionId| [id.extension_id0, id.extension_id1, id.extension_id2, id.extension_id3];
        let extensions = caps.extension_ids.iter().map(|id| id.map(extension)).collect::<Result<_, _>>()?;
        Ok(Self {
            handler_info: text(caps.wide_agent_handler_info()?),
            caps_version: fixed.caps_version,
            features: fixed.features,
            states: fixed.states,
            next_states: fixed.next_states,
            max_num_group_entries: fixed.max_num_group_entries,
            status_messages: fixed.agent_status_messages,
            extensions,
            proxy_guid: fixed.proxy_guid,
        })
    }

    fn fill(&self, version: ApiVersion, charset: Charset, room: &mut [u8]) -> Result<(), EncodeError> {
        let fixed = LineAgentCaps {
            caps_version: self.caps_version,
            features: self.features,
            states: self.states,
            next_states: self.next_states,
            max_num_group_entries: self.max_num_group_entries,
            agent_status_messages: self.status_messages,
            proxy_guid: self.proxy_guid,
            ..LineAgentCaps::default()
        };
        let info = charset.bytes(&self.handler_info);
        let extension = |&[extension_id0, extension_id1, extension_id2, extension_id3]: &[u32; 4]| {
            LineExtensionId { extension_id0, extension_id1, extension_id2, extension_id3 }
        };
        let extensions: Vec<_> = self.extensions.iter().map(extension).collect();
        wire::AgentCaps::encode_into(fixed, &info, &extensions, version, room).map(drop)
    }
}

impl AgentStatus {
    fn read(status: &wire::AgentStatus<'_>) -> Result<Self, DecodeError> {
        let fixed = &status.fixed;
        let groups = status.groups.owned(GroupEntry::read)?;
        Ok(Self {
            groups,
            state: fixed.state,
            next_state: fixed.next_state,
            activity: ActivityId(fixed.activity_id),
            activity_name: text(status.wide_activity()?),
            features: fixed.agent_features,
            valid_states: fixed.valid_states,
            valid_next_states: fixed.valid_next_states,
        })
    }

    fn fill(&self, charset: Charset, room: &mut [u8]) -> Result<(), EncodeError> {
        let fixed = LineAgentStatus {
            state: self.state,
            next_state: self.next_state,
            activity_id: self.activity.0,
            agent_features: self.features,
            valid_states: self.valid_states,
            valid_next_states: self.valid_next_states,
            ..LineAgentStatus::default()
        };
        let names = Names::of(self.groups.iter().map(|group| &*group.name), charset);
        let groups = self.groups.iter().zip(names.iter());
        let groups: Vec<_> =
            groups.map(|(group, name)| wire::GroupEntry { group_id: group.id, name }).collect();
        wire::AgentStatus::encode_into(fixed, &groups, &charset.bytes(&self.activity_name), room).map(drop)
    }
}

/// Statistics: the same numbers under the same names, without the sizes.
macro_rules! statistics {
    ($($Type:ident, $Fixed:ident { $($field:ident = $wire:ident),* $(,)? })*) => {$(
        impl $Type {
            fn read(fixed: &$Fixed) -> Self {
                Self { $($field: fixed.$wire),* }
            }

            fn fixed(&self) -> $Fixed {
                $Fixed { $($wire: self.$field,)* ..$Fixed::default() }
            }
        }
    )*};
}

statistics! {
    AgentInfo, LineAgentInfo {
        state = agent_state,
        next_state = next_agent_state,
        measurement_period = measurement_period,
        overall_call_rate = overall_call_rate,
        number_of_acd_calls = number_of_acd_calls,
        number_of_incoming_calls = number_of_incoming_calls,
        number_of_outgoing_calls = number_of_outgoing_calls,
        total_acd_talk_time = total_acd_talk_time,
        total_acd_call_time = total_acd_call_time,
        total_acd_wrap_up_time = total_acd_wrap_up_time,
    }
    AgentSessionInfo, LineAgentSessionInfo {
        state = agent_session_state,
        next_state = next_agent_session_state,
        start_time = session_start_time,
        duration = session_duration,
        number_of_calls = number_of_calls,
        total_talk_time = total_talk_time,
        average_talk_time = average_talk_time,
        total_call_time = total_call_time,
        average_call_time = average_call_time,
        total_wrap_up_time = total_wrap_up_time,
        average_wrap_up_time = average_wrap_up_time,
        acd_call_rate = acd_call_rate,
        longest_time_to_answer = longest_time_to_answer,
        average_time_to_answer = average_time_to_answer,
    }
    QueueInfo, LineQueueInfo {
        measurement_period = measurement_period,
        total_calls_queued = total_calls_queued,
        current_calls_queued = current_calls_queued,
        total_calls_abandoned = total_calls_abandoned,
        total_calls_flowed_in = total_calls_flowed_in,
        total_calls_flowed_out = total_calls_flowed_out,
        longest_ever_wait_time = longest_ever_wait_time,
        current_longest_wait_time = current_longest_wait_time,
        average_wait_time = average_wait_time,
        final_disposition = final_disposition,
    }
}
