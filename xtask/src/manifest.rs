//! What a person adds to the generated `Cargo.toml`: a licence, dependencies of examples, lints.

use toml::{Table, Value};

use crate::failure::{Failure, Result};

/// The generated manifest together with what a person adds.
pub(crate) fn extend(generated: &str, added: &Table) -> Result<String> {
    let present: Table = toml::from_str(generated)
        .map_err(|error| Failure::new(format!("the generated Cargo.toml: {}", error.message())))?;
    let mut text = generated.to_owned();
    for (section, value) in added {
        match (present.get(section), value) {
            (Some(Value::Table(present)), Value::Table(added)) => {
                refuse_doubles(section, present, added)?;
                insert(&mut text, section, added);
            }
            (Some(_), _) => return Err(double(section)),
            (None, value) => append(&mut text, section, value),
        }
    }
    Ok(text)
}

fn refuse_doubles(section: &str, present: &Table, added: &Table) -> Result<()> {
    match added.keys().find(|key| present.contains_key(*key)) {
        Some(key) => Err(double(&format!("{section}.{key}"))),
        None => Ok(()),
    }
}

fn double(key: &str) -> Failure {
    Failure::new(format!("`manifest.{key}` is set, but Cargo.toml has a generated `{key}`"))
        .help("remove it from codegen.toml")
}

/// Adds keys to a section that is there, right after its head.
fn insert(text: &mut String, section: &str, added: &Table) {
    let head = format!("[{section}]\n");
    let Some(start) = text.find(&head) else {
        return;
    };
    let lines: String = added.iter().map(|(key, value)| line(key, value)).collect();
    text.insert_str(start + head.len(), &lines);
}

/// Adds a section at the end.
fn append(text: &mut String, section: &str, value: &Value) {
    let mut table = Table::new();
    table.insert(section.to_owned(), value.clone());
    text.push_str(&format!("\n{table}"));
}

/// A key of TOML with its value on one line.
fn line(key: &str, value: &Value) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    match !key.is_empty() && key.chars().all(plain) {
        true => format!("{key} = {value}\n"),
        false => format!("{} = {value}\n", Value::from(key)),
    }
}

#[cfg(test)]
mod tests {
    use super::extend;

    const GENERATED: &str = "# mark\n[package]\nname = \"a\"\n\n[dependencies]\nbytes = \"1\"\n";

    fn extended(added: &str) -> Result<String, String> {
        let added = toml::from_str(added).expect("TOML");
        extend(GENERATED, &added).map_err(|failure| failure.to_string())
    }

    #[test]
    fn sections_are_added_and_completed() {
        let text = extended(
            "[package]\npublish = false\n[lints]\nworkspace = true\n\
             [dev-dependencies]\ntokio = { version = \"1\", features = [\"rt\"] }\n",
        )
        .expect("no double");
        assert!(text.starts_with("# mark\n[package]\npublish = false\nname = \"a\"\n"), "{text}");
        let read: toml::Table = toml::from_str(&text).expect("TOML");
        assert_eq!(read["lints"]["workspace"].as_bool(), Some(true));
        assert_eq!(read["dev-dependencies"]["tokio"]["features"][0].as_str(), Some("rt"));
        assert_eq!(read["dependencies"]["bytes"].as_str(), Some("1"));
    }

    #[test]
    fn nothing_is_said_twice() {
        let error = extended("[package]\nname = \"b\"\n").expect_err("a double");
        assert!(error.contains("`manifest.package.name`"), "{error}");
    }

    #[test]
    fn nothing_added_changes_nothing() {
        assert_eq!(extended("").as_deref(), Ok(GENERATED));
    }
}
