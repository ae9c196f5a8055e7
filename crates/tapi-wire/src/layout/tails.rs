//! What sizes and offsets point to: every pair of every structure, one row each.

use core::fmt;

use super::proxy_arms::{LineProxyCreateAgent, LineProxyCreateAgentSession};
use super::table::{FieldRow, Layout, Structure as _};
use super::{
    LineAgentActivityEntry, LineAgentActivityList, LineAgentCaps, LineAgentEntry, LineAgentGroupEntry,
    LineAgentGroupList, LineAgentList, LineAgentSessionEntry, LineAgentSessionList, LineAgentStatus,
    LineAppInfo, LineCallParams, LineExtensionId, LineProxyRequest, LineProxyRequestList, LineQueueEntry,
    LineQueueList,
};
use crate::consts::{Constants as _, Family, ProxyRequestType};

/// A size and an offset, and what they point to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tail {
    /// The structure whose fixed part holds the pair.
    pub structure: &'static Layout,
    /// The C name without its `Size` or `Offset`.
    pub name: &'static str,
    /// The field that counts the bytes.
    pub size: &'static FieldRow,
    /// The field that says where they start.
    pub offset: &'static FieldRow,
    /// What the offset counts from.
    pub base: Base,
    /// What the bytes are.
    pub content: Content,
}

/// What an offset counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// The structure that holds the pair; for an arm of `LINEPROXYREQUEST` its first field (erratum E21).
    Own,
    /// The structure whose array has the entry that holds the pair (erratum E20).
    Holder,
}

/// What the bytes are that a size and an offset point to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// A string with its terminator: UTF-16 from the W functions and in `LINEPROXYREQUEST`, else the ANSI code page.
    Text,
    /// Bytes that TAPI passes on without knowing them.
    Bytes,
    /// `LINEPROXYREQUEST_` values at lineOpen with `LINEOPENOPTION_PROXY` (erratum E05), else [`Content::Bytes`].
    BytesOrRequestTypes,
    /// An array of structures.
    Structures {
        /// The field that counts them.
        count: &'static FieldRow,
        /// One of them.
        element: &'static Layout,
    },
    /// An array of `DWORD`s.
    Numbers {
        /// The field that counts them.
        count: &'static FieldRow,
        /// The constants that they are.
        family: &'static Family,
    },
}

impl fmt::Display for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Base::Own => "the start of the structure",
            Base::Holder => "the start of the structure that holds the array",
        })
    }
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Content::Text => f.write_str("a string with its terminator"),
            Content::Bytes => f.write_str("bytes"),
            Content::BytesOrRequestTypes => write!(
                f,
                "bytes; at lineOpen with LINEOPENOPTION_PROXY {} values",
                ProxyRequestType::FAMILY.prefix
            ),
            Content::Structures { count, element } => {
                write!(f, "{}, as many as {}", element.name, count.name)
            }
            Content::Numbers { count, family } => {
                write!(f, "{} values, as many as {}", family.prefix, count.name)
            }
        }
    }
}

/// Every pair of every structure in [`LAYOUTS`](super::LAYOUTS), in that order.
pub const TAILS: &[Tail] = &[
    held(LineAppInfo::LAYOUT, "dwMachineName"),
    held(LineAppInfo::LAYOUT, "dwUserName"),
    held(LineAppInfo::LAYOUT, "dwModuleFilename"),
    held(LineAppInfo::LAYOUT, "dwFriendlyName"),
    own(LineCallParams::LAYOUT, "dwOrigAddress", Content::Text),
    own(LineCallParams::LAYOUT, "dwDisplayableAddress", Content::Text),
    own(LineCallParams::LAYOUT, "dwCalledParty", Content::Text),
    own(LineCallParams::LAYOUT, "dwComment", Content::Text),
    own(LineCallParams::LAYOUT, "dwUserUserInfo", Content::Bytes),
    own(LineCallParams::LAYOUT, "dwHighLevelComp", Content::Bytes),
    own(LineCallParams::LAYOUT, "dwLowLevelComp", Content::Bytes),
    own(LineCallParams::LAYOUT, "dwDevSpecific", Content::BytesOrRequestTypes),
    own(LineCallParams::LAYOUT, "dwTargetAddress", Content::Text),
    own(LineCallParams::LAYOUT, "dwSendingFlowspec", Content::Bytes),
    own(LineCallParams::LAYOUT, "dwReceivingFlowspec", Content::Bytes),
    own(LineCallParams::LAYOUT, "dwDeviceClass", Content::Text),
    own(LineCallParams::LAYOUT, "dwDeviceConfig", Content::Bytes),
    own(LineCallParams::LAYOUT, "dwCallData", Content::Bytes),
    own(LineCallParams::LAYOUT, "dwCallingPartyID", Content::Text),
    own(LineAgentCaps::LAYOUT, "dwAgentHandlerInfo", Content::Text),
    array(LineAgentCaps::LAYOUT, "dwAgentExtensionIDList", "dwNumAgentExtensionIDs", LineExtensionId::LAYOUT),
    array(LineAgentStatus::LAYOUT, "dwGroupList", "dwNumEntries", LineAgentGroupEntry::LAYOUT),
    own(LineAgentStatus::LAYOUT, "dwActivity", Content::Text),
    held(LineAgentEntry::LAYOUT, "dwName"),
    held(LineAgentEntry::LAYOUT, "dwID"),
    held(LineAgentEntry::LAYOUT, "dwPIN"),
    list(LineAgentList::LAYOUT, LineAgentEntry::LAYOUT),
    held(LineAgentActivityEntry::LAYOUT, "dwName"),
    list(LineAgentActivityList::LAYOUT, LineAgentActivityEntry::LAYOUT),
    list(LineAgentSessionList::LAYOUT, LineAgentSessionEntry::LAYOUT),
    held(LineAgentGroupEntry::LAYOUT, "dwName"),
    list(LineAgentGroupList::LAYOUT, LineAgentGroupEntry::LAYOUT),
    held(LineQueueEntry::LAYOUT, "dwName"),
    list(LineQueueList::LAYOUT, LineQueueEntry::LAYOUT),
    own(LineProxyRequest::LAYOUT, "dwClientMachineName", Content::Text),
    own(LineProxyRequest::LAYOUT, "dwClientUserName", Content::Text),
    own(
        LineProxyRequestList::LAYOUT,
        "dwList",
        Content::Numbers {
            count: LineProxyRequestList::LAYOUT.row("dwNumEntries", ""),
            family: &ProxyRequestType::FAMILY,
        },
    ),
    own(LineProxyCreateAgent::LAYOUT, "dwAgentID", Content::Text),
    own(LineProxyCreateAgent::LAYOUT, "dwAgentPIN", Content::Text),
    own(LineProxyCreateAgentSession::LAYOUT, "dwAgentPIN", Content::Text),
];

impl Tail {
    /// The rows of a structure, in header order.
    pub fn of(structure: &'static Layout) -> impl Iterator<Item = &'static Tail> {
        TAILS.iter().filter(move |tail| tail.structure.name == structure.name)
    }
}

const fn own(structure: &'static Layout, name: &'static str, content: Content) -> Tail {
    let (size, offset) = (structure.row(name, "Size"), structure.row(name, "Offset"));
    Tail { structure, name, size, offset, base: Base::Own, content }
}

/// A string of an entry.
const fn held(structure: &'static Layout, name: &'static str) -> Tail {
    Tail { base: Base::Holder, ..own(structure, name, Content::Text) }
}

const fn array(
    structure: &'static Layout,
    name: &'static str,
    count: &'static str,
    element: &'static Layout,
) -> Tail {
    own(structure, name, Content::Structures { count: structure.row(count, ""), element })
}

/// The array of a structure that is a list and nothing else.
const fn list(structure: &'static Layout, element: &'static Layout) -> Tail {
    array(structure, "dwList", "dwNumEntries", element)
}
