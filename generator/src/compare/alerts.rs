//! What a document must not change without a person's consent: where credentials go, and what
//! protects an operation.

use super::same_call;
use crate::ir::{Api, Operation, Place, SecurityKind};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Something that a person has to confirm.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case", tag = "alert")]
pub enum Alert {
    /// Requests, and the credentials in them, would go to another origin.
    Origin {
        /// The origins of the old document.
        old: Vec<String>,
        /// The origin that is new.
        new: String,
    },
    /// Requests would travel unencrypted.
    Unencrypted {
        /// The server's URL.
        url: String,
    },
    /// A token would be had elsewhere.
    TokenOrigin {
        /// The security scheme.
        scheme: String,
        /// The origins of the old document.
        old: Vec<String>,
        /// The origin that is new.
        new: String,
    },
    /// Operations ask for less, or for another, proof of who calls.
    WeakerSecurity {
        /// What was asked for.
        old: String,
        /// What is asked for.
        new: String,
        /// The operations.
        operations: Vec<String>,
    },
}

impl fmt::Display for Alert {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Origin { old, new } if old.is_empty() => {
                write!(formatter, "requests would go to {new}; no server was named before")
            }
            Self::Origin { old, new } => {
                write!(formatter, "requests would go to {new}; before: {}", old.join(", "))
            }
            Self::Unencrypted { url } => {
                write!(formatter, "requests to {url} would travel unencrypted")
            }
            Self::TokenOrigin { scheme, old, new } => {
                let old = if old.is_empty() { "nowhere".to_owned() } else { old.join(", ") };
                write!(formatter, "tokens of `{scheme}` would be had from {new}; before: {old}")
            }
            Self::WeakerSecurity { old, new, operations } => {
                let shown = operations.iter().take(3).map(String::as_str);
                let shown = shown.collect::<Vec<_>>().join(", ");
                let more = operations.len().saturating_sub(3);
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                write!(formatter, "{shown}{more} would ask for {new}; before: {old}")
            }
        }
    }
}

pub(super) fn alerts(old: Option<&Api>, new: &Api) -> Vec<Alert> {
    let before = old.map(urls).unwrap_or_default();
    let known: BTreeSet<&str> = before.iter().filter_map(|url| origin(url)).collect();
    let mut alerts = BTreeSet::new();
    for url in urls(new) {
        if let Some(origin) = origin(url).filter(|it| old.is_some() && !known.contains(it)) {
            let old = known.iter().map(|it| (*it).to_owned()).collect();
            alerts.insert(Alert::Origin { old, new: origin.to_owned() });
        }
        if url.to_ascii_lowercase().starts_with("http://") && !before.contains(url) {
            alerts.insert(Alert::Unencrypted { url: url.to_owned() });
        }
    }
    let mut alerts: Vec<Alert> = alerts.into_iter().collect();
    alerts.extend(old.map(|old| tokens(old, new)).unwrap_or_default());
    alerts.extend(old.map(|old| weaker(old, new)).unwrap_or_default());
    alerts
}

/// Absolute URLs of servers.
fn urls(api: &Api) -> BTreeSet<&str> {
    let own = api.operations.iter().flat_map(|operation| &operation.servers);
    let all = api.servers.iter().chain(own).map(|server| server.url.as_str());
    all.filter(|url| url.contains("://")).collect()
}

/// Origins that a known security scheme newly has its tokens from.
fn tokens(old: &Api, new: &Api) -> Vec<Alert> {
    let mut alerts = BTreeSet::new();
    for scheme in &new.security_schemes {
        let Some(known) = old.security_schemes.iter().find(|it| it.name == scheme.name) else {
            continue;
        };
        let before: BTreeSet<&str> = known.urls.iter().filter_map(|url| origin(url)).collect();
        for origin in scheme.urls.iter().filter_map(|url| origin(url)) {
            if !before.contains(origin) {
                alerts.insert(Alert::TokenOrigin {
                    scheme: scheme.name.clone(),
                    old: before.iter().map(|it| (*it).to_owned()).collect(),
                    new: origin.to_owned(),
                });
            }
        }
    }
    alerts.into_iter().collect()
}

/// Scheme, host and port of a URL.
fn origin(url: &str) -> Option<&str> {
    let authority = url.find("://")? + 3;
    let length = url[authority..].find(['/', '?', '#']).unwrap_or(url.len() - authority);
    Some(&url[..authority + length])
}

/// Alternatives of what proves who calls: what is sent, not what the document names it.
pub(super) type Proofs = BTreeSet<BTreeSet<String>>;

/// What an operation asks for.
pub(super) fn proofs(api: &Api, operation: &Operation) -> Proofs {
    let kind = |name: &String| {
        let scheme = api.security_schemes.iter().find(|scheme| scheme.name == *name);
        scheme.map_or_else(|| name.clone(), |scheme| proof(&scheme.kind))
    };
    match operation.security.as_slice() {
        [] => Proofs::from([BTreeSet::new()]),
        some => some.iter().map(|together| together.iter().map(kind).collect()).collect(),
    }
}

/// A proof in words.
fn proof(kind: &SecurityKind) -> String {
    let place = |place: &Place| match place {
        Place::Query | Place::QueryString => "query",
        Place::Header => "header",
        Place::Cookie => "cookie",
        Place::Path => "path",
    };
    match kind {
        SecurityKind::Bearer => "a bearer token".to_owned(),
        SecurityKind::Basic => "a name and a password".to_owned(),
        SecurityKind::ApiKey(at, name) => format!("the key `{name}` in the {}", place(at)),
        SecurityKind::Http(scheme) => format!("the scheme `{scheme}`"),
        SecurityKind::MutualTls => "a client certificate".to_owned(),
    }
}

/// Whether everything that satisfies one also satisfies the other.
pub(super) fn satisfies(given: &Proofs, asked: &Proofs) -> bool {
    given.iter().all(|given| asked.iter().any(|asked| asked.is_subset(given)))
}

/// Proofs in words.
pub(super) fn in_words(proofs: &Proofs) -> String {
    let together = |names: &BTreeSet<String>| match names.len() {
        0 => "nothing".to_owned(),
        _ => names.iter().map(String::as_str).collect::<Vec<_>>().join(" with "),
    };
    proofs.iter().map(together).collect::<Vec<_>>().join(" or ")
}

fn weaker(old: &Api, new: &Api) -> Vec<Alert> {
    let before: BTreeMap<_, _> = old.operations.iter().map(|it| (same_call(it), it)).collect();
    let mut groups: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for operation in &new.operations {
        let Some(known) = before.get(&same_call(operation)) else { continue };
        let (was, is) = (proofs(old, known), proofs(new, operation));
        if !satisfies(&is, &was) {
            let words = (in_words(&was), in_words(&is));
            groups.entry(words).or_default().push(super::label(operation));
        }
    }
    let alert = |((old, new), operations)| Alert::WeakerSecurity { old, new, operations };
    groups.into_iter().map(alert).collect()
}
