//! Servers and a proxy.

use bytes::Bytes;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

const BOOK: &str = r#"{"id":"b1","title":"T","status":"lent","reader":null}"#;

/// A certificate for one name.
pub(crate) struct Certificate(CertifiedKey<rcgen::KeyPair>);

impl Certificate {
    /// Makes one.
    pub(crate) fn new(name: &str) -> Self {
        Self(generate_simple_self_signed([name.to_owned()]).expect("a certificate"))
    }

    /// Writes it where a process can be told to find its roots.
    pub(crate) fn write(&self, path: PathBuf) -> String {
        std::fs::write(&path, self.0.cert.pem()).expect("written");
        path.to_string_lossy().into_owned()
    }

    fn acceptor(&self, protocol: &[u8]) -> TlsAcceptor {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let key = rustls::pki_types::PrivateKeyDer::try_from(self.0.signing_key.serialize_der());
        let mut settings = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("protocols")
            .with_no_client_auth()
            .with_single_cert(vec![self.0.cert.der().clone()], key.expect("a key"))
            .expect("a certificate");
        settings.alpn_protocols = vec![protocol.to_vec()];
        TlsAcceptor::from(Arc::new(settings))
    }
}

/// A server that runs as long as the test.
pub(crate) struct Peer {
    /// Its port on loopback.
    pub(crate) port: u16,
}

async fn listen() -> (TcpListener, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    (listener, port)
}

/// Answers every request with a book.
async fn answer(mut stream: impl AsyncReadExt + AsyncWriteExt + Unpin) {
    let mut request = [0u8; 4096];
    while stream.read(&mut request).await.is_ok_and(|read| read > 0) {
        let reply = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{BOOK}", BOOK.len());
        if stream.write_all(reply.as_bytes()).await.is_err() {
            return;
        }
    }
}

/// Starts a server without TLS.
pub(crate) async fn plain() -> Peer {
    let (listener, port) = listen().await;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream));
        }
    });
    Peer { port }
}

/// Starts a server of HTTP/1.1.
pub(crate) async fn http1(certificate: &Certificate) -> Peer {
    let (listener, port) = listen().await;
    let acceptor = certificate.acceptor(b"http/1.1");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                if let Ok(stream) = acceptor.accept(stream).await {
                    answer(stream).await;
                }
            });
        }
    });
    Peer { port }
}

/// Starts a server of HTTP/2, which does what the last segment of the path says.
pub(crate) async fn http2(certificate: &Certificate) -> Peer {
    let (listener, port) = listen().await;
    let acceptor = certificate.acceptor(b"h2");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                if let Ok(stream) = acceptor.accept(stream).await {
                    answer_http2(stream).await;
                }
            });
        }
    });
    Peer { port }
}

async fn answer_http2(stream: TlsStream<TcpStream>) {
    let mut connection = h2::server::handshake(stream).await.expect("HTTP/2");
    while let Some(Ok((request, mut respond))) = connection.accept().await {
        let reply =
            http::Response::builder().header("x-version", format!("{:?}", request.version()));
        let what = request.uri().path().rsplit('/').next().unwrap_or_default();
        match what {
            "reset" => respond.send_reset(h2::Reason::INTERNAL_ERROR),
            "refused" => respond.send_reset(h2::Reason::REFUSED_STREAM),
            "goaway" => {
                connection.abrupt_shutdown(h2::Reason::INTERNAL_ERROR);
            }
            "cut" => {
                let mut body =
                    respond.send_response(reply.body(()).expect("a head"), false).expect("sent");
                body.send_data(Bytes::from_static(b"{"), false).expect("sent");
                body.send_reset(h2::Reason::CANCEL);
            }
            what => {
                let key = request.headers()["authorization"].clone();
                let echo = format!("{{\"echo\": {key:?}}}");
                let text = if what == "echo" {
                    Bytes::from(echo)
                } else {
                    Bytes::from_static(BOOK.as_bytes())
                };
                let reply = reply.header("x-echo", key).body(()).expect("a head");
                let mut body = respond.send_response(reply, false).expect("sent");
                body.send_data(text, true).expect("sent");
            }
        }
    }
}

/// A proxy that leads every connection to one port of this host.
pub(crate) struct Proxy {
    /// Its port on loopback.
    pub(crate) port: u16,
    seen: Arc<Mutex<String>>,
}

impl Proxy {
    /// Starts one.
    pub(crate) async fn start(to: u16) -> Self {
        let (listener, port) = listen().await;
        let seen = Arc::new(Mutex::new(String::new()));
        let all = seen.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut request = vec![0u8; 4096];
                let read = stream.read(&mut request).await.expect("a request");
                all.lock().expect("no panic").push_str(&String::from_utf8_lossy(&request[..read]));
                tokio::spawn(async move {
                    let mut server =
                        TcpStream::connect(("127.0.0.1", to)).await.expect("the server");
                    stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.expect("written");
                    let _ = copy_bidirectional(&mut stream, &mut server).await;
                });
            }
        });
        Self { port, seen }
    }

    /// Returns what was asked of it.
    pub(crate) fn seen(&self) -> String {
        self.seen.lock().expect("no panic").clone()
    }
}
