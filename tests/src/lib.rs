//! What the tests of the generated client stand on. Nothing here uses the generator or the client:
//! the document is read a second time, so that a mistake of the generator cannot agree with itself.
//!
//! - [`server::Server`] is a fake Sendmux on loopback. It serves every operation of the document,
//!   records and judges what it is sent, and keeps the promises of Sendmux's manual, each of which
//!   a test can break.
//! - [`instance::Instances`] makes values that a schema allows.
//! - [`document::Document`] is the document with its validators.
//!
//! # Tests that are written beside the client
//!
//! One per operation; they need nothing but a client and one line per call:
//!
//! ```ignore
//! fn client(check: &tests::Check) -> Client {
//!     let builder = Client::builder().base_url(check.url()).bearer(check.key());
//!     builder.retry(RetryPolicy::off()).build().expect("a client for loopback")
//! }
//!
//! #[tokio::test]
//! async fn management_list_providers() {
//!     let check = tests::operation("managementListProviders").await;
//!     let client = client(&check);
//!     check.minimal(|| client.sending_accounts().list()).await;
//!     check.full(|| client.sending_accounts().list().cursor("cursor \"ü\\☃\" 1/2?&=%2F+#").limit(9)).await;
//!     check.refused(|| client.sending_accounts().list()).await;
//!     check.faults(crate::brittle, |client| client.sending_accounts().list()).await;
//!     check.pages(|| client.sending_accounts().list().items().try_collect::<Vec<_>>()).await;
//! }
//! ```
//!
//! [`Check::minimal`] wants nothing but what is required, [`Check::full`] wants every parameter and
//! every property of the body, free texts as [`saying`] writes them; both judge method, path, query, headers and body by the document and
//! demand that the answer decodes, full, minimal, with unknown fields and with unknown enum values.
//! [`Check::refused`] answers with each documented error, [`Check::faults`] misbehaves in every way. [`Check::pages`] is for lists.
//!
//! And one line per schema that a response uses; the client's feature `mock` has all of them written:
//!
//! ```ignore
//! #[test]
//! fn provider_item() {
//!     tests::round_trips::<types::ProviderItem>("#/components/schemas/ProviderItem");
//! }
//! ```

mod brittle;
pub mod call;
mod decode;
pub mod document;
mod harness;
pub mod instance;
pub mod lenient;
mod misbehaviour;
pub mod operation;
mod saying;
pub mod server;
pub mod structure;
pub mod template;

/// Connections, as [`Check::faults`] hands them to a client.
pub use reqwest::Client as Http;

pub use call::Call;
pub use decode::{decodes_example, round_trips};
pub use harness::{Check, operation};
pub use saying::saying;
