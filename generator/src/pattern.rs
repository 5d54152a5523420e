//! Regular expressions of documents (ECMA-262) as those of Rust, where both mean the same.

use std::{iter::Peekable, str::Chars};

/// What ECMA-262 takes for white space, in a class.
const SPACES: &str = r"\t\n\x0B\x0C\r \x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}";

/// Returns the expression of Rust that matches the same texts, or why there is none.
pub(crate) fn translate(pattern: &str) -> Result<String, &'static str> {
    let mut translator = Translator { rest: pattern.chars().peekable(), out: String::new() };
    translator.run()?;
    match regex_lite::Regex::new(&translator.out) {
        Ok(_) => Ok(translator.out),
        Err(_) => Err("it is no regular expression, or a very large one"),
    }
}

struct Translator<'a> {
    rest: Peekable<Chars<'a>>,
    out: String,
}

impl Translator<'_> {
    fn run(&mut self) -> Result<(), &'static str> {
        let mut is_repeated = false;
        while let Some(next) = self.rest.next() {
            let was_repeated = std::mem::take(&mut is_repeated);
            match next {
                '\\' => self.escape()?,
                '[' => self.class()?,
                '(' => self.group()?,
                '.' => self.out.push_str(r"[^\n\r\x{2028}\x{2029}]"),
                '*' | '+' if was_repeated => return Err("it repeats a repetition"),
                '*' | '+' | '?' => {
                    is_repeated = !was_repeated;
                    self.out.push(next);
                }
                '{' => is_repeated = self.count(),
                '|' | ')' | '^' | '$' => self.out.push(next),
                other => self.literal(other),
            }
        }
        Ok(())
    }

    fn literal(&mut self, text: char) {
        if r"\.+*?()|[]{}^$#&-~".contains(text) {
            self.out.push('\\');
        }
        self.out.push(text);
    }

    /// What stands in braces: how often, or the braces themselves.
    fn count(&mut self) -> bool {
        let ahead: String = self.rest.clone().take_while(|it| *it != '}').collect();
        let (least, most) = ahead.split_once(',').unwrap_or((&ahead, ""));
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let closes = self.rest.clone().nth(ahead.chars().count()) == Some('}');
        if !closes || least.is_empty() || !is_digits(least) || !is_digits(most) {
            self.literal('{');
            return false;
        }
        self.out.push('{');
        self.out.push_str(&ahead);
        self.out.push('}');
        self.rest.nth(ahead.chars().count());
        true
    }

    fn group(&mut self) -> Result<(), &'static str> {
        self.out.push('(');
        if self.rest.next_if_eq(&'?').is_none() {
            return Ok(());
        }
        let mut ahead = self.rest.clone();
        match (ahead.next(), ahead.next()) {
            (Some(':'), _) => {
                self.rest.next();
                self.out.push_str("?:");
                Ok(())
            }
            (Some('='), _) | (Some('!'), _) => Err("it looks ahead"),
            (Some('<'), Some('=' | '!')) => Err("it looks behind"),
            (Some('<'), Some(_)) => {
                self.out.push('?');
                Ok(())
            }
            _ => Err("it has a group of an unknown kind"),
        }
    }

    fn escape(&mut self) -> Result<(), &'static str> {
        match self.rest.next() {
            Some('d') => self.out.push_str("[0-9]"),
            Some('D') => self.out.push_str("[^0-9]"),
            Some('w') => self.out.push_str("[0-9A-Za-z_]"),
            Some('W') => self.out.push_str("[^0-9A-Za-z_]"),
            Some('s') => self.out.push_str(&format!("[{SPACES}]")),
            Some('S') => self.out.push_str(&format!("[^{SPACES}]")),
            Some('b') => self.out.push_str(r"\b"),
            Some('B') => self.out.push_str(r"\B"),
            Some('1'..='9' | 'k') => return Err("it refers back to a group"),
            other => {
                let text = self.character(other)?;
                self.literal(text);
            }
        }
        Ok(())
    }

    /// The character that an escape stands for, in and out of a class.
    fn character(&mut self, escaped: Option<char>) -> Result<char, &'static str> {
        Ok(match escaped.ok_or("it ends with a backslash")? {
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            'v' => '\u{b}',
            'f' => '\u{c}',
            '0' if !self.rest.peek().is_some_and(char::is_ascii_digit) => '\0',
            'x' => self.digits(2)?,
            'u' => self.unicode()?,
            'p' | 'P' => return Err("it names a property of Unicode"),
            letter if letter.is_alphanumeric() => return Err("it has an unknown escape"),
            other => other,
        })
    }

    fn digits(&mut self, count: usize) -> Result<char, &'static str> {
        const WRONG: &str = "it has a wrong escape";
        let digits: String = self.rest.by_ref().take(count).collect();
        let is_whole = digits.len() == count && digits.bytes().all(|it| it.is_ascii_hexdigit());
        let code = is_whole.then(|| u32::from_str_radix(&digits, 16).ok()).flatten();
        code.and_then(char::from_u32).ok_or(WRONG)
    }

    /// Four digits, or any number of them in braces. Halves of characters are not put together.
    fn unicode(&mut self) -> Result<char, &'static str> {
        if self.rest.next_if_eq(&'{').is_none() {
            return self.digits(4);
        }
        let count = self.rest.clone().take_while(|it| *it != '}').count();
        let text = self.digits(count)?;
        self.rest.next();
        Ok(text)
    }

    fn class(&mut self) -> Result<(), &'static str> {
        self.out.push('[');
        if self.rest.next_if_eq(&'^').is_some() {
            self.out.push('^');
        }
        if self.rest.peek() == Some(&']') {
            return Err("it has an empty class");
        }
        while let Some(first) = self.member()? {
            let mut ahead = self.rest.clone();
            let is_range = ahead.next() == Some('-') && !matches!(ahead.next(), Some(']') | None);
            let Member::One(first) = first else { continue };
            self.literal(first);
            if !is_range {
                continue;
            }
            self.rest.next();
            match self.member()? {
                Some(Member::One(last)) if first <= last => {
                    self.out.push('-');
                    self.literal(last);
                }
                Some(Member::Set) => return Err("a range ends with a class"),
                _ => return Err("a range is the wrong way round"),
            }
        }
        self.out.push(']');
        Ok(())
    }

    /// The next member of a class; one that is a class itself is written at once.
    fn member(&mut self) -> Result<Option<Member>, &'static str> {
        match self.rest.next().ok_or("a class is not closed")? {
            ']' => return Ok(None),
            '\\' => {}
            other => return Ok(Some(Member::One(other))),
        }
        let set = match self.rest.next() {
            Some('d') => "0-9",
            Some('D') => r"\D",
            Some('w') => "0-9A-Za-z_",
            Some('W') => r"\W",
            Some('s') => SPACES,
            Some('S') => return Err("it has all but white space in a class"),
            Some('b') => return Ok(Some(Member::One('\u{8}'))),
            other => return Ok(Some(Member::One(self.character(other)?))),
        };
        self.out.push_str(set);
        Ok(Some(Member::Set))
    }
}

/// A member of a class.
enum Member {
    One(char),
    Set,
}

#[cfg(test)]
mod tests {
    use super::translate;

    fn is_match(pattern: &str, text: &str) -> bool {
        let translated = translate(pattern).expect(pattern);
        regex_lite::Regex::new(&translated).expect("it compiles").is_match(text)
    }

    #[test]
    fn the_same_texts_match() {
        for (pattern, matching, others) in [
            ("^[a-z]+$", &["abc"][..], &["", "aBc", "abc\n"][..]),
            ("^ses", &["session"], &["a ses"]),
            (r"^\d{3}$", &["123"], &["12", "1234", "١٢٣"]),
            (r"^\w+$", &["a_1"], &["ä", "a b"]),
            (r"^a\sb$", &["a b", "a\u{a0}b", "a\u{feff}b"], &["ab", "a\u{85}b"]),
            (r"^\S+$", &["a\u{85}b"], &["a b", "a\u{3000}b"]),
            ("^.$", &["a", "😀"], &["", "\n", "\r", "\u{2028}"]),
            (r"^[^/%&><]+$", &["a\nb"], &["a/b", ""]),
            (r"^/[\w-/]*$", &["/a-b/"], &["/a.b"]),
            (r"^[\]\[\^-]+$", &["]-[^"], &["a"]),
            (r"^[\x00-\x7F]+$", &["a\0"], &["ä"]),
            (r"^[A-F]{2,}?$", &["AB"], &["A"]),
            (r"^a{$", &["a{"], &["a"]),
            (r"^a{,2}$", &["a{,2}"], &["aa"]),
            (r"^\u00e4\u{1F600}$", &["ä😀"], &["a"]),
            (r"^(?:a|b)(?<name>c)$", &["ac"], &["c"]),
            (r"\/\-\_\@", &["x/-_@"], &["/"]),
            (r"^[a&&b~~#]+$", &["&&~#"], &["x"]),
            ("[\u{8}\\b]", &["\u{8}"], &["b"]),
            ("^(0|[1-9]\\d*)$", &["0", "10"], &["01"]),
        ] {
            matching.iter().for_each(|text| assert!(is_match(pattern, text), "{pattern} {text:?}"));
            others.iter().for_each(|text| assert!(!is_match(pattern, text), "{pattern} {text:?}"));
        }
    }

    #[test]
    fn what_means_something_else_is_left() {
        for pattern in [
            "(?=a)",
            "(?!a)b",
            "(?<=a)b",
            "(?<!a)b",
            r"(a)\1",
            r"\k<a>",
            r"\p{L}",
            "(?i:a)",
            "[]",
            "[^]",
            r"[\S]",
            r"[z-a]",
            r"[a-\d]",
            "(",
            ")",
            "[a",
            "a**",
            "a*+",
            r"\",
            r"\Aa\z",
            r"\u12",
            r"\ud83d\ude00",
            r"\u{}",
            "a{1000}{1000}{1000}",
            "*",
        ] {
            assert!(translate(pattern).is_err(), "{pattern}: {:?}", translate(pattern));
        }
    }
}
