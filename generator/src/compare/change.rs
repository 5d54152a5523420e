//! Changes as they are told.

use super::Alert;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;

/// What a change means for code that uses the crate, least first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CrateLevel {
    /// Nothing.
    #[default]
    None,
    /// Documentation reads differently.
    Docs,
    /// The crate does something differently behind the same items.
    Patch,
    /// There is more to use.
    Minor,
    /// Code may no longer compile.
    Major,
}

/// What a change means for a client of the old document that talks to a server of the new one,
/// least first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WireLevel {
    /// Nothing.
    #[default]
    None,
    /// The client does not notice.
    Compatible,
    /// The client goes on, but something it sends is ignored or something it expects stays away.
    Caution,
    /// A request may be refused, or an answer not be understood.
    Breaking,
}

impl CrateLevel {
    /// One word.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Docs => "docs",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl WireLevel {
    /// One word.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Compatible => "compatible",
            Self::Caution => "caution",
            Self::Breaking => "breaking",
        }
    }
}

/// What a change belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The API as a whole.
    Api,
    /// An operation, by its method and path.
    Operation(String),
    /// A type, by its Rust name.
    Type(String),
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api => formatter.write_str("the API"),
            Self::Operation(name) => formatter.write_str(name),
            Self::Type(name) => write!(formatter, "types::{name}"),
        }
    }
}

impl Serialize for Subject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A part of a subject.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Member {
    /// The subject itself.
    Whole,
    /// A parameter, by its place and name on the wire.
    Parameter(String),
    /// The request body, or a part of it by its name.
    Body(Option<String>),
    /// What comes back.
    Answer,
    /// A header of what comes back, by its name.
    Header(String),
    /// A field, by its key on the wire.
    Field(String),
    /// A value of an enum, or a branch of a union.
    Variant(String),
    /// A method or another item, by its name in Rust.
    Item(String),
    /// What callers have to prove.
    Security,
}

impl fmt::Display for Member {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => Ok(()),
            Self::Parameter(name) => write!(formatter, "`{name}`"),
            Self::Body(None) => formatter.write_str("body"),
            Self::Body(Some(part)) => write!(formatter, "part `{part}`"),
            Self::Answer => formatter.write_str("answer"),
            Self::Header(name) => write!(formatter, "answer's `{name}`"),
            Self::Field(name) | Self::Variant(name) | Self::Item(name) => {
                write!(formatter, "`{name}`")
            }
            Self::Security => formatter.write_str("security"),
        }
    }
}

impl Serialize for Member {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What a change is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Key {
    /// The operation or type.
    pub subject: Subject,
    /// The part of it.
    pub member: Member,
}

impl Key {
    pub(super) fn new(subject: Subject, member: Member) -> Self {
        Self { subject, member }
    }
}

/// A public item that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RustChange {
    /// Its path.
    pub path: String,
    /// Its signature in the old crate; none where it is new.
    pub old: Option<String>,
    /// Its signature in the new crate; none where it is gone.
    pub new: Option<String>,
    /// What this means for code that uses it.
    pub level: CrateLevel,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// What it is about.
    #[serde(flatten)]
    pub key: Key,
    /// For code that uses the crate.
    #[serde(rename = "crate")]
    pub crate_level: CrateLevel,
    /// For clients in use.
    #[serde(rename = "wire")]
    pub wire_level: WireLevel,
    /// What happened, in a few words each.
    pub what: Vec<String>,
    /// Its place in the old document.
    #[serde(rename = "old_pointer")]
    pub old: Option<String>,
    /// Its place in the new document.
    #[serde(rename = "new_pointer")]
    pub new: Option<String>,
    /// The items that it touches.
    pub rust: Vec<RustChange>,
}

/// How two documents differ.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Comparison {
    /// The greatest of all crate levels.
    #[serde(rename = "crate")]
    pub crate_level: CrateLevel,
    /// The greatest of all wire levels.
    #[serde(rename = "wire")]
    pub wire_level: WireLevel,
    /// What a person has to confirm.
    pub alerts: Vec<Alert>,
    /// Every change, by subject.
    pub changes: Vec<Change>,
    /// The call of each operation that changed, such as `emails().send(body: …)`.
    pub calls: BTreeMap<String, String>,
    /// How many items are only documented differently.
    pub texts: usize,
}

impl Comparison {
    /// Whether nothing at all differs.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.texts == 0 && self.alerts.is_empty()
    }
}
