//! Bytes to text, and text to values in whichever format it is.

use super::harvest::Harvest;
use super::{json, yaml};
use crate::diag::{Code, Diagnostic, FileId, Pointer, Position, code};
use serde_json::Value;

/// The format of a file, decided by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON.
    Json,
    /// YAML 1.2, core schema, with merge keys.
    Yaml,
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Problem {
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) position: Option<Position>,
    pub(super) remedy: Option<&'static str>,
}

impl Problem {
    pub(super) fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), position: None, remedy: None }
    }

    pub(super) fn at(mut self, position: Position) -> Self {
        self.position = Some(position);
        self
    }

    pub(super) fn remedy(mut self, remedy: &'static str) -> Self {
        self.remedy = Some(remedy);
        self
    }

    pub(super) fn too_deep(position: Position) -> Self {
        let depth = super::MAX_DEPTH;
        Self::new(code::TOO_DEEP, format!("values are nested more than {depth} levels deep"))
            .at(position)
    }

    pub(super) fn too_many_nodes() -> Self {
        let nodes = super::limits::MAX_NODES;
        Self::new(code::TOO_LARGE, format!("the file has more than {nodes} values"))
    }

    /// The problem as a diagnostic about a file.
    pub(super) fn about(self, file: FileId) -> Diagnostic {
        let at = Pointer::root(file);
        let mut diagnostic = Diagnostic::new(self.code, Some(&at), self.message);
        diagnostic.position = self.position;
        diagnostic.remedy = self.remedy.map(Into::into);
        diagnostic
    }
}

/// The text of a file, without a byte order mark.
pub(super) fn decode(bytes: &[u8]) -> Result<&str, Problem> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let unreadable = |message: &str| Problem::new(code::UNREADABLE_TEXT, message);
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, ..] | [_, 0, ..] => {
            return Err(unreadable("the file is UTF-16 or UTF-32").remedy("save it as UTF-8"));
        }
        [0x1f, 0x8b, ..] => {
            return Err(unreadable("the file is compressed by gzip").remedy("unpack it first"));
        }
        [b'P', b'K', 3, 4, ..] => {
            return Err(unreadable("the file is a zip archive").remedy("unpack it first"));
        }
        _ => {}
    }
    let text = std::str::from_utf8(bytes).map_err(|error| not_utf8(bytes, error.valid_up_to()))?;
    let start = text.trim_start();
    if start.is_empty() {
        return Err(Problem::new(code::NOT_OPENAPI, "the file is empty"));
    }
    if start.starts_with('<') {
        return Err(Problem::new(code::NOT_OPENAPI, "the file is HTML or XML")
            .remedy("look for the address of the document itself, not of the page that shows it"));
    }
    Ok(text)
}

fn not_utf8(bytes: &[u8], offset: usize) -> Problem {
    let before = String::from_utf8_lossy(&bytes[..offset]);
    let line = before.split('\n').count();
    let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
    let byte = bytes[offset];
    Problem::new(code::UNREADABLE_TEXT, format!("the byte 0x{byte:02x} is not UTF-8"))
        .at(Position { line, column })
        .remedy("save the file as UTF-8")
}

/// The values of a text.
pub(super) fn read(
    name: &str,
    text: &str,
    harvest: &mut Harvest,
) -> Result<(Format, Value), Problem> {
    if !looks_like_json(text) {
        return Ok((Format::Yaml, yaml::read(text, harvest)?));
    }
    match json::read(text, harvest) {
        Ok(value) => Ok((Format::Json, value)),
        // YAML may be written in braces as well; the name decides only when the content does not.
        Err(problem) if problem.code == code::INVALID_JSON && is_yaml_name(name) => {
            *harvest = Harvest::default();
            yaml::read(text, harvest).map(|value| (Format::Yaml, value)).map_err(|_| problem)
        }
        Err(problem) => Err(problem),
    }
}

/// Whether a text starts like a JSON object or list rather than a YAML map in braces.
fn looks_like_json(text: &str) -> bool {
    let text = text.trim_start();
    match text.as_bytes().first() {
        Some(b'{') => matches!(text[1..].trim_start().as_bytes().first(), Some(b'"' | b'}') | None),
        Some(b'[') => true,
        _ => false,
    }
}

fn is_yaml_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(".yaml") || name.ends_with(".yml")
}
