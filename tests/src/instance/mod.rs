//! Instances made from JSON Schemas.
//!
//! A run over a schema takes decisions: is this optional property there, is this nullable value
//! null, which branch of the union, which value of the enum, how many items, which number. A run
//! has a habit for all of them ([`full`](Instances::full) or [`minimal`](Instances::minimal)) and
//! notes each decision. Every instance of [`Instances::variants`] differs from the full one in a single decision,
//! at any depth (below another branch of a union: in that choice and one more), so that together
//! they show each optional property absent, each nullable null, each branch and each enum value.
//!
//! `allOf`, `$ref`, recursion and the keywords of 2020-12 that OpenAPI documents use are
//! understood. `not`, `if`, `contains` and `pattern` are not: validate what comes out, as the
//! tests of this crate do for all 182 schemas of Sendmux.

mod make;
mod scalar;
mod view;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::Value;

use make::{Habit, Run};

/// No schema of a real API needs more; it bounds what a wild one costs.
const MOST_VARIANTS: usize = 4_000;

/// Makes instances of one schema.
#[derive(Clone, Copy, Debug)]
pub struct Instances<'d> {
    root: &'d Value,
    schema: &'d Value,
}

/// An instance and the decision that sets it apart.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Where and what, as in `/data/quotas/per_day branch 1`.
    pub label: String,
    /// The instance.
    pub value: Value,
}

/// What a single instance shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sample {
    /// Everything: optional properties, items, map entries.
    Full,
    /// Only what is required, and null wherever that is allowed, but for the whole.
    Minimal,
    /// A property more in every object.
    UnknownFields,
    /// A value that is not listed in the place of every enum of texts or integers.
    UnknownValues,
    /// Integers that are written like `7.0`.
    Fractions,
    /// Everything but the properties that have this mark: `readOnly` or `writeOnly`.
    Without(&'static str),
}

/// The name of the property that [`Instances::with_unknown_fields`] adds to every object.
pub const UNKNOWN_FIELD: &str = "field_of_tomorrow";

/// The number that stands in the place of every integer enum value then.
pub const UNKNOWN_NUMBER: i64 = 987_654_321;

/// The text that [`Instances::with_unknown_values`] puts in the place of every enum value.
pub const UNKNOWN_VALUE: &str = "value.of-tomorrow";

impl<'d> Instances<'d> {
    /// Makes instances of a schema whose references point into `root`.
    pub fn new(root: &'d Value, schema: &'d Value) -> Self {
        Self { root, schema }
    }

    /// An instance with everything: optional properties, items, map entries.
    pub fn full(&self) -> Value {
        self.run(Habit::FULL).0
    }

    /// An instance with only what is required, and null wherever that is allowed, but for the whole.
    pub fn minimal(&self) -> Value {
        self.run(Habit::MINIMAL).0
    }

    /// The full instance with a property more in every object.
    pub fn with_unknown_fields(&self) -> Value {
        self.run(Habit { unknown_fields: true, ..Habit::FULL }).0
    }

    /// The full instance with a value that is not listed in the place of every text enum.
    pub fn with_unknown_values(&self) -> Value {
        self.run(Habit { unknown_values: true, ..Habit::FULL }).0
    }

    /// Every instance that differs from the full one in one decision.
    pub fn variants(&self) -> Vec<Variant> {
        self.walk(Habit::FULL, MOST_VARIANTS)
    }

    /// One instance; nothing when the schema admits none that ends. Schemas that are more than
    /// `reach` references deep have only what is required.
    pub fn sample(&self, sample: Sample, reach: usize) -> Option<Value> {
        let full = Habit { reach, ..Habit::FULL };
        let habit = match sample {
            Sample::Full => full,
            Sample::Minimal => Habit::MINIMAL,
            Sample::UnknownFields => Habit { unknown_fields: true, ..full },
            Sample::UnknownValues => Habit { unknown_values: true, ..full },
            Sample::Fractions => Habit { fractions: true, ..full },
            Sample::Without(mark) => Habit { left_out: Some(mark), ..full },
        };
        Run::new(self.root, habit, BTreeMap::new()).make(self.schema)
    }

    /// Instances as [`variants`](Self::variants) makes them, of the schema's own parts: the schemas
    /// that it refers to have only what is required.
    pub fn own_variants(&self, most: usize) -> Vec<Variant> {
        self.walk(Habit { reach: 0, ..Habit::FULL }, most)
    }

    /// Every example that the document gives, at any depth, each in a full instance.
    pub fn examples(&self) -> Vec<Variant> {
        self.walk(Habit { examples: true, ..Habit::FULL }, MOST_VARIANTS)
    }

    fn walk(&self, habit: Habit, most: usize) -> Vec<Variant> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        let mut waiting = VecDeque::from([BTreeMap::new()]);
        while let Some(choices) = waiting.pop_front() {
            let mut run = Run::new(self.root, habit, choices.clone());
            let Some(value) = run.make(self.schema) else {
                continue;
            };
            if !choices.is_empty() {
                let label = choices.iter().map(|(site, option)| format!("{site} {option}"));
                found.push(Variant { label: label.collect::<Vec<_>>().join(", "), value });
            }
            for (site, options) in run.sites {
                if !seen.insert(site.clone()) {
                    continue;
                }
                for option in 1..options {
                    if found.len() + waiting.len() < most {
                        let mut choices = choices.clone();
                        choices.insert(site.clone(), option);
                        waiting.push_back(choices);
                    }
                }
            }
        }
        found
    }

    fn run(&self, habit: Habit) -> (Value, usize) {
        let mut run = Run::new(self.root, habit, BTreeMap::new());
        let value = run.make(self.schema);
        (value.expect("the schema admits an instance"), run.sites.len())
    }
}
