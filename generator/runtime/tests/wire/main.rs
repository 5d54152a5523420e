//! Calls to a server that does exactly what a test says, byte by byte.

mod events;
mod faults;
mod security;
mod support;
mod transfer;
