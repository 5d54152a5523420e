//! Reading an overlay.

use super::{Action, Change, Overlay, OverlayError};
use serde_json::Value;
use serde_json_path::JsonPath;

/// Reads the Overlay Object (section 4.4.1).
pub(super) fn overlay(name: &str, value: &Value) -> Result<Overlay, OverlayError> {
    let error = |message: &str| OverlayError {
        file: name.to_owned(),
        action: None,
        target: None,
        message: message.to_owned(),
    };
    let version = value
        .get("overlay")
        .and_then(Value::as_str)
        .ok_or_else(|| error("no overlay: it has no text `overlay` such as `overlay: 1.0.0`"))?;
    if !version.starts_with("1.0.") && !version.starts_with("1.1.") {
        return Err(error(&format!(
            "version {version} of the Overlay Specification is not known; 1.0 and 1.1 are"
        )));
    }
    let actions = value
        .get("actions")
        .and_then(Value::as_array)
        .filter(|actions| !actions.is_empty())
        .ok_or_else(|| error("an overlay needs a list `actions` with at least one action"))?;
    let read = actions.iter().enumerate().map(|(index, value)| {
        action(value).map_err(|message| OverlayError {
            action: Some(index + 1),
            target: value.get("target").and_then(Value::as_str).map(str::to_owned),
            ..error(&message)
        })
    });
    Ok(Overlay { name: name.to_owned(), actions: read.collect::<Result<_, _>>()? })
}

/// Reads the Action Object (section 4.4.3).
fn action(value: &Value) -> Result<Action, String> {
    let target = value
        .get("target")
        .and_then(Value::as_str)
        .ok_or("the action has no text `target`: give it a JSONPath such as `$.info`")?;
    let remove = match value.get("remove") {
        None => false,
        Some(Value::Bool(remove)) => *remove,
        Some(_) => return Err("`remove` must be true or false".to_owned()),
    };
    let copy = match value.get("copy") {
        None => None,
        Some(Value::String(text)) => Some((path(text)?, text.clone())),
        Some(_) => return Err("`copy` must be a JSONPath".to_owned()),
    };
    let change = match (remove, copy, value.get("update")) {
        (true, _, _) => Change::Remove,
        (false, Some(_), Some(_)) => {
            return Err("`copy` and `update` exclude each other".to_owned());
        }
        (false, Some((from, text)), None) => Change::Copy(from, text),
        (false, None, Some(update)) => Change::Update(update.clone()),
        (false, None, None) => {
            return Err(
                "the action does nothing: give it `update`, `copy` or `remove: true`".to_owned()
            );
        }
    };
    Ok(Action { target: path(target)?, text: target.to_owned(), change })
}

fn path(text: &str) -> Result<JsonPath, String> {
    JsonPath::parse(text).map_err(|error| format!("`{text}` is no JSONPath (RFC 9535): {error}"))
}
