//! Constraints of the document, checked before a request leaves.
//!
//! ```text
//! crate::runtime::checks! { ProviderUpdateBody {
//!     name: "name" length(1..=255),          // characters, items or entries
//!     percentage: "percentage" range(0.0..=100.0),
//!     quotas: "quotas" inside(),             // the type of the field has checks of its own
//! } }
//! ```
//! A field may come several times. Values that are absent or null pass. A parameter is checked by
//! `request.check_value("limit", |at| check::range(&limit, at, 1.0..=100.0))`.

use super::{ErrorKind, Patch, Request, Secret};
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
    /// Checks what is under a name.
    pub fn at(&mut self, name: &str, check: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        if length > 0 && !name.starts_with('[') {
            self.path.push('.');
        }
        self.path.push_str(name);
        check(self);
        self.path.truncate(length);
    }

    fn add(&mut self, what: &str) {
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
pub fn length<T: Length>(value: &T, findings: &mut Findings, bounds: RangeInclusive<u64>) {
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

macro_rules! numbers {
    ($($type:ty)*) => { $(
        impl Number for $type {
            fn number(&self) -> Option<f64> {
                Some(*self as f64)
            }
        }
    )* };
}

numbers! { i32 i64 i128 u32 u64 f64 }

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

impl<T: Check> Check for Vec<T> {
    fn check(&self, findings: &mut Findings) {
        for (at, item) in self.iter().enumerate() {
            findings.at(&format!("[{at}]"), |findings| item.check(findings));
        }
    }
}

impl<T: Check> Check for BTreeMap<String, T> {
    fn check(&self, findings: &mut Findings) {
        for (name, value) in self {
            findings.at(name, |findings| value.check(findings));
        }
    }
}

impl Request {
    /// Checks a body against the constraints of the document.
    #[must_use]
    pub fn check<T: Check>(self, body: &T) -> Self {
        self.checking(|findings| body.check(findings))
    }

    /// Checks a parameter against the constraints of the document.
    #[must_use]
    pub fn check_value(self, name: &str, check: impl FnOnce(&mut Findings)) -> Self {
        self.checking(|findings| findings.at(name, check))
    }

    fn checking(self, check: impl FnOnce(&mut Findings)) -> Self {
        if !self.0.client.shared().settings.checks {
            return self;
        }
        let mut findings = Findings::default();
        check(&mut findings);
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

/// Implements the checks of a struct; see the module `check`.
#[doc(hidden)]
#[macro_export]
macro_rules! __runtime_checks {
    ($name:ident { $($field:ident : $wire:literal $rule:ident ($($bounds:expr)?)),* $(,)? }) => {
        impl $crate::runtime::check::Check for $name {
            fn check(&self, findings: &mut $crate::runtime::check::Findings) {
                $(findings.at($wire, |findings| {
                    $crate::runtime::check::$rule(&self.$field, findings $(, $bounds)?);
                });)*
            }
        }
    };
}
