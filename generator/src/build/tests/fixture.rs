//! An API made by hand with every construct of the IR; each text goes through a function, so that a
//! test can put anything into it.

use crate::diag::{FileId, Pointer};
use crate::ir::*;
use serde_json::json;
use std::collections::BTreeSet;

/// What becomes of each text of the fixture.
pub(super) type Twist<'a> = &'a dyn Fn(&str) -> String;

pub(super) fn api(twist: Twist<'_>) -> Api {
    let mut maker = Maker { api: Api::default(), twist };
    maker.info();
    let types = maker.types();
    maker.operations(&types);
    maker.api
}

/// Types that operations use.
struct Named {
    pet: TypeId,
    kind: TypeId,
    level: TypeId,
    edit: TypeId,
    page: TypeId,
    shape: TypeId,
    choice: TypeId,
    error: TypeId,
    filter: TypeId,
}

struct Maker<'a> {
    api: Api,
    twist: Twist<'a>,
}

pub(super) const TEXT: Ty = Ty::Prim(Prim::Text(Text::Plain));
const INTEGER: Ty = Ty::Prim(Prim::Integer(Integer::I64));
const BOTH: Usage = Usage { request: true, response: true, idle: false, unmentioned: false };
const READ: Usage = Usage { request: false, response: true, idle: false, unmentioned: false };
const SENT: Usage = Usage { request: true, response: false, idle: false, unmentioned: false };

impl Maker<'_> {
    fn text(&self, text: &str) -> String {
        (self.twist)(text)
    }

    fn docs(&self, text: &str) -> Docs {
        Docs { description: Some(self.text(text)), ..Docs::default() }
    }

    fn pointer(&self, place: &str) -> Pointer {
        Pointer::new(FileId::ENTRY, format!("/{}", self.text(place)))
    }

    fn info(&mut self) {
        self.api.info =
            Info { title: self.text("Pets"), version: self.text("1.0"), docs: self.docs("Pets.") };
        self.api.servers =
            vec![Server { url: "https://pets.example/v1".into(), docs: Docs::default() }];
        let scheme = |name: &str, kind| SecurityScheme {
            name: name.into(),
            kind,
            urls: Vec::new(),
            docs: Docs::default(),
        };
        let token = self.text("token");
        self.api.security_schemes = vec![
            scheme(&token, SecurityKind::Bearer),
            scheme("basic", SecurityKind::Basic),
            scheme("key", SecurityKind::ApiKey(Place::Header, self.text("X-Key"))),
            scheme("digest", SecurityKind::Http(self.text("Digest"))),
            scheme("tls", SecurityKind::MutualTls),
        ];
        self.api.tags =
            vec![Tagged { name: self.text("Pet Store"), docs: self.docs("All about pets.") }];
    }

    fn add(&mut self, name: &str, usage: Usage, shape: Shape) -> TypeId {
        let name = self.text(name);
        let definition = TypeDef {
            path: TypePath { root: TypeRoot::Component(name.clone()), steps: Vec::new() },
            origin: Pointer::new(FileId::ENTRY, format!("/components/schemas/{name}")),
            docs: self.docs("What it is."),
            shape,
            usage,
        };
        self.api.types.push(definition)
    }

    fn inline(&mut self, root: &str, step: TypeStep, usage: Usage, shape: Shape) -> TypeId {
        let root = self.text(root);
        let definition = TypeDef {
            origin: Pointer::new(FileId::ENTRY, format!("/components/schemas/{root}/{step:?}")),
            path: TypePath { root: TypeRoot::Component(root), steps: vec![step] },
            docs: Docs::default(),
            shape,
            usage,
        };
        self.api.types.push(definition)
    }

    fn field(&self, wire: &str, ty: Ty, presence: Presence) -> Field {
        Field {
            wire: self.text(wire),
            ty,
            presence,
            access: Access::Both,
            sensitive: false,
            bounds: Bounds {
                max_length: Some(9),
                pattern: Some(self.text("^a")),
                ..Bounds::default()
            },
            constant: None,
            tag: None,
            docs: Docs { default: Some(Box::new(json!(self.text("d")))), ..self.docs("A field.") },
            origin: self.pointer(wire),
        }
    }

    fn texts(&self, wires: &[&str]) -> Shape {
        let value = |wire: &&str| EnumValue {
            wire: self.text(wire),
            name: None,
            docs: self.docs("A value."),
        };
        Shape::Enum(Enum { values: EnumValues::Text(wires.iter().map(value).collect()) })
    }

    fn variant(&self, name: &str, ty: Ty) -> Variant {
        Variant { name: VariantName::Words(self.text(name)), ty, docs: self.docs("A branch.") }
    }

    fn types(&mut self) -> Named {
        use Presence::{Optional, OptionalNullable, Required, RequiredNullable};
        let kind =
            self.add("Kind", BOTH, self.texts(&["cat", "dog", "unknown", "+1", "-1", "Self"]));
        let numbers = [1, -2, 9_000_000_000].map(|wire| EnumValue {
            wire,
            name: None,
            docs: Docs::default(),
        });
        let level = self.add(
            "Level",
            BOTH,
            Shape::Enum(Enum { values: EnumValues::Integer(numbers.into()) }),
        );
        let tree = self.add("Tree", BOTH, Shape::Newtype(TEXT));
        self.api.types[tree].shape = Shape::Newtype(Ty::List(Box::new(Ty::Named(tree))));
        let names = self.add("Names", BOTH, Shape::Alias(Ty::List(Box::new(TEXT))));
        let secret = Field { sensitive: true, ..self.field("password", TEXT, Required) };
        let seen = Field { access: Access::ReadOnly, ..self.field("seen", TEXT, RequiredNullable) };
        let fixed = Field {
            constant: Some(Box::new(json!(self.text("pet")))),
            tag: None,
            ..self.field("object", TEXT, Required)
        };
        let fields = vec![
            self.field("type", Ty::Named(kind), Required),
            self.field("self", Ty::Named(level), OptionalNullable),
            self.field("name", TEXT, Required),
            self.field("nick-name", TEXT, RequiredNullable),
            self.field("nick_name", TEXT, Optional),
            self.field("tree", Ty::Named(tree), Optional),
            self.field("names", Ty::Named(names), Optional),
            self.field("any", Ty::Json, Optional),
            self.field("nothing", Ty::Null, Optional),
            self.field("pair", Ty::Tuple(vec![TEXT, INTEGER]), Optional),
            self.field("deep", deep(), Optional),
            self.field("number", Ty::Prim(Prim::Number), Optional),
            self.field("big", Ty::Prim(Prim::Integer(Integer::I128)), Optional),
            self.field("at", Ty::Prim(Prim::Text(Text::DateTime)), Optional),
            secret,
            seen,
            fixed,
        ];
        let additional = Additional::Kept(Ty::List(Box::new(Ty::Nullable(Box::new(INTEGER)))));
        let pet = self.add(
            "Pet",
            BOTH,
            Shape::Struct(Struct { fields, additional, additional_bounds: each() }),
        );
        let fields = vec![
            self.field("name", TEXT, Optional),
            self.field("level", Ty::Named(level), OptionalNullable),
        ];
        let edit = self.add("PetEdit", SENT, Shape::Struct(Struct { fields, ..Struct::default() }));
        let fields = vec![
            self.field("data", Ty::List(Box::new(Ty::Named(pet))), Required),
            self.field("next", TEXT, OptionalNullable),
            self.field("more", Ty::Prim(Prim::Bool), Optional),
        ];
        let page = self.add("Page", READ, Shape::Struct(Struct { fields, ..Struct::default() }));
        let inner =
            self.inline("Error", TypeStep::Property("error".into()), READ, Shape::Alias(TEXT));
        let code = self.add("ErrorCode", READ, self.texts(&["a", "b"]));
        let fields = vec![
            self.field("code", Ty::Named(code), Required),
            self.field("message", TEXT, Required),
        ];
        self.api.types[inner].shape = Shape::Struct(Struct { fields, ..Struct::default() });
        let fields = vec![self.field("error", Ty::Named(inner), Optional)];
        let error = self.add("Error", READ, Shape::Struct(Struct { fields, ..Struct::default() }));
        let empty = self.add("Result", BOTH, Shape::Struct(Struct::default()));
        let shape = self.tagged(pet, empty);
        let choice = self.untagged(pet, kind);
        let fields = vec![self.field("lt", INTEGER, Optional)];
        let filter =
            self.add("Filter", SENT, Shape::Struct(Struct { fields, ..Struct::default() }));
        Named { pet, kind, level, edit, page, shape, choice, error, filter }
    }

    fn tagged(&mut self, pet: TypeId, empty: TypeId) -> TypeId {
        let variants = vec![
            self.variant("pet", Ty::Named(pet)),
            self.variant("unknown", Ty::Boxed(empty)),
            self.variant("plain", Ty::Named(empty)),
        ];
        let value = |text| TagValue::Text(self.text(text));
        let cases = vec![
            (value("pet"), 0),
            (value("cat"), 0),
            (value("unknown"), 1),
            (TagValue::Integer(7), 1),
        ];
        let tag = Tag {
            property: self.text("kind"),
            cases,
            fallback: Some(2),
            written: BTreeSet::from([0]),
            absent: vec![Guard { required: vec![self.text("name")], ..guard(0, Kind::Object) }],
        };
        let docs = Shape::Union(Union { variants, dispatch: Dispatch::Tag(tag) });
        self.add("Shape", BOTH, docs)
    }

    fn untagged(&mut self, pet: TypeId, kind: TypeId) -> TypeId {
        let mut variants =
            vec![self.variant("Pet", Ty::Named(pet)), self.variant("kind", Ty::Named(kind))];
        for (kind, ty) in [
            (Kind::Integer, INTEGER),
            (Kind::List, Ty::List(Box::new(TEXT))),
            (Kind::Null, Ty::Null),
        ] {
            variants.push(Variant { name: VariantName::Kind(kind), ty, docs: Docs::default() });
        }
        let first = Guard {
            required: vec![self.text("name")],
            constants: vec![(
                self.text("object"),
                vec![json!(self.text("pet")), json!(1), json!(true), json!(null)],
            )],
            absent: vec![self.text("blob")],
            known: Some(vec![self.text("name"), self.text("object")]),
            ..guard(0, Kind::Object)
        };
        let others = [
            guard(1, Kind::Text),
            guard(2, Kind::Integer),
            guard(3, Kind::List),
            guard(4, Kind::Null),
        ];
        let guards = [vec![first], others.into()].concat();
        self.add(
            "Choice",
            BOTH,
            Shape::Union(Union { variants, dispatch: Dispatch::Guards(guards) }),
        )
    }
}

/// Constraints on the values of a map.
fn each() -> Bounds {
    let least = Some(Bound { value: 1.into(), exclusive: false });
    let bounds = Bounds { minimum: least, min_length: Some(1), ..Bounds::default() };
    Bounds { each: Some(Box::new(bounds)), ..Bounds::default() }
}

/// A guard that looks at the kind alone.
fn guard(variant: usize, kind: Kind) -> Guard {
    Guard {
        variant,
        kinds: Kinds::NONE.with(kind),
        required: Vec::new(),
        constants: Vec::new(),
        absent: Vec::new(),
        known: None,
    }
}

/// A type that is too deep to read.
fn deep() -> Ty {
    (0..5).fold(TEXT, |inner, _| Ty::Map(Box::new(Ty::List(Box::new(inner)))))
}

impl Maker<'_> {
    fn operation(&self, id: &str, method: &str, path: &str) -> Operation {
        let parameters = path
            .split('{')
            .skip(1)
            .filter_map(|rest| Some(rest.split_once('}')?.0.to_owned()))
            .collect();
        Operation {
            id: Some(self.text(id)),
            method: method.into(),
            path: PathTemplate { text: path.into(), sent: path.into(), parameters },
            tag: Some(self.text("Pet Store")),
            parameters: Vec::new(),
            body: None,
            responses: Vec::new(),
            security: vec![vec![self.text("token")]],
            servers: Vec::new(),
            pagination: None,
            idempotency: None,
            conditional: Conditional::default(),
            docs: self.docs("Does something."),
            origin: self.pointer(id),
        }
    }

    fn parameter(&self, place: Place, wire: &str, ty: Ty, required: bool) -> Parameter {
        let path = place == Place::Path || place == Place::Header;
        Parameter {
            place,
            wire: if place == Place::Path { wire.into() } else { self.text(wire) },
            ty,
            required,
            style: if path { Style::Simple } else { Style::Form },
            explode: !path,
            allow_reserved: false,
            media_type: None,
            role: Role::Plain,
            bounds: Bounds::default(),
            docs: self.docs("A parameter."),
            origin: self.pointer(wire),
        }
    }

    fn content(&self, media_type: &str, format: Format) -> Content {
        let (media_type, origin) = (media_type.into(), self.pointer("content"));
        Content { media_type, format, bounds: Bounds::default(), origin }
    }

    fn response(&self, status: Status, contents: Vec<Content>) -> Response {
        Response {
            status,
            contents,
            headers: Vec::new(),
            docs: self.docs("An answer."),
            origin: self.pointer("r"),
        }
    }

    fn json(&self, ty: Ty) -> Vec<Content> {
        vec![self.content("application/json", Format::Json(ty))]
    }

    fn body(&self, required: bool, contents: Vec<Content>) -> Option<Body> {
        Some(Body {
            required,
            contents,
            docs: self.docs("The body."),
            origin: self.pointer("body"),
        })
    }

    fn operations(&mut self, named: &Named) {
        let Named { pet, kind, level, edit, page, shape, choice, error, filter } = *named;
        let id = || self.parameter(Place::Path, "pet_id", TEXT, true);
        let ok = |ty| vec![self.response(Status::Code(200), self.json(ty))];
        let mut operations = Vec::new();

        let detail = |style, explode| Parameter {
            style,
            explode,
            ..self.parameter(Place::Query, "sort", Ty::List(Box::new(Ty::Named(kind))), false)
        };
        let mut list = self.operation("listPets", "GET", "/pets");
        list.parameters = vec![
            self.parameter(Place::Query, "cursor", TEXT, false),
            self.parameter(Place::Query, "type", Ty::Named(kind), false),
            self.parameter(Place::Query, "timeout", INTEGER, false),
            self.parameter(Place::Query, "ids", Ty::List(Box::new(TEXT)), false),
            self.parameter(Place::Cookie, "sid", TEXT, false),
            detail(Style::PipeDelimited, false),
            Parameter {
                style: Style::DeepObject,
                ..self.parameter(Place::Query, "filter", Ty::Named(filter), false)
            },
            Parameter {
                media_type: Some("application/json".into()),
                ..self.parameter(Place::Query, "where", Ty::Json, false)
            },
            self.parameter(
                Place::Header,
                "X-Level",
                Ty::Nullable(Box::new(Ty::Named(level))),
                true,
            ),
        ];
        list.responses = ok(Ty::Named(page));
        list.pagination = Some(Pagination {
            items: vec![self.text("data")],
            item: Ty::Named(pet),
            next: NextPage::Cursor {
                parameter: self.text("cursor"),
                cursor: vec![self.text("next")],
                more: Some(vec![self.text("more")]),
            },
        });
        operations.push(list);

        let pages = [
            ("byOffset", NextPage::Offset { parameter: self.text("offset"), limit: None }),
            ("byPage", NextPage::Page { parameter: self.text("page"), first: 1 }),
            ("byUrl", NextPage::Url { url: vec![self.text("next")] }),
            ("byLink", NextPage::Link),
        ];
        for (name, next) in pages {
            let mut operation = self.operation(name, "GET", &format!("/pets/{name}"));
            operation.parameters = vec![
                self.parameter(Place::Query, "offset", INTEGER, false),
                self.parameter(Place::Query, "page", INTEGER, false),
            ];
            operation.responses = ok(Ty::Named(page));
            let items = vec![self.text("data")];
            operation.pagination = Some(Pagination { items, item: Ty::Named(pet), next });
            operations.push(operation);
        }

        let mut get = self.operation("getPet", "GET", "/pets/{pet_id}");
        get.parameters = vec![id()];
        get.responses = ok(Ty::Named(pet));
        get.conditional = crate::ir::Conditional { if_none_match: true, if_match: false };
        operations.push(get);

        let mut update = self.operation("updatePet", "PATCH", "/pets/{pet_id}");
        update.parameters = vec![id()];
        update.body = self.body(
            true,
            vec![
                self.content("application/json", Format::Json(Ty::Named(edit))),
                self.content("application/merge-patch+json", Format::Json(Ty::Named(edit))),
                self.content(
                    "application/x-www-form-urlencoded",
                    Format::Form(
                        Ty::Named(edit),
                        vec![FieldEncoding {
                            wire: self.text("name"),
                            style: Style::Form,
                            explode: false,
                            json: true,
                        }],
                    ),
                ),
                self.content("text/plain", Format::Text),
                self.content("application/octet-stream", Format::Bytes),
            ],
        );
        update.responses = vec![
            self.response(Status::Code(200), self.json(Ty::Named(pet))),
            self.response(Status::Code(204), Vec::new()),
        ];
        update.conditional = crate::ir::Conditional { if_none_match: false, if_match: true };
        update.idempotency = Some("Idempotency-Key".into());
        update.security = vec![vec![self.text("token"), "key".into()], Vec::new()];
        update.servers =
            vec![Server { url: "https://other.example".into(), docs: Docs::default() }];
        operations.push(update);

        let mut upload = self.operation("uploadPets", "POST", "/pets/{pet_id}/files");
        upload.parameters = vec![id()];
        let part = |wire: &str, ty, required, repeated, format| Part {
            wire: self.text(wire),
            ty,
            required,
            repeated,
            format,
            media_type: Some("image/png".into()),
            docs: self.docs("A part."),
        };
        upload.body = self.body(
            true,
            vec![self.content(
                "multipart/form-data",
                Format::Multipart(vec![
                    part("file", Ty::Prim(Prim::Bytes), true, false, PartFormat::File),
                    part("files", Ty::Prim(Prim::Bytes), true, true, PartFormat::File),
                    part("tags", TEXT, false, true, PartFormat::Text),
                    part("kinds", Ty::Named(kind), true, true, PartFormat::Text),
                    part("pet", Ty::Named(pet), false, false, PartFormat::Json),
                    part("pets", Ty::Named(pet), false, true, PartFormat::Json),
                    part("note", TEXT, false, false, PartFormat::Text),
                ]),
            )],
        );
        upload.responses = vec![self.response(Status::Code(204), Vec::new())];
        operations.push(upload);

        let mut by_status = self.operation("movePet", "PUT", "/pets/{pet_id}/place");
        by_status.parameters = vec![id()];
        by_status.body = self.body(false, self.json(Ty::Named(shape)));
        by_status.responses = vec![
            self.response(Status::Code(200), self.json(Ty::Named(pet))),
            self.response(Status::Code(202), self.json(Ty::Named(choice))),
            self.response(Status::Code(204), Vec::new()),
            self.response(Status::Code(203), vec![self.content("text/plain", Format::Text)]),
            self.response(Status::Range(2), vec![self.content("image/png", Format::Bytes)]),
        ];
        operations.push(by_status);

        let formats = [
            ("text", "text/plain", Format::Text),
            ("bytes", "application/octet-stream", Format::Bytes),
            ("events", "text/event-stream", Format::Events(Some(Ty::Named(pet)))),
            ("ticks", "text/event-stream", Format::Events(None)),
            ("lines", "application/jsonl", Format::JsonLines(Ty::Named(pet))),
        ];
        for (name, media_type, format) in formats.clone() {
            let mut operation = self.operation(name, "GET", &format!("/pets/{{pet_id}}/{name}"));
            operation.parameters = vec![id()];
            operation.responses = vec![
                self.response(Status::Code(200), vec![self.content(media_type, format)]),
                self.response(Status::Code(206), Vec::new()),
            ];
            operations.push(operation);
        }
        let mut every = self.operation("every", "POST", "/pets/every");
        every.responses = vec![
            self.response(
                Status::Code(200),
                self.json(Ty::Named(pet))
                    .into_iter()
                    .chain(formats.map(|(_, media_type, format)| self.content(media_type, format)))
                    .collect(),
            ),
        ];
        every.body = self.body(true, self.json(Ty::List(Box::new(Ty::Named(pet)))));
        operations.push(every);

        let mut many = self.operation("many", "POST", "/many/{a}/{b}");
        many.tag = None;
        many.parameters =
            ["a", "b"].map(|name| self.parameter(Place::Path, name, INTEGER, true)).into();
        many.parameters.extend(
            ["c", "d", "e", "f", "g"].map(|name| self.parameter(Place::Query, name, TEXT, true)),
        );
        many.body = self.body(true, self.json(TEXT));
        many.docs.deprecated = true;
        operations.push(many);
        let mut nameless = self.operation("x", "DELETE", "/many/{a}");
        nameless.tag = None;
        nameless.id = None;
        nameless.parameters = vec![self.parameter(Place::Path, "a", TEXT, true)];
        operations.push(nameless);

        self.api.error_envelope = Some(ErrorEnvelope {
            ty: Ty::Named(error),
            code: Some(vec![self.text("error"), self.text("code")]),
            message: Some(vec![self.text("error"), self.text("message")]),
            retryable: None,
            request_id: None,
        });
        self.api.operations = operations;
    }
}
