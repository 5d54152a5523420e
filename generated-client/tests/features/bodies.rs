//! Files: up and down in chunks, with their progress.

use super::{client, one};
use generated_client::{
    Body, Error,
    runtime::{Mock, MockReply},
};
use serde_json::json;
use std::sync::{Arc, Mutex};

#[tokio::test]
async fn an_upload_tells_how_far_it_is() -> Result<(), Error> {
    let mock = Mock::new();
    let result = json!({
        "blob_id": "blob_1", "content_type": "text/plain", "filename": "a.txt", "size_bytes": 150_000,
    });
    mock.on_id("mailboxUploadAttachment", one(result));
    let told = Arc::new(Mutex::new(Vec::new()));
    let all = told.clone();
    let body = Body::from(vec![b'x'; 150_000])
        .on_progress(move |sent| all.lock().expect("no panic").push(sent));
    let blob = client(&mock).mailbox().upload_attachment("a.txt").body(body).await?;
    assert_eq!(blob.data.blob_id, "blob_1");
    assert_eq!(*told.lock().expect("no panic"), [65_536, 131_072, 150_000]);
    assert_eq!(mock.requests()[0].body.len(), 150_000);
    Ok(())
}

#[tokio::test]
async fn a_download_tells_how_far_it_is_and_goes_on_where_it_broke_off() -> Result<(), Error> {
    let mock = Mock::new();
    let start = MockReply::status(200).header("etag", "\"1\"").header("content-length", "6");
    let rest = MockReply::status(206).header("content-range", "bytes 3-5/6").chunk("def");
    mock.on_id("mailboxGetMessageAttachment", start.chunk("abc").cut())
        .on_id("mailboxGetMessageAttachment", rest);
    let download = client(&mock).mailbox().message_attachment("msg_1", "att_1").download().await?;
    let (tell, progress) = std::sync::mpsc::channel();
    let mut download = download.on_progress(move |got, total| {
        tell.send((got, total)).expect("somebody listens");
    });
    let mut file = Vec::new();
    assert_eq!(download.write_to(&mut file).await?, 6);
    let told: Vec<_> = progress.try_iter().collect();
    assert_eq!((&*file, &*told), (&b"abcdef"[..], &[(3, Some(6)), (6, Some(6))][..]));
    assert_eq!(mock.requests()[1].header("range"), Some("bytes=3-5"));
    assert_eq!(mock.requests()[1].header("if-range"), Some("\"1\""));
    Ok(())
}
