//! A structure by the name that a person types.

use tapi_acd::wire::Layout;
use tapi_acd::wire::layout::LAYOUTS;

use crate::scenario::UnknownName;

/// The structure with this C name, in any case; `LINE` and `LINEPROXYREQUEST.` at its start may be left out.
///
/// # Errors
/// Nothing has this name; the error tells what was probably meant.
pub fn structure(name: &str) -> Result<&'static Layout, UnknownName> {
    let name = name.trim();
    let forms = ["", "LINE", "LINEPROXYREQUEST."].map(|start| [start, name].concat());
    let mut found = forms
        .iter()
        .filter_map(|form| LAYOUTS.iter().copied().find(|layout| layout.name.eq_ignore_ascii_case(form)));
    found.next().ok_or_else(|| UnknownName::new("structure", name, super::names()))
}
