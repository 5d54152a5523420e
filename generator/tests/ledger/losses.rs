//! Whether the ledger sees what is taken away on purpose.

use crate::{Read, repository};
use generator::build::Manifest;
use generator::ir::{Api, Dispatch, EnumValues, Shape};
use std::collections::{BTreeMap, BTreeSet};

/// Takes fields that come from one place away from every type; true if there were some.
fn without_field(api: &mut Api, origin: &str) -> bool {
    let mut found = false;
    for id in api.types.ids() {
        if let Shape::Struct(shape) = &mut api.types[id].shape {
            let before = shape.fields.len();
            shape.fields.retain(|field| field.origin.path() != origin);
            found |= shape.fields.len() < before;
        }
    }
    found
}

/// Takes the last value of the enums that come from one place away.
fn without_value(api: &mut Api, origin: &str) {
    for id in api.types.ids() {
        if api.types[id].origin.path() != origin {
            continue;
        }
        match &mut api.types[id].shape {
            Shape::Enum(shape) => match &mut shape.values {
                EnumValues::Text(values) => drop(values.pop()),
                EnumValues::Integer(values) => drop(values.pop()),
            },
            _ => continue,
        }
    }
}

fn several(values: &EnumValues) -> bool {
    match values {
        EnumValues::Text(values) => values.len() > 1,
        EnumValues::Integer(values) => values.len() > 1,
    }
}

/// The property that tells the branches of a union apart.
fn tag(shape: &Shape) -> Option<&String> {
    match shape {
        Shape::Union(union) => match &union.dispatch {
            Dispatch::Tag(tag) => Some(&tag.property),
            Dispatch::Guards(_) => None,
        },
        _ => None,
    }
}

#[test]
fn every_loss_is_noticed() {
    let mut losses = BTreeMap::<&str, usize>::new();
    let mut unnoticed = Vec::new();
    for name in ["access", "bodies", "composition", "enums", "inheritance", "kinds", "responses"] {
        let read = Read::new(&repository().join(format!("tests/fixtures/{name}.yaml")));
        let read = read.expect("fixtures are valid");
        let mut lose = |kind, what: String, api: &Api, manifest: &Manifest| {
            *losses.entry(kind).or_default() += 1;
            if read.lost(api, manifest).0.is_empty() {
                unnoticed.push(format!("{name}: {kind} {what}"));
            }
        };
        let (mut fields, mut enums) = (BTreeSet::new(), BTreeSet::new());
        let shapes = || read.api.types.iter().map(|(_, definition)| &definition.shape);
        let tags: BTreeSet<&String> = shapes().filter_map(tag).collect();
        for (_, definition) in read.api.types.iter() {
            match &definition.shape {
                Shape::Struct(shape) => {
                    // What is required and not described has no place of its own.
                    // A tag is known to its union, too.
                    let own = shape.fields.iter().filter(|field| !tags.contains(&field.wire));
                    let own = own.map(|field| field.origin.path());
                    fields.extend(own.filter(|path| path.contains("/properties/")));
                }
                // The values of a branch are known to its union, too, and a constant to its field.
                Shape::Enum(shape)
                    if !definition.origin.path().contains("Of/") && several(&shape.values) =>
                {
                    enums.insert(definition.origin.path());
                }
                _ => {}
            }
        }
        for origin in fields {
            let mut api = read.api.clone();
            assert!(without_field(&mut api, origin));
            lose("property", origin.to_owned(), &api, &read.manifest);
        }
        for origin in enums {
            let mut api = read.api.clone();
            without_value(&mut api, origin);
            lose("enum value", origin.to_owned(), &api, &read.manifest);
        }
        for at in 0..read.manifest.operations.len() {
            let mut manifest = read.manifest.clone();
            let operation = manifest.operations.remove(at);
            lose("operation", operation.id.clone(), &read.api, &manifest);
            for index in 0..operation.parameters.len() {
                let mut manifest = read.manifest.clone();
                let gone = manifest.operations[at].parameters.remove(index);
                lose("parameter", gone.wire, &read.api, &manifest);
            }
            for index in 0..operation.responses.len() {
                let mut manifest = read.manifest.clone();
                let gone = manifest.operations[at].responses.remove(index);
                lose("status", gone.status, &read.api, &manifest);
                for media_type in 0..gone.media_types.len() {
                    let mut manifest = read.manifest.clone();
                    let response = &mut manifest.operations[at].responses[index];
                    let gone = response.media_types.remove(media_type);
                    lose("media type", gone, &read.api, &manifest);
                }
                for header in 0..gone.headers.len() {
                    let mut manifest = read.manifest.clone();
                    let gone = manifest.operations[at].responses[index].headers.remove(header);
                    lose("header", gone.wire, &read.api, &manifest);
                }
            }
        }
    }
    println!("{losses:?}");
    assert!(unnoticed.is_empty(), "{unnoticed:#?}");
}
