//! Fixed parts: each structure read by its own decoder and written by its own encoder.

use std::fmt::Debug;

use tapi_wire::layout::*;
use tapi_wire::{Abi, ApiVersion, DecodeError, Layout, LineMessage};

use crate::case::Case;
use crate::good;
use crate::plan::{Instance, Plan, nested};
use crate::value::Value;

/// What a structure prints, and the bytes that its value becomes again.
type Recoded = (String, Vec<u8>);

type Recode = fn(Abi, ApiVersion, &[u8]) -> Result<Recoded, DecodeError>;

fn recode_as<T: Structure + Debug>(
    abi: Abi,
    version: ApiVersion,
    bytes: &[u8],
) -> Result<Recoded, DecodeError> {
    let value = T::decode_fixed_in(abi, version, bytes)?;
    let mut again = vec![0; T::LAYOUT.size_in(abi, version)];
    value.encode_fixed_in(abi, version, &mut again).expect("what was read can be written");
    Ok((format!("{value:?}"), again))
}

macro_rules! structures {
    ($($Type:ident)*) => {
        &[$(($Type::LAYOUT, recode_as::<$Type>)),*]
    };
}

const STRUCTURES: &[(&Layout, Recode)] = structures! {
    LineMessage LineExtensionId LineAppInfo LineInitializeExParams LineDialParams LineCallParams LineAgentCaps
    LineAgentStatus LineAgentInfo LineAgentEntry LineAgentList LineAgentActivityEntry LineAgentActivityList
    LineAgentSessionEntry LineAgentSessionList LineAgentSessionInfo LineAgentGroupEntry LineAgentGroupList
    LineQueueEntry LineQueueList LineQueueInfo LineProxyRequest LineProxyRequestList LineProxySetAgentGroup
    LineProxySetAgentState LineProxySetAgentActivity LineProxyGetAgentCaps LineProxyGetAgentStatus
    LineProxyAgentSpecific LineProxyGetAgentActivityList LineProxyGetAgentGroupList LineProxyCreateAgent
    LineProxySetAgentMeasurementPeriod LineProxyGetAgentInfo LineProxyCreateAgentSession
    LineProxyGetAgentSessionList LineProxySetAgentSessionState LineProxyGetAgentSessionInfo LineProxyGetQueueList
    LineProxySetQueueMeasurementPeriod LineProxyGetQueueInfo LineProxyGetGroupList LineProxySetAgentStateEx
};

/// Reads the fixed part of any structure at the start of `bytes`, and writes it again.
pub(crate) fn recode_at(
    layout: &Layout,
    abi: Abi,
    version: ApiVersion,
    bytes: &[u8],
) -> Result<Recoded, DecodeError> {
    let found = STRUCTURES.iter().find(|(known, _)| known.name == layout.name);
    let (_, recode) = found.unwrap_or_else(|| panic!("{} is not listed", layout.name));
    recode(abi, version, bytes)
}

pub(crate) fn recode(case: &Case, abi: Abi, instance: &Instance) -> Result<Recoded, DecodeError> {
    recode_at(instance.layout, abi, case.version, &case.bytes[instance.at..])
}

#[test]
fn every_structure_is_listed() {
    let listed: Vec<_> = STRUCTURES.iter().map(|(layout, _)| layout.name).collect();
    assert_eq!(listed, LAYOUTS.iter().map(|layout| layout.name).collect::<Vec<_>>());
}

/// A structure prints its type, and each field with its Rust name and its value in Microsoft's words: one text tells
/// field, order, type and value.
#[test]
fn the_decoders_read_what_the_annotations_say() {
    for case in good() {
        for instance in Plan::of(case).instances {
            for abi in case.abis() {
                let (printed, _) = recode(case, abi, &instance).expect("the file is good");
                let rest = says(case, instance.layout, &instance.prefix, &printed).unwrap_or_else(|rest| {
                    panic!("{}: {printed}\ndiffers from the file at {rest:?}", case.name)
                });
                assert_eq!(rest, "", "{}", case.name);
            }
        }
    }
}

/// Follows `printed` along the annotations of a structure; where they part, the rest is the error.
fn says<'p>(case: &Case, layout: &Layout, prefix: &str, printed: &'p str) -> Result<&'p str, &'p str> {
    let mut rest = skip(printed, layout.rust_name)?;
    for (row, separator) in layout.fields.iter().zip([" { "].into_iter().chain(std::iter::repeat(", "))) {
        rest = skip(skip(skip(rest, separator)?, row.rust_name)?, ": ")?;
        let path = format!("{prefix}{}", row.name);
        rest = match nested(row.name) {
            Some(inner) => says(case, inner, &format!("{path}."), rest)?,
            None if !case.has(row) => one_of(rest, &absent())?,
            None => {
                let item = case.item(&path);
                one_of(rest, &item.value.prints(&item.bytes))?
            }
        };
    }
    skip(rest, " }")
}

/// A field that the version does not have.
fn absent() -> Vec<String> {
    let guid = Value::Guid("00000000-0000-0000-0000-000000000000".into(), [0; 16]);
    [Value::Number(0), guid].iter().flat_map(|value| value.prints(&[])).collect()
}

fn skip<'p>(rest: &'p str, text: &str) -> Result<&'p str, &'p str> {
    rest.strip_prefix(text).ok_or(rest)
}

/// Skips one of the texts, as a whole.
fn one_of<'p>(rest: &'p str, texts: &[String]) -> Result<&'p str, &'p str> {
    let mut after = texts.iter().filter_map(|text| rest.strip_prefix(text.as_str()));
    after.find(|after| after.starts_with(", ") || after.starts_with(" }")).ok_or(rest)
}
