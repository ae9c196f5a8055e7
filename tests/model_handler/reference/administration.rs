//! What an administrator changes, and who is told.

use tapi_acd::Message;
use tapi_acd::handler::Change;
use tapi_acd::ids::ActivityId;
use tapi_acd::wire::consts::{AgentSessionState, AgentStatus, GroupStatus, QueueStatus};

use super::{KnownGroup, KnownQueue, Model};

impl Model {
    pub(super) fn administer(&mut self, change: Change) {
        match change {
            Change::AddGroup(group) if self.group(group.entry.id).is_none() => {
                self.groups.push(KnownGroup { what: group, there: true });
                self.say_acd(Message::GroupStatus { changed: GroupStatus::NEW_GROUP });
                self.news |= AgentStatus::GROUP_LIST | AgentStatus::CAPS_CHANGE;
            }
            Change::RemoveGroup(id) => {
                let Some(group) = self.group(id) else { return };
                self.groups[group].there = false;
                for session in 0..self.sessions.len() {
                    let s = &self.sessions[session];
                    let (agent, state) = (s.agent, s.state());
                    if s.group == group && s.is_live() && state != AgentSessionState::BUSY_ON_CALL {
                        self.turn_session(session, AgentSessionState::ENDED);
                        self.settle(agent);
                    }
                }
                self.say_acd(Message::GroupStatus { changed: GroupStatus::GROUP_REMOVED });
                self.news |= AgentStatus::GROUP_LIST | AgentStatus::CAPS_CHANGE;
            }
            Change::Serve { group, queues } => {
                if let Some(group) = self.group(group) {
                    self.groups[group].what.queues = queues;
                }
            }
            Change::AddQueue(queue) if self.queue(queue.entry.id).is_none() => {
                let (id, created) = (queue.entry.id, self.now);
                self.queues.push(KnownQueue {
                    what: queue,
                    there: true,
                    created,
                    period: None,
                    events: vec![],
                });
                self.say_acd(Message::QueueStatus { queue: id, changed: QueueStatus::NEW_QUEUE });
            }
            Change::RemoveQueue(id) => {
                let Some(queue) = self.queue(id) else { return };
                self.queues[queue].there = false;
                self.say_acd(Message::QueueStatus { queue: id, changed: QueueStatus::QUEUE_REMOVED });
            }
            Change::Activities(activities) if activities != self.activities => {
                let gone: Vec<_> =
                    self.activities.iter().filter(|a| !activities.contains(a)).map(|a| a.id).collect();
                let agents = self.agents.iter_mut().filter(|agent| gone.contains(&agent.activity));
                agents.for_each(|agent| agent.activity = ActivityId(0));
                self.activities = activities;
                self.news |= AgentStatus::ACTIVITY_LIST;
            }
            Change::Extensions(extensions) if extensions != self.extensions => {
                self.extensions = extensions;
                self.news |= AgentStatus::CAPS_CHANGE;
            }
            Change::Agents(accounts) => self.accounts = accounts,
            // What is so already changes nothing.
            Change::AddGroup(_) | Change::AddQueue(_) | Change::Activities(_) | Change::Extensions(_) => {}
        }
    }
}
