//! Who calls.

use super::{Error, Secret};
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

/// The credential to come.
pub type Providing = Pin<Box<dyn Future<Output = Result<Credential, Error>> + Send>>;

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
