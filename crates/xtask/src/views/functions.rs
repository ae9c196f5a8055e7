//! The functions as Markdown.

use tapi_acd::function::{ErrorRow, FUNCTIONS, FunctionRow, Mode};

use super::prose::{erratum, prose};
use crate::text::markdown_table;

pub(super) fn render() -> String {
    let mut text = format!(
        "# Functions\n\n{} functions as their Microsoft pages have them: of agents, groups, queues and agent \
         handlers, then those that every application calls, then two that stand for call control. *Unlisted* errors \
         are not on the page and must be expected all the same: this project's reasoning, see {}. Where each error \
         arises stands in [errors.md](errors.md).\n",
        FUNCTIONS.len(),
        erratum("E22")
    );
    text.extend(FUNCTIONS.iter().map(section));
    text
}

fn section(row: &FunctionRow) -> String {
    let exported: Vec<_> = row.exported_names().map(|name| format!("`{name}`")).collect();
    let result = match row.mode {
        Mode::Sync => "its return value is the result",
        Mode::Async => "it returns a request id, and `LINE_REPLY` brings the result",
    };
    let raises = row.raises.map_or_else(String::new, |kind| format!(" Raises [`{kind}`](requests.md)."));
    let params: Vec<_> = row
        .params
        .iter()
        .map(|param| {
            [
                format!("`{}`", param.name),
                format!("`{}`", param.kind),
                param.direction.to_string(),
                prose(param.meaning),
            ]
        })
        .collect();
    let unlisted = match row.unlisted {
        [] => String::new(),
        some => format!("\nUnlisted: {}.\n", names(some)),
    };
    let errors = match row.errors {
        [] => "the page is not among this project's facts".into(),
        some => names(some),
    };
    format!(
        "\n## {}\n\n{} TAPI {}; {}: {result}. Exported as {}.{raises}\n\n{}\nErrors: {errors}.\n{unlisted}",
        row.name,
        row.purpose,
        row.since,
        row.mode,
        exported.join(", "),
        markdown_table(["parameter", "C type", "way", "meaning"], &params),
    )
}

fn names(errors: &[ErrorRow]) -> String {
    errors.iter().map(|row| format!("`{}`", row.error)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_function_has_its_parameters_and_errors() {
        let text = render();
        let sections: Vec<_> = text.split("\n## ").skip(1).collect();
        assert_eq!(sections.len(), FUNCTIONS.len());
        for (section, row) in sections.iter().zip(FUNCTIONS) {
            assert!(section.starts_with(row.name), "{section}");
            for param in row.params {
                let start = format!("| `{}` ", param.name);
                assert!(section.lines().any(|line| line.starts_with(&start)), "{}: {start}", row.name);
            }
            for ErrorRow { error, .. } in row.expected() {
                assert!(section.contains(&format!("`{error}`")), "{}: {error}", row.name);
            }
        }
    }
}
