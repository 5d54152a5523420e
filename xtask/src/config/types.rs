//! `[types]`: what texts of a format become in Rust.

use generator::name::RustIdent;
use generator::plan::{Dependency, Derive, ExternalType, OwnText, TextType, TextTypes};
use serde::Deserialize;
use toml::Spanned;

use crate::failure::{Failure, Result};

/// The table as it is written: the name of a crate, `string`, or `timestamp`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Table {
    date_time: Option<Spanned<String>>,
    date: Option<Spanned<String>>,
    uuid: Option<Spanned<String>>,
    decimal: Option<Spanned<String>>,
}

/// What a format may become.
enum Known {
    /// A type of a crate.
    Crate(Foreign),
    /// A type that is written into the output, by the name of the choice.
    Own(&'static str, OwnText),
}

impl Known {
    fn name(&self) -> &'static str {
        match self {
            Self::Crate(foreign) => foreign.krate,
            Self::Own(name, _) => name,
        }
    }
}

/// A type that a crate has for a format.
struct Foreign {
    krate: &'static str,
    version: &'static str,
    features: &'static [&'static str],
    path: &'static [&'static str],
    arguments: &'static [&'static str],
    /// Whether it has a default, as it has all else that a model may derive.
    has_default: bool,
}

const DATE_TIMES: &[Known] = &[
    Known::Crate(Foreign {
        krate: "jiff",
        version: "0.2",
        features: &["serde"],
        path: &["jiff", "Timestamp"],
        arguments: &[],
        has_default: true,
    }),
    Known::Crate(Foreign {
        krate: "chrono",
        version: "0.4",
        features: &["serde"],
        path: &["chrono", "DateTime"],
        arguments: &["chrono", "Utc"],
        has_default: true,
    }),
    Known::Own("time", OwnText::DateTime),
    Known::Own("timestamp", OwnText::Timestamp),
];

const DATES: &[Known] = &[
    Known::Crate(Foreign {
        krate: "jiff",
        version: "0.2",
        features: &["serde"],
        path: &["jiff", "civil", "Date"],
        arguments: &[],
        has_default: true,
    }),
    Known::Crate(Foreign {
        krate: "chrono",
        version: "0.4",
        features: &["serde"],
        path: &["chrono", "NaiveDate"],
        arguments: &[],
        has_default: true,
    }),
    Known::Crate(Foreign {
        krate: "time",
        version: "0.3",
        features: &["serde-human-readable"],
        path: &["time", "Date"],
        arguments: &[],
        has_default: false,
    }),
];

const UUIDS: &[Known] = &[Known::Crate(Foreign {
    krate: "uuid",
    version: "1",
    features: &["serde"],
    path: &["uuid", "Uuid"],
    arguments: &[],
    has_default: true,
})];

const DECIMALS: &[Known] = &[Known::Crate(Foreign {
    krate: "rust_decimal",
    version: "1",
    features: &["serde-with-str"],
    path: &["rust_decimal", "Decimal"],
    arguments: &[],
    has_default: true,
})];

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

fn chosen(name: &str, known: &[Known]) -> Result<Option<TextType>> {
    if name == "string" {
        return Ok(None);
    }
    match known.iter().find(|it| it.name() == name) {
        Some(Known::Own(_, own)) => Ok(Some(TextType::Own(*own))),
        Some(Known::Crate(foreign)) => Ok(Some(TextType::External(foreign.ty()))),
        None => {
            let names: Vec<String> = known.iter().map(|it| format!("`{}`", it.name())).collect();
            Err(Failure::new(format!(
                "`{name}` is not known here: {} or `string` is",
                names.join(", ")
            )))
        }
    }
}

impl Foreign {
    fn ty(&self) -> ExternalType {
        let idents = |names: &[&str]| names.iter().filter_map(|it| RustIdent::chosen(it)).collect();
        let derives = Derive::OPTIONAL.into_iter();
        ExternalType {
            path: idents(self.path),
            arguments: idents(self.arguments),
            derives: derives.filter(|it| self.has_default || *it != Derive::Default).collect(),
            dependency: Dependency {
                name: self.krate.to_owned(),
                version: self.version.to_owned(),
                features: self.features.iter().map(|it| (*it).to_owned()).collect(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Table;
    use generator::plan::TextType;

    fn mapped(text: &str) -> Result<generator::plan::TextTypes, String> {
        let table: Table = toml::from_str(text).map_err(|error| error.to_string())?;
        table.mapped(|offset| format!("byte {offset}")).map_err(|failure| failure.to_string())
    }

    #[test]
    fn types_are_chosen_by_crate() {
        let types = mapped("date-time = \"chrono\"\nuuid = \"string\"\n").expect("known");
        let Some(TextType::External(date_time)) = types.date_time else { panic!("not chosen") };
        assert_eq!(date_time.dependency.name, "chrono");
        assert_eq!(date_time.arguments.len(), 2);
        assert!(types.uuid.is_none() && types.decimal.is_none());
    }

    #[test]
    fn what_is_not_known_is_told() {
        let error = mapped("date-time = \"moment\"\n").expect_err("not known");
        assert!(error.contains("`jiff`, `chrono`, `time`, `timestamp` or `string`"), "{error}");
        assert!(error.contains("byte 12"), "{error}");
        assert!(mapped("colour = \"red\"\n").expect_err("no key").contains("unknown field"));
    }
}
