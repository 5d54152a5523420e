//! Items below each other, with empty lines between.

use super::WIDTH;
use super::breaking::{broken, pretty, signature};
use super::inline::inline;
use crate::emit::{Body, Item, Source};
use proc_macro2::{Punct, Spacing, TokenStream, TokenTree};

/// The text of a file.
pub fn source(source: &Source) -> String {
    let mut writer = Writer { text: crate::mark::header("//"), indent: 0 };
    if !source.docs.is_empty() {
        writer.text.push('\n');
        source.docs.iter().for_each(|line| writer.doc("//!", line));
    }
    writer.text.push('\n');
    writer.items(&source.items);
    writer.text
}

struct Writer {
    text: String,
    indent: usize,
}

impl Writer {
    fn items(&mut self, items: &[Item]) {
        let mut previous: Option<&Item> = None;
        for item in items {
            let is_row = |item: &Item| matches!(item.body, Body::Row) && item.docs.is_empty();
            if previous.is_some_and(|previous| !(is_row(previous) && is_row(item))) {
                self.text.push('\n');
            }
            self.item(item);
            previous = Some(item);
        }
    }

    fn item(&mut self, item: &Item) {
        item.docs.iter().for_each(|line| self.doc("///", line));
        for attribute in &item.attributes {
            let text = broken(attribute, self.indent);
            self.line(&text);
        }
        match &item.body {
            Body::Semicolon | Body::Row => self.declaration(&item.head),
            Body::Comma => self.line(&format!("{},", inline(&item.head))),
            Body::Nothing => self.line(&inline(&item.head)),
            Body::Members(members) => self.block(&item.head, members, |writer| {
                members.iter().for_each(|member| writer.item(member));
            }),
            Body::Items(items) => self.block(&item.head, items, |writer| writer.items(items)),
            Body::Statements(statements) => self.function(&item.head, statements),
            Body::Table { head, rows, tail } => self.table(&item.head, head, rows, tail),
        }
    }

    fn block(&mut self, head: &TokenStream, items: &[Item], write: impl FnOnce(&mut Self)) {
        let head = inline(head);
        if items.is_empty() {
            return self.line(&format!("{head} {{}}"));
        }
        self.line(&format!("{head} {{"));
        self.indent += 4;
        write(self);
        self.indent -= 4;
        self.line("}");
    }

    /// A declaration; one that stands alone and does not fit is of no regular form.
    fn declaration(&mut self, head: &TokenStream) {
        let line = inline(head);
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

    fn function(&mut self, head: &TokenStream, statements: &[TokenStream]) {
        let line = inline(head);
        let line = if self.fits(&line, 2) { line } else { signature(head, self.indent) };
        self.line(&format!("{line} {{"));
        self.indent += 4;
        for statement in statements {
            let text = broken(statement, self.indent);
            self.line(&text);
        }
        self.indent -= 4;
        self.line("}");
    }

    fn table(
        &mut self,
        path: &TokenStream,
        head: &TokenStream,
        rows: &[TokenStream],
        tail: &TokenStream,
    ) {
        self.line(&format!("{} {{", inline(path)));
        self.indent += 4;
        let head = inline(head);
        let tail = inline(tail);
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

    fn rows(&mut self, rows: &[TokenStream]) {
        for row in rows {
            let text = broken(row, self.indent);
            self.line(&format!("{text},"));
        }
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
            self.text.extend(line.chars().filter(|c| !c.is_control()));
        }
        self.text.push('\n');
    }

    fn pad(&mut self) {
        self.text.extend(std::iter::repeat_n(' ', self.indent));
    }
}

/// A head with a semicolon.
fn with_semicolon(head: &TokenStream) -> TokenStream {
    let mut tokens = head.clone();
    tokens.extend([TokenTree::Punct(Punct::new(';', Spacing::Alone))]);
    tokens
}
