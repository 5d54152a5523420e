//! Keys and what they may do.

use http::Method;
use indexmap::IndexMap;

use super::{answer::Answer, envelope::Refusal, fault::Promise, record::Recorded, state::Memory};
use crate::operation::Operation;

/// A Management key with every permission.
pub const ROOT_KEY: &str = "smx_root_2f7c9d1e";

/// A mailbox credential.
pub const MAILBOX_KEY: &str = "smx_mbx_8b3a6c40";

/// What the built-in roles stand for.
const ROLES: [(&str, &[&str]); 4] = [
    ("root:full", &["*.*"]),
    ("root:readonly", &["*.read"]),
    ("root:webhook_admin", &["webhook.*"]),
    ("root:provider_admin", &["provider.*", "domain.*", "logs.*"]),
];

/// The keys that the server knows.
pub(super) struct Keys(IndexMap<String, Vec<String>>);

impl Default for Keys {
    fn default() -> Self {
        let mut keys = Self(IndexMap::new());
        keys.add(ROOT_KEY, &["root:full"]);
        keys.add(MAILBOX_KEY, &[]);
        keys
    }
}

impl Keys {
    pub(super) fn add(&mut self, key: &str, permissions: &[&str]) {
        let expand = |name: &&str| {
            let role = ROLES.iter().find(|(role, _)| role == name);
            role.map_or_else(
                || vec![(*name).to_owned()],
                |(_, all)| all.iter().map(|one| (*one).to_owned()).collect(),
            )
        };
        self.0.insert(key.to_owned(), permissions.iter().flat_map(expand).collect());
    }
}

/// Refuses a request whose key does not open the operation.
pub(super) fn refusal(
    memory: &Memory,
    operation: &Operation,
    request: &Recorded,
) -> Option<Answer> {
    let key = request.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
    let known = key.and_then(|key| memory.keys.0.get_key_value(key));
    let Some((key, permissions)) = known else {
        let refused = memory.keeps(Promise::Authentication);
        let message = "Send a valid API key as a bearer token.";
        return refused.then(|| Refusal::AuthenticationRequired.answer(message));
    };
    let of_mailbox = operation.tag == "Mailbox API";
    if of_mailbox == key.starts_with("smx_root_") {
        let refused = memory.keeps(Promise::KeyKind);
        let message = "This kind of key does not open this part of the API.";
        return refused.then(|| Refusal::InsufficientPermissions.answer(message));
    }
    let needed = permission(operation);
    let granted = of_mailbox || permissions.iter().any(|granted| covers(granted, needed));
    if !granted && memory.keeps(Promise::Permissions) {
        let message = format!("The key lacks the permission {needed}.");
        return Some(Refusal::InsufficientPermissions.answer(&message));
    }
    None
}

/// Whether a granted permission, possibly with wildcards, includes a needed one.
fn covers(granted: &str, needed: &str) -> bool {
    let split = |name: &str| name.rsplit_once('.').map(|(a, b)| (a.to_owned(), b.to_owned()));
    let (Some(granted), Some(needed)) = (split(granted), split(needed)) else {
        return false;
    };
    let part = |granted: &str, needed: &str| granted == "*" || granted == needed;
    part(&granted.0, &needed.0) && part(&granted.1, &needed.1)
}

/// The permission that an operation of the Management API needs.
fn permission(operation: &Operation) -> &'static str {
    let path = operation.template.as_str();
    let method = &operation.method;
    let reads = method == Method::GET;
    match operation.tag.as_str() {
        "Billing" => "billing.read",
        "Emails" if path.ends_with("/metrics") => "analytics.read",
        "Emails" | "Inboxes" => "logs.read",
        "Domains" if reads => "domain.read",
        "Domains" if method == Method::DELETE => "domain.delete",
        "Domains" if path.ends_with("/verify") => "domain.verify",
        "Domains" => "domain.create",
        "Domain Filters" | "Mailbox Filters" | "Mailboxes" if reads => "mailbox.admin.read",
        "Mailboxes" if path == "/mailboxes" => "mailbox.admin.create",
        "Mailboxes" if method == Method::DELETE && !path.contains("/keys/") => {
            "mailbox.admin.delete"
        }
        "Domain Filters" | "Mailbox Filters" | "Mailboxes" => "mailbox.admin.manage",
        "Webhooks" if reads => "webhook.read",
        "Webhooks" if path.ends_with("/rotate-secret") || path.ends_with("/test") => {
            "webhook.manage"
        }
        "Webhooks" if method == Method::DELETE => "webhook.delete",
        "Webhooks" if method == Method::PATCH => "webhook.update",
        "Webhooks" => "webhook.create",
        _ if reads => "provider.read",
        _ if path == "/providers" || path.starts_with("/providers/limits/") => "provider.create",
        _ if path.starts_with("/providers/shared-") => "provider.update",
        _ if method == Method::DELETE => "provider.delete",
        _ => "provider.update",
    }
}
