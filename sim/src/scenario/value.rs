//! What a single value of the file may be.
//!
//! Each type reads itself and says what it expected instead, so the error stands at the value.

use std::fmt;
use std::marker::PhantomData;

use jiff::{SignedDuration, Zoned};
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor};
use tapi_acd::wire::Guid;

use super::file::Time;
use super::place::At;
use super::words::{Word, Words};
use crate::units::rate_per_second;

/// Microseconds from midnight to midnight.
pub(super) const DAY_US: u64 = 24 * 60 * 60 * 1_000_000;
/// More calls a second than these and a run would never end.
pub(super) const MOST_PER_SECOND: f64 = 1e6;

/// A time in seconds, written with its unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seconds(pub(super) f64);

/// Events per second, written with its unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rate(pub(super) f64);

/// A local time of day in microseconds from midnight; 24:00 is the midnight at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Clock(pub(super) u64);

/// A number that counts or measures something: from 0 to a thousand millions, beyond which it is a slip.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amount(pub(super) f64);

/// A finite number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number(pub(super) f64);

/// A whole number from 0 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Whole(pub(super) u32);

/// A part of a whole.
#[derive(Clone, Copy, Debug)]
pub(super) struct Share(pub(super) f64);

/// A list of exactly two. The pairs of serde would pass over what comes after.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair<A, B>(pub(super) A, pub(super) B);

/// A local date and time with its zone.
#[derive(Clone, Debug)]
pub(super) struct Moment(pub(super) Zoned);

/// Which ACD group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct GroupGuid(pub(super) Guid);

/// How long a break is: a duration, or a distribution.
pub(super) struct Length(pub(super) Time);

/// Which lines an application opens: a word, or the names of teams.
pub(super) enum Lines {
    Word(Word<AllOrAcd>),
    Teams(Vec<At<String>>),
}

/// The words for which lines an application opens.
#[derive(Clone, Copy, Debug)]
pub(super) enum AllOrAcd {
    All,
    Acd,
}

impl Words for AllOrAcd {
    const WORDS: &'static [(&'static str, Self)] = &[("acd", Self::Acd), ("all", Self::All)];
}

impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let expected = r#"a rate such as "12/min" or "2000/h", at most 1000000/s"#;
        let read = |text: &str| rate_per_second(text).filter(|rate| *rate <= MOST_PER_SECOND).map(Self);
        deserializer.deserialize_str(Text { expected, read })
    }
}

impl<'de> Deserialize<'de> for Clock {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let expected = r#"a local time of day such as "08:30" or "08:30:05.5""#;
        deserializer.deserialize_str(Text { expected, read: |text| clock_us(text).map(Self) })
    }
}

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LengthVisitor)
    }
}

impl<'de> Deserialize<'de> for Lines {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LinesVisitor)
    }
}

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let expected = r#"a duration such as "8h30m", "15 min" or "90 s""#;
        deserializer.deserialize_str(Text { expected, read: |text| duration(text).map(Self) })
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let expected = r#"a local time with its zone, such as "1999-02-01T07:00:00[Asia/Jerusalem]""#;
        deserializer.deserialize_str(Text { expected, read: |text| text.parse().ok().map(Self) })
    }
}

impl<'de> Deserialize<'de> for GroupGuid {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let expected = "a GUID: xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx in hexadecimal digits";
        deserializer.deserialize_str(Text { expected, read: |text| text.parse().ok().map(Self) })
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = |number: f64| (0.0..=1e9).contains(&number).then_some(Self(number));
        deserializer.deserialize_f64(Float { expected: "a number from 0 to 1000000000", read })
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = |number: f64| number.is_finite().then_some(Self(number));
        deserializer.deserialize_f64(Float { expected: "a number", read })
    }
}

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = |number: f64| (0.0..=1.0).contains(&number).then_some(Self(number));
        deserializer.deserialize_f64(Float { expected: "a share from 0 to 1", read })
    }
}

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_u32(WholeVisitor)
    }
}

impl<'de, A: Deserialize<'de>, B: Deserialize<'de>> Deserialize<'de> for Pair<A, B> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(PairVisitor(PhantomData))
    }
}

/// Seconds of a text such as "8h30m"; also "8h30", as people write it.
fn duration(text: &str) -> Option<f64> {
    let ends_in_minutes =
        text.rsplit_once('h').is_some_and(|(_, minutes)| minutes.trim().parse::<u8>().is_ok());
    let parsed = if ends_in_minutes { format!("{text}m").parse() } else { text.parse::<SignedDuration>() };
    parsed.ok().filter(|duration| !duration.is_negative()).map(|duration| duration.as_secs_f64())
}

/// A duration as scenarios write it ("8h30", "90 s"), in microseconds; `None` for any other text.
#[must_use]
pub fn duration_us(text: &str) -> Option<u64> {
    duration(text).map(crate::random::micros)
}

/// Microseconds from midnight of a text such as "08:30", "08:30:05" or "08:30:05.25".
fn clock_us(text: &str) -> Option<u64> {
    let number = |digits: &str| -> Option<u64> {
        digits.bytes().all(|digit| digit.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let two_digits = |digits: &str| number(digits).filter(|_| digits.len() == 2);
    let (time, fraction) = text.split_once('.').unwrap_or((text, ""));
    let parts: Vec<u64> = time.split(':').map(two_digits).collect::<Option<_>>()?;
    let (minutes, seconds) = match parts[..] {
        [hours, minutes] if minutes < 60 && fraction.is_empty() => (60 * hours + minutes, 0),
        [hours, minutes, seconds] if minutes < 60 && seconds < 60 => (60 * hours + minutes, seconds),
        _ => return None,
    };
    let micros = if fraction.is_empty() {
        0
    } else {
        number(&format!("{fraction:0<6}")).filter(|_| fraction.len() <= 6)?
    };
    let us = (60 * minutes + seconds) * 1_000_000 + micros;
    (us <= DAY_US && !text.ends_with('.')).then_some(us)
}

/// Takes a text that `read` understands.
struct Text<T> {
    expected: &'static str,
    read: fn(&str) -> Option<T>,
}

impl<T> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.read)(text).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }
}

/// Takes a number, with or without a decimal point, that `read` accepts.
struct Float<T> {
    expected: &'static str,
    read: fn(f64) -> Option<T>,
}

impl<T> Visitor<'_> for Float<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<T, E> {
        (self.read)(number).ok_or_else(|| E::invalid_value(Unexpected::Float(number), &self))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<T, E> {
        (self.read)(number as f64).ok_or_else(|| E::invalid_value(Unexpected::Signed(number), &self))
    }
}

struct WholeVisitor;

impl Visitor<'_> for WholeVisitor {
    type Value = Whole;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number from 0 to 4294967295")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Whole, E> {
        number.try_into().map(Whole).map_err(|_| E::invalid_value(Unexpected::Signed(number), &self))
    }
}

struct PairVisitor<A, B>(PhantomData<(A, B)>);

impl<'de, A: Deserialize<'de>, B: Deserialize<'de>> Visitor<'de> for PairVisitor<A, B> {
    type Value = Pair<A, B>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of two")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Pair<A, B>, S::Error> {
        let first = list.next_element()?.ok_or_else(|| de::Error::invalid_length(0, &self))?;
        let second = list.next_element()?.ok_or_else(|| de::Error::invalid_length(1, &self))?;
        match list.next_element::<IgnoredAny>()? {
            None => Ok(Pair(first, second)),
            Some(_) => Err(de::Error::invalid_length(3, &self)),
        }
    }
}

struct LengthVisitor;

impl<'de> Visitor<'de> for LengthVisitor {
    type Value = Length;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(r#"a duration such as "15 min", or a distribution"#)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Length, E> {
        let seconds = duration(text).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))?;
        Ok(Length(Time::Fixed(Seconds(seconds))))
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Length, M::Error> {
        let time = Time::deserialize(MapAccessDeserializer::new(&mut map))?;
        match map.next_key::<IgnoredAny>()? {
            None => Ok(Length(time)),
            // As the parser says it of distributions elsewhere.
            Some(_) => Err(de::Error::custom("wanted exactly 1 element, more than 1 element")),
        }
    }
}

struct LinesVisitor;

impl<'de> Visitor<'de> for LinesVisitor {
    type Value = Lines;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`acd`, `all` or a list of teams")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Lines, E> {
        Word::from_text(text).map(Lines::Word)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Lines, S::Error> {
        let mut teams = Vec::new();
        while let Some(team) = list.next_element()? {
            teams.push(team);
        }
        Ok(Lines::Teams(teams))
    }
}

#[cfg(test)]
mod tests {
    use super::{clock_us, duration};

    #[test]
    fn times_of_day_as_people_write_them() {
        let rows = [
            ("00:00", Some(0)),
            ("08:30", Some(30_600_000_000)),
            ("08:30:05", Some(30_605_000_000)),
            ("08:30:05.5", Some(30_605_500_000)),
            ("08:30:05.000001", Some(30_605_000_001)),
            ("24:00", Some(86_400_000_000)),
            ("24:00:00.1", None),
            ("24:01", None),
            ("8:30", None),
            ("08:60", None),
            ("08:30:60", None),
            ("08:30:05.", None),
            ("08:30:05.0000001", None),
            ("08:30.5", None),
            ("08", None),
            ("+8:30", None),
            ("08:30 ", None),
            ("", None),
        ];
        for (text, us) in rows {
            assert_eq!(clock_us(text), us, "{text:?}");
        }
    }

    #[test]
    fn durations_as_people_write_them() {
        let rows = [
            ("17h", Some(61_200.0)),
            ("8h30", Some(30_600.0)),
            ("8h30m", Some(30_600.0)),
            ("8 h 30", Some(30_600.0)),
            ("90 s", Some(90.0)),
            ("15 min", Some(900.0)),
            ("459.6 s", Some(459.6)),
            ("0 s", Some(0.0)),
            ("250 ms", Some(0.25)),
            ("1 hour 5 minutes", Some(3_900.0)),
            ("-5 s", None),
            ("5", None),
            ("h30", None),
            ("", None),
            ("soon", None),
            ("99999999999999999999 h", None),
        ];
        for (text, seconds) in rows {
            assert_eq!(duration(text), seconds, "{text:?}");
        }
    }
}
