//! The answers, for people and for machines.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::super::text::{BAD, HEADING};
use super::figure::{Figure, Model, Unit};
use super::goal::Goal;
use super::{Question, Row};

pub(super) struct Report<'a> {
    pub(super) question: &'a Question,
    pub(super) figures: Vec<&'static Figure>,
    pub(super) rows: Vec<Row>,
    /// A sentence about the fewest agents, where they were asked for.
    pub(super) found: Option<String>,
}

/// Who meets the goal, and by how much one agent fewer misses it.
pub(super) fn found(goal: &Goal, figure: &Figure, below: Option<&Row>, row: &Row) -> String {
    let value = |row: &Row| match row.answer.as_ref().and_then(|answer| figure.value(answer)) {
        Some(value) => format!("{} is {} {}", figure.name, number(value, figure.unit), unit(figure.unit)),
        None => "the queue grows without end".to_owned(),
    };
    let fewest = format!("{} agents are the fewest for {goal}", row.agents);
    match below {
        Some(below) => format!("{fewest}; with {} {}.", below.agents, value(below)),
        None => format!("{fewest}."),
    }
}

impl Report<'_> {
    /// One number of agents as a list with explanations, several as a table.
    pub(super) fn text(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "{HEADING}{}{HEADING:#}\n", self.heading())?;
        if let Some(found) = &self.found {
            writeln!(out, "{found}\n")?;
        }
        match self.rows.as_slice() {
            [row] => self.list(row, out),
            _ => self.table(out),
        }
    }

    fn heading(&self) -> String {
        let Question { queue, threshold_s, .. } = self.question;
        let mut heading = format!("{} ({}): ", self.question.title(), self.notation());
        heading += &format!("{} erlangs", rounded(queue.load()));
        if self.question.has_times {
            heading += &format!(", services of {} s", rounded(queue.service_s));
        }
        for (what, seconds) in [("a patience of", queue.patience_s), ("a threshold of", *threshold_s)] {
            if let Some(seconds) = seconds {
                heading += &format!(", {what} {} s", rounded(seconds));
            }
        }
        heading
    }

    /// Kendall's; n agents where there are several numbers of them.
    fn notation(&self) -> String {
        let n = match self.rows.as_slice() {
            [row] => row.agents.to_string(),
            _ => "n".to_owned(),
        };
        let capacity = self.question.queue.capacity.unwrap_or(0);
        match self.question.model {
            Model::B => format!("M/M/{n}/{n}"),
            Model::C => format!("M/M/{n}"),
            Model::LimitedC => format!("M/M/{n}/{n}+{capacity}"),
            Model::A => format!("M/M/{n}+M"),
            Model::LimitedA => format!("M/M/{n}/{n}+{capacity}+M"),
        }
    }

    fn list(&self, row: &Row, out: &mut impl Write) -> io::Result<()> {
        let width = self.figures.iter().map(|figure| figure.name.len()).max().unwrap_or(0);
        writeln!(out, "{:width$}  {:>12}", "agents", row.agents)?;
        for figure in &self.figures {
            let Figure { name, meaning, .. } = figure;
            let value = self.cell(row, figure);
            writeln!(out, "{name:width$}  {value:>12}  {:7}  {meaning}", unit(figure.unit))?;
        }
        Ok(())
    }

    fn table(&self, out: &mut impl Write) -> io::Result<()> {
        // The load is the same in all rows.
        let columns = || self.figures.iter().filter(|figure| figure.unit != Unit::Erlangs);
        let width = |figure: &Figure| figure.heading.len().max(8);
        write!(out, "{HEADING}agents")?;
        for figure in columns() {
            write!(out, "  {:>width$}", figure.heading, width = width(figure))?;
        }
        writeln!(out, "{HEADING:#}")?;
        for row in &self.rows {
            write!(out, "{:>6}", row.agents)?;
            if row.answer.is_none() {
                writeln!(out, "  {BAD}unstable{BAD:#}: the queue grows without end")?;
                continue;
            }
            for figure in columns() {
                write!(out, "  {:>width$}", self.cell(row, figure), width = width(figure))?;
            }
            writeln!(out)?;
        }
        Ok(())
    }

    fn cell(&self, row: &Row, figure: &Figure) -> String {
        let value = row.answer.as_ref().and_then(|answer| figure.value(answer));
        value.map_or_else(|| "-".to_owned(), |value| number(value, figure.unit))
    }

    /// All figures in full precision.
    pub(super) fn json(&self, out: &mut impl Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, self)?;
        writeln!(out)
    }
}

impl Serialize for Report<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Question { queue, has_times, threshold_s, .. } = self.question;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("formula", self.question.title())?;
        map.serialize_entry("offered_load", &queue.load())?;
        map.serialize_entry("rate_per_s", &has_times.then_some(queue.arrival_rate))?;
        map.serialize_entry("service_s", &has_times.then_some(queue.service_s))?;
        map.serialize_entry("patience_s", &queue.patience_s)?;
        map.serialize_entry("threshold_s", threshold_s)?;
        map.serialize_entry("queue_capacity", &queue.capacity)?;
        let rows: Vec<_> = self.rows.iter().map(|row| JsonRow { row, figures: &self.figures }).collect();
        map.serialize_entry("rows", &rows)?;
        map.end()
    }
}

struct JsonRow<'a> {
    row: &'a Row,
    figures: &'a [&'static Figure],
}

impl Serialize for JsonRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("agents", &self.row.agents)?;
        map.serialize_entry("stable", &self.row.answer.is_some())?;
        for figure in self.figures {
            let value = self.row.answer.as_ref().and_then(|answer| figure.value(answer));
            map.serialize_entry(figure.name, &value)?;
        }
        map.end()
    }
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Erlangs => "erlangs",
        Unit::Share => "%",
        Unit::Callers => "callers",
        Unit::Seconds => "s",
    }
}

/// Four decimals, shares in percent; what they would round to nothing in powers of ten.
fn number(value: f64, unit: Unit) -> String {
    let value = if unit == Unit::Share { value * 100.0 } else { value };
    if value != 0.0 && value < 0.0001 { format!("{value:.3e}") } else { format!("{value:.4}") }
}

/// As it was given, without the noise of a conversion.
fn rounded(value: f64) -> String {
    let text = format!("{value:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
