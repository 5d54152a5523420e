//! The client of reqwest that is used unless told otherwise.

use super::{Error, ErrorKind, Result, client::is_loopback};
use rustls::{ClientConfig, crypto::CryptoProvider};
use rustls_platform_verifier::BuilderVerifierExt;
use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

/// A client of reqwest that does nothing of its own accord.
pub(super) fn http(connect_timeout: Duration, base: &str) -> Result<reqwest::Client> {
    let mut builder = reqwest::Client::builder();
    if reqwest::Url::parse(base).is_ok_and(|base| is_loopback(&base)) {
        // What goes to this host in the clear must not take a way around.
        builder = builder.no_proxy();
    }
    builder
        .tls_backend_preconfigured(tls()?)
        .connect_timeout(connect_timeout)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .build()
        .map_err(|error| Error::new(ErrorKind::Tls, "no HTTP client").because(error))
}

/// How servers are trusted: as the system does. Its certificates are read once in a process, which
/// takes longer than all else that a client needs.
fn tls() -> Result<ClientConfig> {
    static READ: OnceLock<ClientConfig> = OnceLock::new();
    if let Some(read) = READ.get() {
        return Ok(read.clone());
    }
    let config = read_tls()
        .map_err(|error| Error::new(ErrorKind::Tls, "no certificates to trust").because(error))?;
    Ok(READ.get_or_init(|| config).clone())
}

fn read_tls() -> std::result::Result<ClientConfig, rustls::Error> {
    // One that the application installed serves as well; none is installed for it.
    let provider = CryptoProvider::get_default().cloned();
    let provider = provider.unwrap_or_else(|| Arc::new(rustls::crypto::ring::default_provider()));
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    if cfg!(feature = "http2") {
        config.alpn_protocols.push(b"h2".to_vec());
    }
    config.alpn_protocols.push(b"http/1.1".to_vec());
    Ok(config)
}

#[cfg(test)]
mod tests {
    use super::tls;
    use std::sync::Arc;

    #[test]
    fn certificates_are_read_once() {
        let [first, second] = [tls(), tls()].map(|config| config.expect("certificates"));
        assert!(Arc::ptr_eq(first.crypto_provider(), second.crypto_provider()));
        let last = first.alpn_protocols.last().map(Vec::as_slice);
        assert_eq!(last, Some(b"http/1.1".as_slice()));
    }
}
