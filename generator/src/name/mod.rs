//! Names: words out of any text, and Rust identifiers out of words.
//!
//! [`RustIdent`] is the only way in which a text of the document becomes an identifier, and
//! [`Scope`] the only way in which two things are kept apart.

mod ident;
mod inflect;
mod number;
mod scope;
mod symbol;
mod words;

pub use ident::{Case, RustIdent};
pub use inflect::{same_noun, singular};
pub use scope::Scope;
pub use words::{distinguishing_words, spelled_words, words};

#[cfg(test)]
mod tests;
