//! Answers made from the document alone.

use axum::body::Body;
use http::{HeaderName, HeaderValue, StatusCode};
use serde_json::{Value, json};
use tests::instance::Sample;

use crate::{
    operation::{Content, Operation, Response},
    request::Recorded,
    schema::{answers, document, facets, items},
};

/// What is to be answered.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) status: StatusCode,
    pub(crate) response: Option<Response>,
    pub(crate) sample: Sample,
}

/// The answers that are successes: a status and what is documented of it.
pub(crate) fn successes(operation: &Operation) -> Vec<(StatusCode, Option<Response>)> {
    let mut found = Vec::new();
    for response in &operation.responses {
        let status = match response.status.as_str() {
            "2XX" | "2xx" => Some(StatusCode::OK),
            _ => response.example_status(),
        };
        let status = status.filter(StatusCode::is_success);
        found.extend(status.map(|status| (status, Some(response.clone()))));
    }
    if found.is_empty() {
        let default = operation.responses.iter().find(|response| response.status == "default");
        found.push((StatusCode::OK, default.cloned()));
    }
    found
}

/// The answers that are refusals.
pub(crate) fn refusals(operation: &Operation) -> Vec<(StatusCode, Response)> {
    let known = |response: &Response| match response.status.as_str() {
        "default" => Some(StatusCode::IM_A_TEAPOT),
        _ => response.example_status(),
    };
    let all = operation.responses.iter();
    let all = all.filter_map(|response| Some((known(response)?, response.clone())));
    all.filter(|(status, _)| status.is_client_error() || status.is_server_error()).collect()
}

impl Plan {
    /// Whether the body is JSON, of which there are several samples.
    pub(crate) fn has_samples(&self) -> bool {
        self.response
            .iter()
            .flat_map(|response| &response.contents)
            .any(|content| is_json(&content.media))
    }

    /// Makes the answer to a request.
    pub(crate) fn answer(&self, request: &Recorded) -> http::Response<Body> {
        let mut answer = http::Response::new(Body::empty());
        *answer.status_mut() = self.status;
        let Some(response) = &self.response else { return answer };
        for (name, at) in &response.headers {
            let header = HeaderName::from_bytes(name.as_bytes()).ok();
            if let (Some(name), Some(value)) = (header, header_value(name, at)) {
                answer.headers_mut().insert(name, value);
            }
        }
        let bodiless = [204, 205, 304].contains(&self.status.as_u16());
        let accept = request.header("accept").unwrap_or("*/*");
        let content = chosen(&response.contents, accept).filter(|_| !bodiless);
        if let Some(content) = content {
            let (media, body) = self.body(content);
            if let Ok(media) = HeaderValue::from_str(&media) {
                answer.headers_mut().insert("content-type", media);
            }
            *answer.body_mut() = Body::from(body);
        }
        answer
    }

    /// The media type and the bytes of a body.
    fn body(&self, content: &Content) -> (String, Vec<u8>) {
        let Content { media, schema, item, .. } = content;
        let essence = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let told = |body: String| (media.clone(), body.into_bytes());
        if is_json(&essence) {
            return told(self.json(content));
        }
        if essence == "*/*" && schema.as_deref().is_some_and(|schema| !is_text(schema)) {
            return ("application/json".to_owned(), self.json(content).into_bytes());
        }
        if essence == "text/event-stream" {
            return told(event(&self.one(content), item.is_some()));
        }
        if ["ndjson", "jsonl", "json-seq"].iter().any(|end| essence.ends_with(end)) {
            return told(format!("{}\n", self.one(content)));
        }
        if essence == "application/x-www-form-urlencoded" {
            return told("a=b".to_owned());
        }
        let text = schema.as_deref().filter(|schema| is_text(schema));
        let text = text.and_then(|schema| instance(schema, self.sample));
        let text = text.as_ref().and_then(Value::as_str).map(str::to_owned);
        if is_textual(&essence) {
            return told(text.unwrap_or("text".to_owned()));
        }
        let media = if essence.contains('*') { "application/octet-stream" } else { media };
        (media.to_owned(), text.map_or(b"\x00\xff\n".to_vec(), String::into_bytes))
    }

    fn json(&self, content: &Content) -> String {
        let value = content.schema.as_deref().and_then(|schema| instance(schema, self.sample));
        value.unwrap_or(json!({ "any": true })).to_string()
    }

    /// One item of a sequence.
    fn one(&self, content: &Content) -> Value {
        let Content { schema, item, .. } = content;
        let of_list =
            schema.as_deref().map(facets).map(|facets| items(&facets)).unwrap_or_default();
        let schema = item.as_ref().or(of_list.first()).or(schema.as_ref());
        schema.and_then(|schema| instance(schema, self.sample)).unwrap_or(json!({}))
    }
}

/// An event with a value; what 3.2 says of a whole event are its fields.
fn event(value: &Value, whole: bool) -> String {
    let data = value.get("data").filter(|_| whole).unwrap_or(value);
    let text = data.as_str().map_or_else(|| data.to_string(), str::to_owned);
    let lines: String = text.lines().map(|line| format!("data: {line}\n")).collect();
    format!("{lines}\n")
}

/// Whether what comes under a media type is text.
fn is_textual(media: &str) -> bool {
    let ends = ["xml", "yaml", "javascript"];
    media.starts_with("text/") || ends.iter().any(|end| media.ends_with(end))
}

/// Whether a schema is of texts, and not of raw bytes.
fn is_text(at: &str) -> bool {
    facets(at).iter().any(|facet| {
        let schema = document().at(facet);
        schema["type"] == "string" && schema["format"] != "binary"
    })
}

fn is_json(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or_default().trim();
    essence.ends_with("/json") || essence.ends_with("+json")
}

/// The media type that a client asks for.
fn chosen<'c>(contents: &'c [Content], accept: &str) -> Option<&'c Content> {
    let asked = accept.split(',').map(|part| part.split(';').next().unwrap_or_default().trim());
    let fits = |asked: &str, content: &&Content| {
        let own = content.media.split(';').next().unwrap_or_default().trim();
        asked == "*/*"
            || asked.eq_ignore_ascii_case(own)
            || asked.strip_suffix('*').is_some_and(|kind| own.starts_with(kind))
    };
    let mut asked = asked.filter_map(|asked| contents.iter().find(|content| fits(asked, content)));
    asked.next().or(contents.first())
}

/// An instance of a schema: one that is valid, if there is one.
fn instance(at: &str, sample: Sample) -> Option<Value> {
    let instances = answers().instances(at);
    let is_valid = |value: &Value| answers().violations(at, value).is_empty();
    let tomorrow = matches!(sample, Sample::UnknownFields | Sample::UnknownValues);
    let made = instances.sample(sample, 2).filter(|value| tomorrow || is_valid(value));
    made.or_else(|| instances.sample(Sample::Full, 1).filter(is_valid))
        .or_else(|| instances.sample(Sample::Minimal, 1))
}

/// Headers that have a syntax of their own, or are the server's.
const LEFT_OUT: [&str; 11] = [
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "etag",
    "last-modified",
    "location",
    "retry-after",
    "set-cookie",
    "transfer-encoding",
];

fn header_value(name: &str, at: &str) -> Option<HeaderValue> {
    if LEFT_OUT.iter().any(|left_out| name.eq_ignore_ascii_case(left_out)) {
        return None;
    }
    let schema = format!("{at}/schema");
    let value = answers().has(&schema).then(|| instance(&schema, Sample::Full)).flatten()?;
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    HeaderValue::from_str(&text).ok()
}
