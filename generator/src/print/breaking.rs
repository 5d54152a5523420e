//! What does not fit on a line: chains a call a line, lists an element a line.

use super::WIDTH;
use super::inline::{text, text_and_empty};
use crate::emit::{Tree, stream};
use proc_macro2::{Punct, Spacing, TokenTree};

/// A declaration of no regular form, laid out by prettyplease, with its semicolon.
pub(super) fn pretty(declaration: &[Tree]) -> Option<String> {
    let mut tokens = stream(declaration);
    tokens.extend([TokenTree::Punct(Punct::new(';', Spacing::Alone))]);
    let file: syn::File = syn::parse2(tokens).ok()?;
    Some(prettyplease::unparse(&file))
}

/// Tokens that do not fit, on as many lines as they need; the first one goes on where `indent` ends.
pub(super) fn broken(tokens: &[Tree], indent: usize) -> String {
    overlong(tokens, indent, 1).unwrap_or_else(|| text(tokens))
}

/// The head of a function with an argument a line.
pub(super) fn signature(head: &[Tree], indent: usize) -> String {
    let name = head.iter().position(|token| token.is_word(&["fn"])).unwrap_or(0);
    match head[name..].iter().position(Tree::is_list) {
        Some(at) => grouped(head, name + at, indent),
        None => text(head),
    }
}

/// Tokens with room for `more` characters behind them.
fn laid(tokens: &[Tree], indent: usize, more: usize) -> String {
    let line = text(tokens);
    if indent + line.chars().count() + more <= WIDTH {
        return line;
    }
    overlong(tokens, indent, more).unwrap_or(line)
}

/// Tokens broken in any case, if there is a place for it.
fn overlong(tokens: &[Tree], indent: usize, more: usize) -> Option<String> {
    if let Some(at) = assignment(tokens) {
        return Some(assigned(&tokens[..=at], &tokens[at + 1..], indent, more));
    }
    let calls = call_dots(tokens);
    if calls.len() > 1 {
        return Some(chained(tokens, &calls, indent));
    }
    longest_group(tokens).map(|at| grouped(tokens, at, indent))
}

/// Where a value is assigned: at a single `=`.
fn assignment(tokens: &[Tree]) -> Option<usize> {
    let starts = tokens.first().is_some_and(|first| first.is_word(&["let", "const", "type"]));
    let single = |at: &usize| tokens[*at].is_sign('=') && !tokens[*at].is_joint();
    (0..tokens.len()).find(single).filter(|_| starts)
}

fn assigned(left: &[Tree], right: &[Tree], indent: usize, more: usize) -> String {
    let left = text(left);
    let whole = text(right);
    if indent + 4 + whole.chars().count() + more <= WIDTH && call_dots(right).len() < 2 {
        return format!("{left}\n{}{whole}", " ".repeat(indent + 4));
    }
    format!("{left} {}", laid_behind(right, indent, left.chars().count() + 1))
}

/// Tokens behind something on the same line, broken in any case.
fn laid_behind(tokens: &[Tree], indent: usize, before: usize) -> String {
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
fn call_dots(tokens: &[Tree]) -> Vec<usize> {
    let dots: Vec<usize> = (1..tokens.len())
        .filter(|at| tokens[*at].is_sign('.') && !tokens[at - 1].is_sign('.'))
        .filter(|at| tokens.get(at + 1).is_some_and(|next| !next.is_sign('.')))
        .collect();
    let ends = dots.iter().skip(1).copied().chain([tokens.len()]);
    let calls = |at: usize, end: usize| tokens[at..end].iter().any(Tree::is_list);
    dots.iter().zip(ends).filter(|(at, end)| calls(**at, *end)).map(|(at, _)| *at).collect()
}

/// A call a line, the first one behind what it is called on if that is short.
fn chained(tokens: &[Tree], calls: &[usize], indent: usize) -> String {
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

fn longest_group(tokens: &[Tree]) -> Option<usize> {
    let length = |(at, token): (usize, &Tree)| match token {
        Tree::Group(_, inner) => Some((text(inner).len(), at)),
        _ => None,
    };
    let longest = tokens.iter().enumerate().filter_map(length).max();
    longest.filter(|(length, _)| *length > 0).map(|(_, at)| at)
}

/// Tokens with the elements of one group one below the other.
fn grouped(tokens: &[Tree], at: usize, indent: usize) -> String {
    let Tree::Group(delimiter, inner) = &tokens[at] else { return text(tokens) };
    let mut lines = text_and_empty(&tokens[..at], *delimiter);
    let close = lines.pop().unwrap_or_default();
    let elements = elements(inner);
    let column = " ".repeat(indent + 4);
    let alone = elements.len() == 1 && is_condition(tokens);
    for element in &elements {
        let comma = if alone { "" } else { "," };
        lines.push_str(&format!("\n{column}{}{comma}", laid(element, indent + 4, 1)));
    }
    lines.push_str(&format!("\n{}{close}", " ".repeat(indent)));
    let rest = text(&tokens[at + 1..]);
    let touches = rest.is_empty() || rest.starts_with([',', ';', '.', '?', ')']);
    lines.push_str(if touches { "" } else { " " });
    lines.push_str(&rest);
    lines
}

/// Whether tokens are an attribute, or a condition in one, which takes no comma after its only
/// element.
fn is_condition(tokens: &[Tree]) -> bool {
    tokens.first().is_some_and(|first| first.is_sign('#') || first.is_word(&["cfg"]))
}

/// The elements of a list.
fn elements(list: &[Tree]) -> Vec<&[Tree]> {
    let mut elements = Vec::new();
    let mut start = 0;
    let mut angles = 0_usize;
    let mut closure = false;
    for (at, token) in list.iter().enumerate() {
        let element = &list[start..at];
        let arrow = element.last().is_some_and(|last| last.is_sign('-') || last.is_sign('='));
        match token {
            Tree::Punct(punct) if punct.as_char() == ',' && angles == 0 && !closure => {
                elements.push(element);
                start = at + 1;
            }
            Tree::Punct(punct) if punct.as_char() == '<' => angles += 1,
            Tree::Punct(punct) if punct.as_char() == '>' && !arrow => {
                angles = angles.saturating_sub(1)
            }
            Tree::Punct(punct) if punct.as_char() == '|' => {
                closure = element.is_empty() || !closure && closure_starts(element)
            }
            _ => {}
        }
    }
    elements.push(&list[start..]);
    elements.retain(|element| !element.is_empty());
    elements
}

/// Whether a `|` behind these tokens starts the arguments of a closure.
fn closure_starts(before: &[Tree]) -> bool {
    matches!(before, [word] if word.is_word(&["move"]))
}
