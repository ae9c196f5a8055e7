//! What Microsoft's pages leave to the agent handler, and what this one does unless its user wants it otherwise.
//!
//! A choice stands here when an application can see it and a page leaves it open. What holds the model together is no
//! choice: a line has one agent, because a call that rings there must be somebody's.

use core::fmt::Debug;
use core::hash::Hash;

use tapi_wire::Guid;
use tapi_wire::consts::LineErr;

use super::config::Account;
use crate::ids::ActivityId;
use crate::machine::agent_session;

/// Why somebody is not let in. The function pages of TAPI 2.2 do not list the codes (erratum E22), *lineSetAgentGroup
/// function* does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// The id is nobody's: `LINEERR_INVALAGENTID`.
    Id,
    /// The PIN is wrong or missing: `LINEERR_INVALPASSWORD`.
    Pin,
}

impl From<Refusal> for LineErr {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Id => LineErr::INVAL_AGENT_ID,
            Refusal::Pin => LineErr::INVAL_PASSWORD,
        }
    }
}

/// What follows an ACD call when nobody has asked for anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AfterCall {
    /// After-call work.
    WrapUp,
    /// The next call.
    Ready,
    /// A pause.
    NotReady,
}

impl From<AfterCall> for agent_session::State {
    fn from(after: AfterCall) -> Self {
        match after {
            AfterCall::WrapUp => Self::BusyWrapUp,
            AfterCall::Ready => Self::Ready,
            AfterCall::NotReady => Self::NotReady,
        }
    }
}

/// The choices of an agent handler.
///
/// Each method has the default of [`Conventional`]; a handler of one's own overrides what it wants otherwise. `who` is
/// the id that an agent logged in with, and `None` for the user who is logged on at the computer, or by address.
pub trait Policy: Clone + Eq + Hash + Debug {
    /// Whether somebody may log in.
    ///
    /// *lineCreateAgent function*: id and PIN are for legacy ACD systems; with one that relies on the operating
    /// system's user login both are NULL. Which ids there are is open. Default: [the accounts](Account) decide, if
    /// there are any; without an id the user's login counts.
    ///
    /// # Errors
    /// [`Refusal`], and nobody is logged in.
    fn log_in(&self, accounts: &[Account], id: Option<&str>, pin: Option<&str>) -> Result<(), Refusal> {
        let Some(account) = account(accounts, id)? else { return Ok(()) };
        if account.pin.is_some() && account.pin.as_deref() != pin { Err(Refusal::Pin) } else { Ok(()) }
    }

    /// Whether an id may be logged in on several lines at once.
    ///
    /// *lineCreateAgent function*: the handler keeps the handles unique; of ids nothing is said. Default: no, the
    /// second one gets `LINEERR_INVALAGENTID`.
    fn may_log_in_twice(&self, _id: &str) -> bool {
        false
    }

    /// Whether a group is one that an agent can choose.
    ///
    /// *lineGetAgentGroupList function*: the groups that the agent is permitted to log in to. Who is permitted what is
    /// open; joining another one gets `LINEERR_INVALAGENTGROUP`. Default: everybody every group.
    fn offers_group(&self, _who: Option<&str>, _group: Guid) -> bool {
        true
    }

    /// Whether an agent may join a group that the agent can choose.
    ///
    /// *lineCreateAgentSession function*: a PIN for each session, for legacy ACD systems, else NULL. lineSetAgentGroup
    /// has none to pass, so there `pin` is `None`. Default: an agent with an account still needs it, and a PIN that is
    /// passed must be the account's; none need be, because the agent has logged in.
    ///
    /// # Errors
    /// [`Refusal`], and the agent joins no group.
    fn join(
        &self,
        accounts: &[Account],
        who: Option<&str>,
        pin: Option<&str>,
        _group: Guid,
    ) -> Result<(), Refusal> {
        let Some(account) = account(accounts, who)? else { return Ok(()) };
        let wrong = pin.is_some() && account.pin.is_some() && account.pin.as_deref() != pin;
        if wrong { Err(Refusal::Pin) } else { Ok(()) }
    }

    /// Whether an activity is one that an agent can choose.
    ///
    /// *lineGetAgentActivityList function*: the activities that the agent can choose, a list of the handler's own.
    /// Setting another one gets `LINEERR_INVALAGENTACTIVITY`. Default: everybody every activity.
    fn offers_activity(&self, _who: Option<&str>, _activity: ActivityId) -> bool {
        true
    }

    /// What follows an ACD call when no next state was asked for.
    ///
    /// *lineSetAgentStateEx function*: a next state of 0 is the default that is configured for the agent (erratum E31).
    /// Default: after-call work.
    fn after_call(&self, _who: Option<&str>, _group: Guid) -> AfterCall {
        AfterCall::WrapUp
    }

    /// What an extension does with the bytes of lineAgentSpecific, in place.
    ///
    /// *lineAgentSpecific function*: the handler defines the block, and the same block returns the answer. Default: it
    /// stays as it is.
    ///
    /// # Errors
    /// Any that the extension defines; the page allows codes of the handler's own.
    fn specific(&self, _extension: [u32; 4], _params: &mut [u8]) -> Result<(), LineErr> {
        Ok(())
    }
}

/// The account behind an id; `None` where none is asked for.
fn account<'a>(accounts: &'a [Account], id: Option<&str>) -> Result<Option<&'a Account>, Refusal> {
    match id {
        Some(id) if !accounts.is_empty() => {
            accounts.iter().find(|account| &*account.id == id).map(Some).ok_or(Refusal::Id)
        }
        _ => Ok(None),
    }
}

/// The defaults of [`Policy`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Conventional;

impl Policy for Conventional {}
