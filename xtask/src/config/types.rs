//! `[types]`: what texts of a format become in Rust.

use generator::name::RustIdent;
use generator::plan::{Dependency, ExternalType, TextTypes};
use serde::Deserialize;
use toml::Spanned;

use crate::failure::{Failure, Result};

/// The table as it is written: the name of a crate, or `string`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Table {
    date_time: Option<Spanned<String>>,
    date: Option<Spanned<String>>,
    uuid: Option<Spanned<String>>,
    decimal: Option<Spanned<String>>,
}

/// A type that a crate has for a format.
struct Known {
    krate: &'static str,
    version: &'static str,
    features: &'static [&'static str],
    path: &'static [&'static str],
    arguments: &'static [&'static str],
}

const DATE_TIMES: &[Known] = &[
    Known {
        krate: "jiff",
        version: "0.2",
        features: &["serde"],
        path: &["jiff", "Timestamp"],
        arguments: &[],
    },
    Known {
        krate: "chrono",
        version: "0.4",
        features: &["serde"],
        path: &["chrono", "DateTime"],
        arguments: &["chrono", "Utc"],
    },
];

const DATES: &[Known] = &[
    Known {
        krate: "jiff",
        version: "0.2",
        features: &["serde"],
        path: &["jiff", "civil", "Date"],
        arguments: &[],
    },
    Known {
        krate: "chrono",
        version: "0.4",
        features: &["serde"],
        path: &["chrono", "NaiveDate"],
        arguments: &[],
    },
];

const UUIDS: &[Known] = &[Known {
    krate: "uuid",
    version: "1",
    features: &["serde"],
    path: &["uuid", "Uuid"],
    arguments: &[],
}];

const DECIMALS: &[Known] = &[Known {
    krate: "rust_decimal",
    version: "1",
    features: &["serde-with-str"],
    path: &["rust_decimal", "Decimal"],
    arguments: &[],
}];

impl Table {
    /// The types that the table chooses; `place` tells where in the file a byte is.
    pub(super) fn mapped(&self, place: impl Fn(usize) -> String) -> Result<TextTypes> {
        let choose = |choice: &Option<Spanned<String>>, known: &[Known]| {
            let Some(choice) = choice else { return Ok(None) };
            chosen(choice.get_ref(), known).map_err(|it| it.at(place(choice.span().start)))
        };
        Ok(TextTypes {
            date_time: choose(&self.date_time, DATE_TIMES)?,
            date: choose(&self.date, DATES)?,
            uuid: choose(&self.uuid, UUIDS)?,
            decimal: choose(&self.decimal, DECIMALS)?,
            base64: None,
        })
    }
}

fn chosen(name: &str, known: &[Known]) -> Result<Option<ExternalType>> {
    if name == "string" {
        return Ok(None);
    }
    let Some(found) = known.iter().find(|it| it.krate == name) else {
        let names: Vec<String> = known.iter().map(|it| format!("`{}`", it.krate)).collect();
        let failure = Failure::new(format!(
            "`{name}` is not known here: {} or `string` is",
            names.join(", ")
        ));
        return Err(match name {
            "time" => failure.help("the types of `time` do not read RFC 3339 by themselves"),
            _ => failure,
        });
    };
    let idents = |names: &[&str]| names.iter().filter_map(|it| RustIdent::chosen(it)).collect();
    Ok(Some(ExternalType {
        path: idents(found.path),
        arguments: idents(found.arguments),
        dependency: Dependency {
            name: found.krate.to_owned(),
            version: found.version.to_owned(),
            features: found.features.iter().map(|it| (*it).to_owned()).collect(),
        },
    }))
}

#[cfg(test)]
mod tests {
    use super::Table;

    fn mapped(text: &str) -> Result<generator::plan::TextTypes, String> {
        let table: Table = toml::from_str(text).map_err(|error| error.to_string())?;
        table.mapped(|offset| format!("byte {offset}")).map_err(|failure| failure.to_string())
    }

    #[test]
    fn types_are_chosen_by_crate() {
        let types = mapped("date-time = \"chrono\"\nuuid = \"string\"\n").expect("known");
        let date_time = types.date_time.expect("chosen");
        assert_eq!(date_time.dependency.name, "chrono");
        assert_eq!(date_time.arguments.len(), 2);
        assert!(types.uuid.is_none() && types.decimal.is_none());
    }

    #[test]
    fn what_is_not_known_is_told() {
        let error = mapped("date-time = \"time\"\n").expect_err("not known");
        assert!(error.contains("`jiff`, `chrono` or `string`") && error.contains("RFC 3339"));
        assert!(error.contains("byte 12"), "{error}");
        assert!(mapped("colour = \"red\"\n").expect_err("no key").contains("unknown field"));
    }
}
