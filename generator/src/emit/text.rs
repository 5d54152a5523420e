//! Code as text.
//!
//! What is emitted by the thousand costs less as text than as tokens. [`text!`] is to text what
//! `quote!` is to tokens: what it puts together are pieces of code, and a text of the document is
//! none unless it is a checked identifier or becomes a literal.

use super::tree::{Tree, trees};
use crate::name::RustIdent;
use proc_macro2::Literal;
use std::borrow::Cow;
use std::fmt::{self, Formatter, Write};

/// Code as it is to be read.
#[derive(Clone, Debug, Default)]
pub struct Text<'p>(Cow<'p, str>);

/// Puts code together: in the place of each `{}` stands a [`Piece`].
macro_rules! text {
    ($code:literal) => {
        $crate::emit::text::Text::from($code)
    };
    ($form:literal $(, $piece:expr)+ $(,)?) => {
        // Nothing can be named within the braces of a text that is put together itself.
        $crate::emit::text::Text::made_of(format_args!(
            concat!($form) $(, $crate::emit::text::Shown(&$piece))+
        ))
    };
}
pub(super) use text;

impl Text<'_> {
    /// For [`text!`] alone, which lets nothing in that is no [`Piece`].
    pub(super) fn made_of(pieces: fmt::Arguments<'_>) -> Self {
        let mut text = String::with_capacity(64);
        text.write_fmt(pieces).expect("a string takes all text");
        Self(Cow::Owned(text))
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code as tokens.
    pub(super) fn tokens(&self) -> Vec<Tree> {
        trees(self.0.parse().expect("pieces of code make code"))
    }
}

impl From<&'static str> for Text<'_> {
    fn from(code: &'static str) -> Self {
        Self(Cow::Borrowed(code))
    }
}

impl<'p> From<&'p RustIdent> for Text<'p> {
    fn from(name: &'p RustIdent) -> Self {
        Self(name.code())
    }
}

/// What may be put into code.
pub(super) trait Piece {
    /// Writes the code.
    fn write(&self, code: &mut Formatter<'_>) -> fmt::Result;
}

/// A piece as formatting takes it.
pub(super) struct Shown<'a, P: ?Sized>(pub(super) &'a P);

impl<P: Piece + ?Sized> fmt::Display for Shown<'_, P> {
    fn fmt(&self, code: &mut Formatter<'_>) -> fmt::Result {
        self.0.write(code)
    }
}

impl<P: Piece + ?Sized> Piece for &P {
    fn write(&self, code: &mut Formatter<'_>) -> fmt::Result {
        (**self).write(code)
    }
}

impl Piece for RustIdent {
    fn write(&self, code: &mut Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, code)
    }
}

impl Piece for Text<'_> {
    fn write(&self, code: &mut Formatter<'_>) -> fmt::Result {
        code.write_str(&self.0)
    }
}

/// What is not there is nothing.
impl<P: Piece> Piece for Option<P> {
    fn write(&self, code: &mut Formatter<'_>) -> fmt::Result {
        self.as_ref().map_or(Ok(()), |piece| piece.write(code))
    }
}

/// A text is a literal.
impl Piece for str {
    fn write(&self, code: &mut Formatter<'_>) -> fmt::Result {
        match is_plain(self) {
            true => code.write_char('"').and(code.write_str(self)).and(code.write_char('"')),
            false => fmt::Display::fmt(&Literal::string(self), code),
        }
    }
}

impl Piece for String {
    fn write(&self, code: &mut Formatter<'_>) -> fmt::Result {
        self.as_str().write(code)
    }
}

impl Piece for Literal {
    fn write(&self, code: &mut Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, code)
    }
}

impl Piece for bool {
    fn write(&self, code: &mut Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, code)
    }
}

/// Pieces with something between them.
pub(super) struct Joined<I>(pub(super) I, pub(super) &'static str);

impl<P: Piece, I: IntoIterator<Item = P> + Clone> Piece for Joined<I> {
    fn write(&self, code: &mut Formatter<'_>) -> fmt::Result {
        for (at, piece) in self.0.clone().into_iter().enumerate() {
            code.write_str(if at > 0 { self.1 } else { "" })?;
            piece.write(code)?;
        }
        Ok(())
    }
}

/// Whether a text is the same between quotes. No byte ends the search early: that way many are
/// looked at at a time.
fn is_plain(text: &str) -> bool {
    let plain = |byte: u8| (b' '..=b'~').contains(&byte) && byte != b'"' && byte != b'\\';
    text.bytes().fold(true, |all, byte| all & plain(byte))
}
