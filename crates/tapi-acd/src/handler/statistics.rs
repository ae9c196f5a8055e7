//! What is counted, and over which period. Times are summed in microseconds and truncated to seconds once, on reading.

use core::num::NonZeroU32;

use tapi_wire::Currency;

use crate::machine::agent_session::State;
use crate::time::Instant;

const MICROS_PER_SECOND: u64 = 1_000_000;
const MICROS_PER_HOUR: u64 = 3600 * MICROS_PER_SECOND;

/// Whole seconds.
pub(super) fn seconds(micros: u64) -> u32 {
    u32::try_from(micros / MICROS_PER_SECOND).unwrap_or(u32::MAX)
}

/// Whole seconds for each of so many; 0 for none.
pub(super) fn mean(micros: u64, count: u32) -> u32 {
    seconds(micros.checked_div(count.into()).unwrap_or(0))
}

/// So many in the time make how many in an hour, with four decimals; 0 where no time has passed.
pub(super) fn per_hour(count: u32, micros: u64) -> Currency {
    let parts = u128::from(count) * u128::from(MICROS_PER_HOUR) * u128::from(Currency::SCALE.unsigned_abs());
    let rate = parts.checked_div(micros.into()).unwrap_or(0);
    Currency(i64::try_from(rate).unwrap_or(i64::MAX))
}

/// Counters of a measurement period.
///
/// Until an application sets a period it is all the time since the beginning. A set period tumbles (inferred: the pages
/// say how long it is and not how it moves): the counters start anew when it is set and at each of its ends. Nothing
/// happens at an end; who counts or reads looks first whether one has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) struct Measured<C> {
    /// In seconds, once it is set.
    length: Option<NonZeroU32>,
    since: Instant,
    counters: C,
}

impl<C: Copy + Default> Measured<C> {
    pub(super) fn since(now: Instant) -> Self {
        Self { length: None, since: now, counters: C::default() }
    }

    /// Begins a period of this length in seconds, and another one whenever it is over.
    pub(super) fn every(length: NonZeroU32, now: Instant) -> Self {
        Self { length: Some(length), ..Self::since(now) }
    }

    /// The period that `now` is in.
    pub(super) fn at(&self, now: Instant) -> Self {
        let mut at = *self;
        at.turn_to(now);
        at
    }

    /// Goes on to the period that `now` is in.
    pub(super) fn turn_to(&mut self, now: Instant) {
        if let Some(seconds) = self.length {
            let length = u64::from(seconds.get()) * MICROS_PER_SECOND;
            let over = (now - self.since) / length;
            if over > 0 {
                (self.since, self.counters) = (self.since + over * length, C::default());
            }
        }
    }

    /// The counters of the period that `now` is in, to count in.
    pub(super) fn count(&mut self, now: Instant) -> &mut C {
        self.turn_to(now);
        &mut self.counters
    }

    /// The counters.
    pub(super) fn counters(&self) -> C {
        self.counters
    }

    /// How much of the time from `since` to `now` is in this period.
    pub(super) fn part(&self, since: Instant, now: Instant) -> u64 {
        now - since.max(self.since)
    }

    /// Its length in seconds: what was set, or the time since the beginning.
    pub(super) fn length(&self, now: Instant) -> u32 {
        self.length.map_or_else(|| seconds(now - self.since), NonZeroU32::get)
    }
}

/// ACD calls and the time spent on them. A call counts from its answer on, so that its number and its time go together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) struct Work {
    pub(super) calls: u32,
    pub(super) talk_micros: u64,
    pub(super) wrap_up_micros: u64,
}

impl Work {
    /// Time that a session was in this state.
    pub(super) fn spend(&mut self, state: State, micros: u64) {
        match state {
            State::BusyOnCall => self.talk_micros += micros,
            State::BusyWrapUp => self.wrap_up_micros += micros,
            State::Absent | State::NotReady | State::Ready | State::Ended | State::Released => {}
        }
    }

    /// Talk and wrap-up together.
    pub(super) fn call_micros(&self) -> u64 {
        self.talk_micros + self.wrap_up_micros
    }
}

/// What is counted of an agent in a measurement period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) struct AgentCounters {
    pub(super) acd: Work,
    /// Answered calls outside the ACD.
    pub(super) incoming: u32,
    /// Answered calls that the agent or a predictive dialler made.
    pub(super) outgoing: u32,
    /// Time with at least one session.
    pub(super) active_micros: u64,
}

/// What is counted of a queue in a measurement period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) struct QueueCounters {
    pub(super) queued: u32,
    pub(super) abandoned: u32,
    pub(super) flowed_in: u32,
    pub(super) flowed_out: u32,
    /// Calls that were played their call guide to the end.
    pub(super) unanswered: u32,
    /// Calls that wait no more, and how long they did, also before the period.
    pub(super) left: u32,
    pub(super) waited_micros: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Instant {
        Instant::from_micros(seconds * MICROS_PER_SECOND)
    }

    #[test]
    fn a_rate_has_four_decimals_and_is_truncated() {
        for (count, micros, rate) in [
            (0, 0, 0),
            (3, 0, 0),
            (1, MICROS_PER_HOUR, 10_000),
            (1, 3 * MICROS_PER_HOUR, 3_333),
            (7, 40 * 60 * MICROS_PER_SECOND, 105_000),
            (u32::MAX, 1, i64::MAX),
        ] {
            assert_eq!(per_hour(count, micros), Currency(rate), "{count} in {micros}");
        }
    }

    #[test]
    fn a_period_ends_where_the_next_one_begins() {
        let mut measured = Measured::every(NonZeroU32::new(10).unwrap(), at(5));
        *measured.count(at(14)) += 1;
        assert_eq!(measured.at(at(14)).counters(), 1);
        assert_eq!(measured.at(at(15)).counters(), 0);
        *measured.count(at(38)) += 1;
        assert_eq!((measured.counters(), seconds(measured.part(at(20), at(38)))), (1, 3));
        assert_eq!(measured.length(at(38)), 10);
        assert_eq!(Measured::<u32>::since(at(5)).length(at(38)), 33);
    }
}
