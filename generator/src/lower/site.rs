//! Places of schemas, with the words that name what stands there.

use super::trail::Trail;
use crate::diag::Pointer;
use crate::document::Node;
use crate::ir::{TypePath, TypeRoot, TypeStep};
use foldhash::fast::FixedState;
use indexmap::{IndexMap, IndexSet};

/// A schema of the document and the path that names a type made of it.
#[derive(Clone, Debug)]
pub(super) struct Site<'a> {
    pub(super) node: Node<'a>,
    pub(super) path: Trail,
}

/// The identity of a value of the document: comparing two is comparing two addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Place(usize);

/// What is known of places. Only their addresses are hashed, so nothing in a document can slow it.
pub(super) type PlaceMap<V> = IndexMap<Place, V, FixedState>;

/// Places that have been seen.
pub(super) type PlaceSet = IndexSet<Place, FixedState>;

impl Place {
    /// The identity of a node's value.
    pub(super) fn of(node: &Node<'_>) -> Self {
        Self(std::ptr::from_ref(node.value).addr())
    }

    /// The identity of a text of the document.
    pub(super) fn of_text(text: &str) -> Self {
        Self(text.as_ptr().addr())
    }
}

impl<'a> Site<'a> {
    pub(super) fn new(node: Node<'a>, path: Trail) -> Self {
        Self { node, path }
    }

    /// The site of a schema inside this one.
    pub(super) fn step(&self, node: &Node<'a>, step: TypeStep) -> Self {
        Self { node: node.clone(), path: self.path.step(step) }
    }

    /// The site of a schema that describes the same value as this one.
    pub(super) fn same(&self, node: &Node<'a>) -> Self {
        Self { node: node.clone(), path: self.path.clone() }
    }

    /// Names the site from another trail, where it is named from the given one.
    pub(super) fn rebase(&mut self, from: &Trail, to: &Trail) {
        if let Some(path) = self.path.rebased(from, to) {
            self.path = path;
        }
    }

    pub(super) fn place(&self) -> Place {
        Place::of(&self.node)
    }

    pub(super) fn at(&self) -> &Pointer {
        &self.node.at
    }
}

/// The path of a schema that is reached by reference and is no component.
///
/// It follows the tokens of the pointer, so that the name is the one that the place would have
/// had: `/components/schemas/Pet/properties/owner` is the property `owner` of `Pet`.
pub(super) fn path_of(
    pointer: &Pointer,
    operation_index: impl Fn(&str) -> Option<usize>,
) -> TypePath {
    let tokens: Vec<String> = pointer.tokens().collect();
    let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["components" | "definitions" | "$defs", rest @ ..] if !rest.is_empty() => {
            let skip = usize::from(words[0] == "components");
            match rest.get(skip) {
                Some(name) => TypePath {
                    root: TypeRoot::Component((*name).to_owned()),
                    steps: steps_of(&rest[skip + 1..]),
                },
                None => named(rest[0]),
            }
        }
        ["paths", path, method, rest @ ..] => {
            let place = format!("/paths/{}/{method}", path.replace('~', "~0").replace('/', "~1"));
            match operation_index(&place) {
                Some(index) => {
                    TypePath { root: TypeRoot::Operation(index), steps: operation_steps(rest) }
                }
                None => TypePath {
                    root: TypeRoot::Component(format!("{method} {path}")),
                    steps: steps_of(rest),
                },
            }
        }
        [.., last] => named(last),
        [] => named("Document"),
    }
}

/// The path of a named thing.
fn named(name: &str) -> TypePath {
    TypePath { root: TypeRoot::Component(name.to_owned()), steps: Vec::new() }
}

/// The steps inside an operation: its body, a response, a parameter, then what is inside.
fn operation_steps(tokens: &[&str]) -> Vec<TypeStep> {
    match tokens {
        ["requestBody", "content", _, "schema", rest @ ..] => {
            [vec![TypeStep::Body], steps_of(rest)].concat()
        }
        ["responses", status, "content", _, "schema", rest @ ..] => {
            [vec![TypeStep::Status((*status).to_owned())], steps_of(rest)].concat()
        }
        _ => steps_of(tokens),
    }
}

/// The steps inside a schema.
fn steps_of(tokens: &[&str]) -> Vec<TypeStep> {
    let mut steps = Vec::new();
    let mut rest = tokens;
    loop {
        rest = match rest {
            [] => return steps,
            ["properties" | "$defs" | "definitions" | "headers", name, tail @ ..] => {
                steps.push(TypeStep::Property((*name).to_owned()));
                tail
            }
            ["items" | "itemSchema", tail @ ..] => {
                steps.push(TypeStep::Item);
                tail
            }
            ["additionalProperties", tail @ ..] => {
                steps.push(TypeStep::Value);
                tail
            }
            ["oneOf" | "anyOf", index, tail @ ..] => {
                steps.push(TypeStep::Variant((*index).to_owned()));
                tail
            }
            ["prefixItems", index, tail @ ..] => {
                steps.push(TypeStep::Element(index.parse().unwrap_or_default()));
                tail
            }
            [_, tail @ ..] => tail,
        };
    }
}
