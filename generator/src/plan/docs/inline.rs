//! CommonMark within a paragraph: code, links and everything that has to be escaped.

use super::markdown::is_hidden;

/// A text as a code span, whatever it contains.
pub(crate) fn code_span(text: &str) -> String {
    if !text.trim().is_empty()
        && text.bytes().all(|byte| (b' '..=b'~').contains(&byte) && byte != b'`')
    {
        return format!("`{text}`");
    }
    let shown: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !is_hidden(*c))
        .collect();
    let run = longest_run(&shown);
    let fence = "`".repeat(run + 1);
    let blank = shown.trim().is_empty();
    let pad = if blank || shown.starts_with('`') || shown.ends_with('`') { " " } else { "" };
    if blank { "`\" \"`".to_owned() } else { format!("{fence}{pad}{shown}{pad}{fence}") }
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// A paragraph in which only code, web links and emphasis are left as they are.
pub(super) fn inline(text: &str) -> String {
    let mut writer = Inline { out: String::with_capacity(text.len() + 16), table: is_table(text) };
    writer.text(text, true);
    writer.out
}

/// Whether some line separates the head of a table from its body.
pub(super) fn is_table(text: &str) -> bool {
    let separates = |line: &str| {
        let line = line.trim();
        line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
    };
    text.contains('|') && text.lines().any(separates)
}

struct Inline {
    out: String,
    table: bool,
}

impl Inline {
    fn text(&mut self, text: &str, links: bool) {
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let taken = match first {
                '\\' => self.escape(rest),
                '`' => self.code(rest),
                '<' => self.angle(rest, links),
                '[' if links => self.link(rest),
                '[' | ']' => self.escaped(first),
                'h' => self.url(rest, links),
                _ => self.plain(rest),
            };
            rest = &rest[taken..];
        }
    }

    /// The text up to the next character that may mean something.
    fn plain(&mut self, rest: &str) -> usize {
        let meant = |byte: u8| matches!(byte, b'\\' | b'`' | b'<' | b'[' | b']' | b'h');
        let length = rest.bytes().position(meant).unwrap_or(rest.len());
        self.out.push_str(&rest[..length]);
        length
    }

    fn escaped(&mut self, character: char) -> usize {
        self.out.push('\\');
        self.out.push(character);
        character.len_utf8()
    }

    /// A backslash keeps its meaning before a sign, and becomes a plain one elsewhere.
    fn escape(&mut self, rest: &str) -> usize {
        match rest[1..].chars().next() {
            Some(next) if next.is_ascii_punctuation() => {
                self.out.push_str(&rest[..2]);
                2
            }
            _ => {
                self.out.push_str("\\\\");
                1
            }
        }
    }

    fn code(&mut self, rest: &str) -> usize {
        let run = rest.bytes().take_while(|byte| *byte == b'`').count();
        if let Some(end) = closing(&rest[run..], run) {
            let span = &rest[..run + end + run];
            if !self.table || !span.contains('|') {
                self.out.push_str(span);
                return span.len();
            }
        }
        self.out.push_str(&"\\`".repeat(run));
        run
    }

    fn angle(&mut self, rest: &str, links: bool) -> usize {
        if links
            && let Some(end) = rest.find('>')
            && is_web(&rest[1..end])
        {
            self.out.push_str(&rest[..=end]);
            return end + 1;
        }
        self.escaped('<')
    }

    fn link(&mut self, rest: &str) -> usize {
        let Some((label, target, length)) = parsed_link(rest) else {
            return self.escaped('[');
        };
        if self.out.ends_with('!') {
            self.out.pop();
        }
        if label.trim().is_empty() {
            self.out.push_str(&format!("<{target}>"));
            return length;
        }
        self.out.push('[');
        self.text(label, false);
        self.out.push_str(&format!("](<{target}>)"));
        length
    }

    fn url(&mut self, rest: &str, links: bool) -> usize {
        let length = web_length(rest);
        if length == 0 || !links {
            self.out.push('h');
            return 1;
        }
        self.out.push_str(&format!("<{}>", &rest[..length]));
        length
    }
}

/// Where the run of backticks that closes a code span stands.
fn closing(text: &str, run: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let length = bytes[at..].iter().take_while(|byte| **byte == b'`').count();
        if length == run {
            return Some(at);
        }
        at += length.max(1);
    }
    None
}

/// Whether a text is nothing but a web address.
fn is_web(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty()
            && rest.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\\`".contains(&byte))
    })
}

/// The length of the web address that a text starts with, 0 for none.
fn web_length(text: &str) -> usize {
    let ends = |c: char| !c.is_ascii_graphic() || "<>\"'`\\|[]".contains(c);
    if !text.starts_with("http") {
        return 0;
    }
    let end = text.find(ends).unwrap_or(text.len());
    let mut address = &text[..end];
    let unbalanced = |address: &str| address.ends_with(')') && !address.contains('(');
    while address.ends_with(['.', ',', ';', ':', '!', '?', '*', '_']) || unbalanced(address) {
        address = &address[..address.len() - 1];
    }
    if is_web(address) { address.len() } else { 0 }
}

/// The label, the target and the length of `[label](target "title")` with a web address.
fn parsed_link(text: &str) -> Option<(&str, &str, usize)> {
    let end = matching(text, '[', ']')?;
    let label = &text[1..end];
    let after = &text[end + 1..];
    if !after.starts_with('(') {
        return None;
    }
    let close = matching(after, '(', ')')?;
    let inside = after[1..close].trim();
    let target = inside.split_whitespace().next()?;
    let target = target.strip_prefix('<').and_then(|t| t.strip_suffix('>')).unwrap_or(target);
    is_web(target).then_some((label, target, end + 1 + close + 1))
}

/// Where the bracket that a text starts with is closed.
fn matching(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, character) in text.char_indices().take(2_000) {
        if character == open {
            depth += 1;
        } else if character == close {
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}
