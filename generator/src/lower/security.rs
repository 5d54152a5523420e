//! Security schemes: what each does to a request.

use super::Lowering;
use super::operation::text_docs;
use crate::diag::{Pointer, code};
use crate::document::SecurityType;
use crate::ir::{Parameter, Place, Role, SecurityKind, SecurityScheme};

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

    /// Leaves parameters to the security schemes that write them; one that only some alternatives
    /// write stays what the caller says where the client has no such credential.
    pub(super) fn leave_to_credentials(
        &mut self,
        parameters: &mut [Parameter],
        security: &[Vec<&'a str>],
    ) {
        for parameter in parameters.iter_mut().filter(|it| it.role == Role::Plain) {
            let schemes = &self.api.security_schemes;
            let writer = |name: &&&str| {
                schemes
                    .iter()
                    .any(|scheme| scheme.name == **name && writes(&scheme.kind, parameter))
            };
            let writers: Vec<&str> =
                security.iter().filter_map(|names| names.iter().find(writer).copied()).collect();
            let Some(name) = writers.first() else { continue };
            let wire = &parameter.wire;
            let message = if writers.len() == security.len() {
                parameter.role = Role::Ignored;
                format!("`{wire}` is the credential of `{name}`, which the client has and sends")
            } else {
                format!("where the client has the credential of `{name}`, `{wire}` is that")
            };
            let at = parameter.origin.clone();
            self.report(code::IGNORED_PARAMETER, &at, message);
        }
    }

    /// Whether a credential of the client may be sent as `Authorization`.
    pub(super) fn is_authorized(&self, security: &[Vec<&'a str>]) -> bool {
        let mut schemes = self.api.security_schemes.iter();
        schemes.any(|scheme| {
            security.iter().flatten().any(|name| *name == scheme.name)
                && match &scheme.kind {
                    SecurityKind::Bearer | SecurityKind::Basic | SecurityKind::Http(_) => true,
                    SecurityKind::ApiKey(place, name) => {
                        *place == Place::Header && name.eq_ignore_ascii_case("authorization")
                    }
                    SecurityKind::MutualTls => false,
                }
        })
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

/// Whether a scheme sends its credential under the name of a parameter, in its place.
fn writes(kind: &SecurityKind, parameter: &Parameter) -> bool {
    match kind {
        SecurityKind::ApiKey(Place::Header, name) => {
            parameter.place == Place::Header && parameter.wire.eq_ignore_ascii_case(name)
        }
        SecurityKind::ApiKey(place, name) => parameter.place == *place && parameter.wire == *name,
        _ => false,
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
