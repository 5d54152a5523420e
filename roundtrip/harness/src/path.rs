//! Which operation a request is for, and the texts of its path's variables.

use std::collections::BTreeMap;

use crate::request::decoded;

/// The texts of a path's variables as they stood in the request, if the path fits.
pub(crate) fn matched(template: &str, path: &str) -> Option<BTreeMap<String, String>> {
    // What a path of the document says after `?` or `#` is no part of the path, but for segments
    // with parameters after a `#`.
    let goes_on = template.split_once('#').is_some_and(|(_, rest)| rest.contains("/{"));
    let escaped = if goes_on { template.replace('#', "%23") } else { template.to_owned() };
    let template = escaped.split(['?', '#']).next().unwrap_or(template);
    let (wanted, given): (Vec<_>, Vec<_>) =
        (template.split('/').collect(), path.split('/').collect());
    if wanted.len() != given.len() {
        return None;
    }
    let mut found = BTreeMap::new();
    wanted
        .iter()
        .zip(given)
        .all(|(wanted, given)| segment(wanted, given, &mut found))
        .then_some(found)
}

/// Takes a segment such as `{owner}.{name}:run` apart.
fn segment(template: &str, text: &str, found: &mut BTreeMap<String, String>) -> bool {
    let Some((before, rest)) = template.split_once('{') else {
        return decoded(template) == decoded(text);
    };
    let Some((name, rest)) = rest.split_once('}') else { return template == text };
    let Some(text) = strip(text, before) else { return false };
    let next = rest.split('{').next().unwrap_or_default();
    if next.is_empty() && rest.is_empty() {
        found.insert(name.to_owned(), text.to_owned());
        return true;
    }
    let ends = (0..=text.len()).filter(|end| text.is_char_boundary(*end));
    for end in ends {
        let mut inner = found.clone();
        inner.insert(name.to_owned(), text[..end].to_owned());
        if segment(rest, &text[end..], &mut inner) {
            *found = inner;
            return true;
        }
    }
    false
}

/// What follows a literal text, which may be percent-encoded.
fn strip<'t>(text: &'t str, literal: &str) -> Option<&'t str> {
    if let Some(rest) = text.strip_prefix(literal) {
        return Some(rest);
    }
    let mut ends = (0..=text.len()).filter(|end| text.is_char_boundary(*end));
    let end = ends.find(|end| decoded(&text[..*end]) == decoded(literal))?;
    Some(&text[end..])
}
