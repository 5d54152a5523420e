//! Compiles an OpenAPI 3.0, 3.1 or 3.2 document into a typed Rust client crate.
//!
//! The compiler is a pipeline; each stage imports only what stands above it:
//!
//! | stage | turns | into |
//! |---|---|---|
//! | [`source`] | bytes | a value tree that knows its lines |
//! | [`document`] | values | one typed reading of OpenAPI 3.0 to 3.2 |
//! | [`lower`] | the document | [`ir`]: wire terms only |
//! | [`passes`] | the IR | the IR, completed: cycles, usage, conventions |
//! | [`plan`] | the IR | every Rust decision |
//! | [`emit`] | the plan | tokens |
//! | [`print`](mod@print) | tokens | text |
//! | [`tree`] | texts | files on disk |
//!
//! [`compare`] tells what lies between two documents, by their IR and their plans.

pub mod build;
pub mod compare;
pub mod diag;
pub mod document;
pub mod emit;
mod generate;
pub mod ir;
pub mod lower;
mod mark;
pub mod name;
pub mod overlay;
mod parallel;
pub mod passes;
mod pattern;
pub mod plan;
pub mod print;
pub mod select;
pub mod source;
pub mod tree;

pub use generate::{Config, Output, generate, generate_observed};
