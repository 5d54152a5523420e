//! What the client's README shows compiles: every block of it stands here word for word.

use std::fs;

use tests::document::repository;

#[test]
fn every_block_of_the_readme_stands_here() {
    let readme = fs::read_to_string(repository().join("generated-client/README.md"));
    let readme = readme.expect("the client has a README");
    let here = dense(include_str!("readme.rs"));
    let blocks: Vec<&str> = readme.split("```rust\n").skip(1).collect();
    assert!(blocks.len() > 5, "the README shows little");
    for block in blocks {
        let block = block.split("```").next().unwrap_or_default();
        assert!(here.contains(&dense(block)), "the README shows what is not here:\n{block}");
    }
}

/// A text without the white space that formatting chooses.
fn dense(text: &str) -> String {
    text.split_whitespace().collect()
}

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Nothing is called: that it compiles is the test.
#[test]
fn every_block_compiles() {
    let _ =
        (first_call, requests, lists, patches, versions, own_key, policies, errors, files, events);
    let _ = (times, webhooks, mocks);
}

async fn first_call() -> Outcome {
    use generated_client::Client;

    let client = Client::builder().bearer(std::env::var("SENDMUX_API_KEY")?).build()?;
    let account = client.sending_accounts().activate("dprov_c1x9k2m7q4").await?;
    println!("{} is {:?}", account.data.name, account.data.status);
    Ok(())
}

async fn requests(client: generated_client::Client) -> Outcome {
    let accounts = client.sending_accounts().list().limit(20).await?;
    for account in &accounts.data {
        println!("{}", account.name);
    }
    println!("request {:?}", accounts.request_id());
    Ok(())
}

async fn lists(client: generated_client::Client) -> Outcome {
    let mut accounts = client.sending_accounts().list().limit(50).items();
    while let Some(account) = accounts.try_next().await? {
        println!("{}", account.name);
    }
    Ok(())
}

async fn patches(client: generated_client::Client) -> Outcome {
    use generated_client::{Patch, types::ProviderUpdateBody};

    let edit = ProviderUpdateBody {
        name: Some("Billing".into()),
        from_email: Patch::Null,
        ..Default::default()
    };
    client.sending_accounts().update("dprov_c1x9k2m7q4", &edit).await?;
    Ok(())
}

fn times(account: generated_client::types::ProviderItem) {
    let age = account.created_at.to_system_time().and_then(|created| created.elapsed().ok());
    println!("{} is {age:?} old", account.created_at);
}

async fn versions(
    client: generated_client::Client,
    edit: generated_client::types::ProviderUpdateBody,
) -> Outcome {
    use generated_client::{Conditional, ErrorKind};

    let account = client.sending_accounts().get("dprov_c1x9k2m7q4").await?;
    let version = account.etag().ok_or("no version")?;

    match client.sending_accounts().get("dprov_c1x9k2m7q4").if_none_match(&version).await? {
        Conditional::Modified(account) => println!("{}", account.data.name),
        Conditional::NotModified => println!("unchanged"),
    }

    match client.sending_accounts().update("dprov_c1x9k2m7q4", &edit).if_match(&version).await {
        Err(error) if error.kind() == ErrorKind::LostUpdate => println!("read it again"),
        other => drop(other?),
    }
    Ok(())
}

async fn own_key(
    client: generated_client::Client,
    account: generated_client::types::ProviderCreateBody,
) -> Outcome {
    let created = client.sending_accounts().create(&account).idempotency_key("ticket-4711").await?;
    drop(created);
    Ok(())
}

async fn policies() -> Outcome {
    use generated_client::{Client, RetryPolicy};
    use std::time::Duration;

    let client = Client::builder()
        .bearer("smx_root_…")
        .timeout(Duration::from_secs(20))
        .retry(RetryPolicy::attempts(5))
        .build()?;
    let quick = client.sending_accounts().list().timeout(Duration::from_secs(2));
    quick.retry(RetryPolicy::off()).await?;
    Ok(())
}

async fn errors(client: generated_client::Client) -> Outcome {
    use generated_client::types::ErrorCode;

    match client.sending_accounts().get("dprov_c1x9k2m7q4").await {
        Ok(account) => println!("{}", account.data.name),
        Err(error) if error.code() == Some(&ErrorCode::NotFound) => println!("there is none"),
        Err(error) => {
            // managementGetProvider: 403 insufficient_permissions: … (request req_…)
            println!("{error}");
            println!("{:?} after {} attempts", error.kind(), error.attempts());
            println!("worth another try later: {}", error.is_retryable());
            println!("the server may have acted: {}", error.may_have_been_sent());
            println!(
                "{:?}",
                error.api_error().and_then(|envelope| envelope.error.param.as_deref())
            );
        }
    }
    Ok(())
}

async fn files(client: generated_client::Client) -> Outcome {
    let mut download = client.mailbox().message_attachment("msg_4f2a", "att_1").download().await?;
    let bytes = download.save("report.pdf").await?;
    println!("{bytes} bytes");

    let start = client.mailbox().message_attachment("msg_4f2a", "att_1").range(..1024).await?;
    println!("the first {} bytes", start.len());

    let blob = client.mailbox().upload_attachment("report.pdf").body("the bytes").await?;
    println!("{}", blob.data.blob_id);
    Ok(())
}

async fn events(client: generated_client::Client) -> Outcome {
    let mut events = client.mailbox().stream_events().await?;
    while let Some(event) = events.try_next().await? {
        match event.data {
            Ok(event) => println!("{:?} from {:?}", event.event_type, event.sender),
            Err(newer) => println!("{}: {newer}", event.name),
        }
    }
    Ok(())
}

fn webhooks(headers: http::HeaderMap, body: Vec<u8>) -> Outcome {
    let webhooks = generated_client::webhooks().secret(std::env::var("SENDMUX_WEBHOOK_SECRET")?);
    let delivery = webhooks.verify(&headers, &body)?;
    if !delivery.is_repeated {
        println!("{:?}", delivery.event.r#type);
    }
    Ok(())
}

async fn mocks(
    refused: generated_client::types::ApiError,
    activated: generated_client::types::ProviderItemResponse,
) -> Outcome {
    use generated_client::Client;
    use generated_client::resources::sending_accounts::{
        ActivateProvider, DeleteProvider, GetProvider,
    };
    use generated_client::runtime::{Fault, Mock, MockReply};
    use generated_client::types::{ProviderItem, ProviderItemResponse};

    let mock = Mock::new();
    let account = ProviderItem { id: "dprov_1".into(), ..Default::default() };
    mock.on::<GetProvider>().answer(ProviderItemResponse { data: account, ..Default::default() });
    mock.on::<DeleteProvider>().fail(404, &refused); // an `ApiError`
    mock.on::<ActivateProvider>().script([
        MockReply::fault(Fault::Reset), // sent, and nobody knows what came of it
        MockReply::answer(activated).header("etag", "\"2\""),
    ]);
    let client = Client::builder().bearer("test").transport(mock.clone()).build()?;

    // The code under test runs; here it is one call.
    client.sending_accounts().activate("dprov_1").await?;

    let calls = mock.calls::<ActivateProvider>();
    assert_eq!(calls[0].idempotency_key(), calls[1].idempotency_key()); // two attempts of one call
    assert_eq!(calls[0].path_value::<String>("public_id")?, "dprov_1");
    mock.assert_done(); // no script has anything left, no call came unexpected
    Ok(())
}
