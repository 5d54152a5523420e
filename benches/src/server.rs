//! A server that answers at once and the same every time.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// Starts the server; returns its address.
pub(crate) fn start() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let one = answer(&json!({ "ok": true, "meta": meta(), "data": account(0) }));
    let many = answer(&page(100));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (one, many) = (one.clone(), many.clone());
            thread::spawn(move || serve(&stream, &one, &many));
        }
    });
    format!("http://{address}")
}

/// A page of that many accounts.
pub(crate) fn page(accounts: usize) -> Value {
    json!({
        "ok": true,
        "meta": meta(),
        "data": (0..accounts).map(account).collect::<Vec<_>>(),
        "pagination": { "has_more": false, "next_cursor": null },
    })
}

/// Answers each request on a connection: a list where the path has a query, else one.
fn serve(stream: &TcpStream, one: &[u8], many: &[u8]) {
    stream.set_nodelay(true).expect("an option");
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    while let Some(first) = lines.next() {
        if lines.by_ref().take_while(|line| !line.is_empty()).count() == 0 {
            return;
        }
        let answer = if first.contains('?') { many } else { one };
        let mut stream = stream;
        if stream.write_all(answer).is_err() {
            return;
        }
    }
}

fn answer(body: &Value) -> Vec<u8> {
    let body = body.to_string();
    let length = body.len();
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
    format!("{head}content-length: {length}\r\n\r\n{body}").into_bytes()
}

fn meta() -> Value {
    json!({ "request_id": "req_0123456789" })
}

fn account(at: usize) -> Value {
    let range = json!({ "max": 1000, "min": at });
    json!({
        "allowed_actions": {
            "activate": false, "deactivate": true, "delete": true, "test": true, "update": true,
        },
        "created_at": "2025-01-01T00:00:00Z",
        "from_email": "billing@example.com",
        "from_name": "Billing",
        "has_refresh_token": false,
        "has_smtp_password": true,
        "id": format!("dprov_{at:08}"),
        "is_active": true,
        "is_editable": true,
        "is_shared": false,
        "last_tested_at": null,
        "last_used_at": "2025-02-01T00:00:00Z",
        "name": format!("Account {at}"),
        "oauth_email": null,
        "percentage": 50,
        "quotas": { "per_day": range, "per_hour": null, "per_minute": null, "per_second": null },
        "reply_to_email": null,
        "reply_to_name": null,
        "smtp_host": "smtp.example.com",
        "smtp_port": 587,
        "smtp_protocol": "starttls",
        "smtp_username": "billing",
        "status": "active",
        "status_reason": null,
        "tracking_domain": null,
        "type": "smtp",
        "updated_at": "2025-03-01T00:00:00Z",
    })
}
