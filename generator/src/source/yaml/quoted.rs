//! Texts in quotes whose further lines are indented less than YAML wants.
//!
//! YAML 1.2 (section 7.4) has each line of a quoted text in a block indented more than the block.
//! Common readers do not ask for it, so that people have documents that say otherwise. Spaces
//! before such a line mean nothing, and more of them are all it takes.

use super::events;
use serde_yaml::granit_parser::ErrorKind;

/// The most bytes that are looked at again for the sake of lines like these.
const MOST_READ: usize = 64 << 20;

/// The text with all such lines indented; `None` where that does not make it valid YAML.
pub(in super::super) fn indented(text: &str) -> Option<String> {
    let mut text = text.to_owned();
    let mut left = MOST_READ;
    loop {
        left = left.checked_sub(text.len())?;
        match events(&text).find_map(Result::err) {
            None => return Some(text),
            Some(error) if *error.kind() == ErrorKind::InvalidQuotedScalarIndent => {
                text = indented_at(&text, error.marker().line())?;
            }
            Some(_) => return None,
        }
    }
}

/// Indents a line within a quoted text, given by its number from one, and what surely belongs to
/// the same text: the lines up to the next one that has a quote.
fn indented_at(text: &str, line: usize) -> Option<String> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let first = line.checked_sub(1)?;
    // Somewhere on the line before is a place that is indented enough.
    let before = lines.get(..first)?.iter().rev().find(|line| !line.trim().is_empty())?;
    let spaces = " ".repeat(before.trim_end().chars().count());
    let ends = lines[first..].iter().position(|line| line.contains(['"', '\'']))?;
    let mut indented = String::with_capacity(text.len() + spaces.len() * (ends + 1));
    for (index, line) in lines.iter().enumerate() {
        if (first..=first + ends).contains(&index) {
            indented.push_str(&spaces);
        }
        indented.push_str(line);
    }
    Some(indented)
}

#[cfg(test)]
mod tests {
    use super::indented;

    #[test]
    fn lines_of_quoted_texts_may_stand_anywhere() {
        for (written, meant) in [
            ("a:\n  b: \"x\ny\"\n  c: 1\n", "a:\n  b: \"x\n         y\"\n  c: 1\n"),
            ("a:\n  b: 'x\n\n z\n w: 1'\n", "a:\n  b: 'x\n\n        z\n        w: 1'\n"),
        ] {
            let text = indented(written).expect("the lines are indented");
            let lines = |text: &str| -> Vec<String> {
                text.lines().map(|line| line.trim().to_owned()).collect()
            };
            assert_eq!(lines(&text), lines(meant));
            assert!(super::events(&text).all(|event| event.is_ok()));
        }
        assert_eq!(indented("a: 'x\n"), None);
        assert_eq!(indented("a: b: c\n"), None);
    }
}
