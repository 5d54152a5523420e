//! Calls to a server that does exactly what a test says, byte by byte.

mod arguments;
mod events;
mod faults;
mod limits;
mod security;
mod support;
mod transfer;
