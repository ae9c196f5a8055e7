//! What one step costs in an office and in one of 10 times its size: the same, unless somebody looks at everything.

use std::time::Duration;

use cpu_time::ThreadTime;
use tapi_acd::function::Function;
use tapi_acd::ids::{AppHandle, LineHandle, SeatId};

use crate::office::Office;

/// A step that is done once for each of many.
struct Step {
    name: &'static str,
    /// The time of so many of them.
    run: fn(u32) -> Duration,
}

const STEPS: [Step; 5] = [
    Step { name: "register an application", run: |count| time(|| drop(registered(count))) },
    Step { name: "open a line", run: |count| time(|| drop(opened(count))) },
    Step { name: "close a line", run: close },
    Step { name: "close a line that waits for a reply", run: close_waiting },
    Step { name: "shut an application with a line down", run: shut_down },
];

pub(crate) fn print() {
    println!("\n{:<38}  {:>12}  {:>12}", "ns/step", "1,000", "10,000");
    for Step { name, run } in STEPS {
        let each = |count: u32| run(count).as_secs_f64() * 1e9 / f64::from(count);
        println!("{name:<38}  {:>12.0}  {:>12.0}", each(1_000), each(10_000));
    }
}

fn time(run: impl FnOnce()) -> Duration {
    let start = ThreadTime::now();
    run();
    start.elapsed()
}

fn registered(count: u32) -> (Office, Vec<AppHandle>) {
    let mut office = Office::new(0);
    let apps = (0..count).map(|_| office.register(SeatId(1))).collect();
    (office, apps)
}

fn opened(count: u32) -> (Office, Vec<LineHandle>) {
    let mut office = Office::new(0);
    let app = office.register(SeatId(1));
    let lines = (0..count).map(|_| office.open(SeatId(1), app, vec![])).collect();
    (office, lines)
}

fn close(count: u32) -> Duration {
    let (mut office, lines) = opened(count);
    time(|| all(&mut office, lines, |line| Function::Close { line }))
}

fn close_waiting(count: u32) -> Duration {
    let (mut office, lines) = opened(count);
    all(&mut office, lines.clone(), |line| Function::GetGroupList { line });
    time(|| all(&mut office, lines, |line| Function::Close { line }))
}

fn shut_down(count: u32) -> Duration {
    let (mut office, mut apps) = registered(count);
    for app in &apps {
        office.open(SeatId(1), *app, vec![]);
    }
    apps.reverse();
    time(|| all(&mut office, apps, |app| Function::Shutdown { app }))
}

fn all<T>(office: &mut Office, these: Vec<T>, function: impl Fn(T) -> Function) {
    for this in these {
        let (value, _) = office.call(SeatId(1), function(this));
        assert!(value >= 0, "{value:#x}");
    }
}
