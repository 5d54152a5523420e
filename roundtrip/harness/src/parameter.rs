//! What was sent for a parameter, read by its style.
//!
//! A text can stand for several values (`1` is a number and a text; `a` a text and a list of one).
//! All readings are given; a parameter is right if one of them is valid.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::{
    operation::Parameter,
    request::{Recorded, decoded, form_decoded},
    schema::{facets, inner, is_open, items, may_be, may_be_scalar, properties, property, scalar},
};

/// What was found of a parameter.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// What it can mean.
    pub(crate) readings: Vec<Value>,
    /// The names under which it came.
    pub(crate) names: Vec<String>,
}

/// How texts of a place are decoded.
type Decode = fn(&str) -> String;

/// Looks for a parameter in a request; `path` holds the texts of the path's variables.
pub(crate) fn find(
    parameter: &Parameter,
    request: &Recorded,
    path: &BTreeMap<String, String>,
    others: &[&str],
) -> Option<Found> {
    let Parameter { name, place, .. } = parameter;
    match place.as_str() {
        "path" => single(parameter, path.get(name)?, decoded),
        "query" => in_pairs(parameter, &request.query, others, form_decoded),
        "cookie" => in_pairs(parameter, &request.cookies(), others, decoded),
        "header" => {
            let all = request.headers.get_all(name.as_str()).iter();
            let texts = all.filter_map(|value| std::str::from_utf8(value.as_bytes()).ok());
            let texts: Vec<&str> = texts.collect();
            let text = (!texts.is_empty()).then(|| texts.join(","))?;
            single(parameter, &text, str::to_owned)
        }
        "querystring" => querystring(parameter, request),
        _ => None,
    }
}

/// The whole query as one value.
fn querystring(parameter: &Parameter, request: &Recorded) -> Option<Found> {
    if request.whole_query.is_empty() {
        return None;
    }
    let names = request.query.iter().map(|(name, _)| name.clone()).collect();
    if parameter.media.as_deref().is_some_and(|media| media.contains("json")) {
        let reading = serde_json::from_str(&decoded(&request.whole_query)).ok()?;
        return Some(Found { readings: vec![reading], names });
    }
    let form =
        Parameter { style: "form".to_owned(), explode: true, media: None, ..parameter.clone() };
    in_pairs(&form, &request.query, &[], form_decoded).map(|found| Found { names, ..found })
}

/// Looks for a parameter among names with values: a query, cookies or a form.
pub(crate) fn in_pairs(
    parameter: &Parameter,
    pairs: &[(String, String)],
    others: &[&str],
    decode: Decode,
) -> Option<Found> {
    let Parameter { name, style, explode, .. } = parameter;
    let same = pairs.iter().filter(|(key, _)| key == name);
    let same: Vec<&str> = same.map(|(_, value)| value.as_str()).collect();
    if let ([one], Some(_)) = (same.as_slice(), &parameter.media) {
        return single(parameter, one, decode);
    }
    let facets = parameter.schema.as_deref().map(facets).unwrap_or_default();
    if style == "deepObject" {
        // The style says nothing of what is no object: that is written as in a form.
        let plain = || match same.as_slice() {
            [one] if may_be_scalar(&facets) => {
                let readings = vec![scalar(&facets, &decode(one))];
                Some(Found { readings, names: vec![name.clone()] })
            }
            _ => None,
        };
        return deep(name, pairs, &facets, decode).or_else(plain);
    }
    let mut found = Found::default();
    if !same.is_empty() {
        found.names.push(name.clone());
    }
    if let [one] = same.as_slice() {
        found.readings.push(scalar(&facets, &decode(one)));
        if may_be(&facets, "array") || may_be(&facets, "object") {
            found.readings.extend(joined(style, one, &facets, decode));
        }
    }
    if !same.is_empty() && *explode && may_be(&facets, "array") {
        let item = items(&facets);
        found.readings.push(same.iter().map(|text| inner(&item, &decode(text))).collect());
    }
    if *explode && may_be(&facets, "object") {
        exploded_object(&facets, pairs, others, decode, &mut found);
    }
    (!found.readings.is_empty()).then_some(found)
}

/// An object whose properties are names of their own.
fn exploded_object(
    facets: &[String],
    pairs: &[(String, String)],
    others: &[&str],
    decode: Decode,
    found: &mut Found,
) {
    let declared = properties(facets);
    let open = is_open(facets);
    let mut object = Map::new();
    for (key, value) in pairs {
        let known = declared.contains(key);
        if known || (open && !others.contains(&key.as_str())) {
            let of = property(facets, key);
            let value = scalar(&of, &decode(value));
            found.names.push(key.clone());
            match object.get_mut(key) {
                Some(Value::Array(values)) => values.push(value),
                Some(first) => *first = Value::Array(vec![first.take(), value]),
                None => {
                    let array = may_be(&of, "array") && !may_be(&of, "string");
                    let value = if array { Value::Array(vec![value]) } else { value };
                    object.insert(key.clone(), value);
                }
            }
        }
    }
    if !object.is_empty() {
        found.readings.push(Value::Object(object));
    }
}

/// `name[key]=value`, as deep as it goes.
fn deep(
    name: &str,
    pairs: &[(String, String)],
    facets: &[String],
    decode: Decode,
) -> Option<Found> {
    let mut found = Found::default();
    let mut entries = Vec::new();
    for (key, value) in pairs {
        let rest = key.strip_prefix(name).filter(|rest| rest.starts_with('['));
        let Some(rest) = rest.and_then(|rest| rest.strip_suffix(']')) else { continue };
        found.names.push(key.clone());
        let keys: Vec<String> = rest[1..].split("][").map(str::to_owned).collect();
        entries.push((keys, decode(value)));
    }
    if entries.is_empty() {
        return None;
    }
    let entries: Vec<Entry<'_>> =
        entries.iter().map(|(keys, value)| (keys.as_slice(), value.as_str())).collect();
    found.readings.push(nested(&entries, facets));
    Some(found)
}

/// Keys and the text that they lead to.
type Entry<'e> = (&'e [String], &'e str);

fn nested(entries: &[Entry<'_>], facets: &[String]) -> Value {
    if entries.iter().any(|(keys, _)| keys.is_empty()) {
        let array = entries.len() > 1 || (may_be(facets, "array") && !may_be(facets, "string"));
        let item = if array { items(facets) } else { facets.to_vec() };
        let mut values = entries.iter().map(|(_, text)| scalar(&item, text));
        return if array { values.collect() } else { values.next().unwrap_or_default() };
    }
    let mut groups: Vec<(&str, Vec<Entry<'_>>)> = Vec::new();
    for (keys, value) in entries {
        let (first, rest) = (keys[0].as_str(), &keys[1..]);
        match groups.iter_mut().find(|(key, _)| *key == first && !first.is_empty()) {
            Some((_, group)) => group.push((rest, value)),
            None => groups.push((first, vec![(rest, value)])),
        }
    }
    let counted = |key: &str| key.is_empty() || key.bytes().all(|digit| digit.is_ascii_digit());
    if may_be(facets, "array") && groups.iter().all(|(key, _)| counted(key)) {
        let item = items(facets);
        return groups.iter().map(|(_, group)| nested(group, &item)).collect();
    }
    let entry =
        |(key, group): &(&str, Vec<_>)| ((*key).to_owned(), nested(group, &property(facets, key)));
    Value::Object(groups.iter().map(entry).collect())
}

/// A parameter that is one text.
fn single(parameter: &Parameter, text: &str, decode: Decode) -> Option<Found> {
    let Parameter { name, style, explode, media, schema, .. } = parameter;
    let names = vec![name.clone()];
    if let Some(media) = media {
        let text = decode(text);
        let json = media.contains("json").then(|| serde_json::from_str(&text).ok()).flatten();
        return Some(Found { readings: vec![json.unwrap_or(Value::from(text))], names });
    }
    let facets = schema.as_deref().map(facets).unwrap_or_default();
    let mut readings = Vec::new();
    match style.as_str() {
        "label" => {
            let text = text.strip_prefix('.')?;
            let separator = if *explode { '.' } else { ',' };
            readings.push(scalar(&facets, &decode(text)));
            readings.extend(parted(text, separator, *explode, &facets, decode));
        }
        "matrix" => {
            let text = text.strip_prefix(';')?;
            let value = |text: &str| match text.split_once('=') {
                Some((key, value)) if key == *name => Some(value.to_owned()),
                None if text == *name => Some(String::new()),
                _ => None,
            };
            if *explode {
                let parts: Option<Vec<String>> = text.split(';').map(value).collect();
                if let Some(parts) = &parts {
                    let item = items(&facets);
                    readings.push(parts.iter().map(|part| scalar(&item, &decode(part))).collect());
                }
                readings.extend(object(text, ';', true, &facets, decode));
            }
            if let Some(text) = value(text) {
                readings.push(scalar(&facets, &decode(&text)));
                readings.extend(parted(&text, ',', false, &facets, decode));
            }
        }
        _ => {
            readings.push(scalar(&facets, &decode(text)));
            readings.extend(parted(text, ',', *explode, &facets, decode));
        }
    }
    Some(Found { readings, names })
}

/// A list or object in one value of a query.
fn joined(style: &str, text: &str, facets: &[String], decode: Decode) -> Vec<Value> {
    let (text, separator) = match style {
        "spaceDelimited" => (text.replace("%20", " ").replace('+', " "), ' '),
        "pipeDelimited" => (text.replace("%7C", "|").replace("%7c", "|"), '|'),
        _ => (text.to_owned(), ','),
    };
    parted(&text, separator, false, facets, decode)
}

/// What a text with separators can mean.
fn parted(
    text: &str,
    separator: char,
    explode: bool,
    facets: &[String],
    decode: Decode,
) -> Vec<Value> {
    let mut readings = Vec::new();
    if may_be(facets, "array") {
        let item = items(facets);
        let parts = text.split(separator);
        readings.push(parts.map(|part| scalar(&item, &decode(part))).collect());
    }
    readings.extend(object(text, separator, explode, facets, decode));
    readings
}

fn object(
    text: &str,
    separator: char,
    explode: bool,
    facets: &[String],
    decode: Decode,
) -> Option<Value> {
    if !may_be(facets, "object") {
        return None;
    }
    let parts: Vec<&str> = text.split(separator).collect();
    let entry = |key: &str, value: &str| {
        let key = decode(key);
        let value = scalar(&property(facets, &key), &decode(value));
        (key, value)
    };
    let entries: Option<Map<String, Value>> = if explode {
        parts
            .iter()
            .map(|part| part.split_once('=').map(|(key, value)| entry(key, value)))
            .collect()
    } else {
        let pairs = parts.chunks(2);
        pairs
            .map(|pair| <[&str; 2]>::try_from(pair).ok().map(|[key, value]| entry(key, value)))
            .collect()
    };
    entries.map(Value::Object)
}
