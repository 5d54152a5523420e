//! Operations as a server needs them.

use http::StatusCode;
use serde_json::Value;
use tests::{document::Document, operation::escaped};

use crate::schema::resolved;

const METHODS: [&str; 9] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// Headers that are no parameters: those of OpenAPI 3.1, section 4.8.12.1, and those that frame a
/// message (RFC 9110, RFC 9112).
const IGNORED: [&str; 11] = [
    "accept",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "expect",
    "host",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// An operation.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Option<Body>,
    pub(crate) responses: Vec<Response>,
    /// Alternatives, each with the schemes that it wants together.
    pub(crate) security: Vec<Vec<String>>,
}

/// A parameter, or a property of a form.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) place: String,
    pub(crate) required: bool,
    pub(crate) style: String,
    pub(crate) explode: bool,
    /// Whether reserved characters stay as they are.
    pub(crate) reserved: bool,
    /// The media type of a `content` parameter.
    pub(crate) media: Option<String>,
    /// Pointer to the schema, where there is one.
    pub(crate) schema: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub(crate) required: bool,
    pub(crate) contents: Vec<Content>,
}

#[derive(Clone, Debug)]
pub(crate) struct Response {
    /// As the document writes it.
    pub(crate) status: String,
    pub(crate) contents: Vec<Content>,
    /// Pointers to its headers, by their names.
    pub(crate) headers: Vec<(String, String)>,
}

#[derive(Clone, Debug)]
pub(crate) struct Content {
    pub(crate) media: String,
    /// Pointer to the media type object.
    pub(crate) at: String,
    pub(crate) schema: Option<String>,
    /// Pointer to the schema of each item of a sequence.
    pub(crate) item: Option<String>,
}

impl Response {
    /// A status that it is documented for.
    pub(crate) fn example_status(&self) -> Option<StatusCode> {
        let text = match self.status.as_str() {
            "default" => return None,
            range if range.ends_with("XX") || range.ends_with("xx") => format!("{}18", &range[..1]),
            exact => exact.to_owned(),
        };
        StatusCode::from_bytes(text.as_bytes()).ok()
    }
}

/// Every operation of a document.
pub(crate) fn all(document: &Document) -> Vec<Operation> {
    let paths = document.root().get("paths").and_then(Value::as_object).into_iter().flatten();
    let mut found = Vec::new();
    for (path, _) in paths.filter(|(path, _)| path.starts_with('/')) {
        let at = resolved(&format!("/paths/{}", escaped(path)));
        let item = document.at(&at);
        for method in METHODS {
            if item.get(method).is_some_and(Value::is_object) {
                found.push(read(document, path, method, &at, &format!("{at}/{method}")));
            }
        }
        let more = item.get("additionalOperations").and_then(Value::as_object);
        for method in more.into_iter().flat_map(|more| more.keys()) {
            let own = format!("{at}/additionalOperations/{}", escaped(method));
            found.push(read(document, path, method, &at, &own));
        }
    }
    found
}

fn read(document: &Document, path: &str, method: &str, item: &str, at: &str) -> Operation {
    let own = document.at(at);
    let method =
        if METHODS.contains(&method) { method.to_ascii_uppercase() } else { method.to_owned() };
    let id = own.get("operationId").and_then(Value::as_str).filter(|id| !id.is_empty());
    let mut parameters = parameters(document, &format!("{at}/parameters"));
    for shared in self::parameters(document, &format!("{item}/parameters")) {
        let known = |own: &Parameter| own.name == shared.name && own.place == shared.place;
        if !parameters.iter().any(known) {
            parameters.push(shared);
        }
    }
    let body = resolved(&format!("{at}/requestBody"));
    let security = own.get("security").or_else(|| document.root().get("security"));
    Operation {
        id: id.map_or_else(|| format!("{method} {path}"), str::to_owned),
        method,
        path: path.to_owned(),
        parameters,
        body: document.has(&body).then(|| Body {
            required: document.at(&body).get("required") == Some(&Value::Bool(true)),
            contents: contents(document, &body),
        }),
        responses: responses(document, &format!("{at}/responses")),
        security: security.map(alternatives).unwrap_or_default(),
    }
}

fn alternatives(security: &Value) -> Vec<Vec<String>> {
    let all = security.as_array().into_iter().flatten();
    let schemes =
        |one: &Value| one.as_object().into_iter().flat_map(|one| one.keys().cloned()).collect();
    all.map(schemes).collect()
}

fn parameters(document: &Document, at: &str) -> Vec<Parameter> {
    if !document.has(at) {
        return Vec::new();
    }
    let count = document.at(at).as_array().map_or(0, Vec::len);
    let all = (0..count).map(|index| resolved(&format!("{at}/{index}")));
    all.filter_map(|at| parameter(document, &at)).collect()
}

fn parameter(document: &Document, at: &str) -> Option<Parameter> {
    let own = document.at(at);
    let text = |key: &str| own.get(key).and_then(Value::as_str).map(str::to_owned);
    let (name, place) = (text("name")?, text("in")?);
    if place == "header" && IGNORED.contains(&name.to_ascii_lowercase().as_str()) {
        return None;
    }
    let content = contents(document, at).into_iter().next();
    let style = text("style").unwrap_or_else(|| default_style(&place).to_owned());
    let explode = own.get("explode").and_then(Value::as_bool);
    let schema = format!("{at}/schema");
    Some(Parameter {
        explode: explode.unwrap_or(style == "form" || style == "cookie"),
        reserved: own.get("allowReserved") == Some(&Value::Bool(true)),
        required: own.get("required") == Some(&Value::Bool(true)) || place == "path",
        schema: match &content {
            Some(content) => content.schema.clone(),
            None => document.has(&schema).then_some(schema),
        },
        media: content.map(|content| content.media),
        name,
        place,
        style,
    })
}

fn default_style(place: &str) -> &'static str {
    if place == "query" || place == "cookie" { "form" } else { "simple" }
}

fn responses(document: &Document, at: &str) -> Vec<Response> {
    if !document.has(at) {
        return Vec::new();
    }
    let statuses = document.at(at).as_object().into_iter().flat_map(|all| all.keys());
    let read = |status: &String| {
        let at = resolved(&format!("{at}/{}", escaped(status)));
        let headers = document.at(&at).get("headers").and_then(Value::as_object);
        let names = headers.into_iter().flat_map(|headers| headers.keys());
        let header =
            |name: &String| (name.clone(), resolved(&format!("{at}/headers/{}", escaped(name))));
        Response {
            status: status.clone(),
            contents: contents(document, &at),
            headers: names.map(header).collect(),
        }
    };
    statuses.filter(|status| !status.starts_with("x-")).map(read).collect()
}

fn contents(document: &Document, owner: &str) -> Vec<Content> {
    let listed = document.at(owner).get("content").and_then(Value::as_object);
    let read = |media: &String| {
        let at = resolved(&format!("{owner}/content/{}", escaped(media)));
        let has = |key: &str| {
            let pointer = format!("{at}/{key}");
            document.has(&pointer).then_some(pointer)
        };
        Content { media: media.clone(), schema: has("schema"), item: has("itemSchema"), at }
    };
    listed.into_iter().flat_map(|listed| listed.keys()).map(read).collect()
}
