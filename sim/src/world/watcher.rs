//! An application that watches: a supervisor's screen, a wallboard, a recorder.
//!
//! It opens the lines it was told to watch, learns the groups and queues of the ACD line, and reads the queues'
//! figures.

use std::collections::BTreeSet;

use tapi_acd::answer::Answer;
use tapi_acd::client;
use tapi_acd::function::{Function, Out};
use tapi_acd::ids::{AppHandle, CallHandle, DeviceId, LineHandle, QueueId};
use tapi_acd::message::{Message, ResultCode, TypedMessage};
use tapi_acd::provider::ACD_LINE;
use tapi_acd::wire::Guid;
use tapi_acd::wire::consts::{
    ApiVersion, CallPrivilege, CallState, InitializeExOptions, MediaMode, OpenOptions,
};

use super::places;
use crate::scenario::{Seat, Watched};

/// The version that the application asks for.
const VERSION: ApiVersion = ApiVersion::V2_2;

/// A watching application.
#[derive(Clone, Debug)]
pub(super) struct Watcher {
    name: Box<str>,
    /// What it opens, in order.
    devices: Vec<DeviceId>,
    privileges: CallPrivilege,
    /// The measurement period that it sets for every queue, in seconds.
    measurement_s: Option<u32>,
    opened: usize,
    /// Its line on the ACD line device.
    acd_line: Option<LineHandle>,
    groups: BTreeSet<Guid>,
    queues: BTreeSet<QueueId>,
}

impl Watcher {
    pub(super) fn new(seat: &Seat, roster: &[usize]) -> Self {
        let watched = |team: usize| match &seat.lines {
            Watched::Acd => false,
            Watched::All => true,
            Watched::Teams(teams) => teams.contains(&team),
        };
        let desks = roster.iter().enumerate().filter(|(_, team)| watched(**team));
        let measurement_s = seat.measurement_us.map(|us| us / 1_000_000);
        Self {
            name: seat.name.as_str().into(),
            devices: std::iter::once(ACD_LINE).chain(desks.map(|(desk, _)| places::device(desk))).collect(),
            privileges: if seat.calls { CallPrivilege::MONITOR } else { CallPrivilege::NONE },
            measurement_s: measurement_s.and_then(|seconds| u32::try_from(seconds).ok()),
            opened: 0,
            acd_line: None,
            groups: BTreeSet::new(),
            queues: BTreeSet::new(),
        }
    }

    /// What it calls first.
    pub(super) fn start(&self) -> Function {
        let (app_name, options) = (self.name.clone(), InitializeExOptions::USE_EVENT);
        Function::InitializeEx { app_name, api_version: VERSION, options }
    }

    /// Asks how each known queue stands.
    pub(super) fn refresh(&self) -> Vec<Function> {
        let asks = |line| self.queues.iter().map(move |queue| Function::GetQueueInfo { line, queue: *queue });
        self.acd_line.into_iter().flat_map(asks).collect()
    }

    /// The application tells its user, who calls what follows.
    pub(super) fn hear(&mut self, event: &client::Event, call: impl FnMut(Function)) {
        match event {
            client::Event::Done { function, result, out, answer } => {
                if *result == ResultCode::SUCCESS {
                    self.done(function, out, answer.as_ref()).into_iter().for_each(call);
                }
            }
            client::Event::Cancelled { .. } | client::Event::Read { .. } => {}
            client::Event::Message(message) => self.hear_message(message, call),
        }
    }

    #[inline]
    pub(super) fn hear_message(&self, heard: &TypedMessage, mut call: impl FnMut(Function)) {
        match heard.message {
            // The message does not say which group: read the list again and compare (erratum E24).
            Message::GroupStatus { .. } => {
                self.acd_line.map(|line| Function::GetGroupList { line }).into_iter().for_each(call);
            }
            Message::CallState { state: CallState::IDLE, .. } => {
                call(Function::DeallocateCall { call: CallHandle(heard.device) });
            }
            _ => {}
        }
    }

    fn done(&mut self, function: &Function, out: &Out, answer: Option<&Answer>) -> Vec<Function> {
        match (function, out, answer) {
            (Function::InitializeEx { .. }, &Out::App { app, .. }, _) => self.open_next(app),
            (Function::NegotiateApiVersion { app, device, .. }, &Out::ApiVersion(api_version), _) => {
                vec![Function::Open {
                    app: *app,
                    device: *device,
                    api_version,
                    callback_instance: u64::from(device.0),
                    privileges: self.privileges,
                    options: OpenOptions::empty(),
                    media_modes: MediaMode::empty(),
                    proxy_types: Vec::new(),
                    address: None,
                    ext_version: 0,
                }]
            }
            (Function::Open { app, device, .. }, &Out::Line(line), _) => {
                self.acd_line = self.acd_line.or((*device == ACD_LINE).then_some(line));
                self.opened += 1;
                self.open_next(*app)
            }
            (Function::GetGroupList { line }, _, Some(Answer::Groups(groups))) => {
                let new: Vec<_> =
                    groups.iter().map(|group| group.id).filter(|id| self.groups.insert(*id)).collect();
                new.into_iter().map(|group| Function::GetQueueList { line: *line, group }).collect()
            }
            (Function::GetQueueList { line, .. }, _, Some(Answer::Queues(queues))) => {
                let new = queues.iter().map(|queue| queue.id).filter(|id| self.queues.insert(*id));
                let periods = new.filter_map(|queue| Some((queue, self.measurement_s?)));
                let measured =
                    |(queue, period)| Function::SetQueueMeasurementPeriod { line: *line, queue, period };
                periods.map(measured).collect()
            }
            _ => Vec::new(),
        }
    }

    fn open_next(&self, app: AppHandle) -> Vec<Function> {
        let (low, high) = (VERSION, VERSION);
        let next = self.devices.get(self.opened).into_iter();
        next.map(|device| Function::NegotiateApiVersion { app, device: *device, low, high }).collect()
    }
}
