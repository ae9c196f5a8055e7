//! What a number means: in every family, or in one.

use tapi_acd::ids::RequestId;
use tapi_acd::wire::consts::{FAMILIES, Family, FamilyKind};

use super::NotFound;
use super::reading::{ApiVersionReading, BitSetReading, Reading, RequestIdReading, VERSIONS};

/// Every reading of a number.
pub(super) fn readings(value: u32) -> Vec<Reading> {
    let constants = FAMILIES.iter().flat_map(|family| {
        family.rows.iter().filter(move |row| row.value == value).map(|row| Reading::of_row(family, row))
    });
    let sets = FAMILIES
        .iter()
        .filter(|family| is_set(family, value))
        .map(|family| Reading::BitSet(BitSetReading::of(family, value)));
    let version = VERSIONS.iter().find(|version| version.0 == value).copied().map(ApiVersionReading::of);
    let request = RequestId::new(value).map(|id| RequestIdReading { value: id.get() });
    let zero = (value == 0).then_some(Reading::Zero);
    constants
        .chain(sets)
        .chain(version.map(Reading::ApiVersion))
        .chain(request.map(Reading::RequestId))
        .chain(zero)
        .collect()
}

/// The reading of a number in one family.
pub(super) fn in_family(value: u32, family: &'static Family) -> Result<Reading, NotFound> {
    if let Some(row) = family.row(value) {
        return Ok(Reading::of_row(family, row));
    }
    match family.kind {
        FamilyKind::Flags if value == 0 || value & family.defined_bits() != 0 => {
            Ok(Reading::BitSet(BitSetReading::of(family, value)))
        }
        FamilyKind::Flags | FamilyKind::Value => Err(NotFound::Value { value, family: family.prefix }),
    }
}

/// Whether the value is several bits of the family, all of them defined, and no constant of its own.
fn is_set(family: &Family, value: u32) -> bool {
    let several = value != 0 && value & !family.defined_bits() == 0;
    family.kind == FamilyKind::Flags && several && family.row(value).is_none()
}
