//! Security schemes and requirements.

use super::fields::Fields;
use super::reader::Reader;
use super::{SecurityScheme, SecurityType};
use crate::diag::code;
use crate::ir::Place;
use crate::source::Node;
use serde_json::Value;

const TYPES: &[&str] = &["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"];

impl<'a> Reader<'a, '_> {
    pub(super) fn security_schemes(&mut self, components: &Fields<'a>) -> Vec<SecurityScheme<'a>> {
        let members = self.named(components, "securitySchemes");
        members.iter().filter_map(|(name, node)| self.security_scheme(name, node)).collect()
    }

    fn security_scheme(&mut self, name: &'a str, node: &Node<'a>) -> Option<SecurityScheme<'a>> {
        let target = self.target(node)?;
        let fields = Fields::of(&target.node, "a security scheme", self.diagnostics)?;
        let written = fields.text("type", self.diagnostics).unwrap_or_default();
        let kind = match written {
            "http" => fields.text("scheme", self.diagnostics).map(SecurityType::Http),
            "apiKey" => self.api_key(&fields),
            "oauth2" => Some(SecurityType::OAuth2),
            "openIdConnect" => Some(SecurityType::OpenIdConnect),
            "mutualTLS" => Some(SecurityType::MutualTls),
            _ => None,
        };
        if kind.is_none() {
            self.report_unknown(name, written, &fields);
        }
        let description = fields.prose("description", self.diagnostics);
        let urls = urls(&fields);
        Some(SecurityScheme { name, kind: kind?, description, urls, at: node.at.clone() })
    }

    /// Says what a scheme lacks.
    fn report_unknown(&mut self, name: &str, written: &str, fields: &Fields<'a>) {
        let (key, message) = match written {
            "http" => ("", format!("the security scheme `{name}` has no `scheme`")),
            "apiKey" if fields.get("in").is_some() && fields.get("name").is_some() => {
                ("in", format!("the security scheme `{name}` has no valid place in `in`"))
            }
            "apiKey" => ("", format!("the security scheme `{name}` needs `name` and `in`")),
            "" => ("", format!("the security scheme `{name}` has no `type`")),
            _ => {
                ("type", format!("the security scheme `{name}` is of the unknown type `{written}`"))
            }
        };
        let at = if key.is_empty() { fields.at.clone() } else { fields.at.key(key) };
        let diagnostic = self.diagnostics.report(code::UNKNOWN_SECURITY_TYPE, &at, message);
        let value = fields.get(key).and_then(serde_json::Value::as_str).unwrap_or_default();
        match key {
            "in" => diagnostic.one_of(value, &["query", "header", "cookie"]),
            "type" => diagnostic.one_of(value, TYPES),
            _ => diagnostic,
        };
    }

    fn api_key(&mut self, fields: &Fields<'a>) -> Option<SecurityType<'a>> {
        let name = fields.text("name", self.diagnostics)?;
        let place = match fields.text("in", self.diagnostics)? {
            "query" => Place::Query,
            "header" => Place::Header,
            "cookie" => Place::Cookie,
            _ => return None,
        };
        Some(SecurityType::ApiKey(place, name))
    }

    /// `security` of the document or an operation: alternatives of scheme names that go together.
    pub(super) fn requirements(&mut self, fields: &Fields<'a>) -> Option<Vec<Vec<&'a str>>> {
        fields.get("security")?;
        let mut alternatives = Vec::new();
        for node in fields.items("security", self.diagnostics) {
            if let Some(fields) = Fields::of(&node, "a security requirement", self.diagnostics) {
                alternatives.push(fields.object.keys().map(String::as_str).collect());
            }
        }
        Some(alternatives)
    }
}

/// Where a person or a program gets a token: the URLs of all flows, and of OpenID Connect.
fn urls<'a>(fields: &Fields<'a>) -> Vec<&'a str> {
    const KEYS: [&str; 4] =
        ["authorizationUrl", "deviceAuthorizationUrl", "refreshUrl", "tokenUrl"];
    let flows = fields.object.get("flows").and_then(Value::as_object);
    let flows = flows.into_iter().flat_map(|flows| flows.values());
    let own = flows.flat_map(|flow| KEYS.iter().filter_map(|key| flow.get(key)));
    own.chain(fields.object.get("openIdConnectUrl")).filter_map(Value::as_str).collect()
}
