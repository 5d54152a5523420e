//! What an old client sends, as the new document sees it.

use generator::ir::{Content, Format, Operation, Parameter, Place, Role};

use super::schemas::Schemas;

/// How many instances were tried, and why one of them is refused.
pub(super) fn judge(
    [old, new]: [&Operation; 2],
    before: &Schemas<'_>,
    after: &Schemas<'_>,
) -> (usize, Option<String>) {
    let mut tried = 0;
    let mut refused = missing(old, new);
    for (one, other) in pairs(old, new) {
        for value in before.instances(&one, true) {
            tried += 1;
            if refused.is_none() {
                refused = after.refusal(&other, &value).map(|why| format!("{other}{why}"));
            }
        }
    }
    (tried, refused)
}

/// Something that the new server needs and the old client does not always send.
fn missing(old: &Operation, new: &Operation) -> Option<String> {
    let always =
        |it: &&Parameter| it.required && it.role != Role::Ignored && it.place != Place::Path;
    for parameter in new.parameters.iter().filter(always) {
        if !found(old, parameter).is_some_and(|known| known.required) {
            return Some(format!("`{}` is missing", parameter.wire));
        }
    }
    let needs = new.body.as_ref().is_some_and(|body| body.required);
    let sends = old.body.as_ref().is_some_and(|body| body.required);
    if needs && !sends {
        return Some("the body is missing".to_owned());
    }
    let lost = |content: &&Content| {
        new.body.as_ref().is_some_and(|body| same(content, &body.contents).is_none())
    };
    let lost = old.body.iter().flat_map(|body| &body.contents).find(lost)?;
    Some(format!("`{}` is not accepted", lost.media_type))
}

/// The places of the schemas of everything that both sides know.
fn pairs(old: &Operation, new: &Operation) -> Vec<(String, String)> {
    let schema = |pointer: &generator::diag::Pointer| format!("{}/schema", pointer.path());
    let mut pairs = Vec::new();
    for parameter in old.parameters.iter().filter(|it| it.role != Role::Ignored) {
        if let Some(now) = found(new, parameter) {
            pairs.push((schema(&parameter.origin), schema(&now.origin)));
        }
    }
    let (Some(before), Some(after)) = (&old.body, &new.body) else { return pairs };
    for content in before.contents.iter().filter(|it| matches!(it.format, Format::Json(_))) {
        if let Some(now) = same(content, &after.contents) {
            pairs.push((schema(&content.origin), schema(&now.origin)));
        }
    }
    pairs
}

/// The same parameter of another version.
fn found<'o>(operation: &'o Operation, wanted: &Parameter) -> Option<&'o Parameter> {
    let same =
        |it: &&Parameter| it.place == wanted.place && it.wire.eq_ignore_ascii_case(&wanted.wire);
    operation.parameters.iter().find(same)
}

/// The representation of the same media type.
pub(super) fn same<'o>(wanted: &Content, among: &'o [Content]) -> Option<&'o Content> {
    let essence =
        |it: &Content| it.media_type.split(';').next().unwrap_or_default().trim().to_lowercase();
    among.iter().find(|it| essence(it) == essence(wanted))
}
