//! Headers of what comes, as constants to ask for them by.

use super::Planner;
use crate::ir::{AnswerHeaders, Docs, Header, Operation, Response};
use crate::name::{Case, Scope, words};
use crate::plan::chosen::{Claim, Keys};
use crate::plan::docs;
use crate::plan::identity;
use crate::plan::model::{HeaderForm, HeaderPlan, RustType};

/// Headers that the runtime reads for every API, and those that are about the body alone.
const KNOWN: &[&str] =
    &["content-encoding", "content-length", "content-type", "etag", "transfer-encoding"];

/// The usual names of the request's id.
const REQUEST_IDS: &[&str] =
    &["request-id", "x-amzn-requestid", "x-correlation-id", "x-request-id", "x-requestid"];

/// How the usual names of rate limits start.
const LIMITS: &[&str] = &["ratelimit-", "x-rate-limit-", "x-ratelimit-"];

/// Constants of a builder that headers leave alone.
const TAKEN: &[&str] = &["OP"];

impl Planner<'_, '_> {
    /// Headers by their names, each as the first response describes it: those of success before
    /// all others.
    pub(super) fn headers(&mut self, operation: &Operation) -> Vec<HeaderPlan> {
        let mut found: Vec<&Header> = Vec::new();
        let (good, bad): (Vec<&Response>, Vec<&Response>) =
            operation.responses.iter().partition(|response| response.status.is_success());
        let good = good.into_iter().flat_map(|response| &response.headers);
        // Errors tell themselves how long to wait.
        let bad = bad.into_iter().flat_map(|response| &response.headers);
        let bad = bad.filter(|header| !header.wire.eq_ignore_ascii_case("retry-after"));
        for header in good.chain(bad) {
            let known = found.iter().any(|it| it.wire.eq_ignore_ascii_case(&header.wire));
            if !known && !is_known(&self.types.api.headers, &header.wire) {
                found.push(header);
            }
        }
        let claims = found.iter().map(|header| claim(operation, header)).collect();
        let mut scope = Scope::new().reserving(TAKEN);
        let idents = self.namer.claim_all(&mut scope, Case::Upper, claims);
        let plan = |(header, ident): (&&Header, _)| HeaderPlan {
            ident,
            wire: header.wire.clone(),
            ty: of_header(self.types.rust(&header.ty)),
            form: form(header),
            docs: about(header),
            deprecated: header.docs.deprecated,
        };
        found.iter().zip(idents).map(plan).collect()
    }
}

fn claim<'t>(of: &Operation, header: &'t Header) -> Claim<'t> {
    let identity = identity::header(of, &header.wire);
    Claim::new(Keys::Pointer(&header.origin), identity, words(&header.wire), || {
        vec![[words(&header.wire), vec!["header".to_owned()]].concat()]
    })
}

/// Whether the runtime reads a header itself: the usual ones, or those that a person named.
fn is_known(named: &AnswerHeaders, wire: &str) -> bool {
    let is = |known: &str| known.eq_ignore_ascii_case(wire);
    let any = |known: &[&str]| known.iter().any(|it| is(it));
    let either = |named: &Option<String>, usual: bool| named.as_deref().map_or(usual, is);
    let limit = |end: &str| LIMITS.iter().any(|start| is(&format!("{start}{end}")));
    any(KNOWN)
        || either(&named.request_id, any(REQUEST_IDS))
        || either(&named.limit, limit("limit"))
        || either(&named.remaining, limit("remaining"))
        || either(&named.reset, limit("reset"))
}

/// A header is there or not: null means no more.
fn of_header(ty: RustType) -> RustType {
    match ty {
        RustType::Option(inner) | RustType::Box(inner) => of_header(*inner),
        RustType::Bytes | RustType::Unit => RustType::String,
        other => other,
    }
}

fn form(header: &Header) -> HeaderForm {
    let text = |media_type: &str| media_type.starts_with("text/");
    match &header.media_type {
        Some(media_type) if !text(media_type) => HeaderForm::Json,
        _ if header.explode => HeaderForm::Exploded,
        _ => HeaderForm::Simple,
    }
}

fn about(header: &Header) -> Vec<String> {
    let mut lines = docs::of(&Docs { deprecated: false, ..header.docs.clone() });
    docs::append(&mut lines, vec![format!("The header {}.", docs::code_span(&header.wire))]);
    lines
}
