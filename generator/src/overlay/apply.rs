//! Applying one action.

use super::{Action, Change};
use serde_json::Value;
use serde_json_path::JsonPath;

/// Changes every value that the action's target matches.
pub(super) fn action(action: &Action, document: &mut Value) -> Result<(), String> {
    let places = places(&action.target, document);
    if places.is_empty() {
        return Err(
            "matches nothing in the document; mend the path or take the action out".to_owned()
        );
    }
    match &action.change {
        Change::Remove => remove(&places, document),
        Change::Update(update) => merge_all(&places, update, document),
        Change::Copy(from, text) => {
            let found = from.query(document).all();
            let [value] = found.as_slice() else {
                return Err(format!(
                    "`copy` must match one value; `{text}` matches {}",
                    found.len()
                ));
            };
            let value = (*value).clone();
            merge_all(&places, &value, document)
        }
    }
}

/// JSON pointers to everything that a path matches, in document order.
fn places(path: &JsonPath, document: &Value) -> Vec<String> {
    let nodes = path.query_located(document);
    nodes.locations().map(|location| location.to_json_pointer()).collect()
}

fn merge_all(places: &[String], update: &Value, document: &mut Value) -> Result<(), String> {
    for place in places {
        if let Some(target) = document.pointer_mut(place) {
            merge(target, update);
        }
    }
    Ok(())
}

/// Merges an update into a value: objects key by key, lists by appending, the rest by replacing.
fn merge(target: &mut Value, update: &Value) {
    match (target, update) {
        (Value::Object(target), Value::Object(update)) => {
            for (key, value) in update {
                match target.get_mut(key) {
                    Some(known) => merge(known, value),
                    None => {
                        target.insert(key.clone(), value.clone());
                    }
                }
            }
        }
        (Value::Array(target), Value::Array(update)) => target.extend(update.iter().cloned()),
        (Value::Array(target), update) => target.push(update.clone()),
        (target, update) => *target = update.clone(),
    }
}

/// Takes values out of their parents, the last of a list first, so that positions stay true.
fn remove(places: &[String], document: &mut Value) -> Result<(), String> {
    let mut places: Vec<&String> = places.iter().collect();
    places.sort_by_key(|place| std::cmp::Reverse(position(place)));
    for place in places {
        let Some((parent, key)) = place.rsplit_once('/') else {
            return Err("the document itself cannot be removed".to_owned());
        };
        let key = key.replace("~1", "/").replace("~0", "~");
        match document.pointer_mut(parent) {
            Some(Value::Object(keys)) => {
                keys.shift_remove(&key);
            }
            Some(Value::Array(items)) => {
                if let Ok(index) = key.parse::<usize>()
                    && index < items.len()
                {
                    items.remove(index);
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The position within a list that a pointer ends in; zero for a key.
fn position(place: &str) -> usize {
    place.rsplit('/').next().and_then(|last| last.parse().ok()).unwrap_or_default()
}
