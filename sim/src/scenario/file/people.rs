//! Teams, what agents do, who gets which call, and who watches.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::Time;
use crate::scenario::place::At;
use crate::scenario::value::{Clock, Length, Lines, Seconds, Share, Whole};
use crate::scenario::words::Word;
use crate::scenario::{AgentChoice, CallChoice, Equipment};

/// Gives a table the keys that all agents and each team have alike, and the way to read them.
macro_rules! with_habits {
    (
        $(#[doc = $doc:literal])* derive($($Derive:ident),*) $(, $attribute:meta)*;
        struct $Name:ident { $($own:tt)* }
    ) => {
        $(#[doc = $doc])*
        #[derive(Deserialize, JsonSchema $(, $Derive)*)]
        #[serde(deny_unknown_fields)]
        $(#[$attribute])*
        pub(crate) struct $Name {
            $($own)*
            /// What stands on the desk: an application at the agent's line, or a telephone with agent keys.
            #[schemars(extend("default" = "desktop"))]
            works_at: Option<Word<Equipment>>,
            /// From the ring to the answer.
            #[schemars(extend("default" = {"fixed": "0 s"}))]
            answer: Option<At<Time>>,
            /// After-call work: from the end of a call until the agent is ready again.
            #[schemars(extend("default" = {"fixed": "0 s"}))]
            wrap_up: Option<At<Time>>,
            /// The share of offered calls that an agent lets ring.
            #[schemars(extend("default" = 0))]
            no_answer: Option<Share>,
            /// How long such a call rings before the switch takes it back: 1 s or more.
            #[schemars(extend("default" = "20 s"))]
            ring_time: Option<At<Seconds>>,
            /// How long an agent who did not answer is not ready.
            #[schemars(extend("default" = {"fixed": "60 s"}))]
            away: Option<At<Time>>,
            /// The share of shifts that an agent misses.
            #[schemars(extend("default" = 0))]
            no_show: Option<Share>,
            /// Pauses of the agent's own choice.
            pauses: Option<Pauses>,
        }

        impl $Name {
            pub(crate) fn habits(&self) -> Habits<'_> {
                Habits {
                    works_at: self.works_at.as_ref(),
                    answer: self.answer.as_ref(),
                    wrap_up: self.wrap_up.as_ref(),
                    no_answer: self.no_answer.as_ref(),
                    ring_time: self.ring_time.as_ref(),
                    away: self.away.as_ref(),
                    no_show: self.no_show.as_ref(),
                    pauses: self.pauses.as_ref(),
                }
            }
        }
    };
}

/// What a table says of the agents' habits.
pub(crate) struct Habits<'f> {
    pub(crate) works_at: Option<&'f Word<Equipment>>,
    pub(crate) answer: Option<&'f At<Time>>,
    pub(crate) wrap_up: Option<&'f At<Time>>,
    pub(crate) no_answer: Option<&'f Share>,
    pub(crate) ring_time: Option<&'f At<Seconds>>,
    pub(crate) away: Option<&'f At<Time>>,
    pub(crate) no_show: Option<&'f Share>,
    pub(crate) pauses: Option<&'f Pauses>,
}

with_habits! {
    /// Agents with the same skills. The keys of `[agents]` are allowed here, too, and go before those there.
    derive(), schemars(transform = inherit);
    struct Team {
        /// Unique.
        pub(crate) name: At<String>,
        /// How many agents; at most 1000000 in all teams.
        #[schemars(extend("minimum" = 1, "maximum" = 1000000))]
        pub(crate) size: At<Whole>,
        /// The groups that its agents are in; at least one.
        pub(crate) groups: At<Vec<At<String>>>,
        /// The skill level of the agents for each group, by its name: 1 is the best, and the default.
        #[serde(default)]
        #[schemars(transform = from_one)]
        pub(crate) levels: BTreeMap<At<String>, At<Whole>>,
        /// Calls of a group, by its name, take an agent only while more than so many of the team are idle: less than
        /// the size, and 0 by default.
        #[serde(default)]
        pub(crate) reserve: BTreeMap<At<String>, At<Whole>>,
        /// When its agents work. Without any they are always there.
        pub(crate) shifts: Option<At<Vec<Shift>>>,
    }
}

with_habits! {
    /// What all agents do besides talking. Without `pauses` they make none.
    derive(Default);
    struct Agents {
        /// How far `agents_per_30min` follows the busyness of a half hour: from 0, the same staff however busy, to 1,
        /// twice the agents for twice the calls.
        #[schemars(extend("default" = 0))]
        pub(crate) follow_busyness: Option<Share>,
    }
}

/// The best skill level is 1.
fn from_one(schema: &mut schemars::Schema) {
    if let Some(level) = schema.pointer_mut("/additionalProperties") {
        level["minimum"] = 1.into();
    }
}

/// What a team does not say of its agents, `[agents]` does.
fn inherit(schema: &mut schemars::Schema) {
    let properties = schema.get_mut("properties").and_then(serde_json::Value::as_object_mut);
    for property in properties.into_iter().flat_map(serde_json::Map::values_mut) {
        if let Some(property) = property.as_object_mut()
            && property.remove("default").is_some()
            && let Some(serde_json::Value::String(meaning)) = property.get_mut("description")
        {
            meaning.push_str(" The default is that of `[agents]`.");
        }
    }
}

/// When some agents of a team work.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shift {
    /// How many. Each shift of a kind of day has agents of its own. The default is all that the earlier
    /// shifts leave.
    #[schemars(extend("minimum" = 1))]
    pub(crate) agents: Option<At<Whole>>,
    /// The local time of day at which it begins.
    pub(crate) from: At<Clock>,
    /// The local time of day at which it ends; on the next day, if not after `from`.
    pub(crate) to: At<Clock>,
    /// The kinds of day on which it begins. Without it on all of them.
    pub(crate) days: Option<At<Vec<At<String>>>>,
    /// Breaks of all its agents, in the order of the day.
    #[serde(default)]
    pub(crate) breaks: Vec<Break>,
}

/// A break of a shift. Who is busy finishes first.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Break {
    /// The local time of day, within the shift.
    pub(crate) at: At<Clock>,
    /// How long: a duration, which must end with the shift, or a distribution.
    #[serde(rename = "for")]
    pub(crate) length: At<Length>,
    /// What the agent is said to be doing; one of `[[activities]]`.
    pub(crate) activity: Option<At<String>>,
}

/// Pauses of an agent's own choice. Who is busy finishes first.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pauses {
    /// The time on duty between two pauses; its mean is 1 s or more.
    pub(crate) every: At<Time>,
    /// How long.
    #[serde(rename = "for")]
    pub(crate) length: At<Time>,
    /// What the agent is said to be doing; one of `[[activities]]`.
    pub(crate) activity: Option<At<String>>,
}

/// What an agent who is not ready may be doing.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Activity {
    /// Unique.
    pub(crate) name: At<String>,
    /// TAPI's `dwID`; unique. The default is its place in the list, from 1.
    #[schemars(extend("minimum" = 1))]
    pub(crate) id: Option<At<Whole>>,
}

/// Who gets which call.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Routing {
    /// Which of several idle agents takes a call, among those with the best level for it.
    #[schemars(extend("default" = "longest idle"))]
    pub(crate) agents: Option<Word<AgentChoice>>,
    /// Which of several waiting calls an agent takes: by the agent's level for it, then by the queue's priority, then
    /// by waiting time (`skill first`); by priority, level, waiting time (`priority first`); by priority and waiting
    /// time (`longest waiting`).
    #[schemars(extend("default" = "skill first"))]
    pub(crate) calls: Option<Word<CallChoice>>,
}

/// An application that watches.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Seat {
    /// Unique; not `handler`, nor beginning with `agent-`.
    pub(crate) name: At<String>,
    /// Which lines it opens: the ACD line (`acd`), that and every agent's (`all`), or that and those of some teams.
    #[schemars(extend("default" = "acd"))]
    pub(crate) lines: Option<At<Lines>>,
    /// Whether it sees the calls, too (`LINECALLPRIVILEGE_MONITOR`), or only agents, groups and queues.
    #[schemars(extend("default" = true))]
    pub(crate) calls: Option<bool>,
    /// How often it reads the figures of the queues: 1 s or more. Without it never.
    pub(crate) refresh: Option<At<Seconds>>,
    /// The measurement period that it sets for every queue: whole seconds, at least 1. Without it none.
    pub(crate) measurement_period: Option<At<Seconds>>,
}
