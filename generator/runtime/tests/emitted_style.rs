//! The crate in `tests/emitted` is written as the compiler writes: this calls it as its user would.

use emitted::{
    Client, ErrorKind, Patch,
    types::{Attachment, Book, BookEdit, BookStatus, Empty, Part, Tree, Wear},
};

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn objects_read_and_write_their_fields() {
    let text = r#"{"id":"b1","title":"T","status":"on_shelf","reader":null,"pages":3}"#;
    let book: Book = serde_json::from_str(text).expect("a book");
    assert_eq!(book.status, BookStatus::OnShelf);
    assert_eq!(book.notes["pages"], 3);
    assert_eq!(serde_json::to_value(&book).expect("JSON"), json(text));
    let edit = BookEdit { reader: Patch::Null, code: Some("c".into()), ..Default::default() };
    let text = serde_json::to_string(&edit).expect("JSON");
    assert_eq!(text, r#"{"kind":"book","reader":null,"code":"c"}"#);
    assert!(!format!("{edit:?}").contains("\"c\""));
    assert_eq!(serde_json::from_str::<BookEdit>(&text).expect("an edit"), edit);
    assert_eq!(serde_json::to_string(&Empty {}).expect("JSON"), "{}");
}

#[test]
fn an_error_names_the_way_to_the_field() {
    let text = r#"{"data":[{"id":"b1","title":7,"status":"lent"}]}"#;
    let error = serde_json::from_str::<emitted::types::BookPage>(text).expect_err("no page");
    assert!(error.to_string().starts_with("`data`: `title`: invalid type: integer"), "{error}");
    assert_eq!((error.line(), error.column()), (1, 29));
}

#[test]
fn open_enums_keep_what_they_do_not_know() {
    assert_eq!(BookStatus::from("burnt"), BookStatus::Unknown("burnt".into()));
    assert_eq!(serde_json::from_str::<Wear>("9.0").expect("an integer"), Wear::Old);
    assert_eq!(serde_json::from_str::<Wear>("4").expect("an integer"), Wear::Unknown(4));
    assert!(serde_json::from_str::<Wear>("4.5").is_err());
}

#[test]
fn unions_find_their_variant() {
    for text in [
        r#"{"kind":"chapter","parts":[{"kind":"picture","url":"u"}]}"#,
        r#"{"parts":[],"kind":"chapter"}"#,
        r#"{"text":"plain"}"#,
        r#"{"kind":"song","length":3}"#,
    ] {
        let part: Part = serde_json::from_str(text).expect("a part");
        assert_eq!(serde_json::to_value(&part).expect("JSON"), json(text), "{part:?}");
        assert_eq!(matches!(part, Part::Unknown(_)), text.contains("song"));
    }
    let photo: Part = serde_json::from_str(r#"{"url":"u","kind":"photo"}"#).expect("a part");
    assert!(matches!(photo, Part::Picture(_)));
    let text = r#"[{"content":"c"},{"blob_id":"b","kind":"a","level":1},{"blob_id":"b"},3,true,null,[],2.5]"#;
    let all: Attachment = serde_json::from_str(text).expect("attachments");
    assert_eq!(serde_json::to_value(&all).expect("JSON"), json(text));
    let Attachment::Many(all) = all else { panic!("a list") };
    assert!(matches!(all[1], Attachment::Uploaded(_)));
    assert!(matches!(all[2], Attachment::Unknown(_)));
    assert!(matches!(all[5], Attachment::Flag(None)));
    assert!(matches!(all[7], Attachment::Unknown(_)));
    let tree: Tree = serde_json::from_str("[[],[[]]]").expect("a tree");
    assert_eq!(serde_json::to_string(&tree).expect("JSON"), "[[],[[]]]");
}

#[test]
fn a_client_is_built() {
    let client = Client::builder().bearer("t").base_url("http://127.0.0.1:1/p").build();
    assert!(client.is_ok());
    let error = Client::builder().base_url("http://example.com").build().expect_err("no https");
    assert_eq!(error.kind(), ErrorKind::Build);
}

#[test]
fn the_error_is_a_pointer_and_calls_may_move_between_threads() {
    assert_eq!(size_of::<emitted::Error>(), size_of::<usize>());
    fn moves<T: Send>(_: &T) {}
    fn is_shared<T: Send + Sync>(_: &T) {}
    let client = Client::builder().build().expect("a client");
    is_shared(&client);
    is_shared(&client.books().list());
    is_shared(&emitted::ETag::new("").expect_err("no tag"));
    moves(&client.books().get("b1").into_future());
    moves(&client.books().list().items());
}
