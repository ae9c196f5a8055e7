//! The lines of a trace after the header, as serde sees them.

use std::borrow::Cow;
use std::fmt;

use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serialize, Serializer};
use tapi_acd::function::{Function, Out};
use tapi_acd::ids::CallSerial;
use tapi_acd::message::{FieldValue, shape};
use tapi_acd::request::{Answer, ProxyRequest};
use tapi_acd::wire::LineMessage;
use tapi_acd::wire::consts::{LineErr, MessageId};

/// What every line has.
#[derive(Deserialize)]
pub(crate) struct Head<'a> {
    #[serde(borrow)]
    pub(crate) kind: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) seat: Cow<'a, str>,
    pub(crate) t_us: u64,
}

/// The part that every line begins with, for writing.
#[derive(Serialize)]
pub(crate) struct Lead<'a> {
    pub(crate) t_us: u64,
    pub(crate) seat: &'a str,
    pub(crate) kind: &'static str,
}

#[derive(Serialize)]
pub(crate) struct CallOut<'a> {
    #[serde(flatten)]
    pub(crate) lead: Lead<'a>,
    pub(crate) call: CallSerial,
    #[serde(flatten)]
    pub(crate) function: &'a Function,
}

#[derive(Deserialize)]
pub(crate) struct CallIn {
    pub(crate) call: CallSerial,
    #[serde(flatten)]
    pub(crate) function: Function,
}

#[derive(Serialize)]
pub(crate) struct ReturnOut<'a> {
    #[serde(flatten)]
    pub(crate) lead: Lead<'a>,
    pub(crate) call: CallSerial,
    pub(crate) value: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<LineErr>,
    #[serde(skip_serializing_if = "is_nothing")]
    pub(crate) out: Out,
}

#[derive(Deserialize)]
pub(crate) struct ReturnIn {
    pub(crate) call: CallSerial,
    pub(crate) value: i32,
    #[serde(default)]
    pub(crate) out: Out,
}

fn is_nothing(out: &Out) -> bool {
    *out == Out::None
}

#[derive(Serialize)]
pub(crate) struct MessageOut<'a> {
    #[serde(flatten)]
    pub(crate) lead: Lead<'a>,
    #[serde(flatten)]
    pub(crate) raw: Raw,
    pub(crate) decoded: Decoded,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) request: Option<&'a ProxyRequest>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) answer: Option<&'a Answer>,
}

#[derive(Deserialize)]
pub(crate) struct MessageIn {
    #[serde(flatten)]
    pub(crate) raw: Raw,
    #[serde(default)]
    pub(crate) request: Option<ProxyRequest>,
    #[serde(default)]
    pub(crate) answer: Option<Answer>,
}

/// `LINEMESSAGE` under its C names.
#[derive(Serialize, Deserialize)]
#[expect(non_snake_case, reason = "the C names are the names in the file")]
pub(crate) struct Raw {
    msg: MessageId,
    hDevice: u32,
    dwCallbackInstance: u64,
    dwParam1: u64,
    dwParam2: u64,
    dwParam3: u64,
}

impl From<&LineMessage> for Raw {
    fn from(message: &LineMessage) -> Self {
        Self {
            msg: message.message_id,
            hDevice: message.device,
            dwCallbackInstance: message.callback_instance,
            dwParam1: message.param1,
            dwParam2: message.param2,
            dwParam3: message.param3,
        }
    }
}

impl From<Raw> for LineMessage {
    fn from(raw: Raw) -> Self {
        Self {
            device: raw.hDevice,
            message_id: raw.msg,
            callback_instance: raw.dwCallbackInstance,
            param1: raw.dwParam1,
            param2: raw.dwParam2,
            param3: raw.dwParam3,
        }
    }
}

/// The parameters under their own names; empty for a message without a table row.
pub(crate) struct Decoded(pub(crate) LineMessage);

impl Serialize for Decoded {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for field in shape(self.0.message_id).into_iter().flat_map(|shape| shape.fields(&self.0)) {
            match field.value {
                FieldValue::Number(number) => map.serialize_entry(field.name, &number)?,
                value => map.serialize_entry(field.name, &AsText(value))?,
            }
        }
        map.end()
    }
}

struct AsText(FieldValue);

impl Serialize for AsText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

#[derive(Serialize)]
pub(crate) struct EndOut<'a> {
    #[serde(flatten)]
    pub(crate) lead: Lead<'a>,
    pub(crate) pending: Vec<PendingOut<'a>>,
    pub(crate) blocked: &'a [CallSerial],
}

#[derive(Serialize)]
pub(crate) struct PendingOut<'a> {
    pub(crate) seat: &'a str,
    pub(crate) request: u32,
}

#[derive(Deserialize)]
pub(crate) struct EndIn {
    #[serde(default)]
    pub(crate) pending: Vec<PendingIn>,
    #[serde(default)]
    pub(crate) blocked: Vec<CallSerial>,
}

#[derive(Deserialize)]
pub(crate) struct PendingIn {
    pub(crate) seat: String,
    pub(crate) request: u32,
}

/// The kinds of line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Call,
    Return,
    Message,
    End,
}

impl Kind {
    const ALL: [Self; 4] = [Kind::Call, Kind::Return, Kind::Message, Kind::End];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Kind::Call => "call",
            Kind::Return => "return",
            Kind::Message => "message",
            Kind::End => "end",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
