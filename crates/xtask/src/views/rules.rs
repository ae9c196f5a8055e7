//! The contract's rules as Markdown.

use tapi_acd::contract::{RULES, Rule};

use super::prose::prose;
use crate::text::markdown_table;

pub(super) fn render() -> String {
    let rows: Vec<_> = RULES.iter().copied().map(cells).collect();
    let table = markdown_table(["id", "severity", "rule", "basis"], &rows);
    format!(
        "# Rules\n\nWhat the monitor asks of a trace. A *must* stands on a Microsoft page: a trace that breaks it is \
         wrong. A *hint* is what this project inferred: worth a look, no verdict.\n\n{table}"
    )
}

fn cells(rule: &Rule) -> [String; 4] {
    [rule.id.into(), rule.severity.to_string(), prose(rule.text), prose(rule.basis)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_its_row() {
        let text = render();
        for rule in RULES {
            assert!(text.lines().any(|line| line.starts_with(&format!("| {} ", rule.id))), "{}", rule.id);
        }
    }
}
