//! Splitting text into words.

use super::number::spelled;
use super::symbol::{alphabet, is_kept, is_mistakable, sign};
use heck::ToSnakeCase;
use std::borrow::Cow;

/// Spellings whose capitals start no word.
const BRANDS: &[(&str, &str)] = &[
    ("OAuth", "Oauth"),
    ("IPv", "Ipv"),
    ("iOS", "Ios"),
    ("macOS", "Macos"),
    ("GitHub", "Github"),
    ("GitLab", "Gitlab"),
    ("GraphQL", "Graphql"),
];

/// The lower-case words of a text, never none.
///
/// Words end at signs, before a capital that follows a small letter, and before the last capital of
/// a row that a small letter follows. A text of signs alone is spelled, so is a small number and the
/// sign before a number.
pub fn words(text: &str) -> Vec<String> {
    if is_simple(text) {
        return text.split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    }
    let mut words = split_words(text);
    if words.is_empty() {
        words = spelled_words(text);
    }
    words
}

/// Whether a text is small ASCII letters between underscores, as most are.
fn is_simple(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// The words of a text with every sign spelled, for texts that differ in signs alone.
pub fn spelled_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let kept = rest.find(|c| !is_kept(c)).unwrap_or(rest.len());
        let length = if kept > 0 {
            words.extend(split_words(&rest[..kept]));
            kept
        } else if let Some((word, length)) = sign(rest) {
            words.extend(word.split(' ').map(str::to_owned));
            length
        } else {
            words.push(code_point(first));
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    if words.is_empty() {
        words.push("empty".to_owned());
    }
    words
}

/// The words of a text with signs and case spelled, for texts that differ in case as well.
pub fn distinguishing_words(text: &str) -> Vec<String> {
    let mut words = spelled_words(text);
    let has_lower = text.chars().any(char::is_lowercase);
    let has_upper = text.chars().any(char::is_uppercase);
    let case = match (has_lower, has_upper) {
        (true, false) => "lower",
        (false, true) => "upper",
        (true, true) => "mixed",
        (false, false) => "plain",
    };
    words.push(case.to_owned());
    words
}

fn split_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let unsigned = match text.strip_prefix(['+', '-']) {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => {
            words.push(if text.starts_with('+') { "plus" } else { "minus" }.to_owned());
            rest
        }
        _ => text,
    };
    if !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        match spelled(unsigned) {
            Some(number) => words.extend(number.into_iter().map(str::to_owned)),
            None => words.push(unsigned.to_owned()),
        }
        return words;
    }
    for segment in unsigned.split(|c| !is_kept(c)).filter(|segment| !segment.is_empty()) {
        match segment.is_ascii() {
            true => split_segment(segment, &mut words),
            false => split_segment(&without_mistakable(segment), &mut words),
        }
    }
    words
}

/// Spells the letters of a segment that could be mistaken for others.
fn without_mistakable(segment: &str) -> String {
    let foreign = |c: char| !c.is_ascii() && c > '\u{17e}';
    let latin = segment.chars().any(|c| c.is_ascii_alphabetic());
    // A letter is certain beside one of its own alphabet that cannot be mistaken.
    let certain = |one: char| {
        let own = |c: char| foreign(c) && !is_mistakable(c) && alphabet(c) == alphabet(one);
        segment.chars().any(own)
    };
    let spell = |c: char| foreign(c) && (latin || is_mistakable(c) && !certain(c));
    segment.chars().map(|c| if spell(c) { code_point(c) } else { c.to_string() }).collect()
}

fn code_point(character: char) -> String {
    format!("u{:04x}", u32::from(character))
}

fn split_segment(segment: &str, words: &mut Vec<String>) {
    let is_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    if segment.bytes().all(is_word) {
        words.push(segment.to_owned());
        return;
    }
    let snake = lowered_plurals(&branded(segment)).to_snake_case();
    for word in snake.split('_') {
        let word = match word.bytes().all(is_word) {
            true => word.to_owned(),
            false => word.chars().filter(|character| is_kept(*character)).collect(),
        };
        if !word.is_empty() {
            words.push(word);
        }
    }
}

/// Writes a row of capitals with a plural `s` (`IDs`) as one word (`Ids`).
fn lowered_plurals(segment: &str) -> Cow<'_, str> {
    let ends = |pair: &[u8]| pair[0].is_ascii_uppercase() && pair[1] == b's';
    if !segment.as_bytes().windows(2).any(ends) {
        return Cow::Borrowed(segment);
    }
    let mut characters: Vec<char> = segment.chars().collect();
    for at in 1..characters.len() {
        let ends = !characters.get(at + 1).is_some_and(|next| next.is_lowercase());
        if characters[at] == 's' && ends && at > 1 && characters[at - 1].is_ascii_uppercase() {
            let mut place = at - 1;
            while place > 0 && characters[place - 1].is_ascii_uppercase() {
                characters[place] = characters[place].to_ascii_lowercase();
                place -= 1;
            }
        }
    }
    Cow::Owned(characters.into_iter().collect())
}

/// Whether a text has two letters that some brand has; most have not, and need no search.
fn may_name_brand(text: &str) -> bool {
    let marks = |pair: &[u8]| matches!(pair, b"OA" | b"IP" | b"OS" | b"tH" | b"tL" | b"hQ");
    text.as_bytes().windows(2).any(marks)
}

fn branded(segment: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(segment);
    if may_name_brand(segment) {
        for (brand, plain) in BRANDS {
            if text.contains(brand) {
                text = text.replace(brand, plain).into();
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{BRANDS, may_name_brand};

    #[test]
    fn every_brand_is_searched_for() {
        assert!(BRANDS.iter().all(|(brand, _)| may_name_brand(brand)));
    }
}
