//! Simulated days beside measured ones.
//!
//! [`each_seed`] plays many days, [`Days::pooled`] adds them up, and [`Days::beside`] holds them against the figures of
//! real days. Shares and waits are pooled over the calls, so that a busy day weighs as much as its calls.

use std::fmt;
use std::ops::RangeInclusive;
use std::panic::resume_unwind;
use std::thread;

use serde::Deserialize;

use crate::scenario::{HALF_HOUR_US, HALF_HOURS};
use crate::summary::{Summary, Totals, count, ratio, seconds};

/// How many days are played at a time.
const WORKERS: usize = 2;

/// Plays a day for each seed, two at a time; the results stand in the order of the seeds.
pub fn each_seed<T: Send>(seeds: RangeInclusive<u64>, play: impl Fn(u64) -> T + Sync) -> Vec<T> {
    let seeds: Vec<u64> = seeds.collect();
    let play_all = |seeds: &[u64]| -> Vec<T> { seeds.iter().map(|seed| play(*seed)).collect() };
    let play_all = &play_all;
    thread::scope(|scope| {
        let parts = seeds.chunks(seeds.len().div_ceil(WORKERS).max(1));
        let workers: Vec<_> = parts.map(|seeds| scope.spawn(move || play_all(seeds))).collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic)))
            .collect()
    })
}

/// What days of one kind came to, measured or simulated.
///
/// The measured ones are read from aggregates in the form of `weekdays` in `fixtures/data/bank1999.json`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "Measured")]
pub struct Days {
    /// How many days.
    pub days: u64,
    /// Share of the calls that an agent answered.
    pub share_answered: Option<f64>,
    /// The calls that waited.
    pub queued: Queued,
    /// Half hour by half hour of the local day, the first one from midnight.
    pub half_hours: Vec<HalfHour>,
}

/// A half hour; a call belongs to the half hour of its arrival.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HalfHour {
    /// Mean number of calls.
    pub calls: f64,
    /// Mean number of agents.
    pub agents: f64,
    /// The calls that waited.
    pub queued: Queued,
}

/// The calls that found no idle agent and waited; `None` where there was nothing to measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Queued {
    /// Their share of all calls.
    pub share: Option<f64>,
    /// Their mean time in the queue in seconds, that of callers who gave up included.
    pub mean_wait_s: Option<f64>,
    /// The share of them whose caller gave up.
    pub abandoned: Option<f64>,
}

/// A figure of the day, simulated and measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// What is compared.
    pub figure: &'static str,
    /// As measured.
    pub measured: f64,
    /// As simulated.
    pub simulated: f64,
    /// How far the two may lie apart.
    pub bound: Bound,
}

/// How far a simulated figure may lie from the measured one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// So far.
    Absolute(f64),
    /// So many hundredths of the measured one.
    Percent(f64),
}

impl Days {
    /// Simulated days together.
    #[must_use]
    pub fn pooled(runs: &[Summary]) -> Self {
        let total = |part: fn(&Summary) -> u64| runs.iter().map(part).sum::<u64>();
        let offered = total(|run| run.run.totals.offered);
        let half_hours = by_half_hour(runs);
        let days = runs.len() as u64;
        Self {
            days,
            share_answered: ratio(count(total(|run| run.run.totals.answered)), offered),
            queued: Queued {
                // A call that still waits at the end has waited, but belongs to no half hour yet.
                share: ratio(count(total(|run| run.run.totals.queued)), offered),
                ..Queued::of(&sum(&half_hours))
            },
            half_hours: half_hours.iter().map(|sum| HalfHour::mean(sum, days)).collect(),
        }
    }

    /// The figures by which simulated days are believable, beside the measured ones; `None` where one side is empty.
    #[must_use]
    pub fn beside(&self, measured: &Self) -> Option<[Comparison; 3]> {
        let compare = |figure, part: fn(&Queued) -> Option<f64>, bound| {
            let [measured, simulated] = [part(&measured.queued)?, part(&self.queued)?];
            Some(Comparison { figure, measured, simulated, bound })
        };
        Some([
            compare("share of calls queued", |queued| queued.share, Bound::Absolute(0.10))?,
            compare("mean wait of the queued, s", |queued| queued.mean_wait_s, Bound::Percent(25.0))?,
            compare("share of the queued who gave up", |queued| queued.abandoned, Bound::Absolute(0.04))?,
        ])
    }
}

impl Comparison {
    /// Whether the simulated figure is near enough.
    #[must_use]
    pub fn holds(&self) -> bool {
        let most = match self.bound {
            Bound::Absolute(most) => most,
            Bound::Percent(percent) => self.measured * percent / 100.0,
        };
        (self.simulated - self.measured).abs() <= most
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absolute(most) => write!(f, "±{most:.2}"),
            Self::Percent(percent) => write!(f, "±{percent} %"),
        }
    }
}

impl HalfHour {
    fn mean(sum: &Totals, days: u64) -> Self {
        let mean = |sum| ratio(sum, days).unwrap_or(0.0);
        // A part of the half hour that was not simulated counts as without agents.
        let agents = count(sum.agents_us) / count(HALF_HOUR_US);
        Self { calls: mean(count(sum.offered)), agents: mean(agents), queued: Queued::of(sum) }
    }
}

impl Queued {
    fn of(sum: &Totals) -> Self {
        let of_those = |part| ratio(part, sum.waits_over);
        Self {
            share: ratio(count(sum.waits_over), sum.offered),
            mean_wait_s: of_those(seconds(sum.waited_us)),
            abandoned: of_those(count(sum.queued_abandoned)),
        }
    }
}

/// The periods of all runs, added up by half hour of the local day.
fn by_half_hour(runs: &[Summary]) -> [Totals; HALF_HOURS] {
    let mut half_hours = [Totals::default(); HALF_HOURS];
    for period in runs.iter().flat_map(|run| &run.periods) {
        let half_hour = period.from_us / HALF_HOUR_US % HALF_HOURS as u64;
        half_hours[usize::try_from(half_hour).unwrap_or(0)] += period.part.totals;
    }
    half_hours
}

fn sum<'a>(parts: impl IntoIterator<Item = &'a Totals>) -> Totals {
    parts.into_iter().fold(Totals::default(), |mut sum, part| {
        sum += *part;
        sum
    })
}

/// The form of the aggregates.
#[derive(Deserialize)]
struct Measured {
    days: u64,
    calls_mean_per_30min: Vec<f64>,
    agents_present_mean_per_30min: Vec<f64>,
    share_queued_per_30min: Vec<Option<f64>>,
    mean_wait_of_queued_s_per_30min: Vec<Option<f64>>,
    share_of_queued_abandoned_per_30min: Vec<Option<f64>>,
    day: MeasuredDay,
}

#[derive(Deserialize)]
struct MeasuredDay {
    share_queued: f64,
    mean_wait_of_queued_s: f64,
    share_of_queued_abandoned: f64,
    share_answered: f64,
}

impl TryFrom<Measured> for Days {
    type Error = String;

    fn try_from(measured: Measured) -> Result<Self, String> {
        let lengths = [
            measured.calls_mean_per_30min.len(),
            measured.agents_present_mean_per_30min.len(),
            measured.share_queued_per_30min.len(),
            measured.mean_wait_of_queued_s_per_30min.len(),
            measured.share_of_queued_abandoned_per_30min.len(),
        ];
        if lengths != [HALF_HOURS; 5] {
            return Err(format!("lists of {lengths:?} numbers; expected {HALF_HOURS}, one per half hour"));
        }
        let half_hour = |at: usize| HalfHour {
            calls: measured.calls_mean_per_30min[at],
            agents: measured.agents_present_mean_per_30min[at],
            queued: Queued {
                share: measured.share_queued_per_30min[at],
                mean_wait_s: measured.mean_wait_of_queued_s_per_30min[at],
                abandoned: measured.share_of_queued_abandoned_per_30min[at],
            },
        };
        let day = &measured.day;
        Ok(Self {
            days: measured.days,
            share_answered: Some(day.share_answered),
            queued: Queued {
                share: Some(day.share_queued),
                mean_wait_s: Some(day.mean_wait_of_queued_s),
                abandoned: Some(day.share_of_queued_abandoned),
            },
            half_hours: (0..HALF_HOURS).map(half_hour).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summary::{Part, Period};

    fn run(offered: u64, queued: u64, waited_s: u64) -> Summary {
        let totals = Totals {
            offered,
            answered: offered - 1,
            queued,
            waits_over: queued,
            queued_abandoned: 1,
            waited_us: waited_s * 1_000_000,
            agents_us: 2 * HALF_HOUR_US,
            ..Totals::default()
        };
        let part = Part { totals, waits: None };
        let period = Period { from_us: 14 * HALF_HOUR_US, part: part.clone() };
        Summary { run: part, periods: vec![period], ..Summary::default() }
    }

    #[test]
    fn a_busy_day_weighs_as_much_as_its_calls() {
        let days = Days::pooled(&[run(10, 1, 10), run(30, 3, 50)]);
        let queued = Queued { share: Some(0.1), mean_wait_s: Some(15.0), abandoned: Some(0.5) };
        assert_eq!((days.days, days.share_answered, days.queued), (2, Some(0.95), queued));
        assert_eq!(days.half_hours[14], HalfHour { calls: 20.0, agents: 2.0, queued });
        let none = Queued { share: None, mean_wait_s: None, abandoned: None };
        assert_eq!(days.half_hours[13], HalfHour { calls: 0.0, agents: 0.0, queued: none });
    }

    #[test]
    fn the_results_stand_in_the_order_of_the_seeds() {
        for last in 0..5 {
            assert_eq!(
                each_seed(1..=last, |seed| seed * 10),
                (1..=last).map(|seed| seed * 10).collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn a_bound_is_absolute_or_relative() {
        let compare =
            |measured, simulated, bound| Comparison { figure: "", measured, simulated, bound }.holds();
        assert!(compare(0.5, 0.39, Bound::Absolute(0.12)) && !compare(0.5, 0.39, Bound::Absolute(0.10)));
        assert!(compare(80.0, 99.0, Bound::Percent(25.0)) && !compare(80.0, 101.0, Bound::Percent(25.0)));
        assert_eq!(Bound::Absolute(0.1).to_string() + " " + &Bound::Percent(25.0).to_string(), "±0.10 ±25 %");
    }

    #[test]
    fn days_are_compared_by_three_figures() {
        let days = Days::pooled(&[run(10, 1, 10)]);
        let figures = days.beside(&days).unwrap();
        assert!(figures.iter().all(Comparison::holds));
        assert_eq!(days.beside(&Days::pooled(&[])), None);
    }
}
