//! What was asked: a number, a name, or a set of bits.

use super::NotFound;

/// A query, taken apart.
pub(super) enum Query<'q> {
    Number(u32),
    Name(&'q str),
    /// Joined by `|`; at least one part is a name.
    Set(Vec<Part<'q>>),
}

/// One bit of a set, or several as a number.
pub(super) enum Part<'q> {
    Number(u32),
    Name(&'q str),
}

impl<'q> Query<'q> {
    pub(super) fn parse(query: &'q str) -> Result<Self, NotFound> {
        let mut parts = query.split('|').map(Part::parse).collect::<Result<Vec<_>, _>>()?;
        let numbers = parts.iter().map(|part| match part {
            Part::Number(value) => Some(*value),
            Part::Name(_) => None,
        });
        if let Some(numbers) = numbers.collect::<Option<Vec<_>>>() {
            return Ok(Query::Number(numbers.into_iter().fold(0, |bits, number| bits | number)));
        }
        match (parts.pop(), parts.is_empty()) {
            (Some(Part::Name(name)), true) => Ok(Query::Name(name)),
            (last, _) => Ok(Query::Set(parts.into_iter().chain(last).collect())),
        }
    }
}

impl<'q> Part<'q> {
    /// What begins as a number must be one: no name begins with a digit or a minus.
    fn parse(text: &'q str) -> Result<Self, NotFound> {
        let text = text.trim();
        if !text.starts_with(|first: char| first.is_ascii_digit() || first == '-') {
            return Ok(Part::Name(text));
        }
        number(text).map(Part::Number).ok_or_else(|| NotFound::Number { text: text.to_owned() })
    }
}

/// Reads 32 bits: hexadecimal, decimal, or a negative `LONG`; underscores between the digits are allowed.
fn number(text: &str) -> Option<u32> {
    let digits = text.replace('_', "");
    let (negative, digits) = match digits.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, digits.as_str()),
    };
    let (radix, digits) = match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        Some(hex) => (16, hex),
        None => (10, digits),
    };
    // `from_str_radix` would take a second sign.
    if !digits.starts_with(|first: char| first.is_digit(radix)) {
        return None;
    }
    let value = i64::from_str_radix(digits, radix).ok()?;
    match negative {
        true => i32::try_from(-value).ok().map(i32::cast_unsigned),
        false => u32::try_from(value).ok(),
    }
}
