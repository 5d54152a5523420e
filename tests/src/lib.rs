//! What the tests of the generated client stand on. Nothing here uses the generator or the client:
//! the document is read a second time, so that a mistake of the generator cannot agree with itself.
//!
//! - [`server::Server`] is a fake Sendmux on loopback. It serves every operation of the document,
//!   records and judges what it is sent, and keeps the promises of Sendmux's manual, each of which
//!   a test can break.
//! - [`instance::Instances`] makes values that a schema allows.
//! - [`document::Document`] is the document with its validators.

pub mod document;
pub mod instance;
pub mod lenient;
pub mod operation;
pub mod server;
pub mod structure;
pub mod template;
