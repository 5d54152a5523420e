//! Lists: items across pages, pages one by one.

use super::{client, page};
use generated_client::{Error, ErrorKind, runtime::Mock};

#[tokio::test]
async fn items_come_from_every_page() -> Result<(), Error> {
    let mock = Mock::new();
    mock.on_id("managementListProviders", page(&["dprov_1", "dprov_2"], Some("next")))
        .on_id("managementListProviders", page(&["dprov_3"], None));
    let mut accounts = client(&mock).sending_accounts().list().limit(2).items();
    let mut ids = Vec::new();
    while let Some(account) = accounts.try_next().await? {
        ids.push(account.id);
    }
    assert_eq!(ids, ["dprov_1", "dprov_2", "dprov_3"]);
    let expected = [("limit".into(), "2".into()), ("cursor".into(), "next".into())];
    assert_eq!(mock.requests()[1].query(), expected);
    Ok(())
}

#[tokio::test]
async fn one_goes_on_later_from_a_page() -> Result<(), Error> {
    let mock = Mock::new();
    mock.on_id("managementListProviders", page(&["dprov_1"], Some("next")))
        .on_id("managementListProviders", page(&["dprov_2"], None));
    let mut pages = client(&mock).sending_accounts().list().pages();
    pages.try_next().await?.expect("the first page");
    let later = pages.next_request().cloned().expect("there are more");
    assert_eq!(later.items().try_collect().await?[0].id, "dprov_2");
    Ok(())
}

#[tokio::test]
async fn a_list_that_leads_back_ends_with_an_error() -> Result<(), Error> {
    let mock = Mock::new();
    mock.on_id("managementListProviders", page(&["dprov_1"], Some("again")));
    let mut accounts = client(&mock).sending_accounts().list().items().prefetch();
    for _ in 0..2 {
        accounts.try_next().await?.expect("what came is given");
    }
    let error = accounts.try_next().await.expect_err("the same cursor again");
    assert_eq!(error.kind(), ErrorKind::Pagination);
    Ok(())
}
