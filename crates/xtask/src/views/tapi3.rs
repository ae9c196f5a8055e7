//! What each bit of each message becomes in TAPI 3, as Markdown.

use tapi_acd::tapi3::{Confidence, Row, TAPI3};

use super::prose::prose;
use crate::text::markdown_table;

pub(super) fn render() -> String {
    let header = ["message", "bit", "state", "event", "value", "confidence", "note"];
    format!(
        "# TAPI 3\n\nThe COM event that an application of TAPI 3 sees for each bit of a message. No page has this \
         table: names and values match one to one, *high* marks a row that the names decide, *medium* the only \
         plausible reading.\n\n{}",
        markdown_table(header, &TAPI3.iter().map(cells).collect::<Vec<_>>())
    )
}

fn cells(row: &Row) -> [String; 7] {
    let code = |name: &str| format!("`{name}`");
    let member = row.event.map(|event| (event.tapi_event(), event.member()));
    [
        code(&row.message.to_string()),
        row.bit.map_or("any".into(), |_| code(row.bit_name())),
        row.state_name().map_or(String::new(), code),
        member.map_or("none".into(), |((kind, _), (name, _))| format!("`{kind}`, `{name}`")),
        member.map_or(String::new(), |((_, kind), (_, value))| format!("{kind}, {value}")),
        match row.confidence {
            Confidence::High => "high".into(),
            Confidence::Medium => "medium".into(),
        },
        prose(row.note),
    ]
}
