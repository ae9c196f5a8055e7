//! What the handler can do, what an agent can choose from, and what only the handler defines.

use alloc::boxed::Box;

use tapi_wire::Guid;
use tapi_wire::consts::{AgentFeatures, AgentStatus, ApiVersion, LineErr, ProxyRequestType};

use super::policy::Policy;
use super::requests::Answered;
use super::{AgentHandler, VERSION};
use crate::answer::{AgentCaps, Answer};
use crate::block::Block;
use crate::ids::{AgentHandle, DeviceId};
use crate::machine::agent_address;

/// What LINE_AGENTSTATUS can report: all that is defined.
const STATUS_MESSAGES: AgentStatus = AgentStatus::GROUP
    .union(AgentStatus::STATE)
    .union(AgentStatus::NEXT_STATE)
    .union(AgentStatus::ACTIVITY)
    .union(AgentStatus::ACTIVITY_LIST)
    .union(AgentStatus::GROUP_LIST)
    .union(AgentStatus::CAPS_CHANGE)
    .union(AgentStatus::VALID_STATES)
    .union(AgentStatus::VALID_NEXT_STATES);

/// The function behind each feature, by its request type, and whether an agent must be logged in for it.
const FEATURES: [(AgentFeatures, ProxyRequestType, bool); 6] = [
    (AgentFeatures::SET_AGENT_GROUP, ProxyRequestType::SET_AGENT_GROUP, false),
    (AgentFeatures::SET_AGENT_STATE, ProxyRequestType::SET_AGENT_STATE, true),
    (AgentFeatures::SET_AGENT_ACTIVITY, ProxyRequestType::SET_AGENT_ACTIVITY, true),
    (AgentFeatures::AGENT_SPECIFIC, ProxyRequestType::AGENT_SPECIFIC, false),
    (AgentFeatures::GET_AGENT_ACTIVITY_LIST, ProxyRequestType::GET_AGENT_ACTIVITY_LIST, false),
    (AgentFeatures::GET_AGENT_GROUP, ProxyRequestType::GET_AGENT_GROUP_LIST, false),
];

impl<P: Policy> AgentHandler<P> {
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
            max_num_group_entries: u32::try_from(self.directory.groups().count()).unwrap_or(u32::MAX),
            status_messages: STATUS_MESSAGES,
            extensions: self.config.extensions.clone(),
            proxy_guid: if caps_version < ApiVersion::V2_2 { Guid::default() } else { self.config.guid },
        }))
    }

    /// What an application may do with this handler; lineAgentSpecific only where there is an extension.
    pub(super) fn features(&self, logged_in: bool) -> AgentFeatures {
        let usable = |&(feature, request_type, needs_agent): &(AgentFeatures, ProxyRequestType, bool)| {
            let usable = self.config.serves.contains(&request_type)
                && (logged_in || !needs_agent)
                && (feature != AgentFeatures::AGENT_SPECIFIC || !self.config.extensions.is_empty());
            usable.then_some(feature)
        };
        FEATURES.iter().filter_map(usable).collect()
    }

    /// The activities that the agent at the line can choose.
    pub(super) fn activities(&self, device: DeviceId) -> Answer {
        let who = self.who_at(device);
        let offered = self.config.activities.iter();
        let offered = offered.filter(|activity| self.policy.offers_activity(who, activity.id));
        Answer::Activities(offered.cloned().collect())
    }

    /// The groups that the agent at the line can choose.
    pub(super) fn offered_groups(&self, device: DeviceId) -> Answer {
        let who = self.who_at(device);
        let offered = self.directory.groups().filter(|group| self.policy.offers_group(who, group.entry.id));
        Answer::Groups(offered.map(|group| group.entry.clone()).collect())
    }

    /// Every group of the ACD.
    pub(super) fn groups(&self) -> Answer {
        Answer::Groups(self.directory.groups().map(|group| group.entry.clone()).collect())
    }

    pub(super) fn specific(&self, extension: u32, params: &Block) -> Answered {
        let extension = *self.config.extensions.get(extension as usize).ok_or(LineErr::INVAL_PARAM)?;
        let mut params = params.clone();
        self.policy.specific(extension, &mut params.0)?;
        Ok(Some(Answer::Specific(params)))
    }

    /// The id that the agent at the line logged in with.
    pub(super) fn who_at(&self, device: DeviceId) -> Option<&str> {
        self.agents.at_device(device).and_then(|agent| self.who(agent))
    }

    /// The id that the agent logged in with.
    pub(super) fn who(&self, agent: AgentHandle) -> Option<&str> {
        self.agents.agent(agent).and_then(|agent| agent.id.as_deref())
    }
}
