//! `acdsim erlang`: the calculator.

mod args;
mod figure;
mod goal;
mod show;

use crate::theory::{Figures, MOST_AGENTS, Queue, TheoryError, Within, fewest_agents};

use super::{Trouble, Verdict, shown};
use args::{Asked, Question};
pub(super) use args::{ERLANG_HELP, ErlangArgs};
use figure::{FIGURES, Figure};
use goal::Goal;
use show::Report;

/// What the figures of one number of agents are read from.
struct Answer {
    figures: Figures,
    within: Option<Within>,
}

/// A number of agents and its figures; none where the queue grows without end.
struct Row {
    agents: u32,
    answer: Option<Answer>,
}

impl Question {
    /// The figures that there are.
    fn figures(&self) -> Vec<&'static Figure> {
        let has = |figure: &&Figure| {
            figure.of.contains(&self.model)
                && (self.threshold_s.is_some() || !figure.needs_threshold())
                && (self.has_times || !figure.is_time())
        };
        FIGURES.iter().filter(has).collect()
    }

    fn answer(&self, figures: Figures) -> Answer {
        Answer { within: self.threshold_s.map(|seconds| figures.within(seconds)), figures }
    }

    fn row(&self, agents: u32) -> Result<Row, TheoryError> {
        match (Queue { agents, ..self.queue }).figures() {
            Ok(figures) => Ok(Row { agents, answer: Some(self.answer(figures)) }),
            Err(TheoryError::Unstable { .. }) => Ok(Row { agents, answer: None }),
            Err(error) => Err(error),
        }
    }

    /// The row of the fewest agents who meet the goal, and that of one agent fewer.
    fn fewest(&self, goal: &Goal, figure: &Figure) -> Result<(Option<Row>, Row), Trouble> {
        let is_met = |figures: &Figures| {
            figure.value(&self.answer(figures.clone())).is_some_and(|value| goal.is_met(value))
        };
        let fewest = fewest_agents(&self.queue, is_met).map_err(Trouble::new)?;
        let fewest = fewest.ok_or_else(|| {
            Trouble::new(format!("not even {MOST_AGENTS} agents reach {goal}; expected a goal within reach"))
        })?;
        let below = (fewest > 1).then(|| self.row(fewest - 1)).transpose().map_err(Trouble::new)?;
        Ok((below, self.row(fewest).map_err(Trouble::new)?))
    }
}

pub(super) fn erlang(args: &ErlangArgs) -> Result<Verdict, Trouble> {
    let question = Question::of(args)?;
    let figures = question.figures();
    let (rows, found) = match &question.asked {
        Asked::Agents(agents) => {
            let rows = agents.clone().map(|agents| question.row(agents));
            (rows.collect::<Result<Vec<_>, _>>().map_err(Trouble::new)?, None)
        }
        Asked::Fewest(goal) => {
            let figure = goal.among(&figures, &question)?;
            let (below, row) = question.fewest(goal, figure)?;
            let found = show::found(goal, figure, below.as_ref(), &row);
            (vec![row], Some(found))
        }
    };
    if rows.iter().all(|row| row.answer.is_none()) {
        let agents = rows.last().map_or(0, |row| row.agents);
        return Err(Trouble::new(TheoryError::Unstable { load: question.queue.load(), agents }));
    }
    let report = Report { question: &question, figures, rows, found };
    let out = &mut anstream::stdout().lock();
    shown(if question.json { report.json(out) } else { report.text(out) })?;
    Ok(Verdict::Ok)
}
