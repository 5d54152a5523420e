//! Diagnostics and the list that collects them.

use super::near::nearest;
use super::{Code, Location, Part, Places, Pointer, Position, Severity};
use indexmap::IndexMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// One thing to say about a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// The kind.
    pub code: Code,
    /// What it means for the output.
    pub severity: Severity,
    /// What is the matter, in a sentence without a full stop.
    pub message: String,
    /// The place it is about; `None` for the document as a whole.
    pub at: Option<Pointer>,
    /// Which part of the place is at fault.
    pub part: Part,
    /// The line and column, for a file that has no values to point at because it cannot be read.
    pub position: Option<Position>,
    /// What to do about it.
    pub remedy: Option<String>,
    /// Other places that matter, each with what it is: `first described here`.
    pub related: Vec<(Pointer, String)>,
    /// The location of the place and of each related place, once they have been looked for.
    pub(super) locations: Option<Vec<Option<Location>>>,
}

impl Diagnostic {
    /// A diagnostic about a place, or about the document as a whole.
    pub fn new(code: Code, at: Option<&Pointer>, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            at: at.cloned(),
            part: Part::Value,
            position: None,
            remedy: None,
            related: Vec::new(),
            locations: None,
        }
    }

    /// Says what to do about it.
    pub fn remedy(&mut self, remedy: impl Into<String>) -> &mut Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// Suggests the known name that was probably meant, if one is near.
    pub fn near<'n>(
        &mut self,
        written: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) -> &mut Self {
        if let Some(name) = nearest(written, known) {
            self.remedy(format!("did you mean `{name}`?"));
        }
        self
    }

    /// Suggests the known name that was probably meant, or else names all there are.
    pub fn one_of(&mut self, written: &str, known: &[&str]) -> &mut Self {
        if let Some((last, others)) = known.split_last() {
            self.remedy(match others {
                [] => format!("use {last}"),
                _ => format!("use {} or {last}", others.join(", ")),
            });
        }
        self.near(written, known.iter().copied())
    }

    /// Shows another place, once.
    pub fn related(&mut self, at: &Pointer, label: impl Into<String>) -> &mut Self {
        let entry = (at.clone(), label.into());
        if !self.related.contains(&entry) {
            self.related.push(entry);
            self.locations = None;
        }
        self
    }

    /// Points at the key, not at the value under it.
    pub fn on_key(&mut self) -> &mut Self {
        self.part = Part::Key;
        self.locations = None;
        self
    }

    /// Gives the line and column where the pointer cannot.
    pub fn position(&mut self, position: Position) -> &mut Self {
        self.position = Some(position);
        self
    }

    /// The place and the related places.
    fn places(&self) -> impl Iterator<Item = (&Pointer, Part)> {
        let own = self.at.iter().map(|at| (at, self.part));
        own.chain(self.related.iter().map(|(at, _)| (at, Part::Value)))
    }

    fn key(&self) -> Key {
        let mut hasher = DefaultHasher::new();
        self.message.hash(&mut hasher);
        self.position.hash(&mut hasher);
        Key { code: self.code, at: self.at.clone(), text: hasher.finish() }
    }
}

/// What makes two diagnostics the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    code: Code,
    at: Option<Pointer>,
    text: u64,
}

/// Everything there is to say about a document, each thing once, in the order it was found.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    entries: IndexMap<Key, Diagnostic>,
}

impl Diagnostics {
    /// An empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reports something about a place. Reporting the same again changes nothing.
    pub fn report(
        &mut self,
        code: Code,
        at: &Pointer,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.add(Diagnostic::new(code, Some(at), message))
    }

    /// Reports something about the document as a whole.
    pub fn report_whole(&mut self, code: Code, message: impl Into<String>) -> &mut Diagnostic {
        self.add(Diagnostic::new(code, None, message))
    }

    /// Adds a diagnostic made elsewhere.
    pub fn add(&mut self, diagnostic: Diagnostic) -> &mut Diagnostic {
        self.entries.entry(diagnostic.key()).or_insert(diagnostic)
    }

    /// Adds all of another list.
    pub fn absorb(&mut self, other: Self) {
        for (key, diagnostic) in other.entries {
            self.entries.entry(key).or_insert(diagnostic);
        }
    }

    /// Every diagnostic, in the order it was found.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Diagnostic> {
        self.entries.values()
    }

    /// Looks for the lines of everything said so far, so that showing it takes no time later.
    pub fn locate(&mut self, places: &impl Places) {
        let located = located(self.iter(), places);
        let unknown = self.entries.values_mut().filter(|entry| entry.locations.is_none());
        unknown.zip(located).for_each(|(entry, locations)| entry.locations = Some(locations));
    }

    /// The diagnostics of one kind.
    pub fn of(&self, code: Code) -> impl Iterator<Item = &Diagnostic> {
        self.iter().filter(move |diagnostic| diagnostic.code == code)
    }

    /// Whether there is one of that kind.
    pub fn has(&self, code: Code) -> bool {
        self.of(code).next().is_some()
    }

    /// The number of diagnostics.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The number of diagnostics of one severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Whether a part of the document was lost.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// The counts in words, such as `1 error, 3 warnings`; empty where there is nothing to say.
    pub fn summary(&self) -> String {
        [Severity::Error, Severity::Warning, Severity::Note]
            .into_iter()
            .filter_map(|severity| match self.count(severity) {
                0 => None,
                1 => Some(format!("1 {severity}")),
                count => Some(format!("{count} {severity}s")),
            })
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// The locations of each diagnostic that has none yet.
pub(super) fn located<'d>(
    diagnostics: impl Iterator<Item = &'d Diagnostic>,
    places: &impl Places,
) -> Vec<Vec<Option<Location>>> {
    let unknown: Vec<_> = diagnostics.filter(|entry| entry.locations.is_none()).collect();
    let wanted: Vec<_> = unknown.iter().flat_map(|diagnostic| diagnostic.places()).collect();
    let mut located = places.locate_all(&wanted).into_iter();
    let locations = |diagnostic: &&Diagnostic| {
        let count = diagnostic.places().count();
        let mut locations: Vec<_> = located.by_ref().take(count).collect();
        if let (Some(at), Some(position)) = (&diagnostic.at, diagnostic.position) {
            locations[0] = places.locate_position(at.file(), position);
        }
        locations
    };
    unknown.iter().map(locations).collect()
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: I) {
        for diagnostic in diagnostics {
            self.add(diagnostic);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Diagnostics;
    use crate::diag::{Pointer, code};

    #[test]
    fn the_same_thing_is_said_once() {
        let mut diagnostics = Diagnostics::new();
        let place = Pointer::default().key("paths");
        for _ in 0..2 {
            diagnostics.report(code::UNTYPED, &place, "no type").remedy("add one");
        }
        diagnostics.report(code::UNTYPED, &place, "another");
        diagnostics.report(code::UNTYPED, &place.key("a"), "no type");
        assert_eq!(diagnostics.len(), 3);
        assert_eq!(diagnostics.summary(), "3 notes");
        assert!(!diagnostics.has_errors());
    }

    #[test]
    fn lists_are_joined_without_repetition() {
        let mut left = Diagnostics::new();
        left.report_whole(code::NOT_OPENAPI, "a list");
        let mut right = left.clone();
        right.report_whole(code::NO_PATHS, "nothing to call");
        left.absorb(right);
        assert_eq!(left.summary(), "1 error, 1 note");
        assert!(left.has(code::NO_PATHS) && !left.has(code::UNTYPED));
    }
}
