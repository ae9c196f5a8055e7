//! Scenarios that nobody wrote: printed as files they are read as what they were.

use jiff::Zoned;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use tapi_acd::wire::Guid;

use super::print::file;
use crate::random::{Distribution, Piece, RateProfile};
use crate::scenario::{
    Activity, AgentChoice, AgentHabits, Assumption, Balking, Break, CallChoice, CallType, Closing, DayKind,
    Equipment, Group, HALF_HOUR_US, HALF_HOURS, Ivr, Membership, Overflow, Pauses, Priority, Process, Queue,
    Routing, Scenario, Seat, Shift, Source, Team, Variation, Watched,
};

const SECOND_US: u64 = 1_000_000;
const DAY_S: u64 = 86_400;

/// Eighths of a second: numbers keep them exactly.
fn seconds(range: std::ops::Range<u64>) -> impl Strategy<Value = f64> {
    (range.start * 8..range.end * 8).prop_map(|eighths| eighths as f64 / 8.0)
}

fn us(range: std::ops::Range<u64>) -> impl Strategy<Value = u64> {
    (range.start * 1_000..range.end * 1_000).prop_map(|ms| ms * 1_000)
}

/// Shares in eighths: their sum is exactly 1, so nothing has to be made whole.
fn shares(number: usize) -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(1..4_u32, number.max(1)).prop_map(|parts| {
        let mut shares: Vec<f64> = parts.iter().map(|part| f64::from(*part) / 64.0).collect();
        shares[0] += 1.0 - shares.iter().sum::<f64>();
        shares
    })
}

fn share() -> impl Strategy<Value = f64> {
    select(vec![0.0, 0.05, 0.5, 1.0])
}

/// Distributions with a mean of a second or more, as pauses and intervals need it.
fn time() -> impl Strategy<Value = Distribution> {
    let simple = prop_oneof![
        seconds(1..5_000).prop_map(|seconds| Distribution::Deterministic { seconds }),
        (seconds(1..100), seconds(100..5_000)).prop_map(|(low, high)| Distribution::Uniform { low, high }),
        seconds(1..5_000).prop_map(|mean| Distribution::Exponential { mean }),
        (1.0..7.0_f64, 0.0..2.0_f64).prop_map(|(mu, sigma)| Distribution::Lognormal { mu, sigma }),
        // Powers of two divide exactly.
        (0..6_u32, seconds(1..5_000)).prop_map(|(power, mean)| {
            let shape = f64::from(1 << power);
            Distribution::Gamma { shape, scale: mean / shape }
        }),
        (0.5..10.0_f64, seconds(2..500)).prop_map(|(shape, scale)| Distribution::Weibull { shape, scale }),
        prop::collection::vec(seconds(1..500), 1..6).prop_map(|times| Distribution::Empirical(times.into())),
    ];
    simple.prop_recursive(2, 8, 3, |inner| {
        prop::collection::vec(inner, 1..4).prop_flat_map(|parts| {
            let shares = shares(parts.len());
            shares.prop_map(move |shares| {
                Distribution::Mixture(shares.into_iter().zip(parts.iter().cloned()).collect())
            })
        })
    })
}

/// Times of day in milliseconds that rise.
fn rising(number: std::ops::Range<usize>) -> impl Strategy<Value = Vec<u64>> {
    prop::collection::btree_set(0..DAY_S * 1_000, number)
        .prop_map(|times| times.into_iter().map(|ms| ms * 1_000).collect())
}

/// Rates in eighths of a call per second.
fn rate() -> impl Strategy<Value = f64> {
    (0..80_u32).prop_map(|eighths| f64::from(eighths) / 8.0)
}

fn process() -> impl Strategy<Value = Process> {
    let day_us = DAY_S * SECOND_US;
    let points = |number: std::ops::Range<usize>| {
        rising(number).prop_flat_map(|times| {
            let rates = prop::collection::vec(rate(), times.len());
            rates.prop_map(move |rates| times.iter().copied().zip(rates).collect::<Vec<(u64, f64)>>())
        })
    };
    let steps = points(1..5).prop_map(move |points| {
        let ends = points[1..].iter().map(|(at, _)| *at).chain([day_us]);
        let piece =
            |(&(from_us, rate), until_us)| Piece { from_us, until_us, from_rate: rate, until_rate: rate };
        RateProfile::new(points.iter().zip(ends).map(piece).collect())
    });
    let line = points(2..6).prop_map(|points| {
        let piece = |ends: &[(u64, f64)]| Piece {
            from_us: ends[0].0,
            until_us: ends[1].0,
            from_rate: ends[0].1,
            until_rate: ends[1].1,
        };
        RateProfile::new(points.windows(2).map(piece).collect())
    });
    let half_hours = prop::collection::vec(0.0..200.0_f64, HALF_HOURS);
    prop_oneof![
        rate().prop_map(|rate| Process::Rates(RateProfile::constant(rate))),
        half_hours.prop_map(|calls| Process::Rates(RateProfile::steps(HALF_HOUR_US, &calls))),
        steps.prop_map(Process::Rates),
        line.prop_map(Process::Rates),
        rising(1..5).prop_map(Process::Times),
        time().prop_map(Process::Intervals),
    ]
}

fn variation(process: &Process) -> BoxedStrategy<Variation> {
    match process {
        // Squares of these are exact.
        Process::Rates(_) => select(vec![0.0, 0.125, 0.5, 2.0])
            .prop_map(|cv| Variation { day: cv * cv, pieces: Vec::new() })
            .boxed(),
        Process::Times(_) | Process::Intervals(_) => Just(Variation::default()).boxed(),
    }
}

fn queues() -> impl Strategy<Value = Vec<Queue>> {
    let queue =
        (1..100_u32, us(0..600), select(vec![0.5, 1.0, 3.0]), prop::option::of(0..50_u32), us(0..600));
    let ways = (prop::option::of(any::<Index>()), prop::option::of(any::<Index>()));
    prop::collection::vec((queue, ways), 1..5).prop_map(|queues| {
        let number = queues.len();
        let resolve = |(place, ((priority, credit_us, ageing, capacity, after_us), (full, over)))| {
            // Ways lead to later queues only, so never round.
            let later = |way: Option<Index>| {
                let others: usize = number - place - 1;
                way.filter(|_| others > 0).map(|way| place + 1 + way.index(others))
            };
            Queue {
                name: format!("queue {place}"),
                id: u32::try_from(2 * place + 3).unwrap(),
                priority,
                credit_us,
                ageing,
                capacity,
                when_full: capacity.and(later(full)),
                overflow: later(over).map(|to| Overflow { after_us, to }),
            }
        };
        queues.into_iter().enumerate().map(resolve).collect()
    })
}

fn groups(queues: usize) -> impl Strategy<Value = Vec<Group>> {
    let serving = subsequence((0..queues).collect::<Vec<_>>(), 1..=queues);
    prop::collection::vec((serving, any::<[u8; 15]>()), 1..4).prop_map(|groups| {
        let resolve = |(place, (queues, bytes)): (usize, (Vec<usize>, [u8; 15]))| {
            let mut guid = [u8::try_from(place).unwrap(); 16];
            guid[1..].copy_from_slice(&bytes);
            Group { name: format!("group \"{place}\""), guid: Guid(guid), queues }
        };
        groups.into_iter().enumerate().map(resolve).collect()
    })
}

fn call_type(place: usize, queues: usize) -> impl Strategy<Value = CallType> {
    let times =
        (time(), prop::option::of(time()), prop::option::of(time()), prop::option::of((time(), share())));
    let balking = prop::collection::btree_map(0..50_u32, share(), 0..3);
    ("\\PC{0,12}", 0..queues, times, share(), us(0..600), balking).prop_map(
        move |(meaning, queue, (service, patience, wrap_up, ivr), zero_patience, credit_us, balking)| {
            CallType {
                code: format!("type {place}"),
                meaning,
                queue,
                service,
                patience,
                zero_patience,
                wrap_up,
                credit_us,
                ivr: ivr.map(|(time, contained)| Ivr { time, contained }),
                balking: balking.into_iter().map(|(waiting, share)| Balking { waiting, share }).collect(),
            }
        },
    )
}

fn habits(activities: usize) -> impl Strategy<Value = AgentHabits> {
    let pauses = (time(), time(), prop::option::of(0..activities));
    let works_at = select(vec![Equipment::Desktop, Equipment::Phone]);
    (works_at, time(), time(), share(), us(1..60), time(), share(), prop::option::of(pauses)).prop_map(
        |(works_at, answer, wrap_up, no_answer, ring_time_us, away, no_show, pauses)| AgentHabits {
            works_at,
            answer,
            wrap_up,
            no_answer,
            ring_time_us,
            away,
            no_show,
            pauses: pauses.map(|(every, length, activity)| Pauses { every, length, activity }),
        },
    )
}

/// A shift of one agent from a minute of the day on, for so many minutes, with breaks in its first half.
fn shift(days: usize, activities: usize) -> impl Strategy<Value = Shift> {
    let days = subsequence((0..days).collect::<Vec<_>>(), 0..=days);
    let breaks = prop::collection::vec((time(), prop::option::of(0..activities)), 0..3);
    (0..1_440_u64, 60..=1_440_u64, days, breaks).prop_map(|(from, minutes, days, breaks)| {
        let minute_us = 60 * SECOND_US;
        let resolve = |(place, (length, activity)): (u64, (Distribution, Option<usize>))| Break {
            at_us: (from + 5 * place) * minute_us,
            // A fixed break must end with the shift.
            length: match length {
                Distribution::Deterministic { .. } => Distribution::Deterministic { seconds: 90.0 },
                other => other,
            },
            activity,
        };
        Shift {
            agents: 1,
            from_us: from * minute_us,
            until_us: (from + minutes) * minute_us,
            days,
            breaks: (0..).zip(breaks).map(resolve).collect(),
        }
    })
}

fn team(
    place: usize,
    groups: usize,
    shifts: BoxedStrategy<Vec<Shift>>,
    activities: usize,
) -> impl Strategy<Value = Team> {
    let membership = (1..4_u32, 0..3_u32);
    let groups = subsequence((0..groups).collect::<Vec<_>>(), 1..=groups);
    let groups = (groups, prop::collection::vec(membership, 4));
    (3..50_u32, groups, shifts, habits(activities)).prop_map(
        move |(size, (groups, levels), shifts, agents)| {
            let membership = |(group, (level, reserve))| Membership { group, level, reserve };
            Team {
                name: format!("team {place}"),
                size,
                groups: groups.into_iter().zip(levels).map(membership).collect(),
                shifts,
                agents,
            }
        },
    )
}

fn seats(teams: usize) -> impl Strategy<Value = Vec<Seat>> {
    let teams = subsequence((0..teams).collect::<Vec<_>>(), 1..=teams);
    let lines = prop_oneof![Just(Watched::Acd), Just(Watched::All), teams.prop_map(Watched::Teams)];
    let period = (1..3_600_u64).prop_map(|seconds| seconds * SECOND_US);
    let seat = (lines, any::<bool>(), prop::option::of(us(1..600)), prop::option::of(period));
    prop::collection::vec(seat, 0..3).prop_map(|seats| {
        let resolve = |(place, (lines, calls, refresh_us, measurement_us))| Seat {
            name: format!("seat {place}"),
            lines,
            calls,
            refresh_us,
            measurement_us,
        };
        seats.into_iter().enumerate().map(resolve).collect()
    })
}

/// How many there are of what others refer to.
#[derive(Clone, Copy, Debug)]
struct Counts {
    days: usize,
    activities: usize,
    /// Call types with a share, and those with arrivals of their own.
    shared: usize,
    own: usize,
    teams: usize,
}

fn counts() -> impl Strategy<Value = Counts> {
    let types = (0..3_usize, 0..3_usize).prop_filter("there are calls", |(shared, own)| shared + own > 0);
    (1..4_usize, 1..3_usize, types, 1..4_usize).prop_map(|(days, activities, (shared, own), teams)| Counts {
        days,
        activities,
        shared,
        own,
        teams,
    })
}

/// Where calls come from: every kind of day has those that are shared, then every type has its own.
fn sources(counts: Counts) -> impl Strategy<Value = Vec<Source>> {
    let of_days = if counts.shared > 0 { counts.days } else { 0 };
    let varied = process().prop_flat_map(|process| (variation(&process), Just(process)));
    let peak = (0..DAY_S - 3_600, 1..8_u32).prop_map(|(at, eighths)| {
        let (from_us, rate) = (at * SECOND_US, f64::from(eighths) / 8.0);
        let until_us = from_us + 512 * SECOND_US;
        Process::Rates(RateProfile::new(vec![Piece { from_us, until_us, from_rate: rate, until_rate: rate }]))
    });
    let source = (varied, prop::collection::vec(peak, 0..3));
    (prop::collection::vec(source, of_days + counts.own), shares(counts.shared)).prop_map(
        move |(sources, shares)| {
            let mut all = Vec::new();
            for (place, ((variation, process), peaks)) in sources.into_iter().enumerate() {
                let (name, day, types) = if place < of_days {
                    (format!("day {place}"), Some(place), shares.iter().copied().zip(0..).collect())
                } else {
                    let own = counts.shared + place - of_days;
                    (format!("type {own}"), None, vec![(1.0, own)])
                };
                let peaks = peaks.into_iter().zip(1..).map(|(process, number)| Source {
                    name: format!("{name} peak {number}"),
                    day,
                    process,
                    variation: Variation::default(),
                    types: Vec::clone(&types),
                });
                all.push(Source { name: name.clone(), day, process, variation, types: types.clone() });
                all.extend(peaks);
            }
            all
        },
    )
}

fn scenario() -> impl Strategy<Value = Scenario> {
    let run = (
        us(3_600..1_000_000),
        us(0..3_600),
        select(vec![Closing::Cut, Closing::Drain]),
        select(vec![60, 900, 1_800, 5_400, 86_400]),
        us(0..100),
        prop::option::of(1..100_u32),
    );
    let routing = (
        select(vec![AgentChoice::LongestIdle, AgentChoice::FewestCalls]),
        select(vec![CallChoice::SkillFirst, CallChoice::PriorityFirst, CallChoice::LongestWaiting]),
    );
    (run, routing, share(), counts(), queues())
        .prop_flat_map(|(run, routing, follow_busyness, counts, queues)| {
            let groups = groups(queues.len());
            (Just((run, routing, follow_busyness, counts, queues)), groups).prop_flat_map(|(head, groups)| {
                let (counts, queues) = (head.3, head.4.len());
                let types: Vec<_> =
                    (0..counts.shared + counts.own).map(|place| call_type(place, queues)).collect();
                let agents = prop::option::of(prop::collection::vec(0.0..3.0_f64, HALF_HOURS));
                let day = (select(vec![0.5, 1.0, 2.0]), agents);
                let days = prop::collection::vec(day, counts.days);
                let priority = shares(3)
                    .prop_map(|shares| shares.into_iter().zip([0, 90_000_000, 1]).collect::<Vec<_>>());
                let calendar = prop::collection::vec(0..counts.days, 1..8);
                let groups_number = groups.len();
                let head = (
                    Just(head),
                    Just(groups),
                    types,
                    days,
                    priority,
                    calendar,
                    sources(counts),
                    seats(counts.teams),
                );
                head.prop_flat_map(move |parts| {
                    // Kinds of day that give the number of agents have no shifts.
                    let with_shifts: Vec<usize> =
                        (0..counts.days).filter(|&day| parts.3[day].1.is_none()).collect();
                    let team = |place| {
                        let shifts = if with_shifts.is_empty() {
                            Just(Vec::new()).boxed()
                        } else {
                            let only = with_shifts.clone();
                            let shift = shift(only.len(), counts.activities).prop_map(move |mut shift| {
                                shift.days.iter_mut().for_each(|day| *day = only[*day]);
                                shift
                            });
                            prop::collection::vec(shift, 0..3).boxed()
                        };
                        team(place, groups_number, shifts, counts.activities)
                    };
                    let teams: Vec<_> = (0..counts.teams).map(team).collect();
                    (Just(parts), teams)
                })
            })
        })
        .prop_map(|((head, groups, call_types, days, priorities, calendar, sources, seats), teams)| {
            let (run, (agents, calls), follow_busyness, counts, queues) = head;
            let (duration_us, warm_up_us, closing, period_s, threshold_us, trunks) = run;
            Scenario {
                title: "printed \\ \"quoted\"".to_owned(),
                start: "2024-02-29T12:30:00.5[Europe/Vienna]".parse::<Zoned>().unwrap(),
                duration_us,
                warm_up_us,
                closing,
                period_us: period_s * SECOND_US,
                threshold_us,
                trunks,
                assumptions: vec![Assumption { name: "one".to_owned(), text: "two\nlines".to_owned() }],
                days: (0..)
                    .zip(days)
                    .map(|(place, (factor, agents))| DayKind {
                        name: format!("day {place}"),
                        factor,
                        agents: agents.map(|agents: Vec<f64>| agents.try_into().unwrap()),
                    })
                    .collect(),
                calendar,
                sources,
                activities: (0..counts.activities)
                    .map(|place| Activity {
                        name: format!("activity {place}"),
                        id: u32::try_from(place).unwrap() + 5,
                    })
                    .collect(),
                queues,
                groups,
                call_types,
                priorities: (0..)
                    .zip(priorities)
                    .map(|(level, (share, credit_us))| Priority { level, share, credit_us })
                    .collect(),
                teams,
                routing: Routing { agents, calls },
                follow_busyness,
                seats,
                hash: String::new(),
            }
        })
}

proptest! {
    #[test]
    fn a_printed_scenario_is_read_as_what_it_was(scenario in scenario()) {
        let text = file(&scenario);
        match Scenario::from_toml("printed.toml", &text) {
            Ok(read) => prop_assert_eq!(Scenario { hash: String::new(), ..read }, scenario, "{}", text),
            Err(error) => prop_assert!(false, "{error}\n{text}"),
        }
    }
}
