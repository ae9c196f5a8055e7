//! What a message only hints at and which function reads it, as Markdown.

use tapi_acd::client::{Hint, REREADINGS, Rereading};
use tapi_acd::message::{Param, SHAPES, Shape};
use tapi_wire::Family;
use tapi_wire::consts::MessageId;

use super::prose::prose;
use crate::text::markdown_table;

pub(super) fn render() -> String {
    let rows: Vec<_> = REREADINGS.iter().map(cells).collect();
    let table = markdown_table(["hint", "read with", "basis"], &rows);
    format!(
        "# Re-reading\n\nWhat a message only hints at, and the function that reads it. A client does so by itself when \
         its user chooses; else the value that it has is stale from then on. A list hints at what it names for the \
         first time.\n\n{table}"
    )
}

fn cells(row: &Rereading) -> [String; 3] {
    let hint = match row.hint {
        Hint::Message(id, bits) => format!("`{id}` with {}", names(id, bits)),
        Hint::List(topic) => format!("the list of `{}`", topic.function()),
    };
    [hint, format!("`{}`", row.reads.function()), prose(&row.basis.to_string())]
}

/// The names of these bits, any of which will do.
fn names(id: MessageId, bits: u32) -> String {
    let shape = SHAPES.iter().find(|shape| shape.id == id);
    let rows = shape.and_then(changed).map_or(&[][..], |family| family.rows);
    let names = rows.iter().filter(|row| row.value & bits != 0).map(|row| format!("`{}`", row.name));
    names.collect::<Vec<_>>().join(" or ")
}

/// The family of the parameter that says what changed.
fn changed(shape: &Shape) -> Option<&'static Family> {
    shape.params.iter().find_map(|param| match param {
        Param::Bits(_, family) => Some(*family),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hint_has_its_row_and_every_bit_its_name() {
        let text = render();
        assert_eq!(text.lines().filter(|line| line.contains("`line")).count(), REREADINGS.len());
        for row in REREADINGS {
            if let Hint::Message(id, bits) = row.hint {
                let named = names(id, bits).split(" or ").filter(|name| !name.is_empty()).count();
                assert_eq!(u32::try_from(named), Ok(bits.count_ones()), "{id}");
            }
        }
    }
}
