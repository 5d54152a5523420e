//! Lines of JSON to send.

use super::Body;
use bytes::Bytes;
use serde::Serialize;

/// A body of JSON values, one a line: a list of them, or a [`Body`] that is written so already,
/// such as a file or a stream.
#[derive(Clone, Debug)]
pub struct JsonLines<T>(Lines<T>);

#[derive(Clone, Debug)]
enum Lines<T> {
    Values(Vec<T>),
    Written(Body),
}

impl<T: Serialize> JsonLines<T> {
    /// The body; as a sequence (RFC 7464), each value after a record separator.
    pub(super) fn written(self, as_sequence: bool) -> serde_json::Result<Body> {
        let values = match self.0 {
            Lines::Written(body) => return Ok(body),
            Lines::Values(values) => values,
        };
        let mut text = Vec::new();
        for value in &values {
            if as_sequence {
                text.push(0x1e);
            }
            serde_json::to_writer(&mut text, value)?;
            text.push(b'\n');
        }
        Ok(Bytes::from(text).into())
    }
}

impl<T> FromIterator<T> for JsonLines<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self(Lines::Values(values.into_iter().collect()))
    }
}

impl<T> From<Vec<T>> for JsonLines<T> {
    fn from(values: Vec<T>) -> Self {
        Self(Lines::Values(values))
    }
}

impl<T: Clone> From<&[T]> for JsonLines<T> {
    fn from(values: &[T]) -> Self {
        values.to_vec().into()
    }
}

impl<T: Clone> From<&Vec<T>> for JsonLines<T> {
    fn from(values: &Vec<T>) -> Self {
        values.clone().into()
    }
}

impl<T, const N: usize> From<[T; N]> for JsonLines<T> {
    fn from(values: [T; N]) -> Self {
        Vec::from(values).into()
    }
}

impl<T> From<Body> for JsonLines<T> {
    fn from(body: Body) -> Self {
        Self(Lines::Written(body))
    }
}
