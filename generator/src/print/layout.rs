//! Items below each other, with empty lines between.

use super::WIDTH;
use super::breaking::{broken, pretty, with_body, with_semicolon};
use super::inline::inline;
use crate::emit::{Body, Item, Source};
use proc_macro2::TokenStream;

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

    fn declaration(&mut self, head: &TokenStream) {
        let line = inline(head);
        if self.fits(&line, 1) {
            return self.line(&format!("{line};"));
        }
        match pretty(with_semicolon(head), self.indent > 0) {
            Some(text) => self.text.push_str(&text),
            None => self.line(&format!("{line};")),
        }
    }

    fn function(&mut self, head: &TokenStream, statements: &[TokenStream]) {
        let signature = inline(head);
        let lines: Vec<String> = statements.iter().map(inline).collect();
        let fits = lines.iter().all(|line| self.fits(line, 4));
        let signature_fits = self.fits(&signature, 2);
        let pretty = match fits && signature_fits {
            true => None,
            false => pretty(with_body(head, statements), self.indent > 0),
        };
        let Some(text) = pretty else {
            return self.short_function(&signature, &lines);
        };
        let start = if signature_fits { body_start(&text) } else { None };
        match start {
            Some(start) => {
                self.line(&format!("{signature} {{"));
                self.text.push_str(&text[start..]);
            }
            None => self.text.push_str(&text),
        }
    }

    fn short_function(&mut self, signature: &str, lines: &[String]) {
        self.line(&format!("{signature} {{"));
        self.indent += 4;
        lines.iter().for_each(|line| self.line(line));
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

/// Where the first line of the body of a function starts.
fn body_start(text: &str) -> Option<usize> {
    text.find("{\n").map(|brace| brace + 2)
}
