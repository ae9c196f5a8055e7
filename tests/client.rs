//! The client alone against a slow and obvious model of it: whatever returns, replies and messages come in whatever
//! order, it says what the model says and knows what the model knows.

use std::fmt;

use proptest::prelude::*;
use proptest::sample::select;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};
use tapi_acd::client::{Client, Event, Input, Mirror, Output, Reading, Subject};
use tapi_acd::ids::{AddressId, AgentHandle, AgentSessionHandle, DeviceId, LineHandle, QueueId};
use tapi_acd::wire::consts::{
    AgentSessionState, AgentSessionStatus, AgentState, AgentStateEx, AgentStatus as AgentStatusBits,
    AgentStatusEx, ApiVersion, GroupStatus, InitializeExOptions, ProxyStatus, QueueStatus,
};
use tapi_acd::{Attached, Function, Instant, Message, Out, TypedMessage};

use crate::client_model::{APP, GROUPS, Model, TYPES, answer, asks, known};
use crate::model::hold;

/// What the user wants; a line is one of those that are open.
#[derive(Clone)]
pub(crate) enum Want {
    Open(DeviceId, ApiVersion),
    Close(usize),
    Read(usize, Subject),
    Measure(usize),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Outcome {
    Good,
    Unavailable,
    Failed,
}

#[derive(Clone)]
pub(crate) enum Transition {
    Ask(Want),
    /// The function called longest ago returns; the bits say which types are served, where it tells.
    Return(Outcome, u8),
    /// LINE_REPLY comes for a function that waits; the number makes the answer.
    Reply(usize, Outcome, u32),
    /// LINE_REPLY comes before the function called longest ago has returned.
    EarlyReply(Outcome, u32),
    Tell(usize, Message),
    LineClose(usize),
}

/// One line each, for people who read a failure.
impl fmt::Display for Transition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let came = |outcome: &Outcome| match outcome {
            Outcome::Good => "well",
            Outcome::Unavailable => "OPERATIONUNAVAIL",
            Outcome::Failed => "OPERATIONFAILED",
        };
        match self {
            Transition::Ask(Want::Open(device, version)) => write!(f, "open {device:?} at {version}"),
            Transition::Ask(Want::Close(line)) => write!(f, "close line #{line}"),
            Transition::Ask(Want::Read(line, subject)) => write!(f, "read {subject:?} over line #{line}"),
            Transition::Ask(Want::Measure(line)) => write!(f, "set a period over line #{line}"),
            Transition::Return(outcome, bits) => write!(f, "return: {} ({bits:#b})", came(outcome)),
            Transition::Reply(at, outcome, number) => write!(f, "reply #{at}: {} ({number})", came(outcome)),
            Transition::EarlyReply(outcome, number) => write!(f, "early: {} ({number})", came(outcome)),
            Transition::Tell(line, message) => write!(f, "on line #{line}: {message:?}"),
            Transition::LineClose(line) => write!(f, "LINE_CLOSE of line #{line}"),
        }
    }
}

impl fmt::Debug for Transition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn subject() -> impl Strategy<Value = Subject> {
    let agent = || (1..3_u32).prop_map(AgentHandle);
    prop_oneof![
        Just(Subject::ProxyStatus),
        Just(Subject::Caps(AddressId(0))),
        Just(Subject::Status(AddressId(0))),
        Just(Subject::ActivityList(AddressId(0))),
        Just(Subject::AgentGroupList(AddressId(0))),
        agent().prop_map(Subject::AgentInfo),
        agent().prop_map(Subject::SessionList),
        (1..3_u32).prop_map(|session| Subject::SessionInfo(AgentSessionHandle(session))),
        Just(Subject::GroupList),
        select(&GROUPS[..]).prop_map(Subject::QueueList),
        (1..3_u32).prop_map(|queue| Subject::QueueInfo(QueueId(queue))),
    ]
}

fn message() -> impl Strategy<Value = Message> {
    use AgentStatusBits as Address;
    let address_bits = vec![
        Address::STATE,
        Address::STATE | Address::NEXT_STATE,
        Address::ACTIVITY_LIST | Address::GROUP_LIST,
        Address::CAPS_CHANGE | Address::NEXT_STATE,
    ];
    prop_oneof![
        select(address_bits).prop_map(|changed| Message::AgentStatus {
            address: AddressId(0),
            changed,
            state: if changed.contains(Address::STATE) { AgentState::READY } else { AgentState(0) },
        }),
        (
            1..3_u32,
            1..8_u32,
            select(vec![AgentStateEx::READY, AgentStateEx::NOT_READY, AgentStateEx::RELEASED])
        )
            .prop_map(|(agent, bits, state)| {
                let (agent, changed) = (AgentHandle(agent), AgentStatusEx::from_bits_retain(bits));
                let told = changed.contains(AgentStatusEx::STATE);
                Message::AgentStatusEx { agent, changed, state: if told { state } else { AgentStateEx(0) } }
            }),
        (1..3_u32, 1..8_u32, select(vec![AgentSessionState::READY, AgentSessionState::RELEASED])).prop_map(
            |(session, bits, state)| {
                let changed = AgentSessionStatus::from_bits_retain(bits);
                let state =
                    if changed.contains(AgentSessionStatus::STATE) { state } else { AgentSessionState(0) };
                Message::AgentSessionStatus { session: AgentSessionHandle(session), changed, state }
            }
        ),
        Just(Message::GroupStatus { changed: GroupStatus::NEW_GROUP }),
        (1..3_u32, 1..8_u32).prop_map(|(queue, bits)| Message::QueueStatus {
            queue: QueueId(queue),
            changed: QueueStatus::from_bits_retain(bits),
        }),
        (select(vec![ProxyStatus::OPEN, ProxyStatus::CLOSE]), select(&TYPES[..]))
            .prop_map(|(changed, request_type)| Message::ProxyStatus { changed, request_type }),
    ]
}

impl ReferenceStateMachine for Model {
    type State = Self;
    type Transition = Transition;

    fn init_state() -> BoxedStrategy<Self> {
        prop::bool::weighted(0.8).prop_map(|reading| Self { reading, ..Self::default() }).boxed()
    }

    fn transitions(model: &Self) -> BoxedStrategy<Transition> {
        let version = select(vec![ApiVersion::V2_2, ApiVersion::V2_2, ApiVersion::V2_0]);
        let outcome = || {
            prop_oneof![
                4 => Just(Outcome::Good),
                1 => Just(Outcome::Unavailable),
                1 => Just(Outcome::Failed)
            ]
        };
        let opens = (0..2_u32, version)
            .prop_map(|(device, version)| Transition::Ask(Want::Open(DeviceId(device), version)))
            .boxed();
        let mut all = vec![(1, opens)];
        if !model.lines.is_empty() {
            let line = || 0..4_usize;
            let reads = (line(), subject()).prop_map(|(line, what)| Transition::Ask(Want::Read(line, what)));
            all.push((3, reads.boxed()));
            all.push((1, line().prop_map(|line| Transition::Ask(Want::Measure(line))).boxed()));
            all.push((1, line().prop_map(|line| Transition::Ask(Want::Close(line))).boxed()));
            all.push((1, line().prop_map(Transition::LineClose).boxed()));
            let tells = (line(), message()).prop_map(|(line, message)| Transition::Tell(line, message));
            all.push((10, tells.boxed()));
        }
        if !model.calling.is_empty() {
            let returns = (outcome(), 0..64_u8).prop_map(|(outcome, bits)| Transition::Return(outcome, bits));
            all.push((12, returns.boxed()));
            let early = (outcome(), 0..8_u32).prop_map(|(outcome, n)| Transition::EarlyReply(outcome, n));
            if model.may_reply_early() {
                all.push((2, early.boxed()));
            }
        }
        if !model.waiting.is_empty() {
            let replies = (0..8_usize, outcome(), 0..8_u32);
            all.push((10, replies.prop_map(|(at, how, n)| Transition::Reply(at, how, n)).boxed()));
        }
        proptest::strategy::Union::new_weighted(all).boxed()
    }

    fn preconditions(model: &Self, transition: &Transition) -> bool {
        match transition {
            Transition::Ask(Want::Open(..)) => true,
            Transition::Ask(_) | Transition::Tell(..) | Transition::LineClose(_) => !model.lines.is_empty(),
            Transition::Return(..) => !model.calling.is_empty(),
            Transition::Reply(..) => !model.waiting.is_empty(),
            Transition::EarlyReply(..) => model.may_reply_early(),
        }
    }

    fn apply(mut model: Self, transition: &Transition) -> Self {
        model.now += 1;
        model.said.clear();
        match transition {
            Transition::Ask(want) => model.ask(want),
            Transition::Return(outcome, bits) => model.returns(*outcome, *bits),
            Transition::Reply(at, outcome, number) => {
                let at = at % model.waiting.len();
                let (id, way) = model.waiting[at].clone();
                let subject = asks(&way.function);
                let (result, answer) = model.reply(id, *outcome, answer(subject, *number));
                model.waiting.remove(at);
                model.done(way, model.now, result, Out::None, answer);
            }
            Transition::EarlyReply(outcome, number) => {
                let subject = asks(&model.calling[0].function);
                let (result, answer) = model.reply(model.ids + 1, *outcome, answer(subject, *number));
                model.early = Some((model.now, result, answer));
            }
            Transition::Tell(at, message) => {
                let (line, device, _) = model.line(*at);
                model.tell(device, message);
                hear(&mut model, line, *message);
            }
            Transition::LineClose(at) => {
                let (line, ..) = model.line(*at);
                model.line_gone(line);
                hear(&mut model, line, Message::Close);
            }
        }
        model.read_on();
        model
    }
}

/// A message comes on a line, and the user is told of it.
fn hear(model: &mut Model, line: LineHandle, message: Message) {
    let typed = TypedMessage { device: line.0, callback_instance: 0, message, residue: [0; 3] };
    model.input = Some(Input::Message { message: typed.to_raw(), attached: Attached::None });
    model.said.push(Output::Event(Event::Message(typed)));
}

struct SaysWhatTheModelSays;

fn say(client: &mut Client, now: u64, input: Input) -> Vec<Output> {
    client.handle_input(Instant::from_micros(now), input).expect("time goes on and outputs are drained");
    std::iter::from_fn(|| client.poll_output()).collect()
}

impl StateMachineTest for SaysWhatTheModelSays {
    type SystemUnderTest = Client;
    type Reference = Model;

    /// The application is registered.
    fn init_test(model: &Model) -> Client {
        let mut client = if model.reading { Client::reading(Reading::ALL) } else { Client::new() };
        let (app_name, options) = ("test".into(), InitializeExOptions::USE_EVENT);
        let api_version = ApiVersion::V2_2;
        say(&mut client, 0, Input::Request(Function::InitializeEx { app_name, api_version, options }));
        let out = Out::App { app: APP, num_devs: 2, api_version };
        say(&mut client, 0, Input::Return { value: 0, out });
        client
    }

    fn apply(mut client: Client, model: &Model, _: Transition) -> Client {
        let input = model.input.clone().expect("every transition tells the client something");
        assert_eq!(say(&mut client, model.now, input), model.said);
        client
    }

    fn check_invariants(client: &Client, model: &Model) {
        assert_eq!(known(client.view()), model.knows());
    }
}

#[test]
fn the_client_is_its_model() {
    hold::<SaysWhatTheModelSays>(2_000, 80);
}

/// A message that is none of the client's business changes nothing, as one over a line that is not open.
#[test]
fn a_message_over_no_line_teaches_nothing() {
    let mut client = Client::reading(Reading::ALL);
    let message = Message::QueueStatus { queue: QueueId(1), changed: QueueStatus::NEW_QUEUE };
    let typed = TypedMessage { device: 77, callback_instance: 0, message, residue: [0; 3] };
    let raw = typed.to_raw();
    let said = say(&mut client, 0, Input::Message { message: raw, attached: Attached::None });
    assert_eq!(said, [Output::Event(Event::Message(typed))]);
    assert_eq!(client.view(), &Mirror::default());
}
