//! What tells branches apart in words: constants and keys that others do not have.

use super::super::Lowering;
use super::branch::Branch;
use crate::ir::TagValue;

/// How many branches are compared with each other.
const MOST_BRANCHES: usize = 128;

/// How many marks of a branch are looked at for two that no other has both of.
const MOST_PAIRED: usize = 16;

/// A key that a branch declares or requires, or the only text that it can have there.
#[derive(Clone, Debug, PartialEq)]
struct Mark<'a> {
    key: &'a str,
    constant: Option<String>,
}

impl Mark<'_> {
    fn word(&self) -> &str {
        self.constant.as_deref().unwrap_or(self.key)
    }
}

/// The marks of every branch of a union.
pub(super) struct Marks<'a>(Vec<Own<'a>>);

/// The marks of one branch, constants before keys.
#[derive(Clone, Default)]
struct Own<'a> {
    required: Vec<Mark<'a>>,
    optional: Vec<Mark<'a>>,
}

impl Own<'_> {
    fn has(&self, mark: &Mark<'_>) -> bool {
        self.required.contains(mark) || self.optional.contains(mark)
    }
}

impl<'a> Lowering<'a, '_> {
    /// The marks of every branch, none where there are too many branches to compare.
    pub(super) fn marks(&mut self, branches: &[Branch<'a>]) -> Marks<'a> {
        if branches.len() > MOST_BRANCHES {
            return Marks(vec![Own::default(); branches.len()]);
        }
        Marks(branches.iter().map(|branch| self.marks_of(branch)).collect())
    }

    fn marks_of(&mut self, branch: &Branch<'a>) -> Own<'a> {
        let flat = &branch.flat;
        let required = flat.required.iter().copied().collect();
        let optional = flat.properties.keys().copied().filter(|key| !flat.required.contains(key));
        let optional = optional.collect();
        Own {
            required: self.marks_among(required, branch),
            optional: self.marks_among(optional, branch),
        }
    }

    fn marks_among(&mut self, keys: Vec<&'a str>, branch: &Branch<'a>) -> Vec<Mark<'a>> {
        let mut marks = Vec::new();
        for &key in &keys {
            if !self.spend(1, branch.site.at()) {
                return marks;
            }
            if let [TagValue::Text(text)] = self.tag_values(&branch.flat, key).as_slice() {
                marks.push(Mark { key, constant: Some(text.clone()) });
            }
        }
        marks.extend(keys.into_iter().map(|key| Mark { key, constant: None }));
        marks
    }
}

impl Marks<'_> {
    /// The mark that only one branch has, or two that no other has both of; what it requires
    /// tells more than what it allows.
    pub(super) fn words(&self, branch: usize) -> Option<String> {
        let Own { required, optional } = &self.0[branch];
        self.one_of(branch, required)
            .or_else(|| self.two_of(branch, required))
            .or_else(|| self.one_of(branch, optional))
    }

    fn one_of(&self, branch: usize, marks: &[Mark<'_>]) -> Option<String> {
        let mark = marks.iter().find(|mark| self.is_alone(branch, &[mark]))?;
        Some(mark.word().to_owned())
    }

    fn two_of(&self, branch: usize, marks: &[Mark<'_>]) -> Option<String> {
        let marks = marks.get(..MOST_PAIRED).unwrap_or(marks);
        for (index, one) in marks.iter().enumerate() {
            let others = marks[index + 1..].iter().filter(|other| other.key != one.key);
            for other in others {
                if self.is_alone(branch, &[one, other]) {
                    return Some(format!("{} {}", one.word(), other.word()));
                }
            }
        }
        None
    }

    fn is_alone(&self, branch: usize, marks: &[&Mark<'_>]) -> bool {
        let has_all = |own: &Own<'_>| marks.iter().all(|mark| own.has(mark));
        !self.0.iter().enumerate().any(|(index, own)| index != branch && has_all(own))
    }
}
