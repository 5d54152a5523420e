//! The bytes of an attachment.

use http::StatusCode;

use super::{answer::Answer, envelope::Refusal};

/// The length of every attachment.
pub(super) const LENGTH: usize = 10_000;

/// The bytes of every attachment: all values, in an order that shows where a part belongs.
pub(super) fn content() -> Vec<u8> {
    (0..LENGTH).map(|position| u8::try_from(position * 7 % 251).expect("below 251")).collect()
}

/// Answers with all bytes, or with the part that `Range` asks for.
pub(super) fn answer(range: Option<&str>) -> Answer {
    let content = content();
    let whole = |bytes: Vec<u8>, status| {
        Answer::bytes(status, "application/pdf", bytes)
            .with("Accept-Ranges", "bytes")
            .with("ETag", "\"att-1\"")
            .with("Content-Disposition", "attachment; filename=\"report.pdf\"")
    };
    let Some(range) = range else {
        return whole(content, StatusCode::OK);
    };
    let Some((first, last)) = bounds(range) else {
        let wrong = [format!("{range:?} cannot be satisfied")];
        return Refusal::InvalidParameter.answer_about("Range", &wrong);
    };
    let part = content[first..=last].to_vec();
    whole(part, StatusCode::PARTIAL_CONTENT)
        .with("Content-Range", format!("bytes {first}-{last}/{LENGTH}"))
}

/// The first and last position of `bytes=a-b`, `bytes=a-` or `bytes=-n`.
fn bounds(range: &str) -> Option<(usize, usize)> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    let bounds = match (first, last) {
        ("", count) => (LENGTH.saturating_sub(count.parse().ok()?), LENGTH - 1),
        (first, "") => (first.parse().ok()?, LENGTH - 1),
        (first, last) => (first.parse().ok()?, last.parse::<usize>().ok()?.min(LENGTH - 1)),
    };
    (bounds.0 <= bounds.1).then_some(bounds)
}
