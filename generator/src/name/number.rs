//! Small numbers as words.

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// The words of a number from 0 to 100 that is written without leading zeros.
pub(super) fn spelled(digits: &str) -> Option<Vec<&'static str>> {
    if digits.len() > 3 || (digits.len() > 1 && digits.starts_with('0')) {
        return None;
    }
    let number: usize = digits.parse().ok()?;
    match number {
        0..20 => Some(vec![SMALL[number]]),
        20..100 if number.is_multiple_of(10) => Some(vec![TENS[number / 10]]),
        20..100 => Some(vec![TENS[number / 10], SMALL[number % 10]]),
        100 => Some(vec!["hundred"]),
        _ => None,
    }
}
