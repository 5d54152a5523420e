use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use reqwest::Url;

use super::{Answer, Limits, address, get, is_url};

const DOCUMENT: &[u8] = b"{\"openapi\": \"3.1.0\"}";

/// A server that answers each connection with the next of these texts and hangs up, or falls silent
/// after one that ends so. Returns its URL.
fn server(answers: &[&str]) -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}/openapi.json", listener.local_addr().expect("an address"));
    let answers: Vec<String> = answers.iter().map(|answer| (*answer).to_owned()).collect();
    std::thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept().expect("a connection");
            read_head(&stream);
            let _ = stream.write_all(answer.as_bytes());
            if answer.ends_with("SILENCE") {
                std::thread::sleep(Duration::from_secs(5));
            }
        }
    });
    Url::parse(&url).expect("a URL")
}

fn read_head(stream: &TcpStream) {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    while reader.read_line(&mut line).is_ok_and(|count| count > 2) {
        line.clear();
    }
}

fn ok(body: &[u8]) -> String {
    let body = String::from_utf8_lossy(body);
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nETag: \"v1\"\r\n\r\n{body}", body.len())
}

fn short() -> Limits {
    Limits {
        connect: Duration::from_secs(1),
        silence: Duration::from_millis(300),
        total: Duration::from_millis(600),
        bytes: 100,
        ..Limits::default()
    }
}

fn error(answer: &str) -> String {
    get(&server(&[answer]), None, &short()).expect_err(answer).to_string()
}

#[test]
fn a_document_comes_with_its_etag() {
    let answer = get(&server(&[&ok(DOCUMENT)]), None, &short()).expect("a document");
    let etag = Some("\"v1\"".to_owned());
    assert_eq!(answer, Answer::Document { bytes: DOCUMENT.to_vec(), etag });
}

#[test]
fn not_modified_is_an_answer_only_to_who_asked() {
    let answer = "HTTP/1.1 304 Not Modified\r\n\r\n";
    let found = get(&server(&[answer]), Some("\"v1\""), &short());
    assert_eq!(found.expect("an answer"), Answer::NotModified);
    assert!(error(answer).contains("304"));
}

#[test]
fn bad_answers_say_what_is_wrong() {
    let long = "x".repeat(101);
    let late = format!("HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{}SILENCE", "x".repeat(30));
    for (answer, message) in [
        ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "404"),
        ("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", "without credentials"),
        ("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", "try again later"),
        ("HTTP/1.1 206 Partial Content\r\nContent-Length: 2\r\n\r\n{}", "206"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"op", "broke off: 4 of 9 bytes"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{\"op", "broke off"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "empty document"),
        (&ok(b" \n<!DOCTYPE html><html>"), "web page"),
        ("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nHello", "web page"),
        ("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nxx", "compressed (gzip)"),
        (&ok(long.as_bytes()), "larger than 100 bytes"),
        (&format!("HTTP/1.1 200 OK\r\n\r\n{long}"), "larger than 100 bytes"),
        (&late, "fell silent after"),
        ("220 smtp.example.com ESMTP\r\n", "does not speak HTTP"),
    ] {
        let error = error(answer);
        assert!(error.contains(message), "{message}: {error}");
        assert!(error.contains("http://127.0.0.1:"), "no place: {error}");
    }
}

#[test]
fn redirects_stay_within_the_origin_and_end() {
    let to = |target: &str| {
        format!("HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n")
    };
    let near = to("/v2/openapi.json");
    let found = get(&server(&[&near, &ok(DOCUMENT)]), None, &short());
    assert!(matches!(found, Ok(Answer::Document { .. })), "{found:?}");

    let away = error(&to("https://evil.example/openapi.json"));
    assert!(away.contains("redirects elsewhere, to https://evil.example/openapi.json"), "{away}");

    let circle = vec![near.as_str(); 6];
    let circle = get(&server(&circle), None, &short()).expect_err("a circle").to_string();
    assert!(circle.contains("more than 5 times"), "{circle}");

    let nowhere = error("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n");
    assert!(nowhere.contains("302"), "{nowhere}");
}

#[test]
fn a_drip_of_bytes_ends_with_the_total_time() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        read_head(&stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n");
        while stream.write_all(b" ").is_ok() {
            std::thread::sleep(Duration::from_millis(100));
        }
    });
    let url = Url::parse(&url).expect("a URL");
    let error = get(&url, None, &short()).expect_err("a drip").to_string();
    assert!(error.contains("came within 0.6 seconds"), "{error}");
}

#[test]
fn nobody_there_is_no_error() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    let url = Url::parse(&url).expect("a URL");
    // The system takes the connection, but nobody answers.
    let silent = get(&url, None, &short());
    assert!(matches!(silent, Ok(Answer::Unreachable(_))), "{silent:?}");

    drop(listener);
    let closed = get(&url, None, &short());
    let Ok(Answer::Unreachable(reason)) = closed else { panic!("{closed:?}") };
    assert!(reason.contains("refused"), "{reason}");
}

#[test]
fn addresses_are_https_or_this_machine() {
    for good in
        ["https://example.com/a", "http://localhost:1/", "http://127.0.0.1/", "http://[::1]/"]
    {
        assert!(address(good).is_ok(), "{good}");
    }
    for (bad, message) in [
        ("http://example.com/a", "https"),
        ("ftp://example.com/a", "https"),
        ("file:///etc/passwd", "https"),
        ("http://127.0.0.1.example.com/", "https"),
        ("https://me:secret@example.com/", "user name"),
        ("https://", "no URL"),
    ] {
        let error = address(bad).expect_err(bad).to_string();
        assert!(error.contains(message), "{error}");
        assert!(!error.contains("secret"), "{error}");
    }
    assert!(is_url("https://a") && is_url("ftp://a"));
    assert!(!is_url("a/b.json") && !is_url("C://x") && !is_url("./x://y"));
}
