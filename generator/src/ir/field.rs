//! What the facts about a field come to.

use super::{Access, Field, Presence, TagValue, Usage};

impl Field {
    /// Whether it is absent where its type travels one way, though it may be required.
    pub fn is_one_sided(&self, usage: Usage) -> bool {
        match self.access {
            Access::Both => false,
            Access::ReadOnly => usage.request,
            Access::WriteOnly => usage.response,
        }
    }

    /// The only value that a request can have here: there is nothing to set.
    pub fn fixed(&self, usage: Usage) -> Option<TagValue> {
        let always = self.presence == Presence::Required && !self.is_one_sided(usage);
        let constant = self.constant.as_deref().filter(|_| usage.request && always);
        self.tag.clone().or_else(|| TagValue::of(constant?))
    }
}
