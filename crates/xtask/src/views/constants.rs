//! The constant families of `tapi-wire` as Markdown.

use tapi_wire::consts::FAMILIES;
use tapi_wire::{ConstRow, Family, FamilyKind};

use crate::text::markdown_table;

pub(super) fn render() -> String {
    let rows: usize = FAMILIES.iter().map(|family| family.rows.len()).sum();
    let mut text = format!(
        "# Constants\n\n{rows} constants in {} families, in the order of the source files. *Since* is the first TAPI \
         version that has the constant.\n",
        FAMILIES.len()
    );
    for family in FAMILIES {
        text += &format!("\n{}", render_family(family));
    }
    text
}

fn render_family(family: &Family) -> String {
    let kind = match family.kind {
        FamilyKind::Value => "one value at a time",
        FamilyKind::Flags => "a set of bits",
    };
    let rows: Vec<_> = family.rows.iter().map(cells).collect();
    let table = markdown_table(["C name", "value", "Rust name", "since", "meaning"], &rows);
    format!(
        "## `{}`\n\nRust type: `{}`; {kind}. Microsoft page: *{}*.\n\n{table}",
        family.prefix, family.rust_name, family.page
    )
}

fn cells(row: &ConstRow) -> [String; 5] {
    [
        format!("`{}`", row.name),
        format!("{:#010x}", row.value),
        format!("`{}`", row.rust_name),
        row.since.to_string(),
        row.meaning.into(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_constant_has_its_row() {
        let text = render();
        for family in FAMILIES {
            for row in family.rows {
                let start = format!("| `{}` ", row.name);
                assert!(text.lines().any(|line| line.starts_with(&start)), "{} has no row", row.name);
            }
        }
    }
}
