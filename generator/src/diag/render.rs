//! Diagnostics as people and as programs read them.

use super::diagnostics::located;
use super::{Code, Diagnostic, Diagnostics, FileId, Pointer};
use serde_json::{Value, json};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

/// A line and column of a file, both from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// A part of a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// The value; of a list or object, which may be long, the key.
    #[default]
    Value,
    /// The key under which the value stands.
    Key,
}

/// A place as an editor would show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The name of the file.
    pub file: String,
    /// The line and column.
    pub position: Position,
    /// The number of characters there that matter, at least one.
    pub length: usize,
    /// The text of the line; of a very long one, what is near the place.
    pub text: String,
    /// The number of characters of the line before that text.
    pub skipped: usize,
}

/// What knows the lines of a document.
pub trait Places {
    /// The location of each value, or of the closest value around one that does not exist.
    fn locate_all(&self, places: &[(&Pointer, Part)]) -> Vec<Option<Location>>;

    /// The location of a line and column.
    fn locate_position(&self, file: FileId, position: Position) -> Option<Location>;
}

/// The widest part of a source line that is shown.
const WIDTH: usize = 100;

impl Diagnostics {
    /// Writes every diagnostic for people, sorted by place, of each kind at most `most`.
    pub fn render(&self, places: &impl Places, most: usize) -> String {
        let mut text = String::new();
        let mut counts = BTreeMap::<Code, usize>::new();
        for (diagnostic, locations) in sorted(self, places) {
            let count = counts.entry(diagnostic.code).or_default();
            *count += 1;
            if *count <= most {
                write_human(&mut text, diagnostic, &locations);
            }
        }
        for (code, count) in counts.into_iter().filter(|(_, count)| *count > most) {
            let (severity, left) = (code.severity(), count - most);
            text.push_str(&format!("{severity}[{code}]: {left} more: {}\n\n", code.title));
        }
        text
    }

    /// Every diagnostic as a JSON object, sorted by place.
    pub fn to_json(&self, places: &impl Places) -> Vec<Value> {
        let list = sorted(self, places).into_iter();
        list.map(|(diagnostic, locations)| as_json(diagnostic, &locations)).collect()
    }

    /// Writes every diagnostic as a JSON object on a line of its own, sorted by place.
    pub fn render_json(&self, places: &impl Places) -> String {
        self.to_json(places).iter().map(|object| format!("{object}\n")).collect()
    }
}

/// Diagnostics with the locations of their place and of the related places, sorted by place:
/// first those about the document as a whole, then by file, line and column.
fn sorted<'a>(
    diagnostics: &'a Diagnostics,
    places: &impl Places,
) -> Vec<(&'a Diagnostic, Cow<'a, [Option<Location>]>)> {
    let mut found = located(diagnostics.iter(), places).into_iter();
    let mut list: Vec<_> = diagnostics
        .iter()
        .map(|diagnostic| match &diagnostic.locations {
            Some(known) => (diagnostic, Cow::Borrowed(known.as_slice())),
            None => (diagnostic, Cow::Owned(found.next().unwrap_or_default())),
        })
        .collect();
    list.sort_by_key(|(diagnostic, locations)| {
        let position = locations.first().and_then(Option::as_ref).map(|found| found.position);
        (diagnostic.at.as_ref().map(Pointer::file), position, diagnostic.code)
    });
    list
}

fn write_human(text: &mut String, diagnostic: &Diagnostic, locations: &[Option<Location>]) {
    let Diagnostic { code, severity, message, .. } = diagnostic;
    text.push_str(&format!("{severity}[{code}]: {}\n", printable(message)));
    let mut locations = locations.iter();
    if let Some(at) = &diagnostic.at {
        write_place(text, at, locations.next().and_then(Option::as_ref), None);
    }
    for ((at, label), location) in diagnostic.related.iter().zip(locations) {
        write_place(text, at, location.as_ref(), Some(label));
    }
    if let Some(remedy) = &diagnostic.remedy {
        text.push_str(&format!("   = help: {}\n", printable(remedy)));
    }
    text.push('\n');
}

fn write_place(text: &mut String, at: &Pointer, location: Option<&Location>, label: Option<&str>) {
    let label = label.map(|label| format!(" {}", printable(label))).unwrap_or_default();
    let Some(location) = location else {
        text.push_str(&format!("  --> {}{label}\n", printable(&at.to_string())));
        return;
    };
    let Position { line, column } = location.position;
    let margin = " ".repeat(line.to_string().len());
    let (shown, before, length) = excerpt(location);
    let pointer = match at.path() {
        "" => String::new(),
        _ => format!(" ({})", printable(&at.to_string())),
    };
    let file = printable(&location.file);
    let marks = format!("{}{}", " ".repeat(before), "^".repeat(length));
    writeln!(text, "{margin}--> {file}:{line}:{column}{pointer}")
        .and_then(|()| writeln!(text, "{margin} |\n{line} | {shown}\n{margin} | {marks}{label}"))
        .expect("writing to a string never fails");
}

/// The part of the line that is shown, the characters before the marks, and the number of marks.
fn excerpt(location: &Location) -> (String, usize, usize) {
    let characters: Vec<char> = location.text.chars().collect();
    let column = (location.position.column - 1 - location.skipped).min(characters.len());
    let indent = characters[..column].iter().take_while(|c| c.is_whitespace()).count();
    let cut = characters.len() - indent > WIDTH;
    let start = if cut { column.saturating_sub(WIDTH / 3).max(indent) } else { indent };
    let end = (start + WIDTH).min(characters.len());
    let render = |part: &[char]| printable(&part.iter().collect::<String>());
    let lead = if start > indent { "…" } else { "" };
    let tail = if end < characters.len() { "…" } else { "" };
    let before = render(&characters[start..column]);
    let marked_end = (column + location.length).clamp(column, end);
    let marked = render(&characters[column..marked_end]);
    let after = render(&characters[marked_end..end]);
    let width = lead.chars().count() + before.chars().count();
    let length = marked.chars().count().max(1);
    (format!("{lead}{before}{marked}{after}{tail}"), width, length)
}

fn as_json(diagnostic: &Diagnostic, locations: &[Option<Location>]) -> Value {
    let mut locations = locations.iter();
    let mut object = json!({
        "severity": diagnostic.severity.to_string(),
        "code": diagnostic.code.id,
        "title": diagnostic.code.title,
        "message": diagnostic.message,
    });
    if let Some(at) = &diagnostic.at {
        let place = place_as_json(at, locations.next().and_then(Option::as_ref));
        object.as_object_mut().expect("it is an object").extend(place);
    }
    if let Some(remedy) = &diagnostic.remedy {
        object["remedy"] = json!(remedy);
    }
    if !diagnostic.related.is_empty() {
        let related = diagnostic.related.iter().zip(locations).map(|((at, label), location)| {
            let mut place = place_as_json(at, location.as_ref());
            place.insert("label".into(), json!(label));
            Value::Object(place)
        });
        object["related"] = related.collect();
    }
    object
}

fn place_as_json(at: &Pointer, location: Option<&Location>) -> serde_json::Map<String, Value> {
    let mut place = serde_json::Map::new();
    if let Some(location) = location {
        place.insert("file".into(), json!(location.file));
        place.insert("line".into(), json!(location.position.line));
        place.insert("column".into(), json!(location.position.column));
    }
    place.insert("pointer".into(), json!(at.path()));
    place
}

/// The text with everything escaped that would change how a terminal shows the text around it:
/// control characters, bidirectional controls, line separators and invisible characters.
pub fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' => shown.push(' '),
            _ if is_unseen(character) => shown.extend(character.escape_unicode()),
            _ => shown.push(character),
        }
    }
    shown
}

/// Whether a character does not show, or changes the direction of those that follow.
pub(crate) fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}
