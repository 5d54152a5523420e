//! What a mock knows of an operation.

use super::{MockReply, MockRequest};
use crate::runtime::{Call, Download, EventStream, Lines, Op, Response, Result};
use bytes::Bytes;

/// An operation that a mock can answer.
///
/// # `mocked!`: what operations take and answer
///
/// ```text
/// #[cfg(feature = "mock")]
/// crate::runtime::mocked! {
///     ListThings => 200 json,                          // the status and the format of the answer
///     CreateThing: json types::ThingDraft => 201 json, // the format and the type of the body
///     FindThing => 200 optional_json | 204,            // the status of an answer without a body
///     MoveThing: form => by_status,                    // see `mocked_by_status!`
///     DeleteThing => 204 empty,
/// }
/// ```
/// Bodies are `json T`, `lines T`, `form`, `multipart`, `text` or `bytes`; answers `json`,
/// `optional_json`, `by_status`, `events`, `text_events`, `lines`, `text`, `bytes` or `empty`, of
/// the type that awaiting gives.
///
/// # `mocked_by_status!`: the bodies of several statuses
///
/// ```text
/// #[cfg(feature = "mock")]
/// crate::runtime::mocked_by_status! { MoveThingResponse { Ok: 200 json, NoContent: 204 empty } }
/// ```
pub trait MockOperation: Sized + 'static {
    /// The row of the operation.
    const OP: &'static Op;

    /// What it answers: the type of its response, or the values of a stream.
    type Answer;

    /// What its body is.
    type Body;

    /// Writes an answer.
    fn reply(answer: Self::Answer) -> MockReply<Self>;

    /// Reads the body of a request.
    ///
    /// # Errors
    ///
    /// It is another one.
    fn body(request: &MockRequest) -> Result<Self::Body>;
}

/// What awaiting an operation gives, as a mock is given it.
pub trait MockAnswer {
    /// The value, or those of a stream.
    type Answer;
}

impl<T> MockAnswer for Call<Response<T>> {
    type Answer = T;
}

impl MockAnswer for Call<Download> {
    type Answer = Bytes;
}

impl<T> MockAnswer for Call<EventStream<T>> {
    type Answer = Vec<T>;
}

impl<T> MockAnswer for Call<Lines<T>> {
    type Answer = Vec<T>;
}

/// An enum of the bodies of several statuses that can be written.
pub trait MockByStatus {
    /// Writes the body under its status.
    fn reply<O: MockOperation>(self) -> MockReply<O>;
}

/// Implements [`MockOperation`].
#[doc(hidden)]
#[macro_export]
macro_rules! __runtime_mocked {
    ($(
        $name:ident $(: $format:ident $($body:ty)?)?
            => $($status:literal)? $kind:ident $(| $empty:literal)?
    ),* $(,)?) => { $(
        impl $crate::runtime::MockOperation for $name {
            const OP: &'static $crate::runtime::Op = &<$name>::OP;

            type Answer = <<Self as ::core::future::IntoFuture>::IntoFuture
                as $crate::runtime::MockAnswer>::Answer;
            type Body = $crate::__runtime_mocked!(@body $($format $($body)?)?);

            fn reply(answer: Self::Answer) -> $crate::runtime::MockReply<Self> {
                $crate::__runtime_mocked!(@reply answer $($status)? $kind $($empty)?)
            }

            fn body(
                request: &$crate::runtime::MockRequest,
            ) -> $crate::runtime::Result<Self::Body> {
                $crate::__runtime_mocked!(@read request $($format)?)
            }
        }
    )* };
    (@reply $answer:ident by_status) => { $crate::runtime::MockByStatus::reply($answer) };
    (@reply $answer:ident $status:literal empty) => {{
        let () = $answer;
        $crate::runtime::answers::empty($status)
    }};
    (@reply $answer:ident $status:literal text) => {
        $crate::runtime::answers::text($status, $answer)
    };
    (@reply $answer:ident $status:literal bytes) => {
        $crate::runtime::answers::bytes($status, $answer)
    };
    (@reply $answer:ident $status:literal $kind:ident) => {
        $crate::runtime::answers::$kind($status, &$answer)
    };
    (@reply $answer:ident $status:literal optional_json $empty:literal) => {
        $crate::runtime::answers::optional_json($status, $empty, &$answer)
    };
    (@body) => { () };
    (@body json $body:ty) => { $body };
    (@body lines $body:ty) => { ::std::vec::Vec<$body> };
    (@body form) => { ::std::vec::Vec<(::std::string::String, ::std::string::String)> };
    (@body multipart) => { ::std::vec::Vec<$crate::runtime::MockPart> };
    (@body text) => { ::std::string::String };
    (@body bytes) => { ::bytes::Bytes };
    (@read $request:ident) => {{
        let _ = $request;
        ::core::result::Result::Ok(())
    }};
    (@read $request:ident $format:ident) => { $crate::runtime::bodies::$format($request) };
}

/// Implements [`MockByStatus`].
#[doc(hidden)]
#[macro_export]
macro_rules! __runtime_mocked_by_status {
    ($name:path { $($variant:ident : $status:literal $kind:ident),* $(,)? }) => {
        impl $crate::runtime::MockByStatus for $name {
            fn reply<O: $crate::runtime::MockOperation>(self) -> $crate::runtime::MockReply<O> {
                match self {
                    $($crate::__runtime_mocked_by_status!(@variant $variant $kind value) => {
                        $crate::__runtime_mocked_by_status!(@reply $status $kind value)
                    })*
                }
            }
        }
    };
    (@variant $variant:ident empty $value:ident) => { Self::$variant };
    (@variant $variant:ident $kind:ident $value:ident) => { Self::$variant($value) };
    (@reply $status:literal empty $value:ident) => { $crate::runtime::answers::empty($status) };
    (@reply $status:literal json $value:ident) => {
        $crate::runtime::answers::json($status, &$value)
    };
    (@reply $status:literal $kind:ident $value:ident) => {
        $crate::runtime::answers::$kind($status, $value)
    };
}
