//! Names that were asked for and not given: entries that are left over or misspelt.

use generator::diag::{Diagnostics, code};
use generator::source::Source;
use serde_json::Value;

use super::Options;
use crate::failure::{Failure, Result};
use crate::files;

/// Refuses entries that have no effect, all of them at once.
pub(super) fn refuse(diagnostics: &Diagnostics, options: &Options, source: &Source) -> Result<()> {
    let unused = [
        code::UNUSED_RENAME,
        code::UNUSED_CONVENTION,
        code::UNUSED_FEATURE,
        code::UNUSED_DERIVE,
        code::UNKNOWN_EVENT,
    ]
    .map(|code| diagnostics.of(code));
    let messages: Vec<&str> =
        unused.into_iter().flatten().map(|unused| unused.message.as_str()).collect();
    let Some(first) = messages.first() else { return Ok(()) };
    let key = |message: &str| message.split('`').nth(1).map(str::to_owned);
    let mut failure = Failure::new(messages.join("\nerror: "));
    if let Some(config) = &options.config {
        let line = key(first).and_then(|key| line(&files::read_text(config).ok()?, &key));
        failure = match line {
            Some(line) => failure.at(format!("{}:{line}", config.display())),
            None => failure.at(config.display()),
        };
    }
    let document = source.entry_again();
    let last = messages.iter().filter_map(|message| last_step(document.as_ref()?, &key(message)?));
    for step in last {
        failure = failure.help(step);
    }
    Err(failure.help("the document may have changed there: correct the entry, or remove it"))
}

/// The line of a key in the options, from one.
fn line(text: &str, key: &str) -> Option<usize> {
    let (quoted, list, table) = (format!("\"{key}\""), list(key), format!(".{key}]"));
    let names = |line: &str| {
        let own = line.split_once('=').is_some_and(|(left, _)| left.trim() == key);
        own || [&quoted, &list, &table].into_iter().any(|text| line.contains(text))
    };
    text.lines().position(|line| !line.starts_with('#') && names(line)).map(|at| at + 1)
}

/// Keys as a list in TOML.
fn list(keys: &str) -> String {
    let keys: Vec<String> = keys.split('.').map(|key| format!("\"{key}\"")).collect();
    format!("[{}]", keys.join(", "))
}

/// How far a JSON pointer leads: where it stops, and what could have followed.
fn last_step(document: &Value, key: &str) -> Option<String> {
    let pointer = key.strip_prefix('#').unwrap_or(key).strip_prefix('/')?;
    let (mut here, mut value) = ("#".to_owned(), document);
    for token in pointer.split('/') {
        let name = token.replace("~1", "/").replace("~0", "~");
        let next = match value {
            Value::Object(map) => map.get(&name),
            Value::Array(list) => name.parse().ok().and_then(|at: usize| list.get(at)),
            _ => None,
        };
        let Some(next) = next else {
            return Some(format!("`{here}` has no `{name}`{}", near(value, &name)));
        };
        (here, value) = (format!("{here}/{token}"), next);
    }
    None
}

/// A key that differs only in case or signs.
fn near(value: &Value, name: &str) -> String {
    let plain = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let keys = value.as_object().into_iter().flat_map(|map| map.keys());
    let found = keys.filter(|key| plain(key) == plain(name)).find(|key| *key != name);
    found.map(|key| format!("; it has `{key}`")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{last_step, line};
    use serde_json::json;

    #[test]
    fn where_a_pointer_stops_is_told() {
        let document = json!({"components": {"schemas": {"ApiError": {"properties": {}}}}});
        let told = |key: &str| last_step(&document, key);
        assert_eq!(told("#/components/schemas/ApiError"), None);
        assert_eq!(
            told("#/components/schemas/api_error/properties/code").as_deref(),
            Some("`#/components/schemas` has no `api_error`; it has `ApiError`")
        );
        assert_eq!(
            told("/components/schemas/ApiError/properties/code").as_deref(),
            Some("`#/components/schemas/ApiError/properties` has no `code`")
        );
        assert_eq!(told("listPets"), None);
        assert_eq!(line("[rename]\n\"#/a\" = \"B\"\n", "#/a"), Some(2));
        let text = "[conventions]\nerror = { code = [\"fault\", \"kind\"] }\n";
        assert_eq!((line(text, "error"), line(text, "fault.kind")), (Some(2), Some(2)));
    }
}
