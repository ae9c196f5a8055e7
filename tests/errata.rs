//! What was decided where Microsoft's documents contradict themselves: one test for each erratum that the code has met
//! beyond the messages' parameters (those are in `messages`). The list is `tapi_acd::errata::ERRATA`.

use std::collections::BTreeSet;

use tapi_acd::answer::Answer;
use tapi_acd::client::{self, Client};
use tapi_acd::errata::{ERRATA, Pin};
use tapi_acd::function::{FUNCTIONS, Mode, ParamKind};
use tapi_acd::ids::{
    AddressId, AgentHandle, AgentSessionHandle, BufferAddress, CallHandle, LineHandle, QueueId, RequestId,
};
use tapi_acd::message::shape;
use tapi_acd::request::ProxyRequest;
use tapi_acd::server::Config;
use tapi_acd::system::Input;
use tapi_acd::wire::consts::{
    AgentSessionState, AgentState, AgentStateEx, ApiVersion, Constants, DisconnectMode, LineErr, MessageId,
    ProxyRequestType,
};
use tapi_acd::wire::layout::{LineAgentEntry, LineAgentList, PROXY_ARMS};
use tapi_acd::wire::{FieldKind, FieldRow, LineMessage, Structure as _};
use tapi_acd::{
    Attached, Event, Function, Instant, Message, Out, Record, ResultCode, TypedMessage, contract,
};

use crate::desk::{Desk, GROUPS};
use crate::repository::FILES;
use crate::spec::{FUNCTIONS as FACTS, STATES, assert_none, strings};
use crate::tapi::{CLIENT, HANDLER, Tapi, instance, open_as_handler, opened};

const GROUP_LIST: ProxyRequestType = ProxyRequestType::GET_GROUP_LIST;
const QUEUE_LIST: ProxyRequestType = ProxyRequestType::GET_QUEUE_LIST;

/// A client's line and a handler's, on one device.
fn client_and_handler() -> (Tapi, LineHandle, LineHandle) {
    let mut tapi = Tapi::new(2);
    let line = tapi.open(CLIENT, 0, ApiVersion::V2_2);
    let handler = tapi.serve(HANDLER, 0, &[GROUP_LIST]);
    (tapi, line, handler)
}

/// Asks for the groups; returns the buffer that the handler got.
fn ask(tapi: &mut Tapi, line: LineHandle) -> BufferAddress {
    tapi.call(CLIENT, Function::GetGroupList { line }).expect("the request is accepted");
    match TypedMessage::from_raw(&tapi.last_heard(HANDLER)).message {
        Message::ProxyRequest { buffer } => buffer,
        other => panic!("{other:?}"),
    }
}

fn respond(line: LineHandle, request: BufferAddress) -> Function {
    let answer = Some(Answer::Groups(vec![]));
    Function::ProxyResponse { line, request, result: ResultCode::SUCCESS, answer }
}

/// lineOpen function: who registers second gets LINEERR_NOTREGISTERED, and then registers nothing at all.
#[test]
fn e04_a_type_is_registered_once_and_a_refused_open_registers_none() {
    let mut tapi = Tapi::new(2);
    let first = tapi.serve(HANDLER, 0, &[GROUP_LIST]);
    for seat in [HANDLER, CLIENT] {
        let app = tapi.initialise(seat);
        let before = tapi.server.view();
        let both = open_as_handler(app, 0, &[QUEUE_LIST, GROUP_LIST]);
        assert_eq!(tapi.call(seat, both), Err(LineErr::NOT_REGISTERED));
        assert_eq!(tapi.server.view(), before);
    }
    let app = tapi.initialise(CLIENT);
    let twice = open_as_handler(app, 1, &[GROUP_LIST, GROUP_LIST]);
    assert_eq!(tapi.call(CLIENT, twice), Err(LineErr::NOT_REGISTERED));
    // Another type, another line, and the type again once its line is closed.
    tapi.serve(CLIENT, 0, &[QUEUE_LIST]);
    tapi.serve(CLIENT, 1, &[GROUP_LIST]);
    tapi.call(HANDLER, Function::Close { line: first }).expect("closed");
    tapi.serve(CLIENT, 0, &[GROUP_LIST]);
}

/// LINE_PROXYREQUEST message: `hDevice` is the handler's own line, not the one whose agent changed.
#[test]
fn e07_a_request_names_the_handlers_own_line() {
    let (mut tapi, line, handler) = client_and_handler();
    let buffer = ask(&mut tapi, line);
    let request = tapi.last_heard(HANDLER);
    assert_eq!((request.device, request.callback_instance), (handler.0, instance(0)));
    // Only this line may answer, and only once.
    let other = tapi.serve(HANDLER, 1, &[GROUP_LIST]);
    assert_eq!(tapi.call(HANDLER, respond(other, buffer)), Err(LineErr::INVAL_POINTER));
    assert_eq!(tapi.call(CLIENT, respond(handler, buffer)), Err(LineErr::INVAL_LINE_HANDLE));
    assert_eq!(tapi.call(CLIENT, respond(line, buffer)), Err(LineErr::NOT_REGISTERED));
    assert_eq!(
        tapi.call(HANDLER, respond(handler, BufferAddress(buffer.0 + 1))),
        Err(LineErr::INVAL_POINTER)
    );
    assert_eq!(tapi.call(HANDLER, respond(handler, buffer)), Ok((0, Out::None)));
    assert_eq!(tapi.call(HANDLER, respond(handler, buffer)), Err(LineErr::INVAL_POINTER));
}

/// lineSetAgentSessionState function: its page lists INVALAGENTSTATE; no page lists INVALAGENTSESSIONSTATE.
#[test]
fn e10_a_refused_session_state_is_an_invalid_agent_state() {
    let mut desk = Desk::new(1);
    desk.feed(Input::StartHandler);
    let line = desk.open(CLIENT, 0, ApiVersion::V2_2);
    let (_, _, answer) = desk.call(CLIENT, Function::CreateAgent { line, agent_id: None, agent_pin: None });
    let Some(Answer::Agent(agent)) = answer else { panic!("{answer:?}") };
    let create = Function::CreateAgentSession {
        line,
        agent,
        agent_pin: None,
        working_address: AddressId(0),
        group: GROUPS[0],
    };
    let Some(Answer::Session(session)) = desk.call(CLIENT, create).2 else { panic!("no session") };
    for state in [AgentSessionState::BUSY_ON_CALL, AgentSessionState::RELEASED, AgentSessionState(0x40)] {
        let function = Function::SetAgentSessionState { line, session, state, next: AgentSessionState(0) };
        assert_eq!(desk.call(CLIENT, function).0, LineErr::INVAL_AGENT_STATE.into(), "{state}");
    }
}

/// LINEERR_ Constants: zero is counted among the request ids there; it is success.
#[test]
fn e11_a_request_id_is_positive() {
    for (number, id) in [(0, None), (1, Some(1)), (0x7FFF_FFFF, Some(0x7FFF_FFFF)), (0x8000_0000, None)] {
        assert_eq!(RequestId::new(number).map(RequestId::get), id);
        assert!(RequestId::new(number).is_none_or(|id| id.as_long() > 0));
    }
    let last = RequestId::new(RequestId::MAX).expect("in range");
    assert_eq!(last.next(), RequestId::FIRST);
    assert_eq!(RequestId::FIRST.get(), 1);
}

/// LINEQUEUEINFO structure, LINEPROXYREQUEST_ Constants: functions of queues are TAPI 2.2, whatever the pages of the
/// structures say; every function's version and mode are those of the facts.
#[test]
fn e14_a_function_is_as_old_as_its_version_table_says() {
    let facts = FACTS["functions"].as_array().expect("an array");
    let mut problems = Vec::new();
    let mut unknown = Vec::new();
    for row in FUNCTIONS {
        let Some(fact) = facts.iter().find(|fact| fact["name"] == row.name) else {
            unknown.push(row.name);
            continue;
        };
        let mode = match row.mode {
            Mode::Sync => "sync",
            Mode::Async => "async",
        };
        if fact["mode"] != mode || fact["since_tapi"] != row.since.to_string() {
            problems.push(format!("{}: {mode}, since {}", row.name, row.since));
        }
    }
    assert_none(problems);
    // Call control is not what the facts are about.
    assert_eq!(unknown, ["lineAnswer", "lineDeallocateCall"]);
}

/// Every function that goes to a handler raises the request of its own name.
#[test]
fn a_proxied_function_raises_the_request_that_the_facts_name() {
    let line = LineHandle(1);
    let (agent, session) = (AgentHandle(1), AgentSessionHandle(1));
    let functions = [
        Function::CreateAgent { line, agent_id: None, agent_pin: None },
        Function::CreateAgentSession {
            line,
            agent,
            agent_pin: None,
            working_address: AddressId(0),
            group: GROUPS[0],
        },
        Function::SetAgentSessionState {
            line,
            session,
            state: AgentSessionState(0),
            next: AgentSessionState(0),
        },
        Function::SetAgentStateEx { line, agent, state: AgentStateEx(0), next: AgentStateEx(0) },
        Function::GetGroupList { line },
        Function::GetQueueList { line, group: GROUPS[0] },
        Function::GetQueueInfo { line, queue: QueueId(1) },
    ];
    for function in functions {
        let name = function.row().name;
        let fact = crate::spec::named(&FACTS["functions"], name);
        let request = function.request().expect("a proxied function");
        assert_eq!(fact["raises"], request.request_type().to_string(), "{name}");
        assert_eq!(function.line(), Some(line), "{name}");
    }
}

/// Synchronous/Asynchronous Model: a second thread may see LINE_REPLY first; the client keeps it until it knows whose.
#[test]
fn e19_a_client_keeps_a_reply_that_comes_before_the_return() {
    let function = Function::GetGroupList { line: LineHandle(1) };
    let returned = client::Input::Return { value: 7, out: Out::None };
    let attached = Attached::Answer(Box::new(Answer::Groups(vec![])));
    let message = LineMessage { message_id: MessageId::REPLY, param1: 7, ..LineMessage::default() };
    let replied = client::Input::Message { message, attached };
    let done = client::Event::Done {
        function: Box::new(function.clone()),
        result: ResultCode::SUCCESS,
        out: Out::None,
        answer: Some(Answer::Groups(vec![])),
    };
    for order in [[returned.clone(), replied.clone()], [replied, returned.clone()]] {
        let mut client = Client::new();
        let mut take = |input| {
            client.handle_input(Instant::ZERO, input).expect("drained");
            std::iter::from_fn(|| client.poll_output()).collect::<Vec<_>>()
        };
        let [first, second] = order;
        let call = client::Output::Call(function.clone());
        assert_eq!(take(client::Input::Request(function.clone())), std::slice::from_ref(&call));
        assert_eq!(take(first), []);
        assert_eq!(take(second), [client::Output::Event(done.clone())]);
        // The id may come again; what was kept is used up.
        assert_eq!(take(client::Input::Request(function.clone())), [call]);
        assert_eq!(take(returned.clone()), []);
    }
}

/// LINE_REPLY message, LINEMESSAGE structure: the instance is lineOpen's, pointer sized, and comes with the reply too.
#[test]
fn e23_a_reply_carries_the_instance_of_the_requests_line() {
    let (mut tapi, line, handler) = client_and_handler();
    let buffer = ask(&mut tapi, line);
    tapi.call(HANDLER, respond(handler, buffer)).expect("answered");
    let reply = tapi.last_heard(CLIENT);
    assert_eq!((reply.message_id, reply.device, reply.callback_instance), (MessageId::REPLY, 0, instance(0)));
    assert!(reply.callback_instance > u64::from(u32::MAX));
}

/// LINEDISCONNECTMODE_ Constants: "the upper 16 bits are device specific", and four documented values lie there.
#[test]
fn e25_a_predefined_disconnect_mode_wins_over_the_device_specific_range() {
    let mode = shape(MessageId::CALL_STATE).expect("a row").params[1];
    let family = mode.family(&[0x4000, 0, 0]).expect("DISCONNECTED has modes");
    assert_eq!(*family, DisconnectMode::FAMILY);
    let upper = ["QOSUNAVAIL", "BLOCKED", "DONOTDISTURB", "CANCELLED"];
    for (name, bit) in upper.into_iter().zip(16..) {
        let row = family.row(1 << bit).expect("a documented value");
        assert_eq!(row.name, format!("LINEDISCONNECTMODE_{name}"));
        let message = LineMessage {
            device: 1,
            message_id: MessageId::CALL_STATE,
            param1: 0x4000,
            param2: row.value.into(),
            ..LineMessage::default()
        };
        let mut monitor = contract::Monitor::new();
        let event = Event::Message { message, attached: Attached::None };
        monitor.observe(&Record { at: Instant::ZERO, seat: CLIENT, event });
        assert_eq!(monitor.findings(), []);
    }
}

/// lineProxyMessage function: DWORDs become pointers without a sign.
#[test]
fn e27_a_handlers_numbers_are_extended_with_zeros() {
    let (mut tapi, _, line) = client_and_handler();
    let message = MessageId::AGENT_SPECIFIC;
    let [param1, param2, param3] = [0x8000_0000, u32::MAX, 1];
    tapi.call(HANDLER, Function::ProxyMessage { line, call: CallHandle(0), message, param1, param2, param3 })
        .expect("told");
    let heard = tapi.last_heard(CLIENT);
    assert_eq!([heard.param1, heard.param2, heard.param3], [0x8000_0000, 0xFFFF_FFFF, 1]);
    let typed = TypedMessage::from_raw(&heard);
    assert_eq!(typed.residue, [0; 3]);
    assert_eq!(tapi.heard(HANDLER), [], "not back to the handler's line");
}

/// LINEPROXYSTATUS_ Constants: which types ALLOPENFORACD waits for is listed nowhere; the set is a setting.
#[test]
fn e28_the_set_for_acd_is_the_inferred_one() {
    let facts = &STATES["proxy_registration"]["all_open_for_acd"]["inferred_set"];
    let inferred: BTreeSet<_> = strings(facts).into_iter().map(String::from).collect();
    assert_eq!(Config::ACD_TYPES.map(|kind| kind.to_string()).into_iter().collect::<BTreeSet<_>>(), inferred);
}

/// lineClose function: only a forced close is described; requests in the hands of a handler who leaves fail.
#[test]
fn e29_what_a_leaving_handler_leaves_unanswered_fails() {
    for shut_down in [false, true] {
        let mut tapi = Tapi::new(2);
        let line = tapi.open(CLIENT, 0, ApiVersion::V2_2);
        let app = tapi.initialise(HANDLER);
        let handler = opened(tapi.call(HANDLER, open_as_handler(app, 0, &[GROUP_LIST])));
        let buffer = ask(&mut tapi, line);
        let leave = if shut_down { Function::Shutdown { app } } else { Function::Close { line: handler } };
        tapi.call(HANDLER, leave).expect("the handler leaves");
        let replies: Vec<_> = tapi
            .heard(CLIENT)
            .into_iter()
            .filter(|typed| typed.message.id() == MessageId::REPLY)
            .map(|typed| typed.message)
            .collect();
        let result = LineErr::OPERATION_FAILED.into();
        assert_eq!(replies, [Message::Reply { request: 1, result }]);
        let late = if shut_down { LineErr::UNINITIALIZED } else { LineErr::INVAL_LINE_HANDLE };
        assert_eq!(tapi.call(HANDLER, respond(handler, buffer)), Err(late));
        assert_eq!(
            tapi.call(CLIENT, Function::GetGroupList { line }),
            Err(LineErr::OPERATION_UNAVAIL),
            "nobody serves it now"
        );
        assert_eq!(tapi.server.view().pending, []);
    }
}

/// LINEPROXYREQUEST structure: the arms speak of one state; the functions also pass zero, and the handler decides.
#[test]
fn e36_a_state_of_zero_reaches_the_handler() {
    let mut tapi = Tapi::new(1);
    let line = tapi.open(CLIENT, 0, ApiVersion::V2_2);
    let types = [ProxyRequestType::SET_AGENT_SESSION_STATE, ProxyRequestType::SET_AGENT_STATE_EX];
    tapi.serve(HANDLER, 0, &types);
    let (agent, session) = (AgentHandle(0xA1), AgentSessionHandle(0xB1));
    let zero_state = [
        (
            Function::SetAgentSessionState {
                line,
                session,
                state: AgentSessionState(0),
                next: AgentSessionState::READY,
            },
            ProxyRequest::SetAgentSessionState {
                session,
                state: AgentSessionState(0),
                next: AgentSessionState::READY,
            },
        ),
        (
            Function::SetAgentStateEx { line, agent, state: AgentStateEx::READY, next: AgentStateEx(0) },
            ProxyRequest::SetAgentStateEx { agent, state: AgentStateEx::READY, next: AgentStateEx(0) },
        ),
    ];
    let both = Function::SetAgentSessionState {
        line,
        session,
        state: AgentSessionState(0),
        next: AgentSessionState(0),
    };
    assert_eq!(tapi.call(CLIENT, both), Err(LineErr::INVAL_AGENT_STATE));
    let both = Function::SetAgentStateEx { line, agent, state: AgentStateEx(0), next: AgentStateEx(0) };
    assert_eq!(tapi.call(CLIENT, both), Err(LineErr::INVAL_AGENT_STATE));
    for (function, request) in zero_state {
        let first = tapi.records.len();
        tapi.call(CLIENT, function).expect("accepted");
        let heard = tapi.heard_since(first);
        assert_eq!(heard.len(), 1);
        let client_version = ApiVersion::V2_2;
        assert_eq!(*heard[0].2, Attached::Request { client_version, request: Box::new(request) });
    }
}

/// LINEAGENTLIST structure: it is documented, and nobody can ask for it.
#[test]
fn e18_nothing_carries_the_list_of_agents() {
    let orphans = [LineAgentList::LAYOUT, LineAgentEntry::LAYOUT];
    for row in FUNCTIONS {
        let kinds = row.params.iter().map(|param| param.kind);
        let takes = |kind| orphans.iter().any(|orphan| kind == ParamKind::Structure(orphan));
        assert!(!kinds.clone().any(takes) && row.name != "lineGetAgentList", "{}", row.name);
    }
    for arm in PROXY_ARMS {
        let holds =
            |field: &FieldRow| orphans.iter().any(|orphan| field.kind == FieldKind::Structure(orphan));
        assert!(!arm.layout.fields.iter().any(holds), "{}", arm.layout.name);
    }
}

/// What the handler of one request type finds in its buffer after a call.
fn request_of(kind: ProxyRequestType, function: impl Fn(LineHandle) -> Function) -> ProxyRequest {
    let mut tapi = Tapi::new(1);
    let line = tapi.open(CLIENT, 0, ApiVersion::V2_0);
    tapi.serve(HANDLER, 0, &[kind]);
    let first = tapi.records.len();
    tapi.call(CLIENT, function(line)).expect("the request is accepted");
    match tapi.heard_since(first).as_slice() {
        [(HANDLER, _, Attached::Request { request, .. })] => (**request).clone(),
        other => panic!("{other:?}"),
    }
}

/// lineSetAgentState function and the arm SetAgentState: whose default 0 means is for the handler to say.
#[test]
fn e31_a_next_state_of_zero_reaches_the_handler() {
    let (address, state, next) = (AddressId(0), AgentState::READY, AgentState(0));
    let function = |line| Function::SetAgentState { line, address, state, next };
    let request = request_of(ProxyRequestType::SET_AGENT_STATE, function);
    assert_eq!(request, ProxyRequest::SetAgentState { address, state, next });
}

/// LINEAGENTSTATUS structure: an address without an agent has a status; [MS-TRP] would not ask for it.
#[test]
fn e33_a_query_of_an_address_goes_to_the_handler() {
    let address = AddressId(0);
    let status = |line| Function::GetAgentStatus { line, address };
    let request = request_of(ProxyRequestType::GET_AGENT_STATUS, status);
    assert_eq!(request, ProxyRequest::GetAgentStatus { address });
    let groups = |line| Function::GetAgentGroupList { line, address };
    let request = request_of(ProxyRequestType::GET_AGENT_GROUP_LIST, groups);
    assert_eq!(request, ProxyRequest::GetAgentGroupList { address });
    let activities = |line| Function::GetAgentActivityList { line, address };
    let request = request_of(ProxyRequestType::GET_AGENT_ACTIVITY_LIST, activities);
    assert_eq!(request, ProxyRequest::GetAgentActivityList { address });
}

/// lineProxyMessage function: a call that the handler does not hold is no call.
#[test]
fn e34_a_message_about_a_stranger_call_is_refused() {
    let (mut tapi, _, line) = client_and_handler();
    let message = MessageId::AGENT_SPECIFIC;
    let about = |call| Function::ProxyMessage { line, call, message, param1: 0, param2: 0, param3: 0 };
    let before = tapi.heard(CLIENT);
    assert_eq!(tapi.call(HANDLER, about(CallHandle(0x1_0001))), Err(LineErr::INVAL_CALL_HANDLE));
    assert_eq!(tapi.heard(CLIENT), before, "nobody is told");
    tapi.call(HANDLER, about(CallHandle(0))).expect("told");
}

// The list

/// The text's errata: `E07`.
fn numbers(text: &str) -> BTreeSet<&str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| {
            word.len() == 3 && word.starts_with('E') && word[1..].bytes().all(|b| b.is_ascii_digit())
        })
        .collect()
}

#[test]
fn the_list_has_the_errata_of_the_facts_and_the_code_cites_no_other() {
    let listed: Vec<_> = ERRATA.iter().map(|erratum| erratum.id).collect();
    assert!(listed.is_sorted_by(|one, other| one < other), "a number twice or out of order");
    let facts = include_str!("../fixtures/spec/errata.md");
    let rows: Vec<_> = facts.lines().filter(|line| line.starts_with("| E")).map(|line| &line[2..5]).collect();
    assert_eq!(listed, rows);
    let sources = FILES.iter().filter(|file| file.path.starts_with("crates/tapi-"));
    let cited: BTreeSet<_> = sources.flat_map(|file| numbers(&file.text)).collect();
    assert_none(cited.iter().filter(|number| !listed.contains(number)).map(|n| format!("{n} is not listed")));
}

/// Where a test lies and what it is called: `errata::e04_…` or `tapi-wire layouts::spec::every_…`.
fn place(test: &str) -> (String, &str) {
    let (module, name) = test.rsplit_once("::").expect("a module and a test");
    let path = match module.split_once(' ') {
        Some((package, module)) => format!("crates/{package}/tests/{}.rs", module.replace("::", "/")),
        None => format!("tests/{module}.rs"),
    };
    (path, name)
}

#[test]
fn every_test_and_every_item_that_the_list_names_exists() {
    let text = |path: &str| FILES.iter().find(|file| file.path == path).map_or("", |file| &file.text);
    let mut problems = Vec::new();
    for erratum in ERRATA {
        for item in erratum.code {
            let word = item.item.rsplit("::").next().unwrap_or(item.item);
            if !text(&format!("crates/{}", item.file)).contains(word) {
                problems.push(format!("{}: {} has no {}", erratum.id, item.file, item.item));
            }
        }
        let Pin::Tests(tests) = erratum.pin else { continue };
        assert!(!tests.is_empty(), "{} is pinned by nothing and does not say why", erratum.id);
        for test in tests {
            let (path, name) = place(test);
            let file = text(&path);
            let function = file.find(&format!("fn {name}("));
            let before = function.map_or("", |at| file[..at].trim_end());
            // So it stands within `proptest!` too.
            if !before.ends_with("#[test]") {
                problems.push(format!("{}: there is no test {test}", erratum.id));
            }
        }
    }
    assert_none(problems);
}
