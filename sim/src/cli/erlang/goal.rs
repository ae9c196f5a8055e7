//! What is wanted of the fewest agents: `service_level>=0.8`, `asa<=20s`.

use std::fmt;

use Model::{A, B, C, LimitedA, LimitedC};
use Sense::{AtLeast, AtMost};

use super::figure::{FIGURES, Figure, LOSING, Model, Unit};
use super::{Question, Trouble};
use crate::scenario::duration_us;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sense {
    AtLeast,
    AtMost,
}

/// The figures that come only nearer to their goal with each further agent.
///
/// With a limited queue that is not so for the others: fewer agents turn more callers away, who then neither wait nor
/// hang up.
struct Aim {
    /// As it is asked for.
    name: &'static str,
    figure: &'static str,
    sense: Sense,
    of: &'static [Model],
}

const AIMS: [Aim; 12] = [
    aim("erlang_b", "erlang_b", AtMost, &[B]),
    aim("p_block", "erlang_b", AtMost, &[B]),
    aim("p_block", "p_block", AtMost, &[LimitedC, LimitedA]),
    aim("p_wait", "p_wait", AtMost, &[C, A]),
    aim("p_abandon", "p_abandon", AtMost, &[A]),
    aim("asa", "asa", AtMost, &[C]),
    aim("asa", "asa_served", AtMost, &[A]),
    aim("service_level", "service_level", AtLeast, &[C]),
    aim("service_level", "sl_served_over_offered", AtLeast, LOSING),
    aim("sl_served_over_offered", "sl_served_over_offered", AtLeast, LOSING),
    aim("sl_served_over_served", "sl_served_over_served", AtLeast, &[A]),
    aim(PLUS_LATE, PLUS_LATE, AtLeast, &[A]),
];
const PLUS_LATE: &str = "sl_served_over_served_plus_late_abandons";

const fn aim(name: &'static str, figure: &'static str, sense: Sense, of: &'static [Model]) -> Aim {
    Aim { name, figure, sense, of }
}

/// A figure and the bound that it has to keep.
#[derive(Clone, Debug)]
pub(super) struct Goal {
    name: &'static str,
    sense: Sense,
    bound: f64,
    /// As it was written.
    value: String,
}

impl Goal {
    /// Reads a goal; the error says what was expected.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let parts = [(">=", AtLeast), ("<=", AtMost)].into_iter().find_map(|(sign, sense)| {
            text.split_once(sign).map(|(name, value)| (name.trim(), sense, value.trim()))
        });
        let Some((name, sense, value)) = parts else {
            return Err(
                "expected a figure, >= or <=, and a value, such as 'service_level>=0.8' or 'asa<=20s'".into(),
            );
        };
        let Some(aim) = AIMS.iter().find(|aim| aim.name == name) else {
            return Err(format!("expected one of {}, not '{name}'", names(|_| true)));
        };
        if aim.sense != sense {
            return Err(format!("more agents serve better, so expected {} {}", aim.name, aim.sense));
        }
        let is_time = FIGURES.iter().any(|figure| figure.name == aim.figure && figure.unit == Unit::Seconds);
        let bound = if is_time { seconds(value)? } else { share(value)? };
        Ok(Self { name: aim.name, sense, bound, value: value.to_owned() })
    }

    pub(super) fn is_met(&self, value: f64) -> bool {
        match self.sense {
            AtLeast => value >= self.bound,
            AtMost => value <= self.bound,
        }
    }

    /// The figure that is meant, among those that the question has.
    pub(super) fn among<'a>(&self, there: &[&'a Figure], question: &Question) -> Result<&'a Figure, Trouble> {
        let is_meant = |aim: &&Aim| aim.name == self.name && aim.of.contains(&question.model);
        let Some(aim) = AIMS.iter().find(is_meant) else {
            let possible = names(|aim| aim.of.contains(&question.model));
            let title = question.title();
            return Err(Trouble::new(format!(
                "--find: {title} has no goal '{}'; expected one of {possible}",
                self.name
            )));
        };
        there.iter().find(|figure| figure.name == aim.figure).copied().ok_or_else(|| {
            let needs = if question.has_times { "--threshold" } else { "--service" };
            Trouble::new(format!("--find: '{}' needs {needs}", self.name))
        })
    }
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.name, self.sense, self.value)
    }
}

impl fmt::Display for Sense {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            AtLeast => ">=",
            AtMost => "<=",
        })
    }
}

fn names(wanted: impl Fn(&Aim) -> bool) -> String {
    let mut names: Vec<_> = AIMS.iter().filter(|aim| wanted(aim)).map(|aim| aim.name).collect();
    names.dedup();
    names.join(", ")
}

fn seconds(text: &str) -> Result<f64, String> {
    let us = duration_us(text).filter(|us| *us > 0);
    us.map(|us| us as f64 / 1e6).ok_or_else(|| format!("expected a duration such as 20s, not '{text}'"))
}

fn share(text: &str) -> Result<f64, String> {
    let (number, unit) = text.strip_suffix('%').map_or((text, 1.0), |percent| (percent.trim(), 100.0));
    let share = number.parse::<f64>().ok().map(|number| number / unit);
    share
        .filter(|share| 0.0 < *share && *share < 1.0)
        .ok_or_else(|| format!("expected a share between 0 and 1, such as 0.8 or 80%, not '{text}'"))
}
