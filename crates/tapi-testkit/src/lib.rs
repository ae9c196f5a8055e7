//! TAPI's call-center protocol in your own tests.
//!
//! * [`Office`]: a call centre in which an application of yours is tried out.
//! * [`strategies`]: proptest strategies for messages, biased towards the values that decide something.
//! * [`explore`]: every state that a small world can reach.
//! * [`judge`] and [`assert_keeps_contract`]: the protocol's rules over records of any origin.
//!
//! # A test of an agent's desktop
//! The desktop is the code under test: it hears messages and calls functions. The office does the rest.
//!
//! ```
//! use tapi_acd::ids::{CallHandle, DeviceId, LineHandle, SeatId};
//! use tapi_acd::wire::consts::{AgentSessionState, CallState};
//! use tapi_acd::{Function, Message, TypedMessage};
//! use tapi_testkit::Office;
//!
//! /// Answers what rings, and makes the agent ready again after the call.
//! struct Desktop { line: LineHandle, answered: u32 }
//!
//! impl Desktop {
//!     fn hears(&mut self, news: &TypedMessage) -> Option<Function> {
//!         match news.message {
//!             Message::CallState { state: CallState::OFFERING, .. } => {
//!                 self.answered += 1;
//!                 Some(Function::Answer { call: CallHandle(news.device) })
//!             }
//!             Message::AgentSessionStatus { session, state: AgentSessionState::BUSY_WRAP_UP, .. } => {
//!                 let (state, next) = (AgentSessionState::READY, AgentSessionState(0));
//!                 Some(Function::SetAgentSessionState { line: self.line, session, state, next })
//!             }
//!             _ => None,
//!         }
//!     }
//! }
//!
//! let mut office = Office::new(1);
//! let anna = office.log_in(SeatId(1), DeviceId(1));
//! let mut desktop = Desktop { line: anna.line, answered: 0 };
//!
//! let call = office.caller(Office::QUEUE_ADDRESS);
//! office.ring(call, anna.device, Office::AGENT_ADDRESS);
//! office.run(anna.seat, |news| desktop.hears(news));
//! assert_eq!(desktop.answered, 1);
//! assert_eq!(office.session_state(anna.session), Some(AgentSessionState::BUSY_ON_CALL));
//!
//! office.hang_up(call);
//! office.run(anna.seat, |news| desktop.hears(news));
//! assert_eq!(office.session_state(anna.session), Some(AgentSessionState::READY));
//! ```
//!
//! # Random input, and records of any origin
//! ```
//! use proptest::prelude::*;
//! use tapi_acd::TypedMessage;
//! use tapi_testkit::strategies;
//!
//! proptest!(|(raw in strategies::line_message())| {
//!     prop_assert_eq!(TypedMessage::from_raw(&raw).to_raw(), raw);
//! });
//! ```
//!
//! ```
//! use tapi_sim::{Simulation, scenario};
//!
//! let (_, scenario) = scenario::load("bank-1999")?;
//! let day = Simulation::new(&scenario, 7).until_us(600_000_000);
//! tapi_testkit::assert_keeps_contract(day);
//! # Ok::<(), tapi_sim::scenario::LoadError>(())
//! ```

pub mod explore;
mod office;
pub mod strategies;

use std::fmt::Write as _;

use tapi_acd::Record;
use tapi_acd::contract::{Finding, Monitor};

pub use office::{LoggedIn, Office};

/// The findings of the protocol's rules over `records`, musts and hints alike, in order.
pub fn judge(records: impl IntoIterator<Item = Record>) -> Vec<Finding> {
    let mut monitor = Monitor::new();
    for record in records {
        monitor.observe(&record);
    }
    monitor.findings().to_vec()
}

/// Passes when no rule of the contract has a finding.
///
/// # Panics
/// With one line for each finding, when there is one.
#[track_caller]
pub fn assert_keeps_contract(records: impl IntoIterator<Item = Record>) {
    let findings = judge(records);
    let report = findings.iter().fold(String::new(), |mut text, finding| {
        let _ = write!(text, "\n  {finding}");
        text
    });
    assert!(findings.is_empty(), "the trace breaks the contract:{report}");
}
