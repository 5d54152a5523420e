//! An instant that keeps its text.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{
    fmt,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// An instant as the text that came: what is no date and time of RFC 3339 is kept like what is.
///
/// Two are equal where their texts are; [`to_system_time`](Self::to_system_time) gives what can be
/// compared, ordered and reckoned with.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Timestamp(Box<str>);

impl Timestamp {
    /// Returns the text, as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the instant, if the text is a date and time of RFC 3339.
    ///
    /// A leap second is the first instant of the next minute, and of a fraction nine digits count.
    pub fn to_system_time(&self) -> Option<SystemTime> {
        instant(&self.0)
    }
}

/// The epoch of Unix, so that a test need not say when something happened.
#[cfg(feature = "mock")]
impl Default for Timestamp {
    fn default() -> Self {
        Self("1970-01-01T00:00:00Z".into())
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Timestamp").field(&&*self.0).finish()
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl AsRef<str> for Timestamp {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Timestamp {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Timestamp {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<&String> for Timestamp {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<&Self> for Timestamp {
    fn from(timestamp: &Self) -> Self {
        timestamp.clone()
    }
}

impl From<Timestamp> for String {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.0.into()
    }
}

impl PartialEq<str> for Timestamp {
    fn eq(&self, text: &str) -> bool {
        *self.0 == *text
    }
}

impl PartialEq<&str> for Timestamp {
    fn eq(&self, text: &&str) -> bool {
        *self.0 == **text
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::deserialize(deserializer).map(Self)
    }
}

/// Reads `2006-01-02T15:04:05.999+07:00`; the letters may be small, the `T` a space.
fn instant(text: &str) -> Option<SystemTime> {
    let (date, rest) = text.split_at_checked(10)?;
    let (time, rest) = rest.strip_prefix(['T', 't', ' '])?.split_at_checked(8)?;
    let (year, month, day) = triple(date, '-')?;
    let (hour, minute, second) = triple(time, ':')?;
    let (nanoseconds, rest) = fraction(rest)?;
    let offset = offset(rest)?;
    let leaps = second == 60 && (hour * 60 + minute - offset / 60).rem_euclid(1440) == 1439;
    if hour > 23 || minute > 59 || (second > 59 && !leaps) {
        return None;
    }
    let of_day = hour * 3600 + minute * 60 + second - offset;
    let seconds = days(year, month, day)? * 86_400 + of_day;
    let whole = Duration::from_secs(seconds.unsigned_abs());
    let instant = match seconds < 0 {
        true => UNIX_EPOCH.checked_sub(whole)?,
        false => UNIX_EPOCH.checked_add(whole)?,
    };
    instant.checked_add(Duration::from_nanos(nanoseconds))
}

/// Three numbers, of two digits but for the first.
fn triple(text: &str, between: char) -> Option<(i64, i64, i64)> {
    let mut parts = text.split(between);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    let short = second.len() == 2 && third.len() == 2 && parts.next().is_none();
    if short { Some((digits(first)?, digits(second)?, digits(third)?)) } else { None }
}

fn digits(text: &str) -> Option<i64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// The nanoseconds of a fraction, if there is one, and what follows it.
fn fraction(text: &str) -> Option<(u64, &str)> {
    let Some(rest) = text.strip_prefix('.') else { return Some((0, text)) };
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, rest) = rest.split_at(end);
    let nine = digits.bytes().chain(std::iter::repeat(b'0')).take(9);
    let nanoseconds = nine.fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'));
    (!digits.is_empty()).then_some((nanoseconds, rest))
}

/// The seconds by which a clock with this offset is ahead of UTC.
fn offset(text: &str) -> Option<i64> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let (hour, minute) = text.strip_prefix(['+', '-'])?.split_once(':')?;
    let is_short = hour.len() == 2 && minute.len() == 2;
    let (hour, minute) = (digits(hour)?, digits(minute)?);
    (is_short && hour < 24 && minute < 60).then_some(sign * (hour * 3600 + minute * 60))
}

/// Days since 1970, by the calendar's cycles of 400 years.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i64::from(leap),
        1..=12 => 31,
        _ => return None,
    };
    // The year starts in March, so that the leap day comes last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let of_year = (153 * month + 2) / 5 + day - 1;
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    (1..=length).contains(&day).then_some(year * 365 + leaps + of_year - 719_468)
}

#[cfg(test)]
mod tests {
    use super::Timestamp;
    use std::time::{Duration, UNIX_EPOCH};

    /// Nanoseconds since 1970.
    fn nanoseconds(text: &str) -> Option<i128> {
        let time = Timestamp::from(text).to_system_time()?;
        let count = |since: Duration| i128::try_from(since.as_nanos()).expect("few");
        Some(match time.duration_since(UNIX_EPOCH) {
            Ok(since) => count(since),
            Err(before) => -count(before.duration()),
        })
    }

    #[test]
    fn what_is_of_rfc_3339_is_an_instant() {
        let second = 1_000_000_000;
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1969-12-31T23:59:59.5Z", -second / 2),
            ("1985-04-12T23:20:50.52Z", 482_196_050_520_000_000),
            ("1996-12-19T16:39:57-08:00", 851_042_397 * second),
            ("1990-12-31T23:59:60Z", 662_688_000 * second),
            ("1990-12-31T15:59:60-08:00", 662_688_000 * second),
            ("1991-01-01T00:29:60+00:30", 662_688_000 * second),
            ("1937-01-01T12:00:27.87+00:20", -1_041_337_172_130_000_000),
            ("2000-02-29T00:00:00.123456789Z", 951_782_400_123_456_789),
            ("2000-02-29t00:00:00.1234567899z", 951_782_400_123_456_789),
            ("2026-01-02 03:04:05+00:00", 1_767_323_045 * second),
            ("9999-12-31T23:59:59Z", 253_402_300_799 * second),
            ("1970-01-01T00:00:01+00:00", second),
            ("1969-12-31T23:59:59Z", -second),
            ("1970-01-01T23:59:00+23:59", 0),
            ("1970-01-01T00:00:00+23:00", -23 * 3_600 * second),
            ("1969-12-31T00:01:00-23:59", 0),
        ] {
            assert_eq!(nanoseconds(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn whatever_else_is_none_and_kept() {
        for text in [
            "",
            "now",
            "2026-01-02",
            "2026-01-02T03:04:05",
            "2026-01-02T03:04Z",
            "2026-1-02T03:04:05Z",
            "2026-13-02T03:04:05Z",
            "2026-00-02T03:04:05Z",
            "2026-02-29T03:04:05Z",
            "1900-02-29T03:04:05Z",
            "2026-01-00T03:04:05Z",
            "2026-01-02T24:00:00Z",
            "2026-01-02T03:60:05Z",
            "2026-01-02T03:04:60Z",
            "2026-01-02T03:59:60Z",
            "2026-01-02T23:59:61Z",
            "2026-01-02T03:04:05.Z",
            "2026-01-02T03:04:05.1",
            "2026-01-02T03:04:05+1:00",
            "2026-01-02T03:04:05+24:00",
            "2026-01-02T03:04:05+01:60",
            "2026-01-02T03:04:05+01:1",
            "2026-01-02T03:04:05+01:100",
            "2026-01-02T03:04:05+01:00:00",
            "2026-001-2T03:04:05Z",
            "202-001-02T03:04:05Z",
            "20260-1-02T03:04:05Z",
            "26-01-02-0T03:04:05Z",
            "2026-01-02T3:04:005Z",
            "2026-01-02T03:4:005Z",
            "2026-01-02T3:4:5:6Z:Z",
            "2026-01-32T03:04:05Z",
            "2026-01-02T03:04:05+01:00Z",
            "2026-01-02T03:04:05Zulu",
            "+026-01-02T03:04:05Z",
            "-026-01-02T03:04:05Z",
            "2026-01-0٢T03:04:05Z",
            "٢٠٢٦-01-02T03:04:05Z",
        ] {
            let kept = Timestamp::from(text);
            assert_eq!(kept.to_system_time(), None, "{text}");
            assert_eq!(kept.as_str(), text);
            let json = serde_json::to_string(&kept).expect("a text");
            assert_eq!(json, serde_json::to_string(text).expect("a text"));
            assert_eq!(serde_json::from_str::<Timestamp>(&json).expect("a text"), kept);
        }
    }

    #[test]
    fn equal_by_text_and_not_by_instant() {
        let (zulu, zero) = ("2026-01-02T03:04:05Z", "2026-01-02T03:04:05+00:00");
        assert_eq!(nanoseconds(zulu), nanoseconds(zero));
        assert_ne!(Timestamp::from(zulu), Timestamp::from(zero));
        let kept = Timestamp::from(zulu);
        assert!(kept == zulu && kept == *zulu && kept != zero && kept != *zero);
        assert_eq!(kept.as_ref() as &str, zulu);
    }

    /// Every day of 800 years is one day after the last.
    #[test]
    fn days_follow_each_other() {
        let mut last = None;
        for year in 1600..2400 {
            for month in 1..=12 {
                for day in 1..=31 {
                    let Some(days) = super::days(year, month, day) else { continue };
                    assert!(last.is_none_or(|last| last + 1 == days), "{year}-{month}-{day}");
                    last = Some(days);
                }
            }
        }
        assert_eq!(super::days(1970, 1, 1), Some(0));
    }
}
