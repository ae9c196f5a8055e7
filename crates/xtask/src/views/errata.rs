//! The errata as Markdown.

use std::iter;

use tapi_acd::errata::{ERRATA, Erratum, Pin, Place};

use super::prose::prose;

pub(super) fn render() -> String {
    let sections = ERRATA.iter().map(section);
    let introduction = "# Errata\n\nDefects of Microsoft's documentation, and what this project decided. The facts \
                        behind each are in `fixtures/spec/errata.md`, under the same number. *Test* names what fails \
                        when the decision is undone: `errata::…` lies in `tests/errata.rs`, and \
                        `tapi-wire layouts::…` in the tests of that crate.\n";
    iter::once(introduction.to_owned()).chain(sections).collect()
}

fn section(erratum: &Erratum) -> String {
    let Erratum { id, page, defect, decision, note, confidence, touches: _, code, pin } = erratum;
    let mut text = format!("\n## {id}\n\n- Page: {}.\n- Defect: {}.\n", prose(page), prose(defect));
    text += &format!("- Decision ({confidence}): {}", prose(decision));
    text += &note.map_or_else(String::new, |note| format!(" {}", prose(note)));
    text += "\n- Code: ";
    text += &code.chunk_by(|one, other| one.file == other.file).map(places).collect::<Vec<_>>().join(", ");
    text += ".\n";
    match pin {
        Pin::Tests(tests) => text.extend(tests.iter().map(|test| format!("- Test: `{test}`\n"))),
        Pin::Nothing(why) => text += &format!("- Test: none. {}\n", prose(why)),
    }
    text
}

/// The items of one file.
fn places(places: &[Place]) -> String {
    let items: Vec<_> = places.iter().map(|place| format!("`{}`", place.item)).collect();
    let file = places.first().map_or("", |place| place.file);
    format!("`{file}` ({})", items.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_erratum_has_its_section_and_a_test_or_a_reason() {
        let text = render();
        let sections: Vec<_> = text.split("\n## ").skip(1).collect();
        assert_eq!(sections.len(), ERRATA.len());
        for (section, erratum) in sections.iter().zip(ERRATA) {
            assert!(section.starts_with(erratum.id), "{section}");
            assert!(section.contains("\n- Test: "), "{section}");
        }
    }
}
