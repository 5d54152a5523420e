//! Tracing: a span for every request, by OpenTelemetry's conventions for HTTP clients.
//!
//! `SENDMUX_API_KEY=smx_root_… cargo run --features tracing --example tracing`

use generated_client::Client;
use tracing_subscriber::fmt::format::FmtSpan;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Any subscriber does; this one writes a line when a span ends. No secret is among its fields.
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::INFO)
        .with_span_events(FmtSpan::CLOSE)
        .init();
    let client = Client::builder().bearer(std::env::var("SENDMUX_API_KEY")?).build()?;

    let accounts = client.sending_accounts().list().limit(10).await?;
    println!("{} accounts", accounts.data.len());
    Ok(())
}
