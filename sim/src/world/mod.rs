//! The contact centre: callers, agents and those who watch, under virtual time.
//!
//! The world says what people intend; it makes nothing happen itself. A caller's arrival goes to the provider, an
//! agent's answer is a function call of the agent's application or a key of the phone, and who is idle is read from the
//! agent handler. So every message in a trace has gone the way that the protocol prescribes.

mod calendar;
mod callers;
mod calls;
mod crew;
mod desk;
mod duty;
mod flow;
mod kernel;
pub(crate) mod places;
mod routing;
mod tally;
mod waiting;
mod watcher;

use std::collections::VecDeque;

use tapi_acd::ids::SeatId;
use tapi_acd::message::TypedMessage;
use tapi_acd::system::{self, Observer, System};
use tapi_acd::{Function, Instant, Misuse, Record, client, provider};

use crate::random::Streams;
use crate::scenario::{Closing, DayKind, Scenario};
use crate::summary::Summary;
use calendar::Calendar;
use callers::Callers;
use calls::{CallKey, Calls, Live};
use crew::Worker;
use desk::Act;
use kernel::EventQueue;
use places::Seats;
pub use places::{House, SUPERVISOR};
use routing::Skills;
use tally::Tally;
use waiting::Waiting;
use watcher::Watcher;

/// So many records, and things heard, are kept room for.
const ROOM: usize = 256;

/// For how many more a list makes room that holds so many: twice as much each time would leave half of the memory
/// unused at the worst.
const fn more_than(len: usize) -> usize {
    len / 16 + 4
}

/// Makes room for one more, and for some that follow.
fn make_room<T>(list: &mut Vec<T>) {
    if list.len() == list.capacity() {
        list.reserve_exact(more_than(list.len()));
    }
}

/// What is to happen in the world. Much of it is scheduled at any time, so it is kept small.
#[derive(Clone, Copy, Debug)]
enum Occurrence {
    WatcherStarts { watcher: u32 },
    HandlerStarts,
    AgentsStart,
    DayBegins { day: u32 },
    HalfHourTurns,
    Shift { desk: u32, begins: bool },
    BreakBegins { desk: u32, rest: u32 },
    PauseBegins { desk: u32 },
    Returns { desk: u32 },
    Refresh { watcher: u32 },
    Arrival { source: u32 },
    IvrEnds(CallKey),
    GivesUp(CallKey),
    Overflows(CallKey),
    Answer(CallKey),
    NotAnswered(CallKey),
    TalkEnds(CallKey),
    WrapUpEnds { desk: u32 },
}

/// What applications have yet to react to.
#[derive(Clone, Debug)]
enum Heard {
    /// A watching application has heard something, and calls this.
    Watcher { seat: SeatId, function: Box<Function> },
    /// An agent's application tells its agent.
    Desk { seat: SeatId, event: client::Event },
}

/// Takes what the system does while it does it.
struct Ear<'a> {
    tally: &'a mut Tally,
    records: &'a mut VecDeque<Record>,
    heard: &'a mut VecDeque<Heard>,
    watchers: &'a mut [Watcher],
}

impl Observer for Ear<'_> {
    fn record(&mut self, record: Record) {
        self.tally.record(&record);
        self.records.push_back(record);
    }

    /// Watching applications know at once what to call, and mostly it is nothing.
    fn heard(&mut self, seat: SeatId, event: client::Event) {
        match places::watcher_at(seat).and_then(|at| self.watchers.get_mut(at)) {
            Some(watcher) => watcher.hear(&event, |function| will_call(self.heard, seat, function)),
            None => self.heard.push_back(Heard::Desk { seat, event }),
        }
    }

    #[inline]
    fn heard_message(&mut self, seat: SeatId, message: &TypedMessage) {
        match places::watcher_at(seat).and_then(|at| self.watchers.get_mut(at)) {
            Some(watcher) => watcher.hear_message(message, |function| will_call(self.heard, seat, function)),
            None => self.heard.push_back(Heard::Desk { seat, event: client::Event::Message(*message) }),
        }
    }
}

/// A watching application calls a function when it is its turn.
fn will_call(heard: &mut VecDeque<Heard>, seat: SeatId, function: Function) {
    heard.push_back(Heard::Watcher { seat, function: Box::new(function) });
}

/// A scenario at play: an iterator over everything that crosses an application's border, in order.
///
/// The last record is [`Event::End`](tapi_acd::Event::End). The same scenario, kind of day and seed give the same
/// records on every platform.
#[derive(Clone, Debug)]
pub struct Simulation {
    scenario: Scenario,
    calendar: Calendar,
    streams: Streams,
    now: Instant,
    /// Nobody comes from then on.
    closing: Instant,
    closes: Closing,
    finished: bool,
    events: EventQueue<Occurrence>,
    house: House,
    system: System<House>,
    skills: Skills,
    callers: Callers,
    calls: Calls,
    /// How many calls have come.
    arrivals: u64,
    waiting: Waiting,
    watchers: Vec<Watcher>,
    workers: Vec<Worker>,
    seats: Seats,
    tally: Tally,
    records: VecDeque<Record>,
    heard: VecDeque<Heard>,
    /// What a desktop is about to do; empty between two occurrences.
    acts: Vec<Act>,
}

impl Simulation {
    /// The scenario's days, from its start to its end.
    pub fn new(scenario: &Scenario, seed: u64) -> Self {
        Self::with_calendar(scenario, Calendar::new(scenario, None), seed)
    }

    /// Days of one kind only; see [`Scenario::day`].
    pub fn on_day(scenario: &Scenario, day: &DayKind, seed: u64) -> Self {
        let kind = scenario.days.iter().position(|known| known.name == day.name);
        Self::with_calendar(scenario, Calendar::new(scenario, kind), seed)
    }

    fn with_calendar(scenario: &Scenario, calendar: Calendar, seed: u64) -> Self {
        let streams = Streams::new(seed);
        let roster = scenario.roster();
        let seats = Seats::new(scenario, &roster);
        let house = House::new(scenario);
        let closing = Instant::from_micros(scenario.duration_us);
        let worker = |(desk, team): (usize, &usize)| {
            let equipment = scenario.teams[*team].agents.works_at;
            Worker::new(*team, crew::desktop(equipment, desk, places::groups_of(scenario, *team)))
        };
        let system = System::with_policy(places::configuration(scenario, &roster, &seats), house);
        let mut simulation = Self {
            now: Instant::ZERO,
            closing,
            closes: scenario.closing,
            finished: false,
            events: EventQueue::new(),
            house,
            skills: Skills::new(scenario, system.handler()),
            system,
            callers: Callers::new(scenario, &calendar, streams),
            calls: Calls::default(),
            arrivals: 0,
            waiting: Waiting::new(scenario),
            watchers: scenario.seats.iter().map(|seat| Watcher::new(seat, &roster)).collect(),
            workers: roster.iter().enumerate().map(worker).collect(),
            seats,
            tally: Tally::new(scenario, closing),
            records: VecDeque::new(),
            heard: VecDeque::new(),
            acts: Vec::new(),
            scenario: scenario.clone(),
            calendar,
            streams,
        };
        simulation.begin();
        simulation
    }

    /// Ends the run earlier, `micros` microseconds after the scenario's start, and leaves whoever is in the system
    /// then: never later than the scenario does, nor before the time reached.
    #[must_use]
    pub fn until_us(mut self, micros: u64) -> Self {
        let until = Instant::from_micros(micros).max(self.now);
        if until < self.closing {
            (self.closing, self.closes) = (until, Closing::Cut);
            self.tally.end_at(until);
        }
        self
    }

    /// Cuts the run, its warm-up left out, into so many periods of equal length.
    #[must_use]
    pub fn in_batches(mut self, batches: u32) -> Self {
        self.tally.in_batches(batches);
        self
    }

    /// Records only what crosses the borders of these seats, and the end; nothing else changes, and what is not
    /// recorded costs next to nothing.
    ///
    /// [`Summary::messages`] counts what is recorded: with no seats it stays empty.
    #[must_use]
    pub fn recording(mut self, seats: &[SeatId]) -> Self {
        self.system.record_only(seats.iter().copied());
        self
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.streams.seed()
    }

    /// The kind of the first day.
    pub fn day(&self) -> &DayKind {
        &self.scenario.days[self.calendar.kind(0)]
    }

    /// The virtual time reached.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// The virtual time from which nobody comes any more: the end, unless those who are there are still served.
    pub fn end(&self) -> Instant {
        self.closing.max(self.now)
    }

    /// The seats' names, by number.
    pub fn seat_names(&self) -> Vec<String> {
        self.seats.names(&self.scenario)
    }

    /// The seat with this name.
    pub fn seat(&self, name: &str) -> Option<SeatId> {
        self.seat_names().iter().zip(0..).find(|(known, _)| *known == name).map(|(_, number)| SeatId(number))
    }

    /// The figures up to the time reached.
    pub fn summary(&self) -> Summary {
        self.tally.summary(&self.scenario, self.now, self.calls.iter().filter_map(Live::open))
    }

    /// The endpoints, for monitors.
    pub fn system(&self) -> &System<House> {
        &self.system
    }

    /// Plays on to the end, and hands out each record when it is made; the same records as the iterator's, without
    /// a pause after each.
    pub fn play(&mut self, mut take: impl FnMut(Record)) {
        loop {
            while let Some(record) = self.records.pop_front() {
                take(record);
            }
            if self.finished {
                return;
            }
            self.advance();
        }
    }

    fn begin(&mut self) {
        // Those who watch are there before the handler, and hear it come up.
        for watcher in 0..self.watchers.len() {
            let starts = Occurrence::WatcherStarts { watcher: places::number(watcher) };
            self.events.schedule(Instant::ZERO, starts);
            self.schedule_refresh(watcher);
        }
        self.events.schedule(Instant::ZERO, Occurrence::HandlerStarts);
        self.events.schedule(Instant::ZERO, Occurrence::AgentsStart);
        for source in 0..self.scenario.sources.len() {
            self.schedule_arrival(source);
        }
    }

    fn schedule_refresh(&mut self, watcher: usize) {
        let refresh_us = self.scenario.seats[watcher].refresh_us;
        if let Some(at) = refresh_us.map(|us| self.now + us).filter(|at| *at < self.closing) {
            self.events.schedule(at, Occurrence::Refresh { watcher: places::number(watcher) });
        }
    }

    /// Plays the next occurrence, or ends the run.
    fn advance(&mut self) {
        self.give_back();
        let next = self.events.next_at();
        let over = match (next, self.closes) {
            (None, _) => true,
            (Some(at), Closing::Cut) => at >= self.closing,
            (Some(at), Closing::Drain) => at >= self.closing && self.calls.len() == 0,
        };
        match self.events.pop().filter(|_| !over) {
            Some((at, occurrence)) => {
                self.now = at;
                self.occur(occurrence);
                self.settle();
                self.route();
            }
            None => {
                self.now = self.now.max(self.closing);
                self.records.push_back(self.system.end(self.now));
                self.finished = true;
            }
        }
    }

    /// Gives back the memory that a moment has taken in which everybody did something.
    fn give_back(&mut self) {
        if self.records.capacity() > ROOM {
            self.records.shrink_to(ROOM);
        }
        if self.heard.capacity() > ROOM {
            self.heard.shrink_to(ROOM);
        }
    }

    fn occur(&mut self, occurrence: Occurrence) {
        match occurrence {
            Occurrence::WatcherStarts { watcher } => {
                let function = self.watchers[watcher as usize].start();
                self.watcher_calls(watcher, function);
            }
            Occurrence::HandlerStarts => self.feed(system::Input::StartHandler),
            Occurrence::AgentsStart => self.lay_out_duty(),
            // Whoever is there when nobody comes any more stays until the last caller is served.
            Occurrence::DayBegins { .. } | Occurrence::HalfHourTurns | Occurrence::Shift { .. }
                if self.now >= self.closing => {}
            Occurrence::DayBegins { day } => self.day_begins(day.into()),
            Occurrence::HalfHourTurns => self.half_hour_turns(),
            Occurrence::Shift { desk, begins } => self.shift(desk as usize, begins),
            Occurrence::BreakBegins { desk, rest } => self.break_begins(desk as usize, rest as usize),
            Occurrence::PauseBegins { desk } => self.pause_begins(desk as usize),
            Occurrence::Returns { desk } => self.returns(desk as usize),
            Occurrence::Refresh { watcher } => {
                for function in self.watchers[watcher as usize].refresh() {
                    self.watcher_calls(watcher, function);
                }
                self.schedule_refresh(watcher as usize);
            }
            Occurrence::Arrival { source } => self.arrive(source as usize),
            Occurrence::IvrEnds(call) => self.ivr_ends(call),
            Occurrence::GivesUp(call) => self.give_up(call),
            Occurrence::Overflows(call) => self.overflow(call),
            Occurrence::Answer(call) => self.picks_up(call),
            Occurrence::NotAnswered(call) => self.not_answered(call),
            Occurrence::TalkEnds(call) => self.talk_ends(call),
            Occurrence::WrapUpEnds { desk } => self.wrap_up_ends(desk as usize),
        }
    }

    /// Feeds the system and keeps what it says.
    fn feed(&mut self, input: system::Input) {
        let (system, now, mut ear) = self.split();
        in_time(system.play(now, input, &mut ear));
    }

    /// Something happens in the switch.
    fn switch(&mut self, input: provider::Input) {
        let (system, now, mut ear) = self.split();
        in_time(system.play_switch(now, input, &mut ear));
    }

    /// The system, and who listens to it.
    fn split(&mut self) -> (&mut System<House>, Instant, Ear<'_>) {
        let Self { system, now, tally, records, heard, watchers, .. } = self;
        (system, *now, Ear { tally, records, heard, watchers })
    }

    /// Lets the applications react until none has anything left to say.
    fn settle(&mut self) {
        while let Some(heard) = self.heard.pop_front() {
            match heard {
                Heard::Watcher { seat, function } => {
                    self.feed(system::Input::Request { seat, function: *function });
                }
                Heard::Desk { seat, event } => {
                    if let Some(desk) = self.seats.desk_at(seat) {
                        self.at_desk(desk, |desktop, acts| desktop.hear(&event, acts));
                    }
                }
            }
        }
    }

    fn watcher_calls(&mut self, watcher: u32, function: Function) {
        let seat = SeatId(SUPERVISOR.0 + watcher);
        self.feed(system::Input::Request { seat, function });
    }
}

fn in_time(played: Result<(), Misuse>) {
    if let Err(misuse) = played {
        unreachable!("the world goes forward in time: {misuse}");
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

#[cfg(test)]
mod tests {
    use super::{Occurrence, Simulation};
    use crate::scenario::load;

    #[test]
    fn an_occurrence_is_small() {
        assert!(size_of::<Occurrence>() <= 12);
    }

    #[test]
    fn one_by_one_or_played_on_the_records_are_the_same() {
        let (_, scenario) = load("bilingual").expect("it is part of the program");
        let half_an_hour = || Simulation::new(&scenario, 5).until_us(30 * 60 * 1_000_000);
        let (mut played, mut one_by_one) = (half_an_hour(), half_an_hour());
        let mut records = Vec::new();
        played.play(|record| records.push(record));
        assert!(records.len() > 1_000 && one_by_one.by_ref().eq(records));
        assert_eq!(played.summary(), one_by_one.summary());
    }
}
