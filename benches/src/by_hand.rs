//! The same calls as a person would write them with reqwest and serde, without retries, typed errors
//! or anything else that the generated client has.

use serde::Deserialize;

/// What a person would write.
pub(crate) struct Client {
    http: reqwest::Client,
    url: String,
}

impl Client {
    /// A client of the server at a URL.
    pub(crate) fn new(url: &str) -> Self {
        // TLS is set up by the generated client, which is made first.
        Self { http: reqwest::Client::new(), url: url.to_owned() }
    }

    /// One account.
    pub(crate) async fn account(&self, id: &str) -> Account {
        let request = self.http.get(format!("{}/providers/{id}", self.url)).bearer_auth("key");
        let response = request.send().await.expect("an answer");
        let bytes = response.error_for_status().expect("200").bytes().await.expect("a body");
        serde_json::from_slice::<One>(&bytes).expect("an account").data
    }

    /// A page of accounts.
    pub(crate) async fn accounts(&self, limit: i64) -> Accounts {
        let request = self.http.get(format!("{}/providers", self.url)).bearer_auth("key");
        let request = request.query(&[("limit", limit)]);
        let response = request.send().await.expect("an answer");
        let bytes = response.error_for_status().expect("200").bytes().await.expect("a body");
        serde_json::from_slice(&bytes).expect("accounts")
    }
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
