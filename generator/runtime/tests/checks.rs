//! Constraints of the document, wherever a value stands.

use emitted::{
    Client, ErrorKind, Patch, Secret,
    runtime::{
        Api, ClientBuilder, ErrorEnvelope, HeaderNames, Method, Mock, MockReply, Op, Request,
        check::Check,
    },
};
use std::collections::BTreeMap;

static API: Api = Api {
    title: "",
    version: "",
    user_agent: "",
    servers: &["https://checks.example"],
    security: &[],
    error: ErrorEnvelope::NONE,
    headers: HeaderNames::USUAL,
};
static OP: Op = Op::new("it", Method::Put, "/it");

#[derive(Clone)]
struct Row {
    size: i64,
}

emitted::runtime::checks! { Row { size: "size" range(1.0..=9.0) } }

/// A value that is checked wherever it can stand.
#[derive(Clone, Default)]
struct Shelf {
    name: String,
    code: Option<Secret>,
    tags: Vec<&'static str>,
    counts: BTreeMap<String, i64>,
    first: Option<Box<Row>>,
    rows: Vec<Row>,
    named: BTreeMap<String, Row>,
    last: Patch<Row>,
    either: Option<Either>,
}

emitted::runtime::checks! { Shelf {
    name: "name" length(0..=3),
    name: "name" pattern("^[a-z]*$"),
    code: "code" length(2..=u64::MAX),
    code: "code" pattern("^[0-9]*$"),
    tags: "tags" length(0..=2),
    tags: "tags" unique(),
    counts: "counts" length(0..=1),
    first: "first" inside(),
    rows: "rows" inside(),
    named: "named" inside(),
    last: "last" inside(),
    either: "either" inside(),
} }

/// Lists and maps whose items are constrained.
#[derive(Default)]
struct Boxes {
    tags: Option<Vec<String>>,
    grid: Vec<Vec<f64>>,
    limits: Patch<BTreeMap<String, Option<i64>>>,
    rest: BTreeMap<String, i64>,
}

emitted::runtime::checks! { Boxes {
    tags: "tags" each(length(1..=5)),
    tags: "tags" each(pattern("^[a-z]*$")),
    grid: "grid" each(unique()),
    grid: "grid" each(each(range((std::ops::Bound::Excluded(0.0), std::ops::Bound::Unbounded)))),
    limits: "limits" each(multiple(5.0)),
    rest: "" each(range(..=9.0)),
} }

struct Wrapped(Vec<Row>);

emitted::runtime::checks! { newtype Wrapped {} }

#[derive(Clone)]
enum Either {
    Row(Row),
    Nothing,
}

emitted::runtime::checks! { enum Either { Row } }

/// Returns what is found in a request.
async fn found(build: impl FnOnce(Request) -> Request) -> Option<String> {
    let mock = Mock::new();
    mock.on_id("it", MockReply::status(204));
    let client = ClientBuilder::new(&API).transport(mock.clone()).build().expect("a client");
    let outcome = build(client.request(&OP)).send_empty().await;
    assert_eq!(outcome.is_ok(), mock.requests().len() == 1);
    outcome.err().map(|error| {
        assert_eq!(error.kind(), ErrorKind::Invalid);
        error.message().to_owned()
    })
}

async fn inside<T: Check + ?Sized>(value: &T) -> Option<String> {
    found(|request| request.check(value)).await
}

fn row(size: i64) -> Row {
    Row { size }
}

#[tokio::test]
async fn a_finding_says_where_it_is() {
    let bad = |name: &str| Some(format!("`{name}` is 0, which is out of range"));
    assert_eq!(inside(&Shelf::default()).await, None);
    assert_eq!(inside(&row(0)).await, bad("size"));
    assert_eq!(inside(&[row(1), row(0)][..]).await, bad("[1].size"));
    assert_eq!(inside(&vec![row(0), row(1)]).await, bad("[0].size"));
    assert_eq!(inside(&vec![vec![row(1)], vec![row(1), row(0)]]).await, bad("[1][1].size"));
    assert_eq!(inside(&BTreeMap::from([("a".to_owned(), row(0))])).await, bad("a.size"));
    assert_eq!(inside(&Some(Box::new(row(0)))).await, bad("size"));
    assert_eq!(inside(&None::<Row>).await, None);
    let shelf = Shelf {
        first: Some(Box::new(row(0))),
        rows: vec![row(0), row(5), row(0)],
        named: [("a".to_owned(), row(0)), ("b".to_owned(), row(0))].into(),
        last: Patch::Value(row(0)),
        either: Some(Either::Row(row(0))),
        ..Shelf::default()
    };
    let places = [
        "first.size",
        "rows[0].size",
        "rows[2].size",
        "named.a.size",
        "named.b.size",
        "last.size",
        "either.size",
    ];
    let all = places.map(|place| bad(place).expect("a finding")).join("; ");
    assert_eq!(inside(&shelf).await, Some(all));
    let shelf = Shelf { last: Patch::Null, either: Some(Either::Nothing), ..Shelf::default() };
    assert_eq!(inside(&shelf).await, None);
}

#[tokio::test]
async fn lengths_are_of_characters_items_and_entries() {
    for (shelf, message) in [
        (
            Shelf { name: "äöü".into(), ..Shelf::default() },
            Some("`name` does not match `^[a-z]*$`"),
        ),
        (Shelf { name: "abc".into(), ..Shelf::default() }, None),
        (
            Shelf { name: "abcd".into(), ..Shelf::default() },
            Some("`name` has length 4, not 0 to 3"),
        ),
        (
            Shelf { code: Some("1".into()), ..Shelf::default() },
            Some("`code` has length 1, less than 2"),
        ),
        (Shelf { code: Some("12".into()), ..Shelf::default() }, None),
        (
            Shelf { code: Some("1x".into()), ..Shelf::default() },
            Some("`code` does not match `^[0-9]*$`"),
        ),
        (Shelf { tags: vec!["a", "b"], ..Shelf::default() }, None),
        (
            Shelf { tags: vec!["a", "a"], ..Shelf::default() },
            Some("`tags` has the same item again at 1"),
        ),
        (
            Shelf { tags: vec!["a", "b", "c"], ..Shelf::default() },
            Some("`tags` has length 3, not 0 to 2"),
        ),
        (Shelf { counts: [("a".to_owned(), 1)].into(), ..Shelf::default() }, None),
        (
            Shelf { counts: [("a".to_owned(), 1), ("b".to_owned(), 1)].into(), ..Shelf::default() },
            Some("`counts` has length 2, not 0 to 1"),
        ),
    ] {
        assert_eq!(inside(&shelf).await.as_deref(), message);
    }
    let short = "`q` has length 3, not 4 to 5";
    assert_eq!(found(|it| it.check_length("q", &"abc", 4..=5)).await.as_deref(), Some(short));
    assert_eq!(found(|it| it.check_length("q", "abc", 4..=5)).await.as_deref(), Some(short));
    assert_eq!(found(|it| it.check_length("q", "abc", 3..=3)).await, None);
    assert_eq!(found(|it| it.check_length("q", &None::<String>, 3..=3)).await, None);
    assert_eq!(found(|it| it.check_length("q", &Patch::<String>::Null, 3..=3)).await, None);
    let boxed = Some(Box::new("abcd".to_owned()));
    assert!(found(|it| it.check_length("q", &boxed, 3..=3)).await.is_some());
}

#[tokio::test]
async fn a_body_that_may_be_left_out_is_checked_where_it_is_there() {
    assert_eq!(found(|it| it.check_optional::<Row>(&None::<Row>)).await, None);
    assert_eq!(found(|it| it.check_optional::<Row>(&Some(row(1)))).await, None);
    assert!(found(|it| it.check_optional::<Row>(&Some(row(0)))).await.is_some());
    assert!(found(|it| it.check_optional::<Row>(&row(0))).await.is_some());
}

#[tokio::test]
async fn a_multiple_is_one_as_far_as_fractions_tell() {
    let multiple = async |value: f64, factor: f64| {
        found(|it| it.check_multiple("q", &value, factor)).await.is_none()
    };
    for number in (-300..300).chain(10_000_000..10_000_100) {
        // Most of these have no exact binary fraction.
        assert!(multiple(f64::from(number) / 100.0, 0.01).await, "{number}");
        assert!(!multiple((f64::from(number) + 0.5) / 100.0, 0.01).await, "{number}");
        assert!(!multiple((f64::from(number) + 0.1) / 100.0, 0.01).await, "{number}");
    }
    for (number, factor) in
        (10_000_000..10_000_100).flat_map(|it| [(it, 0.07), (it, 0.3), (it, 1.1)])
    {
        assert!(multiple(f64::from(number) * factor, factor).await, "{number} {factor}");
    }
    assert!(multiple(0.1 + 0.2 - 0.3, 0.1).await);
    assert!(multiple(4.0, 2.0).await && multiple(0.0, 2.0).await && !multiple(5.0, 2.0).await);
    let message = found(|it| it.check_multiple("q", &Some(7i64), 2.0)).await;
    assert_eq!(message.as_deref(), Some("`q` is 7, no multiple of 2"));
    assert_eq!(found(|it| it.check_multiple("q", &None::<i64>, 2.0)).await, None);
}

#[tokio::test]
async fn items_are_compared_up_to_a_thousand() {
    let numbered = |last: usize, length: usize| -> Vec<usize> {
        (0..length).map(|at| if at + 1 == length { last } else { at }).collect()
    };
    let found = async |items: Vec<usize>| found(|it| it.check_unique("q", &items)).await;
    let again = |at: usize| Some(format!("`q` has the same item again at {at}"));
    assert_eq!(found(vec![]).await, None);
    assert_eq!(found(vec![7]).await, None);
    assert_eq!(found(vec![7, 7]).await, again(1));
    assert_eq!(found(vec![1, 2, 3, 2, 1]).await, again(3));
    assert_eq!(found(numbered(0, 1_000)).await, again(999));
    assert_eq!(found(numbered(998, 1_000)).await, again(999));
    assert_eq!(found(numbered(999, 1_000)).await, None);
    assert_eq!(found(numbered(0, 1_001)).await, None);
}

#[tokio::test]
async fn patterns_are_matched_against_every_kind_of_text() {
    let digits = "^[0-9]+$";
    let message = Some("`q` does not match `^[0-9]+$`");
    for (text, message) in [("7", None), ("x", message)] {
        let (owned, secret) = (text.to_owned(), Secret::from(text));
        let some = Some(owned.clone());
        let patch = Patch::Value(owned.clone());
        assert_eq!(found(|it| it.check_pattern("q", text, digits)).await.as_deref(), message);
        assert_eq!(found(|it| it.check_pattern("q", &text, digits)).await.as_deref(), message);
        assert_eq!(found(|it| it.check_pattern("q", &owned, digits)).await.as_deref(), message);
        assert_eq!(found(|it| it.check_pattern("q", &secret, digits)).await.as_deref(), message);
        assert_eq!(found(|it| it.check_pattern("q", &some, digits)).await.as_deref(), message);
        assert_eq!(found(|it| it.check_pattern("q", &patch, digits)).await.as_deref(), message);
    }
    assert_eq!(found(|it| it.check_pattern("q", &None::<String>, digits)).await, None);
    assert_eq!(found(|it| it.check_pattern("q", &Patch::<String>::Null, digits)).await, None);
}

#[tokio::test]
async fn a_range_has_the_bounds_that_it_says() {
    for (value, is_found) in
        [(0.99, true), (1.0, false), (9.0, false), (9.01, true), (f64::NAN, true)]
    {
        assert_eq!(found(|it| it.check_range("q", &value, 1.0..=9.0)).await.is_some(), is_found);
    }
    assert!(found(|it| it.check_range("q", &9u8, 1.0..9.0)).await.is_some());
    assert!(found(|it| it.check_range("q", &Some(u64::MAX), ..9.0)).await.is_some());
    let client = Client::builder().transport(Mock::new()).checks(false).build().expect("a client");
    let request = client.request(&OP).check_range("q", &0, 1.0..).check(&row(0));
    let error = request.send_empty().await.expect_err("nobody answers");
    assert_eq!(error.kind(), ErrorKind::Build, "it was sent");
}

#[tokio::test]
async fn every_item_and_value_is_checked_and_named_by_its_place() {
    let fine = Boxes {
        tags: Some(vec!["a".to_owned(), "bcdef".to_owned()]),
        grid: vec![vec![], vec![0.1, 2.0]],
        limits: Patch::Value(BTreeMap::from([
            ("cpu".to_owned(), Some(5)),
            ("no".to_owned(), None),
        ])),
        rest: BTreeMap::from([("x".to_owned(), 9)]),
    };
    assert_eq!(inside(&fine).await, None);
    assert_eq!(inside(&Boxes::default()).await, None);
    let wrong = Boxes {
        tags: Some(vec!["a".to_owned(), "B".to_owned(), String::new()]),
        grid: vec![vec![1.0], vec![0.5, 0.0, 0.5]],
        limits: Patch::Value(BTreeMap::from([("cpu".to_owned(), Some(7))])),
        rest: BTreeMap::from([("x".to_owned(), 10)]),
    };
    let expected = [
        "`tags[2]` has length 0, not 1 to 5",
        "`tags[1]` does not match `^[a-z]*$`",
        "`grid[1]` has the same item again at 2",
        "`grid[1][1]` is 0, which is out of range",
        "`limits.cpu` is 7, no multiple of 5",
        "`x` is 10, which is out of range",
    ];
    assert_eq!(inside(&wrong).await, Some(expected.join("; ")));
    let wrapped = inside(&Wrapped(vec![row(1), row(0)])).await;
    assert_eq!(wrapped.as_deref(), Some("`[1].size` is 0, which is out of range"));
}

#[tokio::test]
async fn the_items_of_arguments_are_checked() {
    let tags = ["a", "toolong"];
    let told = found(|request| {
        request.check_each("tags", &tags[..], emitted::runtime::checks!(each length(1..=5)))
    })
    .await;
    assert_eq!(told.as_deref(), Some("`tags[1]` has length 7, not 1 to 5"));
    let body = Some(vec![1_i64, -1]);
    let told = found(|request| {
        request.check_each("", &body.as_ref(), emitted::runtime::checks!(each range(0.0..)))
    })
    .await;
    assert_eq!(told.as_deref(), Some("`[1]` is -1, which is out of range"));
}
