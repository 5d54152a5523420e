//! What the compiler has to say about a document, and where.

mod pointer;

pub use pointer::{FileId, Pointer};
