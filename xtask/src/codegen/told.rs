//! What the compiler had to say, in the format that was asked for.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::compile::Findings;
use crate::console::{Console, Format};

/// What the compiler had to say.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Told {
    /// For people.
    Text(String),
    /// For programs: an object each.
    Events(Vec<Value>),
}

impl Told {
    /// What there is to say.
    pub(super) fn of(findings: &Findings, console: &Console) -> Self {
        match console.format() {
            Format::Human if findings.is_empty() => Self::Text(String::new()),
            Format::Human => Self::Text(findings.text().trim_end().to_owned()),
            Format::Json => Self::Events(findings.json()),
        }
    }

    /// Says it.
    pub(super) fn show(&self, console: &Console) {
        match self {
            Self::Text(text) if text.is_empty() => {}
            Self::Text(text) => console.note(text),
            Self::Events(events) => {
                events.iter().for_each(|event| console.event("diagnostic", event.clone()));
            }
        }
    }
}
