//! What has which number: addresses of queues, lines of agents, seats of applications.

use std::sync::Arc;

use tapi_acd::answer::{ActivityEntry, GroupEntry, QueueEntry};
use tapi_acd::handler::{self, AfterCall, Policy};
use tapi_acd::ids::{ActivityId, AddressId, DeviceId, QueueId, SeatId};
use tapi_acd::server;
use tapi_acd::system;
use tapi_acd::wire::Guid;

use crate::random::Distribution;
use crate::scenario::{Equipment, Group, Queue, Scenario};

/// The first watching application's seat; the others follow, then the agents' desktops.
pub const SUPERVISOR: SeatId = SeatId(1);

/// A queue's address on the ACD line.
pub(crate) fn address(queue: usize) -> AddressId {
    AddressId(number(queue))
}

/// The address on the ACD line where calls stand before they come to a queue: no queue has it.
pub(crate) fn entry(scenario: &Scenario) -> AddressId {
    address(scenario.queues.len())
}

/// The address on the ACD line where callers for a queue stand who do not get into it: its pilot number. The agent
/// handler does not count them, for they never are in its queue.
pub(crate) fn pilot(scenario: &Scenario, queue: usize) -> AddressId {
    address(scenario.queues.len() + 1 + queue)
}

/// The line of a desk: the ACD line is the first device.
pub(crate) fn device(desk: usize) -> DeviceId {
    DeviceId(number(desk + 1))
}

pub(super) fn desk_at(device: DeviceId) -> usize {
    (device.0 as usize).saturating_sub(1)
}

/// Which seat each desktop has, and back.
#[derive(Clone, Debug)]
pub(super) struct Seats {
    watchers: u32,
    /// The desks of the desktops, in order; where a telephone is all there is, there is no seat.
    desks: Vec<usize>,
}

impl Seats {
    pub(super) fn new(scenario: &Scenario, roster: &[usize]) -> Self {
        let has_desktop = |team: usize| scenario.teams[team].agents.works_at == Equipment::Desktop;
        let desks = roster.iter().enumerate().filter(|(_, team)| has_desktop(**team));
        Self { watchers: number(scenario.seats.len()), desks: desks.map(|(desk, _)| desk).collect() }
    }

    pub(super) fn of_desk(&self, desk: usize) -> Option<SeatId> {
        let place = self.desks.binary_search(&desk).ok()?;
        Some(SeatId(SUPERVISOR.0 + self.watchers + number(place)))
    }

    /// The desk where an agent's application has this seat.
    pub(super) fn desk_at(&self, seat: SeatId) -> Option<usize> {
        let place = seat.0.checked_sub(SUPERVISOR.0 + self.watchers)?;
        self.desks.get(place as usize).copied()
    }

    /// How many applications there are beside the handler.
    pub(super) fn clients(&self) -> u32 {
        self.watchers + number(self.desks.len())
    }

    /// All names, by number.
    pub(super) fn names(&self, scenario: &Scenario) -> Vec<String> {
        let watchers = scenario.seats.iter().map(|seat| seat.name.clone());
        let desktops = self.desks.iter().map(|desk| agent_name(*desk));
        std::iter::once("handler".to_owned()).chain(watchers).chain(desktops).collect()
    }
}

/// Which watching application has this seat, if there are so many.
pub(super) fn watcher_at(seat: SeatId) -> Option<usize> {
    seat.0.checked_sub(SUPERVISOR.0).map(|place| place as usize)
}

pub(super) fn agent_name(desk: usize) -> String {
    format!("agent-{:02}", desk + 1)
}

/// What the scenario decides where the pages leave it open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct House {
    /// Whether anybody has after-call work; otherwise the next call may come at once.
    wraps_up: bool,
}

impl House {
    pub(super) fn new(scenario: &Scenario) -> Self {
        let works = |time: &Distribution| *time != Distribution::Deterministic { seconds: 0.0 };
        let types = scenario.call_types.iter().filter_map(|kind| kind.wrap_up.as_ref());
        let teams = scenario.teams.iter().map(|team| &team.agents.wrap_up);
        Self { wraps_up: types.chain(teams).any(works) }
    }

    pub(super) fn wraps_up(self) -> bool {
        self.wraps_up
    }
}

impl Policy for House {
    fn after_call(&self, _who: Option<&str>, _group: Guid) -> AfterCall {
        if self.wraps_up { AfterCall::WrapUp } else { AfterCall::Ready }
    }
}

/// The switch, its lines and the handler's data, as the scenario has them.
pub(super) fn configuration(scenario: &Scenario, roster: &[usize], seats: &Seats) -> system::Config {
    // The queues' addresses, the entry, and the pilot numbers.
    let acd_line = number(2 * scenario.queues.len() + 1);
    let devices: Vec<u32> = std::iter::once(acd_line).chain(std::iter::repeat_n(1, roster.len())).collect();
    let group = |group: &Group| handler::Group {
        entry: GroupEntry { id: group.guid, name: group.name.as_str().into() },
        queues: group.queues.iter().map(|queue| QueueId(scenario.queues[*queue].id)).collect(),
    };
    let queue = |(at, queue): (usize, &Queue)| handler::Queue {
        entry: QueueEntry { id: QueueId(queue.id), name: queue.name.as_str().into() },
        address: address(at),
    };
    let activity = |activity: &crate::scenario::Activity| ActivityEntry {
        id: ActivityId(activity.id),
        name: activity.name.as_str().into(),
    };
    let groups = |team| groups_of(scenario, team).into();
    let groups: Vec<Arc<[Guid]>> = (0..scenario.teams.len()).map(groups).collect();
    let phone = |(desk, team): (usize, &usize)| {
        let agent = handler::Account { id: agent_name(desk).into(), pin: None };
        let groups = Arc::clone(&groups[*team]);
        (device(desk), handler::Phone { agent, groups, address: AddressId(0) })
    };
    let phones = roster.iter().enumerate().filter(|(desk, _)| seats.of_desk(*desk).is_none()).map(phone);
    let lines = number(devices.len());
    let server = server::Config::default();
    system::Config {
        handler: handler::Config {
            devices: lines,
            groups: scenario.groups.iter().map(group).collect(),
            queues: scenario.queues.iter().enumerate().map(queue).collect(),
            activities: scenario.activities.iter().map(activity).collect(),
            epoch_micros: scenario.epoch_us(),
            phones: phones.collect(),
            ..handler::Config::default()
        },
        server: server::Config { devices, ..server },
        clients: seats.clients(),
        ..system::Config::default()
    }
}

pub(super) fn groups_of(scenario: &Scenario, team: usize) -> Vec<Guid> {
    scenario.teams[team].groups.iter().map(|of| scenario.groups[of.group].guid).collect()
}

/// An index as the number that stands for it.
pub(super) fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
