//! Every figure, from the lists of what happened and of the states that sessions were in.

use tapi_acd::answer::{AgentInfo, AgentSessionInfo, QueueInfo};
use tapi_acd::wire::consts::{AgentSessionState as State, AgentStateEx};
use tapi_acd::wire::{Currency, OleDate};

use super::{EPOCH_MICROS, Model};

const SECOND: u64 = 1_000_000;
const HOUR: u64 = 3_600 * SECOND;

/// A measurement period as it was set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Period {
    pub(super) seconds: u32,
    pub(super) set: u64,
    /// How much had happened by then.
    pub(super) happened: usize,
}

/// A call that an agent answered, or whose called party did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AgentEvent {
    Acd,
    Incoming,
    Outgoing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum QueueEvent {
    Queued,
    FlowedIn,
    Left { waited: u64 },
    FlowedOut,
    Abandoned,
    Unanswered,
}

/// When the period began that is going on, and what has happened in it.
fn recent<T: Copy>(period: Option<Period>, created: u64, now: u64, events: &[(u64, T)]) -> (u64, Vec<T>) {
    let Some(Period { seconds, set, happened }) = period else {
        return (created, events.iter().map(|(_, event)| *event).collect());
    };
    let begin = now - (now - set) % (u64::from(seconds) * SECOND);
    let recent = events[happened..].iter().filter(|(at, _)| *at >= begin);
    (begin, recent.map(|(_, event)| *event).collect())
}

/// How much of a time is in the one from `begin` on.
fn part((from, to): (u64, u64), begin: u64) -> u64 {
    to.saturating_sub(from.max(begin))
}

fn seconds(micros: u64) -> u32 {
    u32::try_from(micros / SECOND).expect("a short script")
}

fn each(micros: u64, of: u32) -> u32 {
    if of == 0 { 0 } else { seconds(micros / u64::from(of)) }
}

/// With four decimals.
fn an_hour(count: u32, micros: u64) -> Currency {
    if micros == 0 {
        return Currency(0);
    }
    let rate = u128::from(count) * u128::from(HOUR) * 10_000 / u128::from(micros);
    Currency(rate.try_into().expect("a short script"))
}

fn number(count: usize) -> u32 {
    u32::try_from(count).expect("a short script")
}

impl Model {
    /// The times that a session was in a state, up to now.
    fn times(&self, session: usize, state: State) -> Vec<(u64, u64)> {
        let states = &self.sessions[session].states;
        let ends = states.iter().skip(1).map(|(at, _)| *at).chain([self.now]);
        let times = states.iter().zip(ends).filter(|((_, was), _)| *was == state);
        times.map(|((from, _), to)| (*from, to)).collect()
    }

    /// From its creation to its end.
    fn life(&self, session: usize) -> (u64, u64) {
        let s = &self.sessions[session];
        let over = s.states.iter().find(|(_, state)| matches!(*state, State::ENDED | State::RELEASED));
        (s.states[0].0, over.map_or(self.now, |(at, _)| *at))
    }

    fn time_in(&self, session: usize, state: State, begin: u64) -> u64 {
        self.times(session, state).into_iter().map(|time| part(time, begin)).sum()
    }

    pub(super) fn agent_info(&self, agent: usize) -> AgentInfo {
        let a = &self.agents[agent];
        let (begin, events) = recent(a.period, a.created, self.now, &a.events);
        let count = |kind| number(events.iter().filter(|event| **event == kind).count());
        let own: Vec<_> = (0..self.sessions.len()).filter(|at| self.sessions[*at].agent == agent).collect();
        let time_in = |state| own.iter().map(|at| self.time_in(*at, state, begin)).sum::<u64>();
        let (talk, wrap_up) = (time_in(State::BUSY_ON_CALL), time_in(State::BUSY_WRAP_UP));
        let (mut active, mut until) = (0, 0);
        // Sessions begin in the order of the list; what overlaps counts once.
        for (from, to) in own.iter().map(|at| self.life(*at)) {
            active += part((from.max(until), to), begin);
            until = until.max(to);
        }
        let afterwards: Vec<_> = self.live(agent).into_iter().map(|at| self.afterwards(at)).collect();
        let is_ready = afterwards.contains(&State::READY) && !afterwards.contains(&State::BUSY_WRAP_UP);
        let calls = count(AgentEvent::Acd);
        AgentInfo {
            state: a.state,
            next_state: if is_ready { AgentStateEx::READY } else { AgentStateEx::NOT_READY },
            measurement_period: a.period.map_or(seconds(self.now - a.created), |period| period.seconds),
            overall_call_rate: an_hour(calls, active),
            number_of_acd_calls: calls,
            number_of_incoming_calls: count(AgentEvent::Incoming),
            number_of_outgoing_calls: count(AgentEvent::Outgoing),
            total_acd_talk_time: seconds(talk),
            total_acd_call_time: seconds(talk + wrap_up),
            total_acd_wrap_up_time: seconds(wrap_up),
        }
    }

    pub(super) fn session_info(&self, session: usize) -> AgentSessionInfo {
        let s = &self.sessions[session];
        let calls = number(s.waits.len());
        let (talk, wrap_up) =
            (self.time_in(session, State::BUSY_ON_CALL, 0), self.time_in(session, State::BUSY_WRAP_UP, 0));
        let life @ (created, _) = self.life(session);
        let since_1970 = EPOCH_MICROS + i64::try_from(created).expect("a short script");
        AgentSessionInfo {
            state: s.state(),
            next_state: self.planned(session),
            start_time: OleDate::from_unix_micros(since_1970).expect("a year of our time"),
            duration: seconds(part(life, 0)),
            number_of_calls: calls,
            total_talk_time: seconds(talk),
            average_talk_time: each(talk, calls),
            total_call_time: seconds(talk + wrap_up),
            average_call_time: each(talk + wrap_up, calls),
            total_wrap_up_time: seconds(wrap_up),
            average_wrap_up_time: each(wrap_up, calls),
            acd_call_rate: an_hour(calls, part(life, 0)),
            longest_time_to_answer: seconds(s.waits.iter().copied().max().unwrap_or(0)),
            average_time_to_answer: each(s.waits.iter().sum(), calls),
        }
    }

    pub(super) fn queue_info(&self, queue: usize) -> QueueInfo {
        let q = &self.queues[queue];
        let (_, events) = recent(q.period, q.created, self.now, &q.events);
        let count = |kind| number(events.iter().filter(|event| **event == kind).count());
        let wait = |event: &QueueEvent| match event {
            QueueEvent::Left { waited } => Some(*waited),
            _ => None,
        };
        let waits: Vec<_> = events.iter().filter_map(wait).collect();
        let waiting: Vec<_> = self.waiting(queue).iter().map(|since| self.now - since).collect();
        let longest = waiting.iter().copied().max().unwrap_or(0);
        let ever = q.events.iter().filter_map(|(_, event)| wait(event)).max().unwrap_or(0);
        QueueInfo {
            measurement_period: q.period.map_or(seconds(self.now - q.created), |period| period.seconds),
            total_calls_queued: count(QueueEvent::Queued),
            current_calls_queued: number(waiting.len()),
            total_calls_abandoned: count(QueueEvent::Abandoned),
            total_calls_flowed_in: count(QueueEvent::FlowedIn),
            total_calls_flowed_out: count(QueueEvent::FlowedOut),
            longest_ever_wait_time: seconds(longest.max(ever)),
            current_longest_wait_time: seconds(longest),
            average_wait_time: each(waits.iter().sum(), number(waits.len())),
            final_disposition: count(QueueEvent::Unanswered),
        }
    }
}
