//! The supervisor's application: it watches the ACD line, learns the groups and queues, and reads the queues' figures.

use std::collections::BTreeSet;

use tapi_acd::answer::Answer;
use tapi_acd::client;
use tapi_acd::function::{Function, Out};
use tapi_acd::ids::{CallHandle, LineHandle, QueueId};
use tapi_acd::message::{Message, ResultCode};
use tapi_acd::provider::ACD_LINE;
use tapi_acd::wire::Guid;
use tapi_acd::wire::consts::{
    ApiVersion, CallPrivilege, CallState, InitializeExOptions, MediaMode, OpenOptions,
};

/// The version that the application asks for.
const VERSION: ApiVersion = ApiVersion::V2_2;

/// The supervisor's application.
#[derive(Clone, Debug, Default)]
pub(super) struct Supervisor {
    line: Option<LineHandle>,
    groups: BTreeSet<Guid>,
    queues: BTreeSet<QueueId>,
}

impl Supervisor {
    pub(super) fn start(calls: &mut Vec<Function>) {
        calls.push(Function::InitializeEx {
            app_name: "supervisor".into(),
            api_version: VERSION,
            options: InitializeExOptions::USE_EVENT,
        });
    }

    /// Asks how each known queue stands.
    pub(super) fn refresh(&self, calls: &mut Vec<Function>) {
        if let Some(line) = self.line {
            calls.extend(self.queues.iter().map(|queue| Function::GetQueueInfo { line, queue: *queue }));
        }
    }

    /// The application tells its user.
    pub(super) fn hear(&mut self, event: &client::Event, calls: &mut Vec<Function>) {
        match event {
            client::Event::Done { function, result, out, answer } => {
                if *result == ResultCode::SUCCESS {
                    self.done(function, out, answer.as_ref(), calls);
                }
            }
            client::Event::Cancelled { .. } | client::Event::Read { .. } => {}
            client::Event::Message(typed) => match typed.message {
                // The message does not say which group: read the list again and compare (erratum E24).
                Message::GroupStatus { .. } => {
                    calls.extend(self.line.map(|line| Function::GetGroupList { line }));
                }
                Message::CallState { state: CallState::IDLE, .. } => {
                    calls.push(Function::DeallocateCall { call: CallHandle(typed.device) });
                }
                _ => {}
            },
        }
    }

    fn done(&mut self, function: &Function, out: &Out, answer: Option<&Answer>, calls: &mut Vec<Function>) {
        match (function, out, answer) {
            (Function::InitializeEx { .. }, &Out::App { app, .. }, _) => {
                let (device, low, high) = (ACD_LINE, VERSION, VERSION);
                calls.push(Function::NegotiateApiVersion { app, device, low, high });
            }
            (Function::NegotiateApiVersion { app, .. }, &Out::ApiVersion(api_version), _) => {
                calls.push(Function::Open {
                    app: *app,
                    device: ACD_LINE,
                    api_version,
                    callback_instance: 0,
                    privileges: CallPrivilege::MONITOR,
                    options: OpenOptions::empty(),
                    media_modes: MediaMode::empty(),
                    proxy_types: Vec::new(),
                    address: None,
                    ext_version: 0,
                });
            }
            (Function::Open { .. }, &Out::Line(line), _) => self.line = Some(line),
            (Function::GetGroupList { line }, _, Some(Answer::Groups(groups))) => {
                let new: Vec<_> =
                    groups.iter().map(|group| group.id).filter(|id| self.groups.insert(*id)).collect();
                calls.extend(new.into_iter().map(|group| Function::GetQueueList { line: *line, group }));
            }
            (Function::GetQueueList { .. }, _, Some(Answer::Queues(queues))) => {
                self.queues.extend(queues.iter().map(|queue| queue.id));
            }
            _ => {}
        }
    }
}
