//! How many callers wait while all agents are busy.

use super::{LONGEST_QUEUE, Queue, TheoryError};

/// A probability below this part of the largest one is left out.
pub(super) const NEGLIGIBLE: f64 = 1e-100;

/// The number of waiting callers, given that all agents are busy.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Waiting {
    /// Endless room and endless patience: each number has this share of the one before.
    Geometric { ratio: f64 },
    /// The probability of each number, as far as they count.
    Listed {
        /// Of those who find room on arrival.
        open: Vec<f64>,
        /// That the queue is full.
        full: f64,
    },
}

impl Waiting {
    pub(super) fn of(queue: &Queue) -> Result<Self, TheoryError> {
        let (load, agents) = (queue.load(), queue.agents);
        match (queue.patience_s, queue.capacity) {
            (None, None) if load < f64::from(agents) => {
                Ok(Self::Geometric { ratio: load / f64::from(agents) })
            }
            (None, None) => Err(TheoryError::Unstable { load, agents }),
            _ => Self::listed(queue),
        }
    }

    fn listed(queue: &Queue) -> Result<Self, TheoryError> {
        let (arrival, service, abandonment) =
            (queue.arrival_rate, queue.service_rate(), queue.abandonment_rate());
        let most = queue.capacity.unwrap_or(u32::MAX);
        // How much likelier j callers are than j - 1.
        let ratio = |j: u32| arrival / (service + f64::from(j) * abandonment);

        let mode = ((arrival - service).max(0.0) / abandonment).min(f64::from(most));
        // 0/0: nobody hangs up, and the agents can carry the load.
        let mode = if mode.is_nan() { 0.0 } else { mode };
        if mode > f64::from(LONGEST_QUEUE) {
            return Err(TheoryError::TooLong);
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and the longest queue"
        )]
        let mode = mode as u32;

        let mut weights = vec![0.0; mode as usize + 1];
        let mut weight = 1.0;
        for j in (0..=mode).rev() {
            weights[j as usize] = weight;
            weight /= ratio(j);
            if weight < NEGLIGIBLE {
                break;
            }
        }
        weight = 1.0;
        for j in mode + 1..=most {
            weight *= ratio(j);
            if weight < NEGLIGIBLE {
                break;
            }
            if j > LONGEST_QUEUE {
                return Err(TheoryError::TooLong);
            }
            weights.push(weight);
        }

        let sum: f64 = weights.iter().sum();
        weights.iter_mut().for_each(|weight| *weight /= sum);
        let reaches_the_end = weights.len() > most as usize;
        let full = if reaches_the_end { weights.pop().unwrap_or(0.0) } else { 0.0 };
        Ok(Self::Listed { open: weights, full })
    }

    /// The probability that nobody waits.
    pub(super) fn nobody(&self) -> f64 {
        match self {
            Self::Geometric { ratio } => 1.0 - ratio,
            Self::Listed { open, full } => open.first().copied().unwrap_or(*full),
        }
    }

    /// The probability that the queue is full.
    pub(super) fn full(&self) -> f64 {
        match self {
            Self::Geometric { .. } => 0.0,
            Self::Listed { full, .. } => *full,
        }
    }

    /// The probability that there is room for one more.
    pub(super) fn room(&self) -> f64 {
        match self {
            Self::Geometric { .. } => 1.0,
            // From 0, as the sum of nothing is -0.
            Self::Listed { open, .. } => open.iter().fold(0.0, |sum, probability| sum + probability),
        }
    }

    /// The mean number.
    pub(super) fn mean(&self) -> f64 {
        match self {
            Self::Geometric { ratio } => ratio / (1.0 - ratio),
            Self::Listed { open, full } => {
                let each = open.iter().chain([full]).enumerate();
                each.map(|(j, probability)| j as f64 * probability).sum()
            }
        }
    }
}
