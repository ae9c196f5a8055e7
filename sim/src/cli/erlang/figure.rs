//! The figures, each with its name, its unit and what it means.

use Model::{A, B, C, LimitedA, LimitedC};
use Reading::{InAll, InTime};
use Unit::{Callers, Erlangs, Seconds, Share};

use super::Answer;
use crate::theory::{Figures, Within};

/// What is calculated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Model {
    /// Nobody can wait.
    B,
    /// Everybody waits, and there is always room.
    C,
    /// Everybody waits for whom there is room.
    LimitedC,
    /// Callers hang up.
    A,
    /// Callers hang up, and there is room for some only.
    LimitedA,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Erlangs,
    Share,
    Callers,
    Seconds,
}

pub(super) struct Figure {
    /// As in JSON and in a goal.
    pub(super) name: &'static str,
    /// At the head of a column.
    pub(super) heading: &'static str,
    pub(super) unit: Unit,
    /// The models that have it.
    pub(super) of: &'static [Model],
    pub(super) meaning: &'static str,
    reading: Reading,
}

/// Where a figure is read.
enum Reading {
    /// In the steady state.
    InAll(fn(&Figures) -> Option<f64>),
    /// Within a threshold.
    InTime(fn(&Within) -> f64),
}

impl Figure {
    pub(super) fn is_time(&self) -> bool {
        self.unit == Seconds
    }

    pub(super) fn needs_threshold(&self) -> bool {
        matches!(self.reading, InTime(_))
    }

    /// Its value; `None` where nothing is there to be measured.
    pub(super) fn value(&self, answer: &Answer) -> Option<f64> {
        match self.reading {
            InAll(read) => read(&answer.figures),
            InTime(read) => answer.within.as_ref().map(read),
        }
    }
}

const ALL: &[Model] = &[B, C, LimitedC, A, LimitedA];
const WAITING: &[Model] = &[C, LimitedC, A, LimitedA];
const LIMITED: &[Model] = &[LimitedC, LimitedA];
const IMPATIENT: &[Model] = &[A, LimitedA];
/// Some calls are not answered, so that the service level has more than one definition.
pub(super) const LOSING: &[Model] = &[LimitedC, A, LimitedA];

#[rustfmt::skip]
pub(super) const FIGURES: [Figure; 19] = [
    figure("offered_load", "load", Erlangs, ALL,
        "calls that come in during a mean service", InAll(|f| Some(f.offered_load))),
    figure("utilisation", "util %", Share, ALL,
        "of their time, agents are serving", InAll(|f| Some(f.utilisation))),
    figure("erlang_b", "lost %", Share, &[B],
        "of the calls, lost because all agents are busy", InAll(|f| Some(f.erlang_b))),
    figure("erlang_b", "B %", Share, &[C],
        "of the calls, lost if nobody could wait", InAll(|f| Some(f.erlang_b))),
    figure("p_wait", "wait %", Share, WAITING,
        "of the calls, find all agents busy and room to wait", InAll(|f| Some(f.p_wait))),
    figure("p_block", "blocked %", Share, LIMITED,
        "of the calls, find no room to wait", InAll(|f| Some(f.p_block))),
    figure("p_abandon", "abandon %", Share, IMPATIENT,
        "of the calls, hang up before an answer", InAll(|f| Some(f.p_abandon))),
    figure("p_abandon_given_wait", "of waiting %", Share, IMPATIENT,
        "of those who wait, hang up", InAll(|f| f.p_abandon_given_wait)),
    figure("mean_queue", "queue", Callers, WAITING,
        "callers who wait, on average", InAll(|f| Some(f.mean_queue))),
    figure("mean_wait_all_entered", "wait s", Seconds, IMPATIENT,
        "mean wait of all whom no full queue turned away", InAll(|f| Some(f.mean_wait_all_entered_s))),
    figure("asa", "ASA s", Seconds, &[C, LimitedC],
        "mean wait of the answered", InAll(|f| Some(f.asa_s))),
    figure("asa_served", "ASA s", Seconds, IMPATIENT,
        "mean wait of the answered", InAll(|f| Some(f.asa_s))),
    figure("p_offered_wait_gt_t", "longer %", Share, WAITING,
        "of the calls, wait past the threshold if they are patient", InTime(|w| w.virtual_wait_longer)),
    figure("served_within_t", "served %", Share, IMPATIENT,
        "of the calls, answered within the threshold", InTime(|w| w.served)),
    figure("aband_within_t", "hasty %", Share, IMPATIENT,
        "of the calls, hang up within the threshold", InTime(|w| w.abandoned)),
    figure("service_level", "SL %", Share, &[C],
        "answered within the threshold", InTime(|w| w.over_offered)),
    figure("sl_served_over_served", "SL/answered %", Share, LOSING,
        "answered within the threshold / answered", InTime(|w| w.over_answered)),
    figure("sl_served_over_offered", "SL/offered %", Share, LOSING,
        "answered within the threshold / all calls", InTime(|w| w.over_offered)),
    figure("sl_served_over_served_plus_late_abandons", "SL/late %", Share, IMPATIENT,
        "answered within the threshold / answered or hung up after it",
        InTime(|w| w.over_answered_and_late_abandoned)),
];

const fn figure(
    name: &'static str,
    heading: &'static str,
    unit: Unit,
    of: &'static [Model],
    meaning: &'static str,
    reading: Reading,
) -> Figure {
    Figure { name, heading, unit, of, meaning, reading }
}
