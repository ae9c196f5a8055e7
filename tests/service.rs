//! What an agent handler serves: some types beside another handler, all its lines or none, and the lines it keeps.

use tapi_acd::answer::{AgentCaps, Answer};
use tapi_acd::handler::SERVED;
use tapi_acd::ids::{AddressId, AppHandle, DeviceId, LineHandle, SeatId};
use tapi_acd::system::{HANDLER_SEAT, Input};
use tapi_acd::wire::consts::{
    AgentFeatures, AgentStateEx, AgentStatusEx, ApiVersion, CallPrivilege, LineErr, MediaMode, MessageId,
    OpenOptions, ProxyRequestType, ProxyStatus,
};
use tapi_acd::{Event, Function, Message, Out, ResultCode};

use crate::desk::{Desk, config};
use crate::handler::{SUPERVISOR, two_agents};

/// An application that registers for requests itself.
const OTHER: SeatId = SeatId(2);

fn open_for(app: AppHandle, device: u32, types: &[ProxyRequestType]) -> Function {
    Function::Open {
        app,
        device: DeviceId(device),
        api_version: ApiVersion::V2_2,
        callback_instance: 0,
        privileges: CallPrivilege::NONE,
        options: OpenOptions::PROXY,
        media_modes: MediaMode::empty(),
        proxy_types: types.to_vec(),
        address: None,
        ext_version: 0,
    }
}

fn line((result, out, _): (ResultCode, Out, Option<Answer>)) -> Result<LineHandle, ResultCode> {
    match (result, out) {
        (ResultCode::SUCCESS, Out::Line(line)) => Ok(line),
        (refused, _) => Err(refused),
    }
}

impl Desk {
    /// The functions that the agent handler has called, and the messages of TAPI that it got.
    fn handlers(&self) -> (Vec<Function>, Vec<MessageId>) {
        let (mut calls, mut messages) = (vec![], vec![]);
        for record in self.records.iter().filter(|record| record.seat == HANDLER_SEAT) {
            match &record.event {
                Event::Call { function, .. } => calls.push((**function).clone()),
                Event::Message { message, .. } => messages.push(message.message_id),
                _ => {}
            }
        }
        (calls, messages)
    }
}

/// lineOpen function: each type of a line is registered for by itself, so that two handlers can share them.
#[test]
fn a_handler_is_asked_for_what_it_serves() {
    let mine = [
        ProxyRequestType::GET_GROUP_LIST,
        ProxyRequestType::GET_AGENT_CAPS,
        ProxyRequestType::SET_AGENT_GROUP,
    ];
    let mut config = config(2);
    config.handler.serves = mine.to_vec();
    let mut desk = Desk::with(config);
    desk.feed(Input::StartHandler);
    assert!(desk.system.handler().is_up());
    let acd = desk.open(SUPERVISOR, 0, ApiVersion::V2_2);
    let asked = |desk: &Desk| desk.handlers().1.iter().filter(|id| **id == MessageId::PROXY_REQUEST).count();

    let groups = desk.call(SUPERVISOR, Function::GetGroupList { line: acd });
    assert!(matches!(groups, (ResultCode::SUCCESS, _, Some(Answer::Groups(_)))), "{groups:?}");
    let create = Function::CreateAgent { line: acd, agent_id: None, agent_pin: None };
    assert_eq!(desk.call(SUPERVISOR, create.clone()).0, LineErr::OPERATION_UNAVAIL.into());
    assert_eq!(asked(&desk), 1);

    // LINEAGENTCAPS structure, dwFeatures: what this handler will never do is not among them.
    let (app, device, address) = (desk.initialise(SUPERVISOR), DeviceId(1), AddressId(0));
    let caps = Function::GetAgentCaps { app, device, address, app_api_version: ApiVersion::V2_2 };
    match desk.call(SUPERVISOR, caps) {
        (ResultCode::SUCCESS, _, Some(Answer::Caps(caps))) => {
            let AgentCaps { features, .. } = *caps;
            assert_eq!(features, AgentFeatures::SET_AGENT_GROUP);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(asked(&desk), 2);

    // The rest is another one's, who gets what this one does not.
    let rest: Vec<_> = SERVED.into_iter().filter(|kind| !mine.contains(kind)).collect();
    let app = desk.initialise(OTHER);
    let both = [ProxyRequestType::GET_GROUP_LIST, ProxyRequestType::CREATE_AGENT];
    let refused = line(desk.call(OTHER, open_for(app, 0, &both)));
    assert_eq!(refused, Err(LineErr::NOT_REGISTERED.into()));
    assert!(line(desk.call(OTHER, open_for(app, 0, &rest))).is_ok());
    assert_eq!(desk.feed(Input::Request { seat: SUPERVISOR, function: create }), [], "nobody answers");
    assert_eq!(asked(&desk), 2);
    let last = desk.heard(OTHER).last().copied();
    assert!(matches!(last, Some(Message::ProxyRequest { .. })), "{last:?}");
    assert_eq!(desk.monitor.findings(), []);
}

/// A handler that cannot have one of its lines has none: what it opened is closed, and it stays down until its process
/// is started anew.
#[test]
fn a_handler_that_cannot_start_leaves_nothing_open() {
    let mut desk = Desk::new(2);
    let acd = desk.open(SUPERVISOR, 0, ApiVersion::V2_2);
    let app = desk.initialise(OTHER);
    let taken =
        line(desk.call(OTHER, open_for(app, 1, &[ProxyRequestType::GET_AGENT_INFO]))).expect("a line");
    desk.feed(Input::StartHandler);
    let (calls, _) = desk.handlers();
    assert!(matches!(calls.last(), Some(Function::Shutdown { .. })), "{calls:?}");
    assert!(!desk.system.handler().is_up());
    let groups = Function::GetGroupList { line: acd };
    assert_eq!(desk.call(SUPERVISOR, groups.clone()).0, LineErr::OPERATION_UNAVAIL.into());
    // Every type that the ACD line had was closed again; no group was announced.
    let heard = desk.heard(SUPERVISOR);
    let count = |bit| {
        let has =
            |message: &&Message| matches!(message, Message::ProxyStatus { changed, .. } if *changed == bit);
        heard.iter().filter(has).count()
    };
    assert_eq!((count(ProxyStatus::OPEN), count(ProxyStatus::CLOSE)), (SERVED.len(), SERVED.len()));
    assert!(!heard.iter().any(|message| matches!(message, Message::GroupStatus { .. })));

    desk.feed(Input::StartHandler);
    assert_eq!(desk.handlers().0.len(), calls.len(), "it stays down");
    desk.feed(Input::Crash { seat: HANDLER_SEAT });
    assert_eq!(desk.call(OTHER, Function::Close { line: taken }).0, ResultCode::SUCCESS);
    desk.feed(Input::StartHandler);
    assert!(desk.system.handler().is_up());
    assert_eq!(desk.call(SUPERVISOR, groups).0, ResultCode::SUCCESS);
    assert_eq!(desk.monitor.findings(), []);
}

/// LINE_CLOSE message: the handler lets go of the line; the agent there stays logged in and is spoken of on the ACD
/// line.
#[test]
fn a_handler_goes_on_without_a_line_that_was_taken() {
    let (mut desk, acd, [one, _]) = two_agents();
    let opened = desk.records.iter().filter_map(|record| match record.event {
        Event::Return { out: Out::Line(line), .. } if record.seat == HANDLER_SEAT => Some(line),
        _ => None,
    });
    let lines: Vec<_> = opened.collect();
    desk.feed(Input::ForceClose { line: lines[one.device.0 as usize] });
    assert_eq!(desk.handlers().1.last(), Some(&MessageId::CLOSE));
    let view = desk.system.handler();
    assert!(view.is_up());
    assert_eq!(view.agent_at(one.device), Some(one.agent));
    // Nobody serves the agent's line any more; the ACD line's requests and news go on.
    let info = |line| Function::GetAgentInfo { line, agent: one.agent };
    assert_eq!(desk.call(one.seat, info(one.line)).0, LineErr::OPERATION_UNAVAIL.into());
    assert_eq!(desk.call(SUPERVISOR, info(acd)).0, ResultCode::SUCCESS);
    let (at_desk, at_supervisor) = (desk.heard(one.seat).len(), desk.heard(SUPERVISOR).len());
    let (state, next) = (AgentStateEx::READY, AgentStateEx(0));
    let set = Function::SetAgentStateEx { line: acd, agent: one.agent, state, next };
    assert_eq!(desk.call(SUPERVISOR, set).0, ResultCode::SUCCESS);
    let news = Message::AgentStatusEx { agent: one.agent, changed: AgentStatusEx::STATE, state };
    assert!(desk.heard(SUPERVISOR)[at_supervisor..].contains(&news));
    assert_eq!(desk.heard(one.seat).len(), at_desk);
    assert_eq!(desk.monitor.findings(), []);
}
