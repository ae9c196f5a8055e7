//! The one pump that joins the endpoints: the simulator, an explorer and a user's own test all drive this.
//!
//! An input goes to the endpoint it is for; what that endpoint says goes to the next one, first come first served,
//! until all are quiet: that is [`System::handle_input`]. Who wants to see what happens when one part is slower than
//! another gives the input with [`System::submit`] and chooses with [`System::deliver`] what arrives next: on one
//! [`Link`] things keep their order, between links they may overtake each other. Everything that crosses an
//! application's border leaves as a [`Record`], in the order in which TAPI sees it.

mod ways;
mod work;

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::vec::Vec;

use crate::Misuse;
use crate::client::{self, Client};
use crate::function::{Function, ProxyMessage};
use crate::handler::{self, AgentHandler, Conventional, Policy, Said};
use crate::ids::{CallSerial, LineHandle, SeatId};
use crate::provider::{self, Provider};
use crate::record::{Event, Record};
use crate::server::{self, Server};
use crate::time::Instant;
use ways::{Caller, Recorded, Ways, record, tell_client};
use work::Work;

pub use work::Link;

/// The agent handler's seat; applications follow from 1, further handlers after them.
pub const HANDLER_SEAT: SeatId = SeatId(0);

/// What a system is made of; by default no line, no application, and a handler that serves everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Config {
    /// The telephony server.
    pub server: server::Config,
    /// The agent handler.
    pub handler: handler::Config,
    /// Further agent handlers on the same lines, for request types that the first one does not serve.
    pub other_handlers: Vec<handler::Config>,
    /// The number of applications.
    pub clients: u32,
    /// Which hints they follow by asking.
    pub reading: client::Reading,
}

/// What a system is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// The processes of the agent handlers start, where they have not.
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
    /// An administrator changes what an agent handler administers.
    Administer {
        /// The agent handler; nothing changes at a seat where none sits.
        seat: SeatId,
        /// What changes.
        change: handler::Change,
    },
    /// TAPI takes an open line away from its application, as when its server or hardware fails.
    ForceClose {
        /// The line; one that is not open stays so.
        line: LineHandle,
    },
    /// A process dies: an application, which is a new one from then on, or an agent handler, which may start again.
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

/// Is told what a system does, the moment it does it.
pub trait Observer {
    /// Something crossed an application's border.
    fn record(&mut self, record: Record);

    /// An application tells its user.
    fn heard(&mut self, seat: SeatId, event: client::Event);
}

/// Keeps it in order.
impl Observer for VecDeque<Output> {
    fn record(&mut self, record: Record) {
        self.push_back(Output::Record(record));
    }

    fn heard(&mut self, seat: SeatId, event: client::Event) {
        self.push_back(Output::Client { seat, event });
    }
}

/// The endpoints of a system, to look at.
#[derive(Clone, Debug)]
pub struct Endpoints<'a, P: Policy = Conventional> {
    /// The switch.
    pub provider: &'a Provider,
    /// The telephony server.
    pub server: &'a Server,
    /// The agent handlers, in the order of their seats.
    pub handlers: &'a [AgentHandler<P>],
    /// The applications, in the order of their seats.
    pub clients: &'a [Client],
}

/// Provider, server, handlers and clients, joined.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct System<P: Policy = Conventional> {
    now: Instant,
    provider: Provider,
    server: Server,
    /// The agent handler, then the others.
    handlers: Vec<AgentHandler<P>>,
    clients: Vec<Client>,
    serial: u64,
    /// Whose borders are recorded.
    recorded: Recorded,
    /// Whether everything arrives at once.
    #[cfg_attr(feature = "serde", serde(skip))]
    at_once: bool,
    work: VecDeque<Work>,
    #[cfg_attr(feature = "serde", serde(skip))]
    outbox: VecDeque<Output>,
}

impl System {
    /// A system in which nothing has started; its agent handlers decide by convention.
    pub fn new(config: Config) -> Self {
        Self::with_policy(config, Conventional)
    }
}

impl<P: Policy> System<P> {
    /// A system in which nothing has started; its agent handlers decide by `policy`.
    pub fn with_policy(config: Config, policy: P) -> Self {
        let others = config.other_handlers.into_iter();
        let others = others.map(|config| AgentHandler::with_policy(config, policy.clone()));
        let mut handlers: Vec<_> = others.collect();
        handlers.insert(0, AgentHandler::with_policy(config.handler, policy));
        Self {
            now: Instant::ZERO,
            provider: Provider::new(),
            server: Server::new(config.server),
            handlers,
            clients: (0..config.clients).map(|_| Client::reading(config.reading)).collect(),
            serial: 0,
            recorded: Recorded::All,
            at_once: false,
            work: VecDeque::new(),
            outbox: VecDeque::new(),
        }
    }

    /// Records only what crosses the borders of these seats; nothing else changes. Without it all borders are recorded.
    pub fn record_only(&mut self, seats: impl IntoIterator<Item = SeatId>) {
        self.recorded = Recorded::only(seats, self.clients.len() + self.handlers.len());
    }

    /// Takes one input and runs until all endpoints are quiet; drain [`System::poll_output`] before the next.
    ///
    /// # Errors
    /// [`Misuse`] when the driver breaks the order of calls; then nothing changed.
    pub fn handle_input(&mut self, now: Instant, input: Input) -> Result<(), Misuse> {
        self.keep_output(|system, outbox| system.play(now, input, outbox))
    }

    /// Takes one input and runs until all endpoints are quiet; whoever observes is told the moment something happens,
    /// and there is nothing to drain.
    ///
    /// # Errors
    /// [`Misuse`] when the driver breaks the order of calls; then nothing changed.
    pub fn play(&mut self, now: Instant, input: Input, observer: &mut impl Observer) -> Result<(), Misuse> {
        self.wake(now)?;
        self.at_once = true;
        let done = self.run(input, observer);
        self.at_once = false;
        done
    }

    fn run(&mut self, input: Input, observer: &mut impl Observer) -> Result<(), Misuse> {
        self.take(input, observer)?;
        while let Some(work) = self.work.pop_front() {
            self.step(work, observer)?;
        }
        Ok(())
    }

    /// Keeps what happens for [`System::poll_output`].
    fn keep_output(
        &mut self,
        act: impl FnOnce(&mut Self, &mut VecDeque<Output>) -> Result<(), Misuse>,
    ) -> Result<(), Misuse> {
        let mut outbox = core::mem::take(&mut self.outbox);
        if !outbox.is_empty() {
            self.outbox = outbox;
            return Err(Misuse::NotDrained);
        }
        let done = act(self, &mut outbox);
        self.outbox = outbox;
        done
    }

    /// Whether what an endpoint says arrives before anything else: nothing is under way before it.
    fn is_next(&self) -> bool {
        self.at_once && self.work.is_empty()
    }

    /// Takes one input; what follows from it is under way until [`System::deliver`] lets it arrive.
    ///
    /// # Errors
    /// [`Misuse`] when the driver breaks the order of calls; then nothing changed.
    pub fn submit(&mut self, now: Instant, input: Input) -> Result<(), Misuse> {
        self.keep_output(|system, outbox| {
            system.wake(now)?;
            system.take(input, outbox)
        })
    }

    fn take(&mut self, input: Input, observer: &mut impl Observer) -> Result<(), Misuse> {
        match input {
            Input::StartHandler => {
                for seat in self.handler_seats() {
                    self.handler_input(seat, handler::Input::Start, observer)?;
                }
                Ok(())
            }
            Input::Request { seat, function } => {
                self.client_input(seat, client::Input::Request(function), observer)
            }
            Input::Switch(input) => self.provider_input(input, observer),
            Input::Administer { seat, change } => {
                self.handler_input(seat, handler::Input::Administer(change), observer)
            }
            Input::ForceClose { line } => self.server_input(server::Input::ForceClose { line }, observer),
            Input::Crash { seat } => self.crash(seat, observer),
        }
    }

    /// The links that have something under way, the one with the oldest first.
    pub fn under_way(&self) -> impl Iterator<Item = Link> {
        let older = |at: usize, link: Link| self.work.range(..at).all(|work| work.link() != link);
        let links = self.work.iter().map(Work::link).enumerate();
        links.filter(move |(at, link)| older(*at, *link)).map(|(_, link)| link)
    }

    /// How much is under way.
    pub fn count_under_way(&self) -> usize {
        self.work.len()
    }

    /// Lets the oldest thing on a link arrive; drain [`System::poll_output`] before the next. Nothing happens where
    /// nothing is under way.
    ///
    /// # Errors
    /// [`Misuse`] when the driver breaks the order of calls; then nothing changed.
    pub fn deliver(&mut self, now: Instant, link: Link) -> Result<(), Misuse> {
        self.keep_output(|system, outbox| {
            system.wake(now)?;
            let oldest = system.work.iter().position(|work| work.link() == link);
            match oldest.and_then(|at| system.work.remove(at)) {
                Some(work) => system.step(work, outbox),
                None => Ok(()),
            }
        })
    }

    fn wake(&mut self, now: Instant) -> Result<(), Misuse> {
        if now < self.now {
            return Err(Misuse::TimeWentBack { from: self.now, to: now });
        }
        if !self.outbox.is_empty() {
            return Err(Misuse::NotDrained);
        }
        self.now = now;
        Ok(())
    }

    /// The next output, in order.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outbox.pop_front()
    }

    /// The earliest time at which an endpoint wants to be woken.
    pub fn next_deadline(&self) -> Option<Instant> {
        let clients = self.clients.iter().filter_map(Client::next_deadline);
        let handlers = self.handlers.iter().filter_map(AgentHandler::next_deadline);
        let others = [self.provider.next_deadline(), self.server.next_deadline()];
        clients.chain(handlers).chain(others.into_iter().flatten()).min()
    }

    /// The agent handler, for the routing and for monitors.
    pub fn handler(&self) -> handler::View<'_, P> {
        self.handlers[0].view()
    }

    /// One of the agent handlers, by its seat.
    pub fn handler_of(&self, seat: SeatId) -> Option<handler::View<'_, P>> {
        self.handler_index(seat).map(|at| self.handlers[at].view())
    }

    /// The seats of the agent handlers.
    pub fn handler_seats(&self) -> impl Iterator<Item = SeatId> + use<P> {
        let others = self.clients.len() + 1..self.clients.len() + self.handlers.len();
        let others = others.filter_map(|seat| u32::try_from(seat).ok()).map(SeatId);
        core::iter::once(HANDLER_SEAT).chain(others)
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

    /// The endpoints as they are: plain data that can be compared and kept.
    pub fn endpoints(&self) -> Endpoints<'_, P> {
        Endpoints {
            provider: &self.provider,
            server: &self.server,
            handlers: &self.handlers,
            clients: &self.clients,
        }
    }

    /// The closing record: what is still pending.
    pub fn end(&self, now: Instant) -> Record {
        // Functions of this model return at once, so none is blocked at the end.
        let event = Event::End { pending: self.server.view().pending, blocked: Vec::new() };
        Record { at: now, seat: HANDLER_SEAT, event }
    }

    fn step(&mut self, work: Work, observer: &mut impl Observer) -> Result<(), Misuse> {
        match work {
            Work::Call { seat, function } => self.call(seat, *function, observer),
            Work::Say { seat, said } => {
                self.say(self.caller(seat), said, false, observer);
                Ok(())
            }
            Work::Return { seat, value, out } if self.handler_index(seat).is_some() => {
                self.handler_input(seat, handler::Input::Return { value, out }, observer)
            }
            Work::Return { seat, value, out } => {
                self.client_input(seat, client::Input::Return { value, out }, observer)
            }
            Work::Message { seat, message, attached } if self.handler_index(seat).is_some() => {
                self.handler_input(seat, handler::Input::Message { message, attached }, observer)
            }
            Work::Message { seat, message, attached } => {
                self.client_input(seat, client::Input::Message { message, attached }, observer)
            }
            Work::Cti { seat, event } => self.handler_input(seat, handler::Input::Cti(event), observer),
            Work::ToSwitch(input) => self.provider_input(input, observer),
            Work::FromSwitch(event) => self.server_input(server::Input::Switch(event), observer),
        }
    }

    /// The next call's number.
    fn next_serial(&mut self) -> CallSerial {
        self.serial += 1;
        CallSerial(self.serial)
    }

    fn call(&mut self, seat: SeatId, function: Function, observer: &mut impl Observer) -> Result<(), Misuse> {
        let serial = self.next_serial();
        self.record(seat, || Event::Call { serial, function: Box::new(function.clone()) }, observer);
        self.server_input(server::Input::Call { seat, serial, function }, observer)
    }

    /// The agent handler speaks. Where nothing else is under way that could be overtaken, the applications hear it at
    /// once: what they call comes after all that the handler says now.
    #[inline]
    fn say(
        &mut self,
        caller: Caller,
        said: ProxyMessage,
        is_heard_at_once: bool,
        observer: &mut impl Observer,
    ) {
        let (seat, serial) = (caller.seat, self.next_serial());
        if caller.is_recorded {
            self.record(seat, || Event::Call { serial, function: Box::new(said.into()) }, observer);
        }
        let (server, mut ways) = self.server_and_ways(caller, is_heard_at_once);
        server.proxy_message(seat, serial, said, &mut |output| ways.pass(output, observer));
    }

    /// The process is gone before TAPI takes back what it held: it hears of nothing any more, and what it was about to
    /// call it does not call.
    fn crash(&mut self, seat: SeatId, observer: &mut impl Observer) -> Result<(), Misuse> {
        if let Some(at) = self.handler_index(seat) {
            self.handlers[at] = self.handlers[at].successor();
        } else if let Some(client) = client_index(seat).and_then(|at| self.clients.get_mut(at)) {
            *client = client.successor();
        } else {
            return Ok(());
        }
        self.work.retain(|work| !work.is_of(seat));
        self.record(seat, || Event::Gone, observer);
        self.server_input(server::Input::Crash { seat }, observer)
    }

    fn server_input(&mut self, input: server::Input, observer: &mut impl Observer) -> Result<(), Misuse> {
        let caller = if let server::Input::Call { seat, .. } = input { seat } else { HANDLER_SEAT };
        let (server, mut ways) = self.server_and_ways(self.caller(caller), false);
        server.take(input, &mut |output| ways.pass(output, observer));
        Ok(())
    }

    fn provider_input(&mut self, input: provider::Input, observer: &mut impl Observer) -> Result<(), Misuse> {
        let (is_next, nobody) = (self.is_next(), self.caller(HANDLER_SEAT));
        self.provider.handle_input(self.now, input)?;
        while let Some(output) = self.provider.poll_output() {
            match output {
                provider::Output::Server(event) if is_next => {
                    let (server, mut ways) = self.server_and_ways(nobody, false);
                    server.switch_event(event, &mut |output| ways.pass(output, observer));
                }
                provider::Output::Server(event) => self.work.push_back(Work::FromSwitch(event)),
                provider::Output::Handler(event) => self.over_cti(event, observer)?,
            }
        }
        Ok(())
    }

    /// The switch tells every agent handler; it says nothing after that.
    fn over_cti(&mut self, event: provider::CtiEvent, observer: &mut impl Observer) -> Result<(), Misuse> {
        if self.handlers.len() == 1 && self.is_next() {
            return self.handler_input(HANDLER_SEAT, handler::Input::Cti(event), observer);
        }
        for seat in self.handler_seats() {
            self.work.push_back(Work::Cti { seat, event: event.clone() });
        }
        Ok(())
    }

    fn handler_input(
        &mut self,
        seat: SeatId,
        input: handler::Input,
        observer: &mut impl Observer,
    ) -> Result<(), Misuse> {
        let Some(at) = self.handler_index(seat) else { return Ok(()) };
        let is_next = self.is_next();
        self.handlers[at].handle_input(self.now, input)?;
        let caller = self.caller(seat);
        // Lent, so that others may be called meanwhile.
        let mut outbox = self.handlers[at].lend_outbox();
        while let Some(said) = outbox.pop_front() {
            match said {
                Said::Message(said) if is_next => self.say(caller, said, true, observer),
                Said::Message(said) => self.work.push_back(Work::Say { seat, said }),
                Said::Function(function) if is_next => self.call(seat, *function, observer)?,
                Said::Function(function) => self.work.push_back(Work::Call { seat, function }),
            }
        }
        self.handlers[at].take_back(outbox);
        Ok(())
    }

    fn client_input(
        &mut self,
        seat: SeatId,
        input: client::Input,
        observer: &mut impl Observer,
    ) -> Result<(), Misuse> {
        let Self { clients, work, now, .. } = self;
        if let Some(client) = client_index(seat).and_then(|at| clients.get_mut(at)) {
            tell_client((seat, client), *now, input, work, observer);
        }
        Ok(())
    }

    /// The server, and the ways from it to the others when this one has called.
    #[inline]
    fn server_and_ways(&mut self, caller: Caller, is_heard_at_once: bool) -> (&mut Server, Ways<'_>) {
        let Self { server, now, recorded, work, clients, .. } = self;
        let clients = if is_heard_at_once { &mut clients[..] } else { &mut [] };
        (server, Ways { now: *now, recorded, caller, clients, work })
    }

    /// Who calls a function.
    #[inline]
    fn caller(&self, seat: SeatId) -> Caller {
        let is_up = || self.handler_index(seat).is_some_and(|at| self.handlers[at].view().is_up());
        Caller { seat, is_recorded: self.recorded.has(seat), notices: !self.at_once || !is_up() }
    }

    /// Which agent handler sits there: the first one at its own seat, the others behind the applications.
    #[inline]
    fn handler_index(&self, seat: SeatId) -> Option<usize> {
        if seat == HANDLER_SEAT {
            return Some(0);
        }
        let at = (seat.0 as usize).checked_sub(self.clients.len())?;
        (1..self.handlers.len()).contains(&at).then_some(at)
    }

    fn record(&self, seat: SeatId, event: impl FnOnce() -> Event, observer: &mut impl Observer) {
        record(self.now, &self.recorded, seat, event, observer);
    }
}

/// Applications are numbered behind the handler.
fn client_index(seat: SeatId) -> Option<usize> {
    seat.0.checked_sub(1).map(|at| at as usize)
}
