//! The parameters of a message, against the table of shapes.

use core::fmt;

use tapi_wire::LineMessage;
use tapi_wire::consts::{CallState, Family, FamilyKind, MessageId};

use super::{
    PARAM_BITS, PARAM_HANDLE, PARAM_PROXY_STATUS_ONE_BIT, PARAM_RESERVED, PARAM_STATE, PARAM_UNUSED,
    PARAM_VALUE, PARAM_WIDTH, Rule,
};
use crate::message::{Param, Shape, shape};

/// A parameter that breaks a rule; its text says which value was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault<'a> {
    /// The rule.
    pub rule: &'static Rule,
    /// The message.
    pub message: &'a LineMessage,
    /// The position of the parameter, from 0.
    pub param: usize,
}

impl fmt::Display for Fault<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const NAMES: [&str; 3] = ["dwParam1", "dwParam2", "dwParam3"];
        let id = self.message.message_id;
        let values = self.message.params();
        write!(f, "{id}.{} is {:#x}", NAMES[self.param], values[self.param])?;
        match shape(id).map(|shape| shape.params[self.param]) {
            Some(Param::OneIf { index, .. }) if self.rule == PARAM_STATE => {
                write!(f, " while {} is {:#x}", NAMES[index], values[index])
            }
            _ => Ok(()),
        }
    }
}

/// Judges the parameters of one message alone, without its past: the rules whose ids begin with `P`.
///
/// Nothing is allocated. A message without a row in the table of shapes has nothing to judge.
#[inline]
pub fn check_message(message: &LineMessage) -> impl Iterator<Item = Fault<'_>> {
    let broken = broken(message);
    (0..4).filter_map(move |at| Some(Fault { rule: broken[at]?, message, param: at % 3 }))
}

/// The rules that the three parameters break, each on its own, then what dwParam1 breaks besides.
fn broken(message: &LineMessage) -> [Option<&'static Rule>; 4] {
    let Some(Shape { id, params, .. }) = shape(message.message_id) else { return [None; 4] };
    let values = message.params();
    let bits = values[0] & u64::from(u32::MAX);
    let several = *id == MessageId::PROXY_STATUS && bits.count_ones() > 1;
    [
        broken_by(&params[0], values[0], &values),
        broken_by(&params[1], values[1], &values),
        broken_by(&params[2], values[2], &values),
        several.then_some(PARAM_PROXY_STATUS_ONE_BIT),
    ]
}

/// The rule that one of the `values` breaks as `param`.
fn broken_by(param: &Param, value: u64, values: &[u64; 3]) -> Option<&'static Rule> {
    let Ok(value) = u32::try_from(value) else {
        return match param {
            Param::Pointer(_) => None,
            Param::Zero => Some(PARAM_RESERVED),
            _ => Some(PARAM_WIDTH),
        };
    };
    let (rule, holds) = match param {
        Param::Zero => (PARAM_RESERVED, value == 0),
        Param::Unused => (PARAM_UNUSED, value == 0),
        Param::Handle(_) | Param::Pointer(_) => (PARAM_HANDLE, value != 0),
        Param::Number(_) | Param::Free(_) => return None,
        Param::Bits(_, family) => (PARAM_BITS, value != 0 && defined(family, value)),
        Param::One(_, family) => (PARAM_VALUE, allowed(family, value)),
        Param::OneOrZero(_, family) => (PARAM_VALUE, value == 0 || allowed(family, value)),
        Param::OneIf { family, index, bits, .. } => {
            let present = values[*index] & u64::from(*bits) != 0;
            (PARAM_STATE, if present { allowed(family, value) } else { value == 0 })
        }
        Param::CallStateMode(_) => {
            let family = param.family(values);
            (PARAM_VALUE, value == 0 || family.is_none_or(|family| allowed(family, value)))
        }
        Param::Result(_) => (PARAM_VALUE, value.cast_signed() <= 0),
    };
    (!holds).then_some(rule)
}

/// Whether a value that no page defines is one that a page leaves to devices.
type IsOfDevice = fn(u32) -> bool;

/// What the pages of the constants leave to devices, by the prefix of the family: values of their own in the upper
/// half, or substates of a predefined state in the upper byte. An agent's state by address may be 0 besides (erratum
/// E32).
const OF_DEVICES: [(&str, IsOfDevice); 6] = [
    ("LINEAGENTSTATE_", is_upper_half),
    ("LINEBUSYMODE_", is_upper_half),
    ("LINECALLSTATE_", |value| CallState(value & PREDEFINED_CALL_STATES).is_defined()),
    ("LINEDIALTONEMODE_", is_upper_half),
    ("LINEDISCONNECTMODE_", is_upper_half),
    ("LINESPECIALINFO_", is_upper_half),
];

/// The bits of the predefined call states; those above are a device's own substates (LINECALLSTATE_ Constants).
pub(super) const PREDEFINED_CALL_STATES: u32 = 0x00FF_FFFF;

fn is_upper_half(value: u32) -> bool {
    value & 0xFFFF == 0
}

/// Whether the value is one of the family's, or one that its page leaves to devices.
fn allowed(family: &Family, value: u32) -> bool {
    let of_device = |(prefix, is_one): &(&str, IsOfDevice)| *prefix == family.prefix && is_one(value);
    family.defines(value) || OF_DEVICES.iter().any(of_device)
}

/// Whether the family defines every bit, or this value.
fn defined(family: &Family, value: u32) -> bool {
    match family.kind {
        FamilyKind::Flags => value & !family.defined_bits() == 0,
        FamilyKind::Value => family.defines(value),
    }
}
