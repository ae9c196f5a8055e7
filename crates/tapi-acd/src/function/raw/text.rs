//! A raw call in a trace: its exported name and its arguments under their C names.
//!
//! A number is a number. A pointer is `null`, `{"wild": address}`, or `{"address": …, "bytes": "hexadecimal"}`.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::de::Error as _;
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Arg, ParamKind, Pointer, RawCall};
use crate::block::Block;

#[derive(Deserialize)]
#[serde(untagged)]
enum Value {
    Number(u64),
    Wild { wild: u64 },
    Memory { address: u64, bytes: Block },
    Null,
}

#[derive(Deserialize)]
struct Call {
    name: String,
    args: BTreeMap<String, Value>,
}

impl Serialize for RawCall {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("name", &self.exported())?;
        map.serialize_entry("args", &Args(self))?;
        map.end()
    }
}

/// The arguments, in C order.
struct Args<'a>(&'a RawCall);

impl Serialize for Args<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let named = self.0.row().params.iter().map(|param| param.name).zip(self.0.args());
        serializer.collect_map(named)
    }
}

impl Serialize for Arg {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Arg::Dword(value) => serializer.serialize_u32(*value),
            Arg::PointerSized(value) => serializer.serialize_u64(*value),
            Arg::Pointer(Pointer::Null) => serializer.serialize_unit(),
            Arg::Pointer(Pointer::Wild(address)) => serializer.collect_map([("wild", address)]),
            Arg::Pointer(Pointer::To { address, bytes }) => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("address", address)?;
                map.serialize_entry("bytes", bytes)?;
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for RawCall {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Call { name, mut args } = Call::deserialize(deserializer)?;
        let (place, _) = super::Place::exported(&name)
            .ok_or_else(|| D::Error::custom(super::ArgError::Function(name.clone())))?;
        let mut taken = Vec::new();
        for param in place.row().params {
            let value = args.remove(param.name);
            let value = value.ok_or_else(|| D::Error::custom(format!("{name} lacks {}", param.name)))?;
            let arg = value.into_arg(param.kind);
            taken.push(arg.ok_or_else(|| {
                D::Error::custom(format!("{name}: {} is not a {}", param.name, param.kind))
            })?);
        }
        if let Some(stranger) = args.keys().next() {
            return Err(D::Error::custom(format!("{name} has no parameter {stranger}")));
        }
        Self::new(&name, taken).map_err(D::Error::custom)
    }
}

impl Value {
    fn into_arg(self, kind: ParamKind) -> Option<Arg> {
        Some(match (self, kind) {
            (Value::Number(value), ParamKind::Dword(_)) => Arg::Dword(u32::try_from(value).ok()?),
            (Value::Number(value), ParamKind::PointerSized(_)) => Arg::PointerSized(value),
            (Value::Null, kind) if kind.is_pointer() => Arg::Pointer(Pointer::Null),
            (Value::Wild { wild }, kind) if kind.is_pointer() => Arg::Pointer(Pointer::Wild(wild)),
            (Value::Memory { address, bytes }, kind) if kind.is_pointer() => {
                Arg::Pointer(Pointer::To { address, bytes })
            }
            _ => return None,
        })
    }
}
