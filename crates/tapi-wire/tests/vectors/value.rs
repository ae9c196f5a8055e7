//! What an annotation says about its bytes.

use tapi_wire::consts::FAMILIES;
use tapi_wire::varpart::wide_bytes;

/// The meaning of a field or of a variable part, in the terms of C.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// Decimal, or hexadecimal behind `0x`.
    Number(u64),
    /// Names of constants joined by ` | `, and their bits.
    Names(String, u32),
    /// The text form of a `GUID`, and its memory.
    Guid(String, [u8; 16]),
    /// A decimal with four places, and its ten-thousandths.
    Currency(i64),
    /// A moment, as our types print it, and its days since 1899-12-30.
    Date(String, f64),
    /// A text of the W functions.
    Text(String),
    /// Bytes that mean something to others only.
    Bytes,
    /// Room that nobody uses.
    Unused,
}

impl Value {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let known = match text {
            "bytes" => Some(Self::Bytes),
            "unused" => Some(Self::Unused),
            _ => quoted(text).or_else(|| number(text)).or_else(|| guid(text)).or_else(|| date(text)),
        };
        known.or_else(|| currency(text)).map_or_else(|| names(text), Ok)
    }

    /// The bytes that say this in a field as long as `found`.
    ///
    /// This is the test's own arithmetic: nothing of the crate takes part but the numbers behind names.
    pub(crate) fn bytes(&self, found: &[u8]) -> Vec<u8> {
        let integer =
            |number: u64| number.to_le_bytes().into_iter().chain([0; 8]).take(found.len()).collect();
        match self {
            Self::Number(number) if found.len() < 8 && number >> (8 * found.len()) != 0 => Vec::new(),
            Self::Number(number) => integer(*number),
            Self::Names(_, bits) => integer(u64::from(*bits)),
            Self::Guid(_, memory) => memory.to_vec(),
            Self::Currency(parts) => parts.to_le_bytes().to_vec(),
            Self::Date(_, days) => days.to_le_bytes().to_vec(),
            Self::Text(text) => text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect(),
            Self::Bytes | Self::Unused => found.to_vec(),
        }
    }

    /// The bytes of a variable part as the crate writes them.
    pub(crate) fn written(&self, found: &[u8]) -> Vec<u8> {
        match self {
            Self::Text(text) => wide_bytes(text),
            _ => found.to_vec(),
        }
    }

    /// How a field of this value may print itself; the type of the field decides which of these it is.
    pub(crate) fn prints(&self, found: &[u8]) -> Vec<String> {
        match self {
            Self::Number(number) => {
                let version = format!("ApiVersion({}.{})", number >> 16, number & 0xFFFF);
                vec![number.to_string(), format!("{number:#x}"), version]
            }
            Self::Names(names, bits) => vec![names.clone(), bits.to_string()],
            Self::Guid(text, _) => vec![text.clone()],
            Self::Currency(parts) => vec![format!("Currency({parts})")],
            Self::Date(text, _) => vec![format!("OleDate({text})")],
            // A field of bytes is declared with one, wherever it ends.
            Self::Bytes => vec![format!("{:?}", &found[..1])],
            Self::Text(_) | Self::Unused => Vec::new(),
        }
    }
}

fn quoted(text: &str) -> Option<Value> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    (!inner.contains('"')).then(|| Value::Text(inner.into()))
}

fn number(text: &str) -> Option<Value> {
    let number = match text.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16),
        None => text.parse(),
    };
    number.ok().map(Value::Number)
}

/// The text has its first three groups as numbers, which memory has little-endian, and the rest as bytes.
fn guid(text: &str) -> Option<Value> {
    let groups: Vec<_> = text.split('-').collect();
    let [a, b, c, d, e] = groups[..] else { return None };
    if [a, b, c, d, e].map(str::len) != [8, 4, 4, 4, 12] {
        return None;
    }
    let mut memory = u32::from_str_radix(a, 16).ok()?.to_le_bytes().to_vec();
    memory.extend(u16::from_str_radix(b, 16).ok()?.to_le_bytes());
    memory.extend(u16::from_str_radix(c, 16).ok()?.to_le_bytes());
    memory.extend(u16::from_str_radix(d, 16).ok()?.to_be_bytes());
    memory.extend(&u64::from_str_radix(e, 16).ok()?.to_be_bytes()[2..]);
    Some(Value::Guid(text.into(), memory.try_into().ok()?))
}

fn currency(text: &str) -> Option<Value> {
    let (whole, parts) = text.split_once('.')?;
    let whole: i64 = whole.parse().ok().filter(|_| parts.len() == 4)?;
    let parts: i64 = parts.parse().ok()?;
    Some(Value::Currency(whole * 10_000 + parts))
}

/// `1999-11-02T09:00:00`; the days are counted one year and one month at a time.
fn date(text: &str) -> Option<Value> {
    let (day, time) = text.split_once('T')?;
    let parts = |text: &str, separator| text.split(separator).map(|part| part.parse::<u32>().ok()).collect();
    let (day, time): (Option<Vec<_>>, Option<Vec<_>>) = (parts(day, '-'), parts(time, ':'));
    let ([year, month, date], [hour, minute, second]) = (day?.try_into().ok()?, time?.try_into().ok()?);
    let leap = |year: u32| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let february = if leap(year) { 29 } else { 28 };
    let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let years: u32 = (1900..year).map(|year| if leap(year) { 366 } else { 365 }).sum();
    // 1900-01-01 is day 2.
    let days = 2 + years + months.iter().take(month as usize - 1).sum::<u32>() + date - 1;
    let seconds = hour * 3600 + minute * 60 + second;
    Some(Value::Date(text.replace('T', " "), f64::from(days) + f64::from(seconds) / 86_400.0))
}

fn names(text: &str) -> Result<Value, String> {
    let mut bits = 0;
    for name in text.split(" | ") {
        let mut rows = FAMILIES.iter().filter_map(|family| family.row_named(name));
        bits |= rows.next().ok_or_else(|| format!("{name:?} is no value"))?.value;
    }
    Ok(Value::Names(text.into(), bits))
}
