//! What must be known beside the records to read a contact centre's story in them.

use std::collections::BTreeMap;

use tapi_acd::ids::{AddressId, DeviceId};

use crate::scenario::Scenario;
use crate::world::places;

/// Where a call on the ACD line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Before it comes to a queue: in the IVR, or turned away for want of a trunk.
    Entry,
    /// In this queue, an index into [`Reading::queues`].
    Queue(usize),
    /// At the pilot number of this queue, which it does not get into.
    Pilot(usize),
}

/// How the records of a contact centre are to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The figures leave out what happens before, in microseconds from time 0.
    pub warm_up_us: u64,
    /// Nobody comes from then on, and what varies over time is taken until then.
    pub duration_us: u64,
    /// Answered within so many microseconds counts for the service level.
    pub threshold_us: u64,
    /// How long a period of the figures is, in microseconds; above 0. Periods begin at local midnight.
    pub period_us: u64,
    /// The local time of day at time 0, as microseconds since midnight.
    pub clock_us: u64,
    /// The queues' names.
    pub queues: Vec<String>,
    /// What the addresses of the ACD line are; a call at another one is not counted before it leaves that.
    pub stops: BTreeMap<AddressId, Stop>,
    /// The teams' names.
    pub teams: Vec<String>,
    /// Whose the agents' lines are: an index into [`Reading::teams`]. Calls and agents at other lines do not count.
    pub lines: BTreeMap<DeviceId, usize>,
}

impl Reading {
    /// How the records of a scenario are to be read.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Self {
        let stops = (0..scenario.queues.len()).flat_map(|queue| {
            let pilot = places::pilot(scenario, queue);
            [(places::address(queue), Stop::Queue(queue)), (pilot, Stop::Pilot(queue))]
        });
        let entry = (places::entry(scenario), Stop::Entry);
        let roster = scenario.roster().into_iter().enumerate();
        Self {
            warm_up_us: scenario.warm_up_us,
            duration_us: scenario.duration_us,
            threshold_us: scenario.threshold_us,
            period_us: scenario.period_us,
            clock_us: scenario.clock_us(),
            queues: scenario.queues.iter().map(|queue| queue.name.clone()).collect(),
            stops: stops.chain([entry]).collect(),
            teams: scenario.teams.iter().map(|team| team.name.clone()).collect(),
            lines: roster.map(|(desk, team)| (places::device(desk), team)).collect(),
        }
    }
}
