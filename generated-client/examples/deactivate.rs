//! Stops a sending account from sending, if it sends.
//!
//! `SENDMUX_API_KEY=smx_root_… cargo run --example deactivate -- dprov_…`

use generated_client::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().bearer(std::env::var("SENDMUX_API_KEY")?).build()?;
    let id = std::env::args().nth(1).ok_or("name the account: dprov_…")?;

    let account = client.sending_accounts().get(&id).await?;
    if !account.data.is_active {
        println!("{} does not send", account.data.name);
        return Ok(());
    }
    let account = client.sending_accounts().deactivate(&id).await?;
    println!("{} is {:?}", account.data.name, account.data.status);
    Ok(())
}
