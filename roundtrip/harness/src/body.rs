//! The body of a request, read by its media type.

use bytes::Bytes;
use serde_json::{Map, Value};
use tests::operation::escaped;

use crate::{
    operation::{Content, Parameter},
    parameter::in_pairs,
    request::{Recorded, form_decoded, pairs},
    schema::{document, facets, is_open, items, may_be, properties, property, resolved, scalar},
};

/// What a body holds.
#[derive(Debug)]
pub(crate) enum Held {
    /// One value of the schema.
    Value(Value),
    /// Values of the schema of each item.
    Items(Vec<Value>),
    /// What no schema speaks of.
    Bytes,
}

/// Reads a body; the error says what is wrong with its form.
pub(crate) async fn read(content: &Content, request: &Recorded) -> Result<Held, String> {
    let media = request.media();
    let json = |bytes: &[u8]| {
        serde_json::from_slice::<Value>(bytes).map_err(|error| format!("is no JSON: {error}"))
    };
    if content.schema.is_none() && content.item.is_none() {
        return Ok(Held::Bytes);
    }
    if ["ndjson", "jsonl", "json-seq"].iter().any(|end| media.ends_with(end)) {
        // RFC 7464 begins each with a record separator.
        let lines = request.body.split(|byte| [b'\n', 0x1e].contains(byte));
        let lines = lines.filter(|line| !line.is_empty());
        return lines.map(json).collect::<Result<_, _>>().map(Held::Items);
    }
    if media.ends_with("/json") || media.ends_with("+json") {
        return json(&request.body).map(Held::Value);
    }
    // Of a form that is said to be a text or a list nothing can be told.
    let of_form = content.schema.as_deref().map(facets).unwrap_or_default();
    let is_other = may_be(&of_form, "string") || may_be(&of_form, "array");
    if is_form(&media) && is_other && !may_be(&of_form, "object") {
        return Ok(Held::Bytes);
    }
    if media == "application/x-www-form-urlencoded" {
        let text = std::str::from_utf8(&request.body).map_err(|error| error.to_string())?;
        return form(content, text).map(Held::Value);
    }
    if media == "multipart/form-data" {
        return multipart(content, request).await.map(Held::Value);
    }
    Ok(Held::Bytes)
}

/// Whether a body of this media type has names with values.
pub(crate) fn is_form(media: &str) -> bool {
    media == "multipart/form-data" || media == "application/x-www-form-urlencoded"
}

/// A form, each property by the style of its `encoding`.
fn form(content: &Content, text: &str) -> Result<Value, String> {
    let pairs = pairs(text);
    let of_form = content.schema.as_deref().map(facets).unwrap_or_default();
    let mut object = Map::new();
    let mut taken: Vec<String> = Vec::new();
    let mut names = properties(&of_form);
    if is_open(&of_form) || names.is_empty() {
        names.extend(
            pairs
                .iter()
                .map(|(name, _)| name.clone())
                .filter(|name| !names.contains(name))
                .collect::<Vec<_>>(),
        );
    }
    for name in names {
        let parameter = part(content, &of_form, &name);
        let schemas = property(&of_form, &name);
        let Some(found) = in_pairs(&parameter, &pairs, &[], form_decoded) else {
            // A form has no text for an empty list or object.
            if is_required(&of_form, &name) {
                let list = may_be(&schemas, "array").then(|| Value::Array(Vec::new()));
                let empty = list.or(may_be(&schemas, "object").then(|| Value::Object(Map::new())));
                object.extend(empty.map(|value| (name, value)));
            }
            continue;
        };
        let valid =
            |value: &Value| schemas.iter().all(|at| document().violations(at, value).is_empty());
        let json = found.readings.iter().filter_map(Value::as_str);
        let json: Vec<Value> = json.filter_map(|text| serde_json::from_str(text).ok()).collect();
        let readings = found.readings.iter().chain(&json);
        let value = readings.clone().find(|value| valid(value)).or(found.readings.first());
        object.extend(value.map(|value| (name.clone(), value.clone())));
        taken.extend(found.names);
    }
    match pairs.iter().find(|(name, _)| !taken.contains(name)) {
        Some((name, _)) => Err(format!("has {name}, which is not declared")),
        None => Ok(Value::Object(object)),
    }
}

fn is_required(facets: &[String], name: &str) -> bool {
    let listed = facets.iter().filter_map(|at| document().at(at).get("required")?.as_array());
    listed.flatten().any(|listed| listed == name)
}

/// A property of a form as a parameter.
fn part(content: &Content, of_form: &[String], name: &str) -> Parameter {
    let encoding = document().at(&content.at).pointer(&format!("/encoding/{}", escaped(name)));
    let said = |key: &str| encoding.and_then(|encoding| encoding.get(key));
    let style = said("style").and_then(Value::as_str);
    let style = style.unwrap_or("form").to_owned();
    let explode = said("explode").and_then(Value::as_bool).unwrap_or(style == "form");
    let schema = property(of_form, name).into_iter().next();
    Parameter {
        name: name.to_owned(),
        place: "query".to_owned(),
        required: false,
        style,
        explode,
        reserved: false,
        media: None,
        schema,
    }
}

/// One part.
struct Part {
    name: String,
    media: Option<String>,
    file: Option<String>,
    bytes: Bytes,
}

async fn multipart(content: &Content, request: &Recorded) -> Result<Value, String> {
    let text = |error: multer::Error| format!("is no multipart body: {error}");
    let header = request.header("content-type").unwrap_or_default();
    let boundary = multer::parse_boundary(header).map_err(text)?;
    let body = request.body.clone();
    let chunks = futures_util::stream::once(async { Ok::<_, std::convert::Infallible>(body) });
    let mut form = multer::Multipart::new(chunks, boundary);
    let mut parts: Vec<Part> = Vec::new();
    while let Some(field) = form.next_field().await.map_err(text)? {
        parts.push(Part {
            name: field.name().ok_or("has a part without a name")?.to_owned(),
            media: field.content_type().map(ToString::to_string),
            file: field.file_name().map(str::to_owned),
            bytes: field.bytes().await.map_err(text)?,
        });
    }
    let of_form = content.schema.as_deref().map(facets).unwrap_or_default();
    let declared = properties(&of_form);
    let mut object = Map::new();
    for one in &parts {
        if !declared.contains(&one.name) && !is_open(&of_form) && !declared.is_empty() {
            return Err(format!("has {}, which is not declared", one.name));
        }
        let schemas = property(&of_form, &one.name);
        let array = may_be(&schemas, "array");
        let of_item = if array { items(&schemas) } else { schemas };
        check_media(content, one)?;
        let value = value(one, &of_item)?;
        match object.get_mut(&one.name) {
            Some(Value::Array(values)) if array => values.push(value),
            Some(_) => return Err(format!("has {} twice", one.name)),
            None if array => drop(object.insert(one.name.clone(), Value::Array(vec![value]))),
            None => drop(object.insert(one.name.clone(), value)),
        }
    }
    Ok(Value::Object(object))
}

/// Whether a schema is of raw bytes.
fn is_binary(facets: &[String]) -> bool {
    facets.iter().any(|at| {
        let schema = document().at(at);
        schema.get("format").and_then(Value::as_str) == Some("binary")
            || schema.get("contentMediaType").is_some()
            || schema.get("contentEncoding").is_some()
            || schema.as_object().is_some_and(Map::is_empty)
    })
}

/// Holds the media type of a part against its `encoding`.
fn check_media(content: &Content, part: &Part) -> Result<(), String> {
    let at = format!("{}/encoding/{}/contentType", content.at, escaped(&part.name));
    let wanted = document().has(&at).then(|| document().at(&at).as_str()).flatten();
    let (Some(wanted), Some(media)) = (wanted, &part.media) else { return Ok(()) };
    let essence = |text: &str| text.split(';').next().unwrap_or_default().trim().to_owned();
    let (media, mut wanted) = (essence(media), wanted.split(',').map(essence));
    let fits = |one: String| {
        one == media
            || one == "*/*"
            || one.strip_suffix("/*").is_some_and(|kind| media.starts_with(kind))
    };
    if wanted.any(fits) {
        Ok(())
    } else {
        Err(format!("has {} as {media}, which is not declared", part.name))
    }
}

fn value(part: &Part, facets: &[String]) -> Result<Value, String> {
    let json = part.media.as_deref().is_some_and(|media| media.contains("json"));
    let lossy = String::from_utf8_lossy(&part.bytes);
    if json {
        return serde_json::from_slice(&part.bytes)
            .map_err(|error| format!("has {} that is no JSON: {error}", part.name));
    }
    if is_binary(facets) || part.file.is_some() {
        return Ok(Value::from(lossy));
    }
    Ok(scalar(facets, &lossy))
}

/// The pointer to the schema of a body's value.
pub(crate) fn schema(content: &Content) -> Option<String> {
    content.schema.as_deref().map(resolved)
}
