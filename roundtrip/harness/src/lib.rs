//! What the tests of a generated client stand on, for any document: `cargo xtask corpus --calls`.
//!
//! The tests are those that the generator writes beside a client. For the client of this project
//! they stand on the crate `tests`, whose server keeps the promises of Sendmux; here they stand on a
//! server that knows nothing but a document: what is sent is read as the specification says of
//! styles, media types and security, and validated; what is answered are instances of the documented
//! responses. Nothing here uses the generator or the runtime.

mod answer;
mod body;
mod check;
mod judge;
mod operation;
mod parameter;
mod path;
mod request;
mod schema;
mod server;
#[cfg(test)]
mod trials;

/// Connections, as [`Check::faults`] would hand them to a client.
pub use tests::Http;

pub use check::{Check, operation};
pub use schema::{ANSWERS, DOCUMENT};
