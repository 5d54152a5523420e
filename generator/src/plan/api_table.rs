//! What the runtime is told about the API, and the package around it.

use super::docs;
use super::model::{
    ApiTable, CodeAccess, Envelope, Package, Plan, SecurityRow, TypeHome, Webhooks,
};
use super::operations::Items;
use super::options::{PlanOptions, TextType, WebhookOptions};
use super::types::Types;
use crate::ir::{Api, ErrorEnvelope, Prim, Shape, Ty};
use crate::name::{Case, RustIdent, words};
use std::collections::BTreeMap;

pub(super) fn api_table(types: &Types<'_>, items: &Items<'_>, options: &PlanOptions) -> ApiTable {
    let api = types.api;
    let absolute = api.servers.iter().map(|server| server.url.clone());
    ApiTable {
        title: api.info.title.clone(),
        version: api.info.version.clone(),
        user_agent: format!("{}/{}", options.package, options.version),
        servers: absolute.filter(|url| url.contains("://")).collect(),
        security: api
            .security_schemes
            .iter()
            .map(|scheme| SecurityRow { name: scheme.name.clone(), kind: scheme.kind.clone() })
            .collect(),
        envelope: api.error_envelope.as_ref().map(|envelope| planned(types, items, envelope)),
        webhooks: None,
        headers: api.headers.clone(),
    }
}

/// How requests are signed that the API makes; nothing where the document has no such event.
pub(super) fn webhooks(plan: &Plan, scheme: &WebhookOptions) -> Option<Webhooks> {
    let wanted = scheme.event.trim_start_matches('#');
    let is_event = |home: &&TypeHome| home.pointer.to_string().trim_start_matches('#') == wanted;
    let home = plan.homes.iter().find(is_event)?;
    let gate = plan.type_files[home.file].gate.clone();
    Some(Webhooks { scheme: scheme.clone(), event: home.ident.clone(), gate })
}

fn planned(types: &Types<'_>, items: &Items<'_>, envelope: &ErrorEnvelope) -> Envelope {
    let keys = |keys: &Option<Vec<String>>| keys.clone().unwrap_or_default();
    let code = envelope.code.as_ref().and_then(|code| {
        let (steps, ty) = items.way(types, &envelope.ty, code)?;
        let readable = match types.resolved(ty) {
            Ty::Prim(Prim::Text(_)) => true,
            named => matches!(types.shape(named), Some((_, Shape::Enum(_)))),
        };
        let ty = types.rust(types.resolved(ty));
        readable.then_some(CodeAccess { steps, ty })
    });
    Envelope {
        ty: types.rust(&envelope.ty),
        accessor: RustIdent::new(Case::Snake, &["api", "error"]),
        code,
        code_keys: keys(&envelope.code),
        message_keys: keys(&envelope.message),
        retryable_keys: keys(&envelope.retryable),
        request_id_keys: keys(&envelope.request_id),
    }
}

pub(super) fn package(api: &Api, options: &PlanOptions) -> Package {
    let title = match api.info.title.trim() {
        "" => options.package.as_str(),
        title => title,
    };
    let one_line: Vec<String> = docs::paragraphs(title);
    let mut lines = vec![format!("Client for {}.", one_line.join(" "))];
    docs::append(&mut lines, docs::of(&api.info.docs));
    let shown: String = title.chars().filter(|c| !c.is_control()).collect();
    Package {
        name: options.package.clone(),
        library: RustIdent::new(Case::Snake, &words(&options.package)).plain().to_owned(),
        version: options.version.clone(),
        description: format!("Client for {shown}"),
        docs: lines,
        features: BTreeMap::new(),
        dependencies: dependencies(options),
    }
}

/// The crates of the chosen types, each once with all the features that it needs.
fn dependencies(options: &PlanOptions) -> Vec<super::Dependency> {
    let mut all: Vec<super::Dependency> = Vec::new();
    for more in options.text_types.all().filter_map(TextType::dependency) {
        match all.iter_mut().find(|known| known.name == more.name) {
            None => all.push(more),
            Some(known) => {
                let missing = more.features.into_iter().filter(|it| !known.features.contains(it));
                let missing: Vec<String> = missing.collect();
                known.features.extend(missing);
            }
        }
    }
    all
}
