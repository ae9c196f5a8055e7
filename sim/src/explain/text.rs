//! The readings as text: a title, aligned lines of label and value, and at most one table.

use std::fmt::{self, Display};
use std::iter;

use tapi_acd::Mode;
use tapi_acd::wire::consts::Since;

use super::Explanation;
use super::functions::{FunctionReading, ParamReading};
use super::reading::{
    BitSetReading, ConstantLine, ConstantReading, ErratumReading, ErrorReading, FamilyLine, FamilyReading,
    Group, MachineReading, MachineRow, MessageReading, Reading, RuleReading,
};
use super::structures::{FieldReading, RequestReading, Size, Span, StructureReading};
use super::views::{VIEWS, ViewsReading};

/// No line is longer, unless a single word is.
const WIDTH: usize = 100;
/// However wide the other columns are, the last one gets this much.
const LEAST_LAST_COLUMN: usize = 24;
/// What a line under a title begins with.
const INDENT: &str = "  ";

impl Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let [only] = self.readings.as_slice() {
            return Card::of(only).fmt(f);
        }
        let count = self.readings.len();
        let title = match self.number {
            Some(value) => format!("{} has {count} readings; --family picks one", number(value)),
            None => format!("{} has {count} readings; a full C name picks one", self.query),
        };
        write_title(f, &title)?;
        for group in self.readings.chunk_by(|a, b| a.group() == b.group()) {
            writeln!(f)?;
            match group {
                [only] => Card::of(only).fmt(f)?,
                several => {
                    writeln!(f, "{}", several[0].group())?;
                    write_table(f, &several.iter().map(Reading::row).collect::<Vec<_>>())?;
                }
            }
        }
        Ok(())
    }
}

impl Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Group::Constants => "single constants",
            Group::Families => "families",
            Group::BitSets => "sets of bits",
            Group::Structures => "structures",
            Group::Functions => "functions",
            Group::Machines => "state machines",
            Group::Rules => "rules",
            Group::Errata => "errata",
            Group::PlainNumbers => "other numbers",
        })
    }
}

/// One reading at length.
struct Card {
    title: String,
    /// Label and value; a label of several values stands on the first one.
    facts: Vec<Vec<String>>,
    table: Vec<Vec<String>>,
}

impl Display for Card {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_title(f, &self.title)?;
        write_table(f, &self.facts)?;
        if !self.table.is_empty() {
            writeln!(f)?;
        }
        write_table(f, &self.table)
    }
}

impl Card {
    fn of(reading: &Reading) -> Self {
        let title = reading.headline().join(": ");
        let card = Self { title, facts: Vec::new(), table: Vec::new() };
        match reading {
            Reading::Message(message) => card.message(message),
            Reading::Error(error) => {
                card.constant(&error.constant, [("listed by", list(&error.documented_by))])
            }
            Reading::Request(request) => card.request(request),
            Reading::Constant(constant) => card.constant(constant, []),
            Reading::Family(family) => card.family(family),
            Reading::BitSet(set) => card.bit_set(set),
            Reading::Structure(structure) => card.structure(structure),
            Reading::Function(function) => card.function(function),
            Reading::Machine(machine) => card.machine(machine),
            Reading::Views(views) => card.views(views),
            Reading::Rule(rule) => card.rule(rule),
            Reading::Erratum(erratum) => card.erratum(erratum),
            Reading::ApiVersion(_) | Reading::RequestId(_) | Reading::Zero => card,
        }
    }

    fn message(self, message: &MessageReading) -> Self {
        let line = &message.constant;
        let card = self
            .fact("message id", format!("{} ({:#x})", line.value, line.value))
            .fact("kind", message.role)
            .fact("since", since(line.since))
            .facts("hDevice", message.device);
        let parameters = message.parameters.iter();
        parameters
            .fold(card, |card, parameter| card.fact(parameter.position, &parameter.text))
            .errata(&message.errata)
            .fact("page", &message.page)
            .fact("Rust", &message.rust)
    }

    /// `own`: what only some constants have.
    fn constant<const N: usize>(self, constant: &ConstantReading, own: [(&str, Option<String>); N]) -> Self {
        let ConstantReading { constant: line, family, errata, rust } = constant;
        let card = self
            .fact("value", number(line.value))
            .fact("family", format!("{}, {}", family.family, family.kind))
            .fact("since", since(line.since));
        own.into_iter()
            .fold(card, |card, (label, value)| card.facts(label, value))
            .facts("carried by", places(family))
            .errata(errata)
            .fact("page", family.page)
            .fact("Rust", rust)
    }

    fn request(self, request: &RequestReading) -> Self {
        let RequestReading { constant, raised_by, arm } = request;
        let own = [("raised by", raised_by), ("arm", arm)];
        self.constant(constant, own.map(|(label, name)| (label, name.map(str::to_owned))))
    }

    fn family(self, reading: &FamilyReading) -> Self {
        let FamilyReading { family, constants, errata, errata_of_constants } = reading;
        let also = list(errata_of_constants).map(|ids| format!("on single constants: {ids}"));
        self.facts("carried by", places(family))
            .errata(errata)
            .facts(if errata.is_empty() { "errata" } else { "" }, also)
            .fact("page", family.page)
            .fact("Rust", family.rust_type)
            .table(constants.iter().map(constant_row))
    }

    fn bit_set(self, set: &BitSetReading) -> Self {
        let undefined = (set.undefined != 0).then(|| format!("{:#x}", set.undefined));
        self.fact("value", number(set.value))
            .facts("undefined", undefined)
            .facts("carried by", places(&set.family))
            .errata(&set.errata)
            .fact("page", set.family.page)
            .table(set.bits.iter().map(constant_row))
    }

    fn structure(self, structure: &StructureReading) -> Self {
        let tails = structure.tails.iter();
        let heading = match structure.is_same_on_both() {
            true => &["field", "offset", "size", "meaning"][..],
            false => &["field", "offset 32", "size 32", "offset 64", "size 64", "meaning"],
        };
        let heading = heading.iter().map(|&cell| cell.to_owned()).collect();
        let fields = structure.fields.iter().map(|field| field_row(field, structure.is_same_on_both()));
        self.facts("size", structure.sizes.iter().map(size))
            .fact("since", since(structure.since))
            .facts("held by", list(&structure.held_by))
            .facts("functions", list(&structure.functions))
            .facts("requests", list(&structure.requests))
            .facts("points to", tails.map(|tail| format!("{}Size and Offset: {}", tail.name, tail.text)))
            .errata(&structure.errata)
            .fact("page", structure.page)
            .fact("Rust", structure.rust)
            .table(iter::once(heading).chain(fields))
    }

    fn function(self, function: &FunctionReading) -> Self {
        let completes = match function.mode {
            Mode::Sync => "what it returns is the result",
            Mode::Async => "it returns a request id, and LINE_REPLY brings the result",
        };
        let heading = ["C type", "parameter", "way", "meaning"].map(str::to_owned).to_vec();
        let strange = function.errors.is_empty().then_some("the page is not among this project's facts");
        let ours = "not on the page; our reasoning, erratum E22";
        let unlisted = function.unlisted.iter().map(|error| format!("{error} ({ours})"));
        self.fact("mode", format!("{}: {completes}", function.mode))
            .fact("since", format!("TAPI {}", function.since))
            .fact("exported as", function.exported.join(", "))
            .facts("raises", function.raises)
            .facts("errors", &function.errors)
            .facts("errors", strange)
            .facts("unlisted", unlisted)
            .errata(&function.errata)
            .fact("page", &function.page)
            .table(iter::once(heading).chain(function.params.iter().map(param_row)))
    }

    fn machine(self, machine: &MachineReading) -> Self {
        let mut bases = Bases::default();
        let heading = ["state", "event", "basis", "what happens"].map(str::to_owned).to_vec();
        let rows = machine.rows.iter().map(|row| {
            let basis = bases.number(row.documented, row.basis);
            vec![row.from.to_owned(), row.event.to_owned(), basis, happens(row)]
        });
        let table: Vec<_> = iter::once(heading).chain(rows).collect();
        self.bases(bases).table(table)
    }

    fn views(self, views: &ViewsReading) -> Self {
        let mut bases = Bases::default();
        let heading = ["agent (Ex)", "session", "basis", "address"].map(str::to_owned).to_vec();
        let rows = views.rows.iter().map(|row| {
            let basis = bases.number(row.documented, row.basis);
            vec![row.agent_in_words(), row.session.to_owned(), basis, row.address.to_owned()]
        });
        let table: Vec<_> = iter::once(heading).chain(rows).collect();
        self.bases(bases).table(table)
    }

    fn rule(self, rule: &RuleReading) -> Self {
        self.fact("severity", rule.severity).fact("basis", rule.basis).errata(&rule.errata)
    }

    fn erratum(self, erratum: &ErratumReading) -> Self {
        self.fact("decision", erratum.decision)
            .facts("note", erratum.note)
            .fact("confidence", erratum.confidence)
            .facts("touches", list(erratum.touches))
            .fact("page", erratum.page)
    }

    fn fact(self, label: &str, value: impl Display) -> Self {
        self.facts(label, [value])
    }

    /// The values below each other, the label on the first; nothing when there are none.
    fn facts(mut self, label: &str, values: impl IntoIterator<Item = impl Display>) -> Self {
        let labels = iter::once(label).chain(iter::repeat(""));
        self.facts.extend(labels.zip(values).map(|(label, value)| vec![label.to_owned(), value.to_string()]));
        self
    }

    fn bases(mut self, bases: Bases) -> Self {
        let labels = iter::once("basis").chain(iter::repeat(""));
        let rows = labels.zip(bases.0).zip(1..);
        self.facts
            .extend(rows.map(|((label, basis), number)| vec![label.to_owned(), number.to_string(), basis]));
        self
    }

    fn errata(self, errata: &[ErratumReading]) -> Self {
        self.facts("errata", errata.iter().map(|erratum| format!("{}: {}", erratum.id, erratum.decision)))
    }

    fn table(mut self, rows: impl IntoIterator<Item = Vec<String>>) -> Self {
        self.table = rows.into_iter().collect();
        self
    }
}

/// What the cells of a table rest on, each basis once; the cells name it by its number.
#[derive(Default)]
struct Bases(Vec<String>);

impl Bases {
    fn number(&mut self, documented: bool, basis: &str) -> String {
        let word = if documented { "documented" } else { "inferred" };
        let basis = format!("{word}: {basis}");
        let number = self.0.iter().position(|known| *known == basis).unwrap_or_else(|| {
            self.0.push(basis);
            self.0.len() - 1
        });
        (number + 1).to_string()
    }
}

impl Reading {
    /// The name and what it means, in one line each.
    pub(super) fn headline(&self) -> [String; 2] {
        let [name, meaning]: [&str; 2] = match self {
            Reading::Message(MessageReading { constant: line, .. })
            | Reading::Error(ErrorReading { constant: ConstantReading { constant: line, .. }, .. })
            | Reading::Request(RequestReading { constant: ConstantReading { constant: line, .. }, .. })
            | Reading::Constant(ConstantReading { constant: line, .. }) => [line.name, line.meaning],
            Reading::Family(FamilyReading { family, constants, .. }) => {
                return [family.family.to_owned(), format!("{} constants, {}", constants.len(), family.kind)];
            }
            Reading::BitSet(set) => {
                return [format!("{:#x} in {}", set.value, set.family.family), bits(set)];
            }
            Reading::Structure(structure) => {
                let meaning = format!("a structure of {}", counted(structure.fields.len(), "field"));
                return [structure.name.to_owned(), meaning];
            }
            Reading::Function(function) => [function.name, function.purpose],
            Reading::Machine(MachineReading { name, states, events, .. }) => {
                let sizes = format!("a state machine of {} states and {} events", states.len(), events.len());
                return [(*name).to_owned(), sizes];
            }
            Reading::Views(_) => [
                VIEWS,
                "one agent by handle, the session at an address that weighs most, and what the address shows",
            ],
            Reading::Rule(rule) => [rule.id, rule.text],
            Reading::Erratum(erratum) => [erratum.id, erratum.defect],
            Reading::ApiVersion(version) => {
                return [format!("TAPI {}", version.version), format!("the version {:#x}", version.value)];
            }
            Reading::RequestId(request) => {
                let meaning = "an asynchronous function may return it, and LINE_REPLY may name it";
                return [format!("request id {}", request.value), meaning.to_owned()];
            }
            Reading::Zero => ["0", "success as a result, no bit of any set of bits, and no handle"],
        };
        [name.to_owned(), meaning.to_owned()]
    }

    /// The reading as a line of a table; all readings of a group have as many columns.
    fn row(&self) -> Vec<String> {
        let [name, meaning] = self.headline();
        match self {
            Reading::Message(message) => {
                vec![name, format!("message id {}", message.constant.value), meaning]
            }
            Reading::Error(ErrorReading { constant, .. })
            | Reading::Request(RequestReading { constant, .. })
            | Reading::Constant(constant) => {
                vec![name, format!("{:#x}", constant.constant.value), meaning]
            }
            _ => vec![name, meaning],
        }
    }
}

/// The verdict of a machine in one cell.
fn happens(row: &MachineRow) -> String {
    let target = row.to.map(str::to_owned).or_else(|| row.error.map(|error| error.to_string()));
    iter::once(row.verdict.to_owned()).chain(target).collect::<Vec<_>>().join(" ")
}

fn constant_row(line: &ConstantLine) -> Vec<String> {
    vec![line.name.to_owned(), format!("{:#x}", line.value), line.since.to_string(), line.meaning.to_owned()]
}

/// A field, with what its bytes are made of behind its meaning.
fn field_row(field: &FieldReading, same_on_both: bool) -> Vec<String> {
    let spans = match same_on_both {
        true => &[field.win64][..],
        false => &[field.win32, field.win64],
    };
    let places = spans.iter().flat_map(|Span { offset, size }| [offset.to_string(), size.to_string()]);
    let constants = field.family.map(|family| match field.is_set {
        true => format!("{family} bits"),
        false => format!("one {family}"),
    });
    let unit = field.unit.filter(|_| constants.is_none()).map(str::to_owned);
    let structure = field.structure.map(str::to_owned);
    let since = field.since.map(|since| format!("since TAPI {since}"));
    let remarks: Vec<String> = [constants, unit, structure, since].into_iter().flatten().collect();
    let meaning = match remarks.is_empty() {
        true => field.meaning.to_owned(),
        false => format!("{} [{}]", field.meaning, remarks.join("; ")),
    };
    iter::once(field.name.to_owned()).chain(places).chain([meaning]).collect()
}

fn param_row(param: &ParamReading) -> Vec<String> {
    let ParamReading { c_type, name, direction, meaning } = param;
    vec![c_type.clone(), (*name).to_owned(), direction.to_string(), (*meaning).to_owned()]
}

fn size(Size { since, win32, win64 }: &Size) -> String {
    let bytes = match win32 == win64 {
        true => counted(*win32, "byte"),
        false => format!("{win32} bytes on 32-bit Windows, {win64} bytes on 64-bit Windows"),
    };
    since.map_or_else(|| bytes.clone(), |since| format!("{bytes} since TAPI {since}"))
}

fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

/// The names of a set, without what they have in common.
fn bits(set: &BitSetReading) -> String {
    let short =
        |line: &ConstantLine| line.name.strip_prefix(set.family.family).unwrap_or(line.name).to_owned();
    let undefined = (set.undefined != 0).then(|| format!("{:#x}", set.undefined));
    let names: Vec<String> = set.bits.iter().map(short).chain(undefined).collect();
    match names.is_empty() {
        true => "no bit".to_owned(),
        false => names.join(" | "),
    }
}

/// A number in every form in which it is met.
fn number(value: u32) -> String {
    match value.cast_signed() {
        signed if signed < 0 => format!("{value:#x} ({value}, signed {signed})"),
        _ => format!("{value:#x} ({value})"),
    }
}

fn since(since: Since) -> String {
    match since {
        Since::Unknown => "unknown".to_owned(),
        Since::Documented(_) | Since::Inferred(_) => format!("TAPI {since}"),
    }
}

fn places(family: &FamilyLine) -> Option<String> {
    let places = family.carried_by.iter().map(|place| format!("{} {}", place.message, place.parameter));
    list(&places.collect::<Vec<_>>())
}

/// The items in one line; nothing when there are none.
fn list<T: AsRef<str>>(items: &[T]) -> Option<String> {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    (!items.is_empty()).then(|| items.join(", "))
}

/// Writes a heading; where it takes several lines, the others are indented.
fn write_title(f: &mut fmt::Formatter<'_>, title: &str) -> fmt::Result {
    let indents = iter::once("").chain(iter::repeat(INDENT));
    indents
        .zip(wrap(title, WIDTH - INDENT.len()))
        .try_for_each(|(indent, line)| writeln!(f, "{indent}{line}"))
}

/// Writes rows in aligned columns, two blanks apart; the last column is wrapped.
fn write_table(f: &mut fmt::Formatter<'_>, rows: &[Vec<String>]) -> fmt::Result {
    let columns = rows.iter().map(|row| row.len().saturating_sub(1)).max().unwrap_or(0);
    let cells = |column: usize| rows.iter().filter_map(move |row| row.get(column));
    let width = |column| cells(column).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns).filter_map(width).collect();
    let before_last = INDENT.len() + widths.iter().map(|width| width + 2).sum::<usize>();
    let last_width = WIDTH.saturating_sub(before_last).max(LEAST_LAST_COLUMN);
    for row in rows {
        let Some((last, first)) = row.split_last() else { continue };
        let mut line = INDENT.to_owned();
        for (cell, &width) in iter::zip(first, &widths) {
            line.push_str(&format!("{cell:width$}  "));
        }
        for part in wrap(last, last_width) {
            writeln!(f, "{}", format!("{line:before_last$}{part}").trim_end())?;
            line.clear();
        }
    }
    Ok(())
}

/// Breaks a text at blanks into lines of at most `width` characters; a word that is longer stays whole, and no line
/// begins with the bar of a set.
fn wrap(text: &str, width: usize) -> Vec<String> {
    const UNBROKEN: &str = "\u{a0}|";
    let mut lines: Vec<String> = Vec::new();
    for word in text.replace(" |", UNBROKEN).split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.iter().map(|line| line.replace(UNBROKEN, " |")).collect()
}
