//! References by anchor and by `$id`, as pointers: to a validator the document is no schema, and it
//! finds neither in it.

use std::collections::BTreeMap;

use serde_json::Value;

/// Writes every reference to an anchor, and every one that is relative to an `$id`, as a pointer
/// into the document, and takes `$id` out.
pub(crate) fn pointed(root: &mut Value) {
    let mut names = BTreeMap::new();
    collect(root, "", "", &mut names);
    if !names.is_empty() {
        rewrite(root, "", &names);
    }
}

/// Pointers by what refers to them: an `$id`, an `$id` with an anchor, `#` with an anchor.
fn collect(node: &Value, at: &str, base: &str, names: &mut BTreeMap<String, String>) {
    let text = |key: &str| node.get(key).and_then(Value::as_str);
    let base = text("$id").unwrap_or(base);
    if text("$id").is_some() {
        names.insert(base.to_owned(), at.to_owned());
    }
    for anchor in ["$anchor", "$dynamicAnchor"].into_iter().filter_map(text) {
        names.insert(format!("{base}#{anchor}"), at.to_owned());
    }
    match node {
        Value::Object(object) => object.iter().for_each(|(key, value)| {
            let key = key.replace('~', "~0").replace('/', "~1");
            collect(value, &format!("{at}/{key}"), base, names);
        }),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, value)| {
            collect(value, &format!("{at}/{index}"), base, names);
        }),
        _ => {}
    }
}

fn rewrite(node: &mut Value, base: &str, names: &BTreeMap<String, String>) {
    match node {
        Value::Object(object) => {
            let id = object.get("$id").and_then(Value::as_str).map(str::to_owned);
            if id.is_some() {
                object.shift_remove("$id");
            }
            let base = id.as_deref().unwrap_or(base);
            for key in ["$anchor", "$dynamicAnchor"] {
                if object.get(key).is_some_and(Value::is_string) {
                    object.shift_remove(key);
                }
            }
            for key in ["$ref", "$dynamicRef"] {
                let Some(reference) = object.get(key).and_then(Value::as_str) else {
                    continue;
                };
                if let Some(pointer) = pointer(reference, base, names) {
                    object.shift_remove(key);
                    object.insert("$ref".to_owned(), pointer.into());
                }
            }
            object.values_mut().for_each(|value| rewrite(value, base, names));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rewrite(item, base, names)),
        _ => {}
    }
}

fn pointer(reference: &str, base: &str, names: &BTreeMap<String, String>) -> Option<String> {
    let whole = match reference.starts_with('#') {
        true => format!("{base}{reference}"),
        false => reference.to_owned(),
    };
    if let Some(at) = names.get(&whole) {
        return Some(format!("#{at}"));
    }
    let (id, fragment) = whole.split_once('#')?;
    let at = names.get(id).filter(|_| fragment.starts_with('/'))?;
    Some(format!("#{at}{fragment}"))
}

#[cfg(test)]
mod tests {
    use super::pointed;
    use serde_json::json;

    #[test]
    fn anchors_and_ids_become_pointers() {
        let mut document = json!({
            "a": { "$anchor": "here" },
            "b": { "$ref": "#here" },
            "c": { "$id": "urn:c", "$defs": { "d": true }, "x": { "$ref": "#/$defs/d" } },
            "e": { "$ref": "urn:c" },
        });
        pointed(&mut document);
        let expected = json!({
            "a": {},
            "b": { "$ref": "#/a" },
            "c": { "$defs": { "d": true }, "x": { "$ref": "#/c/$defs/d" } },
            "e": { "$ref": "#/c" },
        });
        assert_eq!(document, expected);
    }
}
