//! What agents do at their phones, without an application.
//!
//! The phones of an ACD have keys for agents. TAPI's pages say nothing about them but that there are legacy ACD systems
//! with ids and PINs of their own (*lineCreateAgent function*), so all of this is inferred: a key does what the request
//! would do that an application has for it, and the applications are told the same.

use tapi_wire::consts::AgentStateEx;

use super::config::Phone;
use super::policy::Policy;
use super::requests::Answered;
use super::{AgentHandler, Say};
use crate::answer::Answer;
use crate::ids::DeviceId;
use crate::provider::Key;

impl<P: Policy> AgentHandler<P> {
    /// What does not fit where the agent stands changes nothing: the phone gives a tone, and nobody else hears of it.
    pub(super) fn key_pressed(&mut self, device: DeviceId, key: Key, say: &mut impl Say) {
        if self.view().is_up()
            && let Some(phone) = self.config.phones.get(&device)
        {
            let _tone_if_refused = match key {
                Key::LogOn => self.log_on(device, &phone.clone(), say),
                Key::Ready => self.choose(device, AgentStateEx::READY, say),
                Key::NotReady => self.choose(device, AgentStateEx::NOT_READY, say),
                Key::LogOff => self.choose(device, AgentStateEx::RELEASED, say),
            };
        }
    }

    /// The agent joins the groups that can be joined, and is not ready at first.
    fn log_on(&mut self, device: DeviceId, phone: &Phone, say: &mut impl Say) -> Answered {
        let pin = phone.agent.pin.as_deref();
        let created = self.create_agent(device, Some(&phone.agent.id), pin, say)?;
        if let Some(Answer::Agent(agent)) = created {
            for group in &*phone.groups {
                let _other_groups_follow =
                    self.create_session(device, agent, pin, *group, phone.address, say);
            }
        }
        Ok(created)
    }

    fn choose(&mut self, device: DeviceId, state: AgentStateEx, say: &mut impl Say) -> Answered {
        match self.agents.at_device(device) {
            Some(agent) => self.set_agent_state(agent, state, AgentStateEx(0), say),
            None => Ok(None),
        }
    }
}
