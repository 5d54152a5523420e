//! Programs that use all of a crate: the compiler's word on a change.
//!
//! A witness of an item builds it, takes it apart, calls its methods and asks for its traits, as
//! far as code of a user may. The witnesses of the old crate, compiled against the new one, show
//! which items break; the crate level is held against this.

mod imports;
mod lifted;

use super::signature::{arguments, around_arguments};
use super::surface::{PublicItem, PublicMember, Surface};
use super::{Compiled, Labels};
use lifted::Lifted;
use std::collections::{BTreeMap, BTreeSet};

/// A module for each public item of a crate, by the item's path. It uses the item through a crate
/// `api`, and takes `serde`, `bytes` and `http` to be at hand.
pub fn witnesses(compiled: &Compiled) -> BTreeMap<String, String> {
    let surface = Surface::of(compiled, &Labels::new(&compiled.api, &compiled.api));
    let mut modules: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for path in surface.items.keys() {
        let (module, name) = split(path);
        modules.entry(module).or_default().insert(name);
    }
    let witness = |(path, item): (&String, &PublicItem)| {
        let (module, name) = split(path);
        let body = Witness::new(module, name, item).text();
        (path.clone(), imports::imports(module, &modules[module], &body) + &body)
    };
    surface.items.iter().map(witness).collect()
}

/// The module of an item and its name.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once("::").unwrap_or(("", path))
}

/// What is written of one item.
struct Witness<'a> {
    item: &'a PublicItem,
    /// Its path without lifetimes.
    path: String,
    /// Its lifetimes where they can be left out.
    elided: &'static str,
    text: String,
}

impl<'a> Witness<'a> {
    fn new(module: &str, name: &str, item: &'a PublicItem) -> Self {
        let path = if module.is_empty() { String::new() } else { format!("{module}::") };
        let path = format!("api::{path}{name}");
        let elided = if item.signature.contains("<'a>") { "<'_>" } else { "" };
        Self { item, path, elided, text: String::new() }
    }

    fn text(mut self) -> String {
        let head = self.item.signature.replace("crate::", "api::");
        let parts: Vec<(&str, &PublicMember)> = self.item.members.iter().map(named).collect();
        let (methods, parts): (Vec<_>, Vec<_>) =
            parts.into_iter().partition(|(_, part)| part.arguments.is_some());
        let (constants, parts): (Vec<_>, Vec<_>) =
            parts.into_iter().partition(|(_, part)| part.signature.starts_with("pub const "));
        if let Some((_, target)) = head.split_once(" = ") {
            self.alias(target.trim_end_matches(';'));
        } else if let Some((_, inner)) = head.split_once("(pub ") {
            self.wrapper(inner.trim_end_matches([')', ';']));
        } else if head.starts_with("pub enum ") {
            parts.iter().for_each(|(name, variant)| self.variant(name, &variant.signature));
            self.all_variants(&parts);
        } else if !parts.is_empty() {
            self.fields(&parts);
        }
        constants.iter().for_each(|(name, constant)| self.constant(name, constant));
        methods.iter().for_each(|(name, method)| self.method(name, method));
        // What a macro of another crate makes is not known.
        let known = self.item.traits.iter().filter(|(name, _)| !name.starts_with("::"));
        known.for_each(|(name, types)| self.implements(name, types));
        self.text
    }

    fn function(&mut self, head: &str, lines: &[String]) {
        let lines: String = lines.iter().map(|line| format!("    {line}\n")).collect();
        self.text.push_str(&format!("\npub fn {head} {{\n{lines}}}\n"));
    }

    fn alias(&mut self, target: &str) {
        let path = self.path.clone();
        self.function(&format!("is(it: {path}) -> {target}"), &["it".to_owned()]);
    }

    fn wrapper(&mut self, inner: &str) {
        let path = self.path.clone();
        self.function(&format!("wraps(it: {inner}) -> {path}"), &[format!("{path}(it)")]);
        self.function(&format!("holds(it: {path}) -> {inner}"), &["it.0".to_owned()]);
    }

    fn fields(&mut self, fields: &[(&str, &PublicMember)]) {
        let path = self.path.clone();
        let ty = |field: &PublicMember| {
            let ty = field.signature.split_once(": ").map_or("()", |(_, ty)| ty);
            ty.replace("crate::", "api::")
        };
        let rest = if self.item.non_exhaustive { ", .." } else { "" };
        let names: Vec<String> =
            fields.iter().enumerate().map(|(at, (name, _))| format!("{name}: f{at}")).collect();
        let mut lines = vec![format!("let {path} {{ {}{rest} }} = it;", names.join(", "))];
        let typed = fields.iter().enumerate();
        lines.extend(typed.map(|(at, (_, field))| format!("let _: {} = f{at};", ty(field))));
        self.function(&format!("takes(it: {path})"), &lines);
        if !self.item.non_exhaustive {
            let given = fields.iter().enumerate();
            let given: Vec<String> =
                given.map(|(at, (_, field))| format!("f{at}: {}", ty(field))).collect();
            let head = format!("builds({}) -> {path}", given.join(", "));
            self.function(&head, &[format!("{path} {{ {} }}", names.join(", "))]);
        }
    }

    fn variant(&mut self, name: &str, signature: &str) {
        let path = self.path.clone();
        let lower = name.trim_start_matches("r#");
        match signature.split_once('(') {
            Some((_, inner)) => {
                let inner = inner.strip_suffix(')').unwrap_or(inner).replace("crate::", "api::");
                let head = format!("builds_{lower}(it: {inner}) -> {path}");
                self.function(&head, &[format!("{path}::{name}(it)")]);
                let head = format!("takes_{lower}(it: {path})");
                let arm = format!("if let {path}::{name}(it) = it {{ let _: {inner} = it; }}");
                self.function(&head, &[arm]);
            }
            None => {
                let head = format!("builds_{lower}() -> {path}");
                self.function(&head, &[format!("{path}::{name}")]);
            }
        }
    }

    /// A match without a last resort, where there has to be none.
    fn all_variants(&mut self, variants: &[(&str, &PublicMember)]) {
        let path = self.path.clone();
        let arms = variants.iter().map(|(name, variant)| {
            let inner = if variant.signature.contains('(') { "(..)" } else { "" };
            format!("    {path}::{name}{inner} => {{}}")
        });
        let mut lines = vec!["match it {".to_owned()];
        lines.extend(arms);
        if self.item.non_exhaustive {
            lines.push("    _ => {}".to_owned());
        }
        lines.push("}".to_owned());
        self.function(&format!("matches(it: {path})"), &lines);
    }

    fn constant(&mut self, name: &str, constant: &PublicMember) {
        let ty = constant.signature.split_once(": ").map_or("()", |(_, ty)| ty);
        let ty = ty.replace("crate::", "api::");
        let value = format!("{}::{name}", self.path);
        self.function(&format!("has_{}() -> {ty}", name.to_lowercase()), &[value]);
    }

    fn method(&mut self, name: &str, method: &PublicMember) {
        let signature = method.signature.replace("crate::", "api::");
        let own = format!("{}{}", self.path, self.elided);
        let mut lifted = Lifted::default();
        let (mut taken, mut given) = (Vec::new(), Vec::new());
        let mut callee = format!("{}::{name}", self.path);
        for (at, ty) in arguments(&signature).unwrap_or_default().iter().enumerate() {
            match ty.as_str() {
                "self" => taken.push(format!("it: {own}")),
                "&self" => taken.push(format!("it: &{own}")),
                ty => {
                    taken.push(format!("a{at}: {}", lifted.lift(ty)));
                    given.push(format!("a{at}"));
                    continue;
                }
            }
            callee = format!("it.{name}");
        }
        let back = around_arguments(&signature).1.trim().trim_start_matches("-> ");
        let back = if back.is_empty() { "()" } else { back };
        let back = lifted::with_own(back, &own);
        let head = format!(
            "calls_{}{}({})",
            name.trim_start_matches("r#"),
            lifted.generics(),
            taken.join(", ")
        );
        self.function(&head, &[format!("let _: {back} = {callee}({});", given.join(", "))]);
    }

    fn implements(&mut self, name: &str, types: &str) {
        let types = types.replace("crate::", "api::");
        let types: Vec<&str> = types
            .split("; ")
            .map(|it| it.trim_start_matches("type ").trim_end_matches(';'))
            .collect();
        let types = types.join(", ");
        let bound = match name {
            "Serialize" => "serde::Serialize".to_owned(),
            "Deserialize" => "for<'de> serde::Deserialize<'de>".to_owned(),
            _ if types.is_empty() => name.replace("crate::", "api::"),
            _ => format!("{name}<{types}>"),
        };
        let own = self.path.clone() + if self.elided.is_empty() { "" } else { "<'static>" };
        let label: String = name.chars().filter(|it| it.is_alphanumeric()).collect();
        let lines = [format!("fn needs<T: {bound}>() {{}}"), format!("needs::<{own}>();")];
        self.function(&format!("implements_{label}()"), &lines);
    }
}

fn named<'a>((name, member): (&'a String, &'a PublicMember)) -> (&'a str, &'a PublicMember) {
    (name, member)
}
