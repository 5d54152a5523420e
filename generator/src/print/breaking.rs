//! What does not fit on a line: chains a call a line, lists an element a line.

use super::WIDTH;
use super::inline::inline;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// An item of no regular form, laid out by prettyplease.
pub(super) fn pretty(item: TokenStream) -> Option<String> {
    let file: syn::File = syn::parse2(item).ok()?;
    Some(prettyplease::unparse(&file))
}

/// Tokens on as many lines as they need; the first one goes on where `indent` ends.
pub(super) fn broken(tokens: &TokenStream, indent: usize) -> String {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    laid(&tokens, indent, 1)
}

/// The head of a function with an argument a line.
pub(super) fn signature(head: &TokenStream, indent: usize) -> String {
    let tokens: Vec<TokenTree> = head.clone().into_iter().collect();
    let is_list = |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis);
    let name = tokens
        .iter()
        .position(|token| matches!(token, TokenTree::Ident(word) if word == "fn"))
        .unwrap_or(0);
    match tokens[name..].iter().position(is_list) {
        Some(at) => grouped(&tokens, name + at, indent),
        None => inline(head),
    }
}

/// Tokens with room for `more` characters behind them.
fn laid(tokens: &[TokenTree], indent: usize, more: usize) -> String {
    let line = text(tokens);
    if indent + line.chars().count() + more <= WIDTH {
        return line;
    }
    if let Some(at) = assignment(tokens) {
        return assigned(&tokens[..=at], &tokens[at + 1..], indent, more);
    }
    let calls = call_dots(tokens);
    if calls.len() > 1 {
        return chained(tokens, &calls, indent);
    }
    match longest_group(tokens) {
        Some(at) => grouped(tokens, at, indent),
        None => line,
    }
}

fn text(tokens: &[TokenTree]) -> String {
    inline(&tokens.iter().cloned().collect())
}

fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

/// Where a value is assigned: at a single `=`.
fn assignment(tokens: &[TokenTree]) -> Option<usize> {
    let starts = matches!(tokens.first(), Some(TokenTree::Ident(word)) if word == "let" || word == "const" || word == "type");
    let joined = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.spacing() == proc_macro2::Spacing::Joint);
    let single = |at: &usize| is_sign(&tokens[*at], '=') && !joined(&tokens[*at]);
    (0..tokens.len()).find(single).filter(|_| starts)
}

fn assigned(left: &[TokenTree], right: &[TokenTree], indent: usize, more: usize) -> String {
    let left = text(left);
    let whole = text(right);
    if indent + 4 + whole.chars().count() + more <= WIDTH && call_dots(right).len() < 2 {
        return format!("{left}\n{}{whole}", " ".repeat(indent + 4));
    }
    format!("{left} {}", laid_behind(right, indent, left.chars().count() + 1))
}

/// Tokens behind something on the same line, broken in any case.
fn laid_behind(tokens: &[TokenTree], indent: usize, before: usize) -> String {
    let calls = call_dots(tokens);
    let first = text(&tokens[..calls.first().copied().unwrap_or(tokens.len())]);
    if !calls.is_empty() && indent + before + first.chars().count() <= WIDTH {
        return chained(tokens, &calls, indent);
    }
    match longest_group(tokens) {
        Some(at) => grouped(tokens, at, indent),
        None => text(tokens),
    }
}

/// Where calls of methods start: dots with parentheses before the next dot.
fn call_dots(tokens: &[TokenTree]) -> Vec<usize> {
    let dots: Vec<usize> = (1..tokens.len())
        .filter(|at| is_sign(&tokens[*at], '.') && !is_sign(&tokens[at - 1], '.'))
        .filter(|at| tokens.get(at + 1).is_some_and(|next| !is_sign(next, '.')))
        .collect();
    let ends = dots.iter().skip(1).copied().chain([tokens.len()]);
    let calls = |at: usize, end: usize| {
        tokens[at..end].iter().any(|token| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis))
    };
    dots.iter().zip(ends).filter(|(at, end)| calls(**at, *end)).map(|(at, _)| *at).collect()
}

/// A call a line, the first one behind what it is called on if that is short.
fn chained(tokens: &[TokenTree], calls: &[usize], indent: usize) -> String {
    let joins = text(&tokens[..calls[0]]).len() <= 4 && calls.len() > 1;
    let starts = if joins { &calls[1..] } else { calls };
    let mut lines = laid(&tokens[..starts[0]], indent, 0);
    let ends = starts.iter().skip(1).copied().chain([tokens.len()]);
    for (start, end) in starts.iter().zip(ends) {
        let call = laid(&tokens[*start..end], indent + 4, 1);
        lines.push_str(&format!("\n{}{call}", " ".repeat(indent + 4)));
    }
    lines
}

fn longest_group(tokens: &[TokenTree]) -> Option<usize> {
    let length = |at: &usize| match &tokens[*at] {
        TokenTree::Group(group) => inline(&group.stream()).len(),
        _ => 0,
    };
    (0..tokens.len()).max_by_key(length).filter(|at| length(at) > 0)
}

/// Tokens with the elements of one group one below the other.
fn grouped(tokens: &[TokenTree], at: usize, indent: usize) -> String {
    let TokenTree::Group(group) = &tokens[at] else { return text(tokens) };
    let empty = TokenTree::Group(Group::new(group.delimiter(), TokenStream::new()));
    let before: Vec<TokenTree> = tokens[..at].iter().cloned().chain([empty]).collect();
    let mut lines = text(&before);
    let close = lines.pop().unwrap_or_default();
    let elements = elements(group);
    let column = " ".repeat(indent + 4);
    for element in &elements {
        let comma = if is_condition(&before) && elements.len() == 1 { "" } else { "," };
        lines.push_str(&format!("\n{column}{}{comma}", laid(element, indent + 4, 1)));
    }
    lines.push_str(&format!("\n{}{close}", " ".repeat(indent)));
    let rest = text(&tokens[at + 1..]);
    let touches = rest.is_empty() || rest.starts_with([',', ';', '.', '?', ')']);
    lines.push_str(if touches { "" } else { " " });
    lines.push_str(&rest);
    lines
}

/// Whether a group belongs to an attribute, which takes no comma after its only element.
fn is_condition(before: &[TokenTree]) -> bool {
    before.first().is_some_and(|token| is_sign(token, '#'))
        || matches!(before.first(), Some(TokenTree::Ident(word)) if word == "cfg")
}

/// The elements of a list.
fn elements(group: &Group) -> Vec<Vec<TokenTree>> {
    let mut elements = vec![Vec::new()];
    let mut angles = 0_usize;
    let mut closure = false;
    for token in group.stream() {
        let last = elements.last_mut().expect("one element at least");
        let arrow = last.last().is_some_and(|before| is_sign(before, '-') || is_sign(before, '='));
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == ',' && angles == 0 && !closure => {
                elements.push(Vec::new());
                continue;
            }
            TokenTree::Punct(punct) if punct.as_char() == '<' => angles += 1,
            TokenTree::Punct(punct) if punct.as_char() == '>' && !arrow => {
                angles = angles.saturating_sub(1)
            }
            TokenTree::Punct(punct) if punct.as_char() == '|' => {
                closure = last.is_empty() || !closure && closure_starts(last)
            }
            _ => {}
        }
        last.push(token);
    }
    elements.retain(|element| !element.is_empty());
    elements
}

/// Whether a `|` behind these tokens starts the arguments of a closure.
fn closure_starts(before: &[TokenTree]) -> bool {
    matches!(before, [TokenTree::Ident(word)] if word == "move")
}
