//! The tree as an aligned table: offset, bytes, field and value, meaning.

use std::io::{self, Write};

use anstyle::Style;

use super::super::text::{BAD, GOOD, HEADING};
use crate::decode::Node;

/// Bytes in a line.
const BYTES: usize = 8;
/// The column of the bytes: two digits and a blank each, or a sign that there are more.
const BYTES_WIDTH: usize = 3 * BYTES;
/// The column of field and value, so that most meanings stand below each other.
const FIELD_WIDTH: usize = 44;
const INDENT: usize = 2;
const QUIET: Style = Style::new().dimmed();

/// Writes the line above the columns.
pub(super) fn heading(out: &mut impl Write, title: &str) -> io::Result<()> {
    writeln!(out, "{HEADING}{title}{HEADING:#}")?;
    let columns =
        format!("{:8}  {:BYTES_WIDTH$}  {:FIELD_WIDTH$}  meaning", "offset", "bytes", "field = value");
    writeln!(out, "{QUIET}{columns}{QUIET:#}")
}

/// Writes a node and everything below it.
pub(super) fn rows(out: &mut impl Write, node: &Node, depth: usize) -> io::Result<()> {
    row(out, node, depth)?;
    node.children.iter().try_for_each(|child| rows(out, child, depth + 1))
}

/// Writes the line below the table.
pub(super) fn verdict(out: &mut impl Write, counted: &str, problems: usize) -> io::Result<()> {
    match problems {
        0 => writeln!(out, "{GOOD}nothing is wrong{GOOD:#}: {counted}"),
        1 => writeln!(out, "{BAD}✗ one problem{BAD:#}: {counted}"),
        _ => writeln!(out, "{BAD}✗ {problems} problems{BAD:#}: {counted}"),
    }
}

fn row(out: &mut impl Write, node: &Node, depth: usize) -> io::Result<()> {
    let indent = depth * INDENT;
    let bytes = if node.opaque { String::new() } else { digits(&node.bytes) };
    let field = match (&node.value, node.structure) {
        (Some(value), _) => format!("{:indent$}{} = {value}", "", node.name),
        (None, Some(structure)) if structure != node.name => {
            format!("{:indent$}{} {structure}", "", node.name)
        }
        (None, _) => format!("{:indent$}{}", "", node.name),
    };
    let meaning = node.meaning.as_deref().unwrap_or_default();
    line(out, node.offset, &bytes, &field, meaning)?;
    if let Some(problem) = node.problem {
        let before = 8 + 2 + BYTES_WIDTH + 2 + indent;
        writeln!(out, "{:before$}{BAD}✗ {problem}{BAD:#}", "")?;
    }
    if node.opaque {
        for (index, bytes) in node.bytes.chunks(BYTES).enumerate() {
            let field = format!("{:indent$}  {}", "", characters(bytes));
            line(out, node.offset + index * BYTES, &digits(bytes), &field, "")?;
        }
    }
    Ok(())
}

fn line(out: &mut impl Write, offset: usize, bytes: &str, field: &str, meaning: &str) -> io::Result<()> {
    write!(out, "{QUIET}{offset:08x}  {bytes:BYTES_WIDTH$}{QUIET:#}  ")?;
    match meaning {
        "" => writeln!(out, "{field}"),
        _ => writeln!(out, "{field:FIELD_WIDTH$}  {meaning}"),
    }
}

/// The first bytes as hex digits.
fn digits(bytes: &[u8]) -> String {
    let digits: Vec<String> = bytes.iter().take(BYTES).map(|byte| format!("{byte:02x}")).collect();
    digits.join(" ") + if bytes.len() > BYTES { "…" } else { "" }
}

/// Bytes as the characters that they would be in ASCII.
fn characters(bytes: &[u8]) -> String {
    let shown = |byte: &u8| if byte.is_ascii_graphic() || *byte == b' ' { char::from(*byte) } else { '.' };
    bytes.iter().map(shown).collect()
}
