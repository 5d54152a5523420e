//! Waiting for calls without an async runtime of one's own.
//!
//! `SENDMUX_API_KEY=smx_root_… cargo run --features blocking --example blocking`

use generated_client::{
    Client,
    runtime::{Wait, WaitEach},
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().bearer(std::env::var("SENDMUX_API_KEY")?).build()?;

    let account = client.sending_accounts().get("dprov_c1x9k2m7q4").wait()?;
    println!("{} is {:?}", account.data.name, account.data.status);

    // Pages are fetched as the iterator needs them.
    for account in client.sending_accounts().list().limit(50).items().wait_each() {
        println!("{}", account?.name);
    }
    Ok(())
}
