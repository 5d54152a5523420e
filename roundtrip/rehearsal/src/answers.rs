//! What a server may answer.

use std::{collections::BTreeSet, fmt};

use http::StatusCode;
use serde_json::Value;
use tests::{document::Document, instance::Sample, operation::Operation};

/// How many answers of one schema are tried.
const MOST: usize = 200;

/// How much of an answer is told.
const SHOWN: usize = 300;

/// A success.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    /// Its JSON; without it there is no body.
    pub(crate) body: Option<Value>,
}

impl fmt::Display for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = self.body.as_ref().map(Value::to_string).unwrap_or_default();
        let shown: String = body.chars().take(SHOWN).collect();
        write!(formatter, "{} {shown}", self.status.as_u16())
    }
}

/// Whether a call ends only when its answer is read; streams and downloads end before.
pub(crate) fn are_decoded(operation: &Operation) -> bool {
    let contents = operation.success().into_iter().flat_map(|success| &success.contents);
    let mut media = contents.map(|content| content.media.as_str());
    media.all(|media| {
        media.contains("json") || media.starts_with("text/") && media != "text/event-stream"
    })
}

/// Every documented success that is JSON or nothing: in full, as little as possible, and each with
/// one other decision.
pub(crate) fn all(document: &Document, operation: &Operation) -> Vec<Answer> {
    let mut all = Vec::new();
    for response in &operation.responses {
        let Some(status) = response.status.filter(StatusCode::is_success) else { continue };
        match response.json_schema() {
            Some(schema) => {
                let bodies = instances(document, schema).into_iter();
                all.extend(bodies.map(|body| Answer { status, body: Some(body) }));
            }
            None if response.contents.is_empty() => all.push(Answer { status, body: None }),
            None => {}
        }
    }
    all
}

fn instances(document: &Document, schema: &str) -> Vec<Value> {
    let instances = document.instances(schema);
    let samples = [Sample::Full, Sample::Minimal].into_iter();
    let samples = samples.filter_map(|sample| instances.sample(sample, usize::MAX));
    let variants = instances.variants().into_iter().map(|variant| variant.value);
    let mut seen = BTreeSet::new();
    samples
        .chain(variants)
        .filter(|value| seen.insert(value.to_string()))
        .filter(|value| document.violations(schema, value).is_empty())
        .take(MOST)
        .collect()
}
