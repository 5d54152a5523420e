//! `openapi/openapi.lock`: which document the committed crate was made from.

use std::path::Path;

use serde::Deserialize;
use toml::Value;

use crate::digest::sha256;
use crate::failure::Result;
use crate::{config, files};

const HEADER: &str = "\
# The document that the generated crate was made from. Written by `cargo xtask codegen`.
#
# url     where the document is published
# sha256  of openapi.json, which lies beside this file; an edit by hand shows as a mismatch, and
#         `cargo xtask codegen --spec openapi/openapi.json` accepts it
# bytes   the size of openapi.json
# etag    the server's name for this version, sent with the next fetch so that an unchanged document
#         is not sent again; absent where the document did not come from the server

";

/// What is recorded about a document.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lock {
    /// Where it is published.
    pub(crate) url: Option<String>,
    /// The digest of its bytes.
    pub(crate) sha256: String,
    /// How many bytes it has.
    pub(crate) bytes: u64,
    /// The server's name for this version.
    pub(crate) etag: Option<String>,
}

impl Lock {
    /// The record of a document.
    pub(crate) fn of(bytes: &[u8], url: Option<String>, etag: Option<String>) -> Self {
        Self { url, sha256: sha256(bytes), bytes: bytes.len() as u64, etag }
    }

    /// Reads the file, which may be absent.
    pub(crate) fn load(path: &Path) -> Result<Option<Self>> {
        let Some(bytes) = files::read_if_present(path)? else {
            return Ok(None);
        };
        let text = files::text(bytes, path)?;
        Self::parse(&text, path).map(Some)
    }

    fn parse(text: &str, path: &Path) -> Result<Self> {
        let lock: Self = toml::from_str(text).map_err(|error| {
            config::complaint(&error, text, path)
                .help("restore the file: `git checkout openapi/openapi.lock`")
                .help("or write it anew for the document beside it: `cargo xtask codegen --spec openapi/openapi.json`, after removing it")
        })?;
        Ok(lock)
    }

    /// Whether the bytes are those that were recorded.
    pub(crate) fn matches(&self, bytes: &[u8]) -> bool {
        self.bytes == bytes.len() as u64 && self.sha256 == sha256(bytes)
    }

    /// The text of the file.
    pub(crate) fn to_text(&self) -> String {
        let mut text = HEADER.to_owned();
        let mut line = |key: &str, value: Value| text.push_str(&format!("{key} = {value}\n"));
        if let Some(url) = &self.url {
            line("url", Value::from(url.as_str()));
        }
        line("sha256", Value::from(self.sha256.as_str()));
        line("bytes", Value::Integer(self.bytes.try_into().unwrap_or(i64::MAX)));
        if let Some(etag) = &self.etag {
            line("etag", Value::from(etag.as_str()));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::Lock;
    use std::path::Path;

    #[test]
    fn what_is_written_reads_back() {
        let etag = Some("W/\"a'b\\c\"".to_owned());
        let lock = Lock::of(b"{}", Some("https://example.com/a?b=\"c\"".to_owned()), etag);
        let read = Lock::parse(&lock.to_text(), Path::new("openapi.lock")).expect("valid");
        assert_eq!(read, lock);
        assert!(read.matches(b"{}"));
        assert!(!read.matches(b"{ }"));
    }

    #[test]
    fn a_garbled_lock_says_where() {
        let error = Lock::parse("sha256 = \"00\"\nbytes = <<<<\n", Path::new("openapi.lock"));
        let error = error.expect_err("garbled").to_string();
        assert!(error.contains("openapi.lock:2:9"), "{error}");
        assert!(error.contains("git checkout"), "{error}");
    }
}
