//! What mocks know of operations.

use crate::ir::Status;
use crate::plan::model::{
    Argument, BodyFormat, Constructor, MockBody, Pass, RustType, Setter, Target,
};

/// The body of the preferred way to make a request.
pub(super) fn body(constructors: &[Constructor], setters: &[Setter]) -> Option<MockBody> {
    let preferred = constructors.first()?;
    let set = setters.iter().map(|setter| &setter.argument);
    let mut found = preferred.arguments.iter().chain(set).filter_map(of_argument);
    found.next().or(preferred.form.as_ref().map(|_| MockBody::Multipart))
}

fn of_argument(argument: &Argument) -> Option<MockBody> {
    let format = match &argument.target {
        Target::Parameter(..) => return None,
        Target::Part(_) => return Some(MockBody::Multipart),
        Target::Body(format) => format,
    };
    Some(match format {
        BodyFormat::Json(_) => MockBody::Json(given(&argument.pass)),
        BodyFormat::Lines(_) => MockBody::Lines(given(&argument.pass)),
        BodyFormat::Form(_) => MockBody::Form,
        BodyFormat::Text(_) => MockBody::Text,
        BodyFormat::Bytes(_) => MockBody::Bytes,
        BodyFormat::Parts(_) => MockBody::Multipart,
    })
}

/// The type of what is handed over.
fn given(pass: &Pass) -> RustType {
    match pass {
        Pass::Text => RustType::String,
        Pass::Slice(item) | Pass::Items(item) => RustType::Vec(Box::new(item.clone())),
        Pass::Body | Pass::File | Pass::Files | Pass::Parts => RustType::Bytes,
        Pass::Value(ty)
        | Pass::Reference(ty)
        | Pass::Borrow(ty)
        | Pass::Optional(ty)
        | Pass::Lines(ty) => ty.clone(),
    }
}

/// A status that is sent: the first of a range, 200 where the document names none.
pub(super) fn sent(status: Status) -> u16 {
    match status {
        Status::Code(code) => code,
        Status::Range(class) => u16::from(class) * 100,
        Status::Default => 200,
    }
}
