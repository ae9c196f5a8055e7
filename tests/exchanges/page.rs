//! An exchange as text: every step, and its bytes with what stands where.

use std::fmt::Write as _;

use tapi_acd::function::{Arg, Direction, ParamKind, ParamRow, Pointer};
use tapi_acd::wire::layout::{LineProxyRequest, Structure as _};
use tapi_acd::wire::varpart::WideStr;
use tapi_acd::wire::{Abi, ApiVersion, Guid, Layout, LineMessage};
use tapi_acd::{RawCall, TypedMessage};
use tapi_sim::decode::{Dialect, Node, dissect};

use super::play::{Exchange, Step, name_of};

/// Bytes in a line.
const BYTES: usize = 16;

/// What stands below the heading.
pub(super) fn body(exchange: &Exchange) -> String {
    let mut dialect = Dialect::default();
    let mut text = String::new();
    let mut before: &[u8] = &[];
    for (step, number) in exchange.steps.iter().zip(1..) {
        // Writing to a String does not fail.
        let _ = writeln!(text, "\n== {number}. {}", title(exchange, step));
        match step {
            Step::Call { call, returned } => {
                arguments(&mut text, call, dialect);
                let _ = writeln!(text, "returns = {returned}");
            }
            Step::Request { message: raw, client_version, buffer } => {
                dialect.version = *client_version;
                message(&mut text, raw);
                structure(&mut text, "dwParam1", LineProxyRequest::LAYOUT, dialect, buffer);
                before = buffer;
            }
            Step::Response { line, address, result, buffer, returned } => {
                let _ = writeln!(text, "hLine = {:#x}\nlpProxyRequest = {:#x}", line.0, address.0);
                let _ = writeln!(text, "dwResult = {}", result.0);
                if buffer == before {
                    text.push_str("The result says it all: the buffer is as it was.\n");
                } else {
                    structure(&mut text, "lpProxyRequest", LineProxyRequest::LAYOUT, dialect, buffer);
                }
                let _ = writeln!(text, "returns = {returned}");
            }
            Step::Reply { message: raw, call } => {
                message(&mut text, raw);
                found(&mut text, call, dialect);
            }
            Step::News { message: raw, .. } => message(&mut text, raw),
        }
    }
    text
}

fn title(exchange: &Exchange, step: &Step) -> String {
    let asker = name_of(exchange.seat);
    match step {
        Step::Call { call, .. } => format!("{asker} calls {}", call.exported()),
        Step::Request { .. } => "The agent handler gets LINE_PROXYREQUEST".to_owned(),
        Step::Response { .. } => "The agent handler calls lineProxyResponse".to_owned(),
        Step::Reply { message, .. } => format!("{asker} gets {}", message.message_id),
        Step::News { seat, message } => format!("{} gets {}", name_of(*seat), message.message_id),
    }
}

/// What the application passes; of a structure that comes back it sets dwTotalSize alone.
fn arguments(text: &mut String, call: &RawCall, dialect: Dialect) {
    for (param, arg) in call.row().params.iter().zip(call.args()) {
        let (name, meaning) = (param.name, param.meaning);
        let _ = match arg {
            Arg::Dword(number) if param.kind.to_string().starts_with('H') || name.contains("State") => {
                writeln!(text, "{name} = {number:#x} | {meaning}")
            }
            Arg::Dword(number) if name.contains("Version") => {
                writeln!(text, "{name} = {number:#x} | TAPI {}: {meaning}", ApiVersion(*number))
            }
            Arg::Dword(number) => writeln!(text, "{name} = {number} | {meaning}"),
            Arg::Pointer(Pointer::To { bytes, .. }) => match (param.direction, param.kind) {
                (Direction::Out, _) => writeln!(text, "{name}: room for {} bytes", bytes.0.len()),
                (Direction::InOut, ParamKind::Structure(_)) => {
                    writeln!(text, "{name}: room for {} bytes, as dwTotalSize says", bytes.0.len())
                }
                _ => {
                    memory(text, param, &bytes.0, dialect);
                    Ok(())
                }
            },
            Arg::PointerSized(_) | Arg::Pointer(_) => unreachable!("no function of the play passes {arg:?}"),
        };
    }
}

/// What the application finds where it gave room.
fn found(text: &mut String, call: &RawCall, dialect: Dialect) {
    for (param, arg) in call.row().params.iter().zip(call.args()) {
        if let (Direction::Out | Direction::InOut, Arg::Pointer(Pointer::To { bytes, .. })) =
            (param.direction, arg)
        {
            memory(text, param, &bytes.0, dialect);
        }
    }
}

/// The bytes behind a pointer.
fn memory(text: &mut String, param: &ParamRow, bytes: &[u8], dialect: Dialect) {
    let value = match param.kind {
        ParamKind::Structure(layout) => return structure(text, param.name, layout, dialect, bytes),
        ParamKind::Text => WideStr::new(bytes).map(|text| format!("{text:?}")).unwrap_or_default(),
        ParamKind::Guid => bytes.try_into().map(|guid| Guid(guid).to_string()).unwrap_or_default(),
        ParamKind::DwordAt(_) => {
            bytes.try_into().map(|number| format!("{:#x}", u32::from_le_bytes(number))).unwrap_or_default()
        }
        _ => "bytes".to_owned(),
    };
    let what = match param.kind {
        ParamKind::Text => "text",
        ParamKind::Guid => "GUID",
        ParamKind::DwordAt(name) => name,
        _ => "block",
    };
    let _ = writeln!(text, "{}: {what}, {} bytes", param.name, bytes.len());
    line(text, 0, bytes, &format!("*{} = {value}", param.name));
}

/// A message, as both kinds of Windows have it.
fn message(text: &mut String, raw: &LineMessage) {
    assert_eq!(TypedMessage::from_raw(raw).residue, [0; 3], "{raw:?}");
    for (abi, windows) in [(Abi::Win64, "64-bit"), (Abi::Win32, "32-bit")] {
        let mut bytes = vec![0; LineMessage::size(abi)];
        raw.encode(abi, &mut bytes).expect("a model's addresses fit into 32 bits");
        let dialect = Dialect { abi, ..Dialect::default() };
        structure(text, &format!("{windows} Windows"), LineMessage::LAYOUT, dialect, &bytes);
    }
}

/// A structure: each field and each thing that it points to, in the order of the bytes.
fn structure(text: &mut String, place: &str, layout: &'static Layout, dialect: Dialect, bytes: &[u8]) {
    let _ = writeln!(text, "{place}: {}, {} bytes", layout.name, bytes.len());
    let root = dissect(layout, dialect, bytes);
    assert_eq!(root.problems().next(), None, "{}", layout.name);
    let mut leaves = Vec::new();
    for (at, node) in root.children.iter().enumerate() {
        // A parameter of a message has a name of its own beside that of the field.
        let field = layout.fields.get(at).filter(|_| layout.name == LineMessage::LAYOUT.name);
        collect(&mut leaves, "", node, field.map_or("", |field| field.name));
    }
    leaves.sort_by_key(|(offset, ..)| *offset);
    for (offset, size, what) in leaves {
        line(text, offset, &bytes[offset..offset + size], &what);
    }
}

fn collect(leaves: &mut Vec<(usize, usize, String)>, path: &str, node: &Node, field: &str) {
    let name = match node.name.as_ref() {
        "(no field)" | "(behind the structure)" => {
            return leaves.push((node.offset, node.size, "unused".into()));
        }
        index if index.starts_with('[') => format!("{path}{index}"),
        name if path.is_empty() => name.to_owned(),
        name => format!("{path}.{name}"),
    };
    if !node.children.is_empty() {
        return node.children.iter().for_each(|child| collect(leaves, &name, child, ""));
    }
    let value = node.value.as_deref().map_or(String::new(), |value| format!(" = {value}"));
    let meaning = node.meaning.as_deref().filter(|meaning| *meaning != field);
    let meaning = meaning.map_or(String::new(), |meaning| format!(" | {meaning}"));
    let field = if field.is_empty() || field == name { String::new() } else { format!("{field} ") };
    leaves.push((node.offset, node.size, format!("{field}{name}{value}{meaning}")));
}

/// Bytes with what they are; a long row goes on in the next line.
fn line(text: &mut String, offset: usize, bytes: &[u8], what: &str) {
    let mut remark = format!("  ; {what}");
    for (index, bytes) in bytes.chunks(BYTES).enumerate() {
        let digits: Vec<_> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
        let _ = writeln!(text, "{:04X}: {}{remark}", offset + index * BYTES, digits.join(" "));
        remark.clear();
    }
}
