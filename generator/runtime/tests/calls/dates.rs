//! Dates in headers, of which `Retry-After` shows how they are read.

use super::with;
use emitted::{
    Client,
    resources::GetBook,
    runtime::{Mock, MockReply, RetryPolicy},
};

/// Returns the seconds from a `Date` to a `Retry-After`.
async fn wait(client: &Client, mock: &Mock, now: &str, then: &str) -> Option<u64> {
    let reply = MockReply::status(503).header("date", now).header("retry-after", then);
    mock.on::<GetBook>().reply(reply);
    let error = client.books().get("b1").await.expect_err("an error");
    error.retry_after().map(|wait| wait.as_secs())
}

const START: &str = "Thu, 01 Jan 1970 00:00:00 GMT";

#[tokio::test(start_paused = true)]
async fn every_month_starts_and_ends_on_its_day() {
    const MONTHS: [(&str, u64); 12] = [
        ("Jan", 31),
        ("Feb", 28),
        ("Mar", 31),
        ("Apr", 30),
        ("May", 31),
        ("Jun", 30),
        ("Jul", 31),
        ("Aug", 31),
        ("Sep", 30),
        ("Oct", 31),
        ("Nov", 30),
        ("Dec", 31),
    ];
    let mock = Mock::new();
    let client = with(&mock).retry(RetryPolicy::off()).build().expect("a client");
    let mut days = 0;
    for year in 1970..=9999 {
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        // Leap years of each kind, and the last ones.
        let is_tried = year <= 2001
            || (2099..=2101).contains(&year)
            || (2399..=2401).contains(&year)
            || year >= 9998;
        for (name, length) in MONTHS {
            let length = length + u64::from(is_leap && name == "Feb");
            for (day, before) in [(1, days), (length, days + length - 1)] {
                let date = format!("Sun, {day:02} {name} {year} 00:00:00 GMT");
                if is_tried {
                    let wait = wait(&client, &mock, START, &date).await;
                    assert_eq!(wait, Some(before * 86_400), "{date}");
                }
            }
            days += length;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_no_date_is_not_taken_for_one() {
    let mock = Mock::new();
    let client = with(&mock).retry(RetryPolicy::off()).build().expect("a client");
    let day = |clock: &str| format!("Fri, 02 Jan 1970 {clock} GMT");
    let on = |date: &str| format!("Fri, {date} 00:00:00 GMT");
    for (text, seconds) in [
        (day("00:00:00"), Some(86_400)),
        (day("23:59:59"), Some(2 * 86_400 - 1)),
        (day("23:59:60"), Some(2 * 86_400)),
        (day("01:02:03"), Some(86_400 + 3_723)),
        (day("24:00:00"), None),
        (day("00:60:00"), None),
        (day("00:00:61"), None),
        (day("00:00"), None),
        (day("00:00:00:00"), None),
        (day("00:00:+1"), None),
        (day("00::00"), None),
        (on("00 Jan 1970"), None),
        (on("00 Mar 1970"), None),
        (on("31 Jan 1970"), Some(30 * 86_400)),
        (on("32 Jan 1970"), None),
        (on("+2 Jan 1970"), None),
        (on("02 jan 1970"), None),
        (on("02 Jan 970"), None),
        (on("02 Jan 11970"), None),
        (on("31 Dec 1969"), None),
        (on("01 Jan 0000"), None),
        (on("31 Dec 9999"), Some(253_402_214_400)),
        // Of two digits the ones from 77 on are of the last century.
        (on("01 Jan 76"), Some(3_345_062_400)),
        (on("01 Jan 77"), Some(220_924_800)),
        ("Fri, 02 Jan 1970 00:00:00 UTC".to_owned(), None),
        ("Fri Jan  2 00:00:00 1970 GMT".to_owned(), None),
        (" 120 ".to_owned(), Some(120)),
        ("120.9".to_owned(), Some(120)),
        (".5".to_owned(), None),
        ("+5".to_owned(), None),
        ("5x".to_owned(), None),
        (String::new(), None),
    ] {
        assert_eq!(wait(&client, &mock, START, &text).await, seconds, "{text:?}");
    }
    // A time that has passed is no wait.
    assert_eq!(wait(&client, &mock, &day("00:00:00"), START).await, Some(0));
}
