//! Code as a tree: tokens at the leaves, layout known above them.

use crate::name::RustIdent;
use proc_macro2::TokenStream;

/// One file.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Documentation of the module, a line each.
    pub docs: Vec<String>,
    /// Its items; an empty line stands between any two, except within a row.
    pub items: Vec<Item>,
}

/// One item, member, field or statement with what stands before it.
#[derive(Clone, Debug)]
pub struct Item {
    /// Documentation, a line each.
    pub docs: Vec<String>,
    /// Attributes, each with its `#[…]`.
    pub attributes: Vec<TokenStream>,
    /// What it is, up to its body.
    pub head: Head,
    /// Its body.
    pub body: Body,
}

/// What follows the head of an item.
#[derive(Clone, Debug)]
pub enum Body {
    /// `;`
    Semicolon,
    /// `;`, and the next item follows without an empty line if it ends so too.
    Row,
    /// `,`
    Comma,
    /// `: `, a type and `,`: a public field.
    Typed(String),
    /// Fields or variants in braces, one below the other.
    Members(Vec<Item>),
    /// Items in braces with empty lines between.
    Items(Vec<Item>),
    /// Statements in braces.
    Statements(Vec<TokenStream>),
    /// A macro's table in braces: a head, rows in braces, a tail.
    Table {
        /// What stands before the rows.
        head: TokenStream,
        /// One line each, without the comma.
        rows: Vec<Row>,
        /// What stands after them.
        tail: TokenStream,
    },
    /// Nothing: the head says it all.
    Nothing,
}

/// One row of a table. The forms that come by the thousand are no tokens: names and values stand for
/// themselves until they are written.
#[derive(Clone, Debug)]
pub enum Row {
    /// `kind name: "text"`, or without the kind.
    Text(&'static str, RustIdent, String),
    /// Anything else.
    Tokens(TokenStream),
}

/// What an item is, up to its body.
#[derive(Clone, Debug)]
pub enum Head {
    /// A name alone: a field or a variant.
    Name(RustIdent),
    /// Anything else.
    Tokens(TokenStream),
}

impl From<TokenStream> for Head {
    fn from(tokens: TokenStream) -> Self {
        Self::Tokens(tokens)
    }
}

impl Item {
    /// An item without documentation.
    pub fn new(head: impl Into<Head>, body: Body) -> Self {
        Self { docs: Vec::new(), attributes: Vec::new(), head: head.into(), body }
    }

    /// The item with documentation.
    #[must_use]
    pub fn docs(self, docs: &[String]) -> Self {
        Self { docs: docs.to_vec(), ..self }
    }

    /// The item with a line of documentation.
    #[must_use]
    pub fn doc(self, line: impl Into<String>) -> Self {
        Self { docs: vec![line.into()], ..self }
    }

    /// The item with an attribute.
    #[must_use]
    pub fn attribute(mut self, attribute: TokenStream) -> Self {
        self.attributes.push(attribute);
        self
    }

    /// The item with an attribute, if there is one.
    #[must_use]
    pub fn attribute_if(self, attribute: Option<TokenStream>) -> Self {
        match attribute {
            Some(attribute) => self.attribute(attribute),
            None => self,
        }
    }
}
