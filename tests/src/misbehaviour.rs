//! A server that misbehaves on purpose, byte by byte.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
    task::JoinHandle,
};

/// One thing that the server does to a connection.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Reads the request.
    Read,
    /// Writes bytes.
    Write(Vec<u8>),
    /// Writes bytes again and again, with a pause before each.
    Drip(&'static [u8], Duration),
    /// Does nothing for ever.
    Stall,
    /// Ends the connection with a reset.
    Reset,
}

/// The end of a call, as its error tells it; nothing for a success.
pub(crate) type End = Option<&'static str>;

/// What goes wrong, and how a call has to end.
#[derive(Clone, Debug)]
pub(crate) struct Misbehaviour {
    /// What it is called in failures.
    pub(crate) name: &'static str,
    /// What the server does; nothing where nobody listens.
    pub(crate) steps: Vec<Step>,
    /// The kind of error where the answer is JSON.
    pub(crate) json: End,
    /// Where it is text.
    pub(crate) text: End,
    /// Where it is bytes.
    pub(crate) bytes: End,
    /// Where it is a stream, whose head alone belongs to the call.
    pub(crate) events: End,
    /// Whether a request that is safe to repeat is repeated.
    pub(crate) repeated: bool,
}

/// A server on loopback that does the same to each connection.
#[derive(Debug)]
pub(crate) struct Wrongdoer {
    /// Its URL.
    pub(crate) url: String,
    requests: Arc<AtomicUsize>,
    task: Option<JoinHandle<()>>,
    /// A port that is taken and not listened on, so that no other server gets it.
    _taken: Option<TcpSocket>,
}

impl Wrongdoer {
    /// Starts it.
    pub(crate) fn start(steps: Vec<Step>) -> Self {
        let requests = Arc::new(AtomicUsize::new(0));
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind(([127, 0, 0, 1], 0).into()).expect("a port on loopback");
        let url = format!("http://{}", socket.local_addr().expect("an address"));
        if steps.is_empty() {
            return Self { url, requests, task: None, _taken: Some(socket) };
        }
        let listener = socket.listen(64).expect("a port to listen on");
        let count = requests.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::Relaxed);
                tokio::spawn(serve(stream, steps.clone()));
            }
        });
        Self { url, requests, task: Some(task), _taken: None }
    }

    /// The number of connections, each of which takes one request.
    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }
}

impl Drop for Wrongdoer {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

async fn serve(mut stream: TcpStream, steps: Vec<Step>) {
    for step in steps {
        match step {
            Step::Read => {
                if read(&mut stream).await.is_none() {
                    return;
                }
            }
            Step::Write(bytes) => {
                if stream.write_all(&bytes).await.is_err() {
                    return;
                }
            }
            Step::Drip(bytes, pause) => loop {
                tokio::time::sleep(pause).await;
                if stream.write_all(bytes).await.is_err() {
                    return;
                }
            },
            Step::Stall => std::future::pending().await,
            Step::Reset => {
                let _ = stream.set_zero_linger();
                return;
            }
        }
    }
}

/// Reads a request with a length, to its end.
async fn read(stream: &mut TcpStream) -> Option<()> {
    let mut text = Vec::new();
    loop {
        let mut chunk = [0u8; 8 * 1024];
        let count = stream.read(&mut chunk).await.ok().filter(|count| *count > 0)?;
        text.extend_from_slice(&chunk[..count]);
        let Some(end) = text.windows(4).position(|window| window == b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(&text[..end]).to_ascii_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
        let length = length.and_then(|text| text.trim().parse().ok()).unwrap_or(0);
        if text.len() >= end + 4 + length {
            return Some(());
        }
    }
}

/// Everything that goes wrong.
pub(crate) fn all() -> Vec<Misbehaviour> {
    let mut all = of_connections();
    all.extend(of_heads());
    all.extend(of_bodies());
    all.extend(of_answers());
    all
}

impl Misbehaviour {
    /// One that ends a call the same way, whatever the answer should be.
    fn new(name: &'static str, end: &'static str, steps: Vec<Step>) -> Self {
        let end = Some(end);
        Self { name, steps, json: end, text: end, bytes: end, events: end, repeated: false }
    }

    fn repeated(self) -> Self {
        Self { repeated: true, ..self }
    }

    /// One whose body is none of the call's business where the answer is a stream.
    fn of_body(name: &'static str, end: &'static str, steps: Vec<Step>) -> Self {
        Self { events: None, ..Self::new(name, end, steps) }
    }
}

fn of_connections() -> Vec<Misbehaviour> {
    vec![
        Misbehaviour::new("nobody listens", "Connect", Vec::new()),
        Misbehaviour::new("reset at once", "Protocol", vec![Step::Reset]).repeated(),
        Misbehaviour::new("closed after the request", "Protocol", vec![Step::Read]).repeated(),
        Misbehaviour::new("reset after the request", "Protocol", vec![Step::Read, Step::Reset])
            .repeated(),
        Misbehaviour::new("the request is not read", "Deadline", vec![Step::Stall]),
        Misbehaviour::new("no answer", "Deadline", vec![Step::Read, Step::Stall]),
    ]
}

fn answer(text: impl AsRef<[u8]>, end: Option<Step>) -> Vec<Step> {
    [Step::Read, Step::Write(text.as_ref().to_vec())].into_iter().chain(end).collect()
}

fn of_heads() -> Vec<Misbehaviour> {
    let broken =
        |name, text: &str, end| Misbehaviour::new(name, "Protocol", answer(text, end)).repeated();
    let many = format!("HTTP/1.1 200 OK\r\n{}\r\n", "a: b\r\n".repeat(200));
    let large = format!("HTTP/1.1 200 OK\r\na: {}\r\n\r\n", "b".repeat(1_000_000));
    let drip = |bytes| answer("HTTP/1.1 ", Some(Step::Drip(bytes, Duration::from_millis(5))));
    vec![
        broken("closed in the status line", "HTTP/1.1 20", None),
        broken("closed in the headers", "HTTP/1.1 200 OK\r\ncontent-le", None),
        broken("reset in the headers", "HTTP/1.1 200 OK\r\n", Some(Step::Reset)),
        broken("another protocol", "SSH-2.0-server\r\n\r\n", None),
        broken("HTTP/2 unasked", "\0\0\x12\x04\0\0\0\0\0", None),
        broken("a status of letters", "HTTP/1.1 abc OK\r\n\r\n", None),
        broken("a length of letters", "HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n", None),
        broken(
            "two lengths",
            "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab",
            None,
        ),
        broken("a header without a name", "HTTP/1.1 200 OK\r\n: b\r\n\r\n", None),
        broken("a space in a header's name", "HTTP/1.1 200 OK\r\na b: c\r\n\r\n", None),
        broken("too many headers", &many, None),
        broken("a header too large", &large, None),
        Misbehaviour::new(
            "a stall in the headers",
            "Deadline",
            answer("HTTP/1.1 200 OK\r\n", Some(Step::Stall)),
        ),
        Misbehaviour::new("headers in drips", "Deadline", drip(b"0")),
        Misbehaviour::new(
            "early hints for ever",
            "Deadline",
            answer(
                "",
                Some(Step::Drip(b"HTTP/1.1 103 Early Hints\r\n\r\n", Duration::from_millis(5))),
            ),
        ),
    ]
}

fn of_bodies() -> Vec<Misbehaviour> {
    const LONG: &str = "HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n{";
    const CHUNKED: &str = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let broken = |name, text: &str, end| {
        Misbehaviour::of_body(name, "Protocol", answer(text, end)).repeated()
    };
    let late = |name, end| Misbehaviour::of_body(name, "Deadline", answer(LONG, Some(end)));
    vec![
        broken("a body cut off", LONG, None),
        broken("a body reset", LONG, Some(Step::Reset)),
        broken("a chunk without a size", &format!("{CHUNKED}zz\r\n"), None),
        broken("a chunk cut off", &format!("{CHUNKED}9\r\nab"), None),
        broken("no last chunk", &format!("{CHUNKED}2\r\n{{}}\r\n"), None),
        late("a body that stalls", Step::Stall),
        late("a body in drips", Step::Drip(b" ", Duration::from_millis(5))),
        Misbehaviour::of_body(
            "a body too large",
            "BodyTooLarge",
            answer("HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n{", Some(Step::Stall)),
        ),
        Misbehaviour {
            json: Some("Decode"),
            text: None,
            bytes: None,
            ..Misbehaviour::of_body("JSON that does not end", "", whole(200, "", b"[1"))
        },
        Misbehaviour {
            json: Some("Decode"),
            text: None,
            bytes: None,
            ..Misbehaviour::of_body("an empty body", "", whole(200, "", b""))
        },
        Misbehaviour {
            bytes: None,
            ..Misbehaviour::of_body(
                "no UTF-8",
                "Decode",
                whole(200, "", b"{\"data\":\"\xff\xfe\"}"),
            )
        },
        Misbehaviour::new(
            "compressed unasked",
            "Decode",
            whole(200, "content-encoding: br\r\n", b"x"),
        ),
    ]
}

/// A whole answer.
fn whole(status: u16, headers: &str, body: &[u8]) -> Vec<Step> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} X\r\nconnection: close\r\n{headers}content-length: {length}\r\n\r\n"
    );
    answer([head.as_bytes(), body].concat(), None)
}

fn of_answers() -> Vec<Misbehaviour> {
    const HTML: &str = "content-type: text/html\r\n";
    let refused = |name, status, headers: &str| {
        Misbehaviour::new(name, "Status", whole(status, headers, b"<html>"))
    };
    let elsewhere = |name, status| {
        let headers = "location: https://elsewhere.example/\r\n";
        Misbehaviour::new(name, "Redirect", whole(status, headers, b""))
    };
    vec![
        Misbehaviour::new("a page of a portal", "Decode", whole(200, HTML, b"<html>")),
        refused("a page of a proxy", 502, HTML).repeated(),
        refused("unavailable", 503, "").repeated(),
        refused("unavailable for an hour", 503, "retry-after: 3600\r\n"),
        refused("too many requests, come at once", 429, "retry-after: 0\r\n").repeated(),
        refused("a wait that is none", 429, "retry-after: soon\r\n").repeated(),
        refused("the server's timeout", 408, "").repeated(),
        refused("unchanged, unasked", 304, ""),
        refused("another protocol offered", 101, "connection: upgrade\r\nupgrade: x\r\n"),
        refused("a status from outside", 799, ""),
        elsewhere("moved for good", 301),
        elsewhere("found elsewhere", 302),
        elsewhere("see elsewhere", 303),
        elsewhere("moved for now", 307),
        elsewhere("moved with its method", 308),
    ]
}
