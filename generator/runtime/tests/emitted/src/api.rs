//! The API's table.

use crate::{Client, Error, resources, runtime, types};

pub(crate) static API: runtime::Api = runtime::Api {
    title: "Shelves",
    version: "1.2.0",
    user_agent: "shelves/0.1.0",
    servers: &["https://shelves.example/api/v1"],
    security: &[
        runtime::SecurityScheme { name: "token", kind: runtime::SecurityKind::Bearer },
        runtime::SecurityScheme {
            name: "key",
            kind: runtime::SecurityKind::ApiKey(runtime::Place::Header, "X-Key"),
        },
    ],
    error: runtime::ErrorEnvelope {
        decode: Some(runtime::envelope::<types::ApiError>),
        code: &["error", "code"],
        message: &["error", "message"],
        retryable: &["error", "retryable"],
        request_id: &["meta", "request_id"],
    },
    headers: runtime::HeaderNames::USUAL,
};

impl Client {
    /// Starts a client.
    pub fn builder() -> runtime::ClientBuilder {
        runtime::ClientBuilder::new(&API)
    }

    /// Books on shelves.
    pub fn books(&self) -> resources::Books<'_> {
        resources::Books::new(self)
    }
}

impl Error {
    /// Returns the error as the API writes it.
    pub fn api_error(&self) -> Option<&types::ApiError> {
        self.envelope()
    }

    /// Returns the API's code of the error.
    pub fn code(&self) -> Option<&types::ErrorCode> {
        Some(&self.api_error()?.error.code)
    }
}
