//! What the builders of all operations have in common.

use super::Request;

/// An operation's builder: a newtype around a [`Request`].
pub trait Operation {
    /// Returns the request.
    fn request(&self) -> &Request;
}

/// Gives an operation's builder the setters that all of them have.
#[doc(hidden)]
#[macro_export]
macro_rules! __runtime_request_options {
    ($($name:ident),* $(,)?) => { $(
        impl $name {
            /// Gives up when the call takes longer.
            pub fn timeout(self, timeout: ::core::time::Duration) -> Self {
                Self(self.0.timeout(timeout))
            }

            /// Gives up at a point in time.
            pub fn deadline(self, deadline: ::std::time::Instant) -> Self {
                Self(self.0.deadline(deadline))
            }

            /// Repeats by another policy than the client's.
            pub fn retry(self, policy: $crate::runtime::RetryPolicy) -> Self {
                Self(self.0.retry(policy))
            }

            /// Adds a header that the API's document does not name.
            pub fn extra_header(self, name: &str, value: &str) -> Self {
                Self(self.0.extra_header(name, value))
            }

            /// Adds a query parameter that the API's document does not name.
            pub fn extra_query(self, name: &str, value: &str) -> Self {
                Self(self.0.extra_query(name, value))
            }
        }

        impl $crate::runtime::Operation for $name {
            fn request(&self) -> &$crate::runtime::Request {
                &self.0
            }
        }
    )* };
}
