//! The same calls as a careful person would write them with reqwest and serde: with timeouts, the
//! headers that the API wants and the body of a refusal kept, without retries, typed errors or
//! anything else that the generated client has.

use reqwest::{RequestBuilder, StatusCode, header::ACCEPT, redirect::Policy};
use serde::{Deserialize, de::DeserializeOwned};
use std::time::Duration;

/// What a person would write.
pub(crate) struct Client {
    http: reqwest::Client,
    url: String,
}

/// Why there is no answer.
#[derive(Debug)]
#[expect(dead_code, reason = "what failed is only shown")]
pub(crate) enum Failure {
    Http(reqwest::Error),
    Status(StatusCode, String),
    Json(serde_json::Error),
}

impl From<reqwest::Error> for Failure {
    fn from(error: reqwest::Error) -> Self {
        Self::Http(error)
    }
}

impl Client {
    /// A client of the server at a URL.
    pub(crate) fn new(url: &str) -> Self {
        // Once in a process; it is there already when a second client is made.
        drop(rustls::crypto::ring::default_provider().install_default());
        let http = reqwest::Client::builder()
            .user_agent("by-hand/1.0")
            .connect_timeout(Duration::from_secs(10))
            .timeout(Duration::from_secs(30))
            .redirect(Policy::none());
        Self { http: http.build().expect("a client"), url: url.to_owned() }
    }

    /// One account.
    pub(crate) async fn account(&self, id: &str) -> Result<Account, Failure> {
        let request = self.http.get(format!("{}/providers/{id}", self.url));
        Ok(send::<One>(request).await?.data)
    }

    /// A page of accounts.
    pub(crate) async fn accounts(&self, limit: i64) -> Result<Accounts, Failure> {
        let request = self.http.get(format!("{}/providers", self.url));
        send(request.query(&[("limit", limit)])).await
    }
}

async fn send<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, Failure> {
    let request = request.bearer_auth("key").header(ACCEPT, "application/json");
    let response = request.send().await?;
    let status = response.status();
    let body = response.bytes().await?;
    if !status.is_success() {
        return Err(Failure::Status(status, String::from_utf8_lossy(&body).into_owned()));
    }
    serde_json::from_slice(&body).map_err(Failure::Json)
}

macro_rules! read {
    ($($name:ident { $($field:ident: $ty:ty,)* })*) => {$(
        #[derive(Deserialize)]
        #[expect(dead_code, reason = "what is decoded is not looked at")]
        pub(crate) struct $name {
            $($field: $ty,)*
        }
    )*};
}

read! {
    One {
        meta: Meta,
        ok: bool,
        data: Account,
    }
    Accounts {
        meta: Meta,
        ok: bool,
        data: Vec<Account>,
        pagination: Pagination,
    }
    Meta {
        request_id: String,
    }
    Pagination {
        has_more: bool,
        next_cursor: Option<String>,
    }
    Account {
        allowed_actions: Actions,
        created_at: String,
        from_email: Option<String>,
        from_name: Option<String>,
        has_refresh_token: bool,
        has_smtp_password: bool,
        id: String,
        is_active: bool,
        is_editable: bool,
        is_shared: bool,
        last_tested_at: Option<String>,
        last_used_at: Option<String>,
        name: String,
        oauth_email: Option<String>,
        percentage: Option<i64>,
        quotas: Quotas,
        reply_to_email: Option<String>,
        reply_to_name: Option<String>,
        smtp_host: Option<String>,
        smtp_port: Option<i64>,
        smtp_protocol: Option<String>,
        smtp_username: Option<String>,
        status: Status,
        status_reason: Option<String>,
        tracking_domain: Option<String>,
        r#type: Kind,
        updated_at: String,
    }
    Actions {
        activate: bool,
        deactivate: bool,
        delete: bool,
        test: bool,
        update: bool,
    }
    Quotas {
        per_day: Option<Range>,
        per_hour: Option<Range>,
        per_minute: Option<Range>,
        per_second: Option<Range>,
    }
    Range {
        max: i64,
        min: i64,
    }
}

/// A closed enum: a new value breaks the client.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    Active,
    Inactive,
    Error,
    Pending,
}

/// A closed enum.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    Smtp,
    GmailApi,
    OutlookApi,
    AmazonSes,
}
