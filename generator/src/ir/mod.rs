//! The intermediate representation: what an API is on the wire.
//!
//! No type of OpenAPI and no Rust name appears here. The IR is plain data: [`lower`](crate::lower)
//! builds it, [`passes`](crate::passes) complete it, [`plan`](crate::plan) reads it.

mod api;
mod bounds;
mod conventions;
mod field;
mod message;
mod operation;
mod types;
mod union;
mod visit;

pub use api::*;
pub use bounds::*;
pub use conventions::*;
pub use message::*;
pub use operation::*;
pub use types::*;
pub use union::*;
