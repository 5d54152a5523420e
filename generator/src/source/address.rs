//! Names of files: paths within the document's folder, and URLs.

/// What names a file of a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Address {
    /// A path relative to the document's folder, its parts joined by `/`.
    Path(String),
    /// An absolute URI without a fragment.
    Uri(String),
}

/// Why a reference names no file that may be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Outside;

impl Address {
    /// The address as people write it.
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Path(text) | Self::Uri(text) => text,
        }
    }

    /// The address that a reference within this file names; the reference has no fragment.
    pub(super) fn join(&self, reference: &str) -> Result<Self, Outside> {
        if has_scheme(reference) {
            let is_file = reference.get(..5).is_some_and(|s| s.eq_ignore_ascii_case("file:"));
            return if is_file { Err(Outside) } else { Ok(Self::Uri(reference.to_owned())) };
        }
        match self {
            Self::Path(_) if reference.starts_with("//") => {
                Ok(Self::Uri(format!("https:{reference}")))
            }
            Self::Path(path) => join_path(path, reference).map(Self::Path),
            Self::Uri(uri) => Ok(Self::Uri(join_uri(uri, reference))),
        }
    }
}

/// Whether a reference is absolute: `https:…`, `urn:…`. One letter is a drive, not a scheme.
fn has_scheme(reference: &str) -> bool {
    let Some((scheme, _)) = reference.split_once(':') else {
        return false;
    };
    scheme.len() > 1
        && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

fn join_path(base: &str, reference: &str) -> Result<String, Outside> {
    let reference = percent_decoded(reference.split('?').next().unwrap_or_default());
    let absolute = reference.starts_with(['/', '\\']) || reference.as_bytes().get(1) == Some(&b':');
    if absolute || reference.contains('\0') {
        return Err(Outside);
    }
    let mut parts: Vec<&str> = base.split('/').collect();
    parts.pop();
    for part in reference.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop().ok_or(Outside)?),
            name => parts.push(name),
        }
    }
    Ok(parts.join("/"))
}

/// RFC 3986, section 5.2, for a reference without a scheme.
fn join_uri(base: &str, reference: &str) -> String {
    let (scheme, rest) = base.split_once(':').unwrap_or(("https", base));
    if reference.starts_with("//") {
        return format!("{scheme}:{reference}");
    }
    let rest = rest.split('?').next().unwrap_or_default();
    let Some(rest) = rest.strip_prefix("//") else {
        return format!("{scheme}:{reference}");
    };
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (reference, query) = match reference.split_once('?') {
        Some((reference, query)) => (reference, format!("?{query}")),
        None => (reference, String::new()),
    };
    let mut parts: Vec<&str> = match reference.starts_with('/') {
        true => Vec::new(),
        false => path.split('/').collect(),
    };
    parts.pop();
    for part in reference.trim_start_matches('/').split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    format!("{scheme}://{authority}/{}{query}", parts.join("/"))
}

/// The text with `%41` and the like decoded; as it is, where that would not be UTF-8.
pub(super) fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while index < bytes.len() {
        let digits = bytes.get(index + 1..index + 3).filter(|_| bytes[index] == b'%');
        let value = digits.and_then(|digits| {
            let high = char::from(digits[0]).to_digit(16)?;
            let low = char::from(digits[1]).to_digit(16)?;
            u8::try_from(high * 16 + low).ok()
        });
        decoded.push(value.unwrap_or(bytes[index]));
        index += if value.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Address, Outside, percent_decoded};

    fn path(text: &str) -> Address {
        Address::Path(text.into())
    }

    fn uri(text: &str) -> Address {
        Address::Uri(text.into())
    }

    #[test]
    fn paths_stay_within_the_folder() {
        let base = path("api/main.yaml");
        assert_eq!(base.join("pets/cat.yaml"), Ok(path("api/pets/cat.yaml")));
        assert_eq!(base.join("./a//b/../c.json"), Ok(path("api/a/c.json")));
        assert_eq!(base.join("../shared%20types.yaml"), Ok(path("shared types.yaml")));
        for outside in [
            "../../x.yaml",
            "/etc/hostname",
            "..\\..\\x",
            "C:\\x.yaml",
            "file:///etc/hostname",
            "FILE:x",
            "%2e%2e/%2e%2e/x",
            "%2fetc",
            "a\0b",
            "%00",
        ] {
            assert_eq!(base.join(outside), Err(Outside), "{outside}");
        }
    }

    #[test]
    fn uris_join_as_the_standard_says() {
        let base = uri("https://example.com/a/b.json?v=1");
        assert_eq!(base.join("c.json"), Ok(uri("https://example.com/a/c.json")));
        assert_eq!(base.join("../c.json"), Ok(uri("https://example.com/c.json")));
        assert_eq!(base.join("../../../c"), Ok(uri("https://example.com/c")));
        assert_eq!(base.join("/c?d=/e"), Ok(uri("https://example.com/c?d=/e")));
        assert_eq!(base.join("//other/c"), Ok(uri("https://other/c")));
        assert_eq!(base.join("urn:x:y"), Ok(uri("urn:x:y")));
        assert_eq!(path("a.yaml").join("http://h/x"), Ok(uri("http://h/x")));
    }

    #[test]
    fn broken_escapes_stay() {
        assert_eq!(percent_decoded("a%20b%zz%4"), "a b%zz%4");
        assert_eq!(percent_decoded("%ff"), "%ff");
    }
}
