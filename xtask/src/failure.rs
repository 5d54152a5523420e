//! Errors for the person at the terminal: what is wrong, where, and what to do.

use std::fmt;

use serde_json::{Value, json};

/// The result of everything that can fail.
pub(crate) type Result<T> = std::result::Result<T, Failure>;

/// What went wrong, where, and what helps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    message: String,
    place: Option<String>,
    help: Vec<String>,
}

impl Failure {
    /// Says what is wrong.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), place: None, help: Vec::new() }
    }

    /// Says where: a file (with line and column if known) or a URL.
    pub(crate) fn at(mut self, place: impl fmt::Display) -> Self {
        self.place = Some(place.to_string());
        self
    }

    /// Says what to do about it; may be called several times.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// The failure for programs.
    pub(crate) fn to_json(&self) -> Value {
        json!({ "message": self.message, "place": self.place, "help": self.help })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "error: {}", self.message)?;
        if let Some(place) = &self.place {
            write!(formatter, "\n  --> {place}")?;
        }
        for help in &self.help {
            write!(formatter, "\n  = help: {help}")?;
        }
        Ok(())
    }
}
