//! What a single value of the file may be.
//!
//! Each type reads itself and says what it expected instead, so the error stands at the value.

use std::fmt;
use std::marker::PhantomData;

use jiff::{SignedDuration, Zoned};
use serde::de::{self, Deserialize, Deserializer, IgnoredAny, SeqAccess, Unexpected, Visitor};
use tapi_acd::wire::Guid;

/// A time in seconds, written with its unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seconds(pub(super) f64);

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

#[cfg(test)]
mod tests {
    use super::duration;

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
