//! Random small contact centres at play: what must hold whoever calls and whoever is there.
//!
//! Most rules are judged from the records alone, as somebody would who has only the trace. Who is idle and who waits is
//! read at quiet moments: a simulation hands out records only when every endpoint has come to rest, so what its system
//! shows between two records is such a moment. Idle is what the handler says; waiting is what the supervisor's
//! application knows of the calls on the ACD line.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use tapi_acd::contract::Monitor;
use tapi_acd::ids::{AddressId, CallHandle, RequestId, SeatId};
use tapi_acd::machine::{agent_ex, agent_session};
use tapi_acd::wire::Guid;
use tapi_acd::wire::consts::{AgentSessionState, AgentStateEx, CallState};
use tapi_acd::{Event, Function, Instant, Message, Mode, Record, TypedMessage};
use tapi_sim::scenario::{Scenario, load};
use tapi_sim::{SUPERVISOR, Simulation};

const FIRST_AGENT: SeatId = SeatId(SUPERVISOR.0 + 1);
const HOUR_US: u64 = 60 * 60 * 1_000_000;

/// A small contact centre.
#[derive(Clone, Debug)]
struct Plan {
    start: &'static str,
    minutes: u32,
    /// Calls, and agents as a share of all, of every other half hour.
    calls: [f64; 2],
    staff: [f64; 2],
    variance_to_mean: f64,
    calls_per_day_sd: f64,
    queues: usize,
    /// The queues of each group, the groups of each team.
    groups: Vec<Vec<usize>>,
    teams: Vec<(u32, Vec<usize>)>,
    types: Vec<CallType>,
    /// The credits of the priorities, in seconds.
    credits: Vec<u32>,
    answer: String,
    wrap_up: String,
    follow_busyness: f64,
}

#[derive(Clone, Debug)]
struct CallType {
    queue: usize,
    service: String,
    patience: String,
}

/// A distribution of times around a mean of so many seconds, as scenarios write it.
fn time(seconds: impl Strategy<Value = u32>) -> impl Strategy<Value = String> {
    (seconds, 0..6).prop_map(|(mean, family)| match family {
        0 => format!(r#"{{ fixed = "{mean} s" }}"#),
        1 => format!(r#"{{ uniform = ["0 s", "{} s"] }}"#, 2 * mean),
        2 => format!(r#"{{ exponential = "{mean} s" }}"#),
        3 => format!("{{ lognormal = {{ mu = {}, sigma = 1 }} }}", f64::from(mean + 1).ln() - 0.5),
        4 => format!(r#"{{ gamma = {{ mean = "{mean} s", cv = 0.5 }} }}"#),
        _ => {
            let [short, long] = [r#"{ fixed = "0 s" }"#, &format!(r#"{{ exponential = "{mean} s" }}"#)];
            format!("{{ mixture = [{{ share = 0.3, of = {short} }}, {{ share = 0.7, of = {long} }}] }}")
        }
    })
}

fn plan() -> impl Strategy<Value = Plan> {
    (1..4_usize, 1..4_usize).prop_flat_map(|(queues, groups)| {
        let all_queues: Vec<_> = (0..queues).collect();
        let all_groups: Vec<_> = (0..groups).collect();
        let call_type = (0..queues, time(0..300_u32), time(select(vec![0, 1, 4, 30, 120, 600])))
            .prop_map(|(queue, service, patience)| CallType { queue, service, patience });
        let day = (
            select(vec!["08:00:00", "08:10:00", "23:15:00"]),
            30..150_u32,
            [0.0..60.0, 0.0..60.0],
            [0.0..1.0, 0.0..1.0],
            1.0..8.0,
            0.0..400.0,
        );
        let centre = (
            prop::collection::vec(subsequence(all_queues, 1..=queues), groups),
            prop::collection::vec((1..4_u32, subsequence(all_groups, 1..=groups)), 1..4),
            prop::collection::vec(call_type, 1..4),
            select(vec![vec![0], vec![90], vec![0, 90]]),
            time(0..10_u32),
            time(select(vec![0, 0, 5, 60])),
            select(vec![0.0, 0.5, 1.0]),
        );
        (Just(queues), day, centre).prop_map(|(queues, day, centre)| {
            let (start, minutes, calls, staff, variance_to_mean, calls_per_day_sd) = day;
            let (groups, teams, types, credits, answer, wrap_up, follow_busyness) = centre;
            Plan {
                start,
                minutes,
                calls,
                staff,
                variance_to_mean,
                calls_per_day_sd,
                queues,
                groups,
                teams,
                types,
                credits,
                answer,
                wrap_up,
                follow_busyness,
            }
        })
    })
}

impl Plan {
    fn scenario(&self) -> Scenario {
        Scenario::from_toml("plan.toml", &self.text()).unwrap_or_else(|error| panic!("{error}\n{self:#?}"))
    }

    fn text(&self) -> String {
        let names = |kind: &str, numbers: &[usize]| -> String {
            numbers.iter().map(|number| format!("\"{kind} {number}\", ")).collect()
        };
        let agents: u32 = self.teams.iter().map(|(size, _)| size).sum();
        let mut text = format!(
            "schema = 1\ntitle = 'plan'\nstart = '1999-02-01T{}[Asia/Jerusalem]'\nduration = '{} min'\n\
             default_day = 'any'\n[days.any]\ncalls_per_30min = {:?}\nvariance_to_mean_per_30min = {:?}\n\
             calls_per_day_sd = {}\nagents_per_30min = {:?}\n[agents]\nanswer = {}\nwrap_up = {}\n\
             follow_busyness = {}\n",
            self.start,
            self.minutes,
            self.calls.repeat(24),
            [self.variance_to_mean; 48],
            self.calls_per_day_sd,
            self.staff.map(|share| share * f64::from(agents)).repeat(24),
            self.answer,
            self.wrap_up,
            self.follow_busyness,
        );
        for queue in 0..self.queues {
            text += &format!("[[queues]]\nname = 'queue {queue}'\n");
        }
        for (group, queues) in self.groups.iter().enumerate() {
            text += &format!(
                "[[groups]]\nname = 'group {group}'\nguid = '00000000-0000-0000-0000-00000000000{group}'\n\
                 queues = [{}]\n",
                names("queue", queues)
            );
        }
        for (team, (size, groups)) in self.teams.iter().enumerate() {
            let groups = names("group", groups);
            text += &format!("[[teams]]\nname = 'team {team}'\nsize = {size}\ngroups = [{groups}]\n");
        }
        for (code, CallType { queue, service, patience }) in self.types.iter().enumerate() {
            text += &format!(
                "[[call_types]]\ncode = '{code}'\nmeaning = 'any'\nshare = {}\nqueue = 'queue {queue}'\n\
                 service = {service}\npatience = {patience}\n",
                share_of(&self.types)
            );
        }
        for (level, credit) in self.credits.iter().enumerate() {
            let share = share_of(&self.credits);
            text += &format!("[[priorities]]\nlevel = {level}\nshare = {share}\ncredit = '{credit} s'\n");
        }
        text
    }
}

/// The share of each one.
fn share_of<T>(all: &[T]) -> f64 {
    1.0 / all.len() as f64
}

/// The waiting callers whom nobody serves though somebody could, as queue and idle group.
fn neglected(simulation: &Simulation, groups: &[(Guid, BTreeSet<AddressId>)]) -> Vec<(AddressId, Guid)> {
    let system = simulation.system();
    let calls = system.client(SUPERVISOR).into_iter().flat_map(|mirror| mirror.calls.values());
    let waiting: BTreeSet<_> =
        calls.filter(|call| call.state == Some(CallState::OFFERING)).map(|call| call.address).collect();
    let idle = groups.iter().filter(|(group, _)| system.handler().idle(*group).next().is_some());
    idle.flat_map(|(group, queues)| queues.intersection(&waiting).map(|queue| (*queue, *group))).collect()
}

/// Each group and the addresses of its queues.
fn groups(scenario: &Scenario) -> Vec<(Guid, BTreeSet<AddressId>)> {
    let address = |queue: &usize| AddressId(u32::try_from(*queue).expect("a small number"));
    scenario.groups.iter().map(|group| (group.guid, group.queues.iter().map(address).collect())).collect()
}

/// What the records of one application say about its calls.
#[derive(Default)]
struct Desk {
    /// The groups that the agent has joined.
    groups: Vec<Guid>,
    /// The call at the desk, and whether it was answered.
    call: Option<(CallHandle, bool)>,
    /// A call was answered and is over, and the agent has not said yet that the after-call work is done.
    wrapping_up: bool,
}

/// What the records come to.
#[derive(Debug, Default)]
struct Count {
    offered: u64,
    answered: u64,
    gave_up_waiting: u64,
    gave_up_ringing: u64,
    waited_us: u64,
    functions: u64,
    messages: u64,
    log_offs: u64,
}

/// Reads a trace from its start to its end.
struct Reader {
    groups: Vec<(Guid, BTreeSet<AddressId>)>,
    /// Whether callers are served in the order of their arrival.
    in_order: bool,
    /// The calls on the ACD line: where and since when.
    waiting: BTreeMap<CallHandle, (AddressId, Instant)>,
    gone: BTreeSet<CallHandle>,
    /// Where the call that left the ACD line last had been waiting.
    left: Option<AddressId>,
    desks: BTreeMap<SeatId, Desk>,
    count: Count,
}

impl Reader {
    fn read(scenario: &Scenario, records: &[Record]) -> Count {
        let in_order = scenario.priorities.iter().all(|priority| priority.credit_us == 0);
        let mut reader = Self {
            groups: groups(scenario),
            in_order,
            waiting: BTreeMap::new(),
            gone: BTreeSet::new(),
            left: None,
            desks: BTreeMap::new(),
            count: Count::default(),
        };
        for record in records {
            reader.take(record);
        }
        reader.count
    }

    fn take(&mut self, record: &Record) {
        match &record.event {
            Event::Call { function, .. } => {
                self.count.functions += 1;
                self.calls(record.seat, function);
            }
            Event::Message { message, .. } => {
                self.count.messages += 1;
                let typed = TypedMessage::from_raw(message);
                if let Message::AgentStatusEx { state, .. } = typed.message {
                    assert_ne!(state, AgentStateEx::BUSY_INCOMING, "every call is an ACD call: {record:?}");
                }
                if record.seat == SUPERVISOR {
                    self.supervisor_hears(record.at, &typed);
                } else if record.seat >= FIRST_AGENT {
                    self.agent_hears(record, &typed);
                }
            }
            Event::Return { .. } | Event::Gone | Event::End { .. } => {}
        }
    }

    fn calls(&mut self, seat: SeatId, function: &Function) {
        let desk = self.desks.entry(seat).or_default();
        match function {
            Function::CreateAgentSession { group, .. } => desk.groups.push(*group),
            Function::SetAgentSessionState { state: AgentSessionState::READY, .. } => {
                desk.wrapping_up = false;
            }
            Function::Shutdown { .. } => {
                assert_eq!(desk.call, None, "nobody leaves a call alone");
                *desk = Desk::default();
                self.count.log_offs += 1;
            }
            _ => {}
        }
    }

    fn supervisor_hears(&mut self, at: Instant, typed: &TypedMessage) {
        let call = CallHandle(typed.device);
        match typed.message {
            Message::AppNewCall { address, call, .. } => {
                self.count.offered += 1;
                self.waiting.insert(call, (address, at));
            }
            Message::CallState { state: CallState::DISCONNECTED, .. } => {
                self.count.gave_up_waiting += 1;
                self.gone.insert(call);
            }
            Message::CallState { state: CallState::IDLE, .. } => {
                let (address, since) = self.waiting.remove(&call).expect("a call that came");
                self.count.waited_us += at - since;
                if !self.gone.remove(&call) {
                    self.left = Some(address);
                    let mut others = self.waiting.values().filter(|(other, _)| *other == address);
                    assert!(
                        !self.in_order || others.all(|(_, other)| since <= *other),
                        "{call:?} jumps the queue"
                    );
                }
            }
            _ => {}
        }
    }

    fn agent_hears(&mut self, record: &Record, typed: &TypedMessage) {
        let desk = self.desks.entry(record.seat).or_default();
        match typed.message {
            Message::AppNewCall { call, .. } => {
                let from = self.left.take().expect("an agent's call has left a queue");
                let serves = |(group, queues): &(Guid, BTreeSet<AddressId>)| {
                    queues.contains(&from) && desk.groups.contains(group)
                };
                assert!(self.groups.iter().any(serves), "no group of the agent serves {from:?}: {record:?}");
                assert_eq!(desk.call, None, "one call at a time: {record:?}");
                assert!(!desk.wrapping_up, "after-call work comes first: {record:?}");
                desk.call = Some((call, false));
            }
            Message::CallState { state: CallState::CONNECTED, .. } => {
                self.count.answered += 1;
                desk.call = Some((CallHandle(typed.device), true));
            }
            Message::CallState { state: CallState::IDLE, .. } => {
                let (call, answered) = desk.call.take().expect("a call at the desk");
                assert_eq!(call, CallHandle(typed.device));
                desk.wrapping_up = answered;
                self.count.gave_up_ringing += u64::from(!answered);
            }
            _ => {}
        }
    }
}

/// Each request id met exactly one LINE_REPLY, unless its application left before or the end lists it as pending.
fn check_replies(records: &[Record]) {
    let mut asynchronous = BTreeSet::new();
    let mut used = BTreeSet::new();
    let mut open = BTreeSet::new();
    for record in records {
        let seat = record.seat;
        match &record.event {
            // An application of this world has one line; it closes that and leaves.
            Event::Call { function: Function::Close { .. }, .. } => open.retain(|(asker, _)| *asker != seat),
            Event::Call { serial, function } if function.row().mode == Mode::Async => {
                asynchronous.insert(*serial);
            }
            Event::Return { serial, value: value @ 1.., .. } => {
                assert!(asynchronous.contains(serial), "a synchronous function: {record:?}");
                let request = RequestId::new(value.cast_unsigned()).expect("a request id");
                assert!(used.insert(request), "{request:?} names two requests");
                open.insert((seat, request));
            }
            Event::Message { message, .. } => {
                if let Message::Reply { request, .. } = TypedMessage::from_raw(message).message {
                    let request = RequestId::new(request).expect("a request id");
                    assert!(open.remove(&(seat, request)), "nothing to reply to: {record:?}");
                }
            }
            Event::End { pending, .. } => assert_eq!(open, pending.iter().copied().collect()),
            Event::Call { .. } | Event::Return { .. } | Event::Gone => {}
        }
    }
}

/// The supervisor's application, which only listens, knows what the handler knows of agents and sessions.
fn check_mirror(simulation: &Simulation) {
    let handler = simulation.system().handler();
    let mirror = simulation.system().client(SUPERVISOR).expect("the supervisor");
    let told: BTreeMap<_, _> =
        mirror.agents.iter().map(|((_, agent), state)| (*agent, state.map(|s| s.value))).collect();
    let state = |agent| (agent, handler.agent_state(agent).map(agent_ex::State::wire));
    assert_eq!(told, handler.agents().map(state).collect());
    let told: BTreeMap<_, _> =
        mirror.sessions.iter().map(|((_, session), state)| (*session, state.map(|s| s.value))).collect();
    let sessions = handler.agents().flat_map(|agent| handler.sessions(agent).iter().copied());
    let state = |session| (session, handler.session_state(session).map(agent_session::State::wire));
    assert_eq!(told, sessions.map(state).collect());
}

/// What the simulation says of itself is what the records say.
fn check_summary(simulation: &Simulation, count: &Count) {
    let summary = simulation.summary();
    let calls = summary.run.totals;
    assert_eq!(calls.offered, calls.answered + calls.abandoned + calls.in_system, "{calls:?}");
    assert_eq!(
        (calls.offered, calls.answered, calls.abandoned),
        (count.offered, count.answered, count.gave_up_waiting + count.gave_up_ringing)
    );
    let periods = summary.periods.iter().map(|period| period.part.totals.offered);
    assert_eq!(calls.offered, periods.sum::<u64>());
    assert_eq!(calls.queue_us, count.waited_us);
    assert_eq!(
        (summary.messages.function_calls, summary.messages.delivered),
        (count.functions, count.messages)
    );
}

/// Plays a scenario and checks everything that holds for every one.
fn check(scenario: &Scenario, seed: u64) -> Count {
    let groups = groups(scenario);
    let mut simulation = Simulation::new(scenario, seed);
    let mut monitor = Monitor::new();
    let mut records = Vec::new();
    while let Some(record) = simulation.next() {
        monitor.observe(&record);
        assert_eq!(neglected(&simulation, &groups), [], "{:?}", simulation.now());
        check_mirror(&simulation);
        records.push(record);
    }
    assert_eq!(monitor.findings(), []);
    assert!(records.is_sorted_by_key(|record| record.at));
    check_replies(&records);
    let count = Reader::read(scenario, &records);
    check_summary(&simulation, &count);
    count
}

fn play(simulation: Simulation) -> Vec<Record> {
    simulation.collect()
}

/// When and where each caller comes in.
fn arrivals(records: &[Record]) -> Vec<(Instant, AddressId)> {
    let calls = records.iter().filter(|record| record.seat == SUPERVISOR);
    calls
        .filter_map(|record| match &record.event {
            Event::Message { message, .. } => match TypedMessage::from_raw(message).message {
                Message::AppNewCall { address, .. } => Some((record.at, address)),
                _ => None,
            },
            _ => None,
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_centre_keeps_the_rules(plan in plan(), seed: u64) {
        check(&plan.scenario(), seed);
    }

    #[test]
    fn a_run_is_its_scenario_and_its_seed(plan in plan(), seed: u64, share in 0.0..1.0) {
        let scenario = plan.scenario();
        let records = play(Simulation::new(&scenario, seed));
        prop_assert!(records == play(Simulation::new(&scenario, seed)), "the same seed gives other records");
        let other = play(Simulation::new(&scenario, seed.wrapping_add(1)));
        let calls = |records| !arrivals(records).is_empty();
        prop_assert!(records != other || !calls(&records), "another seed gives the same records");

        let until_us = (std::time::Duration::from_micros(scenario.duration_us).mul_f64(share)).as_micros();
        let shorter = play(Simulation::new(&scenario, seed).until_us(u64::try_from(until_us).unwrap()));
        let (end, shorter) = shorter.split_last().unwrap();
        let is_end = matches!(end.event, Event::End { .. });
        prop_assert!(is_end);
        prop_assert!(records.starts_with(shorter), "an earlier end changes what comes before");
        let next = &records[shorter.len()];
        prop_assert!(next.at >= end.at, "{next:?} is missing");
    }

    #[test]
    fn one_more_agent_disturbs_no_caller(plan in plan(), seed: u64) {
        let mut larger = plan.clone();
        larger.teams.last_mut().unwrap().0 += 1;
        let [few, more] = [plan, larger].map(|plan| arrivals(&play(Simulation::new(&plan.scenario(), seed))));
        prop_assert_eq!(few, more);
    }
}

/// What the random centres have to show, or their rules would hold for want of a case.
#[test]
fn random_centres_show_every_fate_of_a_caller() {
    let mut runner = TestRunner::deterministic();
    let mut sum = Count::default();
    for seed in 0..40 {
        let plan = plan().new_tree(&mut runner).unwrap().current();
        let count = check(&plan.scenario(), seed);
        sum.answered += count.answered;
        sum.gave_up_waiting += count.gave_up_waiting;
        sum.gave_up_ringing += count.gave_up_ringing;
        sum.log_offs += count.log_offs;
        sum.waited_us += count.waited_us;
    }
    println!("{sum:?}");
    assert!([sum.answered, sum.gave_up_waiting].iter().all(|count| *count > 300), "{sum:?}");
    assert!([sum.gave_up_ringing, sum.log_offs, sum.waited_us].iter().all(|count| *count > 20), "{sum:?}");
}

/// The bank from Monday at seven to Wednesday at nine: two midnights, two quiet nights, three busy mornings.
#[test]
fn days_follow_each_other() {
    let (_, bank) = load("bank-1999").unwrap();
    let mut scenario = bank.clone();
    scenario.duration_us = 50 * HOUR_US;
    check(&scenario, 7);

    let records = play(Simulation::new(&scenario, 7));
    let arrivals = arrivals(&records);
    let calls = |from: u64, to: u64| {
        let range = Instant::from_micros(from * HOUR_US)..Instant::from_micros(to * HOUR_US);
        arrivals.iter().filter(|(at, _)| range.contains(at)).count()
    };
    // Hours since Monday at seven: up to midnight, from six to midnight, from six to nine.
    for (from, to, least) in [(0, 17, 1000), (23, 41, 1000), (47, 50, 100)] {
        assert!(calls(from, to) >= least, "{} calls from hour {from} to {to}", calls(from, to));
    }
    // The nights from one to six.
    for (from, to) in [(18, 23), (42, 47)] {
        assert!(calls(from, to) < 40, "{} calls from hour {from} to {to}", calls(from, to));
    }
    assert_ne!(calls(0, 2), calls(24, 26), "each day is busy in its own way");

    let monday = play(Simulation::new(&bank, 7));
    assert!(records.starts_with(&monday[..monday.len() - 1]), "more days change the first one");
}
