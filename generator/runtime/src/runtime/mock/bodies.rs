//! How bodies are read, by the format that the table names.

use super::{MockPart, MockRequest};
use crate::runtime::Result;
use bytes::Bytes;
use serde::de::DeserializeOwned;

/// JSON.
pub fn json<T: DeserializeOwned>(request: &MockRequest) -> Result<T> {
    request.json()
}

/// JSON values, one a line.
pub fn lines<T: DeserializeOwned>(request: &MockRequest) -> Result<Vec<T>> {
    request.json_lines()
}

/// Names and values.
pub fn form(request: &MockRequest) -> Result<Vec<(String, String)>> {
    request.form()
}

/// Parts.
pub fn multipart(request: &MockRequest) -> Result<Vec<MockPart>> {
    request.parts()
}

/// Text.
pub fn text(request: &MockRequest) -> Result<String> {
    request.text()
}

/// Bytes.
pub fn bytes(request: &MockRequest) -> Result<Bytes> {
    Ok(request.body.clone())
}
