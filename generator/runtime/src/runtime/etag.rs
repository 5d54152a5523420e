//! Versions of resources (RFC 9110, section 8.8.3).

use super::Error;
use std::{fmt, str::FromStr};

/// The version of a resource, as its `ETag` header gives it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ETag(Box<str>);

impl ETag {
    /// Reads an entity tag such as `"v1"` or `W/"v1"`.
    ///
    /// # Errors
    ///
    /// The text is no entity tag.
    pub fn new(text: impl AsRef<str>) -> Result<Self, Error> {
        let text = text.as_ref();
        Self::parse(text).ok_or_else(|| Error::build(format!("`{text}` is no entity tag")))
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim_matches([' ', '\t']);
        let quoted = text.strip_prefix("W/").unwrap_or(text);
        let opaque = quoted.strip_prefix('"')?.strip_suffix('"')?;
        let valid = |byte: u8| byte == 0x21 || (0x23..=0x7e).contains(&byte) || byte >= 0x80;
        opaque.bytes().all(valid).then(|| Self(text.into()))
    }

    /// Returns the tag as it is on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the tag only promises that the resource means the same, not that its bytes are.
    pub fn is_weak(&self) -> bool {
        self.0.starts_with("W/")
    }
}

impl fmt::Display for ETag {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for ETag {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::new(text)
    }
}
