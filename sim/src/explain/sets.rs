//! Names of bits joined by `|`.

use tapi_acd::wire::consts::{FAMILIES, Family, FamilyKind};

use super::query::Part;
use super::reading::Reading;
use super::{NotFound, names, numbers};

/// The readings of a set of bits: in the family asked for, or in every family that knows all its names.
pub(super) fn readings(
    query: &str,
    parts: &[Part<'_>],
    family: Option<&'static Family>,
) -> Result<Vec<Reading>, NotFound> {
    let candidates = match family {
        Some(family) => vec![(family, value_in(family, parts)?)],
        None => FAMILIES.iter().filter_map(|family| Some((family, value_in(family, parts).ok()?))).collect(),
    };
    let Some((first, _)) = candidates.first() else {
        return Err(no_family(query, parts));
    };
    let mut sets = candidates.iter().filter(|(family, _)| family.kind == FamilyKind::Flags).peekable();
    if sets.peek().is_none() {
        return Err(NotFound::OneValue { family: first.prefix });
    }
    sets.map(|(family, value)| numbers::in_family(*value, family)).collect()
}

/// All parts as one value of the family; every name must be one of its constants.
fn value_in(family: &'static Family, parts: &[Part<'_>]) -> Result<u32, NotFound> {
    parts.iter().try_fold(0, |bits, part| match part {
        Part::Number(value) => Ok(bits | value),
        Part::Name(name) => Ok(bits | names::row_in(name, family)?.value),
    })
}

/// Why no family knows all names: one name is unknown everywhere, or they belong to different families.
fn no_family(query: &str, parts: &[Part<'_>]) -> NotFound {
    let names = parts.iter().filter_map(|part| match part {
        Part::Name(name) => Some(*name),
        Part::Number(_) => None,
    });
    let unknown = names.filter_map(|name| names::readings(name).err()).next();
    unknown.unwrap_or_else(|| NotFound::NoCommonFamily { query: query.to_owned() })
}
