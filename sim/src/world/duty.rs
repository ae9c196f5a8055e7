//! When agents are to be there: by their shifts, or by a profile of the day.

use tapi_acd::Instant;

use super::calendar::Calendar;
use super::callers::rates;
use super::{Occurrence, Simulation, places};
use crate::random::Streams;
use crate::scenario::{HALF_HOUR_US, HALF_HOURS, Process, Scenario, Shift};

impl Simulation {
    /// Whoever is there all the time comes, and the shifts of the first day are laid out.
    pub(super) fn lay_out_duty(&mut self) {
        for desk in 0..self.workers.len() {
            let team = &self.scenario.teams[self.workers[desk].team()];
            if team.shifts.is_empty() && !self.has_profiles() {
                self.shift(desk, true);
            }
        }
        self.lay_out_day(-1, self.calendar.kind_of_the_day_before());
        self.day_begins(self.calendar.day_at(Instant::ZERO));
        self.half_hour_turns();
    }

    /// Lays out the shifts of a day, and looks ahead to the next one.
    pub(super) fn day_begins(&mut self, day: u64) {
        let Ok(signed) = i64::try_from(day) else { return };
        self.lay_out_day(signed, self.calendar.kind(day));
        let next = u64::try_from(self.calendar.instant(signed + 1, 0));
        if let (Ok(next), Ok(next_day)) = (next, u32::try_from(day + 1)) {
            self.events.schedule(Instant::from_micros(next), Occurrence::DayBegins { day: next_day });
        }
    }

    fn lay_out_day(&mut self, day: i64, kind: usize) {
        if self.scenario.days[kind].agents.is_some() {
            return;
        }
        // By team: how many agents the shifts before have taken.
        let mut taken = vec![0; self.scenario.teams.len()];
        let mut members = vec![Vec::new(); self.scenario.teams.len()];
        for (desk, worker) in self.workers.iter().enumerate() {
            members[worker.team()].push(desk);
        }
        for (team, desks) in members.iter().enumerate() {
            for shift in 0..self.scenario.teams[team].shifts.len() {
                let Shift { agents, days, .. } = &self.scenario.teams[team].shifts[shift];
                if !days.is_empty() && !days.contains(&kind) {
                    continue;
                }
                let agents = *agents as usize;
                for desk in desks.iter().skip(taken[team]).take(agents) {
                    self.lay_out_shift(*desk, team, shift, day);
                }
                taken[team] += agents;
            }
        }
    }

    fn lay_out_shift(&mut self, desk: usize, team: usize, shift: usize, day: i64) {
        let shifts = &self.scenario.teams[team].shifts;
        let before: usize = shifts[..shift].iter().map(|earlier| earlier.breaks.len()).sum();
        let Shift { from_us, until_us, breaks, .. } = &shifts[shift];
        let [from, until] = [from_us, until_us].map(|time| self.calendar.instant(day, *time));
        let breaks: Vec<_> = breaks.iter().map(|rest| self.calendar.instant(day, rest.at_us)).collect();
        // A shift that is over by now is none; one that has begun goes on.
        let Some(until) = to_come(until).filter(|until| *until > self.now) else { return };
        if self.misses_shift(desk) {
            return;
        }
        let from = to_come(from).unwrap_or(Instant::ZERO).max(self.now);
        let desk = places::number(desk);
        self.events.schedule(from, Occurrence::Shift { desk, begins: true });
        self.events.schedule(until, Occurrence::Shift { desk, begins: false });
        for (rest, when) in (places::number(before)..).zip(breaks) {
            if let Some(when) = to_come(when).filter(|when| *when >= self.now) {
                self.events.schedule(when, Occurrence::BreakBegins { desk, rest });
            }
        }
    }

    fn has_profiles(&self) -> bool {
        self.scenario.days.iter().any(|day| day.agents.is_some())
    }

    /// The number of agents that the kind of a day asks for, by half hour.
    fn profile(&self, day: u64) -> Option<&[f64; HALF_HOURS]> {
        self.scenario.days[self.calendar.kind(day)].agents.as_ref()
    }

    /// Agents come and go with the profile of the day: the first ones of the roster are there.
    pub(super) fn half_hour_turns(&mut self) {
        if !self.has_profiles() {
            return;
        }
        let half_hour = (self.calendar.clock_us() + self.now.as_micros()) / HALF_HOUR_US;
        let (day, slot) = (half_hour / HALF_HOURS as u64, half_hour % HALF_HOURS as u64);
        let slot = usize::try_from(slot).unwrap_or(0);
        let mean = self.profile(day).map_or(0.0, |agents| agents[slot]);
        let follow = libm::pow(
            busyness(&self.scenario, &self.calendar, self.streams, day, slot),
            self.scenario.follow_busyness,
        );
        let rounding = self.streams.stream_of("rounding of the staff", day).open01();
        let on_duty = rounded(mean * follow, rounding);
        let by_profile = self.profile(day).is_some();
        for desk in 0..self.workers.len() {
            let has_shifts = !self.scenario.teams[self.workers[desk].team()].shifts.is_empty();
            self.staff(desk, if by_profile { desk < on_duty } else { !has_shifts });
        }
        let next = (half_hour + 1) * HALF_HOUR_US - self.calendar.clock_us();
        self.events.schedule(Instant::from_micros(next), Occurrence::HalfHourTurns);
    }
}

/// The calls to be expected in a half hour over the mean of such half hours.
fn busyness(scenario: &Scenario, calendar: &Calendar, streams: Streams, day: u64, slot: usize) -> f64 {
    let [begins, ends] = [slot, slot + 1].map(|slot| slot as u64 * HALF_HOUR_US);
    let (mut drawn, mut mean) = (0.0, 0.0);
    for (at, source) in scenario.sources.iter().enumerate() {
        let rates = rates(source, at, calendar, streams, day);
        if let (Some(rates), Process::Rates(means)) = (rates, &source.process) {
            drawn += rates.expected_between(begins, ends);
            mean += means.expected_between(begins, ends);
        }
    }
    if mean > 0.0 { drawn / mean } else { 1.0 }
}

/// A time that has not passed when the run begins.
fn to_come(micros: i64) -> Option<Instant> {
    u64::try_from(micros).ok().map(Instant::from_micros)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "profiles are small and not negative"
)]
fn rounded(mean: f64, rounding: f64) -> usize {
    libm::floor(mean + rounding) as usize
}

#[cfg(test)]
mod tests {
    use super::rounded;

    #[test]
    fn rounding_keeps_the_mean() {
        let draws = 1000;
        let sum: usize = (0..draws).map(|i| rounded(2.36, (f64::from(i) + 0.5) / f64::from(draws))).sum();
        assert_eq!(sum, 2360);
        assert_eq!([rounded(3.0, 0.0001), rounded(3.0, 0.9999), rounded(0.0, 0.9999)], [3, 3, 0]);
    }
}
