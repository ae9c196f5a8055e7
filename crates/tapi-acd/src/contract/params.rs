//! The parameters of a message, against the table of shapes.

use alloc::format;

use tapi_wire::LineMessage;
use tapi_wire::consts::{Family, FamilyKind, MessageId, ProxyStatus};

use super::{
    Bench, PARAM_BITS, PARAM_HANDLE, PARAM_PROXY_STATUS_ONE_BIT, PARAM_RESERVED, PARAM_STATE, PARAM_UNUSED,
    PARAM_VALUE, PARAM_WIDTH,
};
use crate::message::{Param, shape};

const NAMES: [&str; 3] = ["dwParam1", "dwParam2", "dwParam3"];

/// Judges the parameters of one message; a message without a row has none to judge.
pub(super) fn check(message: &LineMessage, bench: &mut Bench<'_>) {
    let Some(shape) = shape(message.message_id) else { return };
    let values = [message.param1, message.param2, message.param3];
    for (at, param) in shape.params.iter().enumerate() {
        check_one(message.message_id, param, &values, at, bench);
    }
    if message.message_id == MessageId::PROXY_STATUS {
        let bits = values[0] & u64::from(ProxyStatus::all().bits());
        bench.expect(PARAM_PROXY_STATUS_ONE_BIT, bits.count_ones() <= 1, || {
            format!("LINE_PROXYSTATUS.dwParam1 is {bits:#x}")
        });
    }
}

fn check_one(id: MessageId, param: &Param, values: &[u64; 3], at: usize, bench: &mut Bench<'_>) {
    let value = values[at];
    let found = || format!("{id}.{} is {value:#x}", NAMES[at]);
    let Ok(narrow) = u32::try_from(value) else {
        match param {
            Param::Pointer(_) => {}
            Param::Zero => bench.broken(PARAM_RESERVED, found()),
            _ => bench.broken(PARAM_WIDTH, found()),
        }
        return;
    };
    match param {
        Param::Zero => bench.expect(PARAM_RESERVED, narrow == 0, found),
        Param::Unused => bench.expect(PARAM_UNUSED, narrow == 0, found),
        Param::Handle(_) | Param::Pointer(_) => bench.expect(PARAM_HANDLE, narrow != 0, found),
        Param::Number(_) | Param::Free(_) => {}
        Param::Bits(_, family) => bench.expect(PARAM_BITS, narrow != 0 && defined(family, narrow), found),
        Param::One(_, family) => bench.expect(PARAM_VALUE, one(family, narrow), found),
        Param::OneOrZero(_, family) => bench.expect(PARAM_VALUE, narrow == 0 || one(family, narrow), found),
        Param::OneIf { family, index, bits, .. } => {
            let present = values[*index] & u64::from(*bits) != 0;
            let sound = if present { one(family, narrow) } else { narrow == 0 };
            bench.expect(PARAM_STATE, sound, || {
                format!("{} while {} is {:#x}", found(), NAMES[*index], values[*index])
            });
        }
        Param::CallStateMode(_) => {
            let sound = match param.family(values) {
                Some(family) => narrow == 0 || defined(family, narrow),
                None => true,
            };
            bench.expect(PARAM_VALUE, sound, found);
        }
        Param::Result(_) => bench.expect(PARAM_VALUE, narrow.cast_signed() <= 0, found),
    }
}

/// Whether the family defines every bit, or this value.
fn defined(family: &Family, value: u32) -> bool {
    match family.kind {
        FamilyKind::Flags => value & !family.defined_bits() == 0,
        FamilyKind::Value => family.row(value).is_some(),
    }
}

/// Whether the value is exactly one of the family.
fn one(family: &Family, value: u32) -> bool {
    family.row(value).is_some()
}
