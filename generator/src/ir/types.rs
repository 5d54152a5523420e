//! Types: the graph of everything a schema becomes.

use super::{RareBounds, TagValue, Union};
use crate::diag::Pointer;
use serde_json::Value;
use std::ops::{Index, IndexMut};

/// Every type of an API, addressed by [`TypeId`].
#[derive(Clone, Debug, Default)]
pub struct TypeGraph {
    definitions: Vec<TypeDef>,
}

/// The place of a definition in its [`TypeGraph`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(u32);

impl TypeId {
    /// The id of the definition at a position.
    pub(crate) fn new(index: usize) -> Self {
        Self(u32::try_from(index).expect("fewer than 2^32 types"))
    }

    /// The position in the graph, from zero.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl TypeGraph {
    /// Adds a definition.
    pub fn push(&mut self, definition: TypeDef) -> TypeId {
        let id = TypeId::new(self.definitions.len());
        self.definitions.push(definition);
        id
    }

    /// Every definition with its id, in document order.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &TypeDef)> {
        (0u32..).map(TypeId).zip(&self.definitions)
    }

    /// The ids of every definition, in document order.
    pub fn ids(&self) -> impl Iterator<Item = TypeId> + use<> {
        (0..self.definitions.len() as u32).map(TypeId)
    }

    /// The number of definitions.
    pub fn len(&self) -> usize {
        self.definitions.len()
    }

    /// Whether there is no definition at all.
    pub fn is_empty(&self) -> bool {
        self.definitions.is_empty()
    }
}

impl From<Vec<TypeDef>> for TypeGraph {
    fn from(definitions: Vec<TypeDef>) -> Self {
        Self { definitions }
    }
}

impl Index<TypeId> for TypeGraph {
    type Output = TypeDef;

    fn index(&self, id: TypeId) -> &TypeDef {
        &self.definitions[id.index()]
    }
}

impl IndexMut<TypeId> for TypeGraph {
    fn index_mut(&mut self, id: TypeId) -> &mut TypeDef {
        &mut self.definitions[id.index()]
    }
}

/// One type that gets a Rust name.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// Where the type stands, the source of its name.
    pub path: TypePath,
    /// The schema it comes from.
    pub origin: Pointer,
    /// What the document says about it.
    pub docs: Docs,
    /// What it is.
    pub shape: Shape,
    /// Whether it is sent, received or both; filled by [`passes`](crate::passes).
    pub usage: Usage,
}

/// Where a type stands in the document, in words.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypePath {
    /// The named thing the path starts from.
    pub root: TypeRoot,
    /// The way from there to the type; empty for a component schema itself.
    pub steps: Vec<TypeStep>,
}

/// What a [`TypePath`] starts from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TypeRoot {
    /// A named component: a schema, or the schema of a named parameter, body, response or header.
    Component(String),
    /// An operation, by its index in [`Api::operations`](super::Api::operations).
    Operation(usize),
    /// A webhook or callback, by the name the document gives it.
    Event(String),
}

/// One step from a type to a type inside it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TypeStep {
    /// A property of an object, or a parameter or header of an operation.
    Property(String),
    /// The items of a list.
    Item,
    /// The values of a map.
    Value,
    /// A branch of a union, by what tells it apart (tag value, title, kind), or by its position.
    Variant(String),
    /// The request body of an operation.
    Body,
    /// The successful response of an operation.
    Response,
    /// The response of an operation under one status, such as `404`, `4XX` or `default`.
    Status(String),
    /// An element of a tuple.
    Element(usize),
    /// Every variant of a discriminated parent schema that also has a shape of its own.
    Base,
}

/// What a type is.
#[derive(Clone, Debug)]
pub enum Shape {
    /// An object with named fields.
    Struct(Struct),
    /// A closed list of strings or integers, read as open.
    Enum(Enum),
    /// One of several types.
    Union(Union),
    /// Another name for a type.
    Alias(Ty),
    /// A type of its own around another, where an alias would be infinite.
    Newtype(Ty),
}

/// An object with named fields.
#[derive(Clone, Debug, Default)]
pub struct Struct {
    /// Fields in document order.
    pub fields: Vec<Field>,
    /// What happens to the other keys of the object.
    pub additional: Additional,
    /// The constraints on the map of the other keys.
    pub additional_bounds: RareBounds,
}

/// What happens to keys that are no field.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Additional {
    /// They are skipped: the document says nothing of them, or forbids them.
    #[default]
    Skipped,
    /// They are kept in a map of this type.
    Kept(Ty),
    /// Those that have this type are kept in a map, the others skipped: the document speaks of keys
    /// that match a pattern only.
    Matching(Ty),
}

impl Additional {
    /// The type of what is kept.
    pub fn ty(&self) -> Option<&Ty> {
        match self {
            Self::Kept(ty) | Self::Matching(ty) => Some(ty),
            Self::Skipped => None,
        }
    }
}

/// One field of a [`Struct`].
#[derive(Clone, Debug)]
pub struct Field {
    /// The key on the wire.
    pub wire: String,
    /// The type, without the nullability that [`Presence`] states.
    pub ty: Ty,
    /// Whether the key may be absent and the value null.
    pub presence: Presence,
    /// Whether only one side may set it.
    pub access: Access,
    /// Whether its value must not show in logs.
    pub sensitive: bool,
    /// The constraints on its value.
    pub bounds: RareBounds,
    /// The only value it can have, where the schema gives one.
    pub constant: Option<Box<Value>>,
    /// What it says of the variant of a union that its type is, where the type is nothing else and
    /// is sent; filled by [`passes`](crate::passes).
    pub tag: Option<TagValue>,
    /// What the document says about it.
    pub docs: Docs,
    /// The schema it comes from.
    pub origin: Pointer,
}

/// Whether a key may be absent and its value null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Always there, never null.
    Required,
    /// Always there, maybe null.
    RequiredNullable,
    /// Maybe absent, never null.
    Optional,
    /// Maybe absent, maybe null.
    OptionalNullable,
}

impl Presence {
    /// The presence of a property from its two facts.
    pub fn new(required: bool, nullable: bool) -> Self {
        match (required, nullable) {
            (true, false) => Self::Required,
            (true, true) => Self::RequiredNullable,
            (false, false) => Self::Optional,
            (false, true) => Self::OptionalNullable,
        }
    }
}

/// Whether only one side of the wire sets a value (`readOnly`, `writeOnly`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    /// Both sides.
    #[default]
    Both,
    /// Only the server: absent in requests even where required.
    ReadOnly,
    /// Only the client: absent in responses even where required.
    WriteOnly,
}

/// A use of a type.
#[derive(Clone, Debug, PartialEq)]
pub enum Ty {
    /// A type of the language's own.
    Prim(Prim),
    /// A type of the graph.
    Named(TypeId),
    /// A type of the graph behind a pointer, where a cycle needs one.
    Boxed(TypeId),
    /// A list.
    List(Box<Ty>),
    /// A map with string keys.
    Map(Box<Ty>),
    /// A list of fixed length with a type for each place.
    Tuple(Vec<Ty>),
    /// The type or null.
    Nullable(Box<Ty>),
    /// Any JSON: the document gives no type.
    Json,
    /// No value at all: a schema that nothing satisfies but `null`.
    Null,
}

/// A primitive of the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Prim {
    /// JSON `true` or `false`.
    Bool,
    /// An integer that fits the width.
    Integer(Integer),
    /// Any number, as a double.
    Number,
    /// Text, with what its format says of it.
    Text(Text),
    /// Raw bytes: a file part or a binary body, never inside JSON.
    Bytes,
}

/// Width and sign of an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Integer {
    /// 32 bits, signed: `format: int32`.
    I32,
    /// 64 bits, signed: the default.
    I64,
    /// 32 bits, unsigned: `format: uint32`.
    U32,
    /// 64 bits, unsigned: `format: uint64`, or bounds past `i64`.
    U64,
    /// 128 bits: bounds past 64.
    I128,
}

/// What the `format` of a text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Text {
    /// Any text.
    Plain,
    /// An instant, RFC 3339 `date-time`.
    DateTime,
    /// A day, RFC 3339 `full-date`.
    Date,
    /// A UUID, RFC 9562.
    Uuid,
    /// A decimal number as text.
    Decimal,
    /// Bytes as Base64 (`format: byte`, `contentEncoding: base64`).
    Base64,
}

/// A list of known values, open to more.
#[derive(Clone, Debug)]
pub struct Enum {
    /// The kind of the values.
    pub values: EnumValues,
}

/// The values of an [`Enum`], all of one kind.
#[derive(Clone, Debug)]
pub enum EnumValues {
    /// Strings.
    Text(Vec<EnumValue<String>>),
    /// Integers.
    Integer(Vec<EnumValue<i64>>),
}

/// One known value.
#[derive(Clone, Debug)]
pub struct EnumValue<T> {
    /// The value on the wire.
    pub wire: T,
    /// A name that the document gives (`x-enum-varnames`, `x-enumNames`, `const` with `title`).
    pub name: Option<String>,
    /// What the document says about it.
    pub docs: Docs,
}

/// What the document says about a thing, as it says it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Docs {
    /// A line.
    pub summary: Option<String>,
    /// Paragraphs of CommonMark.
    pub description: Option<String>,
    /// Whether the document advises against its use.
    pub deprecated: bool,
    /// The default value that the server assumes.
    pub default: Option<Box<Value>>,
}

/// Which way a type travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// It is sent.
    pub request: bool,
    /// It is received, or no operation reaches it: then it can be read, in case it arrives by
    /// another way.
    pub response: bool,
    /// No operation and no event reaches it.
    pub idle: bool,
    /// Nothing that is generated mentions it, and it has no name in the document.
    pub unmentioned: bool,
}
