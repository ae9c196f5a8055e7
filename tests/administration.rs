//! What an administrator changes while the agent handler runs: every bit of a message at its moment, and what becomes
//! of agents and calls.

use tapi_acd::answer::{ActivityEntry, AgentCaps, Answer, GroupEntry, QueueEntry};
use tapi_acd::handler::{Account, Change, Group, Queue};
use tapi_acd::ids::{ActivityId, AddressId, CallId, DeviceId, LineHandle, QueueId, SeatId};
use tapi_acd::machine::agent_ex;
use tapi_acd::system::{HANDLER_SEAT, Input};
use tapi_acd::wire::Guid;
use tapi_acd::wire::consts::{
    AgentFeatures, AgentSessionState, AgentSessionStatus, AgentState, AgentStateEx, AgentStatus as Changed,
    AgentStatusEx, ApiVersion, CallPrivilege, GroupStatus, LineErr, QueueStatus,
};
use tapi_acd::{Function, Message, ResultCode, provider};

use crate::desk::{Desk, EXTENSION, GROUPS};
use crate::handler::{Desktop, NONE, SUPERVISOR, two_agents};

const NEW_GROUP: Guid = Guid([3; 16]);
const LISTS: Changed = Changed::GROUP_LIST.union(Changed::CAPS_CHANGE);

fn group(id: Guid, queue: u32) -> Group {
    Group { entry: GroupEntry { id, name: "Night".into() }, queues: vec![QueueId(queue)] }
}

fn queue(id: u32, address: u32) -> Queue {
    Queue { entry: QueueEntry { id: QueueId(id), name: "night".into() }, address: AddressId(address) }
}

fn group_status(changed: GroupStatus) -> Message {
    Message::GroupStatus { changed }
}

fn queue_status(queue: u32, changed: QueueStatus) -> Message {
    Message::QueueStatus { queue: QueueId(queue), changed }
}

/// LINE_AGENTSTATUS at the address where the test's agents work.
fn at_address(changed: Changed, state: AgentState) -> Message {
    Message::AgentStatus { address: AddressId(0), changed, state }
}

impl Desk {
    fn administer(&mut self, change: Change) {
        assert_eq!(self.feed(Input::Administer { seat: HANDLER_SEAT, change }), []);
    }

    /// What a seat hears of the change.
    fn hears(&mut self, seat: SeatId, change: Change) -> Vec<Message> {
        let before = self.heard(seat).len();
        self.administer(change);
        self.heard(seat).split_off(before)
    }

    fn ask(&mut self, function: Function) -> Result<Answer, ResultCode> {
        match self.call(SUPERVISOR, function) {
            (ResultCode::SUCCESS, _, Some(answer)) => Ok(answer),
            (refused, ..) => Err(refused),
        }
    }

    fn groups(&mut self, line: LineHandle) -> Vec<Guid> {
        match self.ask(Function::GetGroupList { line }) {
            Ok(Answer::Groups(groups)) => groups.iter().map(|group| group.id).collect(),
            other => panic!("{other:?}"),
        }
    }

    fn caps(&mut self) -> AgentCaps {
        let (app, device) = (self.initialise(SUPERVISOR), DeviceId(1));
        let address = AddressId(0);
        match self.ask(Function::GetAgentCaps { app, device, address, app_api_version: ApiVersion::V2_2 }) {
            Ok(Answer::Caps(caps)) => *caps,
            other => panic!("{other:?}"),
        }
    }
}

/// LINEGROUPSTATUS_ and LINEAGENTSTATUS_ Constants: NEWGROUP, GROUPREMOVED, GROUPLIST, CAPSCHANGE.
#[test]
fn a_group_comes_and_goes() {
    let (mut desk, acd, [one, two]) = two_agents();
    let lists = at_address(LISTS, AgentState(0));
    let add = Change::AddGroup(group(NEW_GROUP, 11));
    assert_eq!(desk.hears(SUPERVISOR, add), [group_status(GroupStatus::NEW_GROUP)]);
    assert_eq!([one, two].map(|who| desk.heard(who.seat).last().copied()), [Some(lists); 2]);
    assert_eq!(desk.groups(acd), [GROUPS[0], GROUPS[1], NEW_GROUP]);
    assert_eq!(desk.caps().max_num_group_entries, 3);
    assert!(desk.join(one.seat, one.line, one.agent, NEW_GROUP).is_ok());

    assert_eq!(
        desk.hears(SUPERVISOR, Change::RemoveGroup(GROUPS[1])),
        [group_status(GroupStatus::GROUP_REMOVED)]
    );
    assert_eq!([one, two].map(|who| desk.heard(who.seat).last().copied()), [Some(lists); 2]);
    assert_eq!(desk.groups(acd), [GROUPS[0], NEW_GROUP]);
    assert_eq!(desk.caps().max_num_group_entries, 2);
    assert_eq!(desk.monitor.findings(), []);
}

/// Who is removed with a group: nobody. The sessions end, each as the machine of sessions allows, and then the group
/// goes.
#[test]
fn the_sessions_of_a_group_end_before_it_goes() {
    use AgentSessionState as S;
    let (mut desk, _, [one, two]) = two_agents();
    desk.ready(one);
    let session = |who: Desktop| {
        let (changed, state) = (AgentSessionStatus::STATE, S::ENDED);
        Message::AgentSessionStatus { session: who.session, changed, state }
    };
    let (changed, state) = (AgentStatusEx::STATE, AgentStateEx::NOT_READY);
    let news = [
        session(one),
        Message::AgentStatusEx { agent: one.agent, changed, state },
        session(two),
        group_status(GroupStatus::GROUP_REMOVED),
    ];
    assert_eq!(desk.hears(SUPERVISOR, Change::RemoveGroup(GROUPS[0])), news);
    // At the addresses both groups and lists have changed, in one message; nobody is logged in there any more.
    let gone = Changed::GROUP | Changed::STATE | Changed::NEXT_STATE | Changed::VALID_STATES;
    let heard = desk.heard(two.seat);
    assert_eq!(heard.last(), Some(&at_address(gone, AgentState::LOGGED_OFF)));
    assert_eq!([one, two].map(|who| desk.session_state(who)), [Some(S::ENDED); 2]);
    assert_eq!(desk.idle(), []);

    // The applications release them; the id names nothing.
    assert_eq!(desk.set(one, S::RELEASED, NONE), ResultCode::SUCCESS);
    let refused = LineErr::INVAL_AGENT_GROUP.into();
    assert_eq!(desk.join(one.seat, one.line, one.agent, GROUPS[0]), Err(refused));
    let list = Function::GetQueueList { line: one.line, group: GROUPS[0] };
    assert_eq!(desk.call(one.seat, list).0, refused);
    let by_address =
        Function::SetAgentGroup { line: one.line, address: AddressId(0), groups: vec![GROUPS[0]] };
    assert_eq!(desk.call(one.seat, by_address).0, refused);

    // Under the same id comes another group: the old session is not of it.
    desk.administer(Change::AddGroup(group(GROUPS[0], 11)));
    assert_eq!(desk.session_state(two), Some(S::ENDED));
    assert!(desk.join(two.seat, two.line, two.agent, GROUPS[0]).is_ok());
    assert_eq!(desk.monitor.findings(), []);
}

/// A call is not cut short: the session ends with it, whatever was or is asked for.
#[test]
fn the_last_call_of_a_group_goes_on() {
    use AgentSessionState as S;
    let (mut desk, acd, [one, _]) = two_agents();
    desk.ready(one);
    desk.talk(one, CallId(1));
    assert_eq!(desk.set(one, NONE, S::READY), ResultCode::SUCCESS);
    desk.administer(Change::RemoveGroup(GROUPS[0]));
    assert_eq!(desk.session_state(one), Some(S::BUSY_ON_CALL));
    let session = one.session;
    let next = |desk: &mut Desk| match desk.ask(Function::GetAgentSessionInfo { line: acd, session }) {
        Ok(Answer::SessionInfo(info)) => info.next_state,
        other => panic!("{other:?}"),
    };
    assert_eq!(next(&mut desk), S::ENDED);
    for (wish, expected) in [
        (S::READY, LineErr::INVAL_AGENT_STATE.into()),
        (S::NOT_READY, LineErr::INVAL_AGENT_STATE.into()),
        (S::ENDED, ResultCode::SUCCESS),
    ] {
        assert_eq!(desk.set(one, NONE, wish), expected, "{wish}");
    }
    // Other groups can be joined meanwhile, and left, by address too.
    for groups in [vec![GROUPS[1]], vec![]] {
        let set = Function::SetAgentGroup { line: one.line, address: AddressId(0), groups };
        assert_eq!(desk.call(one.seat, set).0, ResultCode::SUCCESS);
    }
    desk.switch(provider::Input::HangUp { call: CallId(1) });
    assert_eq!(desk.session_state(one), Some(S::ENDED));
    assert_eq!(
        desk.system.handler().agent_state(one.agent).map(agent_ex::State::wire),
        Some(AgentStateEx::NOT_READY)
    );
    assert_eq!(desk.monitor.findings(), []);
}

/// Who has logged in by address knows no session: the agent is logged off with the last group.
#[test]
fn who_logged_in_by_address_leaves_with_the_last_group() {
    let mut desk = Desk::new(2);
    let seat = SeatId(2);
    desk.feed(Input::StartHandler);
    let line = desk.open_with(seat, 1, ApiVersion::V2_2, CallPrivilege::OWNER);
    let join = Function::SetAgentGroup { line, address: AddressId(0), groups: GROUPS.to_vec() };
    assert_eq!(desk.call(seat, join).0, ResultCode::SUCCESS);
    desk.administer(Change::RemoveGroup(GROUPS[0]));
    assert_eq!(desk.heard(seat).last(), Some(&at_address(Changed::GROUP | LISTS, AgentState(0))));

    let agent = desk.system.handler().agent_at(DeviceId(1));
    let set = Function::SetAgentState { line, address: AddressId(0), state: AgentState::READY, next: KEEP };
    assert_eq!(desk.call(seat, set).0, ResultCode::SUCCESS);
    desk.switch(provider::Input::Arrive { call: CallId(1), address: AddressId(1) });
    desk.switch(provider::Input::Deliver { call: CallId(1), device: DeviceId(1), address: AddressId(0) });
    let call = desk.offered(seat);
    assert_eq!(desk.call(seat, Function::Answer { call }).0, ResultCode::SUCCESS);
    desk.administer(Change::RemoveGroup(GROUPS[1]));
    assert_eq!(desk.system.handler().agent_at(DeviceId(1)), agent, "the call goes on");
    // What follows the call has changed with the lists.
    let planned = Changed::NEXT_STATE | LISTS;
    assert_eq!(desk.heard(seat).last(), Some(&at_address(planned, AgentState(0))));
    desk.switch(provider::Input::HangUp { call: CallId(1) });
    assert_eq!(desk.system.handler().agent_at(DeviceId(1)), None);
    let last = desk.heard(seat).last().copied();
    let off = |message| matches!(message, Message::AgentStatus { state: AgentState::LOGGED_OFF, .. });
    assert!(last.is_some_and(off), "{last:?}");
    assert_eq!(desk.monitor.findings(), []);
}

const KEEP: AgentState = AgentState(0);

/// LINEQUEUESTATUS_ Constants: NEWQUEUE, QUEUEREMOVED; ITQueue interface: a queue controls no calls.
#[test]
fn a_queue_comes_and_goes_and_its_calls_stay() {
    let (mut desk, acd, [one, _]) = two_agents();
    let new = queue_status(13, QueueStatus::NEW_QUEUE);
    desk.administer(Change::RemoveQueue(QueueId(12)));
    assert_eq!(desk.hears(SUPERVISOR, Change::AddQueue(queue(13, 1))), [new]);
    assert_eq!(
        desk.hears(SUPERVISOR, Change::Serve { group: GROUPS[0], queues: vec![QueueId(11), QueueId(13)] }),
        []
    );
    let queues = |desk: &mut Desk| match desk.ask(Function::GetQueueList { line: acd, group: GROUPS[0] }) {
        Ok(Answer::Queues(queues)) => queues.iter().map(|queue| queue.id.0).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(queues(&mut desk), [11, 13]);

    // Two calls wait when the queue goes.
    desk.ready(one);
    let arrive = |call| provider::Input::Arrive { call: CallId(call), address: AddressId(1) };
    desk.switch(arrive(1));
    desk.switch(arrive(2));
    let removed = queue_status(13, QueueStatus::QUEUE_REMOVED);
    assert_eq!(desk.hears(SUPERVISOR, Change::RemoveQueue(QueueId(13))), [removed]);
    assert_eq!(queues(&mut desk), [11]);
    let (line, queue_id, period) = (acd, QueueId(13), 60);
    for function in [
        Function::GetQueueInfo { line, queue: queue_id },
        Function::SetQueueMeasurementPeriod { line, queue: queue_id, period },
    ] {
        assert_eq!(desk.ask(function), Err(LineErr::INVAL_PARAM.into()));
    }

    // One is answered as a call of the group that served the queue, one gives up, one comes too late.
    let before = desk.heard(SUPERVISOR).len();
    let address = AddressId(0);
    desk.switch(provider::Input::Deliver { call: CallId(1), device: one.device, address });
    let call = desk.offered(one.seat);
    assert_eq!(desk.call(one.seat, Function::Answer { call }).0, ResultCode::SUCCESS);
    assert_eq!(desk.session_state(one), Some(AgentSessionState::BUSY_ON_CALL));
    desk.switch(provider::Input::HangUp { call: CallId(2) });
    desk.switch(arrive(3));
    let heard = desk.heard(SUPERVISOR);
    assert!(!heard[before..].iter().any(|message| matches!(message, Message::QueueStatus { .. })));

    // Under the same id comes another queue, without those calls.
    desk.administer(Change::AddQueue(queue(13, 1)));
    let info = |desk: &mut Desk| match desk.ask(Function::GetQueueInfo { line: acd, queue: QueueId(13) }) {
        Ok(Answer::Queue(info)) => (info.total_calls_queued, info.current_calls_queued),
        other => panic!("{other:?}"),
    };
    assert_eq!(info(&mut desk), (0, 0));
    desk.switch(arrive(4));
    assert_eq!(info(&mut desk), (1, 1));
    assert_eq!(desk.monitor.findings(), []);
}

/// LINEAGENTSTATUS_ Constants: ACTIVITYLIST, and ACTIVITY where the agent's own is gone.
#[test]
fn activities_are_replaced() {
    let (mut desk, _, [one, two]) = two_agents();
    let entry = |id, name: &str| ActivityEntry { id: ActivityId(id), name: name.into() };
    let choose = |desk: &mut Desk, who: Desktop, activity| {
        let Desktop { seat, line, .. } = who;
        let activity = ActivityId(activity);
        desk.call(seat, Function::SetAgentActivity { line, address: AddressId(0), activity }).0
    };
    assert_eq!(choose(&mut desk, one, 1), ResultCode::SUCCESS);
    assert_eq!(choose(&mut desk, two, 2), ResultCode::SUCCESS);
    desk.administer(Change::Activities(vec![entry(1, "training"), entry(2, "e-mail"), entry(3, "chat")]));
    let list = Changed::ACTIVITY_LIST;
    assert_eq!(desk.heard(one.seat).last(), Some(&at_address(list, KEEP)));
    assert_eq!(desk.heard(two.seat).last(), Some(&at_address(list | Changed::ACTIVITY, KEEP)));
    assert_eq!(choose(&mut desk, two, 3), ResultCode::SUCCESS);
    desk.administer(Change::Activities(vec![]));
    assert_eq!(desk.heard(one.seat).last(), Some(&at_address(list | Changed::ACTIVITY, KEEP)));
    assert_eq!(choose(&mut desk, two, 3), LineErr::INVAL_AGENT_ACTIVITY.into());
}

/// LINEAGENTCAPS structure, LINEAGENTSTATUS_ Constants: CAPSCHANGE.
#[test]
fn extensions_are_replaced() {
    let (mut desk, _, [one, _]) = two_agents();
    let caps = at_address(Changed::CAPS_CHANGE, KEEP);
    assert_eq!(desk.hears(one.seat, Change::Extensions(vec![])), [caps]);
    let AgentCaps { features, extensions, .. } = desk.caps();
    assert_eq!((features.contains(AgentFeatures::AGENT_SPECIFIC), extensions), (false, vec![]));
    let other = [9; 4];
    assert_eq!(desk.hears(one.seat, Change::Extensions(vec![EXTENSION, other])), [caps]);
    assert_eq!(desk.caps().extensions, [EXTENSION, other]);
}

#[test]
fn what_is_so_already_is_no_news() {
    let (mut desk, _, [one, _]) = two_agents();
    let activities = [(1, "training"), (2, "paperwork")];
    let activities = activities.map(|(id, name)| ActivityEntry { id: ActivityId(id), name: name.into() });
    let stranger = Guid([9; 16]);
    for change in [
        Change::AddGroup(group(GROUPS[0], 13)),
        Change::AddQueue(queue(11, 5)),
        Change::RemoveGroup(stranger),
        Change::RemoveQueue(QueueId(99)),
        Change::Serve { group: stranger, queues: vec![] },
        Change::Activities(activities.to_vec()),
        Change::Extensions(vec![EXTENSION]),
    ] {
        let before = desk.system.clone();
        let (supervisor, agent) = (desk.heard(SUPERVISOR).len(), desk.heard(one.seat).len());
        desk.pause = 0;
        desk.administer(change.clone());
        let heard = (desk.heard(SUPERVISOR).len(), desk.heard(one.seat).len());
        assert_eq!(heard, (supervisor, agent), "{change:?}");
        assert!(desk.system == before, "{change:?}");
    }
}

/// Who is not there yet is told nothing: what was changed before the start is announced with the rest. The next process
/// starts with what was administered.
#[test]
fn what_was_administered_outlives_the_process() {
    let mut desk = Desk::new(1);
    desk.open(SUPERVISOR, 0, ApiVersion::V2_2);
    assert_eq!(desk.hears(SUPERVISOR, Change::AddGroup(group(NEW_GROUP, 13))), []);
    assert_eq!(desk.hears(SUPERVISOR, Change::RemoveGroup(GROUPS[0])), []);
    assert_eq!(desk.hears(SUPERVISOR, Change::AddQueue(queue(13, 1))), []);
    assert_eq!(desk.hears(SUPERVISOR, Change::RemoveQueue(QueueId(11))), []);
    for _ in 0..2 {
        let before = desk.heard(SUPERVISOR).len();
        desk.feed(Input::StartHandler);
        let announced = desk.heard(SUPERVISOR).split_off(before);
        let announced =
            announced.into_iter().filter(|message| !matches!(message, Message::ProxyStatus { .. }));
        let new = group_status(GroupStatus::NEW_GROUP);
        let queues = [12, 13].map(|id| queue_status(id, QueueStatus::NEW_QUEUE));
        assert_eq!(announced.collect::<Vec<_>>(), [new, new, queues[0], queues[1]]);
        desk.feed(Input::Crash { seat: HANDLER_SEAT });
    }
}

/// lineCreateAgent function: who may log in is asked when somebody does.
#[test]
fn agents_are_replaced() {
    let (mut desk, acd, _) = two_agents();
    let account = |id: &str| Account { id: id.into(), pin: None };
    desk.administer(Change::Agents(vec![account("1001")]));
    let mut create = |id: &str| {
        let create = Function::CreateAgent { line: acd, agent_id: Some(id.into()), agent_pin: None };
        desk.ask(create).map(|_| ())
    };
    assert_eq!(create("1002"), Err(LineErr::INVAL_AGENT_ID.into()));
    assert_eq!(create("1001"), Ok(()));
}
