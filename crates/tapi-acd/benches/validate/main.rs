//! How long it takes to read and judge packed `LINEMESSAGE` records, beside a check of the same rules by hand.
//!
//! ```sh
//! cargo bench -p tapi-acd
//! ```
//!
//! The table-driven check may take three times as long as the one by hand. What is measured is the processor time of
//! this thread, so that a busy machine changes little.

mod by_hand;
mod records;

use std::hint::black_box;
use std::time::Duration;

use cpu_time::ThreadTime;
use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use criterion::{Criterion, Throughput};
use tapi_acd::TypedMessage;
use tapi_acd::contract::check_message;
use tapi_acd::wire::{Abi, LineMessage};

const RECORDS: usize = 1_000_000;

/// Reads each record, types it and judges its parameters; tells `found` the number of the record and the rule.
fn by_tables(abi: Abi, bytes: &[u8], mut found: impl FnMut(usize, &'static str)) {
    for (number, record) in bytes.chunks_exact(LineMessage::size(abi)).enumerate() {
        let message = LineMessage::decode(abi, record).expect("a record is long enough");
        black_box(TypedMessage::from_raw(&message));
        check_message(&message).for_each(|fault| found(number, fault.rule.id));
    }
}

fn count(check: impl FnOnce(&mut dyn FnMut(usize, &'static str))) -> usize {
    let mut count = 0;
    check(&mut |_, _| count += 1);
    count
}

fn collect(check: impl FnOnce(&mut dyn FnMut(usize, &'static str))) -> Vec<(usize, &'static str)> {
    let mut findings = Vec::new();
    check(&mut |record, rule| findings.push((record, rule)));
    findings
}

fn validate(c: &mut Criterion<CpuTime>) {
    for (abi, name) in [(Abi::Win64, "win64"), (Abi::Win32, "win32")] {
        let bytes = records::packed(abi, RECORDS);
        let findings = collect(|found| by_tables(abi, &bytes, found));
        assert_eq!(findings, collect(|found| by_hand::check(abi, &bytes, found)));
        assert!((RECORDS / 50..RECORDS / 10).contains(&findings.len()), "{} findings", findings.len());

        let mut group = c.benchmark_group(name);
        group.throughput(Throughput::Elements(RECORDS as u64));
        group.bench_function("by hand", |b| b.iter(|| count(|found| by_hand::check(abi, &bytes, found))));
        group.bench_function("by tables", |b| b.iter(|| count(|found| by_tables(abi, &bytes, found))));
        group.finish();
    }
}

/// Processor time of this thread.
struct CpuTime;

impl Measurement for CpuTime {
    type Intermediate = ThreadTime;
    type Value = Duration;

    fn start(&self) -> ThreadTime {
        ThreadTime::now()
    }

    fn end(&self, start: ThreadTime) -> Duration {
        start.elapsed()
    }

    fn add(&self, one: &Duration, other: &Duration) -> Duration {
        *one + *other
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, value: &Duration) -> f64 {
        WallTime.to_f64(value)
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}

fn main() {
    let mut criterion = Criterion::default().with_measurement(CpuTime).configure_from_args();
    validate(&mut criterion);
    criterion.final_summary();
}
