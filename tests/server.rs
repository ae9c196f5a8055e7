//! The telephony server with agent handlers that take their time: requests, closings and answers in any order.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use tapi_acd::answer::Answer;
use tapi_acd::ids::{
    AddressId, AppHandle, BufferAddress, CallHandle, DeviceId, LegId, LineHandle, RequestId, SeatId,
};
use tapi_acd::provider::SwitchEvent;
use tapi_acd::request::ProxyRequest;
use tapi_acd::wire::Guid;
use tapi_acd::wire::consts::{ApiVersion, CallInfoState, CallState, LineErr, MediaMode, ProxyRequestType};
use tapi_acd::{Attached, Function, Message, Out, ResultCode};

use crate::tapi::{HANDLER, Returned, Tapi, instance, open_as_client, open_as_handler, opened};

const TYPES: [ProxyRequestType; 3] =
    [ProxyRequestType::GET_GROUP_LIST, ProxyRequestType::GET_QUEUE_LIST, ProxyRequestType::CREATE_AGENT];
const DEVICES: u32 = 2;
/// Two seats that may serve and two that only ask.
const SEATS: u32 = 4;

#[derive(Clone, Debug)]
enum Step {
    Open { seat: u32, device: u32, types: Vec<ProxyRequestType> },
    Close { line: usize },
    Shutdown { seat: u32 },
    ForceClose { line: usize },
    Crash { seat: u32 },
    Ask { line: usize, kind: usize },
    Respond { buffer: usize, result: ResultCode },
    LegAppears { device: u32 },
    LegState { leg: u32, state: CallState },
    LegInfo { leg: u32 },
    Answer { call: usize },
    Complete { request: usize, result: ResultCode },
}

fn result() -> impl Strategy<Value = ResultCode> {
    let refused = select(vec![LineErr::OPERATION_FAILED, LineErr::INVAL_AGENT_GROUP]);
    prop_oneof![3 => Just(ResultCode::SUCCESS), 1 => refused.prop_map(ResultCode::from)]
}

fn step() -> impl Strategy<Value = Step> {
    let at = || 0..6_usize;
    let device = || 0..DEVICES;
    let states = vec![CallState::OFFERING, CallState::CONNECTED, CallState::DISCONNECTED, CallState::IDLE];
    prop_oneof![
        4 => (2..SEATS, device())
            .prop_map(|(seat, device)| Step::Open { seat, device, types: vec![] }),
        4 => (0..2_u32, device(), subsequence(&TYPES[..], 1..=TYPES.len()))
            .prop_map(|(seat, device, types)| Step::Open { seat, device, types }),
        2 => at().prop_map(|line| Step::Close { line }),
        1 => (0..SEATS).prop_map(|seat| Step::Shutdown { seat }),
        2 => at().prop_map(|line| Step::ForceClose { line }),
        1 => (0..SEATS).prop_map(|seat| Step::Crash { seat }),
        12 => (at(), 0..TYPES.len()).prop_map(|(line, kind)| Step::Ask { line, kind }),
        8 => (at(), result()).prop_map(|(buffer, result)| Step::Respond { buffer, result }),
        2 => device().prop_map(|device| Step::LegAppears { device }),
        3 => (0..6_u32, select(states)).prop_map(|(leg, state)| Step::LegState { leg, state }),
        1 => (0..6_u32).prop_map(|leg| Step::LegInfo { leg }),
        4 => at().prop_map(|call| Step::Answer { call }),
        3 => (at(), result()).prop_map(|(request, result)| Step::Complete { request, result }),
    ]
}

/// What a request is worth to who asked.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Asked {
    seat: SeatId,
    line: LineHandle,
    id: RequestId,
}

/// A LINE_REPLY: the request id, to whom, the callback instance, the result, and whether an answer came with it.
type Reply = (u32, SeatId, u64, ResultCode, bool);

/// A second, naive account of what the server has open.
struct Account {
    tapi: Tapi,
    apps: BTreeMap<u32, AppHandle>,
    /// Open lines, with their owners and devices.
    lines: Vec<(SeatId, LineHandle, DeviceId)>,
    /// Which line serves a type on a device.
    served: BTreeMap<(DeviceId, ProxyRequestType), (SeatId, LineHandle)>,
    /// Requests in the hands of a handler; who asked is gone once it closed its line.
    buffers: Vec<(BufferAddress, LineHandle, SeatId, Option<Asked>)>,
    calls: Vec<(SeatId, LineHandle, CallHandle)>,
    answering: Vec<Asked>,
    legs: u32,
}

fn pick<T: Clone>(of: &[T], at: usize) -> Option<T> {
    of.get(at % of.len().max(1)).cloned()
}

impl Account {
    fn new() -> Self {
        let mut tapi = Tapi::new(DEVICES as usize);
        let apps = (0..SEATS).map(|seat| (seat, tapi.initialise(SeatId(seat)))).collect();
        Self {
            tapi,
            apps,
            lines: Vec::new(),
            served: BTreeMap::new(),
            buffers: Vec::new(),
            calls: Vec::new(),
            answering: Vec::new(),
            legs: 0,
        }
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::Open { seat, device, types } => self.open(SeatId(*seat), DeviceId(*device), types),
            Step::Close { line } => {
                if let Some((seat, line, _)) = pick(&self.lines, *line) {
                    self.taken(line);
                    let expected = self.failed(|_, handler| handler == line);
                    self.quiet(seat, Function::Close { line }, &expected);
                }
            }
            Step::Shutdown { seat } => self.shut_down(SeatId(*seat)),
            Step::ForceClose { line } => {
                if let Some((seat, line, _)) = pick(&self.lines, *line) {
                    self.force_close(seat, line);
                }
            }
            Step::Crash { seat } => self.crash(SeatId(*seat)),
            Step::Ask { line, kind } => {
                if let Some((seat, line, device)) = pick(&self.lines, *line) {
                    self.ask(seat, line, device, TYPES[*kind]);
                }
            }
            Step::Respond { buffer, result } => self.respond(*buffer, *result),
            Step::LegAppears { device } => self.leg_appears(DeviceId(*device)),
            Step::LegState { leg, state } => {
                let leg = LegId(*leg);
                self.tapi.switch(SwitchEvent::LegState { leg, state: *state, mode: 0 });
            }
            Step::LegInfo { leg } => {
                let changed = CallInfoState::CALLER_ID;
                self.tapi.switch(SwitchEvent::LegInfo { leg: LegId(*leg), changed });
            }
            Step::Answer { call } => self.answer(*call),
            Step::Complete { request, result } => self.complete(*request, *result),
        }
        self.check();
    }

    fn open(&mut self, seat: SeatId, device: DeviceId, types: &[ProxyRequestType]) {
        let Some(app) = self.apps.get(&seat.0).copied() else { return };
        let function = match types {
            [] => open_as_client(app, device.0, ApiVersion::V2_2),
            _ => open_as_handler(app, device.0, types),
        };
        let returned = self.tapi.call(seat, function);
        if types.iter().any(|kind| self.served.contains_key(&(device, *kind))) {
            assert_eq!(returned, Err(LineErr::NOT_REGISTERED));
            return;
        }
        let line = opened(returned);
        self.lines.push((seat, line, device));
        self.served.extend(types.iter().map(|kind| ((device, *kind), (seat, line))));
    }

    fn shut_down(&mut self, seat: SeatId) {
        let Some(app) = self.apps.remove(&seat.0) else { return };
        let expected = self.left(seat);
        self.quiet(seat, Function::Shutdown { app }, &expected);
        self.apps.insert(seat.0, self.tapi.initialise(seat));
    }

    fn crash(&mut self, seat: SeatId) {
        let expected = self.left(seat);
        let first = self.tapi.records.len();
        self.tapi.crash(seat);
        assert_eq!(self.replies(first), self.wanted(&expected));
        assert!(self.tapi.heard_since(first).iter().all(|(to, ..)| *to != seat), "nobody is there to hear");
        self.apps.insert(seat.0, self.tapi.initialise(seat));
    }

    /// What the line's handler was asked stays to be answered.
    fn force_close(&mut self, seat: SeatId, line: LineHandle) {
        self.taken(line);
        let first = self.tapi.records.len();
        self.tapi.force_close(line);
        assert_eq!(self.replies(first), []);
        let closed =
            self.tapi.heard_since(first).into_iter().map(|(to, typed, _)| (to, typed.device, typed.message));
        assert_eq!(closed.take(1).collect::<Vec<_>>(), [(seat, line.0, Message::Close)]);
    }

    /// Forgets a seat; returns the replies that those get who asked it.
    fn left(&mut self, seat: SeatId) -> Vec<(Asked, ResultCode, bool)> {
        let mine: Vec<_> =
            self.lines.iter().filter(|(owner, ..)| *owner == seat).map(|(_, line, _)| *line).collect();
        mine.into_iter().for_each(|line| self.taken(line));
        self.failed(|handler, _| handler == seat)
    }

    /// Forgets a line and what it asked.
    fn taken(&mut self, line: LineHandle) {
        self.lines.retain(|(_, open, _)| *open != line);
        self.served.retain(|_, (_, server)| *server != line);
        self.calls.retain(|(_, of, _)| *of != line);
        self.answering.retain(|asked| asked.line != line);
        for (.., asked) in &mut self.buffers {
            *asked = asked.filter(|asked| asked.line != line);
        }
    }

    /// Forgets what a handler was asked; returns the replies that its requesters get.
    fn failed(&mut self, gone: impl Fn(SeatId, LineHandle) -> bool) -> Vec<(Asked, ResultCode, bool)> {
        let (left, kept) = self.buffers.drain(..).partition(|(_, line, seat, _)| gone(*seat, *line));
        self.buffers = kept;
        let failed = ResultCode::from(LineErr::OPERATION_FAILED);
        let left: Vec<_> = left;
        left.into_iter().filter_map(|(.., asked)| Some((asked?, failed, false))).collect()
    }

    /// Calls a function that is done at once, and expects these replies and no other.
    fn quiet(&mut self, seat: SeatId, function: Function, expected: &[(Asked, ResultCode, bool)]) {
        let first = self.tapi.records.len();
        assert_eq!(self.tapi.call(seat, function), Ok((0, Out::None)));
        assert_eq!(self.replies(first), self.wanted(expected));
    }

    /// The replies since the record at `first`, by request id, because they come in any order.
    fn replies(&self, first: usize) -> Vec<Reply> {
        let heard = self.tapi.heard_since(first).into_iter();
        let mut replies: Vec<_> = heard
            .filter_map(|(seat, typed, attached)| {
                let Message::Reply { request, result } = typed.message else { return None };
                Some((request, seat, typed.callback_instance, result, *attached != Attached::None))
            })
            .collect();
        replies.sort();
        replies
    }

    fn wanted(&self, replies: &[(Asked, ResultCode, bool)]) -> Vec<Reply> {
        let reply = |(asked, result, answered): &(Asked, _, _)| {
            (asked.id.get(), asked.seat, self.instance_of(asked), *result, *answered)
        };
        let mut replies: Vec<_> = replies.iter().map(reply).collect();
        replies.sort();
        replies
    }

    fn instance_of(&self, asked: &Asked) -> u64 {
        let of = self.lines.iter().find(|(_, line, _)| *line == asked.line);
        instance(of.expect("only open lines get replies").2.0)
    }

    fn ask(&mut self, seat: SeatId, line: LineHandle, device: DeviceId, kind: ProxyRequestType) {
        let function = match kind {
            ProxyRequestType::GET_GROUP_LIST => Function::GetGroupList { line },
            ProxyRequestType::GET_QUEUE_LIST => Function::GetQueueList { line, group: Guid([3; 16]) },
            _ => Function::CreateAgent { line, agent_id: None, agent_pin: None },
        };
        let first = self.tapi.records.len();
        let returned = self.tapi.call(seat, function);
        let Some((server, serving)) = self.served.get(&(device, kind)).copied() else {
            assert_eq!(returned, Err(LineErr::OPERATION_UNAVAIL));
            return;
        };
        let asked = Asked { seat, line, id: request_id(returned) };
        let heard = self.tapi.heard_since(first);
        let [(to, typed, Attached::Request { request, .. })] = heard.as_slice() else { panic!("{heard:?}") };
        let Message::ProxyRequest { buffer } = typed.message else { panic!("{typed:?}") };
        assert_eq!((*to, typed.device, request.request_type()), (server, serving.0, kind));
        assert_eq!(**request == ProxyRequest::GetGroupList {}, kind == ProxyRequestType::GET_GROUP_LIST);
        assert!(self.buffers.iter().all(|(pending, ..)| *pending != buffer), "a buffer is pending once");
        self.buffers.push((buffer, serving, server, Some(asked)));
    }

    fn respond(&mut self, at: usize, result: ResultCode) {
        let Some((buffer, line, seat, asked)) = pick(&self.buffers, at) else { return };
        self.buffers.retain(|(pending, ..)| *pending != buffer);
        let answer = Some(Answer::Groups(vec![]));
        let response = Function::ProxyResponse { line, request: buffer, result, answer };
        let reply = asked.map(|asked| (asked, result, result == ResultCode::SUCCESS));
        self.quiet(seat, response, reply.as_slice());
    }

    fn leg_appears(&mut self, device: DeviceId) {
        let first = self.tapi.records.len();
        self.tapi.switch(SwitchEvent::LegAppears {
            leg: LegId(self.legs),
            device,
            address: AddressId(0),
            media_modes: MediaMode::INTERACTIVE_VOICE,
            state: CallState::OFFERING,
            mode: 0,
        });
        self.legs += 1;
        let news = self.tapi.heard_since(first).into_iter().filter_map(|(seat, typed, _)| {
            let Message::AppNewCall { call, .. } = typed.message else { return None };
            Some((seat, LineHandle(typed.device), call))
        });
        self.calls.extend(news.collect::<Vec<_>>());
    }

    fn answer(&mut self, at: usize) {
        let Some((seat, line, call)) = pick(&self.calls, at) else { return };
        if let Ok(returned) = self.tapi.call(seat, Function::Answer { call }) {
            self.answering.push(Asked { seat, line, id: request_id(Ok(returned)) });
        }
    }

    fn complete(&mut self, at: usize, result: ResultCode) {
        let Some(asked) = pick(&self.answering, at) else { return };
        self.answering.retain(|other| *other != asked);
        let first = self.tapi.records.len();
        self.tapi.switch(SwitchEvent::Completed { request: asked.id, result });
        assert_eq!(self.replies(first), self.wanted(&[(asked, result, false)]));
    }

    fn check(&self) {
        // The switch reports any state after any, and the monitor says so of calls; that is not the server's fault.
        let findings = self.tapi.monitor.findings().iter();
        let of_server: Vec<_> = findings.filter(|found| !["C01", "C04"].contains(&found.rule.id)).collect();
        assert!(of_server.is_empty(), "{of_server:?}");
        let asked =
            self.buffers.iter().filter_map(|(.., asked)| *asked).chain(self.answering.iter().copied());
        let mut pending: Vec<_> = asked.map(|asked| (asked.seat, asked.id)).collect();
        pending.sort_by_key(|(_, id)| *id);
        let view = self.tapi.server.view();
        assert_eq!(view.pending, pending);
        assert_eq!(view.open_lines, self.lines.len());
        assert_eq!(view.call_handles, self.calls.len());
    }
}

fn request_id(returned: Returned) -> RequestId {
    let id = returned.ok().and_then(|(value, _)| RequestId::new(u32::try_from(value).ok()?));
    id.expect("a request id")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_server_keeps_account_of_every_request(steps in prop::collection::vec(step(), 1..100)) {
        let mut account = Account::new();
        for step in &steps {
            account.take(step);
        }
    }
}

/// lineShutdown function: outstanding requests are cancelled, whichever of the application's lines closes first.
#[test]
fn lineshutdown_cancels_what_the_application_waits_for() {
    for handler_first in [false, true] {
        let mut tapi = Tapi::new(1);
        let app = tapi.initialise(HANDLER);
        let types = [ProxyRequestType::GET_GROUP_LIST];
        let mut opens = [open_as_client(app, 0, ApiVersion::V2_2), open_as_handler(app, 0, &types)];
        if handler_first {
            opens.reverse();
        }
        let lines = opens.map(|open| opened(tapi.call(HANDLER, open)));
        let line = lines[usize::from(handler_first)];
        tapi.call(HANDLER, Function::GetGroupList { line }).expect("asked");
        let first = tapi.records.len();
        tapi.call(HANDLER, Function::Shutdown { app }).expect("shut down");
        assert_eq!(tapi.heard_since(first), [], "handler first: {handler_first}");
    }
}
