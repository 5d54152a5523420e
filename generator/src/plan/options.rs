//! What a person may decide about a crate, and what the plan has to say in return.

use super::model::{Derive, OwnText, RustType};
use crate::name::RustIdent;
use indexmap::IndexMap;
use serde::Serialize;

/// What a person decides about a crate.
#[derive(Clone, Debug)]
pub struct PlanOptions {
    /// The name of the package.
    pub package: String,
    /// Its version.
    pub version: String,
    /// Names by what they are for: a JSON pointer (with or without `#`) for a type, field, parameter
    /// or operation, an operation id, or `tag ` with the name of a tag.
    pub renames: IndexMap<String, String>,
    /// Names of an earlier run, by what they name (see [`Names`](super::Names)): kept where they are
    /// still free, ignored where the document has no such thing any more.
    pub remembered: IndexMap<String, String>,
    /// Types of other crates that texts of a format become.
    pub text_types: TextTypes,
    /// What models derive beside what all of them do, in the order of the entries.
    pub derives: Vec<(DeriveFor, Vec<Derive>)>,
    /// Cargo features that tags share: names, and the tags of each. Every other tag has a feature of
    /// its own.
    pub features: IndexMap<String, Vec<String>>,
    /// How the API signs the requests that it makes, if it makes any.
    pub webhooks: Option<WebhookOptions>,
}

/// How an API signs its webhooks: HMAC-SHA256 of the raw body, in hexadecimal digits.
#[derive(Clone, Debug)]
pub struct WebhookOptions {
    /// The header with the signature.
    pub signature: String,
    /// What stands before the digits.
    pub prefix: String,
    /// The header with the id of the event.
    pub event_id: Option<String>,
    /// Keys to the id of the event in the body, where the signature covers it.
    pub id: Vec<String>,
    /// The JSON pointer of the event's schema.
    pub event: String,
}

impl Default for PlanOptions {
    fn default() -> Self {
        Self {
            package: "client".to_owned(),
            version: "0.1.0".to_owned(),
            renames: IndexMap::new(),
            remembered: IndexMap::new(),
            text_types: TextTypes::default(),
            derives: Vec::new(),
            features: IndexMap::new(),
            webhooks: None,
        }
    }
}

/// Which models an entry of derives is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeriveFor {
    /// All that can have it.
    All,
    /// That of the schema with this JSON pointer (with or without `#`).
    Schema(String),
}

/// The types that texts of a format become; `String` where there is none.
#[derive(Clone, Debug, Default)]
pub struct TextTypes {
    /// For `date-time`.
    pub date_time: Option<TextType>,
    /// For `date`.
    pub date: Option<TextType>,
    /// For `uuid`.
    pub uuid: Option<TextType>,
    /// For `decimal`.
    pub decimal: Option<TextType>,
    /// For Base64.
    pub base64: Option<TextType>,
}

impl TextTypes {
    /// All that are chosen.
    pub(crate) fn all(&self) -> impl Iterator<Item = &TextType> {
        let all = [&self.date_time, &self.date, &self.uuid, &self.decimal, &self.base64];
        all.into_iter().flatten()
    }
}

/// A type that texts of a format become.
#[derive(Clone, Debug)]
pub enum TextType {
    /// One of another crate.
    External(ExternalType),
    /// One that is written into the output.
    Own(OwnText),
}

impl TextType {
    /// The type in Rust.
    pub(crate) fn rust(&self) -> RustType {
        match self {
            Self::External(it) => RustType::External(it.path.clone(), it.arguments.clone()),
            Self::Own(own) => RustType::Own(*own),
        }
    }

    /// The type that is written into the output.
    pub(crate) fn own(&self) -> Option<OwnText> {
        match self {
            Self::External(_) => None,
            Self::Own(own) => Some(*own),
        }
    }

    /// The crate that it needs.
    pub(crate) fn dependency(&self) -> Option<Dependency> {
        match self {
            Self::External(external) => Some(external.dependency.clone()),
            Self::Own(own) => own.dependency(),
        }
    }
}

/// A type of another crate.
#[derive(Clone, Debug)]
pub struct ExternalType {
    /// Its path, such as `jiff`, `Timestamp`.
    pub path: Vec<RustIdent>,
    /// The path of the type it takes in angle brackets; empty where it takes none.
    pub arguments: Vec<RustIdent>,
    /// What it has of the traits that a model may derive.
    pub derives: Vec<Derive>,
    /// The lines that its crate needs under `[dependencies]`.
    pub dependency: Dependency,
}

/// A crate that the output depends on.
#[derive(Clone, Debug)]
pub struct Dependency {
    /// Its name.
    pub name: String,
    /// The versions it may have.
    pub version: String,
    /// Its features.
    pub features: Vec<String>,
}

/// Something that the plan has to say.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "note")]
pub enum Note {
    /// Two things would have the same name; one got a longer one.
    Collision {
        /// The key of the one that had to give way.
        key: String,
        /// The name it would have had.
        wanted: String,
        /// The name it has.
        given: String,
    },
    /// A rename matches nothing, or is no identifier.
    UnusedRename {
        /// Its key.
        key: String,
        /// The name it asks for.
        name: String,
        /// Why it has no effect.
        reason: RenameProblem,
    },
    /// The event of `[webhooks]` is no schema of the document.
    UnknownEvent {
        /// The key that was given.
        key: String,
    },
    /// A feature that tags share has a name that cannot be, or a tag that nothing has or that stands
    /// twice.
    UnusedFeature {
        /// The name of the feature.
        key: String,
        /// The tag, if that is what is wrong.
        tag: Option<String>,
    },
    /// An entry of derives asks for what cannot be.
    UnusedDerive {
        /// Its key.
        key: String,
        /// What is wrong.
        problem: DeriveProblem,
    },
    /// Some models cannot derive what all are asked to.
    DeriveLeftOut {
        /// What is derived.
        derive: String,
        /// How many models are without it.
        without: usize,
        /// How many models there are.
        of: usize,
        /// The first of those without it.
        first: String,
        /// Why that one cannot have it.
        why: String,
        /// Where in the document that is.
        place: Option<String>,
    },
    /// Pages are documented, but their way cannot be followed in Rust.
    PagesOutOfReach {
        /// The operation.
        operation: String,
        /// Where it stands.
        place: String,
    },
    /// A representation of a body has no method, because another one is written the same way.
    SameRepresentation {
        /// Where it stands.
        key: String,
        /// Its media type.
        media_type: String,
        /// The media type that is sent.
        instead: String,
    },
}

/// Why a rename has no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RenameProblem {
    /// Nothing has this key.
    MatchesNothing,
    /// Names of what stands there start otherwise: types with a capital, fields without.
    OtherCase,
    /// The name is no identifier.
    NoIdentifier,
    /// The name is taken.
    Taken,
}

/// Why an entry of derives cannot be followed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeriveProblem {
    /// No type has this key.
    MatchesNothing,
    /// No type can have it.
    FitsNoType {
        /// What is derived.
        derive: String,
    },
    /// The type is only another name.
    Alias {
        /// For what.
        of: String,
    },
    /// The type cannot have it.
    Impossible {
        /// What it cannot derive.
        derive: String,
        /// The way to what is in the way.
        why: String,
        /// Where in the document that is.
        place: Option<String>,
    },
}
