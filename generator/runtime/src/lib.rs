//! The runtime of generated clients.
//!
//! The sources below `src/runtime` are copied verbatim into every generated crate; this crate
//! exists so that they are compiled, checked and tested once, for all of them. In both places the
//! module is `crate::runtime`, and that is how its macros find it.
//!
//! See [`runtime`] for what generated code uses of it.

pub mod runtime;
pub mod texts;
