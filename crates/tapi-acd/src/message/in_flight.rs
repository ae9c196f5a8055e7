//! What is on its way as tools see it: its handles stand under the names of their types, as they do in the endpoints.

use serde::{Serialize, Serializer};
use tapi_wire::LineMessage;

use super::{Message, TypedMessage};
use crate::ids::{AgentHandle, AgentSessionHandle, BufferAddress, CallHandle, LineHandle, RequestId};

/// A number on its way.
#[derive(Serialize)]
enum Named {
    Line(LineHandle),
    Call(CallHandle),
    Agent(AgentHandle),
    Session(AgentSessionHandle),
    Buffer(BufferAddress),
    Request(Option<RequestId>),
    Number(u64),
}

/// What a function returns: a request id where it is positive.
pub(crate) fn returned<S: Serializer>(value: &i32, serializer: S) -> Result<S::Ok, S::Error> {
    match u32::try_from(*value).ok().and_then(RequestId::new) {
        Some(request) => Named::Request(Some(request)).serialize(serializer),
        None => value.serialize(serializer),
    }
}

pub(crate) fn message<S: Serializer>(message: &LineMessage, serializer: S) -> Result<S::Ok, S::Error> {
    let typed = TypedMessage::from_raw(message);
    let device = match typed.message {
        Message::Reply { .. } => Named::Number(message.device.into()),
        Message::CallState { .. } | Message::CallInfo { .. } => Named::Call(CallHandle(message.device)),
        _ => Named::Line(LineHandle(message.device)),
    };
    let mut params = message.params().map(Named::Number);
    match typed.message {
        Message::Reply { request, .. } => params[0] = Named::Request(RequestId::new(request)),
        Message::ProxyRequest { buffer } => params[0] = Named::Buffer(buffer),
        Message::AgentStatusEx { agent, .. } => params[0] = Named::Agent(agent),
        Message::AgentSessionStatus { session, .. } => params[0] = Named::Session(session),
        Message::AppNewCall { call, .. } => params[1] = Named::Call(call),
        _ => {}
    }
    (message.message_id, device, message.callback_instance, params, typed.residue).serialize(serializer)
}
