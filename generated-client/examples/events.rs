//! Events: a stream that reconnects behind the last event that was complete.

use generated_client::Client;
use std::time::Duration;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().bearer(std::env::var("SENDMUX_MAILBOX_KEY")?).build()?;

    let events = client.mailbox().stream_events().ping(30).await?;
    let mut events = events.silence(Duration::from_secs(75));
    while let Some(event) = events.try_next().await? {
        match event.data {
            Ok(event) => println!("{:?} from {:?}", event.event_type, event.sender),
            Err(newer) => println!("{} is newer than this program: {newer}", event.name),
        }
        println!("to go on from here: {:?}", events.last_event_id());
    }
    Ok(())
}
