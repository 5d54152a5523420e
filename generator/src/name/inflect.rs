//! Singular and plural, as far as names need them.

use std::borrow::Cow;

/// Words that end like a plural and are none, or whose singular is irregular.
const IRREGULAR: &[(&str, &str)] = &[
    ("series", "series"),
    ("species", "species"),
    ("news", "news"),
    ("status", "status"),
    ("alias", "alias"),
    ("atlas", "atlas"),
    ("bias", "bias"),
    ("canvas", "canvas"),
    ("gas", "gas"),
    ("lens", "lens"),
    ("always", "always"),
    ("https", "https"),
    ("dns", "dns"),
    ("sms", "sms"),
    ("tls", "tls"),
    ("aws", "aws"),
    ("os", "os"),
    ("ios", "ios"),
    ("macos", "macos"),
    ("cors", "cors"),
    ("css", "css"),
    ("js", "js"),
    ("kubernetes", "kubernetes"),
    ("aliases", "alias"),
    ("statuses", "status"),
    ("buses", "bus"),
    ("people", "person"),
    ("children", "child"),
    ("indices", "index"),
    ("indexes", "index"),
    ("vertices", "vertex"),
    ("matrices", "matrix"),
    ("analyses", "analysis"),
    ("movies", "movie"),
    ("cookies", "cookie"),
    ("caches", "cache"),
];

/// The singular of a lower-case English noun; a word that is none stays as it is.
pub fn singular(word: &str) -> Cow<'_, str> {
    if let Some((_, irregular)) = IRREGULAR.iter().find(|(plural, _)| *plural == word) {
        return Cow::Borrowed(irregular);
    }
    let keeps = ["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    if keeps || word.len() < 3 || !word.is_ascii() {
        return Cow::Borrowed(word);
    }
    if let Some(stem) = word.strip_suffix("ies")
        && stem.len() > 1
    {
        return Cow::Owned(format!("{stem}y"));
    }
    for end in ["sses", "shes", "ches", "xes", "zzes"] {
        if word.ends_with(end) {
            return Cow::Borrowed(&word[..word.len() - 2]);
        }
    }
    Cow::Borrowed(word.strip_suffix('s').unwrap_or(word))
}

/// Whether two words name the same thing, one or many.
pub fn same_noun(left: &str, right: &str) -> bool {
    left == right || singular(left) == singular(right)
}
