//! The keys at the phones: what an application could ask for, and no answer.

use tapi_acd::answer::Answer;
use tapi_acd::ids::DeviceId;
use tapi_acd::provider::Key;
use tapi_acd::wire::consts::AgentStateEx;

use super::Model;

impl Model {
    /// What would be refused is not done.
    pub(super) fn presses(&mut self, device: DeviceId, key: Key) {
        let Some(phone) = self.phones.get(&device).cloned() else { return };
        let state = match key {
            Key::LogOn => {
                let (id, pin) = (&*phone.agent.id, phone.agent.pin.as_deref());
                if let Ok(Some(Answer::Agent(agent))) = self.create_agent(device, Some(id), pin) {
                    for group in &*phone.groups {
                        drop(self.create_session(device, agent, pin, *group, phone.address));
                    }
                }
                return;
            }
            Key::Ready => AgentStateEx::READY,
            Key::NotReady => AgentStateEx::NOT_READY,
            Key::LogOff => AgentStateEx::RELEASED,
        };
        if let Some(agent) = self.agent_at(device) {
            drop(self.set_agent_state(self.agents[agent].name, state, AgentStateEx(0)));
        }
    }
}
