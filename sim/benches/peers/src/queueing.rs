//! What a queueing model is to a simulator that knows nothing of telephones: events, delays and counts.

use std::time::Duration;

use rand::rngs::SmallRng;
use rand_distr::{Distribution as _, Exp, LogNormal};
use serde::{Deserialize, Serialize};
use tapi_sim::random::Distribution;
use tapi_sim::scenario::{Process, Source};

/// Into so many parts of equal length a run is cut, for the standard errors.
pub const BATCHES: u32 = 20;

/// What is to happen in a centre.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub enum Event {
    /// A caller of this type comes.
    Arrives { kind: usize },
    /// The patience of a caller of this type, by the number of the arrival, is over.
    GivesUp { kind: usize, number: u64 },
    /// An agent of this team hangs up.
    Ends { team: usize },
    /// An agent of this team is ready for the next call.
    Ready { team: usize },
}

/// A centre. It asks for an event after a delay through `plan`.
pub trait Model: Send + 'static {
    fn begin(&mut self, plan: &mut impl FnMut(Duration, Event));
    fn occur(&mut self, now: Duration, event: Event, plan: &mut impl FnMut(Duration, Event));
    fn counts(&self) -> &[Counts];
}

/// What came of the callers.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Counts {
    pub offered: u64,
    pub queued: u64,
    pub abandoned: u64,
}

/// The counts of a run, batch by batch.
pub struct Tally {
    per_second: f64,
    batches: [Counts; BATCHES as usize],
}

impl Tally {
    pub fn new(duration: Duration) -> Self {
        Self { per_second: f64::from(BATCHES) / duration.as_secs_f64(), batches: Default::default() }
    }

    pub fn at(&mut self, now: Duration) -> &mut Counts {
        let batch = (now.as_secs_f64() * self.per_second) as usize;
        &mut self.batches[batch.min(BATCHES as usize - 1)]
    }

    pub fn counts(&self) -> &[Counts] {
        &self.batches
    }
}

/// The families of the two scenarios, as the crate `rand_distr` has them.
pub enum Time {
    Fixed(Duration),
    Exponential(Exp<f64>),
    Lognormal(LogNormal<f64>),
}

impl Time {
    pub fn of(distribution: &Distribution) -> Self {
        match *distribution {
            Distribution::Deterministic { seconds } => Self::Fixed(Duration::from_secs_f64(seconds)),
            Distribution::Exponential { mean } => Self::Exponential(Exp::new(1.0 / mean).expect("a rate")),
            Distribution::Lognormal { mu, sigma } => {
                Self::Lognormal(LogNormal::new(mu, sigma).expect("a deviation"))
            }
            ref other => panic!("the two scenarios have no {other:?}"),
        }
    }

    /// Between two arrivals of a source.
    pub fn between(source: &Source) -> Self {
        let Process::Rates(rates) = &source.process else { panic!("{} has no rate", source.name) };
        Self::Exponential(Exp::new(rates.total() / 86_400.0).expect("a rate"))
    }

    pub fn draw(&self, rng: &mut SmallRng) -> Duration {
        let seconds = match self {
            Self::Fixed(time) => return *time,
            Self::Exponential(family) => family.sample(rng),
            Self::Lognormal(family) => family.sample(rng),
        };
        // One of the peers takes no event that is due at once.
        Duration::from_secs_f64(seconds).max(Duration::from_nanos(1))
    }
}
