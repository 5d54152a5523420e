//! Fields that hold secrets keep them to themselves: all that the client's public API has.

use generated_client::types::{
    ProviderCreateBody, ProviderCreateBodySmtpProtocol, ProviderUpdateBody,
};
use std::fs;

/// What a field that is named so holds, unless it only tells whether there is one.
const NAMES: [&str; 5] = ["password", "secret", "token", "api_key", "private_key"];

/// Types that show nothing of what they hold, or hold no text.
const HARMLESS: [&str; 5] = ["Secret", "Option<Secret>", "Patch<Secret>", "bool", "Option<bool>"];

#[test]
fn every_field_that_is_named_like_a_secret_is_one() {
    let surface = tests::document::repository().join("tests/snapshots/surface.snap");
    let surface = fs::read_to_string(surface).expect("the surface of the client");
    let mut secrets = 0;
    for line in surface.lines() {
        let Some((name, of)) = line.trim().strip_prefix("pub ").and_then(|it| it.split_once(": "))
        else {
            continue;
        };
        if name.contains('(') {
            continue;
        }
        let of = of.trim_end_matches(',');
        secrets += usize::from(of.contains("Secret") && HARMLESS.contains(&of));
        let is_named =
            NAMES.iter().any(|word| name == *word || name.ends_with(&format!("_{word}")));
        assert!(!is_named || HARMLESS.contains(&of), "`{name}` is {of}");
    }
    assert_eq!(secrets, 4, "a new secret, or one fewer: show it below");
}

#[test]
fn the_fields_show_nothing() {
    const KEY: &str = "canary-secret-0123456789";
    let protocol = ProviderCreateBodySmtpProtocol::Starttls;
    let create = ProviderCreateBody::new("Billing", "smtp.example.com", KEY, 587, protocol, "user");
    let update = ProviderUpdateBody { smtp_password: Some(KEY.into()), ..Default::default() };
    let answer = format!(
        r#"{{"created_at":"","enabled":true,"event_types":[],"failing":false,"filters":{{"mailbox_ids":[]}},"id":"","secret":"{KEY}","url":"","updated_at":"","description":null}}"#
    );
    let answer: Result<generated_client::types::WebhookSubscriptionWithSecret, _> =
        serde_json::from_str(&answer);
    assert!(answer.as_ref().is_ok_and(|it| it.secret.expose() == KEY), "{answer:?}");
    for shown in [format!("{create:?}"), format!("{update:#?}"), format!("{answer:?}")] {
        assert!(!shown.contains(KEY) && shown.contains("redacted"), "{shown}");
    }
}
