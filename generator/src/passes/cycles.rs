//! Types that hold themselves: a box at one edge of every cycle, a type of its own in place of an
//! alias that would be infinite.

use crate::diag::{Diagnostics, code};
use crate::ir::{Api, Shape, Ty, TypeId};
use std::collections::BTreeSet;

/// How far a type has been walked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Walk {
    Unseen,
    Open,
    Done,
}

/// Breaks every cycle.
pub(super) fn run(api: &mut Api, diagnostics: &mut Diagnostics) {
    break_aliases(api, diagnostics);
    box_cycles(api);
}

/// Turns aliases that lead back to themselves into types of their own.
fn break_aliases(api: &mut Api, diagnostics: &mut Diagnostics) {
    let ids: Vec<TypeId> = api.types.ids().collect();
    for &id in &ids {
        if leads_only_to_itself(api, id) {
            let definition = &mut api.types[id];
            let message = "this schema is defined only by itself; any JSON is accepted".to_owned();
            diagnostics.report(code::REFERENCE_CYCLE, &definition.origin, message);
            definition.shape = Shape::Alias(Ty::Json);
        }
    }
    let mut walks = vec![Walk::Unseen; ids.len()];
    for &id in &ids {
        open_aliases(api, id, &mut walks);
    }
}

/// Whether an alias names another, and so on, back to the first.
fn leads_only_to_itself(api: &Api, start: TypeId) -> bool {
    let mut id = start;
    for _ in 0..api.types.len() {
        let mut ty = match &api.types[id].shape {
            Shape::Alias(ty) => ty,
            _ => return false,
        };
        while let Ty::Nullable(inner) = ty {
            ty = inner;
        }
        match ty {
            Ty::Named(next) => id = *next,
            _ => return false,
        }
        if id == start {
            return true;
        }
    }
    false
}

/// Walks aliases in depth; the one that closes a cycle becomes a type of its own.
fn open_aliases(api: &mut Api, start: TypeId, walks: &mut [Walk]) {
    let mut stack: Vec<(TypeId, Vec<TypeId>)> = Vec::new();
    let enter = |api: &Api, walks: &mut [Walk], id: TypeId| -> Option<(TypeId, Vec<TypeId>)> {
        if walks[id.index()] != Walk::Unseen {
            return None;
        }
        walks[id.index()] = Walk::Open;
        let mut next = Vec::new();
        if let Shape::Alias(ty) = &api.types[id].shape {
            ty.each_named(&mut |id| next.push(id));
        }
        Some((id, next))
    };
    stack.extend(enter(api, walks, start));
    while let Some((id, next)) = stack.last_mut() {
        match next.pop() {
            Some(child) if walks[child.index()] == Walk::Open => {
                let definition = &mut api.types[child];
                if let Shape::Alias(ty) = &definition.shape {
                    definition.shape = Shape::Newtype(ty.clone());
                }
            }
            Some(child) => {
                let entered = enter(api, walks, child);
                stack.extend(entered);
            }
            None => {
                walks[id.index()] = Walk::Done;
                stack.pop();
            }
        }
    }
}

/// Boxes the edges that close a cycle of types that hold each other.
fn box_cycles(api: &mut Api) {
    let ids: Vec<TypeId> = api.types.ids().collect();
    let mut walks = vec![Walk::Unseen; ids.len()];
    for &id in &ids {
        box_from(api, id, &mut walks);
    }
}

fn box_from(api: &mut Api, start: TypeId, walks: &mut [Walk]) {
    if walks[start.index()] != Walk::Unseen {
        return;
    }
    let mut stack = vec![start];
    while let Some(&id) = stack.last() {
        walks[id.index()] = Walk::Open;
        match next_child(api, id, walks) {
            Some(child) => stack.push(child),
            None => {
                walks[id.index()] = Walk::Done;
                stack.pop();
            }
        }
    }
}

/// Boxes the edges of a type that lead back to one being walked, and returns one not walked yet.
fn next_child(api: &mut Api, id: TypeId, walks: &[Walk]) -> Option<TypeId> {
    if matches!(api.types[id].shape, Shape::Alias(_)) {
        return None;
    }
    let mut edges = Vec::new();
    let mut shape = api.types[id].shape.clone();
    shape.each_ty_mut(&mut |ty| {
        ty.each_direct(&mut |ty| {
            if let Ty::Named(named) = ty {
                edges.push(*named);
            }
        });
    });
    let mut found = None;
    let mut closing = Vec::new();
    for edge in edges {
        for end in behind_aliases(api, edge) {
            match walks[end.index()] {
                Walk::Open => closing.push(edge),
                Walk::Done => {}
                Walk::Unseen => found = found.or(Some(end)),
            }
        }
    }
    api.types[id].shape.each_ty_mut(&mut |ty| {
        ty.each_direct(&mut |ty| {
            if let Ty::Named(edge) = *ty
                && closing.contains(&edge)
            {
                *ty = Ty::Boxed(edge);
            }
        });
    });
    found
}

/// The types of their own that a value of a type holds in itself, aliases looked through.
fn behind_aliases(api: &Api, id: TypeId) -> Vec<TypeId> {
    let mut ends = Vec::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        match &api.types[id].shape {
            Shape::Alias(ty) if seen.insert(id) => {
                ty.clone().each_direct(&mut |ty| {
                    if let Ty::Named(next) = ty {
                        open.push(*next);
                    }
                });
            }
            Shape::Alias(_) => {}
            _ => ends.push(id),
        }
    }
    ends
}
