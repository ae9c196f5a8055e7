//! The contact centre: callers, agents and a supervisor, under virtual time.
//!
//! The world says what people intend; it makes nothing happen itself. A caller's arrival goes to the provider, an
//! agent's answer is a function call of the agent's application, and who is idle is read from the agent handler. So
//! every message in a trace has gone the way that the protocol prescribes.

mod callers;
mod desk;
mod kernel;
mod staffing;
mod supervisor;
mod tally;
mod waiting;

use std::collections::{BTreeMap, VecDeque};

use tapi_acd::answer::{GroupEntry, QueueEntry};
use tapi_acd::handler::{self, IdleAgent};
use tapi_acd::ids::{AddressId, CallHandle, CallId, DeviceId, QueueId, SeatId};
use tapi_acd::system::{self, HANDLER_SEAT, Output, System};
use tapi_acd::wire::Guid;
use tapi_acd::{Function, Instant, Record, client, provider, server};

use crate::random::{Rng, Streams, micros};
use crate::scenario::{DayKind, Scenario};
use crate::summary::Summary;
use callers::{Caller, Callers};
use desk::{Act, Desk};
use kernel::EventQueue;
use staffing::Staffing;
use supervisor::Supervisor;
use tally::Tally;
use waiting::{Place, Waiting};

/// The supervisor's seat; the agents' seats follow.
pub const SUPERVISOR: SeatId = SeatId(1);
/// The first agent's seat.
const FIRST_AGENT: u32 = 2;
/// How often the supervisor's application reads the queues' figures: every five minutes.
const REFRESH_US: u64 = 5 * 60 * 1_000_000;

/// What is to happen in the world.
#[derive(Clone, Copy, Debug)]
enum Occurrence {
    SupervisorStarts,
    HandlerStarts,
    /// The half hour turns: agents come and go.
    Shift,
    Refresh,
    Arrival,
    GivesUp(CallId),
    Answer {
        desk: usize,
        call: CallHandle,
    },
    TalkEnds(CallId),
    WrapUpEnds {
        desk: usize,
    },
}

/// Where a caller stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Waiting,
    Ringing,
    Talking,
}

#[derive(Clone, Copy, Debug)]
struct Live {
    caller: Caller,
    arrived: Instant,
    place: Place,
    stage: Stage,
    /// Found no idle agent on arrival.
    queued: bool,
}

/// A desk and what the world knows of the person at it.
#[derive(Clone, Debug)]
struct Seat {
    desk: Desk,
    /// Index into the scenario's teams.
    team: usize,
    answer: Rng,
    wrap_up: Rng,
    /// The caller at the desk.
    caller: Option<CallId>,
}

/// A scenario at play: an iterator over everything that crosses an application's border, in order.
///
/// The last record is [`Event::End`](tapi_acd::Event::End). The same scenario, kind of day and seed give the same
/// records on every platform.
#[derive(Clone, Debug)]
pub struct Simulation {
    scenario: Scenario,
    day: DayKind,
    streams: Streams,
    now: Instant,
    end: Instant,
    finished: bool,
    events: EventQueue<Occurrence>,
    system: System,
    callers: Callers,
    staffing: Staffing,
    waiting: Waiting,
    live: BTreeMap<CallId, Live>,
    next_call: u32,
    supervisor: Supervisor,
    seats: Vec<Seat>,
    /// By queue: the groups that serve it.
    groups_of_queue: Vec<Vec<Guid>>,
    tally: Tally,
    records: VecDeque<Record>,
    heard: VecDeque<(SeatId, client::Event)>,
}

impl Simulation {
    /// The scenario's default kind of day, from its start to its end.
    pub fn new(scenario: &Scenario, seed: u64) -> Self {
        Self::on_day(scenario, &scenario.days[scenario.calendar[0]], seed)
    }

    /// Another kind of day; see [`Scenario::day`].
    pub fn on_day(scenario: &Scenario, day: &DayKind, seed: u64) -> Self {
        let streams = Streams::new(seed);
        let clock_us = scenario.clock_us();
        let number = scenario.days.iter().position(|kind| kind.name == day.name);
        let source =
            scenario.sources.iter().find(|source| source.day == number).unwrap_or(&scenario.sources[0]);
        let end = Instant::from_micros(scenario.duration_us);
        let mut simulation = Self {
            scenario: scenario.clone(),
            day: day.clone(),
            streams,
            now: Instant::ZERO,
            end,
            finished: false,
            events: EventQueue::new(),
            system: System::new(configuration(scenario)),
            callers: Callers::new(scenario, source, streams),
            staffing: Staffing::new(day, source, scenario.follow_busyness, clock_us, streams),
            waiting: Waiting::new(scenario.queues.len()),
            live: BTreeMap::new(),
            next_call: 1,
            supervisor: Supervisor::default(),
            seats: seats(scenario, streams),
            groups_of_queue: groups_of_queue(scenario),
            tally: Tally::new(clock_us),
            records: VecDeque::new(),
            heard: VecDeque::new(),
        };
        simulation.begin();
        simulation
    }

    /// Ends the run earlier, `micros` microseconds after the scenario's start: never later than the scenario does, nor
    /// before the time reached.
    #[must_use]
    pub fn until_us(mut self, micros: u64) -> Self {
        self.end = self.end.min(Instant::from_micros(micros)).max(self.now);
        self
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.streams.seed()
    }

    /// The kind of day.
    pub fn day(&self) -> &DayKind {
        &self.day
    }

    /// The virtual time reached.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// The virtual time at which the run ends.
    pub fn end(&self) -> Instant {
        self.end
    }

    /// The seats' names, by number.
    pub fn seat_names(&self) -> Vec<String> {
        let agents = (0..self.seats.len()).map(agent_name);
        ["handler".to_owned(), "supervisor".to_owned()].into_iter().chain(agents).collect()
    }

    /// The seat with this name.
    pub fn seat(&self, name: &str) -> Option<SeatId> {
        self.seat_names().iter().zip(0..).find(|(known, _)| *known == name).map(|(_, number)| SeatId(number))
    }

    /// The figures up to the time reached.
    pub fn summary(&self) -> Summary {
        let open = self.live.values().filter(|live| live.stage != Stage::Talking).count();
        self.tally.summary(self.now, open as u64)
    }

    /// The endpoints, for monitors.
    pub fn system(&self) -> &System {
        &self.system
    }

    fn begin(&mut self) {
        // The supervisor is there before the handler, and hears it come up.
        let first = [Occurrence::SupervisorStarts, Occurrence::HandlerStarts, Occurrence::Shift];
        for occurrence in first {
            self.events.schedule(Instant::ZERO, occurrence);
        }
        self.events.schedule(Instant::from_micros(REFRESH_US), Occurrence::Refresh);
        self.schedule_arrival();
    }

    /// Plays the next occurrence, or ends the run.
    fn advance(&mut self) {
        match self.events.pop_before(self.end) {
            Some((at, occurrence)) => {
                self.now = at;
                self.occur(occurrence);
                self.settle();
                self.route();
            }
            None => {
                self.now = self.end;
                self.tally.half_hour_over(self.end);
                self.records.push_back(self.system.end(self.end));
                self.finished = true;
            }
        }
    }

    fn occur(&mut self, occurrence: Occurrence) {
        match occurrence {
            Occurrence::SupervisorStarts => self.supervise(|_, calls| Supervisor::start(calls)),
            Occurrence::HandlerStarts => self.feed(system::Input::StartHandler),
            Occurrence::Shift => self.shift(),
            Occurrence::Refresh => {
                self.supervise(|supervisor, calls| supervisor.refresh(calls));
                self.events.schedule(self.now + REFRESH_US, Occurrence::Refresh);
            }
            Occurrence::Arrival => self.arrive(),
            Occurrence::GivesUp(call) => self.give_up(call),
            Occurrence::Answer { desk, call } => {
                self.at_desk(desk, |seat, acts| seat.desk.answer(call, acts));
            }
            Occurrence::TalkEnds(call) => self.end_talk(call),
            Occurrence::WrapUpEnds { desk } => self.end_wrap_up(desk),
        }
    }

    fn schedule_arrival(&mut self) {
        if let Some(at) = self.callers.next_arrival(self.now, self.end) {
            self.events.schedule(at, Occurrence::Arrival);
        }
    }

    fn shift(&mut self) {
        if self.now > Instant::ZERO {
            self.tally.half_hour_over(self.now);
        }
        let on_duty = self.staffing.on_duty(self.now);
        for desk in 0..self.seats.len() {
            self.at_desk(desk, |seat, acts| seat.desk.shift(desk < on_duty, acts));
        }
        self.events.schedule(self.staffing.next_change(self.now), Occurrence::Shift);
    }

    fn arrive(&mut self) {
        let caller = self.callers.draw(&self.scenario);
        let call = CallId(self.next_call);
        self.next_call += 1;
        let arrived = self.now;
        let place = Place::new(arrived, caller.credit_us, call);
        self.tally.offered(arrived);
        self.waiting.join(caller.queue, place);
        self.live.insert(call, Live { caller, arrived, place, stage: Stage::Waiting, queued: false });
        self.feed(system::Input::Switch(provider::Input::Arrive { call, address: address(caller.queue) }));
        self.settle();
        self.route();
        // Still there: the caller found nobody idle.
        if let Some(live) = self.live.get_mut(&call)
            && live.stage == Stage::Waiting
        {
            live.queued = true;
            self.tally.queued();
        }
        self.events.schedule(arrived + caller.patience_us, Occurrence::GivesUp(call));
        self.schedule_arrival();
    }

    /// The caller's patience is over; whoever talks to an agent by now has forgotten it.
    fn give_up(&mut self, call: CallId) {
        let Some(live) = self.live.get(&call).copied().filter(|live| live.stage != Stage::Talking) else {
            return;
        };
        self.live.remove(&call);
        if live.stage == Stage::Waiting {
            self.waiting.leave(live.caller.queue, live.place);
            self.tally.left_queue(live.arrived, self.now);
        }
        self.tally.abandoned(live.arrived, live.queued);
        self.feed(system::Input::Switch(provider::Input::HangUp { call }));
    }

    fn end_talk(&mut self, call: CallId) {
        self.live.remove(&call);
        self.tally.talk_over(self.now);
        self.feed(system::Input::Switch(provider::Input::HangUp { call }));
    }

    fn end_wrap_up(&mut self, desk: usize) {
        self.tally.wrap_up(self.now, false);
        let Some(mirror) = self.system.client(agent_seat(desk)).cloned() else { return };
        self.at_desk(desk, |seat, acts| seat.desk.wrapped_up(&mirror, acts));
    }

    /// Joins callers and agents as long as some caller's queue has an idle agent.
    ///
    /// The caller who is first among those who can be served gets the agent who has been idle longest.
    fn route(&mut self) {
        loop {
            let handler = self.system.handler();
            let groups = &self.groups_of_queue;
            let Some((queue, place)) =
                self.waiting.first(|queue| longest_idle(handler, &groups[queue]).is_some())
            else {
                return;
            };
            let Some(idle) = longest_idle(handler, &groups[queue]) else { return };
            self.deliver(queue, place, idle);
            self.settle();
        }
    }

    fn deliver(&mut self, queue: usize, place: Place, idle: IdleAgent) {
        let IdleAgent { device, address, .. } = idle;
        let call = place.call;
        self.waiting.leave(queue, place);
        if let Some(live) = self.live.get_mut(&call) {
            live.stage = Stage::Ringing;
            if live.queued {
                self.tally.left_queue(live.arrived, self.now);
            }
        }
        if let Some(seat) = desk_at(device).and_then(|desk| self.seats.get_mut(desk)) {
            seat.caller = Some(call);
        }
        self.feed(system::Input::Switch(provider::Input::Deliver { call, device, address }));
    }

    /// Feeds the system and keeps what it says.
    fn feed(&mut self, input: system::Input) {
        if let Err(misuse) = self.system.handle_input(self.now, input) {
            unreachable!("the world goes forward in time and drains the system: {misuse}");
        }
        while let Some(output) = self.system.poll_output() {
            match output {
                Output::Record(record) => {
                    self.tally.record(&record);
                    self.records.push_back(record);
                }
                Output::Client { seat, event } => self.heard.push_back((seat, event)),
            }
        }
    }

    /// Lets the applications react until none has anything left to say.
    fn settle(&mut self) {
        while let Some((seat, event)) = self.heard.pop_front() {
            if seat == SUPERVISOR {
                self.supervise(|supervisor, calls| supervisor.hear(&event, calls));
            } else if let Some(desk) = seat.0.checked_sub(FIRST_AGENT) {
                self.at_desk(desk as usize, |seat, acts| seat.desk.hear(&event, acts));
            }
        }
    }

    fn supervise(&mut self, act: impl FnOnce(&mut Supervisor, &mut Vec<Function>)) {
        let mut calls = Vec::new();
        act(&mut self.supervisor, &mut calls);
        for function in calls {
            self.feed(system::Input::Request { seat: SUPERVISOR, function });
        }
    }

    fn at_desk(&mut self, desk: usize, act: impl FnOnce(&mut Seat, &mut Vec<Act>)) {
        let mut acts = Vec::new();
        if let Some(seat) = self.seats.get_mut(desk) {
            act(seat, &mut acts);
        }
        for act in acts {
            self.perform(desk, act);
        }
    }

    fn perform(&mut self, desk: usize, act: Act) {
        let seat = &mut self.seats[desk];
        let times = &self.scenario.teams[seat.team].agents;
        match act {
            Act::Call(function) => self.feed(system::Input::Request { seat: agent_seat(desk), function }),
            Act::WillAnswer(call) => {
                let after = micros(times.answer.sample(&mut seat.answer));
                self.events.schedule(self.now + after, Occurrence::Answer { desk, call });
            }
            Act::TalkBegins => self.begin_talk(desk),
            Act::WillWrapUp => {
                let after = micros(times.wrap_up.sample(&mut seat.wrap_up));
                self.tally.wrap_up(self.now, true);
                self.events.schedule(self.now + after, Occurrence::WrapUpEnds { desk });
            }
            Act::LoggedIn => self.tally.logged_in(self.now, true),
            Act::LoggedOff => self.tally.logged_in(self.now, false),
        }
    }

    fn begin_talk(&mut self, desk: usize) {
        let call = self.seats[desk].caller;
        let Some((call, live)) = call.and_then(|call| Some((call, self.live.get_mut(&call)?))) else {
            return;
        };
        live.stage = Stage::Talking;
        self.tally.answered(live.arrived, self.now);
        self.events.schedule(self.now + live.caller.service_us, Occurrence::TalkEnds(call));
    }
}

impl Iterator for Simulation {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        loop {
            if let Some(record) = self.records.pop_front() {
                return Some(record);
            }
            if self.finished {
                return None;
            }
            self.advance();
        }
    }
}

/// The agent who has been idle longest, in any of the groups; the handler is the one truth about it.
fn longest_idle(handler: handler::View<'_>, groups: &[Guid]) -> Option<IdleAgent> {
    groups
        .iter()
        .filter_map(|group| handler.idle(*group).next())
        .min_by_key(|idle| (idle.since, idle.session))
}

/// A queue's address on the ACD line.
fn address(queue: usize) -> AddressId {
    AddressId(u32::try_from(queue).unwrap_or(u32::MAX))
}

/// The line of a desk: the ACD line is the first device.
fn device(desk: usize) -> DeviceId {
    DeviceId(u32::try_from(desk + 1).unwrap_or(u32::MAX))
}

fn desk_at(device: DeviceId) -> Option<usize> {
    device.0.checked_sub(1).map(|desk| desk as usize)
}

fn agent_seat(desk: usize) -> SeatId {
    SeatId(FIRST_AGENT + u32::try_from(desk).unwrap_or(u32::MAX - FIRST_AGENT))
}

fn agent_name(desk: usize) -> String {
    format!("agent-{:02}", desk + 1)
}

fn seats(scenario: &Scenario, streams: Streams) -> Vec<Seat> {
    let roster = scenario.roster();
    let seat = |(desk, team): (usize, &usize)| {
        let groups = scenario.teams[*team].groups.iter().map(|one| scenario.groups[one.group].guid).collect();
        Seat {
            desk: Desk::new(agent_name(desk).into(), device(desk), groups),
            team: *team,
            answer: streams.stream_of("answer", desk as u64),
            wrap_up: streams.stream_of("wrap-up", desk as u64),
            caller: None,
        }
    };
    roster.iter().enumerate().map(seat).collect()
}

fn groups_of_queue(scenario: &Scenario) -> Vec<Vec<Guid>> {
    let serving = |queue| {
        let groups = scenario.groups.iter().filter(move |group| group.queues.contains(&queue));
        groups.map(|group| group.guid).collect()
    };
    (0..scenario.queues.len()).map(serving).collect()
}

/// The switch, its lines and the handler's data, as the scenario has them.
fn configuration(scenario: &Scenario) -> system::Config {
    let agents = scenario.roster().len();
    let queues = u32::try_from(scenario.queues.len()).unwrap_or(u32::MAX);
    let devices: Vec<u32> = std::iter::once(queues).chain(std::iter::repeat_n(1, agents)).collect();
    let group = |group: &crate::scenario::Group| handler::Group {
        entry: GroupEntry { id: group.guid, name: group.name.as_str().into() },
        queues: group.queues.iter().map(|queue| QueueId(scenario.queues[*queue].id)).collect(),
    };
    let queue = |(at, queue): (usize, &crate::scenario::Queue)| handler::Queue {
        entry: QueueEntry { id: QueueId(queue.id), name: queue.name.as_str().into() },
        address: address(at),
    };
    system::Config {
        handler: handler::Config {
            devices: u32::try_from(devices.len()).unwrap_or(u32::MAX),
            groups: scenario.groups.iter().map(group).collect(),
            queues: scenario.queues.iter().enumerate().map(queue).collect(),
            epoch_micros: scenario.epoch_us(),
            ..handler::Config::default()
        },
        server: server::Config { devices, ..server::Config::default() },
        // The supervisor and the agents; the handler's seat is the system's own.
        clients: agent_seat(agents).0 - (HANDLER_SEAT.0 + 1),
        ..system::Config::default()
    }
}
