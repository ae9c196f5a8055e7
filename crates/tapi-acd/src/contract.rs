//! The protocol's rules as data, and the monitor that judges records against them.
//!
//! The monitor is incremental: it takes one record after the other and needs memory only for what is open (requests,
//! sessions, agents). It depends on no endpoint, so a trace from anywhere can be judged. A rule is a *must* only where
//! a Microsoft page says so; what we inferred is a *hint*.

mod life;
mod params;
mod replies;

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt;

pub use params::{Fault, check_message};

use tapi_wire::consts::{ProxyRequestType, ProxyStatus};

use crate::ids::{LineHandle, SeatId};
use crate::message::{Message, TypedMessage};
use crate::record::{Event, Record};
use crate::time::Instant;

/// How much a rule weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Inferred: worth a look, no verdict.
    Hint,
    /// Documented: a trace that breaks it is wrong.
    Must,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Severity::Hint => "hint",
            Severity::Must => "must",
        })
    }
}

/// One rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its id: a letter for the family, then a number.
    pub id: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// What it asks.
    pub text: &'static str,
    /// The Microsoft page that says so, or why we think so.
    pub basis: &'static str,
}

macro_rules! rules {
    ($($(#[$doc:meta])* $NAME:ident = $id:literal, $severity:ident, $text:literal, $basis:literal;)*) => {
        $(
            $(#[$doc])*
            #[doc = $text]
            pub(crate) const $NAME: &Rule =
                &Rule { id: $id, severity: Severity::$severity, text: $text, basis: $basis };
        )*

        /// Every rule, in the order of the ids.
        pub const RULES: &[&Rule] = &[$($NAME,)*];
    };
}

rules! {
    AGENT_ANNOUNCED = "A01", Hint, "the first message about an agent says LINEAGENTSTATUSEX_NEWAGENT",
        "inferred: the constant exists to announce the handle";
    AGENT_TRANSITION = "A02", Hint, "an agent moves only as the machine 'agent (Ex)' allows",
        "inferred: Microsoft documents the states, not the transitions";
    AGENT_RELEASED = "A03", Hint, "nothing is said about an agent after LINEAGENTSTATEEX_RELEASED",
        "inferred: the handle is given up";
    AGENT_ANNOUNCED_ONCE = "A04", Hint, "a live agent is not announced again", "inferred: as A01";
    LINE_CLOSED = "L01", Must, "nothing comes on a line or on its calls after LINE_CLOSE",
        "LINE_CLOSE message: the handles are no longer valid";
    PARAM_RESERVED = "P01", Must, "a reserved parameter is zero", "the message's page: Reserved. Set to zero.";
    PARAM_BITS = "P02", Must, "a set of changes has at least one bit, and only bits that are defined",
        "the message's page: one or more of the constants";
    PARAM_STATE = "P03", Must, "the dependent parameter is exactly one defined value when its bit is set, else zero",
        "the message's page; errata E01, E02, E03";
    PARAM_VALUE = "P04", Must, "a parameter that is one of a family is exactly one defined value",
        "the message's page";
    PARAM_WIDTH = "P05", Hint, "a parameter that is not pointer sized fits into 32 bits",
        "inferred: lineProxyMessage takes DWORDs (erratum E27)";
    PARAM_HANDLE = "P06", Hint, "a handle is not zero", "inferred: zero names nothing";
    PARAM_PROXY_STATUS_ONE_BIT = "P07", Hint, "LINE_PROXYSTATUS carries one bit",
        "inferred: dwParam2 holds one request type (erratum E03)";
    PARAM_UNUSED = "P08", Hint, "an unused parameter is zero",
        "the message's page calls it unused or reserved and does not ask for zero";
    RETURN_ONCE = "R01", Must, "every function call returns once, and only calls return",
        "lineInitializeEx and every function's page: Return value";
    RETURN_SYNC = "R02", Must, "a synchronous function returns 0 or a negative error",
        "the function's page: Return value";
    RETURN_ASYNC = "R03", Must, "an asynchronous function returns a positive request id or a negative error",
        "Asynchronous Functions; the function's page: Return value";
    REPLY_KNOWN = "R04", Must, "LINE_REPLY names a request of the receiver that no LINE_REPLY has met",
        "LINE_REPLY message; Asynchronous Functions";
    REPLY_AFTER_CLOSE = "R05", Must, "no LINE_REPLY comes for a request whose line the requester has closed",
        "lineClose function: outstanding replies are suppressed; lineShutdown function";
    REPLY_MISSING = "R06", Must, "at the end every request without LINE_REPLY is listed as pending",
        "LINE_REPLY message: each asynchronous request completes";
    RESPONSE_ONCE = "R07", Must, "lineProxyResponse is called once for a buffer, and only for one that is pending",
        "LINE_PROXYREQUEST message; lineProxyResponse function";
    RESPONSE_RESULT = "R08", Must, "dwResult of lineProxyResponse is 0 or a negative error",
        "lineProxyResponse function";
    REQUEST_FRESH = "R09", Must, "LINE_PROXYREQUEST names a buffer that is not pending already",
        "LINE_PROXYREQUEST message: the buffer is freed by lineProxyResponse";
    SESSION_ANNOUNCED = "S01", Hint, "the first message about a session says LINEAGENTSESSIONSTATUS_NEWSESSION",
        "inferred: the constant exists to announce the handle";
    SESSION_TRANSITION = "S02", Must, "a session moves only as the documented table of valid transitions says",
        "AGENT_SESSION_STATE enumeration (TAPI 3): table of all valid transitions";
    SESSION_RELEASED = "S03", Hint, "nothing is said about a session after LINEAGENTSESSIONSTATE_RELEASED",
        "inferred: the handle is given up";
    SESSION_ANNOUNCED_ONCE = "S04", Hint, "a live session is not announced again", "inferred: as S01";
    VERSION_MESSAGE = "V01", Hint, "no message is newer than the TAPI version of its line",
        "inferred: the pages withhold messages from older applications, and disagree on whose version counts (E37)";
    VERSION_PROXY_STATUS = "V02", Must, "LINE_PROXYSTATUS comes to lines of TAPI 2.2 and later only",
        "lineOpen function: it is sent to applications of TAPI 2.2 and later";
}

/// The line whose agents and sessions are known no more: the handler that minted their handles is gone, and the next
/// one mints its own.
fn handler_left(typed: &TypedMessage) -> Option<LineHandle> {
    let Message::ProxyStatus { changed, request_type } = typed.message else { return None };
    let minted = [ProxyRequestType::CREATE_AGENT, ProxyRequestType::CREATE_AGENT_SESSION];
    let left = changed.contains(ProxyStatus::CLOSE) && minted.contains(&request_type);
    left.then_some(LineHandle(typed.device))
}

/// The rule with this id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}

/// A rule that a record broke.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// The record, counted from 1.
    pub record: u64,
    /// When.
    pub at: Instant,
    /// At whose border.
    pub seat: SeatId,
    /// What was found.
    pub detail: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Rule { id, severity, text, .. } = self.rule;
        write!(f, "{id} ({severity}) record {}: {}; expected: {text}", self.record, self.detail)
    }
}

/// Judges records, one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Monitor {
    records: u64,
    seats: BTreeMap<SeatId, replies::Seat>,
    sessions: life::Lives<crate::ids::AgentSessionHandle>,
    agents: life::Lives<crate::ids::AgentHandle>,
    lines: life::OpenLines,
    findings: Vec<Finding>,
}

/// Where a finding is written to, with the record it is about.
struct Bench<'a> {
    record: u64,
    at: Instant,
    seat: SeatId,
    findings: &'a mut Vec<Finding>,
}

impl Bench<'_> {
    fn broken(&mut self, rule: &'static Rule, detail: String) {
        let Self { record, at, seat, .. } = *self;
        self.findings.push(Finding { rule, record, at, seat, detail });
    }

    /// A finding unless `holds`.
    fn expect(&mut self, rule: &'static Rule, holds: bool, detail: impl FnOnce() -> String) {
        if !holds {
            self.broken(rule, detail());
        }
    }
}

impl Monitor {
    /// A monitor that has seen nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Judges the next record.
    pub fn observe(&mut self, record: &Record) {
        self.records += 1;
        let mut findings = core::mem::take(&mut self.findings);
        let mut bench =
            Bench { record: self.records, at: record.at, seat: record.seat, findings: &mut findings };
        let seat = self.seats.entry(record.seat).or_default();
        match &record.event {
            Event::Call { serial, function } => {
                // A raw call that means nothing is judged by its row alone.
                let meant = function.meant();
                seat.call(*serial, meant.as_deref().unwrap_or(function), &mut bench);
            }
            Event::Return { serial, value, out } => {
                let returned = seat.returned(*serial, *value, out, &mut bench);
                self.lines.observe(record.seat, self.records, &returned);
            }
            Event::Gone => {
                *seat = replies::Seat::default();
                self.lines.gone(record.seat);
            }
            Event::Message { message, .. } => {
                for fault in check_message(message) {
                    bench.broken(fault.rule, fault.to_string());
                }
                let typed = TypedMessage::from_raw(message);
                let closed = seat.message(&typed, &mut bench);
                self.lines.observe(record.seat, self.records, &closed);
                if let Some(line) = handler_left(&typed) {
                    self.lines.begin_again(record.seat, line, self.records);
                    self.sessions.forget(record.seat, line);
                    self.agents.forget(record.seat, line);
                }
                self.sessions.observe_session(&typed, &self.lines, &mut bench);
                self.agents.observe_agent(&typed, &self.lines, &mut bench);
            }
            Event::End { pending, blocked } => {
                for (seat, open) in &self.seats {
                    bench.seat = *seat;
                    open.end(*seat, pending, blocked, &mut bench);
                }
            }
        }
        self.findings = findings;
    }

    /// Every finding so far, in the order of the records.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Records judged so far.
    pub fn records(&self) -> u64 {
        self.records
    }

    /// Whether no documented rule was broken so far.
    pub fn holds(&self) -> bool {
        self.findings.iter().all(|finding| finding.rule.severity < Severity::Must)
    }
}
