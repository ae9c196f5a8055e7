//! The structures of `tapi-wire` as Markdown.

use tapi_wire::layout::{LAYOUTS, Tail};
use tapi_wire::{Abi, FieldKind, FieldRow, Layout};

use super::prose;
use crate::text::markdown_table;

pub(super) fn render() -> String {
    let fields: usize = LAYOUTS.iter().map(|layout| layout.fields.len()).sum();
    let mut text = format!(
        "# Layouts\n\n{} structures with {fields} fields, in the order of the source files; the arms of \
         `LINEPROXYREQUEST` come last. All are packed: no byte lies between two fields. *win32* and *win64* are the \
         offset of the field and, behind the plus, its bytes.\n",
        LAYOUTS.len()
    );
    text.extend(LAYOUTS.iter().map(|layout| section(layout)));
    text
}

fn section(layout: &'static Layout) -> String {
    let [win32, win64] = [Abi::Win32, Abi::Win64].map(|abi| layout.size(abi));
    let size = match win32 == win64 {
        true => format!("{win64} bytes"),
        false => format!("{win32} bytes on 32-bit Windows, {win64} on 64-bit Windows"),
    };
    let rows: Vec<_> = layout.fields.iter().map(cells).collect();
    let mut text = format!(
        "\n## {}\n\n{size}; TAPI {}. Rust type: `{}`. Microsoft page: *{}*.\n\n{}",
        layout.name,
        layout.since,
        layout.rust_name,
        layout.page,
        markdown_table(["field", "win32", "win64", "unit", "made of", "since", "meaning"], &rows),
    );
    let tails: Vec<_> = Tail::of(layout).map(tail).collect();
    if !tails.is_empty() {
        let table = markdown_table(["size", "offset", "counted from", "what is there"], &tails);
        text += &format!("\nWhat sizes and offsets point to:\n\n{table}");
    }
    text
}

fn cells(row: &FieldRow) -> [String; 7] {
    let [win32, win64] = [Abi::Win32, Abi::Win64].map(|abi| format!("{}+{}", row.offset(abi), row.size(abi)));
    let made_of = match (row.kind, row.family) {
        (FieldKind::Structure(layout), _) => format!("`{}`", layout.name),
        (_, Some(family)) if row.is_set() => format!("`{}` bits", family.prefix),
        (_, Some(family)) => format!("one `{}`", family.prefix),
        (_, None) => String::new(),
    };
    [
        format!("`{}`", row.name),
        win32,
        win64,
        row.unit.unwrap_or_default().into(),
        made_of,
        row.since.map(|since| since.to_string()).unwrap_or_default(),
        prose(row.meaning),
    ]
}

fn tail(tail: &Tail) -> [String; 4] {
    let [size, offset] = [tail.size, tail.offset].map(|field| format!("`{}`", field.name));
    [size, offset, tail.base.to_string(), prose(&tail.content.to_string())]
}

/// As in the other views, with the errata where they lie from here.
fn prose(text: &str) -> String {
    prose::prose(text).replace("](errata.md#", "](../../tapi-acd/docs/errata.md#")
}

#[cfg(test)]
mod tests {
    use tapi_wire::layout::TAILS;

    use super::*;

    #[test]
    fn every_field_and_every_tail_has_its_row() {
        let text = render();
        let sections: Vec<_> = text.split("\n## ").skip(1).collect();
        assert_eq!(sections.len(), LAYOUTS.len());
        for (section, layout) in sections.iter().zip(LAYOUTS) {
            assert_eq!(section.lines().next(), Some(layout.name));
            for field in layout.fields {
                let start = format!("| `{}` ", field.name);
                assert!(section.lines().any(|line| line.starts_with(&start)), "{}: {start}", layout.name);
            }
        }
        let rows = text.lines().filter(|line| line.contains("Offset` ") && line.contains("Size` "));
        assert_eq!(rows.count(), TAILS.len());
    }

    #[test]
    fn errata_are_linked_where_they_lie() {
        let text = render();
        assert!(text.contains("[E21](../../tapi-acd/docs/errata.md#e21)"));
        assert!(!text.contains("](errata.md"));
    }

    #[test]
    fn what_differs_between_the_systems_is_shown() {
        let text = render();
        assert!(text.contains("24 bytes on 32-bit Windows, 40 on 64-bit Windows; TAPI 2.0."));
        let row = text.lines().find(|line| line.starts_with("| `dwParam1` ")).expect("a row");
        assert!(row.contains(" 12+4 ") && row.contains(" 16+8 "), "{row}");
    }
}
