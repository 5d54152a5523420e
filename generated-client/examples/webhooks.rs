//! Webhooks: is a request really Sendmux's, and has it come before?

use generated_client::{Delivery, ErrorKind, Webhooks, types::WebhookEventPayload};
use http::HeaderMap;

/// What a web framework calls, with the headers and the raw bytes of the body; gives the status of
/// the answer.
fn receive(webhooks: &Webhooks<WebhookEventPayload>, headers: &HeaderMap, body: &[u8]) -> u16 {
    match webhooks.verify(headers, body) {
        Ok(Delivery { event, is_repeated: false, .. }) => {
            println!("{:?} at {}", event.r#type, event.occurred_at);
            204
        }
        Ok(_) => 204,
        Err(error) if error.kind() == ErrorKind::Signature => 401,
        Err(_) => 400,
    }
}

fn main() {
    // While a secret changes, both are good.
    let secrets = ["SENDMUX_WEBHOOK_SECRET", "SENDMUX_OLD_WEBHOOK_SECRET"];
    let webhooks = secrets
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .fold(generated_client::webhooks(), |webhooks, secret| webhooks.secret(secret));

    let status = receive(&webhooks, &HeaderMap::new(), b"{}");
    println!("without a signature: {status}");
}
