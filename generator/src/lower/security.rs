//! Security schemes: what each does to a request.

use super::Lowering;
use super::operation::text_docs;
use crate::diag::{Pointer, code};
use crate::document::SecurityType;
use crate::ir::{Place, SecurityKind, SecurityScheme};

impl<'a> Lowering<'a, '_> {
    /// Lowers every declared scheme.
    pub(super) fn security_schemes(&mut self) {
        let document = self.document;
        for scheme in &document.security_schemes {
            let kind = kind(&scheme.kind);
            if kind == SecurityKind::MutualTls {
                let message = format!(
                    "`{}` is mutual TLS: give the client a transport with a certificate",
                    scheme.name
                );
                self.report(code::TRANSPORT_SECURITY, &scheme.at, message);
            }
            let docs = text_docs(None, scheme.description.as_deref());
            self.api.security_schemes.push(SecurityScheme {
                name: scheme.name.to_owned(),
                kind,
                urls: scheme.urls.iter().map(|url| (*url).to_owned()).collect(),
                docs,
            });
        }
    }

    /// The alternatives of an operation, those that name no declared scheme left out.
    pub(super) fn requirements(
        &mut self,
        written: &[Vec<&'a str>],
        at: &Pointer,
    ) -> Vec<Vec<String>> {
        let mut alternatives = Vec::new();
        for requirement in written {
            let mut known = true;
            for name in requirement {
                if !self.api.security_schemes.iter().any(|scheme| scheme.name == *name) {
                    known = false;
                    let message = format!("`{name}` is no declared security scheme");
                    let declared = self.api.security_schemes.iter().map(|it| it.name.as_str());
                    self.diagnostics
                        .report(code::UNKNOWN_SECURITY_SCHEME, at, message)
                        .remedy("declare it under `components/securitySchemes`")
                        .near(name, declared);
                }
            }
            if known {
                alternatives.push(requirement.iter().map(|name| (*name).to_owned()).collect());
            }
        }
        alternatives
    }
}

fn kind(written: &SecurityType<'_>) -> SecurityKind {
    match written {
        SecurityType::Http(scheme) => match scheme.to_ascii_lowercase().as_str() {
            "bearer" => SecurityKind::Bearer,
            "basic" => SecurityKind::Basic,
            _ => SecurityKind::Http((*scheme).to_owned()),
        },
        SecurityType::ApiKey(place, name) => {
            let place = if *place == Place::Path { Place::Header } else { *place };
            SecurityKind::ApiKey(place, (*name).to_owned())
        }
        SecurityType::OAuth2 | SecurityType::OpenIdConnect => SecurityKind::Bearer,
        SecurityType::MutualTls => SecurityKind::MutualTls,
    }
}
