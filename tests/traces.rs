//! Traces as text, one record on a line, written by hand from Microsoft's pages.
//!
//! ```text
//! 1 #4 lineGetGroupList 0x21           seat 1 calls a function, the fourth call of the run
//! 1 #4 returns 7                       it returns; `hLine=0x21` behind the value is what it hands out
//! 1 gone                               its process has died
//! 1 LINE_REPLY 0 7                     a message, its device and its parameters; what is left out is zero
//! 1 LINE_REPLY 0 7 0 hAgentSession=0x1 the same, and what can be read through it
//! end 1:7 #9                           the run is over; request 7 of seat 1 is pending, call 9 has not returned
//! ```
//!
//! Numbers are decimal, hexadecimal or constants by their C names, joined by `|`.

use tapi_acd::answer::Answer;
use tapi_acd::function::Out;
use tapi_acd::ids::{
    AddressId, AgentHandle, AgentSessionHandle, AppHandle, BufferAddress, CallHandle, CallSerial, DeviceId,
    LineHandle, RequestId, SeatId,
};
use tapi_acd::wire::consts::{
    ApiVersion, CallPrivilege, FAMILIES, InitializeExOptions, MediaMode, MessageId, OpenOptions,
    ProxyRequestType,
};
use tapi_acd::wire::{Guid, LineMessage};
use tapi_acd::{Attached, Event, Function, Instant, Record, ResultCode};

/// Reads a trace; a line that is none is a mistake of the test.
pub(crate) fn trace(text: &str) -> Vec<Record> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| record(line).unwrap_or_else(|| panic!("{line:?} is no record"))).collect()
}

fn record(line: &str) -> Option<Record> {
    let words: Vec<_> = line.split_whitespace().collect();
    let (seat, event) = match *words.as_slice() {
        ["end", ref open @ ..] => (0, end(open)?),
        [seat, serial, "returns", value, ref out @ ..] => {
            let value = narrow(value)?.cast_signed();
            (narrow(seat)?, Event::Return { serial: call_serial(serial)?, value, out: handed_out(out)? })
        }
        [seat, serial, name, ref args @ ..] if serial.starts_with('#') => {
            let function = Box::new(function(name, &numbers(args)?)?);
            (narrow(seat)?, Event::Call { serial: call_serial(serial)?, function })
        }
        [seat, "gone"] => (narrow(seat)?, Event::Gone),
        [seat, name, ref args @ .., attached] if attached.starts_with("hAgentSession=") => {
            let handle = narrow(attached.strip_prefix("hAgentSession=")?)?;
            let attached = Attached::Answer(Box::new(Answer::Session(AgentSessionHandle(handle))));
            (narrow(seat)?, message(name, &numbers(args)?, attached)?)
        }
        [seat, name, ref args @ ..] => (narrow(seat)?, message(name, &numbers(args)?, Attached::None)?),
        _ => return None,
    };
    Some(Record { at: Instant::ZERO, seat: SeatId(seat), event })
}

fn end(open: &[&str]) -> Option<Event> {
    let (calls, requests): (Vec<_>, Vec<_>) = open.iter().partition(|word| word.starts_with('#'));
    let request = |word: &str| {
        let (seat, id) = word.split_once(':')?;
        Some((SeatId(narrow(seat)?), RequestId::new(narrow(id)?)?))
    };
    Some(Event::End {
        pending: requests.into_iter().map(request).collect::<Option<_>>()?,
        blocked: calls.into_iter().map(call_serial).collect::<Option<_>>()?,
    })
}

fn handed_out(words: &[&str]) -> Option<Out> {
    match words {
        [] => Some(Out::None),
        [word] => match word.split_once('=')? {
            ("hLine", line) => Some(Out::Line(LineHandle(narrow(line)?))),
            ("types", kind) => Some(Out::RequestTypes(vec![ProxyRequestType(narrow(kind)?)])),
            ("hLineApp", app) => {
                Some(Out::App { app: AppHandle(narrow(app)?), num_devs: 1, api_version: ApiVersion::V3_1 })
            }
            _ => None,
        },
        _ => None,
    }
}

fn function(name: &str, args: &[u64]) -> Option<Function> {
    let arg = |at: usize| u32::try_from(args[at]).expect("an argument of 32 bits");
    let line = || LineHandle(arg(0));
    let function = match name {
        "lineInitializeEx" => Function::InitializeEx {
            app_name: "test".into(),
            api_version: ApiVersion::V2_2,
            options: InitializeExOptions::USE_EVENT,
        },
        "lineOpen" => Function::Open {
            app: AppHandle(arg(0)),
            device: DeviceId(arg(1)),
            api_version: if args.len() > 2 { ApiVersion(arg(2)) } else { ApiVersion::V2_2 },
            callback_instance: 0,
            privileges: CallPrivilege::NONE,
            options: if args.len() > 3 { OpenOptions::PROXY } else { OpenOptions::empty() },
            media_modes: MediaMode::empty(),
            proxy_types: (3..args.len()).map(|at| ProxyRequestType(arg(at))).collect(),
            address: None,
            ext_version: 0,
        },
        "lineClose" => Function::Close { line: line() },
        "lineShutdown" => Function::Shutdown { app: AppHandle(arg(0)) },
        "lineGetGroupList" => Function::GetGroupList { line: line() },
        "lineProxyResponse" => {
            let result = ResultCode(arg(2).cast_signed());
            Function::ProxyResponse { line: line(), request: BufferAddress(args[1]), result, answer: None }
        }
        "lineProxyMessage" => Function::ProxyMessage {
            line: line(),
            call: CallHandle(0),
            message: MessageId(arg(1)),
            param1: arg(2),
            param2: arg(3),
            param3: arg(4),
        },
        "lineGetProxyStatus" => Function::GetProxyStatus {
            app: AppHandle(arg(0)),
            device: DeviceId(arg(1)),
            app_api_version: ApiVersion::V2_2,
        },
        "lineCreateAgentSession" => Function::CreateAgentSession {
            line: line(),
            agent: AgentHandle(arg(1)),
            agent_pin: None,
            working_address: AddressId(arg(2)),
            group: Guid::default(),
        },
        "lineAnswer" => Function::Answer { call: CallHandle(arg(0)) },
        _ => return None,
    };
    (function.row().name == name).then_some(function)
}

fn message(name: &str, values: &[u64], attached: Attached) -> Option<Event> {
    let mut values = values.iter().copied().chain(std::iter::repeat(0));
    let mut next = || values.next().unwrap_or(0);
    let message = LineMessage {
        message_id: MessageId(constant(name)?),
        device: u32::try_from(next()).ok()?,
        param1: next(),
        param2: next(),
        param3: next(),
        callback_instance: 0,
    };
    Some(Event::Message { message, attached })
}

fn call_serial(word: &str) -> Option<CallSerial> {
    Some(CallSerial(number(word.strip_prefix('#')?)?))
}

fn numbers(words: &[&str]) -> Option<Vec<u64>> {
    words.iter().map(|word| number(word)).collect()
}

fn narrow(word: &str) -> Option<u32> {
    u32::try_from(number(word)?).ok()
}

fn number(word: &str) -> Option<u64> {
    word.split('|').try_fold(0, |bits, part| Some(bits | one_number(part)?))
}

fn one_number(word: &str) -> Option<u64> {
    match word.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None => word.parse().ok().or_else(|| constant(word).map(u64::from)),
    }
}

/// The value of a constant of any family.
fn constant(name: &str) -> Option<u32> {
    FAMILIES.iter().find_map(|family| family.row_named(name)).map(|row| row.value)
}
