//! Changes of small documents and what is said of them.
