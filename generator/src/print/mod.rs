//! From tokens to text.
//!
//! What fits on its lines is written directly, which is nearly everything and costs little; a
//! statement or signature that does not fit goes through prettyplease.

mod breaking;
mod inline;
mod layout;
mod tree;

pub(crate) use inline::{head, inline};
pub use layout::source;

/// The widest line.
const WIDTH: usize = 100;
