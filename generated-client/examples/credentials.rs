//! Credentials that are looked up, and looked up anew after a 401.

use generated_client::{
    Client, Credential, Secret,
    runtime::{CredentialProvider, Providing},
};
use std::sync::{Arc, Mutex, PoisonError};

/// Keys from a vault, kept until the server refuses them.
#[derive(Default)]
struct Vault {
    kept: Arc<Mutex<Option<Secret>>>,
}

impl CredentialProvider for Vault {
    fn credential(&self, _scheme: &'static str, refused: Option<Credential>) -> Providing {
        let kept = self.kept.clone();
        Box::pin(async move {
            let known = kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
            if let (Some(key), None) = (known, refused) {
                return Ok(Credential::Token(key));
            }
            let key = ask().await;
            *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(key.clone());
            Ok(Credential::Token(key))
        })
    }
}

/// Where your keys come from.
async fn ask() -> Secret {
    std::env::var("SENDMUX_API_KEY").unwrap_or_default().into()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().credential_provider("bearerAuth", Vault::default()).build()?;
    println!("{} accounts", client.sending_accounts().list().await?.data.len());
    Ok(())
}
