//! Operations as Rust has them.

use super::{Gate, RustType, Step};
use crate::name::RustIdent;

/// The operations of one tag.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Its module.
    pub module: RustIdent,
    /// Its struct.
    pub ident: RustIdent,
    /// The method of the client that returns it.
    pub accessor: RustIdent,
    /// Its feature.
    pub gate: Gate,
    /// Its documentation, a line each.
    pub docs: Vec<String>,
    /// Its operations, in document order.
    pub operations: Vec<OperationPlan>,
}

/// One operation.
#[derive(Clone, Debug)]
pub struct OperationPlan {
    /// The operation of the IR, by its position.
    pub index: usize,
    /// Its id: the document's, or its method and path.
    pub id: String,
    /// The struct of the request.
    pub builder: RustIdent,
    /// The HTTP method, upper case.
    pub verb: String,
    /// The path template.
    pub path: String,
    /// Whether the document advises against its use.
    pub deprecated: bool,
    /// What stands in its row beside method and path.
    pub row: Row,
    /// The methods that make it: one for each way to write its body, the preferred first.
    pub constructors: Vec<Constructor>,
    /// Setters of its builder.
    pub setters: Vec<Setter>,
    /// What awaiting it gives.
    pub output: Output,
    /// More ways to send it, for other representations.
    pub terminals: Vec<Terminal>,
    /// How its pages follow each other.
    pub pages: Option<Pages>,
    /// Headers of what comes, beside those that mean the same for many APIs.
    pub headers: Vec<HeaderPlan>,
    /// Conditional requests.
    pub conditional: crate::ir::Conditional,
    /// Whether a part of the bytes can be asked for.
    pub ranged: bool,
    /// What mocks know of it.
    pub mock: MockRow,
}

/// What a mock knows of an operation, beside what awaiting it gives.
#[derive(Clone, Debug)]
pub struct MockRow {
    /// The body of the preferred way to make the request.
    pub body: Option<MockBody>,
    /// The status of the answer.
    pub status: u16,
    /// The status of an answer without a body, where one may have one or not.
    pub empty: u16,
}

/// A body, as a mock reads it.
#[derive(Clone, Debug, PartialEq)]
pub enum MockBody {
    /// JSON of a type.
    Json(RustType),
    /// JSON lines.
    Lines(RustType),
    /// Names and values.
    Form,
    /// Parts.
    Multipart,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

/// What the row of an operation says beside its method and path.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The `Accept` header.
    pub accept: Option<String>,
    /// The header of the idempotency key.
    pub idempotency_key: Option<String>,
    /// Alternatives of combined security schemes, where they differ from the API's.
    pub security: Option<Vec<Vec<String>>>,
    /// A server of its own.
    pub server: Option<String>,
    /// The query parameter that says behind which event a stream starts.
    pub last_event_id: Option<String>,
}

/// How a value is handed over.
#[derive(Clone, Debug, PartialEq)]
pub enum Pass {
    /// `&str`.
    Text,
    /// `T`, a scalar or an enum.
    Value(RustType),
    /// `&T`.
    Reference(RustType),
    /// `impl Borrow<T>`: a value or a reference to one.
    Borrow(RustType),
    /// `&[T]`.
    Slice(RustType),
    /// `impl IntoIterator<Item = impl Into<T>>`.
    Items(RustType),
    /// `impl IntoBody<T>`: a value, a reference, an option of either.
    Optional(RustType),
    /// `impl Into<Body>`.
    Body,
    /// `impl Into<JsonLines<T>>`.
    Lines(RustType),
    /// `impl Into<FilePart>`.
    File,
    /// `impl IntoIterator<Item = impl Into<FilePart>>`.
    Files,
    /// `Multipart`: parts that the document does not name.
    Parts,
}

/// How a parameter is written into the request.
#[derive(Clone, Debug, PartialEq)]
pub struct Wire {
    /// Where it goes.
    pub place: crate::ir::Place,
    /// Its name.
    pub name: String,
    /// What differs from the defaults of its place.
    pub detail: Option<WireDetail>,
}

/// What differs from the defaults of a parameter's place.
#[derive(Clone, Debug, PartialEq)]
pub struct WireDetail {
    /// Its style.
    pub style: crate::ir::Style,
    /// Whether lists and objects repeat the name.
    pub explode: bool,
    /// Whether reserved characters stay.
    pub allow_reserved: bool,
    /// The media type it is written in.
    pub media_type: Option<String>,
}

/// One argument of an operation's method.
#[derive(Clone, Debug)]
pub struct Argument {
    /// Its name.
    pub ident: RustIdent,
    /// How it is handed over.
    pub pass: Pass,
    /// What it becomes.
    pub target: Target,
    /// Its constraints.
    pub rules: Vec<super::Rule>,
}

/// What an argument or a setter becomes in the request.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// A parameter; with its position among the operation's.
    Parameter(Wire, usize),
    /// The body.
    Body(BodyFormat),
    /// A part of a multipart body.
    Part(PartWire),
}

/// How a part of a multipart body is written.
#[derive(Clone, Debug, PartialEq)]
pub struct PartWire {
    /// Its name.
    pub name: String,
    /// How it is written.
    pub format: crate::ir::PartFormat,
    /// Its content type.
    pub media_type: Option<String>,
}

/// One setter of a builder.
#[derive(Clone, Debug)]
pub struct Setter {
    /// What it sets; its own name is the method's.
    pub argument: Argument,
    /// The name of the method.
    pub method: RustIdent,
    /// Its documentation, a line each.
    pub docs: Vec<String>,
    /// Whether the document advises against its use.
    pub deprecated: bool,
}

/// How a body is written.
#[derive(Clone, Debug, PartialEq)]
pub enum BodyFormat {
    /// JSON under a media type.
    Json(String),
    /// Form fields.
    Form(Vec<crate::ir::FieldEncoding>),
    /// Text under a media type.
    Text(String),
    /// Bytes under a media type.
    Bytes(String),
    /// Lines of JSON under a media type.
    Lines(String),
    /// A form of parts that the caller names, under a media type.
    Parts(String),
}

/// A method of a resource that makes the request of an operation.
#[derive(Clone, Debug)]
pub struct Constructor {
    /// Its name.
    pub method: RustIdent,
    /// Its arguments, in order.
    pub arguments: Vec<Argument>,
    /// The media type of the body that it makes or begins; none where there is no body.
    pub media_type: Option<String>,
    /// The media type of a form of several parts, where no part says that there is such a form.
    pub form: Option<String>,
    /// Its documentation, a line each.
    pub docs: Vec<String>,
}

/// What sending gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// Nothing.
    Empty,
    /// JSON of a type.
    Json(RustType),
    /// JSON of a type, or nothing.
    OptionalJson(RustType),
    /// Text.
    Text,
    /// Bytes.
    Bytes,
    /// A stream of bytes.
    Download,
    /// Events with JSON of a type, or text.
    Events(Option<RustType>),
    /// JSON lines.
    Lines(RustType),
    /// An enum of this crate, by status.
    ByStatus(Box<StatusEnum>),
}

/// The bodies of several success statuses.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusEnum {
    /// The enum.
    pub ident: RustIdent,
    /// Its variants.
    pub variants: Vec<StatusVariant>,
}

/// The body of one status.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusVariant {
    /// The status.
    pub status: crate::ir::Status,
    /// A status that a mock answers with.
    pub mocked: u16,
    /// The variant.
    pub ident: RustIdent,
    /// Its body; none where it has none.
    pub ty: Option<RustType>,
    /// Its documentation, a line each.
    pub docs: Vec<String>,
}

/// One more way to send a request.
#[derive(Clone, Debug)]
pub struct Terminal {
    /// The method of the builder.
    pub ident: RustIdent,
    /// The media type it asks for.
    pub accept: String,
    /// What it gives.
    pub output: Output,
}

/// One header of what comes.
#[derive(Clone, Debug)]
pub struct HeaderPlan {
    /// The constant that it is asked for by.
    pub ident: RustIdent,
    /// Its name.
    pub wire: String,
    /// Its type.
    pub ty: RustType,
    /// How it is written.
    pub form: HeaderForm,
    /// Its documentation, a line each.
    pub docs: Vec<String>,
    /// Whether the document advises against its use.
    pub deprecated: bool,
}

/// How the value of a header is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderForm {
    /// A scalar, or what commas part.
    Simple,
    /// The same, an object as `key=value`.
    Exploded,
    /// JSON.
    Json,
}

/// How pages follow each other.
#[derive(Clone, Debug)]
pub struct Pages {
    /// The type of a page.
    pub page: RustType,
    /// The type of an item.
    pub item: RustType,
    /// Fields from a page to its items.
    pub items: Vec<Step>,
    /// How the next page is asked for.
    pub next: NextStep,
}

/// How the next page is asked for.
#[derive(Clone, Debug)]
pub enum NextStep {
    /// A cursor of this page goes into a query parameter.
    Cursor {
        /// The query parameter.
        parameter: String,
        /// Fields to the cursor.
        cursor: Vec<Step>,
        /// Fields to the flag that says whether there is more.
        more: Option<Vec<Step>>,
    },
    /// A query parameter counts items.
    Offset {
        /// The query parameter.
        parameter: String,
    },
    /// A query parameter counts pages.
    Page {
        /// The query parameter.
        parameter: String,
        /// The number of the first page.
        first: i64,
    },
    /// The page names the URL of the next.
    Url {
        /// Fields to the URL.
        url: Vec<Step>,
    },
    /// The `Link` header names the next page.
    Link,
}
