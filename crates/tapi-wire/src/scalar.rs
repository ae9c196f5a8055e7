//! Scalars that are more than a number.

use alloc::string::String;
use core::fmt;
use core::str::FromStr;

/// A globally unique identifier in its memory order: three little-endian numbers, then eight bytes.
///
/// C type: `GUID`, 16 bytes. Text form: `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`.
#[doc(alias = "GUID")]
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Guid(pub [u8; 16]);

/// Where the text form's byte pairs stand in memory.
const TEXT_ORDER: [usize; 16] = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
/// A hyphen stands before these byte pairs.
const HYPHEN_BEFORE: [usize; 4] = [4, 6, 8, 10];

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (pair, at) in TEXT_ORDER.into_iter().enumerate() {
            if HYPHEN_BEFORE.contains(&pair) {
                f.write_str("-")?;
            }
            write!(f, "{:02x}", self.0[at])?;
        }
        Ok(())
    }
}

impl fmt::Debug for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text that is no GUID.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a GUID; expected xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx in hexadecimal digits")]
pub struct ParseGuidError(pub String);

impl FromStr for Guid {
    type Err = ParseGuidError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text).ok_or_else(|| ParseGuidError(text.into()))
    }
}

impl Guid {
    fn parse(text: &str) -> Option<Self> {
        let mut digits = text.bytes();
        let mut guid = [0; 16];
        for (pair, at) in TEXT_ORDER.into_iter().enumerate() {
            if HYPHEN_BEFORE.contains(&pair) && digits.next()? != b'-' {
                return None;
            }
            guid[at] = hex(digits.next()?)? << 4 | hex(digits.next()?)?;
        }
        digits.next().is_none().then_some(Self(guid))
    }
}

fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Guid {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Guid {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = alloc::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// An amount in ten-thousandths: a fixed-point number with four decimals.
///
/// C type: `CURRENCY`, also `CY`, 8 bytes. TAPI counts calls per hour in it. Serde: the decimal text.
#[doc(alias = "CURRENCY")]
#[doc(alias = "CY")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency(pub i64);

impl Currency {
    /// Parts of a whole.
    pub const SCALE: i64 = 10_000;

    pub(crate) const fn from_le_bytes(bytes: [u8; 8]) -> Self {
        Self(i64::from_le_bytes(bytes))
    }

    pub(crate) const fn to_le_bytes(self) -> [u8; 8] {
        self.0.to_le_bytes()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let scale = Self::SCALE.unsigned_abs();
        let parts = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:04}", parts / scale, parts % scale)
    }
}

/// Text that is no amount with at most four decimals within 64 bits.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected an amount with at most four decimals, such as 12.5, found {0:?}")]
pub struct ParseCurrencyError(pub String);

/// As [`Currency`] displays itself; fewer decimals are zeros.
impl FromStr for Currency {
    type Err = ParseCurrencyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let amount = || {
            let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
            let (whole, parts) = digits.split_once('.').unwrap_or((digits, "0"));
            let plain = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            if !plain(whole) || !plain(parts) || parts.len() > 4 {
                return None;
            }
            let whole: i64 = whole.parse().ok()?;
            // The four decimals, with zeros for those that are not there.
            let parts = parts.bytes().chain(*b"0000").take(4);
            let parts = parts.fold(0, |number, digit| number * 10 + i64::from(digit - b'0'));
            // With the sign from the start: the least amount has no positive twin.
            (sign * whole).checked_mul(Self::SCALE)?.checked_add(sign * parts).map(Self)
        };
        amount().ok_or_else(|| ParseCurrencyError(text.into()))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = alloc::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A point in time as a number of days: the whole days since 1899-12-30, and the time of day as their fraction.
///
/// C type: `DATE`, a `double`. No time zone belongs to it. Before 1899-12-30 the number is negative and its fraction
/// still counts forward: -1.25 is 06:00 on the day before. Equality is that of the bytes, so `-0.0`, `0.0` and the
/// values that are no number stay apart. Serde: the number of days as text, which loses no bit as a JSON number might;
/// the bits themselves, `0x7ff8000000000000`, for what is no number.
#[doc(alias = "DATE")]
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct OleDate(u64);

const MICROS_PER_DAY: i64 = 86_400_000_000;
/// 1970-01-01 as an [`OleDate`].
const UNIX_EPOCH_DAY: i64 = 25_569;
/// 0100-01-01 and 9999-12-31: what OLE Automation accepts.
const OLE_DAYS: core::ops::RangeInclusive<i64> = -657_434..=2_958_465;

impl OleDate {
    /// The date with this number of days.
    pub const fn from_days(days: f64) -> Self {
        Self(days.to_bits())
    }

    /// The number of days.
    pub const fn days(self) -> f64 {
        f64::from_bits(self.0)
    }

    /// The date nearest to a number of microseconds since 1970-01-01 00:00; [`None`] outside the years 100 to 9999.
    ///
    /// Between 1810 and 2079 no microsecond is lost; farther away a `double` cannot tell neighbours apart.
    pub fn from_unix_micros(micros: i64) -> Option<Self> {
        let day = micros.div_euclid(MICROS_PER_DAY) + UNIX_EPOCH_DAY;
        if !OLE_DAYS.contains(&day) {
            return None;
        }
        let time = exact(micros.rem_euclid(MICROS_PER_DAY)) / exact(MICROS_PER_DAY);
        if day >= 0 {
            return Some(Self::from_days(exact(day) + time));
        }
        let days = exact(day) - time;
        // The last moments of a day may round up to the whole number that names the day before.
        let slipped = days <= exact(day - 1);
        Some(Self::from_days(if slipped { exact(day + 1) } else { days }))
    }

    /// Microseconds since 1970-01-01 00:00, to the nearest; [`None`] outside the years 100 to 9999 and for what is no
    /// number.
    pub fn to_unix_micros(self) -> Option<i64> {
        let days = self.days();
        let day = whole(days);
        // A comparison with what is no number is false.
        let in_range = days.abs() < 1e7 && OLE_DAYS.contains(&day);
        let time = whole((days - exact(day)).abs() * exact(MICROS_PER_DAY) + 0.5);
        in_range.then(|| (day - UNIX_EPOCH_DAY) * MICROS_PER_DAY + time)
    }

    pub(crate) const fn from_le_bytes(bytes: [u8; 8]) -> Self {
        Self(u64::from_le_bytes(bytes))
    }

    pub(crate) const fn to_le_bytes(self) -> [u8; 8] {
        self.0.to_le_bytes()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for OleDate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let days = self.days();
        if days.is_finite() {
            serializer.collect_str(&days)
        } else {
            serializer.collect_str(&format_args!("{:#018x}", self.0))
        }
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for OleDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = alloc::borrow::Cow::<str>::deserialize(deserializer)?;
        let date = match text.strip_prefix("0x") {
            Some(bits) => u64::from_str_radix(bits, 16).ok().map(Self),
            None => text.parse().ok().map(Self::from_days),
        };
        date.ok_or_else(|| serde::de::Error::custom(format_args!("{text:?} is no number of days")))
    }
}

/// The number towards zero.
#[expect(clippy::cast_possible_truncation, reason = "the fraction is what shall go; the cast saturates")]
const fn whole(number: f64) -> i64 {
    number as i64
}

/// A number of days, or of the microseconds of a day: far below the 53 bits that a `double` holds exactly.
#[expect(clippy::cast_precision_loss, reason = "callers stay below 2 to the 53rd")]
const fn exact(number: i64) -> f64 {
    number as f64
}

/// `2026-03-02 08:00:00`, with microseconds where there are any; the number of days for what is no date.
impl fmt::Display for OleDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(micros) = self.to_unix_micros() else {
            return write!(f, "{} days", self.days());
        };
        let (year, month, day) = civil(micros.div_euclid(MICROS_PER_DAY));
        let time = micros.rem_euclid(MICROS_PER_DAY);
        let (seconds, fraction) = (time / 1_000_000, time % 1_000_000);
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        write!(f, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")?;
        if fraction != 0 {
            write!(f, ".{fraction:06}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for OleDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OleDate({self})")
    }
}

/// Year, month and day of a number of days since 1970-01-01 in the Gregorian calendar.
///
/// Years are counted from March, so that the leap day is the last of the year; 146097 days are 400 years.
const fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let january_or_february = month <= 2;
    (year_of_era + 400 * era + january_or_february as i64, month, day)
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;
    use std::string::ToString;

    #[test]
    fn text_and_memory_order_differ_in_the_first_three_groups() {
        let guid: Guid = "00112233-4455-6677-8899-aabbccddeeff".parse().unwrap();
        let memory =
            [0x33, 0x22, 0x11, 0x00, 0x55, 0x44, 0x77, 0x66, 0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF];
        assert_eq!(guid.0, memory);
        assert_eq!(guid.to_string(), "00112233-4455-6677-8899-aabbccddeeff");
    }

    #[test]
    fn anything_else_is_no_guid() {
        for text in ["", "0", "00112233445566778899aabbccddeeff", "00112233-4455-6677-8899-aabbccddeefg"] {
            assert!(text.parse::<Guid>().is_err(), "{text}");
        }
        assert!("00112233-4455-6677-8899-aabbccddeeff0".parse::<Guid>().is_err());
    }

    #[test]
    fn currency_has_four_decimals() {
        for (raw, text) in [
            (0, "0.0000"),
            (123_456, "12.3456"),
            (-1, "-0.0001"),
            (-10_000, "-1.0000"),
            (i64::MIN, "-922337203685477.5808"),
        ] {
            assert_eq!(Currency(raw).to_string(), text);
            assert_eq!(text.parse(), Ok(Currency(raw)));
        }
        assert_eq!("7.5".parse(), Ok(Currency(75_000)));
        for text in ["", "-", ".5", "1.", "1.23456", "+1", "1e3", "922337203685477.5808", "--1", "1.-5"] {
            assert!(text.parse::<Currency>().is_err(), "{text}");
        }
    }

    #[cfg(feature = "serde")]
    #[test]
    fn scalars_as_text_lose_nothing() {
        for bits in [0, 1, 0x40E6_8063_AAAA_AAAB, 0x7FF8_0000_0000_0001, 0xFFF0_0000_0000_0000, u64::MAX] {
            let date = OleDate(bits);
            let text = serde_json::to_string(&date).unwrap();
            assert_eq!(serde_json::from_str::<OleDate>(&text).unwrap(), date, "{text}");
        }
        let rate = Currency(-123_456);
        assert_eq!(serde_json::to_string(&rate).unwrap(), "\"-12.3456\"");
        assert_eq!(serde_json::from_str::<Currency>("\"-12.3456\"").unwrap(), rate);
    }

    /// Days, text and microseconds, each computed by hand.
    const DATES: [(f64, &str, i64); 7] = [
        (0.0, "1899-12-30 00:00:00", -2_209_161_600_000_000),
        (-1.25, "1899-12-29 06:00:00", -2_209_226_400_000_000),
        (2.5, "1900-01-01 12:00:00", -2_208_945_600_000_000),
        (25_569.0, "1970-01-01 00:00:00", 0),
        (36_585.75, "2000-02-29 18:00:00", 951_847_200_000_000),
        (-657_434.0, "0100-01-01 00:00:00", -59_011_459_200_000_000),
        (2_958_465.0, "9999-12-31 00:00:00", 253_402_214_400_000_000),
    ];

    #[test]
    fn dates_are_those_of_the_calendar() {
        for (days, text, micros) in DATES {
            let date = OleDate::from_days(days);
            assert_eq!(date.to_string(), text);
            assert_eq!(date.to_unix_micros(), Some(micros), "{text}");
            assert_eq!(OleDate::from_unix_micros(micros), Some(date), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_shows_its_number() {
        for days in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, -657_435.0, 2_958_466.0, 1e18] {
            assert_eq!(OleDate::from_days(days).to_unix_micros(), None, "{days}");
        }
        assert_eq!(OleDate::from_days(2_958_466.0).to_string(), "2958466 days");
        assert_eq!(OleDate::from_unix_micros(i64::MIN), None);
        assert_eq!(OleDate::from_unix_micros(i64::MAX), None);
    }

    #[test]
    fn the_end_of_a_day_does_not_become_the_day_before() {
        let midnight = OleDate::from_days(-657_433.0);
        let before = midnight.to_unix_micros().unwrap() - 1;
        assert_eq!(OleDate::from_unix_micros(before), Some(midnight));
    }

    #[test]
    fn a_microsecond_survives_from_1810_to_2079() {
        let from = OleDate::from_days(-32_768.0).to_unix_micros().unwrap();
        let to = OleDate::from_days(65_535.0).to_unix_micros().unwrap();
        // A prime step meets every part of the day.
        for micros in (from..to).step_by(999_999_999_989).chain([-1, 1, 1_791_878_399_999_999]) {
            let date = OleDate::from_unix_micros(micros).unwrap();
            assert_eq!(date.to_unix_micros(), Some(micros), "{date}");
        }
    }
}
