//! Text that must not show in logs.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::{borrow::Cow, cell::RefCell, fmt, sync::Arc};

/// A text that never shows in `Debug` output, and that says where it is read.
///
/// It is sent and received like a string.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Secret(Arc<str>);

impl Secret {
    /// Wraps a text.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    /// Returns the text.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret([redacted])")
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<&String> for Secret {
    fn from(text: &String) -> Self {
        Self(text.as_str().into())
    }
}

impl From<&Secret> for Secret {
    fn from(secret: &Secret) -> Self {
        secret.clone()
    }
}

thread_local! {
    /// The secrets written since someone wanted to know, on this thread.
    static WRITTEN: RefCell<Option<Vec<Secret>>> = const { RefCell::new(None) };
}

/// Notes the secrets that are written from now on, until [`written`].
pub(super) fn note() {
    WRITTEN.set(Some(Vec::new()));
}

/// Returns the secrets that were written since [`note`].
pub(super) fn written() -> Vec<Secret> {
    WRITTEN.take().unwrap_or_default()
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        WRITTEN.with_borrow_mut(|written| {
            if let Some(written) = written {
                written.push(self.clone());
            }
        });
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The error of the text's own reader would quote what it found.
        match Cow::<str>::deserialize(deserializer) {
            Ok(text) => Ok(Self(Arc::from(&*text))),
            Err(_) => Err(D::Error::custom("expected a secret text")),
        }
    }
}
