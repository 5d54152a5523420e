//! Unions: branches, and how a value finds its own.

use super::{Docs, Ty};
use serde_json::Value;
use std::{collections::BTreeSet, fmt};

/// One of several types.
#[derive(Clone, Debug)]
pub struct Union {
    /// The branches, in document order.
    pub variants: Vec<Variant>,
    /// How a value finds its branch.
    pub dispatch: Dispatch,
}

/// One branch of a [`Union`].
#[derive(Clone, Debug)]
pub struct Variant {
    /// What tells it apart, in words; the source of its name.
    pub name: VariantName,
    /// Its type.
    pub ty: Ty,
    /// What the document says about it.
    pub docs: Docs,
}

/// Where the name of a branch comes from, best first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VariantName {
    /// Words of the document: a tag value, a schema's name, a title.
    Words(String),
    /// The JSON kind of the branch.
    Kind(Kind),
}

/// How a value finds its branch, decided and proven when the client is generated.
#[derive(Clone, Debug)]
pub enum Dispatch {
    /// By the value of one property.
    Tag(Tag),
    /// By guards, tried in order; the first branch whose guard holds and that decodes is taken.
    Guards(Vec<Guard>),
}

/// Dispatch by the value of one property.
#[derive(Clone, Debug)]
pub struct Tag {
    /// The property.
    pub property: String,
    /// Tag value to index of the variant. Several values may share a variant.
    pub cases: Vec<(TagValue, usize)>,
    /// The variant for an absent or unknown tag (`defaultMapping`, OpenAPI 3.2).
    pub fallback: Option<usize>,
    /// The variants whose tag the union writes, because their own type does not say it, or would
    /// say anything.
    pub written: BTreeSet<usize>,
    /// Guards for values without the tag, tried in order: of the variants that do not require it.
    pub absent: Vec<Guard>,
}

/// A value of a tag.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TagValue {
    /// A text.
    Text(String),
    /// An integer.
    Integer(i64),
    /// `true` or `false`.
    Flag(bool),
}

impl TagValue {
    /// The tag that a value is, if it is of a kind that tags have.
    pub fn of(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) => Some(Self::Text(text.clone())),
            Value::Number(number) => number.as_i64().map(Self::Integer),
            Value::Bool(flag) => Some(Self::Flag(*flag)),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }
    }
}

impl fmt::Display for TagValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => formatter.write_str(text),
            Self::Integer(number) => write!(formatter, "{number}"),
            Self::Flag(flag) => write!(formatter, "{flag}"),
        }
    }
}

/// What a JSON value must look like for the branch at `variant`.
#[derive(Clone, Debug, PartialEq)]
pub struct Guard {
    /// Index of the variant.
    pub variant: usize,
    /// The JSON kinds it accepts.
    pub kinds: Kinds,
    /// Keys that must be there.
    pub required: Vec<String>,
    /// Keys that must have one of these texts (`const` and `enum` properties).
    pub constants: Vec<(String, Vec<Value>)>,
    /// Keys of which none may be there, for a branch that a closed sibling rules out.
    pub absent: Vec<String>,
    /// The only keys that may be there, for a branch beside one that takes any.
    pub known: Option<Vec<String>>,
}

/// A kind of JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool,
    /// A number without a fraction.
    Integer,
    /// Any number.
    Number,
    /// A string.
    Text,
    /// An array.
    List,
    /// An object.
    Object,
}

/// A set of [`Kind`]s.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Kinds(u8);

impl Kinds {
    /// Every kind.
    pub const ALL: Self = Self(0x7f);

    /// No kind.
    pub const NONE: Self = Self(0);

    /// Adds a kind.
    #[must_use]
    pub fn with(self, kind: Kind) -> Self {
        Self(self.0 | 1 << kind as u8)
    }

    /// Takes a kind away.
    #[must_use]
    pub fn without(self, kind: Kind) -> Self {
        Self(self.0 & !(1 << kind as u8))
    }

    /// Whether the kind is in the set.
    pub fn has(self, kind: Kind) -> bool {
        self.0 & 1 << kind as u8 != 0
    }

    /// The kinds in both sets; an integer is a number too.
    #[must_use]
    pub fn meet(self, other: Self) -> Self {
        Self(self.widened().0 & other.widened().0).narrowed(self, other)
    }

    /// The kinds in either set.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether nothing is in the set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The kinds of the set, in a fixed order.
    pub fn iter(self) -> impl Iterator<Item = Kind> {
        use Kind::{Bool, Integer, List, Null, Number, Object, Text};
        [Null, Bool, Integer, Number, Text, List, Object].into_iter().filter(move |k| self.has(*k))
    }

    fn widened(self) -> Self {
        if self.has(Kind::Number) { self.with(Kind::Integer) } else { self }
    }

    fn narrowed(self, left: Self, right: Self) -> Self {
        let both = left.has(Kind::Number) && right.has(Kind::Number);
        if both { self.without(Kind::Integer) } else { self.without(Kind::Number) }
    }
}

impl FromIterator<Kind> for Kinds {
    fn from_iter<I: IntoIterator<Item = Kind>>(kinds: I) -> Self {
        kinds.into_iter().fold(Self::NONE, Self::with)
    }
}

impl fmt::Debug for Kinds {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.iter()).finish()
    }
}
