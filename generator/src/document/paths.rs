//! `paths`: where there are many path items, they are read by all threads.

use super::fields::Fields;
use super::reader::Reader;
use super::{Operation, Version};
use crate::diag::{Diagnostics, code};
use crate::parallel;
use crate::source::Node;

/// How many path items a thread reads at a time.
const BATCH: usize = 8;

/// The fewest path items that are worth another thread.
const MANY: usize = 8 * BATCH;

impl<'a> Reader<'a, '_> {
    pub(super) fn paths(&mut self, root: &Fields<'a>) -> Vec<Operation<'a>> {
        if !root.object.contains_key("paths") && self.version == Version::V30 {
            self.missing(root, "paths", "there is nothing to call");
        }
        let items = self.map(root, "paths");
        let many = items.len() >= MANY;
        let read = if many { self.by_threads(&items) } else { None };
        read.unwrap_or_else(|| self.in_turn(&items))
    }

    fn in_turn(&mut self, items: &[(&'a str, Node<'a>)]) -> Vec<Operation<'a>> {
        let mut operations = Vec::new();
        for (path, node) in items {
            self.check_path(path, node);
            self.path_item(path, node, true, &mut operations);
        }
        operations
    }

    /// The same by all threads; `None` where something is missing or there are too many objects.
    /// What may then be said is limited for the document as a whole, and counts from its start on.
    fn by_threads(&mut self, items: &[(&'a str, Node<'a>)]) -> Option<Vec<Operation<'a>>> {
        let (source, version, budget) = (self.source, self.version, self.budget);
        let (spent, comparisons) = (budget.spent(), source.comparisons_left());
        let security = &self.security;
        let read = parallel::each(items.chunks(BATCH).collect(), |items| {
            let mut diagnostics = Diagnostics::new();
            let mut reader = Reader::new(source, version, budget, &mut diagnostics);
            reader.security.clone_from(security);
            (reader.in_turn(items), diagnostics)
        });
        if budget.is_overspent() || read.iter().any(|(_, diagnostics)| diagnostics.has_errors()) {
            budget.reset(spent);
            source.reset_comparisons(comparisons);
            return None;
        }
        let mut operations = Vec::new();
        for (more, diagnostics) in read {
            operations.extend(more);
            self.diagnostics.absorb(diagnostics);
        }
        Some(operations)
    }

    fn check_path(&mut self, path: &str, node: &Node<'a>) {
        let fault = match path {
            _ if !path.starts_with('/') => "does not start with `/`",
            _ if path.contains('?') => "has a query (`?`)",
            _ if path.contains('#') => "has a fragment (`#`)",
            _ => return,
        };
        let message = format!("the path `{path}` {fault}");
        self.diagnostics.report(code::UNUSUAL_PATH, &node.at, message);
    }
}

#[cfg(test)]
mod tests {
    use super::super::fields::Fields;
    use super::super::reader::{Budget, Reader};
    use super::super::{Node, Version};
    use crate::diag::Diagnostics;
    use crate::source::Source;
    use serde_json::json;

    /// Operations and diagnostics of the same paths, read in turn and by all threads.
    fn both(source: &Source) -> (String, Option<String>) {
        let Node { value, at } = source.entry().expect("it is JSON");
        let root = Fields::of_object(value.as_object().expect("an object"), &at);
        let (in_turn, at_once) = (Budget::default(), Budget::default());
        let mut diagnostics = Diagnostics::new();
        let mut reader = Reader::new(source, Version::V31, &in_turn, &mut diagnostics);
        let items = reader.map(&root, "paths");
        let operations = reader.in_turn(&items);
        let expected = format!("{operations:?} {diagnostics:?}");
        let left = source.comparisons_left();
        let mut diagnostics = Diagnostics::new();
        let mut reader = Reader::new(source, Version::V31, &at_once, &mut diagnostics);
        let operations = reader.by_threads(&items);
        let spent = if operations.is_some() { in_turn.spent() } else { 0 };
        assert_eq!(at_once.spent(), spent);
        assert_eq!(source.comparisons_left(), left);
        (expected, operations.map(|operations| format!("{operations:?} {diagnostics:?}")))
    }

    fn document(reference: &str) -> Source {
        let item = |at: usize| match at % 3 {
            0 => json!({"get": {"unknown": at, "parameters": [{"$ref": reference}]}}),
            1 => json!({"$ref": "#/components/pathItems/Shared"}),
            _ => json!({"post": {"operationId": format!("o{at}"), "responses": {"200": {}}}}),
        };
        let paths: serde_json::Map<_, _> = (0..200)
            .map(|at| (format!("{}x{at}", if at == 7 { "" } else { "/" }), item(at)))
            .collect();
        let parameter = json!({"name": "p", "in": "query", "schema": {}, "extra": 1});
        let shared = json!({"put": {"parameters": [parameter, parameter], "other": 1}});
        let components =
            json!({"parameters": {"Limit": parameter}, "pathItems": {"Shared": shared}});
        let document = json!({"openapi": "3.1.0", "paths": paths, "components": components});
        Source::from_bytes("a.json", document.to_string().into_bytes())
    }

    #[test]
    fn threads_read_what_is_read_in_turn() {
        let (expected, read) = both(&document("#/components/parameters/Limit"));
        assert!(expected.contains("described twice") && expected.contains("does not start"));
        assert_eq!(read, Some(expected));
    }

    #[test]
    fn errors_are_met_in_turn() {
        let (expected, read) = both(&document("#/components/parameters/Limits"));
        assert!(expected.contains("did you mean"));
        assert_eq!(read, None);
    }
}
