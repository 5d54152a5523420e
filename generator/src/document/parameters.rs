//! Parameters and headers.

use super::Parameter;
use super::fields::Fields;
use super::reader::Reader;
use crate::diag::code;
use crate::ir::{Place, Style};
use crate::source::Node;
use std::collections::{BTreeMap, BTreeSet};

const PARAMETER: &[&str] = &[
    "$ref",
    "name",
    "in",
    "description",
    "required",
    "deprecated",
    "allowEmptyValue",
    "style",
    "explode",
    "allowReserved",
    "schema",
    "example",
    "examples",
    "content",
    "summary",
];

/// A list of parameters, each name and place once.
#[derive(Default)]
pub(super) struct Parameters<'a>(Vec<Parameter<'a>>);

impl<'a> Parameters<'a> {
    /// These parameters, then those of another list that they do not override.
    pub(super) fn over(self, other: &Self) -> Vec<Parameter<'a>> {
        let mut all = self.0;
        let own: BTreeSet<_> = all.iter().map(identity).collect();
        all.extend(other.0.iter().filter(|one| !own.contains(&identity(one))).cloned());
        all
    }
}

/// What makes two parameters the same. Names of headers have no case.
fn identity(parameter: &Parameter<'_>) -> (Place, String) {
    let name = match parameter.place {
        Place::Header => parameter.name.to_ascii_lowercase(),
        _ => parameter.name.to_owned(),
    };
    (parameter.place, name)
}

impl<'a> Reader<'a, '_> {
    /// The parameters of one object, or of several of which the first wins.
    pub(super) fn parameter_lists(&mut self, objects: &[Fields<'a>]) -> Parameters<'a> {
        let mut all = Parameters::default();
        for fields in objects {
            if fields.get("parameters").is_none() {
                continue;
            }
            let mut list: Vec<Parameter<'a>> = Vec::new();
            let mut names = BTreeMap::new();
            for node in fields.items("parameters", self.diagnostics) {
                let Some(parameter) = self.parameter(&node) else {
                    continue;
                };
                let first = names.entry(identity(&parameter)).or_insert_with(|| node.at.clone());
                if *first == node.at {
                    list.push(parameter);
                    continue;
                }
                let message = format!("the parameter `{}` is described twice", parameter.name);
                self.diagnostics
                    .report(code::DUPLICATE_PARAMETER, &node.at, message)
                    .related(first, "described here first");
            }
            all = Parameters(all.over(&Parameters(list)));
        }
        all
    }

    fn parameter(&mut self, node: &Node<'a>) -> Option<Parameter<'a>> {
        let target = self.target(node)?;
        let fields = Fields::of(&target.node, "a parameter", self.diagnostics)?;
        let Some(name) = fields.text("name", self.diagnostics) else {
            self.missing(&fields, "name", "the parameter is left out");
            return None;
        };
        let place = self.place(&fields, name)?;
        let mut parameter = self.read_parameter(&fields, name, place)?;
        parameter.component = target.name;
        if place == Place::Path && !parameter.required {
            let message = format!("the path parameter `{name}` is not marked as required");
            self.diagnostics.report(code::OPTIONAL_PATH_PARAMETER, &fields.at, message);
            parameter.required = true;
        }
        Some(parameter)
    }

    fn place(&mut self, fields: &Fields<'a>, name: &str) -> Option<Place> {
        let written = fields.text("in", self.diagnostics).unwrap_or_default();
        let place = match written.trim().to_ascii_lowercase().as_str() {
            "path" => Place::Path,
            "query" => Place::Query,
            "header" => Place::Header,
            "cookie" => Place::Cookie,
            "querystring" => Place::QueryString,
            _ => {
                let message = format!("`in: {written}` is no place for the parameter `{name}`");
                let at = match fields.get("in") {
                    Some(_) => fields.at.key("in"),
                    None => fields.at.clone(),
                };
                let diagnostic = self.diagnostics.report(code::UNKNOWN_PLACE, &at, message);
                match written {
                    "body" | "formData" => diagnostic.remedy("describe it as `requestBody`"),
                    _ => diagnostic.one_of(written, &["path", "query", "header", "cookie"]),
                };
                return None;
            }
        };
        Some(place)
    }

    /// A header of a response; its name is its key.
    pub(super) fn header(&mut self, name: &'a str, node: &Node<'a>) -> Option<Parameter<'a>> {
        let target = self.target(node)?;
        let fields = Fields::of(&target.node, "a header", self.diagnostics)?;
        let mut header = self.read_parameter(&fields, name, Place::Header)?;
        header.component = target.name;
        Some(header)
    }

    fn read_parameter(
        &mut self,
        fields: &Fields<'a>,
        name: &'a str,
        place: Place,
    ) -> Option<Parameter<'a>> {
        if !self.spend() {
            return None;
        }
        fields.expect(PARAMETER, "a parameter", self.diagnostics);
        let style = self.style(fields, name, place);
        let explode = fields.flag("explode", self.diagnostics);
        let schema = fields.node("schema");
        let mut contents = self.contents(fields);
        if contents.len() > 1 {
            let message =
                format!("the parameter `{name}` has several media types; the first counts");
            self.diagnostics.report(code::SEVERAL_MEDIA_TYPES, &fields.at, message);
        }
        let content = (schema.is_none() && !contents.is_empty()).then(|| contents.swap_remove(0));
        Some(Parameter {
            name,
            place,
            required: fields.flag("required", self.diagnostics).unwrap_or(false),
            style,
            explode: explode.unwrap_or(matches!(style, Style::Form | Style::Cookie)),
            allow_reserved: fields.flag("allowReserved", self.diagnostics).unwrap_or(false),
            schema,
            content,
            component: None,
            docs: self.docs(fields),
            at: fields.at.clone(),
        })
    }

    fn style(&mut self, fields: &Fields<'a>, name: &str, place: Place) -> Style {
        let default = match place {
            Place::Path | Place::Header => Style::Simple,
            Place::Query | Place::Cookie | Place::QueryString => Style::Form,
        };
        let Some(written) = fields.text("style", self.diagnostics) else {
            return default;
        };
        let allowed: &[&str] = match place {
            Place::Path => &["simple", "label", "matrix"],
            Place::Header => &["simple"],
            Place::Query | Place::QueryString => {
                &["form", "spaceDelimited", "pipeDelimited", "deepObject"]
            }
            Place::Cookie => &["form", "cookie"],
        };
        let style = allowed.contains(&written).then(|| style_of(written)).flatten();
        style.unwrap_or_else(|| {
            let message = format!(
                "the parameter `{name}` cannot have the style `{written}`; it is written as {}",
                allowed[0]
            );
            self.diagnostics
                .report(code::UNSUPPORTED_STYLE, &fields.at.key("style"), message)
                .one_of(written, allowed);
            default
        })
    }
}

/// The style of that name.
pub(super) fn style_of(name: &str) -> Option<Style> {
    Some(match name {
        "simple" => Style::Simple,
        "label" => Style::Label,
        "matrix" => Style::Matrix,
        "form" => Style::Form,
        "spaceDelimited" => Style::SpaceDelimited,
        "pipeDelimited" => Style::PipeDelimited,
        "deepObject" => Style::DeepObject,
        "cookie" => Style::Cookie,
        _ => return None,
    })
}
