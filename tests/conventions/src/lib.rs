//! What the compiler writes for `document.yaml` with `codegen.toml`, over the sources of the
//! runtime: conventions under names that nothing could recognise. All but this file is generated;
//! the package `tests` tells when it is stale.

#[rustfmt::skip]
pub mod resources;
#[path = "../../../generator/runtime/src/runtime/mod.rs"]
pub mod runtime;
#[rustfmt::skip]
#[expect(missing_docs, reason = "the document cannot describe the values of an enumeration")]
pub mod types;

#[rustfmt::skip]
mod api;

pub use runtime::{Client, Error, ErrorKind, Result};
