//! What each parameter of each message is, as a table.

use core::fmt;

use tapi_wire::LineMessage;
use tapi_wire::consts::{
    AgentSessionState, AgentSessionStatus, AgentState, AgentStateEx, AgentStatus, AgentStatusEx, BusyMode,
    CallInfoState, CallPrivilege, CallState, ConnectedMode, Constants, DialtoneMode, DisconnectMode, Family,
    GroupStatus, LineErr, MessageId, OfferingMode, ProxyRequestType, ProxyStatus, QueueStatus, SpecialInfo,
};

/// One message and its parameters.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// The message.
    pub id: MessageId,
    /// Whether it is one of the eight call-center messages.
    pub call_center: bool,
    /// The Microsoft page.
    pub page: &'static str,
    /// What `hDevice` is.
    pub device: &'static str,
    /// What the three parameters are.
    pub params: [Param; 3],
    /// The errata of the documents that touch this message, by number.
    pub errata: &'static [&'static str],
}

/// What one parameter is.
#[derive(Clone, Copy, Debug)]
pub enum Param {
    /// Reserved; the page asks for zero.
    Zero,
    /// Unused or reserved; the page does not ask for zero.
    Unused,
    /// A handle of 32 bits.
    Handle(&'static str),
    /// An identifier of 32 bits that people read as a number.
    Number(&'static str),
    /// A number whose meaning the message does not fix.
    Free(&'static str),
    /// The address of a buffer, pointer sized.
    Pointer(&'static str),
    /// A set of bits, at least one.
    Bits(&'static str, &'static Family),
    /// Exactly one value.
    One(&'static str, &'static Family),
    /// Exactly one value when the parameter at `index` has all of `bits`, else zero.
    OneIf {
        /// The name.
        name: &'static str,
        /// The family of the value.
        family: &'static Family,
        /// The position of the parameter that decides, from 0.
        index: usize,
        /// Any of these bits set there means that the value is present.
        bits: u32,
    },
    /// Zero, or exactly one value.
    OneOrZero(&'static str, &'static Family),
    /// What a call state says about itself; the family depends on dwParam1.
    CallStateMode(&'static str),
    /// 0, or a `LINEERR_` code as a negative `LONG`.
    Result(&'static str),
}

/// The value of a parameter, ready to be shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FieldValue {
    /// A handle, an identifier or an address.
    Hex(u64),
    /// A plain number.
    Number(u64),
    /// A value of a family, or 0.
    Named(u32, &'static Family),
}

/// A parameter under its own name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field {
    /// What the parameter is called: the C name of a handle or id, or a plain word.
    pub name: &'static str,
    /// Its value.
    pub value: FieldValue,
}

impl fmt::Display for FieldValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            FieldValue::Hex(number) => write!(f, "{number:#x}"),
            FieldValue::Number(number) => write!(f, "{number}"),
            FieldValue::Named(0, _) => f.write_str("0"),
            FieldValue::Named(value, family) => family.write(value, f),
        }
    }
}

const AGENT_STATUS: Family = AgentStatus::FAMILY;
const AGENT_STATE: Family = AgentState::FAMILY;
const AGENT_STATUS_EX: Family = AgentStatusEx::FAMILY;
const AGENT_STATE_EX: Family = AgentStateEx::FAMILY;
const SESSION_STATUS: Family = AgentSessionStatus::FAMILY;
const SESSION_STATE: Family = AgentSessionState::FAMILY;
const GROUP_STATUS: Family = GroupStatus::FAMILY;
const QUEUE_STATUS: Family = QueueStatus::FAMILY;
const PROXY_STATUS: Family = ProxyStatus::FAMILY;
const PROXY_TYPE: Family = ProxyRequestType::FAMILY;
const CALL_STATE: Family = CallState::FAMILY;
const CALL_INFO: Family = CallInfoState::FAMILY;
const PRIVILEGE: Family = CallPrivilege::FAMILY;
const ERRORS: Family = LineErr::FAMILY;

/// Which family dwParam2 of LINE_CALLSTATE belongs to, by call state.
const CALL_STATE_MODES: &[(CallState, &Family)] = &[
    (CallState::BUSY, &BusyMode::FAMILY),
    (CallState::CONNECTED, &ConnectedMode::FAMILY),
    (CallState::DIALTONE, &DialtoneMode::FAMILY),
    (CallState::DISCONNECTED, &DisconnectMode::FAMILY),
    (CallState::OFFERING, &OfferingMode::FAMILY),
    (CallState::SPECIAL_INFO, &SpecialInfo::FAMILY),
];

/// The eight call-center messages, then the companions that this crate types.
pub const SHAPES: &[Shape] = &[
    Shape {
        id: MessageId::AGENT_SESSION_STATUS,
        call_center: true,
        page: "LINE_AGENTSESSIONSTATUS message",
        device: "hLine",
        params: [
            Param::Handle("hAgentSession"),
            Param::Bits("changed", &SESSION_STATUS),
            Param::OneIf {
                name: "state",
                family: &SESSION_STATE,
                index: 1,
                bits: AgentSessionStatus::STATE.bits(),
            },
        ],
        errata: &["E02"],
    },
    Shape {
        id: MessageId::AGENT_SPECIFIC,
        call_center: true,
        page: "LINE_AGENTSPECIFIC message",
        device: "hLine or hCall",
        params: [
            Param::Free("dwAgentExtensionIDIndex"),
            Param::Free("extensionParam2"),
            Param::Free("extensionParam3"),
        ],
        errata: &["E09", "E34"],
    },
    Shape {
        id: MessageId::AGENT_STATUS,
        call_center: true,
        page: "LINE_AGENTSTATUS message",
        device: "hLine",
        params: [
            Param::Number("dwAddressID"),
            Param::Bits("changed", &AGENT_STATUS),
            Param::OneIf { name: "state", family: &AGENT_STATE, index: 1, bits: AgentStatus::STATE.bits() },
        ],
        errata: &[],
    },
    Shape {
        id: MessageId::AGENT_STATUS_EX,
        call_center: true,
        page: "LINE_AGENTSTATUSEX message",
        device: "hLine",
        params: [
            Param::Handle("hAgent"),
            Param::Bits("changed", &AGENT_STATUS_EX),
            Param::OneIf {
                name: "state",
                family: &AGENT_STATE_EX,
                index: 1,
                bits: AgentStatusEx::STATE.bits(),
            },
        ],
        errata: &["E01"],
    },
    Shape {
        id: MessageId::GROUP_STATUS,
        call_center: true,
        page: "LINE_GROUPSTATUS message",
        device: "hLine",
        params: [Param::Zero, Param::Bits("changed", &GROUP_STATUS), Param::Zero],
        errata: &["E24"],
    },
    Shape {
        id: MessageId::PROXY_REQUEST,
        call_center: true,
        page: "LINE_PROXYREQUEST message",
        device: "hLine",
        params: [Param::Pointer("lpProxyRequest"), Param::Unused, Param::Unused],
        errata: &["E07"],
    },
    Shape {
        id: MessageId::PROXY_STATUS,
        call_center: true,
        page: "LINE_PROXYSTATUS message",
        device: "hLine",
        params: [
            Param::Bits("changed", &PROXY_STATUS),
            Param::OneIf {
                name: "requestType",
                family: &PROXY_TYPE,
                index: 0,
                bits: ProxyStatus::OPEN.bits() | ProxyStatus::CLOSE.bits(),
            },
            Param::Zero,
        ],
        errata: &["E03"],
    },
    Shape {
        id: MessageId::QUEUE_STATUS,
        call_center: true,
        page: "LINE_QUEUESTATUS message",
        device: "hLine",
        params: [Param::Number("dwQueueID"), Param::Bits("changed", &QUEUE_STATUS), Param::Zero],
        errata: &["E14"],
    },
    Shape {
        id: MessageId::REPLY,
        call_center: false,
        page: "LINE_REPLY message",
        device: "0",
        params: [Param::Number("dwRequestID"), Param::Result("result"), Param::Unused],
        errata: &["E19", "E23"],
    },
    Shape {
        id: MessageId::CLOSE,
        call_center: false,
        page: "LINE_CLOSE message",
        device: "hLine, already invalid",
        params: [Param::Unused, Param::Unused, Param::Unused],
        errata: &["E29"],
    },
    Shape {
        id: MessageId::APP_NEW_CALL,
        call_center: false,
        page: "LINE_APPNEWCALL message",
        device: "hLine",
        params: [Param::Number("dwAddressID"), Param::Handle("hCall"), Param::One("privilege", &PRIVILEGE)],
        errata: &[],
    },
    Shape {
        id: MessageId::CALL_STATE,
        call_center: false,
        page: "LINE_CALLSTATE message",
        device: "hCall",
        params: [
            Param::One("state", &CALL_STATE),
            Param::CallStateMode("mode"),
            Param::OneOrZero("privilege", &PRIVILEGE),
        ],
        errata: &["E25"],
    },
    Shape {
        id: MessageId::CALL_INFO,
        call_center: false,
        page: "LINE_CALLINFO message",
        device: "hCall",
        params: [Param::Bits("changed", &CALL_INFO), Param::Unused, Param::Unused],
        errata: &[],
    },
];

/// The row of each message by its id; ids are small numbers.
const BY_ID: [Option<&Shape>; 32] = {
    let mut by_id = [None; 32];
    let mut row = 0;
    while row < SHAPES.len() {
        by_id[SHAPES[row].id.0 as usize] = Some(&SHAPES[row]);
        row += 1;
    }
    by_id
};

/// The row of a message, if this crate types it.
pub fn shape(id: MessageId) -> Option<&'static Shape> {
    *BY_ID.get(usize::try_from(id.0).ok()?)?
}

impl Shape {
    /// The parameters of `message` under their own names; reserved ones are left out unless they are not zero.
    pub fn fields(&self, message: &LineMessage) -> impl Iterator<Item = Field> + use<> {
        let values = message.params();
        let reserved = ["dwParam1", "dwParam2", "dwParam3"];
        let params = self.params;
        (0..3).filter_map(move |at| match params[at] {
            Param::Zero | Param::Unused if values[at] == 0 => None,
            Param::Zero | Param::Unused => {
                Some(Field { name: reserved[at], value: FieldValue::Hex(values[at]) })
            }
            param => Some(Field { name: param.name(), value: param.value(&values, at) }),
        })
    }
}

impl Param {
    /// What the parameter is called; empty when it is reserved.
    pub const fn name(&self) -> &'static str {
        match self {
            Param::Zero | Param::Unused => "",
            Param::Handle(name)
            | Param::Number(name)
            | Param::Free(name)
            | Param::Pointer(name)
            | Param::Bits(name, _)
            | Param::One(name, _)
            | Param::OneIf { name, .. }
            | Param::OneOrZero(name, _)
            | Param::CallStateMode(name)
            | Param::Result(name) => name,
        }
    }

    /// The family of the value, where there is one; `values` are all parameters of the message.
    pub fn family(&self, values: &[u64; 3]) -> Option<&'static Family> {
        match *self {
            Param::Bits(_, family)
            | Param::One(_, family)
            | Param::OneIf { family, .. }
            | Param::OneOrZero(_, family) => Some(family),
            Param::CallStateMode(_) => call_state_mode(values[0]),
            Param::Result(_) => Some(&ERRORS),
            Param::Zero
            | Param::Unused
            | Param::Handle(_)
            | Param::Number(_)
            | Param::Free(_)
            | Param::Pointer(_) => None,
        }
    }

    fn value(&self, values: &[u64; 3], at: usize) -> FieldValue {
        match (self.family(values), u32::try_from(values[at])) {
            (Some(family), Ok(value)) => FieldValue::Named(value, family),
            _ if matches!(self, Param::Free(_) | Param::Number(_)) => FieldValue::Number(values[at]),
            _ => FieldValue::Hex(values[at]),
        }
    }
}

/// The family of dwParam2 of LINE_CALLSTATE in this state.
pub(crate) fn call_state_mode(state: u64) -> Option<&'static Family> {
    CALL_STATE_MODES.iter().find(|(known, _)| u64::from(known.0) == state).map(|(_, family)| *family)
}
