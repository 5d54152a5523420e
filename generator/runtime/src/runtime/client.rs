//! The client, and how it is made.

use super::{
    Credential, CredentialProvider, Environment, Error, Redirects, Request, Result, RetryPolicy,
    Secret, System, Transport,
    api::{Api, Op, SecurityKind},
    cache::Cache,
    connect,
    credential::{Keeper, Kept},
    headers,
    retry::Budget,
    transport::Carrier,
};
use http::{HeaderMap, HeaderName, HeaderValue};
use std::{fmt, sync::Arc, time::Duration};

/// A client of the API. Clones share its connections and limits.
#[derive(Clone)]
pub struct Client(Arc<Shared>);

pub(super) struct Shared {
    pub(super) api: &'static Api,
    pub(super) base: String,
    /// Whether the base was chosen by the caller, so that it holds for every operation.
    pub(super) is_chosen: bool,
    pub(super) carrier: Carrier,
    pub(super) credentials: Vec<Kept>,
    pub(super) headers: HeaderMap,
    pub(super) settings: Settings,
    pub(super) environment: Arc<dyn Environment>,
    pub(super) budget: Budget,
    pub(super) cache: Option<Cache>,
}

/// Limits and policies.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) timeout: Duration,
    pub(super) attempt_timeout: Duration,
    pub(super) read_timeout: Duration,
    pub(super) max_body: usize,
    pub(super) retry: RetryPolicy,
    pub(super) allow_http: bool,
    pub(super) redirects: Redirects,
    pub(super) checks: bool,
}

impl Client {
    /// Starts a request.
    #[doc(hidden)]
    pub fn request(&self, op: &'static Op) -> Request {
        Request::new(self.clone(), op)
    }

    pub(super) fn shared(&self) -> &Shared {
        &self.0
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("api", &self.0.api.title)
            .field("base_url", &self.0.base)
            .finish_non_exhaustive()
    }
}

/// Makes a [`Client`].
#[derive(Clone)]
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder {
    api: &'static Api,
    base: Option<String>,
    user_agent: Option<String>,
    connect_timeout: Duration,
    http: Option<reqwest::Client>,
    transport: Option<Arc<dyn Transport>>,
    credentials: Vec<Kept>,
    headers: HeaderMap,
    settings: Settings,
    environment: Arc<dyn Environment>,
    cache: Option<usize>,
    problem: Option<String>,
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ClientBuilder")
            .field("api", &self.api.title)
            .field("base_url", &self.base.as_deref().filter(|url| !url.contains('@')))
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

impl ClientBuilder {
    /// Starts a client of an API.
    #[doc(hidden)]
    pub fn new(api: &'static Api) -> Self {
        Self {
            api,
            base: None,
            user_agent: None,
            connect_timeout: Duration::from_secs(10),
            http: None,
            transport: None,
            credentials: Vec::new(),
            headers: HeaderMap::new(),
            settings: Settings {
                timeout: Duration::from_secs(120),
                attempt_timeout: Duration::from_secs(30),
                read_timeout: Duration::from_secs(30),
                max_body: 64 * 1024 * 1024,
                retry: RetryPolicy::default(),
                allow_http: false,
                redirects: Redirects::Never,
                checks: true,
            },
            environment: Arc::new(System),
            cache: None,
            problem: None,
        }
    }

    /// Sends requests to this URL; a path is kept in front of every operation's.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base = Some(url.into());
        self
    }

    /// Sends `Authorization: Bearer …`.
    pub fn bearer(self, token: impl Into<Secret>) -> Self {
        self.keep_for(
            |kind| kind == SecurityKind::Bearer,
            "bearer",
            Credential::Token(token.into()),
        )
    }

    /// Sends `Authorization: Basic …`.
    pub fn basic(self, user: impl Into<String>, password: impl Into<Secret>) -> Self {
        let credential = Credential::Basic { user: user.into(), password: password.into() };
        self.keep_for(|kind| kind == SecurityKind::Basic, "basic", credential)
    }

    /// Sends a key where the API's document says that its one key goes.
    pub fn api_key(self, key: impl Into<Secret>) -> Self {
        let is_key = |kind| matches!(kind, SecurityKind::ApiKey(..));
        self.keep_for(is_key, "API key", Credential::Token(key.into()))
    }

    /// Sets the credential of a security scheme by the name that the API's document gives it.
    pub fn credential(mut self, scheme: &str, credential: Credential) -> Self {
        match self.api.security.iter().find(|known| known.name == scheme) {
            Some(_) if credential.is_empty() => self.fail(format!("the {scheme} is empty")),
            Some(known) => self.credentials.push(Kept::new(known, Keeper::Fixed(credential))),
            None => self.fail(format!("the API has no security scheme `{scheme}`")),
        }
        self
    }

    /// Asks a provider for the credential of a security scheme.
    pub fn credential_provider(
        mut self,
        scheme: &str,
        provider: impl CredentialProvider + 'static,
    ) -> Self {
        match self.api.security.iter().find(|known| known.name == scheme) {
            Some(known) => {
                let keeper = Keeper::Provider(Arc::new(provider));
                self.credentials.push(Kept::new(known, keeper));
            }
            None => self.fail(format!("the API has no security scheme `{scheme}`")),
        }
        self
    }

    fn keep_for(
        mut self,
        fits: impl Fn(SecurityKind) -> bool,
        kind: &'static str,
        credential: Credential,
    ) -> Self {
        let schemes = self.api.security.iter().filter(|scheme| fits(scheme.kind));
        let kept = schemes.map(|scheme| Kept::new(scheme, Keeper::Fixed(credential.clone())));
        let before = self.credentials.len();
        self.credentials.extend(kept);
        if credential.is_empty() {
            self.fail(format!("the {kind} is empty"));
        }
        if self.credentials.len() == before {
            self.fail(format!("the API has no security scheme for a {kind}"));
        }
        self
    }

    /// Sends a header with every request.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_bytes(value.as_bytes())) {
            (Ok(name), Ok(mut value)) => {
                value.set_sensitive(headers::is_secret(&name, self.api));
                self.headers.insert(name, value);
            }
            _ => self.fail(format!("header `{name}`: the name or the value is no header")),
        }
        self
    }

    /// Sends this `User-Agent`.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Caps the time of a whole call, attempts and waits together; 2 minutes by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// Caps the time from sending a request to the headers of its answer; 30 seconds by default.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.settings.attempt_timeout = timeout;
        self
    }

    /// Caps the time to make a connection; 10 seconds by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Caps the time between two chunks of a body; 30 seconds by default.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.settings.read_timeout = timeout;
        self
    }

    /// Caps the size of a body that is read whole, after decompression; 64 MiB by default.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.settings.max_body = bytes;
        self
    }

    /// Sets when requests are sent again; up to 3 attempts by default.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings.retry = policy;
        self
    }

    /// Allows `http` to other hosts than this one; credentials then travel in the clear.
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.settings.allow_http = allow;
        self
    }

    /// Follows redirects; none by default.
    pub fn redirects(mut self, redirects: Redirects) -> Self {
        self.settings.redirects = redirects;
        self
    }

    /// Checks arguments against the document before they are sent; it does by default.
    pub fn checks(mut self, checks: bool) -> Self {
        self.settings.checks = checks;
        self
    }

    /// Keeps answers to `GET`s that name their version, up to this many bytes, and asks only
    /// whether they are still valid. The answer to the same question then comes from memory,
    /// whatever `Cache-Control` says: each use is confirmed by the server.
    pub fn etag_cache(mut self, bytes: usize) -> Self {
        self.cache = Some(bytes);
        self
    }

    /// Uses another clock and other randomness.
    pub fn environment(mut self, environment: impl Environment + 'static) -> Self {
        self.environment = Arc::new(environment);
        self
    }

    /// Sends by this client of reqwest; its redirects, proxies and connect timeout are its own.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http = Some(client);
        self
    }

    /// Sends by another transport: middleware, a mock, another HTTP library.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    ///
    /// A setting does not fit: the base URL, a header, a credential for which the API has no use.
    pub fn build(self) -> Result<Client> {
        if let Some(problem) = self.problem {
            return Err(Error::build(problem));
        }
        let base = match self.base.as_deref().or(self.api.servers.first().copied()) {
            Some(url) if !url.is_empty() => base(url, self.settings.allow_http)?,
            _ => {
                return Err(Error::build("the API names no server: `base_url` is needed"));
            }
        };
        let mut headers = self.headers;
        let agent = self.user_agent.as_deref().unwrap_or(self.api.user_agent);
        if !agent.is_empty() {
            let agent = HeaderValue::from_bytes(agent.as_bytes())
                .map_err(|error| Error::build("the user agent is no header").because(error))?;
            headers.insert(http::header::USER_AGENT, agent);
        }
        let carrier = match (self.transport, self.http) {
            (Some(transport), _) => Carrier::Other(transport),
            (None, Some(client)) => Carrier::Http(client),
            (None, None) => Carrier::Http(connect::http(self.connect_timeout, &base)?),
        };
        Ok(Client(Arc::new(Shared {
            api: self.api,
            base,
            is_chosen: self.base.is_some(),
            carrier,
            credentials: self.credentials,
            headers,
            settings: self.settings,
            environment: self.environment,
            budget: Budget::new(),
            cache: self.cache.map(Cache::new),
        })))
    }

    fn fail(&mut self, problem: String) {
        self.problem.get_or_insert(problem);
    }
}

/// Checks a base URL and takes the slash off its end.
pub(super) fn base(url: &str, allow_http: bool) -> Result<String> {
    // A user and a password may stand before an `@`.
    let shown = if url.contains('@') { "" } else { url };
    let refuse = |why: &str| Error::build(format!("base URL `{shown}`: {why}"));
    let parsed = reqwest::Url::parse(url).map_err(|error| refuse("is no URL").because(error))?;
    match parsed.scheme() {
        "https" => {}
        "http" if allow_http || is_loopback(&parsed) => {}
        "http" => return Err(refuse("http is only for this host; `allow_http` allows it")),
        _ => return Err(refuse("is not https")),
    }
    if !parsed.username().is_empty() || parsed.password().is_some() {
        return Err(Error::build("the base URL holds a user or a password"));
    }
    if parsed.query().is_some() || parsed.fragment().is_some() {
        return Err(refuse("has a query or a fragment"));
    }
    Ok(parsed.as_str().trim_end_matches('/').to_owned())
}

pub(super) fn is_loopback(url: &reqwest::Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost"
        || host.ends_with(".localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}
