//! One view of a schema and everything it is combined with.
//!
//! [`merge`] follows references and `allOf` and puts the schemas together; [`take`] says what each
//! keyword adds.

mod merge;
mod take;

use super::Site;
use super::trail::Trail;
use crate::document::Discriminator;
use crate::ir::{Docs, Kind, Kinds, RareBounds};
use foldhash::fast::RandomState;
use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

/// What several schemas that describe one value say together.
#[derive(Clone, Debug, Default)]
pub(super) struct Flat<'a> {
    /// The kinds that all of them allow, null left aside.
    pub(super) kinds: Option<Kinds>,
    /// Whether null is allowed.
    pub(super) nullable: bool,
    /// The values that all of them allow (`enum`, `const`), null left aside.
    pub(super) allowed: Option<Vec<Allowed>>,
    /// Values that are listed beside a list, and are those of its items.
    pub(super) listed: Option<Vec<Allowed>>,
    pub(super) properties: IndexMap<&'a str, Vec<Site<'a>>, RandomState>,
    pub(super) required: IndexSet<&'a str, RandomState>,
    pub(super) rest: Rest<'a>,
    pub(super) patterns: Vec<Site<'a>>,
    pub(super) items: Vec<Site<'a>>,
    pub(super) prefix_items: Vec<Site<'a>>,
    pub(super) alternatives: Vec<Alternatives<'a>>,
    pub(super) bounds: RareBounds,
    pub(super) base64: bool,
    /// Raw bytes: `contentMediaType` without an encoding, or an empty schema beside it.
    pub(super) binary: bool,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
    /// Two of them allow no kind of JSON in common; the later one counts.
    pub(super) conflicting: bool,
    /// A schema that nothing satisfies is among them.
    pub(super) never: bool,
    pub(super) title: Option<&'a str>,
    pub(super) docs: Docs,
}

/// One value of an enumeration.
#[derive(Clone, Debug)]
pub(super) struct Allowed {
    pub(super) value: Value,
    pub(super) name: Option<String>,
    pub(super) docs: Docs,
}

/// What is said of keys that are no property.
#[derive(Clone, Debug, Default)]
pub(super) enum Rest<'a> {
    /// Nothing.
    #[default]
    Unsaid,
    /// There are none.
    Closed,
    /// They have these schemas together.
    Open(Vec<Site<'a>>),
}

/// The branches of one `oneOf` or `anyOf`.
#[derive(Clone, Debug)]
pub(super) struct Alternatives<'a> {
    pub(super) branches: Vec<Site<'a>>,
    pub(super) discriminator: Option<Discriminator<'a>>,
}

impl<'a> Flat<'a> {
    /// Whether objects have a shape here, not only a kind.
    pub(super) fn has_object_shape(&self) -> bool {
        self.has_keys() || !matches!(self.rest, Rest::Unsaid)
    }

    fn has_keys(&self) -> bool {
        !self.properties.is_empty() || !self.required.is_empty() || !self.patterns.is_empty()
    }

    /// Whether nothing is said but, perhaps, a kind.
    pub(super) fn is_weak(&self) -> bool {
        !self.has_strong_parts() && matches!(self.rest, Rest::Unsaid)
    }

    /// Whether something is said beside a kind and the keys that are no property.
    pub(super) fn has_strong_parts(&self) -> bool {
        self.has_keys()
            || self.allowed.is_some()
            || !self.items.is_empty()
            || !self.prefix_items.is_empty()
            || !self.alternatives.is_empty()
            || !self.bounds.is_empty()
            || self.never
    }

    /// Whether no other schema stands inside.
    fn is_leaf(&self) -> bool {
        let lists = [&self.patterns, &self.items, &self.prefix_items];
        lists.into_iter().all(Vec::is_empty)
            && self.properties.is_empty()
            && self.alternatives.is_empty()
            && !matches!(self.rest, Rest::Open(_))
    }

    /// How much there is to copy.
    pub(super) fn weight(&self) -> usize {
        let branches = self.alternatives.iter().map(|list| list.branches.len());
        self.properties.values().map(Vec::len).sum::<usize>()
            + self.required.len()
            + self.allowed.as_ref().map_or(0, Vec::len)
            + branches.sum::<usize>()
    }

    /// The same view with what stands inside named from another path.
    pub(super) fn moved(&self, from: &Trail, to: &Trail) -> Self {
        let mut flat = self.clone();
        let properties = flat.properties.values_mut().flatten();
        let branches = flat.alternatives.iter_mut().flat_map(|list| &mut list.branches);
        let rest = match &mut flat.rest {
            Rest::Open(sites) => sites.as_mut_slice(),
            Rest::Unsaid | Rest::Closed => &mut [],
        };
        let lists = flat.patterns.iter_mut().chain(&mut flat.items).chain(&mut flat.prefix_items);
        for site in properties.chain(branches).chain(rest).chain(lists) {
            site.rebase(from, to);
        }
        flat
    }

    /// The kinds that are written, or that the keywords imply.
    pub(super) fn implied_kinds(&self) -> Kinds {
        self.kinds.unwrap_or_else(|| {
            if let Some(allowed) = &self.allowed {
                return allowed.iter().map(|allowed| kind_of(&allowed.value)).collect();
            }
            if self.has_object_shape() {
                Kinds::NONE.with(Kind::Object)
            } else if !self.items.is_empty() || !self.prefix_items.is_empty() {
                Kinds::NONE.with(Kind::List)
            } else if self.bounds.pattern.is_some() || self.base64 {
                Kinds::NONE.with(Kind::Text)
            } else {
                match self.bounds.format.as_deref() {
                    Some("int32" | "int64" | "uint32" | "uint64") => {
                        Kinds::NONE.with(Kind::Integer)
                    }
                    Some("float" | "double") => Kinds::NONE.with(Kind::Number),
                    Some(
                        "date-time" | "date" | "uuid" | "email" | "uri" | "byte" | "binary"
                        | "password" | "hostname" | "ipv4" | "ipv6",
                    ) => Kinds::NONE.with(Kind::Text),
                    _ if self.bounds.minimum.is_some() || self.bounds.maximum.is_some() => {
                        Kinds::NONE.with(Kind::Number)
                    }
                    _ => Kinds::NONE,
                }
            }
        })
    }
}

/// The kind of a JSON value.
pub(super) fn kind_of(value: &Value) -> Kind {
    match value {
        Value::Null => Kind::Null,
        Value::Bool(_) => Kind::Bool,
        Value::Number(number) if number.is_f64() => Kind::Number,
        Value::Number(_) => Kind::Integer,
        Value::String(_) => Kind::Text,
        Value::Array(_) => Kind::List,
        Value::Object(_) => Kind::Object,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Site;
    use super::super::trail::Trail;
    use super::Flat;
    use crate::diag::Pointer;
    use crate::document::Node;
    use serde_json::Value;

    #[test]
    fn a_property_weighs_as_much_as_the_schemas_that_describe_it() {
        let node = Node { value: &Value::Null, at: Pointer::default() };
        let site = Site::new(node, Trail::component("A"));
        let mut flat = Flat::default();
        flat.properties.insert("p", vec![site.clone(), site.clone()]);
        flat.properties.insert("q", vec![site]);
        assert_eq!(flat.weight(), 3);
    }
}
