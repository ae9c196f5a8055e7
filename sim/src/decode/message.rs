//! `LINEMESSAGE`: each message with its parameters by their own names.

use tapi_acd::message::{FieldValue, Param, shape};
use tapi_acd::wire::consts::{Constants as _, FamilyKind, MessageId};
use tapi_acd::wire::{Abi, LineMessage, Structure as _};

use super::node::Node;
use super::walk::Walk;
use super::{Dialect, value};

/// Takes apart the message with this index in a stream, whose bytes start at `offset`.
///
/// `bytes` has [`LineMessage::size`] bytes, or fewer where the stream ends in the message.
#[must_use]
pub fn message(index: u64, offset: usize, bytes: &[u8], abi: Abi) -> Node {
    let mut walk = Walk::new(Dialect { abi, ..Dialect::default() }, bytes);
    let mut node = walk.root(LineMessage::LAYOUT);
    node.name = format!("[{index}]").into();
    node.offset += offset;
    node.children.iter_mut().for_each(|field| field.offset += offset);
    node
}

/// Gives the parameters of a whole message the names that they have in this message.
pub(super) fn name_parameters(node: &mut Node, abi: Abi, bytes: &[u8]) {
    let Ok(message) = LineMessage::decode(abi, bytes) else { return };
    node.meaning = Some(value::constant(&MessageId::FAMILY, message.message_id.0, false).into());
    let Some(shape) = shape(message.message_id) else { return };
    let mut fields = shape.fields(&message);
    for field in &mut node.children {
        if field.name == "hDevice" {
            field.meaning = Some(shape.device.into());
        }
        let position = ["dwParam1", "dwParam2", "dwParam3"].iter().position(|name| *name == field.name);
        let Some(param) = position.map(|at| shape.params[at]) else { continue };
        let reserved = match param {
            Param::Zero => Some("reserved; the page asks for zero"),
            Param::Unused => Some("unused"),
            _ => None,
        };
        if let Some(remark) = reserved {
            field.meaning = Some(remark.into());
            if field.number != Some(0) {
                fields.next();
            }
            continue;
        }
        let Some(named) = fields.next() else { continue };
        field.meaning = Some(field.name.clone());
        field.name = named.name.into();
        match named.value {
            FieldValue::Named(0, _) => {}
            FieldValue::Named(number, family) => {
                let bits = family.kind == FamilyKind::Flags;
                field.meaning = Some(value::constant(family, number, bits).into());
            }
            FieldValue::Hex(_) | FieldValue::Number(_) => field.value = Some(named.value.to_string()),
        }
    }
}
