//! The figures of a run, counted once more: from the records of one application that watches every line.
//!
//! Nothing here knows how the records came about. That a recount gives the very figures of the
//! [`Simulation`](crate::Simulation) shows that the protocol tells the whole story, and that the figures are true to
//! it.

mod agents;
mod calls;
mod reading;
mod sums;

use std::collections::BTreeMap;

use tapi_acd::ids::{CallHandle, CallSerial, DeviceId, LineHandle, SeatId};
use tapi_acd::provider::ACD_LINE;
use tapi_acd::wire::consts::{AgentSessionStatus, AgentStatusEx, CallInfoState, CallPrivilege};
use tapi_acd::{Event, Function, Instant, Message, Out, Record, TypedMessage};

use crate::summary::Summary;
use agents::Agents;
use calls::Calls;
pub use reading::{Reading, Stop};
use sums::Sums;

/// What an application would have to watch beside what it does, for a recount.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Blind {
    /// The queues are there.
    #[error("it does not watch the ACD line")]
    NoAcdLine,
    /// It has opened lines without LINECALLPRIVILEGE_MONITOR or _OWNER.
    #[error("it does not see the calls on the lines that it watches")]
    NoCalls,
    /// Agents answer there.
    #[error("it watches {watched} of {lines} agents' lines")]
    Lines {
        /// How many of them it watches.
        watched: usize,
        /// How many there are.
        lines: usize,
    },
}

/// Counts the records of one seat.
///
/// ```
/// use tapi_sim::recount::{Reading, Recount};
/// use tapi_sim::scenario::{self, Watched};
/// use tapi_sim::Simulation;
///
/// let (_, mut bank) = scenario::load("bank-1999")?;
/// bank.seats[0].lines = Watched::All;
/// let mut day = Simulation::new(&bank, 7).until_us(3_600_000_000);
/// let mut recount = Recount::new(Reading::of(&bank), tapi_sim::SUPERVISOR);
/// day.by_ref().for_each(|record| recount.observe(&record));
/// assert_eq!(recount.summary().run, day.summary().run);
/// # Ok::<(), scenario::LoadError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Recount {
    reading: Reading,
    seat: SeatId,
    now: Instant,
    /// Calls of lineOpen that have not returned.
    opening: BTreeMap<CallSerial, DeviceId>,
    lines: BTreeMap<LineHandle, DeviceId>,
    without_calls: bool,
    calls: Calls,
    agents: Agents,
    sums: Sums,
}

impl Recount {
    /// Counts what this seat sees.
    #[must_use]
    pub fn new(reading: Reading, seat: SeatId) -> Self {
        let sums = Sums::new(&reading);
        Self {
            reading,
            seat,
            now: Instant::ZERO,
            opening: BTreeMap::new(),
            lines: BTreeMap::new(),
            without_calls: false,
            calls: Calls::default(),
            agents: Agents::default(),
            sums,
        }
    }

    /// Takes the next record. Those of other seats tell nothing but the time.
    pub fn observe(&mut self, record: &Record) {
        self.now = record.at;
        if record.seat != self.seat {
            return;
        }
        match &record.event {
            Event::Call { serial, function } => {
                if let Function::Open { device, privileges, .. } = &**function {
                    self.opening.insert(*serial, *device);
                    self.without_calls |=
                        !privileges.intersects(CallPrivilege::MONITOR | CallPrivilege::OWNER);
                }
            }
            Event::Return { serial, out, .. } => {
                let device = self.opening.remove(serial);
                if let (Some(device), Out::Line(line)) = (device, out) {
                    self.lines.insert(*line, device);
                }
            }
            Event::Message { message, .. } => self.hear(&TypedMessage::from_raw(message)),
            Event::Gone | Event::End { .. } => {}
        }
    }

    fn hear(&mut self, typed: &TypedMessage) {
        let Self { reading, now, calls, agents, sums, .. } = self;
        let now = *now;
        // The device is a line or a call, as the message has it.
        let line = self.lines.get(&LineHandle(typed.device)).copied();
        let handle = CallHandle(typed.device);
        if !matches!(typed.message, Message::AppNewCall { .. }) {
            calls.something_else();
        }
        match typed.message {
            Message::AppNewCall { address, call, .. } => {
                if let Some(device) = line {
                    calls.appears(call, (device, address), now, reading, sums);
                }
            }
            Message::CallInfo { changed } if changed.contains(CallInfoState::REDIRECTION_ID) => {
                calls.redirected(handle);
            }
            Message::CallState { state, mode, .. } => calls.state(handle, (state, mode), now, reading, sums),
            // What is about agents is told on the ACD line, too; whose line it is shows on the agent's.
            Message::AgentStatusEx { changed, state, .. } if changed.contains(AgentStatusEx::STATE) => {
                if let Some(device) = line {
                    agents.state(device, state, now, reading, sums);
                }
            }
            Message::AgentSessionStatus { session, changed, state }
                if changed.contains(AgentSessionStatus::STATE) =>
            {
                if let Some(device) = line {
                    agents.session(device, (session, state), now, sums);
                }
            }
            _ => {}
        }
    }

    /// What the seat does not see of what the figures are made of.
    #[must_use]
    pub fn blind(&self) -> Option<Blind> {
        let watches = |device: &DeviceId| self.lines.values().any(|watched| watched == device);
        let lines = self.reading.lines.len();
        let watched = self.reading.lines.keys().filter(|device| watches(device)).count();
        if !watches(&ACD_LINE) {
            Some(Blind::NoAcdLine)
        } else if self.without_calls {
            Some(Blind::NoCalls)
        } else {
            (watched < lines).then_some(Blind::Lines { watched, lines })
        }
    }

    /// The figures up to the last record: of the run, its queues, teams and periods. What a caller wants is nowhere in
    /// the protocol, so there are none by call type; messages are not counted.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut sums = self.sums.clone();
        self.calls.close(self.now, &mut sums);
        self.agents.close(self.now, &mut sums);
        sums.summary(&self.reading, self.now)
    }
}
