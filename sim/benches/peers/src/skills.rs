//! Skills: types of calls with queues of their own, teams that serve some of them at levels, after-call work.
//!
//! A caller gets an idle agent of the best level, among these the one who has been idle longest. An agent takes, of the
//! first callers of the queues, the one of the best level, then of the best priority, then with the longest wait,
//! credited and aged.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use rand::SeedableRng as _;
use rand::rngs::SmallRng;
use tapi_sim::scenario::{Scenario, Team};

use crate::queueing::{Counts, Event, Model, Tally, Time};

pub struct Skills {
    kinds: Vec<Kind>,
    teams: Vec<Crew>,
    answer: Time,
    wrap_up: Time,
    rng: SmallRng,
    arrivals: u64,
    tally: Tally,
}

/// A call type and its queue.
struct Kind {
    between: Time,
    service: Time,
    patience: Time,
    priority: u32,
    credit_s: f64,
    ageing: f64,
    /// Who serves it: levels and teams, the best level first.
    served_by: Vec<(u32, usize)>,
    /// By the number of the arrival.
    waiting: BTreeMap<u64, Caller>,
}

#[derive(Clone, Copy)]
struct Caller {
    since: Duration,
    gives_up: Duration,
}

struct Crew {
    /// The call types it serves, with its level.
    serves: Vec<(u32, usize)>,
    /// Since when each idle agent is idle.
    idle: VecDeque<Duration>,
}

impl Skills {
    pub fn new(scenario: &Scenario, seed: u64) -> Self {
        let level = |team: &Team, queue: usize| {
            let serving = team.groups.iter().filter(|of| scenario.groups[of.group].queues.contains(&queue));
            serving.map(|of| of.level).min()
        };
        let kinds = scenario.call_types.iter().zip(&scenario.sources).map(|(kind, source)| {
            let queue = &scenario.queues[kind.queue];
            let teams = scenario.teams.iter().enumerate();
            let mut served_by: Vec<_> =
                teams.filter_map(|(at, team)| Some((level(team, kind.queue)?, at))).collect();
            served_by.sort_unstable();
            Kind {
                between: Time::between(source),
                service: Time::of(&kind.service),
                patience: Time::of(kind.patience.as_ref().expect("callers hang up")),
                priority: queue.priority,
                credit_s: queue.credit_us as f64 / 1e6,
                ageing: queue.ageing,
                served_by,
                waiting: BTreeMap::new(),
            }
        });
        let teams = scenario.teams.iter().map(|team| {
            let kinds = scenario.call_types.iter().enumerate();
            Crew {
                serves: kinds.filter_map(|(at, kind)| Some((level(team, kind.queue)?, at))).collect(),
                idle: vec![Duration::ZERO; team.size as usize].into(),
            }
        });
        let habits = &scenario.teams[0].agents;
        Self {
            kinds: kinds.collect(),
            teams: teams.collect(),
            answer: Time::of(&habits.answer),
            wrap_up: Time::of(&habits.wrap_up),
            rng: SmallRng::seed_from_u64(seed),
            arrivals: 0,
            tally: Tally::new(Duration::from_micros(scenario.duration_us)),
        }
    }

    /// Of the teams with the best level who have somebody idle, the one whose agent has been idle longest.
    fn team_for(&self, kind: usize) -> Option<usize> {
        let idle = |&(level, team): &(u32, usize)| Some((level, *self.teams[team].idle.front()?, team));
        self.kinds[kind].served_by.iter().filter_map(idle).min().map(|(.., team)| team)
    }

    /// The first of those whom a team may serve.
    fn caller_for(&mut self, team: usize, now: Duration) -> Option<(usize, Caller)> {
        let heads = self.teams[team].serves.iter().filter_map(|&(level, at)| {
            let kind = &self.kinds[at];
            let (number, caller) = kind.waiting.first_key_value()?;
            let waited = kind.credit_s + kind.ageing * (now - caller.since).as_secs_f64();
            Some((level, kind.priority, waited, *number, at))
        });
        let first = heads.min_by(|one, other| {
            let level = (one.0, one.1).cmp(&(other.0, other.1));
            level.then(other.2.total_cmp(&one.2)).then(one.3.cmp(&other.3))
        });
        let (.., kind) = first?;
        self.kinds[kind].waiting.pop_first().map(|(_, caller)| (kind, caller))
    }

    /// A call rings, and is answered unless its caller's patience ends before.
    fn rings(
        &mut self,
        now: Duration,
        team: usize,
        (kind, caller): (usize, Caller),
        plan: &mut impl FnMut(Duration, Event),
    ) {
        let ring = self.answer.draw(&mut self.rng);
        if caller.gives_up <= now + ring {
            self.tally.at(now).abandoned += 1;
            plan((caller.gives_up - now).max(Duration::from_nanos(1)), Event::Ready { team });
        } else {
            let talk = self.kinds[kind].service.draw(&mut self.rng);
            plan(ring + talk, Event::Ends { team });
        }
    }
}

impl Model for Skills {
    fn begin(&mut self, plan: &mut impl FnMut(Duration, Event)) {
        for (at, kind) in self.kinds.iter().enumerate() {
            plan(kind.between.draw(&mut self.rng), Event::Arrives { kind: at });
        }
    }

    fn occur(&mut self, now: Duration, event: Event, plan: &mut impl FnMut(Duration, Event)) {
        match event {
            Event::Arrives { kind } => {
                plan(self.kinds[kind].between.draw(&mut self.rng), event);
                self.arrivals += 1;
                self.tally.at(now).offered += 1;
                let patience = self.kinds[kind].patience.draw(&mut self.rng);
                let caller = Caller { since: now, gives_up: now + patience };
                if let Some(team) = self.team_for(kind) {
                    self.teams[team].idle.pop_front();
                    self.rings(now, team, (kind, caller), plan);
                } else {
                    self.tally.at(now).queued += 1;
                    let number = self.arrivals;
                    self.kinds[kind].waiting.insert(number, caller);
                    plan(patience, Event::GivesUp { kind, number });
                }
            }
            Event::GivesUp { kind, number } => {
                if self.kinds[kind].waiting.remove(&number).is_some() {
                    self.tally.at(now).abandoned += 1;
                }
            }
            Event::Ends { team } => plan(self.wrap_up.draw(&mut self.rng), Event::Ready { team }),
            Event::Ready { team } => match self.caller_for(team, now) {
                Some(next) => self.rings(now, team, next, plan),
                None => self.teams[team].idle.push_back(now),
            },
        }
    }

    fn counts(&self) -> &[Counts] {
        self.tally.counts()
    }
}
