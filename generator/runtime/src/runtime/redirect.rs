//! Answers that point elsewhere.

use super::{
    Error, ErrorKind, api::Method, client::is_loopback, prepare::Prepared, scrub::Scrubber,
};
use http::{HeaderMap, StatusCode, header};

/// Which redirects a client follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Redirects {
    /// None: a redirect is an error that says where it points.
    #[default]
    Never,
    /// Those to the same scheme, host and port.
    SameOrigin,
    /// Also those to other origins, without any credential, and never from https to http.
    AnyWithoutCredentials,
}

impl Redirects {
    /// Points a request to where a redirect leads; an error where it must not go. `scrubber` knows
    /// what must not leave the origin. A client that follows none does not ask.
    pub(super) fn follow(
        self,
        method: Method,
        status: StatusCode,
        location: &str,
        allow_http: bool,
        scrubber: &Scrubber,
        prepared: &mut Prepared,
    ) -> Result<(), Error> {
        let refuse = |why: &str| Err(Error::new(ErrorKind::Redirect, format!("redirect: {why}")));
        let keeps_method = matches!(status.as_u16(), 307 | 308);
        if !method.is_safe() && !keeps_method {
            return refuse("it would turn the request into another");
        }
        let old = &prepared.url;
        let Ok(new) = old.join(location) else {
            return refuse("it points to no URL");
        };
        let is_same = old.origin() == new.origin();
        if !is_same && (self != Self::AnyWithoutCredentials || !method.is_safe()) {
            return refuse("it points to another origin");
        }
        if new.scheme() != "https"
            && (new.scheme() != old.scheme() || !allow_http && !is_loopback(&new))
        {
            return refuse("it leads away from https");
        }
        if !new.username().is_empty() || new.password().is_some() {
            return refuse("it holds a user or a password");
        }
        if !is_same && !prepared.body.is_empty() {
            return refuse("it takes a body to another origin");
        }
        if !is_same && scrubber.holds(new.as_str().as_bytes()) {
            return refuse("it takes a credential to another origin");
        }
        if !is_same {
            keep_harmless(&mut prepared.headers);
        }
        prepared.url = new;
        Ok(())
    }
}

/// Leaves only headers that cannot hold a secret.
fn keep_harmless(headers: &mut HeaderMap) {
    let harmless = [header::ACCEPT, header::USER_AGENT, header::RANGE, header::CONTENT_TYPE];
    let kept = headers.iter().filter(|(name, _)| harmless.contains(name));
    *headers = kept.map(|(name, value)| (name.clone(), value.clone())).collect();
}
