//! Filling the IR with what a person says; an entry without an effect is told.

use super::{Choice, Conventions, ErrorFields, OperationConventions, pages};
use crate::diag::{Diagnostic, Diagnostics, code};
use crate::ir::{Api, ErrorEnvelope, Operation, Place, Role, Ty};
use crate::passes::find::{fields, is_flag};
use crate::select::Pattern;

/// Fills in what a person says, over what was recognised.
pub fn choose(api: &mut Api, conventions: &Conventions, diagnostics: &mut Diagnostics) {
    api.headers = conventions.headers.clone();
    let mut refuse = |entry: &str, why: String| {
        let message = format!("the entry `{entry}` of `[conventions]` has no effect: {why}");
        diagnostics.add(Diagnostic::new(code::UNUSED_CONVENTION, None, message));
    };
    if let Some(header) = &conventions.idempotency_key {
        let named = |operation: &Operation| declares(operation, header);
        match api.operations.iter().any(named) {
            true => api
                .operations
                .iter_mut()
                .filter(|it| named(it))
                .for_each(|operation| set_key(operation, header)),
            false => refuse(header, "no operation has a header parameter of that name".to_owned()),
        }
    }
    if let Some(error) = &conventions.error
        && let Err((entry, why)) = envelope(api, error)
    {
        refuse(&entry, why);
    }
    for entry in &conventions.operations {
        let picked: Vec<usize> = (0..api.operations.len())
            .filter(|at| picks(&entry.pattern, &api.operations[*at]))
            .collect();
        let key = match &entry.pattern {
            Pattern::Tag(text) | Pattern::Path(text) | Pattern::Id(text) => text,
        };
        if picked.is_empty() {
            refuse(key, format!("no operation has {}", entry.pattern));
        } else if let Err(why) = operations(api, &picked, entry) {
            refuse(key, why);
        }
    }
}

fn picks(pattern: &Pattern, operation: &Operation) -> bool {
    match pattern {
        Pattern::Tag(tag) => operation.tag.as_ref() == Some(tag),
        Pattern::Path(pattern) => pattern.strip_suffix('*').map_or_else(
            || operation.path.text == *pattern,
            |start| operation.path.text.starts_with(start),
        ),
        Pattern::Id(id) => operation.id.as_ref() == Some(id),
    }
}

fn declares(operation: &Operation, header: &str) -> bool {
    let is_it = |wire: &str| wire.eq_ignore_ascii_case(header);
    operation.parameters.iter().any(|it| it.place == Place::Header && is_it(&it.wire))
}

/// Applies an entry to each operation that it fits; it has to fit one at least.
fn operations(api: &mut Api, picked: &[usize], entry: &OperationConventions) -> Result<(), String> {
    for at in picked {
        let operation = &mut api.operations[*at];
        match &entry.idempotency_key {
            Some(Choice::On(header)) => set_key(operation, header),
            Some(Choice::Off) => clear_key(operation),
            None => {}
        }
        if let Some(takes) = entry.if_match {
            operation.conditional.if_match = takes;
            set_role(operation, "if-match", Role::IfMatch, takes);
        }
        if let Some(takes) = entry.if_none_match {
            operation.conditional.if_none_match = takes;
            set_role(operation, "if-none-match", Role::IfNoneMatch, takes);
        }
    }
    match &entry.pages {
        Some(pages) => pages::set(api, picked, pages),
        None => Ok(()),
    }
}

/// Makes a header the one that makes a repetition safe, and no other.
fn set_key(operation: &mut Operation, header: &str) {
    clear_key(operation);
    operation.idempotency = Some(header.to_owned());
    set_role(operation, header, Role::IdempotencyKey, true);
}

fn clear_key(operation: &mut Operation) {
    operation.idempotency = None;
    for parameter in &mut operation.parameters {
        if parameter.role == Role::IdempotencyKey {
            parameter.role = Role::Plain;
        }
    }
}

/// What a header parameter is for, where an operation has it.
fn set_role(operation: &mut Operation, header: &str, role: Role, takes: bool) {
    let is_it = |wire: &str| wire.eq_ignore_ascii_case(header);
    for parameter in &mut operation.parameters {
        if parameter.place == Place::Header && is_it(&parameter.wire) {
            parameter.role = if takes { role } else { Role::Plain };
        }
    }
}

fn envelope(api: &mut Api, chosen: &ErrorFields) -> Result<(), (String, String)> {
    let ty = match (&chosen.schema, &api.error_envelope) {
        (Some(pointer), _) => Some(named(api, pointer).ok_or_else(|| {
            (pointer.clone(), "the document has no schema of this pointer".to_owned())
        })?),
        (None, Some(known)) => Some(known.ty.clone()),
        (None, None) => None,
    };
    let Some(ty) = ty else {
        let why = "the operations share no error, so `schema` has to name it".to_owned();
        return Err(("error".to_owned(), why));
    };
    let before = api.error_envelope.take().filter(|known| known.ty == ty);
    let before = before.unwrap_or_else(|| ErrorEnvelope {
        ty: ty.clone(),
        code: None,
        message: None,
        retryable: None,
        request_id: None,
    });
    let keys = |chosen: &Option<Vec<String>>, before: Option<Vec<String>>, flag: bool| {
        let Some(keys) = chosen else { return Ok(before) };
        let entry = || keys.join(".");
        let Some(field) = field(api, &ty, keys) else {
            return Err((entry(), "the error has no such field".to_owned()));
        };
        match flag && !is_flag(api, field) {
            true => Err((entry(), "the field is no flag".to_owned())),
            false => Ok(Some(keys.clone())),
        }
    };
    let envelope = ErrorEnvelope {
        code: keys(&chosen.code, before.code, false)?,
        message: keys(&chosen.message, before.message, false)?,
        retryable: keys(&chosen.retryable, before.retryable, true)?,
        request_id: keys(&chosen.request_id, before.request_id, false)?,
        ty: ty.clone(),
    };
    api.error_envelope = Some(envelope);
    Ok(())
}

/// The type of a schema.
fn named(api: &Api, pointer: &str) -> Option<Ty> {
    let path = pointer.trim_start_matches('#');
    let is_it = |origin: &crate::diag::Pointer| origin.to_string().trim_start_matches('#') == path;
    api.types.iter().find(|(_, it)| is_it(&it.origin)).map(|(id, _)| Ty::Named(id))
}

/// The field at the end of some keys.
pub(super) fn field<'a>(api: &'a Api, from: &Ty, keys: &[String]) -> Option<&'a crate::ir::Field> {
    let (last, before) = keys.split_last()?;
    let mut here = fields(api, from)?;
    for key in before {
        let field = here.iter().find(|field| field.wire == *key)?;
        here = fields(api, &field.ty)?;
    }
    here.iter().find(|field| field.wire == *last)
}
