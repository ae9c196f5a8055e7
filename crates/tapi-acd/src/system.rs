//! The one pump that joins the endpoints: the simulator, an explorer and a user's own test all drive this.
//!
//! An input goes to the endpoint it is for; what that endpoint says goes to the next one, first come first served,
//! until all are quiet: that is [`System::handle_input`]. Who wants to see what happens when one part is slower than
//! another gives the input with [`System::submit`] and chooses with [`System::deliver`] what arrives next: on one
//! [`Link`] things keep their order, between links they may overtake each other. Everything that crosses an
//! application's border leaves as a [`Record`], in the order in which TAPI sees it.

mod ways;
mod work;

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use crate::Misuse;
use crate::client::{self, Client};
use crate::function::Function;
use crate::handler::{self, AgentHandler, Conventional, Policy};
use crate::ids::{LineHandle, SeatId};
use crate::message::TypedMessage;
use crate::provider::{self, Provider};
use crate::record::{Event, Record};
use crate::server::{self, Server};
use crate::time::Instant;
use ways::{Beyond, Caller, Ears, Recorded, Reports, Voice, Ways, record};
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

    /// An application tells its user of a message: it is an event like any other, and the most frequent one.
    #[inline]
    fn heard_message(&mut self, seat: SeatId, message: &TypedMessage) {
        self.heard(seat, client::Event::Message(*message));
    }
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
    provider: Provider,
    /// The agent handler, then the others.
    handlers: Vec<AgentHandler<P>>,
    server: Server,
    beyond: Beyond,
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
        let lines = u32::try_from(config.server.devices.len()).unwrap_or(u32::MAX);
        let clients = (0..config.clients).map(|_| Client::reading(config.reading));
        Self {
            provider: Provider::with_lines(lines),
            handlers,
            server: Server::new(config.server),
            beyond: Beyond::new(clients.collect()),
            outbox: VecDeque::new(),
        }
    }

    /// Records only what crosses the borders of these seats; nothing else changes. Without it all borders are recorded.
    pub fn record_only(&mut self, seats: impl IntoIterator<Item = SeatId>) {
        self.beyond.recorded = Recorded::only(seats, self.beyond.clients.len() + self.handlers.len());
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
        self.beyond.at_once = true;
        self.take(input, observer);
        self.settle(observer);
        Ok(())
    }

    /// As [`System::play`] with [`Input::Switch`], which most inputs are.
    ///
    /// # Errors
    /// [`Misuse`] when the driver breaks the order of calls; then nothing changed.
    pub fn play_switch(
        &mut self,
        now: Instant,
        input: provider::Input,
        observer: &mut impl Observer,
    ) -> Result<(), Misuse> {
        self.wake(now)?;
        self.beyond.at_once = true;
        self.provider_input(input, observer);
        self.settle(observer);
        Ok(())
    }

    /// Runs until all endpoints are quiet.
    fn settle(&mut self, observer: &mut impl Observer) {
        while let Some(work) = self.beyond.work.pop_front() {
            self.step(work, observer);
        }
        self.beyond.at_once = false;
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

    /// Takes one input; what follows from it is under way until [`System::deliver`] lets it arrive.
    ///
    /// # Errors
    /// [`Misuse`] when the driver breaks the order of calls; then nothing changed.
    pub fn submit(&mut self, now: Instant, input: Input) -> Result<(), Misuse> {
        self.keep_output(|system, outbox| {
            system.wake(now)?;
            system.take(input, outbox);
            Ok(())
        })
    }

    fn take(&mut self, input: Input, observer: &mut impl Observer) {
        match input {
            Input::StartHandler => {
                for seat in self.handler_seats() {
                    self.handler_input(seat, handler::Input::Start, observer);
                }
            }
            Input::Request { seat, function } => {
                self.client_input(seat, client::Input::Request(function), observer);
            }
            Input::Switch(input) => self.provider_input(input, observer),
            Input::Administer { seat, change } => {
                self.handler_input(seat, handler::Input::Administer(change), observer);
            }
            Input::ForceClose { line } => self.server_input(server::Input::ForceClose { line }, observer),
            Input::Crash { seat } => self.crash(seat, observer),
        }
    }

    /// The links that have something under way, the one with the oldest first.
    pub fn under_way(&self) -> impl Iterator<Item = Link> {
        let older = |at: usize, link: Link| self.beyond.work.range(..at).all(|work| work.link() != link);
        let links = self.beyond.work.iter().map(Work::link).enumerate();
        links.filter(move |(at, link)| older(*at, *link)).map(|(_, link)| link)
    }

    /// How much is under way.
    pub fn count_under_way(&self) -> usize {
        self.beyond.work.len()
    }

    /// Lets the oldest thing on a link arrive; drain [`System::poll_output`] before the next. Nothing happens where
    /// nothing is under way.
    ///
    /// # Errors
    /// [`Misuse`] when the driver breaks the order of calls; then nothing changed.
    pub fn deliver(&mut self, now: Instant, link: Link) -> Result<(), Misuse> {
        self.keep_output(|system, outbox| {
            system.wake(now)?;
            let work = &mut system.beyond.work;
            let oldest = work.iter().position(|work| work.link() == link);
            if let Some(work) = oldest.and_then(|at| work.remove(at)) {
                system.step(work, outbox);
            }
            Ok(())
        })
    }

    fn wake(&mut self, now: Instant) -> Result<(), Misuse> {
        Misuse::check(self.beyond.now, now, self.outbox.is_empty())?;
        self.beyond.now = now;
        Ok(())
    }

    /// The next output, in order.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outbox.pop_front()
    }

    /// The earliest time at which an endpoint wants to be woken.
    pub fn next_deadline(&self) -> Option<Instant> {
        let clients = self.beyond.clients.iter().filter_map(Client::next_deadline);
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
        handler_seats(self.beyond.clients.len(), self.handlers.len())
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
        self.beyond.clients.get(client_index(seat)?).map(Client::view)
    }

    /// The endpoints as they are: plain data that can be compared and kept.
    pub fn endpoints(&self) -> Endpoints<'_, P> {
        Endpoints {
            provider: &self.provider,
            server: &self.server,
            handlers: &self.handlers,
            clients: &self.beyond.clients,
        }
    }

    /// The closing record: what is still pending.
    pub fn end(&self, now: Instant) -> Record {
        // Functions of this model return at once, so none is blocked at the end.
        let event = Event::End { pending: self.server.view().pending, blocked: Vec::new() };
        Record { at: now, seat: HANDLER_SEAT, event }
    }

    fn step(&mut self, work: Work, observer: &mut impl Observer) {
        match work {
            Work::Call { seat, function } => self.split(seat, observer).2.call(*function),
            Work::Say { seat, said } => self.split(seat, observer).2.say(said),
            Work::Return { seat, value, out } if self.handler_index(seat).is_some() => {
                self.handler_input(seat, handler::Input::Return { value, out }, observer);
            }
            Work::Return { seat, value, out } => {
                self.client_input(seat, client::Input::Return { value, out }, observer);
            }
            Work::Message { seat, message, attached } if self.handler_index(seat).is_some() => {
                self.handler_input(seat, handler::Input::Message { message, attached }, observer);
            }
            Work::Message { seat, message, attached } => {
                self.client_input(seat, client::Input::Message { message, attached }, observer);
            }
            Work::Cti { seat, event } => self.handler_input(seat, handler::Input::Cti(event), observer),
            Work::ToSwitch(input) => self.provider_input(input, observer),
            Work::FromSwitch(event) => self.server_input(server::Input::Switch(event), observer),
        }
    }

    /// The process is gone before TAPI takes back what it held: it hears of nothing any more, and what it was about to
    /// call it does not call.
    fn crash(&mut self, seat: SeatId, observer: &mut impl Observer) {
        if let Some(at) = self.handler_index(seat) {
            self.handlers[at] = self.handlers[at].successor();
        } else if let Some(client) = client_index(seat).and_then(|at| self.beyond.clients.get_mut(at)) {
            *client = client.successor();
        } else {
            return;
        }
        let Beyond { now, recorded, work, .. } = &mut self.beyond;
        work.retain(|work| !work.is_of(seat));
        record(*now, recorded, seat, || Event::Gone, observer);
        self.server_input(server::Input::Crash { seat }, observer);
    }

    fn server_input(&mut self, input: server::Input, observer: &mut impl Observer) {
        let (.., Voice { server, mut ways, .. }) = self.split(HANDLER_SEAT, observer);
        server.take(input, &mut ways);
    }

    fn provider_input(&mut self, input: provider::Input, observer: &mut impl Observer) {
        let now = self.beyond.now;
        let (provider, handlers, voice) = self.split(HANDLER_SEAT, observer);
        provider.take(now, input, &mut Reports { handlers, voice });
    }

    fn handler_input(&mut self, seat: SeatId, input: handler::Input, observer: &mut impl Observer) {
        let (now, at) = (self.beyond.now, self.handler_index(seat));
        let (_, handlers, mut voice) = self.split(seat, observer);
        if let Some(handler) = at.and_then(|at| handlers.get_mut(at)) {
            handler.take(now, input, &mut voice);
        }
    }

    fn client_input(&mut self, seat: SeatId, input: client::Input, observer: &mut impl Observer) {
        let Beyond { clients, work, now, .. } = &mut self.beyond;
        if let Some(client) = client_index(seat).and_then(|at| clients.get_mut(at)) {
            client.take(*now, input, &mut Ears { seat, work, observer });
        }
    }

    /// The switch, the agent handlers, and the way on from the one at this seat.
    #[inline]
    fn split<'a, O: Observer>(
        &'a mut self,
        seat: SeatId,
        observer: &'a mut O,
    ) -> (&'a mut Provider, &'a mut [AgentHandler<P>], Voice<'a, O>) {
        let at = self.handler_index(seat);
        let Self { provider, handlers, server, beyond, .. } = self;
        let is_up = at.is_some_and(|at| handlers[at].view().is_up());
        let is_recorded = beyond.recorded.has(seat);
        let caller = Caller { seat, is_recorded, notices: !beyond.at_once || !is_up };
        let is_next = beyond.is_next();
        let ways = Ways { beyond, caller, is_heard_at_once: false, observer };
        (provider, handlers, Voice { server, is_next, ways })
    }

    /// Which agent handler sits there: the first one at its own seat, the others behind the applications.
    #[inline]
    fn handler_index(&self, seat: SeatId) -> Option<usize> {
        if seat == HANDLER_SEAT {
            return Some(0);
        }
        let at = (seat.0 as usize).checked_sub(self.beyond.clients.len())?;
        (1..self.handlers.len()).contains(&at).then_some(at)
    }
}

/// The seats of so many agent handlers: the first has its own, the others sit behind the applications.
fn handler_seats(clients: usize, handlers: usize) -> impl Iterator<Item = SeatId> {
    let others = clients + 1..clients + handlers;
    let others = others.filter_map(|seat| u32::try_from(seat).ok()).map(SeatId);
    core::iter::once(HANDLER_SEAT).chain(others)
}

/// Applications are numbered behind the handler.
fn client_index(seat: SeatId) -> Option<usize> {
    seat.0.checked_sub(1).map(|at| at as usize)
}
