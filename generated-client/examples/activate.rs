//! Lets a sending account send again.
//!
//! `SENDMUX_API_KEY=smx_root_… cargo run --example activate -- dprov_…`

use generated_client::{Client, types::ErrorCode};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().bearer(std::env::var("SENDMUX_API_KEY")?).build()?;
    let id = std::env::args().nth(1).ok_or("name the account: dprov_…")?;

    // The request carries an idempotency key, the same on every attempt.
    match client.sending_accounts().activate(&id).await {
        Ok(account) => println!("{} is {:?}", account.data.name, account.data.status),
        Err(error) if error.code() == Some(&ErrorCode::NotFound) => {
            println!("the team has no account {id}");
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
