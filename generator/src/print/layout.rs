//! Items below each other, with empty lines between.

use super::WIDTH;
use super::breaking::{broken, pretty, signature};
use super::inline::text;
use super::tree::{Tree, stream, trees};
use crate::emit::{Body, Head, Item, Row, Source};
use crate::name::RustIdent;
use proc_macro2::{Literal, Punct, Spacing, TokenStream, TokenTree};
use std::fmt::Write;

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
            let text = broken(&trees(attribute), self.indent);
            self.line(&text);
        }
        let head = match item.head {
            Head::Tokens(head) => trees(head),
            Head::Name(name) => return self.name(&name, &item.body),
        };
        match item.body {
            Body::Semicolon | Body::Row => self.declaration(&head),
            Body::Comma | Body::Typed(_) => self.line(&format!("{},", text(&head))),
            Body::Nothing => self.line(&text(&head)),
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
        let written = match body {
            Body::Typed(ty) => write!(self.text, "pub {name}: {ty},"),
            _ => write!(self.text, "{name},"),
        };
        written.expect("a string takes all text");
        self.text.push('\n');
    }

    fn block(&mut self, head: &[Tree], items: Vec<Item>, write: impl FnOnce(&mut Self, Vec<Item>)) {
        let head = text(head);
        if items.is_empty() {
            return self.line(&format!("{head} {{}}"));
        }
        self.line(&format!("{head} {{"));
        self.indent += 4;
        write(self, items);
        self.indent -= 4;
        self.line("}");
    }

    /// A declaration; one that stands alone and does not fit is of no regular form.
    fn declaration(&mut self, head: &[Tree]) {
        let line = text(head);
        if self.fits(&line, 1) {
            return self.line(&format!("{line};"));
        }
        let alone = self.indent == 0;
        match pretty(with_semicolon(head)).filter(|_| alone) {
            Some(text) => self.text.push_str(&text),
            None => {
                let text = broken(head, self.indent);
                self.line(&format!("{text};"));
            }
        }
    }

    fn function(&mut self, head: &[Tree], statements: Vec<TokenStream>) {
        let line = text(head);
        let line = if self.fits(&line, 2) { line } else { signature(head, self.indent) };
        self.line(&format!("{line} {{"));
        self.indent += 4;
        for statement in statements {
            let text = broken(&trees(statement), self.indent);
            self.line(&text);
        }
        self.indent -= 4;
        self.line("}");
    }

    fn table(&mut self, path: &[Tree], head: TokenStream, rows: Vec<Row>, tail: TokenStream) {
        self.line(&format!("{} {{", text(path)));
        self.indent += 4;
        let head = text(&trees(head));
        let tail = text(&trees(tail));
        let tail = if tail.is_empty() { tail } else { format!(" {tail}") };
        if head.is_empty() {
            self.rows(rows);
        } else if rows.is_empty() {
            self.line(&format!("{head} {{}}{tail}"));
        } else {
            self.line(&format!("{head} {{"));
            self.indent += 4;
            self.rows(rows);
            self.indent -= 4;
            self.line(&format!("}}{tail}"));
        }
        self.indent -= 4;
        self.line("}");
    }

    fn rows(&mut self, rows: Vec<Row>) {
        for row in rows {
            match row {
                Row::Text(kind, name, text) => self.text_row(kind, &name, &text),
                Row::Tokens(tokens) => {
                    let text = broken(&trees(tokens), self.indent);
                    self.line(&format!("{text},"));
                }
            }
        }
    }

    fn text_row(&mut self, kind: &str, name: &RustIdent, text: &str) {
        self.pad();
        let space = if kind.is_empty() { "" } else { " " };
        let plain =
            text.bytes().all(|byte| (b' '..=b'~').contains(&byte) && byte != b'"' && byte != b'\\');
        let written = match plain {
            true => write!(self.text, "{kind}{space}{name}: \"{text}\","),
            false => write!(self.text, "{kind}{space}{name}: {},", Literal::string(text)),
        };
        written.expect("a string takes all text");
        self.text.push('\n');
    }

    fn fits(&self, line: &str, more: usize) -> bool {
        self.indent + line.chars().count() + more <= WIDTH
    }

    fn line(&mut self, line: &str) {
        self.pad();
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn doc(&mut self, sign: &str, line: &str) {
        self.pad();
        self.text.push_str(sign);
        if !line.is_empty() {
            self.text.push(' ');
            match line.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
                true => self.text.push_str(line),
                false => self.text.extend(line.chars().filter(|c| !c.is_control())),
            }
        }
        self.text.push('\n');
    }

    fn pad(&mut self) {
        self.text.extend(std::iter::repeat_n(' ', self.indent));
    }
}

/// A head with a semicolon.
fn with_semicolon(head: &[Tree]) -> TokenStream {
    let mut tokens = stream(head);
    tokens.extend([TokenTree::Punct(Punct::new(';', Spacing::Alone))]);
    tokens
}
