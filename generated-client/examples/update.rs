//! Renames a sending account and clears its sender address, unless somebody else was faster.
//!
//! `SENDMUX_API_KEY=smx_root_… cargo run --example update -- dprov_… "New name"`

use generated_client::{
    Client, Patch,
    types::{ErrorCode, ProviderUpdateBody},
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().bearer(std::env::var("SENDMUX_API_KEY")?).build()?;
    let mut arguments = std::env::args().skip(1);
    let (Some(id), Some(name)) = (arguments.next(), arguments.next()) else {
        return Err("name the account and its new name".into());
    };

    // What is absent stays, `Patch::Null` clears.
    let edit = ProviderUpdateBody {
        name: Some(name),
        from_email: Patch::Null,
        ..ProviderUpdateBody::default()
    };

    for _ in 0..3 {
        let account = client.sending_accounts().get(&id).await?;
        let version = account.etag().ok_or("the account has no version")?;
        match client.sending_accounts().update(&id, &edit).if_match(&version).await {
            Ok(account) => {
                println!("it is now called {}", account.data.name);
                return Ok(());
            }
            // Somebody changed it since it was read: look again.
            Err(error) if error.code() == Some(&ErrorCode::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err("the account changes too often".into())
}
