//! Items below each other, with empty lines between.

use super::WIDTH;
use super::breaking::{broken, pretty, signature};
use super::inline::{text, write};
use super::tree::{Tree, stream, trees};
use crate::emit::{Body, Head, Item, Row, Source};
use crate::name::RustIdent;
use proc_macro2::{Literal, Punct, Spacing, TokenStream, TokenTree};

/// The text of a file.
pub fn source(source: Source) -> String {
    let mut writer = Writer { text: crate::mark::header("//"), indent: 0 };
    if !source.docs.is_empty() {
        writer.text.push('\n');
        source.docs.iter().for_each(|line| writer.doc("//!", line));
    }
    writer.text.push('\n');
    writer.items(source.items);
    writer.text
}

/// As many spaces as any indentation of regular code takes.
const SPACES: &str = "                                ";

struct Writer {
    text: String,
    indent: usize,
}

impl Writer {
    fn items(&mut self, items: Vec<Item>) {
        let mut previous_is_row = None;
        for item in items {
            let is_row = matches!(item.body, Body::Row) && item.docs.is_empty();
            if previous_is_row.is_some_and(|previous| !(previous && is_row)) {
                self.text.push('\n');
            }
            self.item(item);
            previous_is_row = Some(is_row);
        }
    }

    fn item(&mut self, item: Item) {
        item.docs.iter().for_each(|line| self.doc("///", line));
        for attribute in item.attributes {
            self.laid(&trees(attribute), "");
        }
        let head = match item.head {
            Head::Tokens(head) => trees(head),
            Head::Name(name) => return self.name(&name, &item.body),
        };
        match item.body {
            Body::Semicolon | Body::Row => self.declaration(&head),
            Body::Comma | Body::Typed(_) => self.line(&head, ","),
            Body::Nothing => self.line(&head, ""),
            Body::Members(members) => self.block(&head, members, |writer, members| {
                members.into_iter().for_each(|member| writer.item(member));
            }),
            Body::Items(items) => self.block(&head, items, Self::items),
            Body::Statements(statements) => self.function(&head, statements),
            Body::Table { head: inner, rows, tail } => self.table(&head, inner, rows, tail),
        }
    }

    /// A public field, or a variant.
    fn name(&mut self, name: &RustIdent, body: &Body) {
        self.pad();
        match body {
            Body::Typed(ty) => {
                self.text.push_str("pub ");
                name.write(&mut self.text);
                self.text.push_str(": ");
                self.text.push_str(ty);
            }
            _ => name.write(&mut self.text),
        }
        self.text.push_str(",\n");
    }

    fn block(&mut self, head: &[Tree], items: Vec<Item>, inside: impl FnOnce(&mut Self, Vec<Item>)) {
        if items.is_empty() {
            return self.line(head, " {}");
        }
        self.line(head, " {");
        self.indent += 4;
        inside(self, items);
        self.indent -= 4;
        self.line(&[], "}");
    }

    /// A declaration; one that stands alone and does not fit is of no regular form.
    fn declaration(&mut self, head: &[Tree]) {
        self.pad();
        if self.fitting(head, 1) {
            return self.text.push_str(";\n");
        }
        let alone = self.indent == 0;
        match pretty(with_semicolon(head)).filter(|_| alone) {
            Some(text) => self.text.push_str(&text),
            None => {
                self.text.push_str(&broken(head, self.indent));
                self.text.push_str(";\n");
            }
        }
    }

    fn function(&mut self, head: &[Tree], statements: Vec<TokenStream>) {
        self.pad();
        if !self.fitting(head, 2) {
            self.text.push_str(&signature(head, self.indent));
        }
        self.text.push_str(" {\n");
        self.indent += 4;
        for statement in statements {
            self.laid(&trees(statement), "");
        }
        self.indent -= 4;
        self.line(&[], "}");
    }

    fn table(&mut self, path: &[Tree], head: TokenStream, rows: Vec<Row>, tail: TokenStream) {
        self.line(path, " {");
        self.indent += 4;
        let head = trees(head);
        let tail = text(&trees(tail));
        let tail = if tail.is_empty() { tail } else { format!(" {tail}") };
        if head.is_empty() {
            self.rows(rows);
        } else if rows.is_empty() {
            self.line(&head, &format!(" {{}}{tail}"));
        } else {
            self.line(&head, " {");
            self.indent += 4;
            self.rows(rows);
            self.indent -= 4;
            self.line(&[], &format!("}}{tail}"));
        }
        self.indent -= 4;
        self.line(&[], "}");
    }

    fn rows(&mut self, rows: Vec<Row>) {
        for row in rows {
            match row {
                Row::Text(kind, name, text) => self.text_row(kind, &name, &text),
                Row::Tokens(tokens) => self.laid(&trees(tokens), ","),
            }
        }
    }

    fn text_row(&mut self, kind: &str, name: &RustIdent, text: &str) {
        self.pad();
        if !kind.is_empty() {
            self.text.push_str(kind);
            self.text.push(' ');
        }
        name.write(&mut self.text);
        self.text.push_str(": ");
        if is_printable(text) && !text.contains(['"', '\\']) {
            self.text.push('"');
            self.text.push_str(text);
            self.text.push('"');
        } else {
            self.text.push_str(&Literal::string(text).to_string());
        }
        self.text.push_str(",\n");
    }

    /// Tokens on a line of their own, on as many as they need.
    fn laid(&mut self, tokens: &[Tree], end: &str) {
        self.pad();
        if !self.fitting(tokens, 1) {
            self.text.push_str(&broken(tokens, self.indent));
        }
        self.text.push_str(end);
        self.text.push('\n');
    }

    /// Writes tokens behind the indentation if they fit there, with room for `more` characters.
    fn fitting(&mut self, tokens: &[Tree], more: usize) -> bool {
        let start = self.text.len();
        write(tokens, &mut self.text);
        let fits = self.indent + self.text[start..].chars().count() + more <= WIDTH;
        if !fits {
            self.text.truncate(start);
        }
        fits
    }

    /// Tokens and an end on one line, however long it is.
    fn line(&mut self, tokens: &[Tree], end: &str) {
        self.pad();
        write(tokens, &mut self.text);
        self.text.push_str(end);
        self.text.push('\n');
    }

    fn doc(&mut self, sign: &str, line: &str) {
        self.pad();
        self.text.push_str(sign);
        if !line.is_empty() {
            self.text.push(' ');
            match is_printable(line) {
                true => self.text.push_str(line),
                false => self.text.extend(line.chars().filter(|c| !c.is_control())),
            }
        }
        self.text.push('\n');
    }

    fn pad(&mut self) {
        let mut left = self.indent;
        while left > 0 {
            let width = left.min(SPACES.len());
            self.text.push_str(&SPACES[..width]);
            left -= width;
        }
    }
}

/// Whether a text is ASCII without control characters. No byte ends the search early: that way they
/// are looked at many at a time.
fn is_printable(text: &str) -> bool {
    text.bytes().fold(true, |all, byte| all & (b' '..=b'~').contains(&byte))
}

/// A head with a semicolon.
fn with_semicolon(head: &[Tree]) -> TokenStream {
    let mut tokens = stream(head);
    tokens.extend([TokenTree::Punct(Punct::new(';', Spacing::Alone))]);
    tokens
}
