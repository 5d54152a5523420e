//! Calls to a server that does exactly what a test says, byte by byte.

mod faults;
mod streams;
mod support;
