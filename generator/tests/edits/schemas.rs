//! Edits of schemas, their properties and their values.

use super::{Dice, Edit, moved, near, put};
use serde_json::{Value, json};

pub(super) const EDITS: &[Edit] = &[
    move_schema,
    copy_schema,
    remove_schema,
    move_property,
    add_property,
    remove_property,
    retype_property,
    require_property,
    allow_null,
    add_value,
    remove_value,
    move_value,
];

const SCHEMAS: &str = "/components/schemas";

fn move_schema(document: &mut Value, dice: &mut Dice) -> Option<()> {
    moved(document.pointer_mut(SCHEMAS)?, dice)
}

fn copy_schema(document: &mut Value, dice: &mut Dice) -> Option<()> {
    let schemas = document.pointer_mut(SCHEMAS)?;
    let key = dice.key(schemas)?;
    let copy = schemas[&key].clone();
    let name = near(&key, dice);
    put(schemas.as_object_mut()?, dice, name, copy)
}

/// Takes a schema away; what referred to it becomes a text.
fn remove_schema(document: &mut Value, dice: &mut Dice) -> Option<()> {
    let schemas = document.pointer_mut(SCHEMAS)?;
    let key = dice.key(schemas)?;
    if schemas.as_object()?.len() < 20 {
        return None;
    }
    schemas.as_object_mut()?.shift_remove(&key);
    detach(document, &format!("#{SCHEMAS}/{key}"));
    Some(())
}

fn detach(value: &mut Value, reference: &str) {
    match value {
        Value::Object(map) if map.get("$ref").and_then(Value::as_str) == Some(reference) => {
            *value = json!({ "type": "string" });
        }
        Value::Object(map) => map.values_mut().for_each(|it| detach(it, reference)),
        Value::Array(list) => list.iter_mut().for_each(|it| detach(it, reference)),
        _ => {}
    }
}

/// A schema with properties.
fn object<'d>(document: &'d mut Value, dice: &mut Dice) -> Option<&'d mut Value> {
    let schemas = document.pointer_mut(SCHEMAS)?;
    let key = dice.key(schemas)?;
    schemas.get_mut(&key).filter(|it| it["properties"].as_object().is_some_and(|it| !it.is_empty()))
}

fn move_property(document: &mut Value, dice: &mut Dice) -> Option<()> {
    moved(object(document, dice)?.get_mut("properties")?, dice)
}

fn add_property(document: &mut Value, dice: &mut Dice) -> Option<()> {
    let schema = any_schema(document, dice);
    let object = object(document, dice)?;
    let key = dice.key(&object["properties"])?;
    let name = near(&key, dice);
    put(object["properties"].as_object_mut()?, dice, name.clone(), schema)?;
    if dice.roll(3) == 0 {
        require(object, &name);
    }
    Some(())
}

fn remove_property(document: &mut Value, dice: &mut Dice) -> Option<()> {
    let object = object(document, dice)?;
    let key = dice.key(&object["properties"])?;
    object["properties"].as_object_mut()?.shift_remove(&key);
    if let Some(required) = object.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|it| *it != key);
    }
    Some(())
}

fn retype_property(document: &mut Value, dice: &mut Dice) -> Option<()> {
    let schema = any_schema(document, dice);
    let object = object(document, dice)?;
    let key = dice.key(&object["properties"])?;
    object["properties"][&key] = schema;
    Some(())
}

fn require_property(document: &mut Value, dice: &mut Dice) -> Option<()> {
    let object = object(document, dice)?;
    let key = dice.key(&object["properties"])?;
    require(object, &key);
    Some(())
}

/// Makes a property required, or no longer.
fn require(object: &mut Value, key: &str) {
    match object.get_mut("required").and_then(Value::as_array_mut) {
        Some(list) if list.iter().any(|it| it == key) => list.retain(|it| it != key),
        Some(list) => list.push(json!(key)),
        None => object["required"] = json!([key]),
    }
}

fn allow_null(document: &mut Value, dice: &mut Dice) -> Option<()> {
    let object = object(document, dice)?;
    let key = dice.key(&object["properties"])?;
    let kind = object["properties"][&key].get_mut("type")?;
    *kind = match kind {
        Value::String(one) => json!([one, "null"]),
        Value::Array(list) if list.len() == 2 => list.first()?.clone(),
        _ => return None,
    };
    Some(())
}

/// The values of an enum.
fn values<'d>(document: &'d mut Value, dice: &mut Dice) -> Option<&'d mut Vec<Value>> {
    let mut places = Vec::new();
    find_values(document.pointer(SCHEMAS)?, SCHEMAS.to_owned(), &mut places);
    let place = places.get(dice.roll(places.len()))?;
    document.pointer_mut(place)?.as_array_mut()
}

fn find_values(value: &Value, at: String, places: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let below = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
                let texts = |it: &Vec<Value>| it.iter().all(Value::is_string);
                if key == "enum" && value.as_array().is_some_and(texts) {
                    places.push(below);
                } else {
                    find_values(value, below, places);
                }
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                find_values(value, format!("{at}/{index}"), places);
            }
        }
        _ => {}
    }
}

fn add_value(document: &mut Value, dice: &mut Dice) -> Option<()> {
    let at = dice.roll(9);
    let values = values(document, dice)?;
    let name = near(values.first()?.as_str()?, dice);
    if values.iter().all(|it| *it != name) {
        values.insert(at % (values.len() + 1), json!(name));
    }
    Some(())
}

fn remove_value(document: &mut Value, dice: &mut Dice) -> Option<()> {
    let at = dice.roll(9);
    let values = values(document, dice).filter(|it| it.len() > 1)?;
    values.remove(at % values.len());
    Some(())
}

fn move_value(document: &mut Value, dice: &mut Dice) -> Option<()> {
    values(document, dice)?.reverse();
    Some(())
}

/// A schema of any kind, some of them of the document.
pub(super) fn any_schema(document: &Value, dice: &mut Dice) -> Value {
    let schemas = &document["components"]["schemas"];
    let mut other = || {
        let key = dice.key(schemas).unwrap_or_default();
        json!({ "$ref": format!("#{SCHEMAS}/{key}") })
    };
    let (one, two) = (other(), other());
    match dice.roll(13) {
        0 => json!({ "type": "string" }),
        1 => json!({ "type": ["string", "null"] }),
        2 => json!({ "type": "integer" }),
        3 => json!({ "type": "number" }),
        4 => json!({ "type": "boolean" }),
        5 => json!({ "type": "string", "enum": ["a", "A", "b"] }),
        6 => json!({ "type": "array", "items": { "type": "string" } }),
        7 => json!({ "type": "array", "items": one }),
        8 => json!({ "type": "object", "properties": { "x": { "type": "integer" } } }),
        9 => json!({ "type": "object", "additionalProperties": one }),
        10 => json!({ "oneOf": [one, two] }),
        11 => json!({}),
        _ => one,
    }
}
