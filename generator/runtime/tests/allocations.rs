//! What reading allocates: as deterministic as time is not.

use emitted::types::{BookEvent, Lent};
use serde::de::DeserializeOwned;

const MANY: usize = 100;

/// Allocations of reading a list of objects written like this one.
fn allocations<T: DeserializeOwned>(object: &str) -> u64 {
    let text = format!("[{}]", vec![object; MANY].join(","));
    let reading = || drop(serde_json::from_str::<Vec<T>>(&text).expect("a list"));
    allocation_counter::measure(reading).count_total
}

#[test]
fn a_union_with_its_tag_first_costs_what_its_variant_costs() {
    let union = allocations::<BookEvent>(r#"{"type":"lent","reader":"r"}"#);
    assert_eq!(union, allocations::<Lent>(r#"{"type":"lent","reader":"r"}"#));
}

#[test]
fn a_union_with_its_tag_last_costs_no_more_than_the_list_of_what_came_before() {
    let union = allocations::<BookEvent>(r#"{"reader":"r","type":"lent"}"#);
    let variant = allocations::<Lent>(r#"{"reader":"r","type":"lent"}"#);
    assert!(union <= variant + MANY as u64, "{union} where the variant takes {variant}");
}

#[test]
fn what_stands_before_the_tag_is_read_like_what_stands_behind_it() {
    let before =
        r#"{"note":"a\nb","reader":"r","status":"lent","other":[{"deep":1.5}],"type":"lent"}"#;
    let behind =
        r#"{"type":"lent","note":"a\nb","reader":"r","status":"lent","other":[{"deep":1.5}]}"#;
    let [before, behind] = [before, behind].map(|text| {
        match serde_json::from_str::<BookEvent>(text).expect("an event") {
            BookEvent::Lent(lent) => lent,
            other => panic!("{other:?}"),
        }
    });
    assert_eq!(before, behind);
    assert_eq!(before.note.as_deref(), Some("a\nb"));
    let null = r#"{"note":null,"reader":"r","type":"lent"}"#;
    let null = serde_json::from_str::<BookEvent>(null).expect("an event");
    assert!(matches!(null, BookEvent::Lent(lent) if lent.note.is_none()));
    let unknown = r#"{"n":1,"s":"t","l":[null,true],"type":"sold","z":-2}"#;
    let kept = serde_json::from_str::<BookEvent>(unknown).expect("an event");
    let expected = serde_json::from_str::<serde_json::Value>(unknown).expect("JSON");
    assert_eq!(kept, BookEvent::Unknown(expected));
}
