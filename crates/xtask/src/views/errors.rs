//! The matrix of functions and errors as Markdown: where each arises, and which test shows it.

use std::collections::BTreeSet;

use tapi_acd::function::{ErrorRow, FUNCTIONS, FunctionRow, Layer};
use tapi_wire::consts::{Constants as _, LineErr};

use super::prose::{erratum, prose};
use crate::text::markdown_table;

pub(super) fn render() -> String {
    let with_errors = || FUNCTIONS.iter().filter(|row| row.expected().next().is_some());
    let cells = || with_errors().flat_map(FunctionRow::expected);
    let tested: usize = cells().map(|cell| cell.layers().len()).sum();
    let never = cells().filter(|cell| cell.never().is_some()).count();
    let mut text = format!(
        "# Errors\n\nWhich function comes back with which error, and who finds out: **R** the raw call (pointers and \
         sizes), **S** the server (handles, devices, versions, values), **H** the agent handler, **L** what goes on \
         around the call (TAPI is not initialised, there is no room, the handler is lost); **–** the page lists it and \
         it cannot arise in the model. {} cells: each of the {tested} ways to an error is shown by a test, and {never} \
         cells have a reason why there is none. Errors in brackets are not on the page (see {}).\n\nThe order in which \
         a call is looked at stands in the documentation of `tapi_acd::server` and `tapi_acd::handler`.\n\n\
         ## Overview\n",
        cells().count(),
        erratum("E22"),
    );
    for group in groups() {
        text += &format!("\n{}", overview(&group));
    }
    text.extend(with_errors().map(section));
    text
}

/// Functions that belong together and fit into one table: by address, by handle, groups and queues, all others.
fn groups() -> [Vec<&'static FunctionRow>; 4] {
    let mut groups = [const { Vec::new() }; 4];
    for row in FUNCTIONS.iter().filter(|row| row.expected().next().is_some()) {
        let takes = |param: &str| row.param(param).is_some();
        let group = match row.raises {
            None => 3,
            Some(_) if takes("dwAddressID") => 0,
            Some(_) if takes("hAgent") || takes("hAgentSession") || takes("lphAgent") => 1,
            Some(_) => 2,
        };
        groups[group].push(row);
    }
    groups
}

fn overview(functions: &[&FunctionRow]) -> String {
    let errors: BTreeSet<_> =
        functions.iter().flat_map(|row| row.expected()).map(|cell| name(cell.error)).collect();
    let functions_heading = functions.iter().map(|row| format!(" {} |", link(row))).collect::<String>();
    let mut text = format!("| |{functions_heading}\n|---|{}\n", "---|".repeat(functions.len()));
    for error in errors {
        text += &format!("| `{}` |", error.trim_start_matches("LINEERR_"));
        for row in functions {
            text += &format!(" {} |", letters(row, error));
        }
        text.push('\n');
    }
    text
}

/// The function without the `line` that they all begin with.
fn link(row: &FunctionRow) -> String {
    format!("[{}](#{})", row.name.trim_start_matches("line"), row.name.to_lowercase())
}

fn letters(row: &FunctionRow, error: &str) -> String {
    let Some(cell) = row.expected().find(|cell| name(cell.error) == error) else { return String::new() };
    if cell.never().is_some() {
        return "–".into();
    }
    cell.layers().iter().copied().map(letter).collect()
}

const fn letter(layer: Layer) -> char {
    match layer {
        Layer::RawCall => 'R',
        Layer::Server => 'S',
        Layer::Handler => 'H',
        Layer::Lifecycle => 'L',
    }
}

fn section(row: &FunctionRow) -> String {
    let listed = row.errors.iter().map(|cell| (cell, format!("`{}`", name(cell.error))));
    let unlisted = row.unlisted.iter().map(|cell| (cell, format!("(`{}`)", name(cell.error))));
    let rows: Vec<_> = listed.chain(unlisted).flat_map(|(cell, error)| ways(row, cell, &error)).collect();
    format!("\n## {}\n\n{}", row.name, markdown_table(["error", "arises", "test, or why it cannot"], &rows))
}

/// One row for each way to the error, or the one that says that there is none.
fn ways(function: &FunctionRow, cell: &ErrorRow, error: &str) -> Vec<[String; 3]> {
    match cell.never() {
        Some(why) => vec![[error.to_owned(), "never".into(), prose(why)]],
        None => {
            let way = |layer: &Layer| {
                [error.to_owned(), layer.to_string(), format!("`{}`", test(function, cell.error, *layer))]
            };
            cell.layers().iter().map(way).collect()
        }
    }
}

/// The path of the test in the workspace's one test binary.
fn test(function: &FunctionRow, error: LineErr, layer: Layer) -> String {
    let layer = layer.to_string().replace(' ', "_");
    let error = LineErr::FAMILY.row(error.0).map_or("", |row| row.rust_name).to_lowercase();
    format!("function_errors::{layer}::{error}::{}", snake_case(function.name))
}

/// `lineNegotiateAPIVersion` as `line_negotiate_api_version`.
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    let mut letters = name.chars().peekable();
    let mut before = 'X';
    while let Some(letter) = letters.next() {
        let last_capital = letters.peek().is_some_and(char::is_ascii_lowercase);
        if letter.is_ascii_uppercase() && (before.is_ascii_lowercase() || last_capital) {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
        before = letter;
    }
    snake
}

fn name(error: LineErr) -> &'static str {
    LineErr::FAMILY.row(error.0).map_or("", |row| row.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_tests_are_those_of_rust() {
        for (name, expected) in [
            ("lineOpen", "line_open"),
            ("lineSetAgentStateEx", "line_set_agent_state_ex"),
            ("lineNegotiateAPIVersion", "line_negotiate_api_version"),
        ] {
            assert_eq!(snake_case(name), expected);
        }
    }

    #[test]
    fn every_function_with_errors_is_in_one_group() {
        let grouped: Vec<_> = groups().into_iter().flatten().map(|row| row.name).collect();
        let unique: BTreeSet<_> = grouped.iter().collect();
        let expected = FUNCTIONS.iter().filter(|row| row.expected().next().is_some()).count();
        assert_eq!((grouped.len(), unique.len()), (expected, expected));
    }
}
