//! Our simulator: provider, handler and server under the scenario, and the supervisor's records in memory.

use std::hint::black_box;

use tapi_acd::Record;
use tapi_sim::scenario::Scenario;
use tapi_sim::{SUPERVISOR, Simulation, Summary};

use crate::queueing::{BATCHES, Counts};

/// So many records are kept before their memory is used again.
const KEPT: usize = 1 << 16;

/// Where records go.
pub struct Memory(Vec<Record>);

impl Default for Memory {
    fn default() -> Self {
        Self(Vec::with_capacity(KEPT))
    }
}

impl Memory {
    pub fn keep(&mut self, record: Record) {
        if self.0.len() == KEPT {
            black_box(&self.0);
            self.0.clear();
        }
        self.0.push(record);
    }
}

pub fn play(scenario: &Scenario, seed: u64) -> Summary {
    let mut run = Simulation::new(scenario, seed).in_batches(BATCHES).recording(&[SUPERVISOR]);
    let mut memory = Memory::default();
    run.play(|record| memory.keep(record));
    run.summary()
}

/// The counts of a run, batch by batch.
pub fn counts(summary: &Summary) -> Vec<Counts> {
    let of = summary.periods.iter().map(|period| period.part.totals);
    let counts = of.map(|all| Counts { offered: all.offered, queued: all.queued, abandoned: all.abandoned });
    counts.collect()
}
