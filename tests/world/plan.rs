//! Random small contact centres: all that a scenario can say, in no proportion.

use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use tapi_acd::wire::Guid;
use tapi_sim::random::{Distribution, RateProfile};
use tapi_sim::scenario::{
    Activity, AgentChoice, AgentHabits, Balking, Break, CallChoice, CallType, Closing, DayKind, Equipment,
    Group, HALF_HOUR_US, Ivr, Membership, Overflow, Pauses, Priority, Process, Queue, Routing, Scenario,
    Seat, Shift, Source, Team, Variation, Watched,
};

pub(super) const SECOND_US: u64 = 1_000_000;
const MINUTE_US: u64 = 60 * SECOND_US;
pub(super) const HOUR_US: u64 = 60 * MINUTE_US;
/// What is not random, and what a random centre does not keep.
const BASE: &str = include_str!("../../fixtures/scenarios/one-agent.toml");

/// Times around a mean of so many seconds.
fn time(seconds: impl Strategy<Value = u32>) -> impl Strategy<Value = Distribution> {
    (seconds, 0..6).prop_map(|(mean, family)| {
        let seconds = f64::from(mean);
        let exponential = Distribution::Exponential { mean: seconds };
        match family {
            0 => Distribution::Deterministic { seconds },
            1 => Distribution::Uniform { low: 0.0, high: 2.0 * seconds },
            2 => exponential,
            3 => Distribution::Lognormal { mu: (seconds + 1.0).ln() - 0.5, sigma: 1.0 },
            4 => Distribution::Gamma { shape: 4.0, scale: seconds / 4.0 },
            _ => Distribution::Mixture(Arc::from([
                (0.3, Distribution::Deterministic { seconds: 0.0 }),
                (0.7, exponential),
            ])),
        }
    })
}

/// None, more often than not.
fn rarely<T: Clone + std::fmt::Debug>(
    strategy: impl Strategy<Value = T>,
) -> impl Strategy<Value = Option<T>> {
    prop::option::weighted(0.3, strategy)
}

/// Calls from that time of day on.
fn process(clock_us: u64) -> impl Strategy<Value = Process> {
    let of_the_day = |[some, others]: [f64; 2]| {
        Process::Rates(RateProfile::steps(HALF_HOUR_US, &[some, others].repeat(24)))
    };
    // Tens of seconds, so that there is something else at the same time.
    let times = prop::collection::btree_set(0..240_u64, 1..60);
    let times = times.prop_map(move |tens| {
        let at = |tens: u64| clock_us + tens * 10 * SECOND_US;
        Process::Times(tens.into_iter().map(at).filter(|at| *at < 24 * HOUR_US).collect())
    });
    prop_oneof![
        3 => [0.0..40.0, 0.0..40.0].prop_map(of_the_day),
        1 => times,
        1 => time(20..90_u32).prop_map(Process::Intervals),
    ]
}

fn variation() -> impl Strategy<Value = Variation> {
    select(vec![0.0, 0.2]).prop_map(|day| Variation { day, pieces: vec![day; 48] })
}

/// A queue, of so many; who does not get into it, or has waited there too long, goes to a later one, if to any.
fn queue(at: usize, queues: usize) -> impl Strategy<Value = Queue> {
    let overflow = (select(vec![10, 45, 120]), at + 1..queues.max(at + 2))
        .prop_map(|(after, to)| Overflow { after_us: after * SECOND_US, to });
    (
        select(vec![0, 0, 0, 1]),
        select(vec![0, 0, 30 * SECOND_US]),
        select(vec![1.0, 1.0, 2.0]),
        rarely(select(vec![0, 1, 3])),
        prop::option::of(at + 1..queues.max(at + 2)),
        rarely(overflow),
    )
        .prop_map(move |(priority, credit_us, ageing, capacity, when_full, overflow)| Queue {
            name: format!("queue {at}"),
            id: u32::try_from(at).unwrap() + 1,
            priority,
            credit_us,
            ageing,
            capacity,
            when_full: when_full.filter(|behind| *behind < queues),
            overflow: overflow.filter(|overflow| overflow.to < queues),
        })
}

fn call_type(at: usize, queues: usize) -> impl Strategy<Value = CallType> {
    let balking = select(vec![vec![], vec![], vec![(1, 0.3)], vec![(2, 0.5), (4, 1.0)]]).prop_map(|steps| {
        steps.into_iter().map(|(waiting, share)| Balking { waiting, share }).collect::<Vec<_>>()
    });
    let ivr = (time(0..60_u32), select(vec![0.0, 0.3])).prop_map(|(time, contained)| Ivr { time, contained });
    (
        0..queues,
        time(0..300_u32),
        prop::option::weighted(0.8, time(select(vec![0, 1, 4, 30, 120, 600]))),
        select(vec![0.0, 0.0, 0.2]),
        rarely(time(0..60_u32)),
        select(vec![0, 0, 60 * SECOND_US]),
        rarely(ivr),
        balking,
    )
        .prop_map(move |(queue, service, patience, zero_patience, wrap_up, credit_us, ivr, balking)| {
            CallType {
                code: at.to_string(),
                meaning: "any".into(),
                queue,
                service,
                patience,
                zero_patience,
                wrap_up,
                credit_us,
                ivr,
                balking,
            }
        })
}

fn habits() -> impl Strategy<Value = AgentHabits> {
    let pauses = (time(300..2000_u32), time(10..300_u32), prop::option::of(Just(0)));
    (
        select(vec![Equipment::Desktop, Equipment::Desktop, Equipment::Phone]),
        time(0..10_u32),
        time(select(vec![0, 0, 5, 60])),
        select(vec![0.0, 0.0, 0.2]),
        select(vec![10 * SECOND_US, 20 * SECOND_US]),
        time(0..120_u32),
        select(vec![0.0, 0.0, 0.3]),
        rarely(pauses),
    )
        .prop_map(|(works_at, answer, wrap_up, no_answer, ring_time_us, away, no_show, pauses)| {
            AgentHabits {
                works_at,
                answer,
                wrap_up,
                no_answer,
                ring_time_us,
                away,
                no_show,
                pauses: pauses.map(|(every, length, activity)| Pauses { every, length, activity }),
            }
        })
}

fn shift(days: usize) -> impl Strategy<Value = Shift> {
    let rest = (select(vec![5, 20]), time(60..600_u32), prop::option::of(Just(0)));
    (
        1..3_u32,
        select(vec![0, 480, 510, 1320]),
        select(vec![30, 240, 600]),
        prop_oneof![3 => Just(vec![]), 1 => (0..days).prop_map(|day| vec![day])],
        rarely(rest),
    )
        .prop_map(|(agents, from, length, days, breaks)| {
            let from_us = from * MINUTE_US;
            let rest =
                |(after, length, activity)| Break { at_us: from_us + after * MINUTE_US, length, activity };
            let breaks = breaks.map(rest).into_iter().collect();
            let until_us = from_us + length * MINUTE_US;
            Shift { agents, from_us, until_us, days, breaks }
        })
}

fn team(at: usize, groups: usize, days: usize) -> impl Strategy<Value = Team> {
    let all: Vec<_> = (0..groups).collect();
    let member = (select(vec![1, 1, 2, 3]), select(vec![0, 0, 0, 1]));
    (
        1..4_u32,
        subsequence(all, 1..=groups),
        prop::collection::vec(member, groups),
        prop_oneof![2 => Just(vec![]), 1 => prop::collection::vec(shift(days), 1..3)],
        habits(),
    )
        .prop_map(move |(size, groups, members, shifts, agents)| {
            let member = |(group, (level, reserve))| Membership { group, level, reserve };
            let groups = groups.into_iter().zip(members).map(member).collect();
            Team { name: format!("team {at}"), size, groups, shifts, agents }
        })
}

/// A list with one of each number from 0 on.
fn each<S: Strategy>(number: usize, of: impl Fn(usize) -> S) -> Vec<S> {
    (0..number).map(of).collect()
}

fn routing() -> impl Strategy<Value = Routing> {
    (
        select(vec![AgentChoice::LongestIdle, AgentChoice::FewestCalls]),
        select(vec![CallChoice::SkillFirst, CallChoice::PriorityFirst, CallChoice::LongestWaiting]),
    )
        .prop_map(|(agents, calls)| Routing { agents, calls })
}

/// A random centre: seat 1 watches the queues, seat 2 everything.
pub(super) fn centre() -> impl Strategy<Value = Scenario> {
    let sizes = (1..4_usize, 1..4_usize, 1..4_usize, 1..4_usize, 1..3_usize);
    let start = select(vec![("08:00:00", 480), ("08:10:00", 490), ("23:15:00", 1395)]);
    (sizes, start).prop_flat_map(|((queues, groups, types, teams, days), (start, clock))| {
        let all_queues: Vec<_> = (0..queues).collect();
        let sources = (prop::collection::vec(process(clock * MINUTE_US), types), variation());
        let of_day = (select(vec![1.0, 0.5]), [0.0..1.0, 0.0..1.0]);
        let time = (
            30..150_u64,
            select(vec![0, 0, 10 * MINUTE_US]),
            select(vec![Closing::Cut, Closing::Drain]),
            select(vec![HALF_HOUR_US, 7 * MINUTE_US]),
            prop::collection::vec(0..days, 1..4),
            prop::collection::vec(of_day, days),
            prop::bool::weighted(0.3),
        );
        let centre = (
            each(queues, |at| queue(at, queues)),
            prop::collection::vec(subsequence(all_queues, 1..=queues), groups),
            each(types, |at| call_type(at, queues)),
            each(teams, |at| team(at, groups, days)),
            routing(),
            rarely(select(vec![3, 10])),
        );
        let rest = (
            select(vec![vec![0], vec![0], vec![90], vec![0, 90]]),
            select(vec![0.0, 0.5, 1.0]),
            select(vec![None, Some(60), Some(36_000)]),
        );
        (Just(start), sources, time, centre, rest).prop_map(|(start, sources, time, centre, rest)| {
            let (sources, variation) = sources;
            let (minutes, warm_up_us, closing, period_us, calendar, days, by_profile) = time;
            let (queues, groups, call_types, mut teams, routing, trunks) = centre;
            let (credits, follow_busyness, measurement_s) = rest;
            let text =
                BASE.replace("2000-01-03T09:00:00[UTC]", &format!("1999-02-01T{start}[Asia/Jerusalem]"));
            let base = Scenario::from_toml("base.toml", &text).expect("a scenario");
            if by_profile {
                teams.iter_mut().for_each(|team| team.shifts.clear());
            }
            let agents = f64::from(teams.iter().map(|team| team.size).sum::<u32>());
            let day = |(at, (factor, staff)): (usize, (f64, [f64; 2]))| DayKind {
                name: format!("day {at}"),
                factor,
                agents: by_profile.then(|| std::array::from_fn(|half_hour| agents * staff[half_hour % 2])),
            };
            let source = |(at, process)| Source {
                name: format!("source {at}"),
                day: None,
                process,
                variation: variation.clone(),
                types: vec![(1.0, at)],
            };
            let group = |(at, queues): (usize, Vec<usize>)| Group {
                name: format!("group {at}"),
                guid: Guid([u8::try_from(at).unwrap() + 1; 16]),
                queues,
            };
            let share = 1.0 / credits.len() as f64;
            let priority = |(level, credit): (usize, &u64)| Priority {
                level: u32::try_from(level).unwrap(),
                share,
                credit_us: credit * SECOND_US,
            };
            let mut scenario = base;
            scenario.duration_us = minutes * MINUTE_US;
            scenario.warm_up_us = warm_up_us;
            scenario.closing = closing;
            scenario.period_us = period_us;
            scenario.trunks = trunks;
            scenario.days = days.into_iter().enumerate().map(day).collect();
            scenario.calendar = calendar;
            scenario.sources = sources.into_iter().enumerate().map(source).collect();
            scenario.activities = vec![Activity { name: "coffee".into(), id: 1 }];
            scenario.queues = queues;
            scenario.groups = groups.into_iter().enumerate().map(group).collect();
            scenario.call_types = call_types;
            scenario.priorities = credits.iter().enumerate().map(priority).collect();
            scenario.teams = teams;
            scenario.routing = routing;
            scenario.follow_busyness = follow_busyness;
            scenario.seats = seats(measurement_s);
            scenario
        })
    })
}

/// One application that watches the queues, and one that watches everything.
pub(super) fn seats(measurement_s: Option<u64>) -> Vec<Seat> {
    let seat = |name: &str, lines, measurement_us| Seat {
        name: name.into(),
        lines,
        calls: true,
        refresh_us: Some(5 * MINUTE_US),
        measurement_us,
    };
    let measurement_us = measurement_s.map(|seconds| seconds * SECOND_US);
    vec![seat("supervisor", Watched::Acd, measurement_us), seat("recorder", Watched::All, None)]
}
