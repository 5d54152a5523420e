//! From a built request to what goes over the wire.

use super::{
    Body, Error, Request, Result, client,
    encode::{Escape, Pair},
    environment::{Environment, uuid},
    request::Parts,
};
use http::{HeaderMap, HeaderValue, header};
use reqwest::Url;
use std::borrow::Cow;

/// A request as it is sent.
#[derive(Clone)]
pub(super) struct Prepared {
    pub(super) url: Url,
    pub(super) method: http::Method,
    pub(super) headers: HeaderMap,
    pub(super) body: Body,
    /// Whether it names the version that it expects.
    pub(super) is_conditional: bool,
}

impl Request {
    /// Returns the request as it will be sent, credentials aside; the same each time.
    pub(super) fn prepare(&mut self, environment: &dyn Environment) -> Result<Prepared> {
        self.checked()?;
        let parts = self.parts();
        parts.fix_form(environment)?;
        // Room for those of the client, a credential, a key and what HTTP adds.
        let common = &parts.client.shared().headers;
        let mut headers = HeaderMap::with_capacity(parts.headers.len() + common.len() + 4);
        headers.extend(parts.headers.iter().map(|(name, value)| (name.clone(), value.clone())));
        for (name, value) in common {
            headers.entry(name).or_insert_with(|| value.clone());
        }
        if !parts.op.accept.is_empty() {
            let accept = HeaderValue::from_static(parts.op.accept);
            headers.entry(header::ACCEPT).or_insert(accept);
        }
        parts.put_cookies(&mut headers)?;
        parts.put_key(&mut headers, environment)?;
        let body = parts.body.clone().unwrap_or_default();
        let method = http::Method::from_bytes(parts.op.method.as_str().as_bytes())
            .map_err(|error| Error::build("the method is none").because(error))?;
        let is_conditional = headers.contains_key(header::IF_MATCH)
            || headers.contains_key(header::IF_UNMODIFIED_SINCE);
        Ok(Prepared { url: parts.url()?, method, headers, body, is_conditional })
    }
}

/// Checks a key that makes a repetition safe.
fn check_key(key: &str) -> Result<()> {
    match (1..=255).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic()) {
        true => Ok(()),
        false => Err(Error::build("an idempotency key has 1 to 255 visible ASCII characters")),
    }
}

impl Parts {
    /// The base URL: the operation's own, unless the caller chose one.
    pub(super) fn base(&self) -> Result<Cow<'_, str>> {
        let shared = self.client.shared();
        match self.op.server {
            Some(server) if !shared.is_chosen => {
                client::base(server, shared.settings.allow_http).map(Cow::Owned)
            }
            _ => Ok(Cow::Borrowed(&*shared.base)),
        }
    }

    fn url(&self) -> Result<Url> {
        let base = self.base()?;
        let given = self.path.iter().map(|(_, value)| value.len());
        let asked = self.query.iter().map(|(_, pairs)| pairs.len() + 1);
        let length = base.len() + self.op.path.len() + given.chain(asked).sum::<usize>();
        let mut url = String::with_capacity(length);
        url.push_str(&base);
        self.push_target(&mut url)?;
        Url::parse(&url).map_err(|error| Error::build("the request makes no URL").because(error))
    }

    /// The path and the query, behind the base URL.
    pub(super) fn target(&self) -> Result<String> {
        let mut target = String::new();
        self.push_target(&mut target)?;
        Ok(target)
    }

    fn push_target(&self, target: &mut String) -> Result<()> {
        if let Some(url) = &self.url {
            target.push_str(url);
            return Ok(());
        }
        let (path, query) = self.op.path.split_once('?').unwrap_or((self.op.path, ""));
        self.push_path(path, target)?;
        let mut before = '?';
        if !query.is_empty() {
            target.push(before);
            self.fill(query, Escape::Query, target)?;
            before = '&';
        }
        for pairs in self.query.iter().map(|(_, pairs)| pairs).filter(|pairs| !pairs.is_empty()) {
            target.push(before);
            target.push_str(pairs);
            before = '&';
        }
        Ok(())
    }

    /// The path with its parameters filled in, segment by segment.
    fn push_path(&self, template: &str, path: &mut String) -> Result<()> {
        for segment in template.split('/').skip(usize::from(template.starts_with('/'))) {
            path.push('/');
            let start = path.len();
            self.fill(segment, Escape::Path, path)?;
            let is_dots = |part: &str| matches!(part, "." | "..");
            let filled = &path[start..];
            if segment.contains('{') && filled.split('/').any(is_dots) {
                let message = format!("`{filled}` cannot stand for `{segment}` in the path");
                return Err(Error::build(message));
            }
        }
        Ok(())
    }

    /// Writes a part of the template, its literals escaped, its parameters filled in.
    fn fill(&self, template: &str, escape: Escape, path: &mut String) -> Result<()> {
        let mut rest = template;
        while let Some((literal, (name, after))) =
            rest.split_once('{').and_then(|(literal, rest)| Some((literal, rest.split_once('}')?)))
        {
            escape.push(literal, path);
            match self.path.iter().find(|(known, _)| *known == name) {
                Some((_, value)) if value.is_empty() => {
                    return Err(Error::build(format!("path parameter `{name}` is empty")));
                }
                Some((_, value)) => path.push_str(value),
                None => return Err(Error::build(format!("path parameter `{name}` is not set"))),
            }
            rest = after;
        }
        escape.push(rest, path);
        Ok(())
    }

    fn put_cookies(&self, headers: &mut HeaderMap) -> Result<()> {
        let pairs: Vec<&Pair> = self.cookies.iter().flat_map(|(_, pairs)| pairs).collect();
        if pairs.is_empty() {
            return Ok(());
        }
        if pairs.iter().any(|(_, value)| value.contains(';')) {
            return Err(Error::build("a cookie's value has a semicolon"));
        }
        let cookies: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let value = HeaderValue::from_bytes(cookies.join("; ").as_bytes())
            .map_err(|error| Error::build("a cookie has control characters").because(error))?;
        headers.insert(header::COOKIE, value);
        Ok(())
    }

    /// Gives an operation that takes an idempotency key one, the same for all attempts.
    fn put_key(&mut self, headers: &mut HeaderMap, environment: &dyn Environment) -> Result<()> {
        let Some(name) = self.op.key else {
            return match self.options.key {
                None => Ok(()),
                Some(_) => Err(Error::build("the operation takes no idempotency key")),
            };
        };
        if self.options.key.is_none() {
            // One that the client sends with every request would make all calls the same one.
            let key = match self.headers.get(name) {
                Some(given) => String::from_utf8_lossy(given.as_bytes()).into_owned(),
                None => uuid(environment)?,
            };
            self.options.key = Some(key.into());
        }
        if let (Some(key), Ok(name)) = (&self.options.key, http::HeaderName::try_from(name)) {
            check_key(key)?;
            let value = HeaderValue::from_str(key)
                .map_err(|error| Error::build("the idempotency key is no header").because(error))?;
            headers.insert(name, value);
        }
        Ok(())
    }

    /// Makes a body of a form, so that every attempt sends the same one.
    fn fix_form(&mut self, environment: &dyn Environment) -> Result<()> {
        let Some(form) = self.form.take() else {
            return Ok(());
        };
        let boundary = uuid(environment)?;
        let given = self.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media_type = given.unwrap_or("multipart/form-data");
        let value = HeaderValue::from_str(&format!("{media_type}; boundary={boundary}"))
            .map_err(|error| Error::build("the media type is no header").because(error))?;
        self.headers.insert(header::CONTENT_TYPE, value);
        self.body = Some(form.into_body(&boundary));
        Ok(())
    }
}
