//! How many messages reach open lines in a second of processor time, beside a fan-out by hand, and what they allocate.
//!
//! ```sh
//! cargo bench -p tapi-acd --bench delivery
//! ```
//!
//! An agent handler sends status messages; the server delivers each to 1, 10 or 1,000 open lines. The aim is 25 ns for
//! a delivered message and no allocation. *system* is the same through `System`: every line has an application behind
//! it, and every message leaves as a record. The second table shows what an office that is 10 times as large costs.

mod by_hand;
mod growth;
mod office;

use std::hint::black_box;
use std::time::Duration;

use cpu_time::ThreadTime;
use tapi_acd::function::{Function, Out};
use tapi_acd::ids::{AppHandle, LineHandle, SeatId};
use tapi_acd::system::{Config, Input, Output, System};
use tapi_acd::wire::LineMessage;
use tapi_acd::wire::consts::ProxyRequestType;
use tapi_acd::{Event, Instant, Record, handler, server};

use by_hand::FanOut;
use office::Office;

/// Messages in one measurement.
const MESSAGES: u32 = 500_000;
/// Measurements, of which the middle one counts.
const ROUNDS: usize = 15;

/// Everything joined: seat 1 is a user's own handler, and every seat behind it has one line.
struct Joined {
    system: System,
    line: LineHandle,
}

impl Joined {
    fn new(lines: u32) -> Self {
        let server = server::Config { devices: vec![1], ..server::Config::default() };
        let handler = handler::Config::default();
        let system = System::new(Config { server, handler, clients: lines + 1, ..Config::default() });
        let mut joined = Self { system, line: LineHandle(0) };
        let line = joined.open(SeatId(1), vec![ProxyRequestType::GET_GROUP_LIST]);
        for seat in 0..lines {
            joined.open(SeatId(seat + 2), vec![]);
        }
        Self { line, ..joined }
    }

    fn open(&mut self, seat: SeatId, proxy_types: Vec<ProxyRequestType>) -> LineHandle {
        let app = self.call(seat, office::initialize(), |out| match out {
            Out::App { app, .. } => Some(*app),
            _ => None,
        });
        let app: AppHandle = app.expect("the application is registered");
        let line = self.call(seat, office::open(app, proxy_types), |out| match out {
            Out::Line(line) => Some(*line),
            _ => None,
        });
        line.expect("the line is open")
    }

    fn call<T>(&mut self, seat: SeatId, function: Function, read: impl Fn(&Out) -> Option<T>) -> Option<T> {
        self.system.handle_input(Instant::ZERO, Input::Request { seat, function }).expect("drained");
        let mut read_out = None;
        while let Some(output) = self.system.poll_output() {
            if let Output::Record(Record { event: Event::Return { out, .. }, .. }) = &output {
                read_out = read(out);
            }
        }
        read_out
    }

    fn speak(&mut self, mut hear: impl FnMut(SeatId, &LineMessage)) {
        let input = Input::Request { seat: SeatId(1), function: office::agent_is_ready(self.line) };
        self.system.handle_input(Instant::ZERO, input).expect("outputs are drained");
        while let Some(output) = self.system.poll_output() {
            if let Output::Record(Record { seat, event: Event::Message { message, .. }, .. }) = &output {
                hear(*seat, message);
            }
        }
    }
}

/// What one message costs.
#[derive(Clone, Copy)]
struct Cost {
    time: Duration,
    allocations: u64,
}

/// Lets somebody speak until [`MESSAGES`] have been heard.
fn measure(lines: u32, mut speak: impl FnMut(&mut dyn FnMut(SeatId, &LineMessage))) -> Cost {
    let mut heard = 0;
    let mut time = Duration::ZERO;
    let counted = allocation_counter::measure(|| {
        let start = ThreadTime::now();
        for _ in 0..MESSAGES / lines {
            speak(&mut |seat, message| {
                black_box((seat, message));
                heard += 1;
            });
        }
        time = start.elapsed();
    });
    assert_eq!(heard, MESSAGES, "every line hears every message");
    Cost { time, allocations: counted.count_total }
}

fn print(lines: u32, who: &str, costs: &mut [Cost]) {
    costs.sort_by_key(|cost| cost.time);
    let Cost { time, allocations } = costs[costs.len() / 2];
    let per_message = time.as_secs_f64() / f64::from(MESSAGES);
    let (ns, rate) = (per_message * 1e9, 1e-6 / per_message);
    let allocations = allocations as f64 / f64::from(MESSAGES);
    println!("{lines:>6}  {who:<8}  {ns:>10.1}  {rate:>16.1}  {allocations:>19.3}");
}

fn main() {
    println!(" lines  who       ns/message  million/CPU-sec  allocations/message");
    for lines in [1, 10, 1_000] {
        let (mut by_hand, mut office, mut joined) =
            (FanOut::new(lines), Office::new(lines as usize), Joined::new(lines));
        let mut costs = [const { Vec::new() }; 3];
        // Side by side, so that a busy machine does no one of them wrong.
        for _ in 0..ROUNDS {
            costs[0].push(measure(lines, |hear| by_hand.speak(hear)));
            costs[1].push(measure(lines, |hear| office.speak(hear)));
            costs[2].push(measure(lines, |hear| joined.speak(hear)));
        }
        for (who, costs) in ["by hand", "server", "system"].iter().zip(&mut costs) {
            print(lines, who, costs);
        }
    }
    growth::print();
}
