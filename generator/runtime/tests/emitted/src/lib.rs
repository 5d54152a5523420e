//! A client as the compiler writes it, for an API of shelves and books.

pub mod resources;
#[path = "../../../src/runtime/mod.rs"]
pub mod runtime;
pub mod types;

mod api;

pub use runtime::{Client, Conditional, ETag, Error, ErrorKind, Patch, Response, Result, Secret};
