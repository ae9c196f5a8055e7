//! The one pump that joins the endpoints: the simulator, an explorer and a user's own test all drive this.
//!
//! An input goes to the endpoint it is for; what that endpoint says goes to the next one, first come first served,
//! until all are quiet. Everything that crosses an application's border leaves as a [`Record`], in that order.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use crate::Misuse;
use crate::client::{self, Client};
use crate::function::{Function, Out};
use crate::handler::{self, AgentHandler};
use crate::ids::{CallSerial, LineHandle, SeatId};
use crate::provider::{self, Provider};
use crate::record::{Event, Record};
use crate::server::{self, Server};
use crate::time::Instant;

/// The agent handler's seat; applications follow from 1.
pub const HANDLER_SEAT: SeatId = SeatId(0);

/// What a system is made of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Config {
    /// The telephony server.
    pub server: server::Config,
    /// The agent handler.
    pub handler: handler::Config,
    /// The number of applications.
    pub clients: u32,
}

/// What a system is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// The agent handler's process starts.
    StartHandler,
    /// An application's user wants to call a function.
    Request {
        /// The application.
        seat: SeatId,
        /// The function.
        function: Function,
    },
    /// Something happens in the switch.
    Switch(provider::Input),
    /// TAPI takes an open line away from its application, as when its server or hardware fails.
    ForceClose {
        /// The line; one that is not open stays so.
        line: LineHandle,
    },
    /// A process dies: an application, which is a new one from then on, or the agent handler, which may start again.
    Crash {
        /// Whose; a seat that nobody sits at stays so.
        seat: SeatId,
    },
}

/// What a system does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Output {
    /// Something crossed an application's border.
    Record(Record),
    /// An application tells its user.
    Client {
        /// The application.
        seat: SeatId,
        /// What.
        event: client::Event,
    },
}

/// One step on the way to quiet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Work {
    Call { seat: SeatId, function: Function },
    ToHandler(handler::Input),
    ToClient { seat: SeatId, input: client::Input },
    ToProvider(provider::Input),
    ToServer(server::Input),
    Crash(SeatId),
}

/// Provider, server, handler and clients, joined.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct System {
    now: Instant,
    provider: Provider,
    server: Server,
    handler: AgentHandler,
    clients: Vec<Client>,
    serial: u64,
    work: VecDeque<Work>,
    outbox: VecDeque<Output>,
}

impl System {
    /// A system in which nothing has started.
    pub fn new(config: Config) -> Self {
        Self {
            now: Instant::ZERO,
            provider: Provider::new(),
            server: Server::new(config.server),
            handler: AgentHandler::new(config.handler),
            clients: (0..config.clients).map(|_| Client::new()).collect(),
            serial: 0,
            work: VecDeque::new(),
            outbox: VecDeque::new(),
        }
    }

    /// Takes one input and runs until all endpoints are quiet; drain [`System::poll_output`] before the next.
    ///
    /// # Errors
    /// [`Misuse`] when the driver breaks the order of calls; then nothing changed.
    pub fn handle_input(&mut self, now: Instant, input: Input) -> Result<(), Misuse> {
        if now < self.now {
            return Err(Misuse::TimeWentBack { from: self.now, to: now });
        }
        if !self.outbox.is_empty() {
            return Err(Misuse::NotDrained);
        }
        self.now = now;
        self.work.push_back(match input {
            Input::StartHandler => Work::ToHandler(handler::Input::Start),
            Input::Request { seat, function } => {
                Work::ToClient { seat, input: client::Input::Request(function) }
            }
            Input::Switch(input) => Work::ToProvider(input),
            Input::ForceClose { line } => Work::ToServer(server::Input::ForceClose { line }),
            Input::Crash { seat } => Work::Crash(seat),
        });
        while let Some(work) = self.work.pop_front() {
            self.step(work)?;
        }
        Ok(())
    }

    /// The next output, in order.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outbox.pop_front()
    }

    /// The earliest time at which an endpoint wants to be woken.
    pub fn next_deadline(&self) -> Option<Instant> {
        let clients = self.clients.iter().filter_map(Client::next_deadline);
        let others =
            [self.provider.next_deadline(), self.server.next_deadline(), self.handler.next_deadline()];
        clients.chain(others.into_iter().flatten()).min()
    }

    /// The agent handler, for the routing and for monitors.
    pub fn handler(&self) -> handler::View<'_> {
        self.handler.view()
    }

    /// The telephony server, for monitors.
    pub fn server(&self) -> server::View {
        self.server.view()
    }

    /// The switch, for monitors.
    pub fn provider(&self) -> provider::View<'_> {
        self.provider.view()
    }

    /// What an application knows; `None` when there is no such application.
    pub fn client(&self, seat: SeatId) -> Option<&client::Mirror> {
        self.clients.get(client_index(seat)?).map(Client::view)
    }

    /// The closing record: what is still pending.
    pub fn end(&self, now: Instant) -> Record {
        // Functions of this model return at once, so none is blocked at the end.
        let event = Event::End { pending: self.server.view().pending, blocked: Vec::new() };
        Record { at: now, seat: HANDLER_SEAT, event }
    }

    fn step(&mut self, work: Work) -> Result<(), Misuse> {
        match work {
            Work::Call { seat, function } => self.call(seat, function)?,
            Work::ToHandler(input) => {
                self.handler.handle_input(self.now, input)?;
                while let Some(function) = self.handler.poll_output() {
                    self.work.push_back(Work::Call { seat: HANDLER_SEAT, function });
                }
            }
            Work::ToClient { seat, input } => self.client_input(seat, input)?,
            Work::ToProvider(input) => {
                self.provider.handle_input(self.now, input)?;
                while let Some(output) = self.provider.poll_output() {
                    self.work.push_back(match output {
                        provider::Output::Server(event) => Work::ToServer(server::Input::Switch(event)),
                        provider::Output::Handler(event) => Work::ToHandler(handler::Input::Cti(event)),
                    });
                }
            }
            Work::ToServer(input) => {
                self.server.handle_input(self.now, input)?;
                self.drain_server();
            }
            Work::Crash(seat) => self.crash(seat)?,
        }
        Ok(())
    }

    fn call(&mut self, seat: SeatId, function: Function) -> Result<(), Misuse> {
        self.serial += 1;
        let serial = CallSerial(self.serial);
        self.record(seat, Event::Call { serial, function: function.clone() });
        self.server.handle_input(self.now, server::Input::Call { seat, serial, function })?;
        self.drain_server();
        Ok(())
    }

    /// The process is gone before TAPI takes back what it held: it hears of nothing any more.
    fn crash(&mut self, seat: SeatId) -> Result<(), Misuse> {
        if seat == HANDLER_SEAT {
            self.handler = self.handler.successor();
        } else {
            let Some(client) = client_index(seat).and_then(|at| self.clients.get_mut(at)) else {
                return Ok(());
            };
            *client = Client::new();
        }
        self.record(seat, Event::Gone);
        self.server.handle_input(self.now, server::Input::Crash { seat })?;
        self.drain_server();
        Ok(())
    }

    fn drain_server(&mut self) {
        while let Some(output) = self.server.poll_output() {
            match output {
                server::Output::Return { seat, serial, value, out } => {
                    self.record(seat, Event::Return { serial, value, out: out.clone() });
                    self.returned(seat, value, out);
                }
                server::Output::Message { seat, message, attached } => {
                    self.record(seat, Event::Message { message, attached: attached.clone() });
                    self.work.push_back(if seat == HANDLER_SEAT {
                        Work::ToHandler(handler::Input::Message { message, attached })
                    } else {
                        Work::ToClient { seat, input: client::Input::Message { message, attached } }
                    });
                }
                server::Output::DropLeg { leg } => {
                    self.work.push_back(Work::ToProvider(provider::Input::DropLeg { leg }));
                }
                server::Output::AnswerLeg { leg, request } => {
                    self.work.push_back(Work::ToProvider(provider::Input::AnswerLeg { leg, request }));
                }
            }
        }
    }

    fn returned(&mut self, seat: SeatId, value: i32, out: Out) {
        self.work.push_back(if seat == HANDLER_SEAT {
            Work::ToHandler(handler::Input::Return { value, out })
        } else {
            Work::ToClient { seat, input: client::Input::Return { value, out } }
        });
    }

    fn client_input(&mut self, seat: SeatId, input: client::Input) -> Result<(), Misuse> {
        let Some(client) = client_index(seat).and_then(|at| self.clients.get_mut(at)) else { return Ok(()) };
        client.handle_input(self.now, input)?;
        while let Some(output) = client.poll_output() {
            match output {
                client::Output::Call(function) => self.work.push_back(Work::Call { seat, function }),
                client::Output::Event(event) => self.outbox.push_back(Output::Client { seat, event }),
            }
        }
        Ok(())
    }

    fn record(&mut self, seat: SeatId, event: Event) {
        self.outbox.push_back(Output::Record(Record { at: self.now, seat, event }));
    }
}

/// Applications are numbered behind the handler.
fn client_index(seat: SeatId) -> Option<usize> {
    seat.0.checked_sub(1).map(|at| at as usize)
}
