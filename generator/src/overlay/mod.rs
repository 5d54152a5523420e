//! Overlays: corrections of a document that are kept beside it (OpenAPI Overlay 1.0 and 1.1).
//!
//! An overlay is applied to the value tree before anything reads it. An action whose target
//! matches nothing is an error: the correction it was written for is no longer made, and nobody
//! would notice.

mod apply;
mod read;

use serde_json::Value;
use serde_json_path::JsonPath;
use std::fmt;

/// An overlay, read and checked.
#[derive(Clone, Debug)]
pub struct Overlay {
    name: String,
    actions: Vec<Action>,
}

/// One action of an overlay.
#[derive(Clone, Debug)]
struct Action {
    target: JsonPath,
    text: String,
    change: Change,
}

/// What an action does to every value that its target matches.
#[derive(Clone, Debug)]
enum Change {
    /// Merges a value into it (section 4.4.3.1).
    Update(Value),
    /// Takes it out of its parent.
    Remove,
    /// Merges a copy of another value of the document into it (Overlay 1.1).
    Copy(JsonPath, String),
}

/// What is wrong with an overlay, or with applying it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverlayError {
    /// The overlay's file.
    pub file: String,
    /// The position of the action in the list, from one.
    pub action: Option<usize>,
    /// The JSONPath of the action's target.
    pub target: Option<String>,
    /// What is wrong, and what to do.
    pub message: String,
}

impl fmt::Display for OverlayError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.file)?;
        if let Some(action) = self.action {
            write!(formatter, ": action {action}")?;
        }
        if let Some(target) = &self.target {
            write!(formatter, " (`{target}`)")?;
        }
        write!(formatter, ": {}", self.message)
    }
}

impl std::error::Error for OverlayError {}

impl Overlay {
    /// Reads an overlay from its value; `name` is its file, for errors.
    ///
    /// # Errors
    ///
    /// Where the value is no overlay of version 1.0 or 1.1, where an action has no valid target, or
    /// says nothing or two things at once.
    pub fn read(name: &str, value: &Value) -> Result<Self, OverlayError> {
        read::overlay(name, value)
    }

    /// Applies every action, in order, to a document.
    ///
    /// # Errors
    ///
    /// Where an action matches nothing or what it matches cannot be changed so. The document is
    /// left as it was.
    pub fn apply(&self, document: &mut Value) -> Result<(), OverlayError> {
        let mut changed = document.clone();
        for (index, action) in self.actions.iter().enumerate() {
            apply::action(action, &mut changed)
                .map_err(|message| self.error(index, action, message))?;
        }
        *document = changed;
        Ok(())
    }

    fn error(&self, index: usize, action: &Action, message: String) -> OverlayError {
        OverlayError {
            file: self.name.clone(),
            action: Some(index + 1),
            target: Some(action.text.clone()),
            message,
        }
    }
}

#[cfg(test)]
mod tests;
