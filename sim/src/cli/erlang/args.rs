//! What is asked.

use std::ops::RangeInclusive;

use clap::{Args, Subcommand};

use super::Trouble;
use super::figure::Model;
use super::goal::Goal;
use crate::scenario::duration_us;
use crate::theory::{MOST_AGENTS, Queue};
use crate::units::rate_per_second;

/// The most rows of a table.
const MOST_ROWS: u32 = 10_000;

pub(in crate::cli) const ERLANG_HELP: &str = "\
Examples:
  How many calls twelve trunks lose:
    acdsim erlang b --load 8 --agents 12
  The waits of 48 calls a minute, if nobody hangs up:
    acdsim erlang c --rate 48/min --service 1min --agents 50 --threshold 20s
  The same calls with a patience of two minutes, from 45 to 55 agents:
    acdsim erlang a --rate 48/min --service 1min --patience 2min --agents 45..55 --threshold 20s
  The fewest agents who answer 80 % within 20 seconds:
    acdsim erlang c --rate 48/min --service 1min --threshold 20s --find 'service_level>=0.8'";

const FIND_HELP: &str = "\
A goal is a figure, >= or <=, and a share (0.8, 80%) or a duration (20s):
  b   erlang_b<=0.01, also by the name p_block
  c   p_wait<=0.2, asa<=20s, service_level>=0.8
  a   p_wait, p_abandon, asa, and every service level that is shown
With --queue-capacity it is p_block or service_level: the others do not always improve with more agents. Where service \
levels have several definitions, service_level is sl_served_over_offered.";

#[derive(Debug, Args)]
pub(in crate::cli) struct ErlangArgs {
    #[command(subcommand)]
    formula: Formula,
}

#[derive(Debug, Subcommand)]
enum Formula {
    /// Nobody can wait: the calls that are lost.
    #[command(after_long_help = FIND_HELP)]
    B(LossArgs),
    /// Everybody waits: the delays.
    #[command(after_long_help = FIND_HELP)]
    C(DelayArgs),
    /// Callers hang up when their patience ends.
    #[command(after_long_help = FIND_HELP)]
    A(PatienceArgs),
}

#[derive(Debug, Args)]
struct LossArgs {
    #[command(flatten)]
    traffic: Traffic,
    #[command(flatten)]
    staff: Staff,
}

#[derive(Debug, Args)]
struct DelayArgs {
    #[command(flatten)]
    traffic: Traffic,
    #[command(flatten)]
    staff: Staff,
    #[command(flatten)]
    waiting: Waiting,
}

#[derive(Debug, Args)]
struct PatienceArgs {
    #[command(flatten)]
    traffic: Traffic,
    /// How long callers wait before they hang up, on average: 2min, 90s.
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    patience: f64,
    #[command(flatten)]
    staff: Staff,
    #[command(flatten)]
    waiting: Waiting,
}

#[derive(Debug, Args)]
struct Traffic {
    /// How many calls come in: 48/min, 0.8/s, 2000/h, 120/30min.
    #[arg(long, value_parser = rate, requires = "service")]
    #[arg(required_unless_present = "load", conflicts_with = "load")]
    rate: Option<f64>,
    /// How long a service takes on average, after-call work included: 3min, 180s.
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    service: Option<f64>,
    /// The offered load, instead of --rate; without --service no figure is a time.
    #[arg(long, value_name = "ERLANGS", value_parser = load, allow_negative_numbers = true)]
    load: Option<f64>,
}

#[derive(Debug, Args)]
struct Staff {
    /// How many agents: 50; 45..55 gives a row for each, both ends included.
    #[arg(long, value_name = "N|A..B", value_parser = agents, allow_negative_numbers = true)]
    #[arg(required_unless_present = "find", conflicts_with = "find")]
    agents: Option<RangeInclusive<u32>>,
    /// Find the fewest agents for a goal: 'service_level>=0.8', 'asa<=20s'; see --help.
    #[arg(long, value_name = "GOAL", value_parser = Goal::parse)]
    find: Option<Goal>,
    /// Print the figures as JSON in full precision: shares from 0 to 1, times in seconds.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct Waiting {
    /// The service level asks who is answered within this time: 20s.
    #[arg(long, value_name = "DURATION", value_parser = threshold)]
    threshold: Option<f64>,
    /// How many callers may wait; one more is turned away. Any number otherwise.
    #[arg(long, value_name = "N", value_parser = whole, allow_negative_numbers = true)]
    queue_capacity: Option<u32>,
}

/// The numbers of agents that are asked about.
pub(super) enum Asked {
    Agents(RangeInclusive<u32>),
    Fewest(Goal),
}

/// A question that makes sense.
pub(super) struct Question {
    pub(super) model: Model,
    /// Its number of agents plays no part.
    pub(super) queue: Queue,
    /// Whether the length of a service was given; else the unit of time is one service.
    pub(super) has_times: bool,
    pub(super) threshold_s: Option<f64>,
    pub(super) asked: Asked,
    pub(super) json: bool,
}

impl Question {
    pub(super) fn of(args: &ErlangArgs) -> Result<Self, Trouble> {
        let (traffic, staff, waiting, patience_s) = match &args.formula {
            Formula::B(LossArgs { traffic, staff }) => (traffic, staff, None, None),
            Formula::C(DelayArgs { traffic, staff, waiting }) => (traffic, staff, Some(waiting), None),
            Formula::A(PatienceArgs { traffic, patience, staff, waiting }) => {
                (traffic, staff, Some(waiting), Some(*patience))
            }
        };
        let (threshold_s, capacity) =
            waiting.map_or((None, Some(0)), |waiting| (waiting.threshold, waiting.queue_capacity));
        let model = match (waiting, patience_s, capacity) {
            (None, ..) => Model::B,
            (_, None, None) => Model::C,
            (_, None, Some(_)) => Model::LimitedC,
            (_, Some(_), None) => Model::A,
            (_, Some(_), Some(_)) => Model::LimitedA,
        };
        for (given, what) in [(patience_s, "--patience"), (threshold_s, "--threshold")] {
            if given.is_some() && traffic.service.is_none() {
                let wanted = "how long a service takes on average, such as --service 3min";
                return Err(Trouble::new(format!("{what} needs --service beside --load; expected {wanted}")));
            }
        }
        let service_s = traffic.service.unwrap_or(1.0);
        let arrival_rate = traffic.rate.or(traffic.load.map(|load| load / service_s)).unwrap_or(0.0);
        let asked = match (&staff.find, &staff.agents) {
            (Some(goal), _) => Asked::Fewest(goal.clone()),
            (None, agents) => Asked::Agents(agents.clone().unwrap_or(1..=1)),
        };
        Ok(Self {
            model,
            queue: Queue { arrival_rate, service_s, patience_s, agents: 1, capacity },
            has_times: traffic.service.is_some(),
            threshold_s,
            asked,
            json: staff.json,
        })
    }

    /// The formula's name.
    pub(super) fn title(&self) -> &'static str {
        match self.model {
            Model::B => "Erlang B",
            Model::C => "Erlang C",
            Model::LimitedC => "Erlang C with a limited queue",
            Model::A => "Erlang A",
            Model::LimitedA => "Erlang A with a limited queue",
        }
    }
}

fn rate(text: &str) -> Result<f64, String> {
    let expected = "expected a number of calls above 0 per time, such as 48/min or 120/30min";
    rate_per_second(text).filter(|rate| *rate > 0.0).ok_or_else(|| expected.into())
}

fn threshold(text: &str) -> Result<f64, String> {
    let expected = "expected a duration such as 20s, '3 min' or 8h30";
    duration_us(text).map(|us| us as f64 / 1e6).ok_or_else(|| expected.into())
}

fn duration(text: &str) -> Result<f64, String> {
    match threshold(text)? {
        0.0 => Err("expected a duration above 0".into()),
        seconds => Ok(seconds),
    }
}

fn load(text: &str) -> Result<f64, String> {
    let expected = "expected a number of erlangs above 0";
    text.parse().ok().filter(|load: &f64| *load > 0.0 && load.is_finite()).ok_or_else(|| expected.into())
}

fn whole(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("expected a whole number from 0 to {}", u32::MAX))
}

fn agents(text: &str) -> Result<RangeInclusive<u32>, String> {
    let number = |text: &str| text.trim().parse().ok().filter(|n| (1..=MOST_AGENTS).contains(n));
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last && last - first < MOST_ROWS => Ok(first..=last),
        (Some(_), Some(_)) => {
            Err(format!("expected a range of 1 to {MOST_ROWS} numbers, the smaller end first"))
        }
        _ => Err(format!("expected a number from 1 to {MOST_AGENTS}, or a range such as 45..55")),
    }
}
