//! What is simulated: a file that a person can read and change.
//!
//! A scenario is a TOML file. [`Scenario::from_toml`] reads it in two steps. `file` knows the shape of the file and
//! what a single value may be; `resolve` knows what the values mean together, and turns names into indices. Whatever
//! is wrong, the [`ScenarioError`] points at the value.
//!
//! Numbers that do not come from data are listed by name in the file, under `assumptions`.

mod error;
mod file;
mod library;
mod model;
mod names;
mod people;
mod place;
mod resolve;
mod schema;
mod value;
mod variation;
mod words;

use jiff::Zoned;

pub use error::ScenarioError;
pub use library::{Embedded, LoadError, Origin, embedded, load, text_of};
pub use model::{
    Assumption, Balking, CallType, Closing, DayKind, Group, Ivr, Overflow, Priority, Process, Queue, Source,
};
pub use names::UnknownName;
pub use people::{
    Activity, AgentChoice, AgentHabits, Break, CallChoice, Equipment, Membership, Pauses, Routing, Seat,
    Shift, Team, Watched,
};
pub use schema::schema;
pub use value::duration_us;
pub use variation::Variation;

/// The version of the file format that this crate reads: the key `schema`.
pub const SCHEMA: u32 = 1;
/// How many half hours a profile of a day has.
pub const HALF_HOURS: usize = 48;
/// Half an hour in microseconds.
pub const HALF_HOUR_US: u64 = 30 * 60 * 1_000_000;

/// A scenario, checked and ready to run. Lists refer to each other by index.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// What it is, in a sentence.
    pub title: String,
    /// The local date, time and zone at which simulated time is 0.
    pub start: Zoned,
    /// How long callers come, in microseconds; above 0.
    pub duration_us: u64,
    /// The figures leave out what happens before, in microseconds; below the duration.
    pub warm_up_us: u64,
    /// What becomes of those who are in the system at the end.
    pub closing: Closing,
    /// How long a period of the figures is, in microseconds; periods begin at local midnight.
    pub period_us: u64,
    /// Answered within so many microseconds counts for the service level.
    pub threshold_us: u64,
    /// Calls that the centre's trunks carry at once: in the IVR, waiting, ringing or talking. No limit if none.
    pub trunks: Option<u32>,
    /// What the scenario supposes without data.
    pub assumptions: Vec<Assumption>,
    /// The kinds of day, in the order of the file; at least one.
    pub days: Vec<DayKind>,
    /// The kind of each day from the first one on, as indices into [`days`](Self::days), over and over; at least one.
    pub calendar: Vec<usize>,
    /// Where calls come from; at least one.
    pub sources: Vec<Source>,
    /// What agents who are not ready may be doing.
    pub activities: Vec<Activity>,
    /// Where calls wait; at least one.
    pub queues: Vec<Queue>,
    /// ACD groups: who may answer which queues; at least one.
    pub groups: Vec<Group>,
    /// What callers want; at least one.
    pub call_types: Vec<CallType>,
    /// Which callers go first; at least one, and the shares sum to 1.
    pub priorities: Vec<Priority>,
    /// The agents; at least one team.
    pub teams: Vec<Team>,
    /// Who gets which call.
    pub routing: Routing,
    /// How far the number of agents follows the busyness of a half hour, where a kind of day gives that number: its
    /// power, from 0 (the same staff, however busy) to 1 (twice the calls, twice the agents).
    pub follow_busyness: f64,
    /// The applications that watch; agents' desktops are not among them.
    pub seats: Vec<Seat>,
    hash: String,
}

impl Scenario {
    /// Reads a scenario from the text of a file; `file_name` only appears in errors.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong: where, what, and what was expected there.
    pub fn from_toml(file_name: &str, text: &str) -> Result<Self, ScenarioError> {
        file::parse(text)
            .and_then(|file| resolve::resolve(file, text))
            .map_err(|fault| ScenarioError::new(file_name, text, fault))
    }

    /// The SHA-256 of the file's bytes, in hexadecimal digits: which scenario a result belongs to.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Simulated time 0 as microseconds since 1970-01-01 00:00 UTC.
    #[must_use]
    pub fn epoch_us(&self) -> i64 {
        self.start.timestamp().as_microsecond()
    }

    /// The local time of day at simulated time 0, as microseconds since midnight.
    #[must_use]
    pub fn clock_us(&self) -> u64 {
        let time = self.start.time();
        let seconds = [time.hour(), time.minute(), time.second()].into_iter().fold(0, |sum, part| {
            // A time of day has no negative part.
            sum * 60 + u64::from(part.unsigned_abs())
        });
        seconds * 1_000_000 + u64::from(time.subsec_nanosecond().unsigned_abs() / 1_000)
    }

    /// The kind of day with this name.
    ///
    /// # Errors
    ///
    /// There is none; the error lists those there are.
    pub fn day(&self, name: &str) -> Result<&DayKind, UnknownName> {
        self.days.iter().find(|day| day.name == name).ok_or_else(|| {
            UnknownName::new("kind of day", name, self.days.iter().map(|day| day.name.as_str()))
        })
    }

    /// The agents in the order in which they come on duty: the index of each one's team.
    ///
    /// One agent of each team in turn, in the order of the file, until all are there. So the few agents of a quiet
    /// hour have the skills of the first teams.
    #[must_use]
    pub fn roster(&self) -> Vec<usize> {
        let rounds = self.teams.iter().map(|team| team.size).max().unwrap_or(0);
        (0..rounds)
            .flat_map(|round| (0..self.teams.len()).filter(move |&team| round < self.teams[team].size))
            .collect()
    }
}

#[cfg(test)]
mod tests;
