//! Traces: any text is records or errors, and what was read and written again reads equal.

use tapi_acd::Record;
use tapi_acd::contract::Monitor;
use tapi_trace::{Header, Reader, Writer};

/// A trace as it stands in a file.
pub fn trace(input: &[u8]) -> bool {
    let Ok(mut reader) = Reader::new(input) else { return false };
    let (mut records, mut sound) = (Vec::new(), true);
    loop {
        match reader.read() {
            Ok(Some(record)) => records.push(record),
            Ok(None) => break,
            Err(error) => {
                assert!(!error.to_string().is_empty());
                sound = false;
            }
        }
    }
    let header = Header { seats: reader.seats().to_vec(), ..reader.header().clone() };
    assert_eq!(read(&written(&header, &records)), (header, records.clone()));
    let mut monitor = Monitor::new();
    records.iter().for_each(|record| monitor.observe(record));
    sound
}

fn written(header: &Header, records: &[Record]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), header).expect("a header that was read");
    for record in records {
        writer.write(record).expect("a record that was read");
    }
    writer.finish().expect("memory does not fail")
}

fn read(bytes: &[u8]) -> (Header, Vec<Record>) {
    let reader = Reader::new(bytes).expect("a header that was written");
    let header = reader.header().clone();
    (header, reader.collect::<Result<_, _>>().expect("records that were written"))
}
