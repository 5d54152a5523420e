//! A server that does exactly what a test says, byte by byte.

use emitted::{
    Client,
    runtime::{ClientBuilder, Environment, Sleep, System},
};
use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant, SystemTime},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// A request as the server got it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// The first line.
    pub(crate) line: String,
    /// Everything up to the body.
    pub(crate) head: String,
    /// The body, chunks joined.
    pub(crate) body: Vec<u8>,
}

impl Seen {
    /// Returns the path and query.
    pub(crate) fn target(&self) -> &str {
        self.line.split(' ').nth(1).unwrap_or_default()
    }

    /// Returns a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }
}

/// One thing that the server does in answer to a request.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Writes bytes.
    Write(Vec<u8>),
    /// Waits.
    Wait(Duration),
    /// Closes the connection in order.
    Close,
    /// Closes the connection with a reset.
    Reset,
}

/// What the server answers to the request of this number, from 0.
pub(crate) type Answer = dyn Fn(usize, &Seen) -> Vec<Step> + Send + Sync;

/// A server on loopback.
pub(crate) struct Server {
    /// Its URL.
    pub(crate) url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    /// Starts a server.
    pub(crate) async fn start(
        answer: impl Fn(usize, &Seen) -> Vec<Step> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let seen = Arc::new(Mutex::new(Vec::new()));
        let answer: Arc<Answer> = Arc::new(answer);
        let all = seen.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, all.clone(), answer.clone()));
            }
        });
        Self { url, seen, task }
    }

    /// Returns every request so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("no panic").clone()
    }
}

async fn serve(mut stream: TcpStream, all: Arc<Mutex<Vec<Seen>>>, answer: Arc<Answer>) {
    let mut buffer = Vec::new();
    while let Some(seen) = read(&mut stream, &mut buffer).await {
        let number = {
            let mut all = all.lock().expect("no panic");
            all.push(seen.clone());
            all.len() - 1
        };
        for step in answer(number, &seen) {
            match step {
                Step::Write(bytes) => {
                    if stream.write_all(&bytes).await.is_err() {
                        return;
                    }
                }
                Step::Wait(time) => tokio::time::sleep(time).await,
                Step::Close => return,
                Step::Reset => {
                    let _ = stream.set_zero_linger();
                    return;
                }
            }
        }
    }
}

/// Reads one request.
async fn read(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<Seen> {
    let end = loop {
        if let Some(at) = find(buffer, b"\r\n\r\n") {
            break at + 4;
        }
        more(stream, buffer).await?;
    };
    let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
    buffer.drain(..end);
    let line = head.lines().next().unwrap_or_default().to_owned();
    let mut seen = Seen { line, head, body: Vec::new() };
    if seen.header("transfer-encoding").is_some() {
        loop {
            let at = loop {
                if let Some(at) = find(buffer, b"\r\n") {
                    break at;
                }
                more(stream, buffer).await?;
            };
            let size = String::from_utf8_lossy(&buffer[..at]).into_owned();
            let size = usize::from_str_radix(size.trim(), 16).ok()?;
            while buffer.len() < at + 2 + size + 2 {
                more(stream, buffer).await?;
            }
            seen.body.extend_from_slice(&buffer[at + 2..at + 2 + size]);
            buffer.drain(..at + 2 + size + 2);
            if size == 0 {
                break;
            }
        }
    } else {
        let length = seen.header("content-length").and_then(|it| it.parse().ok()).unwrap_or(0);
        while buffer.len() < length {
            more(stream, buffer).await?;
        }
        seen.body = buffer.drain(..length).collect();
    }
    Some(seen)
}

async fn more(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<()> {
    let mut chunk = [0u8; 16 * 1024];
    let read = stream.read(&mut chunk).await.ok()?;
    buffer.extend_from_slice(&chunk[..read]);
    (read > 0).then_some(())
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// A whole answer.
pub(crate) fn reply(status: u16, headers: &[(&str, &str)], body: &str) -> Vec<Step> {
    let mut text = format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str("\r\n");
    text.push_str(body);
    vec![Step::Write(text.into_bytes())]
}

/// A book as the API writes it.
pub(crate) const BOOK: &str = r#"{"id":"b1","title":"T","status":"lent","reader":null}"#;

/// The system's clock, but waits of up to twenty seconds are over at once: those between attempts.
pub(crate) struct Hasty;

impl Environment for Hasty {
    fn now(&self) -> Instant {
        System.now()
    }

    fn today(&self) -> SystemTime {
        System.today()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        if duration <= Duration::from_secs(20) {
            Box::pin(async {})
        } else {
            System.sleep(duration)
        }
    }

    fn fill(&self, bytes: &mut [u8]) -> bool {
        System.fill(bytes)
    }
}

/// A client of the server that waits for nothing.
pub(crate) fn to(server: &Server) -> ClientBuilder {
    Client::builder().base_url(&server.url).environment(Hasty)
}

/// The head of a stream of events.
pub(crate) const HEAD: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n\r\n";

/// A stream of events in pieces.
pub(crate) fn stream(pieces: impl IntoIterator<Item = Vec<u8>>) -> Vec<Step> {
    let mut steps = vec![Step::Write(HEAD.as_bytes().to_vec())];
    steps.extend(pieces.into_iter().map(Step::Write));
    steps.push(Step::Close);
    steps
}
