//! What the API sends: events on a stream, webhooks.

use super::{account, client, one};
use generated_client::{
    Error, ErrorKind,
    runtime::{Mock, MockReply},
    types::{MailboxRealtimeEventType, WebhookEventPayloadType},
};
use http::HeaderMap;
use serde_json::json;

fn event(id: u32) -> String {
    let event = json!({
        "event_type": "message.received", "mailbox_id": "mbx_1", "occurred_at": "2026-01-01T00:00:00Z",
        "recipients": [], "team_public_id": "team_1",
    });
    format!("id: {id}\ndata: {event}\n\n")
}

#[tokio::test(start_paused = true)]
async fn a_stream_of_events_goes_on_behind_the_last_one() -> Result<(), Error> {
    let mock = Mock::new();
    let stream = || MockReply::status(200).header("content-type", "text/event-stream");
    mock.on_id("mailboxStreamEvents", stream().chunk(event(1)).chunk("id: 2\ndata: {").cut())
        .on_id("mailboxStreamEvents", stream().chunk(event(2)));
    let mut events = client(&mock).mailbox().stream_events().await?;
    for id in ["1", "2"] {
        let event = events.try_next().await?.expect("an event");
        assert_eq!(event.id.as_deref(), Some(id));
        let data = event.data?;
        assert_eq!(data.event_type, MailboxRealtimeEventType::MessageReceived);
    }
    assert_eq!(mock.requests()[1].header("last-event-id"), Some("1"));
    Ok(())
}

fn signed(secret: &str, body: &[u8]) -> HeaderMap {
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret.as_bytes());
    let tag = ring::hmac::sign(&key, body);
    let digits: String = tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    let signature = format!("sha256={digits}").parse().expect("a header");
    HeaderMap::from_iter([
        (http::HeaderName::from_static("x-sendmux-signature"), signature),
        (http::HeaderName::from_static("x-sendmux-event-id"), "evt_1".parse().expect("a header")),
    ])
}

#[test]
fn a_webhook_is_verified_and_known_again() -> Result<(), Error> {
    let body = json!({
        "id": "evt_1", "type": "message.delivered", "team_public_id": "team_1",
        "occurred_at": "2026-01-01T00:00:00Z", "data": {"recipients": []},
    })
    .to_string();
    let webhooks = generated_client::webhooks().secret("new").secret("old");
    let delivery = webhooks.verify(&signed("old", body.as_bytes()), body.as_bytes())?;
    assert_eq!(delivery.event.r#type, WebhookEventPayloadType::MessageDelivered);
    assert!(!delivery.is_repeated);
    assert!(webhooks.verify(&signed("new", body.as_bytes()), body.as_bytes())?.is_repeated);
    let forged = webhooks.verify(&signed("guessed", body.as_bytes()), body.as_bytes());
    assert_eq!(forged.expect_err("forged").kind(), ErrorKind::Signature);
    Ok(())
}

/// Times are what came, whatever it is, and instants where they are ones.
#[tokio::test]
async fn times_keep_their_text() -> Result<(), Error> {
    let mock = Mock::new();
    let mut told = account("dprov_1");
    told["created_at"] = json!("2026-01-01T00:00:00.250+01:00");
    told["updated_at"] = json!("not known");
    mock.on_id("managementGetProvider", one(told));
    let read = client(&mock).sending_accounts().get("dprov_1").await?.into_inner().data;
    let day = std::time::UNIX_EPOCH + std::time::Duration::from_secs(20_454 * 86_400);
    let created = read.created_at.to_system_time().expect("an instant");
    assert_eq!(day.duration_since(created).expect("before").as_millis(), 3_599_750);
    assert_eq!(read.created_at.as_str(), "2026-01-01T00:00:00.250+01:00");
    assert_eq!(read.updated_at, "not known");
    assert_eq!(read.updated_at.to_system_time(), None);
    Ok(())
}
