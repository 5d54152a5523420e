//! What generated code stands on: requests, calls, errors, streams, codecs.
//!
//! Generated code holds nouns and tables, the verbs are here. Items that only generated code uses
//! are hidden from the documentation; they are described in their own modules.

mod api;
mod attempt;
#[cfg(feature = "blocking")]
mod blocking;
mod body;
mod cache;
mod call;
#[doc(hidden)]
pub mod check;
mod client;
#[doc(hidden)]
pub mod codec;
mod connect;
mod credential;
mod date;
mod download;
mod encode;
mod envelope;
mod environment;
mod error;
mod etag;
mod events;
mod exchange;
mod header;
mod headers;
mod intake;
mod json_lines;
mod lines;
mod measure;
#[cfg(feature = "mock")]
mod mock;
mod multipart;
mod options;
mod page;
mod patch;
mod pattern;
mod prepare;
mod redirect;
mod refusal;
mod request;
mod response;
mod retry;
mod scalar;
mod scrub;
mod secret;
mod send;
mod sse;
mod trace;
mod transport;
mod webhook;

#[cfg(feature = "blocking")]
pub use blocking::{Wait, WaitEach, Waiting};
pub use body::{Body, Upload};
pub use call::Call;
pub use client::{Client, ClientBuilder};
pub use credential::{Credential, CredentialProvider, Providing};
pub use download::Download;
pub use environment::{Environment, Sleep, System};
pub use error::{Error, ErrorKind, Result};
pub use etag::ETag;
pub use events::{Event, EventStream};
pub use header::{Header, HeaderKey};
pub use json_lines::JsonLines;
pub use lines::Lines;
#[cfg(feature = "mock")]
pub use mock::{Fault, Mock, MockCall, MockPart, MockReply, MockRequest, MockRule};
pub use multipart::FilePart;
pub use page::{Items, Pages, Paginated};
pub use patch::Patch;
pub use redirect::Redirects;
pub use response::{Conditional, RateLimit, Response};
pub use retry::RetryPolicy;
pub use secret::Secret;
/// Any JSON.
pub use serde_json::Value as Json;
pub use transport::{Attempt, Chunks, Sending, Transport, TransportError};
pub use webhook::{Delivery, Webhooks};

#[cfg(feature = "mock")]
#[doc(hidden)]
pub use self::mock::{MockAnswer, MockByStatus, MockOperation, answers, bodies};
#[doc(hidden)]
pub use self::{
    api::{Api, Method, Op, Place, SecurityKind, SecurityScheme},
    body::IntoBody,
    call::{ByStatus, Case, Payload},
    encode::{FieldEncoding, Parameter, Style},
    envelope::{AnyEnvelope, DecodeEnvelope, ErrorEnvelope, envelope},
    headers::HeaderNames,
    multipart::Multipart,
    options::Operation,
    request::Request,
    webhook::WebhookScheme,
};
#[doc(hidden)]
pub use crate::{__runtime_checks as checks, __runtime_request_options as request_options};
#[cfg(not(feature = "mock"))]
#[doc(hidden)]
pub use crate::{
    __runtime_integer_enum as integer_enum, __runtime_newtype as newtype,
    __runtime_object as object, __runtime_tagged as tagged, __runtime_text_enum as text_enum,
    __runtime_untagged as untagged,
};
#[cfg(feature = "mock")]
#[doc(hidden)]
pub use crate::{
    __runtime_integer_enum_both as integer_enum, __runtime_mocked as mocked,
    __runtime_mocked_by_status as mocked_by_status, __runtime_newtype_both as newtype,
    __runtime_object_both as object, __runtime_tagged_both as tagged,
    __runtime_text_enum_both as text_enum, __runtime_untagged_both as untagged,
};
