//! Edits of operations, their parameters, bodies and answers.

use super::schemas::any_schema;
use super::{Dice, Edit, moved, near, put};
use serde_json::{Value, json};

pub(super) const EDITS: &[Edit] = &[
    move_path,
    add_operation,
    remove_path,
    deprecate,
    move_parameters,
    add_parameter,
    remove_parameter,
    retype_parameter,
    require_parameter,
    retype_body,
    require_body,
    retype_answer,
];

/// One of the operations.
fn operation<'d>(document: &'d mut Value, dice: &mut Dice) -> Option<&'d mut Value> {
    let paths = document.get_mut("paths")?;
    let path = dice.key(paths)?;
    let method = dice.key(&paths[&path])?;
    paths[&path].get_mut(&method).filter(|it| it.get("responses").is_some())
}

fn move_path(document: &mut Value, dice: &mut Dice) -> Option<()> {
    moved(document.get_mut("paths")?, dice)
}

fn add_operation(document: &mut Value, dice: &mut Dice) -> Option<()> {
    let mut copy = operation(document, dice)?.clone();
    let id = copy["operationId"].as_str().unwrap_or("get").to_owned();
    copy["operationId"] = json!(near(&id, dice));
    copy["parameters"] = json!([]);
    let path = format!("/random/{}", dice.roll(1_000_000));
    let paths = document["paths"].as_object_mut()?;
    put(paths, dice, path, json!({ "get": copy }))
}

fn remove_path(document: &mut Value, dice: &mut Dice) -> Option<()> {
    let key = dice.key(&document["paths"])?;
    let paths = document["paths"].as_object_mut()?;
    if paths.len() < 20 {
        return None;
    }
    paths.shift_remove(&key).map(|_| ())
}

fn deprecate(document: &mut Value, dice: &mut Dice) -> Option<()> {
    let operation = operation(document, dice)?;
    operation["deprecated"] = json!(operation["deprecated"] != true);
    Some(())
}

/// Parameters that are not part of a path, which has to name them.
fn loose(operation: &mut Value) -> Option<&mut Vec<Value>> {
    operation.get_mut("parameters")?.as_array_mut()
}

fn parameter<'d>(document: &'d mut Value, dice: &mut Dice) -> Option<&'d mut Value> {
    let parameters = operation(document, dice)?.get_mut("parameters")?;
    dice.pick(parameters).filter(|it| it.get("schema").is_some() && it["in"] != "path")
}

fn move_parameters(document: &mut Value, dice: &mut Dice) -> Option<()> {
    loose(operation(document, dice)?)?.reverse();
    Some(())
}

fn add_parameter(document: &mut Value, dice: &mut Dice) -> Option<()> {
    let operation = operation(document, dice)?;
    let name = format!("p{}", dice.roll(1000));
    let required = dice.roll(3) == 0;
    let place = ["query", "header"][dice.roll(2)];
    let schema = scalar(dice);
    let new = json!({ "name": name, "in": place, "required": required, "schema": schema });
    match loose(operation) {
        Some(list) => list.push(new),
        None => operation["parameters"] = json!([new]),
    }
    Some(())
}

fn scalar(dice: &mut Dice) -> Value {
    match dice.roll(4) {
        0 => json!({ "type": "integer" }),
        1 => json!({ "type": "boolean" }),
        2 => json!({ "type": "array", "items": { "type": "string" } }),
        _ => json!({ "type": "string" }),
    }
}

fn remove_parameter(document: &mut Value, dice: &mut Dice) -> Option<()> {
    let at = dice.roll(9);
    let list = loose(operation(document, dice)?)?;
    let at = at % list.len().max(1);
    list.get(at).filter(|it| it["in"] != "path" && it.get("in").is_some())?;
    list.remove(at);
    Some(())
}

fn retype_parameter(document: &mut Value, dice: &mut Dice) -> Option<()> {
    let schema = scalar(dice);
    parameter(document, dice)?["schema"] = schema;
    Some(())
}

fn require_parameter(document: &mut Value, dice: &mut Dice) -> Option<()> {
    let parameter = parameter(document, dice)?;
    parameter["required"] = json!(parameter["required"] != true);
    Some(())
}

fn retype_body(document: &mut Value, dice: &mut Dice) -> Option<()> {
    let schema = any_schema(document, dice);
    let body = operation(document, dice)?.get_mut("requestBody")?;
    body.pointer_mut("/content/application~1json").map(|it| it["schema"] = schema)
}

fn require_body(document: &mut Value, dice: &mut Dice) -> Option<()> {
    let body = operation(document, dice)?.get_mut("requestBody")?;
    body["required"] = json!(body["required"] != true);
    Some(())
}

fn retype_answer(document: &mut Value, dice: &mut Dice) -> Option<()> {
    let schema = any_schema(document, dice);
    let answer = operation(document, dice)?.pointer_mut("/responses/200")?;
    answer.pointer_mut("/content/application~1json").map(|it| it["schema"] = schema)
}
