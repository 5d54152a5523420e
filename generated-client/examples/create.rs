//! Adds an SMTP account, once, however often this is run with the same reference.
//!
//! `SENDMUX_API_KEY=smx_root_… SMTP_PASSWORD=… cargo run --example create -- ticket-4711`

use generated_client::{
    Client,
    types::{ErrorCode, ProviderCreateBody, ProviderCreateBodySmtpProtocol},
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().bearer(std::env::var("SENDMUX_API_KEY")?).build()?;
    let reference = std::env::args().nth(1).ok_or("name a reference of your own")?;

    let account = ProviderCreateBody {
        percentage: Some(100),
        from_email: "billing@example.com".to_owned().into(),
        ..ProviderCreateBody::new(
            "Billing",
            "smtp.example.com",
            std::env::var("SMTP_PASSWORD")?,
            587,
            ProviderCreateBodySmtpProtocol::Starttls,
            "api-user",
        )
    };

    // With a key of one's own, the first result is given again for a day.
    match client.sending_accounts().create(&account).idempotency_key(&reference).await {
        Ok(created) => println!("{} is {:?}", created.data.id, created.data.status),
        Err(error) if error.code() == Some(&ErrorCode::IdempotencyConflict) => {
            println!("{reference} was used for another account");
        }
        Err(error) if error.may_have_been_sent() => {
            println!("nobody knows whether it was created; run this again: {error}");
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
