//! The commands from the outside: what they say, how they exit, what is on disk afterwards.

mod changes;
mod codegen;
mod others;
mod support;
mod surface;
