//! The parameters, and what they have to be.

use thiserror::Error;

use super::Figures;

/// The longest queue that is computed, in callers.
pub const LONGEST_QUEUE: u32 = 20_000_000;

/// Poisson arrivals, exponential services, exponential patience: M/M/n/n+K+M in Kendall's notation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Queue {
    /// Calls per second, above 0.
    pub arrival_rate: f64,
    /// The mean of a service, in seconds, above 0.
    pub service_s: f64,
    /// How long a caller waits before hanging up: the mean in seconds, above 0. `None`: nobody hangs up.
    pub patience_s: Option<f64>,
    /// How many agents, at least one.
    pub agents: u32,
    /// How many callers may wait; one more is turned away. `None`: any number.
    pub capacity: Option<u32>,
}

/// Why a queue has no figures.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum TheoryError {
    /// A rate or a mean is not above 0, or has no end.
    #[error("the {what} is {value}; expected a number above 0")]
    NotPositive {
        /// Which one.
        what: &'static str,
        /// What it is.
        value: f64,
    },
    /// There is no agent.
    #[error("no agent; expected at least one")]
    NoAgents,
    /// More comes in than the agents can ever serve, and everyone waits.
    #[error(
        "unstable: {agents} agents cannot carry {load} erlangs, the queue grows without end; expected more agents than \
         erlangs, or callers who hang up"
    )]
    Unstable {
        /// The offered load, in erlangs.
        load: f64,
        /// How many agents there are.
        agents: u32,
    },
    /// So many callers would wait that their number has no practical meaning.
    #[error("more than {LONGEST_QUEUE} callers would wait; expected a shorter queue")]
    TooLong,
}

impl Queue {
    /// The offered load in erlangs: the calls that come in during a mean service.
    #[must_use]
    pub fn load(&self) -> f64 {
        self.arrival_rate * self.service_s
    }

    /// The exact figures in the steady state.
    ///
    /// # Errors
    ///
    /// When a parameter is out of its range, when there is no steady state, or when the queue is beyond all bounds.
    pub fn figures(&self) -> Result<Figures, TheoryError> {
        let positive = [
            ("arrival rate", self.arrival_rate),
            ("mean service time", self.service_s),
            ("offered load", self.load()),
            ("mean patience", self.patience_s.unwrap_or(1.0)),
        ];
        for (what, value) in positive {
            if !(value > 0.0 && value.is_finite()) {
                return Err(TheoryError::NotPositive { what, value });
            }
        }
        if self.agents == 0 {
            return Err(TheoryError::NoAgents);
        }
        Figures::of(self)
    }

    /// Services that end per second while all agents are busy: nμ.
    pub(super) fn service_rate(&self) -> f64 {
        f64::from(self.agents) / self.service_s
    }

    /// How often one waiting caller hangs up, per second: θ.
    pub(super) fn abandonment_rate(&self) -> f64 {
        self.patience_s.map_or(0.0, |patience| 1.0 / patience)
    }
}
