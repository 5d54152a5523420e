//! CommonMark blocks in a form in which rustdoc finds no test, no HTML and nothing to warn about.
//!
//! The text is read line by line and written anew: paragraphs, lists with exact indentation, fences
//! marked as text, quotes and headings. What is none of these becomes a paragraph.

use super::inline::{inline, is_table};
use crate::diag::is_unseen;
use std::borrow::Cow;

/// The widest line, given that fields are indented.
const WIDTH: usize = 92;

/// The lines of a text, safe as documentation.
pub(crate) fn paragraphs(text: &str) -> Vec<String> {
    // No byte ends the searches early, here and below: that way many are looked at at a time.
    let shown = |byte: u8| byte == b'\n' || (b' '..=b'~').contains(&byte);
    let shown = text.bytes().fold(true, |all, byte| all & shown(byte));
    let text = if shown { Cow::Borrowed(text) } else { Cow::Owned(cleaned(text)) };
    if is_plain(&text) {
        return wrapped(text.trim(), WIDTH).into_iter().map(str::to_owned).collect();
    }
    let mut writer = Writer::default();
    for line in text.split('\n') {
        writer.line(line);
    }
    writer.finish()
}

/// Drops characters that do not show, and makes every line end a newline.
fn cleaned(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' => {
                characters.next_if_eq(&'\n');
                clean.push('\n');
            }
            '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => clean.push('\n'),
            '\t' => clean.push_str("    "),
            hidden if is_hidden(hidden) => {}
            shown => clean.push(shown),
        }
    }
    clean
}

/// Whether a character shows nothing or changes the direction of those that follow; fillers and
/// selectors are among them.
pub(super) fn is_hidden(character: char) -> bool {
    is_unseen(character)
        || matches!(
            character,
            '\u{fe00}'..='\u{fe0f}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}'
        )
}

/// Whether a text is one line without a character that CommonMark reads.
fn is_plain(text: &str) -> bool {
    let marked = |byte: u8| matches!(byte, b'\n' | b'<' | b'[' | b']' | b'`' | b'\\' | b'|' | b'~');
    let starts = text.trim_start().starts_with(['-', '+', '*', '>', '#', '=', '_'])
        || text.trim_start().starts_with(|first: char| first.is_ascii_digit());
    let is_marked = || text.bytes().fold(false, |any, byte| any | marked(byte));
    !starts && !is_marked() && !text.contains("http")
}

/// One list item that is open.
#[derive(Clone, Copy)]
struct Level {
    /// Its indentation in the source.
    source: usize,
    /// The column of its content in the output.
    content: usize,
}

#[derive(Default)]
struct Writer {
    lines: Vec<String>,
    /// Lines of the open paragraph.
    paragraph: Vec<String>,
    /// What stands before its first line and before the others.
    prefix: (String, String),
    quoted: bool,
    levels: Vec<Level>,
    fence: Option<(char, usize)>,
}

impl Writer {
    fn line(&mut self, line: &str) {
        let trimmed = line.trim();
        let indent = line.len() - line.trim_start().len();
        if let Some(fence) = self.fence {
            self.fenced(line, trimmed, fence);
        } else if trimmed.is_empty() {
            self.flush();
            self.blank();
        } else if let Some(fence) = opening(trimmed) {
            self.alone();
            self.lines.push(format!("{}text", fence.0.to_string().repeat(fence.1)));
            self.fence = Some(fence);
        } else if is_rule(trimmed) {
            self.alone();
        } else if is_heading(trimmed) {
            self.alone();
            self.lines.push(inline(trimmed));
            self.blank();
        } else if trimmed.starts_with('>') {
            self.quote(trimmed);
        } else if let Some((marker, rest)) = item(trimmed) {
            self.item(indent, marker, rest);
        } else {
            self.text(indent, trimmed);
        }
    }

    fn fenced(&mut self, line: &str, trimmed: &str, (marker, length): (char, usize)) {
        let closes = trimmed.len() >= length && trimmed.chars().all(|c| c == marker);
        if closes {
            self.lines.push(marker.to_string().repeat(length));
            self.fence = None;
            self.blank();
        } else {
            self.lines.push(line.trim_end().to_owned());
        }
    }

    fn quote(&mut self, trimmed: &str) {
        let content = trimmed.trim_start_matches(['>', ' ']);
        if !self.quoted {
            self.alone();
            self.quoted = true;
            self.prefix = ("> ".to_owned(), "> ".to_owned());
        }
        if !content.is_empty() {
            self.paragraph.push(harmless(content));
        }
    }

    fn item(&mut self, indent: usize, marker: &str, rest: &str) {
        self.flush();
        while self.levels.last().is_some_and(|level| indent < level.source + 2) {
            self.levels.pop();
        }
        let in_list = self.lines.last().is_some_and(|line| item(line.trim_start()).is_some());
        if self.levels.is_empty() && !in_list {
            self.blank();
        }
        let column = self.levels.last().map_or(0, |level| level.content);
        let marker = if marker.len() == 1 { "-" } else { marker };
        let content = column + marker.len() + 1;
        self.levels.push(Level { source: indent, content });
        self.prefix = (format!("{}{marker} ", " ".repeat(column)), " ".repeat(content));
        self.paragraph.push(harmless(rest));
    }

    fn text(&mut self, indent: usize, trimmed: &str) {
        if self.quoted {
            self.alone();
        }
        if self.paragraph.is_empty() {
            while self.levels.last().is_some_and(|level| indent <= level.source) {
                self.levels.pop();
            }
            let indent = " ".repeat(self.levels.last().map_or(0, |level| level.content));
            self.prefix = (indent.clone(), indent);
        }
        self.paragraph.push(trimmed.to_owned());
    }

    /// Ends what is open, so that a block of its own can follow.
    fn alone(&mut self) {
        self.flush();
        self.levels.clear();
        self.blank();
    }

    fn blank(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    fn flush(&mut self) {
        self.quoted = false;
        if self.paragraph.is_empty() {
            return;
        }
        let source = self.paragraph.join("\n");
        let text = inline(&source);
        self.paragraph.clear();
        let width = match is_table(&source) {
            true => usize::MAX,
            false => WIDTH.saturating_sub(self.prefix.0.len()),
        };
        let lines = text.split('\n').flat_map(|line| wrapped(line.trim_end(), width));
        for (at, line) in lines.enumerate() {
            let prefix = if at == 0 { &self.prefix.0 } else { &self.prefix.1 };
            self.lines.push([prefix, line].concat());
        }
    }

    fn finish(mut self) -> Vec<String> {
        self.flush();
        if let Some((marker, length)) = self.fence {
            self.lines.push(marker.to_string().repeat(length));
        }
        while self.lines.last().is_some_and(String::is_empty) {
            self.lines.pop();
        }
        self.lines
    }
}

/// A line in pieces of a width, none of which starts a block of its own.
fn wrapped(line: &str, width: usize) -> Vec<&str> {
    let line = line.trim_start_matches(' ');
    if line.len() <= width {
        return if line.trim().is_empty() { Vec::new() } else { vec![line] };
    }
    let is_ascii = line.is_ascii();
    let mut lines = Vec::new();
    // Where the piece starts, where the next word does, and the characters between them.
    let (mut start, mut next, mut length) = (0, 0, 0);
    for word in line.split(' ') {
        let more = if is_ascii { word.len() } else { word.chars().count() };
        if next > start && length + more > width && !starts_block(word) {
            lines.push(&line[start..next - 1]);
            (start, length) = (next, 0);
        }
        next += word.len() + 1;
        length += more + 1;
    }
    lines.push(&line[start..]);
    lines.retain(|line| !line.trim().is_empty());
    lines
}

/// Whether a line that begins with a word could be read as a list, a heading or the like.
fn starts_block(word: &str) -> bool {
    let numbered =
        word.ends_with(['.', ')']) && word.starts_with(|first: char| first.is_ascii_digit());
    word.is_empty()
        || numbered
        || word.starts_with(['-', '+', '*', '#', '>', '=', '|', '~', '_', '`', ':'])
}

/// The fence that a line opens, if it does.
fn opening(trimmed: &str) -> Option<(char, usize)> {
    let marker = trimmed.chars().next().filter(|first| matches!(first, '`' | '~'))?;
    let length = trimmed.chars().take_while(|c| *c == marker).count();
    let code_span = marker == '`' && trimmed[length..].contains('`');
    (length >= 3 && !code_span).then_some((marker, length))
}

fn is_rule(trimmed: &str) -> bool {
    ['-', '=', '*', '_'].iter().any(|mark| trimmed.chars().all(|c| c == *mark || c == ' '))
}

fn is_heading(trimmed: &str) -> bool {
    let marks = trimmed.bytes().take_while(|byte| *byte == b'#').count();
    (1..=6).contains(&marks) && trimmed[marks..].starts_with(' ')
}

/// The marker and the text of a list item.
fn item(trimmed: &str) -> Option<(&str, &str)> {
    let (marker, rest) = trimmed.split_once(' ')?;
    let digits = marker.strip_suffix(['.', ')']);
    let numbered = digits.is_some_and(|digits| {
        (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    });
    let rest = rest.trim_start();
    ((matches!(marker, "-" | "*" | "+") || numbered) && !rest.is_empty()).then_some((marker, rest))
}

/// Text that starts no block of its own.
fn harmless(text: &str) -> String {
    let blocks = text.starts_with(['>', '#', '-', '+', '=', '~', '|']) || opening(text).is_some();
    let escape = if blocks { "\\" } else { "" };
    match item(text) {
        Some((marker, rest)) if marker.len() > 1 => {
            let (digits, sign) = marker.split_at(marker.len() - 1);
            format!("{digits}\\{sign} {rest}")
        }
        Some((marker, rest)) => format!("\\{marker} {rest}"),
        None => format!("{escape}{text}"),
    }
}
