//! The open lines of every seat, as lineOpen asked for them.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use tapi_wire::consts::{ApiVersion, OpenOptions, ProxyRequestType};

use crate::function::Function;
use crate::ids::{AppHandle, DeviceId, LineHandle, SeatId};

/// A line of a seat.
pub(super) type Owned = (SeatId, LineHandle);

/// What lineOpen asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OpenLine {
    pub(super) app: AppHandle,
    pub(super) device: DeviceId,
    pub(super) version: ApiVersion,
    pub(super) options: OpenOptions,
    /// The request types that a handler serves by it.
    pub(super) types: Vec<ProxyRequestType>,
}

impl OpenLine {
    pub(super) fn asked_by(function: &Function) -> Option<Self> {
        let Function::Open { app, device, api_version, options, proxy_types, .. } = function else {
            return None;
        };
        let (app, device, version, options) = (*app, *device, *api_version, *options);
        Some(Self { app, device, version, options, types: proxy_types.clone() })
    }

    /// Whether an agent handler opened it.
    pub(super) fn is_proxy(&self) -> bool {
        self.options.contains(OpenOptions::PROXY)
    }
}

/// A change of the open lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Opened(LineHandle, OpenLine),
    Closed(Vec<LineHandle>),
}

/// Which lines are open, and since which record: who comes late has missed announcements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OpenLines {
    open: BTreeMap<Owned, (u64, OpenLine)>,
    by_device: BTreeMap<DeviceId, Vec<Owned>>,
}

impl OpenLines {
    pub(super) fn open(&mut self, owned: Owned, record: u64, line: OpenLine) {
        self.close(owned);
        self.by_device.entry(line.device).or_default().push(owned);
        self.open.insert(owned, (record, line));
    }

    pub(super) fn close(&mut self, owned: Owned) {
        let Some((_, line)) = self.open.remove(&owned) else { return };
        if let Some(lines) = self.by_device.get_mut(&line.device) {
            lines.retain(|open| *open != owned);
        }
    }

    pub(super) fn get(&self, seat: SeatId, line: LineHandle) -> Option<&OpenLine> {
        self.open.get(&(seat, line)).map(|(_, open)| open)
    }

    pub(super) fn of_seat(&self, seat: SeatId) -> impl Iterator<Item = (LineHandle, &OpenLine)> {
        let range = (seat, LineHandle(0))..=(seat, LineHandle(u32::MAX));
        self.open.range(range).map(|((_, line), (_, open))| (*line, open))
    }

    pub(super) fn on_device(&self, device: DeviceId) -> impl Iterator<Item = (Owned, &OpenLine)> {
        let lines = self.by_device.get(&device).into_iter().flatten();
        lines.filter_map(|owned| Some((*owned, self.get(owned.0, owned.1)?)))
    }

    /// What the line has heard so far counts no more, as if it were opened now.
    pub(super) fn begin_again(&mut self, owned: Owned, record: u64) {
        if let Some((since, _)) = self.open.get_mut(&owned) {
            *since = record;
        }
    }

    /// Whether the line was open before `record`; a line whose opening the trace does not have may be late.
    pub(super) fn was_open_before(&self, owned: Owned, record: u64) -> bool {
        self.open.get(&owned).is_some_and(|(since, _)| *since < record)
    }
}
