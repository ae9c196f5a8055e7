//! The agent handler by address (TAPI 2.0), and that both views are of the same agents.

use tapi_acd::answer::{ActivityEntry, AgentCaps, AgentStatus, Answer, GroupEntry};
use tapi_acd::ids::{ActivityId, AddressId, AgentSessionHandle, CallId, DeviceId, LineHandle, SeatId};
use tapi_acd::machine::views;
use tapi_acd::system::Input;
use tapi_acd::wire::Guid;
use tapi_acd::wire::consts::{
    AgentFeatures, AgentSessionState, AgentState, AgentStateEx, AgentStatus as Changed, AgentStatusEx,
    ApiVersion, CallPrivilege, Constants, LineErr,
};
use tapi_acd::{Block, Function, Message, ResultCode, provider};

use crate::desk::{Desk, EXTENSION, GROUPS, HANDLER};
use crate::handler::{Desktop, NONE, two_agents};

const SEAT: SeatId = SeatId(2);
/// The line's second address.
const ADDRESS: AddressId = AddressId(1);
const KEEP: AgentState = AgentState(0);

/// States that can be chosen at will, and those that can follow an ACD call.
const AT_WILL: u32 = AgentState::READY.0 | AgentState::NOT_READY.0 | AgentState::LOGGED_OFF.0;
const AFTER_CALL: u32 = AgentState::READY.0 | AgentState::NOT_READY.0 | AgentState::WORKING_AFTER_CALL.0;

/// An application that knows addresses and no handles, on a line where nobody is logged in.
struct Phone {
    desk: Desk,
    line: LineHandle,
    heard: usize,
}

impl Phone {
    fn new() -> Self {
        let mut desk = Desk::new(2);
        desk.feed(Input::StartHandler);
        let line = desk.open_with(SEAT, 1, ApiVersion::V2_2, CallPrivilege::OWNER);
        Self { desk, line, heard: 0 }
    }

    fn ask(&mut self, function: Function) -> Result<Option<Answer>, ResultCode> {
        match self.desk.call(SEAT, function) {
            (ResultCode::SUCCESS, _, answer) => Ok(answer),
            (refused, ..) => Err(refused),
        }
    }

    fn join(&mut self, groups: &[Guid]) -> Result<Option<Answer>, ResultCode> {
        self.ask(Function::SetAgentGroup { line: self.line, address: ADDRESS, groups: groups.to_vec() })
    }

    fn set(&mut self, state: AgentState, next: AgentState) -> Result<Option<Answer>, ResultCode> {
        self.ask(Function::SetAgentState { line: self.line, address: ADDRESS, state, next })
    }

    fn status(&mut self) -> AgentStatus {
        match self.ask(Function::GetAgentStatus { line: self.line, address: ADDRESS }) {
            Ok(Some(Answer::Status(status))) => *status,
            other => panic!("{other:?}"),
        }
    }

    fn switch(&mut self, input: provider::Input) {
        self.desk.switch(input);
    }

    fn rings(&mut self, call: CallId) {
        self.switch(provider::Input::Arrive { call, address: AddressId(0) });
        self.switch(provider::Input::Deliver { call, device: DeviceId(1), address: ADDRESS });
    }

    fn answers(&mut self) {
        let call = self.desk.offered(SEAT);
        assert_eq!(self.ask(Function::Answer { call }), Ok(None));
    }

    /// What was told about addresses since the last time.
    fn news(&mut self) -> Vec<(AddressId, Changed, AgentState)> {
        let heard = self.desk.heard(SEAT);
        let news = heard[self.heard..].iter().filter_map(|message| match *message {
            Message::AgentStatus { address, changed, state } => Some((address, changed, state)),
            _ => None,
        });
        let news = news.collect();
        self.heard = heard.len();
        news
    }

    /// The bits and the state of the one message that has come, and that the status agrees with it.
    #[track_caller]
    fn told(&mut self, changed: Changed, state: AgentState) {
        assert_eq!(self.news(), [(ADDRESS, changed, state)]);
        if state != KEEP {
            assert_eq!(self.status().state, state);
        }
    }
}

const REFUSED: fn(LineErr) -> Result<Option<Answer>, ResultCode> = |error| Err(error.into());

/// Every bit that is defined; `all` has the others too, which go through as they are.
fn all_features() -> AgentFeatures {
    AgentFeatures::from_bits_retain(AgentFeatures::FAMILY.defined_bits())
}

/// LINEAGENTCAPS structure: told by the version that the call names, or by the handler's where that is lower.
#[test]
fn the_capabilities_are_those_of_the_handler() {
    let mut phone = Phone::new();
    let (app, device) = (phone.desk.initialise(SEAT), DeviceId(1));
    let expected = |caps_version, proxy_guid| AgentCaps {
        handler_info: "test handler 1.0".into(),
        caps_version,
        features: all_features(),
        states: AT_WILL,
        next_states: AFTER_CALL,
        max_num_group_entries: 2,
        status_messages: Changed::from_bits_retain(Changed::FAMILY.defined_bits()),
        extensions: vec![EXTENSION],
        proxy_guid,
    };
    // ProxyGUID came with TAPI 2.2.
    let nobody = Guid::default();
    for (app_api_version, caps_version, proxy_guid) in [
        (ApiVersion::V2_0, ApiVersion::V2_0, nobody),
        (ApiVersion::V2_1, ApiVersion::V2_1, nobody),
        (ApiVersion::V2_2, ApiVersion::V2_2, HANDLER),
        (ApiVersion::V3_0, ApiVersion::V2_2, HANDLER),
        (ApiVersion::V3_1, ApiVersion::V2_2, HANDLER),
    ] {
        let caps = Function::GetAgentCaps { app, device, address: ADDRESS, app_api_version };
        let expected = expected(caps_version, proxy_guid);
        assert_eq!(phone.ask(caps), Ok(Some(Answer::Caps(expected.into()))), "{app_api_version}");
    }
}

/// lineGetAgentActivityList, lineGetAgentGroupList and lineAgentSpecific functions: also where nobody is logged in
/// (erratum E33).
#[test]
fn lists_and_extensions_need_nobody() {
    let mut phone = Phone::new();
    let (line, address) = (phone.line, ADDRESS);
    let group = |id, name: &str| GroupEntry { id, name: name.into() };
    let activity = |id, name: &str| ActivityEntry { id: ActivityId(id), name: name.into() };
    let groups = Answer::Groups(vec![group(GROUPS[0], "Banking"), group(GROUPS[1], "Cards")]);
    let activities = Answer::Activities(vec![activity(1, "training"), activity(2, "paperwork")]);
    let params = Block(vec![1, 2, 3]);
    let specific = |extension| Function::AgentSpecific { line, address, extension, params: params.clone() };
    let rows = [
        (Function::GetAgentGroupList { line, address }, Ok(Some(groups.clone()))),
        (Function::GetGroupList { line }, Ok(Some(groups))),
        (Function::GetAgentActivityList { line, address }, Ok(Some(activities))),
        (specific(0), Ok(Some(Answer::Specific(params.clone())))),
        (specific(1), REFUSED(LineErr::INVAL_PARAM)),
    ];
    for (function, expected) in rows {
        assert_eq!(phone.ask(function.clone()), expected, "{function:?}");
    }
}

/// LINEAGENTSTATUS structure, lineSetAgentGroup function.
#[test]
fn an_address_logs_in_and_out_with_its_groups() {
    let mut phone = Phone::new();
    let nobody = AgentStatus {
        state: AgentState::LOGGED_OFF,
        next_state: AgentState::LOGGED_OFF,
        features: all_features() - AgentFeatures::SET_AGENT_STATE - AgentFeatures::SET_AGENT_ACTIVITY,
        ..AgentStatus::default()
    };
    assert_eq!(phone.status(), nobody);
    assert_eq!(phone.join(&[]), Ok(None), "who is logged off logs off");
    assert_eq!(phone.news(), []);

    assert_eq!(phone.join(&[GROUPS[1], GROUPS[0]]), Ok(None));
    let all = Changed::GROUP | Changed::STATE | Changed::NEXT_STATE | Changed::VALID_STATES;
    phone.told(all, AgentState::NOT_READY);
    let status = phone.status();
    assert_eq!(status.groups.iter().map(|group| group.id).collect::<Vec<_>>(), GROUPS);
    assert_eq!((status.features, status.next_state), (all_features(), AgentState::WORKING_AFTER_CALL));
    assert_eq!((status.valid_states, status.valid_next_states), (AT_WILL, 0));

    // The same agent by handle: two sessions at the address.
    let view = phone.desk.system.handler();
    let agent = view.agent_at(DeviceId(1)).expect("an agent");
    let sessions = view.sessions(agent).to_vec();
    assert_eq!(sessions.len(), 2);
    let Ok(Some(Answer::Sessions(list))) =
        phone.ask(Function::GetAgentSessionList { line: phone.line, agent })
    else {
        panic!("no list")
    };
    assert!(list.iter().all(|entry| entry.working_address == ADDRESS));

    // The set is replaced, not added to.
    assert_eq!(phone.join(&[GROUPS[1]]), Ok(None));
    phone.told(Changed::GROUP, KEEP);
    assert_eq!(phone.desk.system.handler().sessions(agent).len(), 1);
    assert_eq!(phone.join(&[]), Ok(None));
    phone.told(all, AgentState::LOGGED_OFF);
    assert_eq!(phone.status(), nobody);
    let released =
        Message::AgentStatusEx { agent, changed: AgentStatusEx::STATE, state: AgentStateEx::RELEASED };
    assert!(phone.desk.heard(SEAT).contains(&released));
    assert_eq!(phone.desk.monitor.findings(), []);
}

/// lineSetAgentState function, LINEAGENTSTATE_ Constants: a call by address, with and without a next state.
#[test]
fn a_call_by_address() {
    let mut phone = Phone::new();
    assert_eq!(phone.join(&[GROUPS[0]]), Ok(None));
    phone.news();
    assert_eq!(phone.set(AgentState::READY, KEEP), Ok(None));
    phone.told(Changed::STATE, AgentState::READY);
    assert_eq!(phone.desk.idle().len(), 1);

    let call_begins = Changed::STATE | Changed::VALID_STATES | Changed::VALID_NEXT_STATES;
    phone.rings(CallId(1));
    assert_eq!(phone.news(), []);
    phone.answers();
    phone.told(call_begins, AgentState::BUSY_ACD);
    let status = phone.status();
    assert_eq!((status.valid_states, status.valid_next_states), (0, AFTER_CALL));
    phone.switch(provider::Input::HangUp { call: CallId(1) });
    phone.told(call_begins, AgentState::WORKING_AFTER_CALL);
    let agent = phone.desk.system.handler().agent_at(DeviceId(1)).expect("an agent");
    assert_eq!(
        phone.desk.system.handler().agent_state(agent).map(tapi_acd::machine::agent_ex::State::wire),
        Some(AgentStateEx::NOT_READY)
    );
    assert_eq!(phone.set(AgentState::READY, KEEP), Ok(None));
    phone.told(Changed::STATE, AgentState::READY);

    phone.rings(CallId(2));
    phone.answers();
    phone.told(call_begins, AgentState::BUSY_ACD);
    // 0 keeps the state; the next state has no value in the message, and 0 is its default.
    for (next, expected) in [
        (AgentState::NOT_READY, AgentState::NOT_READY),
        (AgentState::READY, AgentState::READY),
        (AgentState::WORKING_AFTER_CALL, AgentState::WORKING_AFTER_CALL),
        (AgentState::READY, AgentState::READY),
    ] {
        assert_eq!(phone.set(KEEP, next), Ok(None));
        phone.told(Changed::NEXT_STATE, KEEP);
        assert_eq!(phone.status().next_state, expected);
    }
    phone.switch(provider::Input::HangUp { call: CallId(2) });
    phone.told(call_begins | Changed::NEXT_STATE, AgentState::READY);
    assert_eq!(phone.set(AgentState::LOGGED_OFF, KEEP), Ok(None));
    assert_eq!(phone.status().state, AgentState::LOGGED_OFF);
    assert_eq!(phone.desk.monitor.findings(), []);
}

/// LINEAGENTSTATE_ Constants: a call that did not come from a queue of this agent.
#[test]
fn another_call_by_address() {
    let mut phone = Phone::new();
    assert_eq!(phone.join(&[GROUPS[0]]), Ok(None));
    phone.news();
    phone.rings(CallId(1));
    phone.answers();
    let call_begins = Changed::STATE | Changed::NEXT_STATE | Changed::VALID_STATES;
    phone.told(call_begins, AgentState::BUSY_INCOMING);
    assert_eq!(phone.status().next_state, AgentState::NOT_READY);
    assert_eq!(phone.set(AgentState::READY, KEEP), REFUSED(LineErr::INVAL_AGENT_STATE));
    phone.switch(provider::Input::HangUp { call: CallId(1) });
    phone.told(call_begins, AgentState::NOT_READY);
}

/// LINEAGENTSTATUS structure: dwActivityID and the activity's name.
#[test]
fn an_activity_is_chosen_from_the_list() {
    let mut phone = Phone::new();
    let (line, address) = (phone.line, ADDRESS);
    let set = |activity| Function::SetAgentActivity { line, address, activity: ActivityId(activity) };
    assert_eq!(phone.ask(set(1)), REFUSED(LineErr::INVAL_ADDRESS_STATE), "nobody is logged in");
    assert_eq!(phone.join(&[GROUPS[0]]), Ok(None));
    phone.news();
    assert_eq!(phone.ask(set(3)), REFUSED(LineErr::INVAL_AGENT_ACTIVITY));
    assert_eq!(phone.news(), []);
    assert_eq!(phone.ask(set(2)), Ok(None));
    phone.told(Changed::ACTIVITY, KEEP);
    let status = phone.status();
    assert_eq!((status.activity, &*status.activity_name), (ActivityId(2), "paperwork"));
}

/// lineSetAgentGroup and lineSetAgentState functions: what is refused, and that nothing is heard of it.
#[test]
fn what_an_address_refuses() {
    let stranger = Guid([9; 16]);
    let mut phone = Phone::new();
    let refused = [
        (phone.set(AgentState::READY, KEEP), LineErr::INVAL_ADDRESS_STATE),
        (phone.join(&[stranger]), LineErr::INVAL_AGENT_GROUP),
        (phone.join(&[GROUPS[0], stranger]), LineErr::INVAL_AGENT_GROUP),
        (phone.join(&[GROUPS[0]; 3]), LineErr::INVAL_AGENT_GROUP),
    ];
    assert_eq!(refused.map(|(result, error)| result == REFUSED(error)), [true; 4]);
    assert_eq!(phone.join(&[GROUPS[0], GROUPS[0]]), Ok(None), "a group named twice is named");
    phone.news();
    let busy = AgentState::BUSY_ACD;
    let elsewhere =
        Function::SetAgentGroup { line: phone.line, address: AddressId(0), groups: vec![GROUPS[0]] };
    let refused = [
        (phone.set(busy, KEEP), LineErr::INVAL_AGENT_STATE),
        (phone.set(KEEP, AgentState::READY), LineErr::INVAL_AGENT_STATE),
        (phone.set(AgentState::READY, AgentState::READY), LineErr::INVAL_AGENT_STATE),
        (phone.ask(elsewhere), LineErr::INVAL_AGENT_GROUP),
    ];
    assert_eq!(refused.map(|(result, error)| result == REFUSED(error)), [true; 4]);
    assert_eq!(phone.news(), []);
    assert_eq!(phone.set(AgentState::READY, KEEP), Ok(None));
    phone.rings(CallId(1));
    phone.answers();
    phone.news();
    let refused = [
        (phone.set(AgentState::NOT_READY, KEEP), LineErr::INVAL_AGENT_STATE),
        (phone.set(AgentState::LOGGED_OFF, KEEP), LineErr::INVAL_AGENT_STATE),
        (phone.join(&[]), LineErr::INVAL_ADDRESS_STATE),
        (phone.join(&[GROUPS[1]]), LineErr::INVAL_ADDRESS_STATE),
    ];
    assert_eq!(refused.map(|(result, error)| result == REFUSED(error)), [true; 4]);
    assert_eq!(phone.news(), []);
    assert_eq!(phone.join(&[GROUPS[0], GROUPS[1]]), Ok(None), "the call's group stays");
    phone.told(Changed::GROUP, KEEP);
}

/// An agent who joined by handle is logged in at the session's address, and stays one when logged out there.
#[test]
fn who_joins_by_handle_is_seen_by_address() {
    let (mut desk, _, [one, _]) = two_agents();
    let Desktop { seat, line, agent, .. } = one;
    let told = |desk: &Desk| match desk.heard(seat).last() {
        Some(&Message::AgentStatus { address: AddressId(0), changed, state }) => Some((changed, state)),
        _ => None,
    };
    let joined = Changed::GROUP | Changed::STATE | Changed::NEXT_STATE | Changed::VALID_STATES;
    assert_eq!(told(&desk), Some((joined, AgentState::NOT_READY)));
    assert_eq!(desk.set(one, AgentSessionState::READY, NONE), ResultCode::SUCCESS);
    assert_eq!(told(&desk), Some((Changed::STATE, AgentState::READY)));
    let log_out = Function::SetAgentGroup { line, address: AddressId(0), groups: vec![] };
    assert_eq!(desk.call(seat, log_out).0, ResultCode::SUCCESS);
    assert_eq!(told(&desk), Some((joined, AgentState::LOGGED_OFF)));
    let view = desk.system.handler();
    assert_eq!(
        view.agent_state(agent).map(tapi_acd::machine::agent_ex::State::wire),
        Some(AgentStateEx::NOT_READY)
    );
    assert_eq!(view.sessions(agent), [AgentSessionHandle(0); 0]);
}

/// LINEAGENTSTATE_, LINEAGENTSTATEEX_ and LINEAGENTSESSIONSTATE_ Constants: states of the same name go together.
#[test]
fn states_of_the_same_name_go_together() {
    for row in views::ROWS {
        let Some(address) = row.address else { continue };
        let (ex, session) = (row.agent.wire().to_string(), row.session.wire().to_string());
        let names = [ex, session].map(|name| name.rsplit('_').next().map(str::to_owned));
        let name = address.wire().to_string().trim_start_matches("LINEAGENTSTATE_").to_owned();
        let other = ["LOGGEDOFF", "WORKINGAFTERCALL", "BUSYOUTBOUND", "BUSYOTHER"];
        assert!(other.contains(&&*name) || names.contains(&Some(name.clone())), "{row:?}");
    }
}
