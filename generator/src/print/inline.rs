//! Tokens on one line.

use crate::emit::{Code, Tree};
use proc_macro2::Delimiter;
use std::fmt::Write;

/// Words that stand apart from a parenthesis or a path behind them.
const APART: &[&str] = &[
    "as", "dyn", "else", "for", "if", "impl", "in", "let", "match", "move", "mut", "return", "use",
    "where",
];

/// Code on one line, spaced as rustfmt does.
pub(crate) fn one_line(code: &Code<'_>) -> String {
    let mut text = String::new();
    write(code, &mut text);
    text
}

/// The same behind some text.
pub(super) fn write(code: &Code<'_>, text: &mut String) {
    match code {
        Code::Text(code) => text.push_str(code.as_str()),
        Code::Tokens(tokens) => Line::behind(text).tokens(tokens),
    }
}

/// Tokens on one line.
pub(super) fn text(tokens: &[Tree]) -> String {
    let mut text = String::new();
    Line::behind(&mut text).tokens(tokens);
    text
}

/// The same for the start of some tokens and an empty group behind it.
pub(super) fn text_and_empty(tokens: &[Tree], delimiter: Delimiter) -> String {
    let mut text = String::new();
    let mut line = Line::behind(&mut text);
    line.tokens(tokens);
    line.group(delimiter, &[]);
    text
}

/// Signs of several characters.
const LONG: &[&str] = &[
    "::", "->", "=>", "..=", "&&", "||", "==", "!=", "<=", ">=", "<<", ">>", "+=", "-=", "*=", "/=",
];

/// Whether a character that touches a sign belongs to it: another may follow at once, as in `::<`.
fn goes_on(sign: &str, next: char) -> bool {
    let rest = |long: &&str| long.strip_prefix(sign).is_some_and(|rest| rest.starts_with(next));
    LONG.iter().any(rest)
}

/// What stands before the next token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    Start,
    /// An identifier, keyword or literal.
    Word,
    /// One of [`APART`].
    Keyword,
    /// Something that the next token touches.
    Tight,
    /// Something that a space follows.
    Loose,
    /// The end of a group or of generic arguments.
    End,
}

/// Tokens that are written behind some text.
#[derive(Debug)]
struct Line<'t> {
    text: &'t mut String,
    /// Where the line starts in the text.
    start: usize,
    before: Before,
    /// Whether the arguments of a closure are being written.
    closure: bool,
}

impl<'t> Line<'t> {
    fn behind(text: &'t mut String) -> Self {
        Self { start: text.len(), text, before: Before::Start, closure: false }
    }

    fn tokens(&mut self, tokens: &[Tree]) {
        let mut sign = None;
        for (at, token) in tokens.iter().enumerate() {
            match token {
                Tree::Punct(punct) => {
                    let start = *sign.get_or_insert(self.text.len());
                    self.text.push(punct.as_char());
                    let goes_on = match tokens.get(at + 1) {
                        Some(Tree::Punct(next)) if token.is_joint() => {
                            goes_on(&self.text[start..], next.as_char())
                        }
                        _ => false,
                    };
                    if !goes_on {
                        self.sign(start);
                        sign = None;
                    }
                }
                Tree::Ident(ident) => self.word(format_args!("{ident}")),
                Tree::Literal(literal) => self.word(format_args!("{literal}")),
                Tree::Group(delimiter, inner) => self.group(*delimiter, inner),
            }
        }
    }

    fn space_if(&mut self, wanted: bool) {
        if wanted {
            self.text.push(' ');
        }
    }

    fn word(&mut self, word: std::fmt::Arguments<'_>) {
        self.space_if(!matches!(self.before, Before::Start | Before::Tight));
        let start = self.text.len();
        self.text.write_fmt(word).expect("a string takes all text");
        let apart = APART.contains(&&self.text[start..]);
        self.before = if apart { Before::Keyword } else { Before::Word };
    }

    /// Puts a space before the sign that has been written, if one belongs there.
    fn sign(&mut self, start: usize) {
        use Before::{End, Keyword, Loose, Start, Tight, Word};
        let before = self.before;
        let (space, after) = match &self.text[start..] {
            "." | "::" => (matches!(before, Loose | Keyword), Tight),
            "," | ";" | ":" => (false, Loose),
            "?" | ">" => (false, End),
            ">>" | ">>>" => (false, End),
            "<" => (before == Loose, Tight),
            ".." | "..=" => (matches!(before, Loose | Keyword), Tight),
            "&" | "*" | "&&" | "#" => (matches!(before, Loose | Word | Keyword | End), Tight),
            "'" => (matches!(before, Loose | Keyword), Tight),
            "!" => (matches!(before, Loose | End), Tight),
            "-" => (matches!(before, Loose | Word | Keyword), Tight),
            "||" => (before == Loose, Loose),
            "|" if self.closure => {
                self.closure = false;
                (false, Loose)
            }
            "|" if matches!(before, Start | Tight | Loose) => {
                self.closure = true;
                (before == Loose, Tight)
            }
            _ => (before != Start, Loose),
        };
        if space {
            self.text.insert(start, ' ');
        }
        self.before = after;
    }

    fn group(&mut self, delimiter: Delimiter, inner: &[Tree]) {
        let before = self.before;
        let closure = std::mem::take(&mut self.closure);
        let apart = matches!(before, Before::Loose | Before::Keyword);
        match delimiter {
            Delimiter::Parenthesis => self.enclosed(inner, ['(', ')'], apart),
            Delimiter::Bracket => self.enclosed(inner, ['[', ']'], apart),
            Delimiter::Brace => self.braces(inner),
            Delimiter::None => self.tokens(inner),
        }
        self.closure = closure;
    }

    fn enclosed(&mut self, inner: &[Tree], [open, close]: [char; 2], space: bool) {
        self.space_if(space);
        self.text.push(open);
        self.before = Before::Tight;
        self.tokens(inner);
        if close == ')' && self.text.ends_with(',') && !is_one_tuple(inner) {
            self.text.pop();
        }
        self.text.push(close);
        self.before = Before::End;
    }

    fn braces(&mut self, inner: &[Tree]) {
        let before = &self.text[self.start..];
        let tree = before.ends_with("::");
        let empty = inner.is_empty();
        let space = !tree && !before.is_empty() && !before.ends_with(['(', '[']);
        self.space_if(space);
        self.text.push('{');
        self.before = if tree || empty { Before::Tight } else { Before::Loose };
        self.tokens(inner);
        if self.text.ends_with(',') {
            self.text.pop();
        }
        self.text.push_str(if tree || empty { "}" } else { " }" });
        self.before = Before::End;
    }
}

/// Whether a group is a tuple of one, whose comma stays.
fn is_one_tuple(inner: &[Tree]) -> bool {
    let mut angles = 0_usize;
    let mut commas = 0;
    for token in inner {
        match token {
            Tree::Punct(punct) if punct.as_char() == '<' => angles += 1,
            Tree::Punct(punct) if punct.as_char() == '>' => angles = angles.saturating_sub(1),
            Tree::Punct(punct) if punct.as_char() == ',' && angles == 0 => commas += 1,
            _ => {}
        }
    }
    commas == 1
}
