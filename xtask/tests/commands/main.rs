//! The commands from the outside: what they say, how they exit, what is on disk afterwards.

#[path = "../../../generator/tests/edits/mod.rs"]
mod edits;

mod changes;
mod codegen;
mod configuration;
mod others;
mod repeats;
mod support;
mod surface;
mod verdicts;
