//! A line on standard error when a fetch takes long.

use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Watches a fetch until it is dropped.
#[derive(Debug)]
pub(super) struct Progress {
    received: Arc<AtomicU64>,
    stop: Option<Sender<()>>,
    watcher: Option<JoinHandle<()>>,
}

impl Progress {
    /// Starts to watch; nothing is written before `patience` is over.
    pub(super) fn start(host: &str, patience: Duration) -> Self {
        let received = Arc::new(AtomicU64::new(0));
        let (stop, stopped) = mpsc::channel();
        let (bytes, host) = (Arc::clone(&received), host.to_owned());
        let started = Instant::now();
        let watcher = std::thread::spawn(move || {
            let mut wait = patience;
            let mut written = false;
            while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                written |= write(&host, bytes.load(Ordering::Relaxed), started, written);
                wait = Duration::from_secs(1);
            }
            if written && std::io::stderr().is_terminal() {
                eprintln!();
            }
        });
        Self { received, stop: Some(stop), watcher: Some(watcher) }
    }

    /// Tells how many bytes there are by now.
    pub(super) fn received(&self, bytes: u64) {
        self.received.store(bytes, Ordering::Relaxed);
    }
}

/// Writes the line, over the last one on a terminal; once only into a file.
fn write(host: &str, bytes: u64, started: Instant, again: bool) -> bool {
    let mut stderr = std::io::stderr().lock();
    let seconds = started.elapsed().as_secs();
    let text = match bytes {
        0 => format!("waiting for {host}, {seconds} s"),
        bytes => format!("fetching from {host}: {bytes} bytes, {seconds} s"),
    };
    // Progress that cannot be shown is no reason to stop.
    let _ = match (stderr.is_terminal(), again) {
        (true, _) => write!(stderr, "\r{text}"),
        (false, false) => writeln!(stderr, "{text}"),
        (false, true) => Ok(()),
    };
    let _ = stderr.flush();
    true
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(watcher) = self.watcher.take() {
            // It neither panics nor holds anything that matters.
            let _ = watcher.join();
        }
    }
}
