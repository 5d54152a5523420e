//! Lists in pages.

use serde_json::Value;

use super::{
    answer::Answer,
    envelope::{Refusal, page},
    fault::Promise,
    record::Recorded,
    state::Memory,
};

/// The size of a page when none is asked for.
const USUAL_LIMIT: usize = 20;

/// Cuts a page out of all items; the cursor is the last id of the page before.
pub(super) fn cut(memory: &Memory, request: &Recorded, items: &[Value]) -> Answer {
    let limit = request.query("limit").and_then(|limit| limit.parse().ok());
    let cursor = request.query("cursor").filter(|_| memory.keeps(Promise::Pagination));
    let start = match cursor {
        None => 0,
        Some(cursor) => match items.iter().position(|item| item["id"] == cursor) {
            Some(position) => position + 1,
            None => {
                let unknown = [format!("{cursor:?} is no cursor of this list")];
                return Refusal::InvalidParameter.answer_about("cursor", &unknown);
            }
        },
    };
    let end = items.len().min(start + limit.unwrap_or(USUAL_LIMIT));
    let data = items[start..end].to_vec();
    let more = end < items.len() && memory.keeps(Promise::HasMore);
    let last = data.last().and_then(|item| item["id"].as_str()).map(str::to_owned);
    page(data, last.filter(|_| more))
}

/// Sets the pagination of a list that has no state: `page-2`, `page-3` and so on.
pub(super) fn number(memory: &Memory, request: &Recorded, pagination: &mut Value) {
    let cursor = request.query("cursor").and_then(|cursor| cursor.strip_prefix("page-"));
    let current = cursor.and_then(|number| number.parse().ok()).unwrap_or(1_usize);
    let more = current < memory.pages && memory.keeps(Promise::HasMore);
    pagination["has_more"] = more.into();
    if let Some(pagination) = pagination.as_object_mut() {
        pagination.shift_remove("next_cursor");
        if more {
            pagination.insert("next_cursor".into(), format!("page-{}", current + 1).into());
        }
    }
}
