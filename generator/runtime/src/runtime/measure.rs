//! What constraints ask of values: how long, how much, what they hold.

use super::{Patch, Secret, check::Findings};
use std::collections::BTreeMap;

/// A value that is a list or a map.
pub trait Each {
    /// What it holds.
    type Item;

    /// Checks what it holds, each under its place.
    fn each(&self, findings: &mut Findings, check: &dyn Fn(&Self::Item, &mut Findings));
}

impl<T> Each for [T] {
    type Item = T;

    fn each(&self, findings: &mut Findings, check: &dyn Fn(&T, &mut Findings)) {
        for (at, item) in self.iter().enumerate() {
            let around = findings.enter(&format!("[{at}]"));
            check(item, findings);
            findings.leave(around);
        }
    }
}

impl<T> Each for Vec<T> {
    type Item = T;

    fn each(&self, findings: &mut Findings, check: &dyn Fn(&T, &mut Findings)) {
        self.as_slice().each(findings, check);
    }
}

impl<T> Each for BTreeMap<String, T> {
    type Item = T;

    fn each(&self, findings: &mut Findings, check: &dyn Fn(&T, &mut Findings)) {
        for (name, value) in self {
            let around = findings.enter(name);
            check(value, findings);
            findings.leave(around);
        }
    }
}

/// A value that is a list.
pub trait Items {
    /// Returns the position of the first item that was there before.
    fn repeated(&self) -> Option<usize>;
}

impl<T: PartialEq> Items for Vec<T> {
    fn repeated(&self) -> Option<usize> {
        self.as_slice().repeated()
    }
}

impl<T: PartialEq> Items for [T] {
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

impl Length for Secret {
    fn length(&self) -> Option<u64> {
        self.expose().length()
    }
}

impl<T> Length for [T] {
    fn length(&self) -> Option<u64> {
        Some(self.len() as u64)
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
        impl<T: $trait + ?Sized> $trait for &T {
            fn $method(&self) -> $gives {
                (**self).$method()
            }
        }

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

impl<T: Each + ?Sized> Each for &T {
    type Item = T::Item;

    fn each(&self, findings: &mut Findings, check: &dyn Fn(&T::Item, &mut Findings)) {
        (**self).each(findings, check);
    }
}

impl<T: Each> Each for Option<T> {
    type Item = T::Item;

    fn each(&self, findings: &mut Findings, check: &dyn Fn(&T::Item, &mut Findings)) {
        self.iter().for_each(|value| value.each(findings, check));
    }
}

impl<T: Each> Each for Patch<T> {
    type Item = T::Item;

    fn each(&self, findings: &mut Findings, check: &dyn Fn(&T::Item, &mut Findings)) {
        self.value().into_iter().for_each(|value| value.each(findings, check));
    }
}

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
