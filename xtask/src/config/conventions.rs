//! `[conventions]`: what the document does not say of an API's conventions, or says otherwise.

mod choice;

use generator::ir::AnswerHeaders;
use generator::passes::{Conventions, ErrorFields, OperationConventions, PageConventions, Pages};
use generator::select::Pattern;
use serde::Deserialize;
use toml::Spanned;

use crate::failure::{Failure, Result};
use choice::Off;

/// The table as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Table {
    idempotency_key: Option<String>,
    request_id: Option<String>,
    rate_limit: RateLimit,
    error: Option<Error>,
    operations: Vec<Spanned<Operation>>,
}

/// `rate-limit`: headers of answers.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RateLimit {
    limit: Option<String>,
    remaining: Option<String>,
    reset: Option<String>,
}

/// `error`: keys from the body of an error.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Error {
    schema: Option<String>,
    code: Option<Vec<String>>,
    message: Option<Vec<String>>,
    retryable: Option<Vec<String>>,
    request_id: Option<Vec<String>>,
}

/// One entry of `operations`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Operation {
    tag: Option<String>,
    path: Option<String>,
    id: Option<String>,
    idempotency_key: Option<Off<String>>,
    if_match: Option<bool>,
    if_none_match: Option<bool>,
    pages: Option<Off<PageTable>>,
}

/// `pages` of an entry: exactly one of the ways, and where the items are.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct PageTable {
    items: Option<Vec<String>>,
    cursor: Option<Cursor>,
    offset: Option<Offset>,
    page: Option<Page>,
    url: Option<Vec<String>>,
    link: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cursor {
    parameter: String,
    next: Vec<String>,
    more: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Offset {
    parameter: String,
    limit: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    parameter: String,
    first: Option<i64>,
}

impl Table {
    /// What the table says; `place` tells where in the file a byte is.
    pub(super) fn conventions(self, place: impl Fn(usize) -> String) -> Result<Conventions> {
        let RateLimit { limit, remaining, reset } = self.rate_limit;
        let operations = self.operations.into_iter().map(|entry| {
            let start = entry.span().start;
            entry.into_inner().conventions().map_err(|failure| failure.at(place(start)))
        });
        Ok(Conventions {
            idempotency_key: self.idempotency_key,
            headers: AnswerHeaders { request_id: self.request_id, limit, remaining, reset },
            error: self.error.map(Into::into),
            operations: operations.collect::<Result<_>>()?,
        })
    }
}

impl From<Error> for ErrorFields {
    fn from(table: Error) -> Self {
        let Error { schema, code, message, retryable, request_id } = table;
        Self { schema, code, message, retryable, request_id }
    }
}

impl Operation {
    fn conventions(self) -> Result<OperationConventions> {
        let pattern = match (self.tag, self.path, self.id) {
            (Some(tag), None, None) => Pattern::Tag(tag),
            (None, Some(path), None) => Pattern::Path(path),
            (None, None, Some(id)) => Pattern::Id(id),
            _ => {
                let help = "name operations by one of `tag`, `path` and `id`";
                return Err(
                    Failure::new("the entry picks no operations, or by two keys").help(help)
                );
            }
        };
        let says = [
            self.idempotency_key.is_some(),
            self.if_match.is_some(),
            self.if_none_match.is_some(),
            self.pages.is_some(),
        ];
        if !says.contains(&true) {
            return Err(Failure::new("the entry says nothing of its operations"));
        }
        Ok(OperationConventions {
            pattern,
            idempotency_key: self.idempotency_key.map(|it| it.0),
            if_match: self.if_match,
            if_none_match: self.if_none_match,
            pages: self.pages.map(|it| it.map(PageTable::pages).transpose()).transpose()?,
        })
    }
}

impl PageTable {
    fn pages(self) -> Result<PageConventions> {
        let ways = [
            self.cursor.map(|Cursor { parameter, next, more }| Pages::Cursor {
                parameter,
                next,
                more,
            }),
            self.offset.map(|Offset { parameter, limit }| Pages::Offset { parameter, limit }),
            self.page.map(|Page { parameter, first }| Pages::Page {
                parameter,
                first: first.unwrap_or(1),
            }),
            self.url.map(Pages::Url),
            self.link.filter(|follows| *follows).map(|_| Pages::Link),
        ];
        let mut ways = ways.into_iter().flatten();
        match (ways.next(), ways.next()) {
            (Some(next), None) => Ok(PageConventions { items: self.items, next }),
            _ => Err(Failure::new("`pages` has to name one way to the next page")
                .help("one of `cursor`, `offset`, `page`, `url` and `link`")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Table;
    use generator::passes::{Choice, Conventions, Pages};

    fn read(text: &str) -> Result<Conventions, String> {
        let table: Table = toml::from_str(text).map_err(|error| error.to_string())?;
        table.conventions(|offset| format!("byte {offset}")).map_err(|failure| failure.to_string())
    }

    #[test]
    fn entries_are_read() {
        let text = "request-id = \"X-Trace\"\n\
                    [[operations]]\nid = \"a\"\nidempotency-key = false\nif-match = true\n\
                    [[operations]]\npath = \"/b/*\"\npages = { items = [], link = true }\n\
                    [[operations]]\ntag = \"c\"\npages = false\n";
        let read = read(text).expect("valid");
        assert_eq!(read.headers.request_id.as_deref(), Some("X-Trace"));
        let [first, second, third] = read.operations.as_slice() else { panic!("{read:?}") };
        assert_eq!((&first.idempotency_key, first.if_match), (&Some(Choice::Off), Some(true)));
        assert!(matches!(&second.pages, Some(Choice::On(it)) if matches!(it.next, Pages::Link)));
        assert!(matches!(third.pages, Some(Choice::Off)));
    }

    /// The crate `tests/conventions` is what its `codegen.toml` makes of its document.
    #[test]
    fn what_the_table_says_is_in_the_crate() {
        let crate_root = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/conventions");
        let crate_root = std::path::Path::new(crate_root);
        let bytes = |path: &str| std::fs::read(crate_root.join(path)).expect("a file");
        let text = String::from_utf8(bytes("codegen.toml")).expect("UTF-8");
        #[derive(serde::Deserialize)]
        struct File {
            conventions: Table,
        }
        let file: File = toml::from_str(&text).expect("a table");
        let conventions = file.conventions.conventions(|_| String::new()).expect("valid");
        let mut config = generator::Config { conventions, ..Default::default() };
        config.plan.package = "conventions".to_owned();
        let source = generator::source::Source::from_bytes("document.yaml", bytes("document.yaml"));
        let (output, said) = generator::generate(&source, &config);
        assert!(said.is_empty(), "{said:?}");
        let output = output.expect("a crate");
        let written = output.tree.iter().filter(|(path, _)| {
            let is_shared = path.starts_with("src/runtime/") || *path == "src/lib.rs";
            path.starts_with("src/") && !is_shared
        });
        let mut files = 0;
        for (path, text) in written {
            assert!(bytes(path) == *text, "{path}");
            files += 1;
        }
        assert!(files > 5, "{files}");
    }

    #[test]
    fn mistakes_are_told() {
        for (text, message) in [
            ("[[operations]]\nid = \"a\"\n", "says nothing"),
            ("[[operations]]\npages = false\n", "picks no operations"),
            ("[[operations]]\nid = \"a\"\npages = true\n", "`false`"),
            ("[[operations]]\nid = \"a\"\npages = {}\n", "one way to the next page"),
            ("[[operations]]\nid = \"a\"\npages = { link = true, url = [] }\n", "one way"),
            ("[[operations]]\nid = \"a\"\npages = { coursor = 1 }\n", "coursor"),
            ("colour = 1\n", "colour"),
        ] {
            let error = read(text).expect_err(text);
            assert!(error.contains(message), "{text}: {error}");
        }
    }
}
