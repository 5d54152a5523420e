//! Lists: every item, page by page, and going on later.

use generated_client::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().bearer(std::env::var("SENDMUX_API_KEY")?).build()?;

    // Every item of every page; the next page is asked for while this one is used.
    let mut accounts = client.sending_accounts().list().limit(50).items().prefetch();
    while let Some(account) = accounts.try_next().await? {
        println!("{}", account.name);
    }

    // Page by page, and from where one stopped.
    let mut pages = client.sending_accounts().list().pages();
    if let Some(page) = pages.try_next().await? {
        println!("{} on the first page", page.data.len());
    }
    if let Some(later) = pages.next_request() {
        println!("{} behind it", later.clone().items().try_collect().await?.len());
    }
    Ok(())
}
