//! Schemas of a document by their places: validators of them, and instances.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use jsonschema::Validator;
use serde_json::Value;
use tests::instance::{Instances, Sample};

use super::stretch::{Ends, stretched};
use crate::cases::Maker;

/// The schemas of a document.
pub(super) struct Schemas<'d> {
    root: &'d Value,
    maker: Maker<'d>,
    ends: Ends,
    validators: RefCell<BTreeMap<String, Rc<Validator>>>,
}

impl<'d> Schemas<'d> {
    pub(super) fn new(root: &'d Value) -> Result<Self, String> {
        let ends = Ends::of(root);
        Ok(Self { root, maker: Maker::new(root)?, ends, validators: RefCell::default() })
    }

    /// Whether a value is as a schema demands.
    pub(super) fn accepts(&self, pointer: &str, value: &Value) -> bool {
        self.validator(pointer).is_none_or(|it| it.is_valid(value))
    }

    /// What a schema says against a value.
    pub(super) fn refusal(&self, pointer: &str, value: &Value) -> Option<String> {
        let validator = self.validator(pointer)?;
        let error = validator.iter_errors(value).next()?;
        Some(format!("{}: {error}", error.instance_path().as_str()).chars().take(200).collect())
    }

    fn validator(&self, pointer: &str) -> Option<Rc<Validator>> {
        if let Some(known) = self.validators.borrow().get(pointer) {
            return Some(Rc::clone(known));
        }
        let made = Rc::new(self.maker.validator(pointer, true).ok()?);
        self.validators.borrow_mut().insert(pointer.to_owned(), Rc::clone(&made));
        Some(made)
    }

    /// Valid instances of a schema: in full, as little as possible, and each with one other
    /// decision; with `ends`, the full one with each of its values as long or large as can be.
    pub(super) fn instances(&self, pointer: &str, ends: bool) -> Vec<Value> {
        let Some(schema) = self.root.pointer(pointer) else { return Vec::new() };
        let instances = Instances::new(self.root, schema);
        let samples = [Sample::Full, Sample::Minimal].into_iter();
        let samples = samples.filter_map(|sample| instances.sample(sample, 2));
        let mut all: Vec<Value> = samples.collect();
        if ends && let Some(full) = all.first() {
            let stretched = stretched(full, &self.ends);
            all.extend(stretched);
        }
        all.extend(instances.variants().into_iter().map(|variant| variant.value));
        let mut seen = BTreeSet::new();
        all.retain(|value| seen.insert(value.to_string()) && self.accepts(pointer, value));
        all
    }
}
