//! What a scenario is made of: teams, what their agents do, who gets which call, and who watches.

use crate::random::Distribution;

/// What an agent who is not ready is doing, as TAPI lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// Unique.
    pub name: String,
    /// `LINEAGENTACTIVITYENTRY.dwID`; unique and not 0.
    pub id: u32,
}

/// Agents with the same skills.
#[derive(Clone, Debug, PartialEq)]
pub struct Team {
    /// Unique.
    pub name: String,
    /// How many agents; at least 1.
    pub size: u32,
    /// In the order of the file; at least one.
    pub groups: Vec<Membership>,
    /// When the team works, where a kind of day does not give the number of agents. Always, if there is none.
    pub shifts: Vec<Shift>,
    /// What its agents do besides talking.
    pub agents: AgentHabits,
}

/// A group that a team works in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership {
    /// Index into [`Scenario::groups`](super::Scenario::groups).
    pub group: usize,
    /// The skill level; 1 is the best.
    pub level: u32,
    /// Calls of this group take an agent of the team only while more than so many of the team are idle.
    pub reserve: u32,
}

/// When some agents of a team work.
#[derive(Clone, Debug, PartialEq)]
pub struct Shift {
    /// So many of the team's agents, after those of the earlier shifts of the same kind of day; at least 1.
    pub agents: u32,
    /// Local time of day, in microseconds from midnight.
    pub from_us: u64,
    /// Local time of day, in microseconds from the same midnight: after `from_us`, at most 24 hours later.
    pub until_us: u64,
    /// The kinds of day on which it begins, as indices into [`Scenario::days`](super::Scenario::days); all, if empty.
    pub days: Vec<usize>,
    /// In the order of the day.
    pub breaks: Vec<Break>,
}

/// A break that belongs to a shift.
#[derive(Clone, Debug, PartialEq)]
pub struct Break {
    /// Local time of day, in microseconds from the midnight of the shift; within the shift.
    pub at_us: u64,
    /// How long.
    pub length: Distribution,
    /// Index into [`Scenario::activities`](super::Scenario::activities).
    pub activity: Option<usize>,
}

/// What agents do besides talking.
#[derive(Clone, Debug, PartialEq)]
pub struct AgentHabits {
    /// What stands on the desk.
    pub works_at: Equipment,
    /// From the ring to the answer.
    pub answer: Distribution,
    /// From the end of a call until the agent is ready again, unless the call type says otherwise.
    pub wrap_up: Distribution,
    /// The share of offered calls that an agent lets ring. After `ring_time_us` the switch takes such a call back, and
    /// the agent is not ready for `away`.
    pub no_answer: f64,
    /// How long a call rings before the switch takes it back, in microseconds.
    pub ring_time_us: u64,
    /// How long an agent who did not answer is not ready.
    pub away: Distribution,
    /// The share of shifts that an agent misses.
    pub no_show: f64,
    /// Pauses of the agent's own choice.
    pub pauses: Option<Pauses>,
}

/// Pauses of an agent's own choice; who is busy finishes first.
#[derive(Clone, Debug, PartialEq)]
pub struct Pauses {
    /// The time on duty between two pauses.
    pub every: Distribution,
    /// How long.
    pub length: Distribution,
    /// Index into [`Scenario::activities`](super::Scenario::activities).
    pub activity: Option<usize>,
}

/// What an agent works at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Equipment {
    /// An application at the agent's line.
    Desktop,
    /// A telephone with agent keys.
    Phone,
}

/// Who gets which call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Routing {
    /// Which agent, when several could take a call.
    pub agents: AgentChoice,
    /// Which call, when several could be served.
    pub calls: CallChoice,
}

/// Which idle agent takes a call, among those with the best level for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgentChoice {
    /// The one who has been idle longest.
    LongestIdle,
    /// The one who has had the fewest calls.
    FewestCalls,
}

/// Which waiting call comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallChoice {
    /// By the agent's level for it, then by the queue's priority, then by waiting time.
    SkillFirst,
    /// By the queue's priority, then by the agent's level, then by waiting time.
    PriorityFirst,
    /// By the queue's priority, then by waiting time, whatever the level.
    LongestWaiting,
}

/// An application that watches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Unique.
    pub name: String,
    /// Which lines it opens.
    pub lines: Watched,
    /// Whether it sees the calls, too (`LINECALLPRIVILEGE_MONITOR`), or only agents, groups and queues (`_NONE`).
    pub calls: bool,
    /// How often it reads the queues' figures, in microseconds; above 0, and never if none.
    pub refresh_us: Option<u64>,
    /// The measurement period that it sets for every queue, in microseconds: whole seconds, at least 1.
    pub measurement_us: Option<u64>,
}

/// The lines that an application opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Watched {
    /// The ACD line.
    Acd,
    /// The ACD line and every agent's.
    All,
    /// The ACD line and those of these teams, as indices into [`Scenario::teams`](super::Scenario::teams).
    Teams(Vec<usize>),
}
