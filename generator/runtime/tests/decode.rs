//! What servers write and JSON allows, read as the types have it.

use emitted::{
    runtime::codec::from_slice,
    types::{Attachment, Book, Part, Picture, Plain, Wear},
};
use serde_json::json;

fn read<T: serde::de::DeserializeOwned>(value: serde_json::Value) -> serde_json::Result<T> {
    from_slice(value.to_string().as_bytes())
}

#[test]
fn an_integer_may_be_written_with_a_fraction_of_zero() {
    let book = json!({"id": "b", "title": "t", "status": "lent", "reader": null, "pages": 7.0});
    let book: Book = read(book).expect("a book");
    assert_eq!(book.notes["pages"], 7);
    assert_eq!(
        read::<Vec<Wear>>(json!([9.0, -1e3])).expect("wear"),
        [Wear::Old, Wear::Unknown(-1000)]
    );
    assert_eq!(read::<Attachment>(json!(3.0)).expect("a union"), Attachment::Number(3));
    let many = Attachment::Many(vec![Attachment::Number(1), Attachment::Number(2)]);
    assert_eq!(read::<Attachment>(json!([1.0, 2.0])).expect("a union"), many);
}

#[test]
fn an_integer_with_a_fraction_of_zero_may_be_as_large_as_one_without() {
    let (least, past) = (-9_223_372_036_854_775_808.0, 18_446_744_073_709_551_616.0);
    // The largest doubles that are smaller.
    let (of_i64, of_u64) = (9_223_372_036_854_774_784.0, 18_446_744_073_709_549_568.0);
    for number in [0.0, -0.0, 1.0, -1.0, least, of_i64, -of_i64, least / 2.0] {
        let as_is = number as i64;
        assert_eq!(read::<i64>(json!(number)).expect("an integer"), as_is, "{number}");
        assert_eq!(read::<Vec<Vec<i64>>>(json!([[number]])).expect("integers"), [[as_is]]);
    }
    for number in [0.0, 1.0, of_i64, of_u64, -least, past / 4.0] {
        assert_eq!(read::<u64>(json!(number)).expect("an integer"), number as u64, "{number}");
    }
    for number in [least * 2.0, past, past * 2.0, 0.5, -0.5] {
        read::<i64>(json!(number)).expect_err("no integer");
        read::<u64>(json!(number)).expect_err("no integer");
        let wear = read::<Wear>(json!(number));
        assert!(wear.is_err(), "{number} {wear:?}");
    }
    read::<u64>(json!(-1.0)).expect_err("a negative one");
    assert_eq!(read::<Wear>(json!(of_i64)).expect("wear"), Wear::Unknown(of_i64 as i64));
    assert_eq!(read::<Wear>(json!(least)).expect("wear"), Wear::Unknown(i64::MIN));
    read::<Wear>(json!(-least)).expect_err("one too many");
    // Beside one, other things are what they are; the first error is told.
    let error = read::<Vec<u8>>(json!([1.0, "x"])).expect_err("a text").to_string();
    assert!(error.contains("floating point"), "{error}");
    assert_eq!(read::<Vec<f64>>(json!([1.0, 0.5])).expect("numbers"), [1.0, 0.5]);
    let object =
        json!({"id": "b", "title": "t", "status": "lent", "reader": null, "a": 1.0, "b": 2});
    let book: Book = read(object).expect("a book");
    assert_eq!((book.notes["a"], book.notes["b"]), (1, 2));
}

#[test]
fn a_map_keeps_what_has_its_type() {
    use std::collections::BTreeMap;

    #[derive(Debug)]
    struct Open {
        id: i64,
        rest: BTreeMap<String, i64>,
    }

    emitted::runtime::object! { read Open { required id: "id", .. [matching] rest, } }
    let open: Open = read(json!({"id": 1, "a": 2, "b": "x", "c": 3.0, "d": null})).expect("one");
    let rest = [("a".to_owned(), 2), ("c".to_owned(), 3)];
    assert_eq!((open.id, open.rest), (1, rest.into()));
}

#[test]
fn other_fractions_are_no_integers() {
    for number in [json!(7.5), json!(1e20), json!(18_446_744_073_709_551_616.0)] {
        let error = read::<i64>(number).expect_err("no integer").to_string();
        assert!(error.starts_with("invalid type: floating point"), "{error}");
    }
    assert_eq!(read::<Vec<f64>>(json!([7.0, 7])).expect("numbers"), [7.0, 7.0]);
}

#[test]
fn a_union_is_told_apart_by_its_tag_or_by_its_keys_where_there_is_none() {
    let picture = || Part::Picture(Box::new(Picture { url: "u".to_owned() }));
    let part = |value| read::<Part>(value).expect("a union reads any object");
    assert_eq!(part(json!({"url": "u"})), picture());
    assert_eq!(part(json!({"kind": null, "url": "u"})), picture());
    let plain = Part::Plain(Plain { text: "t".to_owned() });
    assert_eq!(part(json!({"url": "u", "text": "t"})), plain, "by its guard no picture");
    let newer = json!({"kind": "newer", "url": "u"});
    assert_eq!(part(newer.clone()), Part::Unknown(newer), "a tag that is there counts");
    for tag in [json!("photo"), json!(-3), json!(-3.0), json!(true)] {
        assert_eq!(part(json!({"kind": tag, "url": "u"})), picture(), "{tag}");
        assert_eq!(part(json!({"url": "u", "kind": tag})), picture(), "{tag}");
    }
    for tag in [json!("-3"), json!(3), json!(-3.5), json!(false), json!("true"), json!([])] {
        let newer = json!({"kind": tag, "url": "u"});
        assert_eq!(part(newer.clone()), Part::Unknown(newer), "{tag} is there, and no tag");
    }
    assert_eq!(part(json!({"url": 1})), Part::Unknown(json!({"url": 1})));
    let written = serde_json::to_value(picture()).expect("it is written");
    assert_eq!(written, json!({"kind": "picture", "url": "u"}));
}
