//! Signatures of functions taken apart.

/// The name in the signature of a member.
pub(super) fn name(signature: &str) -> Option<&str> {
    let text = signature.strip_prefix("pub ").unwrap_or(signature);
    if signature.starts_with("pub(") || signature.starts_with("const ") {
        return None;
    }
    let text = ["fn ", "const "].iter().find_map(|it| text.strip_prefix(it)).unwrap_or(text);
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '#');
    Some(&text[..end.unwrap_or(text.len())])
}

/// What stands before and after the arguments of a function.
pub(super) fn around_arguments(signature: &str) -> (&str, &str) {
    let start = signature.find('(').unwrap_or(signature.len());
    let end = closing(signature, start).unwrap_or(signature.len());
    (&signature[..start], signature.get(end + 1..).unwrap_or_default())
}

fn closing(text: &str, start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate().skip(start) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 1 => return Some(at),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The arguments of a method as they are written, without `&self`.
pub(super) fn given(signature: &str) -> &str {
    let start = signature.find('(').map_or(0, |at| at + 1);
    let end = closing(signature, start.saturating_sub(1)).unwrap_or(signature.len());
    let inner = &signature[start..end];
    inner.strip_prefix("&self").unwrap_or(inner).trim_start_matches(", ")
}

/// The types of a function's arguments.
pub(super) fn arguments(signature: &str) -> Option<Vec<String>> {
    let ty = |argument: &str| argument.split_once(": ").map_or(argument, |(_, ty)| ty).to_owned();
    Some(listed(signature)?.into_iter().map(ty).filter(|ty| !ty.is_empty()).collect())
}

/// The names of a function's arguments; `self` has none.
pub(super) fn argument_names(signature: &str) -> Vec<&str> {
    let listed = listed(signature).unwrap_or_default().into_iter();
    listed.filter_map(|argument| Some(argument.split_once(": ")?.0)).collect()
}

/// The arguments of a function, each as it is written.
fn listed(signature: &str) -> Option<Vec<&str>> {
    signature.strip_prefix("pub fn ")?;
    let start = signature.find('(')?;
    let inner = &signature[start + 1..closing(signature, start)?];
    let mut arguments = Vec::new();
    let (mut depth, mut from) = (0_i32, 0);
    for (at, character) in inner.char_indices() {
        match character {
            '(' | '<' | '[' => depth += 1,
            ')' | '>' | ']' => depth -= 1,
            ',' if depth == 0 => {
                arguments.push(inner[from..at].trim());
                from = at + 1;
            }
            _ => {}
        }
    }
    arguments.push(inner[from..].trim());
    Some(arguments)
}
