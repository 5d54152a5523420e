//! One run over a schema: decisions taken, an instance made.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::{
    UNKNOWN_FIELD, UNKNOWN_NUMBER, UNKNOWN_VALUE, scalar,
    view::{Taken, View},
};

/// How often a named schema may stand within itself.
const DEPTH: usize = 2;

/// What a run does where nothing else is chosen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Habit {
    /// Optional parts are there, nullable values are not null.
    pub(super) full: bool,
    /// Every object gets a property that nobody declared.
    pub(super) unknown_fields: bool,
    /// Every text enum gets a value that nobody listed.
    pub(super) unknown_values: bool,
    /// The decisions to note are which of a schema's examples to show.
    pub(super) examples: bool,
    /// Integers are written with a fraction of zero.
    pub(super) fractions: bool,
    /// Properties that are marked with this keyword are left out.
    pub(super) left_out: Option<&'static str>,
    /// How many named schemas deep the habit holds and decisions are noted; what lies deeper has
    /// only what is required.
    pub(super) reach: usize,
}

impl Habit {
    pub(super) const FULL: Self = Self {
        full: true,
        unknown_fields: false,
        unknown_values: false,
        examples: false,
        fractions: false,
        left_out: None,
        reach: usize::MAX,
    };
    pub(super) const MINIMAL: Self = Self { full: false, ..Self::FULL };
}

/// How many values an instance may have in all.
const MOST_VALUES: usize = 20_000;

/// The state of a run.
pub(super) struct Run<'d> {
    root: &'d Value,
    habit: Habit,
    choices: BTreeMap<String, usize>,
    /// Each decision with the number of its options, in order.
    pub(super) sites: IndexMap<String, usize>,
    path: Vec<String>,
    names: Vec<&'d str>,
    /// How many of the named schemas that are open stand inside the first.
    inside: usize,
    /// The values made so far.
    values: usize,
}

impl<'d> Run<'d> {
    pub(super) fn new(root: &'d Value, habit: Habit, choices: BTreeMap<String, usize>) -> Self {
        let (sites, path, names) = Default::default();
        Self { root, habit, choices, sites, path, names, inside: 0, values: 0 }
    }

    /// An instance; nothing when the schema admits none that ends.
    pub(super) fn make(&mut self, schema: &'d Value) -> Option<Value> {
        self.conjunction(&[schema], &Taken::new())
    }

    fn conjunction(&mut self, schemas: &[&'d Value], taken: &Taken) -> Option<Value> {
        let view = View::new(self.root, schemas, taken);
        if let Some(union) = view.open_union {
            return self.union(schemas, taken, union);
        }
        let too_deep =
            |name: &&str| self.names.iter().filter(|open| *open == name).count() >= DEPTH;
        self.values += 1;
        let endless = self.values > MOST_VALUES || view.names.iter().any(too_deep);
        if view.impossible || endless {
            return None;
        }
        if let Some(example) = self.example(&view) {
            return Some(example);
        }
        let depth = self.names.len();
        self.names.extend(&view.names);
        let inside = usize::from(!view.names.is_empty() && !self.path.is_empty());
        self.inside += inside;
        let value = self.nullable(&view);
        self.inside -= inside;
        self.names.truncate(depth);
        value
    }

    /// The chosen example of a schema, in a run that shows examples.
    fn example(&mut self, view: &View<'d>) -> Option<Value> {
        if !self.habit.examples {
            return None;
        }
        let listed = view.all("examples").filter_map(Value::as_array).flatten();
        let examples: Vec<&Value> = listed.chain(view.all("example")).collect();
        let site = format!("/{} example", self.path.join("/"));
        let chosen = self.choices.get(&site).copied().unwrap_or_default();
        if !examples.is_empty() {
            self.sites.insert(site, examples.len() + 1);
        }
        chosen.checked_sub(1).and_then(|index| examples.get(index)).map(|value| (*value).clone())
    }

    fn union(&mut self, schemas: &[&'d Value], taken: &Taken, union: &'d Value) -> Option<Value> {
        let count = union.as_array()?.len();
        let chosen = self.decide(&format!("branch of {}", taken.len()), count);
        // A branch that never ends, or that the rest forbids, gives way to the next.
        let order = (chosen..count).chain(0..chosen);
        let mut take = |branch| {
            let mut taken = taken.clone();
            taken.insert(std::ptr::from_ref(union), branch);
            self.conjunction(schemas, &taken)
        };
        order.into_iter().find_map(&mut take)
    }

    fn nullable(&mut self, view: &View<'d>) -> Option<Value> {
        if view.allows_null() {
            let kinds = view.kinds().is_none_or(|kinds| !kinds.is_empty());
            // What stands alone is not null: there would be nothing to see.
            let usual = usize::from(!self.is_full() && !self.path.is_empty());
            if !kinds || self.decide_from("null", 2, usual) == 1 {
                return Some(Value::Null);
            }
            return self.value(view).or(Some(Value::Null));
        }
        self.value(view)
    }

    fn value(&mut self, view: &View<'d>) -> Option<Value> {
        if let Some(mut listed) = view.listed() {
            listed.retain(|value| !value.is_null());
            let kinds = view.kinds();
            let fits = |value: &&Value| kinds.as_ref().is_none_or(|kinds| scalar::is(value, kinds));
            listed.retain(fits);
            let chosen = self.decide("value", listed.len());
            let value = *listed.get(chosen)?;
            return Some(match value {
                Value::String(_) if self.habit.unknown_values => json!(UNKNOWN_VALUE),
                Value::Number(_) if self.habit.unknown_values && kinds == Some(vec!["integer"]) => {
                    json!(UNKNOWN_NUMBER)
                }
                value => value.clone(),
            });
        }
        let Some(kinds) = view.kinds() else {
            return Some(if self.is_full() { scalar::anything() } else { json!({}) });
        };
        let chosen = self.decide("kind", kinds.len());
        match *kinds.get(chosen)? {
            "object" => self.object(view),
            "array" => self.array(view),
            "boolean" => Some(Value::Bool(self.decide("boolean", 2) == 0)),
            "string" => {
                let mut names = self.path.iter().rev();
                let label = names.find(|name| name.parse::<usize>().is_err());
                let label = label.map_or("text", String::as_str).to_owned();
                Some(scalar::text(view, &label, self.is_full()))
            }
            kind => {
                let options = scalar::numbers(view, kind == "integer");
                let chosen = self.decide("number", options.len());
                let number = options.get(chosen).cloned();
                match number.as_ref().and_then(Value::as_f64) {
                    Some(number) if self.habit.fractions && kind == "integer" => {
                        Some(json!(number))
                    }
                    _ => number,
                }
            }
        }
    }

    fn object(&mut self, view: &View<'d>) -> Option<Value> {
        let mut object = Map::new();
        let rest = view.entries().unwrap_or_default();
        for (name, schemas) in view.properties() {
            let left_out = self.habit.left_out.is_some_and(|mark| self.is_marked(&schemas, mark));
            if left_out {
                continue;
            }
            let there = view.requires(name) || self.is_there(name);
            // What is required but not declared is one of the map's values.
            let schemas = if schemas.is_empty() { rest.clone() } else { schemas };
            let value = if there { self.below(name, &schemas) } else { None };
            match value {
                Some(value) => drop(object.insert(name.to_owned(), value)),
                None if view.requires(name) => return None,
                None => {}
            }
        }
        if let Some(schemas) = view.entries() {
            self.entries(view, &schemas, &mut object);
        } else if self.habit.unknown_fields && !view.is_pattern_map() {
            object.insert(UNKNOWN_FIELD.to_owned(), json!({"nested": [1, null, "text"]}));
        }
        Some(Value::Object(object))
    }

    /// Fills a map.
    fn entries(&mut self, view: &View<'d>, schemas: &[&'d Value], object: &mut Map<String, Value>) {
        let some = self.decide_from("no entries", 2, usize::from(!self.is_full())) == 0;
        let least = view.at_least("minProperties");
        let wanted = if some { least.max(object.len() + 2) } else { least };
        let named = view.all("propertyNames").find_map(|names| names.get("enum")?.as_array());
        for number in object.len()..wanted.min(view.at_most("maxProperties")) {
            let key = match named {
                Some(names) => names.get(number).and_then(Value::as_str).map(str::to_owned),
                None => Some(format!("key {number}")),
            };
            let Some(key) = key else {
                break;
            };
            let Some(value) = self.below(&key, schemas) else {
                break;
            };
            object.insert(key, value);
        }
    }

    fn array(&mut self, view: &View<'d>) -> Option<Value> {
        let least = view.at_least("minItems");
        let few = if view.all("uniqueItems").any(|unique| unique == true) { 1 } else { 2 };
        let some = self.decide_from("no items", 2, usize::from(!self.is_full())) == 0;
        let wanted = if some { least.max(few).min(view.at_most("maxItems")) } else { least };
        let tuple = view.all("prefixItems").next().and_then(Value::as_array);
        let mut rest: Vec<&Value> = view.all("items").collect();
        if rest.is_empty() {
            rest.extend(view.all("unevaluatedItems"));
        }
        let mut items: Vec<Value> = Vec::new();
        for index in 0..wanted {
            let of_tuple = tuple.and_then(|tuple| tuple.get(index));
            let made = match (of_tuple, items.last()) {
                (Some(schema), _) => self.below(&index.to_string(), &[schema]),
                // The decisions of the first item hold for all.
                (None, Some(first)) if tuple.is_none() => Some(first.clone()),
                (None, _) => self.below(&index.to_string(), &rest),
            };
            match made {
                Some(item) => items.push(item),
                None if index < least => return None,
                None => break,
            }
        }
        Some(Value::Array(items))
    }

    fn below(&mut self, name: &str, schemas: &[&'d Value]) -> Option<Value> {
        self.path.push(name.to_owned());
        let value = self.conjunction(schemas, &Taken::new());
        self.path.pop();
        value
    }

    fn is_marked(&self, schemas: &[&'d Value], mark: &str) -> bool {
        View::new(self.root, schemas, &Taken::new()).all(mark).any(|marked| marked == true)
    }

    /// Whether optional parts are there and nullable values not null, where the run stands.
    fn is_full(&self) -> bool {
        self.habit.full && self.inside <= self.habit.reach
    }

    fn is_there(&mut self, name: &str) -> bool {
        self.decide_from(&format!("without {name}"), 2, usize::from(!self.is_full())) == 0
    }

    fn decide(&mut self, what: &str, options: usize) -> usize {
        self.decide_from(what, options, 0)
    }

    /// Takes and notes a decision at the place where the run stands.
    fn decide_from(&mut self, what: &str, options: usize, usual: usize) -> usize {
        let site = format!("/{} {what}", self.path.join("/"));
        let chosen = self.choices.get(&site).copied().unwrap_or(usual);
        if options > 1 && !self.habit.examples && self.inside <= self.habit.reach {
            self.sites.insert(site, options);
        }
        chosen
    }
}
