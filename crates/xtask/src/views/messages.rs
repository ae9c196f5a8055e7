//! What each parameter of each message is, as Markdown.

use std::fmt::Write as _;

use tapi_acd::message::{Param, SHAPES, Shape};
use tapi_wire::Family;
use tapi_wire::consts::{CallState, Constants as _, MessageId};

use super::prose::{erratum, prose};
use crate::text::markdown_table;

const NAMES: [&str; 3] = ["`dwParam1`", "`dwParam2`", "`dwParam3`"];

pub(super) fn render() -> String {
    let (call_center, companions): (Vec<_>, Vec<_>) = SHAPES.iter().partition(|shape| shape.call_center);
    format!(
        "# Messages\n\nWhat a message's device and parameters are. *Since* is the first TAPI version whose \
         applications get the message.\n\n\
         ## Call-center messages\n\n{}\n## Companions\n\n{}\n## Modes of a call state\n\n\
         `dwParam2` of `LINE_CALLSTATE` is of the family that goes with the state in `dwParam1`; with any other state \
         it has no family.\n\n{}",
        table(&call_center),
        table(&companions),
        modes()
    )
}

fn table(shapes: &[&Shape]) -> String {
    let header = ["id", "message", "since", "`hDevice`", NAMES[0], NAMES[1], NAMES[2], "errata", "page"];
    markdown_table(header, &shapes.iter().map(|shape| cells(shape)).collect::<Vec<_>>())
}

fn cells(shape: &Shape) -> [String; 9] {
    let [one, two, three] = shape.params.each_ref().map(|param| describe(param, shape));
    let since = MessageId::FAMILY.row(shape.id.0).map_or(String::new(), |row| row.since.to_string());
    let errata = shape.errata.iter().copied().map(erratum).collect::<Vec<_>>().join(", ");
    let page = format!("*{}*", prose(shape.page));
    [
        shape.id.0.to_string(),
        format!("`{}`", shape.id),
        since,
        shape.device.into(),
        one,
        two,
        three,
        errata,
        page,
    ]
}

fn describe(param: &Param, shape: &Shape) -> String {
    let what = match param {
        Param::Zero => return "reserved, set to zero".into(),
        Param::Unused => return "unused".into(),
        Param::Handle(_) => "a handle".into(),
        Param::Number(_) => "a number".into(),
        Param::Free(_) => "any value".into(),
        Param::Pointer(_) => "an address, pointer sized".into(),
        Param::Bits(_, family) => format!("one or more `{}`", family.prefix),
        Param::One(_, family) => format!("one `{}`", family.prefix),
        Param::OneIf { family, index, bits, .. } => {
            let deciding = shape.params[*index].family(&[0; 3]);
            let names = deciding.map_or_else(|| format!("`{bits:#x}`"), |family| names(family, *bits));
            format!("one `{}` when {} has {names}, else zero", family.prefix, NAMES[*index])
        }
        Param::OneOrZero(_, family) => format!("one `{}` or zero", family.prefix),
        Param::CallStateMode(_) => "more about the state, see below".into(),
        Param::Result(_) => "zero or a `LINEERR_` code, a negative `LONG`".into(),
    };
    format!("*{}*: {what}", param.name())
}

/// The names of these bits, any of which will do.
fn names(family: &Family, bits: u32) -> String {
    let mut text = String::new();
    for row in family.rows.iter().filter(|row| row.value & bits != 0) {
        let or = if text.is_empty() { "" } else { " or " };
        write!(text, "{or}`{}`", row.name).expect("a string takes all");
    }
    text
}

fn modes() -> String {
    let mode = Param::CallStateMode("mode");
    let row = |value: u32, name: &str| {
        let family = mode.family(&[value.into(), 0, 0])?;
        Some([format!("`{name}`"), format!("`{}`", family.prefix)])
    };
    let rows = CallState::FAMILY.rows.iter().filter_map(|state| row(state.value, state.name));
    markdown_table(["state", "family of the mode"], &rows.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_has_its_row_and_every_parameter_its_name() {
        let text = render();
        for shape in SHAPES {
            let name = format!("`{}`", shape.id);
            let row =
                text.lines().find(|line| line.split('|').nth(2).is_some_and(|cell| cell.trim() == name));
            let row = row.unwrap_or_else(|| panic!("{name} has no row"));
            assert!(shape.params.iter().all(|param| row.contains(param.name())), "{row}");
        }
    }

    #[test]
    fn a_deciding_bit_is_named() {
        let text = render();
        assert!(text.contains(
            "*requestType*: one `LINEPROXYREQUEST_` when `dwParam1` has `LINEPROXYSTATUS_OPEN` or \
             `LINEPROXYSTATUS_CLOSE`, else zero"
        ));
    }
}
