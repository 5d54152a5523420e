//! From tokens to text.
//!
//! What fits on its lines is written directly, which is nearly everything and costs little, and
//! what does not is broken as its form is; a declaration of no regular form that does not fit goes
//! through prettyplease.

mod breaking;
mod inline;
mod layout;

pub(crate) use inline::one_line;
pub use layout::source;

/// The widest line.
const WIDTH: usize = 100;
