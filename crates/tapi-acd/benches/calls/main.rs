//! What a call costs, through switch, handler and server, and what a system keeps for an agent and for a waiting call.
//!
//! ```sh
//! cargo bench -p tapi-acd --bench calls
//! ```
//!
//! A call arrives, is delivered to the agent who has been idle longest, is picked up at the phone and hung up. The
//! supervisor's application watches the ACD line and has no stake in calls: it hears LINE_QUEUESTATUS when the call
//! comes and goes, LINE_AGENTSESSIONSTATUS and LINE_AGENTSTATUSEX when the agent gets busy and ready again, and twice
//! more around after-call work.

mod office;

use std::time::Duration;

use cpu_time::ThreadTime;
use tapi_acd::handler::AfterCall;

use office::Office;

/// Calls in one measurement.
const CALLS: u32 = 100_000;
/// Measurements, of which the middle one counts.
const ROUNDS: usize = 9;

fn main() {
    println!(
        "{:>6}  {:<9}  {:>7}  {:>15}  {:>12}",
        "agents", "follows", "ns/call", "million/CPU-sec", "records/call"
    );
    for agents in [100, 10_000] {
        for (name, after) in [("ready", AfterCall::Ready), ("wrap-up", AfterCall::WrapUp)] {
            let mut office = Office::new(agents, after);
            // The agents are busy at 9 in 10.
            let busy = agents as usize * 9 / 10;
            (0..agents).for_each(|_| office.call(busy));
            let mut times: Vec<Duration> = (0..ROUNDS).map(|_| time(&mut office, busy)).collect();
            times.sort();
            let before = office.records;
            office.call(busy);
            let records = office.records - before;
            let each = times[ROUNDS / 2].as_secs_f64() / f64::from(CALLS);
            println!("{agents:>6}  {name:<9}  {:>7.0}  {:>15.2}  {records:>12}", each * 1e9, 1e-6 / each);
        }
    }
    println!("\n{:>6}  {:>13}  {:>11}", "agents", "bytes/agent", "allocations");
    for agents in [1_000, 10_000] {
        let mut office = None;
        let (bytes, count) = kept_by(|| office = Some(Office::new(agents, AfterCall::Ready)));
        println!("{agents:>6}  {:>13}  {count:>11}", bytes / i64::from(agents));
        let mut office = office.expect("made");
        let (bytes, count) = kept_by(|| (0..100_000).for_each(|_| office.wait()));
        println!("{:>6}  {:>13}  {count:>11}", "call", bytes / 100_000);
    }
    let start = ThreadTime::now();
    drop(Office::new(100, AfterCall::Ready));
    println!("\n{:?} to the first call of 100 agents", start.elapsed());
}

fn time(office: &mut Office, busy: usize) -> Duration {
    let start = ThreadTime::now();
    (0..CALLS).for_each(|_| office.call(busy));
    start.elapsed()
}

/// The bytes that are more when it is done, and how many allocations there were.
fn kept_by(run: impl FnOnce()) -> (i64, u64) {
    let counted = allocation_counter::measure(run);
    (counted.bytes_current, counted.count_total)
}
