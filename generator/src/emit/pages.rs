//! Lists in pages.

use super::api::{optional, place, reference};
use super::code::{Body, Item};
use super::types::Spelling;
use crate::name::RustIdent;
use crate::plan::{Holder, NextStep, Pages, RustType, Step};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The implementation of `Paginated`.
pub(super) fn paginated<'p>(
    builder: &RustIdent,
    pages: &Pages,
    spelling: &Spelling<'_>,
) -> Item<'p> {
    let (page, item) = (spelling.ty(&pages.page), spelling.ty(&pages.item));
    let (mut next, mut items) = (after(pages), owned(&pages.items));
    if let RustType::Option(_) = &pages.page {
        if !matches!(pages.next, NextStep::Link) {
            next.insert(0, quote!(let page = (**page).as_ref()?;));
        }
        items.insert(0, quote!(let Some(page) = page else { return Vec::new() };));
    }
    let after = Item::new(
        quote!(fn after(&self, page: &Response<#page>) -> Option<Self>),
        Body::statements(next),
    );
    let items = Item::new(quote!(fn items(page: #page) -> Vec<#item>), Body::statements(items));
    let members = vec![
        Item::new(quote!(type Page = #page), Body::Row),
        Item::new(quote!(type Item = #item), Body::Row),
        after,
        items,
    ];
    Item::new(quote!(impl Paginated for #builder), Body::Items(members))
}

fn after(pages: &Pages) -> Vec<TokenStream> {
    let goes_on = |next: TokenStream| {
        let items = reference(quote!(page), &pages.items);
        let count = match pages.items.last().map(|step| step.holder) {
            Some(Holder::Plain) => {
                let items = plain(&pages.items);
                quote!(#items.len())
            }
            Some(_) => quote!(#items.len()),
            None => quote!(page.len()),
        };
        (count, next)
    };
    match &pages.next {
        NextStep::Cursor { parameter, cursor, more } => {
            let cursor = optional(quote!(page), cursor, false);
            let more = more.as_ref().map_or_else(|| quote!(None), |more| flag(more));
            vec![
                quote!(let cursor = #cursor;),
                quote!(let more = #more;),
                quote!(Some(Self(self.0.next_cursor(#parameter, cursor, more)?))),
            ]
        }
        NextStep::Offset { parameter } => {
            let (count, next) = goes_on(quote!(Self(self.0.clone().advance(#parameter, 0, count))));
            vec![
                quote!(let count = i64::try_from(#count).ok()?;),
                quote!((count != 0).then(|| #next)),
            ]
        }
        NextStep::Page { parameter, first } => {
            let first = Literal::i64_unsuffixed(*first);
            let (count, next) =
                goes_on(quote!(Self(self.0.clone().advance(#parameter, #first, 1))));
            vec![quote!(let count = #count;), quote!((count != 0).then(|| #next))]
        }
        NextStep::Url { url } => {
            let url = reference(quote!(page), url);
            let next = quote!((!url.is_empty()).then(|| Self(self.0.clone().follow(url))));
            vec![quote!(let url = #url;), next]
        }
        NextStep::Link => vec![quote!(Some(Self(self.0.follow_link(page)?)))],
    }
}

/// The place at the end of a way whose last field holds the value itself.
fn plain(steps: &[Step]) -> TokenStream {
    let (last, before) = steps.split_last().expect("a way of one field at least");
    let field = &last.field;
    let from = place(quote!(page), before);
    quote!(#from.#field)
}

/// The flag at the end of a way, as an option.
fn flag(steps: &[Step]) -> TokenStream {
    let Some((last, before)) = steps.split_last() else {
        return quote!(None);
    };
    let from = place(quote!(page), before);
    let field = &last.field;
    match last.holder {
        Holder::Plain => quote!(Some(#from.#field)),
        Holder::Option => quote!(#from.#field),
        Holder::Patch => quote!(#from.#field.value().copied()),
    }
}

/// The list at the end of a way, taken out; a list that is missing is empty.
fn owned(steps: &[Step]) -> Vec<TokenStream> {
    let mut statements = Vec::new();
    let mut way = quote!(page);
    for (at, step) in steps.iter().enumerate() {
        let field = &step.field;
        way = quote!(#way.#field);
        let taken = match step.holder {
            Holder::Plain => continue,
            Holder::Option => way,
            Holder::Patch => quote!(#way.into_value()),
        };
        if at + 1 == steps.len() {
            way = quote!(#taken.unwrap_or_default());
        } else {
            statements.push(quote!(let Some(page) = #taken else { return Vec::new() };));
            way = quote!(page);
        }
    }
    statements.push(way);
    statements
}
