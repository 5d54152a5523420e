//! Items below each other, with empty lines between.

use super::WIDTH;
use super::breaking::{broken, pretty, signature};
use super::inline::{one_line, write};
use crate::emit::{Body, Code, Item, Source, Table};

/// The text of a file.
pub fn source(source: Source<'_>) -> String {
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
    fn items(&mut self, items: Vec<Item<'_>>) {
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

    fn item(&mut self, item: Item<'_>) {
        item.docs.iter().for_each(|line| self.doc("///", line));
        item.attributes.iter().for_each(|attribute| self.laid(attribute, ""));
        let head = item.head;
        match item.body {
            Body::Semicolon | Body::Row => self.declaration(&head),
            Body::Comma => self.line(&head, ","),
            Body::Nothing => self.line(&head, ""),
            Body::Members(members) => self.block(&head, members, |writer, members| {
                members.into_iter().for_each(|member| writer.item(member));
            }),
            Body::Items(items) => self.block(&head, items, Self::items),
            Body::Statements(statements) => self.function(&head, &statements),
            Body::Table(table) => self.table(&head, &table),
        }
    }

    fn block<'p>(
        &mut self,
        head: &Code<'_>,
        items: Vec<Item<'p>>,
        inside: impl FnOnce(&mut Self, Vec<Item<'p>>),
    ) {
        if items.is_empty() {
            return self.line(head, " {}");
        }
        self.line(head, " {");
        self.indent += 4;
        inside(self, items);
        self.indent -= 4;
        self.end("}");
    }

    /// A declaration; one that stands alone and does not fit is of no regular form.
    fn declaration(&mut self, head: &Code<'_>) {
        self.pad();
        if self.fitting(head, 1) {
            return self.text.push_str(";\n");
        }
        let tokens = head.tokens();
        let alone = self.indent == 0;
        match alone.then(|| pretty(&tokens)).flatten() {
            Some(text) => self.text.push_str(&text),
            None => {
                self.text.push_str(&broken(&tokens, self.indent));
                self.text.push_str(";\n");
            }
        }
    }

    fn function(&mut self, head: &Code<'_>, statements: &[Code<'_>]) {
        self.pad();
        if !self.fitting(head, 2) {
            self.text.push_str(&signature(&head.tokens(), self.indent));
        }
        self.text.push_str(" {\n");
        self.indent += 4;
        statements.iter().for_each(|statement| self.laid(statement, ""));
        self.indent -= 4;
        self.end("}");
    }

    fn table(&mut self, path: &Code<'_>, table: &Table<'_>) {
        self.line(path, " {");
        self.indent += 4;
        let tail = table.tail.as_ref().map(|tail| format!(" {}", one_line(tail)));
        let tail = tail.unwrap_or_default();
        match &table.head {
            None => self.rows(&table.rows),
            Some(head) if table.rows.is_empty() => self.line(head, &format!(" {{}}{tail}")),
            Some(head) => {
                self.line(head, " {");
                self.indent += 4;
                self.rows(&table.rows);
                self.indent -= 4;
                self.end(&format!("}}{tail}"));
            }
        }
        self.indent -= 4;
        self.end("}");
    }

    fn rows(&mut self, rows: &[Code<'_>]) {
        rows.iter().for_each(|row| self.laid(row, ","));
    }

    /// Code on a line of its own, or on as many as it needs.
    fn laid(&mut self, code: &Code<'_>, end: &str) {
        self.pad();
        if !self.fitting(code, 1) {
            self.text.push_str(&broken(&code.tokens(), self.indent));
        }
        self.text.push_str(end);
        self.text.push('\n');
    }

    /// Writes code behind the indentation if it fits there, with room for `more` characters.
    fn fitting(&mut self, code: &Code<'_>, more: usize) -> bool {
        let start = self.text.len();
        write(code, &mut self.text);
        let fits = self.indent + self.text[start..].chars().count() + more <= WIDTH;
        if !fits {
            self.text.truncate(start);
        }
        fits
    }

    /// Code and an end on one line, however long it is.
    fn line(&mut self, code: &Code<'_>, end: &str) {
        self.pad();
        write(code, &mut self.text);
        self.text.push_str(end);
        self.text.push('\n');
    }

    /// A line that closes what is open.
    fn end(&mut self, end: &str) {
        self.pad();
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
