//! What TAPI does, written out longhand from the pages and the project's copy of the facts.
//!
//! Everything that ever was stands in a list, in the order of its making, and stays there when it is gone. A handle is
//! a name: the kind and the place in the list. Each input is answered by looking through the lists; what is said is
//! kept until the input is done, because a message goes to who is there at the end of it.

mod calls;
mod lines;
mod proxies;

use tapi_acd::ids::{
    AddressId, AppHandle, BufferAddress, CallHandle, CallSerial, DeviceId, LegId, LineHandle, RequestId,
    SeatId,
};
use tapi_acd::server::{Config, Limits, Output};
use tapi_acd::wire::LineMessage;
use tapi_acd::wire::consts::{
    ApiVersion, CallPrivilege, CallState, InitializeExOptions, LineErr, MediaMode, MessageId,
    ProxyRequestType,
};
use tapi_acd::{Attached, Function, Out, ResultCode};

use super::step::Step;

/// The number of addresses of each line device.
pub(crate) const ADDRESSES: [u32; 2] = [2, 1];
/// Small enough to be met.
pub(crate) const LIMITS: Limits =
    Limits { applications: 5, lines: 7, lines_per_application: 4, requests_per_line: 2 };
/// The types without which a device is not complete.
pub(crate) const ACD_TYPES: [ProxyRequestType; 2] =
    [ProxyRequestType::GET_GROUP_LIST, ProxyRequestType::CREATE_AGENT];

const VERSIONS: [u32; 7] = [0x1_0003, 0x1_0004, 0x2_0000, 0x2_0001, 0x2_0002, 0x3_0000, 0x3_0001];
const CLOSE: u64 = 2;
const OPEN: u64 = 1;
const ALL_OPEN_FOR_ACD: u64 = 4;

pub(crate) fn config() -> Config {
    Config { devices: ADDRESSES.to_vec(), acd_types: ACD_TYPES.to_vec(), limits: LIMITS }
}

#[derive(Clone, Debug)]
pub(crate) struct App {
    pub(crate) seat: SeatId,
    pub(crate) name: AppHandle,
    pub(crate) there: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) seat: SeatId,
    pub(crate) name: LineHandle,
    pub(crate) there: bool,
    app: AppHandle,
    device: DeviceId,
    version: ApiVersion,
    instance: u64,
    privileges: CallPrivilege,
    media: MediaMode,
    only: Option<AddressId>,
    types: Vec<ProxyRequestType>,
}

#[derive(Clone, Debug)]
struct Leg {
    name: LegId,
    address: AddressId,
    state: CallState,
}

#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) name: CallHandle,
    pub(crate) line: LineHandle,
    pub(crate) there: bool,
    leg: LegId,
    privilege: CallPrivilege,
}

/// Who waits for LINE_REPLY.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    id: RequestId,
    seat: SeatId,
    app: AppHandle,
    line: Option<LineHandle>,
    instance: u64,
}

/// A request in the hands of a handler.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) buffer: BufferAddress,
    /// The handler's, which may be closed by now.
    pub(crate) seat: SeatId,
    pub(crate) line: LineHandle,
    pub(crate) there: bool,
    app: AppHandle,
    waiting: Option<Waiting>,
}

/// Something to say, to one or to whoever is there when the input is done.
#[derive(Clone, Debug)]
enum Say {
    One(Output),
    Device { device: DeviceId, not: LineHandle, id: MessageId, params: [u64; 3] },
    Leg { leg: LegId, not: Option<LineHandle>, id: MessageId, params: [u64; 3] },
}

type Told = Result<Out, LineErr>;

#[derive(Clone, Debug, Default)]
pub(crate) struct Model {
    pub(crate) apps: Vec<App>,
    pub(crate) lines: Vec<Line>,
    pub(crate) calls: Vec<Call>,
    pub(crate) asked: Vec<Asked>,
    /// Calls to be answered by the switch.
    answering: Vec<Waiting>,
    legs: Vec<Leg>,
    /// Which line serves what.
    served: Vec<(DeviceId, ProxyRequestType, LineHandle)>,
    pub(crate) functions_called: u64,
    pub(crate) requests_made: u32,
    pub(crate) legs_made: u32,
    said: Vec<Say>,
}

impl Model {
    pub(crate) fn take(&mut self, step: &Step) {
        self.said.clear();
        match step {
            Step::Call { seat, function } => self.function(*seat, function),
            Step::Switch(event) => self.switch(event),
            Step::ForceClose { line } => self.force_close(*line),
            Step::Crash { seat } => {
                self.cancel(|waiting| waiting.seat == *seat);
                let apps: Vec<_> = self.apps.iter().filter(|a| a.there && a.seat == *seat).cloned().collect();
                apps.iter().for_each(|app| self.leave(app.name));
            }
        }
    }

    /// What the last step made TAPI say, in order.
    pub(crate) fn said(&self) -> Vec<Output> {
        let mut outputs = Vec::new();
        for say in &self.said {
            match say {
                Say::One(output) => outputs.push(output.clone()),
                Say::Device { device, not, id, params } => {
                    let lines =
                        self.lines.iter().filter(|l| l.there && l.device == *device && l.name != *not);
                    outputs.extend(lines.filter_map(|line| line.hears(line.name.0, *id, *params)));
                }
                Say::Leg { leg, not, id, params } => {
                    let calls = self.calls.iter().filter(|c| c.there && c.leg == *leg);
                    let calls = calls.filter(|c| Some(c.line) != *not);
                    outputs.extend(calls.filter_map(|c| self.line(c.line)?.hears(c.name.0, *id, *params)));
                }
            }
        }
        outputs
    }

    /// What nobody has been told of yet, in the order of asking.
    pub(crate) fn pending(&self) -> Vec<(SeatId, RequestId)> {
        let mut pending: Vec<_> = self.waiting().map(|waiting| (waiting.seat, waiting.id)).collect();
        pending.sort_by_key(|(_, id)| *id);
        pending
    }

    fn waiting(&self) -> impl Iterator<Item = Waiting> {
        let handled = self.asked.iter().filter(|asked| asked.there).filter_map(|asked| asked.waiting);
        handled.chain(self.answering.iter().copied())
    }

    fn line(&self, name: LineHandle) -> Option<&Line> {
        self.lines.iter().find(|line| line.there && line.name == name)
    }

    fn own_line(&self, seat: SeatId, name: LineHandle) -> Result<&Line, LineErr> {
        self.line(name).filter(|line| line.seat == seat).ok_or(LineErr::INVAL_LINE_HANDLE)
    }

    fn own_app(&self, seat: SeatId, name: AppHandle) -> Result<(), LineErr> {
        let own = self.apps.iter().any(|app| app.there && app.seat == seat && app.name == name);
        own.then_some(()).ok_or(LineErr::INVAL_APP_HANDLE)
    }

    fn own_call(&self, seat: SeatId, name: CallHandle) -> Result<&Call, LineErr> {
        let call = self.calls.iter().find(|call| call.there && call.name == name);
        call.filter(|call| self.own_line(seat, call.line).is_ok()).ok_or(LineErr::INVAL_CALL_HANDLE)
    }

    fn state_of(&self, leg: LegId) -> Option<CallState> {
        self.legs.iter().find(|known| known.name == leg).map(|known| known.state)
    }

    fn serves(&self, device: DeviceId, kind: ProxyRequestType) -> Option<LineHandle> {
        let served = self.served.iter().find(|(on, what, _)| (*on, *what) == (device, kind));
        served.map(|(.., line)| *line)
    }

    fn is_complete(&self, device: DeviceId) -> bool {
        ACD_TYPES.iter().all(|kind| self.serves(device, *kind).is_some())
    }

    /// Every call is numbered, and returns once.
    fn function(&mut self, seat: SeatId, function: &Function) {
        self.functions_called += 1;
        let told = match function {
            // The two whose pages do not list UNINITIALIZED.
            Function::InitializeEx { app_name, options, .. } => self.initialize(seat, app_name, *options),
            Function::GetMessage { app, .. } => self.own_app(seat, *app).and(Err(LineErr::OPERATION_FAILED)),
            // Of the two that stand for call control the facts have no page; a call handle of nobody's is their error.
            Function::Answer { call } => return self.answer(seat, *call),
            Function::DeallocateCall { call } => self.deallocate(seat, *call),
            _ if !self.apps.iter().any(|app| app.there && app.seat == seat) => Err(LineErr::UNINITIALIZED),
            Function::NegotiateApiVersion { app, device, low, high } => {
                self.negotiate(seat, (*app, *device), *low, *high)
            }
            Function::Open { .. } => return self.open(seat, function),
            Function::Close { line } => return self.close(seat, *line),
            Function::Shutdown { app } => return self.shutdown(seat, *app),
            Function::GetProxyStatus { app, device, app_api_version } => {
                self.proxy_status(seat, *app, *device, *app_api_version)
            }
            Function::ProxyMessage { .. } => return self.proxy_message(seat, function),
            Function::ProxyResponse { .. } => return self.proxy_response(seat, function),
            _ => return self.ask(seat, function),
        };
        self.returns(seat, told);
    }

    fn returns(&mut self, seat: SeatId, told: Told) {
        let (value, out) = match told {
            Ok(out) => (0, out),
            Err(error) => (error.0.cast_signed(), Out::None),
        };
        let serial = CallSerial(self.functions_called);
        self.said.push(Say::One(Output::Return { seat, serial, value, out }));
    }

    /// The next request id, to who asks.
    fn returns_id(&mut self, seat: SeatId) {
        self.requests_made += 1;
        let (serial, value) = (CallSerial(self.functions_called), self.requests_made.cast_signed());
        self.said.push(Say::One(Output::Return { seat, serial, value, out: Out::None }));
    }

    fn tell(&mut self, seat: SeatId, message: LineMessage, attached: Attached) {
        self.said.push(Say::One(Output::Message { seat, message, attached }));
    }

    fn reply(&mut self, to: Waiting, result: ResultCode, attached: Attached) {
        let params = [to.id.get().into(), result.0.cast_unsigned().into(), 0];
        self.tell(to.seat, raw(0, to.instance, MessageId::REPLY, params), attached);
    }

    fn initialize(&mut self, seat: SeatId, name: &str, options: InitializeExOptions) -> Told {
        if name.chars().any(char::is_control) {
            return Err(LineErr::INVAL_APP_NAME);
        }
        // LINEINITIALIZEEXOPTION_: window 1, event 2, completion port 3; call hub tracking may be added.
        if ![1, 2, 3].contains(&(options.bits() & !0x8000_0000)) {
            return Err(LineErr::INVAL_PARAM);
        }
        if self.apps.iter().filter(|app| app.there).count() == LIMITS.applications {
            return Err(LineErr::NO_MEM);
        }
        let name = AppHandle(0x100 + u32::try_from(self.apps.len()).unwrap());
        self.apps.push(App { seat, name, there: true });
        Ok(Out::App { app: name, num_devs: 2, api_version: ApiVersion(0x3_0001) })
    }

    fn negotiate(
        &self,
        seat: SeatId,
        (app, device): (AppHandle, DeviceId),
        low: ApiVersion,
        high: ApiVersion,
    ) -> Told {
        self.own_app(seat, app)?;
        addresses(device)?;
        let common = VERSIONS.into_iter().filter(|version| (low.0..=high.0).contains(version));
        common.max().map(|v| Out::ApiVersion(ApiVersion(v))).ok_or(LineErr::INCOMPATIBLE_API_VERSION)
    }

    fn proxy_status(&self, seat: SeatId, app: AppHandle, device: DeviceId, version: ApiVersion) -> Told {
        self.own_app(seat, app)?;
        addresses(device)?;
        known_since(version, 0x2_0002)?;
        let served = self.served.iter().filter(|(on, ..)| *on == device);
        let mut types: Vec<_> = served.map(|(_, kind, _)| *kind).collect();
        types.sort();
        Ok(Out::RequestTypes(types))
    }
}

impl Line {
    /// The message as this line gets it, unless its version does not know it.
    fn hears(&self, device: u32, id: MessageId, params: [u64; 3]) -> Option<Output> {
        let since = match id.0 {
            21..=24 => 0x2_0000,
            27..=31 => 0x2_0002,
            _ => 0x1_0003,
        };
        let message = raw(device, self.instance, id, params);
        (self.version.0 >= since).then_some(Output::Message {
            seat: self.seat,
            message,
            attached: Attached::None,
        })
    }
}

fn raw(device: u32, callback_instance: u64, message_id: MessageId, params: [u64; 3]) -> LineMessage {
    let [param1, param2, param3] = params;
    LineMessage { device, message_id, callback_instance, param1, param2, param3 }
}

/// How many addresses a device has.
fn addresses(device: DeviceId) -> Result<u32, LineErr> {
    ADDRESSES.get(device.0 as usize).copied().ok_or(LineErr::BAD_DEVICE_ID)
}

/// Whether it is a version that there is, and not one before `first`.
fn known_since(version: ApiVersion, first: u32) -> Result<(), LineErr> {
    let known = VERSIONS.contains(&version.0) && version.0 >= first;
    known.then_some(()).ok_or(LineErr::INCOMPATIBLE_API_VERSION)
}

/// TAPI 2.0 has the first eight request types, TAPI 2.2 the others (erratum E14).
fn since_request(kind: ProxyRequestType) -> u32 {
    if kind.0 <= 8 { 0x2_0000 } else { 0x2_0002 }
}

/// Not both zero, and each zero or one bit of the family.
fn states(now: u32, next: u32, family: u32) -> bool {
    let sound = |state: u32| state == 0 || (state & family == state && state.count_ones() == 1);
    (now, next) != (0, 0) && sound(now) && sound(next)
}
