//! A secret shows in no public type: neither as it is nor in a panic, whatever it was put into.

use emitted::{
    Client, Patch, Secret,
    resources::{ScanBook, UpdateBook},
    runtime::{
        Body, Conditional, Credential, Environment, ErrorKind, Fault, FilePart, Header, JsonLines,
        Method, Mock, MockReply, Multipart, Op, Operation, Parameter, RetryPolicy, System,
        Transport, TransportError, WaitEach, WebhookScheme, Webhooks,
    },
    types::BookEdit,
};
use std::{collections::BTreeSet, error::Error as _, fmt::Debug};

const KEY: &str = "canary-secret-0123456789";

/// Public names that hold nothing of a call: traits, aliases, plain constants of the table.
const WITHOUT: &[&str] = &[
    "AnyEnvelope",
    "Api",
    "ByStatus",
    "Case",
    "Chunks",
    "CredentialProvider",
    "DecodeEnvelope",
    "Environment",
    "ErrorEnvelope",
    "FieldEncoding",
    "HeaderKey",
    "HeaderNames",
    "IntoBody",
    "Json",
    "MockAnswer",
    "MockByStatus",
    "MockOperation",
    "Operation",
    "Paginated",
    "Place",
    "Providing",
    "Result",
    "SecurityKind",
    "SecurityScheme",
    "Sending",
    "Sleep",
    "Style",
    "Transport",
    "Upload",
    "Wait",
    "WaitEach",
];

/// The names that the runtime makes public.
fn names() -> BTreeSet<&'static str> {
    let source = include_str!("../src/runtime/mod.rs");
    let items = source.split("pub use ").skip(1).filter_map(|item| item.split(';').next());
    let items = items.filter(|item| !item.contains("crate::"));
    let words = items.flat_map(|item| item.split(|it: char| !it.is_alphanumeric() && it != '_'));
    words.filter(|word| word.starts_with(char::is_uppercase) && *word != "Value").collect()
}

/// What was shown, by the name of the type.
#[derive(Debug, Default)]
struct Shown(Vec<(&'static str, String)>);

impl Shown {
    fn add(&mut self, name: &'static str, value: &impl Debug) {
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            panic!("{value:#?}");
        }));
        let panicked = panicked.expect_err("a panic");
        let said = panicked.downcast_ref::<String>().cloned().unwrap_or_default();
        self.0.push((name, format!("{value:?} {said}")));
    }
}

fn edit() -> BookEdit {
    BookEdit { title: Some("T".into()), reader: Patch::Null, code: Some(KEY.into()) }
}

/// A mock whose answers repeat the secret wherever they can.
fn echo() -> Mock {
    let mock = Mock::new();
    let reply = |status: u16, text: &str| {
        MockReply::status(status)
            .header("x-echo", KEY)
            .header("etag", "\"1\"")
            .chunk(text.to_owned())
    };
    let book = r#"{"id":"b1","title":"T","status":"lent","reader":null,"more":{"KEY":1}}"#;
    let event = |data: &str| reply(200, data).header("content-type", "text/event-stream");
    mock.on_id("getBook", reply(200, r#"{"id":"b1","title":"T","status":"lent","reader":null}"#))
        .on_id("getBook", reply(200, &book.replace("KEY", KEY)))
        .on_id(
            "updateBook",
            reply(403, &format!(r#"{{"error":{{"code":"{KEY}","message":"{KEY}"}}}}"#)),
        )
        .on_id("listBooks", reply(200, r#"{"data":[]}"#))
        .on_id("bookContent", reply(200, KEY))
        .on_id("exportBooks", reply(200, KEY))
        .on_id("bookEvents", event(&format!("id: 1\ndata: {KEY}\n\n")));
    mock
}

async fn show_all() -> Shown {
    let mut shown = Shown::default();
    let mock = echo();
    let builder = Client::builder()
        .bearer(KEY)
        .header("authorization", KEY)
        .transport(mock.clone())
        .retry(RetryPolicy::off());
    shown.add("ClientBuilder", &builder);
    let client = builder.build().expect("a client");
    shown.add("Client", &client);
    let request = client.books().update("b1", edit());
    shown.add("Request", request.request());
    shown.add("Request", &request);
    let call = request.into_future();
    shown.add("Call", &call);
    let error = call.await.expect_err("refused");
    shown.add("Error", &error);
    shown.add("Error", &(error.to_string(), error.message().to_owned(), error.source().is_none()));
    shown.add("Error", &(error.headers(), error.raw_body(), error.code_text()));
    shown.add("ErrorKind", &error.kind());
    let response = client.books().get("b1").await.expect("a book");
    shown.add("Response", &response);
    shown.add("ETag", &response.etag());
    shown.add("RateLimit", &response.rate_limit());
    shown.add("Conditional", &Conditional::Modified(response.map(|_| Secret::new(KEY))));
    let undecodable = client.books().get("b1").await.expect_err("another type");
    shown.add("Error", &undecodable);
    let download = client.books().content("b1").await.expect("a download");
    shown.add("Download", &download);
    let mut events = client.books().events().await.expect("events").reconnect(false);
    shown.add("EventStream", &events);
    let event = events.try_next().await.expect("an event").expect("an event");
    shown.add("Event", &event);
    let lines = client.books().export().await.expect("lines");
    shown.add("Lines", &lines);
    let mut items = client.books().list().filter(&edit()).items();
    shown.add("Items", &items);
    drop(items.try_next().await);
    shown.add("Items", &items);
    shown.add("Pages", &client.books().list().filter(&edit()).pages());
    shown.add("Waiting", &client.books().list().filter(&edit()).items().wait_each());
    shown.add("Mock", &mock);
    for request in mock.requests() {
        shown.add("MockRequest", &request);
    }
    for call in mock.calls::<UpdateBook>() {
        shown.add("MockCall", &call);
        shown.add("MockCall", &call.body().expect("an edit"));
    }
    mock.on_id("scanBook", MockReply::fault(Fault::Refused));
    drop(client.books().scan(KEY).title(KEY).await);
    let scans = mock.calls::<ScanBook>();
    scans[0].body().expect("parts").iter().for_each(|part| shown.add("MockPart", part));
    shown.add("MockReply", &MockReply::<()>::status(200).header("x-key", KEY).chunk(KEY));
    shown.add("MockRule", &mock.on::<ScanBook>());
    mock.on::<ScanBook>().answer(KEY.to_owned());
    mock.on::<ScanBook>().respond(|_| MockReply::answer(KEY.to_owned()));
    shown.add("Fault", &Fault::Reset);
    shown.add("Mock", &mock);
    show_values(&mut shown);
    shown
}

fn show_values(shown: &mut Shown) {
    static OP: Op = Op::new("op", Method::Post, "/op");
    static SCHEME: WebhookScheme =
        WebhookScheme { signature: "x", prefix: "", event_id: Some("x-id"), id: &[] };

    shown.add("Body", &Body::from(KEY));
    shown.add("Body", &Body::from(KEY).on_progress(drop));
    shown.add("Credential", &Credential::Token(KEY.into()));
    shown.add("Credential", &Credential::Basic { user: "u".into(), password: KEY.into() });
    shown.add("FilePart", &FilePart::from(KEY));
    shown.add("Header", &Header::<Secret>::simple("x-key"));
    shown.add("JsonLines", &JsonLines::from([Secret::new(KEY)]));
    shown.add("JsonLines", &JsonLines::<Secret>::from(Body::from(KEY)));
    shown.add("Multipart", &Multipart::default().text("key", KEY).encoded("k", "a/b", KEY));
    shown.add("Patch", &Patch::Value(Secret::new(KEY)));
    shown.add("Secret", &Secret::new(KEY));
    shown.add("System", &(System, System.today().elapsed().is_ok()));
    shown.add("RetryPolicy", &RetryPolicy::default());
    shown.add("Redirects", &emitted::runtime::Redirects::default());
    shown.add("Op", &OP);
    shown.add("Method", &OP.method());
    shown.add("Parameter", &Parameter::query("key"));
    shown.add("TransportError", &TransportError::connect("no"));
    shown.add("WebhookScheme", &SCHEME);
    let webhooks: Webhooks<emitted::types::Lent> = Webhooks::new(&SCHEME).secret(KEY);
    shown.add("Webhooks", &webhooks);
    let refused = webhooks.verify(&http::HeaderMap::new(), KEY.as_bytes()).expect_err("unsigned");
    assert_eq!(refused.kind(), ErrorKind::Signature);
    shown.add("Error", &refused);
}

/// Shows what a transport is given.
#[derive(Debug)]
struct Watching(std::sync::Arc<std::sync::Mutex<Shown>>);

impl Transport for Watching {
    fn send(&self, request: http::Request<Body>) -> emitted::runtime::Sending {
        let mut shown = self.0.lock().expect("no panic");
        shown.add("Attempt", &request.extensions());
        shown.add("Attempt", &request);
        Box::pin(async { Err(TransportError::broken("broken")) })
    }
}

#[tokio::test]
async fn a_secret_shows_in_no_public_type() {
    std::panic::set_hook(Box::new(|_| {}));
    let mut shown = show_all().await;
    let given = std::sync::Arc::default();
    let client = Client::builder().bearer(KEY).transport(Watching(std::sync::Arc::clone(&given)));
    let client = client.build().expect("a client");
    client.books().update("b1", edit()).await.expect_err("broken");
    shown.0.append(&mut given.lock().expect("no panic").0);
    drop(std::panic::take_hook());
    let mut seen: BTreeSet<&str> = shown.0.iter().map(|(name, _)| *name).collect();
    seen.extend(WITHOUT);
    // Shown with their events elsewhere; both derive from what they hold.
    seen.extend(["Delivery", "Payload"]);
    assert_eq!(seen, names(), "a public type that is not looked at, or one that is no more");
    for (name, text) in &shown.0 {
        assert!(!text.contains(KEY), "{name}: {text}");
    }
    assert!(shown.0.len() > 45, "{}", shown.0.len());
}
