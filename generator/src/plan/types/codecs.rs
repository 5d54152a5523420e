//! Which way serde carries each type.

use crate::ir::{Api, TypeId};
use crate::plan::model::Codec;

/// The directions of every type: those it travels in, and those of the types that contain it. A
/// type that no operation uses is read, as a webhook's payload would be.
pub(super) fn codecs(api: &Api) -> Vec<Codec> {
    let mut codecs: Vec<Codec> = api
        .types
        .iter()
        .map(|(_, definition)| {
            let usage = definition.usage;
            Codec { read: usage.response || !usage.request, write: usage.request }
        })
        .collect();
    let mut waiting: Vec<TypeId> = api.types.ids().collect();
    while let Some(id) = waiting.pop() {
        let own = codecs[id.index()];
        let mut reach = |inner: TypeId| {
            let known = &mut codecs[inner.index()];
            let joined = Codec { read: known.read || own.read, write: known.write || own.write };
            if joined != *known {
                *known = joined;
                waiting.push(inner);
            }
        };
        api.types[id].shape.each_ty(&mut |ty| ty.each_named(&mut reach));
    }
    codecs
}
