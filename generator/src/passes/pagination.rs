//! Lists that come in pages, recognised by their parameters and the shape of their response.

use super::find::{find, is_flag, is_text, resolved};
use crate::diag::Diagnostics;
use crate::ir::{
    Api, Field, Format, Integer, NextPage, Operation, Pagination, Parameter, Place, Prim, Ty,
};

/// Query parameters that take a cursor.
const CURSORS: [&str; 14] = [
    "cursor",
    "page_token",
    "pageToken",
    "next_token",
    "nextToken",
    "continuation_token",
    "continuationToken",
    "after",
    "next_cursor",
    "nextCursor",
    "start_cursor",
    "marker",
    "page_cursor",
    "continue",
];

/// Fields that carry the cursor of the next page.
const NEXT_CURSORS: [&str; 14] = [
    "next_cursor",
    "nextCursor",
    "next_page_token",
    "nextPageToken",
    "next_token",
    "nextToken",
    "continuation_token",
    "continuationToken",
    "next_marker",
    "end_cursor",
    "endCursor",
    "next-page-token",
    "continue",
    "after",
];

/// Fields that say whether there is more.
const MORE: [&str; 6] =
    ["has_more", "hasMore", "has_next", "hasNext", "has_next_page", "hasNextPage"];

const OFFSETS: [&str; 3] = ["offset", "skip", "start"];
const LIMITS: [&str; 6] = ["limit", "per_page", "page_size", "pageSize", "perPage", "count"];
const PAGES: [&str; 4] = ["page", "page_number", "pageNumber", "page_no"];
const NEXT_URLS: [&str; 4] = ["next", "next_url", "next_page_url", "nextUrl"];

/// Names of lists of items, best first.
const ITEMS: [&str; 10] = [
    "data", "items", "results", "records", "entries", "values", "list", "nodes", "objects",
    "content",
];

/// Recognises pagination in every operation that reads.
pub(super) fn run(api: &mut Api, _diagnostics: &mut Diagnostics) {
    for index in 0..api.operations.len() {
        let found = recognise(api, &api.operations[index]);
        api.operations[index].pagination = found;
    }
}

fn recognise(api: &Api, operation: &Operation) -> Option<Pagination> {
    if operation.method != "GET" {
        return None;
    }
    let success = operation.responses.iter().find(|response| response.status.is_success())?;
    let ty = success.contents.iter().find_map(|content| match &content.format {
        Format::Json(ty) => Some(ty),
        _ => None,
    })?;
    let (items, item) = items(api, ty)?;
    let next = by_cursor(api, operation, ty)
        .or_else(|| by_url(api, ty))
        .or_else(|| by_link(operation))
        .or_else(|| by_number(api, operation))?;
    Some(Pagination { items, item, next })
}

/// The list of items: the response itself, or the best named list near its root.
pub(super) fn items(api: &Api, ty: &Ty) -> Option<(Vec<String>, Ty)> {
    if let Ty::List(item) = resolved(api, ty) {
        return Some((Vec::new(), (**item).clone()));
    }
    let list = |api: &Api, field: &Field| matches!(resolved(api, &field.ty), Ty::List(_));
    let found = find(api, ty, &ITEMS, 2, &list).or_else(|| only_list(api, ty))?;
    match resolved(api, &found.field.ty) {
        Ty::List(item) => Some((found.keys, (**item).clone())),
        _ => None,
    }
}

/// The only list at the root of a response.
fn only_list<'a>(api: &'a Api, ty: &Ty) -> Option<super::find::Found<'a>> {
    let fields = super::find::fields(api, ty)?;
    let mut lists = fields.iter().filter(|field| matches!(resolved(api, &field.ty), Ty::List(_)));
    let field = lists.next()?;
    let alone = lists.next().is_none();
    alone.then(|| super::find::Found { keys: vec![field.wire.clone()], field })
}

fn query<'o>(operation: &'o Operation, names: &[&str]) -> Option<&'o Parameter> {
    names.iter().find_map(|name| {
        operation.parameters.iter().find(|parameter| {
            parameter.place == Place::Query && parameter.wire.eq_ignore_ascii_case(name)
        })
    })
}

fn by_cursor(api: &Api, operation: &Operation, ty: &Ty) -> Option<NextPage> {
    let parameter = query(operation, &CURSORS)?;
    if !matches!(resolved(api, &parameter.ty), Ty::Prim(Prim::Text(_))) {
        return None;
    }
    let plain = |api: &Api, field: &Field| {
        matches!(resolved(api, &field.ty), Ty::Prim(Prim::Text(_))) && is_text(api, field)
    };
    let cursor = find(api, ty, &NEXT_CURSORS, 2, &plain)?;
    let more = find(api, ty, &MORE, 2, &is_flag).map(|found| found.keys);
    Some(NextPage::Cursor { parameter: parameter.wire.clone(), cursor: cursor.keys, more })
}

fn by_url(api: &Api, ty: &Ty) -> Option<NextPage> {
    let url = |api: &Api, field: &Field| {
        let uri = matches!(field.bounds.format.as_deref(), Some("uri" | "url" | "uri-reference"));
        let named = field.wire.to_ascii_lowercase().contains("url");
        is_text(api, field) && (uri || named)
    };
    let found = find(api, ty, &NEXT_URLS, 2, &url)?;
    Some(NextPage::Url { url: found.keys })
}

fn by_link(operation: &Operation) -> Option<NextPage> {
    let paged = query(operation, &PAGES).is_some() || query(operation, &CURSORS).is_some();
    let success = operation.responses.iter().find(|response| response.status.is_success())?;
    let link = success.headers.iter().any(|header| header.wire.eq_ignore_ascii_case("link"));
    (paged && link).then_some(NextPage::Link)
}

fn by_number(api: &Api, operation: &Operation) -> Option<NextPage> {
    let counts = |parameter: &&Parameter| {
        matches!(
            resolved(api, &parameter.ty),
            Ty::Prim(Prim::Integer(Integer::I32 | Integer::I64 | Integer::U32 | Integer::U64))
        )
    };
    if let Some(parameter) = query(operation, &OFFSETS).filter(counts) {
        let limit = query(operation, &LIMITS).filter(counts).map(|limit| limit.wire.clone());
        return Some(NextPage::Offset { parameter: parameter.wire.clone(), limit });
    }
    let parameter = query(operation, &PAGES).filter(counts)?;
    let zero = |value: &serde_json::Value| value.as_i64() == Some(0);
    let least = parameter.bounds.minimum.as_ref().map(|bound| bound.value.as_i64() == Some(0));
    let from_zero = parameter.docs.default.as_deref().map(zero).or(least).unwrap_or(false);
    Some(NextPage::Page { parameter: parameter.wire.clone(), first: i64::from(!from_zero) })
}
