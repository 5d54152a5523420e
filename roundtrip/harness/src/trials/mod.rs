//! The harness itself: the styles of the specification's own table, and mistakes that it notices.

mod mistakes;
mod styles;

use bytes::Bytes;
use http::Request;

use crate::request::Recorded;

/// A request that came.
fn request(method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Recorded {
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let (parts, ()) = request.body(()).expect("a request").into_parts();
    Recorded::new(&parts, Bytes::copy_from_slice(body.as_bytes()))
}
