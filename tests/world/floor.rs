//! The floor of the contact centre as the records show it, and its rules written out at length: for every caller and
//! every agent, who may be joined with whom and who goes first. Slow, and nothing of it is shared with the simulator.

use std::collections::BTreeMap;

use tapi_acd::Instant;
use tapi_acd::ids::DeviceId;
use tapi_acd::wire::consts::{AgentSessionState, AgentStateEx, DisconnectMode};
use tapi_sim::random::{Streams, micros};
use tapi_sim::scenario::{AgentChoice, CallChoice, Scenario};

use super::steps::{CallNumber, Place, Step};

#[derive(Clone, Copy, Debug)]
struct Call {
    place: Place,
    /// The queue where it came first, or none yet, and when.
    first: Option<(usize, Instant)>,
    /// The queue where it came last, and when; ringing elsewhere and coming back does not count.
    last: Option<(usize, Instant)>,
    answered: Option<Instant>,
    /// Rang in vain without a moment of waiting, from then until then; the last time.
    rang: Option<(Instant, Instant)>,
}

#[derive(Clone, Debug)]
struct Agent {
    state: AgentStateEx,
    /// When the agent became ready last.
    ready: Instant,
    answered: u32,
    wrapping_up: bool,
}

/// An agent who may take a call of a queue.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    desk: DeviceId,
    level: u32,
    answered: u32,
    ready: Instant,
}

/// How often what was seen, for want of which a rule would hold.
pub(super) type Seen = BTreeMap<&'static str, u64>;

/// All that random centres have to show; what they show too rarely, a scenario of its own does.
pub(super) const EVERY: [&str; 17] = [
    "offered",
    "answered",
    "gave up waiting",
    "gave up ringing",
    "blocked",
    "no trunk",
    "balked",
    "contained",
    "overflowed",
    "turned to another queue",
    "returned",
    "a choice of agents",
    "a choice of callers",
    "a choice of queues",
    "an agent kept back",
    "a whole talk of known length",
    "log-off",
];

/// The floor.
pub(super) struct Floor<'a> {
    scenario: &'a Scenario,
    roster: Vec<usize>,
    /// By queue: the credit of those who come to it first, unless that is a matter of chance.
    credits: Option<Vec<u64>>,
    /// How long each caller talks, where that can be known.
    services: Option<Vec<u64>>,
    calls: BTreeMap<CallNumber, Call>,
    agents: BTreeMap<DeviceId, Agent>,
    now: Instant,
    pub(super) seen: Seen,
}

impl<'a> Floor<'a> {
    pub(super) fn new(scenario: &'a Scenario, seed: u64) -> Self {
        Self {
            scenario,
            roster: scenario.roster(),
            credits: credits(scenario),
            services: services(scenario, seed),
            calls: BTreeMap::new(),
            agents: BTreeMap::new(),
            now: Instant::ZERO,
            seen: Seen::default(),
        }
    }

    fn saw(&mut self, what: &'static str, is_there: bool) {
        *self.seen.entry(what).or_default() += u64::from(is_there);
    }

    /// Time goes on: what came before has come to rest.
    pub(super) fn now(&mut self, now: Instant) {
        if now > self.now {
            for (call, queue) in self.waiting() {
                let idle = self.candidates(queue);
                assert!(idle.is_empty(), "at {:?} call {call} waits for {idle:?}", self.now);
                let is_idle = self.members(queue).next().is_some();
                self.saw("an agent kept back", is_idle);
                self.check_time_left(call, queue, now);
            }
            self.now = now;
        }
    }

    pub(super) fn take(&mut self, step: Step) {
        match step {
            Step::Comes { call, from: None, to } => self.comes_in(call, to),
            Step::Comes { call, from: Some(from), to } => self.moves(call, from, to),
            Step::Connected { call, desk } => {
                self.saw("answered", true);
                self.agents.get_mut(&desk).expect("an agent").answered += 1;
                self.calls.get_mut(&call).expect("a call").answered = Some(self.now);
            }
            Step::Ends { call, at, why } => self.ends(call, at, why),
            Step::Agent { desk, state } => self.agent(desk, state),
            Step::Session { desk, state, .. } => {
                let agent = self.agents.get_mut(&desk).expect("an agent");
                match state {
                    AgentSessionState::BUSY_WRAP_UP => agent.wrapping_up = true,
                    AgentSessionState::READY | AgentSessionState::NOT_READY if agent.wrapping_up => {
                        agent.wrapping_up = false;
                    }
                    _ => {}
                }
            }
        }
    }

    fn agent(&mut self, desk: DeviceId, state: AgentStateEx) {
        assert_ne!(state, AgentStateEx::BUSY_INCOMING, "every call is an ACD call");
        let new = Agent { state, ready: self.now, answered: 0, wrapping_up: false };
        let agent = self.agents.entry(desk).or_insert(new);
        agent.state = state;
        if state == AgentStateEx::READY {
            agent.ready = self.now;
        }
        if state == AgentStateEx::RELEASED {
            agent.wrapping_up = false;
            self.saw("log-off", true);
            assert!(self.at_desk(desk).is_none(), "nobody leaves a call alone");
        }
    }

    fn at_desk(&self, desk: DeviceId) -> Option<CallNumber> {
        let mut here = self.calls.iter().filter(|(_, call)| call.place == Place::Desk(desk));
        here.next().map(|(call, _)| *call)
    }

    fn waiting(&self) -> Vec<(CallNumber, usize)> {
        let queue = |(call, known): (&CallNumber, &Call)| match known.place {
            Place::Queue(queue) => Some((*call, queue)),
            _ => None,
        };
        self.calls.iter().filter_map(queue).collect()
    }

    fn in_queue(&self, queue: usize) -> usize {
        self.waiting().iter().filter(|(_, there)| *there == queue).count()
    }

    fn comes_in(&mut self, call: CallNumber, to: Place) {
        self.saw("offered", true);
        let is_free = self.scenario.trunks.is_none_or(|trunks| self.calls.len() < trunks as usize);
        assert!(is_free || to == Place::Entry, "call {call} has no trunk");
        self.get_place(call, Call { place: to, first: None, last: None, answered: None, rang: None }, to);
    }

    /// The call is in the place, which lets it in.
    fn get_place(&mut self, call: CallNumber, mut known: Call, to: Place) {
        if let Place::Queue(queue) | Place::Pilot(queue) = to {
            known.first.get_or_insert((queue, self.now));
            known.last = Some((queue, self.now));
            let served = !self.candidates(queue).is_empty();
            let waiting = self.in_queue(queue);
            let full = self.scenario.queues[queue].capacity.is_some_and(|most| waiting >= most as usize);
            if let Place::Queue(_) = to {
                assert!(served || !full, "call {call} gets into a full queue");
            } else {
                assert!(!served, "call {call} is turned away from an agent");
            }
        }
        known.place = to;
        self.calls.insert(call, known);
    }

    fn moves(&mut self, call: CallNumber, from: Place, to: Place) {
        let mut known = self.calls[&call];
        assert_eq!(known.place, from);
        match (from, to) {
            (Place::Queue(queue), Place::Desk(desk)) => {
                self.check_delivery(call, queue, desk);
                let since = known.rang.filter(|(_, until)| *until == self.now).map(|(since, _)| since);
                known.rang = Some((since.unwrap_or(self.now), self.now));
                known.place = to;
                self.calls.insert(call, known);
            }
            (Place::Desk(_), Place::Queue(queue)) => {
                assert_eq!((known.last.map(|(last, _)| last), known.answered), (Some(queue), None));
                self.saw("returned", true);
                known.rang = known.rang.map(|(since, _)| (since, self.now));
                known.place = to;
                self.calls.insert(call, known);
            }
            (Place::Queue(queue), Place::Queue(other)) => {
                self.check_overflow(call, queue, other);
                self.saw("overflowed", true);
                self.calls.remove(&call);
                self.get_place(call, known, to);
            }
            (Place::Pilot(queue), Place::Queue(other) | Place::Pilot(other)) => {
                assert_eq!(self.scenario.queues[queue].when_full, Some(other));
                self.check_full(queue);
                self.saw("turned to another queue", true);
                self.calls.remove(&call);
                self.get_place(call, known, to);
            }
            (Place::Entry, Place::Queue(_) | Place::Pilot(_)) => {
                self.calls.remove(&call);
                self.get_place(call, known, to);
            }
            _ => panic!("call {call} goes from {from:?} to {to:?}"),
        }
    }

    /// The call's time in the queue is up now, or ran out while it rang until now; and nobody here is idle.
    fn check_overflow(&mut self, call: CallNumber, queue: usize, other: usize) {
        let overflow = self.scenario.queues[queue].overflow.expect("an overflow");
        assert_eq!(overflow.to, other);
        let Call { last, rang, .. } = self.calls[&call];
        let (at, came) = last.expect("a queue");
        assert_eq!(at, queue);
        let is_up = came + overflow.after_us;
        let rang = rang.filter(|(since, until)| (*since..=*until).contains(&is_up) && *until == self.now);
        assert!(is_up == self.now || rang.is_some(), "at {:?} call {call}, here since {came:?}", self.now);
        self.saw("overflowed after ringing", rang.is_some());
        assert!(self.candidates(queue).is_empty(), "call {call} overflows from an idle agent");
    }

    /// Nobody waits on when the time to overflow is up, if there is always room in the other queue.
    fn check_time_left(&self, call: CallNumber, queue: usize, until: Instant) {
        let Some(overflow) = self.scenario.queues[queue].overflow else { return };
        if self.scenario.queues[overflow.to].capacity.is_some() {
            return;
        }
        let (_, came) = self.calls[&call].last.expect("a queue");
        let is_up = came + overflow.after_us;
        assert!(is_up > self.now, "call {call} waits on at {:?}, here since {came:?}", self.now);
        assert!(is_up >= until, "call {call} waits until {until:?}, here since {came:?}");
    }

    fn check_full(&self, queue: usize) {
        let most = self.scenario.queues[queue].capacity.expect("a capacity");
        assert!(self.in_queue(queue) >= most as usize, "there is room in queue {queue}");
    }

    fn ends(&mut self, call: CallNumber, at: Place, why: DisconnectMode) {
        let gone = self.calls.remove(&call).expect("a call");
        assert_eq!(gone.place, at);
        match (at, why) {
            (Place::Entry, DisconnectMode::CONGESTION) => {
                let trunks = self.scenario.trunks.expect("a limit");
                assert!(self.calls.len() >= trunks as usize, "a trunk is free");
                self.saw("no trunk", true);
            }
            (Place::Entry, DisconnectMode::NORMAL) => self.saw("contained", true),
            (Place::Pilot(queue), DisconnectMode::BUSY) => {
                assert_eq!(self.scenario.queues[queue].when_full, None);
                self.check_full(queue);
                self.saw("blocked", true);
            }
            (Place::Pilot(queue), DisconnectMode::CANCELLED) => {
                let steps = self.scenario.call_types.iter().flat_map(|kind| &kind.balking);
                let least = steps.map(|step| step.waiting as usize).min().expect("some callers balk");
                assert!(self.in_queue(queue) >= least, "a caller balks at an empty queue");
                self.saw("balked", true);
            }
            (Place::Queue(_), DisconnectMode::NORMAL) => self.saw("gave up waiting", true),
            (Place::Desk(_), DisconnectMode::NORMAL) => match gone.answered {
                None => self.saw("gave up ringing", true),
                Some(since) => {
                    let number = usize::try_from(call - 1).unwrap();
                    if let Some(service_us) = self.services.as_ref().map(|drawn| drawn[number]) {
                        assert_eq!(self.now - since, service_us, "call {call}");
                        self.saw("a whole talk of known length", true);
                    }
                }
            },
            _ => panic!("call {call} ends at {at:?}: {why:?}"),
        }
    }

    /// Idle agents of the groups that serve a queue, with each group.
    fn members(&self, queue: usize) -> impl Iterator<Item = (usize, DeviceId, usize)> {
        let groups = self.scenario.groups.iter().enumerate();
        let groups = groups.filter(move |(_, group)| group.queues.contains(&queue));
        let idle = || {
            let ready = self.agents.iter().filter(|(_, agent)| agent.state == AgentStateEx::READY);
            ready.map(|(desk, _)| *desk).filter(|desk| self.at_desk(*desk).is_none())
        };
        groups.flat_map(move |(group, _)| {
            let of_group = idle().map(move |desk| (group, desk, self.team(desk)));
            of_group.filter(|(group, _, team)| {
                self.scenario.teams[*team].groups.iter().any(|member| member.group == *group)
            })
        })
    }

    fn team(&self, desk: DeviceId) -> usize {
        self.roster[desk.0 as usize - 1]
    }

    /// The agents who may take a call of the queue, the best one first.
    fn candidates(&self, queue: usize) -> Vec<Candidate> {
        let mut all = Vec::new();
        for (group, desk, team) in self.members(queue) {
            let member =
                self.scenario.teams[team].groups.iter().find(|member| member.group == group).unwrap();
            let of_team = self.members(queue).filter(|(g, _, t)| (*g, *t) == (group, team)).count();
            if of_team > member.reserve as usize {
                let Agent { answered, ready, .. } = self.agents[&desk];
                all.push(Candidate { desk, level: member.level, answered, ready });
            }
        }
        all.sort_by_key(|one| self.rank(one));
        all
    }

    /// The lower goes first; of equals, anyone may.
    fn rank(&self, one: &Candidate) -> (u32, u32, Instant) {
        match self.scenario.routing.agents {
            AgentChoice::LongestIdle => (one.level, 0, one.ready),
            AgentChoice::FewestCalls => (one.level, one.answered, one.ready),
        }
    }

    /// The call is the right one, and so is the agent.
    fn check_delivery(&mut self, call: CallNumber, queue: usize, desk: DeviceId) {
        let candidates = self.candidates(queue);
        let best = candidates.first().unwrap_or_else(|| panic!("no agent may take call {call}"));
        let chosen = candidates.iter().find(|one| one.desk == desk).map(|one| self.rank(one));
        assert_eq!(chosen, Some(self.rank(best)), "{desk:?} for call {call}: {candidates:?}");
        assert!(!self.agents[&desk].wrapping_up, "after-call work comes first");
        self.saw("a choice of agents", candidates.len() > 1);
        let others = self.waiting();
        let others: Vec<_> = others.into_iter().filter(|(other, _)| *other != call).collect();
        self.saw("a choice of callers", others.iter().any(|(_, other)| *other == queue));
        let first = self.class(queue).unwrap();
        for (other, other_queue) in others {
            let Some(class) = self.class(other_queue) else { continue };
            self.saw("a choice of queues", other_queue != queue);
            assert!(first <= class, "call {other} of {class:?} goes before call {call} of {first:?}");
            let waited = self.waited(call, queue).zip(self.waited(other, other_queue));
            if let Some((waited, others)) = waited.filter(|_| first == class) {
                // A credit is rounded to the microsecond, and ages.
                let equal = (waited - others).abs() < 5.0;
                assert!(waited > others || equal, "call {other} has waited {others}, call {call} {waited}");
                let is_exact = (waited - others).abs() < f64::EPSILON && queue == other_queue;
                assert!(!is_exact || call < other, "call {other} has come before call {call}");
            }
        }
    }

    /// What decides before the waiting time does, for a queue with somebody to serve it; the lower goes first.
    fn class(&self, queue: usize) -> Option<(u32, u32)> {
        let level = self.candidates(queue).first()?.level;
        let priority = self.scenario.queues[queue].priority;
        Some(match self.scenario.routing.calls {
            CallChoice::SkillFirst => (level, priority),
            CallChoice::PriorityFirst => (priority, level),
            CallChoice::LongestWaiting => (priority, 0),
        })
    }

    /// How long the call has waited, with what is credited; none where that is not to be known.
    fn waited(&self, call: CallNumber, queue: usize) -> Option<f64> {
        let (first, joined) = self.calls[&call].first?;
        let credit_us = self.credits.as_ref()?[first];
        let rules = &self.scenario.queues[queue];
        Some(rules.credit_us as f64 + rules.ageing * (self.now - joined) as f64 + credit_us as f64)
    }
}

/// The credit of those whose first queue is this one, if it is the same for all.
fn credits(scenario: &Scenario) -> Option<Vec<u64>> {
    let level = same(scenario.priorities.iter().map(|level| level.credit_us))?;
    let types = |queue| scenario.call_types.iter().filter(move |kind| kind.queue == queue);
    let of_queue = |queue| same(types(queue).map(|kind| kind.credit_us));
    (0..scenario.queues.len()).map(|queue| Some(of_queue(queue)? + level)).collect()
}

/// What all have, if they have the same; nothing, if there are none.
fn same(mut all: impl Iterator<Item = u64>) -> Option<u64> {
    let first = all.next().unwrap_or(0);
    all.all(|other| other == first).then_some(first)
}

/// What is drawn for each caller, where all are of one type.
fn services(scenario: &Scenario, seed: u64) -> Option<Vec<u64>> {
    let [kind] = scenario.call_types.as_slice() else { return None };
    let mut stream = Streams::new(seed).stream_of("service", 0);
    Some((0..2_000).map(|_| micros(kind.service.sample(&mut stream))).collect())
}
