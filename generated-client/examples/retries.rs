//! Retries and time limits, for all calls of a client and for one.

use generated_client::{Client, RetryPolicy};
use std::time::{Duration, Instant};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Waits between attempts are random, up to a bound that doubles from `base` to `cap`. What the
    // server asks for with `Retry-After` is waited, unless that is longer than the caller would.
    let policy = RetryPolicy::attempts(5)
        .base(Duration::from_millis(200))
        .cap(Duration::from_secs(5))
        .longest_retry_after(Duration::from_secs(20));
    let client = Client::builder()
        .bearer(std::env::var("SENDMUX_API_KEY")?)
        .timeout(Duration::from_secs(60))
        .attempt_timeout(Duration::from_secs(10))
        .connect_timeout(Duration::from_secs(3))
        .retry(policy)
        .build()?;

    // One call can have its own; a deadline also holds for the pages that follow.
    let deadline = Instant::now() + Duration::from_secs(30);
    let mut accounts = client.sending_accounts().list().deadline(deadline).items();
    while let Some(account) = accounts.try_next().await? {
        println!("{}", account.name);
    }

    match client.sending_accounts().list().retry(RetryPolicy::off()).await {
        Ok(page) => println!("{} accounts, after {:?}", page.data.len(), page.elapsed()),
        Err(error) => println!("not now; worth another try: {}", error.is_retryable()),
    }
    Ok(())
}
