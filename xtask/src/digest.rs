//! SHA-256, as the lock writes it.

use std::fmt::Write;

/// The SHA-256 of the bytes in lower-case hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    digest(bytes).as_ref().iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The SHA-256 of files: their paths and what each holds.
pub(crate) fn of_files<P: AsRef<str>>(
    files: impl IntoIterator<Item = (P, ring::digest::Digest)>,
) -> String {
    let mut all = Vec::new();
    for (path, content) in files {
        all.extend_from_slice(path.as_ref().as_bytes());
        all.push(0);
        all.extend_from_slice(content.as_ref());
    }
    sha256(&all)
}

/// The SHA-256 of the bytes.
pub(crate) fn digest(bytes: &[u8]) -> ring::digest::Digest {
    ring::digest::digest(&ring::digest::SHA256, bytes)
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_has_the_published_digest() {
        assert_eq!(
            super::sha256(b""),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }
}
