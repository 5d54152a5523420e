//! Patterns of the document, checked where the feature `patterns` is on.

use super::{Patch, Request, Secret, check::Findings};

/// Checks that a text matches a regular expression.
pub fn pattern<T: Text + ?Sized>(value: &T, findings: &mut Findings, pattern: &'static str) {
    if let Some(text) = value.text()
        && !matches(pattern, text)
    {
        findings.add(&format!("does not match `{pattern}`"));
    }
}

/// Every expression is compiled once; one that cannot be holds for everything.
#[cfg(feature = "patterns")]
fn matches(pattern: &'static str, text: &str) -> bool {
    use regex_lite::Regex;
    use std::{
        collections::BTreeMap,
        sync::{Arc, Mutex, PoisonError},
    };

    static COMPILED: Mutex<BTreeMap<&'static str, Option<Arc<Regex>>>> =
        Mutex::new(BTreeMap::new());
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    let compile = || Regex::new(pattern).ok().map(Arc::new);
    let regex = compiled.entry(pattern).or_insert_with(compile).clone();
    drop(compiled);
    regex.is_none_or(|regex| regex.is_match(text))
}

/// Without the feature, patterns are left to the server.
#[cfg(not(feature = "patterns"))]
const fn matches(_: &'static str, _: &str) -> bool {
    true
}

/// A value that is a text.
pub trait Text {
    /// Returns the text, if there is a value.
    fn text(&self) -> Option<&str>;
}

impl Text for str {
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl<T: Text + ?Sized> Text for &T {
    fn text(&self) -> Option<&str> {
        (**self).text()
    }
}

impl Text for String {
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl Text for Secret {
    fn text(&self) -> Option<&str> {
        Some(self.expose())
    }
}

impl<T: Text> Text for Option<T> {
    fn text(&self) -> Option<&str> {
        self.as_ref()?.text()
    }
}

impl<T: Text> Text for Patch<T> {
    fn text(&self) -> Option<&str> {
        self.value()?.text()
    }
}

impl Request {
    /// Checks that a parameter matches a regular expression.
    #[must_use]
    pub fn check_pattern<T: Text + ?Sized>(
        self,
        name: &str,
        value: &T,
        pattern: &'static str,
    ) -> Self {
        let Some(mut findings) = self.findings(name) else { return self };
        self::pattern(value, &mut findings, pattern);
        self.report(&findings)
    }
}
