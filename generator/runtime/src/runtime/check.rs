//! Constraints of the document, checked before a request leaves.
//!
//! ```text
//! crate::runtime::checks! { ProviderUpdateBody {
//!     name: "name" length(1..=255),          // characters, items or entries
//!     percentage: "percentage" range(0.0..=100.0),
//!     quotas: "quotas" inside(),             // the type of the field has checks of its own
//!     step: "step" multiple(0.5),
//!     tags: "tags" unique(),                 // its items differ
//!     color: "color" pattern("^#[0-9a-f]+$"),
//! } }
//! crate::runtime::checks! { enum Rule { Exact, Prefix } }   // the variants with checks of their own
//! ```
//! A field may come several times. Values that are absent or null pass. A parameter is checked by
//! `request.check_range("limit", &limit, 1.0..=100.0)`.

pub use super::pattern::pattern;

use super::{ErrorKind, IntoBody, Patch, Request, Secret};
use std::{
    collections::BTreeMap,
    fmt::Write,
    ops::{RangeBounds, RangeInclusive},
};

/// Where a check stands, and what it found.
#[derive(Debug, Default)]
pub struct Findings {
    path: String,
    found: Vec<String>,
}

impl Findings {
    /// Goes on with what is under a name; gives what [`leave`](Self::leave) wants.
    pub fn enter(&mut self, name: &str) -> usize {
        let length = self.path.len();
        if length > 0 && !name.starts_with('[') {
            self.path.push('.');
        }
        self.path.push_str(name);
        length
    }

    /// Goes back to what is around it.
    pub fn leave(&mut self, length: usize) {
        self.path.truncate(length);
    }

    pub(super) fn add(&mut self, what: &str) {
        self.found.push(format!("`{}` {what}", self.path));
    }
}

/// A value with constraints inside.
pub trait Check {
    /// Checks every part.
    fn check(&self, findings: &mut Findings);
}

/// Checks the parts of a value.
pub fn inside<T: Check>(value: &T, findings: &mut Findings) {
    value.check(findings);
}

/// Checks the number of characters, items or entries.
pub fn length<T: Length + ?Sized>(value: &T, findings: &mut Findings, bounds: RangeInclusive<u64>) {
    let Some(length) = value.length() else { return };
    if !bounds.contains(&length) {
        let (least, most) = bounds.into_inner();
        match most {
            u64::MAX => findings.add(&format!("has length {length}, less than {least}")),
            _ => findings.add(&format!("has length {length}, not {least} to {most}")),
        }
    }
}

/// Checks a number.
pub fn range<T: Number>(value: &T, findings: &mut Findings, bounds: impl RangeBounds<f64>) {
    if let Some(number) = value.number()
        && !bounds.contains(&number)
    {
        findings.add(&format!("is {number}, which is out of range"));
    }
}

/// Checks that a number divides a value, as far as binary fractions tell.
pub fn multiple<T: Number>(value: &T, findings: &mut Findings, factor: f64) {
    if let Some(number) = value.number() {
        let times = number / factor;
        if (times - times.round()).abs() > 1e-9 * times.abs().max(1.0) {
            findings.add(&format!("is {number}, no multiple of {factor}"));
        }
    }
}

/// Checks that the items of a list differ.
pub fn unique<T: Items>(value: &T, findings: &mut Findings) {
    if let Some(at) = value.repeated() {
        findings.add(&format!("has the same item again at {at}"));
    }
}

/// A value that is a list.
pub trait Items {
    /// Returns the position of the first item that was there before.
    fn repeated(&self) -> Option<usize>;
}

impl<T: PartialEq> Items for Vec<T> {
    fn repeated(&self) -> Option<usize> {
        // A longer list would take too long, every item being compared with every other.
        const LONGEST: usize = 1000;
        let items = &self[..self.len().min(LONGEST)];
        (1..items.len()).find(|at| items[..*at].contains(&items[*at]))
    }
}

/// A value that has a length.
pub trait Length {
    /// Returns the length, if there is a value.
    fn length(&self) -> Option<u64>;
}

/// A value that is a number.
pub trait Number {
    /// Returns the number, if there is a value.
    fn number(&self) -> Option<f64>;
}

impl Length for str {
    fn length(&self) -> Option<u64> {
        Some(self.chars().count() as u64)
    }
}

impl Length for String {
    fn length(&self) -> Option<u64> {
        self.as_str().length()
    }
}

impl Length for &str {
    fn length(&self) -> Option<u64> {
        (**self).length()
    }
}

impl Length for Secret {
    fn length(&self) -> Option<u64> {
        self.expose().length()
    }
}

impl<T> Length for Vec<T> {
    fn length(&self) -> Option<u64> {
        Some(self.len() as u64)
    }
}

impl<T> Length for BTreeMap<String, T> {
    fn length(&self) -> Option<u64> {
        Some(self.len() as u64)
    }
}

macro_rules! wrappers {
    ($trait:ident $method:ident $gives:ty) => {
        impl<T: $trait> $trait for Option<T> {
            fn $method(&self) -> $gives {
                self.as_ref()?.$method()
            }
        }

        impl<T: $trait> $trait for Patch<T> {
            fn $method(&self) -> $gives {
                self.value()?.$method()
            }
        }

        impl<T: $trait> $trait for Box<T> {
            fn $method(&self) -> $gives {
                (**self).$method()
            }
        }
    };
}

wrappers! { Length length Option<u64> }
wrappers! { Number number Option<f64> }
wrappers! { Items repeated Option<usize> }

macro_rules! numbers {
    ($($type:ty)*) => { $(
        impl Number for $type {
            fn number(&self) -> Option<f64> {
                Some(*self as f64)
            }
        }
    )* };
}

numbers! { i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f64 }

impl<T: Check> Check for Option<T> {
    fn check(&self, findings: &mut Findings) {
        self.iter().for_each(|value| value.check(findings));
    }
}

impl<T: Check> Check for Patch<T> {
    fn check(&self, findings: &mut Findings) {
        self.value().into_iter().for_each(|value| value.check(findings));
    }
}

impl<T: Check> Check for Box<T> {
    fn check(&self, findings: &mut Findings) {
        (**self).check(findings);
    }
}

impl<T: Check> Check for [T] {
    fn check(&self, findings: &mut Findings) {
        for (at, item) in self.iter().enumerate() {
            let around = findings.enter(&format!("[{at}]"));
            item.check(findings);
            findings.leave(around);
        }
    }
}

impl<T: Check> Check for Vec<T> {
    fn check(&self, findings: &mut Findings) {
        self.as_slice().check(findings);
    }
}

impl<T: Check> Check for BTreeMap<String, T> {
    fn check(&self, findings: &mut Findings) {
        for (name, value) in self {
            let around = findings.enter(name);
            value.check(findings);
            findings.leave(around);
        }
    }
}

impl Request {
    /// Checks a body against the constraints of the document.
    #[must_use]
    pub fn check<T: Check + ?Sized>(self, body: &T) -> Self {
        let Some(mut findings) = self.findings("") else { return self };
        body.check(&mut findings);
        self.report(&findings)
    }

    /// Checks a body that may be left out against the constraints of the document.
    #[must_use]
    pub fn check_optional<T: Check>(self, body: &impl IntoBody<T>) -> Self {
        match body.body() {
            Some(body) => self.check(body),
            None => self,
        }
    }

    /// Checks the length of a parameter.
    #[must_use]
    pub fn check_length<T: Length + ?Sized>(
        self,
        name: &str,
        value: &T,
        bounds: RangeInclusive<u64>,
    ) -> Self {
        let Some(mut findings) = self.findings(name) else { return self };
        length(value, &mut findings, bounds);
        self.report(&findings)
    }

    /// Checks a parameter that is a number.
    #[must_use]
    pub fn check_range<T: Number>(
        self,
        name: &str,
        value: &T,
        bounds: impl RangeBounds<f64>,
    ) -> Self {
        let Some(mut findings) = self.findings(name) else { return self };
        range(value, &mut findings, bounds);
        self.report(&findings)
    }

    /// Checks that a number divides a parameter.
    #[must_use]
    pub fn check_multiple<T: Number>(self, name: &str, value: &T, factor: f64) -> Self {
        let Some(mut findings) = self.findings(name) else { return self };
        multiple(value, &mut findings, factor);
        self.report(&findings)
    }

    /// Checks that the items of a parameter differ.
    #[must_use]
    pub fn check_unique<T: Items>(self, name: &str, value: &T) -> Self {
        let Some(mut findings) = self.findings(name) else { return self };
        unique(value, &mut findings);
        self.report(&findings)
    }

    /// Starts to check what is under a name, unless the client checks nothing.
    pub(super) fn findings(&self, name: &str) -> Option<Findings> {
        let checks = self.0.client.shared().settings.checks;
        checks.then(|| Findings { path: name.to_owned(), found: Vec::new() })
    }

    pub(super) fn report(self, findings: &Findings) -> Self {
        let Some((first, rest)) = findings.found.split_first() else {
            return self;
        };
        let mut message = first.clone();
        for other in rest {
            // Writing to a string cannot fail.
            let _ = write!(message, "; {other}");
        }
        self.fail_as(ErrorKind::Invalid, message)
    }
}

/// Implements the checks of a struct or a union; see the module `check`.
#[doc(hidden)]
#[macro_export]
macro_rules! __runtime_checks {
    ($name:ident { $(
        $field:ident : $wire:literal $rule:ident ($($bounds:expr $(,)?)?)
    ),* $(,)? }) => {
        impl $crate::runtime::check::Check for $name {
            fn check(&self, findings: &mut $crate::runtime::check::Findings) {
                $(
                    let around = findings.enter($wire);
                    $crate::runtime::check::$rule(&self.$field, findings $(, $bounds)?);
                    findings.leave(around);
                )*
            }
        }
    };
    (enum $name:ident { $($variant:ident),* $(,)? }) => {
        impl $crate::runtime::check::Check for $name {
            fn check(&self, findings: &mut $crate::runtime::check::Findings) {
                match self {
                    $(Self::$variant(value) => value.check(findings),)*
                    _ => {}
                }
            }
        }
    };
}
