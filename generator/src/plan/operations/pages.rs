//! Pages: the way from a response to its items, in Rust.

use crate::ir::{Access, Field, NextPage, Operation, Pagination, Presence, Shape, Ty};
use crate::plan::model::{
    FieldKind, Holder, ItemShape, NextStep, Output, Pages, Step, TypeFile, TypeItem,
};
use crate::plan::types::Types;
use std::collections::BTreeMap;

/// Planned structs by name, to find the fields of a way.
#[derive(Debug)]
pub(crate) struct Items<'a>(BTreeMap<&'a str, &'a TypeItem>);

impl<'a> Items<'a> {
    pub(crate) fn new(files: &'a [TypeFile]) -> Self {
        let items = files.iter().flat_map(|file| &file.items);
        Self(items.map(|item| (item.ident.plain(), item)).collect())
    }

    /// The fields along some keys, from a type of the graph, with the type at the end.
    pub(crate) fn way<'t>(
        &self,
        types: &'t Types<'_>,
        from: &'t Ty,
        keys: &[String],
    ) -> Option<(Vec<Step>, &'t Ty)> {
        let mut ty = from;
        let mut steps = Vec::with_capacity(keys.len());
        for key in keys {
            let (id, Shape::Struct(shape)) = types.shape(ty)? else {
                return None;
            };
            let field = shape.fields.iter().find(|field| field.wire == *key)?;
            let item = self.0.get(types.names.get(id).plain())?;
            let ItemShape::Struct(planned) = &item.shape else {
                return None;
            };
            let planned = planned.fields.iter().find(|field| field.wire == *key)?;
            let holder = match planned.kind {
                FieldKind::Required => Holder::Plain,
                FieldKind::Optional | FieldKind::Any | FieldKind::Nullable => Holder::Option,
                FieldKind::Patch => Holder::Patch,
            };
            steps.push(Step { field: planned.ident.clone(), holder });
            if nests(field) && matches!(field.ty, Ty::Nullable(_)) {
                return None;
            }
            ty = &field.ty;
        }
        Some((steps, ty))
    }
}

/// Whether a field has an `Option` of its own.
fn nests(field: &Field) -> bool {
    field.presence != Presence::Required || field.access != Access::Both
}

/// How the pages of an operation follow each other, where the way can be followed.
pub(super) fn pages(
    types: &Types<'_>,
    items: &Items<'_>,
    operation: &Operation,
    pagination: &Pagination,
    page_ty: &Ty,
    output: &Output,
) -> Option<Pages> {
    let Output::Json(page) = output else {
        return None;
    };
    let way = |keys: &[String]| items.way(types, page_ty, keys);
    let (steps, list) = way(&pagination.items)?;
    let Ty::List(item) = types.resolved(list) else {
        return None;
    };
    if matches!(list, Ty::Nullable(_)) {
        return None;
    }
    let is_query = |name: &str| {
        let query = |parameter: &&crate::ir::Parameter| parameter.place == crate::ir::Place::Query;
        operation.parameters.iter().filter(query).any(|parameter| parameter.wire == name)
    };
    let next = match &pagination.next {
        NextPage::Cursor { parameter, cursor, more } if is_query(parameter) => {
            let more = match more {
                Some(keys) => Some(way(keys)?.0),
                None => None,
            };
            NextStep::Cursor { parameter: parameter.clone(), cursor: way(cursor)?.0, more }
        }
        NextPage::Offset { parameter, .. } if is_query(parameter) => {
            NextStep::Offset { parameter: parameter.clone() }
        }
        NextPage::Page { parameter, first } if is_query(parameter) => {
            NextStep::Page { parameter: parameter.clone(), first: *first }
        }
        NextPage::Url { url } => NextStep::Url { url: way(url)?.0 },
        NextPage::Link => NextStep::Link,
        _ => return None,
    };
    Some(Pages { page: page.clone(), item: types.rust(item), items: steps, next })
}
