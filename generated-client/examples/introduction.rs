//! Lists the sending accounts, and reads one again without transferring what is unchanged.
//!
//! `SENDMUX_API_KEY=smx_root_… cargo run --example introduction`

use generated_client::{Client, Conditional};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().bearer(std::env::var("SENDMUX_API_KEY")?).build()?;

    // Every page is fetched as it is needed.
    let mut accounts = client.sending_accounts().list().limit(50).items();
    let mut first = None;
    while let Some(account) = accounts.try_next().await? {
        println!("{}  {:?}  {}", account.id, account.status, account.name);
        first.get_or_insert(account.id);
    }
    let Some(id) = first else { return Ok(()) };

    // Whatever comes back says who answered and what is left of the rate limit.
    let account = client.sending_accounts().get(&id).await?;
    println!("{} was read in request {:?}", account.data.name, account.request_id());
    if let Some(left) = account.rate_limit().and_then(|limit| limit.remaining) {
        println!("{left} requests are left in this minute");
    }

    // With its version, reading again costs nothing while it is unchanged.
    if let Some(version) = account.etag() {
        match client.sending_accounts().get(&id).if_none_match(&version).await? {
            Conditional::Modified(account) => println!("it is now {:?}", account.data),
            Conditional::NotModified => println!("it is unchanged"),
        }
    }
    Ok(())
}
