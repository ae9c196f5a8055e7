//! A scenario as a file, every key written out.

use std::fmt::Write as _;

use crate::random::{Distribution, Piece};
use crate::scenario::{
    AgentChoice, AgentHabits, CallChoice, CallType, Closing, Equipment, HALF_HOURS, Membership, Process,
    Queue, Scenario, Seat, Shift, Source, Team, Watched,
};

const DAY_US: u64 = 86_400_000_000;

/// Writes `key = value` for a value that is there.
macro_rules! keys {
    ($file:expr, $($key:literal = $value:expr;)*) => {
        $(if let Some(value) = Option::<String>::from($value) {
            writeln!($file, "{} = {value}", $key).unwrap();
        })*
    };
}

pub(super) fn file(scenario: &Scenario) -> String {
    let mut file = String::new();
    let day = |day: &usize| quoted(&scenario.days[*day].name);
    let closing = if scenario.closing == Closing::Cut { "cut" } else { "drain" };
    keys! { file,
        "schema" = "1".to_owned();
        "title" = quoted(&scenario.title);
        "start" = quoted(&scenario.start.to_string());
        "duration" = us(scenario.duration_us);
        "warm_up" = us(scenario.warm_up_us);
        "closing" = quoted(closing);
        "period" = us(scenario.period_us);
        "trunks" = scenario.trunks.map(|trunks| trunks.to_string());
        "calendar" = list(&scenario.calendar, day);
        "seats" = scenario.seats.is_empty().then(|| "[]".to_owned());
        "service_level.threshold" = us(scenario.threshold_us);
    }
    for assumption in &scenario.assumptions {
        file += "[[assumptions]]\n";
        keys! { file, "name" = quoted(&assumption.name); "text" = quoted(&assumption.text); }
    }
    for (place, kind) in scenario.days.iter().enumerate() {
        writeln!(file, "[days.{}]", quoted(&kind.name)).unwrap();
        let sources: Vec<_> = scenario.sources.iter().filter(|source| source.day == Some(place)).collect();
        let first = sources.first();
        keys! { file,
            "factor" = kind.factor.to_string();
            "agents_per_30min" = kind.agents.map(|agents| list(&agents, f64::to_string));
            "arrivals" = first.map(|source| format!("{{ {} }}", process(&source.process)));
            "busyness_cv" = first.and_then(|source| busyness(source));
            "peaks" = first.map(|_| list(&sources[1..], |source| peak(source)));
        }
    }
    scenario.queues.iter().for_each(|one| queue(&mut file, scenario, one));
    for group in &scenario.groups {
        file += "[[groups]]\n";
        keys! { file,
            "name" = quoted(&group.name);
            "guid" = quoted(&group.guid.to_string());
            "queues" = list(&group.queues, |queue| quoted(&scenario.queues[*queue].name));
        }
    }
    for (place, one) in scenario.call_types.iter().enumerate() {
        call_type(&mut file, scenario, place, one);
    }
    for priority in &scenario.priorities {
        file += "[[priorities]]\n";
        keys! { file,
            "level" = priority.level.to_string();
            "share" = priority.share.to_string();
            "credit" = us(priority.credit_us);
        }
    }
    for activity in &scenario.activities {
        file += "[[activities]]\n";
        keys! { file, "name" = quoted(&activity.name); "id" = activity.id.to_string(); }
    }
    scenario.teams.iter().for_each(|one| team(&mut file, scenario, one));
    let agents = match scenario.routing.agents {
        AgentChoice::LongestIdle => "longest idle",
        AgentChoice::FewestCalls => "fewest calls",
    };
    let calls = match scenario.routing.calls {
        CallChoice::SkillFirst => "skill first",
        CallChoice::PriorityFirst => "priority first",
        CallChoice::LongestWaiting => "longest waiting",
    };
    writeln!(file, "[agents]\nfollow_busyness = {}", scenario.follow_busyness).unwrap();
    writeln!(file, "[routing]\nagents = \"{agents}\"\ncalls = \"{calls}\"").unwrap();
    scenario.seats.iter().for_each(|one| seat(&mut file, scenario, one));
    file
}

fn queue(file: &mut String, scenario: &Scenario, queue: &Queue) {
    let name = |queue: usize| quoted(&scenario.queues[queue].name);
    *file += "[[queues]]\n";
    keys! { file,
        "name" = quoted(&queue.name);
        "id" = queue.id.to_string();
        "priority" = queue.priority.to_string();
        "credit" = us(queue.credit_us);
        "ageing" = queue.ageing.to_string();
        "capacity" = queue.capacity.map(|capacity| capacity.to_string());
        "when_full" = queue.when_full.map(name);
        "overflow" = queue.overflow.map(|overflow| {
            format!("{{ after = {}, to = {} }}", us(overflow.after_us), name(overflow.to))
        });
    }
}

fn call_type(file: &mut String, scenario: &Scenario, place: usize, one: &CallType) {
    let of_type = |source: &&Source| source.types.iter().any(|(_, of)| *of == place);
    let sources: Vec<_> = scenario.sources.iter().filter(of_type).collect();
    let own = sources[0].day.is_none();
    let share = sources[0].types.iter().find(|(_, of)| *of == place).unwrap().0;
    let arrivals = || {
        let cv = busyness(sources[0]).map_or(String::new(), |cv| format!(", busyness_cv = {cv}"));
        let peaks = list(&sources[1..], |source| peak(source));
        format!("{{ {}{cv}, peaks = {peaks} }}", process(&sources[0].process))
    };
    *file += "[[call_types]]\n";
    keys! { file,
        "code" = quoted(&one.code);
        "meaning" = quoted(&one.meaning);
        "queue" = quoted(&scenario.queues[one.queue].name);
        "share" = (!own).then(|| share.to_string());
        "arrivals" = own.then(arrivals);
        "service" = time(&one.service);
        "patience" = one.patience.as_ref().map(time);
        "zero_patience" = one.zero_patience.to_string();
        "wrap_up" = one.wrap_up.as_ref().map(time);
        "credit" = us(one.credit_us);
        "ivr" = one.ivr.as_ref().map(|ivr| {
            format!("{{ time = {}, contained = {} }}", time(&ivr.time), ivr.contained)
        });
        "balking" = list(&one.balking, |one| {
            format!("{{ waiting = {}, share = {} }}", one.waiting, one.share)
        });
    }
}

fn team(file: &mut String, scenario: &Scenario, team: &Team) {
    let name = |membership: &Membership| quoted(&scenario.groups[membership.group].name);
    let by_name = |number: fn(&Membership) -> u32| {
        let one = |membership: &Membership| format!("{} = {}", name(membership), number(membership));
        let all: Vec<_> = team.groups.iter().map(one).collect();
        format!("{{ {} }}", all.join(", "))
    };
    *file += "[[teams]]\n";
    keys! { file,
        "name" = quoted(&team.name);
        "size" = team.size.to_string();
        "groups" = list(&team.groups, name);
        "levels" = by_name(|membership| membership.level);
        "reserve" = by_name(|membership| membership.reserve);
    }
    habits(file, scenario, &team.agents);
    team.shifts.iter().for_each(|one| shift(file, scenario, one));
}

fn habits(file: &mut String, scenario: &Scenario, habits: &AgentHabits) {
    let works_at = if habits.works_at == Equipment::Desktop { "desktop" } else { "phone" };
    keys! { file,
        "works_at" = quoted(works_at);
        "answer" = time(&habits.answer);
        "wrap_up" = time(&habits.wrap_up);
        "no_answer" = habits.no_answer.to_string();
        "ring_time" = us(habits.ring_time_us);
        "away" = time(&habits.away);
        "no_show" = habits.no_show.to_string();
        "pauses" = habits.pauses.as_ref().map(|pauses| {
            let activity = activity(scenario, pauses.activity);
            format!("{{ every = {}, for = {}{activity} }}", time(&pauses.every), time(&pauses.length))
        });
    }
}

fn shift(file: &mut String, scenario: &Scenario, shift: &Shift) {
    *file += "[[teams.shifts]]\n";
    keys! { file,
        "agents" = shift.agents.to_string();
        "from" = clock(shift.from_us);
        "to" = clock(if shift.until_us > DAY_US { shift.until_us - DAY_US } else { shift.until_us });
        "days" = (!shift.days.is_empty()).then(|| list(&shift.days, |day| quoted(&scenario.days[*day].name)));
        "breaks" = list(&shift.breaks, |one| {
            let length = match &one.length {
                Distribution::Deterministic { seconds } => format!("\"{seconds} s\""),
                other => time(other),
            };
            let activity = activity(scenario, one.activity);
            format!("{{ at = {}, for = {length}{activity} }}", clock(one.at_us % DAY_US))
        });
    }
}

fn seat(file: &mut String, scenario: &Scenario, seat: &Seat) {
    *file += "[[seats]]\n";
    let lines = match &seat.lines {
        Watched::Acd => quoted("acd"),
        Watched::All => quoted("all"),
        Watched::Teams(teams) => list(teams, |team| quoted(&scenario.teams[*team].name)),
    };
    keys! { file,
        "name" = quoted(&seat.name);
        "lines" = lines;
        "calls" = seat.calls.to_string();
        "refresh" = seat.refresh_us.map(us);
        "measurement_period" = seat.measurement_us.map(us);
    }
}

fn process(process: &Process) -> String {
    match process {
        Process::Times(times) => format!("times = {}", list(times, |us| clock(*us))),
        Process::Intervals(interval) => format!("every = {}", time(interval)),
        Process::Rates(rates) => {
            let pieces = rates.pieces();
            let point = |us: u64, rate: f64| format!("[{}, \"{rate}/s\"]", clock(us));
            let level = |piece: &Piece| piece.from_rate == piece.until_rate;
            match pieces {
                [only] if level(only) && only.from_us == 0 && only.until_us == DAY_US => {
                    format!("rate = \"{}/s\"", only.from_rate)
                }
                _ if pieces.len() == HALF_HOURS => {
                    // The number whose rate it is; a product alone may be off in the last bit.
                    let calls = |piece: &Piece| {
                        let product = piece.from_rate * 1_800.0;
                        let near = [product, product.next_up(), product.next_down()];
                        near.into_iter().find(|calls| calls / 1_800.0 == piece.from_rate).unwrap().to_string()
                    };
                    format!("per_30min = {}", list(pieces, calls))
                }
                _ if pieces.iter().all(level) && pieces.last().unwrap().until_us == DAY_US => {
                    format!("steps = {}", list(pieces, |piece| point(piece.from_us, piece.from_rate)))
                }
                _ => {
                    let last = pieces.last().unwrap();
                    let starts = pieces.iter().map(|piece| point(piece.from_us, piece.from_rate));
                    let points: Vec<_> = starts.chain([point(last.until_us, last.until_rate)]).collect();
                    format!("line = [{}]", points.join(", "))
                }
            }
        }
    }
}

/// Those that cannot vary do not say that they do not.
fn busyness(source: &Source) -> Option<String> {
    matches!(source.process, Process::Rates(_)).then(|| source.variation.day.sqrt().to_string())
}

fn peak(source: &Source) -> String {
    let Process::Rates(rates) = &source.process else { panic!("{source:?}") };
    let piece = rates.pieces()[0];
    let within = us(piece.until_us - piece.from_us);
    format!("{{ at = {}, within = {within}, calls = {} }}", clock(piece.from_us), rates.total())
}

fn time(time: &Distribution) -> String {
    let text = match time {
        Distribution::Deterministic { seconds } => format!("fixed = \"{seconds} s\""),
        Distribution::Uniform { low, high } => format!("uniform = [\"{low} s\", \"{high} s\"]"),
        Distribution::Exponential { mean } => format!("exponential = \"{mean} s\""),
        Distribution::Lognormal { mu, sigma } => format!("lognormal = {{ mu = {mu}, sigma = {sigma} }}"),
        Distribution::Gamma { shape, scale } => {
            format!("erlang = {{ k = {shape}, mean = \"{} s\" }}", shape * scale)
        }
        Distribution::Weibull { shape, scale } => {
            format!("weibull = {{ shape = {shape}, scale = \"{scale} s\" }}")
        }
        Distribution::Empirical(times) => {
            format!("empirical = {}", list(times, |seconds| format!("\"{seconds} s\"")))
        }
        Distribution::Mixture(parts) => {
            let part =
                |(share, of): &(f64, Distribution)| format!("{{ share = {share}, of = {} }}", self::time(of));
            format!("mixture = {}", list(parts, part))
        }
        Distribution::Survival(_) => unreachable!("its points cannot be asked for"),
    };
    format!("{{ {text} }}")
}

fn activity(scenario: &Scenario, activity: Option<usize>) -> String {
    let name = |place: usize| format!(", activity = {}", quoted(&scenario.activities[place].name));
    activity.map_or(String::new(), name)
}

fn list<T>(items: &[T], text: impl Fn(&T) -> String) -> String {
    format!("[{}]", items.iter().map(text).collect::<Vec<_>>().join(", "))
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

fn us(us: u64) -> String {
    format!("\"{us} us\"")
}

/// A local time of day with all its digits.
fn clock(us: u64) -> String {
    let seconds = us / 1_000_000;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    format!("\"{hours:02}:{minutes:02}:{seconds:02}.{:06}\"", us % 1_000_000)
}
