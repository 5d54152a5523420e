//! Errors: what went wrong, whether it passes, and whether the server may have acted.

use generated_client::{Client, ErrorKind, types::ErrorCode};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().bearer(std::env::var("SENDMUX_API_KEY")?).build()?;

    let Err(error) = client.sending_accounts().activate("dprov_c1x9k2m7q4").await else {
        return Ok(());
    };
    match (error.kind(), error.code()) {
        (ErrorKind::Status, Some(ErrorCode::NotFound)) => println!("there is none"),
        (ErrorKind::Connect | ErrorKind::Timeout, _) => println!("the server is out of reach"),
        (ErrorKind::Invalid, _) => println!("nothing was sent: {error}"),
        _ => println!("{error}"),
    }
    // A call whose outcome is unknown can be resumed, now or by another process.
    if error.may_have_been_sent()
        && let Some(key) = error.idempotency_key()
    {
        client.sending_accounts().activate("dprov_c1x9k2m7q4").idempotency_key(key).await?;
    }
    Ok(())
}
