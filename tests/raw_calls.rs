//! The layer beneath the typed functions: what a call as C passes it means, and what TAPI refuses in it.

use proptest::prelude::*;
use tapi_acd::answer::{Answer, GroupEntry, QueueInfo};
use tapi_acd::function::{
    Arg, ArgError, Charset, Direction, ErrorRow, FUNCTIONS, Layer, Out, ParamKind, Pointer, RawCall, TYPED,
};
use tapi_acd::ids::{AddressId, AgentHandle, AppHandle, DeviceId, LineHandle, QueueId};
use tapi_acd::request::ProxyRequest;
use tapi_acd::system::{Input, Output};
use tapi_acd::wire::consts::{
    AgentStateEx, ApiVersion, CallPrivilege, InitializeExOptions, LineErr, MediaMode, OpenOptions,
    ProxyRequestType,
};
use tapi_acd::wire::layout::{
    CallParams, GroupList, LineAgentGroupList, LineCallParams, LineQueueInfo, RequestTypeList,
};
use tapi_acd::wire::varpart::wide_bytes;
use tapi_acd::wire::{Abi, Guid, Structure as _};
use tapi_acd::{Attached, Block, Function, Message, ResultCode, client};
use tapi_testkit::strategies;

use crate::desk::Desk;
use crate::spec::{assert_none, strings};
use crate::tapi::{CLIENT, HANDLER, Tapi};

// The table is that of the pages

#[test]
fn the_rows_are_those_of_the_facts() {
    let facts = crate::spec::FUNCTIONS["functions"].as_array().unwrap();
    let mut problems = Vec::new();
    let mut check = |name: &str, what: &str, ours: String, theirs: String| {
        if ours != theirs {
            problems.push(format!("{name}, {what}: {ours}, the facts say {theirs}"));
        }
    };
    for fact in facts {
        let name = fact["name"].as_str().unwrap();
        let row = FUNCTIONS.iter().find(|row| row.name == name).expect(name);
        check(name, "mode", format!("{:?}", row.mode).to_lowercase(), fact["mode"].as_str().unwrap().into());
        check(name, "since", row.since.to_string(), fact["since_tapi"].as_str().unwrap().into());
        let raises = row.raises.map(|kind| kind.to_string()).unwrap_or_default();
        check(name, "raises", raises, fact["raises"].as_str().unwrap_or_default().into());
        let names = |errors: &[ErrorRow]| {
            errors.iter().map(|row| row.error.to_string()).collect::<Vec<_>>().join(" ")
        };
        check(name, "errors", names(row.errors), strings(&fact["documented_errors"]).join(" "));
        let unlisted = &fact["expected_but_undocumented_errors"];
        let unlisted = if unlisted.is_null() { vec![] } else { strings(unlisted) };
        check(name, "unlisted", names(row.unlisted), unlisted.join(" "));
        let ours = row.params.iter().map(|param| {
            let way = match param.direction {
                Direction::In | Direction::OptionalIn => "in",
                Direction::Out => "out",
                Direction::InOut => "in/out",
            };
            format!("{} {} {way}", param.name, param.kind)
        });
        let theirs = fact["params"].as_array().unwrap().iter().map(|param| {
            let text = |key: &str| param[key].as_str().unwrap();
            format!("{} {} {}", text("name"), c_type(text("type")), text("dir"))
        });
        check(name, "parameters", ours.collect::<Vec<_>>().join(", "), theirs.collect::<Vec<_>>().join(", "));
    }
    assert_none(problems);
    // lineAnswer and lineDeallocateCall stand for call control.
    assert_eq!(FUNCTIONS.len(), facts.len() + 2);
}

/// `HLINE(u32)`, `*u32`, `*LINEAGENTCAPS` … as C writes them.
fn c_type(fact: &str) -> String {
    match fact {
        "u32" => "DWORD".into(),
        "usize" => "DWORD_PTR".into(),
        "*u32" => "LPDWORD".into(),
        "*void" => "LPVOID".into(),
        "*str" => "LPCTSTR".into(),
        _ => fact.trim_end_matches("(u32)").replace('*', "LP"),
    }
}

#[test]
fn a_typed_parameter_is_one_of_the_page() {
    // What C keeps within another parameter has a name of its own.
    let within = [
        ("lineInitializeEx", "dwAPIVersion"),
        ("lineInitializeEx", "dwOptions"),
        ("lineOpen", "dwOpenOptions"),
        ("lineOpen", "proxyRequestTypes"),
        ("lineOpen", "dwAddressID"),
        ("lineProxyResponse", "answer"),
    ];
    let mut strangers = Vec::new();
    for (function, params) in TYPED {
        let row = FUNCTIONS.iter().find(|row| row.name == *function).expect(function);
        let unknown = params.iter().filter(|param| row.param(param).is_none());
        strangers.extend(unknown.map(|param| (*function, *param)));
        // And what goes in by value is typed.
        for param in row.params.iter().filter(|param| matches!(param.kind, ParamKind::Dword(_))) {
            let typed = params.contains(&param.name) || param.name == "dwSize";
            assert!(typed, "{function}: {}", param.name);
        }
    }
    assert_eq!(strangers, within);
    assert_eq!(TYPED.len(), FUNCTIONS.len());
}

// What a good call means, and what comes back

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_call_that_is_passed_means_what_it_was(function in strategies::function()) {
        let call = RawCall::of(&function, Charset::Wide, 400);
        let meant = match function {
            // The raw call has the buffer, not the answer in it.
            Function::ProxyResponse { line, request, result, .. } => {
                Function::ProxyResponse { line, request, result, answer: None }
            }
            function => function,
        };
        prop_assert_eq!(call.lower(), Ok(meant));
    }

    #[test]
    fn no_call_makes_it_panic(
        call in strategies::raw_call(),
        out in strategies::out(),
        answer in strategies::answer(),
    ) {
        let mut completed = call.clone();
        completed.complete(&out, None);
        completed.complete(&Out::None, Some(&answer));
        // Nothing is written behind the memory, and nothing but memory is written to.
        let length = |arg: &Arg| match arg {
            Arg::Pointer(Pointer::To { bytes, .. }) => Some(bytes.0.len()),
            _ => None,
        };
        prop_assert!(call.args().iter().map(length).eq(completed.args().iter().map(length)));
        let refused = call.lower().err();
        let row = call.row();
        let stated = |error| {
            row.expected().any(|row| row.error == error && row.layers().contains(&Layer::RawCall))
        };
        // The pages of call control are not among the facts.
        let explained = refused.is_none_or(|error| stated(error) || row.errors.is_empty());
        prop_assert!(explained, "{}: {:?}", row.name, refused);
    }

    #[test]
    fn a_call_is_text_and_back(call in strategies::raw_call()) {
        let text = serde_json::to_string(&call).unwrap();
        prop_assert_eq!(serde_json::from_str::<RawCall>(&text).unwrap(), call, "{}", text);
    }
}

#[test]
fn what_comes_back_stands_where_the_pointers_lead() {
    let function = Function::InitializeEx {
        app_name: "desk".into(),
        api_version: ApiVersion::V2_2,
        options: InitializeExOptions::USE_EVENT,
    };
    let mut call = RawCall::of(&function, Charset::Wide, 0);
    call.complete(&Out::App { app: AppHandle(7), num_devs: 3, api_version: ApiVersion::V3_1 }, None);
    assert_eq!(call.arg("lphLineApp"), Some(&memory([7, 0, 0, 0])));
    assert_eq!(call.arg("lpdwNumDevs"), Some(&memory([3, 0, 0, 0])));
    assert_eq!(call.arg("lpdwAPIVersion"), Some(&memory([1, 0, 3, 0])));

    let function = Function::CreateAgent { line: LineHandle(1), agent_id: None, agent_pin: None };
    let mut call = RawCall::of(&function, Charset::Wide, 0);
    call.complete(&Out::None, Some(&Answer::Agent(AgentHandle(0x0102_0304))));
    assert_eq!(call.arg("lphAgent"), Some(&memory([4, 3, 2, 1])));

    let app = AppHandle(7);
    let function = Function::GetProxyStatus { app, device: DeviceId(0), app_api_version: ApiVersion::V2_2 };
    let mut call = RawCall::of(&function, Charset::Wide, 64);
    call.complete(&Out::RequestTypes(vec![ProxyRequestType::GET_GROUP_LIST]), None);
    let list = RequestTypeList::decode(bytes(&call, "lpLineProxyReqestList")).unwrap();
    assert!(list.entries.iter().eq([Ok(ProxyRequestType::GET_GROUP_LIST)]));
}

/// Ask, grow, ask again: dwNeededSize says how much room the whole answer takes.
#[test]
fn a_client_asks_twice() {
    let groups = vec![
        GroupEntry { id: Guid([1; 16]), name: "Sales".into() },
        GroupEntry { id: Guid([2; 16]), name: "Café".into() },
    ];
    let answer = Answer::Groups(groups.clone());
    let function = Function::GetGroupList { line: LineHandle(1) };
    let ask = |room: u32, charset: Charset| {
        let mut call = RawCall::of(&function, charset, room);
        assert_eq!(call.lower(), Ok(function.clone()));
        call.complete(&Out::None, Some(&answer));
        bytes(&call, "lpGroupList").to_vec()
    };
    let first = ask(24, Charset::Wide);
    let sizes = LineAgentGroupList::decode_fixed(Abi::Win32, &first).unwrap();
    // Two entries of 24 bytes, and two names with their terminators.
    assert_eq!((sizes.total_size, sizes.needed_size, sizes.used_size), (24, 24 + 48 + 12 + 10, 24));
    assert_eq!((sizes.list_size, sizes.list_offset), (0, 0));

    let second = ask(sizes.needed_size, Charset::Wide);
    let list = GroupList::decode(&second).unwrap();
    let names: Vec<_> =
        list.entries.iter().map(|group| group.unwrap().wide_name().unwrap().to_string()).collect();
    assert_eq!(names, ["Sales", "Café"]);

    // The A variant has one byte a character.
    let ansi = ask(200, Charset::Ansi);
    let list = GroupList::decode(&ansi).unwrap();
    let names: Vec<_> = list.entries.iter().map(|group| group.unwrap().name.to_vec()).collect();
    assert_eq!(names, [b"Sales\0".to_vec(), b"Caf\xe9\0".to_vec()]);
}

fn memory(bytes: impl Into<Vec<u8>>) -> Arg {
    Arg::Pointer(Pointer::to(bytes))
}

fn bytes<'a>(call: &'a RawCall, param: &str) -> &'a [u8] {
    match call.arg(param) {
        Some(Arg::Pointer(Pointer::To { bytes: Block(bytes), .. })) => bytes,
        other => panic!("{param} is {other:?}"),
    }
}

// What TAPI refuses

/// One call of every function, good in every respect.
fn good_calls() -> Vec<RawCall> {
    let line = LineHandle(1);
    let mut calls: Vec<RawCall> = FUNCTIONS
        .iter()
        .filter(|row| !["lineOpen", "lineProxyResponse"].contains(&row.name))
        .map(|row| {
            let args = row.params.iter().map(|param| match param.kind {
                ParamKind::Dword(_) => Arg::Dword(if param.name == "dwSize" { 4 } else { 1 }),
                ParamKind::PointerSized(_) => Arg::PointerSized(0),
                ParamKind::DwordAt(_) => memory([0; 4]),
                ParamKind::Text => memory(wide_bytes("1001")),
                ParamKind::Guid => memory([7; 16]),
                ParamKind::Block => memory([9; 4]),
                ParamKind::Structure(layout) => {
                    let mut bytes = vec![0; layout.size(Abi::Win64)];
                    if layout.field("dwTotalSize").is_some() {
                        bytes[..4]
                            .copy_from_slice(&u32::try_from(layout.size(Abi::Win64)).unwrap().to_le_bytes());
                    }
                    memory(bytes)
                }
            });
            RawCall::new(&row.exported(Charset::Wide), args.collect()).unwrap()
        })
        .collect();
    calls.push(RawCall::of(&proxy_open(), Charset::Wide, 0));
    let response = Function::ProxyResponse {
        line,
        request: tapi_acd::ids::BufferAddress(0x1000),
        result: tapi_acd::ResultCode::SUCCESS,
        answer: None,
    };
    calls.push(RawCall::of(&response, Charset::Wide, 0));
    calls
}

fn proxy_open() -> Function {
    Function::Open {
        app: AppHandle(1),
        device: DeviceId(0),
        api_version: ApiVersion::V2_2,
        ext_version: 0,
        callback_instance: 5,
        privileges: CallPrivilege::NONE,
        options: OpenOptions::PROXY,
        media_modes: MediaMode::empty(),
        proxy_types: vec![ProxyRequestType::GET_GROUP_LIST, ProxyRequestType::GET_QUEUE_LIST],
        address: None,
    }
}

#[test]
fn every_function_refuses_every_pointer_that_leads_nowhere() {
    let mut pointers = 0;
    for call in good_calls() {
        assert!(call.lower().is_ok(), "{}: {:?}", call.exported(), call.lower());
        for param in call.row().params.iter().filter(|param| param.kind.is_pointer()) {
            pointers += 1;
            let with = |pointer: Pointer| {
                let mut call = call.clone();
                call.set(param.name, Arg::Pointer(pointer)).unwrap();
                call.lower()
            };
            let name = format!("{} {}", call.exported(), param.name);
            assert_eq!(with(Pointer::Wild(0xDEAD_BEEF)), Err(LineErr::INVAL_POINTER), "{name}");
            // lineOpen with PROXY needs what it can do without otherwise.
            if param.direction == Direction::OptionalIn && param.name != "lpCallParams" {
                assert!(with(Pointer::Null).is_ok(), "{name}");
            } else {
                assert_eq!(with(Pointer::Null), Err(LineErr::INVAL_POINTER), "{name}");
            }
            // Every pointer needs more than three bytes behind it; the buffer of a request is known by its address.
            if param.name != "lpProxyRequest" {
                assert_eq!(with(Pointer::to([1, 0, 1])), Err(LineErr::INVAL_POINTER), "{name}");
            }
        }
    }
    let all = FUNCTIONS.iter().flat_map(|row| row.params).filter(|param| param.kind.is_pointer());
    assert_eq!(pointers, all.count());
}

#[test]
fn every_structure_that_is_too_small_is_refused() {
    let mut structures = 0;
    for call in good_calls() {
        for param in call.row().params {
            let ParamKind::Structure(layout) = param.kind else { continue };
            if layout.field("dwTotalSize").is_none() {
                continue;
            }
            structures += 1;
            let Some(Arg::Pointer(Pointer::To { bytes: Block(good), .. })) = call.arg(param.name) else {
                panic!("{} has a structure", call.exported())
            };
            let smallest = match layout.name {
                "LINECALLPARAMS" => 176, // Erratum E16.
                "LINEAGENTCAPS" => 56,   // The call says version 0.0001, which is below 2.2.
                _ => layout.size(Abi::Win64),
            };
            let with = |total: usize, length: usize| {
                let mut bytes = good.clone();
                bytes.resize(length, 0);
                bytes[..4].copy_from_slice(&u32::try_from(total).unwrap().to_le_bytes());
                let mut call = call.clone();
                call.set(param.name, memory(bytes)).unwrap();
                call.lower().err()
            };
            let name = format!("{} {}", call.exported(), param.name);
            for total in [0, 1, 12, smallest - 1] {
                assert_eq!(with(total, 300), Some(LineErr::STRUCTURE_TOO_SMALL), "{name} {total}");
            }
            // The memory is not as long as the structure says it is.
            assert_eq!(with(301, 300), Some(LineErr::INVAL_POINTER), "{name}");
            assert_eq!(with(u32::MAX as usize, 300), Some(LineErr::INVAL_POINTER), "{name}");
            assert_eq!(with(300, 300), None, "{name}");
            // [MS-TRP] 3.1.4.2: the lists and statistics that the handler fills have a limit.
            let limited = call.row().raises.is_some() && layout.name != "LINEAGENTCAPS";
            let refused = limited.then_some(LineErr::OPERATION_FAILED);
            assert_eq!(with(0x4_0001, 0x4_0001), refused, "{name}");
            assert_eq!(with(0x4_0000, 0x4_0001), None, "{name}");
        }
    }
    assert_eq!(structures, 14);
}

#[test]
fn strings_without_an_end_are_no_strings() {
    let function =
        Function::CreateAgent { line: LineHandle(1), agent_id: Some("17".into()), agent_pin: None };
    for (charset, endless) in
        [(Charset::Wide, &b"1\x007\x00"[..]), (Charset::Wide, b"1\x007\0\0"), (Charset::Ansi, b"17")]
    {
        let mut call = RawCall::of(&function, charset, 0);
        assert_eq!(call.lower(), Ok(function.clone()));
        call.set("lpszAgentID", memory(endless)).unwrap();
        assert_eq!(call.lower(), Err(LineErr::INVAL_POINTER), "{charset:?}");
    }
}

/// The pages of lineOpen and LINECALLPARAMS; errata E04, E05 and E30.
#[test]
fn the_options_of_line_open_read_their_structure() {
    let open = RawCall::of(&proxy_open(), Charset::Wide, 0);
    assert_eq!(open.arg("dwPrivileges"), Some(&Arg::Dword(0x4000_0001)));
    assert_eq!(open.lower(), Ok(proxy_open()));
    let with = |bytes: Vec<u8>, privileges: u32| {
        let mut call = open.clone();
        call.set("lpCallParams", memory(bytes)).unwrap();
        call.set("dwPrivileges", Arg::Dword(privileges)).unwrap();
        call.lower()
    };
    // Three bytes are no array of DWORDs.
    let odd = CallParams { dev_specific: &[1, 0, 0], ..CallParams::default() };
    assert_eq!(with(odd.encode(ApiVersion::V2_2).unwrap(), 0x4000_0001), Err(LineErr::INVAL_PARAM));
    // An array that leaves the structure.
    let fixed = LineCallParams {
        total_size: 176,
        dev_specific_size: 4,
        dev_specific_offset: 174,
        ..Default::default()
    };
    let mut lying = vec![0; 180];
    fixed.encode_fixed_in(Abi::Win64, ApiVersion::V2_2, &mut lying).unwrap();
    assert_eq!(with(lying.clone(), 0x4000_0001), Err(LineErr::INVAL_PARAM));
    assert_eq!(with(lying.clone(), 0x8000_0001), Err(LineErr::INVAL_ADDRESS_ID));
    // Nobody looks at it without an option.
    assert!(with(lying, 0x0000_0001).is_ok());
    // SINGLEADDRESS takes the id only where the mode says so.
    let mut one = CallParams::default();
    one.fixed.address_id = 3;
    let address = |bytes| match with(bytes, 0x8000_0002) {
        Ok(Function::Open { address, .. }) => address.map(|address| address.0),
        other => panic!("{other:?}"),
    };
    assert_eq!(address(one.encode(ApiVersion::V2_2).unwrap()), None);
    one.fixed.address_mode = tapi_acd::wire::consts::AddressMode::ADDRESS_ID;
    assert_eq!(address(one.encode(ApiVersion::V2_2).unwrap()), Some(3));
}

#[test]
fn arguments_that_c_would_refuse_make_no_call() {
    let error = |name: &str, args: Vec<Arg>| RawCall::new(name, args).unwrap_err();
    assert_eq!(error("lineGetAgents", vec![]), ArgError::Function("lineGetAgents".into()));
    // The pair has no name without its letter.
    assert_eq!(error("lineCreateAgent", vec![]), ArgError::Function("lineCreateAgent".into()));
    assert_eq!(error("lineClose", vec![]), ArgError::Count { function: "lineClose", expected: 1, found: 0 });
    let wide = error("lineClose", vec![Arg::PointerSized(1)]);
    assert_eq!(wide.to_string(), "lineClose takes HLINE as hLine");
    let mut close = RawCall::new("lineClose", vec![Arg::Dword(1)]).unwrap();
    assert_eq!(
        close.set("hCall", Arg::Dword(1)).unwrap_err().to_string(),
        "lineClose has no parameter \"hCall\""
    );
}

#[test]
fn text_that_is_no_call_says_why() {
    let rows = [
        (r#"{"name":"lineFoo","args":{}}"#, "no function is exported as \"lineFoo\""),
        (r#"{"name":"lineClose","args":{}}"#, "lineClose lacks hLine"),
        (r#"{"name":"lineClose","args":{"hLine":null}}"#, "lineClose: hLine is not a HLINE"),
        (r#"{"name":"lineClose","args":{"hLine":4294967296}}"#, "lineClose: hLine is not a HLINE"),
        (r#"{"name":"lineClose","args":{"hLine":1,"x":2}}"#, "lineClose has no parameter x"),
    ];
    for (text, message) in rows {
        let error = serde_json::from_str::<RawCall>(text).unwrap_err().to_string();
        assert!(error.starts_with(message), "{text}: {error}");
    }
}

/// The statistics keep their numbers, whatever stands behind them.
#[test]
fn an_answer_fills_a_structure_that_is_longer_than_it() {
    let function = Function::GetQueueInfo { line: LineHandle(1), queue: QueueId(2) };
    let mut call = RawCall::of(&function, Charset::Wide, 60);
    let info = QueueInfo { current_calls_queued: 9, ..QueueInfo::default() };
    call.complete(&Out::None, Some(&Answer::Queue(Box::new(info))));
    let fixed = LineQueueInfo::decode_fixed(Abi::Win32, bytes(&call, "lpLineQueueInfo")).unwrap();
    assert_eq!((fixed.total_size, fixed.needed_size, fixed.used_size), (60, 52, 52));
    assert_eq!(fixed.current_calls_queued, 9);
    assert_eq!(fixed.measurement_period, 0);
    // A state is a number like any other until a machine looks at it.
    let odd = Function::SetAgentStateEx {
        line: LineHandle(1),
        agent: AgentHandle(1),
        state: AgentStateEx(0x8000_0000),
        next: AgentStateEx(0),
    };
    assert_eq!(RawCall::of(&odd, Charset::Wide, 0).lower(), Ok(odd));
}

// Through the server

/// A call that TAPI refuses as it stands reaches no handler; one that means something goes its way.
#[test]
fn the_server_refuses_a_bad_call_and_passes_a_good_one_on() {
    let mut tapi = Tapi::new(1);
    tapi.serve(HANDLER, 0, &[ProxyRequestType::GET_GROUP_LIST]);
    let line = tapi.open(CLIENT, 0, ApiVersion::V2_2);
    let good = RawCall::of(&Function::GetGroupList { line }, Charset::Wide, 400);
    let mut bad = good.clone();
    bad.set("lpGroupList", memory([23, 0, 0, 0])).unwrap();

    let first = tapi.records.len();
    assert_eq!(tapi.call(CLIENT, Function::Raw(bad)), Err(LineErr::STRUCTURE_TOO_SMALL));
    assert_eq!(tapi.heard_since(first), []);
    let (id, _) = tapi.call(CLIENT, Function::Raw(good)).expect("it is good");
    assert!(id > 0);
    let heard = tapi.heard_since(first);
    let (client_version, request) = (ApiVersion::V2_2, ProxyRequest::GetGroupList {});
    assert_eq!(*heard[0].2, Attached::Request { client_version, request: Box::new(request) });
    // The monitor takes a raw call for what it means.
    assert_eq!(tapi.monitor.findings(), []);
}

/// A program that passes memory finds in it what came back, at once or with LINE_REPLY.
#[test]
fn a_client_finds_the_answer_in_its_memory() {
    let mut desk = Desk::new(1);
    desk.feed(Input::StartHandler);
    let initialise = Function::InitializeEx {
        app_name: "raw".into(),
        api_version: ApiVersion::V2_2,
        options: InitializeExOptions::USE_EVENT,
    };
    let call = |desk: &mut Desk, function: &Function| {
        let raw = Function::Raw(RawCall::of(function, Charset::Wide, 400));
        desk.system.handle_input(desk.now, Input::Request { seat: CLIENT, function: raw }).unwrap();
        let mut done = None;
        while let Some(output) = desk.system.poll_output() {
            if let Output::Client { event: client::Event::Done { function, result, .. }, .. } = output
                && let Function::Raw(call) = *function
            {
                assert_eq!(result, ResultCode::SUCCESS);
                done = Some(call);
            }
        }
        done.expect("it is done once")
    };
    let dword = |call: &RawCall, param: &str| u32::from_le_bytes(bytes(call, param).try_into().unwrap());
    let app = AppHandle(dword(&call(&mut desk, &initialise), "lphLineApp"));
    // The mirror knows what a raw call has done.
    assert!(desk.system.client(CLIENT).is_some_and(|mirror| mirror.apps.contains(&app)));

    let open = Function::Open {
        app,
        device: DeviceId(0),
        api_version: ApiVersion::V2_2,
        ext_version: 0,
        callback_instance: 1,
        privileges: CallPrivilege::MONITOR,
        options: OpenOptions::empty(),
        media_modes: MediaMode::empty(),
        proxy_types: vec![],
        address: None,
    };
    let line = LineHandle(dword(&call(&mut desk, &open), "lphLine"));
    let groups = call(&mut desk, &Function::GetGroupList { line });
    let list = GroupList::decode(bytes(&groups, "lpGroupList")).unwrap();
    let ids: Vec<_> = list.entries.iter().map(|group| group.unwrap().group_id).collect();
    assert_eq!(ids, crate::desk::GROUPS);
}

/// lineGetProxyStatus is answered by TAPI itself: what is served now, in the order of the numbers.
#[test]
fn tapi_tells_which_request_types_are_served() {
    let mut tapi = Tapi::new(2);
    let app = tapi.initialise(CLIENT);
    let ask = |tapi: &mut Tapi, device: u32, version| {
        tapi.call(
            CLIENT,
            Function::GetProxyStatus { app, device: DeviceId(device), app_api_version: version },
        )
    };
    let served = |types: &[ProxyRequestType]| Ok((0, Out::RequestTypes(types.to_vec())));
    assert_eq!(ask(&mut tapi, 0, ApiVersion::V2_2), served(&[]));
    let types = [ProxyRequestType::GET_QUEUE_INFO, ProxyRequestType::SET_AGENT_STATE];
    let line = tapi.serve(HANDLER, 0, &types);
    assert_eq!(ask(&mut tapi, 0, ApiVersion::V3_1), served(&[types[1], types[0]]));
    assert_eq!(ask(&mut tapi, 1, ApiVersion::V2_2), served(&[]));
    assert_eq!(ask(&mut tapi, 2, ApiVersion::V2_2), Err(LineErr::BAD_DEVICE_ID));
    for version in [ApiVersion::V2_1, ApiVersion(0x0002_0007), ApiVersion(0)] {
        assert_eq!(ask(&mut tapi, 0, version), Err(LineErr::INCOMPATIBLE_API_VERSION), "{version}");
    }
    tapi.call(HANDLER, Function::Close { line }).unwrap();
    assert_eq!(ask(&mut tapi, 0, ApiVersion::V2_2), served(&[]));
}

/// lineGetAgentCaps names an application and a device: no line need be open, and closing one takes nothing back.
#[test]
fn capabilities_are_asked_for_without_a_line() {
    let mut tapi = Tapi::new(1);
    tapi.serve(HANDLER, 0, &[ProxyRequestType::GET_AGENT_CAPS]);
    let app = tapi.initialise(CLIENT);
    let caps = |address: u32, app_api_version| Function::GetAgentCaps {
        app,
        device: DeviceId(0),
        address: AddressId(address),
        app_api_version,
    };
    assert_eq!(tapi.call(CLIENT, caps(1, ApiVersion::V2_0)), Err(LineErr::INVAL_ADDRESS_ID));
    assert_eq!(tapi.call(CLIENT, caps(0, ApiVersion::V1_4)), Err(LineErr::INCOMPATIBLE_API_VERSION));
    let stranger = Function::GetAgentCaps {
        app: AppHandle(9),
        device: DeviceId(0),
        address: AddressId(0),
        app_api_version: ApiVersion::V2_0,
    };
    assert_eq!(tapi.call(CLIENT, stranger), Err(LineErr::INVAL_APP_HANDLE));
    let (id, _) = tapi.call(CLIENT, caps(0, ApiVersion::V2_0)).expect("it is served");
    let buffer = match tapi.heard(HANDLER).last().map(|typed| typed.message) {
        Some(Message::ProxyRequest { buffer }) => buffer,
        other => panic!("{other:?}"),
    };
    let line = LineHandle(tapi.last_heard(HANDLER).device);
    let respond =
        Function::ProxyResponse { line, request: buffer, result: ResultCode::SUCCESS, answer: None };
    tapi.call(HANDLER, respond).unwrap();
    let replied = tapi.heard(CLIENT).last().map(|typed| typed.message);
    let request = u32::try_from(id).unwrap();
    assert_eq!(replied, Some(Message::Reply { request, result: ResultCode::SUCCESS }));
    // A registration that is over waits for nothing.
    tapi.call(CLIENT, caps(0, ApiVersion::V2_0)).unwrap();
    tapi.call(CLIENT, Function::Shutdown { app }).unwrap();
    assert_eq!(tapi.monitor.findings(), []);
    assert!(tapi.server.view().pending.is_empty());
}
