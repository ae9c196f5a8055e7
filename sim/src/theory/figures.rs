//! The figures of a queue.

use super::departures::{at_most, more_than};
use super::loss::last_two;
use super::waiting::Waiting;
use super::{Queue, TheoryError};

/// What a [`Queue`] comes to in the steady state. Shares are parts of all calls that come in; times are in seconds.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// The offered load in erlangs.
    pub offered_load: f64,
    /// The share of their time that agents serve.
    pub utilisation: f64,
    /// What would be lost if nobody could wait: Erlang B.
    pub erlang_b: f64,
    /// Who finds all agents busy, and room to wait; Erlang C where nobody hangs up.
    pub p_wait: f64,
    /// Who finds no room to wait.
    pub p_block: f64,
    /// Who hangs up before being served.
    pub p_abandon: f64,
    /// Who hangs up, among those who wait; `None` where nobody waits.
    pub p_abandon_given_wait: Option<f64>,
    /// Who is served.
    pub p_served: f64,
    /// The mean number of waiting callers.
    pub mean_queue: f64,
    /// The mean wait of all who found room, those included who did not wait and those who hung up.
    pub mean_wait_all_entered_s: f64,
    /// Average speed of answer: the mean wait of the served.
    pub asa_s: f64,
    queue: Queue,
    /// The probability that all agents are busy.
    busy: f64,
    /// The probability that an agent is idle.
    idle: f64,
    waiting: Waiting,
}

/// What happens within a threshold. Shares are parts of all calls that come in, where nothing else is said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Within {
    /// Served, after a wait up to the threshold.
    pub served: f64,
    /// Hung up before the threshold.
    pub abandoned: f64,
    /// Found room, and would have waited longer with endless patience.
    pub virtual_wait_longer: f64,
    /// The service level over the answered: served within the threshold / served.
    pub over_answered: f64,
    /// The service level over the offered: served within the threshold / all that come in.
    pub over_offered: f64,
    /// The service level without the hasty: served within the threshold / (served + hung up after the threshold).
    pub over_answered_and_late_abandoned: f64,
}

impl Figures {
    pub(super) fn of(queue: &Queue) -> Result<Self, TheoryError> {
        let (load, agents) = (queue.load(), f64::from(queue.agents));
        let waiting = Waiting::of(queue)?;
        let (blocked_by_fewer, erlang_b) = last_two(load, queue.agents);

        // States below n are to the state n as in the loss system, that state is to all above as nobody to anybody.
        let below = (1.0 - erlang_b) * waiting.nobody();
        let (idle, busy) = (below / (below + erlang_b), erlang_b / (below + erlang_b));
        // With an agent idle it is a loss system of one agent fewer.
        let utilisation = busy + idle * load * (1.0 - blocked_by_fewer) / agents;
        let p_served = utilisation * agents / load;

        let abandonment = queue.abandonment_rate();
        let (p_wait, mean_queue) = (busy * waiting.room(), busy * waiting.mean());
        let p_abandon = abandonment * mean_queue / queue.arrival_rate;
        let given_wait = abandonment * waiting.mean() / (queue.arrival_rate * waiting.room());
        let entered = p_served + p_abandon;
        let mut figures = Self {
            offered_load: load,
            utilisation,
            erlang_b,
            p_wait,
            p_block: busy * waiting.full(),
            p_abandon,
            p_abandon_given_wait: (waiting.room() > 0.0).then_some(given_wait),
            p_served,
            mean_queue,
            mean_wait_all_entered_s: mean_queue / (queue.arrival_rate * entered),
            asa_s: 0.0,
            queue: *queue,
            busy,
            idle,
            waiting,
        };
        figures.asa_s = figures.wait_of_the_served() / p_served;
        Ok(figures)
    }

    /// The mean wait, counted for the served only and 0 for all others.
    fn wait_of_the_served(&self) -> f64 {
        let (service, abandonment) = (self.queue.service_rate(), self.queue.abandonment_rate());
        match &self.waiting {
            Waiting::Geometric { .. } => self.busy / (service - self.queue.arrival_rate),
            Waiting::Listed { open, .. } => {
                // Whoever outlasts j + 1 departures waits for each 1/(rate + θ): a departure and no abandonment.
                let mut wait = 0.0;
                let mut sum = 0.0;
                for (j, probability) in open.iter().enumerate() {
                    let rate = service + (j + 1) as f64 * abandonment;
                    wait += 1.0 / rate;
                    sum += probability * service / rate * wait;
                }
                self.busy * sum
            }
        }
    }

    /// What happens within a threshold in seconds, from 0 on.
    #[must_use]
    pub fn within(&self, seconds: f64) -> Within {
        let (served_after_wait, abandoned, longer) = match &self.waiting {
            Waiting::Geometric { .. } => {
                let exponent = (self.queue.arrival_rate - self.queue.service_rate()) * seconds;
                (-libm::expm1(exponent), 0.0, libm::exp(exponent))
            }
            Waiting::Listed { open, .. } => self.listed_within(seconds, open),
        };
        let served = self.idle + self.busy * served_after_wait;
        let abandoned = self.busy * abandoned;
        let abandoned_later = (self.p_abandon - abandoned).max(0.0);
        Within {
            served,
            abandoned,
            virtual_wait_longer: self.busy * longer,
            over_answered: served / self.p_served,
            over_offered: served,
            over_answered_and_late_abandoned: served / (self.p_served + abandoned_later),
        }
    }

    /// Served, hung up, and not next within the threshold, given that all agents are busy.
    fn listed_within(&self, seconds: f64, open: &[f64]) -> (f64, f64, f64) {
        let (service, abandonment) = (self.queue.service_rate(), self.queue.abandonment_rate());
        let not_next = open.iter().zip(at_most(seconds, service, abandonment));
        let longer = not_next.fold(0.0, |sum, (probability, not_next)| sum + probability * not_next);

        // One's own patience leaves the queue too: every rate is θ higher, and the count past j ends the wait.
        let ended = more_than(seconds, service + abandonment, abandonment, open.len());
        let rate = |j: usize| service + j as f64 * abandonment;
        let (mut served, mut abandoned, mut this_or_more) = (0.0, 0.0, 0.0);
        for (j, probability) in open.iter().enumerate().rev() {
            this_or_more += probability;
            served += probability * service / rate(j + 1) * ended[j];
            abandoned += this_or_more * service / rate(j) * abandonment / rate(j + 1) * ended[j];
        }
        (served, abandoned, longer)
    }
}
