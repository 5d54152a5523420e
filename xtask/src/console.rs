//! What is written to the terminal, for people or for programs.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::failure::Failure;

/// For whom the output is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Format {
    /// Text.
    #[default]
    Human,
    /// One JSON object per line of standard output, each with an `event`.
    Json,
}

/// The terminal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Console {
    format: Format,
}

impl Console {
    /// A terminal that writes in the given format.
    pub(crate) fn new(format: Format) -> Self {
        Self { format }
    }

    /// For whom the output is.
    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// A line of the result, on standard output whatever the format.
    pub(crate) fn line(&self, text: impl AsRef<str>) {
        write_line(&mut io::stdout().lock(), text.as_ref());
    }

    /// A line for people, on standard error; left out when the output is for programs.
    pub(crate) fn note(&self, text: impl AsRef<str>) {
        if self.format == Format::Human {
            write_line(&mut io::stderr().lock(), text.as_ref());
        }
    }

    /// An object for programs: `event` is added to its members.
    pub(crate) fn event(&self, event: &str, mut members: Value) {
        if let Some(members) = members.as_object_mut() {
            members.shift_insert(0, "event".to_owned(), json!(event));
        }
        self.line(members.to_string());
    }

    /// An error, in the format asked for.
    pub(crate) fn failure(&self, failure: &Failure) {
        match self.format {
            Format::Human => self.note(failure.to_string()),
            Format::Json => self.event("error", failure.to_json()),
        }
    }
}

/// Writes a line; a reader that has gone away (`| head`) is no error of ours.
fn write_line(to: &mut dyn Write, text: &str) {
    let _ = writeln!(to, "{text}");
}
