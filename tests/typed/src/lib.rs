//! What the compiler writes for `document.yaml`, over the sources of the runtime: types of other
//! crates, and derives. All but this file is generated; the package `tests` tells when it is stale.

#[path = "../../../generator/runtime/src/texts/date_time.rs"]
mod date_time;
#[rustfmt::skip]
pub mod resources;
#[path = "../../../generator/runtime/src/runtime/mod.rs"]
pub mod runtime;
#[rustfmt::skip]
#[expect(missing_docs, reason = "the document does not describe everything")]
pub mod types;

#[rustfmt::skip]
mod api;

pub use date_time::DateTime;
pub use runtime::{Client, Error, ErrorKind, Result};
