//! Names in the making: where a schema stands, in words, shared by everything that stands inside.

use crate::ir::{TypePath, TypeRoot, TypeStep};
use std::rc::Rc;

/// The way from a named thing to a schema; cloning one copies a pointer.
#[derive(Clone, Debug)]
pub(super) struct Trail(Rc<Link>);

#[derive(Debug)]
enum Link {
    Root(TypeRoot),
    Step(Trail, TypeStep),
}

impl Trail {
    /// The trail of a named thing itself.
    pub(super) fn root(root: TypeRoot) -> Self {
        Self(Rc::new(Link::Root(root)))
    }

    /// The trail of a named component.
    pub(super) fn component(name: &str) -> Self {
        Self::root(TypeRoot::Component(name.to_owned()))
    }

    /// The trail of a part of an operation.
    pub(super) fn operation(index: usize, step: TypeStep) -> Self {
        Self::root(TypeRoot::Operation(index)).step(step)
    }

    /// The trail one step further.
    pub(super) fn step(&self, step: TypeStep) -> Self {
        Self(Rc::new(Link::Step(self.clone(), step)))
    }

    /// The trail one step further, to a property.
    pub(super) fn property(&self, name: &str) -> Self {
        self.step(TypeStep::Property(name.to_owned()))
    }

    /// The same words as a trail of its own, which is no part of others.
    pub(super) fn apart(&self) -> Self {
        Self(Rc::new(match &*self.0 {
            Link::Root(root) => Link::Root(root.clone()),
            Link::Step(parent, step) => Link::Step(parent.clone(), step.clone()),
        }))
    }

    /// The same trail from another start, where it leads through the given one.
    pub(super) fn rebased(&self, from: &Self, to: &Self) -> Option<Self> {
        if Rc::ptr_eq(&self.0, &from.0) {
            return Some(to.clone());
        }
        match &*self.0 {
            Link::Root(_) => None,
            Link::Step(parent, step) => Some(parent.rebased(from, to)?.step(step.clone())),
        }
    }

    /// The trail as the IR keeps it.
    pub(super) fn path(&self) -> TypePath {
        match &*self.0 {
            Link::Root(root) => TypePath { root: root.clone(), steps: Vec::new() },
            Link::Step(parent, step) => {
                let mut path = parent.path();
                path.steps.push(step.clone());
                path
            }
        }
    }
}

impl From<TypePath> for Trail {
    fn from(path: TypePath) -> Self {
        path.steps.into_iter().fold(Self::root(path.root), |trail, step| trail.step(step))
    }
}
