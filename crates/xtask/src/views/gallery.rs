//! The gallery: each scenario of the program as a page with a picture of one day.

mod picture;

use tapi_sim::scenario::{Embedded, Scenario, embedded, load};
use tapi_sim::{Figure, Of, Simulation, Summary, Unit};

use crate::text::markdown_table;

/// The seed of every picture.
const SEED: u64 = 1;
/// How many points a curve has.
const POINTS: u32 = 180;

/// A scenario as it was played for its page.
struct Shown {
    embedded: &'static Embedded,
    scenario: Scenario,
    summary: Summary,
}

impl Shown {
    fn play(name: &str) -> Self {
        let embedded = embedded().iter().find(|one| one.name == name);
        let embedded = embedded.unwrap_or_else(|| panic!("there is no scenario {name}"));
        let (_, scenario) = load(name).unwrap_or_else(|error| panic!("{error}"));
        let mut run = Simulation::new(&scenario, SEED).in_batches(POINTS);
        run.by_ref().for_each(drop);
        let summary = run.summary();
        Self { embedded, scenario, summary }
    }
}

/// The picture of a scenario.
pub(super) fn svg(name: &str) -> String {
    picture::render(&Shown::play(name))
}

/// The page of a scenario.
pub(super) fn page(name: &str) -> String {
    let shown = Shown::play(name);
    let (title, about) = (&shown.scenario.title, about(shown.embedded.text));
    let figures = figures(&shown.summary);
    format!(
        "# {title}\n\n{about}\n\
         ![Queue length, agents and waits of one run]({name}.svg)\n\n\
         One run with seed {SEED}, as [`{name}.toml`](../../scenarios/{name}.toml) has it:\n\n{figures}\n\
         ```text\nacdsim run {name} --seed {SEED}          these figures, and the first messages\n\
         acdsim replicate {name}             how sure they are, beside Erlang's formulas\n```\n"
    )
}

/// The list of all pages.
pub(super) fn index() -> String {
    let entry = |one: &Embedded| {
        let (_, scenario) = load(one.name).unwrap_or_else(|error| panic!("{error}"));
        let (name, title) = (one.name, scenario.title);
        format!("## [{name}]({name}.md)\n\n{title}.\n\n[![{name}]({name}.svg)]({name}.md)\n\n")
    };
    let entries: String = embedded().iter().map(entry).collect();
    format!(
        "# The scenarios of the program\n\nEach picture is one run with seed {SEED}. The language that they are \
         written in has a [reference](../scenario-language.md).\n\n{entries}"
    )
}

/// The comment at the head of the file, as prose.
fn about(text: &str) -> String {
    let head = text.lines().take_while(|line| line.starts_with('#'));
    let lines = head.map(|line| line.trim_start_matches('#').trim_start_matches(' '));
    lines.map(|line| format!("{line}\n")).collect()
}

/// The figures of the run that are not nought.
fn figures(summary: &Summary) -> String {
    let shown = |(figure, value): (&'static Figure, Option<f64>)| {
        let value = value.filter(|value| *value != 0.0)?;
        Some([figure.name.to_owned(), text(figure.unit, value), figure.meaning.to_owned()])
    };
    let rows: Vec<[String; 3]> = summary.run.figures(Of::Run).filter_map(shown).collect();
    markdown_table(["figure", "value", "meaning"], &rows)
}

fn text(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Calls => format!("{value:.0}"),
        Unit::Share => format!("{:.1} %", value * 100.0),
        Unit::Seconds => format!("{value:.1} s"),
        Unit::Mean => format!("{value:.2}"),
        Unit::Hours => format!("{value:.1} h"),
    }
}
