//! Where the bytes come from: an argument, a file or standard input, as they are or as hex text.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;

use super::super::text::harmless;
use super::super::{DecodeArgs, Encoding, Trouble};
use crate::decode::from_hex;

/// So many bytes decide whether a file is text.
const LOOKED_AT: u64 = 4096;

/// Bytes, read as they are needed, and what they are called.
pub(super) struct Source {
    name: String,
    bytes: Box<dyn Read>,
}

impl Source {
    pub(super) fn open(args: &DecodeArgs) -> Result<Self, Trouble> {
        let Some(file) = &args.file else {
            let text = args.hex.as_deref().unwrap_or_default();
            return Self::of_hex("--hex".into(), text.as_bytes());
        };
        if file == Path::new("-") {
            return Self::detect("standard input".into(), Box::new(io::stdin().lock()), args.format);
        }
        let name = harmless(&file.display().to_string());
        let opened = File::open(file).map_err(|error| unreadable(&name, &error))?;
        Self::detect(name, Box::new(BufReader::new(opened)), args.format)
    }

    fn detect(name: String, mut input: Box<dyn Read>, format: Encoding) -> Result<Self, Trouble> {
        let mut start = Vec::new();
        let looked = input.by_ref().take(LOOKED_AT).read_to_end(&mut start);
        looked.map_err(|error| unreadable(&name, &error))?;
        let control = |&byte: &u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
        let hex = match format {
            Encoding::Auto => !start.iter().any(control),
            Encoding::Hex => true,
            Encoding::Raw => false,
        };
        let mut source = Self { name, bytes: Box::new(Cursor::new(start).chain(input)) };
        if hex {
            let text = source.read_all()?;
            return Self::of_hex(source.name, &text);
        }
        Ok(source)
    }

    fn of_hex(name: String, text: &[u8]) -> Result<Self, Trouble> {
        // What is not text is no hex digit either, and the error tells where it stands.
        let bytes = from_hex(&String::from_utf8_lossy(text)).map_err(|error| {
            let tip = match name.as_str() {
                "--hex" => "",
                _ => "\n\n  tip: --format raw takes the file for the bytes themselves",
            };
            Trouble::new(format!("{name}: {}{tip}", harmless(&error.to_string())))
        })?;
        Ok(Self { name, bytes: Box::new(Cursor::new(bytes)) })
    }

    /// Fills `buffer` as far as there are bytes, and returns how many it has.
    pub(super) fn fill(&mut self, buffer: &mut Vec<u8>, size: usize) -> Result<usize, Trouble> {
        buffer.clear();
        let size = u64::try_from(size).unwrap_or(u64::MAX);
        let read = self.bytes.by_ref().take(size).read_to_end(buffer);
        read.map_err(|error| unreadable(&self.name, &error))
    }

    /// Everything.
    pub(super) fn read_all(&mut self) -> Result<Vec<u8>, Trouble> {
        let mut bytes = Vec::new();
        self.bytes.read_to_end(&mut bytes).map_err(|error| unreadable(&self.name, &error))?;
        Ok(bytes)
    }
}

fn unreadable(name: &str, error: &io::Error) -> Trouble {
    Trouble::new(format!("cannot read {name}: {error}"))
}
