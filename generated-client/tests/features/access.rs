//! Who calls: a key, or a provider of keys.

use super::{client, one, refusal};
use generated_client::{
    Client, Credential, Error,
    runtime::{CredentialProvider, Mock, MockReply, Providing},
};
use serde_json::json;
use std::sync::atomic::{AtomicU32, Ordering};

fn deleted() -> MockReply {
    one(json!({"id": "dprov_1", "deleted": true}))
}

#[tokio::test]
async fn a_key_is_sent_and_never_shown() -> Result<(), Error> {
    let mock = Mock::new();
    mock.on_id("managementDeleteProvider", deleted());
    let client = client(&mock);
    let deleted = client.sending_accounts().delete("dprov_1").await?;
    assert_eq!((&*deleted.data.id, deleted.request_id()), ("dprov_1", Some("req_1")));
    let sent = &mock.requests()[0];
    assert_eq!(sent.header("authorization"), Some("Bearer smx_root_test"));
    assert!(!format!("{client:?} {sent:?}").contains("smx_root_test"));
    Ok(())
}

/// Keys that are made anew when one is refused.
#[derive(Default)]
struct Rotating(AtomicU32);

impl CredentialProvider for Rotating {
    fn credential(&self, _: &'static str, refused: Option<Credential>) -> Providing {
        if refused.is_some() {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
        let key = format!("smx_root_{}", self.0.load(Ordering::Relaxed));
        Box::pin(async { Ok(Credential::Token(key.into())) })
    }
}

#[tokio::test]
async fn a_provider_gives_another_key_when_one_is_refused() -> Result<(), Error> {
    let mock = Mock::new();
    mock.on_id("managementDeleteProvider", refusal(401, "unauthorized", false))
        .on_id("managementDeleteProvider", deleted());
    let scheme = "bearerAuth";
    let client = Client::builder().credential_provider(scheme, Rotating::default());
    let client = client.transport(mock.clone()).build()?;
    client.sending_accounts().delete("dprov_1").await?;
    let sent = mock.requests();
    let keys: Vec<_> = sent.iter().filter_map(|it| it.header("authorization")).collect();
    assert_eq!(keys, ["Bearer smx_root_0", "Bearer smx_root_1"]);
    Ok(())
}
