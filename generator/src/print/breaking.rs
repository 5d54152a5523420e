//! What does not fit on a line.

use super::WIDTH;
use super::inline::inline;
use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};

/// Lines of an item that does not fit, laid out by prettyplease; `inside` an `impl` or not.
pub(super) fn pretty(item: TokenStream, inside: bool) -> Option<String> {
    let wrapped = if inside { wrapped(item) } else { item };
    let file: syn::File = syn::parse2(wrapped).ok()?;
    let text = prettyplease::unparse(&file);
    if !inside {
        return Some(text);
    }
    let body = text.split_once('\n')?.1;
    let end = body.rfind('}')?;
    Some(body[..end].to_owned())
}

fn wrapped(item: TokenStream) -> TokenStream {
    let word = |text: &str| TokenTree::Ident(Ident::new(text, Span::call_site()));
    let braces = TokenTree::Group(Group::new(Delimiter::Brace, item));
    [word("impl"), word("Wrapped"), braces].into_iter().collect()
}

/// A head with its statements in braces.
pub(super) fn with_body(head: &TokenStream, statements: &[TokenStream]) -> TokenStream {
    let body: TokenStream = statements.iter().cloned().collect();
    let mut tokens = head.clone();
    tokens.extend([TokenTree::Group(Group::new(Delimiter::Brace, body))]);
    tokens
}

/// A head with a semicolon.
pub(super) fn with_semicolon(head: &TokenStream) -> TokenStream {
    let mut tokens = head.clone();
    tokens.extend([TokenTree::Punct(Punct::new(';', Spacing::Alone))]);
    tokens
}

/// Tokens with the elements of long groups one below the other.
pub(super) fn broken(tokens: &TokenStream, indent: usize) -> String {
    let line = inline(tokens);
    if indent + line.len() < WIDTH {
        return line;
    }
    let mut text = String::new();
    let mut before = TokenStream::new();
    for token in tokens.clone() {
        match token {
            TokenTree::Group(group) if inline(&group.stream()).len() > WIDTH / 2 => {
                before
                    .extend([TokenTree::Group(Group::new(group.delimiter(), TokenStream::new()))]);
                text.push_str(&joined(&text, &before));
                before = TokenStream::new();
                let close = text.pop().unwrap_or_default();
                text.push_str(&inside(&group, indent));
                text.push(close);
            }
            other => before.extend([other]),
        }
    }
    let rest = joined(&text, &before);
    text.push_str(&rest);
    text
}

/// The content of a group: a list one element a line, anything else as it is.
fn inside(group: &Group, indent: usize) -> String {
    let elements = elements(group);
    if let [one] = elements.as_slice() {
        return broken(one, indent);
    }
    let column = " ".repeat(indent + 4);
    let lines: Vec<String> = elements
        .iter()
        .map(|element| format!("\n{column}{},", broken(element, indent + 4)))
        .collect();
    format!("{}\n{}", lines.concat(), " ".repeat(indent))
}

/// Tokens as they continue a text.
fn joined(text: &str, tokens: &TokenStream) -> String {
    let written = inline(tokens);
    let touches =
        text.is_empty() || written.starts_with([',', ';', '.', '?', ')']) || written.is_empty();
    if touches { written } else { format!(" {written}") }
}

/// The elements of a list.
fn elements(group: &Group) -> Vec<TokenStream> {
    let mut elements = vec![TokenStream::new()];
    for token in group.stream() {
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => elements.push(TokenStream::new()),
            _ => elements.last_mut().expect("one element at least").extend([token]),
        }
    }
    elements.retain(|element| !element.is_empty());
    elements
}
