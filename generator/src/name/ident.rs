//! Identifiers of Rust.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// Keywords of edition 2024, reserved ones among them, in their order.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Keywords that cannot be written raw.
const NEVER: &[&str] = &["self", "Self", "super", "crate"];

/// Names that clippy takes for left-overs where a value is bound to them (`disallowed_names`).
const PLACEHOLDERS: [&str; 3] = ["foo", "baz", "quux"];

/// The longest keyword, in bytes.
const LONGEST_KEYWORD: usize = 8;

/// The longest name, in bytes, and the longest that also names a file.
const LONGEST: usize = 160;
const LONGEST_MODULE: usize = 120;

/// How words are joined into an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `two_words`: fields, methods, arguments.
    Snake,
    /// `two_words` that also names a file: ASCII, and another word for keywords and devices.
    Module,
    /// `TwoWords`: types and variants.
    Camel,
    /// `TWO_WORDS`: constants.
    Upper,
}

impl Case {
    /// What stands in small letters, in camel case or in capitals.
    fn of(self, small: &'static str, camel: &'static str, upper: &'static str) -> &'static str {
        match self {
            Self::Snake | Self::Module => small,
            Self::Camel => camel,
            Self::Upper => upper,
        }
    }

    /// Whether a name starts as names of this case do; letters without case fit every one.
    pub fn fits(self, name: &str) -> bool {
        match self {
            Self::Snake | Self::Module => !name.starts_with(char::is_uppercase),
            Self::Camel | Self::Upper => !name.starts_with(char::is_lowercase),
        }
    }
}

/// A valid identifier of edition 2024, raw where it has to be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RustIdent {
    text: Arc<str>,
}

impl RustIdent {
    /// The identifier that some words make, never empty and never a reserved word.
    pub fn new<W: AsRef<str>>(case: Case, words: &[W]) -> Self {
        let mut text = match case {
            Case::Snake => snake(words),
            Case::Module => ascii(&snake(words)),
            Case::Camel => camel(words),
            Case::Upper => ascii(&snake(words)).to_uppercase(),
        };
        let longest = if case == Case::Module { LONGEST_MODULE } else { LONGEST };
        if text.len() > longest {
            // An underscore would be no camel case, and rustc would warn.
            text = shortened(&text, longest, if case == Case::Camel { "" } else { "_" });
        }
        if text.is_empty() {
            text.push_str(case.of("empty", "Empty", "EMPTY"));
        }
        if text.starts_with(|first: char| first.is_ascii_digit()) {
            text.insert_str(0, case.of("n", "N", "N"));
        }
        let placeholder = case == Case::Snake && PLACEHOLDERS.contains(&text.as_str());
        if placeholder || NEVER.contains(&text.as_str()) {
            text.push_str(case.of("_value", "Value", "_VALUE"));
        }
        if case == Case::Module && (is_keyword(&text) || is_device(&text)) {
            text.push_str("_module");
        }
        Self { text: text.into() }
    }

    /// The identifier that a person chose, if it is one.
    pub fn chosen(text: &str) -> Option<Self> {
        let text = text.strip_prefix("r#").unwrap_or(text);
        let ascii = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let starts = text.starts_with(|first: char| first.is_ascii_alphabetic());
        (ascii && starts && !NEVER.contains(&text)).then(|| Self { text: text.into() })
    }

    /// The name without `r#`, as serde, files and people see it.
    pub fn plain(&self) -> &str {
        &self.text
    }

    /// The same, to keep.
    pub(super) fn shared(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// The name as code has it, raw where it has to be.
    pub fn code(&self) -> Cow<'_, str> {
        match self.is_raw() {
            true => Cow::Owned(format!("r#{}", self.text)),
            false => Cow::Borrowed(&*self.text),
        }
    }

    /// Whether it has to be written raw.
    pub fn is_raw(&self) -> bool {
        is_keyword(&self.text)
    }
}

/// Writes the identifier as code has it, raw where it has to be.
impl fmt::Display for RustIdent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_raw() {
            formatter.write_str("r#")?;
        }
        formatter.write_str(&self.text)
    }
}

impl ToTokens for RustIdent {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let span = Span::call_site();
        tokens.append(match self.is_raw() {
            true => Ident::new_raw(&self.text, span),
            false => Ident::new(&self.text, span),
        });
    }
}

fn snake<W: AsRef<str>>(words: &[W]) -> String {
    let mut text = String::with_capacity(length(words));
    for word in words {
        if !text.is_empty() {
            text.push('_');
        }
        text.push_str(word.as_ref());
    }
    text
}

/// The bytes of some words, each with a sign behind it.
fn length<W: AsRef<str>>(words: &[W]) -> usize {
    words.iter().map(|word| word.as_ref().len() + 1).sum()
}

/// A text in the letters of every file system, others by their code point.
fn ascii(text: &str) -> String {
    let written =
        |c: char| if c.is_ascii() { c.to_string() } else { format!("u{:x}", u32::from(c)) };
    text.chars().map(written).collect()
}

fn camel<W: AsRef<str>>(words: &[W]) -> String {
    let mut text = String::with_capacity(length(words));
    for word in words {
        let word = word.as_ref();
        let digits = word.starts_with(|first: char| first.is_ascii_digit());
        if digits && text.ends_with(|last: char| last.is_ascii_digit()) {
            text.push('_');
        }
        let mut characters = word.chars();
        if let Some(first) = characters.next() {
            text.extend(first.to_uppercase());
            text.push_str(characters.as_str());
        }
    }
    text
}

/// The start of a name and a number made of all of it.
fn shortened(text: &str, longest: usize, joint: &str) -> String {
    // FNV-1a: the same on every machine and in every release.
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let end = (0..longest - 20).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
    format!("{}{joint}{hash:016x}", text[..end].trim_end_matches('_'))
}

fn is_keyword(text: &str) -> bool {
    text.len() <= LONGEST_KEYWORD && KEYWORDS.binary_search(&text).is_ok()
}

/// Whether a file of this name is a device on Windows.
fn is_device(text: &str) -> bool {
    let numbered = |prefix: &str| {
        text.strip_prefix(prefix).is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']))
    };
    ["con", "prn", "aux", "nul"].contains(&text) || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::{KEYWORDS, LONGEST_KEYWORD};

    #[test]
    fn keywords_are_found_where_they_are_looked_for() {
        assert!(KEYWORDS.is_sorted());
        assert_eq!(KEYWORDS.iter().map(|keyword| keyword.len()).max(), Some(LONGEST_KEYWORD));
    }
}
