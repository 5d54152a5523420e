//! What the body of a request is made of.

use super::{Request, written};
use crate::runtime::{
    Body, IntoBody, JsonLines, Multipart,
    encode::{self, Escape, FieldEncoding},
    secret,
};
use serde::Serialize;

impl Request {
    /// Sets the body, as JSON.
    #[must_use]
    pub fn json<T: Serialize + ?Sized>(self, body: &T) -> Self {
        self.json_as("application/json", body)
    }

    /// Sets the body, as JSON under another media type.
    #[must_use]
    pub fn json_as<T: Serialize + ?Sized>(self, media_type: &str, body: &T) -> Self {
        secret::note();
        match serde_json::to_vec(body) {
            Ok(bytes) => self.with_written().bytes(media_type, bytes),
            Err(error) => self.fail(format!("the body: {error}")),
        }
    }

    /// Sets the body, as JSON, if there is one.
    #[must_use]
    pub fn optional_json<T: Serialize>(self, body: impl IntoBody<T>) -> Self {
        self.optional_json_as("application/json", body)
    }

    /// Sets the body, as JSON under another media type, if there is one.
    #[must_use]
    pub fn optional_json_as<T: Serialize>(self, media_type: &str, body: impl IntoBody<T>) -> Self {
        match body.body() {
            Some(body) => self.json_as(media_type, body),
            None => self,
        }
    }

    /// Sets the body, as lines of JSON.
    #[must_use]
    pub fn json_lines<T: Serialize>(
        self,
        media_type: &str,
        lines: impl Into<JsonLines<T>>,
    ) -> Self {
        secret::note();
        match lines.into().written(media_type.contains("json-seq")) {
            Ok(body) => self.with_written().bytes(media_type, body),
            Err(error) => self.fail(format!("the body: {error}")),
        }
    }

    /// Sets the body, as the fields of a form.
    #[must_use]
    pub fn form<T: Serialize + ?Sized>(self, body: &T, fields: &[FieldEncoding]) -> Self {
        match written(body) {
            Ok(value) => {
                let form = encode::join(&encode::form(&value, fields, Escape::Form));
                self.with_written().bytes("application/x-www-form-urlencoded", form)
            }
            Err(error) => self.fail(format!("the body: {error}")),
        }
    }

    /// Sets the body, as the fields of a form, if there is one.
    #[must_use]
    pub fn optional_form<T: Serialize>(
        self,
        body: impl IntoBody<T>,
        fields: &[FieldEncoding],
    ) -> Self {
        match body.body() {
            Some(body) => self.form(body, fields),
            None => self,
        }
    }

    /// Sets the body, as text.
    #[must_use]
    pub fn text(self, media_type: &str, body: impl Into<String>) -> Self {
        self.bytes(media_type, body.into())
    }

    /// Sets the body, as bytes, a file or a stream.
    #[must_use]
    pub fn bytes(mut self, media_type: &str, body: impl Into<Body>) -> Self {
        self.parts().body = Some(body.into());
        self.put("content-type", media_type)
    }

    /// Sets the body, as a form of several parts.
    #[must_use]
    pub fn multipart(mut self, form: Multipart) -> Self {
        self.parts().form = Some(form);
        self
    }

    /// Makes the body a form of several parts, though it may stay without any.
    #[must_use]
    pub fn form_of_parts(mut self, media_type: &str) -> Self {
        self.parts().form.get_or_insert_default();
        self.put("content-type", media_type)
    }

    /// Adds to the body, a form of several parts.
    #[must_use]
    pub fn part(mut self, add: impl FnOnce(Multipart) -> Multipart) -> Self {
        let parts = self.parts();
        parts.form = Some(add(parts.form.take().unwrap_or_default()));
        self
    }

    /// Adds the text of a scalar to a form of several parts.
    #[must_use]
    pub fn part_text<T: Serialize + ?Sized>(self, name: &str, value: &T) -> Self {
        match written(value) {
            Ok(value) => self.with_written().part(|form| form.text(name, encode::text(&value))),
            Err(error) => self.fail(format!("part `{name}`: {error}")),
        }
    }

    /// Adds the text of a scalar to a form of several parts, in a media type.
    #[must_use]
    pub fn part_text_as<T: Serialize + ?Sized>(self, name: &str, media: &str, value: &T) -> Self {
        match written(value) {
            Ok(value) => {
                let text = encode::text(&value).into_owned();
                self.with_written().part(|form| form.encoded(name, media, text))
            }
            Err(error) => self.fail(format!("part `{name}`: {error}")),
        }
    }

    /// Adds JSON to a form of several parts.
    #[must_use]
    pub fn part_json<T: Serialize + ?Sized>(self, name: &str, value: &T) -> Self {
        self.part_json_as(name, "application/json", value)
    }

    /// Adds JSON to a form of several parts, under another media type.
    #[must_use]
    pub fn part_json_as<T: Serialize + ?Sized>(self, name: &str, media: &str, value: &T) -> Self {
        secret::note();
        match serde_json::to_vec(value) {
            Ok(json) => self.with_written().part(|form| form.encoded(name, media, json)),
            Err(error) => self.fail(format!("part `{name}`: {error}")),
        }
    }
}
