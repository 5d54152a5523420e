//! Names of Cargo packages.

/// Names that Cargo refuses or that cannot be imported: Rust's keywords, the standard library's
/// crates, and `test`.
const RESERVED: &[&str] = &[
    "_",
    "abstract",
    "alloc",
    "as",
    "async",
    "await",
    "become",
    "box",
    "break",
    "build",
    "const",
    "continue",
    "core",
    "crate",
    "deps",
    "do",
    "dyn",
    "else",
    "enum",
    "examples",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "incremental",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "proc_macro",
    "proc-macro",
    "pub",
    "ref",
    "return",
    "self",
    "static",
    "std",
    "struct",
    "super",
    "test",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
];

/// The longest name that crates.io takes.
pub(crate) const LONGEST: usize = 64;

/// Says what is wrong with a name for a package, if anything is.
pub(crate) fn complaint(name: &str) -> Option<String> {
    let first = name.chars().next()?.to_string();
    let wrong = name.chars().find(|c| !c.is_ascii_alphanumeric() && *c != '-' && *c != '_');
    if let Some(wrong) = wrong {
        return Some(format!("{wrong:?} may not stand in it: letters, digits, `-` and `_` may"));
    }
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Some(format!("it starts with `{first}`, but has to start with a letter"));
    }
    if let Some(capital) = name.chars().find(char::is_ascii_uppercase) {
        return Some(format!("rustc warns of the capital `{capital}` in the name of a crate"));
    }
    let is_sign = |byte: &u8| matches!(byte, b'-' | b'_');
    if name.as_bytes().windows(2).any(|two| two.iter().all(is_sign)) {
        return Some("rustc warns of two signs in a row in the name of a crate".to_owned());
    }
    if name.len() > LONGEST {
        return Some(format!("it is {} characters long, {LONGEST} are allowed", name.len()));
    }
    is_reserved(name).then(|| "Rust or Cargo reserves it".to_owned())
}

/// Whether a name is free of complaints.
pub(crate) fn is_valid(name: &str) -> bool {
    !name.is_empty() && complaint(name).is_none()
}

fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name.to_ascii_lowercase().as_str())
}

/// A valid name out of a document's title: `Sendmux API (v1)` gives `sendmux-api-v1`.
pub(crate) fn from_title(title: &str) -> String {
    let mut name = words(title).join("-");
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name = format!("api-{name}");
    }
    name.truncate(LONGEST - "-client".len());
    let name = name.trim_end_matches('-');
    match name {
        "api" => "api-client".to_owned(),
        reserved if is_reserved(reserved) => format!("{reserved}-client"),
        free => free.to_owned(),
    }
}

fn words(title: &str) -> Vec<String> {
    title
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{complaint, from_title, is_valid};

    #[test]
    fn titles_become_names() {
        for (title, name) in [
            ("Sendmux API", "sendmux-api"),
            ("  Swagger Petstore - OpenAPI 3.0 ", "swagger-petstore-openapi-3-0"),
            ("", "api-client"),
            ("API", "api-client"),
            ("3D Things", "api-3d-things"),
            ("Test", "test-client"),
            ("Ünïcode", "n-code"),
            ("日本", "api-client"),
            ("../../etc/passwd", "etc-passwd"),
        ] {
            assert_eq!(from_title(title), name, "of {title:?}");
            assert!(is_valid(name));
        }
        assert!(is_valid(&from_title(&"long ".repeat(50))));
    }

    #[test]
    fn bad_names_are_told_why() {
        for name in [
            "a b", "9to5", "-x", "../up", "self", "é", "a\"\nb", "test", "core", "a--b", "a-_b",
            "Ab",
        ] {
            assert!(complaint(name).is_some(), "{name:?} passed");
        }
        for name in ["sendmux", "generated-client", "a1_b"] {
            assert_eq!(complaint(name), None);
        }
        assert!(!is_valid(""));
    }
}
