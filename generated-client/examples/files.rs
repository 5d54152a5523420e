//! Files: uploads and downloads in chunks, with their progress.

use generated_client::{Body, Client};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().bearer(std::env::var("SENDMUX_MAILBOX_KEY")?).build()?;

    let file = Body::file("report.pdf").await?.on_progress(|sent| println!("{sent} bytes sent"));
    let blob = client.mailbox().upload_attachment("report.pdf").body(file).await?;
    println!("{}", blob.data.blob_id);

    // A download that breaks off goes on where it did, if the file is still the same.
    let download = client.mailbox().message_attachment("msg_4f2a", "att_1").download().await?;
    let mut download = download.on_progress(|got, total| println!("{got} of {total:?} bytes"));
    println!("{} bytes written", download.save("copy.pdf").await?);
    Ok(())
}
