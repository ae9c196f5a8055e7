//! The lines of a trace after the header, as serde sees them.

use std::borrow::Cow;

use serde::de::Error as _;
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};
use tapi_acd::answer::Answer;
use tapi_acd::function::{Function, Out};
use tapi_acd::ids::CallSerial;
use tapi_acd::message::{FieldValue, shape};
use tapi_acd::request::ProxyRequest;
use tapi_acd::wire::LineMessage;
use tapi_acd::wire::consts::{ApiVersion, LineErr, MessageId, ProxyRequestType};

/// The longest line, in bytes without its end: room for a million seats, and an end to what a reader holds in memory.
pub(crate) const LONGEST_LINE: usize = 64 << 20;

/// What every line has.
#[derive(Deserialize)]
pub(crate) struct Head<'a> {
    #[serde(borrow)]
    pub(crate) kind: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) seat: Cow<'a, str>,
    pub(crate) t_us: u64,
}

#[derive(Serialize)]
pub(crate) struct CallOut<'a> {
    pub(crate) t_us: u64,
    pub(crate) seat: &'a str,
    pub(crate) kind: &'static str,
    pub(crate) call: CallSerial,
    #[serde(flatten)]
    pub(crate) function: &'a Function,
}

/// The function is read apart, so that serde knows the column of a mistake in it.
#[derive(Deserialize)]
pub(crate) struct CallIn {
    pub(crate) call: CallSerial,
}

#[derive(Serialize)]
pub(crate) struct ReturnOut<'a> {
    pub(crate) t_us: u64,
    pub(crate) seat: &'a str,
    pub(crate) kind: &'static str,
    pub(crate) call: CallSerial,
    pub(crate) value: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<LineErr>,
    #[serde(skip_serializing_if = "is_nothing")]
    pub(crate) out: &'a Out,
}

#[derive(Deserialize)]
pub(crate) struct ReturnIn {
    pub(crate) call: CallSerial,
    pub(crate) value: i32,
    #[serde(default)]
    pub(crate) out: Out,
}

fn is_nothing(out: &&Out) -> bool {
    **out == Out::None
}

/// `LINEMESSAGE` under its C names, and what can be read through it.
#[derive(Serialize)]
#[expect(non_snake_case, reason = "the C names are the names in the file")]
pub(crate) struct MessageOut<'a> {
    pub(crate) t_us: u64,
    pub(crate) seat: &'a str,
    pub(crate) kind: &'static str,
    pub(crate) msg: MessageId,
    pub(crate) hDevice: u32,
    pub(crate) dwCallbackInstance: u64,
    pub(crate) dwParam1: u64,
    pub(crate) dwParam2: u64,
    pub(crate) dwParam3: u64,
    pub(crate) decoded: Decoded<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) request: Option<RequestOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) answer: Option<&'a Answer>,
}

/// What stands in the buffer of LINE_PROXYREQUEST.
#[derive(Serialize)]
#[expect(non_snake_case, reason = "the C names are the names in the file")]
pub(crate) struct RequestOut<'a> {
    pub(crate) dwClientAppAPIVersion: ApiVersion,
    #[serde(flatten)]
    pub(crate) request: &'a ProxyRequest,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
#[expect(non_snake_case, reason = "the C names are the names in the file")]
pub(crate) struct RequestIn {
    #[serde(default = "version_before_it_was_written")]
    pub(crate) dwClientAppAPIVersion: ApiVersion,
    #[serde(flatten, deserialize_with = "request")]
    pub(crate) request: ProxyRequest,
}

/// Traces of `world/2` and before do not say it; the handler took everybody for a client of its own version.
const fn version_before_it_was_written() -> ApiVersion {
    ApiVersion::V2_2
}

#[derive(Deserialize)]
#[expect(non_snake_case, reason = "the C names are the names in the file")]
pub(crate) struct MessageIn {
    msg: MessageId,
    hDevice: u32,
    dwCallbackInstance: u64,
    dwParam1: u64,
    dwParam2: u64,
    dwParam3: u64,
    #[serde(default)]
    pub(crate) request: Option<RequestIn>,
    #[serde(default)]
    pub(crate) answer: Option<Answer>,
}

impl MessageIn {
    pub(crate) fn raw(&self) -> LineMessage {
        LineMessage {
            device: self.hDevice,
            message_id: self.msg,
            callback_instance: self.dwCallbackInstance,
            param1: self.dwParam1,
            param2: self.dwParam2,
            param3: self.dwParam3,
        }
    }
}

/// A request's type may be a number, as every constant may; serde finds the shape by the name.
fn request<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ProxyRequest, D::Error> {
    let mut fields = Map::<String, Value>::deserialize(deserializer)?;
    if let Some(kind) = fields.get_mut("dwRequestType") {
        let constant = ProxyRequestType::deserialize(&*kind).map_err(D::Error::custom)?;
        *kind = Value::String(constant.to_string());
    }
    ProxyRequest::deserialize(Value::Object(fields)).map_err(D::Error::custom)
}

/// The parameters under their own names; empty for a message without a table row.
pub(crate) struct Decoded<'a>(pub(crate) &'a LineMessage);

impl Serialize for Decoded<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for field in shape(self.0.message_id).into_iter().flat_map(|shape| shape.fields(self.0)) {
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
pub(crate) struct GoneOut<'a> {
    pub(crate) t_us: u64,
    pub(crate) seat: &'a str,
    pub(crate) kind: &'static str,
}

#[derive(Serialize)]
pub(crate) struct EndOut<'a> {
    pub(crate) t_us: u64,
    pub(crate) seat: &'a str,
    pub(crate) kind: &'static str,
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
#[serde(expecting = "an object")]
pub(crate) struct PendingIn {
    pub(crate) seat: String,
    pub(crate) request: u32,
}

/// The kinds of line.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Call,
    Return,
    Message,
    Gone,
    End,
}

impl Kind {
    const ALL: [Self; 5] = [Kind::Call, Kind::Return, Kind::Message, Kind::Gone, Kind::End];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Kind::Call => "call",
            Kind::Return => "return",
            Kind::Message => "message",
            Kind::Gone => "gone",
            Kind::End => "end",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}
