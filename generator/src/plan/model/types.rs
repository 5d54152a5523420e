//! Types as Rust has them.

use super::{Derive, Gate, OwnText};
use crate::ir::TagValue;
use crate::name::RustIdent;
use std::collections::BTreeSet;

/// A type as Rust writes it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RustType {
    /// `bool`.
    Bool,
    /// An integer, by its name.
    Integer(&'static str),
    /// `f64`.
    Float,
    /// `String`.
    String,
    /// `Secret`.
    Secret,
    /// `Bytes`.
    Bytes,
    /// Any JSON.
    Json,
    /// `()`.
    Unit,
    /// A type of `crate::types`.
    Named(RustIdent),
    /// A type of another crate, chosen by configuration, and the type in its angle brackets.
    External(Vec<RustIdent>, Vec<RustIdent>),
    /// A type of the crate's root that texts of a format become.
    Own(OwnText),
    /// `Box<T>`.
    Box(Box<RustType>),
    /// `Vec<T>`.
    Vec(Box<RustType>),
    /// `BTreeMap<String, T>`.
    Map(Box<RustType>),
    /// `Option<T>`.
    Option(Box<RustType>),
    /// `Patch<T>`.
    Patch(Box<RustType>),
    /// A tuple.
    Tuple(Vec<RustType>),
}

/// One file of `types`.
#[derive(Clone, Debug)]
pub struct TypeFile {
    /// Its module.
    pub module: RustIdent,
    /// Which features bring it in.
    pub gate: Gate,
    /// Its items: models first, tables after.
    pub items: Vec<TypeItem>,
    /// Types of other files that it names.
    pub imports: Vec<RustIdent>,
}

/// One type.
#[derive(Clone, Debug)]
pub struct TypeItem {
    /// Its name.
    pub ident: RustIdent,
    /// Its documentation, a line each.
    pub docs: Vec<String>,
    /// What it is.
    pub shape: ItemShape,
    /// What it derives.
    pub derives: BTreeSet<Derive>,
    /// Which serde directions it needs.
    pub codec: Codec,
    /// Whether it has constraints that are checked before a request leaves.
    pub checked: bool,
    /// Whether it has a default value where there are mocks, and else none.
    pub mock_default: bool,
}

/// Which way serde carries a type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Codec {
    /// `Deserialize`.
    pub read: bool,
    /// `Serialize`.
    pub write: bool,
}

/// What a type is in Rust.
#[derive(Clone, Debug)]
pub enum ItemShape {
    /// A struct with named fields.
    Struct(StructItem),
    /// An open enum of texts.
    TextEnum(Vec<EnumVariant<String>>),
    /// An open enum of integers.
    IntegerEnum(Vec<EnumVariant<i64>>),
    /// An enum of types.
    Union(UnionItem),
    /// `type A = B;`
    Alias(RustType),
    /// `struct A(pub B);`
    Newtype(RustType),
}

/// A struct with named fields.
#[derive(Clone, Debug)]
pub struct StructItem {
    /// Its fields, in document order.
    pub fields: Vec<StructField>,
    /// Keys that a request always has with the same value: no fields.
    pub constants: Vec<(String, Constant)>,
    /// The field that keeps all other keys, and the type of its values.
    pub rest: Option<(RustIdent, RustType)>,
    /// Whether other keys whose values have another type are skipped.
    pub rest_matches: bool,
    /// The constraints on the map for all other properties.
    pub rest_rules: Vec<super::Rule>,
    /// How it is made.
    pub making: Making,
    /// Whether more fields may come without a break.
    pub non_exhaustive: bool,
}

/// How a struct is made.
#[derive(Clone, Debug, PartialEq)]
pub enum Making {
    /// By a literal only.
    Literal,
    /// Every field has a default that `derive` knows.
    Default,
    /// By `new` with the required fields.
    New,
}

/// One field of a struct.
#[derive(Clone, Debug)]
pub struct StructField {
    /// Its name in Rust.
    pub ident: RustIdent,
    /// Its key on the wire.
    pub wire: String,
    /// Its type without `Option` or `Patch`.
    pub inner: RustType,
    /// How the key may be missing.
    pub kind: FieldKind,
    /// Its constraints.
    pub rules: Vec<super::Rule>,
    /// Its documentation, a line each.
    pub docs: Vec<String>,
}

impl StructField {
    /// The type of the field.
    pub fn ty(&self) -> RustType {
        let inner = || Box::new(self.inner.clone());
        match self.kind {
            FieldKind::Required => self.inner.clone(),
            FieldKind::Optional | FieldKind::Any | FieldKind::Nullable => RustType::Option(inner()),
            FieldKind::Patch => RustType::Patch(inner()),
        }
    }
}

/// How the key of a field may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// It is always there.
    Required,
    /// It may be absent.
    Optional,
    /// It may be absent; null is a value of it like any other JSON.
    Any,
    /// It is there, but may be null.
    Nullable,
    /// It may be absent, null or there.
    Patch,
}

/// A constant of the document as a Rust expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A text.
    Text(String),
}

impl From<&TagValue> for Constant {
    fn from(tag: &TagValue) -> Self {
        match tag {
            TagValue::Text(text) => Self::Text(text.clone()),
            TagValue::Integer(number) => Self::Integer(*number),
            TagValue::Flag(flag) => Self::Bool(*flag),
        }
    }
}

/// One known value of an enum.
#[derive(Clone, Debug)]
pub struct EnumVariant<T> {
    /// Its name in Rust.
    pub ident: RustIdent,
    /// The value on the wire.
    pub wire: T,
    /// Its documentation, a line each.
    pub docs: Vec<String>,
}

/// An enum of types.
#[derive(Clone, Debug)]
pub struct UnionItem {
    /// Its variants, in document order.
    pub variants: Vec<UnionVariant>,
    /// How a value finds its variant.
    pub dispatch: UnionDispatch,
}

/// One variant of a union.
#[derive(Clone, Debug)]
pub struct UnionVariant {
    /// Its name.
    pub ident: RustIdent,
    /// Its type; none for `null`.
    pub ty: Option<RustType>,
    /// Whether its type has constraints that are checked.
    pub checked: bool,
    /// Its documentation, a line each.
    pub docs: Vec<String>,
}

/// How a value finds its variant, with variants by position.
#[derive(Clone, Debug)]
pub enum UnionDispatch {
    /// By the text of a property.
    Tag(crate::ir::Tag),
    /// By guards, in order.
    Guards(Vec<crate::ir::Guard>),
}
