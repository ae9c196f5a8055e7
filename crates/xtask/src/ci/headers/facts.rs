//! The numbers of the tables as equations in C.

use tapi_wire::consts::FAMILIES;
use tapi_wire::layout::{LAYOUTS, LineProxyRequest};
use tapi_wire::{Abi, ApiVersion, Layout};

use super::names;

/// Every size, offset and value of the tables that the header must have too.
pub(super) fn facts(abi: Abi) -> Vec<String> {
    let places = LAYOUTS.iter().flat_map(|layout| places(layout, abi));
    let rows =
        FAMILIES.iter().flat_map(|family| family.rows).filter(|row| names::why_absent(row.name).is_none());
    places.chain(rows.map(|row| format!("{} == {:#x}u", row.name, row.value))).collect()
}

/// The size of a structure, and the place and size of each field.
///
/// The fields of a table lie end to end and their sizes add up to that of the structure. So where all these facts
/// hold, the header has no field that the table lacks: it would take room.
fn places(layout: &Layout, abi: Abi) -> Vec<String> {
    let (structure, path, start) = match layout.name.split_once('.') {
        Some((structure, arm)) => (structure, format!("{arm}."), LineProxyRequest::ARM_OFFSET),
        None => (layout.name, String::new(), 0),
    };
    let size = match (layout.name, path.strip_suffix('.')) {
        (_, Some(arm)) => format!("sizeof((({structure} *)0)->{arm}) == {}", layout.size(abi)),
        // Its table is the header of a request; C counts the union of the arms too.
        ("LINEPROXYREQUEST", None) => format!("sizeof({structure}) == {}", LineProxyRequest::SIZE),
        (_, None) => format!("sizeof({structure}) == {}", layout.size(abi)),
    };
    let mut places = vec![size];
    for row in layout.fields {
        let (field, offset) = (format!("{path}{}", row.name), start + row.offset(abi));
        places.push(format!("offsetof({structure}, {field}) == {offset}"));
        places.push(format!("sizeof((({structure} *)0)->{field}) == {}", row.size(abi)));
    }
    places
}

/// A program that compiles exactly where all the facts hold.
///
/// The newest version is asked for, so that everything is declared that any version has.
pub(super) fn program(facts: &[String]) -> String {
    let asserts: String = facts.iter().map(|fact| format!("HOLDS({fact});\n")).collect();
    format!(
        "// Made by `cargo xtask ci headers` from the tables of tapi-wire.\n\
         #define TAPI_CURRENT_VERSION {:#010x}\n\
         #include <stddef.h>\n\
         #include <windows.h>\n\
         #include <tapi.h>\n\
         #define HOLDS(fact) _Static_assert(fact, #fact)\n\
         {asserts}",
        ApiVersion::V3_1.0
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_facts_are_of_every_kind() {
        let kinds = [
            ["sizeof(LINEMESSAGE) == 24", "sizeof(LINEMESSAGE) == 40"],
            ["offsetof(LINEMESSAGE, dwParam1) == 12", "offsetof(LINEMESSAGE, dwParam1) == 16"],
            ["sizeof(((LINEMESSAGE *)0)->dwParam1) == 4", "sizeof(((LINEMESSAGE *)0)->dwParam1) == 8"],
            ["sizeof(LINECALLPARAMS) == 180"; 2],
            ["sizeof(((LINEPROXYREQUEST *)0)->CreateAgent) == 20"; 2],
            ["offsetof(LINEPROXYREQUEST, CreateAgent.dwAgentIDSize) == 32"; 2],
            ["sizeof(((LINEPROXYREQUEST *)0)->CreateAgent.dwAgentIDSize) == 4"; 2],
            ["LINE_AGENTSTATUSEX == 0x1du"; 2],
            ["LINEERR_OPERATIONFAILED == 0x80000048u"; 2],
        ];
        let [win32, win64] = [facts(Abi::Win32), facts(Abi::Win64)];
        for [narrow, wide] in kinds {
            assert!(win32.iter().any(|fact| fact == narrow), "{narrow}");
            assert!(win64.iter().any(|fact| fact == wide), "{wide}");
        }
    }
}
