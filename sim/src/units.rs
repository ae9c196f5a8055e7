//! Quantities as people write them, with their unit.

use crate::scenario::duration_us;

/// How often per second a text says: `"48/min"`, `"0.8/s"`, `"2000/h"`, `"120/30min"`; `None` for any other text.
///
/// Before the slash stands a number from 0 on, after it a duration as scenarios write it, or a unit alone.
#[must_use]
pub fn rate_per_second(text: &str) -> Option<f64> {
    let (count, per) = text.split_once('/')?;
    let (count, per) = (count.trim(), per.trim());
    let count = count.parse().ok().filter(|count: &f64| count.is_finite() && count.is_sign_positive())?;
    let is_unit = per.chars().all(char::is_alphabetic);
    let us = if is_unit { duration_us(&format!("1 {per}")) } else { duration_us(per) };
    us.filter(|us| *us > 0).map(|us| count * 1e6 / us as f64)
}

#[cfg(test)]
mod tests {
    use super::rate_per_second;

    #[test]
    fn rates_as_people_write_them() {
        let rows = [
            ("48/min", Some(0.8)),
            ("48 / min", Some(0.8)),
            ("0.8/s", Some(0.8)),
            ("2880/h", Some(0.8)),
            ("2880/hour", Some(0.8)),
            ("1440/30min", Some(0.8)),
            ("24/30 s", Some(0.8)),
            ("4320/1h30", Some(0.8)),
            ("5/250 ms", Some(20.0)),
            ("0/h", Some(0.0)),
            ("1e3/s", Some(1000.0)),
            ("48", None),
            ("48/", None),
            ("/min", None),
            ("48/0 s", None),
            ("48/-1 s", None),
            ("48/60", None),
            ("48/h30", None),
            ("48/min/min", None),
            ("-48/min", None),
            ("nan/min", None),
            ("inf/min", None),
            ("many/min", None),
            ("48/fortnight", None),
            ("", None),
        ];
        for (text, rate) in rows {
            assert_eq!(rate_per_second(text), rate, "{text:?}");
        }
    }
}
