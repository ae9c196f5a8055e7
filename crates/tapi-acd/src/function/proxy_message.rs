//! lineProxyMessage by itself: of all calls most are of this function, and it is small.

use tapi_wire::consts::MessageId;

use super::rows::Place;
use super::{Function, FunctionRow};
use crate::ids::{CallHandle, LineHandle};

/// What lineProxyMessage is called with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(crate) struct ProxyMessage {
    pub(crate) line: LineHandle,
    pub(crate) call: CallHandle,
    pub(crate) message: MessageId,
    pub(crate) params: [u32; 3],
}

impl ProxyMessage {
    /// What the function's page says.
    pub(crate) const fn row() -> &'static FunctionRow {
        Place::ProxyMessage.row()
    }
}

impl From<ProxyMessage> for Function {
    fn from(said: ProxyMessage) -> Self {
        let ProxyMessage { line, call, message, params: [param1, param2, param3] } = said;
        Function::ProxyMessage { line, call, message, param1, param2, param3 }
    }
}
