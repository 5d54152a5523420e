//! Answers made from the document alone.

use axum::body::Body;
use http::{HeaderName, HeaderValue, StatusCode};
use serde_json::{Value, json};
use tests::instance::Sample;

use crate::{
    operation::{Content, Operation, Response},
    request::Recorded,
    schema::{document, facets, items},
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

    fn body(&self, content: &Content) -> (String, Vec<u8>) {
        let Content { media, schema, item, .. } = content;
        let essence = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let value = |at: Option<&String>| at.and_then(|at| instance(at, self.sample));
        let lines = || {
            let of_lines =
                schema.as_deref().map(facets).map(|facets| items(&facets)).unwrap_or_default();
            value(item.as_ref().or(of_lines.first()).or(schema.as_ref())).unwrap_or(json!({}))
        };
        let untold = essence == "*/*" && !schema.as_deref().is_some_and(is_text);
        if is_json(&essence) || untold && schema.is_some() {
            let media = if untold { "application/json" } else { media };
            let body = value(schema.as_ref()).unwrap_or(json!({ "any": true }));
            return (media.to_owned(), body.to_string().into_bytes());
        }
        match essence.as_str() {
            "text/event-stream" => {
                let event = lines();
                // What 3.2 says of an event are its fields.
                let text = match event.get("data").filter(|_| item.is_some()) {
                    Some(Value::String(text)) => text.clone(),
                    Some(data) => data.to_string(),
                    None => event.as_str().map_or_else(|| event.to_string(), str::to_owned),
                };
                let data: String = text.lines().map(|line| format!("data: {line}\n")).collect();
                (media.clone(), format!("{data}\n").into_bytes())
            }
            lines_of
                if ["ndjson", "jsonl", "json-seq"].iter().any(|end| lines_of.ends_with(end)) =>
            {
                (media.clone(), format!("{}\n", lines()).into_bytes())
            }
            "application/x-www-form-urlencoded" => (media.clone(), b"a=b".to_vec()),
            text if is_textual(text) => {
                let text =
                    value(schema.as_ref()).and_then(|value| value.as_str().map(str::to_owned));
                (media.clone(), text.unwrap_or("text".to_owned()).into_bytes())
            }
            other => {
                let wild = if other.contains('*') { "application/octet-stream" } else { media };
                let text = schema.as_deref().is_some_and(is_text);
                let body = if text { value(schema.as_ref()) } else { None };
                let body = body.as_ref().and_then(Value::as_str);
                (
                    wild.to_owned(),
                    body.map_or(b"\x00\xff\n".to_vec(), |text| text.as_bytes().to_vec()),
                )
            }
        }
    }
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

/// An instance of a schema, if there is one that is valid.
fn instance(at: &str, sample: Sample) -> Option<Value> {
    let instances = document().instances(at);
    let tomorrow = matches!(sample, Sample::UnknownFields | Sample::UnknownValues);
    let made = instances.sample(sample, 2);
    made.filter(|value| tomorrow || document().violations(at, value).is_empty())
        .or_else(|| {
            instances
                .sample(Sample::Full, 1)
                .filter(|value| document().violations(at, value).is_empty())
        })
        .or_else(|| instances.sample(Sample::Minimal, 1))
}

fn header_value(name: &str, at: &str) -> Option<HeaderValue> {
    // These have a syntax of their own, or are the server's.
    let own = [
        "content-type",
        "content-length",
        "transfer-encoding",
        "connection",
        "retry-after",
        "etag",
    ];
    let own =
        own.iter().chain(&["last-modified", "date", "content-encoding", "location", "set-cookie"]);
    if own.into_iter().any(|own| name.eq_ignore_ascii_case(own)) {
        return None;
    }
    let schema = format!("{at}/schema");
    let value = document().has(&schema).then(|| instance(&schema, Sample::Full)).flatten()?;
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    HeaderValue::from_str(&text).ok()
}
