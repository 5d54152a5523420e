//! `[derives]`: what models derive beside what all of them do.

use std::collections::BTreeMap;

use generator::name::RustIdent;
use generator::plan::{Derive, DeriveFor};
use serde::Deserialize;
use toml::{Spanned, Value};

use crate::failure::{Failure, Result};

/// The table as it is written: the JSON pointer of a schema, or `*`, and what its type derives.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Table(BTreeMap<String, Vec<Spanned<String>>>);

/// What every model has.
const ALWAYS: [&str; 3] = ["Clone", "Debug", "PartialEq"];

/// What the table asks for; `manifest` says which crates there are, `place` where in the file a
/// byte is.
pub(super) fn chosen(
    table: Table,
    manifest: &toml::Table,
    place: impl Fn(usize) -> String,
) -> Result<Vec<(DeriveFor, Vec<Derive>)>> {
    let entry = |(key, names): (String, Vec<Spanned<String>>)| {
        let derive = |name: &Spanned<String>| {
            let failed = |failure: Failure| failure.at(place(name.span().start));
            derive(name.get_ref(), manifest).map_err(failed)
        };
        let derives = names.iter().map(derive).collect::<Result<Vec<Derive>>>()?;
        let whose = if key == "*" { DeriveFor::All } else { DeriveFor::Schema(key) };
        Ok((whose, derives))
    };
    table.0.into_iter().map(entry).collect()
}

fn derive(name: &str, manifest: &toml::Table) -> Result<Derive> {
    if ALWAYS.contains(&name) {
        return Err(Failure::new(format!("every model derives `{name}` anyway")));
    }
    if let Some(known) = Derive::OPTIONAL.into_iter().find(|it| it.to_string() == name) {
        return Ok(known);
    }
    let path = name.strip_prefix("::").unwrap_or(name);
    let segments: Option<Vec<RustIdent>> = path.split("::").map(segment).collect();
    let Some(segments) = segments else {
        return Err(Failure::new(format!("`{name}` is no path of identifiers")));
    };
    if segments.len() < 2 {
        let known = Derive::OPTIONAL.map(|it| format!("`{it}`")).join(", ");
        return Err(Failure::new(format!("`{name}` is not known here: {known} are")).help(
            "what is of another crate is written with its path, such as `schemars::JsonSchema`",
        ));
    }
    declared(segments[0].plain(), manifest)?;
    Ok(Derive::External(segments))
}

/// One identifier, as it is written: not raw, and no keyword.
fn segment(text: &str) -> Option<RustIdent> {
    RustIdent::chosen(text).filter(|ident| ident.plain() == text && !ident.is_raw())
}

/// Refuses a crate that the output would not depend on.
fn declared(name: &str, manifest: &toml::Table) -> Result<()> {
    if ["std", "core", "alloc"].contains(&name) {
        let known = Derive::OPTIONAL.map(|it| format!("`{it}`")).join(", ");
        return Err(Failure::new(format!("of the standard library, {known} are known, by name")));
    }
    if name == "serde" {
        return Err(Failure::new("models implement the traits of serde themselves")
            .help("in the directions that they travel in"));
    }
    let dependencies = manifest.get("dependencies").and_then(Value::as_table);
    let mut declared = dependencies.into_iter().flatten();
    let found = declared.find(|(key, _)| key.replace('-', "_") == name);
    match found {
        Some((_, value)) if value.get("optional").and_then(Value::as_bool) == Some(true) => {
            Err(Failure::new(format!("the crate `{name}` is optional, so it may not be there"))
                .help("leave `optional` out in `[manifest.dependencies]`"))
        }
        Some(_) => Ok(()),
        None => Err(Failure::new(format!("the crate `{name}` is no dependency of the output"))
            .help(format!("declare it in `[manifest.dependencies]`: `{name} = \"1\"`"))),
    }
}

#[cfg(test)]
mod tests {
    use super::{Table, chosen};

    fn told(text: &str) -> Result<String, String> {
        let text = format!(
            "derives = {{ \"*\" = [{text}] }}\n[dependencies]\nmy-crate = \"1\"\n\
             maybe = {{ version = \"1\", optional = true }}\nserde = \"1\"\n"
        );
        let mut manifest: toml::Table = toml::from_str(&text).expect("TOML");
        #[derive(serde::Deserialize)]
        struct File {
            derives: Table,
        }
        manifest.remove("derives");
        let file: File = toml::from_str(&text).expect("a table");
        let chosen = chosen(file.derives, &manifest, |offset| format!("byte {offset}"));
        let chosen = chosen.map_err(|failure| failure.to_string())?;
        let names = chosen.iter().flat_map(|(_, derives)| derives);
        Ok(names.map(ToString::to_string).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn traits_of_the_language_and_paths_are_taken() {
        let all = "\"Eq\", \"Copy\", \"my_crate::Trait\", \"::my_crate::inner::Trait\"";
        let names = "Eq Copy my_crate::Trait my_crate::inner::Trait";
        assert_eq!(told(all).as_deref(), Ok(names));
    }

    #[test]
    fn whatever_else_is_told() {
        for (text, message) in [
            ("Debug", "anyway"),
            ("Serialize", "not known here"),
            ("std::hash::Hash", "by name"),
            ("serde::Serialize", "themselves"),
            ("other::Trait", "no dependency of the output"),
            ("maybe::Trait", "optional"),
            ("my_crate::Trait)] struct A; #[derive(Eq", "no path of identifiers"),
            ("my_crate::Trait<T>", "no path of identifiers"),
            ("my_crate::", "no path of identifiers"),
            ("::::A", "no path of identifiers"),
            ("my_crate::self::A", "no path of identifiers"),
            ("my_crate::r#fn", "no path of identifiers"),
            ("my_crate::fn", "no path of identifiers"),
            ("crate::A", "no path of identifiers"),
            ("my_crate ::A", "no path of identifiers"),
            ("my_crate::A\\n", "no path of identifiers"),
            ("", "no path of identifiers"),
        ] {
            let error = told(&format!("\"{text}\"")).expect_err(text);
            assert!(error.contains(message), "{text}: {error}");
            assert!(error.contains("byte 19"), "{text}: {error}");
        }
    }
}
