//! What becomes of requests, calls and registrations when a line goes: closed, with its application, or by force.

use tapi_acd::answer::Answer;
use tapi_acd::ids::{AddressId, BufferAddress, CallHandle, DeviceId, LegId, LineHandle, SeatId};
use tapi_acd::provider::SwitchEvent;
use tapi_acd::server::Output;
use tapi_acd::wire::consts::{
    ApiVersion, CallPrivilege, CallState, LineErr, MediaMode, MessageId, OpenOptions, ProxyRequestType,
    ProxyStatus,
};
use tapi_acd::{Function, Message, Out, ResultCode, TypedMessage};

use crate::tapi::{CLIENT, HANDLER, Returned, Tapi, open_as_client, opened};

const OTHER: SeatId = SeatId(2);
const GROUPS: ProxyRequestType = ProxyRequestType::GET_GROUP_LIST;
const AGENTS: ProxyRequestType = ProxyRequestType::CREATE_AGENT;
const FAILED: LineErr = LineErr::OPERATION_FAILED;

/// A handler with one request in hand.
struct Asked {
    tapi: Tapi,
    handler: LineHandle,
    client: LineHandle,
    buffer: BufferAddress,
}

fn asked() -> Asked {
    let mut tapi = Tapi::new(1);
    let handler = tapi.serve(HANDLER, 0, &[GROUPS]);
    let client = tapi.open(CLIENT, 0, ApiVersion::V2_2);
    tapi.call(CLIENT, Function::GetGroupList { line: client }).expect("asked");
    let buffer = match *tapi.heard_on(HANDLER, handler) {
        [Message::ProxyRequest { buffer }] => buffer,
        ref other => panic!("{other:?}"),
    };
    Asked { tapi, handler, client, buffer }
}

impl Asked {
    fn answers(&mut self, seat: SeatId) -> Returned {
        let answer = Some(Answer::Groups(vec![]));
        let (line, request, result) = (self.handler, self.buffer, ResultCode::SUCCESS);
        self.tapi.call(seat, Function::ProxyResponse { line, request, result, answer })
    }

    /// The results of the LINE_REPLYs to the client.
    fn replies(&self) -> Vec<ResultCode> {
        let heard = self.tapi.heard(CLIENT).into_iter();
        heard
            .filter_map(|typed| match typed.message {
                Message::Reply { result, .. } => Some(result),
                _ => None,
            })
            .collect()
    }
}

fn closing(kind: ProxyRequestType) -> Message {
    Message::ProxyStatus { changed: ProxyStatus::CLOSE, request_type: kind }
}

/// LINE_CLOSE message: what was asked before shall be answered; the client waits for it, and gets it once.
#[test]
fn e07_a_request_pending_at_line_close_is_answered_by_the_dead_handle() {
    let mut asked = asked();
    asked.tapi.force_close(asked.handler);
    assert_eq!(asked.tapi.heard(HANDLER).last().map(|typed| typed.message), Some(Message::Close));
    assert_eq!(asked.replies(), []);
    asked.tapi.initialise(OTHER);
    assert_eq!(asked.answers(OTHER), Err(LineErr::INVAL_LINE_HANDLE), "a stranger");
    assert_eq!(asked.answers(HANDLER), Ok((0, Out::None)));
    assert_eq!(asked.replies(), [ResultCode::SUCCESS]);
    assert_eq!(
        asked.answers(HANDLER),
        Err(LineErr::INVAL_LINE_HANDLE),
        "the handle is dead, and nothing is due"
    );
    assert_eq!(asked.replies(), [ResultCode::SUCCESS]);
    assert_eq!(asked.tapi.monitor.findings().len(), 2, "the stranger's response and the second one");
}

/// LINE_CLOSE message: the dead handle is good for nothing else.
#[test]
fn a_dead_handle_answers_and_does_nothing_else() {
    let mut asked = asked();
    asked.tapi.force_close(asked.handler);
    let line = asked.handler;
    let tell = Function::ProxyMessage {
        line,
        call: CallHandle(0),
        message: MessageId::GROUP_STATUS,
        param1: 0,
        param2: 1,
        param3: 0,
    };
    for function in [tell, Function::Close { line }, Function::GetGroupList { line }] {
        assert_eq!(asked.tapi.call(HANDLER, function), Err(LineErr::INVAL_LINE_HANDLE));
    }
    let client = asked.client;
    let returned = asked.tapi.call(CLIENT, Function::GetGroupList { line: client });
    assert_eq!(returned, Err(LineErr::OPERATION_UNAVAIL), "nobody serves the type any more");
    asked.tapi.force_close(line);
    let closes = asked.tapi.heard(HANDLER).into_iter().filter(|typed| typed.message == Message::Close);
    assert_eq!(closes.count(), 1, "a line is closed once");
}

/// How a handler goes.
#[derive(Clone, Copy, Debug)]
enum Way {
    Closes,
    ShutsDown,
    Dies,
    IsCutOffAndShutsDown,
    IsCutOffAndDies,
}

/// lineClose and lineShutdown functions (erratum E29): no client waits for a handler that is gone.
#[test]
fn what_a_handler_leaves_unanswered_fails_once() {
    for way in [Way::Closes, Way::ShutsDown, Way::Dies, Way::IsCutOffAndShutsDown, Way::IsCutOffAndDies] {
        let mut asked = asked();
        let line = asked.handler;
        let app = asked.tapi.app_of(HANDLER);
        let first = asked.tapi.records.len();
        if matches!(way, Way::IsCutOffAndShutsDown | Way::IsCutOffAndDies) {
            asked.tapi.force_close(line);
        }
        match way {
            Way::Closes => drop(asked.tapi.call(HANDLER, Function::Close { line })),
            Way::ShutsDown | Way::IsCutOffAndShutsDown => {
                asked.tapi.call(HANDLER, Function::Shutdown { app }).expect("shut down");
            }
            Way::Dies | Way::IsCutOffAndDies => asked.tapi.crash(HANDLER),
        }
        assert_eq!(asked.replies(), [FAILED.into()], "{way:?}");
        assert_eq!(asked.tapi.server.view().pending, [], "{way:?}");
        let told: Vec<_> = asked.tapi.heard_on(CLIENT, asked.client);
        assert_eq!(told, [closing(GROUPS)], "{way:?}: who is left hears that nobody serves the type");
        let to_handler = asked.tapi.heard_since(first).into_iter().filter(|(seat, ..)| *seat == HANDLER);
        let to_handler: Vec<_> = to_handler.map(|(_, typed, _)| typed.message).collect();
        let cut_off = matches!(way, Way::IsCutOffAndShutsDown | Way::IsCutOffAndDies);
        assert_eq!(to_handler, if cut_off { vec![Message::Close] } else { vec![] }, "{way:?}");
        assert_eq!(asked.tapi.monitor.findings(), [], "{way:?}");
    }
}

/// lineClose function: the closer gets no LINE_REPLY, however its line goes, and the handler answers into nothing.
#[test]
fn who_asked_and_is_gone_gets_no_reply() {
    for way in 0..4 {
        let mut asked = asked();
        let (line, app) = (asked.client, asked.tapi.app_of(CLIENT));
        match way {
            0 => drop(asked.tapi.call(CLIENT, Function::Close { line })),
            1 => drop(asked.tapi.call(CLIENT, Function::Shutdown { app })),
            2 => asked.tapi.force_close(line),
            _ => asked.tapi.crash(CLIENT),
        }
        assert_eq!(asked.tapi.server.view().pending, []);
        assert_eq!(asked.answers(HANDLER), Ok((0, Out::None)), "way {way}");
        assert_eq!(asked.replies(), [], "way {way}");
        assert_eq!(asked.answers(HANDLER), Err(LineErr::INVAL_POINTER), "way {way}: once");
    }
}

/// LINE_CLOSE message: both may go, and the buffer is still given back once.
#[test]
fn a_request_whose_client_and_line_are_gone_is_answered_into_nothing() {
    let mut asked = asked();
    asked.tapi.force_close(asked.handler);
    asked.tapi.force_close(asked.client);
    assert_eq!(asked.answers(HANDLER), Ok((0, Out::None)));
    assert_eq!(asked.answers(HANDLER), Err(LineErr::INVAL_LINE_HANDLE));
    assert_eq!(asked.replies(), []);
}

/// An application that dies takes all that it registered with it, and hears of none of it.
#[test]
fn nothing_is_left_of_an_application_that_has_died() {
    let mut tapi = Tapi::new(2);
    for device in [0, 1] {
        tapi.serve(HANDLER, device, &[GROUPS]);
        tapi.open(HANDLER, device, ApiVersion::V2_2);
    }
    let watcher = tapi.open(CLIENT, 0, ApiVersion::V2_2);
    let own = tapi.open(HANDLER, 0, ApiVersion::V2_2);
    tapi.call(HANDLER, Function::GetGroupList { line: own }).expect("asked of itself");
    let first = tapi.records.len();
    tapi.crash(HANDLER);
    let heard: Vec<_> =
        tapi.heard_since(first).into_iter().map(|(seat, typed, _)| (seat, typed.message)).collect();
    assert_eq!(heard, [(CLIENT, closing(GROUPS))]);
    let view = tapi.server.view();
    assert_eq!((view.applications, view.open_lines, view.pending), (1, 1, vec![]));
    // The seat starts afresh, and the types are free.
    tapi.serve(HANDLER, 0, &[GROUPS]);
    tapi.call(CLIENT, Function::GetGroupList { line: watcher }).expect("served again");
    assert_eq!(tapi.monitor.findings(), []);
}

/// lineOpen function: different applications serve different types of a line, and each goes alone.
#[test]
fn a_handler_that_dies_leaves_the_other_one_of_the_line_alone() {
    let mut tapi = Tapi::new(1);
    let one = tapi.serve(HANDLER, 0, &[GROUPS]);
    let other = tapi.serve(OTHER, 0, &[AGENTS]);
    let line = tapi.open(CLIENT, 0, ApiVersion::V2_2);
    let create = Function::CreateAgent { line, agent_id: None, agent_pin: None };
    for function in [Function::GetGroupList { line }, create.clone()] {
        tapi.call(CLIENT, function).expect("asked");
    }
    let requests = |tapi: &Tapi, seat, line| {
        let heard = tapi.heard_on(seat, line).into_iter();
        heard.filter(|message| matches!(message, Message::ProxyRequest { .. })).count()
    };
    assert_eq!((requests(&tapi, HANDLER, one), requests(&tapi, OTHER, other)), (1, 1));
    tapi.crash(HANDLER);
    assert_eq!(tapi.server.view().pending.len(), 1, "the other handler's");
    assert_eq!(tapi.call(CLIENT, Function::GetGroupList { line }), Err(LineErr::OPERATION_UNAVAIL));
    tapi.call(CLIENT, create).expect("served as before");
    assert_eq!(requests(&tapi, OTHER, other), 2);
}

/// lineClose function: a call that loses its only owner is dropped; by force too (inferred).
#[test]
fn a_call_is_dropped_with_the_line_that_owns_it() {
    for crash in [false, true] {
        let mut tapi = Tapi::new(1);
        let line = tapi.open(CLIENT, 0, ApiVersion::V2_2);
        offer(&mut tapi);
        match crash {
            false => tapi.force_close(line),
            true => tapi.crash(CLIENT),
        }
        assert_eq!(tapi.orders, [Output::DropLeg { leg: LEG }]);
        assert_eq!(tapi.server.view().call_handles, 0);
    }
}

// LINE_AGENTSPECIFIC with a call

const LEG: LegId = LegId(5);

fn offer(tapi: &mut Tapi) {
    tapi.switch(SwitchEvent::LegAppears {
        leg: LEG,
        device: DeviceId(0),
        address: AddressId(0),
        media_modes: MediaMode::INTERACTIVE_VOICE,
        state: CallState::OFFERING,
        mode: 0,
    });
}

fn open_with(tapi: &mut Tapi, seat: SeatId, version: ApiVersion, privileges: CallPrivilege) -> LineHandle {
    let app = tapi.initialise(seat);
    let mut open = open_as_client(app, 0, version);
    if let Function::Open { privileges: wanted, options, proxy_types, .. } = &mut open {
        *wanted = privileges;
        if seat == HANDLER {
            *options = OpenOptions::PROXY;
            proxy_types.push(GROUPS);
        }
    }
    opened(tapi.call(seat, open))
}

fn call_on(tapi: &Tapi, seat: SeatId, line: LineHandle) -> CallHandle {
    let news = tapi.heard(seat).into_iter().find_map(|typed| match typed.message {
        Message::AppNewCall { call, .. } if typed.device == line.0 => Some(call),
        _ => None,
    });
    news.expect("a handle")
}

/// LINE_AGENTSPECIFIC message: with a call, `hDevice` is the handle that the receiver has of it.
#[test]
fn e34_each_receiver_gets_its_own_handle_of_the_call() {
    let mut tapi = Tapi::new(1);
    let handler = open_with(&mut tapi, HANDLER, ApiVersion::V2_2, CallPrivilege::MONITOR);
    let owner = open_with(&mut tapi, CLIENT, ApiVersion::V2_0, CallPrivilege::OWNER);
    let monitor = open_with(&mut tapi, OTHER, ApiVersion::V2_2, CallPrivilege::MONITOR);
    open_with(&mut tapi, OTHER, ApiVersion::V1_4, CallPrivilege::MONITOR);
    open_with(&mut tapi, OTHER, ApiVersion::V2_2, CallPrivilege::NONE);
    offer(&mut tapi);
    let own = call_on(&tapi, HANDLER, handler);
    let [theirs, watched] =
        [(CLIENT, owner), (OTHER, monitor)].map(|(seat, line)| call_on(&tapi, seat, line));
    let tell = |call, message| Function::ProxyMessage {
        line: handler,
        call,
        message,
        param1: 3,
        param2: 0xFFFF_FFFF,
        param3: 9,
    };
    let first = tapi.records.len();
    assert_eq!(tapi.call(HANDLER, tell(own, MessageId::AGENT_SPECIFIC)), Ok((0, Out::None)));
    let heard: Vec<_> = tapi.heard_since(first).into_iter().map(|(seat, typed, _)| (seat, typed)).collect();
    let message = Message::AgentSpecific { extension_index: 3, param2: 0xFFFF_FFFF, param3: 9 };
    let on = |call: CallHandle| TypedMessage {
        device: call.0,
        callback_instance: crate::tapi::instance(0),
        message,
        residue: [0; 3],
    };
    assert_eq!(heard, [(CLIENT, on(theirs)), (OTHER, on(watched))]);
    assert_eq!(tapi.monitor.findings(), []);

    // A call of somebody else, one of nobody, and a message that has no place for a call.
    for (call, message) in [
        (theirs, MessageId::AGENT_SPECIFIC),
        (CallHandle(1), MessageId::AGENT_SPECIFIC),
        (own, MessageId::AGENT_STATUS),
        (own, MessageId::GROUP_STATUS),
    ] {
        let refused = tapi.call(HANDLER, tell(call, message));
        assert_eq!(refused, Err(LineErr::INVAL_CALL_HANDLE), "{call:?} {message}");
    }
}
