//! Everything about a request that the document does not allow.

use std::collections::BTreeMap;

use serde_json::Value;
use tests::{operation::escaped, saying};

use crate::{
    body::{self, Held},
    operation::{Content, Operation, Parameter},
    parameter::find,
    path::matched,
    request::Recorded,
    schema::{document, facets, items, properties, property, resolved},
};

/// How much a call was to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Everything.
    All,
    /// What is required.
    Required,
}

/// Headers with a syntax of their own, which the client writes by itself.
const CONDITIONS: [&str; 4] = ["if-match", "if-none-match", "range", "idempotency-key"];

/// Headers that HTTP itself brings.
const UNDECLARED: [&str; 11] = [
    "accept",
    "accept-encoding",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "host",
    "range",
    "transfer-encoding",
    "user-agent",
];

/// What is wrong with a request.
pub(crate) async fn judge(
    operation: &Operation,
    request: &Recorded,
    wanted: Wanted,
) -> Vec<String> {
    let mut wrong = Vec::new();
    if request.method.as_str() != operation.method {
        wrong.push(format!("the method is {}, not {}", request.method, operation.method));
    }
    let Some(path) = matched(&operation.path, &request.path) else {
        wrong.push(format!("the path {} is not {}", request.path, operation.path));
        return wrong;
    };
    parameters(operation, request, &path, wanted, &mut wrong);
    security(operation, request, &mut wrong);
    if let Err(problem) = of_body(operation, request, wanted, &mut wrong).await {
        wrong.push(format!("the body {problem}"));
    }
    wrong
}

fn parameters(
    operation: &Operation,
    request: &Recorded,
    path: &BTreeMap<String, String>,
    wanted: Wanted,
    wrong: &mut Vec<String>,
) {
    let mut taken = keys_of_security(operation, "query");
    for parameter in &operation.parameters {
        let Parameter { name, place, required, .. } = parameter;
        let others: Vec<&str> = operation
            .parameters
            .iter()
            .filter(|other| other.place == *place && other.name != *name)
            .map(|other| other.name.as_str())
            .collect();
        let found = find(parameter, request, path, &others);
        match (&found, required) {
            (None, true) => {
                wrong.push(format!("{name} is required in the {place}: {}", request.path))
            }
            (None, false) if wanted == Wanted::All && !may_be_missing(parameter) => {
                wrong.push(format!("{name} is not sent in the {place}"));
            }
            (Some(_), false) if wanted == Wanted::Required && !is_own(name) => {
                wrong.push(format!("{name} is sent unasked in the {place}"));
            }
            _ => {}
        }
        let Some(found) = found else { continue };
        if place == "query" || place == "querystring" {
            taken.extend(found.names.iter().cloned());
        }
        // A credential says nothing of its own name.
        let is_key = keys_of_security(operation, place).contains(name);
        if let Some(schema) = parameter.schema.as_ref().filter(|_| !is_key) {
            wrong.extend(value(parameter, schema, &found.readings, wanted));
        }
    }
    let unknown = request
        .query
        .iter()
        .find(|(name, _)| !taken.contains(name) && !stands_in_path(operation, name));
    wrong.extend(unknown.map(|(name, _)| format!("{name} is not declared in the query")));
    let mut headers = keys_of_security(operation, "header");
    headers.extend(
        operation.parameters.iter().filter(|one| one.place == "header").map(|one| one.name.clone()),
    );
    let known = |name: &str| {
        UNDECLARED.contains(&name) || headers.iter().any(|one| one.eq_ignore_ascii_case(name))
    };
    let unknown = request.headers.keys().find(|name| !known(name.as_str()));
    wrong.extend(unknown.map(|name| format!("{name} is not declared in the headers")));
}

/// Whether a path of the document says it itself.
fn stands_in_path(operation: &Operation, name: &str) -> bool {
    let query = operation.path.split_once('?').map(|(_, query)| query).unwrap_or_default();
    query.split('&').any(|pair| pair.split('=').next() == Some(name))
}

/// Whether the client adds it where it is declared.
fn is_own(name: &str) -> bool {
    ["idempotency-key", "user-agent"].iter().any(|own| name.eq_ignore_ascii_case(own))
}

/// Whether a full call may lack it: an empty list or object has no text in most styles.
fn may_be_missing(parameter: &Parameter) -> bool {
    let Some(schema) = &parameter.schema else { return true };
    let facets = facets(schema);
    facets.iter().any(|at| document().at(at).get("maxItems").and_then(Value::as_u64) == Some(0))
}

fn value(
    parameter: &Parameter,
    schema: &str,
    readings: &[Value],
    wanted: Wanted,
) -> Option<String> {
    let Parameter { name, place, .. } = parameter;
    let problems: Vec<Vec<String>> =
        readings.iter().map(|value| document().violations(schema, value)).collect();
    if problems.iter().all(|problems| !problems.is_empty()) {
        let shown = readings.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ");
        let problem = problems.last().and_then(|all| all.first()).cloned().unwrap_or_default();
        return Some(format!("{name} in the {place} is {shown}: {problem}"));
    }
    let header = place == "header" || place == "cookie";
    // What is reserved stays as it is given, escapes too (RFC 6570, section 3.2.3).
    if wanted == Wanted::Required
        || parameter.reserved
        || CONDITIONS.contains(&name.to_ascii_lowercase().as_str())
    {
        return None;
    }
    let schema = document().at(&resolved(schema));
    if ["allOf", "anyOf", "oneOf"].iter().any(|key| schema.get(key).is_some()) {
        return None;
    }
    let expected = saying(name, header, schema)?;
    let said = readings.iter().any(|value| value.as_str() == Some(expected.as_str()));
    (!said).then(|| format!("{name} in the {place} is {readings:?}, not {expected:?}"))
}

/// The names of keys that security brings to a place.
fn keys_of_security(operation: &Operation, place: &str) -> Vec<String> {
    let names = operation.security.iter().flatten();
    let schemes = names.filter_map(|name| scheme(name));
    let keys = schemes.filter(|scheme| scheme["type"] == "apiKey" && scheme["in"] == place);
    keys.filter_map(|scheme| scheme["name"].as_str().map(str::to_owned)).collect()
}

fn scheme(name: &str) -> Option<&'static Value> {
    let at = resolved(&format!("/components/securitySchemes/{}", escaped(name)));
    document().has(&at).then(|| document().at(&at))
}

fn security(operation: &Operation, request: &Recorded, wrong: &mut Vec<String>) {
    if operation.security.is_empty() || operation.security.iter().any(Vec::is_empty) {
        return;
    }
    let fits = |names: &Vec<String>| {
        names.iter().all(|name| scheme(name).is_none_or(|scheme| is_sent(scheme, request)))
    };
    if !operation.security.iter().any(fits) {
        wrong.push(format!("no credential of {:?} is sent", operation.security));
    }
}

fn is_sent(scheme: &Value, request: &Recorded) -> bool {
    let text = |key: &str| scheme[key].as_str().unwrap_or_default().to_ascii_lowercase();
    let authorization = request.header("authorization").unwrap_or_default();
    let name = scheme["name"].as_str().unwrap_or_default();
    match (text("type").as_str(), text("scheme").as_str(), text("in").as_str()) {
        ("http", "basic", _) => authorization.starts_with("Basic "),
        ("http", "bearer", _) | ("oauth2" | "openidconnect", ..) => {
            authorization.starts_with("Bearer ")
        }
        ("apikey", _, "header") => request.header(name).is_some(),
        ("apikey", _, "query") => request.query.iter().any(|(key, _)| key == name),
        ("apikey", _, "cookie") => request.cookies().iter().any(|(key, _)| key == name),
        // What no client can do alone.
        _ => true,
    }
}

async fn of_body(
    operation: &Operation,
    request: &Recorded,
    wanted: Wanted,
    wrong: &mut Vec<String>,
) -> Result<(), String> {
    let Some(body) = &operation.body else {
        return if request.body.is_empty() { Ok(()) } else { Err("is not declared".to_owned()) };
    };
    if request.body.is_empty() && request.media().is_empty() {
        let missing = body.required || wanted == Wanted::All;
        return if missing && !body.contents.is_empty() {
            Err("is missing".to_owned())
        } else {
            Ok(())
        };
    }
    let media = request.media();
    let exact = body.contents.iter().find(|content| content.media.eq_ignore_ascii_case(&media));
    let Some(content) = exact.or(body.contents.iter().find(|content| fits(content, &media))) else {
        return Err(format!("is {media}, which is not declared"));
    };
    match body::read(content, request).await? {
        Held::Value(value) => {
            let Some(schema) = body::schema(content) else { return Ok(()) };
            // The parts of a form's branches are given one by one.
            if body::is_form(&media) && is_union(&facets(&schema)) {
                return Ok(());
            }
            let problems = document().violations(&schema, &value);
            if let Some(first) =
                problems.iter().find(|problem| !is_of_size(problem) || wanted == Wanted::All)
            {
                return Err(format!("{value} is not valid: {first}"));
            }
            // Where there are several ways to write a body, its parts belong to one of them.
            if wanted == Wanted::All && wrong.is_empty() && body.contents.len() == 1 {
                present(&facets(&schema), &value, "", 3, wrong);
            }
        }
        Held::Items(values) => {
            let item = content.item.clone().or_else(|| items_of(content));
            let Some(item) = item else { return Ok(()) };
            let problem = values
                .iter()
                .find_map(|value| document().violations(&item, value).into_iter().next());
            if let Some(problem) = problem {
                return Err(format!("has an item that is not valid: {problem}"));
            }
        }
        Held::Bytes => {}
    }
    Ok(())
}

/// Whether an object has too few properties, though it has those that are required.
fn is_of_size(problem: &str) -> bool {
    problem.contains("has less than")
}

fn is_union(facets: &[String]) -> bool {
    facets.iter().any(|facet| {
        let schema = document().at(facet);
        schema.get("oneOf").or(schema.get("anyOf")).is_some()
    })
}

/// The schema of the lines of a sequence that has only a schema.
fn items_of(content: &Content) -> Option<String> {
    let schema = content.schema.as_deref()?;
    let facets = facets(schema);
    items(&facets).into_iter().next().or_else(|| Some(schema.to_owned()))
}

/// Whether a media type of the document is the one that was sent.
fn fits(content: &Content, media: &str) -> bool {
    let own = content.media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    own == media
        || own == "*/*"
        || own.strip_suffix('*').is_some_and(|kind| media.starts_with(kind))
}

/// Notes the properties that a full body lacks.
fn present(facets: &[String], value: &Value, at: &str, depth: usize, wrong: &mut Vec<String>) {
    let Some(object) = value.as_object().filter(|_| depth > 0 && !is_union(facets)) else { return };
    for name in properties(facets) {
        let of = property(facets, &name);
        let marked =
            |key: &str| of.iter().any(|at| document().at(at).get(key) == Some(&Value::Bool(true)));
        match object.get(&name) {
            Some(value) => present(&of, value, &format!("{at}/{name}"), depth - 1, wrong),
            None if marked("readOnly")
                || admits_nothing(&of)
                || of.iter().any(|at| facets.contains(at)) => {}
            None => wrong.push(format!("{at}/{name} is not in the body")),
        }
    }
}

fn admits_nothing(facets: &[String]) -> bool {
    facets.iter().any(|at| *document().at(at) == Value::Bool(false))
}
