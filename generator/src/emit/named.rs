//! Which names some code uses, so that a file imports these and no others.

use super::code::{Body, Code, Item};
use super::tree::Tree;
use std::borrow::Cow;
use std::collections::HashSet;

/// The names in some code; those behind a path are left out.
#[derive(Debug, Default)]
pub(super) struct Named<'c> {
    /// Names of types and traits: they start with a capital, what is imported is ASCII.
    names: HashSet<Cow<'c, str>>,
    /// The names that a path starts with.
    starts: HashSet<Cow<'c, str>>,
}

impl<'c> Named<'c> {
    /// The names in heads and statements.
    pub(super) fn of(code: &'c [Item<'_>]) -> Self {
        let mut named = Self::default();
        code.iter().for_each(|item| named.item(item));
        named
    }

    /// Whether a type or a trait is named.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Whether a path starts with a name.
    pub(super) fn has_path(&self, start: &str) -> bool {
        self.starts.contains(start)
    }

    fn item(&mut self, item: &'c Item<'_>) {
        self.code(&item.head);
        match &item.body {
            Body::Members(items) | Body::Items(items) => {
                items.iter().for_each(|item| self.item(item));
            }
            Body::Statements(statements) => {
                statements.iter().for_each(|statement| self.code(statement));
            }
            _ => {}
        }
    }

    fn code(&mut self, code: &'c Code<'_>) {
        match code {
            Code::Tokens(tokens) => self.tokens(tokens),
            Code::Text(text) => self.text(text.as_str()),
        }
    }

    fn tokens(&mut self, tokens: &[Tree]) {
        let mut head = None;
        let mut colons = 0;
        for token in tokens {
            let behind_path = colons == 2;
            colons = if token.is_sign(':') { colons + 1 } else { 0 };
            match token {
                Tree::Ident(ident) if !behind_path => {
                    let name = ident.to_string();
                    if name.starts_with(|first: char| first.is_ascii_uppercase()) {
                        self.names.insert(Cow::Owned(name.clone()));
                    }
                    head = Some(name);
                }
                Tree::Group(_, inner) => self.tokens(inner),
                _ if colons == 2 => self.starts.extend(head.take().map(Cow::Owned)),
                _ if colons == 0 => head = None,
                _ => {}
            }
        }
    }

    /// What stands between quotes is no name.
    fn text(&mut self, text: &'c str) {
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80;
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(first) = bytes.get(at) {
            let start = at;
            at += match first {
                b'"' => quoted(&bytes[start..]),
                word if is_word(word) => bytes[start..].iter().take_while(|b| is_word(b)).count(),
                _ => 1,
            };
            if is_word(first) && !bytes[..start].ends_with(b"::") {
                let name = &text[start..at];
                if first.is_ascii_uppercase() {
                    self.names.insert(Cow::Borrowed(name));
                }
                if bytes[at..].starts_with(b"::") {
                    self.starts.insert(Cow::Borrowed(name));
                }
            }
        }
    }
}

/// The length of the literal that some code starts with.
fn quoted(code: &[u8]) -> usize {
    let mut escaped = false;
    let ends = |byte: &u8| {
        let ends = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    };
    code[1..].iter().position(ends).map_or(code.len(), |at| at + 2)
}

#[cfg(test)]
mod tests {
    use super::Named;
    use crate::emit::code::{Body, Code, Item};
    use quote::quote;

    #[test]
    fn names_of_text_and_tokens_are_the_same() {
        let text = r#"let a: types::Pet = Json::<Body>::of("Not \" types::Cat", &b)"#;
        let tokens = quote!(let a: types::Pet = Json::<Body>::of("Not \" types::Cat", &b));
        for code in [Code::from(text), Code::from(tokens)] {
            let items = [Item::new(code, Body::Semicolon)];
            let named = Named::of(&items);
            assert!(named.has("Json") && named.has("Body"));
            assert!(!["let", "types", "Pet", "of", "Not", "Cat"].iter().any(|it| named.has(it)));
            assert!(named.has_path("types") && named.has_path("Json") && !named.has_path("Body"));
        }
    }
}
