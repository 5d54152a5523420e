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
//!     labels: "labels" each(length(1..=63)),  // the rule for every item or value, at any depth
//! } }
//! crate::runtime::checks! { enum Rule { Exact, Prefix } }   // the variants with checks of their own
//! crate::runtime::checks! { newtype Tree {} }               // the only value has checks of its own
//! ```
//! A field may come several times. Values that are absent or null pass. A parameter is checked by
//! `request.check_range("limit", &limit, 1.0..=100.0)`.

pub use super::{
    measure::{Each, Items, Length, Number},
    pattern::pattern,
};

use super::{ErrorKind, IntoBody, Patch, Request};
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
        if length > 0 && !name.is_empty() && !name.starts_with('[') {
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
pub fn unique<T: Items + ?Sized>(value: &T, findings: &mut Findings) {
    if let Some(at) = value.repeated() {
        findings.add(&format!("has the same item again at {at}"));
    }
}

/// Checks every item of a list, or every value of a map.
pub fn each<T: Each + ?Sized>(
    value: &T,
    findings: &mut Findings,
    check: impl Fn(&T::Item, &mut Findings),
) {
    value.each(findings, &check);
}

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
        self.each(findings, &T::check);
    }
}

impl<T: Check> Check for Vec<T> {
    fn check(&self, findings: &mut Findings) {
        self.as_slice().check(findings);
    }
}

impl<T: Check> Check for BTreeMap<String, T> {
    fn check(&self, findings: &mut Findings) {
        self.each(findings, &T::check);
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
    pub fn check_unique<T: Items + ?Sized>(self, name: &str, value: &T) -> Self {
        let Some(mut findings) = self.findings(name) else { return self };
        unique(value, &mut findings);
        self.report(&findings)
    }

    /// Checks every item or value of a parameter.
    #[must_use]
    pub fn check_each<T: Each + ?Sized>(
        self,
        name: &str,
        value: &T,
        check: impl Fn(&T::Item, &mut Findings),
    ) -> Self {
        let Some(mut findings) = self.findings(name) else { return self };
        value.each(&mut findings, &check);
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
    ($name:ident { $($field:ident : $wire:literal $rule:ident $bounds:tt),* $(,)? }) => {
        impl $crate::runtime::check::Check for $name {
            fn check(&self, findings: &mut $crate::runtime::check::Findings) {
                $(
                    let around = findings.enter($wire);
                    $crate::__runtime_checks!(@rule &self.$field, findings, $rule $bounds);
                    findings.leave(around);
                )*
            }
        }
    };
    (each $rule:ident $bounds:tt $(,)?) => {
        |item, findings| $crate::__runtime_checks!(@rule item, findings, $rule $bounds)
    };
    (@rule $value:expr, $findings:ident, each ($($rule:tt)*)) => {
        $crate::runtime::check::each(
            $value, $findings, $crate::__runtime_checks!(each $($rule)*),
        )
    };
    (@rule $value:expr, $findings:ident, $rule:ident ($($bounds:expr $(,)?)?)) => {
        $crate::runtime::check::$rule($value, $findings $(, $bounds)?)
    };
    (newtype $name:ident {}) => {
        impl $crate::runtime::check::Check for $name {
            fn check(&self, findings: &mut $crate::runtime::check::Findings) {
                $crate::runtime::check::inside(&self.0, findings);
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
