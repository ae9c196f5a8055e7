//! The machines of the server, driven through functions: in every state and on every event that an application can
//! provoke, the server does what the table says. A refused function changes nothing.

use std::fmt::Debug;

use tapi_acd::ids::{AppHandle, BufferAddress, CallHandle, DeviceId, LineHandle, SeatId};
use tapi_acd::machine::{
    Basis, MACHINES, Verdict, application, line, proxy_registration as registration, proxy_request as request,
};
use tapi_acd::wire::consts::{ApiVersion, LineErr, MessageId, ProxyRequestType};
use tapi_acd::{Function, Message, Out, ResultCode};

use crate::spec::{STATES, strings};
use crate::tapi::{CLIENT, HANDLER, Tapi, open_as_client, open_as_handler, opened};

/// The machines that the server is driven by.
pub(crate) const OF_THE_SERVER: [&str; 4] =
    [application::MACHINE.name, line::MACHINE.name, registration::MACHINE.name, request::MACHINE.name];

const KIND: ProxyRequestType = ProxyRequestType::GET_GROUP_LIST;
/// A process that has nothing to do with it.
const STRANGER: SeatId = SeatId(9);

/// What can be done to a world: an event that a function raises may be refused, any other just happens.
type Way<W> = fn(&mut W) -> Result<(), LineErr>;

trait World {
    fn tapi(&mut self) -> &mut Tapi;

    fn call(&mut self, seat: SeatId, function: Function) -> Result<(), LineErr> {
        self.tapi().call(seat, function).map(drop)
    }

    /// Shuts the last registration of a seat down.
    fn shut_down(&mut self, seat: SeatId) -> Result<(), LineErr> {
        let app = self.tapi().app_of(seat);
        self.call(seat, Function::Shutdown { app })
    }

    fn crash(&mut self, seat: SeatId) -> Result<(), LineErr> {
        self.tapi().crash(seat);
        Ok(())
    }

    fn take(&mut self, line: LineHandle) -> Result<(), LineErr> {
        self.tapi().force_close(line);
        Ok(())
    }
}

/// Goes one way in a world that is in a state, and compares with the verdict; gives the state that follows.
#[track_caller]
fn go<W: World, S: Copy + Debug, E: Debug>(
    world: &mut W,
    (state, event, verdict): (S, E, Verdict<S>),
    way: Way<W>,
) -> S {
    let before = world.tapi().server.clone();
    let returned = way(world);
    match verdict {
        Verdict::Go(to) => {
            assert_eq!(returned, Ok(()), "{state:?} {event:?}");
            assert!(world.tapi().server != before, "{state:?} {event:?} changes nothing");
            to
        }
        Verdict::Stay => {
            assert_eq!(returned, Ok(()), "{state:?} {event:?}");
            state
        }
        Verdict::Refuse(error) => {
            assert_eq!(returned, Err(error), "{state:?} {event:?}");
            assert!(world.tapi().server == before, "{state:?} {event:?} is refused and changes something");
            state
        }
        Verdict::Never => panic!("{state:?} {event:?} cannot be provoked"),
    }
}

// A registration

struct Application {
    tapi: Tapi,
    /// Who acts.
    seat: SeatId,
    app: AppHandle,
}

impl World for Application {
    fn tapi(&mut self) -> &mut Tapi {
        &mut self.tapi
    }
}

impl Application {
    /// One world for each way to the state.
    fn worlds(state: application::State) -> Vec<Self> {
        let new = || {
            let mut tapi = Tapi::new(1);
            tapi.serve(HANDLER, 0, &[ProxyRequestType::GET_AGENT_CAPS]);
            tapi.initialise(STRANGER);
            let app = tapi.initialise(CLIENT);
            Self { tapi, seat: CLIENT, app }
        };
        let after = |way: Way<Self>| {
            let mut world = new();
            way(&mut world).expect("it goes");
            // A process without any registration does not get as far as its handles.
            world.tapi.initialise(CLIENT);
            world
        };
        match state {
            application::State::Absent => vec![Self { app: AppHandle(0), ..new() }],
            application::State::Registered => vec![new()],
            application::State::Over => vec![
                after(|world| world.shut_down(CLIENT)),
                after(|world| world.crash(CLIENT)),
                Self { seat: STRANGER, ..new() },
            ],
        }
    }

    fn ways(event: application::Event) -> &'static [Way<Self>] {
        match event {
            application::Event::Initialized => &[|world| world.tapi.try_initialise(CLIENT).map(drop)],
            application::Event::Named => &[
                |world| {
                    let (low, high) = (ApiVersion::V2_0, ApiVersion::V2_2);
                    let (app, device) = (world.app, DeviceId(0));
                    world.call(world.seat, Function::NegotiateApiVersion { app, device, low, high })
                },
                |world| world.call(world.seat, open_as_client(world.app, 0, ApiVersion::V2_2)),
                |world| {
                    let (app, device, app_api_version) = (world.app, DeviceId(0), ApiVersion::V2_2);
                    world.call(world.seat, Function::GetProxyStatus { app, device, app_api_version })
                },
            ],
            application::Event::ShutDown => {
                &[|world| world.call(world.seat, Function::Shutdown { app: world.app })]
            }
            application::Event::Died => &[|world| world.crash(world.seat)],
        }
    }

    fn state(&mut self) -> application::State {
        let (app, device, app_api_version) = (self.app, DeviceId(0), ApiVersion::V2_2);
        match self.call(self.seat, Function::GetProxyStatus { app, device, app_api_version }) {
            Ok(()) => application::State::Registered,
            Err(_) => application::State::Over,
        }
    }
}

#[test]
fn applications_go_as_the_table_says() {
    use application::{Event, State};
    for state in [State::Absent, State::Registered, State::Over] {
        for event in [Event::Initialized, Event::Named, Event::ShutDown, Event::Died] {
            let verdict = state.step(event);
            for way in Application::ways(event).iter().filter(|_| verdict != Verdict::Never) {
                for mut world in Application::worlds(state) {
                    let expected = go(&mut world, (state, event, verdict), *way);
                    if event == Event::Initialized {
                        world.app = world.tapi.app_of(CLIENT);
                    }
                    assert_eq!(world.state(), expected, "{state:?} {event:?}");
                }
            }
        }
    }
}

// A line

struct OneLine {
    tapi: Tapi,
    /// Who acts.
    seat: SeatId,
    line: LineHandle,
}

impl World for OneLine {
    fn tapi(&mut self) -> &mut Tapi {
        &mut self.tapi
    }
}

impl OneLine {
    fn new(serving: bool) -> Self {
        let mut tapi = Tapi::new(1);
        tapi.serve(HANDLER, 0, &[KIND]);
        tapi.initialise(STRANGER);
        let line = match serving {
            true => tapi.serve(CLIENT, 0, &[ProxyRequestType::CREATE_AGENT]),
            false => tapi.open(CLIENT, 0, ApiVersion::V2_2),
        };
        Self { tapi, seat: CLIENT, line }
    }

    /// One world for each way to the state.
    fn worlds(state: line::State) -> Vec<Self> {
        let closed = |serving, way: Way<Self>| {
            let mut world = Self::new(serving);
            way(&mut world).expect("it goes");
            // A process without any registration does not get as far as its handles.
            world.tapi.initialise(CLIENT);
            world
        };
        let ways: [Way<Self>; 4] = [
            |world| world.call(CLIENT, Function::Close { line: world.line }),
            |world| world.shut_down(CLIENT),
            |world| world.crash(CLIENT),
            |world| world.take(world.line),
        ];
        match state {
            line::State::Absent => {
                let mut tapi = Tapi::new(1);
                tapi.initialise(CLIENT);
                vec![Self { tapi, seat: CLIENT, line: LineHandle(0) }]
            }
            line::State::Open => vec![Self::new(false)],
            line::State::Serving => vec![Self::new(true)],
            line::State::Closed => ways
                .into_iter()
                .flat_map(|way| [closed(false, way), closed(true, way)])
                .chain([Self { seat: STRANGER, ..Self::new(true) }])
                .collect(),
        }
    }

    fn open(&mut self, function: fn(AppHandle) -> Function) -> Result<(), LineErr> {
        let app = self.tapi.app_of(CLIENT);
        let returned = self.tapi.call(CLIENT, function(app));
        self.line = opened(returned.clone());
        returned.map(drop)
    }

    fn message(&mut self) -> Result<(), LineErr> {
        let (line, call, message) = (self.line, CallHandle(0), MessageId::GROUP_STATUS);
        let [param1, param2, param3] = [1, 0, 0];
        self.call(self.seat, Function::ProxyMessage { line, call, message, param1, param2, param3 })
    }

    fn ways(event: line::Event) -> &'static [Way<Self>] {
        match event {
            line::Event::Opened => &[|world| world.open(|app| open_as_client(app, 0, ApiVersion::V2_2))],
            line::Event::OpenedToServe => &[|world| world.open(|app| open_as_handler(app, 0, &[KIND]))],
            line::Event::Named => {
                &[|world| world.call(world.seat, Function::GetGroupList { line: world.line })]
            }
            line::Event::NamedByHandler => &[Self::message],
            line::Event::AskedToClose => {
                &[|world| world.call(world.seat, Function::Close { line: world.line })]
            }
            line::Event::ApplicationGone => &[
                |world| world.crash(CLIENT),
                // Where it is over already, that is for another table to say.
                |world| world.shut_down(CLIENT).or(Ok(())),
            ],
            line::Event::TakenAway => &[|world| world.take(world.line)],
        }
    }

    fn state(&mut self) -> line::State {
        match self.message() {
            Ok(()) => line::State::Serving,
            Err(LineErr::NOT_REGISTERED) => line::State::Open,
            Err(_) => line::State::Closed,
        }
    }
}

#[test]
fn lines_go_as_the_table_says() {
    use line::{Event, State};
    for state in [State::Absent, State::Open, State::Serving, State::Closed] {
        for event in [
            Event::Opened,
            Event::OpenedToServe,
            Event::Named,
            Event::NamedByHandler,
            Event::AskedToClose,
            Event::ApplicationGone,
            Event::TakenAway,
        ] {
            let verdict = state.step(event);
            for way in OneLine::ways(event).iter().filter(|_| verdict != Verdict::Never) {
                for mut world in OneLine::worlds(state) {
                    let expected = go(&mut world, (state, event, verdict), *way);
                    assert_eq!(world.state(), expected, "{state:?} {event:?}");
                }
            }
        }
    }
}

// A request type

struct Registration {
    tapi: Tapi,
    /// An application's line on the device.
    line: LineHandle,
    /// The line that serves the type, or has served it.
    server: LineHandle,
}

impl World for Registration {
    fn tapi(&mut self) -> &mut Tapi {
        &mut self.tapi
    }
}

impl Registration {
    const GONE: [Way<Self>; 4] = [
        |world| world.call(HANDLER, Function::Close { line: world.server }),
        |world| world.shut_down(HANDLER),
        |world| world.crash(HANDLER),
        |world| world.take(world.server),
    ];

    fn new() -> Self {
        let mut tapi = Tapi::new(1);
        let line = tapi.open(CLIENT, 0, ApiVersion::V2_2);
        let server = tapi.serve(HANDLER, 0, &[KIND]);
        tapi.initialise(STRANGER);
        Self { tapi, line, server }
    }

    /// One world for each way to the state.
    fn worlds(state: registration::State) -> Vec<Self> {
        let free = |way: Way<Self>| {
            let mut world = Self::new();
            way(&mut world).expect("it goes");
            world
        };
        match state {
            registration::State::Free => Self::GONE.map(free).into(),
            registration::State::Served => vec![Self::new()],
        }
    }

    fn ways(event: registration::Event) -> &'static [Way<Self>] {
        match event {
            registration::Event::Registered => &[
                |world| {
                    let app = world.tapi.app_of(CLIENT);
                    world.call(CLIENT, open_as_handler(app, 0, &[ProxyRequestType::CREATE_AGENT, KIND]))
                },
                |world| {
                    let app = world.tapi.app_of(STRANGER);
                    world.call(STRANGER, open_as_handler(app, 0, &[KIND]))
                },
            ],
            registration::Event::Requested => {
                &[|world| world.call(CLIENT, Function::GetGroupList { line: world.line })]
            }
            registration::Event::ServerGone => &Self::GONE,
        }
    }

    fn state(&mut self) -> registration::State {
        let (app, device, app_api_version) = (self.tapi.app_of(CLIENT), DeviceId(0), ApiVersion::V2_2);
        match self.tapi.call(CLIENT, Function::GetProxyStatus { app, device, app_api_version }) {
            Ok((0, Out::RequestTypes(types))) if types.contains(&KIND) => registration::State::Served,
            Ok((0, Out::RequestTypes(_))) => registration::State::Free,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn registrations_go_as_the_table_says() {
    use registration::{Event, State};
    for state in [State::Free, State::Served] {
        for event in [Event::Registered, Event::Requested, Event::ServerGone] {
            let verdict = state.step(event);
            for way in Registration::ways(event).iter().filter(|_| verdict != Verdict::Never) {
                for mut world in Registration::worlds(state) {
                    let expected = go(&mut world, (state, event, verdict), *way);
                    assert_eq!(world.state(), expected, "{state:?} {event:?}");
                }
            }
        }
    }
}

/// lineOpen function: a type is served once, also within one application and within one call.
#[test]
fn a_type_is_taken_by_whoever_was_first() {
    let mut world = Registration::new();
    let app = world.tapi.app_of(HANDLER);
    let twice = [ProxyRequestType::CREATE_AGENT; 2];
    let refused = registration::State::Served.step(registration::Event::Registered).accepted();
    for types in [&[KIND][..], &twice] {
        let before = world.tapi.server.clone();
        assert_eq!(world.call(HANDLER, open_as_handler(app, 0, types)), refused, "{types:?}");
        assert!(world.tapi.server == before, "{types:?}");
    }
}

// A request

struct Request {
    tapi: Tapi,
    /// The line that asks.
    asker: LineHandle,
    /// The line that was asked, or that answers what was not asked of it.
    handler: LineHandle,
    buffer: BufferAddress,
}

impl World for Request {
    fn tapi(&mut self) -> &mut Tapi {
        &mut self.tapi
    }
}

impl Request {
    const REQUESTER_GONE: [Way<Self>; 4] = [
        Self::close_asker,
        |world| world.take(world.asker),
        |world| world.shut_down(CLIENT),
        |world| world.crash(CLIENT),
    ];
    const HANDLER_GONE: [Way<Self>; 3] =
        [Self::close_handler, |world| world.shut_down(HANDLER), |world| world.crash(HANDLER)];

    /// Nothing has been asked; the buffer's address is the first one.
    fn new() -> Self {
        let mut tapi = Tapi::new(1);
        let asker = tapi.open(CLIENT, 0, ApiVersion::V2_2);
        let handler = tapi.serve(HANDLER, 0, &[KIND]);
        Self { tapi, asker, handler, buffer: BufferAddress(16) }
    }

    fn after(ways: &[Way<Self>]) -> Self {
        let mut world = Self::new();
        for way in ways {
            way(&mut world).expect("it goes");
        }
        world
    }

    fn ask(&mut self) -> Result<(), LineErr> {
        let returned = self.call(CLIENT, Function::GetGroupList { line: self.asker });
        let requests = self.tapi.heard_on(HANDLER, self.handler);
        let Some(Message::ProxyRequest { buffer }) = requests.last() else { panic!("{requests:?}") };
        self.buffer = *buffer;
        returned
    }

    fn respond(&mut self) -> Result<(), LineErr> {
        let (line, request, result) = (self.handler, self.buffer, ResultCode::SUCCESS);
        self.call(HANDLER, Function::ProxyResponse { line, request, result, answer: None })
    }

    fn take_handler(&mut self) -> Result<(), LineErr> {
        self.take(self.handler)
    }

    fn close_asker(&mut self) -> Result<(), LineErr> {
        self.call(CLIENT, Function::Close { line: self.asker })
    }

    fn close_handler(&mut self) -> Result<(), LineErr> {
        self.call(HANDLER, Function::Close { line: self.handler })
    }

    /// A new line takes the place of the one that was asked.
    fn serve_anew(&mut self) -> Result<(), LineErr> {
        self.handler = self.tapi.serve(HANDLER, 0, &[ProxyRequestType::CREATE_AGENT]);
        Ok(())
    }

    /// The steps to the state; of what is over or was not asked the handler has an open line or a dead one.
    fn steps(state: request::State, event: request::Event) -> Vec<Vec<Way<Self>>> {
        use request::{Event, State};
        let (ask, take, leave): (Way<Self>, Way<Self>, Way<Self>) =
            (Self::ask, Self::take_handler, Self::close_asker);
        let (respond, close, anew): (Way<Self>, Way<Self>, Way<Self>) =
            (Self::respond, Self::close_handler, Self::serve_anew);
        let by_dead_handle = event == Event::ResponseByDeadHandle;
        match state {
            State::Absent if by_dead_handle => vec![vec![close], vec![ask, anew, close]],
            State::Absent => vec![vec![], vec![ask, anew]],
            State::Awaited => vec![vec![ask]],
            State::Unawaited => vec![vec![ask, leave]],
            State::AwaitedOfLost => vec![vec![ask, take]],
            State::UnawaitedOfLost => vec![vec![ask, leave, take], vec![ask, take, leave]],
            State::Answered if by_dead_handle => vec![vec![ask, respond, close], vec![ask, take, respond]],
            State::Answered => vec![vec![ask, respond]],
            State::Failed if by_dead_handle => vec![vec![ask, close]],
            State::Failed => vec![vec![ask, close, anew]],
        }
    }

    fn ways(state: request::State, event: request::Event) -> &'static [Way<Self>] {
        use request::{Event, State};
        let lost = matches!(state, State::AwaitedOfLost | State::UnawaitedOfLost);
        match event {
            // Another request would have another buffer.
            Event::Asked => &[Self::ask],
            // A line that is closed is not closed again; the application still shuts down or dies.
            Event::RequesterGone if !state.is_awaited() => {
                &[|world| world.shut_down(CLIENT), |world| world.crash(CLIENT)]
            }
            Event::RequesterGone => &Self::REQUESTER_GONE,
            Event::HandlerTaken => &[Self::take_handler],
            Event::HandlerGone if lost => &[|world| world.shut_down(HANDLER), |world| world.crash(HANDLER)],
            Event::HandlerGone => &Self::HANDLER_GONE,
            Event::Response | Event::ResponseByDeadHandle => &[Self::respond],
        }
    }

    /// What LINE_REPLY said since the record at `first`.
    fn replies(&self, first: usize) -> Vec<ResultCode> {
        let heard = self.tapi.heard_since(first).into_iter();
        let replies = heard.filter_map(|(to, typed, _)| match typed.message {
            Message::Reply { result, .. } if to == CLIENT => Some(result),
            _ => None,
        });
        replies.collect()
    }
}

/// LINE_REPLY comes where the table leaves a state in which somebody waits, and nowhere else.
#[test]
fn requests_go_as_the_table_says() {
    use request::{Event, State};
    let states = [
        State::Absent,
        State::Awaited,
        State::Unawaited,
        State::AwaitedOfLost,
        State::UnawaitedOfLost,
        State::Answered,
        State::Failed,
    ];
    let events = [
        Event::Asked,
        Event::RequesterGone,
        Event::HandlerTaken,
        Event::HandlerGone,
        Event::Response,
        Event::ResponseByDeadHandle,
    ];
    for (state, event) in states.into_iter().flat_map(|state| events.map(|event| (state, event))) {
        let verdict = state.step(event);
        for way in Request::ways(state, event).iter().filter(|_| verdict != Verdict::Never) {
            for steps in Request::steps(state, event) {
                // Who answers what was not asked of it is not asked itself.
                if event == Event::Asked && !steps.is_empty() {
                    continue;
                }
                let mut world = Request::after(&steps);
                let first = world.tapi.records.len();
                let after = go(&mut world, (state, event, verdict), *way);
                let replies = match after {
                    State::Answered if state.is_awaited() => vec![ResultCode::SUCCESS],
                    State::Failed if state.is_awaited() => vec![LineErr::OPERATION_FAILED.into()],
                    _ => vec![],
                };
                assert_eq!(world.replies(first), replies, "{state:?} {event:?}");
                if state != State::Absent {
                    let pending = usize::from(after.is_awaited());
                    assert_eq!(world.tapi.server.view().pending.len(), pending, "{state:?} {event:?}");
                }
            }
        }
    }
}

// The facts

/// The facts about registration and requests that are a row each, and on whose word they are.
#[test]
fn the_facts_about_proxies_are_rows() {
    use registration::{Event as Type, State::*};
    use request::{Event, State};
    fn row<S: Copy + Debug, E: Copy + Debug>(row: &tapi_acd::machine::Row<S, E>) -> (String, Basis) {
        (format!("{:?} {:?}: {:?}", row.from, row.event, row.verdict), row.basis)
    }
    let rows = [
        (
            "first registration per (line, request type) wins; a later one, even by the same application, fails with \
             LINEERR_NOTREGISTERED",
            row(Served.row(Type::Registered)),
            "Served Registered: Refuse(LINEERR_NOTREGISTERED)",
        ),
        ("lineClose ends it", row(Served.row(Type::ServerGone)), "Served ServerGone: Go(Free)"),
        (
            "no handler -> LINEERR_OPERATIONUNAVAIL",
            row(Free.row(Type::Requested)),
            "Free Requested: Refuse(LINEERR_OPERATIONUNAVAIL)",
        ),
        (
            "exactly one lineProxyResponse per request",
            row(State::Awaited.row(Event::Response)),
            "Awaited Response: Go(Answered)",
        ),
        (
            "voluntary lineClose / process death with pending requests: TAPI completes them with \
             LINEERR_OPERATIONFAILED so clients do not hang",
            row(State::Awaited.row(Event::HandlerGone)),
            "Awaited HandlerGone: Go(Failed)",
        ),
        (
            "client gone: response accepted and dropped",
            row(State::Unawaited.row(Event::Response)),
            "Unawaited Response: Go(Answered)",
        ),
    ];
    let facts = &STATES["proxy_registration"];
    let [documented, inferred] = ["documented", "inferred"].map(|basis| strings(&facts[basis]));
    for (fact, (row, basis), expected) in rows {
        assert_eq!(row, expected, "{fact}");
        let listed = match basis {
            Basis::Documented(_) => &documented,
            Basis::Inferred(_) => &inferred,
        };
        assert!(listed.contains(&fact), "{fact} is no fact on this word: {basis}");
    }
}

#[test]
fn the_machines_of_the_server_are_listed() {
    let names: Vec<_> = MACHINES.iter().map(|table| table.name).collect();
    assert!(OF_THE_SERVER.iter().all(|name| names.contains(name)), "{names:?}");
}
