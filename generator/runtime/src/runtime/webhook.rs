//! Requests that the server makes: are they its own?

use super::{Error, ErrorKind, Result, Secret, codec, headers};
use http::HeaderMap;
use ring::hmac;
use serde::de::DeserializeOwned;
use std::{
    collections::VecDeque,
    fmt,
    marker::PhantomData,
    sync::{Mutex, PoisonError},
};

/// How an API signs its webhooks: HMAC-SHA256 of the raw body, in hexadecimal digits.
#[derive(Clone, Copy, Debug)]
pub struct WebhookScheme {
    /// The header with the signature.
    pub signature: &'static str,
    /// What stands before the digits.
    pub prefix: &'static str,
    /// The header with the id of the event.
    pub event_id: Option<&'static str>,
    /// Keys to the id of the event in the body, which the signature covers; empty where it has none.
    pub id: &'static [&'static str],
}

/// Verifies webhooks and decodes their events.
///
/// It wants the raw bytes of the body: a body that was parsed and written again has another
/// signature.
pub struct Webhooks<T> {
    scheme: &'static WebhookScheme,
    keys: Vec<hmac::Key>,
    remembered: usize,
    ids: Mutex<VecDeque<Box<str>>>,
    event: PhantomData<fn() -> T>,
}

/// An event that the API has signed.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Delivery<T> {
    /// The event.
    pub event: T,
    /// Its id.
    pub id: Option<String>,
    /// Whether an event of this id has been verified before: answer it, do not act on it again.
    pub is_repeated: bool,
}

impl<T: DeserializeOwned> Webhooks<T> {
    /// Starts a verifier without secrets, which refuses everything.
    #[doc(hidden)]
    pub fn new(scheme: &'static WebhookScheme) -> Self {
        let ids = Mutex::default();
        Self { scheme, keys: Vec::new(), remembered: 10_000, ids, event: PhantomData }
    }

    /// Accepts signatures under this secret too: while secrets change, both the old and the new.
    #[must_use]
    pub fn secret(mut self, secret: impl Into<Secret>) -> Self {
        let secret = secret.into();
        if !secret.expose().is_empty() {
            self.keys.push(hmac::Key::new(hmac::HMAC_SHA256, secret.expose().as_bytes()));
        }
        self
    }

    /// Remembers the ids of this many events; 10,000 by default.
    #[must_use]
    pub fn remember(self, events: usize) -> Self {
        Self { remembered: events, ..self }
    }

    /// Verifies a request and decodes its event.
    ///
    /// # Errors
    ///
    /// The signature is missing or wrong, or the body is no such event.
    pub fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<Delivery<T>> {
        self.check(headers, body)?;
        let event = codec::from_slice(body).map_err(|error| {
            Error::new(ErrorKind::Decode, "the event is not as documented").because(error)
        })?;
        let id = self.id(headers, body)?;
        let is_repeated = id.as_deref().is_some_and(|id| self.is_known(id));
        Ok(Delivery { event, id, is_repeated })
    }

    /// The id of the event: the one that is signed, where there is one. Whoever sends a request
    /// again can write another into its header.
    fn id(&self, headers: &HeaderMap, body: &[u8]) -> Result<Option<String>> {
        let given = self.scheme.event_id.and_then(|name| headers::text(headers, name));
        let signed = super::envelope::text_at(body, self.scheme.id);
        match (signed, given) {
            (Some(signed), Some(given)) if *signed != *given => {
                let message = "the id in the header is not that of the event";
                Err(Error::new(ErrorKind::Signature, message))
            }
            (Some(signed), _) => Ok(Some(signed.into())),
            (None, given) => Ok(given.map(str::to_owned)),
        }
    }

    fn check(&self, headers: &HeaderMap, body: &[u8]) -> Result<()> {
        let refuse = |why: &str| Err(Error::new(ErrorKind::Signature, why));
        let Some(given) = headers::text(headers, self.scheme.signature) else {
            return refuse("the request has no signature");
        };
        let digits = given.split(',').filter_map(|one| one.trim().strip_prefix(self.scheme.prefix));
        let mut signatures = digits.filter_map(unhex);
        match signatures.any(|signature| {
            self.keys.iter().any(|key| hmac::verify(key, body, &signature).is_ok())
        }) {
            true => Ok(()),
            false => refuse("the signature is not right"),
        }
    }

    /// Forgets an event that could not be handled, so that it counts as new when it comes again.
    pub fn forget(&self, id: &str) {
        self.ids.lock().unwrap_or_else(PoisonError::into_inner).retain(|known| **known != *id);
    }

    fn is_known(&self, id: &str) -> bool {
        let mut ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        if ids.iter().any(|known| **known == *id) {
            return true;
        }
        ids.push_back(id.into());
        if ids.len() > self.remembered {
            ids.pop_front();
        }
        false
    }
}

impl<T> fmt::Debug for Webhooks<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Webhooks")
            .field("scheme", self.scheme)
            .field("secrets", &self.keys.len())
            .finish_non_exhaustive()
    }
}

/// Reads hexadecimal digits.
fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let (pairs, rest) = text.as_bytes().as_chunks();
    let bytes = pairs.iter().map(|[high, low]| Some((digit(*high)? << 4 | digit(*low)?) as u8));
    rest.is_empty().then(|| bytes.collect())?
}
