//! A document without what no call and no answer can keep to.

use serde_json::{Map, Value, json};

/// Who writes what is held against the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// The client.
    Requests,
    /// The server.
    Answers,
}

impl Side {
    /// What marks the properties that only the other side writes.
    fn others(self) -> &'static str {
        match self {
            Self::Requests => "readOnly",
            Self::Answers => "writeOnly",
        }
    }
}

/// The document without branches that admit the same values and without the duty to send what only
/// the other side writes. `nullable` means what it says, wherever it stands. A client besides need
/// not send what is required and declared nowhere, knows no group of properties of which one is
/// required, and no pattern of keys.
pub(crate) fn lenient(root: &Value, side: Side) -> Value {
    rewrite(root, root, side)
}

fn rewrite(node: &Value, root: &Value, side: Side) -> Value {
    match node {
        Value::Array(items) => items.iter().map(|item| rewrite(item, root, side)).collect(),
        Value::Object(object) => {
            let rewritten =
                object.iter().map(|(key, value)| (key.clone(), rewrite(value, root, side)));
            let mut object: Map<String, Value> = rewritten.collect();
            if !object.contains_key("anyOf")
                && let Some(branches @ Value::Array(_)) = object.remove("oneOf")
            {
                object.insert("anyOf".to_owned(), branches);
            }
            excuse(&mut object, root, side);
            if side == Side::Requests {
                if object.get("anyOf").is_some_and(are_groups) {
                    object.remove("anyOf");
                }
                if object.contains_key("patternProperties") {
                    object.remove("additionalProperties");
                }
            }
            with_null(object)
        }
        scalar => scalar.clone(),
    }
}

/// Leaves out of `required` what this side does not write. A client may send what is not declared
/// in any form.
fn excuse(object: &mut Map<String, Value>, root: &Value, side: Side) {
    let Some(Value::Object(declared)) = object.get("properties").cloned() else { return };
    let Some(Value::Array(required)) = object.get_mut("required") else { return };
    let mut undeclared = false;
    required.retain(|name| match name.as_str().and_then(|name| declared.get(name)) {
        Some(property) => !is_marked(property, root, side.others()),
        None => {
            undeclared = true;
            side == Side::Answers
        }
    });
    if undeclared && side == Side::Requests {
        object.insert("additionalProperties".to_owned(), json!(true));
    }
}

/// Whether a property has a mark, or what it refers to.
fn is_marked(property: &Value, root: &Value, mark: &str) -> bool {
    let reference = property["$ref"].as_str().and_then(|it| it.strip_prefix('#'));
    property[mark] == true
        || reference.and_then(|it| root.pointer(it)).is_some_and(|it| it[mark] == true)
}

/// Whether branches say nothing but what else is required.
fn are_groups(branches: &Value) -> bool {
    let says = |key: &String| !["required", "title", "description"].contains(&key.as_str());
    let is_group = |branch: &Value| {
        branch
            .as_object()
            .is_some_and(|branch| branch.contains_key("required") && !branch.keys().any(says))
    };
    branches.as_array().is_some_and(|branches| branches.iter().all(is_group))
}

/// The schema with null where it is `nullable`.
fn with_null(mut object: Map<String, Value>) -> Value {
    if object.get("nullable") != Some(&Value::Bool(true)) {
        return Value::Object(object);
    }
    match object.get_mut("type") {
        Some(Value::Array(types)) if types.contains(&json!("null")) => {}
        Some(Value::Array(types)) => types.push(json!("null")),
        Some(own) => *own = json!([own, "null"]),
        None => return with_null_beside(object),
    }
    Value::Object(object)
}

/// The schema or null, where others say what else it is.
fn with_null_beside(object: Map<String, Value>) -> Value {
    match ["allOf", "anyOf", "$ref"].iter().any(|key| object.contains_key(*key)) {
        true => json!({ "anyOf": [object, { "type": "null" }] }),
        false => Value::Object(object),
    }
}

#[cfg(test)]
mod tests {
    use super::{Side, lenient};
    use serde_json::json;

    #[test]
    fn each_side_need_not_write_what_the_other_does() {
        let schema = json!({
            "required": ["id", "secret", "undeclared"],
            "properties": { "id": { "readOnly": true }, "secret": { "writeOnly": true } },
        });
        let required = |side| lenient(&schema, side)["required"].clone();
        assert_eq!(required(Side::Requests), json!(["secret"]));
        assert_eq!(lenient(&schema, Side::Requests)["additionalProperties"], true);
        let root = json!({
            "Id": { "readOnly": true },
            "It": { "required": ["id"], "properties": { "id": { "$ref": "#/Id" } } },
        });
        assert_eq!(lenient(&root, Side::Requests)["It"]["required"], json!([]));
        assert_eq!(required(Side::Answers), json!(["id", "undeclared"]));
    }

    #[test]
    fn null_is_allowed_wherever_it_is_said() {
        let read = |schema| lenient(&schema, Side::Requests);
        let text = read(json!({ "type": "string", "nullable": true }));
        assert_eq!(text["type"], json!(["string", "null"]));
        let union = read(json!({ "oneOf": [{ "type": "string" }], "nullable": true }));
        assert_eq!(union["anyOf"][1], json!({ "type": "null" }));
        assert_eq!(union["anyOf"][0]["anyOf"][0], json!({ "type": "string" }));
        let plain = json!({ "type": "string", "nullable": false });
        assert_eq!(read(plain.clone()), plain);
    }

    #[test]
    fn a_client_knows_no_groups_of_properties_and_no_patterns_of_keys() {
        let groups =
            json!({ "anyOf": [{ "required": ["a"] }, { "required": ["b"], "title": "B" }] });
        assert_eq!(lenient(&groups, Side::Requests), json!({}));
        assert_eq!(lenient(&groups, Side::Answers), groups);
        let union = json!({ "anyOf": [{ "required": ["a"] }, { "type": "object" }] });
        assert_eq!(lenient(&union, Side::Requests), union);
        let map = json!({ "additionalProperties": false, "patternProperties": { "^a": {} } });
        assert_eq!(lenient(&map, Side::Requests), json!({ "patternProperties": { "^a": {} } }));
    }
}
