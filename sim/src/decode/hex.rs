//! Bytes from the hex text of many tools.

use std::fmt;

/// Reads hex digits as people and tools write them.
///
/// Understood line by line, in any mixture:
/// * plain digits, in pairs and with any blanks or commas between bytes: `xxd -p`, `40 00 00 00`, `0x40, 0x00`;
/// * `xxd`, and annotated vectors: an offset of four digits or more with a colon, and after two blanks the bytes as
///   text;
/// * `hexdump -C`: an offset, and between bars the bytes as text; a line `*` repeats the one before up to the next
///   offset.
///
/// What follows a `#` or a `;` is a comment, in lines of digits and of `xxd` without text.
///
/// # Errors
/// The first place that is none of these, or an offset that does not follow from the bytes before it.
pub fn from_hex(text: &str) -> Result<Vec<u8>, HexError> {
    let mut reader = Reader::default();
    for (line, number) in text.lines().zip(1..) {
        if line.trim_end() == "*" {
            reader.repeating = Some(number);
        } else {
            reader.line(line.trim_end()).map_err(|fault| HexError { line: number, ..fault })?;
        }
    }
    reader.end()
}

/// A text that is no hex dump.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct HexError {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// What is there, and what was expected.
    pub message: String,
}

fn error(column: usize, message: impl fmt::Display) -> HexError {
    HexError { line: 0, column: column + 1, message: message.to_string() }
}

/// A repetition of more bytes than this is taken for a slip in an offset.
const LONGEST_REPETITION: usize = 1 << 26;
/// Bytes in a line of `hexdump -C` and `xxd`; so many are repeated.
const LINE_BYTES: usize = 16;
/// `hexdump -C` writes so many digits of an offset at least.
const OFFSET_DIGITS: usize = 8;
/// Before a colon fewer are enough: nothing else has one.
const COLON_DIGITS: usize = 4;

#[derive(Default)]
struct Reader {
    bytes: Vec<u8>,
    /// The offset of the first line that has one: a dump can begin anywhere.
    origin: Option<usize>,
    /// A line of `hexdump -C` came before, so a line may be an offset alone.
    canonical: bool,
    /// The line of a `*` whose end has not come yet.
    repeating: Option<usize>,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), HexError> {
        if let Some((offset, rest)) =
            line.split_once(':').filter(|(offset, _)| is_number(offset, COLON_DIGITS))
        {
            self.offset(offset)?;
            let start = offset.len() + 1;
            let skipped = rest.len() - rest.trim_start().len();
            let data = rest.trim_start();
            return self.data(data.split("  ").next().unwrap_or(data), start + skipped);
        }
        // A bar within a comment is no mark of `hexdump -C`.
        let canonical = line.split_once('|').filter(|(before, _)| !before.contains('#'));
        if let Some((offset, data)) = canonical.and_then(|(before, _)| before.split_once(' ')) {
            if !is_offset(offset) {
                return Err(error(
                    0,
                    format!("expected an offset of {OFFSET_DIGITS} digits or more, as `hexdump -C` writes"),
                ));
            }
            self.offset(offset)?;
            self.canonical = true;
            return self.data(data, offset.len() + 1);
        }
        if self.canonical && is_offset(line) {
            return self.offset(line);
        }
        self.data(line, 0)
    }

    /// Checks the offset of a line, and fills what `*` stands for.
    fn offset(&mut self, digits: &str) -> Result<(), HexError> {
        let Ok(offset) = usize::from_str_radix(digits, 16) else {
            return Err(error(0, format!("`{digits}` is too large for an offset")));
        };
        let next = self.origin.unwrap_or(offset).saturating_add(self.bytes.len());
        self.origin.get_or_insert(offset);
        let ahead = offset.checked_sub(next);
        match ahead {
            Some(missing) if self.repeating.take().is_some() && missing <= LONGEST_REPETITION => {
                let from = self.bytes.len().saturating_sub(LINE_BYTES);
                let last = self.bytes[from..].to_vec();
                self.bytes.extend(last.iter().cycle().take(missing));
                Ok(())
            }
            Some(0) => Ok(()),
            _ => Err(error(
                0,
                format!("the offset is {offset:#x}, and {next:#x} follows from the lines before"),
            )),
        }
    }

    /// Reads pairs of digits; `start` is the column of `data`.
    fn data(&mut self, data: &str, start: usize) -> Result<(), HexError> {
        let data = data.split(['#', ';']).next().unwrap_or(data);
        let between = |c: char| c.is_whitespace() || c == ',';
        let mut rest = data;
        loop {
            rest = rest.trim_start_matches(between);
            let column = start + data[..data.len() - rest.len()].chars().count();
            let Some(end) = rest.find(between).or((!rest.is_empty()).then_some(rest.len())) else {
                return Ok(());
            };
            let (token, after) = rest.split_at(end);
            self.token(token, column)?;
            rest = after;
        }
    }

    fn token(&mut self, token: &str, column: usize) -> Result<(), HexError> {
        let prefixed = token.strip_prefix("0x").or_else(|| token.strip_prefix("0X"));
        let (digits, start) = prefixed.map_or((token, column), |digits| (digits, column + 2));
        if let Some((at, other)) = digits.chars().enumerate().find(|(_, c)| !c.is_ascii_hexdigit()) {
            return Err(error(start + at, format!("expected a hex digit, found {other:?}")));
        }
        match (prefixed.is_some(), digits.len()) {
            // One number, one byte: the order of the bytes of a longer one would be a guess.
            (true, 1 | 2) => self.bytes.extend(u8::from_str_radix(digits, 16)),
            (true, _) => {
                return Err(error(
                    column,
                    format!("expected one byte after 0x, found {} digits", digits.len()),
                ));
            }
            (false, length) if length % 2 == 1 => {
                return Err(error(
                    column,
                    format!("expected two digits for each byte, found {length} digits"),
                ));
            }
            (false, _) => {
                let pairs =
                    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16));
                self.bytes.extend(pairs.flatten());
            }
        }
        Ok(())
    }

    fn end(self) -> Result<Vec<u8>, HexError> {
        match self.repeating {
            Some(line) => {
                Err(HexError { line, ..error(0, "no offset ends the repetition that `*` stands for") })
            }
            None => Ok(self.bytes),
        }
    }
}

fn is_offset(text: &str) -> bool {
    is_number(text, OFFSET_DIGITS)
}

fn is_number(text: &str, digits: usize) -> bool {
    text.len() >= digits && text.bytes().all(|digit| digit.is_ascii_hexdigit())
}
