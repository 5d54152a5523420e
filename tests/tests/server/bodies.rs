//! Bodies that are no JSON, and answers that break.

use std::time::Duration;

use serde_json::json;
use tests::{
    document::Document,
    server::{Fault, MAILBOX_KEY, Server},
};

use crate::{client, get, header, send};

#[tokio::test]
async fn bytes_and_texts_are_no_json() {
    let server = Server::start().await;
    let path = "/mailbox/messages/m1/attachments/a1";
    let download = || client().get(format!("{}{path}", server.url())).bearer_auth(MAILBOX_KEY);
    let whole = send(download()).await;
    assert_eq!(whole.bytes().await.expect("bytes"), Server::attachment());
    let part = send(download().header("Range", "bytes=10-19")).await;
    assert_eq!(
        (part.status().as_u16(), header(&part, "content-range")),
        (206, "bytes 10-19/10000")
    );
    assert_eq!(part.bytes().await.expect("bytes"), Server::attachment()[10..20]);
    assert_eq!(send(download().header("Range", "bytes=20000-")).await.status(), 400);
    let zone = send(get(&server, "/domains/d1/zone-file")).await;
    assert!(header(&zone, "content-type").starts_with("text/plain"));
    assert!(header(&zone, "content-disposition").contains("zone.txt"));
    let upload = client()
        .post(format!("{}/mailbox/attachments:upload?filename=a%2Fb.bin", server.url()))
        .bearer_auth(MAILBOX_KEY)
        .header("Content-Type", "application/octet-stream")
        .body(vec![0, 255, 1]);
    assert_eq!(send(upload).await.status(), 200);
    let recorded = server.last_request();
    assert_eq!(recorded.operation.as_deref(), Some("mailboxUploadAttachment"));
    assert_eq!(
        (recorded.query("filename"), &recorded.body[..]),
        (Some("a/b.bin"), &[0, 255, 1][..])
    );
}

#[tokio::test]
async fn event_streams_go_on_after_the_last_event() {
    let server = Server::start().await;
    let mut event =
        Document::sendmux().instances("/components/schemas/MailboxRealtimeEvent").minimal();
    event["event_type"] = json!("message.received");
    let ids: Vec<String> = (0..3).map(|_| server.publish(&event)).collect();
    server.close_streams_after(2);
    let stream = |last: Option<&str>| {
        let request = client().get(format!("{}/mailbox/events", server.url()));
        let request = request.bearer_auth(MAILBOX_KEY);
        match last {
            Some(last) => request.header("Last-Event-ID", last),
            None => request,
        }
    };
    let text = send(stream(None)).await.text().await.expect("text");
    assert!(text.contains(&ids[0]) && text.contains(&ids[1]) && !text.contains(&ids[2]), "{text}");
    let opened = send(stream(Some(&ids[1]))).await;
    assert_eq!(header(&opened, "content-type"), "text/event-stream");
    let reading = tokio::spawn(opened.text());
    let last = server.publish(&event);
    let text = reading.await.expect("joined").expect("text");
    assert!(!text.contains(&ids[1]) && text.contains(&ids[2]) && text.contains(&last), "{text}");
    server.close_streams_after(0);
    let lost = send(stream(Some("evt_lost"))).await.text().await.expect("text");
    assert!(lost.contains("event: sync_required"), "{lost}");
}

#[tokio::test]
async fn faults_happen_once_and_in_order() {
    let server = Server::start().await;
    server.fault_next(Fault::Raw { status: 502, media: "text/html", body: "<h1>Bad gateway</h1>" });
    server.fault_next(Fault::Truncate);
    server.fault_next(Fault::Close);
    server.fault_next(Fault::LoseAnswer);
    let raw = send(get(&server, "/providers")).await;
    assert_eq!(raw.status(), 502);
    assert!(send(get(&server, "/providers")).await.bytes().await.is_err());
    assert!(get(&server, "/providers").send().await.is_err());
    let lost = get(&server, "/providers").timeout(Duration::from_millis(50)).send().await;
    assert!(lost.is_err_and(|error| error.is_timeout()));
    assert_eq!(send(get(&server, "/providers")).await.status(), 200);
}
