//! Bodies much larger than the memory that they take: up, down, and unpacked.
//!
//! `cargo nextest run -p runtime --test volume --run-ignored all --success-output final` shows the
//! figures, with bodies of 1 GiB; each test is a process of its own, whose peak it reads.

use bytes::Bytes;
use emitted::{Client, ErrorKind, runtime::Body};
use std::{
    io::Write,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

const CHUNK: usize = 64 * 1024;
const SMALL: u64 = 64 << 20;
const LARGE: u64 = 1 << 30;

/// The most memory that this process has had, in KiB, where the system tells.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
}

/// Says how much memory something took, and that it is not much.
fn account(what: &str, before: u64, most: u64) {
    let after = peak();
    println!("{what}: {} KiB more at the peak, {after} KiB in all", after - before);
    assert!(after - before < most, "{what}: {} KiB", after - before);
}

/// A server that sends a head and then the same bytes as often as asked, and counts what it gets.
async fn server(head: String, chunk: Bytes, times: u64) -> (Client, Arc<AtomicU64>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let got = Arc::new(AtomicU64::new(0));
    let count = got.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, head.clone(), chunk.clone(), times, count.clone()));
        }
    });
    (Client::builder().base_url(url).build().expect("a client"), got)
}

async fn serve(
    mut stream: TcpStream,
    head: String,
    chunk: Bytes,
    times: u64,
    got: Arc<AtomicU64>,
) -> std::io::Result<()> {
    let mut buffer = vec![0u8; CHUNK];
    let read = stream.read(&mut buffer).await?;
    let text = String::from_utf8_lossy(&buffer[..read]).into_owned();
    let (start, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let length = start.lines().find_map(|line| line.strip_prefix("content-length: "));
    let length: u64 = length.and_then(|it| it.trim().parse().ok()).unwrap_or_default();
    let mut all = body.len() as u64;
    while all < length {
        all += stream.read(&mut buffer).await? as u64;
        got.store(all, Ordering::Relaxed);
    }
    stream.write_all(head.as_bytes()).await?;
    for _ in 0..times {
        stream.write_all(&chunk).await?;
    }
    stream.shutdown().await
}

async fn down(size: u64) {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {size}\r\n\r\n");
    let chunk = Bytes::from(vec![b'x'; CHUNK]);
    let (client, _) = server(head, chunk, size / CHUNK as u64).await;
    let before = peak();
    let mut download = client.books().content("b1").await.expect("a download");
    let mut nowhere = tokio::io::sink();
    assert_eq!(download.write_to(&mut nowhere).await.expect("all of it"), size);
    account(&format!("{} MiB down", size >> 20), before, 24 << 10);
}

async fn up(size: u64) {
    let head = "HTTP/1.1 204 X\r\n\r\n".to_owned();
    let (client, got) = server(head, Bytes::new(), 0).await;
    // A file of zeros, which take no room on the disk.
    let number = std::process::id();
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{size}-{number}"));
    let file = std::fs::File::create(&path).expect("a file");
    file.set_len(size).expect("a long file");
    let before = peak();
    let body = Body::file(&path).await.expect("a file");
    let sent = Arc::new(AtomicU64::new(0));
    let progress = sent.clone();
    let body = body.on_progress(move |bytes| progress.store(bytes, Ordering::Relaxed));
    static PUT: emitted::runtime::Op =
        emitted::runtime::Op::new("put", emitted::runtime::Method::Put, "/file");
    let request = client.request(&PUT).bytes("application/octet-stream", body);
    request.send_empty().await.expect("all of it");
    assert_eq!((got.load(Ordering::Relaxed), sent.load(Ordering::Relaxed)), (size, size));
    account(&format!("{} MiB up", size >> 20), before, 24 << 10);
    std::fs::remove_file(path).expect("removed");
}

/// Zeros, packed.
fn bomb(size: u64) -> Bytes {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let zeros = vec![0u8; 1 << 20];
    for _ in 0..size >> 20 {
        packed.write_all(&zeros).expect("memory");
    }
    packed.finish().expect("memory").into()
}

async fn unpack(size: u64) {
    let bomb = bomb(size);
    let length = bomb.len();
    let head =
        format!("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {length}\r\n\r\n");
    let (client, _) = server(head, bomb, 1).await;
    let before = peak();
    // In chunks it may be as large as it likes.
    let mut download = client.books().content("b1").await.expect("a download");
    let mut nowhere = tokio::io::sink();
    assert_eq!(download.write_to(&mut nowhere).await.expect("all of it"), size);
    let what = format!("{length} bytes that become {} MiB", size >> 20);
    account(&format!("{what}, in chunks"), before, 24 << 10);
    // In memory it stops at the client's limit, 64 MiB, or twice that while it grows.
    let outcome = client.books().get("b1").await.expect_err("no book");
    let kind = if size > SMALL { ErrorKind::BodyTooLarge } else { ErrorKind::Decode };
    assert_eq!(outcome.kind(), kind, "{outcome:?}");
    account(&format!("{what}, in memory"), before, 224 << 10);
}

#[tokio::test]
async fn a_download_takes_little_memory() {
    down(SMALL).await;
}

#[tokio::test]
async fn an_upload_takes_little_memory() {
    up(SMALL).await;
}

#[tokio::test]
async fn what_is_unpacked_takes_no_more_than_it_may() {
    unpack(SMALL).await;
}

#[tokio::test]
#[ignore = "takes a while"]
async fn a_download_of_a_gibibyte_takes_little_memory() {
    down(LARGE).await;
}

#[tokio::test]
#[ignore = "takes a while"]
async fn an_upload_of_a_gibibyte_takes_little_memory() {
    up(LARGE).await;
}

#[tokio::test]
#[ignore = "takes a while"]
async fn a_gibibyte_that_is_unpacked_takes_no_more_than_it_may() {
    unpack(LARGE).await;
}
