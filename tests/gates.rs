//! What TAPI refuses by itself: what the version agreed on does not have yet, and what goes beyond the limits.

use std::collections::BTreeSet;

use tapi_acd::function::FUNCTIONS;
use tapi_acd::ids::{
    ActivityId, AddressId, AgentHandle, AgentSessionHandle, AppHandle, BufferAddress, CallHandle, DeviceId,
    LegId, LineHandle, QueueId, SeatId,
};
use tapi_acd::provider::SwitchEvent;
use tapi_acd::server::{Config, Limits};
use tapi_acd::wire::Guid;
use tapi_acd::wire::consts::{
    AgentSessionState, AgentState, AgentStateEx, ApiVersion, CallPrivilege, CallState, LineErr, MediaMode,
    MessageId, ProxyRequestType,
};
use tapi_acd::{Attached, Block, Function, Message, ResultCode};

use crate::spec::{FUNCTIONS as FACTS, assert_none, named};
use crate::tapi::{CLIENT, HANDLER, Tapi, open_as_client, open_as_handler, opened};

const VERSIONS: [ApiVersion; 7] = [
    ApiVersion::V1_3,
    ApiVersion::V1_4,
    ApiVersion::V2_0,
    ApiVersion::V2_1,
    ApiVersion::V2_2,
    ApiVersion::V3_0,
    ApiVersion::V3_1,
];

pub(crate) fn types() -> Vec<ProxyRequestType> {
    (1..=20).map(ProxyRequestType).collect()
}

/// Each function that names a line, once, sound enough to reach a handler.
pub(crate) fn on_line(line: LineHandle) -> Vec<Function> {
    let (address, agent, session, queue) = (AddressId(0), AgentHandle(1), AgentSessionHandle(1), QueueId(1));
    let group = Guid([3; 16]);
    let (request, result) = (BufferAddress(16), ResultCode::SUCCESS);
    let (state, next) = (AgentState::READY, AgentState(0));
    let session_states = (AgentSessionState::READY, AgentSessionState(0));
    vec![
        Function::SetAgentGroup { line, address, groups: vec![group] },
        Function::SetAgentState { line, address, state, next },
        Function::SetAgentActivity { line, address, activity: ActivityId(1) },
        Function::GetAgentStatus { line, address },
        Function::AgentSpecific { line, address, extension: 0, params: Block(vec![0; 4]) },
        Function::GetAgentActivityList { line, address },
        Function::GetAgentGroupList { line, address },
        Function::CreateAgent { line, agent_id: None, agent_pin: None },
        Function::CreateAgentSession { line, agent, agent_pin: None, working_address: address, group },
        Function::SetAgentSessionState { line, session, state: session_states.0, next: session_states.1 },
        Function::SetAgentStateEx { line, agent, state: AgentStateEx::READY, next: AgentStateEx(0) },
        Function::SetAgentMeasurementPeriod { line, agent, period: 60 },
        Function::GetAgentInfo { line, agent },
        Function::GetAgentSessionList { line, agent },
        Function::GetAgentSessionInfo { line, session },
        Function::GetGroupList { line },
        Function::GetQueueList { line, group },
        Function::SetQueueMeasurementPeriod { line, queue, period: 60 },
        Function::GetQueueInfo { line, queue },
        tell(line, MessageId::GROUP_STATUS),
        Function::ProxyResponse { line, request, result, answer: None },
        Function::Close { line },
    ]
}

fn tell(line: LineHandle, message: MessageId) -> Function {
    Function::ProxyMessage { line, call: CallHandle(0), message, param1: 1, param2: 1, param3: 0 }
}

pub(crate) fn caps(app: AppHandle, app_api_version: ApiVersion) -> Function {
    Function::GetAgentCaps { app, device: DeviceId(0), address: AddressId(0), app_api_version }
}

/// The version of the fact called `since_tapi`.
fn since(fact: &serde_json::Value) -> ApiVersion {
    let text = fact["since_tapi"].as_str().expect("a version");
    VERSIONS.into_iter().find(|version| version.to_string() == text).expect("a version that TAPI had")
}

#[test]
fn the_functions_on_a_line_are_all_here() {
    let named: BTreeSet<_> = on_line(LineHandle(1)).iter().map(|function| function.row().name).collect();
    let with_line = FUNCTIONS.iter().filter(|row| row.params.first().is_some_and(|p| p.name == "hLine"));
    assert_eq!(named, with_line.map(|row| row.name).collect());
}

/// LINEERR_ Constants: OPERATIONUNAVAIL, inferred for a function that the line's version does not have yet.
#[test]
fn a_line_has_the_functions_of_its_version() {
    for version in VERSIONS {
        let mut tapi = Tapi::new(1);
        tapi.serve(HANDLER, 0, &types());
        let line = tapi.open(CLIENT, 0, version);
        assert_none(on_line(line).into_iter().filter_map(|function| {
            let name = function.row().name;
            let has_it = version >= since(named(&FACTS["functions"], name));
            let returned = tapi.call(CLIENT, function);
            let refused = returned == Err(LineErr::OPERATION_UNAVAIL);
            (refused == has_it).then(|| format!("{version} {name}: {returned:?}"))
        }));
    }
}

/// lineGetAgentCaps and lineGetProxyStatus functions: the version is in the call, and so is its error on the page.
#[test]
fn a_function_without_a_line_goes_by_the_version_in_the_call() {
    let mut tapi = Tapi::new(1);
    tapi.serve(HANDLER, 0, &types());
    let app = tapi.initialise(CLIENT);
    for version in VERSIONS {
        let device = DeviceId(0);
        for function in
            [caps(app, version), Function::GetProxyStatus { app, device, app_api_version: version }]
        {
            let name = function.row().name;
            let has_it = version >= since(named(&FACTS["functions"], name));
            let refused = tapi.call(CLIENT, function) == Err(LineErr::INCOMPATIBLE_API_VERSION);
            assert_eq!(refused, !has_it, "{version} {name}");
        }
    }
}

/// LINEPROXYREQUEST structure: dwClientAppAPIVersion is of the line, or in a call that names none.
#[test]
fn a_handler_is_told_the_version_of_who_asks() {
    for version in VERSIONS.into_iter().filter(|version| *version >= ApiVersion::V2_0) {
        let mut tapi = Tapi::new(1);
        tapi.serve(HANDLER, 0, &types());
        let line = tapi.open(CLIENT, 0, version);
        let app = tapi.initialise(CLIENT);
        for function in on_line(line).into_iter().chain([caps(app, version)]) {
            let (row, first) = (function.row(), tapi.records.len());
            let Some(request) = function.request().filter(|_| row.since <= version) else { continue };
            tapi.call(CLIENT, function).expect("accepted");
            let expected = Attached::Request { client_version: version, request: Box::new(request) };
            assert_eq!(*tapi.heard_since(first)[0].2, expected, "{}", row.name);
        }
    }
}

/// LINEPROXYREQUEST_ Constants: a handler is not sent what came after its version.
#[test]
fn a_handler_serves_the_types_of_its_version() {
    for version in VERSIONS {
        for kind in types() {
            let mut tapi = Tapi::new(1);
            let app = tapi.initialise(HANDLER);
            let mut open = open_as_handler(app, 0, &[kind]);
            if let Function::Open { api_version, .. } = &mut open {
                *api_version = version;
            }
            // Erratum E14: eight types came with TAPI 2.0, twelve with 2.2.
            let first = if kind.0 <= 8 { ApiVersion::V2_0 } else { ApiVersion::V2_2 };
            let refused = tapi.call(HANDLER, open) == Err(LineErr::INCOMPATIBLE_API_VERSION);
            assert_eq!(refused, version < first, "{version} {kind}");
        }
    }
}

const FEW: Limits = Limits { applications: 3, lines: 4, lines_per_application: 3, requests_per_line: 2 };

fn limited(limits: Limits) -> Tapi {
    let devices = vec![1];
    Tapi::with(Config { devices, limits, ..Config::default() })
}

/// lineInitializeEx function: NOMEM is the one lack on its page.
#[test]
fn there_are_so_many_applications() {
    let mut tapi = limited(FEW);
    let apps: Vec<_> = (0..3).map(|seat| tapi.initialise(SeatId(seat))).collect();
    assert_eq!(tapi.try_initialise(CLIENT), Err(LineErr::NO_MEM));
    tapi.call(SeatId(0), Function::Shutdown { app: apps[0] }).expect("shut down");
    tapi.initialise(CLIENT);
}

#[test]
fn by_default_ten_thousand_desktops_have_room_beside_the_handler_and_a_supervisor() {
    let mut tapi = limited(Limits::default());
    for seat in 0..10_002 {
        tapi.initialise(SeatId(seat));
    }
}

/// lineOpen function: RESOURCEUNAVAIL, because a line that is closed makes room.
#[test]
fn there_are_so_many_lines_of_an_application_and_in_all() {
    let mut tapi = limited(FEW);
    let [one, other] = [CLIENT, HANDLER].map(|seat| (seat, tapi.initialise(seat)));
    let mut lines = Vec::new();
    for ((seat, app), room) in
        [(one, true), (one, true), (one, true), (one, false), (other, true), (other, false)]
    {
        let returned = tapi.call(seat, open_as_client(app, 0, ApiVersion::V2_2));
        match room {
            true => lines.push(opened(returned)),
            false => assert_eq!(returned, Err(LineErr::RESOURCE_UNAVAIL)),
        }
    }
    tapi.call(CLIENT, Function::Close { line: lines[0] }).expect("closed");
    opened(tapi.call(HANDLER, open_as_client(other.1, 0, ApiVersion::V2_2)));
}

/// Each function's page: RESOURCEUNAVAIL, because an answer makes room.
#[test]
fn there_are_so_many_requests_of_a_line() {
    let asking = on_line(LineHandle(1)).into_iter().filter(|function| function.request().is_some());
    for at in 0..asking.count() {
        let mut tapi = limited(FEW);
        let handler = tapi.serve(HANDLER, 0, &types());
        let [line, other] = [0, 0].map(|device| tapi.open(CLIENT, device, ApiVersion::V2_2));
        let ask = |tapi: &mut Tapi, line| tapi.call(CLIENT, on_line(line).swap_remove(at)).map(|_| ());
        let name = on_line(line)[at].row().name;
        let full = Err(LineErr::RESOURCE_UNAVAIL);
        assert_eq!([(); 3].map(|()| ask(&mut tapi, line)), [Ok(()), Ok(()), full], "{name}");
        assert_eq!(ask(&mut tapi, other), Ok(()), "{name}");
        let requests = tapi.heard_on(HANDLER, handler);
        let Message::ProxyRequest { buffer: request } = requests[0] else { panic!("{requests:?}") };
        let result = LineErr::OPERATION_FAILED.into();
        let response = Function::ProxyResponse { line: handler, request, result, answer: None };
        tapi.call(HANDLER, response).expect("answered");
        assert_eq!([(); 2].map(|()| ask(&mut tapi, line)), [Ok(()), full], "{name}");
    }
}

/// lineGetAgentCaps function: it names no line, so its requests count for the application.
#[test]
fn requests_without_a_line_count_for_the_application() {
    let mut tapi = limited(FEW);
    tapi.serve(HANDLER, 0, &types());
    let [app, other] = [CLIENT, SeatId(2)].map(|seat| tapi.initialise(seat));
    let line = opened(tapi.call(CLIENT, open_as_client(app, 0, ApiVersion::V2_2)));
    let ask = |tapi: &mut Tapi, seat, app| tapi.call(seat, caps(app, ApiVersion::V2_0)).map(|_| ());
    let full = Err(LineErr::RESOURCE_UNAVAIL);
    assert_eq!([(); 3].map(|()| ask(&mut tapi, CLIENT, app)), [Ok(()), Ok(()), full]);
    assert_eq!(ask(&mut tapi, SeatId(2), other), Ok(()));
    tapi.call(CLIENT, Function::GetGroupList { line }).expect("the line has room");
}

/// lineAnswer function: a request like any other.
#[test]
fn a_call_to_be_answered_is_a_request_of_its_line() {
    let mut tapi = limited(Limits { requests_per_line: 1, ..FEW });
    tapi.open(CLIENT, 0, ApiVersion::V2_2);
    for leg in [LegId(1), LegId(2)] {
        tapi.switch(SwitchEvent::LegAppears {
            leg,
            device: DeviceId(0),
            address: AddressId(0),
            media_modes: MediaMode::INTERACTIVE_VOICE,
            state: CallState::OFFERING,
            mode: 0,
        });
    }
    let calls = tapi.heard(CLIENT).into_iter().filter_map(|typed| match typed.message {
        Message::AppNewCall { call, privilege: CallPrivilege::OWNER, .. } => Some(call),
        _ => None,
    });
    let calls: Vec<_> = calls.collect();
    let answered = calls.iter().map(|call| tapi.call(CLIENT, Function::Answer { call: *call }).map(|_| ()));
    assert_eq!(answered.collect::<Vec<_>>(), [Ok(()), Err(LineErr::RESOURCE_UNAVAIL)]);
}
