//! Everything that has a name, and how forgiving the search for it is.

use tapi_acd::contract::{RULES, Rule};
use tapi_acd::errata::{ERRATA, Erratum};
use tapi_acd::function::{FUNCTIONS, FunctionRow};
use tapi_acd::machine::{MACHINES, MachineTable};
use tapi_acd::wire::Layout;
use tapi_acd::wire::consts::{ConstRow, FAMILIES, Family};
use tapi_acd::wire::layout::LAYOUTS;

use super::NotFound;
use super::functions::FunctionReading;
use super::reading::{ErratumReading, FamilyReading, MachineReading, Reading, RuleReading};
use super::structures::StructureReading;
use super::views::{VIEWS, ViewsReading};

/// Longer names are not compared: the cost grows with the product of their lengths.
const LONGEST_COMPARED: usize = 64;
/// With more slips than these a name is another one; short names allow fewer.
const MOST_SLIPS: usize = 3;
/// So many near names are offered.
const MOST_NEAR: usize = 5;

/// What a name stands for.
#[derive(Clone, Copy)]
enum Target {
    Row(&'static Family, &'static ConstRow),
    Family(&'static Family),
    Structure(&'static Layout),
    Function(&'static FunctionRow),
    Machine(&'static MachineTable),
    Views,
    Rule(&'static Rule),
    Erratum(&'static Erratum),
}

/// One name of the protocol or of this project.
struct Entry {
    name: &'static str,
    /// Shorter forms, as [`key`]s.
    aliases: Vec<String>,
    target: Target,
}

/// The readings of a name.
pub(super) fn readings(name: &str) -> Result<Vec<Reading>, NotFound> {
    let entries: Vec<Entry> = entries().collect();
    let found: Vec<Reading> = find(name, &entries).into_iter().map(Target::reading).collect();
    if found.is_empty() {
        return Err(NotFound::Name { name: name.to_owned(), near: near(name, &entries) });
    }
    Ok(found)
}

/// The reading of a name within one family.
pub(super) fn in_family(name: &str, family: &'static Family) -> Result<Vec<Reading>, NotFound> {
    row_in(name, family).map(|row| vec![Reading::of_row(family, row)])
}

/// The constant of the family that the name means.
pub(super) fn row_in(name: &str, family: &'static Family) -> Result<&'static ConstRow, NotFound> {
    let entries: Vec<Entry> = family.rows.iter().map(|row| Entry::of_row(family, row)).collect();
    let row = find(name, &entries).into_iter().find_map(|target| match target {
        Target::Row(_, row) => Some(row),
        _ => None,
    });
    row.ok_or_else(|| NotFound::NameInFamily {
        name: name.to_owned(),
        family: family.prefix,
        near: near(name, &entries),
    })
}

/// The family that the name means.
pub(super) fn family(name: &str) -> Result<&'static Family, NotFound> {
    let entries: Vec<Entry> = FAMILIES.iter().map(Entry::of_family).collect();
    let family = find(name.trim(), &entries).into_iter().find_map(|target| match target {
        Target::Family(family) => Some(family),
        _ => None,
    });
    family.ok_or_else(|| NotFound::Family { name: name.to_owned(), near: near(name, &entries) })
}

/// The entries that the name means: by its C name as written, else in another case, else without regard to blanks and
/// underscores, else in a shorter form.
fn find(name: &str, entries: &[Entry]) -> Vec<Target> {
    let short = key(name);
    let steps: [&dyn Fn(&Entry) -> bool; 4] = [
        &|entry| entry.name == name,
        &|entry| entry.name.eq_ignore_ascii_case(name),
        &|entry| key(entry.name) == short,
        &|entry| entry.aliases.contains(&short),
    ];
    let matches = |step: &dyn Fn(&Entry) -> bool| -> Vec<Target> {
        entries.iter().filter(|entry| step(entry)).map(|entry| entry.target).collect()
    };
    steps.into_iter().map(matches).find(|found| !found.is_empty()).unwrap_or_default()
}

/// The names that were probably meant, the nearest first.
fn near(name: &str, entries: &[Entry]) -> Vec<&'static str> {
    let short = key(name);
    if short.len() > LONGEST_COMPARED {
        return Vec::new();
    }
    let slips = |other: &str| match short.len() >= 3 && other.starts_with(&short) {
        true => 1,
        false => strsim::damerau_levenshtein(&short, other),
    };
    let nearest = |entry: &Entry| {
        let aliases = entry.aliases.iter().map(|alias| slips(alias));
        aliases.fold(slips(&key(entry.name)), usize::min)
    };
    let most_slips = (1 + short.chars().count() / 4).min(MOST_SLIPS);
    let mut ranked: Vec<_> = entries
        .iter()
        .map(|entry| (nearest(entry), entry.name.len(), entry.name))
        .filter(|(slips, ..)| *slips <= most_slips)
        .collect();
    ranked.sort_unstable();
    ranked.into_iter().take(MOST_NEAR).map(|(.., name)| name).collect()
}

/// A name without what people leave out or add: case, blanks and punctuation.
fn key(name: &str) -> String {
    let counts = |letter: &char| !matches!(letter, '_' | ' ' | '-' | '(' | ')' | ':');
    name.chars().filter(counts).map(|letter| letter.to_ascii_uppercase()).collect()
}

fn entries() -> impl Iterator<Item = Entry> {
    let rows = FAMILIES.iter().flat_map(|family| family.rows.iter().map(|row| Entry::of_row(family, row)));
    let machines = MACHINES.iter().map(|machine| Entry::plain(machine.name, Target::Machine(machine)));
    let rules = RULES.iter().map(|rule| Entry::plain(rule.id, Target::Rule(rule)));
    let errata = ERRATA.iter().map(|erratum| Entry::plain(erratum.id, Target::Erratum(erratum)));
    rows.chain(FAMILIES.iter().map(Entry::of_family))
        .chain(LAYOUTS.iter().map(|layout| Entry::of_structure(layout)))
        .chain(FUNCTIONS.iter().map(Entry::of_function))
        .chain(machines)
        .chain([Entry::plain(VIEWS, Target::Views)])
        .chain(rules)
        .chain(errata)
}

impl Entry {
    fn of_row(family: &'static Family, row: &'static ConstRow) -> Self {
        let suffix = row.name.strip_prefix(family.prefix).unwrap_or(row.name);
        let without_line = row.name.strip_prefix("LINE").unwrap_or(row.name);
        let rust_path = [family.rust_name, row.rust_name].concat();
        Self::new(row.name, &[suffix, without_line, row.rust_name, &rust_path], Target::Row(family, row))
    }

    fn of_family(family: &'static Family) -> Self {
        let without_line = family.prefix.strip_prefix("LINE").unwrap_or(family.prefix);
        Self::new(family.prefix, &[without_line, family.rust_name], Target::Family(family))
    }

    fn of_structure(layout: &'static Layout) -> Self {
        let without_line = layout.name.strip_prefix("LINE").unwrap_or(layout.name);
        let arm = layout.name.split_once('.').map_or("", |(_, arm)| arm);
        Self::new(layout.name, &[without_line, arm, layout.rust_name], Target::Structure(layout))
    }

    fn of_function(function: &'static FunctionRow) -> Self {
        let without_line = function.name.strip_prefix("line").unwrap_or(function.name);
        let exported: Vec<String> = function.exported_names().collect();
        let aliases: Vec<&str> = exported.iter().map(String::as_str).chain([without_line]).collect();
        Self::new(function.name, &aliases, Target::Function(function))
    }

    fn plain(name: &'static str, target: Target) -> Self {
        Self::new(name, &[], target)
    }

    fn new(name: &'static str, aliases: &[&str], target: Target) -> Self {
        let aliases = aliases.iter().map(|alias| key(alias)).filter(|alias| !alias.is_empty()).collect();
        Self { name, aliases, target }
    }
}

impl Target {
    fn reading(self) -> Reading {
        match self {
            Target::Row(family, row) => Reading::of_row(family, row),
            Target::Family(family) => Reading::Family(FamilyReading::of(family)),
            Target::Structure(layout) => Reading::Structure(StructureReading::of(layout)),
            Target::Function(function) => Reading::Function(FunctionReading::of(function)),
            Target::Machine(machine) => Reading::Machine(MachineReading::of(machine)),
            Target::Views => Reading::Views(ViewsReading::new()),
            Target::Rule(rule) => Reading::Rule(RuleReading::of(rule)),
            Target::Erratum(erratum) => Reading::Erratum(ErratumReading::of(erratum)),
        }
    }
}
