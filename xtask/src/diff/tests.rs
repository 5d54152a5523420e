//! Summaries of small documents.
