//! One operation of the document, as far as a server needs it.

use http::{Method, StatusCode};
use serde_json::Value;

use crate::{lenient::followed, template::Template};

/// What the operations of a path are called in the document.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// An operation and where its parts stand in the document.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its `operationId`, or its method and path where it has none.
    pub id: String,
    /// Its HTTP method.
    pub method: Method,
    /// Its path.
    pub template: Template,
    /// Its first tag, or nothing.
    pub tag: String,
    /// Its parameters, those of the path item included.
    pub parameters: Vec<Parameter>,
    /// Its request body.
    pub body: Option<Body>,
    /// Its documented responses, in document order.
    pub responses: Vec<Answer>,
}

/// A declared parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name on the wire.
    pub name: String,
    /// `path`, `query`, `header` or `cookie`.
    pub place: String,
    /// Whether it has to be sent.
    pub required: bool,
    /// Pointer to its schema.
    pub schema: String,
}

/// A declared request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Whether it has to be sent.
    pub required: bool,
    /// Its media types.
    pub contents: Vec<Content>,
}

/// A documented response.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its status; nothing for `default` and ranges.
    pub status: Option<StatusCode>,
    /// Its media types.
    pub contents: Vec<Content>,
    /// The names of its headers.
    pub headers: Vec<String>,
}

/// A media type with its schema.
#[derive(Clone, Debug)]
pub struct Content {
    /// The media type, as in `application/json`.
    pub media: String,
    /// Pointer to the schema, where there is one.
    pub schema: Option<String>,
}

impl Operation {
    /// Reads every operation of a document.
    pub fn all(root: &Value) -> Vec<Self> {
        let paths = root.get("paths").and_then(Value::as_object);
        let items = paths.into_iter().flatten();
        items.flat_map(|(path, item)| of_path(root, path, item)).collect()
    }

    /// The parameters that stand in one place.
    pub fn parameters_in(&self, place: &str) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(move |parameter| parameter.place == place)
    }

    /// Whether a parameter of this place and name is declared (header names in any case).
    pub fn declares(&self, place: &str, name: &str) -> bool {
        self.parameters_in(place).any(|parameter| parameter.name.eq_ignore_ascii_case(name))
    }

    /// The documented response of a status.
    pub fn response(&self, status: StatusCode) -> Option<&Answer> {
        self.responses.iter().find(|answer| answer.status == Some(status))
    }

    /// The first documented success, without 304.
    pub fn success(&self) -> Option<&Answer> {
        let is_success = |answer: &&Answer| answer.status.is_some_and(|status| status.is_success());
        self.responses.iter().find(is_success)
    }
}

impl Answer {
    /// The schema of its JSON form.
    pub fn json_schema(&self) -> Option<&str> {
        let json = self.contents.iter().find(|content| content.media == "application/json")?;
        json.schema.as_deref()
    }
}

fn of_path(root: &Value, path: &str, item: &Value) -> Vec<Operation> {
    let Some(entries) = item.as_object() else {
        return Vec::new();
    };
    let at = format!("/paths/{}", escaped(path));
    let shared = parameters(root, item, &at);
    let operation = |(name, value): (&String, &Value)| {
        let method = METHODS.contains(&name.as_str()).then(|| name.to_ascii_uppercase())?;
        let method = Method::from_bytes(method.as_bytes()).ok()?;
        let unnamed = || format!("{method} {path}");
        let id = value.get("operationId").and_then(Value::as_str);
        let id = id.map_or_else(unnamed, str::to_owned);
        let at = format!("{at}/{name}");
        let mut own = parameters(root, value, &at);
        for parameter in &shared {
            let same =
                |other: &Parameter| other.name == parameter.name && other.place == parameter.place;
            if !own.iter().any(same) {
                own.push(parameter.clone());
            }
        }
        Some(Operation {
            id,
            method,
            template: Template::parse(path),
            tag: text(value.pointer("/tags/0")),
            parameters: own,
            body: body(root, value, &at),
            responses: responses(root, value, &at),
        })
    };
    entries.iter().filter_map(operation).collect()
}

fn parameters(root: &Value, owner: &Value, at: &str) -> Vec<Parameter> {
    let listed = owner.get("parameters").and_then(Value::as_array).into_iter().flatten();
    let read = |(index, written): (usize, &Value)| {
        let parameter = followed(written, root);
        Parameter {
            name: text(parameter.get("name")),
            place: text(parameter.get("in")),
            required: parameter.get("required") == Some(&Value::Bool(true)),
            schema: format!("{}/schema", place_of(written, &format!("{at}/parameters/{index}"))),
        }
    };
    listed.enumerate().map(read).collect()
}

fn body(root: &Value, operation: &Value, at: &str) -> Option<Body> {
    let written = operation.get("requestBody")?;
    let body = followed(written, root);
    Some(Body {
        required: body.get("required") == Some(&Value::Bool(true)),
        contents: contents(body, &place_of(written, &format!("{at}/requestBody"))),
    })
}

fn responses(root: &Value, operation: &Value, at: &str) -> Vec<Answer> {
    let listed = operation.get("responses").and_then(Value::as_object).into_iter().flatten();
    let read = |(status, written): (&String, &Value)| {
        let response = followed(written, root);
        let headers = response.get("headers").and_then(Value::as_object);
        Answer {
            status: StatusCode::from_bytes(status.as_bytes()).ok(),
            contents: contents(response, &place_of(written, &format!("{at}/responses/{status}"))),
            headers: headers.into_iter().flat_map(|headers| headers.keys().cloned()).collect(),
        }
    };
    listed.map(read).collect()
}

fn contents(owner: &Value, at: &str) -> Vec<Content> {
    let listed = owner.get("content").and_then(Value::as_object).into_iter().flatten();
    let read = |(media, content): (&String, &Value)| Content {
        media: media.clone(),
        schema: content.get("schema").map(|_| format!("{at}/content/{}/schema", escaped(media))),
    };
    listed.map(read).collect()
}

/// The pointer of what is written inline or by reference.
fn place_of(written: &Value, at: &str) -> String {
    let reference = written.get("$ref").and_then(Value::as_str);
    reference.and_then(|reference| reference.strip_prefix('#')).unwrap_or(at).to_owned()
}

fn text(value: Option<&Value>) -> String {
    value.and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Escapes one token of a JSON pointer.
pub fn escaped(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}
