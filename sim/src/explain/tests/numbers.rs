//! The readings of numbers against a search of every family.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use tapi_acd::wire::consts::{FAMILIES, Family, FamilyKind};

use super::super::{ConstantReading, ErrorReading, Explanation, Reading, RequestReading, explain};

const VERSIONS: [(u32, &str); 7] = [
    (0x0001_0003, "1.3"),
    (0x0001_0004, "1.4"),
    (0x0002_0000, "2.0"),
    (0x0002_0001, "2.1"),
    (0x0002_0002, "2.2"),
    (0x0003_0000, "3.0"),
    (0x0003_0001, "3.1"),
];

/// A reading, reduced to what can be recomputed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Claim {
    Constant(&'static str),
    Set(&'static str),
    Version(String),
    Request,
    Zero,
}

/// What a number means, found the long way.
fn search(value: u32) -> Vec<Claim> {
    let mut claims = Vec::new();
    for family in FAMILIES {
        let rows: Vec<_> = family.rows.iter().filter(|row| row.value == value).collect();
        let undefined = (0..32)
            .map(|bit| value & 1 << bit)
            .filter(|bit| *bit != 0 && !family.rows.iter().any(|row| row.value & bit != 0));
        if rows.is_empty() && family.kind == FamilyKind::Flags && value != 0 && undefined.count() == 0 {
            claims.push(Claim::Set(family.prefix));
        }
        claims.extend(rows.iter().map(|row| Claim::Constant(row.name)));
    }
    let versions = VERSIONS.iter().filter(|(number, _)| *number == value);
    claims.extend(versions.map(|(_, version)| Claim::Version((*version).to_owned())));
    claims.push(if value == 0 { Claim::Zero } else { Claim::Request });
    claims.retain(|claim| *claim != Claim::Request || value.cast_signed() > 0);
    claims
}

/// What the explanation claims; panics where a reading contradicts itself.
fn claims(explanation: &Explanation, value: u32) -> Vec<Claim> {
    let claim = |reading: &Reading| match reading {
        Reading::Message(message) => {
            assert_eq!(message.constant.value, value);
            Claim::Constant(message.constant.name)
        }
        Reading::Error(ErrorReading { constant, signed, .. }) => {
            assert_eq!(*signed, value.cast_signed());
            Claim::Constant(constant.constant.name)
        }
        Reading::Request(RequestReading { constant: ConstantReading { constant, .. }, .. })
        | Reading::Constant(ConstantReading { constant, .. }) => {
            assert_eq!(constant.value, value);
            Claim::Constant(constant.name)
        }
        Reading::BitSet(set) => {
            let bits = set.bits.iter().fold(0, |bits, line| bits | line.value);
            assert_eq!((set.value, set.undefined, bits), (value, 0, value));
            assert!(set.bits.iter().all(|line| line.name.starts_with(set.family.family)));
            Claim::Set(set.family.family)
        }
        Reading::ApiVersion(version) => Claim::Version(version.version.to_string()),
        Reading::RequestId(request) => {
            assert_eq!(request.value, value);
            Claim::Request
        }
        Reading::Zero => Claim::Zero,
        other => panic!("{other:?} is no reading of a number"),
    };
    explanation.readings.iter().map(claim).collect()
}

fn check(value: u32) {
    let mut expected = search(value);
    expected.sort();
    for text in [format!("{value:#x}"), format!("{value}"), format!("{}", value.cast_signed())] {
        let explanation = explain(&text, None).unwrap();
        let mut claims = claims(&explanation, value);
        claims.sort();
        assert_eq!(claims, expected, "{text}");
        assert_eq!(explanation.number, Some(value));
    }
}

/// Several constants of one family, joined.
fn joined() -> impl Strategy<Value = (&'static Family, u32)> {
    let family = select(FAMILIES.iter().collect::<Vec<_>>());
    family.prop_flat_map(|family| {
        let values = family.rows.iter().map(|row| row.value).collect::<Vec<_>>();
        let most = values.len().min(6);
        subsequence(values, 1..=most)
            .prop_map(move |values| (family, values.iter().fold(0, |all, bit| all | bit)))
    })
}

proptest! {
    #[test]
    fn any_number_has_exactly_its_readings(value: u32) {
        check(value);
    }

    #[test]
    fn joined_constants_have_exactly_their_readings((_, value) in joined()) {
        check(value);
    }

    #[test]
    fn a_family_reads_a_number_as_the_search_does((family, value) in joined(), stray in 0_u32..32) {
        for value in [value, value | 1 << stray] {
            let expected = search(value).into_iter().find(|claim| match claim {
                Claim::Constant(name) => family.row_named(name).is_some(),
                Claim::Set(prefix) => *prefix == family.prefix,
                _ => false,
            });
            let found = explain(&value.to_string(), Some(family.prefix));
            match (expected, found) {
                (Some(expected), Ok(found)) => prop_assert_eq!(claims(&found, value), [expected]),
                // Some bits are defined: they are named, the others are said not to be.
                (None, Ok(found)) => match found.readings.as_slice() {
                    [Reading::BitSet(set)] => {
                        prop_assert_eq!(set.undefined, value & !family.defined_bits());
                        prop_assert!(set.undefined != 0 && !set.bits.is_empty());
                    }
                    other => prop_assert!(false, "{:?}", other),
                },
                (None, Err(_)) => prop_assert_eq!(family.kind, FamilyKind::Value),
                (Some(claim), Err(error)) => prop_assert!(false, "{:?}: {}", claim, error),
            }
        }
    }
}

#[test]
fn small_numbers_have_exactly_their_readings() {
    (0..=256).for_each(check);
}

#[test]
fn every_constant_and_version_has_exactly_its_readings() {
    FAMILIES.iter().flat_map(|family| family.rows).for_each(|row| check(row.value));
    VERSIONS.iter().for_each(|(number, _)| check(*number));
    [i32::MAX.cast_unsigned(), i32::MIN.cast_unsigned(), u32::MAX].into_iter().for_each(check);
}
