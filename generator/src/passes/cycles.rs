//! Types that hold themselves: a box at one edge of every cycle, a type of its own in place of an
//! alias that would be infinite.

use crate::diag::{Diagnostics, code};
use crate::ir::{Api, Shape, Ty, TypeId};
use std::collections::{BTreeMap, BTreeSet};

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
    for id in circular(api, &ids) {
        let definition = &mut api.types[id];
        let told = diagnostics
            .of(code::REFERENCE_CYCLE)
            .any(|one| one.at.as_ref() == Some(&definition.origin));
        if !told {
            let message = "this schema is defined only by itself; any JSON is accepted";
            diagnostics.report(code::REFERENCE_CYCLE, &definition.origin, message);
        }
        definition.shape = Shape::Alias(Ty::Json);
    }
    let mut walks = vec![Walk::Unseen; ids.len()];
    for &id in &ids {
        open_aliases(api, id, &mut walks);
    }
}

/// The aliases that name another, and so on, back to themselves.
fn circular(api: &Api, ids: &[TypeId]) -> Vec<TypeId> {
    let mut walks = vec![Walk::Unseen; ids.len()];
    let mut circular = Vec::new();
    for &start in ids {
        let mut way = Vec::new();
        let mut next = Some(start);
        while let Some(id) = next.filter(|id| walks[id.index()] == Walk::Unseen) {
            walks[id.index()] = Walk::Open;
            way.push(id);
            next = alias_of(api, id);
        }
        if let Some(open) = next.filter(|id| walks[id.index()] == Walk::Open) {
            circular.extend(way.iter().skip_while(|id| **id != open));
        }
        way.iter().for_each(|id| walks[id.index()] = Walk::Done);
    }
    circular.sort();
    circular
}

/// The type that another is only a name of.
fn alias_of(api: &Api, id: TypeId) -> Option<TypeId> {
    let Shape::Alias(alias) = &api.types[id].shape else {
        return None;
    };
    let mut ty = alias;
    while let Ty::Nullable(inner) = ty {
        ty = inner;
    }
    match ty {
        Ty::Named(next) => Some(*next),
        _ => None,
    }
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

/// A type that is being walked: what it holds in itself, what of that leads back.
struct Step {
    id: TypeId,
    /// Edges with the types behind them, last first.
    waiting: Vec<(TypeId, TypeId)>,
    closing: BTreeSet<TypeId>,
}

fn box_from(api: &mut Api, start: TypeId, walks: &mut [Walk]) {
    let mut stack = Vec::new();
    stack.extend(enter(api, start, walks));
    while let Some(step) = stack.last_mut() {
        match step.waiting.pop() {
            Some((edge, end)) if walks[end.index()] == Walk::Open => {
                step.closing.insert(edge);
            }
            Some((_, end)) => stack.extend(enter(api, end, walks)),
            None => {
                walks[step.id.index()] = Walk::Done;
                if let Some(done) = stack.pop() {
                    box_edges(api, &done);
                }
            }
        }
    }
}

/// Begins the walk of a type that has not been walked.
fn enter(api: &Api, id: TypeId, walks: &mut [Walk]) -> Option<Step> {
    if walks[id.index()] != Walk::Unseen {
        return None;
    }
    walks[id.index()] = Walk::Open;
    let mut edges = Vec::new();
    if !matches!(api.types[id].shape, Shape::Alias(_)) {
        api.types[id].shape.each_ty(&mut |ty| {
            ty.clone().each_direct(&mut |ty| {
                if let Ty::Named(named) = ty {
                    edges.push(*named);
                }
            });
        });
    }
    let unique: BTreeSet<TypeId> = edges.iter().copied().collect();
    let ends: BTreeMap<TypeId, Vec<TypeId>> =
        unique.into_iter().map(|edge| (edge, behind_aliases(api, edge))).collect();
    let mut waiting: Vec<(TypeId, TypeId)> =
        edges.iter().flat_map(|edge| ends[edge].iter().map(|end| (*edge, *end))).collect();
    waiting.reverse();
    Some(Step { id, waiting, closing: BTreeSet::new() })
}

/// Boxes the edges of a type that lead back to one being walked.
fn box_edges(api: &mut Api, step: &Step) {
    if step.closing.is_empty() {
        return;
    }
    api.types[step.id].shape.each_ty_mut(&mut |ty| {
        ty.each_direct(&mut |ty| {
            if let Ty::Named(edge) = *ty
                && step.closing.contains(&edge)
            {
                *ty = Ty::Boxed(edge);
            }
        });
    });
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
