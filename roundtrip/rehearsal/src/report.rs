//! What came of calls, for the program that reads it.

use std::{fs::File, io::Write, path::Path};

use serde_json::{Value, json};

/// What came of one call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The operation, as the client's document calls it.
    pub operation: String,
    /// Which of its calls: `minimal` or `full`.
    pub call: String,
    /// Why the server does not take it.
    pub sent: Option<String>,
    /// What the server does not know: most would not look at it, some refuse it.
    pub ignored: Option<String>,
    /// Why the client cannot read an answer.
    pub read: Option<String>,
    /// How many answers were given.
    pub answers: usize,
    /// Whether the call ends only when its answer is read.
    pub decoded: bool,
}

impl Line {
    /// A call of which nothing is known yet.
    pub(crate) fn new(operation: &str, call: &str) -> Self {
        let [operation, call] = [operation, call].map(str::to_owned);
        Self { operation, call, decoded: true, ..Self::default() }
    }

    /// Reads a line of a report.
    pub fn parse(text: &str) -> Option<Self> {
        let line: Value = serde_json::from_str(text).ok()?;
        let said = |key: &str| line[key].as_str().map(str::to_owned);
        Some(Self {
            operation: said("operation")?,
            call: said("call")?,
            sent: said("sent"),
            ignored: said("ignored"),
            read: said("read"),
            answers: usize::try_from(line["answers"].as_u64()?).ok()?,
            decoded: line["decoded"].as_bool()?,
        })
    }

    fn text(&self) -> String {
        let Self { operation, call, sent, ignored, read, answers, decoded } = self;
        let line = json!({
            "operation": operation, "call": call, "sent": sent, "ignored": ignored,
            "read": read, "answers": answers, "decoded": decoded,
        });
        format!("{line}\n")
    }
}

/// Adds a line to a report, whole: tests run side by side.
///
/// # Panics
///
/// Panics when the report cannot be written.
pub(crate) fn write(path: &Path, line: &Line) {
    let file = File::options().create(true).append(true).open(path);
    let written = file.and_then(|mut file| file.write_all(line.text().as_bytes()));
    written.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

#[cfg(test)]
mod tests {
    use super::Line;

    #[test]
    fn lines_are_read_as_they_are_written() {
        let mut line = Line::new("listPets", "full");
        line.ignored = Some("box is not declared in the query".to_owned());
        line.read = Some("a \"name\"\nis missing".to_owned());
        line.answers = 3;
        let text = line.text();
        assert_eq!(text.lines().count(), 1);
        assert_eq!(Line::parse(&text), Some(line));
    }
}
