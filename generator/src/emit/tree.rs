//! Tokens as they are looked at: taken apart once, then read as often as a layout wants.

use proc_macro2::{
    Delimiter, Group, Ident, Literal, Punct, Spacing, TokenStream, TokenTree as Token,
};

/// A token, or a group of them.
#[derive(Clone, Debug)]
pub enum Tree {
    /// A name or a keyword.
    Ident(Ident),
    /// A sign, or a part of one.
    Punct(Punct),
    /// A literal.
    Literal(Literal),
    /// Tokens in brackets of some kind.
    Group(Delimiter, Vec<Tree>),
}

impl Tree {
    /// Whether this is one sign.
    pub(crate) fn is_sign(&self, sign: char) -> bool {
        matches!(self, Self::Punct(punct) if punct.as_char() == sign)
    }

    /// Whether this is a sign that belongs to the next one.
    pub(crate) fn is_joint(&self) -> bool {
        matches!(self, Self::Punct(punct) if punct.spacing() == Spacing::Joint)
    }

    /// Whether this is one of some words.
    pub(crate) fn is_word(&self, words: &[&str]) -> bool {
        matches!(self, Self::Ident(ident) if words.iter().any(|word| ident == word))
    }

    /// Whether this is a group in parentheses.
    pub(crate) fn is_list(&self) -> bool {
        matches!(self, Self::Group(Delimiter::Parenthesis, _))
    }
}

/// Takes tokens apart. What nothing else holds is moved, not copied.
pub(crate) fn trees(tokens: TokenStream) -> Vec<Tree> {
    tokens.into_iter().map(tree).collect()
}

fn tree(token: Token) -> Tree {
    match token {
        Token::Ident(ident) => Tree::Ident(ident),
        Token::Punct(punct) => Tree::Punct(punct),
        Token::Literal(literal) => Tree::Literal(literal),
        Token::Group(group) => {
            let (delimiter, tokens) = (group.delimiter(), group.stream());
            drop(group);
            Tree::Group(delimiter, trees(tokens))
        }
    }
}

/// Puts tokens together again.
pub(crate) fn stream(trees: &[Tree]) -> TokenStream {
    let token = |tree: &Tree| match tree {
        Tree::Ident(ident) => Token::Ident(ident.clone()),
        Tree::Punct(punct) => Token::Punct(punct.clone()),
        Tree::Literal(literal) => Token::Literal(literal.clone()),
        Tree::Group(delimiter, inner) => Token::Group(Group::new(*delimiter, stream(inner))),
    };
    trees.iter().map(token).collect()
}
