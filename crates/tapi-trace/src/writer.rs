//! Records to lines.

use std::io::{self, Write};

use serde::Serialize;
use tapi_acd::ids::SeatId;
use tapi_acd::message::ResultCode;
use tapi_acd::{Attached, Event, Instant, Record};

use crate::header::Header;
use crate::line::{
    CallOut, Decoded, EndOut, GoneOut, Kind, LONGEST_LINE, MessageOut, PendingOut, RequestOut, ReturnOut,
};

/// Writes a trace, line by line; a line is written whole or not at all.
#[derive(Debug)]
pub struct Writer<W> {
    lines: Lines<W>,
    seats: Vec<String>,
    latest: Instant,
    ended: bool,
}

impl<W: Write> Writer<W> {
    /// Begins a trace: writes the header.
    ///
    /// # Errors
    /// Whatever `out` reports; [`io::ErrorKind::InvalidInput`] for a header that lists a seat twice.
    pub fn new(out: W, header: &Header) -> io::Result<Self> {
        if let Some(seat) = header.twin() {
            return Err(invalid(format!("the header lists seat {seat:?} twice")));
        }
        let mut lines = Lines { out, buffer: Vec::new() };
        lines.put(header)?;
        Ok(Self { lines, seats: header.seats.clone(), latest: Instant::ZERO, ended: false })
    }

    /// Writes one record.
    ///
    /// # Errors
    /// Whatever the output reports; [`io::ErrorKind::InvalidInput`] for what no reader would take: a seat that the
    /// header does not list, time that goes back, a record after the closing one.
    pub fn write(&mut self, record: &Record) -> io::Result<()> {
        if self.ended {
            return Err(invalid("a record after the closing one"));
        }
        if record.at < self.latest {
            return Err(invalid("time goes back"));
        }
        let t_us = record.at.as_micros();
        let seat = name(&self.seats, record.seat)?;
        match &record.event {
            Event::Call { serial: call, function } => {
                let kind = Kind::Call.name();
                self.lines.put(&CallOut { t_us, seat, kind, call: *call, function })?;
            }
            Event::Return { serial: call, value, out } => {
                let kind = Kind::Return.name();
                let error = ResultCode(*value).error();
                self.lines.put(&ReturnOut { t_us, seat, kind, call: *call, value: *value, error, out })?;
            }
            Event::Message { message, attached } => {
                let (request, answer) = match attached {
                    Attached::None => (None, None),
                    Attached::Request { client_version, request } => {
                        (Some(RequestOut { dwClientAppAPIVersion: *client_version, request }), None)
                    }
                    Attached::Answer(answer) => (None, Some(&**answer)),
                };
                self.lines.put(&MessageOut {
                    t_us,
                    seat,
                    kind: Kind::Message.name(),
                    msg: message.message_id,
                    hDevice: message.device,
                    dwCallbackInstance: message.callback_instance,
                    dwParam1: message.param1,
                    dwParam2: message.param2,
                    dwParam3: message.param3,
                    decoded: Decoded(message),
                    request,
                    answer,
                })?;
            }
            Event::Gone => self.lines.put(&GoneOut { t_us, seat, kind: Kind::Gone.name() })?,
            Event::End { pending, blocked } => {
                let listed = pending.iter().map(|(seat, request)| {
                    Ok(PendingOut { seat: name(&self.seats, *seat)?, request: request.get() })
                });
                let pending = listed.collect::<io::Result<_>>()?;
                self.lines.put(&EndOut { t_us, seat, kind: Kind::End.name(), pending, blocked })?;
                self.ended = true;
            }
        }
        self.latest = record.at;
        Ok(())
    }

    /// Ends the trace and gives the output back.
    ///
    /// # Errors
    /// Whatever the last flush reports.
    pub fn finish(mut self) -> io::Result<W> {
        self.lines.out.flush()?;
        Ok(self.lines.out)
    }
}

fn name(seats: &[String], seat: SeatId) -> io::Result<&str> {
    let unknown = || invalid(format!("the header does not list seat {}", seat.0));
    seats.get(seat.0 as usize).map(String::as_str).ok_or_else(unknown)
}

fn invalid(message: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message.into())
}

/// The output, line by line.
#[derive(Debug)]
struct Lines<W> {
    out: W,
    buffer: Vec<u8>,
}

impl<W: Write> Lines<W> {
    fn put(&mut self, line: &impl Serialize) -> io::Result<()> {
        self.buffer.clear();
        serde_json::to_writer(&mut self.buffer, line)?;
        if self.buffer.len() > LONGEST_LINE {
            return Err(invalid(format!("a line of more than {LONGEST_LINE} bytes")));
        }
        self.buffer.push(b'\n');
        self.out.write_all(&self.buffer)
    }
}
