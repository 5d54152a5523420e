//! What the compiler writes for `document.yaml`, over the sources of the runtime: lists that come
//! in pages, of every kind. All but this file is generated; the package `tests` tells when it is stale.

#[rustfmt::skip]
pub mod resources;
#[path = "../../../generator/runtime/src/runtime/mod.rs"]
pub mod runtime;
#[rustfmt::skip]
pub mod types;

#[rustfmt::skip]
mod api;

pub use runtime::{Client, Error, ErrorKind, Result};
