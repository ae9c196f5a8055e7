//! What an administrator changes while the handler runs, and who is told.
//!
//! LINE_GROUPSTATUS and LINE_QUEUESTATUS go to the ACD line, as at the start. LINE_AGENTSTATUS is about an agent, so
//! the lists and capabilities are news at every address where one is logged in (inferred: the lists are the same for
//! every address, and who logs in reads them then). Before the handler is up nobody was told anything, and nothing is
//! told.

use alloc::vec::Vec;

use tapi_wire::Guid;
use tapi_wire::consts::{AgentStatus as Changed, GroupStatus, QueueStatus};

use super::config::{Account, Group, Queue};
use super::policy::Policy;
use super::{AgentHandler, Say};
use crate::answer::ActivityEntry;
use crate::ids::{ActivityId, QueueId};
use crate::machine::agent_session::{Event, State};
use crate::message::Message;

/// What an administrator changes. What is so already changes nothing, and nothing is told.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// A group comes: LINE_GROUPSTATUS with NEWGROUP; GROUPLIST and CAPSCHANGE at the addresses. One whose id is taken
    /// does not.
    AddGroup(Group),
    /// A group goes: LINE_GROUPSTATUS with GROUPREMOVED; GROUPLIST and CAPSCHANGE at the addresses.
    ///
    /// Its sessions end before it goes, one that is on a call with the call (inferred: no call is cut short), and are
    /// their applications' to release. Who has logged in by address and now works for no group is logged off.
    RemoveGroup(Guid),
    /// A group serves other queues than before; no bit of a message says so.
    Serve {
        /// The group; one that is not there stays so.
        group: Guid,
        /// All its queues.
        queues: Vec<QueueId>,
    },
    /// A queue comes: LINE_QUEUESTATUS with NEWQUEUE. One whose id is taken does not.
    AddQueue(Queue),
    /// A queue goes: LINE_QUEUESTATUS with QUEUEREMOVED.
    ///
    /// Its calls stay where they are and are answered as calls of its groups (inferred: a queue counts calls and
    /// controls none). What comes to its address afterwards comes to no queue, and its figures are gone; TAPI 3 has
    /// TAPI_E_CALLCENTER_QUEUE_REMOVED for who asks, TAPI 2.2 the code for any unknown id.
    RemoveQueue(QueueId),
    /// Agents can choose other activities: ACTIVITYLIST at the addresses. An activity that is not in the list as it was
    /// is taken from who had it (inferred), with ACTIVITY.
    Activities(Vec<ActivityEntry>),
    /// There are other extensions: CAPSCHANGE at the addresses.
    Extensions(Vec<[u32; 4]>),
    /// Other people may log in; who is logged in stays so. Nothing says so.
    Agents(Vec<Account>),
}

impl<P: Policy> AgentHandler<P> {
    pub(super) fn administer(&mut self, change: Change, say: &mut impl Say) {
        match change {
            Change::AddGroup(group) => {
                if self.add_group(group) {
                    self.tell_if_up(Message::GroupStatus { changed: GroupStatus::NEW_GROUP }, say);
                    self.tell_every_agent(Changed::GROUP_LIST | Changed::CAPS_CHANGE);
                }
            }
            Change::RemoveGroup(id) => {
                if let Some(group) = self.directory.remove_group(id) {
                    self.end_sessions(group, say);
                    self.tell_if_up(Message::GroupStatus { changed: GroupStatus::GROUP_REMOVED }, say);
                    self.tell_every_agent(Changed::GROUP_LIST | Changed::CAPS_CHANGE);
                }
            }
            Change::Serve { group, queues } => self.directory.serve(group, queues),
            Change::AddQueue(queue) => {
                let id = queue.entry.id;
                if self.add_queue(queue) {
                    self.tell_if_up(Message::QueueStatus { queue: id, changed: QueueStatus::NEW_QUEUE }, say);
                }
            }
            Change::RemoveQueue(queue) => {
                if self.directory.remove_queue(queue) {
                    self.tell_if_up(Message::QueueStatus { queue, changed: QueueStatus::QUEUE_REMOVED }, say);
                }
            }
            Change::Activities(activities) => self.replace_activities(activities),
            Change::Extensions(extensions) => {
                if extensions != self.config.extensions {
                    self.config.extensions = extensions;
                    self.tell_every_agent(Changed::CAPS_CHANGE);
                }
            }
            Change::Agents(accounts) => self.config.agents = accounts,
        }
    }

    /// Adds a group with room for its idle agents, unless its id is taken.
    pub(super) fn add_group(&mut self, group: Group) -> bool {
        let is_new = self.directory.add_group(group);
        if is_new {
            self.agents.add_group();
        }
        is_new
    }

    /// Adds a queue with its figures, unless its id is taken.
    pub(super) fn add_queue(&mut self, queue: Queue) -> bool {
        let is_new = self.directory.add_queue(queue);
        if is_new {
            self.queues.add(self.now);
            self.calls.add_queue();
        }
        is_new
    }

    /// Ends the sessions for a group that is gone, but those on a call: they end with it.
    fn end_sessions(&mut self, group: u32, say: &mut impl Say) {
        let agents: Vec<_> = self.agents.handles().collect();
        for agent in agents {
            let session = self.agents.live(agent).find(|(_, session)| session.group == group);
            if let Some((session, _)) = session.filter(|(_, session)| session.state != State::BusyOnCall) {
                self.move_session(session, Event::SetEnded, say);
                self.settle(agent, say);
            }
        }
    }

    fn replace_activities(&mut self, activities: Vec<ActivityEntry>) {
        let before = core::mem::replace(&mut self.config.activities, activities);
        if before == self.config.activities {
            return;
        }
        let gone = before.iter().filter(|activity| !self.config.activities.contains(activity));
        let gone: Vec<_> = gone.map(|activity| activity.id).collect();
        for agent in self.agents.all_mut().filter(|agent| gone.contains(&agent.activity)) {
            agent.activity = ActivityId(0);
        }
        self.tell_every_agent(Changed::ACTIVITY_LIST);
    }

    /// Groups and queues are announced when the handler is up; before that nobody hears of one.
    pub(super) fn tell_if_up(&mut self, message: Message, say: &mut impl Say) {
        if self.view().is_up() {
            self.tell_acd_line(message, say);
        }
    }

    /// What is news at every address where an agent is logged in; told with what else has changed there.
    fn tell_every_agent(&mut self, news: Changed) {
        self.news |= news;
        self.touched.extend(self.addresses.devices());
    }
}
