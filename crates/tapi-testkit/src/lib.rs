//! TAPI's call-center protocol in your own tests.
//!
//! * [`strategies`]: proptest strategies for messages, biased towards the values that decide something.
//! * [`judge`] and [`assert_keeps_contract`]: the protocol's rules over records of any origin.
//!
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

pub mod strategies;

use std::fmt::Write as _;

use tapi_acd::Record;
use tapi_acd::contract::{Finding, Monitor};

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
