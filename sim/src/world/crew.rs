//! The agents: on duty and off, away and back, and what they do with a call.

use tapi_acd::{provider, system};

use super::calls::{CallKey, Stage};
use super::desk::{Act, Desk};
use super::tally::Doing;
use super::{Occurrence, Simulation, places};
use crate::random::{Distribution, Rng, Streams, micros};
use crate::scenario::{Equipment, Scenario};

/// An agent and what stands on the desk. There are as many as agents, so it is kept small.
#[derive(Clone, Debug)]
pub(super) struct Worker {
    team: u32,
    /// None where a telephone is all there is.
    desktop: Option<Box<Desk>>,
    /// How many shifts want the agent there, the profile of the day counted as one; two may overlap.
    wanted: u32,
    /// Whether the profile does.
    in_profile: bool,
    /// How many reasons there are not to take calls: a break, a pause, a call that was let ring.
    absences: u32,
    /// Logged in.
    on_duty: bool,
    /// Asked for calls.
    ready: bool,
    /// The caller at the desk.
    pub(super) caller: Option<CallKey>,
    wrapping_up: bool,
    /// The type of the last call, whose after-call work it may be.
    last_type: u32,
    /// Calls answered.
    pub(super) answered: u32,
    /// One for each purpose, as soon as there is something to draw.
    streams: Box<[(Purpose, Rng)]>,
}

/// What an agent draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Answer,
    NoAnswer,
    Away,
    WrapUp,
    NoShow,
    Break,
    BetweenPauses,
    Pause,
}

impl Purpose {
    fn stream(self) -> &'static str {
        match self {
            Purpose::Answer => "answer",
            Purpose::NoAnswer => "no answer",
            Purpose::Away => "away",
            Purpose::WrapUp => "wrap-up",
            Purpose::NoShow => "no-show",
            Purpose::Break => "break",
            Purpose::BetweenPauses => "between pauses",
            Purpose::Pause => "pause",
        }
    }
}

impl Worker {
    pub(super) fn new(team: usize, desktop: Option<Desk>) -> Self {
        Self {
            team: places::number(team),
            desktop: desktop.map(Box::new),
            wanted: 0,
            in_profile: false,
            absences: 0,
            on_duty: false,
            ready: false,
            caller: None,
            wrapping_up: false,
            last_type: 0,
            answered: 0,
            streams: Box::default(),
        }
    }

    pub(super) fn team(&self) -> usize {
        self.team as usize
    }

    fn is_busy(&self) -> bool {
        self.caller.is_some() || self.wrapping_up
    }

    fn stream(&mut self, purpose: Purpose, streams: Streams, desk: usize) -> &mut Rng {
        let at = self.streams.iter().position(|(known, _)| *known == purpose).unwrap_or_else(|| {
            let mut more = std::mem::take(&mut self.streams).into_vec();
            more.push((purpose, streams.stream_of(purpose.stream(), desk as u64)));
            self.streams = more.into_boxed_slice();
            self.streams.len() - 1
        });
        &mut self.streams[at].1
    }

    /// How long something takes, in microseconds.
    fn time(&mut self, purpose: Purpose, of: &Distribution, streams: Streams, desk: usize) -> u64 {
        micros(match of {
            Distribution::Deterministic { seconds } => *seconds,
            _ => of.sample(self.stream(purpose, streams, desk)),
        })
    }
}

impl Simulation {
    /// How long something takes an agent, in microseconds.
    fn time_of(&mut self, desk: usize, purpose: Purpose, of: &Distribution) -> u64 {
        self.workers[desk].time(purpose, of, self.streams, desk)
    }

    /// How long something takes an agent by a distribution of the scenario, which is read where it stands.
    fn habitual_time(
        &mut self,
        desk: usize,
        purpose: Purpose,
        of: impl for<'a> FnOnce(&'a Scenario, &Worker) -> &'a Distribution,
    ) -> u64 {
        let worker = &mut self.workers[desk];
        let of = of(&self.scenario, worker);
        worker.time(purpose, of, self.streams, desk)
    }

    fn happens(&mut self, desk: usize, purpose: Purpose, share: f64) -> bool {
        share > 0.0 && self.workers[desk].stream(purpose, self.streams, desk).chance(share)
    }

    /// Whether the agent stays away from a shift.
    pub(super) fn misses_shift(&mut self, desk: usize) -> bool {
        let share = self.scenario.teams[self.workers[desk].team()].agents.no_show;
        self.happens(desk, Purpose::NoShow, share)
    }

    /// A shift begins or ends. Whoever is busy finishes first.
    pub(super) fn shift(&mut self, desk: usize, begins: bool) {
        let worker = &mut self.workers[desk];
        worker.wanted = if begins { worker.wanted + 1 } else { worker.wanted.saturating_sub(1) };
        self.tidy(desk);
    }

    /// The half hour wants the agent, or does not, whatever the shifts want.
    pub(super) fn staff(&mut self, desk: usize, wanted: bool) {
        if std::mem::replace(&mut self.workers[desk].in_profile, wanted) != wanted {
            self.shift(desk, wanted);
        }
    }

    /// The agent stops taking calls, as soon as the one at hand is over, and for so long.
    pub(super) fn absence(&mut self, desk: usize, length_us: u64, activity: Option<usize>) {
        self.workers[desk].absences += 1;
        self.events.schedule(self.now + length_us, Occurrence::Returns { desk: places::number(desk) });
        if let Some(activity) = activity {
            let id = self.scenario.activities[activity].id;
            if let Some(desktop) = &mut self.workers[desk].desktop {
                desktop.will_do(id);
            }
        }
        self.tidy(desk);
    }

    pub(super) fn returns(&mut self, desk: usize) {
        let worker = &mut self.workers[desk];
        worker.absences = worker.absences.saturating_sub(1);
        self.tidy(desk);
    }

    /// A break, if the agent is there: the one at this place among all of the team's shifts.
    pub(super) fn break_begins(&mut self, desk: usize, rest: usize) {
        let shifts = &self.scenario.teams[self.workers[desk].team()].shifts;
        let rest = shifts.iter().flat_map(|shift| &shift.breaks).nth(rest);
        if let Some(rest) = rest.filter(|_| self.workers[desk].on_duty) {
            let (length, activity) = (rest.length.clone(), rest.activity);
            let length_us = self.time_of(desk, Purpose::Break, &length);
            self.absence(desk, length_us, activity);
        }
    }

    /// A pause of the agent's own, if the agent is there; the next one follows some time after it.
    pub(super) fn pause_begins(&mut self, desk: usize) {
        let Some(pauses) = self.scenario.teams[self.workers[desk].team()].agents.pauses.clone() else {
            return;
        };
        let mut length_us = 0;
        if self.workers[desk].on_duty && self.workers[desk].absences == 0 {
            length_us = self.time_of(desk, Purpose::Pause, &pauses.length);
            self.absence(desk, length_us, pauses.activity);
        }
        self.schedule_pause(desk, length_us);
    }

    fn schedule_pause(&mut self, desk: usize, after_us: u64) {
        let Some(pauses) = &self.scenario.teams[self.workers[desk].team()].agents.pauses else { return };
        let every = pauses.every.clone();
        let between_us = self.time_of(desk, Purpose::BetweenPauses, &every).max(1);
        let at = self.now + after_us + between_us;
        if at < self.closing {
            self.events.schedule(at, Occurrence::PauseBegins { desk: places::number(desk) });
        }
    }

    /// Does what the agent is due to do, once there is no call at hand.
    fn tidy(&mut self, desk: usize) {
        let worker = &self.workers[desk];
        if worker.is_busy() {
            return;
        }
        match (worker.on_duty, worker.wanted > 0) {
            (false, true) => self.log_on(desk),
            (true, false) => self.log_off(desk),
            (true, true) if worker.ready != (worker.absences == 0) => {
                self.set_ready(desk, !worker.ready);
            }
            _ => {}
        }
    }

    fn log_on(&mut self, desk: usize) {
        match &mut self.workers[desk].desktop {
            Some(_) => self.at_desk(desk, Desk::log_on),
            None => {
                self.key(desk, provider::Key::LogOn);
                self.key(desk, provider::Key::Ready);
                self.logged_on(desk);
            }
        }
    }

    fn log_off(&mut self, desk: usize) {
        match &mut self.workers[desk].desktop {
            Some(_) => self.at_desk(desk, Desk::log_off),
            None => {
                self.key(desk, provider::Key::LogOff);
                self.logged_off(desk);
            }
        }
    }

    fn set_ready(&mut self, desk: usize, ready: bool) {
        self.is_ready(desk, ready);
        match &mut self.workers[desk].desktop {
            Some(_) => self.at_desk(desk, |desktop, acts| desktop.set_ready(ready, acts)),
            None => self.key(desk, if ready { provider::Key::Ready } else { provider::Key::NotReady }),
        }
    }

    fn is_ready(&mut self, desk: usize, ready: bool) {
        let worker = &mut self.workers[desk];
        if worker.ready != ready {
            worker.ready = ready;
            let team = worker.team();
            self.tally.agents(self.now, Doing::NotReady, team, !ready);
        }
    }

    /// The agent is on duty and ready.
    fn logged_on(&mut self, desk: usize) {
        let worker = &mut self.workers[desk];
        (worker.on_duty, worker.ready) = (true, true);
        let team = worker.team();
        self.tally.agents(self.now, Doing::LoggedIn, team, true);
        self.schedule_pause(desk, 0);
        self.tidy(desk);
    }

    fn logged_off(&mut self, desk: usize) {
        self.is_ready(desk, true);
        let worker = &mut self.workers[desk];
        (worker.on_duty, worker.ready) = (false, false);
        let team = worker.team();
        self.tally.agents(self.now, Doing::LoggedIn, team, false);
        self.tidy(desk);
    }

    /// A call rings at the desk.
    pub(super) fn starts_to_ring(&mut self, desk: usize) {
        let Some(call) = self.workers[desk].caller else { return };
        let habits = &self.scenario.teams[self.workers[desk].team()].agents;
        let (no_answer, ring_time_us) = (habits.no_answer, habits.ring_time_us);
        if self.happens(desk, Purpose::NoAnswer, no_answer) {
            self.events.schedule(self.now + ring_time_us, Occurrence::NotAnswered(call));
            return;
        }
        match self.habitual_time(desk, Purpose::Answer, |all, of| &all.teams[of.team()].agents.answer) {
            0 => self.picks_up(call),
            after_us => self.events.schedule(self.now + after_us, Occurrence::Answer(call)),
        }
    }

    /// The agent picks up; not if the caller was faster.
    pub(super) fn picks_up(&mut self, call: CallKey) {
        let Some(Stage::Ringing { desk, .. }) = self.calls.get(call).map(|live| live.stage) else { return };
        let desk = desk as usize;
        match &mut self.workers[desk].desktop {
            Some(_) => {
                // The desktop hears of the call before it can answer.
                self.settle();
                self.at_desk(desk, Desk::answer);
            }
            None => {
                self.switch(provider::Input::PickUp { call: call.id() });
                self.talks(desk);
            }
        }
    }

    /// The talk begins.
    fn talks(&mut self, desk: usize) {
        let worker = &mut self.workers[desk];
        let Some(call) = worker.caller else { return };
        worker.answered += 1;
        let team = worker.team();
        self.tally.agents(self.now, Doing::Talking, team, true);
        self.talk_begins(call, desk, team);
    }

    /// The talk at a desk, with a call of this type, is over.
    pub(super) fn talk_is_over(&mut self, desk: usize, call_type: usize) {
        self.workers[desk].last_type = places::number(call_type);
        self.call_is_over(desk, true);
    }

    /// The call at a desk is over; `talked` if it was answered.
    pub(super) fn call_is_over(&mut self, desk: usize, talked: bool) {
        self.workers[desk].caller = None;
        if talked {
            let team = self.workers[desk].team();
            self.tally.agents(self.now, Doing::Talking, team, false);
            if self.house.wraps_up() {
                return self.wraps_up(desk);
            }
        }
        self.tidy(desk);
    }

    fn wraps_up(&mut self, desk: usize) {
        let worker = &mut self.workers[desk];
        worker.wrapping_up = true;
        let team = worker.team();
        self.tally.agents(self.now, Doing::WrappingUp, team, true);
        let after_us = self.habitual_time(desk, Purpose::WrapUp, |all, of| {
            let of_type = all.call_types[of.last_type as usize].wrap_up.as_ref();
            of_type.unwrap_or(&all.teams[of.team()].agents.wrap_up)
        });
        match after_us {
            0 => self.wrap_up_ends(desk),
            after_us => self
                .events
                .schedule(self.now + after_us, Occurrence::WrapUpEnds { desk: places::number(desk) }),
        }
    }

    /// The after-call work is done.
    pub(super) fn wrap_up_ends(&mut self, desk: usize) {
        let worker = &mut self.workers[desk];
        worker.wrapping_up = false;
        let (team, stays) = (worker.team(), worker.wanted > 0);
        let ready = worker.absences == 0;
        self.tally.agents(self.now, Doing::WrappingUp, team, false);
        if stays {
            // The states move from after-call work to what follows, whatever was asked for before the call.
            self.set_ready(desk, ready);
        }
        self.tidy(desk);
    }

    /// The agent has let a call ring, and the switch has taken it back: not ready until the agent is back.
    pub(super) fn goes_away(&mut self, desk: usize) {
        self.workers[desk].caller = None;
        let length_us = self.habitual_time(desk, Purpose::Away, |all, of| &all.teams[of.team()].agents.away);
        self.workers[desk].absences += 1;
        self.is_ready(desk, false);
        self.events.schedule(self.now + length_us, Occurrence::Returns { desk: places::number(desk) });
        self.tidy(desk);
    }

    fn key(&mut self, desk: usize, key: provider::Key) {
        self.switch(provider::Input::Key { device: places::device(desk), key });
    }

    /// Lets an agent's application act.
    pub(super) fn at_desk(&mut self, desk: usize, act: impl FnOnce(&mut Desk, &mut Vec<Act>)) {
        let mut acts = std::mem::take(&mut self.acts);
        if let Some(desktop) = self.workers[desk].desktop.as_deref_mut() {
            act(desktop, &mut acts);
        }
        for act in acts.drain(..) {
            self.perform(desk, act);
        }
        self.acts = acts;
    }

    fn perform(&mut self, desk: usize, act: Act) {
        match act {
            Act::Call(function) => {
                if let Some(seat) = self.seats.of_desk(desk) {
                    self.feed(system::Input::Request { seat, function });
                }
            }
            Act::TalkBegins => self.talks(desk),
            Act::LoggedOn => self.logged_on(desk),
            Act::LoggedOff => self.logged_off(desk),
        }
    }
}

/// A desktop for whoever has one.
pub(super) fn desktop(equipment: Equipment, desk: usize, groups: Vec<tapi_acd::wire::Guid>) -> Option<Desk> {
    (equipment == Equipment::Desktop)
        .then(|| Desk::new(places::agent_name(desk).into(), places::device(desk), groups))
}
