//! References to values.

use super::address::{Address, percent_decoded};
use super::{Node, Source};
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Pointer, code, nearest};
use serde_json::Value;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// Why a reference leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unresolved {
    /// The file is there, and the value is not.
    Dangling,
    /// The file is outside the document's folder.
    Outside,
    /// The document is elsewhere on the network and no copy was supplied.
    Remote,
    /// The file cannot be read, and why.
    Unreadable(String),
    /// The file's content cannot be read; the source's diagnostics say why.
    Broken,
    /// The document has too many files.
    TooManyFiles,
}

impl Unresolved {
    /// The kind of diagnostic that this is.
    pub fn code(&self) -> Code {
        match self {
            Self::Dangling => code::DANGLING_REFERENCE,
            Self::Outside => code::REFERENCE_OUTSIDE_FOLDER,
            Self::Remote => code::REMOTE_REFERENCE,
            Self::Unreadable(_) | Self::Broken => code::UNREADABLE_FILE,
            Self::TooManyFiles => code::TOO_LARGE,
        }
    }

    /// What to do about it.
    pub fn remedy(&self) -> Option<String> {
        match self {
            Self::Outside => {
                Some("name a folder that holds both with `--root`, or move the file".into())
            }
            Self::Remote => Some(
                "list it under `[remote]` in codegen.toml, or save it beside the document".into(),
            ),
            Self::Dangling | Self::Unreadable(_) | Self::Broken | Self::TooManyFiles => None,
        }
    }

    /// Reports it about a reference and its place.
    pub fn report<'d>(
        &self,
        reference: &str,
        at: &Pointer,
        source: &Source,
        diagnostics: &'d mut Diagnostics,
    ) -> &'d mut Diagnostic {
        let message = format!("`{reference}` leads nowhere: {self}");
        let diagnostic = diagnostics.report(self.code(), at, message);
        diagnostic.remedy = match self {
            Self::Dangling => source.suggested(at, reference),
            _ => self.remedy(),
        };
        diagnostic
    }
}

impl fmt::Display for Unresolved {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dangling => formatter.write_str("nothing is there"),
            Self::Outside => formatter.write_str("the file is outside the document's folder"),
            Self::Remote => formatter.write_str("it is remote, and nothing is fetched"),
            Self::Unreadable(reason) => write!(formatter, "the file cannot be read: {reason}"),
            Self::Broken => formatter.write_str("the file has errors of its own"),
            Self::TooManyFiles => formatter.write_str("the document has too many files"),
        }
    }
}

impl Source {
    /// The value that a reference names, which stands at `from`. One step only: what is found may
    /// be a reference again.
    ///
    /// # Errors
    ///
    /// Where the reference leads nowhere.
    pub fn resolve(&self, from: &Pointer, reference: &str) -> Result<Node<'_>, Unresolved> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let roots = match reference {
            "#" => vec![self.whole(from)],
            _ => self.roots(from, file)?,
        };
        roots.iter().find_map(|root| self.within(root, fragment)).ok_or(Unresolved::Dangling)
    }

    /// What is probably meant by a reference to nothing, as a remedy.
    pub fn suggested(&self, from: &Pointer, reference: &str) -> Option<String> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let roots = self.roots(from, file).ok()?;
        let near = self.near(roots.first()?, fragment)?;
        Some(format!("did you mean `{near}`?"))
    }

    /// How many names may still be compared for suggestions.
    pub(crate) fn comparisons_left(&self) -> usize {
        self.comparisons.0.load(Relaxed)
    }

    /// Goes back to what was left before, where what has been suggested since is thrown away.
    pub(crate) fn reset_comparisons(&self, left: usize) {
        self.comparisons.0.store(left, Relaxed);
    }

    /// What `#` alone means: not the document, which is no schema, but the schema around.
    fn whole(&self, from: &Pointer) -> Pointer {
        let root = Pointer::root(from.file());
        let mut place = root.clone();
        let mut whole = None;
        for (depth, token) in (1..).zip(from.tokens()) {
            place = place.key(&token);
            let anchored = self.value(&place).is_some_and(|value| {
                value.get("$recursiveAnchor") == Some(&Value::Bool(true))
                    || value.get("$id").is_some_and(Value::is_string)
            });
            if anchored || (depth == 3 && from.path().starts_with("/components/schemas/")) {
                whole = Some(place.clone());
            }
        }
        whole.unwrap_or(root)
    }

    /// The key under which a value stands, as long as the document lives.
    pub fn key(&self, at: &Pointer) -> Option<&str> {
        let (parent, key) = at.parent()?;
        self.value(&parent)?.as_object()?.get_key_value(&*key).map(|(key, _)| key.as_str())
    }

    /// What a reference's fragment may be relative to, best first.
    fn roots(&self, from: &Pointer, file: &str) -> Result<Vec<Pointer>, Unresolved> {
        let here = Pointer::root(from.file());
        let base = self.anchors.base(self, from);
        if file.is_empty() {
            let resource = base.and_then(|base| self.anchors.resource(&base)).cloned();
            return Ok(resource.into_iter().chain([here]).collect());
        }
        let base = base.unwrap_or_else(|| self.anchors.base_of(self, from.file()));
        if let Some(resource) = self.anchors.joined(&base, file) {
            return Ok(vec![resource.clone()]);
        }
        let holder = self.files.get(from.file().index()).ok_or(Unresolved::Dangling)?;
        let address = holder.address.join(file).map_err(|_| Unresolved::Outside)?;
        self.root_of(&address).map(|root| vec![root])
    }

    fn root_of(&self, address: &Address) -> Result<Pointer, Unresolved> {
        match self.index.get(address) {
            Some(Ok(file)) if self.files[file.index()].readable => Ok(Pointer::root(*file)),
            Some(Ok(_)) => Err(Unresolved::Broken),
            Some(Err(error)) => Err(error.clone()),
            None => Err(Unresolved::Dangling),
        }
    }

    fn within(&self, root: &Pointer, fragment: &str) -> Option<Node<'_>> {
        if fragment.is_empty() || fragment.starts_with('/') {
            return self
                .below(root, &percent_decoded(fragment))
                .or_else(|| fragment.contains('%').then(|| self.below(root, fragment)).flatten())
                // `#/` means the member called nothing, and mostly the whole file is meant.
                .or_else(|| (fragment == "/").then(|| self.below(root, "")).flatten());
        }
        let at = self.anchors.named(self, root, &percent_decoded(fragment))?;
        Some(Node { value: self.value(&at)?, at })
    }

    fn below(&self, root: &Pointer, path: &str) -> Option<Node<'_>> {
        let at = Pointer::new(root.file(), format!("{}{path}", root.path()));
        Some(Node { value: self.value(&at)?, at })
    }

    /// A reference that may be meant instead of one that leads nowhere.
    fn near(&self, root: &Pointer, fragment: &str) -> Option<String> {
        self.alike(root, fragment).or_else(|| self.component(fragment))
    }

    /// A component that has the name a reference ends in, wherever the reference looks for it.
    fn component(&self, fragment: &str) -> Option<String> {
        let place = Pointer::root(FileId::ENTRY).key("components");
        let sections = self.value(&place)?.as_object()?;
        let name = Pointer::new(FileId::ENTRY, percent_decoded(fragment)).tokens().last()?;
        let has = |section: &&String| sections[section.as_str()].get(&*name).is_some();
        let section = sections.keys().find(has)?;
        Some(place.key(section).key(&name).to_string())
    }

    fn alike(&self, root: &Pointer, fragment: &str) -> Option<String> {
        let fragment = percent_decoded(fragment);
        let path = fragment.trim_start_matches('/');
        let mut place = root.clone();
        let mut value = self.value(&place)?;
        if !path.contains('/') {
            place = root.key("components").key("schemas");
            value = self.value(&place)?;
        }
        for token in Pointer::new(root.file(), format!("/{path}")).tokens() {
            let object = value.as_object()?;
            let alike = |key: &&str| letters(key) == letters(&token);
            let names = || object.keys().map(String::as_str);
            let key = match object.get_key_value(&token) {
                Some((key, _)) => key,
                None if self.comparisons.spend(object.len()) => {
                    names().find(alike).or_else(|| nearest(&token, names()))?
                }
                None => return None,
            };
            place = place.key(key);
            value = &object[key];
        }
        (place.file() == FileId::ENTRY).then(|| place.to_string())
    }
}

/// The most names that are compared with those of references that lead nowhere: a document of many
/// wrong references has suggestions for the first of them.
const MAX_COMPARISONS: usize = 2_000_000;

/// How many names may still be compared.
#[derive(Debug)]
pub(super) struct Comparisons(AtomicUsize);

impl Default for Comparisons {
    fn default() -> Self {
        Self(AtomicUsize::new(MAX_COMPARISONS))
    }
}

impl Comparisons {
    /// Takes some of what is left; false where there is too little.
    fn spend(&self, count: usize) -> bool {
        self.0.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(count)).is_ok()
    }
}

/// The letters and digits of a name, in one case.
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The member of an object or list that a token of a pointer names.
pub(super) fn child<'v>(value: &'v Value, token: &str) -> Option<&'v Value> {
    match value {
        Value::Object(object) => object.get(token),
        Value::Array(items) => {
            let canonical = token == "0" || !token.starts_with('0');
            items.get(token.parse::<usize>().ok().filter(|_| canonical)?)
        }
        _ => None,
    }
}
