//! What the agent handler decides where the pages leave it open: by convention, and by a policy of one's own. The
//! handler is alone here: the test is its TAPI.

use tapi_acd::answer::Answer;
use tapi_acd::handler::{
    Account, AfterCall, AgentHandler, Change, Config, Conventional, Input, Policy, Refusal,
};
use tapi_acd::ids::{
    ActivityId, AddressId, AgentHandle, AgentSessionHandle, AppHandle, BufferAddress, CallId, DeviceId,
    LineHandle, QueueId, SeatId,
};
use tapi_acd::provider::CtiEvent;
use tapi_acd::request::ProxyRequest;
use tapi_acd::system::{self, System};
use tapi_acd::wire::Guid;
use tapi_acd::wire::consts::{
    AgentSessionState, AgentState, AgentStateEx, ApiVersion, CallPrivilege, InitializeExOptions, LineErr,
    MediaMode, OpenOptions,
};
use tapi_acd::{Attached, Block, Function, Instant, Message, Out, ResultCode, TypedMessage};

use crate::desk::{self, EXTENSION, GROUPS};

const ADDRESS: AddressId = AddressId(0);
/// The agents' lines.
const PHONE: DeviceId = DeviceId(1);
const OTHER_PHONE: DeviceId = DeviceId(2);
const BUFFER: BufferAddress = BufferAddress(0x1000);

/// A handler that has started, and what it said to the last input.
struct Alone<P: Policy> {
    handler: AgentHandler<P>,
    said: Vec<Function>,
}

fn line(device: DeviceId) -> LineHandle {
    LineHandle(100 + device.0)
}

impl Alone<Conventional> {
    /// Two people have an id, one of them a PIN.
    fn with_accounts() -> Self {
        let account = |id: &str, pin: Option<&str>| Account { id: id.into(), pin: pin.map(Into::into) };
        let agents = vec![account("1001", Some("0815")), account("1002", None)];
        Self::start(Config { agents, ..desk::config(0).handler }, Conventional)
    }
}

impl<P: Policy> Alone<P> {
    fn start(config: Config, policy: P) -> Self {
        let devices = config.devices;
        let mut alone = Self { handler: AgentHandler::with_policy(config, policy), said: vec![] };
        let app = AppHandle(1);
        alone.feed(Input::Start);
        let out = Out::App { app, num_devs: devices, api_version: ApiVersion::V2_2 };
        alone.feed(Input::Return { value: 0, out });
        for device in 0..devices {
            alone.feed(Input::Return { value: 0, out: Out::ApiVersion(ApiVersion::V2_2) });
            alone.feed(Input::Return { value: 0, out: Out::Line(line(DeviceId(device))) });
        }
        assert!(alone.handler.view().is_up());
        alone
    }

    fn feed(&mut self, input: Input) {
        self.handler.handle_input(Instant::ZERO, input).expect("time stands and outputs are drained");
        self.said = std::iter::from_fn(|| self.handler.poll_output()).collect();
    }

    /// Lets an application on the device ask; the handler answers first and once.
    fn ask(&mut self, device: DeviceId, request: ProxyRequest) -> Result<Option<Answer>, LineErr> {
        self.feed(asks(device, request));
        match &self.said[..] {
            [Function::ProxyResponse { request, result, answer, .. }, news @ ..] => {
                assert_eq!(*request, BUFFER);
                assert!(news.iter().all(|said| matches!(said, Function::ProxyMessage { .. })));
                result.error().map_or(Ok(answer.clone()), Err)
            }
            other => panic!("{other:?}"),
        }
    }

    /// A refused request is answered, and that is all: nothing is told, and the handler is what it was.
    #[track_caller]
    fn refuses(&mut self, device: DeviceId, request: &ProxyRequest, error: LineErr) {
        let before = self.handler.clone();
        assert_eq!(self.ask(device, request.clone()), Err(error), "{request:?}");
        assert_eq!(self.said.len(), 1, "{request:?}: {:?}", self.said);
        assert!(self.handler == before, "{request:?}");
    }

    fn log_in(&mut self, device: DeviceId, id: Option<&str>, pin: Option<&str>) -> AgentHandle {
        match self.ask(device, create(id, pin)) {
            Ok(Some(Answer::Agent(agent))) => agent,
            other => panic!("{other:?}"),
        }
    }

    fn join(&mut self, device: DeviceId, agent: AgentHandle, group: Guid) -> AgentSessionHandle {
        match self.ask(device, session(agent, None, group)) {
            Ok(Some(Answer::Session(session))) => session,
            other => panic!("{other:?}"),
        }
    }

    /// A call of the first queue comes, rings and is answered on the device.
    fn talks(&mut self, device: DeviceId, call: CallId) {
        let address = AddressId(0);
        for event in [
            CtiEvent::Queued { call, address },
            CtiEvent::Delivered { call, device },
            CtiEvent::Answered { call },
        ] {
            self.feed(Input::Cti(event));
        }
    }

    fn session_state(&self, session: AgentSessionHandle) -> Option<AgentSessionState> {
        self.handler.view().session_state(session).map(tapi_acd::machine::agent_session::State::wire)
    }
}

/// TAPI passes a request to the handler.
fn asks(device: DeviceId, request: ProxyRequest) -> Input {
    let message = Message::ProxyRequest { buffer: BUFFER };
    let typed =
        TypedMessage { device: line(device).0, callback_instance: device.0.into(), message, residue: [0; 3] };
    let attached = Attached::Request { client_version: ApiVersion::V2_2, request: Box::new(request) };
    Input::Message { message: typed.to_raw(), attached }
}

fn create(id: Option<&str>, pin: Option<&str>) -> ProxyRequest {
    ProxyRequest::CreateAgent { agent_id: id.map(Into::into), agent_pin: pin.map(Into::into) }
}

fn session(agent: AgentHandle, pin: Option<&str>, group: Guid) -> ProxyRequest {
    let agent_pin = pin.map(Into::into);
    ProxyRequest::CreateAgentSession { agent_pin, agent, group, working_address: ADDRESS }
}

fn groups(groups: &[Guid]) -> ProxyRequest {
    ProxyRequest::SetAgentGroup { address: ADDRESS, groups: groups.to_vec() }
}

/// lineCreateAgent function, erratum E22: ids and PINs are those of the accounts; without an id the user's login
/// counts.
#[test]
fn e22_who_may_log_in_is_told_by_the_codes_for_ids_and_pins() {
    let id = Err(LineErr::INVAL_AGENT_ID);
    let pin = Err(LineErr::INVAL_PASSWORD);
    for (who, secret, expected) in [
        (None, None, Ok(())),
        (None, Some("0815"), Ok(())),
        (Some("1001"), Some("0815"), Ok(())),
        (Some("1001"), Some("4711"), pin),
        (Some("1001"), None, pin),
        (Some("1002"), None, Ok(())),
        (Some("1002"), Some("4711"), Ok(())),
        (Some("1003"), None, id),
        (Some("1003"), Some("0815"), id),
        (Some(""), None, id),
    ] {
        let mut alone = Alone::with_accounts();
        match expected {
            Ok(()) => drop(alone.log_in(PHONE, who, secret)),
            Err(error) => alone.refuses(PHONE, &create(who, secret), error),
        }
        // Without accounts anybody may.
        let mut open = Alone::start(desk::config(0).handler, Conventional);
        open.log_in(PHONE, who, secret);
    }
}

/// lineCreateAgentSession function: a PIN for each session, or NULL.
#[test]
fn a_session_may_have_the_agents_pin() {
    let id = LineErr::INVAL_AGENT_ID;
    let pin = LineErr::INVAL_PASSWORD;
    for (who, secret, session_pin, refused) in [
        (None, None, Some("4711"), None),
        (Some("1001"), Some("0815"), None, None),
        (Some("1001"), Some("0815"), Some("0815"), None),
        (Some("1001"), Some("0815"), Some("4711"), Some(pin)),
        (Some("1002"), None, Some("4711"), None),
    ] {
        let mut alone = Alone::with_accounts();
        let agent = alone.log_in(PHONE, who, secret);
        let join = session(agent, session_pin, GROUPS[0]);
        match refused {
            None => assert!(alone.ask(PHONE, join).is_ok()),
            Some(error) => alone.refuses(PHONE, &join, error),
        }
    }
    // An account that is taken away takes effect with the next group, by handle and by address.
    let mut alone = Alone::with_accounts();
    let agent = alone.log_in(PHONE, Some("1001"), Some("0815"));
    let agents = vec![Account { id: "1002".into(), pin: None }];
    alone.feed(Input::Administer(Change::Agents(agents)));
    alone.refuses(PHONE, &session(agent, None, GROUPS[0]), id);
    alone.refuses(PHONE, &groups(&[GROUPS[0]]), id);
}

/// The order of the module's documentation, where two errors apply: the earlier one is the answer.
#[test]
fn the_first_error_that_applies_is_the_answer() {
    let stranger = Guid([9; 16]);
    let mut alone = Alone::start(
        Config {
            agents: ["1001", "1002"].map(|id| Account { id: id.into(), pin: Some("0815".into()) }).to_vec(),
            ..desk::config(0).handler
        },
        Choosy,
    );
    let agent = alone.log_in(PHONE, Some("1001"), Some("0815"));
    let joined = alone.join(PHONE, agent, GROUPS[0]);
    let nobody = AgentHandle(agent.0 + 1);
    let busy = AgentSessionState::BUSY_ON_CALL;
    let set = |session, state, next| ProxyRequest::SetAgentSessionState { session, state, next };
    let by_address = |state, next| ProxyRequest::SetAgentState { address: AddressId(7), state, next };
    let rows = [
        // 1 before 2: what is not there, before who asks.
        (PHONE, session(nobody, Some("4711"), GROUPS[0]), LineErr::INVAL_PARAM),
        (PHONE, session(agent, Some("4711"), stranger), LineErr::INVAL_AGENT_GROUP),
        (PHONE, session(nobody, None, stranger), LineErr::INVAL_PARAM),
        // Within 2: the id before the PIN.
        (OTHER_PHONE, create(Some("1009"), Some("4711")), LineErr::INVAL_AGENT_ID),
        // 2 before 3: who asks, before what is joined or logged in already.
        (PHONE, session(agent, Some("4711"), GROUPS[0]), LineErr::INVAL_PASSWORD),
        (PHONE, session(agent, Some("4711"), GROUPS[1]), LineErr::INVAL_PASSWORD),
        (OTHER_PHONE, create(Some("1001"), Some("4711")), LineErr::INVAL_PASSWORD),
        // 2 before 5: who asks, before the room.
        (PHONE, create(Some("1002"), Some("4711")), LineErr::INVAL_PASSWORD),
        (PHONE, create(Some("1009"), None), LineErr::INVAL_AGENT_ID),
        // 3 before 5: logged in already, before the room.
        (PHONE, create(Some("1001"), Some("0815")), LineErr::INVAL_AGENT_ID),
        (PHONE, create(Some("1002"), Some("0815")), LineErr::RESOURCE_UNAVAIL),
        // 3: what the agent cannot choose.
        (PHONE, session(agent, None, GROUPS[1]), LineErr::INVAL_AGENT_GROUP),
        (PHONE, groups(&[GROUPS[0], GROUPS[1]]), LineErr::INVAL_AGENT_GROUP),
        // 1 before 3: nobody is logged in, before the value.
        (PHONE, by_address(AgentState::BUSY_ACD, AgentState(0)), LineErr::INVAL_ADDRESS_STATE),
        (PHONE, set(AgentSessionHandle(joined.0 + 1), busy, busy), LineErr::INVAL_PARAM),
    ];
    for (device, request, error) in rows {
        alone.refuses(device, &request, error);
    }

    // 3 before 4: a group that cannot be chosen, before the call that keeps the agent from leaving another.
    let ready = set(joined, AgentSessionState::READY, AgentSessionState(0));
    assert_eq!(alone.ask(PHONE, ready), Ok(None));
    alone.talks(PHONE, CallId(1));
    alone.refuses(PHONE, &groups(&[GROUPS[1]]), LineErr::INVAL_AGENT_GROUP);
    alone.refuses(PHONE, &groups(&[]), LineErr::INVAL_ADDRESS_STATE);
}

/// A group or queue that was removed is refused as one that never was; nothing changes.
#[test]
fn what_was_removed_is_refused() {
    let mut alone = Alone::start(desk::config(0).handler, Conventional);
    let agent = alone.log_in(PHONE, None, None);
    let joined = alone.join(PHONE, agent, GROUPS[0]);
    let set = |next| {
        let state = AgentSessionState(0);
        ProxyRequest::SetAgentSessionState { session: joined, state, next }
    };
    let state = AgentSessionState::READY;
    let ready = ProxyRequest::SetAgentSessionState { session: joined, state, next: AgentSessionState(0) };
    assert_eq!(alone.ask(PHONE, ready), Ok(None));
    alone.talks(PHONE, CallId(1));
    alone.feed(Input::Administer(Change::RemoveGroup(GROUPS[0])));
    alone.feed(Input::Administer(Change::RemoveQueue(QueueId(11))));
    for (request, error) in [
        (session(agent, None, GROUPS[0]), LineErr::INVAL_AGENT_GROUP),
        (groups(&[GROUPS[0]]), LineErr::INVAL_AGENT_GROUP),
        (groups(&GROUPS), LineErr::INVAL_AGENT_GROUP),
        (ProxyRequest::GetQueueList { group: GROUPS[0] }, LineErr::INVAL_AGENT_GROUP),
        (ProxyRequest::GetQueueInfo { queue: QueueId(11) }, LineErr::INVAL_PARAM),
        (ProxyRequest::SetQueueMeasurementPeriod { queue: QueueId(11), period: 60 }, LineErr::INVAL_PARAM),
        (set(AgentSessionState::READY), LineErr::INVAL_AGENT_STATE),
        (set(AgentSessionState::NOT_READY), LineErr::INVAL_AGENT_STATE),
    ] {
        alone.refuses(PHONE, &request, error);
    }
}

/// lineProxyResponse function: what it returns is no step of the start, even where it fails.
#[test]
fn a_request_can_come_while_the_handler_starts() {
    let mut handler = AgentHandler::new(Config { devices: 2, ..desk::config(0).handler });
    let mut feed = |input| {
        handler.handle_input(Instant::ZERO, input).expect("time stands and outputs are drained");
        std::iter::from_fn(|| handler.poll_output()).collect::<Vec<_>>()
    };
    let returns = |value, out| Input::Return { value, out };
    let version = || returns(0, Out::ApiVersion(ApiVersion::V2_2));
    feed(Input::Start);
    feed(returns(0, Out::App { app: AppHandle(1), num_devs: 2, api_version: ApiVersion::V2_2 }));
    feed(version());
    assert!(matches!(
        feed(returns(0, Out::Line(line(DeviceId(0)))))[..],
        [Function::NegotiateApiVersion { .. }]
    ));
    let answer = feed(asks(DeviceId(0), ProxyRequest::GetGroupList {}));
    assert!(matches!(answer[..], [Function::ProxyResponse { .. }]), "{answer:?}");
    assert!(matches!(feed(version())[..], [Function::Open { .. }]));
    assert_eq!(feed(returns(ResultCode::from(LineErr::INVAL_PARAM).0, Out::None)), []);
    let announced = feed(returns(0, Out::Line(line(PHONE))));
    assert_eq!(announced.len(), 4, "{announced:?}");
    assert!(handler.view().is_up());
}

/// A handler of one's own: a shared id, one group and one activity for each agent, a second group by PIN only, no
/// after-call work, and an extension that turns bytes round.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Choosy;

impl Policy for Choosy {
    fn may_log_in_twice(&self, id: &str) -> bool {
        id == "1002"
    }

    fn offers_group(&self, who: Option<&str>, group: Guid) -> bool {
        who != Some("1001") || group == GROUPS[0]
    }

    fn join(
        &self,
        accounts: &[Account],
        who: Option<&str>,
        pin: Option<&str>,
        group: Guid,
    ) -> Result<(), Refusal> {
        if group == GROUPS[1] && pin.is_none() && who.is_none() {
            return Err(Refusal::Pin);
        }
        Conventional.join(accounts, who, pin, group)
    }

    fn offers_activity(&self, who: Option<&str>, activity: ActivityId) -> bool {
        who.is_none() || activity == ActivityId(1)
    }

    fn after_call(&self, who: Option<&str>, _: Guid) -> AfterCall {
        if who.is_some() { AfterCall::NotReady } else { AfterCall::Ready }
    }

    fn specific(&self, extension: [u32; 4], params: &mut [u8]) -> Result<(), LineErr> {
        if extension != EXTENSION || params.is_empty() {
            return Err(LineErr::OPERATION_UNAVAIL);
        }
        params.reverse();
        Ok(())
    }
}

impl Alone<Choosy> {
    fn choosy() -> Self {
        Self::start(desk::config(0).handler, Choosy)
    }
}

#[test]
fn a_policy_says_who_logs_in_and_joins_what() {
    let mut alone = Alone::choosy();
    let agent = alone.log_in(PHONE, Some("1002"), None);
    let twin = alone.log_in(OTHER_PHONE, Some("1002"), None);
    assert_ne!(agent, twin);
    assert_eq!(alone.handler.view().agents().collect::<Vec<_>>(), [agent, twin]);

    let mut alone = Alone::choosy();
    alone.log_in(PHONE, Some("1001"), None);
    alone.refuses(OTHER_PHONE, &create(Some("1001"), None), LineErr::INVAL_AGENT_ID);
    alone.refuses(OTHER_PHONE, &groups(&[GROUPS[1]]), LineErr::INVAL_PASSWORD);
    assert_eq!(alone.ask(OTHER_PHONE, groups(&[GROUPS[0]])), Ok(None));
}

/// lineGetAgentGroupList and lineGetAgentActivityList functions: what the agent can choose; lineGetGroupList function:
/// every group.
#[test]
fn a_policy_says_what_an_agent_can_choose() {
    let mut alone = Alone::choosy();
    let agent = alone.log_in(PHONE, Some("1001"), None);
    let offered = |alone: &mut Alone<Choosy>, device, request| match alone.ask(device, request) {
        Ok(Some(Answer::Groups(groups))) => groups.len(),
        Ok(Some(Answer::Activities(activities))) => activities.len(),
        other => panic!("{other:?}"),
    };
    let address = ADDRESS;
    let rows = [
        (PHONE, ProxyRequest::GetAgentGroupList { address }, 1),
        (PHONE, ProxyRequest::GetAgentActivityList { address }, 1),
        (PHONE, ProxyRequest::GetGroupList {}, 2),
        (OTHER_PHONE, ProxyRequest::GetAgentGroupList { address }, 2),
        (OTHER_PHONE, ProxyRequest::GetAgentActivityList { address }, 2),
    ];
    for (device, request, expected) in rows {
        assert_eq!(offered(&mut alone, device, request.clone()), expected, "{device:?} {request:?}");
    }
    alone.join(PHONE, agent, GROUPS[0]);
    let set = |activity| ProxyRequest::SetAgentActivity { address, activity: ActivityId(activity) };
    alone.refuses(PHONE, &set(2), LineErr::INVAL_AGENT_ACTIVITY);
    assert_eq!(alone.ask(PHONE, set(1)), Ok(None));
}

/// lineSetAgentStateEx function, erratum E31: the default that is configured for the agent, in every view of it.
#[test]
fn a_policy_says_what_follows_a_call() {
    use AgentSessionState as S;
    for (who, session_next, agent_next, address_next) in [
        (None, S::READY, AgentStateEx::READY, AgentState::READY),
        (Some("1002"), S::NOT_READY, AgentStateEx::NOT_READY, AgentState::NOT_READY),
    ] {
        let mut alone = Alone::choosy();
        let agent = alone.log_in(PHONE, who, None);
        let session = alone.join(PHONE, agent, GROUPS[0]);
        let ready = ProxyRequest::SetAgentSessionState { session, state: S::READY, next: S(0) };
        assert_eq!(alone.ask(PHONE, ready), Ok(None));
        for on_call in [false, true] {
            if on_call {
                alone.talks(PHONE, CallId(1));
                assert_eq!(alone.session_state(session), Some(S::BUSY_ON_CALL));
            }
            match alone.ask(PHONE, ProxyRequest::GetAgentSessionInfo { session }) {
                Ok(Some(Answer::SessionInfo(info))) => assert_eq!(info.next_state, session_next),
                other => panic!("{other:?}"),
            }
            match alone.ask(PHONE, ProxyRequest::GetAgentInfo { agent }) {
                Ok(Some(Answer::AgentInfo(info))) => assert_eq!(info.next_state, agent_next),
                other => panic!("{other:?}"),
            }
            match alone.ask(PHONE, ProxyRequest::GetAgentStatus { address: ADDRESS }) {
                Ok(Some(Answer::Status(status))) => assert_eq!(status.next_state, address_next),
                other => panic!("{other:?}"),
            }
        }
        alone.feed(Input::Cti(CtiEvent::Released { call: CallId(1) }));
        assert_eq!(alone.session_state(session), Some(session_next));
    }
}

/// LINEAGENTSTATE_ Constants: what an application asks for by address goes before what the policy says.
#[test]
fn after_call_work_can_be_asked_for_where_a_policy_has_none() {
    let mut alone = Alone::choosy();
    let agent = alone.log_in(PHONE, None, None);
    let session = alone.join(PHONE, agent, GROUPS[0]);
    let (state, next) = (AgentSessionState::READY, AgentSessionState(0));
    assert_eq!(alone.ask(PHONE, ProxyRequest::SetAgentSessionState { session, state, next }), Ok(None));
    alone.talks(PHONE, CallId(1));
    let (state, next) = (AgentState(0), AgentState::WORKING_AFTER_CALL);
    let plan = ProxyRequest::SetAgentState { address: ADDRESS, state, next };
    assert_eq!(alone.ask(PHONE, plan), Ok(None));
    match alone.ask(PHONE, ProxyRequest::GetAgentStatus { address: ADDRESS }) {
        Ok(Some(Answer::Status(status))) => assert_eq!(status.next_state, AgentState::WORKING_AFTER_CALL),
        other => panic!("{other:?}"),
    }
    alone.feed(Input::Cti(CtiEvent::Released { call: CallId(1) }));
    assert_eq!(alone.session_state(session), Some(AgentSessionState::BUSY_WRAP_UP));
}

/// The call of an agent who has logged off goes on, and its end is nothing to a session that has the old handle again.
#[test]
fn a_call_forgets_the_session_that_is_released() {
    let mut alone = Alone::start(desk::config(0).handler, Conventional);
    let mut agent = alone.log_in(PHONE, None, None);
    let first = alone.join(PHONE, agent, GROUPS[0]);
    let (state, next) = (AgentSessionState::READY, AgentSessionState(0));
    assert_eq!(
        alone.ask(PHONE, ProxyRequest::SetAgentSessionState { session: first, state, next }),
        Ok(None)
    );
    alone.talks(PHONE, CallId(1));
    let release = |agent| {
        let (state, next) = (AgentStateEx::RELEASED, AgentStateEx(0));
        ProxyRequest::SetAgentStateEx { agent, state, next }
    };
    loop {
        assert_eq!(alone.ask(PHONE, release(agent)), Ok(None));
        agent = alone.log_in(PHONE, None, None);
        if alone.join(PHONE, agent, GROUPS[0]) == first {
            break;
        }
    }
    alone.feed(Input::Cti(CtiEvent::Released { call: CallId(1) }));
    assert_eq!(alone.session_state(first), Some(AgentSessionState::NOT_READY));
}

/// lineAgentSpecific function: the same block returns the answer, and codes are the handler's own.
#[test]
fn a_policy_answers_for_its_extensions() {
    let mut alone = Alone::choosy();
    let ask = |bytes: &[u8]| {
        let params = Block(bytes.to_vec());
        ProxyRequest::AgentSpecific { address: ADDRESS, extension: 0, params }
    };
    let answer = Answer::Specific(Block(vec![3, 2, 1]));
    assert_eq!(alone.ask(PHONE, ask(&[1, 2, 3])), Ok(Some(answer)));
    alone.refuses(PHONE, &ask(&[]), LineErr::OPERATION_UNAVAIL);
    let mut plain = Alone::start(desk::config(0).handler, Conventional);
    assert_eq!(plain.ask(PHONE, ask(&[1, 2, 3])), Ok(Some(Answer::Specific(Block(vec![1, 2, 3])))));
}

/// A policy goes with its handler through a whole system, and into the handler's next process.
#[test]
fn a_system_has_the_policy_of_its_handler() {
    let mut system = System::with_policy(desk::config(1), Choosy);
    let seat = SeatId(1);
    let mut feed = |input| {
        system.handle_input(Instant::ZERO, input).expect("time stands and outputs are drained");
        let outputs = std::iter::from_fn(|| system.poll_output());
        outputs
            .filter_map(|output| match output {
                system::Output::Client {
                    event: tapi_acd::client::Event::Done { out, answer, .. }, ..
                } => Some((out, answer)),
                _ => None,
            })
            .last()
    };
    feed(system::Input::StartHandler);
    feed(system::Input::Crash { seat: system::HANDLER_SEAT });
    feed(system::Input::StartHandler);
    let initialise = Function::InitializeEx {
        app_name: "test".into(),
        api_version: ApiVersion::V2_2,
        options: InitializeExOptions::USE_EVENT,
    };
    let Some((Out::App { app, .. }, _)) = feed(system::Input::Request { seat, function: initialise }) else {
        panic!("no application")
    };
    let open = Function::Open {
        app,
        device: PHONE,
        api_version: ApiVersion::V2_2,
        callback_instance: 0,
        privileges: CallPrivilege::MONITOR,
        options: OpenOptions::empty(),
        media_modes: MediaMode::INTERACTIVE_VOICE,
        proxy_types: vec![],
        address: None,
        ext_version: 0,
    };
    let Some((Out::Line(line), _)) = feed(system::Input::Request { seat, function: open }) else {
        panic!("no line")
    };
    let params = Block(vec![1, 2, 3]);
    let ask = Function::AgentSpecific { line, address: ADDRESS, extension: 0, params };
    let answer = feed(system::Input::Request { seat, function: ask }).and_then(|(_, answer)| answer);
    assert_eq!(answer, Some(Answer::Specific(Block(vec![3, 2, 1]))));
}
