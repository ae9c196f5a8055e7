//! Erlang A: one queue, agents who are all alike, callers who hang up.

use std::collections::BTreeSet;
use std::time::Duration;

use rand::SeedableRng as _;
use rand::rngs::SmallRng;
use tapi_sim::scenario::Scenario;

use crate::queueing::{Counts, Event, Model, Tally, Time};

pub struct ErlangA {
    between: Time,
    service: Time,
    patience: Time,
    rng: SmallRng,
    idle: u32,
    /// By the number of the arrival.
    waiting: BTreeSet<u64>,
    arrivals: u64,
    tally: Tally,
}

impl ErlangA {
    pub fn new(scenario: &Scenario, seed: u64) -> Self {
        let kind = &scenario.call_types[0];
        Self {
            between: Time::between(&scenario.sources[0]),
            service: Time::of(&kind.service),
            patience: Time::of(kind.patience.as_ref().expect("callers hang up")),
            rng: SmallRng::seed_from_u64(seed),
            idle: scenario.teams[0].size,
            waiting: BTreeSet::new(),
            arrivals: 0,
            tally: Tally::new(Duration::from_micros(scenario.duration_us)),
        }
    }
}

const ARRIVES: Event = Event::Arrives { kind: 0 };
const ENDS: Event = Event::Ends { team: 0 };

impl Model for ErlangA {
    fn begin(&mut self, plan: &mut impl FnMut(Duration, Event)) {
        plan(self.between.draw(&mut self.rng), ARRIVES);
    }

    fn occur(&mut self, now: Duration, event: Event, plan: &mut impl FnMut(Duration, Event)) {
        match event {
            Event::Arrives { .. } => {
                plan(self.between.draw(&mut self.rng), ARRIVES);
                self.arrivals += 1;
                self.tally.at(now).offered += 1;
                if self.idle > 0 {
                    self.idle -= 1;
                    plan(self.service.draw(&mut self.rng), ENDS);
                } else {
                    self.tally.at(now).queued += 1;
                    let number = self.arrivals;
                    self.waiting.insert(number);
                    plan(self.patience.draw(&mut self.rng), Event::GivesUp { kind: 0, number });
                }
            }
            Event::GivesUp { number, .. } => {
                if self.waiting.remove(&number) {
                    self.tally.at(now).abandoned += 1;
                }
            }
            Event::Ends { .. } | Event::Ready { .. } => match self.waiting.pop_first() {
                Some(_) => plan(self.service.draw(&mut self.rng), ENDS),
                None => self.idle += 1,
            },
        }
    }

    fn counts(&self) -> &[Counts] {
        self.tally.counts()
    }
}
