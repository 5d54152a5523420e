//! What is read of a document.

use generator::diag::{Code, Diagnostics, code};
use generator::document::{Document, Schema, SecurityType, Version};
use generator::ir::{Kind, Place, Status, Style};
use generator::source::{Node, Source};

const PETS: &str = include_str!("fixtures/pets.yaml");

fn with<R>(text: &str, check: impl FnOnce(&Document<'_>, &Diagnostics) -> R) -> R {
    let source = Source::from_bytes("api.yaml", text.as_bytes().to_vec());
    let mut diagnostics = Diagnostics::new();
    let Some(document) = Document::read(&source, &mut diagnostics) else {
        panic!("{}", diagnostics.render(&source, 9));
    };
    check(&document, &diagnostics)
}

fn codes(diagnostics: &Diagnostics) -> Vec<Code> {
    diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn info_servers_and_tags_survive_what_is_broken_in_them() {
    with(PETS, |document, _| {
        assert_eq!(document.version, Version::V31);
        assert_eq!(document.info.version, "1.10");
        assert_eq!(document.info.contact, None);
        let variables = document.servers[0].variables.as_ref().expect("it has variables");
        assert_eq!(variables["port"].default, "8443");
        assert_eq!(document.tags[0].name, "pets");
    });
}

#[test]
fn operations_inherit_from_their_path() {
    with(PETS, |document, _| {
        let places: Vec<_> =
            document.operations.iter().map(|o| (o.method.as_str(), o.path, o.id)).collect();
        assert_eq!(
            places,
            [
                ("GET", "/pets", Some("listPets")),
                ("POST", "/pets", None),
                ("GET", "/pets/{id}", Some("getPet")),
            ]
        );
        let list = &document.operations[0];
        let parameters: Vec<_> =
            list.parameters.iter().map(|p| (p.name, p.place, p.required, p.component)).collect();
        assert_eq!(
            parameters,
            [
                ("x-trace", Place::Header, true, None),
                ("filter", Place::Query, false, None),
                ("limit", Place::Query, false, Some("Limit")),
            ]
        );
        assert_eq!(list.parameters[1].content.as_ref().map(|c| c.name), Some("application/json"));
        assert_eq!((list.parameters[2].style, list.parameters[2].explode), (Style::Form, true));
        assert_eq!(list.security, [["key"]]);
        assert_eq!(document.operations[1].security, Vec::<Vec<&str>>::new());
        assert_eq!(list.docs.summary.as_deref(), Some("All pets"));
        let statuses: Vec<_> = list.responses.iter().map(|r| (r.status, r.component)).collect();
        assert_eq!(
            statuses,
            [
                (Status::Code(200), None),
                (Status::Range(4), Some("Problem")),
                (Status::Default, Some("Problem")),
            ]
        );
        assert_eq!(list.responses[0].headers[0].name, "X-Total");
        assert_eq!(list.at.path(), "/paths/~1pets/get");
        assert_eq!(document.operations[2].at.path(), "/components/pathItems/Pet/get");
    });
}

#[test]
fn bodies_callbacks_and_webhooks_are_read() {
    with(PETS, |document, _| {
        let create = &document.operations[1];
        let body = create.body.as_ref().expect("it has a body");
        assert_eq!((body.required, body.component), (true, Some("Pet")));
        assert_eq!(create.callbacks[0].0, "adopted");
        assert_eq!(create.callbacks[0].1.path, "{$request.body#/url}");
        assert_eq!(document.webhooks[0].0, "born");
        let others: Vec<_> =
            document.referenced_schemas().iter().map(|node| node.at.path().to_owned()).collect();
        assert_eq!(others, ["/components/schemas/Pet/properties/owner"]);
    });
}

#[test]
fn security_schemes_of_every_kind_are_read() {
    with(PETS, |document, diagnostics| {
        let kinds: Vec<_> = document.security_schemes.iter().map(|s| (s.name, s.kind)).collect();
        assert_eq!(
            kinds,
            [
                ("key", SecurityType::ApiKey(Place::Header, "X-Key")),
                ("mutual", SecurityType::MutualTls),
                ("flows", SecurityType::OAuth2),
            ]
        );
        assert_eq!(codes(diagnostics), [code::UNKNOWN_SECURITY_TYPE]);
    });
}

/// Reads one schema of a document of a version.
fn schema<R>(version: &str, yaml: &str, check: impl FnOnce(Schema<'_>, Vec<Code>) -> R) -> R {
    let text = format!(
        "openapi: {version}\ninfo: {{title: t, version: '1'}}\npaths: {{}}\n\
         components: {{schemas: {{S: {yaml}}}}}\n"
    );
    with(&text, |document, _| {
        let mut diagnostics = Diagnostics::new();
        let schema = document.read_schema(&document.schemas[0].1, &mut diagnostics);
        check(schema, codes(&diagnostics))
    })
}

#[test]
fn types_are_read_up_into_the_newest_dialect() {
    let kinds = |version: &str, yaml: &str| {
        schema(version, yaml, |schema, codes| {
            let kinds = schema.kinds.map(|kinds| kinds.iter().collect::<Vec<_>>());
            (kinds, schema.nullable, codes)
        })
    };
    let some = |kinds: &[Kind]| Some(kinds.to_vec());
    let (null, text) = (Kind::Null, Kind::Text);
    assert_eq!(
        kinds("3.0.0", "{type: string, nullable: true}"),
        (some(&[null, text]), true, vec![])
    );
    assert_eq!(kinds("3.0.0", "{nullable: true}"), (None, true, vec![]));
    assert_eq!(kinds("3.1.0", "{type: [string, 'null']}"), (some(&[null, text]), false, vec![]));
    assert_eq!(kinds("3.1.0", "{type: [string, null]}"), (some(&[null, text]), false, vec![]));
    assert_eq!(
        kinds("3.1.0", "{type: string, nullable: true}"),
        (some(&[null, text]), true, vec![code::NULLABLE_IN_31])
    );
    for (yaml, expected) in [
        ("{type: int}", some(&[Kind::Integer])),
        ("{type: String}", some(&[text])),
        ("{type: file}", some(&[text])),
        ("{type: any}", None),
        ("{type: thing}", None),
        ("{type: [string, thing]}", None),
    ] {
        assert_eq!(kinds("3.0.3", yaml), (expected, false, vec![code::UNKNOWN_TYPE]), "{yaml}");
    }
    assert_eq!(kinds("3.1.0", "{type: []}"), (None, false, vec![]));
    assert_eq!(kinds("3.1.0", "{type: {}}"), (None, false, vec![code::WRONG_KEYWORD_TYPE]));
    schema("3.0.0", "{type: file}", |schema, _| assert_eq!(schema.format, Some("binary")));
    schema("3.0.0", "{type: date}", |schema, _| assert_eq!(schema.format, Some("date")));
}

#[test]
fn bounds_have_one_form() {
    let bounds = |yaml: &str| {
        schema("3.1.0", yaml, |schema, codes| {
            let side = |bound: Option<generator::ir::Bound>| {
                bound.map(|bound| (bound.value.to_string(), bound.exclusive))
            };
            (side(schema.minimum), side(schema.maximum), codes)
        })
    };
    let some = |value: &str, exclusive| Some((value.to_owned(), exclusive));
    assert_eq!(bounds("{minimum: 1, exclusiveMinimum: true}"), (some("1", true), None, vec![]));
    assert_eq!(bounds("{minimum: 1, exclusiveMinimum: false}"), (some("1", false), None, vec![]));
    assert_eq!(bounds("{exclusiveMinimum: true}"), (None, None, vec![]));
    assert_eq!(bounds("{minimum: 5, exclusiveMinimum: 1}"), (some("5", false), None, vec![]));
    assert_eq!(bounds("{minimum: 1, exclusiveMinimum: 1}"), (some("1", true), None, vec![]));
    assert_eq!(bounds("{maximum: 5, exclusiveMaximum: 9}"), (None, some("5", false), vec![]));
    assert_eq!(bounds("{maximum: '5'}"), (None, some("5", false), vec![code::WRONG_KEYWORD_TYPE]));
}

#[test]
fn wrong_keywords_cost_only_themselves() {
    for (yaml, reported) in [
        ("{required: true}", code::WRONG_KEYWORD_TYPE),
        ("{enum: null}", code::WRONG_KEYWORD_TYPE),
        ("{enum: []}", code::EMPTY_ENUM),
        ("{properties: []}", code::WRONG_KEYWORD_TYPE),
        ("{properties: null}", code::WRONG_KEYWORD_TYPE),
        ("{additionalProperties: 'maybe'}", code::WRONG_KEYWORD_TYPE),
        ("{allOf: [1]}", code::WRONG_KEYWORD_TYPE),
        ("{items: 5}", code::WRONG_KEYWORD_TYPE),
        ("{maxLength: -1}", code::WRONG_KEYWORD_TYPE),
        ("{pattern: 5}", code::WRONG_KEYWORD_TYPE),
        ("{readOnly: 5}", code::WRONG_KEYWORD_TYPE),
        ("{$ref: 5}", code::WRONG_KEYWORD_TYPE),
        ("{description: {}}", code::WRONG_KEYWORD_TYPE),
        ("{discriminator: {}}", code::MISSING_FIELD),
        ("{propertis: {}}", code::UNKNOWN_KEYWORD),
    ] {
        schema("3.1.0", yaml, |schema, codes| {
            assert_eq!(codes, [reported], "{yaml}");
            assert!(schema.enumeration.is_none() && schema.properties.is_empty());
            assert!(schema.additional.is_none() && schema.items.is_none());
        });
    }
    for yaml in
        ["{description:, title:, x-thing: 5, $comment: c, externalDocs: {}}", "{maxItems: 3.0}"]
    {
        schema("3.1.0", yaml, |_, codes| assert_eq!(codes, [], "{yaml}"));
    }
    schema("3.0.0", "{additionalProperties: 'true'}", |schema, _| {
        assert_eq!(schema.additional.map(|node| node.value.clone()), Some(true.into()));
    });
    schema("3.0.0", "{enum: a}", |schema, _| {
        assert_eq!(schema.enumeration.map(<[_]>::len), Some(1))
    });
}

#[test]
fn references_have_siblings_from_31_on() {
    let yaml = "{$ref: '#/x', description: d, nullable: true, minLength: 3}";
    schema("3.0.0", yaml, |schema, codes| {
        assert_eq!(schema.reference, Some("#/x"));
        assert_eq!(schema.docs.description.as_deref(), Some("d"));
        assert!(schema.nullable && schema.text_length.0.is_none());
        assert_eq!(codes, [code::REFERENCE_SIBLINGS]);
    });
    schema("3.1.0", "{$ref: '#/x', minLength: 3}", |schema, codes| {
        assert_eq!((schema.reference, schema.text_length.0), (Some("#/x"), Some(3)));
        assert_eq!(codes, []);
    });
}

#[test]
fn leftovers_of_older_drafts_and_extensions_are_read() {
    schema("3.1.0", "{items: [{type: string}, {}], additionalItems: false}", |schema, _| {
        assert_eq!(schema.prefix_items.len(), 2);
        assert_eq!(schema.items.map(|node| node.value.clone()), Some(false.into()));
    });
    schema(
        "3.1.0",
        "{enum: [1, 2], x-enum-varnames: [One, Two], x-enum-descriptions: {'2': two}}",
        |schema, _| {
            assert_eq!(schema.enum_names, [Some("One"), Some("Two")]);
            assert_eq!(schema.enum_descriptions, [None, Some("two")]);
        },
    );
    schema("3.1.0", "{enum: [a, b], x-ms-enum: {values: [{value: b, name: Bee}]}}", |schema, _| {
        assert_eq!(schema.enum_names, [None, Some("Bee")]);
    });
    schema(
        "3.2.0",
        "{discriminator: {propertyName: t, defaultMapping: D, mapping: {1: A}}}",
        |schema, _| {
            let discriminator = schema.discriminator.expect("it is there");
            assert_eq!((discriminator.property, discriminator.fallback), ("t", Some("D")));
            assert_eq!(discriminator.mapping, [("1", "A")]);
        },
    );
    schema("3.1.0", "{unevaluatedProperties: false, not: {}, if: {}, then: {}}", |schema, _| {
        assert!(schema.additional.is_some() && schema.unevaluated.is_some());
        assert_eq!(schema.unchecked, ["not", "if"]);
        assert_eq!(schema.conditional.len(), 1);
    });
    let node = Node { value: &false.into(), at: Default::default() };
    assert_eq!(Schema::read(&node, Version::V31, &mut Diagnostics::new()).boolean, Some(false));
}

#[test]
fn odd_operations_are_reported_and_the_rest_is_read() {
    let text = r#"
openapi: 3.2.0
info: {title: t, version: '1'}
paths:
  x-extension: 5
  /a?b=c:
    get: {responses: {OK: {}, 99: {}, 2XX: {}, Default: {}}}
    query: {operationId: q}
    additionalOperations: {COPY: {}, 'no method': {}}
    parameters:
      - {name: a, in: body, schema: {}}
      - {name: b, in: query, style: matrix, schema: {}}
      - {name: b, in: query}
      - {name: c, in: path}
      - {in: query}
      - {name: q, in: querystring, content: {application/x-www-form-urlencoded: {schema: {}}}}
      - {$ref: '#/components/parameters/None'}
      - 5
  relative: {get: 5, gett: {}}
  /empty:
webhooks: {w: {post: {}}}
"#;
    with(text, |document, diagnostics| {
        let methods: Vec<_> = document.operations.iter().map(|o| o.method.as_str()).collect();
        assert_eq!(methods, ["GET", "QUERY", "COPY"]);
        let operation = &document.operations[0];
        let names: Vec<_> = operation.parameters.iter().map(|p| (p.name, p.place)).collect();
        assert_eq!(names, [("b", Place::Query), ("c", Place::Path), ("q", Place::QueryString)]);
        assert!(operation.parameters[1].required);
        let statuses: Vec<_> = operation.responses.iter().map(|r| r.status).collect();
        assert_eq!(statuses, [Status::Range(2), Status::Default]);
        assert_eq!(document.webhooks.len(), 1);
        for expected in [
            code::UNUSUAL_PATH,
            code::INVALID_STATUS,
            code::INVALID_METHOD,
            code::UNKNOWN_PLACE,
            code::UNSUPPORTED_STYLE,
            code::DUPLICATE_PARAMETER,
            code::OPTIONAL_PATH_PARAMETER,
            code::MISSING_FIELD,
            code::DANGLING_REFERENCE,
            code::WRONG_TYPE,
            code::UNKNOWN_FIELD,
        ] {
            assert!(diagnostics.has(expected), "{expected}");
        }
    });
}

#[test]
fn media_types_of_32_are_read() {
    let text = "openapi: 3.2.0\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    get:\n      responses:\n        \
                200: {summary: s, content: {text/event-stream: {itemSchema: {type: object}}}}\n        \
                204:\n";
    with(text, |document, diagnostics| {
        let responses = &document.operations[0].responses;
        assert!(responses[0].contents[0].item_schema.is_some());
        assert_eq!(responses[1].status, Status::Code(204));
        assert!(diagnostics.is_empty());
    });
}
