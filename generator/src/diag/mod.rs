//! What the compiler has to say about a document, and where.
//!
//! Every finding is a [`Diagnostic`] with a stable [`Code`], a [`Pointer`] into the document and,
//! where there is one, a remedy. Stages report into one [`Diagnostics`] and go on: a wrong part of
//! a document costs that part, never the rest.

pub mod code;
mod diagnostics;
mod near;
mod pointer;
mod render;

pub use code::{Code, Severity};
pub use diagnostics::{Diagnostic, Diagnostics};
pub use near::nearest;
pub use pointer::{FileId, Pointer};
pub(crate) use render::is_unseen;
pub use render::{Location, Part, Places, Position, printable};
