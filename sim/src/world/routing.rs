//! Who gets whom: callers and agents are joined as long as somebody waits for whom somebody is idle.
//!
//! The handler is the one truth about who is idle. A caller gets an agent of the best skill level, among these the one
//! the scenario names: idle longest, or with the fewest calls so far. Of several callers who could be served the
//! scenario says who is first; the longer wait decides in the end, what is credited and aged included.

use std::cmp::Ordering;

use tapi_acd::handler::{self, IdleAgent};

use super::places::{self, House};
use super::waiting::Head;
use super::{Simulation, Worker};
use crate::scenario::{AgentChoice, CallChoice, Group, Scenario, Team};

/// Who may serve which queue, from the scenario.
#[derive(Clone, Debug)]
pub(super) struct Skills {
    /// By queue.
    queues: Vec<Vec<Serving>>,
    agents: AgentChoice,
    calls: CallChoice,
}

/// A group that serves a queue.
#[derive(Clone, Debug)]
struct Serving {
    /// The group's place in the agent handler.
    place: u32,
    /// By team: its level, and how many idle agents it keeps back; none if it is not in the group.
    teams: Vec<Option<(u32, u32)>>,
    /// The best level of any team: nobody better need be looked for.
    best: u32,
}

/// An agent for a queue.
#[derive(Clone, Copy, Debug)]
pub(super) struct Match {
    pub(super) agent: IdleAgent,
    level: u32,
    calls: u32,
}

impl Skills {
    /// As the scenario has them; the groups are the agent handler's from the beginning, and stay its.
    pub(super) fn new(scenario: &Scenario, handler: handler::View<'_, House>) -> Self {
        let serving = |queue: usize| {
            let groups = scenario.groups.iter().enumerate();
            let groups = groups.filter(|(_, group)| group.queues.contains(&queue));
            let place = |(at, group): (usize, &Group)| Some((at, handler.group_place(group.guid)?));
            groups.filter_map(place).filter_map(|(at, place)| Serving::new(scenario, at, place)).collect()
        };
        Self {
            queues: (0..scenario.queues.len()).map(serving).collect(),
            agents: scenario.routing.agents,
            calls: scenario.routing.calls,
        }
    }

    /// The better of two agents for a caller.
    fn compare_agents(&self, one: &Match, other: &Match) -> Ordering {
        let calls = match self.agents {
            AgentChoice::LongestIdle => Ordering::Equal,
            AgentChoice::FewestCalls => one.calls.cmp(&other.calls),
        };
        let since = (one.agent.since, one.agent.session).cmp(&(other.agent.since, other.agent.session));
        one.level.cmp(&other.level).then(calls).then(since)
    }

    /// The one of two callers who goes first.
    fn compare_callers(&self, (one, by): &(Head, Match), (other, than): &(Head, Match)) -> Ordering {
        let priority = one.priority.cmp(&other.priority);
        let level = by.level.cmp(&than.level);
        let first = match self.calls {
            CallChoice::SkillFirst => level.then(priority),
            CallChoice::PriorityFirst => priority.then(level),
            CallChoice::LongestWaiting => priority,
        };
        first.then_with(|| one.before(other))
    }

    /// The best idle agent for a queue.
    fn agent_for(
        &self,
        queue: usize,
        handler: handler::View<'_, House>,
        workers: &[Worker],
    ) -> Option<Match> {
        let mut best: Option<Match> = None;
        let longest_idle = self.agents == AgentChoice::LongestIdle;
        for serving in &self.queues[queue] {
            // Nobody of the group is as good.
            if best.as_ref().is_some_and(|best| best.level < serving.best) {
                continue;
            }
            let mut best_here = None;
            for agent in handler.idle_in(serving.place) {
                let worker = &workers[places::desk_at(agent.device)];
                let Some((level, reserve)) = serving.teams[worker.team()] else { continue };
                // Nor is who follows one of this level, and has been idle for less time.
                let rank = Some((level, agent.since));
                if longest_idle && best_here.is_some() && rank > best_here {
                    continue;
                }
                if reserve > 0 && !serving.spares(worker.team(), reserve, handler, workers) {
                    continue;
                }
                let candidate = Match { agent, level, calls: worker.answered };
                if best.as_ref().is_none_or(|best| self.compare_agents(&candidate, best).is_lt()) {
                    best = Some(candidate);
                }
                best_here = rank;
                if longest_idle && level == serving.best {
                    break;
                }
            }
        }
        best
    }
}

impl Serving {
    fn new(scenario: &Scenario, group: usize, place: u32) -> Option<Self> {
        let of_team = |team: &Team| {
            let member = team.groups.iter().find(|member| member.group == group)?;
            Some((member.level, member.reserve))
        };
        let teams: Vec<_> = scenario.teams.iter().map(of_team).collect();
        let best = teams.iter().flatten().map(|(level, _)| *level).min()?;
        Some(Self { place, teams, best })
    }

    /// Whether more agents of the team are idle than it keeps back.
    fn spares(
        &self,
        team: usize,
        reserve: u32,
        handler: handler::View<'_, House>,
        workers: &[Worker],
    ) -> bool {
        let of_team = |agent: &IdleAgent| workers[places::desk_at(agent.device)].team() == team;
        handler.idle_in(self.place).filter(of_team).nth(reserve as usize).is_some()
    }
}

impl Simulation {
    /// The idle agent whom a call of the queue would get.
    pub(super) fn agent_for(&self, queue: usize) -> Option<Match> {
        self.skills.agent_for(queue, self.system.handler(), &self.workers)
    }

    /// Joins callers and agents as long as there are some for each other.
    pub(super) fn route(&mut self) {
        while !self.waiting.is_empty() {
            let Some((head, chosen)) = self.next_pair() else { return };
            self.deliver(head.call, chosen.agent);
        }
    }

    /// The caller who goes first of those for whom somebody is idle, and who that is.
    fn next_pair(&self) -> Option<(Head, Match)> {
        let mut first: Option<(Head, Match)> = None;
        for head in self.waiting.heads(self.now) {
            let Some(chosen) = self.agent_for(head.queue) else { continue };
            let pair = (head, chosen);
            if first.as_ref().is_none_or(|first| self.skills.compare_callers(&pair, first).is_lt()) {
                first = Some(pair);
            }
        }
        first
    }
}
