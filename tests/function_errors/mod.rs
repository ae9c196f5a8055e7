//! The matrix of functions and errors: every cell that can arise is provoked by a test of its name, through the public
//! API, and whatever is refused changes nothing.

/// The tests of a layer: `error { provocation => functions }`. A provocation takes what is refused, and with which
/// error.
macro_rules! cells {
    ($($error:ident { $($provoke:ident => $($function:ident)+;)+ })+) => {
        pub(super) const CELLS: super::Cells =
            &[$($($((stringify!($error), stringify!($function)),)+)+)+];

        $(mod $error {
            $($(#[test]
            fn $function() {
                let (function, error) =
                    crate::function_errors::cell(stringify!($function), stringify!($error));
                super::$provoke(function, error);
            })+)+
        })+
    };
}

mod handler;
mod lifecycle;
mod raw_call;
mod server;

use std::collections::BTreeSet;

use tapi_acd::function::{Arg, Charset, FUNCTIONS, FunctionRow, Layer, RawCall};
use tapi_acd::ids::{AppHandle, BufferAddress, DeviceId, LineHandle, SeatId};
use tapi_acd::server::{Config, Limits};
use tapi_acd::wire::consts::{ApiVersion, Constants as _, InitializeExOptions, LineErr};
use tapi_acd::{Function, Message};

use crate::gates::{caps, on_line, types};
use crate::tapi::{CLIENT, HANDLER, Tapi, open_as_client, open_as_handler, opened};

/// A function as its page has it.
type Row = &'static FunctionRow;

/// Error and function of each test.
type Cells = &'static [(&'static str, &'static str)];

/// The cell that a test is named after.
fn cell(function: &str, error: &str) -> (Row, LineErr) {
    let in_c = |name: &str| name.replace('_', "");
    let row = FUNCTIONS.iter().find(|row| row.name.to_lowercase() == in_c(function)).expect(function);
    let named = ["lineerr_", &in_c(error)].concat();
    let error = LineErr::FAMILY.rows.iter().find(|row| row.name.to_lowercase() == named).expect(error);
    (row, LineErr(error.value))
}

const TESTS: [(Layer, &str, Cells); 4] = [
    (Layer::RawCall, "raw_call", raw_call::CELLS),
    (Layer::Server, "server", server::CELLS),
    (Layer::Handler, "handler", handler::CELLS),
    (Layer::Lifecycle, "lifecycle", lifecycle::CELLS),
];

#[test]
fn every_cell_has_its_test_and_every_test_its_cell() {
    let tested: BTreeSet<_> = TESTS
        .into_iter()
        .flat_map(|(layer, _, cells)| cells.iter().map(move |(error, function)| (layer, *error, *function)))
        .map(|(layer, error, function)| {
            let (row, error) = cell(function, error);
            (row.name, error.to_string(), layer)
        })
        .collect();
    let cells = FUNCTIONS.iter().flat_map(|row| {
        let errors = row.expected().flat_map(|cell| cell.layers().iter().map(|layer| (cell.error, *layer)));
        errors.map(|(error, layer)| (row.name, error.to_string(), layer))
    });
    let cells: BTreeSet<_> = cells.collect();
    let difference = |one: &BTreeSet<_>, other| one.difference(other).cloned().collect::<Vec<_>>();
    assert_eq!(difference(&cells, &tested), [], "cells without a test");
    assert_eq!(difference(&tested, &cells), [], "tests without a cell");
}

/// The generated matrix sends its reader to these tests.
#[test]
fn the_matrix_names_the_tests() {
    let matrix = include_str!("../../crates/tapi-acd/docs/errors.md");
    let named: BTreeSet<_> =
        matrix.split('`').filter(|text| text.starts_with("function_errors::")).map(str::to_owned).collect();
    let names = TESTS.into_iter().flat_map(|(_, layer, cells)| {
        cells.iter().map(move |(error, function)| format!("function_errors::{layer}::{error}::{function}"))
    });
    assert_eq!(named, names.collect());
}

/// A page lists an error once, and it arises in a layer once.
#[test]
fn no_cell_is_there_twice() {
    for row in FUNCTIONS {
        let errors: BTreeSet<_> = row.expected().map(|cell| cell.error.to_string()).collect();
        assert_eq!(errors.len(), row.expected().count(), "{}", row.name);
        for cell in row.expected() {
            let layers: BTreeSet<_> = cell.layers().iter().collect();
            assert_eq!(layers.len(), cell.layers().len(), "{} {}", row.name, cell.error);
        }
    }
}

/// A process with a registration and a line.
#[derive(Clone, Copy)]
struct Program {
    seat: SeatId,
    app: AppHandle,
    line: LineHandle,
}

/// A server with an agent handler of every request type, an application, and a request between the two.
struct Stage {
    tapi: Tapi,
    handler: Program,
    client: Program,
    buffer: BufferAddress,
}

impl Stage {
    fn new() -> Self {
        Self::with(Limits::default())
    }

    fn with(limits: Limits) -> Self {
        let mut tapi = Tapi::with(Config { devices: vec![1, 1], limits, ..Config::default() });
        let mut program = |seat, open: fn(AppHandle) -> Function| {
            let app = tapi.initialise(seat);
            Program { seat, app, line: opened(tapi.call(seat, open(app))) }
        };
        let handler = program(HANDLER, |app| open_as_handler(app, 0, &types()));
        let client = program(CLIENT, |app| open_as_client(app, 0, ApiVersion::V2_2));
        tapi.call(client.seat, Function::GetGroupList { line: client.line }).expect("asked");
        let Message::ProxyRequest { buffer } = tapi.heard_on(HANDLER, handler.line)[0] else {
            panic!("the handler is asked")
        };
        Self { tapi, handler, client, buffer }
    }

    /// Who calls the function in this play.
    fn caller(&self, function: Row) -> Program {
        match function.name {
            "lineProxyMessage" | "lineProxyResponse" => self.handler,
            _ => self.client,
        }
    }

    /// The other one.
    fn stranger(&self, function: Row) -> Program {
        if self.caller(function).seat == HANDLER { self.client } else { self.handler }
    }

    /// A call that nobody has a reason to refuse.
    fn sound(&self, function: Row) -> Function {
        let Program { app, line, .. } = self.caller(function);
        let (device, version) = (DeviceId(0), ApiVersion::V2_2);
        let at_large = [
            caps(app, version),
            Function::GetProxyStatus { app, device, app_api_version: version },
            Function::NegotiateApiVersion { app, device, low: version, high: version },
            Function::GetMessage { app, timeout: 0 },
            Function::Shutdown { app },
            Function::InitializeEx {
                app_name: "desk".into(),
                api_version: version,
                options: InitializeExOptions::USE_EVENT,
            },
            open_as_client(app, 1, version),
        ];
        let mut sound = at_large.into_iter().chain(on_line(line));
        let sound = sound.find(|sound| sound.row() == function).expect(function.name);
        match sound {
            Function::ProxyResponse { line, result, answer, .. } => {
                Function::ProxyResponse { line, request: self.buffer, result, answer }
            }
            sound => sound,
        }
    }

    /// The caller's function is refused at once, and nothing has changed.
    #[track_caller]
    fn refuses(&mut self, function: &Function, error: LineErr) {
        let seat = self.caller(function.row()).seat;
        self.refuses_from(seat, function, error);
    }

    #[track_caller]
    fn refuses_from(&mut self, seat: SeatId, function: &Function, error: LineErr) {
        let (before, first) = (self.tapi.server.clone(), self.tapi.records.len());
        assert_eq!(self.tapi.call(seat, function.clone()), Err(error), "{function:?}");
        assert!(self.tapi.server == before, "{function:?} is refused and changes something");
        assert_eq!(self.tapi.heard_since(first), [], "{function:?}");
    }
}

/// The call with another number for a parameter.
fn with(function: &Function, param: &str, number: u32) -> Function {
    let mut call = raw(function);
    call.set(param, Arg::Dword(number)).expect("a parameter of the function");
    call.lower().expect("numbers are not looked at")
}

/// The call as C passes it.
fn raw(function: &Function) -> RawCall {
    RawCall::of(function, Charset::Wide, 400)
}

/// What the cells begin with is sound, so what is done to it is the reason for the refusal.
#[test]
fn a_sound_call_is_taken() {
    let stated = FUNCTIONS.iter().filter(|row| !row.errors.is_empty());
    for row in stated {
        for as_memory in [false, true] {
            let mut stage = Stage::new();
            let (seat, sound) = (stage.caller(row).seat, stage.sound(row));
            let call = if as_memory { Function::Raw(raw(&sound)) } else { sound };
            let returned = stage.tapi.call(seat, call);
            // The queue of messages is always empty.
            let expected = (row.name == "lineGetMessage").then_some(LineErr::OPERATION_FAILED);
            assert_eq!(returned.err(), expected, "{}", row.name);
        }
    }
}
