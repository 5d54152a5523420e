//! Path templates: what a key of `paths` says, and what of it is sent.

use crate::document;
use crate::ir::{PathTemplate, Place};

/// The operators of RFC 6570, section 2.2, that stand first in an expression.
const OPERATORS: [char; 7] = ['+', '.', '/', ';', '?', '&', '#'];

/// A key of `paths`, read.
#[derive(Default)]
pub(super) struct ReadPath {
    pub(super) template: PathTemplate,
    /// Parameters whose value may hold more than one segment (`{+name}`).
    pub(super) reserved: Vec<String>,
    /// Names in query expressions (`{?name}`), which belong into `parameters`.
    pub(super) query: Vec<String>,
    /// Names in braces and the declared parameters, written a little differently, that they mean.
    pub(super) meant: Vec<(String, String)>,
}

/// Reads the key of an operation.
///
/// A fragment never travels (RFC 9110, section 4.2.5), so it only tells two keys apart; segments
/// with declared parameters are none, whatever sign stands before them. A query is sent as it is
/// written, but for what a declared query parameter says. The expressions of RFC 6570 become literals and plain names, where no parameter is declared by the text in the braces.
pub(super) fn read(operation: &document::Operation) -> ReadPath {
    let key = operation.path;
    let end = outside_braces(key, '#').filter(|at| !goes_on(&key[*at..], operation));
    let end = end.unwrap_or(key.len());
    let (path, query) = match outside_braces(&key[..end], '?') {
        Some(at) => (&key[..at], &key[at + 1..end]),
        None => (&key[..end], ""),
    };
    let mut read = ReadPath::default();
    read.template.text = key.to_owned();
    read.literals_and_expressions(path, operation);
    let mut before = '?';
    for pair in query.split('&').filter(|pair| !pair.is_empty() && !says_parameter(pair, operation))
    {
        read.template.sent.push(before);
        read.literals_and_expressions(pair, operation);
        before = '&';
    }
    read
}

fn outside_braces(text: &str, wanted: char) -> Option<usize> {
    let mut within = false;
    text.char_indices().find_map(|(at, character)| {
        match character {
            '{' => within = true,
            '}' => within = false,
            _ if character == wanted && !within => return Some(at),
            _ => {}
        }
        None
    })
}

/// Whether segments with a declared parameter follow on what looks like a fragment.
fn goes_on(text: &str, operation: &document::Operation) -> bool {
    let mut segments = text.split('/').skip(1);
    segments.any(|segment| {
        let names = segment.split('{').skip(1).filter_map(|rest| rest.split('}').next());
        names.into_iter().any(|name| declares(operation, Place::Path, name))
    })
}

/// Whether a pair of the key's query repeats a declared query parameter.
fn says_parameter(pair: &str, operation: &document::Operation) -> bool {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let declared = |name: &str| declares(operation, Place::Query, name);
    let named = value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    declared(name) || named.is_some_and(declared)
}

fn declares(operation: &document::Operation, place: Place, name: &str) -> bool {
    operation.parameters.iter().any(|it| it.place == place && it.name == name)
}

impl ReadPath {
    fn literals_and_expressions(&mut self, text: &str, operation: &document::Operation) {
        let mut rest = text;
        while let Some((literal, (inner, after))) =
            rest.split_once('{').and_then(|(literal, rest)| Some((literal, rest.split_once('}')?)))
        {
            self.literal(literal);
            self.expression(inner, operation);
            rest = after;
        }
        self.literal(rest);
    }

    /// A sign that would begin a fragment is escaped.
    fn literal(&mut self, text: &str) {
        self.template.sent.push_str(&text.replace('#', "%23"));
    }

    fn expression(&mut self, inner: &str, operation: &document::Operation) {
        if declares(operation, Place::Path, inner) {
            return self.parameter(inner, operation);
        }
        let operator = inner.chars().next().filter(|first| OPERATORS.contains(first));
        let names = inner.strip_prefix(OPERATORS).unwrap_or(inner).split(',').map(bare);
        for (index, name) in names.enumerate() {
            match operator {
                Some('?' | '&' | '#') => {
                    self.query.push(name.to_owned());
                    continue;
                }
                Some('+') if index == 0 => {}
                Some(';') => self.template.sent.push_str(&format!(";{name}=")),
                Some(separator @ ('.' | '/')) => self.template.sent.push(separator),
                _ if index > 0 => self.template.sent.push(','),
                _ => {}
            }
            if operator == Some('+') {
                self.reserved.push(name.to_owned());
            }
            self.parameter(name, operation);
        }
    }

    fn parameter(&mut self, written: &str, operation: &document::Operation) {
        let name = meant(written, operation).unwrap_or(written);
        if name != written {
            self.meant.push((written.to_owned(), name.to_owned()));
        }
        self.template.sent.push_str(&format!("{{{name}}}"));
        if !self.template.parameters.iter().any(|known| known == name) {
            self.template.parameters.push(name.to_owned());
        }
    }
}

/// A name without a modifier (RFC 6570, section 2.4) and without a pattern, as some frameworks put
/// behind a colon.
fn bare(name: &str) -> &str {
    let name = name.split_once(':').map_or(name, |(name, _)| name).trim();
    name.strip_suffix('*').unwrap_or(name)
}

/// The one declared path parameter that has a name but for case and separators, if the path does
/// not name that itself.
fn meant<'a>(name: &str, operation: &document::Operation<'a>) -> Option<&'a str> {
    if declares(operation, Place::Path, name) {
        return None;
    }
    let plain = |text: &str| text.replace(['_', '-'], "").to_lowercase();
    let wanted = plain(name);
    let mut near = operation.parameters.iter().filter(|it| {
        let is_named = || operation.path.contains(&format!("{{{}}}", it.name));
        it.place == Place::Path && plain(it.name) == wanted && !is_named()
    });
    near.next().filter(|_| near.next().is_none()).map(|it| it.name)
}
