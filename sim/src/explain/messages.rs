//! The messages' parameters in words, and which message carries which family.

use tapi_acd::message::{Param, SHAPES, Shape};
use tapi_acd::wire::consts::{AddressState, CallState, Constants, DeviceState, Family, MessageId};

use super::reading::{ParameterReading, Place};

const POSITIONS: [&str; 3] = ["dwParam1", "dwParam2", "dwParam3"];

/// The companions that the model passes on without a type of their own.
pub(super) const UNTYPED: &[Shape] = &[
    Shape {
        id: MessageId::ADDRESS_STATE,
        call_center: false,
        page: "LINE_ADDRESSSTATE message",
        device: "hLine",
        params: [Param::Number("dwAddressID"), Param::Bits("changed", &AddressState::FAMILY), Param::Unused],
        errata: &[],
    },
    Shape {
        id: MessageId::LINE_DEV_STATE,
        call_center: false,
        page: "LINE_LINEDEVSTATE message",
        device: "hLine, or 0 with LINEDEVSTATE_REINIT",
        params: [Param::Bits("changed", &DeviceState::FAMILY), Param::Free("detail"), Param::Free("detail")],
        errata: &[],
    },
    Shape {
        id: MessageId::CREATE,
        call_center: false,
        page: "LINE_CREATE message",
        device: "0",
        params: [Param::Number("dwDeviceID"), Param::Unused, Param::Unused],
        errata: &[],
    },
    Shape {
        id: MessageId::REMOVE,
        call_center: false,
        page: "LINE_REMOVE message",
        device: "0",
        params: [Param::Number("dwDeviceID"), Param::Zero, Param::Zero],
        errata: &[],
    },
];

/// The shape of a message of the call-center protocol or of a companion.
pub(crate) fn shape(id: u32) -> Option<&'static Shape> {
    shapes().find(|shape| shape.id.0 == id)
}

/// Every message that carries the family, with the parameter.
pub(super) fn places(family: &Family) -> Vec<Place> {
    let params = shapes().flat_map(|shape| {
        let message = MessageId::FAMILY.row(shape.id.0);
        shape
            .params
            .iter()
            .zip(POSITIONS)
            .filter_map(move |(param, position)| Some((message?, param, position)))
    });
    params
        .filter(|(_, param, _)| families(param).iter().any(|carried| carried.prefix == family.prefix))
        .map(|(message, _, parameter)| Place { message: message.name, parameter })
        .collect()
}

/// The three parameters in words.
pub(crate) fn parameters(shape: &Shape) -> Vec<ParameterReading> {
    let readings = shape.params.iter().zip(POSITIONS).map(|(param, position)| ParameterReading {
        position,
        name: param.name(),
        families: families(param).iter().map(|family| family.prefix).collect(),
        text: text(param, shape),
    });
    readings.collect()
}

fn shapes() -> impl Iterator<Item = &'static Shape> {
    SHAPES.iter().chain(UNTYPED)
}

/// The families that the parameter can hold a value of.
fn families(param: &Param) -> Vec<&'static Family> {
    match param {
        Param::CallStateMode(_) => modes(param).into_iter().map(|(family, _)| family).collect(),
        _ => param.family(&[0; 3]).into_iter().collect(),
    }
}

/// The family of a parameter that depends on the call state, with the name of that state.
fn modes(param: &Param) -> Vec<(&'static Family, &'static str)> {
    let states = CallState::FAMILY.rows.iter();
    states.filter_map(|state| Some((param.family(&[state.value.into(), 0, 0])?, state.name))).collect()
}

/// What the parameter is.
fn text(param: &Param, shape: &Shape) -> String {
    match param {
        Param::Zero => "reserved, zero".to_owned(),
        Param::Unused => "unused".to_owned(),
        Param::Handle(name) => format!("{name}: a handle"),
        Param::Number(name) => format!("{name}: a number"),
        Param::Free(name) => format!("{name}: a number to which the message gives no fixed meaning"),
        Param::Pointer(name) => format!("{name}: the address of a buffer, pointer sized"),
        Param::Bits(name, family) => format!("{name}: one or more {} bits", family.prefix),
        Param::One(name, family) => format!("{name}: one {} value", family.prefix),
        Param::OneOrZero(name, family) => format!("{name}: 0, or one {} value", family.prefix),
        Param::OneIf { name, family, index, bits } => {
            let condition = condition(&shape.params[*index], *bits);
            format!("{name}: one {} value if {} has {condition}, else 0", family.prefix, POSITIONS[*index])
        }
        Param::CallStateMode(name) => {
            let modes =
                modes(param).into_iter().map(|(family, state)| format!("{} with {state}", family.prefix));
            format!("{name}: depends on dwParam1; {}", modes.collect::<Vec<_>>().join(", "))
        }
        Param::Result(name) => format!("{name}: 0, or a LINEERR_ code as a negative LONG"),
    }
}

/// The bits of which another parameter must have one, by name.
fn condition(decides: &Param, bits: u32) -> String {
    let named = families(decides).into_iter().flat_map(|family| family.rows);
    let names = named.filter(|row| row.value & bits == row.value).map(|row| row.name);
    names.collect::<Vec<_>>().join(" or ")
}
