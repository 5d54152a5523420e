//! Random edits of answers, bodies and tags: what gives and takes modules, enums by status, methods
//! of other representations, features and fields for all other properties.

use crate::edits::Dice;
use serde_json::{Value, json};

/// Edits a document in one place.
pub(crate) fn edit(document: &mut Value, dice: &mut Dice) {
    let edits = [answer, empty_answer, body, tag, new_tag, others];
    // An edit that finds nothing to change leaves the document as it is.
    let _ = edits[dice.roll(edits.len())](document, dice);
}

fn operation<'d>(document: &'d mut Value, dice: &mut Dice) -> Option<&'d mut Value> {
    let paths = document["paths"].as_object_mut()?;
    let at = dice.roll(paths.len());
    let item = paths.values_mut().nth(at)?.as_object_mut()?;
    let mut operations: Vec<&mut Value> =
        item.iter_mut().filter(|(key, _)| *key != "parameters").map(|(_, it)| it).collect();
    let at = dice.roll(operations.len());
    (at < operations.len()).then(|| operations.swap_remove(at))
}

fn schema(document: &Value, dice: &mut Dice) -> Option<Value> {
    let names: Vec<&String> = document["components"]["schemas"].as_object()?.keys().collect();
    let name = names.get(dice.roll(names.len()))?;
    Some(json!({ "$ref": format!("#/components/schemas/{name}") }))
}

/// Gives or takes an answer of another status and type.
fn answer(document: &mut Value, dice: &mut Dice) -> Option<()> {
    let schema = schema(document, dice)?;
    let status = ["201", "202", "206"][dice.roll(3)];
    let responses = operation(document, dice)?["responses"].as_object_mut()?;
    if responses.shift_remove(status).is_none() {
        let content = json!({ "application/json": { "schema": schema } });
        responses.insert(status.to_owned(), json!({ "description": "", "content": content }));
    }
    Some(())
}

fn empty_answer(document: &mut Value, dice: &mut Dice) -> Option<()> {
    let responses = operation(document, dice)?["responses"].as_object_mut()?;
    if responses.shift_remove("204").is_none() {
        responses.insert("204".to_owned(), json!({ "description": "" }));
    }
    Some(())
}

/// Gives or takes another representation of a body.
fn body(document: &mut Value, dice: &mut Dice) -> Option<()> {
    let media_types = ["text/plain", "application/octet-stream", "multipart/form-data"];
    let media_type = media_types[dice.roll(3)];
    let content = operation(document, dice)?.pointer_mut("/requestBody/content")?;
    let content = content.as_object_mut()?;
    if content.shift_remove(media_type).is_none() {
        let parts = json!({ "note": { "type": "string" }, "limit": { "type": "string" } });
        let schema = json!({ "type": "object", "properties": parts });
        content.insert(media_type.to_owned(), json!({ "schema": schema }));
    }
    Some(())
}

/// Moves an operation to the tag of another.
fn tag(document: &mut Value, dice: &mut Dice) -> Option<()> {
    let tags = operation(document, dice)?.get("tags")?.clone();
    operation(document, dice)?["tags"] = tags;
    Some(())
}

/// Puts an operation under a tag that nearly has the name of its own, first in the document.
fn new_tag(document: &mut Value, dice: &mut Dice) -> Option<()> {
    let ends = [" API", "-resource", " types", "!"];
    let end = ends[dice.roll(ends.len())];
    let operation = operation(document, dice)?;
    let name = format!("{}{end}", operation["tags"][0].as_str()?);
    operation["tags"] = json!([name]);
    if let Some(tags) = document["tags"].as_array_mut() {
        tags.retain(|tag| tag["name"] != name);
        tags.insert(0, json!({ "name": name }));
    }
    Some(())
}

/// Lets a schema have properties of any name, or a property of the name of the field for these.
fn others(document: &mut Value, dice: &mut Dice) -> Option<()> {
    let schemas = document["components"]["schemas"].as_object_mut()?;
    let at = dice.roll(schemas.len());
    let schema = schemas.values_mut().nth(at)?.as_object_mut()?;
    let properties = schema.get_mut("properties")?.as_object_mut()?;
    if dice.roll(2) == 0 {
        properties.insert("additional_properties".to_owned(), json!({ "type": "string" }));
    } else {
        schema.insert("additionalProperties".to_owned(), json!({ "type": "integer" }));
    }
    Some(())
}
