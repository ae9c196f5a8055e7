//! The life of agents and sessions, as each line hears of it.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;

use tapi_wire::consts::{AgentSessionState, AgentSessionStatus, AgentStateEx, AgentStatusEx};

use super::lines::{OpenLines, Owned};
use super::{
    AGENT_ANNOUNCED, AGENT_ANNOUNCED_ONCE, AGENT_RELEASED, AGENT_TRANSITION, Bench, Number, Rule,
    SESSION_ANNOUNCED, SESSION_ANNOUNCED_ONCE, SESSION_RELEASED, SESSION_TRANSITION,
};
use crate::ids::{AgentHandle, AgentSessionHandle, LineHandle};
use crate::machine::{agent_ex, agent_session};
use crate::message::{Message, TypedMessage};

/// What the lines have heard of the things with handles `H`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lives<H> {
    things: BTreeMap<H, Life>,
}

impl<H> Default for Lives<H> {
    fn default() -> Self {
        Self { things: BTreeMap::new() }
    }
}

impl<H: Ord> Lives<H> {
    /// A handler speaks of a thing, whether anybody hears it or not: lines that are opened later have missed it.
    pub(super) fn spoken_of(&mut self, handle: H, record: u64) {
        self.things.entry(handle).or_insert_with(|| Life { first: record, told: BTreeMap::new() });
    }
}

/// One thing, from its first mention on.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Life {
    /// The record that spoke of it first.
    first: u64,
    /// The wire state last told, line by line; 0 when a line has heard of it without a state.
    told: BTreeMap<Owned, u32>,
}

/// What a message says about a thing.
struct News<H> {
    handle: H,
    announced: bool,
    /// The wire value of the state, when it is exactly one defined state.
    state: Option<u32>,
}

/// The rules of one kind of thing, and its machine.
struct Kind {
    name: &'static str,
    announced: &'static Rule,
    announced_once: &'static Rule,
    transition: &'static Rule,
    released: &'static Rule,
    released_state: u32,
    /// Whether the machine leads from one wire state to the other in one step.
    leads: fn(u32, u32) -> bool,
    state_name: fn(u32) -> String,
}

const SESSION: Kind = Kind {
    name: "session",
    announced: SESSION_ANNOUNCED,
    announced_once: SESSION_ANNOUNCED_ONCE,
    transition: SESSION_TRANSITION,
    released: SESSION_RELEASED,
    released_state: AgentSessionState::RELEASED.0,
    leads: |from, to| {
        let state = |value| agent_session::State::from_wire(AgentSessionState(value));
        matches!((state(from), state(to)), (Some(from), Some(to)) if from.rows_to(to).next().is_some())
    },
    state_name: |state| format!("{}", AgentSessionState(state)),
};

const AGENT: Kind = Kind {
    name: "agent",
    announced: AGENT_ANNOUNCED,
    announced_once: AGENT_ANNOUNCED_ONCE,
    transition: AGENT_TRANSITION,
    released: AGENT_RELEASED,
    released_state: AgentStateEx::RELEASED.0,
    leads: |from, to| {
        let state = |value| agent_ex::State::from_wire(AgentStateEx(value));
        matches!((state(from), state(to)), (Some(from), Some(to)) if from.rows_to(to).next().is_some())
    },
    state_name: |state| format!("{}", AgentStateEx(state)),
};

impl Lives<AgentSessionHandle> {
    pub(super) fn observe_session(&mut self, typed: &TypedMessage, lines: &OpenLines, bench: &mut Bench<'_>) {
        let Message::AgentSessionStatus { session, changed, state } = typed.message else { return };
        let told = changed.contains(AgentSessionStatus::STATE) && state.is_defined();
        let news = News {
            handle: session,
            announced: changed.contains(AgentSessionStatus::NEW_SESSION),
            state: told.then_some(state.0),
        };
        self.observe(session.0, LineHandle(typed.device), &news, &SESSION, lines, bench);
    }
}

impl Lives<AgentHandle> {
    pub(super) fn observe_agent(&mut self, typed: &TypedMessage, lines: &OpenLines, bench: &mut Bench<'_>) {
        let Message::AgentStatusEx { agent, changed, state } = typed.message else { return };
        let told = changed.contains(AgentStatusEx::STATE) && state.is_defined();
        let news = News {
            handle: agent,
            announced: changed.contains(AgentStatusEx::NEW_AGENT),
            state: told.then_some(state.0),
        };
        self.observe(agent.0, LineHandle(typed.device), &news, &AGENT, lines, bench);
    }
}

impl<H: Copy + Ord> Lives<H> {
    /// What a line was told is void.
    pub(super) fn forget(&mut self, owned: Owned) {
        for life in self.things.values_mut() {
            life.told.remove(&owned);
        }
    }

    fn observe(
        &mut self,
        number: u32,
        line: LineHandle,
        news: &News<H>,
        kind: &Kind,
        lines: &OpenLines,
        bench: &mut Bench<'_>,
    ) {
        let life = self
            .things
            .entry(news.handle)
            .or_insert_with(|| Life { first: bench.record, told: BTreeMap::new() });
        let thing = || format!("{} {}", kind.name, Number::of(number));
        let before = life.told.get(&(bench.seat, line)).copied();
        // A line that was opened late has missed the announcement.
        let heard_all = lines.was_open_before((bench.seat, line), life.first);
        let after_release = before == Some(kind.released_state) && !news.announced;
        if after_release {
            bench.broken(kind.released, thing());
        }
        if before.is_none() && !news.announced && heard_all {
            bench.broken(kind.announced, thing());
        }
        let live = before.is_some_and(|state| state != kind.released_state);
        bench.expect(kind.announced_once, !(live && news.announced), thing);
        let last = before.filter(|_| !news.announced).unwrap_or(0);
        let now = news.state.unwrap_or(last);
        let moves = last != 0 && last != now && !after_release;
        bench.expect(kind.transition, !moves || (kind.leads)(last, now), || {
            format!("{} goes from {} to {}", thing(), (kind.state_name)(last), (kind.state_name)(now))
        });
        life.told.insert((bench.seat, line), now);
    }
}
