//! The question turned round: how many agents.

use super::{Figures, Queue, TheoryError};

/// The most agents that are tried.
pub const MOST_AGENTS: u32 = 10_000_000;

/// The fewest agents with whom the queue's figures meet a goal; `None` where [`MOST_AGENTS`] do not either.
///
/// Once met, the goal has to stay met with more agents; the queue's own number of agents plays no part. A queue that
/// grows without end meets no goal.
///
/// # Errors
///
/// As [`Queue::figures`], but for instability.
pub fn fewest_agents(queue: &Queue, goal: impl Fn(&Figures) -> bool) -> Result<Option<u32>, TheoryError> {
    let is_met = |agents| match (Queue { agents, ..*queue }).figures() {
        Ok(figures) => Ok(goal(&figures)),
        Err(TheoryError::Unstable { .. }) => Ok(false),
        Err(other) => Err(other),
    };
    let (mut too_few, mut enough) = (0, 1);
    while !is_met(enough)? {
        if enough == MOST_AGENTS {
            return Ok(None);
        }
        too_few = enough;
        enough = (enough * 2).min(MOST_AGENTS);
    }
    while enough - too_few > 1 {
        let between = too_few.midpoint(enough);
        if is_met(between)? {
            enough = between;
        } else {
            too_few = between;
        }
    }
    Ok(Some(enough))
}
