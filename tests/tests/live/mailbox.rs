//! Bodies that are no JSON: downloads, uploads, texts and event streams.

use generated_client::types::MailboxRealtimeEventType;
use serde_json::{Value, json};
use tests::{document::Document, server::Server};

use crate::{client, mailbox_client, promises};

promises! {
    downloads_a_part: Range;
    follows_events_across_connections: Resume;
}

fn event(sender: &str) -> Value {
    let instances = Document::sendmux().instances("/components/schemas/MailboxRealtimeEvent");
    let mut event = instances.full();
    event["event_type"] = json!("message.received");
    event["sender"] = json!(sender);
    event
}

async fn downloads_a_part(server: &Server) {
    let client = mailbox_client(server);
    let part = client.mailbox().message_attachment("m/1", "a 1").range(100..200).await;
    let part = part.expect("the attachment is there");
    assert_eq!(part.status().as_u16(), 206);
    let sent = server.last_request();
    assert_eq!(sent.header("range"), Some("bytes=100-199"));
    assert_eq!(
        (sent.path["message_id"].as_str(), sent.path["attachment_id"].as_str()),
        ("m/1", "a 1")
    );
    assert_eq!(part.into_inner(), Server::attachment()[100..200]);
}

async fn follows_events_across_connections(server: &Server) {
    for sender in ["a", "b", "c", "d", "e"] {
        server.publish(&event(sender));
    }
    server.close_streams_after(2);
    let client = mailbox_client(server);
    let mut events = client.mailbox().stream_events().await.expect("the stream opens");
    let mut senders = Vec::new();
    while senders.len() < 5 {
        let event = events.try_next().await.expect("the stream goes on").expect("it does not end");
        let data = event.data.expect("the event is decoded");
        assert_eq!(data.event_type, MailboxRealtimeEventType::MessageReceived);
        senders.push(data.sender.expect("a sender"));
    }
    assert_eq!(senders, ["a", "b", "c", "d", "e"]);
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn downloads_in_chunks() {
    let server = Server::start().await;
    let client = mailbox_client(&server);
    let download = client.mailbox().message_attachment("m1", "a1").download().await;
    let mut download = download.expect("the attachment is there");
    assert_eq!(download.content_type(), Some("application/pdf"));
    assert_eq!(download.content_length(), Some(10_000));
    let mut received = Vec::new();
    while let Some(chunk) = download.chunk().await.expect("the bytes come") {
        received.extend_from_slice(&chunk);
    }
    assert_eq!(received, Server::attachment());
}

#[tokio::test]
async fn uploads_bytes() {
    let server = Server::start().await;
    let client = mailbox_client(&server);
    let bytes: Vec<u8> = (0..=255).collect();
    let blob = client.mailbox().upload_attachment("a/b ü.bin").body(bytes.clone()).await;
    blob.expect("the bytes are taken");
    let sent = server.last_request();
    assert_eq!(sent.header("content-type"), Some("application/octet-stream"));
    assert_eq!((sent.query("filename"), &sent.body[..]), (Some("a/b ü.bin"), &bytes[..]));
}

#[tokio::test]
async fn reads_a_zone_file_as_text() {
    let server = Server::start().await;
    let zone = client(&server).domains().zone_file("dom_1").await.expect("the domain is there");
    assert!(zone.starts_with("$ORIGIN mail.example.com."), "{}", *zone);
    assert!(zone.header("content-disposition").is_some_and(|value| value.contains("zone.txt")));
}

/// Lists of the document that keep no state come in pages too.
#[tokio::test]
async fn walks_through_folders_as_a_stream() {
    let server = Server::start().await;
    server.serve_pages(3);
    let client = mailbox_client(&server);
    let folders: Vec<_> =
        client.mailbox().list_folders().items().try_collect().await.expect("every page comes");
    assert_eq!(folders.len(), 6);
}
