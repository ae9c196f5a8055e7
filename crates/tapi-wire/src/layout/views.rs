//! `LINEAGENTCAPS` and `LINEAGENTSTATUS` with their variable parts.

use super::filled::{Filled as _, Filler};
use super::list::{Entries, GroupEntry, put_entries};
use super::{LineAgentCaps, LineAgentStatus, LineExtensionId, Structure as _};
use crate::consts::ApiVersion;
use crate::error::{DecodeError, EncodeError};
use crate::varpart::{Place, Sizes, Unverified, WideStr};

/// What an agent handler can do, in the bytes of its structure.
#[derive(Clone, Copy, Debug)]
pub struct AgentCaps<'a> {
    /// The fixed part.
    pub fixed: LineAgentCaps,
    /// The name and version of the handler, as bytes with the terminator.
    pub agent_handler_info: &'a [u8],
    /// The extensions; the place of one is its index in `lineAgentSpecific`.
    pub extension_ids: Entries<'a, LineExtensionId>,
}

impl<'a> AgentCaps<'a> {
    const INFO: Place = Place::of(LineAgentCaps::LAYOUT, "dwAgentHandlerInfoOffset");
    const EXTENSIONS: Place = Place::of(LineAgentCaps::LAYOUT, "dwAgentExtensionIDListOffset");
    const COUNT: Place = Place::of(LineAgentCaps::LAYOUT, "dwNumAgentExtensionIDs");

    /// Reads the capabilities, as `version` has them, at the start of `bytes`.
    ///
    /// # Errors
    /// The fixed part, its sizes, the string or the array are wrong.
    pub fn decode(version: ApiVersion, bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let (fixed, used) = LineAgentCaps::decode_filled(version, bytes)?;
        let info = Unverified {
            size: fixed.agent_handler_info_size,
            offset: fixed.agent_handler_info_offset,
            place: Self::INFO,
        };
        let extensions = Unverified {
            size: fixed.agent_extension_id_list_size,
            offset: fixed.agent_extension_id_list_offset,
            place: Self::EXTENSIONS,
        };
        let agent_handler_info = info.verify(used)?;
        let extension_ids = Entries::find(fixed.num_agent_extension_ids, extensions, used)?;
        Ok(Self { fixed, agent_handler_info, extension_ids })
    }

    /// The name and version of the handler, in Unicode.
    ///
    /// # Errors
    /// The bytes are no whole number of UTF-16 units.
    pub fn wide_agent_handler_info(&self) -> Result<WideStr<'a>, DecodeError> {
        WideStr::at(Self::INFO, self.agent_handler_info)
    }

    /// Fills `buffer`, whose length is `dwTotalSize`: the extensions, then the string.
    ///
    /// Sizes, offsets and the number of extensions in `fixed` are replaced.
    ///
    /// # Errors
    /// The buffer has no room for the fixed part, or everything together takes more than 4 GiB.
    pub fn encode_into(
        mut fixed: LineAgentCaps,
        agent_handler_info: &[u8],
        extension_ids: &[LineExtensionId],
        version: ApiVersion,
        buffer: &mut [u8],
    ) -> Result<Sizes, EncodeError> {
        let mut filler = Filler::new::<LineAgentCaps>(version, buffer)?;
        let array = put_entries(extension_ids.iter().copied(), &mut filler, Self::COUNT)?;
        (
            fixed.num_agent_extension_ids,
            fixed.agent_extension_id_list_size,
            fixed.agent_extension_id_list_offset,
        ) = array;
        (fixed.agent_handler_info_size, fixed.agent_handler_info_offset) = filler.put(agent_handler_info);
        filler.finish(fixed)
    }
}

/// What the agent on an address does, in the bytes of its structure.
#[derive(Clone, Copy, Debug)]
pub struct AgentStatus<'a> {
    /// The fixed part.
    pub fixed: LineAgentStatus,
    /// The groups that the agent is logged in to.
    pub groups: Entries<'a, GroupEntry<'a>>,
    /// The name of the activity, as bytes with the terminator.
    pub activity: &'a [u8],
}

impl<'a> AgentStatus<'a> {
    const GROUPS: Place = Place::of(LineAgentStatus::LAYOUT, "dwGroupListOffset");
    const ACTIVITY: Place = Place::of(LineAgentStatus::LAYOUT, "dwActivityOffset");
    const COUNT: Place = Place::of(LineAgentStatus::LAYOUT, "dwNumEntries");

    /// Reads the status at the start of `bytes`.
    ///
    /// # Errors
    /// The fixed part, its sizes, the string or the array are wrong; a wrong entry comes from [`Entries::iter`].
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let (fixed, used) = LineAgentStatus::decode_filled(ApiVersion::V3_1, bytes)?;
        let groups =
            Unverified { size: fixed.group_list_size, offset: fixed.group_list_offset, place: Self::GROUPS };
        let activity =
            Unverified { size: fixed.activity_size, offset: fixed.activity_offset, place: Self::ACTIVITY };
        let groups = Entries::find(fixed.num_entries, groups, used)?;
        Ok(Self { fixed, groups, activity: activity.verify(used)? })
    }

    /// The name of the activity, in Unicode.
    ///
    /// # Errors
    /// The bytes are no whole number of UTF-16 units.
    pub fn wide_activity(&self) -> Result<WideStr<'a>, DecodeError> {
        WideStr::at(Self::ACTIVITY, self.activity)
    }

    /// Fills `buffer`, whose length is `dwTotalSize`: the groups with their names, then the activity.
    ///
    /// Sizes, offsets and the number of groups in `fixed` are replaced.
    ///
    /// # Errors
    /// The buffer has no room for the fixed part, or everything together takes more than 4 GiB.
    pub fn encode_into(
        mut fixed: LineAgentStatus,
        groups: &[GroupEntry<'_>],
        activity: &[u8],
        buffer: &mut [u8],
    ) -> Result<Sizes, EncodeError> {
        let mut filler = Filler::new::<LineAgentStatus>(ApiVersion::V3_1, buffer)?;
        let array = put_entries(groups.iter().copied(), &mut filler, Self::COUNT)?;
        (fixed.num_entries, fixed.group_list_size, fixed.group_list_offset) = array;
        (fixed.activity_size, fixed.activity_offset) = filler.put(activity);
        filler.finish(fixed)
    }
}
