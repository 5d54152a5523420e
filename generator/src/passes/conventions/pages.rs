//! How pages follow each other, where a person says it.

use super::apply::field;
use super::{Choice, PageConventions, Pages};
use crate::ir::{Api, Format, NextPage, Operation, Pagination, Place, Ty};
use crate::passes::find::{is_flag, is_text, resolved};
use crate::passes::pagination;

/// Gives pages to each operation that they fit; they have to fit one at least.
pub(super) fn set(
    api: &mut Api,
    picked: &[usize],
    pages: &Choice<PageConventions>,
) -> Result<(), String> {
    let Choice::On(pages) = pages else {
        picked.iter().for_each(|at| api.operations[*at].pagination = None);
        return Ok(());
    };
    let mut first = None;
    let mut fits = false;
    for at in picked {
        match planned(api, &api.operations[*at], pages) {
            Ok(planned) => {
                fits = true;
                api.operations[*at].pagination = Some(planned);
            }
            Err(why) => first = first.or(Some(why)),
        }
    }
    match first {
        Some(why) if !fits => Err(why),
        _ => Ok(()),
    }
}

fn planned(
    api: &Api,
    operation: &Operation,
    pages: &PageConventions,
) -> Result<Pagination, String> {
    let named = || format!("{} {}", operation.method, operation.path.text);
    if operation.method != "GET" {
        return Err(format!("pages of {} would repeat what it does", named()));
    }
    let ty = answer(operation).ok_or_else(|| format!("{} does not answer with JSON", named()))?;
    let (items, item) = match &pages.items {
        None => pagination::items(api, ty)
            .ok_or_else(|| format!("the answer of {} has no list: name its `items`", named()))?,
        Some(keys) => (keys.clone(), list(api, ty, keys)?),
    };
    Ok(Pagination { items, item, next: next(api, operation, ty, &pages.next)? })
}

fn answer(operation: &Operation) -> Option<&Ty> {
    let success = operation.responses.iter().find(|response| response.status.is_success())?;
    success.contents.iter().find_map(|content| match &content.format {
        Format::Json(ty) => Some(ty),
        _ => None,
    })
}

/// What a list holds; no keys mean the answer itself.
fn list(api: &Api, ty: &Ty, keys: &[String]) -> Result<Ty, String> {
    let none = || format!("the answer has no list at `{}`", keys.join("."));
    let found = match keys {
        [] => ty,
        keys => &field(api, ty, keys).ok_or_else(none)?.ty,
    };
    match resolved(api, found) {
        Ty::List(item) => Ok((**item).clone()),
        _ => Err(none()),
    }
}

fn next(api: &Api, operation: &Operation, ty: &Ty, next: &Pages) -> Result<NextPage, String> {
    let query = |name: &String| {
        let is_it = |it: &&crate::ir::Parameter| it.place == Place::Query && it.wire == *name;
        match operation.parameters.iter().any(|it| is_it(&it)) {
            true => Ok(name.clone()),
            false => Err(format!("there is no query parameter `{name}`")),
        }
    };
    let text = |keys: &Vec<String>| match field(api, ty, keys) {
        Some(field) if is_text(api, field) => Ok(keys.clone()),
        Some(_) => Err(format!("`{}` of the answer is no text", keys.join("."))),
        None => Err(format!("the answer has no `{}`", keys.join("."))),
    };
    let flag = |keys: &Vec<String>| match field(api, ty, keys) {
        Some(field) if is_flag(api, field) => Ok(keys.clone()),
        _ => Err(format!("the answer has no flag `{}`", keys.join("."))),
    };
    Ok(match next {
        Pages::Cursor { parameter, next, more } => NextPage::Cursor {
            parameter: query(parameter)?,
            cursor: text(next)?,
            more: more.as_ref().map(flag).transpose()?,
        },
        Pages::Offset { parameter, limit } => NextPage::Offset {
            parameter: query(parameter)?,
            limit: limit.as_ref().map(query).transpose()?,
        },
        Pages::Page { parameter, first } => {
            NextPage::Page { parameter: query(parameter)?, first: *first }
        }
        Pages::Url(keys) => NextPage::Url { url: text(keys)? },
        Pages::Link => NextPage::Link,
    })
}
