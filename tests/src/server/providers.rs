//! The sending accounts, with state.

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::{
    PREFIX,
    answer::Answer,
    conditional,
    envelope::{Refusal, success},
    fault::Promise,
    pages,
    record::Recorded,
    state::Memory,
};
use crate::document::Document;

/// A team may have this many accounts.
const MOST: usize = 100;

/// What a request to an operation on sending accounts gives; nothing when there is no state to it.
pub(super) fn answer(memory: &mut Memory, request: &Recorded) -> Option<Answer> {
    let id = request.path.get("public_id").cloned().unwrap_or_default();
    let operation = request.operation.as_deref()?;
    let name = operation.strip_prefix("management")?;
    if name == "ListProviders" {
        return Some(list(memory, request));
    }
    if name == "CreateProvider" {
        return Some(create(memory, request));
    }
    let of_one = [
        "GetProvider",
        "UpdateProvider",
        "DeleteProvider",
        "ActivateProvider",
        "DeactivateProvider",
        "TestProvider",
    ];
    if !of_one.contains(&name) {
        return None;
    }
    let Some(account) = memory.providers.get(&id).cloned() else {
        return Some(Refusal::NotFound.answer("There is no such sending account."));
    };
    let protected = account["is_shared"] == true;
    match name {
        "GetProvider" => Some(success(StatusCode::OK, account)),
        "UpdateProvider" | "DeleteProvider" if protected => {
            Some(Refusal::ValidationError.answer("The shared account cannot be changed."))
        }
        "UpdateProvider" => Some(update(memory, request, &id)),
        "DeleteProvider" => {
            memory.providers.shift_remove(&id);
            Some(success(StatusCode::OK, json!({"id": id, "deleted": true})))
        }
        "ActivateProvider" => Some(switch(memory, &id, true)),
        "DeactivateProvider" => Some(switch(memory, &id, false)),
        _ => None,
    }
}

/// The current tag of the account that a request is about.
pub(super) fn current_tag(memory: &Memory, request: &Recorded) -> Option<String> {
    let id = request.path.get("public_id")?;
    request.target.starts_with(&format!("{PREFIX}/providers/")).then_some(())?;
    memory.providers.get(id).map(conditional::etag)
}

/// Adds an account that an SMTP server stands behind.
pub(super) fn add(memory: &mut Memory, name: &str) -> String {
    let id = memory.new_id("dprov");
    let mut account = Document::sendmux().instances("/components/schemas/ProviderItem").minimal();
    let fields = json!({
        "id": id, "name": name, "type": "smtp", "status": "active", "is_active": true,
        "is_shared": false, "is_editable": true, "has_smtp_password": true,
        "smtp_host": "smtp.example.com", "smtp_port": 587, "smtp_protocol": "starttls",
        "smtp_username": "api-user", "from_email": "sender@example.com", "from_name": "Acme",
        "percentage": 100,
        "created_at": "2026-05-25T02:18:00Z", "updated_at": "2026-05-25T02:18:00Z",
    });
    merge(&mut account, fields);
    memory.providers.insert(id.clone(), account);
    id
}

/// Gives an account another name.
pub(super) fn rename(memory: &mut Memory, id: &str, name: &str) {
    if let Some(account) = memory.providers.get_mut(id) {
        account["name"] = json!(name);
    }
}

fn list(memory: &Memory, request: &Recorded) -> Answer {
    let wanted = |account: &&Value| {
        let same = |field: &str| request.query(field).is_none_or(|value| account[field] == value);
        same("status") && same("type")
    };
    let accounts: Vec<Value> = memory.providers.values().filter(wanted).cloned().collect();
    pages::cut(memory, request, &accounts)
}

fn create(memory: &mut Memory, request: &Recorded) -> Answer {
    let Ok(Value::Object(body)) = serde_json::from_slice(&request.body) else {
        return Refusal::MissingParameter.answer("A body is required.");
    };
    if memory.providers.len() >= MOST {
        return Refusal::LimitExceeded.answer("The team has as many accounts as it may.");
    }
    let id = add(memory, "");
    let account = memory.providers.get_mut(&id).expect("the account was just added");
    merge(account, json!({"from_email": null, "from_name": null}));
    write(account, body, true);
    let created = account.clone();
    if !memory.keeps(Promise::Created) {
        return success(StatusCode::OK, created);
    }
    success(StatusCode::CREATED, created).with("Location", format!("{PREFIX}/providers/{id}"))
}

fn update(memory: &mut Memory, request: &Recorded, id: &str) -> Answer {
    let Ok(Value::Object(mut body)) = serde_json::from_slice(&request.body) else {
        return Refusal::MissingParameter.answer("A body is required.");
    };
    let null_clears = memory.keeps(Promise::NullClears);
    if !memory.keeps(Promise::AbsentStays) {
        for field in ["from_email", "from_name", "reply_to_email", "reply_to_name"] {
            body.entry(field).or_insert(Value::Null);
        }
    }
    let account = memory.providers.get_mut(id).expect("the account was looked up");
    write(account, body, null_clears);
    account["updated_at"] = json!("2026-05-25T02:19:00Z");
    success(StatusCode::OK, account.clone())
}

fn switch(memory: &mut Memory, id: &str, on: bool) -> Answer {
    let works = memory.keeps(Promise::Activation);
    let account = memory.providers.get_mut(id).expect("the account was looked up");
    if works {
        account["is_active"] = json!(on);
        account["status"] = json!(if on { "active" } else { "inactive" });
    }
    success(StatusCode::OK, account.clone())
}

/// Writes the fields of a body into an account.
fn write(account: &mut Value, body: Map<String, Value>, null_clears: bool) {
    for (field, value) in body {
        match field.as_str() {
            "smtp_password" => account["has_smtp_password"] = json!(true),
            "quotas" => {
                for (period, quota) in value.as_object().into_iter().flatten() {
                    account["quotas"][period] = range(quota);
                }
            }
            _ if value.is_null() && !null_clears => {}
            _ => account[&field] = value,
        }
    }
}

/// A quota may be given as one number; it is kept as a range.
fn range(quota: &Value) -> Value {
    match quota {
        Value::Number(number) => json!({"min": number, "max": number}),
        other => other.clone(),
    }
}

fn merge(account: &mut Value, fields: Value) {
    if let (Value::Object(account), Value::Object(fields)) = (account, fields) {
        account.extend(fields);
    }
}
