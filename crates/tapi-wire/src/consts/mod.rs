//! The constant families, one row per constant.
//!
//! A family of values that exclude each other is a newtype over `u32` ([`AgentSessionState`]); a family of bits is a
//! [`bitflags`] type that retains unknown bits ([`AgentSessionStatus`]). Both print and parse Microsoft's C names.

#[macro_use]
mod table;

mod agent;
mod call;
mod device;
mod error_code;
mod message_id;
mod proxy;
mod version;

pub use agent::*;
pub use call::*;
pub use device::*;
pub use error_code::LineErr;
pub use message_id::{MessageId, PhoneMessageId};
pub use proxy::*;
pub use table::{ConstRow, Constants, Family, FamilyKind, ParseConstError, Since};
pub use version::ApiVersion;

/// Every family of this crate, in the order of the source files.
pub const FAMILIES: &[Family] = &[
    <AgentFeatures as Constants>::FAMILY,
    <AgentSessionState as Constants>::FAMILY,
    <AgentSessionStatus as Constants>::FAMILY,
    <AgentState as Constants>::FAMILY,
    <AgentStateEx as Constants>::FAMILY,
    <AgentStatus as Constants>::FAMILY,
    <AgentStatusEx as Constants>::FAMILY,
    <GroupStatus as Constants>::FAMILY,
    <QueueStatus as Constants>::FAMILY,
    <ProxyRequestType as Constants>::FAMILY,
    <ProxyStatus as Constants>::FAMILY,
    <OpenOptions as Constants>::FAMILY,
    <CallPrivilege as Constants>::FAMILY,
    <MediaMode as Constants>::FAMILY,
    <DeviceState as Constants>::FAMILY,
    <AddressState as Constants>::FAMILY,
    <AddressCapFlags as Constants>::FAMILY,
    <AddressMode as Constants>::FAMILY,
    <InitializeExOptions as Constants>::FAMILY,
    <CallState as Constants>::FAMILY,
    <BusyMode as Constants>::FAMILY,
    <ConnectedMode as Constants>::FAMILY,
    <DialtoneMode as Constants>::FAMILY,
    <DisconnectMode as Constants>::FAMILY,
    <OfferingMode as Constants>::FAMILY,
    <SpecialInfo as Constants>::FAMILY,
    <CallInfoState as Constants>::FAMILY,
    <CallOrigin as Constants>::FAMILY,
    <CallReason as Constants>::FAMILY,
    <CallFeatures as Constants>::FAMILY,
    <CallParamFlags as Constants>::FAMILY,
    <TransferMode as Constants>::FAMILY,
    <CallTreatment as Constants>::FAMILY,
    <LineErr as Constants>::FAMILY,
    <MessageId as Constants>::FAMILY,
    <PhoneMessageId as Constants>::FAMILY,
];
