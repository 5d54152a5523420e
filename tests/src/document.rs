//! The OpenAPI document as the tests read it: operations, schemas and validators.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use jsonschema::{Registry, Validator};
use serde_json::{Value, json};

use crate::{instance::Instances, lenient, operation::Operation};

/// The name under which validators know the document.
const URI: &str = "urn:document";

/// An OpenAPI 3.1 document, read without any code of the generator.
pub struct Document {
    root: Value,
    operations: Vec<Operation>,
    registry: Registry<'static>,
    /// Whether texts have to keep to their formats.
    formats: bool,
    validators: Mutex<BTreeMap<String, Arc<Validator>>>,
}

impl Document {
    /// The document of the workspace, `openapi/openapi.json`, read once per process.
    pub fn sendmux() -> &'static Document {
        static DOCUMENT: LazyLock<Document> =
            LazyLock::new(|| Document::read(&repository().join("openapi/openapi.json")));
        &DOCUMENT
    }

    /// The document as it is published, where a copy of it is at hand.
    pub fn published() -> Option<&'static Document> {
        static DOCUMENT: LazyLock<Option<Document>> = LazyLock::new(|| {
            let path = repository().join("../shared/specs/sendmux-app.json");
            path.exists().then(|| Document::read(&path))
        });
        DOCUMENT.as_ref()
    }

    /// Reads a document from a file.
    ///
    /// # Panics
    ///
    /// Panics when the file cannot be read or is no JSON.
    pub fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path)
            .unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()));
        let root = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{} is no JSON: {error}", path.display()));
        Self::new(&root)
    }

    /// Takes a document, relaxed as [`lenient`] says.
    ///
    /// # Panics
    ///
    /// Panics when the document's schemas cannot be prepared for validation.
    pub fn new(root: &Value) -> Self {
        let root = lenient::relaxed(root);
        let registry = Registry::new()
            .add(URI, root.clone())
            .and_then(|registry| registry.prepare())
            .unwrap_or_else(|error| panic!("the document cannot be validated against: {error}"));
        let operations = Operation::all(&root);
        Self { root, operations, registry, formats: true, validators: Mutex::default() }
    }

    /// The document with formats as mere notes, which is what JSON Schema takes them for.
    #[must_use]
    pub fn ignoring_formats(self) -> Self {
        Self { formats: false, ..self }
    }

    /// The whole document, relaxed.
    pub fn root(&self) -> &Value {
        &self.root
    }

    /// Every operation, in document order.
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The operation with this `operationId`.
    ///
    /// # Panics
    ///
    /// Panics when the document has none.
    pub fn operation(&self, id: &str) -> &Operation {
        let found = self.operations.iter().find(|operation| operation.id == id);
        found.unwrap_or_else(|| panic!("the document has no operation {id:?}"))
    }

    /// The names of all component schemas.
    pub fn schema_names(&self) -> impl Iterator<Item = &str> {
        let schemas = self.root.pointer("/components/schemas").and_then(Value::as_object);
        schemas.into_iter().flat_map(|schemas| schemas.keys().map(String::as_str))
    }

    /// What stands at a JSON pointer (with or without a leading `#`).
    ///
    /// # Panics
    ///
    /// Panics when nothing stands there.
    pub fn at(&self, pointer: &str) -> &Value {
        let found = self.root.pointer(pointer.trim_start_matches('#'));
        found.unwrap_or_else(|| panic!("nothing stands at {pointer:?} in the document"))
    }

    /// Whether something stands at a JSON pointer.
    pub fn has(&self, pointer: &str) -> bool {
        self.root.pointer(pointer.trim_start_matches('#')).is_some()
    }

    /// Instances of the schema at a JSON pointer.
    pub fn instances(&self, pointer: &str) -> Instances<'_> {
        Instances::new(&self.root, self.at(pointer))
    }

    /// What is wrong with an instance of the schema at a JSON pointer; nothing when it is valid.
    pub fn violations(&self, pointer: &str, instance: &Value) -> Vec<String> {
        let validator = self.validator(pointer.trim_start_matches('#'));
        let describe = |error: jsonschema::ValidationError<'_>| match error.instance_path().as_str()
        {
            "" => error.to_string(),
            path => format!("{path}: {error}"),
        };
        validator.iter_errors(instance).map(describe).collect()
    }

    fn validator(&self, pointer: &str) -> Arc<Validator> {
        let mut validators = self.validators.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(validator) = validators.get(pointer) {
            return Arc::clone(validator);
        }
        let reference = json!({"$ref": format!("{URI}#{}", fragment(pointer))});
        let validator = jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .with_registry(&self.registry)
            .should_validate_formats(self.formats)
            .build(&reference)
            .unwrap_or_else(|error| panic!("the schema at {pointer:?} does not compile: {error}"));
        let validator = Arc::new(validator);
        validators.insert(pointer.to_owned(), Arc::clone(&validator));
        validator
    }
}

/// The repository's root.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Encodes a JSON pointer as the fragment of a URI.
fn fragment(pointer: &str) -> String {
    use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
    const SET: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'{');
    const REST: &AsciiSet = &SET.add(b'}').add(b'#').add(b'%').add(b'[').add(b']').add(b'^');
    utf8_percent_encode(pointer, REST).to_string()
}
