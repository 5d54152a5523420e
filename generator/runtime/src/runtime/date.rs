//! Dates and waits as headers write them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Reads `Retry-After`: seconds, or a date that is compared with the time of day.
pub(super) fn retry_after(text: &str, today: SystemTime) -> Option<Duration> {
    let text = text.trim();
    let seconds = text.split_once('.').map_or(text, |(whole, _)| whole);
    if !seconds.is_empty() && seconds.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(seconds.parse().unwrap_or(u64::MAX)));
    }
    Some(http_date(text)?.duration_since(today).unwrap_or(Duration::ZERO))
}

/// Reads a date in any of the three forms of RFC 9110, section 5.6.7.
pub(super) fn http_date(text: &str) -> Option<SystemTime> {
    let words: Vec<&str> = text.split([' ', '-', ',']).filter(|word| !word.is_empty()).collect();
    let (day, month, year, time) = match words[..] {
        [_, day, month, year, time, "GMT"] => (day, month, year, time),
        [_, month, day, time, year] => (day, month, year, time),
        _ => return None,
    };
    let year = match (year.len(), number(year)?) {
        // Two digits mean the century in which the date is not more than 50 years away.
        (2, short) => short + if short < 77 { 2000 } else { 1900 },
        (4, full) => full,
        _ => return None,
    };
    let days = days(year, self::month(month)?, number(day)?)?;
    UNIX_EPOCH.checked_add(Duration::from_secs(days * 86_400 + seconds(time)?))
}

fn number(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

fn month(name: &str) -> Option<u64> {
    const NAMES: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    NAMES.iter().zip(1..).find_map(|(known, number)| (*known == name).then_some(number))
}

/// Seconds since midnight.
fn seconds(time: &str) -> Option<u64> {
    let mut parts = time.split(':').map(number);
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    (parts.next().is_none() && hour < 24 && minute < 60 && second < 61)
        .then_some(hour * 3600 + minute * 60 + second)
}

/// Days since 1970, by the calendar's cycles of 400 years.
fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    if !(1..=31).contains(&day) {
        return None;
    }
    // The year starts in March, so that the leap day comes last.
    let (year, month) =
        if month > 2 { (year, month - 3) } else { (year.checked_sub(1)?, month + 9) };
    let of_year = (153 * month + 2) / 5 + day - 1;
    (year * 365 + year / 4 - year / 100 + year / 400 + of_year).checked_sub(719_468)
}
