//! The state machines as Markdown: a diagram of the moves, and every cell of the table.

use tapi_acd::machine::{Basis, MACHINES, MachineTable, Verdict};

use super::prose::prose;

/// What stands for "does not exist yet" in every machine; the diagram's beginning.
const ABSENT: &str = "Absent";

pub(super) fn render() -> String {
    let mut text = "# State machines\n\nThe tables are total: each pair of state and event has a cell. *go* moves and \
                    is told, *stay* is granted and changes nothing, *refuse* is an error to who asked, *never* cannot \
                    happen. The number in a cell is its basis, listed below the table.\n"
        .to_owned();
    for machine in MACHINES {
        text += &format!("\n## Machine: {}\n\n{}\n{}", machine.name, diagram(machine), matrix(machine));
    }
    text
}

/// The cells that move, as a Mermaid diagram: one arrow for each pair of states.
fn diagram(machine: &MachineTable) -> String {
    let mut text = "```mermaid\nstateDiagram-v2\n".to_owned();
    for (from, name) in machine.states.iter().enumerate() {
        for (to, target) in machine.states.iter().enumerate() {
            let leads = |event: &usize| (machine.cell)(from, *event).0 == Verdict::Go(to);
            let events = (0..machine.events.len()).filter(leads).map(|event| machine.events[event]);
            let events = events.collect::<Vec<_>>().join(", ");
            if !events.is_empty() {
                let name = if *name == ABSENT { "[*]" } else { name };
                text += &format!("    {name} --> {target}: {events}\n");
            }
        }
    }
    text + "```\n"
}

/// A row for each event, a column for each state, and the bases as a list.
fn matrix(machine: &MachineTable) -> String {
    let mut bases: Vec<Basis> = Vec::new();
    let mut rows = vec![["event"].iter().chain(machine.states).map(|name| (*name).to_owned()).collect()];
    for (event, name) in machine.events.iter().enumerate() {
        let cells = (0..machine.states.len()).map(|state| {
            let (verdict, basis) = (machine.cell)(state, event);
            let number = bases.iter().position(|known| *known == basis).unwrap_or_else(|| {
                bases.push(basis);
                bases.len() - 1
            });
            format!("{} <sup>{}</sup>", describe(machine, verdict), number + 1)
        });
        rows.push([(*name).to_owned()].into_iter().chain(cells).collect());
    }
    let list = bases.iter().zip(1..).map(|(basis, number)| format!("{number}. {}\n", footnote(basis)));
    format!("{}\n{}", table(&rows), list.collect::<String>())
}

fn describe(machine: &MachineTable, verdict: Verdict<usize>) -> String {
    match verdict {
        Verdict::Go(to) => format!("go **{}**", machine.states[to]),
        Verdict::Stay => "stay".into(),
        Verdict::Refuse(error) => format!("refuse `{error}`"),
        Verdict::Never => "never".into(),
    }
}

/// On whose word, as a footnote or a cell.
pub(super) fn footnote(basis: &Basis) -> String {
    match basis {
        Basis::Documented(page) => format!("Documented: *{}*", prose(page)),
        Basis::Inferred(why) => format!("Inferred: {}", prose(why)),
    }
}

/// A table as wide as the machine has states; no cell has a bar.
fn table(rows: &[Vec<String>]) -> String {
    let columns = rows[0].len();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<_> = (0..columns).map(width).collect();
    let rule: Vec<_> = widths.iter().map(|width| "-".repeat(*width)).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, &width)| format!("| {cell:width$} "));
        cells.collect::<String>() + "|\n"
    };
    [&rows[0], &rule].into_iter().chain(&rows[1..]).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_is_there_and_has_a_basis() {
        let text = render();
        for machine in MACHINES {
            let cells = machine.states.len() * machine.events.len();
            let start = format!("## Machine: {}\n", machine.name);
            let section = text.split_once(&start).expect("a section").1;
            let section = section.split_once("\n## ").map_or(section, |(section, _)| section);
            assert_eq!(section.matches("<sup>").count(), cells, "{}", machine.name);
            assert!(section.contains("\n1. "), "{}", machine.name);
        }
    }

    #[test]
    fn the_diagram_has_every_move_once() {
        for machine in MACHINES {
            let diagram = diagram(machine);
            for (from, state) in machine.states.iter().enumerate() {
                for (event, name) in machine.events.iter().enumerate() {
                    let state = if *state == ABSENT { "[*]" } else { state };
                    let start = format!("    {state} --> ");
                    let arrows = diagram.lines().filter(|line| line.starts_with(&start));
                    let with = arrows.filter(|line| {
                        line.split_once(": ")
                            .is_some_and(|(_, events)| events.split(", ").any(|e| e == *name))
                    });
                    let moves = matches!((machine.cell)(from, event).0, Verdict::Go(_));
                    assert_eq!(with.count(), usize::from(moves), "{} {state} {name}", machine.name);
                }
            }
        }
    }
}
