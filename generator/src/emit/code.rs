//! Code as a tree: lines at the leaves, layout known above them.

use super::text::Text;
use super::tree::{Tree, trees};
use crate::name::RustIdent;
use proc_macro2::TokenStream;
use std::borrow::Cow;

/// One file.
#[derive(Clone, Debug, Default)]
pub struct Source<'p> {
    /// Documentation of the module, a line each.
    pub docs: Cow<'p, [String]>,
    /// Its items; an empty line stands between any two, except within a row.
    pub items: Vec<Item<'p>>,
}

/// One item, member, field or statement with what stands before it.
#[derive(Clone, Debug)]
pub struct Item<'p> {
    /// Documentation, a line each.
    pub docs: Cow<'p, [String]>,
    /// Attributes, each with its `#[…]`.
    pub attributes: Vec<Code<'p>>,
    /// What it is, up to its body.
    pub head: Code<'p>,
    /// Its body.
    pub body: Body<'p>,
}

/// What stands on a line of its own, if it fits; where it does not, the printer breaks it.
#[derive(Clone, Debug)]
pub enum Code<'p> {
    /// Spaced as it is to be read on one line.
    Text(Text<'p>),
    /// Spaced by the printer.
    Tokens(Vec<Tree>),
}

/// What follows the head of an item.
#[derive(Clone, Debug)]
pub enum Body<'p> {
    /// `;`
    Semicolon,
    /// `;`, and the next item follows without an empty line if it ends so too.
    Row,
    /// `,`
    Comma,
    /// Fields or variants in braces, one below the other.
    Members(Vec<Item<'p>>),
    /// Items in braces with empty lines between.
    Items(Vec<Item<'p>>),
    /// Statements in braces.
    Statements(Vec<Code<'p>>),
    /// A macro's table in braces.
    Table(Box<Table<'p>>),
    /// Nothing: the head says it all.
    Nothing,
}

/// A macro's table: a head, rows in braces, a tail.
#[derive(Clone, Debug)]
pub struct Table<'p> {
    /// What stands before the rows; where there is nothing, they have no braces.
    pub head: Option<Code<'p>>,
    /// One line each, without the comma.
    pub rows: Vec<Code<'p>>,
    /// What stands after them.
    pub tail: Option<Code<'p>>,
}

impl Code<'_> {
    /// The tokens, to break them.
    pub fn tokens(&self) -> Cow<'_, [Tree]> {
        match self {
            Self::Text(text) => Cow::Owned(text.tokens()),
            Self::Tokens(tokens) => Cow::Borrowed(tokens),
        }
    }
}

impl From<TokenStream> for Code<'_> {
    fn from(tokens: TokenStream) -> Self {
        Self::Tokens(trees(tokens))
    }
}

impl<'p> From<Text<'p>> for Code<'p> {
    fn from(text: Text<'p>) -> Self {
        Self::Text(text)
    }
}

impl From<&'static str> for Code<'_> {
    fn from(text: &'static str) -> Self {
        Self::Text(text.into())
    }
}

impl<'p> From<&'p RustIdent> for Code<'p> {
    fn from(name: &'p RustIdent) -> Self {
        Self::Text(name.into())
    }
}

impl<'p> Body<'p> {
    /// Statements in braces.
    pub fn statements<C: Into<Code<'p>>>(statements: impl IntoIterator<Item = C>) -> Self {
        Self::Statements(statements.into_iter().map(Into::into).collect())
    }
}

impl<'p> Item<'p> {
    /// An item without documentation.
    pub fn new(head: impl Into<Code<'p>>, body: Body<'p>) -> Self {
        Self { docs: Cow::default(), attributes: Vec::new(), head: head.into(), body }
    }

    /// The item with documentation.
    #[must_use]
    pub fn docs(self, docs: impl Into<Cow<'p, [String]>>) -> Self {
        Self { docs: docs.into(), ..self }
    }

    /// The item with a line of documentation.
    #[must_use]
    pub fn doc(self, line: impl Into<String>) -> Self {
        self.docs(vec![line.into()])
    }

    /// The item with an attribute.
    #[must_use]
    pub fn attribute(self, attribute: impl Into<Code<'p>>) -> Self {
        self.attribute_if(Some(attribute))
    }

    /// The item with an attribute, if there is one.
    #[must_use]
    pub fn attribute_if(mut self, attribute: Option<impl Into<Code<'p>>>) -> Self {
        self.attributes.extend(attribute.map(Into::into));
        self
    }
}
