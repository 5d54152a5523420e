//! Reading a body under the limits.

use std::io::{ErrorKind, Read};
use std::time::Instant;

use reqwest::Url;
use reqwest::blocking::Response;

use super::progress::Progress;
use super::{Limits, client};
use crate::failure::{Failure, Result};

const CHUNK: usize = 64 << 10;

/// Reads the whole body.
pub(super) fn read(
    mut response: Response,
    url: &Url,
    limits: &Limits,
    progress: &Progress,
) -> Result<Vec<u8>> {
    let announced = response.content_length();
    if announced.is_some_and(|bytes| bytes > limits.bytes) {
        return Err(too_large(limits, url));
    }
    let started = Instant::now();
    let mut bytes = Vec::new();
    let mut chunk = vec![0; CHUNK];
    loop {
        let count = match response.read(&mut chunk) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(broken(&error, bytes.len() as u64, announced, url)),
        };
        bytes.extend_from_slice(&chunk[..count]);
        progress.received(bytes.len() as u64);
        if bytes.len() as u64 > limits.bytes {
            return Err(too_large(limits, url));
        }
        if started.elapsed() > limits.total {
            return Err(too_slow(bytes.len() as u64, limits, url));
        }
    }
    match announced {
        Some(expected) if expected != bytes.len() as u64 => {
            Err(truncated(bytes.len() as u64, announced, url))
        }
        _ => Ok(bytes),
    }
}

fn too_large(limits: &Limits, url: &Url) -> Failure {
    Failure::new(format!("the document is larger than {} bytes", limits.bytes))
        .at(url)
        .help("download it and give the file, if it is what you want")
}

fn too_slow(received: u64, limits: &Limits, url: &Url) -> Failure {
    let seconds = limits.total.as_secs_f32();
    Failure::new(format!("only {received} bytes of the document came within {seconds} seconds"))
        .at(url)
        .help("try again later")
}

fn broken(error: &std::io::Error, received: u64, announced: Option<u64>, url: &Url) -> Failure {
    if error.kind() == ErrorKind::TimedOut || client::causes(error).contains("timed out") {
        return Failure::new(format!("the server fell silent after {received} bytes"))
            .at(url)
            .help("try again later");
    }
    truncated(received, announced, url)
}

fn truncated(received: u64, announced: Option<u64>, url: &Url) -> Failure {
    let of = announced.map(|bytes| format!(" of {bytes}")).unwrap_or_default();
    Failure::new(format!("the document broke off: {received}{of} bytes came"))
        .at(url)
        .help("try again")
}
