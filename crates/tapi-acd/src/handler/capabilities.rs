//! What the handler can do, what an agent can choose from, and what only the handler defines.

use alloc::boxed::Box;

use tapi_wire::Guid;
use tapi_wire::consts::{AgentFeatures, AgentStatus, ApiVersion, LineErr};

use super::requests::Answered;
use super::{AgentHandler, VERSION};
use crate::answer::{AgentCaps, Answer};
use crate::block::Block;
use crate::machine::agent_address;

/// What LINE_AGENTSTATUS can report: the lists and the capabilities are those of the start.
const STATUS_MESSAGES: AgentStatus = AgentStatus::GROUP
    .union(AgentStatus::STATE)
    .union(AgentStatus::NEXT_STATE)
    .union(AgentStatus::ACTIVITY)
    .union(AgentStatus::VALID_STATES)
    .union(AgentStatus::VALID_NEXT_STATES);

/// What an application may do at an address where nobody is logged in.
const FEATURES_LOGGED_OFF: AgentFeatures = AgentFeatures::SET_AGENT_GROUP
    .union(AgentFeatures::AGENT_SPECIFIC)
    .union(AgentFeatures::GET_AGENT_ACTIVITY_LIST)
    .union(AgentFeatures::GET_AGENT_GROUP);

/// What an application may do at an address where an agent is logged in.
const FEATURES: AgentFeatures =
    FEATURES_LOGGED_OFF.union(AgentFeatures::SET_AGENT_STATE).union(AgentFeatures::SET_AGENT_ACTIVITY);

impl AgentHandler {
    /// In the terms of the client's version, or of the handler's own where that is lower (LINEAGENTCAPS structure).
    pub(super) fn capabilities(&self, client_version: ApiVersion) -> Answer {
        let caps_version = client_version.min(VERSION);
        let (states, next_states) = agent_address::State::all_choices();
        Answer::Caps(Box::new(AgentCaps {
            handler_info: self.config.info.clone(),
            caps_version,
            features: self.features(true),
            states,
            next_states,
            max_num_group_entries: u32::try_from(self.config.groups.len()).unwrap_or(u32::MAX),
            status_messages: STATUS_MESSAGES,
            extensions: self.config.extensions.clone(),
            proxy_guid: if caps_version < ApiVersion::V2_2 { Guid::default() } else { self.config.guid },
        }))
    }

    /// What an application may do; lineAgentSpecific only where there is an extension.
    pub(super) fn features(&self, logged_in: bool) -> AgentFeatures {
        let mut features = if logged_in { FEATURES } else { FEATURES_LOGGED_OFF };
        features.set(AgentFeatures::AGENT_SPECIFIC, !self.config.extensions.is_empty());
        features
    }

    /// Activities are the same for every agent.
    pub(super) fn activities(&self) -> Answer {
        Answer::Activities(self.config.activities.clone())
    }

    /// Every agent can log in to every group, so this is also the list of those that an agent can choose.
    pub(super) fn groups(&self) -> Answer {
        Answer::Groups(self.config.groups.iter().map(|group| group.entry.clone()).collect())
    }

    pub(super) fn specific(&self, extension: u32, params: &Block) -> Answered {
        let known = self.config.extensions.get(extension as usize);
        known.map(|_| Some(Answer::Specific(params.clone()))).ok_or(LineErr::INVAL_PARAM)
    }
}
