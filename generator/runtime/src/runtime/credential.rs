//! Who calls.

use super::{
    Client, Error, ErrorKind, Result, Secret,
    api::{Op, Place, SecurityKind, SecurityScheme},
    encode::Escape,
    prepare::Prepared,
};
use http::{HeaderName, HeaderValue, Uri, header, uri::PathAndQuery};
use std::{fmt, pin::Pin, sync::Arc};

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

impl fmt::Debug for Keeper {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Fixed(_) => "Fixed([redacted])",
            Self::Provider(_) => "Provider",
        })
    }
}

/// A credential in use, with the scheme it is for.
pub(super) type Used = (SecurityScheme, Credential);

/// Finds the credentials for an operation: those of the first alternative that is complete.
pub(super) async fn gather(
    client: &Client,
    op: &'static Op,
    refused: &[Used],
) -> Result<Vec<Used>> {
    let mut used = Vec::new();
    for (scheme, keeper) in alternative(client, op) {
        let credential = match keeper {
            Keeper::Fixed(credential) => credential.clone(),
            Keeper::Provider(provider) => {
                let old = refused.iter().find(|(known, _)| known.name == scheme.name);
                provider.credential(scheme.name, old.map(|(_, old)| old.clone())).await.map_err(
                    |error| {
                        Error::new(ErrorKind::Credential, "no credential to be had").because(error)
                    },
                )?
            }
        };
        used.push((*scheme, credential));
    }
    Ok(used)
}

/// Whether another credential can be had for an operation.
pub(super) fn can_refresh(client: &Client, op: &'static Op) -> bool {
    alternative(client, op).iter().any(|(_, keeper)| matches!(keeper, Keeper::Provider(_)))
}

fn alternative<'a>(client: &'a Client, op: &'static Op) -> Vec<(&'a SecurityScheme, &'a Keeper)> {
    let shared = client.shared();
    let schemes = shared.api.security;
    let find = |name: &str| {
        let scheme = schemes.iter().find(|scheme| scheme.name == name)?;
        let keeper = shared.credentials.iter().rev().find(|(known, _)| *known == name)?;
        Some((scheme, &keeper.1))
    };
    let complete = |names: &[&str]| -> Option<Vec<_>> {
        let by_transport = |name: &&&str| {
            let scheme = schemes.iter().find(|scheme| scheme.name == **name);
            !scheme.is_some_and(|scheme| scheme.kind == SecurityKind::MutualTls)
        };
        names.iter().filter(by_transport).map(|name| find(name)).collect()
    };
    let found = match op.security {
        // The alternative that needs nothing is the last choice.
        Some(alternatives) => {
            alternatives.iter().filter(|names| !names.is_empty()).find_map(|names| complete(names))
        }
        None => schemes.iter().find_map(|scheme| complete(&[scheme.name])),
    };
    found.unwrap_or_default()
}

/// Puts credentials into a request.
pub(super) fn apply(used: &[Used], prepared: &mut Prepared) -> Result<()> {
    for (scheme, credential) in used {
        match (scheme.kind, credential) {
            (SecurityKind::Bearer, Credential::Token(token)) => {
                prepared.authorize(&format!("Bearer {}", token.expose()))?;
            }
            (SecurityKind::Http(name), Credential::Token(token)) => {
                prepared.authorize(&format!("{name} {}", token.expose()))?;
            }
            (_, Credential::Basic { user, password }) => {
                let pair = base64(format!("{user}:{}", password.expose()).as_bytes());
                prepared.authorize(&format!("Basic {pair}"))?;
            }
            (SecurityKind::Basic, Credential::Token(token)) => {
                prepared.authorize(&format!("Basic {}", token.expose()))?;
            }
            (SecurityKind::ApiKey(place, name), Credential::Token(key)) => {
                prepared.put_api_key(place, name, key.expose())?;
            }
            (SecurityKind::MutualTls, Credential::Token(_)) => {}
        }
    }
    Ok(())
}

/// The texts that must not show in errors.
pub(super) fn secrets(used: &[Used]) -> Vec<Secret> {
    let texts = used.iter().flat_map(|(_, credential)| match credential {
        Credential::Token(token) => vec![token.clone()],
        Credential::Basic { user, password } => {
            let pair = base64(format!("{user}:{}", password.expose()).as_bytes());
            vec![password.clone(), pair.into()]
        }
    });
    texts.collect()
}

impl Prepared {
    fn authorize(&mut self, value: &str) -> Result<()> {
        let value = sensitive(value)?;
        self.headers.insert(header::AUTHORIZATION, value);
        Ok(())
    }

    fn put_api_key(&mut self, place: Place, name: &'static str, key: &str) -> Result<()> {
        match place {
            Place::Query | Place::QueryString | Place::Path => self.add_to_query(name, key),
            Place::Header => {
                let name = HeaderName::from_bytes(name.as_bytes())
                    .map_err(|error| refused(name).because(error))?;
                self.headers.insert(name, sensitive(key)?);
                Ok(())
            }
            Place::Cookie => {
                let before = self.headers.get(header::COOKIE).map(HeaderValue::as_bytes);
                let before = before.map(|cookies| String::from_utf8_lossy(cookies) + "; ");
                let cookies =
                    format!("{}{name}={}", before.unwrap_or_default(), Escape::Component.text(key));
                self.headers.insert(header::COOKIE, sensitive(&cookies)?);
                Ok(())
            }
        }
    }

    fn add_to_query(&mut self, name: &'static str, key: &str) -> Result<()> {
        let (name, key) = (Escape::Component.text(name), Escape::Component.text(key));
        let mut parts = std::mem::take(&mut self.uri).into_parts();
        let target = parts.path_and_query.take();
        let target = target.as_ref().map_or("/", PathAndQuery::as_str);
        let joint = if target.contains('?') { '&' } else { '?' };
        parts.path_and_query = format!("{target}{joint}{name}={key}").parse().ok();
        self.uri = Uri::from_parts(parts).map_err(|_| refused("query"))?;
        Ok(())
    }
}

fn sensitive(value: &str) -> Result<HeaderValue> {
    let mut value = HeaderValue::from_bytes(value.as_bytes())
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
