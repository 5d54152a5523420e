//! Types for texts of a format, which are written into an output where they are chosen. The one
//! that needs a crate of its own is compiled where it is tested, in `tests/typed`.

pub mod timestamp;
