//! A server that is killed before, while and after it acts, and started again with what it wrote.
//!
//! It is a process of its own: the test starts its program again, with [`server`], on an address
//! of loopback that nobody else uses, and kills it where it says that it is at the worst place.

use emitted::{
    Client, ErrorKind,
    runtime::{Method, Op, RetryPolicy},
};
use std::{
    collections::BTreeMap,
    fs::{File, OpenOptions},
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::Duration,
};

static CREATE: Op = Op::new("create", Method::Post, "/things").idempotency_key("Idempotency-Key");

/// What the server remembers: a file with a line for each time that it acted.
struct State {
    file: File,
    done: BTreeMap<String, u32>,
    seed: u64,
}

impl State {
    /// Reads what was written; half a line at the end was not done.
    fn open(path: &Path, seed: u64) -> Self {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        let file = OpenOptions::new().create(true).append(true).open(path).expect("the file");
        file.set_len(whole as u64).expect("cut");
        let mut done = BTreeMap::new();
        for key in text[..whole].lines() {
            *done.entry(key.to_owned()).or_insert(0) += 1;
        }
        Self { file, done, seed }
    }

    fn chance(&mut self, of: u64) -> u64 {
        const FACTOR: u64 = 6_364_136_223_846_793_005;
        self.seed = self.seed.wrapping_mul(FACTOR).wrapping_add(1_442_695_040_888_963_407);
        (self.seed >> 33) % of
    }
}

/// Waits to be killed, whatever is held.
fn die() -> ! {
    println!("\nkill");
    loop {
        std::thread::park();
    }
}

fn serve(mut stream: TcpStream, state: &Mutex<State>) -> Option<()> {
    let mut request = Vec::new();
    let mut chunk = [0u8; 1024];
    let key = loop {
        let read = stream.read(&mut chunk).ok().filter(|read| *read > 0)?;
        request.extend_from_slice(&chunk[..read]);
        let text = String::from_utf8_lossy(&request);
        if let Some((head, _)) = text.split_once("\r\n\r\n") {
            let key = head.lines().find_map(|line| line.strip_prefix("idempotency-key: "));
            break key.expect("a key").to_owned();
        }
    };
    let mut state = state.lock().expect("no panic");
    let stage = state.chance(60);
    if stage == 0 {
        die();
    }
    if !state.done.contains_key(&key) {
        let line = format!("{key}\n");
        if stage == 1 {
            state.file.write_all(&line.as_bytes()[..line.len() / 2]).expect("written");
            die();
        }
        state.file.write_all(line.as_bytes()).expect("written");
        state.done.insert(key, 1);
    }
    if stage == 2 {
        die();
    }
    drop(state);
    let reply = b"HTTP/1.1 204 X\r\nconnection: close\r\n\r\n";
    if stage == 3 {
        stream.write_all(&reply[..14]).ok()?;
        die();
    }
    stream.write_all(reply).ok()
}

#[test]
#[ignore = "started by another test"]
fn server() {
    let variable = |name: &str| std::env::var(name).expect("the test says it");
    let seed = variable("SERVER_SEED").parse().expect("a number");
    let state = State::open(Path::new(&variable("SERVER_STATE")), seed);
    let state = Arc::new(Mutex::new(state));
    let listener = TcpListener::bind(variable("SERVER_ADDRESS")).expect("the address");
    println!("\nready");
    for stream in listener.incoming().flatten() {
        let state = state.clone();
        std::thread::spawn(move || serve(stream, &state));
    }
}

/// Keeps a server running: kills it where it asks for it, and starts another.
struct Keeper {
    address: String,
    path: PathBuf,
    kills: AtomicU32,
    is_over: AtomicBool,
}

impl Keeper {
    fn start(&self) -> Child {
        let program = std::env::current_exe().expect("the program of the tests");
        Command::new(program)
            .args(["--exact", "killed::server", "--ignored", "--nocapture"])
            .env("SERVER_ADDRESS", &self.address)
            .env("SERVER_STATE", &self.path)
            .env("SERVER_SEED", self.kills.load(Ordering::Relaxed).to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts")
    }

    fn keep(&self, first: &std::sync::mpsc::Sender<()>) {
        while !self.is_over.load(Ordering::Relaxed) {
            let mut child = self.start();
            let lines = BufReader::new(child.stdout.take().expect("its words")).lines();
            for line in lines.map_while(Result::ok) {
                match &*line {
                    "ready" => drop(first.send(())),
                    "kill" => break,
                    _ => {}
                }
            }
            // On Unix, a signal that cannot be caught.
            child.kill().expect("killed");
            child.wait().expect("it is gone");
            self.kills.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// What became of a call.
#[derive(Clone, Copy, PartialEq)]
enum Told {
    Done,
    Unknown,
    NotSent,
}

async fn call(client: &Client, key: String) -> (String, Told) {
    let told = match client.request(&CREATE).idempotency_key(&key).send_empty().await {
        Ok(_) => Told::Done,
        Err(error) if error.may_have_been_sent() => Told::Unknown,
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
            Told::NotSent
        }
    };
    (key, told)
}

async fn survive(calls: u32) {
    let number = std::process::id();
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("killed-{number}-{calls}"));
    drop(std::fs::remove_file(&path));
    let (high, low) = ((number >> 8) & 0xff, (number & 0xff).clamp(1, 254));
    let keeper = Arc::new(Keeper {
        address: format!("127.{}.{high}.{low}:4711", 100 + calls % 100),
        path: path.clone(),
        kills: AtomicU32::new(0),
        is_over: AtomicBool::new(false),
    });
    let (first, is_ready) = std::sync::mpsc::channel();
    let keeping = std::thread::spawn({
        let keeper = keeper.clone();
        move || keeper.keep(&first)
    });
    is_ready.recv().expect("the first is ready");
    let policy = RetryPolicy::attempts(5).base(Duration::from_millis(400));
    let client = Client::builder()
        .base_url(format!("http://{}", keeper.address))
        .attempt_timeout(Duration::from_secs(5))
        .retry(policy)
        .build()
        .expect("a client");
    let mut told = Vec::new();
    for round in 0..calls / 4 {
        let mut under_way = Vec::new();
        for caller in 0..4 {
            let client = client.clone();
            under_way.push(tokio::spawn(async move {
                call(&client, format!("key-{round}-{caller}")).await
            }));
        }
        for one in under_way {
            told.push(one.await.expect("no panic"));
        }
    }
    keeper.is_over.store(true, Ordering::Relaxed);
    // One more request, or some, until the last server asks for its end.
    while !keeping.is_finished() {
        drop(client.request(&CREATE).retry(RetryPolicy::off()).send_empty().await);
    }
    keeping.join().expect("no panic");
    let written = std::fs::read_to_string(&path).expect("the file");
    let whole = written.rfind('\n').map_or(0, |end| end + 1);
    let mut times = BTreeMap::new();
    for key in written[..whole].lines() {
        *times.entry(key).or_insert(0) += 1;
    }
    let count = |what: Told| told.iter().filter(|(_, told)| *told == what).count();
    let (done, unknown, unsent) = (count(Told::Done), count(Told::Unknown), count(Told::NotSent));
    let kills = keeper.kills.load(Ordering::Relaxed);
    println!("{calls} calls, {kills} kills: {done} done, {unknown} unknown, {unsent} not sent");
    assert!(times.values().all(|times| *times == 1), "done twice: {times:?}");
    for (key, told) in &told {
        let is_done = times.contains_key(&**key);
        assert!(is_done || *told != Told::Done, "{key} was reported and not done");
        assert!(!is_done || *told != Told::NotSent, "{key} was done and reported as not sent");
    }
    assert!(done * 2 > told.len() && kills > calls / 100, "{done} of {}, {kills}", told.len());
    drop(std::fs::remove_file(path));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_killed_does_nothing_twice() {
    survive(200).await;
}

/// `cargo nextest run -p runtime --run-ignored only ten_thousand_calls --success-output final`
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes"]
async fn ten_thousand_calls_to_a_server_that_is_killed() {
    survive(10_000).await;
}
