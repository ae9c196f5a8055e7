//! Records to lines.

use std::io::{self, Write};

use serde::Serialize;
use tapi_acd::message::ResultCode;
use tapi_acd::wire::LineMessage;
use tapi_acd::{Attached, Event, Record};

use crate::header::Header;
use crate::line::{CallOut, Decoded, EndOut, Kind, Lead, MessageOut, PendingOut, ReturnOut};

/// Writes a trace, line by line.
#[derive(Debug)]
pub struct Writer<W> {
    out: W,
    seats: Vec<String>,
}

impl<W: Write> Writer<W> {
    /// Begins a trace: writes the header.
    ///
    /// # Errors
    /// Whatever `out` reports.
    pub fn new(mut out: W, header: &Header) -> io::Result<Self> {
        write_line(&mut out, header)?;
        Ok(Self { out, seats: header.seats.clone() })
    }

    /// Writes one record.
    ///
    /// # Errors
    /// Whatever the output reports; [`io::ErrorKind::InvalidInput`] for a seat that the header does not list.
    pub fn write(&mut self, record: &Record) -> io::Result<()> {
        let t_us = record.at.as_micros();
        let seat = name(&self.seats, record.seat.0)?;
        let lead = |kind: Kind| Lead { t_us, seat, kind: kind.name() };
        match &record.event {
            Event::Call { serial, function } => {
                write_line(&mut self.out, &CallOut { lead: lead(Kind::Call), call: *serial, function })
            }
            Event::Return { serial, value, out } => {
                let error = ResultCode(*value).error();
                let line =
                    ReturnOut { lead: lead(Kind::Return), call: *serial, value: *value, error, out: *out };
                write_line(&mut self.out, &line)
            }
            Event::Message { message, attached } => {
                write_line(&mut self.out, &message_line(lead(Kind::Message), message, attached))
            }
            Event::End { pending, blocked } => {
                let listed = pending.iter().map(|(seat, request)| {
                    Ok(PendingOut { seat: name(&self.seats, seat.0)?, request: request.get() })
                });
                let pending = listed.collect::<io::Result<_>>()?;
                write_line(&mut self.out, &EndOut { lead: lead(Kind::End), pending, blocked })
            }
        }
    }

    /// Ends the trace and gives the output back.
    ///
    /// # Errors
    /// Whatever the last flush reports.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }
}

fn message_line<'a>(lead: Lead<'a>, message: &LineMessage, attached: &'a Attached) -> MessageOut<'a> {
    let (request, answer) = match attached {
        Attached::None => (None, None),
        Attached::Request(request) => (Some(request), None),
        Attached::Answer(answer) => (None, Some(answer)),
    };
    MessageOut { lead, raw: message.into(), decoded: Decoded(*message), request, answer }
}

fn name(seats: &[String], seat: u32) -> io::Result<&str> {
    let unknown =
        || io::Error::new(io::ErrorKind::InvalidInput, format!("the header does not list seat {seat}"));
    seats.get(seat as usize).map(String::as_str).ok_or_else(unknown)
}

fn write_line(out: &mut impl Write, line: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}
