//! Who calls.

use super::{
    Client, Error, ErrorKind, Result, Secret,
    api::{Op, Place, SecurityKind, SecurityScheme},
    encode::Escape,
    prepare::Prepared,
};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, header};
use std::{pin::Pin, slice, sync::Arc};

/// What proves who calls.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Credential {
    /// A token: a bearer token, an API key, or what follows the name of another scheme.
    Token(Secret),
    /// A user name and a password.
    Basic {
        /// The user.
        user: String,
        /// The password.
        password: Secret,
    },
}

impl Credential {
    /// Whether there is nothing in it that could prove anything.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Token(token) => token.expose().is_empty(),
            Self::Basic { user, password } => user.is_empty() && password.expose().is_empty(),
        }
    }
}

/// The credential to come.
pub type Providing = Pin<Box<dyn Future<Output = Result<Credential>> + Send>>;

/// Gives a credential when one is needed.
pub trait CredentialProvider: Send + Sync {
    /// Returns the credential for a scheme of the API's document. It is asked for every attempt,
    /// so it keeps what stays valid. `refused` is what the server answered with 401: asked with
    /// one, a provider that can get another does, and the request is sent once more.
    fn credential(&self, scheme: &'static str, refused: Option<Credential>) -> Providing;
}

/// Where a client's credential comes from.
#[derive(Clone)]
pub(super) enum Keeper {
    Fixed(Credential),
    Provider(Arc<dyn CredentialProvider>),
}

/// The credential of a scheme, as a client keeps it.
#[derive(Clone)]
pub(super) struct Kept {
    scheme: &'static SecurityScheme,
    keeper: Keeper,
    /// The header of a fixed credential, where it goes into one of its own and fits.
    header: Option<(HeaderName, HeaderValue)>,
}

impl Kept {
    pub(super) fn new(scheme: &'static SecurityScheme, keeper: Keeper) -> Self {
        let header = match &keeper {
            Keeper::Fixed(credential) => header(scheme.kind, credential).and_then(Result::ok),
            Keeper::Provider(_) => None,
        };
        Self { scheme, keeper, header }
    }
}

/// A credential that a provider gave, with the scheme it is for.
pub(super) type Provided = (SecurityScheme, Credential);

/// Asks the providers for the credentials of an operation.
pub(super) async fn gather(
    client: &Client,
    op: &'static Op,
    refused: &[Provided],
) -> Result<Vec<Provided>> {
    let mut provided = Vec::new();
    for kept in alternative(client, op) {
        let Keeper::Provider(provider) = &kept.keeper else { continue };
        let name = kept.scheme.name;
        let old = refused.iter().find(|(known, _)| known.name == name);
        let credential =
            provider.credential(name, old.map(|(_, old)| old.clone())).await.map_err(|error| {
                Error::new(ErrorKind::Credential, "no credential to be had").because(error)
            })?;
        provided.push((*kept.scheme, credential));
    }
    Ok(provided)
}

/// Whether the same credentials came again, for the same operation.
pub(super) fn are_same(left: &[Provided], right: &[Provided]) -> bool {
    left.iter().map(|(_, credential)| credential).eq(right.iter().map(|(_, credential)| credential))
}

/// The credentials for an operation: those of the first alternative that is complete.
fn alternative<'a>(client: &'a Client, op: &'static Op) -> impl Iterator<Item = &'a Kept> {
    let shared = client.shared();
    let schemes = shared.api.security;
    let is_needed = move |name: &str| {
        let scheme = schemes.iter().find(|scheme| scheme.name == name);
        !scheme.is_some_and(|scheme| scheme.kind == SecurityKind::MutualTls)
    };
    let find = move |name: &str| shared.credentials.iter().rev().find(|it| it.scheme.name == name);
    let is_complete =
        |names: &[&str]| names.iter().all(|name| !is_needed(name) || find(name).is_some());
    let names: &'a [&'static str] = match op.security {
        // The alternative that needs nothing is the last choice.
        Some(alternatives) => alternatives
            .iter()
            .copied()
            .find(|names| !names.is_empty() && is_complete(names))
            .unwrap_or_default(),
        None => schemes
            .iter()
            .map(|scheme| slice::from_ref(&scheme.name))
            .find(|names| is_complete(names))
            .unwrap_or_default(),
    };
    names.iter().filter(move |name| is_needed(name)).filter_map(move |name| find(name))
}

/// Puts the credentials for an operation into a request.
pub(super) fn apply(
    client: &Client,
    op: &'static Op,
    provided: &[Provided],
    prepared: &mut Prepared,
) -> Result<()> {
    for kept in alternative(client, op) {
        if let Some((name, value)) = &kept.header {
            prepared.headers.insert(name, value.clone());
            continue;
        }
        match &kept.keeper {
            Keeper::Fixed(credential) => put(kept.scheme.kind, credential, prepared)?,
            Keeper::Provider(_) => {
                let given = provided.iter().filter(|(scheme, _)| scheme.name == kept.scheme.name);
                for (scheme, credential) in given {
                    put(scheme.kind, credential, prepared)?;
                }
            }
        }
    }
    Ok(())
}

/// Puts one credential into a request.
fn put(kind: SecurityKind, credential: &Credential, prepared: &mut Prepared) -> Result<()> {
    match (kind, credential) {
        (SecurityKind::ApiKey(Place::Cookie, name), Credential::Token(key)) => {
            prepared.add_cookie(name, key.expose())
        }
        (
            SecurityKind::ApiKey(Place::Query | Place::QueryString | Place::Path, name),
            Credential::Token(key),
        ) => {
            prepared.add_to_query(name, key.expose());
            Ok(())
        }
        _ => match header(kind, credential) {
            Some(header) => {
                let (name, value) = header?;
                prepared.headers.insert(name, value);
                Ok(())
            }
            None => Ok(()),
        },
    }
}

/// The header that a credential goes into, if it is one of its own.
fn header(
    kind: SecurityKind,
    credential: &Credential,
) -> Option<Result<(HeaderName, HeaderValue)>> {
    let value = match (kind, credential) {
        (SecurityKind::ApiKey(Place::Header, name), Credential::Token(key)) => {
            let named = HeaderName::from_bytes(name.as_bytes());
            let named = named.map_err(|error| refused(name).because(error));
            return Some(named.and_then(|named| Ok((named, sensitive(key.expose().to_owned())?))));
        }
        (SecurityKind::ApiKey(..) | SecurityKind::MutualTls, Credential::Token(_)) => return None,
        (SecurityKind::Bearer, Credential::Token(token)) => format!("Bearer {}", token.expose()),
        (SecurityKind::Http(name), Credential::Token(token)) => {
            format!("{name} {}", token.expose())
        }
        (SecurityKind::Basic, Credential::Token(token)) => format!("Basic {}", token.expose()),
        (_, Credential::Basic { user, password }) => {
            format!("Basic {}", base64(format!("{user}:{}", password.expose()).as_bytes()))
        }
    };
    Some(sensitive(value).map(|value| (header::AUTHORIZATION, value)))
}

/// The texts that must not show in errors: what providers gave, and what the client keeps.
pub(super) fn secrets<'a>(
    client: &'a Client,
    provided: &'a [Provided],
) -> impl Iterator<Item = Secret> + 'a {
    let fixed = client.shared().credentials.iter().filter_map(|kept| match &kept.keeper {
        Keeper::Fixed(credential) => Some(credential),
        Keeper::Provider(_) => None,
    });
    provided.iter().map(|(_, credential)| credential).chain(fixed).flat_map(|credential| {
        match credential {
            Credential::Token(token) => vec![token.clone()],
            Credential::Basic { user, password } => {
                let pair = base64(format!("{user}:{}", password.expose()).as_bytes());
                vec![password.clone(), pair.into()]
            }
        }
    })
}

impl Prepared {
    fn add_cookie(&mut self, name: &'static str, key: &str) -> Result<()> {
        let given = self.headers.get(header::COOKIE).map(HeaderValue::as_bytes);
        let given = given.map(String::from_utf8_lossy).unwrap_or_default();
        // The operation may declare a parameter of that name.
        let is_other = |pair: &&str| pair.split('=').next() != Some(name) && !pair.is_empty();
        let mut cookies: String =
            given.split("; ").filter(is_other).map(|pair| format!("{pair}; ")).collect();
        cookies.push_str(&format!("{name}={}", Escape::Component.text(key)));
        self.headers.insert(header::COOKIE, sensitive(cookies)?);
        Ok(())
    }

    fn add_to_query(&mut self, name: &'static str, key: &str) {
        let (name, key) = (Escape::Component.text(name), Escape::Component.text(key));
        let query = self.url.query().unwrap_or_default();
        // A page that names the next one may have given the key back.
        let is_other = |pair: &&str| pair.split('=').next() != Some(&*name) && !pair.is_empty();
        let mut all: String =
            query.split('&').filter(is_other).map(|pair| format!("{pair}&")).collect();
        all.push_str(&format!("{name}={key}"));
        self.url.set_query(Some(&all));
    }
}

/// A header value that no log shows; clones of it share their text.
fn sensitive(value: String) -> Result<HeaderValue> {
    let mut value = HeaderValue::from_maybe_shared(Bytes::from(value))
        .map_err(|_| Error::new(ErrorKind::Credential, "the credential has control characters"))?;
    value.set_sensitive(true);
    Ok(value)
}

fn refused(place: &str) -> Error {
    Error::new(ErrorKind::Credential, format!("the credential cannot go into `{place}`"))
}

/// Writes bytes as Base64.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let all = group.iter().fold(0u32, |all, byte| all << 8 | u32::from(*byte))
            << (8 * (3 - group.len()));
        for digit in 0..4 {
            let index = (all >> (18 - 6 * digit) & 63) as usize;
            text.push(if digit > group.len() { '=' } else { char::from(DIGITS[index]) });
        }
    }
    text
}
